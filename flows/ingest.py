"""The `ingest` flow: one source's turn under Prefect, each batch of each stage a task."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from flows.artifacts import key, turn_page
from flows.catalogue import catalogue, choose
from flows.progress import show_progress_in_ui
from flows.recovery import catch_up_once
from flows.settings import Settings
from flows.stages import Counts, Stage, ingest_source
from flows.turn import open_turn, worth_a_look
from parsers.source import Source
from warehouse.ops import turn_outcome
from warehouse.publish import publish


def as_task(stage: Stage) -> Stage:
    """Pages are too large to cache or keep in Prefect; the archive and the warehouse keep them."""
    stage_task = task(name=stage.__name__, cache_policy=NO_CACHE, persist_result=False)(stage)

    async def run(*given: Any) -> Any:
        # Else Prefect looks through every field of every page for results of other tasks: a seventh of the turn's time.
        return await stage_task(*map(quote, given))

    return run


def _run_name() -> str:
    from prefect.runtime import flow_run

    return f"{flow_run.parameters['source']} {datetime.now(UTC):%Y-%m-%d %H:%M}"


@flow(name="ingest", flow_run_name=_run_name, persist_result=False, on_running=[catch_up_once])
async def ingest(source: str, settings: Settings | None = None, scheduled: bool = False) -> Counts:
    """Take one source's turn. `settings` default to the environment's.

    A `scheduled` turn is skipped while the source, by its habit, has hardly anything new, and publishes the
    database at its end; otherwise whoever calls does.
    """
    settings = settings or Settings()
    [chosen] = choose(catalogue(settings), [source])
    if scheduled and not await asyncio.to_thread(worth_a_look, chosen, settings):
        get_run_logger().info("%s has hardly anything new yet; this turn is skipped", source)
        return Counts()
    counts = await _turn(chosen, settings)
    if scheduled:
        await asyncio.to_thread(publish, settings.open_store())
    return counts


async def _turn(chosen: Source, settings: Settings) -> Counts:
    async with open_turn(chosen, settings) as turn:
        with show_progress_in_ui(key("progress", chosen.id)):
            counts = await ingest_source(chosen, turn, as_task)
    rejects, forms = await asyncio.to_thread(turn_outcome, turn.store, turn.run_id)
    page = turn_page(chosen.id, turn.run_id, counts, rejects, forms)
    await acreate_markdown_artifact(page, key=key("turn", chosen.id))
    return counts


async def take_turn_under_prefect(source: Source, settings: Settings) -> Counts:
    """One turn as a flow run of the server that is up."""
    return await ingest(source.id, settings)

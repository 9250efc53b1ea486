"""The `ingest` flow: one source's turn under Prefect, each batch of each stage a task."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.catalogue import catalogue, choose
from flows.settings import Settings
from flows.stages import Counts, Stage, ingest_source
from flows.turn import open_turn
from parsers.source import Source


def as_task(stage: Stage) -> Stage:
    """Pages are too large to cache or keep in Prefect; the archive and the warehouse keep them."""
    return task(name=stage.__name__, cache_policy=NO_CACHE, persist_result=False)(stage)


def _run_name() -> str:
    from prefect.runtime import flow_run

    return f"{flow_run.parameters['source']} {datetime.now(UTC):%Y-%m-%d %H:%M}"


@flow(name="ingest", flow_run_name=_run_name, persist_result=False)
async def ingest(source: str, settings: Settings | None = None) -> Counts:
    """Take one source's turn. `settings` default to the environment's."""
    settings = settings or Settings()
    [chosen] = choose(catalogue(settings), [source])
    async with open_turn(chosen, settings) as turn:
        return await ingest_source(chosen, turn, as_task)


async def take_turn_under_prefect(source: Source, settings: Settings) -> Counts:
    """One turn as a flow run of the server that is up."""
    return await ingest(source.id, settings)

"""The `backfill` flow: a source's past, from a web archive, a month at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from prefect import flow

from flows.artifacts import key
from flows.catalogue import catalogue, choose
from flows.ingest import as_task
from flows.progress import show_progress_in_ui
from flows.settings import Settings
from flows.stages import Counts, Stage, ingest_source
from flows.turn import open_turn
from parsers.source import Source


@flow(name="backfill", flow_run_name="{source} {since} to {until}", persist_result=False)
async def backfill(source: str, since: date, until: date, settings: Settings | None = None) -> Counts:
    """Fetch, code and load what the source published in these days. What is known already is not fetched
    again, so that a run that was stopped goes on where it was."""
    settings = settings or Settings()
    [chosen] = choose(catalogue(settings), [source])
    with show_progress_in_ui(key("progress-backfill", source)):
        return await take_days(chosen, since, until, settings, as_task)


async def take_days(
    source: Source, since: date, until: date, settings: Settings, step: Callable[[Stage], Stage]
) -> Counts:
    """The same without a flow run; `step` may wrap each stage."""
    counts = Counts()
    for days in months(since, until):
        async with open_turn(source, settings, days) as turn:
            counts += await ingest_source(source, turn, step)
    return counts


def months(since: date, until: date) -> Iterator[tuple[date, date]]:
    """The days from `since` to `until`, cut at the ends of months."""
    first = since
    while first <= until:
        next_month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, min(until, next_month - timedelta(days=1))
        first = next_month

"""One source's turn with all it needs, and a run of many turns."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex

from flows.fetch import Archive, Client, FetchSettings, Validator
from flows.fetch.polling import is_due
from flows.settings import Settings
from flows.stages import Counts, Turn, ingest_source
from parsers.source import Source
from warehouse import review
from warehouse.load import save_sources
from warehouse.ops import finish_run, gone, publishing_habit, start_run, validators

log = logging.getLogger(__name__)
HABIT = timedelta(days=28)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
TakeTurn = Callable[[Source, Settings], Awaitable[Counts]]


def seconds(every: str) -> float:
    """The length of an interval like 90s, 15m, 2h or 1d."""
    return float(every[:-1]) * UNITS[every[-1]]


@dataclass
class Outcome:
    """What a run brought, by source; `failed` maps a source to the one line that says why."""

    counts: dict[str, Counts] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def new_run_id(of: str) -> str:
    """An id that sorts by time, says what ran and is never given twice."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{of}-{token_hex(3)}"


@asynccontextmanager
async def open_turn(
    source: Source, settings: Settings, days: tuple[date, date] | None = None
) -> AsyncIterator[Turn]:
    """Everything one turn of a source needs, recorded as a run in the warehouse.

    With `days`, the turn reads what a web archive kept from the first to the last of them.
    """
    store = await asyncio.to_thread(settings.open_store)
    run_id = new_run_id(source.id)
    await asyncio.to_thread(save_sources, store, [source])
    await asyncio.to_thread(start_run, store, run_id, "ingest", {"source": source.id})
    last = await asyncio.to_thread(validators, store, source.id)
    retired = await asyncio.to_thread(gone, store, source.id)
    tenures = await asyncio.to_thread(review.current, store)
    known = {url: Validator(**asdict(one)) for url, one in last.items()}
    fetching = FetchSettings(settings.data / "fetch", settings.contact, settings.connect_to)
    with Archive(settings.archive) as archive:
        async with Client(fetching, known, archive) as client:
            try:
                yield Turn(
                    run_id=run_id,
                    client=client,
                    archive=archive,
                    store=store,
                    batch_size=settings.batch_size,
                    recheck=timedelta(days=settings.recheck_days),
                    triage=settings.triage,
                    known=frozenset(known),
                    retired=frozenset(retired),
                    days=days,
                    web_archive=settings.web_archive,
                    tenures=tenures,
                )
            except BaseException as error:
                await asyncio.to_thread(finish_run, store, run_id, "failed", error=str(error))
                raise
    await asyncio.to_thread(finish_run, store, run_id, "completed")


def worth_a_look(source: Source, settings: Settings) -> bool:
    """Whether the source, by its schedule and by what it has been publishing, is due. A cron line always is."""
    if source.schedule.every is None:
        return True
    now = datetime.now(UTC)
    store = settings.open_store()
    first_seen, last_look = publishing_habit(store, source.id, now - HABIT)
    # What came with the very first look is the past, not the habit.
    habit = [moment for moment in first_seen if last_look and moment > min(first_seen) + timedelta(hours=1)]
    scheduled = timedelta(seconds=seconds(source.schedule.every)) / settings.faster
    return is_due(scheduled, habit, last_look, now)


async def take_turn(source: Source, settings: Settings) -> Counts:
    """One turn without Prefect."""
    async with open_turn(source, settings) as turn:
        return await ingest_source(source, turn, lambda stage: stage)


async def take_all(sources: Sequence[Source], settings: Settings, take: TakeTurn) -> Outcome:
    """Every source's turn, a few at a time; one that fails does not stop the others."""
    outcome = Outcome()
    places = asyncio.Semaphore(settings.parallel_sources)

    async def take_one(source: Source) -> None:
        async with places:
            try:
                outcome.counts[source.id] = await take(source, settings)
            except Exception as error:
                log.info("turn of %s failed", source.id, exc_info=True)
                outcome.failed[source.id] = f"{type(error).__name__}: {error}".splitlines()[0]

    await asyncio.gather(*(take_one(source) for source in sources))
    return outcome

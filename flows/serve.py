"""Schedules: one Prefect deployment for each source, from its YAML, and one for each chore."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import EntrypointType, adeploy
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from pydantic import SecretStr

from flows.automations import install
from flows.check import check
from flows.events import events
from flows.ingest import ingest
from flows.recovery import forget_missed, keep_in_order, mark_left_behind, run_again
from flows.reports import reports
from flows.turn import seconds
from flows.upkeep import upkeep
from parsers.records import digest
from parsers.source import Source

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

# A turn that is due while the last one still runs is dropped, not queued: the next one will see it all.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)

CHORES: tuple[tuple[Flow, timedelta], ...] = (
    (check, timedelta(hours=1)),
    (reports, timedelta(days=1)),
    (upkeep, timedelta(days=1)),
    (events, timedelta(days=7)),
)


async def deployment(source: Source, faster: float = 1.0) -> RunnerDeployment:
    """The source's schedule as a deployment; `faster` divides its intervals (for a soak or a demonstration)."""
    return await ingest.ato_deployment(
        name=source.id,
        description=f"{source.name}, {source.homepage}",
        parameters={"source": source.id, "scheduled": True},
        schedule=schedule(source, faster),
        concurrency_limit=ONE_AT_A_TIME,
        tags=["ingest", source.kind, source.country or source.organisation or "international"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def schedule(source: Source, faster: float = 1.0) -> Schedule:
    """When the source is read, in its own time zone."""
    if source.schedule.cron:
        return Cron(source.schedule.cron, timezone=source.timezone)
    every = timedelta(seconds=seconds(source.schedule.every or "1h")) / faster
    return interval(source.id, every, source.timezone)


def interval(name: str, every: timedelta, timezone: str = "UTC") -> Schedule:
    """The same times after each start, at an offset by the name that spreads what has the same interval."""
    offset = int(digest(name), 16) % max(int(every.total_seconds()), 1)
    anchor = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=offset)
    return Interval(every, anchor_date=anchor, timezone=timezone)


async def chore(flow: Flow, every: timedelta) -> RunnerDeployment:
    """One of the CHORES as a deployment, by itself under the flow's name."""
    return await flow.ato_deployment(
        name=flow.name,
        schedule=interval(flow.name, every),
        concurrency_limit=ONE_AT_A_TIME,
        tags=["chore"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def deployments(sources: Sequence[Source], faster: float = 1.0) -> list[RunnerDeployment]:
    """Everything that runs by itself: these sources and the chores."""
    return [
        *[await deployment(source, faster) for source in sources],
        *[await chore(flow, every / faster) for flow, every in CHORES],
    ]


async def serve(
    sources: Sequence[Source], faster: float, at_once: int, alone: bool, notify: SecretStr | None
) -> None:
    """Serve these sources' schedules until interrupted; each run is a process of its own.

    `alone` says that nobody else runs anything of this server's, so that what it thinks is running is not;
    `notify` is where alarms go (see flows.automations).
    """
    left = await mark_left_behind() if alone else set()
    await install(notify)
    runner = Runner(limit=at_once)
    ours = {await runner.aadd_deployment(one) for one in await deployments(sources, faster)}
    await forget_missed()
    await run_again(left & ours)
    keeper = asyncio.create_task(keep_in_order())
    try:
        await runner.start()
    finally:
        keeper.cancel()


async def deploy(
    sources: Sequence[Source], faster: float, pool: str, image: str | None, notify: SecretStr | None
) -> None:
    """Leave these sources' schedules with the server, for whichever worker of the pool is free.

    `image` is what a pool of containers runs; a pool of processes runs what its workers have installed.
    """
    await install(notify)
    await adeploy(
        *await deployments(sources, faster),
        work_pool_name=pool,
        image=image,
        build=False,
        push=False,
        print_next_steps_message=False,
    )

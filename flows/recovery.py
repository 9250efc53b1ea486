"""What was left when something was killed or stood still: runs that nobody runs, places that nobody holds, missed turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Set
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect import Flow, State
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.objects import FlowRun
from prefect.logging import get_logger
from prefect.states import Crashed

from flows.runs import delete, matching, schedules

EVERY = 60.0
# Seconds by which clocks are set right all the time.
SET_BACK = 60.0
LEFT = "Its process ended with the machine or with `dragoman up`; the same turn runs again from the start."
NOT_STARTED = "Nobody has started it since it was handed out; the same turn runs again from the start."
WAITING = {"type": {"any_": ["SCHEDULED"]}}
ACTIVE = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}


async def mark_left_behind() -> set[UUID]:
    """Mark every run that is said to run as crashed; tell of which deployments they were.

    Only for who has just started the server and has not yet started a run.
    """
    async with get_client() as client:
        return await _crash(client, await matching(client, ACTIVE), LEFT)


async def run_again(deployments: set[UUID]) -> None:
    """Run each of these now, once, except those with a turn already due."""
    async with get_client() as client:
        due = {run.deployment_id for run in await matching(client, _due())}
        for deployment in sorted(deployments - due):
            await client.create_flow_run_from_deployment(deployment, tags=["again"])


async def forget_missed(begun: UUID | None = None) -> int:
    """Of the turns of one schedule that are due, keep the newest: it reads all that the others would have.

    Of a schedule of which a turn has begun, none; then no other is looked at. Tells how many it dropped: what fell due
    while the machine was off, no worker was there, or all were too slow.
    """
    which = {**_due(), "deployment_id": {"any_": [str(begun)]}} if begun else _due()
    kept: set[UUID | None] = {begun} if begun else set()
    async with get_client() as client:
        turns = []
        for run in await matching(client, which):
            if run.auto_scheduled and run.deployment_id in kept:
                turns.append(run)
            kept.add(run.deployment_id)
        # One that was begun meanwhile would lose its process the run, and its schedule the place.
        return await delete(client, turns, state=WAITING)


async def catch_up_once(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Prefect calls this when a run of a schedule begins, wherever it runs: it catches up what its schedule has missed."""
    if flow_run.deployment_id and (dropped := await forget_missed(flow_run.deployment_id)):
        get_logger("dragoman").info("%d missed turns are caught up by this one", dropped)


async def give_back(suspects: Set[UUID] = frozenset()) -> set[UUID]:
    """Give back the places of schedules that no run holds, and give up runs that nobody starts, if they were among the
    suspects; tell of those that now are.

    A server that cannot write, as on a full disk, may lose whose place it is, or let a run wait that its runner was told
    had failed; either would drop every later turn. To be called again with what it told: a run may have begun or ended
    while it looked.
    """
    async with get_client() as client:
        held: dict[UUID | None, str] = {
            one.id: one.global_concurrency_limit.name
            for one in await schedules(client)
            if one.global_concurrency_limit and one.global_concurrency_limit.active_slots
        }
        active = {run.id: run for run in await matching(client, ACTIVE)}
        waiting = {run.id for run in active.values() if run.state and run.state.is_pending()}
        given_up = await _crash(client, [active.pop(run) for run in waiting & suspects], NOT_STARTED)
        for run in active.values():
            held.pop(run.deployment_id, None)
        for schedule in (suspects | given_up) & held.keys():
            nobody = GlobalConcurrencyLimitUpdate(active_slots=0)
            await client.update_global_concurrency_limit(held.pop(schedule), nobody)
    await run_again(given_up)
    return {schedule for schedule in held if schedule} | (waiting - suspects)


async def schedule_anew() -> None:
    """Drop the turns that the server wrote down in advance; within a minute it writes new ones."""
    async with get_client() as client:
        turns = [run for run in await matching(client, {"state": WAITING}) if run.auto_scheduled]
        await delete(client, turns, state=WAITING)


async def keep_in_order() -> None:
    """Each minute, until cancelled: give back places, give up what nobody starts; when the clock was set back, schedule anew.

    Else nothing would run until the clock is where it was: the server has turns enough in advance.
    """
    log = get_logger("dragoman")
    suspects: set[UUID] = set()
    ahead = time.time() - time.monotonic()
    while True:
        await asyncio.sleep(EVERY)
        try:
            now_ahead = time.time() - time.monotonic()
            if now_ahead < ahead - SET_BACK:
                log.warning("the clock was set back by %.0f s: all is scheduled anew", ahead - now_ahead)
                await schedule_anew()
            ahead = now_ahead
            suspects = await give_back(suspects)
        except Exception:
            # The server may be starting again; it can be asked in a minute.
            log.warning("runs and places could not be looked at", exc_info=True)


async def _crash(client: PrefectClient, runs: list[FlowRun], message: str) -> set[UUID]:
    """Mark the runs as crashed, whatever the server thinks of them; tell of which deployments they were."""
    for run in runs:
        await client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return {run.deployment_id for run in runs if run.deployment_id}


def _due() -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"state": WAITING, "next_scheduled_start_time": {"before_": now}}

"""What the last `dragoman up` left when it was killed: runs that nobody runs, and turns that were missed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.logging import get_logger
from prefect.states import Crashed

from flows.runs import delete, matching

EVERY = 60.0
LEFT = "Its process ended with the machine or with `dragoman up`; the same turn runs again from the start."
ACTIVE = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}


async def mark_left_behind() -> set[UUID]:
    """Mark every run that is said to run as crashed; tell of which deployments they were.

    Only for who has just started the server and has not yet started a run.
    """
    async with get_client() as client:
        left = await matching(client, ACTIVE)
        for run in left:
            await client.set_flow_run_state(run.id, Crashed(message=LEFT), force=True)
        return {run.deployment_id for run in left if run.deployment_id}


async def run_again(deployments: set[UUID]) -> None:
    """Run each of these now, once, except those with a turn already due."""
    async with get_client() as client:
        due = {run.deployment_id for run in await matching(client, _due())}
        for deployment in sorted(deployments - due):
            await client.create_flow_run_from_deployment(deployment, tags=["again"])


async def forget_missed() -> int:
    """Of the turns of one deployment that are due, keep the newest: it reads all that the others would have.

    Tells how many it dropped: what fell due while the machine was off, slept, or could not keep pace.
    """
    async with get_client() as client:
        newest: dict[UUID | None, FlowRun] = {}
        missed = [
            run
            for run in await matching(client, _due())
            if newest.setdefault(run.deployment_id, run) is not run and run.auto_scheduled
        ]
        return await delete(client, missed)


async def keep_forgetting_missed() -> None:
    """`forget_missed` each minute, until cancelled."""
    log = get_logger("dragoman")
    while True:
        try:
            if dropped := await forget_missed():
                log.info("%d missed turns are caught up by one for each schedule", dropped)
        except Exception:
            # The server may be starting again; the runs are still there in a minute.
            log.warning("missed turns could not be counted", exc_info=True)
        await asyncio.sleep(EVERY)


def _due() -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"state": {"type": {"any_": ["SCHEDULED"]}}, "next_scheduled_start_time": {"before_": now}}

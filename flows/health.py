"""What is wrong, as Prefect events for automations to act on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.checks import Check
from warehouse.health import SourceHealth

DISK_LOW_GB = 2.0
ALARMS = "alarms"
# A source's problem (view source_health) in words.
MEANING = {
    "silent": "nothing new for more than three times its usual gap",
    "drift": "its selectors no longer fit its pages: see `dragoman sources check`",
    "rejects": "at least half of what the last run read could not be used",
    "moved": "a feed, sitemap or listing has moved or gone: put the new address into the source's file",
    "failing": "no request has succeeded for a day",
}


@dataclass(frozen=True)
class Alarm:
    """A Prefect event to be: its name, the resource it is about, and one line for people."""

    event: str
    resource: str
    detail: str


def source_alarms(board: Sequence[SourceHealth]) -> list[Alarm]:
    return [
        Alarm(f"dragoman.source.{problem}", f"dragoman.source.{one.source_id}", MEANING[problem])
        for one in board
        for problem in one.problems
    ]


def check_alarms(checks: Sequence[Check]) -> list[Alarm]:
    return [
        Alarm(
            "dragoman.check.failed",
            f"dragoman.check.{one.name}",
            f"{one.offending} rows do not hold to: {one.meaning} ({', '.join(map(str, one.examples))})",
        )
        for one in checks
        if one.offending
    ]


def conflict_alarms(conflicts: Sequence[tuple[str, str, list[str]]]) -> list[Alarm]:
    return [
        Alarm("dragoman.event.conflict", f"dragoman.event.{event}", f"{title}: {'; '.join(what)}")
        for event, title, what in conflicts
    ]


def disk_alarms(folder: Path) -> list[Alarm]:
    free = shutil.disk_usage(folder).free / 1e9
    if free >= DISK_LOW_GB:
        return []
    return [Alarm("dragoman.disk.low", "dragoman.disk", f"{free:.1f} GB left where {folder.name} is")]


async def run_alarms(since: datetime) -> list[Alarm]:
    """Schedules whose last run to end since then failed or crashed; the check itself tells in other ways."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter
    from prefect.client.schemas.sorting import FlowRunSort

    from flows.runs import matching

    ended = {"end_time": {"after_": since.isoformat()}}
    alarms = []
    async with get_client() as client:
        failed = await matching(client, {**ended, "state": {"type": {"any_": ["FAILED", "CRASHED"]}}})
        for schedule in sorted({run.deployment_id for run in failed if run.deployment_id}):
            of = {**ended, "deployment_id": {"any_": [str(schedule)]}}
            [last] = await client.read_flow_runs(
                flow_run_filter=FlowRunFilter.model_validate(of), sort=FlowRunSort.END_TIME_DESC, limit=1
            )
            if not last.state or not (last.state.is_failed() or last.state.is_crashed()):
                continue
            deployment = await client.read_deployment(schedule)
            if deployment.name != "check":
                about = f"dragoman.schedule.{deployment.name}"
                alarms.append(Alarm("dragoman.run.failed", about, str(last.state.message)))
    return alarms


async def tell(alarms: Sequence[Alarm]) -> None:
    """Send an event for each alarm that is new and, named `<event>.over`, for each that has ended.

    What was wrong before is in the artifact `alarms`, which then shows what is wrong now and since when.
    """
    from prefect.artifacts import Artifact, acreate_table_artifact
    from prefect.events import emit_event

    last = await Artifact.aget(ALARMS)
    before = {(row["event"], row["about"]): row for row in json.loads(str(last.data))} if last else {}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {
            "event": alarm.event,
            "about": alarm.resource,
            "detail": alarm.detail,
            "since": before.get((alarm.event, alarm.resource), {}).get("since", now),
        }
        for alarm in alarms
    ]
    await acreate_table_artifact(rows, key=ALARMS, description="What is wrong now")
    raised = {(alarm.event, alarm.resource): alarm.detail for alarm in alarms}
    over = {
        (f"{event}.over", about): row["detail"]
        for (event, about), row in before.items()
        if (event, about) not in raised
    }
    new = {key: detail for key, detail in raised.items() if key not in before}
    for (event, about), detail in {**new, **over}.items():
        resource = {"prefect.resource.id": about, "prefect.resource.name": about}
        emit_event(event=event, resource=resource, payload={"detail": detail})

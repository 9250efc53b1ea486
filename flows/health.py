"""What is wrong, as Prefect events for automations to act on."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.checks import Check
from warehouse.health import SourceHealth

DISK_LOW_GB = 2.0
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


def disk_alarms(folder: Path) -> list[Alarm]:
    free = shutil.disk_usage(folder).free / 1e9
    if free >= DISK_LOW_GB:
        return []
    return [Alarm("dragoman.disk.low", "dragoman.disk", f"{free:.1f} GB left where {folder.name} is")]


def emit(alarms: Sequence[Alarm]) -> None:
    from prefect.events import emit_event

    for alarm in alarms:
        resource = {"prefect.resource.id": alarm.resource, "prefect.resource.name": alarm.resource}
        emit_event(event=alarm.event, resource=resource, payload={"detail": alarm.detail})

"""The `check` flow: the sources' health board, the data-quality rules, and events for what is wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.artifacts import checks_page, health_page
from flows.errors import DragomanError
from flows.health import check_alarms, conflict_alarms, disk_alarms, run_alarms, source_alarms, tell
from flows.recovery import catch_up_once
from flows.settings import Settings
from flows.turn import new_run_id
from warehouse.checks import check_store
from warehouse.health import conflicting_events, source_health

RECENT = timedelta(days=7)


@flow(name="check", flow_run_name="check", persist_result=False, on_running=[catch_up_once])
async def check(settings: Settings | None = None) -> None:
    """Show how sources and data are. The run fails when a rule does not hold; ill sources only send events."""
    settings = settings or Settings()
    store = await asyncio.to_thread(settings.open_store)
    board = await asyncio.to_thread(source_health, store)
    checks = await asyncio.to_thread(check_store, store, new_run_id("check"))
    await acreate_markdown_artifact(health_page(board, datetime.now(UTC)), key="health")
    await acreate_markdown_artifact(checks_page(checks), key="checks")
    conflicts = await asyncio.to_thread(conflicting_events, store, datetime.now(UTC) - RECENT)
    await tell(
        [
            *source_alarms(board),
            *check_alarms(checks),
            *conflict_alarms(conflicts),
            *disk_alarms(settings.data),
            *await run_alarms(datetime.now(UTC) - RECENT),
        ]
    )
    if broken := [one.name for one in checks if one.offending]:
        raise DragomanError(
            f"checks that do not hold: {', '.join(broken)}; the artifact `checks` has the rows"
        )

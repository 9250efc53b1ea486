"""The `reports` flow: every report as a CSV file, and what is new as the artifact `daily`."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.artifacts import daily_page
from flows.recovery import catch_up_once
from flows.settings import Settings
from warehouse import tables
from warehouse.reports import Answer, run_report
from warehouse.reports import reports as all_reports
from warehouse.store import Store, find_store

NEW = timedelta(days=1)
CHARTED = timedelta(days=28)


@flow(name="reports", flow_run_name="reports", persist_result=False, on_running=[catch_up_once])
async def reports(settings: Settings | None = None) -> list[str]:
    """Write `<data>/reports/<report>.csv` from the published database; give the reports' names."""
    settings = settings or Settings()
    today = datetime.now(UTC).date()
    news, volume = await asyncio.to_thread(
        _ask, find_store(settings.database), settings.data / "reports", today
    )
    await acreate_markdown_artifact(daily_page(today, news, volume), key="daily")
    return list(all_reports())


def _ask(store: Store, folder: Path, today: date) -> tuple[Answer, Answer]:
    """Write every report, all of one published state, and give what `daily` shows of the same."""
    folder.mkdir(parents=True, exist_ok=True)
    with store.read() as connection:
        for name in all_reports():
            _write(run_report(connection, name, {}), folder / f"{name}.csv")
        news = run_report(connection, "news", {"since": today - NEW})
        return news, run_report(connection, "volume", {"since": today - CHARTED})


def _write(answer: Answer, path: Path) -> None:
    """Whole or not at all: somebody may be reading the last one. Cells that a spreadsheet would compute are disarmed."""
    fresh = path.with_suffix(".writing")
    fresh.write_text(tables.as_csv(answer.columns, answer.rows, for_excel=True), "utf-8")
    fresh.replace(path)

"""The `reports` flow: every report as a CSV file, and what is new as the artifact `daily`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.artifacts import daily_page
from flows.settings import Settings
from warehouse import tables
from warehouse.reports import Answer, run_report
from warehouse.reports import reports as all_reports
from warehouse.store import Store, find_store

NEW = timedelta(days=1)
CHARTED = timedelta(days=28)


@flow(name="reports", flow_run_name="reports", persist_result=False)
async def reports(settings: Settings | None = None) -> list[str]:
    """Write `<data>/reports/<report>.csv` from the published database; give the reports' names."""
    settings = settings or Settings()
    store = find_store(settings.database)
    written = await asyncio.to_thread(_write_all, store, settings.data / "reports")
    today = datetime.now(UTC).date()
    with store.read() as connection:
        news = run_report(connection, "news", {"since": today - NEW})
        volume = run_report(connection, "volume", {"since": today - CHARTED})
    await acreate_markdown_artifact(daily_page(today, news, volume), key="daily")
    return written


def _write_all(store: Store, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name in all_reports():
        with store.read() as connection:
            _write(run_report(connection, name, {}), folder / f"{name}.csv")
    return list(all_reports())


def _write(answer: Answer, path: Path) -> None:
    """Whole or not at all: somebody may be reading the last one. Cells that a spreadsheet would compute are disarmed."""
    fresh = path.with_suffix(".writing")
    fresh.write_text(tables.as_csv(answer.columns, answer.rows, for_excel=True), "utf-8")
    fresh.replace(path)

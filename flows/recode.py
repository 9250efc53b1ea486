"""The `recode` flow: stored articles coded again under Prefect, each batch a task, the difference an artifact."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.artifacts import key, recode_page
from flows.ingest import as_task
from flows.progress import show_progress_in_ui
from flows.recoding import recode_articles, scope_of
from flows.settings import Settings


@flow(name="recode", flow_run_name="recode", persist_result=False)
async def recode(
    sources: list[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    from_raw: bool = False,
    make_current: bool = False,
    workers: int | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """Code these articles again (all, where nothing narrows it) and show what changes.

    It becomes the current coding only where told to. None of `workers` means a process for each core.
    """
    settings = settings or Settings()
    scope = await asyncio.to_thread(scope_of, settings, sources, since, until, from_raw)
    with show_progress_in_ui(key("progress", "recode")):
        told = await recode_articles(scope, settings, make_current, workers or os.cpu_count() or 1, as_task)
    await acreate_markdown_artifact(recode_page(told), key="recode")
    return told

"""The `recode` flow: stored articles coded again under Prefect, each batch a task, the difference an artifact."""

from __future__ import annotations

import os
from typing import Any

from prefect import flow
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    aupdate_progress_artifact,
)

from flows.artifacts import recode_page
from flows.ingest import as_task
from flows.recoding import recode_articles
from flows.settings import Settings
from warehouse.recoding import Scope


@flow(name="recode", flow_run_name="recode with {scope.coder_version}", persist_result=False)
async def recode(
    scope: Scope, settings: Settings | None = None, make_current: bool = False, workers: int | None = None
) -> dict[str, Any]:
    """Code the scope again and show what changes; it becomes the current coding only where told to."""
    bar = await acreate_progress_artifact(0.0, key="recode-progress")

    async def show(percent: float) -> None:
        await aupdate_progress_artifact(bar, percent)

    told = await recode_articles(
        scope, settings or Settings(), make_current, workers or os.cpu_count() or 1, as_task, show
    )
    await acreate_markdown_artifact(recode_page(told), key="recode")
    return told

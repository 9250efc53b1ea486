"""Prefect's flow runs: all that match a filter, and the end of some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

# The most that the server gives at once.
PAGE = 200


async def matching(client: PrefectClient, which: dict[str, Any]) -> list[FlowRun]:
    """All runs that the filter (in the API's own words) lets through, newest first."""
    found: list[FlowRun] = []
    while page := await client.read_flow_runs(
        flow_run_filter=FlowRunFilter.model_validate(which),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=PAGE,
        offset=len(found),
    ):
        found += page
    return found


async def delete(client: PrefectClient, runs: Iterable[FlowRun]) -> int:
    """Delete these, with their task runs and logs; tell how many were still there."""
    count = 0
    for run in runs:
        try:
            await client.delete_flow_run(run.id)
        except ObjectNotFound:
            continue
        count += 1
    return count

"""Prefect's flow runs and deployments: all there are, and the end of some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort

# The most that the server gives at once, and deletes.
PAGE, AT_ONCE = 200, 50


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


async def schedules(client: PrefectClient) -> list[DeploymentResponse]:
    """All deployments, with how many of their places are taken."""
    found: list[DeploymentResponse] = []
    while page := await client.read_deployments(limit=PAGE, offset=len(found)):
        found += page
    return found


async def delete(client: PrefectClient, runs: Iterable[FlowRun], **still: dict[str, Any]) -> int:
    """Delete those of these runs that a filter `still` lets through, with their task runs and logs; tell how many."""
    ids, count = [str(run.id) for run in runs], 0
    for start in range(0, len(ids), AT_ONCE):
        asked = {"flow_runs": {**still, "id": {"any_": ids[start : start + AT_ONCE]}}, "limit": AT_ONCE}
        # Its client has no name for this, and does not list the path among those it knows.
        answer = await client.request("POST", "/flow_runs/bulk_delete", json=asked)  # type: ignore[arg-type]
        count += len(answer.json()["deleted"])
    return count

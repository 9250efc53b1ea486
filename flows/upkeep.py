"""The `upkeep` flow: what keeps a year of running small: old log lines, old runs, loose files."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from prefect import flow, get_run_logger
from prefect.client.orchestration import get_client

from flows.recovery import catch_up_once, give_back
from flows.runs import delete, matching
from flows.settings import Settings
from warehouse.lake import LakeStore, tidy
from warehouse.ops import forget_fetches
from warehouse.publish import publish
from warehouse.store import Store

# Within so many seconds what was handed out has begun, a container's image fetched and all.
START = 600.0


@flow(name="upkeep", flow_run_name="upkeep", persist_result=False, on_running=[catch_up_once])
async def upkeep(settings: Settings | None = None) -> dict[str, int]:
    """Forget the fetch log's and Prefect's old lines, join a lake's files, publish; give up runs that nobody starts, for
    where no `dragoman up` does so each minute. Raw pages are never deleted."""
    settings = settings or Settings()
    store = await asyncio.to_thread(settings.open_store)
    oldest = datetime.now(UTC) - timedelta(days=settings.keep_days)
    suspects = await give_back()
    done = {
        "fetches forgotten": await asyncio.to_thread(forget_fetches, store, oldest),
        "flow runs forgotten": await forget_runs(oldest),
    }
    await asyncio.to_thread(_compact, store, settings.keep_days)
    get_run_logger().info("%s", ", ".join(f"{count} {what}" for what, count in done.items()))
    if still := suspects & await give_back():
        await asyncio.sleep(START)
        await give_back(still)
    return done


def _compact(store: Store, keep_days: int) -> None:
    if isinstance(store, LakeStore):
        tidy(store, keep_days)
    # Of a file, publishing makes the checkpoint.
    publish(store)


async def forget_runs(before: datetime) -> int:
    """Delete the server's flow runs that ended before then, with their task runs and logs; tell how many."""
    async with get_client() as client:
        return await delete(client, await matching(client, {"end_time": {"before_": before}}))

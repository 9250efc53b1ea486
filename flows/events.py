"""The `events` flow: all events again from the stored mentions, as each load merges only what it touches.

And what the mentions teach, as the coder gets it from then on.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from prefect import flow, get_run_logger

from flows.recovery import catch_up_once
from flows.settings import Settings
from warehouse.merge import rebuild
from warehouse.publish import publish
from warehouse.review import give


@flow(name="events", flow_run_name="events", persist_result=False, on_running=[catch_up_once])
async def events(settings: Settings | None = None) -> dict[str, int]:
    """Merge every mention anew, give the coder what they teach, publish. The events come out with the ids they had."""
    settings = settings or Settings()
    store = await asyncio.to_thread(settings.open_store)
    counts = asdict(await asyncio.to_thread(rebuild, store))
    given = await asyncio.to_thread(give, store)
    counts |= {"lines accepted": given.reviewed, "lines learned": given.learned}
    await asyncio.to_thread(publish, store)
    get_run_logger().info("%s", ", ".join(f"{count} {what}" for what, count in counts.items()))
    return counts

"""`dragoman deploy`: the schedules, for workers that run elsewhere and longer than this command."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import redirect_stdout
from typing import Annotated

import typer

from flows.catalogue import catalogue, choose
from flows.errors import DragomanError, UsageError
from flows.settings import load_settings


def register(app: typer.Typer) -> None:
    app.command("deploy")(deploy)


def deploy(
    pool: Annotated[str, typer.Option(help="The work pool whose workers take the runs.")] = "dragoman",
    image: Annotated[str | None, typer.Option(help="What a pool of containers runs.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Read the live sources.")] = False,
    faster: Annotated[float, typer.Option(help="Run schedules this many times faster.", min=0.01)] = 1.0,
) -> None:
    """Give the schedules of all sources to the Prefect server at PREFECT_API_URL; a work pool's workers run them."""
    if not os.environ.get("PREFECT_API_URL"):
        raise UsageError("set PREFECT_API_URL to the server's address; for one machine use `dragoman up`")
    settings = load_settings(live=live, faster=faster)
    sources = choose(catalogue(settings), [])
    import httpx
    from prefect.exceptions import PrefectException

    from flows.serve import deploy as register_schedules
    from warehouse.publish import publish

    # So that a new warehouse can be asked before the first turn, and an upgraded one shows its new views.
    publish(settings.open_store())

    try:
        # Prefect's table of what it made goes to stdout, which is for results.
        with redirect_stdout(sys.stderr):
            asyncio.run(register_schedules(sources, faster, pool, image, settings.notify))
    except (PrefectException, httpx.HTTPError, ValueError) as error:
        raise DragomanError(f"pool {pool}: {' '.join(str(error).split())}") from None
    print(json.dumps({"pool": pool, "sources": len(sources)}))

"""`dragoman up`: everything on one machine: server with its UI, schedules, newsroom or live sources."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout

from flows.catalogue import catalogue, choose, with_newsroom
from flows.errors import UsageError
from flows.settings import Settings, load_settings


def register(app: typer.Typer) -> None:
    app.command("up")(up)


def up(
    live: Annotated[bool, typer.Option("--live", help="Read the live sources, not the newsroom.")] = False,
    port: Annotated[int, typer.Option(help="Port of the UI; 0 takes a free one.")] = 4200,
    host: Annotated[
        str, typer.Option(help="Where else to listen; asks for PREFECT_SERVER_API_AUTH_STRING.")
    ] = "127.0.0.1",
    faster: Annotated[float, typer.Option(help="Run schedules this many times faster.", min=0.01)] = 1.0,
    at_once: Annotated[int, typer.Option(help="Flow runs at the same time.", min=1)] = 2,
    db: Annotated[Path | None, typer.Option("--db", help="The database that people open.")] = None,
) -> None:
    """Serve the schedules of all sources and the UI that shows their runs, until Ctrl-C."""
    from flows.server import listen_at, prefect_server

    listen_at(host)
    settings = load_settings(live=live, db=db, faster=faster)
    sources = choose(catalogue(settings), [])
    settings.open_store()
    with ExitStack() as stack:
        stack.enter_context(_alone(settings.data))
        settings = stack.enter_context(with_newsroom(settings))
        others = os.environ.get("PREFECT_API_URL")
        api = stack.enter_context(prefect_server(settings.data / "prefect", port))
        # Each flow run is a process of its own, and reads its settings from the environment.
        os.environ.update(as_environment(settings))
        from flows.serve import serve

        where = f"{api.removesuffix('/api')}"
        print(
            f"dragoman: UI {where}, database {settings.database}, {len(sources)} sources scheduled; Ctrl-C stops",
            file=sys.stderr,
            flush=True,
        )
        asyncio.run(serve(sources, faster, at_once, api != others, settings.notify))


def _alone(data: Path) -> AbstractContextManager:
    """A lock that goes with its process, however that ends: two servers on the same records would undo each other's work."""
    try:
        return FileLock(data / "up.lock").acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"another `dragoman up` serves {data}: stop that one, or name another folder with DRAGOMAN_DATA"
        ) from None


def as_environment(settings: Settings) -> dict[str, str]:
    """The settings that flow runs need as `DRAGOMAN_*` variables, paths made absolute."""
    import json

    dumped = settings.model_dump(mode="json", exclude_none=True, exclude={"notify"})
    for name in ("data", "db", "sources"):
        if name in dumped:
            dumped[name] = str(Path(dumped[name]).absolute())
    return {
        f"DRAGOMAN_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in dumped.items()
    }

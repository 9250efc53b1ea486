"""`dragoman metrics`: numbers for Prometheus over HTTP."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import load_settings


def register(app: typer.Typer) -> None:
    app.command("metrics")(metrics)


def metrics(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 9464,
    db: Annotated[Path | None, typer.Option("--db", help="The database that people open.")] = None,
) -> None:
    """Serve what Prometheus asks for at /metrics, until Ctrl-C."""
    import uvicorn

    from flows.metrics import application

    settings = load_settings(db=db)
    print(f"dragoman: metrics at http://{host}:{port}/metrics; Ctrl-C stops", file=sys.stderr, flush=True)
    uvicorn.run(application(settings), host=host, port=port, log_level="warning")

"""`dragoman run` and `dragoman import`: bring articles in."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.catalogue import catalogue, choose, with_newsroom
from flows.errors import DragomanError, UsageError
from flows.settings import load_settings

Db = Annotated[Path | None, typer.Option("--db", help="The database that people open.")]


def register(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("import")(import_)
    app.command("backfill")(backfill)


def run(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given again.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Read the live sources, not the newsroom.")] = False,
    server: Annotated[bool, typer.Option(help="Record the run in a Prefect server.")] = True,
    db: Db = None,
) -> None:
    """Fetch, parse, code and load every source once, then publish the database."""
    from flows.progress import show_progress
    from flows.summary import print_summary
    from flows.turn import take_all, take_turn
    from warehouse.publish import publish

    settings = load_settings(live=live, db=db)
    sources = choose(catalogue(settings), source or [])
    if idle := [one.id for one in sources if not one.discovery]:
        raise UsageError(
            f"{', '.join(idle)} has no place to look: its pages come by import, backfill or parse"
        )
    store = settings.open_store()
    with ExitStack() as stack:
        take = take_turn
        settings = stack.enter_context(with_newsroom(settings))
        if server:
            from flows.server import prefect_server

            stack.enter_context(prefect_server(settings.data / "prefect"))
            from flows.ingest import take_turn_under_prefect as take
        stack.enter_context(show_progress([one.id for one in sources]))
        outcome = asyncio.run(take_all(sources, settings, take))
    publish(store)
    print_summary(outcome, settings.database)
    counts = {name: asdict(one) for name, one in outcome.counts.items()}
    print(json.dumps({"database": str(settings.database), "sources": counts, "failed": outcome.failed}))
    for name, why in outcome.failed.items():
        print(f"dragoman: source {name} failed: {why}", file=sys.stderr)
    if outcome.failed:
        raise DragomanError(f"{len(outcome.failed)} of {len(sources)} sources failed; the rest is loaded")


def import_(
    paths: Annotated[
        list[str],
        typer.Argument(help="Text, .jsonl and WARC files, folders of them, or a WARC file's address."),
    ],
    source: Annotated[str, typer.Option(help="Source of all these articles, by id.")] = "",
    db: Db = None,
) -> None:
    """Load articles from files: texts that begin with ` date YYYY-MM-DD` and a dateline, JSON lines, or WARC."""
    from flows.importing import import_paths

    outcome = import_paths(paths, source, load_settings(db=db))
    print(json.dumps({"database": str(outcome.database), **asdict(outcome.counts), "errors": outcome.errors}))
    for line in outcome.errors:
        print(f"dragoman: {line}", file=sys.stderr)
    if outcome.errors:
        raise DragomanError(f"{len(outcome.errors)} could not be loaded; the rest is")


def backfill(
    source: Annotated[str, typer.Argument(help="The source, by id.")],
    since: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.", metavar="DATE")
    ],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.", metavar="DATE")],
    server: Annotated[bool, typer.Option(help="Record the run in a Prefect server.")] = True,
    db: Db = None,
) -> None:
    """Load what a live source published in the past, from a web archive. Stopped, it goes on where it was."""
    from flows.backfill import backfill as backfill_flow
    from flows.backfill import take_days
    from flows.progress import show_progress
    from warehouse.publish import publish

    settings = load_settings(live=True, db=db)
    [chosen] = choose(catalogue(settings), [source])
    first, last = since.date(), until.date()
    store = settings.open_store()
    with ExitStack() as stack:
        if server:
            from flows.server import prefect_server

            stack.enter_context(prefect_server(settings.data / "prefect"))
        stack.enter_context(show_progress([source]))
        if server:
            counts = asyncio.run(backfill_flow(source, first, last, settings))
        else:
            counts = asyncio.run(take_days(chosen, first, last, settings, lambda stage: stage))
    publish(store)
    print(json.dumps({"database": str(settings.database), "source": source, **asdict(counts)}))

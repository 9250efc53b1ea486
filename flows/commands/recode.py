"""`dragoman recode`: code stored articles again, see what changes, make it current."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.catalogue import everything_known, require_known
from flows.commands.warehouse import Db, OfSources, PublishedSince, PublishedUntil
from flows.settings import load_settings

CHANGE = ["change", "form", "form_before", "source", "language", "url", "fields", "evidence", "old", "new"]


def register(app: typer.Typer) -> None:
    app.command("recode")(recode)


def recode(
    source: OfSources = None,
    since: PublishedSince = None,
    until: PublishedUntil = None,
    from_raw: Annotated[
        bool, typer.Option("--from-raw", help="Parse the archived pages again, not only code stored texts.")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Make the result the current coding; without it, only report.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that code.")] = os.cpu_count() or 1,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="Write every change here, one a row.", metavar="FILE")
    ] = None,
    server: Annotated[bool, typer.Option(help="Record the run in a Prefect server.")] = True,
    db: Db = None,
) -> None:
    """Code stored articles again and report what changes. Stopped, it goes on where it was.

    Given again with --publish, a report becomes the current coding just as it was reported.
    """
    settings = load_settings(db=db)
    if source:
        require_known(source, everything_known(settings))
    days = (since.date() if since else None, until.date() if until else None)
    with ExitStack() as stack:
        if server:
            from flows.recode import recode as recode_flow
            from flows.server import prefect_server

            stack.enter_context(prefect_server(settings.data / "prefect"))
            told = asyncio.run(recode_flow(source, *days, from_raw, publish, workers, settings))
        else:
            from flows.recoding import recode_articles, scope_of

            scope = scope_of(settings, source, *days, from_raw)
            told = asyncio.run(recode_articles(scope, settings, publish, workers, lambda stage: stage))
    if csv_file:
        from warehouse import tables
        from warehouse.recoding import changes

        rows = [
            [row[column] for column in CHANGE] for row in changes(settings.open_store(), told["recode_id"])
        ]
        csv_file.write_text(tables.as_csv(CHANGE, rows), "utf-8")
    _show(told)
    print(json.dumps(told, ensure_ascii=False))


def _show(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True)
    for name in ("form", "source", "language"):
        table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
        for column in (name, "gained", "lost", "changed"):
            table.add_column(column, justify="left" if column == name else "right")
        for row in told[f"by_{name}"]:
            table.add_row(*(str(row[column]) for column in (name, "gained", "lost", "changed")))
        if table.row_count:
            console.print(table)
    summary = (
        f"{told['articles']} articles coded with {told['coder_version']}, {told['articles_differing']} differ;"
        f" mentions: {told['same']} the same, {told['gained']} gained, {told['lost']} lost,"
        f" {told['changed']} changed; {told['status']}"
    )
    console.print(summary, markup=False, highlight=False, soft_wrap=True)
    if told["status"] == "reported" and told["articles_differing"]:
        console.print("Give the same command with --publish to make this the current coding.", soft_wrap=True)

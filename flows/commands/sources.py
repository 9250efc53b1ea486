"""`dragoman sources`: which there are, whether one works, and a first draft of a new one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.catalogue import catalogue, choose, everything_known, with_newsroom
from flows.commands.warehouse import Format, write_rows
from flows.errors import DragomanError
from flows.settings import load_settings
from parsers.source import Source

COLUMNS = ["id", "name", "country", "kind", "languages", "discovery", "schedule", "active", "verified"]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List the sources, try one, or draft a new one.", invoke_without_command=True)
    group.callback()(sources)
    group.command("check")(check)
    group.command("new")(new)
    app.add_typer(group, name="sources")


def sources(
    context: typer.Context,
    live: Annotated[
        bool, typer.Option("--live", help="The live sources, not the newsroom's outlets.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.table,
) -> None:
    """The sources that a run would read."""
    if context.invoked_subcommand is None:
        listed = catalogue(load_settings(live=live))
        write_rows(COLUMNS, [_row(source) for source in listed.values()], format, excel=False)


def check(
    ids: Annotated[list[str] | None, typer.Argument(help="Sources to try; all if none is given.")] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Try the live sources, not the newsroom's outlets.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option(help="A saved page to read instead of asking the source.")
    ] = None,
    url: Annotated[str, typer.Option(help="Where the saved page was published.")] = "",
    articles: Annotated[int, typer.Option(help="How many of its articles to fetch.", min=1, max=50)] = 2,
) -> None:
    """Try sources: print what is discovered and what each field of their articles is read as, and from where."""
    from flows.trial import try_page, try_source

    settings = load_settings(live=live)
    if page is not None:
        [source] = choose(everything_known(settings), ids or [])[:1]
        print(json.dumps(try_page(source, page, url), ensure_ascii=False, default=str))
        return
    chosen = choose(catalogue(settings), ids or [])
    with with_newsroom(settings) as settings:
        results = [asyncio.run(try_source(source, settings, articles)) for source in chosen]
    for result in results:
        print(json.dumps(result, ensure_ascii=False, default=str))
    failed = [result["source"] for result in results if not result["articles"]]
    if failed:
        raise DragomanError(
            f"no article could be read from {', '.join(failed)}: see `rejects` above for the reasons"
        )


def new(
    url: Annotated[str, typer.Argument(help="The publisher's front page.")],
) -> None:
    """Draft a source file from a publisher's front page: its feeds, sitemaps, name and languages."""
    from flows.trial import draft

    print(asyncio.run(draft(url, load_settings())), end="")


def _row(source: Source) -> tuple[Any, ...]:
    return (
        source.id,
        source.name,
        source.country or source.organisation,
        source.kind,
        " ".join(source.languages),
        " ".join(dict.fromkeys(place.type for place in source.discovery)),
        (source.schedule.cron or source.schedule.every) if source.followed else None,
        source.active,
        source.verified,
    )

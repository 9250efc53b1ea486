"""`dragoman parse` and `dragoman code`: one stage at a time, to look at what it says."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.catalogue import everything_known, recogniser, require_known
from flows.errors import DragomanError
from flows.settings import load_settings
from parsers.records import Article, Page, Unreadable

PARSED = (
    "url", "canonical_url", "title", "text", "lang", "published", "dateline_place", "dateline_date", "author",
    "source", "published_precision", "published_basis", "modified", "dateline_agency", "lead", "section", "tags",
    "captions", "attribution", "alternates", "origins", "flags",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command("parse")(parse)
    app.command("code")(code)


def parse(
    page: Annotated[Path, typer.Argument(help="A saved page, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Where the page was published.")],
    source: Annotated[
        str, typer.Option(help="Source whose selectors to use; found by the URL if left out.")
    ] = "",
) -> None:
    """Print the article of a saved page as JSON."""
    from parsers.page import parse_page

    sources = everything_known(load_settings())
    if source:
        require_known([source], sources)
    found = recogniser(sources)(url, source)
    fetched = Page(url=url, source=found.id if found else "", body=_read(page), fetched_at=datetime.now(UTC))
    try:
        article = parse_page(fetched, found)
    except Unreadable as error:
        raise DragomanError(f"{page}: not an article ({error.reason}): {error.detail}") from None
    print(json.dumps({name: getattr(article, name) for name in PARSED}, ensure_ascii=False, default=str))


def code(
    articles: Annotated[Path, typer.Argument(help="A file of articles, one JSON object a line, or -.")],
) -> None:
    """Print what each article says of defence diplomacy, one JSON line an article."""
    from parsers import coder

    recognise = recogniser(everything_known(load_settings()))
    failed = 0
    for article in _articles(articles):
        if isinstance(article, Unreadable):
            print(f"dragoman: {article.detail}", file=sys.stderr)
            failed += 1
            continue
        coding = coder.code(article, recognise(article.url, article.source))
        print(json.dumps(coder.as_json(article, coding), ensure_ascii=False, default=str))
    if failed:
        raise DragomanError(f"{articles}: {failed} lines could not be read; the others were coded")


def _articles(path: Path) -> Iterator[Article | Unreadable]:
    from parsers.textfile import read_json, read_record

    for number, line in enumerate(_read(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            yield read_record(read_json(line, where), where)
        except Unreadable as error:
            yield error


def _read(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise DragomanError(f"cannot read {path}: {error.strerror}") from None

"""`dragoman compare`: a second coder beside ours, row by row."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.warehouse import Db, OfSources, PublishedSince, PublishedUntil, one_line_errors
from flows.errors import DragomanError
from flows.settings import load_settings

if TYPE_CHECKING:
    from warehouse.proposals import Compared

ROW = [
    "verdict",
    "url",
    "source",
    "language",
    "form_ours",
    "form_theirs",
    "fields",
    "evidence_ours",
    "evidence_theirs",
]


def register(app: typer.Typer) -> None:
    app.command("compare")(compare)


def compare(
    second: Annotated[
        str, typer.Argument(help="The second coder: an entry point of the group dragoman.coders.")
    ],
    source: OfSources = None,
    since: PublishedSince = None,
    until: PublishedUntil = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest so many articles.")] = 100,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time for one article.")] = 60.0,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="Write every row here that they differ on.", metavar="FILE")
    ] = None,
    db: Db = None,
) -> None:
    """Have a second coder read stored articles, show where it differs, and put what it proposes on the review list.

    Nothing it says is counted as an event. What quotes no words of the article is refused, and counted by reason.
    """
    from flows.catalogue import everything_known, require_known
    from flows.second import ask
    from flows.turn import new_run_id
    from parsers import coder
    from warehouse import recoding, review
    from warehouse.load import Batch, load
    from warehouse.proposals import compare_coders, keep_proposals
    from warehouse.publish import publish

    settings = load_settings(db=db)
    sources = everything_known(settings)
    require_known(source or (), sources)
    with one_line_errors():
        store = settings.open_store()
        tenures = review.current(store)
        scope = recoding.Scope(
            coder_version=coder.version(tenures),
            sources=tuple(source or ()),
            since=since.date() if since else None,
            until=until.date() if until else None,
        )
        articles = recoding.articles(store, recoding.missing(store, "", scope)[-limit:])
    asked = [(article, sources.get(article.source)) for article in articles]
    answers = ask(second, asked, seconds)
    told: dict[str, list[Compared]] = {}
    agreed = 0
    for article, known in asked:
        if (theirs := answers.mentions.get(article.article_id)) is not None:
            ours = coder.code(article, known, tenures).mentions
            same, told[article.article_id] = compare_coders(article, ours, theirs)
            agreed += same
    run_id = new_run_id("compare")
    with one_line_errors():
        proposed = keep_proposals(store, second, told)
        load(store, Batch(run_id, run_id, rejects=answers.rejects))
        publish(store)
    rows = [one for found in told.values() for one in found]
    verdicts = Counter(one.verdict for one in rows)
    figures = {
        "coder": second,
        "articles": len(articles),
        "read": len(told),
        "failed": answers.failed,
        "not_asked": len(articles) - answers.asked,
        "agreed": agreed,
        **{name.replace(" ", "_"): verdicts[name] for name in ("only ours", "only theirs", "differs")},
        "fields": dict(Counter(name for one in rows for name in one.fields).most_common()),
        "proposed": proposed,
        "refused": answers.refused,
    }
    if csv_file:
        _write(csv_file, rows)
    _show(figures, rows)
    print(json.dumps(figures, ensure_ascii=False))


def _write(path: Path, rows: list[Compared]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ROW)
            writer.writeheader()
            writer.writerows(_row(one) for one in rows)
    except OSError as error:
        raise DragomanError(f"cannot write {path}: {error.strerror}") from None


def _row(one: Compared) -> dict[str, Any]:
    ours, theirs = one.ours or {}, one.theirs or {}
    return {
        "verdict": one.verdict,
        "url": one.article.url,
        "source": one.article.source,
        "language": one.article.lang,
        "form_ours": ours.get("type"),
        "form_theirs": theirs.get("type"),
        "fields": " ".join(one.fields),
        "evidence_ours": ours.get("evidence"),
        "evidence_theirs": theirs.get("evidence"),
    }


def _show(figures: dict[str, Any], rows: list[Compared]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    columns = ("only ours", "only theirs", "differs")
    for column in ("form", *columns):
        table.add_column(column, justify="left" if column == "form" else "right")
    by_form: dict[str, Counter[str]] = {}
    for one in rows:
        by_form.setdefault((one.ours or one.theirs or {})["type"], Counter())[one.verdict] += 1
    for form, counts in sorted(by_form.items()):
        table.add_row(form, *(str(counts[column]) for column in columns))
    console = Console(stderr=True)
    if rows:
        console.print(table)
    refused = ", ".join(f"{count} {reason}" for reason, count in figures["refused"].items()) or "nothing"
    console.print(
        f"{figures['read']} of {figures['articles']} articles read by {figures['coder']}: {figures['agreed']} rows agreed,"
        f" {figures['proposed']} proposed for review; refused: {refused}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )

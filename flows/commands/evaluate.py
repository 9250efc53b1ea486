"""`dragoman evaluate`: how well the coder agrees with labelled articles."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flows.catalogue import everything_known, recogniser
from flows.errors import DragomanError
from flows.settings import load_settings
from parsers.records import Unreadable


def register(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Labelled articles, one JSON object a line.")],
    errors: Annotated[Path | None, typer.Option(help="Write the errors to this CSV file.")] = None,
    lang: Annotated[str, typer.Option(help="Only these languages, like en,ru.")] = "",
) -> None:
    """Code the articles of GOLD and compare: figures as JSON on stdout, tables to read on stderr."""
    from parsers import coder
    from parsers.coder.evaluation import evaluate as compare
    from parsers.textfile import read_record

    wanted = set(filter(None, lang.split(",")))
    recognise = recogniser(everything_known(load_settings()))
    labelled: list[dict[str, Any]] = []
    coded: list[dict[str, Any]] = []
    for where, record in _records(gold):
        if wanted and record.get("lang") not in wanted:
            continue
        try:
            article = read_record(record, where)
        except Unreadable as error:
            raise DragomanError(f"{where}: not an article ({error.reason}): {error.detail}") from None
        coding = coder.code(article, recognise(article.url, article.source))
        labelled.append(record)
        coded.append(coder.as_json(article, coding))
    result = compare(labelled, coded)
    figures = result.as_dict()
    _print_tables(figures)
    if errors:
        _write(errors, result.errors)
    print(json.dumps(figures, ensure_ascii=False))


def _records(path: Path) -> list[tuple[str, dict[str, Any]]]:
    from parsers.textfile import read_json

    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DragomanError(f"cannot read {path}: {error}") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = read_json(line, where)
        except Unreadable as error:
            raise DragomanError(error.detail) from None
        missing = [name for name in ("text", "lang", "relevant", "events") if name not in record]
        if missing:
            raise DragomanError(
                f"{where}: no label {', '.join(missing)}: is this a file of labelled articles?"
            )
        found.append((where, record))
    return found


def _print_tables(figures: dict[str, Any]) -> None:
    console = Console(stderr=True)
    table = Table(title=f"{figures['articles']} articles")
    for name in ("", "precision", "recall", "F1", "hit", "extra", "missed"):
        table.add_column(name)
    rows = [("relevance", figures["relevance"]), ("events", figures["events"])]
    rows += [(name, figures[name]) for name in ("participants", "persons", "areas")]
    rows += [(f"  {name}", one) for name, one in figures["by_form"].items()]
    rows += [(f"  in {name}", one) for name, one in figures["by_language"].items()]
    for name, one in rows:
        table.add_row(
            name, *(str(one[key]) for key in ("precision", "recall", "f1", "hit", "extra", "missed"))
        )
    console.print(table)
    console.print(f"extra events: {figures['extra_share']:.0%} of those coded; ", end="")
    console.print(f"told as background besides: {figures['told_as_background']}")
    console.print(f"missed for: {figures['partial']}; forms confused: {figures['forms_confused']}")
    for name, one in figures["agreement_of_matched"].items():
        console.print(f"{name}: {one['share']} of {one['of']}")
    for row in figures["calibration"]:
        console.print(f"confidence {row['confidence']}: {row['right']} right of {row['events']}")


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["article", "lang", "kind", "form", "wanted", "coded", "reason"])
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise DragomanError(f"cannot write {path}: {error.strerror}") from None
    print(f"{len(rows)} differences in {path}", file=sys.stderr)

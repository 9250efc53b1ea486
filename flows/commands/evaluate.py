"""`dragoman evaluate`: how well the coder agrees with labelled articles."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from itertools import chain
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
    gold: Annotated[list[Path], typer.Argument(help="Labelled articles, one JSON object a line.")],
    errors: Annotated[Path | None, typer.Option(help="Write the errors to this CSV file.")] = None,
    lang: Annotated[str, typer.Option(help="Only these languages, like en,ru.")] = "",
) -> None:
    """Code the articles of GOLD and compare: figures as JSON on stdout, tables to read on stderr."""
    from parsers import coder
    from parsers.coder.evaluation import AGREEMENTS
    from parsers.coder.evaluation import evaluate as compare
    from parsers.textfile import read_record

    wanted = set(filter(None, lang.split(",")))
    recognise = recogniser(everything_known(load_settings()))
    labelled: list[dict[str, Any]] = []
    coded: list[dict[str, Any]] = []
    for where, record in chain.from_iterable(map(_records, gold)):
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
    _print_tables(figures, AGREEMENTS)
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


def _print_tables(figures: dict[str, Any], agreements: Iterable[str]) -> None:
    scores = [("relevance", figures["relevance"]), ("events", figures["events"])]
    scores += [(name, figures[name]) for name in ("participants", "persons", "areas")]
    scores += [(f"  {name}", one) for name, one in figures["by_form"].items()]
    scores += [(f"  in {name}", one) for name, one in figures["by_language"].items()]
    _print(
        f"{figures['articles']} articles",
        ("", "precision", "recall", "F1", "hit", "extra", "missed"),
        [(name, *_score(one)) for name, one in scores],
    )
    nothing = {"share": "-", "of": 0}
    compared = figures["agreement_of_matched"]
    of_matched = [(name, compared.get(name, nothing)) for name in agreements]
    _print(
        "Of the events that match",
        ("", "right", "compared"),
        [(name, one["share"], one["of"]) for name, one in of_matched],
    )
    _print("Labels missed, by what came nearest", ("", "labels"), figures["partial"].items())
    _print("Forms confused", ("", "times"), figures["forms_confused"].items())
    _print(
        "Calibration",
        ("confidence", "right", "events"),
        [(row["confidence"], row["right"], row["events"]) for row in figures["calibration"]],
    )
    per_thousand = figures["false_events_per_1000_irrelevant"]
    _print(
        "Extra events",
        ("", ""),
        [
            ("part of those coded", f"{figures['extra_share']:.1%}"),
            ("told as background besides, not counted", figures["told_as_background"]),
            ("irrelevant articles", figures["irrelevant"]),
            ("false events in 1,000 of these", "-" if per_thousand is None else per_thousand),
        ],
    )


def _score(counts: dict[str, float | int]) -> tuple[float | int | str, ...]:
    """A dash where there is nothing to take a share of."""
    hit, extra, missed = (counts[name] for name in ("hit", "extra", "missed"))
    return (
        counts["precision"] if hit + extra else "-",
        counts["recall"] if hit + missed else "-",
        counts["f1"] if hit + extra + missed else "-",
        *(hit, extra, missed),
    )


def _print(title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left")
    for row in rows:
        table.add_row(*map(str, row))
    Console(stderr=True).print(title, table, "", highlight=False)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["article", "lang", "kind", "form", "wanted", "coded", "reason"])
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise DragomanError(f"cannot write {path}: {error.strerror}") from None
    print(f"{len(rows)} differences in {path}", file=sys.stderr)

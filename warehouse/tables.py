"""Query results as text: table, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

# What a terminal could take for a command: controls of both kinds, and marks that turn the writing around.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    """Text from outside with its control characters spelled out."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text.replace("\n", " "))


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def as_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> str:
    """A table for the eye; `width` in characters, as wide as needed when None."""
    table = Table(show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell(value))) for value in row))
    out = io.StringIO()
    Console(file=out, width=width or 10_000, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], for_excel: bool = False) -> str:
    """RFC 4180 with LF. `for_excel` puts an apostrophe before what a spreadsheet would compute."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = [cell(value) for value in row]
        writer.writerow([f"'{c}" if for_excel and c.startswith(_FORMULA) else c for c in cells])
    return out.getvalue()


def as_json(value: Any) -> str:
    """JSON with dates as ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_plain_value, indent=1)
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def as_objects(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def as_markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(printable(c).replace("|", "\\|") for c in cells) + " |"

    return "\n".join(
        [line(columns), "|" + " --- |" * len(columns), *(line([cell(v) for v in row]) for row in rows), ""]
    )


def _plain_value(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

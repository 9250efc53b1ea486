"""The closing words of a run, for people, on stderr."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.stages import Counts
from flows.turn import Outcome

TO_TRY = (
    "dragoman report partners --country AZE",
    "dragoman report timeline --country AZE --partner GEO",
    'dragoman sql "SELECT date_start, type, place, evidence FROM mentions ORDER BY date_start"',
)


def print_summary(outcome: Outcome, database: Path | str) -> None:
    console = Console(stderr=True)
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("source")
    for column in fields(Counts):
        table.add_column(column.name, justify="right")
    total = Counts()
    for source, counts in outcome.counts.items():
        total += counts
        table.add_row(source, *_cells(counts))
    table.add_section()
    table.add_row("total", *_cells(total), style="bold")
    console.print(table)
    console.print(f"\nThe database is {database}. Three questions to try:")
    for command in TO_TRY:
        console.print(f"  {command}", markup=False, highlight=False, soft_wrap=True)


def _cells(counts: Counts) -> list[str]:
    return [str(getattr(counts, column.name)) for column in fields(counts)]

"""Reports: SQL files that each answer one question, with a header that says which and how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import StoreError

FOLDER = Path(__file__).parent / "reports"
_HEADER = re.compile(r"^-- (question|parameter|column)(?: (\w+))?(?: (\w+))?: (.+)$")


@dataclass(frozen=True)
class Parameter:
    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Report:
    """One file: `columns` maps each column to its meaning; every parameter may be left out."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: dict[str, str]
    sql: str

    def macro(self) -> str:
        """The report as a table macro `report_<name>` with its parameters, all optional."""
        body = re.sub(r"\$(\w+)", r"\1", self.sql)
        defaults = ", ".join(f"{p.name} := NULL::{p.type}" for p in self.parameters)
        return f"CREATE OR REPLACE MACRO report_{self.name}({defaults}) AS TABLE {body}"


@dataclass(frozen=True)
class Answer:
    """A report's rows with what a reader must know to trust them: as of when, by which coder, how fresh."""

    report: str
    question: str
    parameters: dict[str, Any]
    as_of: datetime | None
    coder_versions: list[str]
    freshness: list[dict[str, Any]]
    columns: list[str]
    rows: list[tuple]


def reports(folder: Path = FOLDER) -> dict[str, Report]:
    """All reports by name."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.sql"))}


def _read(path: Path) -> Report:
    question, parameters, columns, sql = "", [], {}, []
    for line in path.read_text("utf-8").splitlines():
        found = _HEADER.match(line)
        if not found:
            sql.append(line)
            continue
        kind, name, type_, text = found.groups()
        if kind == "question":
            question = text
        elif kind == "parameter":
            parameters.append(Parameter(name, type_, text))
        else:
            columns[name] = text
    return Report(path.stem, question, tuple(parameters), columns, "\n".join(sql).strip())


def run_report(connection: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, Any]) -> Answer:
    """Run a report over an open store. StoreError for an unknown name or a parameter it doesn't have."""
    files = {path.stem: path for path in sorted(FOLDER.glob("*.sql"))}
    if name not in files:
        raise StoreError(f"no report {name!r}; there are: {', '.join(files)}")
    report = _read(files[name])
    asked = {key: value for key, value in given.items() if value is not None}
    takes = [p.name for p in report.parameters]
    for key in asked:
        if key not in takes:
            raise StoreError(f"report {name} takes no {key}; it takes: {', '.join(takes) or 'nothing'}")
    result = connection.execute(report.sql, {key: asked.get(key) for key in takes} or None)
    columns = [column[0] for column in result.description]
    rows = result.fetchall()
    return Answer(name, report.question, asked, *context(connection), columns, rows)


def context(connection: duckdb.DuckDBPyConnection) -> tuple[datetime | None, list[str], list[dict[str, Any]]]:
    """As-of time, coder versions in use, and each source's freshness by its own dates."""
    as_of = connection.execute("SELECT max(published_at) FROM publication").fetchone()
    versions = connection.execute(
        "SELECT DISTINCT coder_version FROM articles WHERE coder_version <> '' ORDER BY coder_version"
    ).fetchall()
    fresh = connection.execute(
        "SELECT source_id, last_published, last_success FROM freshness"
        " WHERE articles > 0 OR last_try IS NOT NULL ORDER BY source_id"
    )
    names = [column[0] for column in fresh.description]
    return (
        as_of[0] if as_of else None,
        [version for (version,) in versions],
        [dict(zip(names, row, strict=True)) for row in fresh.fetchall()],
    )

"""Checks of the data: SQL files that each select the rows for which something untrue was stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from warehouse.sqlfiles import FOLDER
from warehouse.store import Store

EXAMPLES = 5


@dataclass(frozen=True)
class Check:
    """A check's outcome: `meaning` holds where `offending` is 0."""

    name: str
    meaning: str
    offending: int
    examples: list[str]


def check(connection: duckdb.DuckDBPyConnection) -> list[Check]:
    """All checks over an open store."""
    found = []
    for path in sorted((FOLDER / "checks").glob("*.sql")):
        meaning, _, sql = path.read_text("utf-8").partition("\n")
        row = connection.execute(
            f"SELECT count(*), list(x.offending ORDER BY x.offending)[:{EXAMPLES}] FROM ({sql}) AS x"  # noqa: S608
        ).fetchone()
        offending, examples = row or (0, None)
        found.append(Check(path.stem, meaning.removeprefix("-- "), offending, examples or []))
    return found


def check_store(store: Store, run_id: str | None = None) -> list[Check]:
    """All checks over what is loaded; their outcomes go to ops.check_results."""
    with store.write() as connection:
        found = check(connection)
        connection.executemany(
            "INSERT INTO ops.check_results VALUES (?, ?, ?, ?, ?, ?)",
            [[run_id, c.name, c.meaning, c.offending, c.examples, datetime.now(UTC)] for c in found],
        )
    return found

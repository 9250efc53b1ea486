"""Running the SQL files of this package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent


@cache
def text(name: str) -> str:
    """What the file of this package says."""
    return (FOLDER / name).read_text("utf-8")


def run_file(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> None:
    """Run each statement of the file, giving it those of the parameters that it names."""
    given = parameters or {}
    for statement in connection.extract_statements(text(name)):
        named = {key: given[key] for key in statement.named_parameters}
        connection.execute(statement, named or None)

"""What a store offers beside its tables: views, macros, and each report as a macro."""

from __future__ import annotations

import duckdb

from warehouse.reports import reports
from warehouse.sqlfiles import FOLDER


def add_views(connection: duckdb.DuckDBPyConnection, comments: bool = True) -> None:
    """The views. `comments=False` leaves out those on columns, which a lake doesn't keep for views."""
    # The other views build on this one.
    first = FOLDER / "views" / "happened.sql"
    for path in [first, *sorted((FOLDER / "views").glob("*.sql"))]:
        for statement in connection.extract_statements(path.read_text("utf-8")):
            if comments or not statement.query.strip().startswith("COMMENT ON COLUMN"):
                connection.execute(statement)
    if comments:
        _copy_comments(connection, "events", "happened")


def add_macros(connection: duckdb.DuckDBPyConnection, temporary: bool = False) -> None:
    """The macros. `temporary` ones are this connection's: a lake takes a default of NULL for a text."""
    texts = [path.read_text("utf-8") for path in sorted((FOLDER / "macros").glob("*.sql"))]
    for report in reports().values():
        question = report.question.replace("'", "''")
        texts += [report.macro(), f"COMMENT ON MACRO TABLE report_{report.name} IS '{question}'"]
    for text in texts:
        if temporary:
            text = text.partition("COMMENT ON MACRO")[0].replace("REPLACE MACRO", "REPLACE TEMP MACRO", 1)
        if text:
            connection.execute(text)


def _copy_comments(connection: duckdb.DuckDBPyConnection, table: str, view: str) -> None:
    for column, comment in connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? AND comment IS NOT NULL",
        [table],
    ).fetchall():
        text = comment.replace("'", "''")
        connection.execute(f"COMMENT ON COLUMN {view}.{column} IS '{text}'")

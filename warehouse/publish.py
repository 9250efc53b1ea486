"""The copy people open: made beside the old one and put in its place in one step."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import migrations
from warehouse.reports import reports
from warehouse.sqlfiles import FOLDER, run_file
from warehouse.store import FileStore, load_extension, open_file

# The index is built anew each time: some 0.4 s for a thousand texts of 600 words.
INDEXED_TEXTS = 50_000


def publish(store: FileStore, full_text: bool | None = None) -> Path:
    """Put a copy of everything loaded so far in the published place, with views, macros and full-text index.

    `full_text` says whether to build the BM25 index behind `search`; None: if there are no more than
    INDEXED_TEXTS texts. Without it `search` reads the texts themselves.

    Open readers keep the old copy, new ones get the new. Loaders wait only for the plain file copy.
    """
    fresh = store.path.with_name(store.path.name + ".publishing")
    with suppress(FileNotFoundError):
        Path(f"{fresh}.wal").unlink()
    with store.connect() as connection:
        connection.execute("CHECKPOINT")
        shutil.copyfile(store.loader_path, fresh)
    connection = open_file(fresh)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        add_views(connection)
        if full_text is None:
            full_text = _count_texts(connection) <= INDEXED_TEXTS
        if full_text:
            add_full_text(connection)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(store.path)
    folder = os.open(store.path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return store.path


def _count_texts(connection: duckdb.DuckDBPyConnection) -> int:
    counted = connection.execute("SELECT count(*) FROM article_texts").fetchone()
    return counted[0] if counted else 0


def add_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Views, macros and reports, and the time they speak of."""
    connection.execute(
        "CREATE OR REPLACE TABLE publication AS"
        " SELECT ?::TIMESTAMPTZ AS published_at, ?::INTEGER AS schema_version",
        [datetime.now(UTC), migrations.available()[-1].version],
    )
    connection.execute(
        "COMMENT ON TABLE publication IS 'When this copy was made';"
        "COMMENT ON COLUMN publication.published_at IS 'When (UTC): the as-of time of every report';"
        "COMMENT ON COLUMN publication.schema_version IS 'Number of the last migration (ops.schema_version)'"
    )
    # The other views build on this one.
    run_file(connection, "views/happened.sql")
    for folder in ("views", "macros"):
        for path in sorted((FOLDER / folder).glob("*.sql")):
            run_file(connection, f"{folder}/{path.name}")
            if path.stem == "happened":
                _copy_comments(connection, "events", "happened")
    for report in reports().values():
        connection.execute(report.macro())
        question = report.question.replace("'", "''")
        connection.execute(f"COMMENT ON MACRO TABLE report_{report.name} IS '{question}'")


def _copy_comments(connection: duckdb.DuckDBPyConnection, table: str, view: str) -> None:
    for column, comment in connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? AND comment IS NOT NULL",
        [table],
    ).fetchall():
        text = comment.replace("'", "''")
        connection.execute(f"COMMENT ON COLUMN {view}.{column} IS '{text}'")


def add_full_text(connection: duckdb.DuckDBPyConnection) -> None:
    """The BM25 index behind `search`."""
    load_extension(connection, "fts")
    connection.execute((FOLDER / "full_text.sql").read_text("utf-8"))

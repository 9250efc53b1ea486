"""The copy people open: made beside the old one and put in its place in one step."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse import migrations
from warehouse.errors import StoreError
from warehouse.offered import add_macros, add_views
from warehouse.sqlfiles import FOLDER
from warehouse.store import FileStore, Store, load_extension, open_file

# The index is built anew each time: some 0.4 s for a thousand texts of 600 words.
INDEXED_TEXTS = 50_000


def publish(store: Store, full_text: bool | None = None) -> None:
    """Let people see everything loaded so far, with views, macros and reports.

    A lake shows each load by itself: only its views are brought up to date.
    """
    if isinstance(store, FileStore):
        _publish_copy(store, full_text)
    else:
        with store.write() as connection:
            # What a lake shows is what it holds at the moment of asking.
            connection.execute(
                "CREATE OR REPLACE VIEW publication AS"
                f" SELECT now() AS published_at, {migrations.available()[-1].version} AS schema_version"
            )
            add_views(connection, comments=False)


def _publish_copy(store: FileStore, full_text: bool | None) -> None:
    """Put a copy in the published place, with views, macros and full-text index.

    `full_text` says whether to build the BM25 index behind `search`; None: if there are no more than
    INDEXED_TEXTS texts. Without it `search` reads the texts themselves.

    Open readers keep the old copy, new ones get the new. Loaders wait only for the plain file copy.
    """
    fresh = store.path.with_name(store.path.name + ".publishing")
    try:
        # One publisher at a time: the later one must not be overtaken by the earlier one's older copy.
        with FileLock(f"{fresh}.lock", timeout=store.lock_timeout):
            _build(store, fresh, full_text)
    except Timeout:
        raise StoreError(f"{store}: being published by another process; try again later.") from None


def _build(store: FileStore, fresh: Path, full_text: bool | None) -> None:
    with suppress(FileNotFoundError):
        Path(f"{fresh}.wal").unlink()
    with store.connect() as connection:
        connection.execute("CHECKPOINT")
        shutil.copyfile(store.loader_path, fresh)
    connection = open_file(fresh)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        date_copy(connection)
        add_views(connection)
        add_macros(connection)
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


def date_copy(connection: duckdb.DuckDBPyConnection) -> None:
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


def _count_texts(connection: duckdb.DuckDBPyConnection) -> int:
    counted = connection.execute("SELECT count(*) FROM article_texts").fetchone()
    return counted[0] if counted else 0


def add_full_text(connection: duckdb.DuckDBPyConnection) -> None:
    """The BM25 index behind `search`."""
    load_extension(connection, "fts")
    connection.execute((FOLDER / "full_text.sql").read_text("utf-8"))

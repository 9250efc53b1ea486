"""The published tables as files for other tools, each read back and compared before it counts as written."""

# ruff: noqa: S608 (the SQL is put together from our own names)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import StoreError
from warehouse.sqlfiles import FOLDER
from warehouse.store import Store

FORMATS = ("parquet", "csv", "jsonl", "gdelt", "polecat")
# Big tables are parted by year; a row without a date goes to year 0.
YEAR_OF = {
    "articles": "year(published AT TIME ZONE 'UTC')",
    "mentions": "year(date_start)",
    "events": "year(date_start)",
}
TABLES = (
    *("sources", "articles", "article_texts", "article_versions", "article_alternates", "mentions"),
    *(
        "mention_participants",
        "person_sightings",
        "events",
        "event_mentions",
        "event_participants",
        "event_areas",
        "reviews",
        "tenures",
    ),
)
_LONGEST = 100_000_000


@dataclass(frozen=True)
class Exported:
    """One table or layout, as written: `path` is a file, or a folder of `year=YYYY` folders."""

    name: str
    path: Path
    rows: int


def export(store: Store, folder: Path, format: str) -> list[Exported]:
    """Write everything published in the format; StoreError if a file read back differs."""
    folder.mkdir(parents=True, exist_ok=True)
    with store.read(sealed=False) as connection:
        if format in ("gdelt", "polecat"):
            return [_layout(connection, folder, format)]
        return [_table(connection, folder, table, format) for table in TABLES]


def _table(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, format: str) -> Exported:
    columns = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main'"
        " AND database_name = current_database() ORDER BY column_index",
        [table],
    ).fetchall()
    if format == "parquet" and table in YEAR_OF:
        path = folder / table
        query = f"SELECT *, coalesce({YEAR_OF[table]}, 0) AS year FROM {table}"
        options = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year), OVERWRITE true"
        back = f"read_parquet({_literal(f'{path}/*/*.parquet')}, hive_partitioning = true)"
    elif format == "parquet":
        path = folder / f"{table}.parquet"
        query, options = f"SELECT * FROM {table}", "FORMAT parquet, COMPRESSION zstd"
        back = f"read_parquet({_literal(path)})"
    elif format == "csv":
        path = folder / f"{table}.csv"
        # Lists as JSON, for whoever reads them.
        cells = (
            f"to_json({n})::VARCHAR AS {n}" if t.endswith("[]") else f"{n}::VARCHAR AS {n}"
            for n, t in columns
        )
        query, options = (
            f"SELECT {', '.join(cells)} FROM {table}",
            "FORMAT csv, HEADER, FORCE_QUOTE *, NULLSTR ''",
        )
        back = _csv_back(path, ",", '"', True, [n for n, _ in columns])
    else:
        path = folder / f"{table}.jsonl"
        query, options = f"SELECT * FROM {table}", "FORMAT json"
        types = ", ".join(f"{n}: {_literal(t)}" for n, t in columns)
        back = f"read_ndjson({_literal(path)}, columns = {{{types}}}, maximum_object_size = {_LONGEST})"
    return _write(connection, table, path, query, options, back)


def _layout(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> Exported:
    path, header = folder / f"{name}.tsv", name == "polecat"
    query = (FOLDER / "exports" / f"{name}.sql").read_text("utf-8")
    names = [f'"{column[0]}"' for column in connection.execute(query).description]
    # These layouts know no quoting: a tab or a line's end inside a value becomes a space.
    cells = (f"nullif(regexp_replace({n}::VARCHAR, '[\\t\\r\\n]+', ' ', 'g'), '') AS {n}" for n in names)
    options = f"FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE '', HEADER {header}"
    back = _csv_back(path, "\t", "", header, names)
    return _write(connection, name, path, f"SELECT {', '.join(cells)} FROM ({query})", options, back)


def _csv_back(path: Path, delimiter: str, quote: str, header: bool, names: list[str]) -> str:
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({_literal(path)}, delim = '{delimiter}', quote = '{quote}', escape = '{quote}',"
        f" header = {header}, columns = {{{columns}}}, auto_detect = false, allow_quoted_nulls = false,"
        f" max_line_size = {_LONGEST})"
    )


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _write(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, query: str, options: str, back: str
) -> Exported:
    wrote = _sum(connection, query)
    if not wrote[0] and "PARTITION_BY" in options:
        path.mkdir(exist_ok=True)
        return Exported(name, path, 0)
    connection.execute(f"COPY ({query}) TO {_literal(path)} ({options})")
    if _sum(connection, f"SELECT * FROM {back}") != wrote:
        raise StoreError(f"{path}: read back differs from what was written; delete it and export again.")
    return Exported(name, path, wrote[0])


def _sum(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int | None]:
    """Number of rows, and a digest of them that doesn't depend on their order."""
    found = connection.execute(f"SELECT count(*), bit_xor(hash(x::VARCHAR)) FROM ({query}) AS x").fetchone()
    return found or (0, None)

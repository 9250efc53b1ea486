"""Everything of one store into another, empty one, compared row by row: from a file to a lake or back."""

# ruff: noqa: S608 (names of our own tables)

from __future__ import annotations

import duckdb

from warehouse.errors import StoreError
from warehouse.publish import publish
from warehouse.store import Store

_TABLES = """
SELECT t.schema_name || '.' || t.table_name
FROM duckdb_tables() AS t
WHERE t.database_name = current_database() AND t.schema_name IN ('main', 'ops') AND NOT t.temporary
    AND t.table_name NOT IN ('publication', 'schema_version')
ORDER BY 1
"""


def transfer(source: Store, target: Store) -> dict[str, int]:
    """Copy all rows in one transaction, compare, and publish; rows by table.

    Both are brought to this program's schema first. StoreError if the target holds anything or a table
    comes out different; then the target stays empty.
    """
    source.prepare()
    target.prepare()
    with source.connect() as old, target.write() as new:
        tables = [name for (name,) in new.execute(_TABLES).fetchall()]
        for table in tables:
            if _sum(new, table)[0]:
                raise StoreError(f"{target}: already holds rows in {table}; give an empty store to move to.")
        copied = {}
        for table in tables:
            new.register("incoming", old.execute(f"SELECT * FROM {table}").to_arrow_reader())
            new.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
            new.unregister("incoming")
            before, after = _sum(old, table), _sum(new, table)
            if before != after:
                raise StoreError(
                    f"{target}: {table} came out different ({before[0]} rows, {after[0]} copied)."
                )
            copied[table] = after[0]
    publish(target)
    return copied


def _sum(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int | None]:
    """Number of rows, and a digest of them that doesn't depend on their order."""
    # Sorted columns: stores may hold them in another order, as columns get added.
    names = sorted(column[0] for column in connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
    values = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT count(*), bit_xor(hash(x::VARCHAR)) FROM (SELECT {values} FROM {table}) AS x"
    return connection.execute(query).fetchone() or (0, None)

"""Numbered SQL files, forward only, each applied once and never edited after."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import StoreError

FOLDER = Path(__file__).parent / "schema"
LEDGER = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.schema_version (
    version INTEGER NOT NULL, name VARCHAR NOT NULL, checksum VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE ops.schema_version IS 'Migrations applied to this database';
COMMENT ON COLUMN ops.schema_version.version IS 'Number of the migration';
COMMENT ON COLUMN ops.schema_version.name IS 'Its file';
COMMENT ON COLUMN ops.schema_version.checksum IS 'Digest of the file as applied';
COMMENT ON COLUMN ops.schema_version.applied_at IS 'When (UTC)';
"""


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]


def available(folder: Path = FOLDER) -> list[Migration]:
    """All migrations, in order."""
    return [
        Migration(int(p.name[:4]), p.name, p.read_text("utf-8")) for p in sorted(folder.glob("[0-9]*.sql"))
    ]


def applied(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Version → checksum of what the database has; empty for a new one."""
    try:
        rows = connection.execute("SELECT version, checksum FROM ops.schema_version").fetchall()
    except duckdb.CatalogException:
        return {}
    return dict(rows)


def refuse_newer(connection: duckdb.DuckDBPyConnection, where: str, folder: Path = FOLDER) -> None:
    """StoreError if the database was made by a newer program."""
    known = available(folder)[-1].version
    found = max(applied(connection), default=0)
    if found > known:
        raise StoreError(
            f"{where}: made by a newer Dragoman (schema {found}, this one knows {known}); "
            "upgrade Dragoman to use it."
        )


def migrate(
    connection: duckdb.DuckDBPyConnection, where: str, folder: Path = FOLDER, column_compression: bool = True
) -> list[str]:
    """Apply what is missing, all or nothing; the names of the files applied.

    DuckLake knows no compression of single columns: `column_compression=False` leaves the clause out.
    """
    refuse_newer(connection, where, folder)
    before = applied(connection)
    missing = []
    for migration in available(folder):
        if migration.version not in before:
            missing.append(migration)
        elif before[migration.version] != migration.checksum:
            raise StoreError(f"{where}: {migration.name} was changed after it was applied; restore the file.")
    if not missing:
        return []
    connection.execute("BEGIN")
    try:
        connection.execute(LEDGER)
        for migration in missing:
            sql = (
                migration.sql if column_compression else migration.sql.replace(" USING COMPRESSION zstd", "")
            )
            connection.execute(sql)
            connection.execute(
                "INSERT INTO ops.schema_version VALUES (?, ?, ?, ?)",
                [migration.version, migration.name, migration.checksum, datetime.now(UTC)],
            )
        connection.execute("COMMIT")
    except duckdb.Error as error:
        connection.execute("ROLLBACK")
        raise StoreError(f"{where}: {migration.name} failed and nothing was changed ({error})") from None
    return [migration.name for migration in missing]

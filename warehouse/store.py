"""Where the warehouse lives: the loader's file, the published copy people open, and the lock between writers.

`data/warehouse.duckdb` is the published copy. Only publishing replaces it, so a reader never waits for a
loader and never blocks one. Loading happens in `data/warehouse.loader.duckdb` beside it, through short
connections under a lock.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import duckdb
from filelock import FileLock, Timeout

from warehouse import migrations
from warehouse.errors import StoreError

LOCK_TIMEOUT = 60.0


class Store(Protocol):
    """What loading, merging and reading need of a store, wherever it is."""

    def prepare(self) -> None: ...

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...

    def write(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...

    def read(self, sealed: bool = True) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...


@dataclass(frozen=True)
class FileStore:
    """The embedded store: one file that loaders write, one that people read."""

    path: Path
    lock_timeout: float = LOCK_TIMEOUT

    def __str__(self) -> str:
        return str(self.path)

    @property
    def loader_path(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.loader{self.path.suffix or '.duckdb'}")

    @property
    def _holder(self) -> Path:
        return self.loader_path.with_name(self.loader_path.name + ".holder")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writers' lock; StoreError naming the holder if it isn't free in time."""
        lock = FileLock(self.loader_path.with_name(self.loader_path.name + ".lock"))
        try:
            lock.acquire(timeout=self.lock_timeout)
        except Timeout:
            raise StoreError(self._lock_message()) from None
        except OSError as error:
            raise StoreError(f"{self.path.parent}: cannot lock the warehouse ({error.strerror})") from None
        try:
            command = Path(sys.argv[0]).name
            since = datetime.now(UTC).isoformat(timespec="seconds")
            self._holder.write_text(
                f"{command}, process {os.getpid()} on {socket.gethostname()}, since {since}"
            )
            yield
        finally:
            with suppress(OSError):
                self._holder.unlink()
            lock.release()

    def _lock_message(self) -> str:
        try:
            holder = self._holder.read_text()
        except OSError:
            holder = "another process"
        return (
            f"{self.path}: locked for loading by {holder}; waited {self.lock_timeout:g} s. "
            "Wait for it to finish or stop it, then try again; reading needs no lock."
        )

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The loader's file open for writing, under the lock, without a transaction."""
        with self.locked():
            connection = open_file(self.loader_path)
            try:
                connection.execute("SET TimeZone = 'UTC'")
                connection.execute("SET checkpoint_threshold = '512MB'")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction: committed at the end, rolled back on any error."""
        with self.connect() as connection, transaction(connection):
            yield connection

    def prepare(self) -> None:
        """Make the file, or bring it to this program's schema; StoreError when it is newer than that."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.locked():
            if not self.loader_path.exists() and self.path.exists():
                # Somebody kept only the copy: it holds everything, go on from it.
                partial = self.loader_path.with_name(self.loader_path.name + ".partial")
                shutil.copyfile(self.path, partial)
                partial.replace(self.loader_path)
            connection = open_file(self.loader_path)
            try:
                migrations.migrate(connection, str(self.loader_path))
            finally:
                connection.close()

    @contextmanager
    def read(self, sealed: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """The published copy, read-only; sealed, with no way out of it: no files, no network, no settings."""
        if not self.path.exists():
            raise StoreError(
                f"{self.path}: no such database. Load something first (dragoman run), or give --db."
            )
        connection = open_file(self.path, read_only=True)
        try:
            migrations.refuse_newer(connection, str(self.path))
            # Connections of one process to one file share their settings: a second one finds them locked.
            with suppress(duckdb.InvalidInputException):
                connection.execute("SET GLOBAL TimeZone = 'UTC'")
                with suppress(duckdb.Error, ImportError):
                    load_extension(connection, "fts")
                if sealed:
                    connection.execute("SET enable_external_access = false")
                    connection.execute("SET lock_configuration = true")
            yield connection
        finally:
            connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Committed at the end, rolled back on any error."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def find_store(where: Path | str, lock_timeout: float = LOCK_TIMEOUT) -> Store:
    """The store published at a path, or named by a `postgresql://` URL; nothing is opened yet."""
    if urlsplit(str(where)).scheme in ("postgresql", "postgres"):
        from warehouse.lake import LakeStore

        return LakeStore(str(where), lock_timeout)
    return FileStore(Path(where), lock_timeout)


def open_store(where: Path | str, lock_timeout: float = LOCK_TIMEOUT) -> Store:
    """The same, made or migrated as needed; StoreError if it can't be."""
    store = find_store(where, lock_timeout)
    store.prepare()
    return store


def open_file(path: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection, or a StoreError that says in one line why there is none."""
    # New files get zstd for texts: a quarter of the size. An existing file keeps its own format.
    try:
        if read_only:
            connection = duckdb.connect(str(path), read_only=True)
        else:
            connection = duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"})
        size = connection.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchone()
    except duckdb.Error as error:
        raise StoreError(_why_unopened(path, str(error))) from None
    # DuckDB notices a missing end only when a query reaches it.
    if size and size[0] > path.stat().st_size:
        connection.close()
        raise StoreError(_why_unopened(path, "truncated"))
    return connection


def _why_unopened(path: Path, message: str) -> str:
    if "lock on file" in message:
        return f"{path}: another program has it open for writing; close that program and try again."
    if "newer version" in message or "version number" in message:
        return f"{path}: written by a newer DuckDB than {duckdb.__version__}; upgrade Dragoman to open it."
    if path.is_dir():
        return f"{path}: is a folder, not a database."
    broken = ("not a valid DuckDB", "Corrupt", "corrupt", "checksum", "magic bytes", "truncated", "INTERNAL")
    if any(word in message for word in broken):
        return (
            f"{path}: damaged or no DuckDB database. Move it away, then restore a backup, publish again from "
            "the loader's file, or reload from the archive."
        )
    return f"{path}: cannot be opened ({message.splitlines()[0]})"


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension from its Python package; nothing is downloaded."""
    from duckdb_extensions import import_extension

    import_extension(name, con=connection)
    connection.load_extension(name)

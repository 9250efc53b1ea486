"""The scale-out store: the same tables in DuckLake, with a PostgreSQL catalogue and Parquet files.

Named by a URL: `postgresql://user:password@host/database?data_path=/srv/lake`. The data path is needed when the
lake is made, and always for `s3://bucket/prefix/`, with the keys in AWS_ACCESS_KEY_ID and its like. Several processes on several machines may load; an advisory
lock around each transaction keeps two of them from merging the same key at once, which DuckLake does not
notice. Readers take no lock and see each load as soon as it is committed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from urllib.parse import parse_qs, urlsplit, urlunsplit

import duckdb
import psycopg
from psycopg.conninfo import conninfo_to_dict

from warehouse import migrations
from warehouse.errors import StoreError
from warehouse.offered import add_macros
from warehouse.store import LOCK_TIMEOUT, load_extension, transaction

_NUMBERS = count()
LOCK = 0x647261676F6D616E  # "dragoman"; one lake a database
_HOLDER = """
SELECT a.application_name, host(a.client_addr), date_trunc('second', a.backend_start)::text
FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
"""


@dataclass(frozen=True)
class LakeStore:
    """DuckLake over PostgreSQL. `url` may hold a password: it is never shown."""

    url: str = field(repr=False)
    lock_timeout: float = LOCK_TIMEOUT

    def __str__(self) -> str:
        facts = self._facts
        return f"lake {facts.get('dbname', '')} on {facts.get('host', 'this host')}"

    @property
    def _facts(self) -> dict[str, object]:
        parts = urlsplit(self.url)
        return dict(conninfo_to_dict(urlunsplit(parts._replace(query=""))))

    @property
    def _data_path(self) -> str | None:
        return parse_qs(urlsplit(self.url).query).get("data_path", [None])[0]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writers' lock of this lake; StoreError naming the holder if it isn't free in time."""
        name = f"dragoman, process {os.getpid()} on {socket.gethostname()}"[:63]
        try:
            session = psycopg.connect(**self._facts, application_name=name, autocommit=True)  # type: ignore[arg-type]
        except psycopg.OperationalError as error:
            raise StoreError(f"{self}: cannot connect ({' '.join(str(error).split())})") from None
        with session:
            session.execute(
                "SELECT set_config('lock_timeout', %s, false)", [f"{self.lock_timeout * 1000:.0f}ms"]
            )
            try:
                session.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            except psycopg.errors.LockNotAvailable:
                who = session.execute(_HOLDER).fetchone() or ("another process", None, "")
                raise StoreError(
                    f"{self}: locked for loading by {who[0]}, since {who[2]}; waited {self.lock_timeout:g} s."
                    " Wait for it to finish or stop it, then try again; reading needs no lock."
                ) from None
            yield

    def _attach(self, connection: duckdb.DuckDBPyConnection, name: str, read_only: bool = False) -> None:
        facts = " ".join(f"{key}={_libpq(value)}" for key, value in self._facts.items())
        options = ["READ_ONLY"] if read_only else []
        if self._data_path:
            options.append(f"DATA_PATH {_literal(self._data_path)}")
        if (self._data_path or "").startswith("s3://"):
            load_extension(connection, "httpfs")
            connection.execute(_s3_secret(os.environ))
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"ATTACH {_literal('ducklake:postgres:' + facts)} AS {name}"
            + (f" ({', '.join(options)})" if options else "")
        )
        connection.execute(f"USE {name}")

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The lake open for writing, under the lock, without a transaction."""
        name = f"lake{next(_NUMBERS)}"
        with self.locked(), _engine().cursor() as connection:
            try:
                self._attach(connection, name)
                yield connection
            except duckdb.IOException as error:
                raise StoreError(f"{self}: {str(error).splitlines()[0]}") from None
            finally:
                connection.execute("USE memory")
                connection.execute(f"DETACH DATABASE IF EXISTS {name}")

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction: committed at the end, rolled back on any error."""
        with self.connect() as connection, transaction(connection):
            yield connection

    @contextmanager
    def read(self, sealed: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """The lake read-only; sealed, with no way out of it but to its own data files."""
        # Sealing is for a whole engine: a reader has its own.
        with _new_engine() as connection:
            try:
                self._attach(connection, "lake", read_only=True)
            except duckdb.IOException as error:
                raise StoreError(f"{self}: {str(error).splitlines()[0]}") from None
            migrations.refuse_newer(connection, str(self))
            add_macros(connection, temporary=True)
            if sealed:
                where = connection.execute(
                    "SELECT m.value FROM __ducklake_metadata_lake.ducklake_metadata AS m WHERE m.key = 'data_path'"
                ).fetchone()
                connection.execute(f"SET allowed_directories = [{_literal(where[0] if where else '')}]")
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
            yield connection

    def prepare(self) -> None:
        """Make the lake's tables, or bring them to this program's schema."""
        with self.connect() as connection:
            migrations.migrate(connection, str(self), column_compression=False)


def tidy(store: LakeStore, keep_days: int = 30) -> None:
    """Join small files, forget snapshots older than that, and delete the files nothing needs any more."""
    with store.connect() as connection:
        found = connection.execute("SELECT current_database()").fetchone()
        lake = _literal(found[0] if found else "")
        past = f"older_than => now() - INTERVAL {int(keep_days)} DAY"
        connection.execute(f"CALL ducklake_merge_adjacent_files({lake})")
        connection.execute(f"CALL ducklake_expire_snapshots({lake}, {past})")
        connection.execute(f"CALL ducklake_cleanup_old_files({lake}, cleanup_all => true)")
        connection.execute(
            f"CALL ducklake_delete_orphaned_files({lake}, older_than => now() - INTERVAL 1 DAY)"
        )


def _new_engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    for name in ("ducklake", "postgres_scanner"):
        load_extension(engine, name)
    return engine


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One for all writing of this process: loading its extensions takes longer than a small load."""
    return _new_engine()


def _s3_secret(environment: Mapping[str, str]) -> str:
    """Access to the bucket from the usual AWS_* variables; an endpoint of one's own is addressed by path."""
    parts = ["TYPE s3"]
    for option, variable in (
        ("KEY_ID", "AWS_ACCESS_KEY_ID"),
        ("SECRET", "AWS_SECRET_ACCESS_KEY"),
        ("SESSION_TOKEN", "AWS_SESSION_TOKEN"),
        ("REGION", "AWS_REGION"),
    ):
        if environment.get(variable):
            parts.append(f"{option} {_literal(environment[variable])}")
    if endpoint := environment.get("AWS_ENDPOINT_URL"):
        address = urlsplit(endpoint)
        parts += [f"ENDPOINT {_literal(address.netloc)}", "URL_STYLE 'path'"]
        parts.append(f"USE_SSL {str(address.scheme == 'https').lower()}")
    return f"CREATE OR REPLACE SECRET ({', '.join(parts)})"


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _libpq(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"

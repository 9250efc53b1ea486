"""However large Prefect's SQLite grows, its server does not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.conftest import ROOT

MEGABYTE = 1 << 20
# As Prefect opens its connections, each of which reads the whole database.
READ = """
import sqlite3, sys, psutil
from flows import server
if sys.argv[2] == "bound":
    server.bound_sqlite()
before = psutil.Process().memory_info().rss
connections = [sqlite3.connect(sys.argv[1]) for _ in range(4)]
for one in connections:
    one.execute("PRAGMA cache_size = 20000")
    one.execute("SELECT count(*) FROM kept WHERE length(run || 'x') = 0").fetchall()
print(psutil.Process().memory_info().rss - before)
"""


def test_all_connections_together_keep_no_more_than_was_said(tmp_path: Path):
    from flows.server import SQLITE_CACHE

    path = tmp_path / "prefect.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE kept (run BLOB)")
        connection.executemany("INSERT INTO kept VALUES (randomblob(2000))", ((),) * 20_000)

    def grown(how: str) -> int:
        command = [sys.executable, "-c", READ, path, how]
        return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)

    assert grown("as it is") > 100 * MEGABYTE, "else there is nothing to bound"
    assert grown("bound") < SQLITE_CACHE + 15 * MEGABYTE

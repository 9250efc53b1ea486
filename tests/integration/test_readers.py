"""Nobody waits for, or breaks, the loader; and the loader breaks nobody."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from tests.reading import watch
from tests.warehouse_samples import article, batch, coding, mention
from warehouse.errors import StoreError
from warehouse.load import load
from warehouse.publish import publish
from warehouse.store import open_store


@pytest.mark.slow
def test_reports_run_while_a_loader_loads_and_publishes(tmp_path):
    seen, batches, _ = watch(str(tmp_path / "warehouse.duckdb"), seconds=3, readers=2)
    assert batches > 0 and all(one.queries > 0 for one in seen)


def test_an_open_reader_keeps_its_copy_and_a_new_one_sees_the_new(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    publish(store)
    with duckdb.connect(str(store.path), read_only=True) as early:
        load(store, batch((article(), coding(mention()))))
        publish(store)
        assert early.execute("SELECT count(*) FROM events").fetchone() == (0,)
        # In a process the file is open once; another name shows what a newcomer gets.
        link = tmp_path / "newcomer.duckdb"
        link.hardlink_to(store.path)
        with duckdb.connect(str(link), read_only=True) as late:
            assert late.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_two_readers_in_one_process_are_both_sealed(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    load(store, batch((article(), coding(mention()))))
    publish(store)
    with store.read() as one, store.read() as other:
        for connection in (one, other):
            assert connection.execute("SELECT count(*) FROM search('tells')").fetchone() == (1,)
            assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)
            with pytest.raises(duckdb.Error):
                connection.execute("SELECT * FROM read_csv('/etc/passwd')")


def test_publishing_at_once_leaves_a_whole_copy(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    load(store, batch((article(), coding(mention()))))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(publish, [store] * 3))
    with store.read() as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_file_that_another_program_writes_is_said_in_one_line(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    publish(store)
    script = f"import duckdb; c = duckdb.connect({str(store.path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        with (
            pytest.raises(StoreError, match="another program has it open for writing; close that"),
            store.read(),
        ):
            pass
        # Nor does it keep anybody from publishing.
        publish(store)
        with store.read() as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)
        other.communicate("\n", timeout=20)

"""The scale-out store behind the same functions: a lake on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from flows.commands import warehouse as commands
from tests.killing import check, kill_loop
from tests.warehouse_samples import article, batch, coding, mention, party
from warehouse.errors import StoreError
from warehouse.lake import tidy
from warehouse.load import load
from warehouse.publish import publish
from warehouse.reports import reports, run_report
from warehouse.store import find_store, open_store

pytestmark = pytest.mark.postgres
app = typer.Typer()
commands.register(app)


def fill(store):
    people = (
        party("AZE", role="host", person="Zakir Hasanov"),
        party("GEO", role="guest", person="Levan Izoria"),
    )
    told = []
    for number, source in enumerate(["agency", "wire", "paper"]):
        visit = mention(1, type="OFFICIAL_VISIT")
        meeting = mention(2, participants=people, parent=1, areas=("medicine",))
        realis = "planned" if number else "occurred"
        drill = mention(3, type="JOINT_EXERCISE", parties="AZE GEO TUR", realis=realis)
        told.append((article(source, number), coding(visit, meeting, drill)))
    load(store, batch(*told))
    publish(store)


@pytest.mark.slow
def test_every_report_answers_the_same_from_a_file_and_from_a_lake(tmp_path, lake_url):
    file, lake = open_store(tmp_path / "warehouse.duckdb"), open_store(lake_url)
    for one in (file, lake):
        fill(one)
    with file.read() as ours, lake.read() as theirs:
        for name in reports():
            answer = run_report(theirs, name, {})
            assert answer.rows == run_report(ours, name, {}).rows, name
            assert theirs.execute(f"SELECT * FROM report_{name}()").fetchall() == answer.rows, name
        assert theirs.execute("SELECT count(*) FROM search('tells of it')").fetchone() == (3,)


def test_commands_read_the_lake_that_the_setting_names(lake_url):
    fill(open_store(lake_url))
    run = CliRunner().invoke(
        app, ["report", "partners", "--country", "AZE", "--format", "json"], env={"DRAGOMAN_STORE": lake_url}
    )
    assert [row["partner"] for row in json.loads(run.stdout)["rows"]] == ["GEO", "TUR"]


def test_a_sealed_lake_leads_nowhere_else(lake_url):
    store = open_store(lake_url)
    fill(store)
    with store.read() as connection:
        for query in (
            "DELETE FROM lake.main.events",
            "SELECT * FROM read_csv('/etc/passwd')",
            "ATTACH '/tmp/other.duckdb'",
            "COPY events TO '/tmp/out.csv'",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)


@pytest.mark.slow
def test_moving_to_a_lake_and_back_loses_nothing(tmp_path, lake_url):
    first, last = tmp_path / "first.duckdb", tmp_path / "last.duckdb"
    fill(open_store(first))
    for source, target in ((first, lake_url), (lake_url, last)):
        run = CliRunner().invoke(app, ["migrate-store", str(source), str(target)])
        assert run.exit_code == 0, run.output
        assert {r["table"]: r["rows"] for r in json.loads(run.stdout)}["main.mentions"] == 9
    with duckdb.connect(str(first)) as connection:
        connection.execute(f"ATTACH '{last}' AS back (READ_ONLY)")
        for table in ("articles", "article_texts", "mentions", "events", "event_mentions", "ops.batches"):
            left = connection.execute(f"FROM {table} EXCEPT ALL FROM back.{table}").fetchall()
            assert left == connection.execute(f"FROM back.{table} EXCEPT ALL FROM {table}").fetchall() == []
    again = CliRunner().invoke(app, ["migrate-store", str(first), str(last)])
    assert again.exit_code == 1 and "already holds rows" in again.stderr


def test_tidying_keeps_every_row(lake_url):
    store = open_store(lake_url)
    fill(store)
    tidy(store, keep_days=0)
    with store.read() as connection:
        assert connection.execute("SELECT count(*), sum(mentions) FROM events").fetchone() == (3, 9)


def test_an_unreachable_server_is_said_in_one_line_without_the_password():
    store = find_store("postgresql://someone:secret@127.0.0.1:1/nowhere", lock_timeout=1)
    with (
        pytest.raises(StoreError, match=r"lake nowhere on 127\.0\.0\.1: cannot connect") as caught,
        store.connect(),
    ):
        pass
    assert "secret" not in str(caught.value) and "secret" not in repr(store)


@pytest.mark.kill
def test_killed_at_random_instants_nothing_is_lost_doubled_or_halved(lake_url):
    open_store(lake_url)
    assert kill_loop(lake_url, kills=2).batches >= 0


@pytest.mark.slow
def test_several_writers_at_once_lose_and_double_nothing(lake_url):
    store = open_store(lake_url, lock_timeout=100)
    # Two loaders bring the same batches, a third one others.
    names = ["same", "same", "other"]
    loaders = [
        subprocess.Popen([sys.executable, "-m", "tests.killing", "--work", lake_url, name, "2"])
        for name in names
    ]
    assert [loader.wait(120) for loader in loaders] == [0, 0, 0]
    assert check(store).batches == 4

"""`dragoman run` over the bundled newsroom: pages in, coded rows out, once and only once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time

import pytest

from tests.conftest import Dragoman, last_json

TABLES = (
    "articles", "article_texts", "article_versions", "mentions", "mention_participants", "events",
    "event_participants", "event_areas", "event_mentions", "instruments",
)  # fmt: skip


def contents(dragoman: Dragoman) -> dict[str, list]:
    """Every row of the tables analysts read, without the columns that say when it was loaded and by what."""
    found = {}
    for table in TABLES:
        columns = [
            name
            for name, *_ in dragoman.rows(f"DESCRIBE {table}")
            if not name.endswith(("_at", "batch_id", "run_id")) and not name.startswith("archive_")
        ]
        found[table] = dragoman.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL")
    return found


def test_a_run_fills_the_warehouse_and_says_what_it_did(loaded: Dragoman):
    summary = last_json((loaded.folder / "summary.json").read_text())
    assert summary["failed"] == {}
    assert len(summary["sources"]) == 8
    for counts in summary["sources"].values():
        assert counts["fetched"] + counts["unchanged"] <= counts["found"]
        assert counts["coded"] <= counts["relevant"] <= counts["parsed"] <= counts["fetched"]
    assert loaded.rows("SELECT count(*) FROM events")[0][0] > 20
    assert loaded.rows("SELECT count(*) FROM ops.rejects")[0][0] >= 2


def test_every_mention_quotes_its_article(loaded: Dragoman):
    wrong = loaded.rows(
        """
        SELECT mention_id FROM mentions JOIN articles USING (article_id) JOIN article_texts USING (content_hash)
        WHERE evidence IS NULL OR evidence <> body[span_start + 1 : span_end]
        """
    )
    assert wrong == []


def test_one_event_is_one_event_however_many_outlets_tell_it(loaded: Dragoman):
    [(articles, outlets)] = loaded.rows(
        """
        SELECT count(DISTINCT articles.article_id), count(DISTINCT source_id)
        FROM events JOIN event_mentions USING (event_id)
        JOIN articles ON articles.article_id = event_mentions.article_id
        WHERE events.type = 'INSTRUMENT_SIGNED' AND events.date_start = DATE '2018-03-09'
        """
    )
    assert articles >= 3
    assert outlets >= 3


@pytest.mark.slow
def test_running_again_changes_no_row_and_fetches_no_body(dragoman: Dragoman):
    assert dragoman("run", "--no-server").returncode == 0
    before = contents(dragoman)
    again = dragoman("run", "--no-server")
    assert again.returncode == 0
    assert contents(dragoman) == before
    assert sum(counts["fetched"] for counts in last_json(again.stdout)["sources"].values()) == 0


@pytest.mark.kill
def test_killed_halfway_and_run_again_gives_the_same_rows(dragoman: Dragoman, loaded: Dragoman):
    for delay in (2.0, 4.0, 6.0):
        process = subprocess.Popen(
            dragoman.command("run", "--no-server"),
            cwd=dragoman.folder,
            env=dragoman.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert dragoman("run", "--no-server").returncode == 0
    assert contents(dragoman) == contents(loaded)


@pytest.mark.prefect
def test_under_prefect_each_source_is_a_flow_run_and_each_batch_of_a_stage_a_task_run(dragoman: Dragoman):
    result = dragoman("run", "--source", "alliance", "--source", "araz")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(dragoman.folder / "data" / "prefect" / "prefect.db") as server:
        runs = server.execute("SELECT name, state_type FROM flow_run").fetchall()
        tasks = server.execute("SELECT state_type, count(*) FROM task_run GROUP BY 1").fetchall()
    assert {state for _, state in runs} == {"COMPLETED"}
    assert sorted(name.split()[0] for name, _ in runs) == ["alliance", "araz"]
    assert [state for state, _ in tasks] == ["COMPLETED"]
    assert tasks[0][1] >= 8

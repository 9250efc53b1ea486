"""Loading: once, whole, and with every version kept."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers.records import FetchRecord, Reject
from tests.warehouse_samples import article, batch, coding, mention
from warehouse.errors import StoreError
from warehouse.load import load
from warehouse.merge import rebuild
from warehouse.ops import finish_run, known, start_run, validators

TABLES = (
    *(
        "articles",
        "article_texts",
        "article_versions",
        "mentions",
        "mention_participants",
        "person_sightings",
    ),
    *("events", "event_mentions", "event_participants", "event_areas", "ops.mention_keys"),
)


def ask(store, query):
    with store.write() as connection:
        return connection.execute(query).fetchall()


def everything(store):
    with store.write() as connection:
        return {t: sorted(connection.execute(f"SELECT * FROM {t}").fetchall(), key=str) for t in TABLES}


def test_a_batch_tried_again_is_skipped(store):
    first = load(store, batch((article(), coding(mention()))))
    before = everything(store)
    again = load(store, batch((article(), coding(mention()))))
    assert (again.already_loaded, again.mentions) == (True, first.mentions) == (True, 1)
    assert everything(store) == before


def test_the_same_articles_in_another_batch_change_no_row(store):
    load(store, batch((article(archive_offset=1), coding(mention()))))
    before = everything(store)
    counts = load(store, batch((article(archive_offset=2), coding(mention())), id="batch-2"))
    assert (counts.articles, counts.articles_new, counts.articles_changed) == (1, 0, 0)
    assert everything(store) == before


def test_one_article_twice_in_a_batch_is_one_row_as_last_read(store):
    load(store, batch((article(author="a"), coding()), (article(author="b"), coding())))
    assert ask(store, "SELECT author FROM articles") == [("b",)]


def test_a_changed_text_becomes_a_version_that_says_what_changed(store):
    load(store, batch((article(text="They met in Baku on Friday"), coding(mention()))))
    load(
        store,
        batch((article(text="They met in Baku on Friday, officials said"), coding(mention())), id="batch-2"),
    )
    assert ask(
        store, "SELECT version, changed, words_added, words_removed FROM article_versions ORDER BY version"
    ) == [(1, [], None, None), (2, ["text"], 3, 1)]
    assert ask(store, "SELECT version FROM articles") == [(2,)]
    assert ask(store, "SELECT count(*) FROM article_texts") == [(2,)]


def test_coding_an_article_again_replaces_what_it_said(store):
    load(store, batch((article(), coding(mention(1), mention(2, type="CEREMONY")))))
    load(store, batch((article(), coding(mention(1, parties="AZE TUR"))), id="batch-2"))
    assert ask(store, "SELECT type, parties FROM events") == [("HIGH_LEVEL_MEETING", ["AZE", "TUR"])]
    assert ask(store, "SELECT count(*) FROM mentions") == [(1,)]
    assert ask(store, "SELECT count(*) FROM article_versions") == [(1,)]


def test_what_happens_during_a_visit_keeps_it_as_parent(store):
    visit = mention(1, type="OFFICIAL_VISIT")
    load(store, batch((article(), coding(visit, mention(2, parent=1)))))
    query = "SELECT p.type FROM events AS e JOIN events AS p ON p.event_id = e.parent_event_id"
    assert ask(store, query) == [("OFFICIAL_VISIT",)]
    # A more precise report renames the visit; what happened during it follows.
    longer = replace(visit, date_start=DAY_BEFORE, date_end=visit.date_start, date_precision="range")
    load(store, batch((article("wire"), coding(longer)), id="batch-2"))
    assert ask(store, query) == [("OFFICIAL_VISIT",)]
    assert ask(store, "SELECT count(*) FROM events") == [(2,)]


DAY_BEFORE = datetime(2018, 3, 8, tzinfo=UTC).date()


def test_rebuilding_gives_the_same_events(store):
    load(store, batch((article(), coding(mention(1), mention(2, type="CEREMONY", parent=1)))))
    load(store, batch((article("wire"), coding(mention(1, place="Baku"))), id="batch-2"))
    before = everything(store)
    rebuild(store)
    assert everything(store) == before


def test_fetches_and_rejects_are_kept_with_the_batch(store):
    now = datetime(2018, 3, 9, tzinfo=UTC)
    fetched = FetchRecord("http://a.test/1", "agency", "article", "new", now, etag='"x"', digest="d")
    reject = Reject("parse", "empty", "no text", "agency", "http://a.test/1")
    load(store, batch(fetches=[fetched], rejects=[reject, reject]))
    load(store, batch(rejects=[reject], id="batch-2"))
    assert validators(store, "agency")["http://a.test/1"].etag == '"x"'
    assert ask(store, "SELECT reason, times FROM ops.rejects") == [("empty", 2)]


def test_known_versions_by_address(store):
    one = article()
    load(store, batch((one, coding())))
    assert known(store, "agency") == {one.canonical_url: one.content_hash}


def test_runs_are_recorded(store):
    start_run(store, "run-1", "ingest", {"live": False})
    finish_run(store, "run-1", "completed", {"articles": 3})
    assert ask(store, "SELECT status, counts->>'articles' FROM ops.runs") == [("completed", "3")]


def _hold(store, ready, done):
    with store.connect():
        ready.set()
        done.wait(20)


def test_a_held_lock_is_named(store):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(store, ready, done))
    holder.start()
    try:
        assert ready.wait(20)
        with pytest.raises(StoreError, match=f"locked for loading by .*process {holder.pid}.*try again"):
            load(replace(store, lock_timeout=0.2), batch())
    finally:
        done.set()
        holder.join(20)
    load(store, batch())


def test_an_error_rolls_the_whole_batch_back(store):
    broken = (article(), replace(coding(mention()), score="not a number"))
    with pytest.raises(Exception, match="not a number"):
        load(store, batch(broken, rejects=[Reject("parse", "x", "y")]))
    assert ask(store, "SELECT count(*) FROM ops.rejects") == [(0,)]
    assert ask(store, "SELECT count(*) FROM ops.batches") == [(0,)]

"""Checks find what was stored untrue, and nothing in what loading stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.records import Evidence
from tests.warehouse_samples import article, batch, coding, mention
from warehouse.checks import check_store
from warehouse.load import load
from warehouse.publish import publish
from warehouse.store import open_store

TEXT = "Əvvəlcə 🎖 görüşdülər. They met in Baku. Then they parted."


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    start = TEXT.index("They")
    evidence = Evidence(1, start, start + 18, TEXT[start : start + 18])
    met = replace(mention(), evidence=evidence)
    load(
        store,
        batch(
            (
                article(text=TEXT),
                coding(replace(met, type="OFFICIAL_VISIT"), replace(met, number=2, parent=1)),
            )
        ),
    )
    return store


def test_what_loading_stores_is_sound(store):
    assert [c for c in check_store(store, "run-1") if c.offending] == []
    with store.write() as connection:
        assert connection.execute("SELECT count(*), sum(offending) FROM ops.check_results").fetchone() == (
            7,
            0,
        )


@pytest.mark.parametrize(
    ("damage", "found_by"),
    [
        ("UPDATE mentions SET span_start = span_start + 1", "evidence_in_text"),
        ("INSERT INTO articles SELECT * FROM articles", "keys_unique"),
        ("DELETE FROM event_mentions", "mentions_in_one_event"),
        ("DELETE FROM event_mentions", "events_have_mentions"),
        ("UPDATE events SET parent_event_id = event_id", "parents_exist"),
        ("DELETE FROM article_texts", "versions_complete"),
        ("UPDATE events SET date_start = '2030-01-01'", "dates_plausible"),
    ],
)
def test_each_check_finds_its_damage(store, damage, found_by):
    with store.write() as connection:
        connection.execute(damage)
    assert found_by in {c.name for c in check_store(store) if c.offending and c.examples}


def test_macros_answer_in_the_published_file(store):
    publish(store)
    with store.read() as connection:

        def ask(query):
            return connection.execute(query).fetchall()

        assert len(ask("SELECT * FROM events_between('aze', 'geo', '2018-01-01', '2018-12-31')")) == 2
        assert ask("SELECT * FROM events_between('AZE', 'GEO', since := '2019-01-01')") == []
        assert ask("SELECT partner, events FROM partners('AZE')") == [("GEO", 2)]
        assert [row[0] for row in ask("SELECT type FROM timeline('GEO')")] == [
            "OFFICIAL_VISIT",
            "HIGH_LEVEL_MEETING",
        ]
        ((visit,),) = ask("SELECT event_id FROM events WHERE type = 'OFFICIAL_VISIT'")
        assert ask(f"SELECT evidence, url FROM evidence('{visit}')") == [
            ("They met in Baku. ", "http://agency.test/1")
        ]
        for words in ("baku met", "görüşdülər"):
            assert ask(f"SELECT source_id, title FROM search('{words}')") == [("agency", "Headline 1")]
        assert ask("SELECT * FROM search('nowhere')") == []


def test_search_without_the_index_reads_the_texts(store):
    publish(store, full_text=False)
    with store.read() as connection:
        query = "SELECT source_id, title FROM search('MET baku')"
        assert connection.execute(query).fetchall() == [("agency", "Headline 1")]
        assert connection.execute("SELECT * FROM search('baku nowhere')").fetchall() == []

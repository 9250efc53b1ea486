"""Batches in any order and any cut give the same events and ids, and so does a rebuild."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse_samples import DAY, article, batch, coding, mention, party
from warehouse.load import load
from warehouse.merge import rebuild
from warehouse.store import open_store

SEEN = ("events", "event_mentions", "event_participants", "event_areas")


@st.composite
def a_mention(draw, number):
    start = DAY + timedelta(days=draw(st.integers(0, 6)))
    dating = draw(
        st.sampled_from(
            [
                {"date_start": start},
                {"date_start": start, "date_end": start + timedelta(2), "date_precision": "range"},
                {"date_start": start, "date_basis": "publication"},
                {"date_start": start.replace(day=1), "date_precision": "month"},
                {"date_start": start.replace(day=1, month=1), "date_precision": "year"},
                {"date_start": None},
            ]
        )
    )
    person = draw(st.sampled_from([None, "Zakir Hasanov", "Ilham Aliyev"]))
    others = draw(st.sampled_from([["GEO"], ["TUR"], ["GEO", "TUR"], ["GEO", "TUR", "NATO"]]))
    return mention(
        number,
        participants=(party("AZE", person=person), *(party(code) for code in others)),
        type=draw(st.sampled_from(["HIGH_LEVEL_MEETING", "OFFICIAL_VISIT"])),
        realis=draw(st.sampled_from(["occurred", "planned", "background", "cancelled"])),
        place_country=draw(st.sampled_from([None, "AZE", "GEO"])),
        parent=1 if number == 2 else None,
        said=draw(st.sampled_from(["They met.", "It was said.", None])),
        **dating,
    )


@st.composite
def coded_articles(draw):
    found = []
    for number in range(draw(st.integers(2, 5))):
        mentions = [draw(a_mention(n)) for n in range(1, draw(st.integers(1, 3)) + 1)]
        found.append((article(f"source{number % 3}", number), coding(*mentions)))
    return found


def events(store):
    with store.write() as connection:
        orphans = connection.execute(
            "SELECT count(*) FROM mentions ANTI JOIN event_mentions USING (mention_id)"
        ).fetchone()
        assert orphans == (0,)
        return {t: sorted(connection.execute(f"SELECT * FROM {t}").fetchall(), key=str) for t in SEEN}


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded_articles(), st.randoms())
@pytest.mark.slow
def test_any_order_and_cut_of_batches_gives_the_same_events(tmp_path_factory, coded, random):
    folder = tmp_path_factory.mktemp("order")
    at_once = open_store(folder / "one.duckdb")
    load(at_once, batch(*coded))
    expected = events(at_once)

    piecemeal = open_store(folder / "two.duckdb")
    shuffled = random.sample(coded, len(coded))
    # Some come first with another coding, which the last one replaces.
    drafts = [(a, coding(*c.mentions[:1], mention(9, parties="AZE IRN"))) for a, c in shuffled[::2]]
    for number, one in enumerate([*drafts, *shuffled]):
        load(piecemeal, batch(one, id=f"batch-{number}"))
    assert events(piecemeal) == expected
    rebuild(piecemeal)
    assert events(piecemeal) == expected

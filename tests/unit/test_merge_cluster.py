"""Which mentions are one event: the codebook's rules, and that order never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.merge.cluster import Key, assign

DAY = date(2018, 3, 9)
COUNTER = iter(range(10**9))


def key(article: str | None = None, **more) -> Key:
    """A mention of a meeting of two on a day; every one from its own outlet and in its own words."""
    number = next(COUNTER)
    article = article or f"article{number:06}"
    facts = {
        "block": "HIGH_LEVEL_MEETING|AZE+GEO",
        "parties": frozenset({"AZE", "GEO"}),
        "window_start": DAY,
        "window_end": DAY,
        "vagueness": 1,
        "date_start": more.get("window_start", DAY),
        "realis_order": 0,
        "place": None,
        "place_country": None,
        "persons": (),
        "level": None,
        "instrument": None,
        "said": f"words{number}",
        "confidence": 0.8,
        "origins": frozenset({f"source:{article}"}),
    }
    return Key(f"{article}-{number}", article, **(facts | more))


def month() -> Key:
    return key(window_start=DAY.replace(day=1), window_end=DAY.replace(day=31), vagueness=4)


def events(*keys: Key) -> int:
    return len({row.event_id for row in assign(keys)})


def test_two_reports_of_one_meeting_are_one_event():
    assert events(key(), key(place="baku")) == 1


def test_near_identical_prose_a_year_apart_is_two_events():
    later = DAY.replace(year=2019)
    one = key(said="same")
    assert events(one, key(said="same", window_start=later, window_end=later)) == 2


def test_two_mentions_of_one_article_are_never_one_event():
    assert events(key("a"), key("a")) == 2


def test_places_in_two_countries_are_two_events():
    assert events(key(place_country="AZE"), key(place_country="GEO")) == 2


def test_two_places_of_one_country_are_one_event_only_when_a_person_is_in_both():
    person = ("AZE:zakir hasanov",)
    assert events(key(place="baku"), key(place="ganja")) == 2
    assert events(key(place="baku", persons=person), key(place="alley of honor", persons=person)) == 1


def test_different_persons_of_one_side_are_two_meetings():
    assert events(key(persons=("AZE:zakir hasanov",)), key(persons=("AZE:ilham aliyev",))) == 2


@pytest.mark.parametrize(
    "name", ["AZE:z hasanov", "AZE:zakir gasanov", "AZE:закир гасанов", "AZE:hasanov zakir"]
)
def test_a_name_spelled_otherwise_is_no_other_person(name):
    assert events(key(persons=("AZE:zakir hasanov",)), key(persons=(name,))) == 1


def test_levels_differ_only_where_no_person_is_shared():
    person = ("GEO:levan izoria",)
    assert events(key(level="minister"), key(level="chief_of_defence")) == 2
    assert events(key(level="minister", persons=person), key(level="chief_of_defence", persons=person)) == 1


def test_two_kinds_of_instrument_are_two_signings():
    assert events(key(instrument="mou"), key(instrument="annual_plan")) == 2


def test_a_vague_date_joins_the_only_event_it_can_mean():
    assert events(key(), month()) == 1


def test_a_vague_date_that_could_mean_two_events_joins_neither():
    other = DAY + timedelta(days=9)
    vague = [month(), month()]
    rows = assign([key(), key(window_start=other, window_end=other), *vague])
    assert len({row.event_id for row in rows}) == 3
    assert [row.ambiguous for row in rows if row.mention_id == vague[0].mention_id] == [True]


def test_days_within_a_told_range_belong_to_it():
    days = [key(window_start=DAY + timedelta(n), window_end=DAY + timedelta(n)) for n in range(3)]
    assert events(key(window_start=DAY, window_end=DAY + timedelta(2), vagueness=0), *days) == 1


def test_ids_begin_with_the_date():
    assert assign([key()])[0].event_id.startswith("20180309-")
    undated = key(date_start=None, vagueness=6, window_start=date.min, window_end=date.min)
    assert assign([undated])[0].event_id.startswith("00000000-")


def test_copies_and_translations_share_an_origin():
    wire = key(origins=frozenset({"source:wire", "url:http://wire/1", "name:wire"}))
    translated = key(origins=frozenset({"source:other", "url:http://wire/1"}))
    credited = key(origins=frozenset({"source:paper", "name:wire"}))
    verbatim = key(origins=frozenset({"source:blog", "said:same", "name:wire"}))
    own = key()
    rows = {row.mention_id: row.origin for row in assign([wire, translated, credited, verbatim, own])}
    assert len({rows[k.mention_id] for k in (wire, translated, credited, verbatim)}) == 1
    assert rows[own.mention_id] != rows[wire.mention_id]


dates = st.integers(0, 12).map(lambda n: DAY + timedelta(days=n))


@st.composite
def any_key(draw) -> Key:
    start = draw(dates)
    kind = draw(st.sampled_from(["day", "range", "late", "month"]))
    windows = {
        "day": (start, start, 1),
        "range": (start, start + timedelta(draw(st.integers(1, 5))), 0),
        "late": (start - timedelta(3), start, 2),
        "month": (start.replace(day=1), start.replace(day=31), 4),
    }
    window_start, window_end, vagueness = windows[kind]
    return replace(
        key(f"article{draw(st.integers(0, 30)):02}"),
        parties=draw(
            st.sampled_from([frozenset("ABC"), frozenset("ABCD"), frozenset("ADE"), frozenset("CDE")])
        ),
        block="JOINT_EXERCISE|many",
        window_start=window_start,
        window_end=window_end,
        vagueness=vagueness,
        date_start=start,
        realis_order=draw(st.integers(0, 5)),
        place=draw(st.sampled_from([None, "baku", "tbilisi"])),
        place_country=draw(st.sampled_from([None, "AZE", "GEO"])),
        persons=draw(st.sampled_from([(), ("A:one",), ("A:two",)])),
        confidence=draw(st.sampled_from([0.5, 0.9])),
        said=draw(st.sampled_from(["x", "y", "z"])),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(any_key(), max_size=14), st.randoms())
def test_order_never_matters(keys, random):
    shuffled = random.sample(keys, len(keys))
    assert sorted(assign(keys), key=str) == sorted(assign(shuffled), key=str)


@settings(max_examples=200, deadline=None)
@given(st.lists(any_key(), max_size=14))
def test_every_mention_is_in_exactly_one_event(keys):
    rows = assign(keys)
    assert sorted(row.mention_id for row in rows) == sorted(k.mention_id for k in keys)
    for event in {row.event_id for row in rows}:
        places = sorted(row.position for row in rows if row.event_id == event)
        assert places == list(range(1, len(places) + 1))

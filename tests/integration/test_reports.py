"""Each report answers its question: small stories in, the rows one would write by hand out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from parsers.records import Article, Instrument
from tests.warehouse_samples import article, batch, coding, mention, party
from warehouse.load import load
from warehouse.offered import add_views
from warehouse.publish import date_copy
from warehouse.reports import run_report
from warehouse.store import open_store

TODAY = datetime.now(UTC).date()


class Stories:
    """Tells one mention an article, loads them, then answers reports as lists of dictionaries."""

    def __init__(self, path):
        self.store = open_store(path)
        self.number, self.untold = 0, []

    def tell(
        self,
        parties="AZE GEO",
        type="HIGH_LEVEL_MEETING",
        on=date(2018, 3, 9),
        source="agency",
        told=None,
        **more,
    ):
        self.number += 1
        article_facts = {k: more.pop(k) for k in ("attribution", "alternates", "text") if k in more}
        published = datetime.combine(told or on or date(2018, 1, 1), datetime.min.time(), UTC)
        one: Article = article(source, self.number, published=published, **article_facts)
        more.setdefault("said", f"Sentence {self.number}.")
        coded = coding(mention(1, parties, type, date_start=on, **more))
        self.untold.append((one, coded))
        return one

    def load(self):
        load(self.store, batch(*self.untold, id=f"batch-{self.number}"))

    def answer(self, report, *columns, **given):
        self.load()
        with self.store.write() as connection:
            date_copy(connection)
            add_views(connection)
            found = run_report(connection, report, given)
        return [tuple(dict(zip(found.columns, row, strict=True))[c] for c in columns) for row in found.rows]


@pytest.fixture
def stories(tmp_path):
    return Stories(tmp_path / "warehouse.duckdb")


def test_activity_counts_events_not_mentions_and_leaves_plans_out(stories):
    stories.tell()
    stories.tell(source="wire")
    stories.tell(on=date(2018, 4, 1), realis="planned")
    stories.tell(on=date(2017, 4, 1), realis="background")
    assert stories.answer("activity", "month", "type", "events", "mentions") == [
        (date(2018, 3, 1), "HIGH_LEVEL_MEETING", 1, 2)
    ]


def test_dyads_of_a_forum_are_its_pairs_and_organisations_are_no_country(stories):
    stories.tell("AZE GEO TUR NATO", "MULTILATERAL_MEETING")
    pairs = stories.answer("dyads", "country", "partner", "events", "bilateral", "meetings")
    assert pairs == [("AZE", "GEO", 1, 0, 1), ("AZE", "TUR", 1, 0, 1), ("GEO", "TUR", 1, 0, 1)]


def test_partners_are_ranked(stories):
    for day in (1, 2, 3):
        stories.tell("AZE TUR", on=date(2018, 3, day))
    stories.tell("AZE GEO")
    stories.tell("GEO TUR")
    assert stories.answer("partners", "position", "partner", "events", country="AZE") == [
        (1, "TUR", 3),
        (2, "GEO", 1),
    ]


def test_regions_share_a_countrys_contacts(stories):
    for country in ("GEO", "ARM", "TUR", "PAK"):
        stories.tell(f"AZE {country}")
    assert stories.answer("regions", "year", "region", "events", "partners", "share", country="AZE") == [
        (2018, "South Caucasus", 2, 2, 0.5),
        (2018, "South Asia", 1, 1, 0.25),
        (2018, "Türkiye and Middle East", 1, 1, 0.25),
    ]


def test_levels_take_the_highest_grade_present(stories):
    people = (
        party("AZE", person="A B", rank_grade="OF-9"),
        party("GEO", person="C D", rank_grade="civilian"),
    )
    stories.tell(participants=people, level="minister")
    stories.tell("AZE TUR", level="director")
    assert stories.answer("levels", "level", "rank_grade", "events") == [
        ("director", "unknown", 1),
        ("minister", "OF-9", 1),
    ]


def test_reciprocity_tells_home_from_away_and_third_places(stories):
    for day, place in enumerate(["AZE", "AZE", "GEO", "TUR", None], 1):
        stories.tell(on=date(2018, 3, day), place_country=place)
    columns = ("country", "hosted", "abroad", "third_place", "unknown", "balance")
    assert stories.answer("reciprocity", *columns) == [("AZE", 2, 1, 1, 1, 0.33), ("GEO", 1, 2, 1, 1, -0.33)]


def test_persons_are_listed_with_whom_they_met(stories):
    stories.tell(
        participants=(
            party("AZE", person="Zakir Hasanov", office="minister of defence"),
            party("GEO", person="Levan Izoria"),
            party("NATO"),
        )
    )
    assert stories.answer("persons", "party", "person", "office", "met") == [
        ("AZE", "Zakir Hasanov", "minister of defence", "GEO Levan Izoria; NATO"),
        ("GEO", "Levan Izoria", None, "AZE Zakir Hasanov; NATO"),
    ]


def test_instruments_follow_their_steps(stories):
    agreement = Instrument("agreement", "agreement on defence", None, "signed")
    stories.tell(type="INSTRUMENT_SIGNED", instrument=agreement)
    stories.tell(
        type="INSTRUMENT_STEP", on=date(2018, 9, 1), instrument=replace(agreement, status="ratified")
    )
    stories.tell(type="INSTRUMENT_SIGNED", instrument=Instrument("annual_plan", "plan", "2018", "signed"))
    assert sorted(stories.answer("instruments", "kind", "status", "signed", "last_step", "events")) == [
        ("agreement", "ratified", date(2018, 3, 9), date(2018, 9, 1), 2),
        ("annual_plan", "signed", date(2018, 3, 9), date(2018, 3, 9), 1),
    ]


def test_annual_plans_say_which_year_is_missing(stories):
    this_year = TODAY.year
    for year in (this_year - 3, this_year - 2, this_year):
        plan = Instrument("annual_plan", "plan of cooperation", str(year), "signed")
        stories.tell(type="INSTRUMENT_SIGNED", on=date(year - 1, 12, 20), instrument=plan)
    assert stories.answer("annual_plans", "plan_year", "state", "days_late") == [
        (this_year - 3, "signed", 0),
        (this_year - 2, "signed", 0),
        (this_year - 1, "missing", None),
        (this_year, "signed", 0),
    ]


def test_a_plan_overdue_this_year_is_late(stories):
    for year in (TODAY.year - 2, TODAY.year - 1):
        plan = Instrument("annual_plan", "plan of cooperation", str(year), "signed")
        stories.tell(type="INSTRUMENT_SIGNED", on=date(year - 1, 6, 1), instrument=plan)
    assert stories.answer("annual_plans", "plan_year", "state")[-1] == (TODAY.year, "late this year")


def test_exercises_form_series_and_say_who_joins(stories):
    for year, parties in ((2018, "AZE GEO TUR"), (2019, "AZE GEO TUR USA")):
        said = f"The exercise “Eternity-{year}” was held."
        stories.tell(
            parties,
            "JOINT_EXERCISE",
            on=date(year, 6, 1),
            date_end=date(year, 6, 5),
            date_precision="range",
            said=said,
        )
    assert stories.answer("exercises", "name", "series", "edition", "joined") == [
        ("Eternity-2018", "eternity", 1, None),
        ("Eternity-2019", "eternity", 2, "USA"),
    ]


def test_areas_find_what_is_only_talked_about(stories):
    for day in (1, 2):
        stories.tell(on=date(2018, 3, day), areas=("medicine", "exercises_interop"))
    stories.tell(type="JOINT_EXERCISE")
    assert stories.answer("areas", "area", "talked", "done", "never_done", country="AZE") == [
        ("medicine", 2, 0, True),
        ("exercises_interop", 2, 1, False),
    ]


def test_slippage_links_the_plan_with_what_took_place(stories):
    told = date(2018, 1, 10)
    stories.tell("AZE GEO", on=date(2018, 2, 1), realis="planned", told=told)
    stories.tell("AZE GEO", on=date(2018, 2, 21))
    stories.tell("AZE TUR", on=date(2018, 2, 1), realis="planned", told=told)
    stories.tell("AZE TUR", on=date(2018, 2, 1), source="wire")
    stories.tell("AZE KAZ", on=date(2018, 2, 1), realis="planned", told=told)
    stories.tell("AZE IRN", on=date(2018, 2, 1), realis="cancelled")
    stories.tell("AZE UZB", on=TODAY + timedelta(days=30), realis="planned", told=TODAY)
    told_of = stories.answer("slippage", "parties", "outcome", "days_late", "announced")
    assert sorted(told_of) == [
        ("AZE GEO", "slipped", 20, told),
        ("AZE IRN", "cancelled", None, None),
        ("AZE KAZ", "not heard of again", None, told),
        ("AZE TUR", "as planned", 0, told),
        ("AZE UZB", "pending", None, TODAY),
    ]


def test_verification_names_regime_and_sides(stories):
    sides = (party("TUR", role="inspector"), party("AZE", role="inspected"))
    stories.tell(type="VERIFICATION", participants=sides, said="Under the Vienna Document a group arrived.")
    stories.tell(
        type="VERIFICATION", participants=sides, on=date(2019, 1, 1), said="По договору об открытом небе."
    )
    assert stories.answer("verification", "year", "regime", "inspectors", "inspected") == [
        (2018, "Vienna Document", "TUR", "AZE"),
        (2019, "Open Skies", "TUR", "AZE"),
    ]


def test_port_calls_name_ship_and_port(stories):
    stories.tell(
        "USA GEO", "PORT_CALL", host="GEO", place="Batumi", said="The “USS Porter” docked at Batumi."
    )
    assert stories.answer("port_calls", "visitor", "host", "port", "ship") == [
        ("USA", "GEO", "Batumi", "USS Porter")
    ]


def test_transfers_tell_supplier_from_recipient(stories):
    sides = (party("TUR", role="supplier"), party("AZE", role="recipient"))
    stories.tell(type="ARMS_TRANSFER", participants=sides, said="Drones were delivered.")
    assert stories.answer("transfers", "supplier", "recipient", "item", "stage") == [
        ("TUR", "AZE", "Drones were delivered.", "occurred")
    ]


def test_functional_cooperation_is_done_or_talked_about(stories):
    stories.tell(areas=("medicine",))
    stories.tell(type="EDU_TRAINING")
    assert stories.answer("functional", "year", "function", "done", "talked", "countries") == [
        (2018, "education", 1, 0, 2),
        (2018, "medicine", 0, 1, 2),
    ]


def test_timeline_is_in_order_with_the_sentence(stories):
    stories.tell(on=date(2019, 1, 1), said="Second.")
    stories.tell(on=date(2018, 1, 1), said="First.")
    stories.tell("AZE TUR")
    assert stories.answer("timeline", "evidence", country="AZE", partner="GEO") == [("First.",), ("Second.",)]


def test_change_finds_silence_and_surge(stories):
    for month in range(24):
        stories.tell("AZE GEO", on=date(2016 + month // 12, month % 12 + 1, 5))
    for day in range(5):
        stories.tell("AZE TUR", on=date(2018, 6, 1 + day))
    assert stories.answer(
        "change", "partner", "recent", "change", country="AZE", until=date(2018, 6, 10)
    ) == [
        ("GEO", 0, "silence"),
        ("TUR", 5, "surge"),
    ]


def test_provenance_tells_first_from_repeated(stories):
    first = stories.tell(source="wire", told=date(2018, 3, 9), said="They met.", text="They met.")
    stories.tell(source="paper", told=date(2018, 3, 10), said="They met.", text="They met.")
    stories.tell(source="agency", told=date(2018, 3, 11), text="Own words.")
    stories.tell(
        source="tass", told=date(2018, 3, 12), text="Others.", alternates=(("en", first.canonical_url),)
    )
    rows = stories.answer("provenance", "source", "first", "alone", "repeated", "median_lag_days")
    assert sorted(rows) == [
        ("agency", 0, 0, 0, 2.0),
        ("paper", 0, 0, 1, 1.0),
        ("tass", 0, 0, 1, 3.0),
        ("wire", 1, 0, 0, 0.0),
    ]


def test_quality_counts_what_to_doubt(stories):
    stories.tell(confidence=0.3)
    stories.tell("AZE TUR", place="Ankara", place_country="TUR")
    rows = {row[0]: row[1:] for row in stories.answer("quality", "detail", "rows", "of", "share")}
    assert rows["confidence under 0.5"] == (1, 2, 0.5)
    assert rows["without a place"] == (1, 2, 0.5)
    assert rows["occurred"] == (2, 2, 1.0)


def test_disagreements_are_spelled_out(stories):
    person = (party("AZE", person="Zakir Hasanov"), party("GEO"))
    stories.tell(participants=person, place="Baku", place_country="AZE")
    stories.tell(participants=person, source="wire", place="Gabala", place_country="AZE")
    stories.tell(participants=person, source="paper", on=date(2018, 3, 11), date_basis="publication")
    stories.load()
    with stories.store.write() as connection:
        found = connection.execute("SELECT disagreements, independent_sources FROM events").fetchall()
    assert found == [(["date: 2018-03-09 | 2018-03-11", "place: Baku | Gabala"], 3)]


def test_a_dateline_contradicts_no_place_told(stories):
    stories.tell(type="CEREMONY", place="Baku", place_country="AZE", place_basis="dateline")
    stories.tell(
        type="CEREMONY", place="Alley of Martyrs", place_country="AZE", place_basis="text", source="wire"
    )
    stories.load()
    with stories.store.write() as connection:
        assert connection.execute("SELECT place, mentions FROM events").fetchall() == [
            ("Alley of Martyrs", 2)
        ]


def test_an_article_that_repeats_another_on_one_event_is_no_independent_report_of_the_next(stories):
    def told(source, words):
        one = article(source, 1)
        visit = mention(1, type="OFFICIAL_VISIT", said="The minister came.")
        return one, coding(visit, mention(2, parent=1, said=words))

    stories.untold = [told("wire", "They met, it said."), told("paper", "They met, the agency said.")]
    stories.load()
    with stories.store.write() as connection:
        assert (
            connection.execute("SELECT mentions, independent_sources FROM events").fetchall() == [(2, 1)] * 2
        )

"""The user's sample, coded exactly as the codebook's table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Dragoman, last_json

SAMPLE = "azertac-2018-03-09.txt"
AREAS = {
    "arms_control",
    "education_training",
    "exercises_interop",
    "industry_technology",
    "infrastructure_security",
    "medicine",
    "nato_partnership",
    "regional_security",
}


@pytest.fixture(scope="module")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Dragoman:
    dragoman = Dragoman(tmp_path_factory.mktemp("sample"))
    result = dragoman("import", shared / "seed")
    assert result.returncode == 0, result.stderr
    assert last_json(result.stdout)["mentions"] == 4
    return dragoman


def test_four_events_of_these_forms_and_no_other(imported: Dragoman):
    rows = imported.rows("SELECT type, realis, date_start::VARCHAR, place FROM events ORDER BY type")
    assert rows == [
        (form, "occurred", "2018-03-09", "Baku")
        for form in ("CEREMONY", "HIGH_LEVEL_MEETING", "INSTRUMENT_SIGNED", "OFFICIAL_VISIT")
    ]


def test_the_visit_is_the_parent_of_the_rest(imported: Dragoman):
    rows = imported.rows(
        "SELECT child.type FROM events AS child JOIN events AS parent ON child.parent_event_id = parent.event_id "
        "WHERE parent.type = 'OFFICIAL_VISIT' ORDER BY 1"
    )
    assert rows == [("CEREMONY",), ("HIGH_LEVEL_MEETING",), ("INSTRUMENT_SIGNED",)]


def test_two_parties_everywhere_and_their_people_where_the_text_names_them(imported: Dragoman):
    rows = imported.rows(
        "SELECT type, country, role, person, office, rank "
        "FROM event_participants JOIN events USING (event_id) ORDER BY type, country"
    )
    parties = {
        (form, country): (role, person, office, rank) for form, country, role, person, office, rank in rows
    }
    assert len(rows) == 8
    assert {country for _, country in parties} == {"AZE", "GEO"}
    assert parties["HIGH_LEVEL_MEETING", "AZE"][1:] == (
        "Zakir Hasanov",
        "minister of defence",
        "Colonel General",
    )
    assert parties["HIGH_LEVEL_MEETING", "GEO"][1:3] == ("Levan Izoria", "minister of defence")
    assert parties["OFFICIAL_VISIT", "GEO"][:2] == ("guest", "Levan Izoria")
    assert parties["OFFICIAL_VISIT", "AZE"][0] == "host"
    assert parties["CEREMONY", "AZE"][0] == "host"
    assert {parties["INSTRUMENT_SIGNED", country][0] for country in ("AZE", "GEO")} == {"signatory"}


def test_the_meeting_has_the_areas_that_were_discussed(imported: Dragoman):
    rows = imported.rows(
        "SELECT area FROM event_areas JOIN events USING (event_id) WHERE type = 'HIGH_LEVEL_MEETING'"
    )
    assert {area for (area,) in rows} == AREAS


def test_the_instrument_is_the_annual_plan(imported: Dragoman):
    rows = imported.rows("SELECT kind, title, period, status FROM instruments")
    assert rows == [("annual_plan", "plan of bilateral cooperation", "2018", "signed")]


def test_each_event_quotes_the_text(imported: Dragoman, shared: Path):
    text = (shared / "seed" / SAMPLE).read_text("utf-8")
    rows = imported.rows("SELECT evidence FROM mentions")
    assert len(rows) == 4
    assert all(evidence in text for (evidence,) in rows)


def test_importing_again_adds_nothing(imported: Dragoman, shared: Path):
    before = imported.rows("SELECT mention_id, evidence FROM mentions ORDER BY ALL")
    assert imported("import", shared / "seed" / SAMPLE).returncode == 0
    assert imported.rows("SELECT mention_id, evidence FROM mentions ORDER BY ALL") == before
    assert imported.rows("SELECT count(*) FROM articles") == [(1,)]

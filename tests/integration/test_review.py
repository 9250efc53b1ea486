"""The review list: what waits, what was decided, and what the coder is given of it, in a file and in a lake."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from parsers import coder
from parsers.records import Article, Evidence, PersonSeen, Tenure, Tenures
from tests.conftest import Dragoman, last_json
from tests.warehouse_samples import article, batch, coding, mention, party
from warehouse.errors import StoreError
from warehouse.load import load
from warehouse.publish import publish
from warehouse.review import Decision, current, decide, find, give
from warehouse.store import open_store


@pytest.fixture
def file(tmp_path):
    """An empty store, where a lake would show nothing else."""
    return open_store(tmp_path / "warehouse.duckdb")


def seen(name="Otar Meladze", country="GEO", known=False, **more):
    facts = {"office": "minister of defence", "rank": "General", "country_basis": "text"} | more
    sentence = f"General {name} spoke."
    return PersonSeen(
        name, country, facts.pop("office"), facts.pop("rank"), known, Evidence(0, 0, 20, sentence), **facts
    )


def sure(*people, **more):
    """A meeting that the coder is sure of; `people` are (name, country)."""
    participants = tuple(
        party(country, person=name, office="minister of defence", country_basis=more.pop(name, "text"))
        for name, country in people
    )
    return mention(participants=participants, confidence=more.pop("confidence", 0.9), **more)


PAIR = (("Otar Meladze", "GEO"), ("Aivar Tamm", "EST"))


def told(*mentions, persons=(), number=1, day=9, source="agency"):
    published = datetime(2018, 3, day, 12, tzinfo=UTC)
    return article(source, number, published=published), coding(*mentions, persons=tuple(persons))


def listed(store, columns="name, status, country, country_basis, office, rank, articles, sources, evidence"):
    publish(store)
    with store.read() as connection:
        return connection.execute(f"SELECT {columns} FROM review ORDER BY name, country").fetchall()


def test_names_that_no_list_knows_wait_with_their_evidence(store):
    load(
        store,
        batch(
            told(persons=[seen()]),
            told(persons=[seen(), seen("Levan Izoria", known=True)], number=2, day=11, source="paper"),
        ),
    )
    assert listed(store) == [
        (
            "Otar Meladze",
            "new",
            "GEO",
            "text",
            "minister of defence",
            "General",
            2,
            2,
            "General Otar Meladze spoke.",
        )
    ]
    [(first, last)] = listed(store, "first_seen, last_seen")
    assert (first.day, last.day) == (9, 11)


def test_a_sentence_that_says_the_country_goes_before_a_newer_one_that_does_not(file):
    load(
        file,
        batch(
            told(persons=[seen(rank="Major")]), told(persons=[seen(country_basis="source")], number=2, day=12)
        ),
    )
    assert listed(file, "country_basis, rank") == [("text", "Major")]


def test_who_serves_an_organisation_is_listed_with_it(file):
    load(file, batch(told(persons=[seen(country=None, org="NATO")])))
    assert listed(file, "name, country, org") == [("Otar Meladze", None, "NATO")]


def test_a_decision_outlives_loading_coding_again_and_publishing(store):
    load(store, batch(told(persons=[seen()])))
    assert decide(store, [find(store, "otar meladze", "rejected")]) == 1
    load(store, batch(told(mention(), persons=[seen(rank="Colonel")]), id="batch-2"))
    publish(store)
    assert listed(store, "status, country_basis") == [("rejected", "reviewed")]
    load(store, batch(told(), id="batch-3"))
    assert listed(store, "name, status, articles") == [("Otar Meladze", "rejected", 0)], (
        "no article names him now"
    )


def test_the_same_decision_twice_changes_nothing_and_another_replaces_it(store):
    load(store, batch(told(persons=[seen()])))
    accepted = find(store, "Otar Meladze", "accepted")
    assert [decide(store, [accepted]), decide(store, [accepted])] == [1, 0]
    before = listed(store, "decided_at")
    assert decide(store, [accepted]) == 0
    assert listed(store, "decided_at") == before
    assert decide(store, [find(store, accepted.person_id, "rejected")]) == 1
    assert listed(store, "status") == [("rejected",)]


def test_namesakes_are_told_apart_by_their_ids(file):
    load(file, batch(told(persons=[seen(), seen(country="TUR")])))
    with pytest.raises(StoreError, match=r"several people.*GEO.*TUR"):
        find(file, "Otar Meladze", "accepted")
    turkish = next(one for one, country in listed(file, "person_id, country") if country == "TUR")
    assert find(file, turkish, "accepted").country == "TUR"


def test_whom_nobody_named_cannot_be_decided_on(file):
    with pytest.raises(StoreError, match="nobody of that id or name"):
        find(file, "Otar Meladze", "accepted")


def test_a_person_of_no_country_is_not_accepted_as_such(file):
    load(file, batch(told(persons=[seen(country=None)])))
    with pytest.raises(StoreError, match="of which country"):
        decide(file, [find(file, "Otar Meladze", "accepted")])


def test_accepted_names_are_given_to_the_coder_and_rejected_ones_are_not(file):
    load(file, batch(told(persons=[seen(), seen("Guest Captain")])))
    assert current(file) == Tenures()
    accepted = find(file, "Otar Meladze", "accepted")
    decide(file, [accepted, find(file, "Guest Captain", "rejected")])
    assert current(file) == Tenures(), "nothing is given before it is asked for"
    given = give(file)
    assert (given.reviewed, given.learned, given.before) == (1, 0, "")
    assert current(file).lines == (Tenure("Otar Meladze", "reviewed", "GEO", "", "minister of defence"),)
    assert give(file).before == given.version
    assert current(file).version == given.version


def test_a_corrected_name_is_known_in_the_spelling_of_the_articles_too(file):
    decision = Decision(
        "0" * 16, "accepted", "Otar Meladzes", "Otar Meladze", "GEO", held_from=date(2017, 1, 2)
    )
    decide(file, [decision])
    give(file)
    assert current(file).lines == (
        Tenure("Otar Meladze", "reviewed", "GEO", first_day="2017-01-02", forms=("Otar Meladzes",)),
    )


def taught(store, *articles):
    """Names learned from these articles, with the days between."""
    load(store, batch(*articles))
    give(store)
    return {one.person: (one.country, one.first_day, one.last_day) for one in current(store).lines}


def test_sure_mentions_teach_who_held_which_office_and_when(store):
    earlier = date(2018, 2, 1)
    assert taught(store, told(sure(*PAIR)), told(sure(*PAIR, date_start=earlier), number=2)) == {
        "Otar Meladze": ("GEO", "2018-02-01", "2018-03-09"),
        "Aivar Tamm": ("EST", "2018-02-01", "2018-03-09"),
    }
    assert {(one.basis, one.office) for one in current(store).lines} == {("learned", "minister of defence")}


@pytest.mark.parametrize(
    "doubt",
    [
        {"confidence": 0.7},
        {"realis": "planned"},
        {"Aivar Tamm": "source"},
        {"Aivar Tamm": "learned tenure"},
        {"Aivar Tamm": "reviewed tenure"},
    ],
    ids=["unsure", "planned", "a country understood", "a country learned", "a country accepted"],
)
def test_nothing_is_learned_from_what_is_not_plainly_said(file, doubt):
    assert taught(file, told(sure(*PAIR, **doubt)), told(sure(*PAIR, **doubt), number=2)) == {}


def test_one_sure_article_is_enough(file):
    assert set(taught(file, told(sure(*PAIR)))) == {"Otar Meladze", "Aivar Tamm"}


def test_of_namesakes_in_two_countries_nothing_is_learned(file):
    other = (("Otar Meladze", "TUR"), ("Aivar Tamm", "EST"))
    assert set(
        taught(file, told(sure(*PAIR)), told(sure(*other), number=2), told(sure(*PAIR), number=3))
    ) == {"Aivar Tamm"}


def test_whom_a_list_knows_or_a_reviewer_decided_on_is_not_learned(file):
    load(file, batch(told(persons=[seen("Aivar Tamm", "EST", known=True), seen()], number=9), id="batch-0"))
    decide(file, [find(file, "Otar Meladze", "rejected")])
    assert taught(file, told(sure(*PAIR)), told(sure(*PAIR), number=2)) == {}


PLAIN = "The Minister of Defence of Georgia, Givi Meladze, met the Minister of Defence of Estonia, Aivar Tamm, in Tbilisi on {} May 2031."
UNSAID = "Defence Minister Givi Meladze met the Minister of Defence of Latvia, Janis Ozols, on 30 May 2031 for military talks."


def report(number, text):
    published = datetime(2031, 5, number, 20, tzinfo=UTC)
    url = f"https://azertac.az/{number}"
    return Article("azertac.az", url, "Talks", text, canonical_url=url, lang="en", published=published)


def newsroom(folder, order):
    """Articles loaded in that order with the real coder, one taught by the others, and all coded again with that."""
    file = open_store(folder / "warehouse.duckdb")
    articles = [report(4, PLAIN.format(4)), report(20, PLAIN.format(20)), report(30, UNSAID)]
    for again in range(3):
        for number in order:
            one = articles[number]
            load(file, batch((one, coder.code(one, None, current(file))), id=f"batch-{again}-{number}"))
        yield give(file).version
    with file.write() as connection:
        yield connection.execute(
            "SELECT m.mention_id, m.type, m.coder_version, p.person, p.country, p.country_basis FROM mentions AS m"
            " JOIN mention_participants AS p ON p.mention_id = m.mention_id ORDER BY ALL"
        ).fetchall()


def test_the_order_of_loading_makes_no_difference_and_what_was_learned_teaches_nothing_new(tmp_path):
    first, second, third, told = newsroom(tmp_path / "a", (0, 1, 2))
    assert first == second == third != ""
    assert ("Givi Meladze", "GEO", "learned tenure") in {row[3:] for row in told}
    assert [*newsroom(tmp_path / "b", (2, 1, 0))] == [first, second, third, told]


def test_what_was_given_before_can_be_given_again(store):
    decide(store, [Decision("0" * 16, "accepted", "Otar Meladze", "Otar Meladze", "GEO")])
    first = give(store)
    decide(store, [Decision("0" * 16, "rejected", "Otar Meladze", "Otar Meladze", "GEO")])
    assert give(store).version == ""
    decide(store, [Decision("0" * 16, "accepted", "Otar Meladze", "Otar Meladze", "GEO")])
    assert give(store).version == first.version
    assert len(current(store).lines) == 1


@pytest.fixture
def copy(loaded: Dragoman, tmp_path: Path) -> Dragoman:
    """A data folder after a run, to change."""
    shutil.copytree(loaded.folder / "data", tmp_path / "data")
    return Dragoman(tmp_path)


@pytest.mark.slow
def test_from_the_list_to_another_coding(copy: Dragoman):
    waiting = json.loads(copy("review", "--format", "json").stdout)
    assert {"Guram Kashia", "Paata Patiashvili"} <= {one["name"] for one in waiting}
    [aydan] = [one for one in waiting if one["name"] == "Kemal Aydan"]
    assert aydan["country_basis"] == "source", "understood from the outlet, wrongly"
    assert copy("review", "reject", "Guram Kashia").returncode == 0
    accepted = copy("review", "accept", aydan["person_id"], "--country", "TUR", "--from", "2018-01-01")
    assert last_json(accepted.stdout) == {"decided": 1, "changed": 1}, accepted.stderr
    assert copy("review", "accept", "Nobody Known").returncode == 1
    assert copy("review", "accept", "Guram Kashia", "Paata Patiashvili", "--country", "GEO").returncode == 2

    learned = last_json(copy("learn").stdout)
    assert (learned["reviewed"], learned["changed"]) == (1, True)
    recoded = last_json(copy("recode", "--no-server", "--publish").stdout)
    assert recoded["coder_version"] == learned["coder_version"]
    assert copy.rows("SELECT DISTINCT coder_version FROM articles") == [(learned["coder_version"],)]
    sightings = "SELECT country, country_basis, known FROM person_sightings WHERE name = 'Kemal Aydan'"
    assert copy.rows(sightings) == [("TUR", "reviewed tenure", True)]

    decided = copy("review", "--status", "decided", "--format", "csv").stdout
    (copy.folder / "decisions.csv").write_text(decided)
    assert {row["name"] for row in csv.DictReader(decided.splitlines())} == {"Guram Kashia", "Kemal Aydan"}
    elsewhere = ("--db", "elsewhere/warehouse.duckdb")
    applied = copy("review", "apply", "decisions.csv", *elsewhere)
    assert last_json(applied.stdout) == {"decided": 2, "changed": 2}, applied.stderr
    assert last_json(copy("learn", *elsewhere).stdout)["reviewed"] == 1
    lines = "SELECT * EXCLUDE (version) FROM tenures WHERE basis = 'reviewed'"
    assert copy("sql", lines, *elsewhere).stdout == copy("sql", lines).stdout != ""
    assert copy("review", "apply", "data/warehouse.duckdb", *elsewhere).returncode == 1

"""Tenures given to the coder: in which order a person's country is understood, and that nothing else counts."""

from datetime import UTC, datetime

import pytest

from parsers import coder
from parsers.records import Article, Tenure, Tenures

# An outlet of Azerbaijan tells of two officers whom no list knows; only of one it says whose he is.
TEXT = (
    "The Minister of Defence of Georgia, Zurab Kiknadze, met Colonel General Givi Meladze in Baku on 4 May 2031. "
    "They discussed joint military exercises."
)
MELADZE = Tenure("Givi Meladze", "learned", country="TUR", first_day="2030-11-01", last_day="2031-03-01")


def article(text=TEXT, day=5, year=2031):
    published = datetime(year, 5, day, 9, tzinfo=UTC)
    return Article(
        "azertac.az", "https://azertac.az/1", "Talks in Baku", text, lang="en", published=published
    )


def seen(text=TEXT, *lines, **when):
    coding = coder.code(article(text, **when), None, Tenures.of(lines))
    return {one.name: one for one in coding.persons}


def told(text, *lines, **when):
    person = seen(text, *lines, **when)["Givi Meladze"]
    return person.country, person.country_basis


def test_without_a_line_the_outlets_country_is_taken():
    assert told(TEXT) == ("AZE", "source")


def test_a_learned_line_goes_before_the_outlets_country_and_says_so():
    assert told(TEXT, MELADZE) == ("TUR", "learned tenure")


def test_what_the_text_says_goes_before_any_line():
    text = TEXT.replace("Colonel General", "the Romanian Colonel General")
    assert told(text, MELADZE)[0] == "ROU"


def test_an_accepted_line_goes_before_a_learned_one():
    accepted = Tenure("Givi Meladze", "reviewed", country="KAZ")
    assert told(TEXT, MELADZE, accepted) == ("KAZ", "reviewed tenure")


def test_the_bundled_list_goes_before_what_is_given():
    text = (
        "Levan Izoria, the minister, and the Minister of Defence of Armenia met in Baku for military talks."
    )
    person = seen(text, Tenure("Levan Izoria", "learned", country="TUR"), year=2018)["Levan Izoria"]
    assert (person.country, person.country_basis) == ("GEO", "tenure")


def test_the_country_of_a_participant_says_that_it_was_learned():
    coding = coder.code(article(), None, Tenures.of([MELADZE]))
    [meeting] = [one for one in coding.mentions if one.type == "HIGH_LEVEL_MEETING"]
    assert "a country is understood from the learned tenure" in meeting.reason
    assert {(one.person, one.country, one.country_basis) for one in meeting.participants} == {
        ("Zurab Kiknadze", "GEO", "text"),
        ("Givi Meladze", "TUR", "learned tenure"),
    }


@pytest.mark.parametrize(("year", "country"), [(2029, "AZE"), (2030, "TUR"), (2032, "AZE")])
def test_a_learned_line_counts_a_year_before_and_after_it_was_seen(year, country):
    assert told(TEXT.replace("2031", str(year)), MELADZE, year=year)[0] == country


def test_of_namesakes_in_two_countries_none_is_taken():
    namesake = Tenure("Givi Meladze", "learned", country="POL", first_day="2031-01-01", last_day="2031-04-01")
    assert told(TEXT, MELADZE, namesake) == ("AZE", "source")


def test_an_accepted_name_is_known_and_a_learned_one_still_waits_for_review():
    assert seen(TEXT, Tenure("Givi Meladze", "reviewed", country="KAZ"))["Givi Meladze"].known
    assert not seen(TEXT, MELADZE)["Givi Meladze"].known


def test_an_accepted_name_is_found_without_rank_or_office_and_in_its_other_spelling():
    text = "Giwi Meladse met the Minister of Defence of Georgia in Baku for military talks."
    assert "Givi Meladze" not in seen(text)
    accepted = Tenure("Givi Meladze", "reviewed", country="KAZ", forms=("Giwi Meladse",))
    [person] = [one for name, one in seen(text, accepted).items() if name in accepted.forms]
    assert person.country == "KAZ"


def test_the_order_of_lines_makes_no_other_version_and_each_line_does():
    other = Tenure("Zurab Kiknadze", "learned", country="GEO")
    assert Tenures.of([MELADZE, other]) == Tenures.of([other, MELADZE, other])
    assert Tenures.of([MELADZE]) != Tenures.of([MELADZE, other])


def test_the_coders_version_says_what_it_was_given():
    assert coder.code(article()).coder_version == coder.CODER_VERSION
    given = Tenures.of([MELADZE])
    assert coder.code(article(), None, given).coder_version == f"{coder.CODER_VERSION}.{given.version}"


def test_what_was_coded_before_leaves_no_trace():
    first = coder.code(article())
    given = Tenures.of([MELADZE, Tenure("Zurab Kiknadze", "reviewed", country="KAZ")])
    with_lines = coder.code(article(), None, given)
    assert coder.code(article()) == first
    assert coder.code(article(), None, Tenures.of(reversed(given.lines))) == with_lines != first

"""The gazetteers hold together: codes exist, forms mean one thing, dates are dates."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[2] / "parsers" / "coder" / "data"
COLUMNS = {
    "names": "lang form kind country ambiguous",
    "cities": "lang form country canonical capital",
    "organisations": "lang form org",
    "ranks": "lang form rank grade branch",
    "offices": "lang form office level defence country",
    "institutions": "lang form institution kind country defence",
    "formats": "lang form format members",
}
FILES = sorted(COLUMNS)
MAIN_LANGUAGES = {"en", "ru", "az", "tr", "fr", "de", "es", "sv", "ar", "uk"}
LANGUAGES = MAIN_LANGUAGES | {"zh", "ka", "hy"}
ONTOLOGY = yaml.safe_load((DATA / "ontology.yml").read_text("utf-8"))


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


COUNTRIES = {row["country"] for row in read("names")}
ORGANISATIONS = {row["org"] for row in read("organisations")}


@pytest.mark.parametrize("name", FILES)
def test_has_the_columns_the_readme_promises(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS[name].split()


@pytest.mark.parametrize("name", FILES)
def test_lines_are_whole_and_clean(name):
    for row in read(name):
        assert None not in row and None not in row.values(), f"a comma too many or too few: {row}"
        assert row["form"] == row["form"].strip() and row["form"], row
        assert not re.search(r"[’ʼ՚\t\n]|  |_", row["form"]), f"write ' for every apostrophe: {row}"
        assert row["lang"] in LANGUAGES, row


@pytest.mark.parametrize("name", FILES)
def test_no_line_twice(name):
    lines = Counter(tuple(row.values()) for row in read(name))
    assert not [line for line, count in lines.items() if count > 1]


def test_there_are_the_states_of_the_united_nations_and_four_more():
    assert len(COUNTRIES) == 197
    assert {"XKX", "TWN", "PSE", "VAT"} < COUNTRIES
    assert all(re.fullmatch("[A-Z]{3}", country) for country in COUNTRIES)


@pytest.mark.parametrize("language", sorted(MAIN_LANGUAGES))
def test_every_country_has_a_name_and_an_adjective(language):
    kinds = defaultdict(set)
    for row in read("names"):
        if row["lang"] == language:
            kinds[row["country"]].add(row["kind"])
    lacking = {
        country: kinds[country]
        for country in COUNTRIES
        if not {"name", "abbrev"} & kinds[country] or not {"adjective", "person_demonym"} & kinds[country]
    }
    assert not lacking


def test_a_form_of_two_countries_is_marked_ambiguous():
    owners = defaultdict(set)
    unmarked = set()
    for row in read("names"):
        owners[row["lang"], row["form"]].add(row["country"])
        if row["ambiguous"] != "1":
            unmarked.add((row["lang"], row["form"]))
    assert not [form for form, countries in owners.items() if len(countries) > 1 and form in unmarked]


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("en", "Georgia"), ("en", "Jordan"), ("en", "Chad"), ("en", "Turkey"), ("en", "Polish"), ("ru", "Того"),
        ("tr", "Mali"), ("tr", "Mısır"), ("fr", "Grenade"), ("es", "Granada"), ("zh", "中"), ("zh", "苏丹"), ("ar", "مالي"),
    ],
)  # fmt: skip
def test_words_that_are_also_something_else_are_marked(language, form):
    assert {row["ambiguous"] for row in read("names") if (row["lang"], row["form"]) == (language, form)} == {
        "1"
    }


@pytest.mark.parametrize(
    ("language", "form", "country"),
    [
        ("en", "Georgians", "GEO"), ("en", "ROK", "KOR"), ("en", "U.S.", "USA"), ("en", "N. Korea", "PRK"),
        ("ru", "Грузией", "GEO"), ("ru", "белорусскому", "BLR"), ("ru", "Южной Корее", "KOR"), ("ru", "ФРГ", "DEU"),
        ("az", "Gürcüstanın", "GEO"), ("az", "gürcüstanlı", "GEO"), ("az", "ABŞ-ın", "USA"), ("az", "Türkiyənin", "TUR"),
        ("tr", "Azerbaycan'ın", "AZE"), ("tr", "Alman", "DEU"), ("fr", "arméniennes", "ARM"), ("fr", "turque", "TUR"),
        ("sv", "sydkoreanska", "KOR"), ("sv", "Sydkoreas", "KOR"), ("de", "türkischen", "TUR"), ("de", "Georgiens", "GEO"),
        ("es", "japonesa", "JPN"), ("zh", "美国", "USA"), ("ar", "الأمريكي", "USA"), ("ar", "الأميركية", "USA"),
        ("uk", "Грузією", "GEO"), ("uk", "українського", "UKR"),
    ],
)  # fmt: skip
def test_forms_as_the_news_writes_them(language, form, country):
    found = {row["country"] for row in read("names") if (row["lang"], row["form"]) == (language, form)}
    assert found == {country}


def test_kinds_of_names_are_known():
    kinds = {row["kind"] for row in read("names")}
    assert kinds == {"name", "adjective", "person_demonym", "inflected", "abbrev"}
    assert {row["ambiguous"] for row in read("names")} == {"", "1"}


@pytest.mark.parametrize("name", ["cities", "institutions"])
def test_countries_are_countries(name):
    assert {row["country"] for row in read(name)} - COUNTRIES - {""} == set()


def test_offices_belong_to_countries_or_organisations():
    assert {row["country"] for row in read("offices")} - COUNTRIES - ORGANISATIONS - {""} == set()


def test_members_of_formats_are_countries():
    assert {one for row in read("formats") for one in row["members"].split("|")} - COUNTRIES - {""} == set()


def test_a_place_is_in_one_country_and_no_place_is_called_as_a_country():
    countries = {(row["lang"], row["form"]) for row in read("names")}
    owners = defaultdict(set)
    for row in read("cities"):
        owners[row["lang"], row["form"]].add(row["country"])
        assert (row["lang"], row["form"]) not in countries, row
    assert not {form: many for form, many in owners.items() if len(many) > 1}


def test_no_country_has_two_capitals_and_nearly_all_have_one():
    capitals = defaultdict(set)
    for row in read("cities"):
        assert row["capital"] in ("0", "1"), row
        if row["capital"] == "1":
            capitals[row["country"]].add(row["canonical"])
    assert not {country: many for country, many in capitals.items() if len(many) > 1}
    # City states share their name with the country; some small capitals share it with a person or another city.
    assert len(COUNTRIES - capitals.keys()) <= 12


@pytest.mark.parametrize(
    ("name", "column"),
    [("organisations", "org"), ("ranks", "rank"), ("offices", "office"), ("institutions", "institution"), ("formats", "format")],
)  # fmt: skip
def test_a_form_means_one_thing(name, column):
    meanings = defaultdict(set)
    for row in read(name):
        meanings[row["lang"], row["form"].casefold()].add(row[column])
    assert not {form: many for form, many in meanings.items() if len(many) > 1}


def test_a_form_is_not_both_country_and_organisation():
    countries = {(row["lang"], row["form"]) for row in read("names")}
    assert not [row for row in read("organisations") if (row["lang"], row["form"]) in countries]


def test_grades_are_nato_grades():
    assert {row["grade"] for row in read("ranks")} <= {f"OF-{n}" for n in range(1, 11)} | {
        f"OR-{n}" for n in range(1, 10)
    } | {""}
    assert {row["branch"] for row in read("ranks")} <= {"", "army", "navy", "air"}


def test_levels_and_flags_are_those_of_the_codebook():
    assert {row["level"] for row in read("offices")} <= set(ONTOLOGY["levels"])
    assert {row["defence"] for row in read("offices")} == {"0", "1"}
    assert {row["defence"] for row in read("institutions")} == {"0", "1"}
    kinds = {"ministry", "armed_forces", "service", "general_staff", "agency", "academy", "command"}
    assert {row["kind"] for row in read("institutions")} <= kinds
    levels = defaultdict(set)
    for row in read("offices"):
        levels[row["office"]].add((row["level"], row["defence"]))
    assert not {office: many for office, many in levels.items() if len(many) > 1}

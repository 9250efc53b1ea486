"""The gazetteers hold together: codes exist, forms mean one thing, dates are dates."""

import csv
import itertools
import re
from collections import Counter, defaultdict
from datetime import date
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
OTHERS = {
    "outlets": "match name country lang kind state_controlled",
    "tenures": "person forms office country org from to source_url",
    "exercises": "name forms countries org host since",
    "ships": "name country",
}
MAIN_LANGUAGES = {"en", "ru", "az", "tr", "fr", "de", "es", "sv", "ar", "uk"}
LANGUAGES = MAIN_LANGUAGES | {"zh", "ka", "hy"}
ONTOLOGY = yaml.safe_load((DATA / "ontology.yml").read_text("utf-8"))


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


COUNTRIES = {row["country"] for row in read("names")}
ORGANISATIONS = {row["org"] for row in read("organisations")}


@pytest.mark.parametrize(("name", "columns"), sorted((COLUMNS | OTHERS).items()))
def test_has_the_columns_the_readme_promises(name, columns):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        assert next(lines) == columns.split()
        assert {len(line) for line in lines} == {len(columns.split())}, "a comma too many or too few"


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


@pytest.mark.parametrize(
    "path", sorted(DATA.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_no_list_of_patterns_twice(path):
    # YAML would silently take the last one.
    names = Counter(re.findall(r"^[^\s#][^:]*(?=:)", path.read_text("utf-8"), re.MULTILINE))
    assert not [name for name, count in names.items() if count > 1]


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


def test_outlets_are_found_by_one_address_or_name():
    found = Counter(row["match"].casefold() for row in read("outlets"))
    assert not [match for match, count in found.items() if count > 1]
    assert {row["country"] for row in read("outlets")} - COUNTRIES - {""} == set()
    kinds = {"state_agency", "ministry", "alliance", "wire", "aggregator", "press"}
    assert {row["kind"] for row in read("outlets")} == kinds
    assert {row["state_controlled"] for row in read("outlets")} == {"0", "1"}


def test_no_outlet_is_called_by_a_word_that_stands_in_other_names():
    names = {row["name"].casefold() for row in read("outlets") if row["country"]}
    everyday = (
        "agency armenia bulletin caspian chinese chronicle daily defence delta eastern georgia herald "
        "journal monitor nation observer points post reporter review standard times trends weekly"
    )
    assert not [name for name in names if len(name) > 3 and name in everyday]


DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def test_tenures_are_dated_and_run_forwards():
    for row in read("tenures"):
        assert DAY.fullmatch(row["from"]), row
        assert not row["to"] or DAY.fullmatch(row["to"]), row
        shared = min(len(row["from"]), len(row["to"]))
        assert row["from"][:shared] <= row["to"][:shared], row
        for day in (row["from"], row["to"]):
            assert len(day) < 10 or date.fromisoformat(day), row


def test_tenures_belong_to_one_country_or_organisation():
    offices = {row["office"] for row in read("offices")} | {"supreme leader"}
    for row in read("tenures"):
        assert bool(row["country"]) != bool(row["org"]), row
        assert row["country"] in COUNTRIES or row["org"] in ORGANISATIONS, row
        assert row["office"] in offices, row
        assert row["source_url"].startswith("https://"), row
        assert row["person"] not in row["forms"].split("|"), row


# Several people hold these at once.
SHARED = {
    "deputy minister of defence",
    "service chief",
    "senior defence official",
    "minister",
    "secretary general",
}


def test_one_person_at_a_time_holds_an_office():
    held = defaultdict(list)
    for row in read("tenures"):
        # China's Central Military Commission has two vice chairmen.
        if row["office"] not in SHARED and (row["country"], row["office"]) != ("CHN", "chief of defence"):
            held[row["country"], row["org"], row["office"]].append((row["from"], row["to"], row["person"]))
    for office, holders in held.items():
        for (_, end, one), (start, _, other) in itertools.pairwise(sorted(holders)):
            shared = min(len(end), len(start))
            assert end and end[:shared] <= start[:shared], (
                f"{office}: {one} until {end}, {other} from {start}"
            )


@pytest.mark.parametrize(
    "country",
    [
        "AZE",
        "GEO",
        "ARM",
        "TUR",
        "RUS",
        "UKR",
        "USA",
        "CHN",
        "IND",
        "IRN",
        "KOR",
        "JPN",
        "DEU",
        "FRA",
        "GBR",
        "SWE",
        "MDA",
    ],
)
@pytest.mark.parametrize("day", ["2008-01-15", "2013-06-15", "2018-03-09", "2021-09-15", "2024-03-15"])
def test_defence_ministers_are_known_on_any_day(country, day):
    holders = [
        row["person"]
        for row in read("tenures")
        if (row["country"], row["office"]) == (country, "minister of defence")
        and row["from"] <= day
        and (not row["to"] or row["to"] >= day)
    ]
    assert len(holders) == 1


def test_exercises_name_countries_and_mean_one_series():
    meanings = defaultdict(set)
    for row in read("exercises"):
        assert {*row["countries"].split("|"), row["host"]} - COUNTRIES - {""} == set(), row
        assert row["org"] in ORGANISATIONS | {""}, row
        assert re.fullmatch(r"(\d{4})?", row["since"]), row
        for form in {row["name"], *row["forms"].split("|")} - {""}:
            meanings[form].add(row["name"])
    assert not {form: many for form, many in meanings.items() if len(many) > 1}


def test_ships_are_of_countries():
    assert {row["country"] for row in read("ships")} <= COUNTRIES

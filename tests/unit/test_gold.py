"""The labelled articles keep to the codebook, and each file covers it."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel.core import get_global

GOLD = Path(__file__).parents[1] / "gold"

CODES = {name: set(codes) for name, codes in yaml.safe_load((GOLD / "codes.yml").read_text()).items()}
# CLDR lists the alpha-3 codes as aliases of the alpha-2 ones; Kosovo's is user-assigned in both.
COUNTRIES = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()} | {"XKX"}


def read(name: str) -> list[dict]:
    with (GOLD / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


NAMES = ("dev", "held", "practice", "unseen")
# A plain feed, which does not cover every form.
FILES = {name: read(name) for name in (*NAMES, "fresh")}
ARTICLES = [article for articles in FILES.values() for article in articles]
EVENTS = [(article, event) for article in ARTICLES for event in article["events"]]
EACH = pytest.mark.parametrize("name", NAMES)


def where(article: dict, event: dict) -> str:
    return f"{article['id']} {event['type']} {event['evidence'][:60]!r}"


def test_every_line_has_the_keys_of_the_form():
    for article in ARTICLES:
        assert set(article) == CODES["article_keys"], article["id"]
        assert date.fromisoformat(article["published"])
        assert article["title"] and article["source"]
    for article, event in EVENTS:
        assert set(event) == CODES["event_keys"], where(article, event)


def test_ids_addresses_and_texts_are_unique_over_all_files():
    for key in ("id", "url", "title", "text"):
        twice = [value for value, n in Counter(article[key] for article in ARTICLES).items() if n > 1]
        assert not twice, f"{key} used twice: {twice[:3]}"


def test_texts_have_the_length_of_news():
    shortest = {"zh": 150, "ar": 400}
    for name, least in {"dev": 500, "held": 500, "practice": 300, "unseen": 300, "fresh": 300}.items():
        for article in FILES[name]:
            here = min(least, shortest.get(article["lang"], least))
            assert here <= len(article["text"]) <= 3200, article["id"]


def test_an_article_is_relevant_exactly_when_it_tells_an_event_and_one_event_is_the_main_one():
    for article in ARTICLES:
        assert article["relevant"] == bool(article["events"]), article["id"]
        if article["events"]:
            assert sum(event["primary"] for event in article["events"]) == 1, article["id"]


def test_evidence_is_a_literal_span_found_once():
    for article, event in EVENTS:
        assert article["text"].count(event["evidence"]) == 1, where(article, event)


def test_codes_are_those_of_the_codebook():
    for article, event in EVENTS:
        at = where(article, event)
        assert event["type"] in event["accept"], at
        assert set(event["accept"]) <= CODES["type"], at
        assert event["realis"] in CODES["realis"], at
        assert set(event["areas"]) <= CODES["areas"], at
        if event["instrument"]:
            assert event["instrument"]["kind"] in CODES["instrument_kind"], at
            assert event["instrument"]["status"] in CODES["instrument_status"], at
        if event["type"] in {"INSTRUMENT_SIGNED", "INSTRUMENT_STEP"}:
            assert event["instrument"], at


def test_participants_are_countries_by_iso_code_or_organisations():
    for article, event in EVENTS:
        at = where(article, event)
        assert event["participants"], at
        for party in event["participants"]:
            assert set(party) == CODES["participant_keys"], at
            assert (party["country"] is None) != (party["org"] is None), at
            assert party["country"] is None or party["country"] in COUNTRIES, f"{at}: {party['country']}"
            assert party["role"] in CODES["role"], at
        parties = {party["country"] or party["org"] for party in event["participants"]}
        # An organisation's own body is many states at one table.
        assert len(parties) >= 2 or parties == {"NATO"}, at
        assert event["place_country"] is None or event["place_country"] in COUNTRIES, at
        assert event["host"] is None or event["host"] in parties, at


def test_dates_agree_with_precision_realis_and_publication():
    for article, event in EVENTS:
        at = where(article, event)
        start, end, published = event["date_start"], event["date_end"], article["published"]
        assert event["date_precision"] in CODES["date_precision"], at
        assert (start is None and end is None) == (event["date_precision"] is None), at
        for day in (start, end):
            assert day is None or date.fromisoformat(day), at
        if start and end:
            assert start <= end, at
        if event["realis"] in {"occurred", "background"} and start:
            assert start <= published, at
        if event["realis"] == "occurred" and end:
            assert end <= published, at
        if event["realis"] in {"planned", "ongoing"} and end:
            assert end >= published, at


def test_parents_are_visits_or_port_calls_of_the_same_article():
    for article, event in EVENTS:
        if event["parent"] is not None:
            parent = article["events"][event["parent"]]
            assert parent is not event, where(article, event)
            assert parent["type"] in {"OFFICIAL_VISIT", "PORT_CALL"}, where(article, event)


@EACH
def test_each_file_covers_all_forms_realis_values_and_languages(name: str):
    articles = FILES[name]
    events = [event for article in articles for event in article["events"]]
    assert {event["type"] for event in events} == CODES["type"]
    assert {event["realis"] for event in events} == CODES["realis"]
    assert {article["lang"] for article in articles} >= {"en", "ru", "az", "tr"}
    assert {article["lang"] for article in articles if not article["relevant"]} >= {"en", "ru", "az", "tr"}


def test_each_file_has_several_events_of_each_form():
    for name, least in {"dev": 4, "held": 2, "practice": 4, "unseen": 2}.items():
        forms = Counter(event["type"] for article in FILES[name] for event in article["events"])
        assert min(forms.values()) >= least, (name, forms.most_common()[-1])


def test_the_set_is_large_enough_and_has_enough_hard_negatives():
    languages = Counter(article["lang"] for article in ARTICLES)
    assert languages["en"] >= 105
    assert languages["ru"] >= 25
    assert languages["az"] >= 15
    assert languages["tr"] >= 15
    assert sum(not article["relevant"] for article in ARTICLES) >= 50


@pytest.mark.parametrize(("seen", "other"), [("dev", "held"), ("practice", "unseen")])
def test_what_is_kept_unseen_is_a_third_of_the_same_make(seen: str, other: str):
    """Same share of negatives and of English in both files, within ten points."""
    assert 0.3 <= len(FILES[other]) / len(FILES[seen] + FILES[other]) <= 0.4
    for trait in (lambda a: not a["relevant"], lambda a: a["lang"] == "en"):
        first, second = (
            sum(map(trait, articles)) / len(articles) for articles in (FILES[seen], FILES[other])
        )
        assert abs(first - second) <= 0.1

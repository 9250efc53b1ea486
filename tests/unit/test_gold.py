"""The labelled articles keep to the codebook, and both files cover it."""

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


DEV, HELD = read("dev"), read("held")
ARTICLES = DEV + HELD
EVENTS = [(article, event) for article in ARTICLES for event in article["events"]]
BOTH = pytest.mark.parametrize("articles", [DEV, HELD], ids=["dev", "held"])


def where(article: dict, event: dict) -> str:
    return f"{article['id']} {event['type']} {event['evidence'][:60]!r}"


def test_every_line_has_the_keys_of_the_form():
    for article in ARTICLES:
        assert set(article) == CODES["article_keys"], article["id"]
        assert date.fromisoformat(article["published"])
        assert article["title"] and article["source"]
    for article, event in EVENTS:
        assert set(event) == CODES["event_keys"], where(article, event)


def test_ids_addresses_and_texts_are_unique_over_both_files():
    for key in ("id", "url", "title", "text"):
        twice = [value for value, n in Counter(article[key] for article in ARTICLES).items() if n > 1]
        assert not twice, f"{key} used twice: {twice[:3]}"


def test_texts_have_the_length_of_news():
    shortest = {"zh": 150, "ar": 400}
    for article in ARTICLES:
        assert shortest.get(article["lang"], 500) <= len(article["text"]) <= 3200, article["id"]


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


@BOTH
def test_each_file_covers_all_forms_realis_values_and_languages(articles):
    events = [event for article in articles for event in article["events"]]
    assert {event["type"] for event in events} == CODES["type"]
    assert {event["realis"] for event in events} == CODES["realis"]
    assert {article["lang"] for article in articles} >= {"en", "ru", "az", "tr"}
    assert {article["lang"] for article in articles if not article["relevant"]} >= {"en", "ru", "az", "tr"}


def test_dev_has_at_least_four_events_of_each_form_and_held_two():
    for articles, least in ((DEV, 4), (HELD, 2)):
        forms = Counter(event["type"] for article in articles for event in article["events"])
        assert min(forms.values()) >= least, forms.most_common()[-1]


def test_the_set_is_large_enough_and_has_enough_hard_negatives():
    languages = Counter(article["lang"] for article in ARTICLES)
    assert languages["en"] >= 105
    assert languages["ru"] >= 25
    assert languages["az"] >= 15
    assert languages["tr"] >= 15
    assert sum(not article["relevant"] for article in ARTICLES) >= 50


def test_held_is_a_third_of_the_same_make():
    """Same share of negatives and of English in both files, within ten points."""
    assert 0.3 <= len(HELD) / len(ARTICLES) <= 0.4
    for trait in (lambda a: not a["relevant"], lambda a: a["lang"] == "en"):
        dev, held = (sum(map(trait, articles)) / len(articles) for articles in (DEV, HELD))
        assert abs(dev - held) <= 0.1

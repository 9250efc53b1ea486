"""Imported articles: text files in the form of the user's sample, and JSON records."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from parsers.records import Unreadable
from parsers.textfile import read_record, read_text

SEED = Path(__file__).parents[3] / "shared" / "seed" / "azertac-2018-03-09.txt"
FILE = b""" date 2018-03-09 Baku, March 9, AZERTAC

The ministers met. They signed a plan.

They laid a wreath.
"""


def test_a_file_gives_dateline_paragraphs_and_a_title_that_says_where_it_is_from() -> None:
    article = read_text(FILE, "visit.txt")
    assert article.text == "The ministers met. They signed a plan.\n\nThey laid a wreath."
    assert (article.title, article.origins["title"]) == ("The ministers met.", "first sentence")
    assert (article.published, article.published_precision) == (datetime(2018, 3, 9, tzinfo=UTC), "day")
    assert (article.dateline_place, article.dateline_date, article.dateline_agency) == (
        "Baku",
        date(2018, 3, 9),
        "AZERTAC",
    )
    assert (article.lang, article.external_id, article.url) == ("en", "visit.txt", "file:visit.txt")


def test_the_users_sample() -> None:
    if not SEED.exists():
        pytest.skip("the sample is not beside this repository")
    article = read_text(SEED.read_bytes(), SEED.name)
    assert (article.dateline_place, article.dateline_date) == ("Baku", date(2018, 3, 9))
    assert article.text.startswith("A plan of bilateral cooperation")
    assert article.text.count("\n\n") == 6


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no_date_line"),
        (b"Just a text.", "no_date_line"),
        (b" date yesterday Baku\n\nText.", "bad_date"),
        (b" date 2018-03-09 Baku, March 9, AZERTAC\n", "empty"),
        (b"\x00\xff\xfe\x00", "no_date_line"),
    ],
)
def test_what_is_not_in_the_form_is_refused_by_name(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=r"visit\.txt") as refused:
        read_text(raw, "visit.txt")
    assert refused.value.reason == reason


def test_a_record_keeps_its_text_letter_for_letter() -> None:
    text = "Baku, March 9, AZERTAC  The ministers met. "
    article = read_record(
        {"id": "a1", "url": "https://x.test/1?utm_source=r", "published": "2018-03-09", "text": text},
        "f.jsonl:1",
    )
    assert article.text == text
    assert article.title == "The ministers met."
    assert (article.dateline_place, article.dateline_date) == ("Baku", date(2018, 3, 9))
    assert (article.external_id, article.canonical_url) == ("a1", "https://x.test/1")


def test_a_record_needs_only_a_text() -> None:
    article = read_record({"text": "The ministers met in the capital."}, "f.jsonl:7")
    assert (article.url, article.published, article.source) == ("record:f.jsonl:7", None, "import")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "empty"),
        ({"text": "  "}, "empty"),
        ({"text": 5}, "bad_field"),
        ({"text": "x", "title": ["y"]}, "bad_field"),
        ({"text": "x", "published": "soon"}, "bad_date"),
        ([1], "not_a_record"),
    ],
)
def test_a_bad_record_is_refused_with_its_line(record: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=r"f\.jsonl:3") as refused:
        read_record(record, "f.jsonl:3")  # type: ignore[arg-type]
    assert refused.value.reason == reason

"""Triage: general news is left out at a glance, and what we look for never is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.records import Page
from parsers.source import load_sources
from parsers.triage import is_general, screen_page, screen_text
from tests.bench.triage import labelled, newsroom

FOOTBALL = " ".join(
    f"In minute {minute} the visitors won a corner, and the keeper of the champions caught it without trouble."
    for minute in range(1, 20)
)


def page(text: str) -> Page:
    markup = f"<html><head><title>News</title></head><body><article><p>{text}</p></article></body></html>"
    return Page("https://outlet.test/1", "outlet", markup.encode(), datetime(2024, 1, 1, tzinfo=UTC))


def test_no_text_or_page_that_tells_of_an_event_is_dropped() -> None:
    dropped = [name for name, text in labelled() if not screen_text(text).keeps()]
    dropped += [name for name, screened in newsroom() if not screen_page(screened).keeps()]
    assert dropped == []


def test_a_page_of_another_subject_is_dropped_and_scores_nothing() -> None:
    screening = screen_page(page(FOOTBALL))
    assert (screening.score, screening.keeps()) == (0.0, False)


@pytest.mark.parametrize("text", ["", "We value your privacy. Accept all cookies.", "Page not found"])
def test_a_page_with_too_little_text_to_judge_by_is_kept(text: str) -> None:
    assert screen_page(page(text)).keeps()


@pytest.mark.parametrize("body", [b"\x00\xff<", b"<title", b"<" * 100_000, b"<div>" * 50_000])
def test_no_bytes_make_the_screen_fail(body: bytes) -> None:
    screen_page(Page("https://outlet.test/1", "", body, datetime(2024, 1, 1, tzinfo=UTC)))


def test_only_outlets_of_all_subjects_in_languages_of_the_screen_are_screened() -> None:
    sources = load_sources()

    def general(**of: object) -> bool:
        return is_general(next(iter(sources.values())).model_copy(update=of))

    assert is_general(None)
    assert general(kind="press", languages=("en", "ru"))
    assert not general(kind="ministry", languages=("en",))
    assert not general(kind="press", languages=("en", "el"))

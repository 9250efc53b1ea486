"""Whatever bytes come: an article, or Unreadable by name; and the newsroom's traps, each told for what it is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.newsroom.sites import OUTLETS, publish
from flows.newsroom.stories import load_stories
from parsers.dateline import read_dateline
from parsers.dates import find_days, read_stamp, url_day
from parsers.identity import canonical_url
from parsers.page import parse_page
from parsers.records import Article, Page, Unreadable
from parsers.source import load_sources
from parsers.textfile import read_json, read_record
from parsers.triage import screen_page
from tests.broken import BROKE, PROSE

NOW = datetime(2024, 1, 1, tzinfo=UTC)
SOURCES = load_sources(OUTLETS)
STORIES = load_stories()
DOCUMENTS = publish(STORIES)
BAKU = ZoneInfo("Asia/Baku")

PIECES = st.sampled_from(
    [
        *(b"<div>", b"</div>", b"<table><tr><td>", b"<br>", b"<h1>Visit</h1>", b"<article>", b"<title>", b"<!--", b"]]>"),
        *(PROSE, b"<p hidden>", b"<time datetime='2020-02-30'>", b"Baku, March 99, AZERTAC", b"31.02.2020", b"\x00"),
        *(b"&#1;", b"&#x110000;", b"\xff\xfe", b"\xed\xa0\x80", b"<meta charset=utf-16>", b"<meta charset=utf-7>"),
        *(b"<a href='http://[::1'>", b"<link rel=canonical href='http://['>", b"<nav>", b"<base href='//['>"),
        b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"9-13-45\",\"headline\":[[]]}</script>",
        b'<meta property="article:published_time" content="0001-01-01T00:00:00+23:59">',
    ]
)  # fmt: skip
BODIES = st.lists(PIECES | st.binary(max_size=12), max_size=25).map(b"".join)
LINES = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["Baku, ", "March ", "9", "99", "AZERTAC", " - ", "(AP)", "9 mart", "2018", "31.02.", "T25:61Z"]
    )
).map("".join)


def read(body: bytes, outlet: str | None = None, url: str = "https://a.test/2018/03/09/x") -> Article | str:
    page = Page(url, outlet or "", body, NOW, content_type="text/html")
    screen_page(page)
    try:
        return parse_page(page, SOURCES[outlet] if outlet else None)
    except Unreadable as error:
        assert error.reason
        assert "a.test" in error.detail or "newsroom.test" in error.detail
        return error.reason


@example(b"<div><title><div>", None)
@given(BODIES, st.sampled_from([None, "araz", "gemod"]))
@settings(max_examples=60, deadline=None)
def test_any_page_is_an_article_or_unreadable_by_name(body: bytes, outlet: str | None) -> None:
    found = read(body, outlet)
    assert isinstance(found, str) or found.text


@pytest.mark.timeout(60)
@pytest.mark.parametrize("broken", BROKE)
@pytest.mark.parametrize("outlet", [None, "araz"])
def test_what_broke_once_does_not_again(broken: str, outlet: str | None) -> None:
    """How long each takes is printed by tests.bench.parse."""
    found = read(BROKE[broken], outlet)
    assert isinstance(found, str) or found.text


def test_a_page_cut_for_its_length_keeps_what_comes_first() -> None:
    body = (
        b"<html><body><main><article>" + PROSE * 3 + b"<i>x</i>" * 40_000 + b"<p>the end</p></article></main>"
    )
    found = read(body)
    assert isinstance(found, Article)
    assert found.text.startswith("The ministers met")
    assert "the end" not in found.text


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_any_line_may_be_asked_for_a_dateline_a_date_and_an_address(line: str) -> None:
    read_dateline(line)
    read_stamp(line, BAKU)
    list(find_days(line))
    url_day(line)
    canonical_url(line)


def test_a_record_of_arrays_in_one_another_is_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"f\.jsonl:1"):
        read_record(read_json("[" * 200_000, "f.jsonl:1"), "f.jsonl:1")


TRAPS = {story.trap: story for story in STORIES.values() if story.trap and story.trap != "gone"}


@pytest.mark.parametrize("trap", ["empty", "soft_404", "consent_wall"])
@pytest.mark.parametrize("known", [True, False])
def test_a_trap_that_holds_no_article_is_unreadable_as_what_it_is(trap: str, known: bool) -> None:
    story = TRAPS[trap]  # type: ignore[index]
    body = DOCUMENTS[story.url.removeprefix("http://")].body
    assert read(body, story.outlet if known else None, story.url) == trap


@pytest.mark.parametrize(
    ("trap", "flag", "known"),
    [
        *(("truncated", "truncated", known) for known in (True, False)),
        *(("paywall", "paywall", known) for known in (True, False)),
        *(("mojibake", "charset_repaired", known) for known in (True, False)),
        *(("two_articles", "several_articles", known) for known in (True, False)),
        ("huge", "oversize", True),
    ],
)
def test_a_trap_that_holds_an_article_is_read_and_flagged(trap: str, flag: str, known: bool) -> None:
    story = TRAPS[trap]  # type: ignore[index]
    body = DOCUMENTS[story.url.removeprefix("http://")].body
    article = read(body, story.outlet if known else None, story.url)
    assert isinstance(article, Article)
    assert article.flags == (flag,)
    assert article.title == story.title
    if trap == "truncated":
        assert story.text.startswith(article.text[:-1])
    else:
        assert article.text == story.text

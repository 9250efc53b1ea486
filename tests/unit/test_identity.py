"""Addresses that are one article have one canonical form."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.identity import canonical_url

ARTICLE = "https://site.test/news/visit-12.html"


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        f" {ARTICLE}#comments ",
        f"{ARTICLE}?utm_source=x&utm_medium=rss",
        f"{ARTICLE}?fbclid=abc&gclid=2",
        f"{ARTICLE}?amp",
        f"{ARTICLE}?print=1",
        f"{ARTICLE}?PHPSESSID=0123456789abcdef",
        "https://m.site.test/news/visit-12.html",
        "https://amp.site.test/news/visit-12.html",
        "https://site.test:443/news/visit-12.html",
        "https://SITE.test/news//visit-12.html",
        "https://site.test/news\\visit-12.html",
        "https://site.test/amp/news/visit-12.html",
        "https://site.test/news/visit-12.amp.html",
        "https://site.test/news/visit-12.html;jsessionid=9F3A",
        "https://www.google.com/amp/s/site.test/news/visit-12.html",
        "https://site-test.cdn.ampproject.org/c/s/site.test/news/visit-12.html",
    ],
)
def test_editions_sessions_and_tracking_do_not_make_another_article(url: str) -> None:
    assert canonical_url(url) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://site.test/?id=5", "https://site.test/?id=6"),
        ("https://site.test/news.php?sid=123", "https://site.test/news.php?sid=124"),
        ("https://site.test/en/x", "https://site.test/ru/x"),
        ("https://site.test:8080/x", "https://site.test/x"),
        ("https://m.test/x", "https://test/x"),
    ],
)
def test_what_names_an_article_is_kept(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_closing_slashes_stay_as_the_site_writes_them() -> None:
    assert canonical_url("https://site.test/news/visit/amp/") == "https://site.test/news/visit/"
    assert canonical_url("https://site.test/news/visit/amp") == "https://site.test/news/visit"


@example("HTTP://0\\")
@example("https://site.test/\\\\\\x")
@example("https://m.m.site.test/1")
@given(st.text(max_size=80) | st.from_regex(r"https?://[^\s]{0,60}", fullmatch=True))
def test_any_string_has_a_canonical_form_and_keeps_it(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once

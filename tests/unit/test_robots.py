"""What robots.txt allows us, where RFC 9309 and everyday files go beyond the library's own tests."""

from __future__ import annotations

import pytest

from flows.fetch.robots import RobotsCache, Rules

URL = "http://a.test/news/1"


@pytest.mark.parametrize(
    "text, allowed",
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("USER-AGENT: DRAGOMAN\nDISALLOW: /news", False),
        ("User-agent: Dragoman/2.0 (+x)\nDisallow: /", False),
        ("User-agent: man\nDisallow: /", True),
        ("User-agent: dragoman-news\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dragoman\nDisallow: /video", True),
        ("User-agent: other\nUser-agent: dragoman\nDisallow: /", False),
        ("User-agent: dragoman\nAllow: /a\n\nUser-agent: dragoman\nDisallow: /news", False),
        ("User-agent: dragoman\nSitemap: http://a.test/s.xml\nDisallow: /", False),
        ("User-agent: dragoman\nClean-param: ref /\nUser-agent: b\nDisallow: /", False),
        ("User-agent: *\nCrawl-delay: 10\n\nUser-agent: b\nDisallow: /", True),
        ("\ufeffUser-agent: *\rDisallow: /\r", False),
        ("User-agent: *\nDisallow: /*/1$", False),
        ("User-agent: *\nDisallow: /new\x0bDisallow: /", True),
        ("User-agent * \n disalow: /", False),
        ("<html><body>User-agent: none of this is a rule</body></html>", True),
        ("Disallow: /", True),
    ],
)
def test_what_is_allowed(text, allowed):
    assert Rules(text).allows(URL) is allowed


@pytest.mark.parametrize(
    "written, seconds", [("10", 10.0), ("0.5", 0.5), ("0", None), ("-3", None), ("x", None)]
)
def test_crawl_delay(written, seconds):
    assert Rules(f"User-agent: *\nCrawl-delay: {written}").crawl_delay == seconds


def test_a_file_is_shared_by_processes_and_an_unreadable_one_is_asked_again(tmp_path):
    RobotsCache(tmp_path).put("http://a.test", "User-agent: *\nDisallow: /")
    assert not RobotsCache(tmp_path).get("http://a.test").allows(URL)
    (kept,) = tmp_path.iterdir()
    kept.write_text("{")
    assert RobotsCache(tmp_path).get("http://a.test") is None


def test_an_unreachable_file_disallows_everything_and_says_why():
    rules = Rules(None, "server_error: HTTP 500")
    assert not rules.allows(URL)
    assert rules.unreachable == "server_error: HTTP 500"

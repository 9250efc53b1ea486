"""Feeds, sitemaps, listings and WARC files from anywhere: whatever is in them, one kind of error comes out."""

from __future__ import annotations

import gzip
import io
from contextlib import suppress
from zoneinfo import ZoneInfo

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.discover.feeds import read_feed
from flows.discover.found import NotReadable
from flows.discover.pages import read_alternates, read_listing
from flows.discover.sitemaps import read_sitemap
from flows.discover.warc import read_warc

URL = "http://a.test/x"
ZONE = ZoneInfo("Asia/Baku")
READERS = {
    "feed": lambda body: read_feed(body, "application/xml", URL, ZONE),
    "sitemap": lambda body: read_sitemap(body, None, URL, ZONE),
    "listing": lambda body: read_listing(body, None, URL, "a", "a.next"),
    "home": lambda body: read_alternates(body, "utf-8", URL),
}
PIECES = [
    b'<?xml version="1.0" encoding="utf-16"?>', b"<!DOCTYPE r [", b'<!ENTITY a "b">', b"]>", b'<rss version="2.0">',
    b"<channel>", b"<item>", b"<title>", b"</title>", b"<link>", b"http://[::1", b"/a/1", b"</link>", b"</item>",
    b"<pubDate>", b"Fri, 99 Foo 20180 99:99:99 +9999", b"9999-12-31T23:59:59-23:59", b"</pubDate>", b"&a;", b"&#0;",
    b"&#xffffffff;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<urlset>", b"<url>", b"<loc>", b"</loc>", b"<lastmod>",
    b"</lastmod>", b"</url>", b"<sitemapindex>", b"<sitemap>", b"</sitemap>", b'{"items": [', b'{"url": "//["}', b"]}",
    b"<html>", b"<base href='//['>", b"<a href='http://[x'>", b"<a class=next href=' java\0script:x'>", b"</a>",
    b"<link rel=alternate type=application/rss+xml href=f>", b"\x1f\x8b", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf",
]  # fmt: skip
documents = st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=documents)
def test_a_document_is_read_or_refused_with_a_reason(name, body):
    try:
        READERS[name](body)
    except NotReadable as error:
        assert error.reason and error.detail


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "unit",
    [b"<a>", b"<item><title>", b"<![CDATA[", b"<!--", b"&amp;", b"<div>", b"<table><tr><td>", b'{"a":', b"["],
)
def test_deep_and_unclosed_markup_is_survived(name, unit):
    body = b'<rss version="2.0"><channel>' + unit * (60_000 // len(unit))
    with suppress(NotReadable):
        READERS[name](body)


def test_a_tag_of_a_hundred_thousand_attributes_is_refused():
    tag = b"<item " + b" ".join(b'a%d="b"' % number for number in range(100_000)) + b">"
    with pytest.raises(NotReadable, match="attributes"):
        READERS["feed"](b'<rss version="2.0"><channel>' + tag)


HTML = b"<html><body>" + b"<p>A page that was packed.</p>" * 40


def chunked(body: bytes) -> bytes:
    parts = [body[start : start + 100] for start in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def warc(http: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.test/1\r\n"
        b"WARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
    )
    return head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"


@pytest.mark.parametrize(
    "headers, body",
    [
        (b"", HTML),
        (b"Content-Encoding: gzip\r\n", gzip.compress(HTML, mtime=0)),
        (b"Content-Encoding: br\r\n", brotli.compress(HTML)),
        (b"Transfer-Encoding: chunked\r\n", chunked(HTML)),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(HTML, mtime=0))),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", HTML),
    ],
)
def test_a_warc_page_is_unpacked_however_its_crawler_left_it(tmp_path, headers, body):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body
    path = tmp_path / "x.warc"
    path.write_bytes(warc(http) + warc(http))
    pages = list(read_warc(path))
    assert [page.body for page in pages] == [HTML, HTML]


def test_a_bomb_in_a_warc_is_left_out(tmp_path):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        for _ in range(40):
            packed.write(b"\0" * (1 << 20))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    path = tmp_path / "x.warc"
    path.write_bytes(warc(http + out.getvalue()) + warc(http + gzip.compress(HTML, mtime=0)))
    assert [page.body for page in read_warc(path)] == [HTML]

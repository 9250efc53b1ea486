"""Feeds and sitemaps as publishers really write them: encodings that lie, old formats, broken XML."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.discover import Discovered, discover
from flows.fetch import Archive, Client, FetchSettings
from parsers.source import Discovery, Politeness, Source
from tests.loopback import serving

RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Новости</title>
<item><title><![CDATA[Министр обороны & гость]]></title><link>/news/1?a=1&amp;b=2</link>
<pubDate>Fri, 09 Mar 2018 14:00:00 +0400</pubDate></item>
<item><title>Без даты</title><link>http://news.test/news/2</link></item></channel></rss>"""
TURKISH = """<?xml version="1.0" encoding="windows-1254"?><rss version="2.0"><channel>
<item><title>Işık Şağ'ın ziyareti</title><link>http://news.test/tr/1</link></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.test/base/">
<entry><title>One</title><link rel="alternate" href="a/1"/><updated>2018-03-09T10:00:00Z</updated></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>Old</title>
<link>http://news.test/rdf/1</link><dc:date>2018-03-09</dc:date></item></rdf:RDF>"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
    {"id": "1", "url": "/json/1", "title": "One", "date_published": "2018-03-09T10:00:00+04:00"}]})  # fmt: skip
BROKEN = RSS.format(encoding="utf-8").replace("</title><link>http", "<title><link>http")
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://news.test/s/1</loc>
<news:news><news:publication_date>2018-03-09T10:00:00Z</news:publication_date><news:title>One</news:title></news:news></url>
<url><loc> http://news.test/s/2 </loc><lastmod>2018-03-10</lastmod></url></urlset>"""
INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://news.test/sitemap.xml</loc></sitemap><sitemap><loc>http://news.test/more.xml.gz</loc></sitemap></sitemapindex>"""
XML = "application/xml"
FILES: dict[str, tuple[bytes, str]] = {
    "/rss": (RSS.format(encoding="utf-8").encode(), XML),
    "/rss-1251": (RSS.format(encoding="windows-1251").encode("cp1251"), XML),
    "/rss-1254": (TURKISH.encode("cp1254"), XML),
    "/rss-utf16": (RSS.format(encoding="utf-16").encode("utf-16"), XML),
    "/rss-lying": (RSS.format(encoding="utf-8").encode("cp1251"), "application/xml; charset=windows-1251"),
    "/atom": (ATOM.encode(), "application/atom+xml"),
    "/rdf": (RDF.encode(), XML),
    "/feed.json": (JSON_FEED.encode(), "application/feed+json"),
    "/broken": (BROKEN.encode(), XML),
    "/sitemap.xml": (SITEMAP.encode(), XML),
    "/more.xml.gz": (gzip.compress(SITEMAP.replace("/s/", "/more/").encode()), "application/gzip"),
    "/index.xml": (INDEX.encode(), XML),
    "/sitemap.txt": (b"http://news.test/t/1\nhttp://news.test/t/2\n", "text/plain"),
}


async def serve(request: Request) -> Response:
    if request.url.path == "/robots.txt":
        return Response("User-agent: *\nAllow: /\n", media_type="text/plain")
    if request.url.path not in FILES:
        return Response(status_code=404)
    body, media_type = FILES[request.url.path]
    return Response(body, headers={"content-type": media_type})


@pytest.fixture(scope="module")
def address():
    with serving(Starlette(routes=[Route("/{rest:path}", serve)])) as where:
        yield where


def look(address: str, folder: Path, *places: Discovery) -> Discovered:
    source = Source(
        id="news",
        name="News",
        homepage="http://news.test/",
        kind="press",
        languages=("en",),
        timezone="Asia/Baku",
        state_controlled=False,
        discovery=places,
        politeness=Politeness(rate=1000, concurrency=20),
    )

    async def run() -> Discovered:
        with Archive(folder / "archive") as archive:
            async with Client(
                FetchSettings(folder / "fetch", connect_to={"news.test": address}), {}, archive
            ) as client:
                return await discover(source, client)

    return asyncio.run(run())


@pytest.mark.parametrize("path", ["/rss", "/rss-1251", "/rss-utf16", "/rss-lying"])
def test_rss_in_whatever_encoding_keeps_titles_links_and_dates(address: str, tmp_path: Path, path: str):
    first, second = look(address, tmp_path, Discovery(type="feed", url=f"http://news.test{path}")).links
    assert first.title == "Министр обороны & гость"
    assert first.url == "http://news.test/news/1?a=1&b=2"
    assert first.published == datetime(2018, 3, 9, 10, tzinfo=UTC)
    assert second.published is None


def test_turkish_letters_survive(address: str, tmp_path: Path):
    [link] = look(address, tmp_path, Discovery(type="feed", url="http://news.test/rss-1254")).links
    assert link.title == "Işık Şağ'ın ziyareti"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/atom", "http://news.test/base/a/1"),
        ("/rdf", "http://news.test/rdf/1"),
        ("/feed.json", "http://news.test/json/1"),
        ("/broken", "http://news.test/news/1?a=1&b=2"),
    ],
)
def test_every_kind_of_feed_and_a_broken_one_give_their_links(
    address: str, tmp_path: Path, path: str, url: str
):
    assert url in [
        link.url
        for link in look(address, tmp_path, Discovery(type="feed", url=f"http://news.test{path}")).links
    ]


@pytest.mark.parametrize(
    ("path", "urls"),
    [
        ("/sitemap.xml", ["/s/1", "/s/2"]),
        ("/sitemap.txt", ["/t/1", "/t/2"]),
        ("/index.xml", ["/s/1", "/s/2", "/more/1", "/more/2"]),
    ],
)
def test_sitemaps_plain_packed_indexed_and_of_news(address: str, tmp_path: Path, path: str, urls: list[str]):
    found = look(address, tmp_path, Discovery(type="sitemap", url=f"http://news.test{path}"))
    assert sorted(link.url for link in found.links) == sorted(f"http://news.test{url}" for url in urls)
    assert found.rejects == []

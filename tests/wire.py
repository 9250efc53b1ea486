"""A news agency with as many generated pages as one likes, beside the newsroom's outlets.

Page number n is always the same; every third tells of a meeting of two ministers of its own day and pair.
"""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from flows.newsroom.server import Newsroom

HOST = "wire.newsroom.test"
SOURCE = f"""\
id: wire
name: Generated Wire
homepage: http://{HOST}/
country: AZE
kind: state_agency
languages: [en]
timezone: UTC
state_controlled: true
discovery:
  - {{type: sitemap, url: "http://{HOST}/sitemap.xml", include: "/news/"}}
selectors:
  title: ["h1"]
  published: [".date"]
  date_format: "%d.%m.%Y %H:%M"
  text: [".body"]
schedule: {{every: 5m}}
politeness: {{rate: 1000, concurrency: 16}}
"""
COUNTRIES = (
    "Georgia",
    "Türkiye",
    "Kazakhstan",
    "Pakistan",
    "Italy",
    "Jordan",
    "Poland",
    "Hungary",
    "Uzbekistan",
)
PAIRS = tuple(combinations(COUNTRIES, 2))
FIRST = date(2012, 1, 1)


class Wire(Newsroom):
    """The newsroom and a wire of which `published` pages are out. While `broken`, its pages come garbled."""

    def __init__(self, published: int = 0) -> None:
        super().__init__()
        self.published = published
        self.broken = False

    def _respond(self, request: Request, host: str) -> Response:
        if host != HOST:
            return super()._respond(request, host)
        path = request.url.path
        if path == "/sitemap.xml":
            return Response(sitemap(self.published), media_type="application/xml")
        number = path.removeprefix("/news/").removesuffix(".html")
        if not number.isdigit() or int(number) >= self.published:
            return PlainTextResponse("no such page", 404)
        if self.broken:
            return Response(
                b"<html><body><div class=\xff\xfe><p>" + bytes(range(256)) * 4, media_type="text/html"
            )
        etag = f'"{number}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"etag": etag})
        return Response(page(int(number)), media_type="text/html; charset=utf-8", headers={"etag": etag})


def write_sources(folder: Path) -> None:
    """The newsroom's source files and the wire's."""
    from flows.catalogue import NEWSROOM

    folder.mkdir(parents=True, exist_ok=True)
    for path in NEWSROOM.glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "wire.yml").write_text(SOURCE, "utf-8")


def sitemap(published: int) -> bytes:
    entries = "".join(
        f"<url><loc>http://{HOST}/news/{number}.html</loc><lastmod>{moment(number):%Y-%m-%d}</lastmod></url>"
        for number in range(published)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def moment(number: int) -> datetime:
    day = FIRST + timedelta(days=number // 2)
    return datetime(day.year, day.month, day.day, 8 + number % 10, number % 60, tzinfo=UTC)


def page(number: int) -> bytes:
    first, second = PAIRS[number % len(PAIRS)]
    at = moment(number)
    if number % 3 == 0:
        title = f"Defense ministers of {first} and {second} meet"
        lead = f"Defense Minister of {first} met with Defense Minister of {second} on {at:%B} {at.day}, {at.year}."
    else:
        title = f"Harvest report {number} from {first}"
        lead = f"Farmers in {first} and {second} brought in {number + 1000} tonnes of grain, officials said."
    paragraphs = [
        lead,
        f"The sides exchanged views on what was done in the past year, item {number} of a long list.",
        f"Report {number * 7919 % 100_003} of the series was handed to journalists together with its figures.",
        "The weather was fine and the roads were dry, which helped everyone who had to travel that day.",
    ]
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>{title}</h1><span class="date">{at:%d.%m.%Y %H:%M}</span>'
        f'<div class="body">{body}</div></article><footer>Generated Wire</footer></body></html>'
    ).encode()

"""A source tried without keeping anything: what it announces, and what its articles are read as."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup

from flows.discover import discover
from flows.discover.pages import read_alternates
from flows.errors import DragomanError
from flows.fetch import Archive, Client, FetchSettings, reject
from flows.settings import Settings
from parsers.language import identify
from parsers.page import parse_page
from parsers.records import Article, Page, Reject, Unreadable
from parsers.source import Source

SHOWN = 200
FIELDS = (
    "title", "text", "lang", "published", "modified", "dateline_place", "dateline_date", "dateline_agency", "author",
    "lead", "section", "tags", "captions", "attribution", "alternates", "canonical_url",
)  # fmt: skip


async def try_source(source: Source, settings: Settings, articles: int) -> dict[str, Any]:
    """`{"source", "found", "articles": [fields], "rejects", "notices"}` of a look and a few of its articles."""
    async with _throw_away_client(settings) as client:
        looked = await discover(source, client)
        fetched = await asyncio.gather(
            *(client.get(link.url, source, "article") for link in looked.links[:articles])
        )
    rejects = looked.rejects + [failure for one in fetched if (failure := reject(one.record))]
    read = [_fields(one.page, source) for one in fetched if one.page]
    rejects += [one for one in read if isinstance(one, Reject)]
    return {
        "source": source.id,
        "found": len(looked.links),
        "first": [link.url for link in looked.links[:5]],
        "articles": [one for one in read if not isinstance(one, Reject)],
        "rejects": [f"{one.reason}: {one.detail}" for one in rejects],
        "notices": [asdict(notice) for notice in looked.notices],
    }


def try_page(source: Source, path: Path, url: str) -> dict[str, Any]:
    """What each field of a saved page is read as. Raises DragomanError for a page that is no article."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise DragomanError(f"cannot read {path}: {error.strerror}") from None
    page = Page(url=url or source.homepage, source=source.id, body=body, fetched_at=datetime.now(UTC))
    read = _fields(page, source)
    if isinstance(read, Reject):
        raise DragomanError(f"{path}: not an article ({read.reason}): {read.detail}")
    return {"source": source.id, "articles": [read]}


async def draft(url: str, settings: Settings) -> str:
    """A source file in YAML, to be completed by hand. Raises DragomanError for a page that cannot be had."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host:
        raise DragomanError(f"{url}: not a web address; give one such as https://example.org/")
    source = _provisional(url, host)
    async with _throw_away_client(settings) as client:
        fetched = await client.get(url, source, "discovery")
        if fetched.page is None:
            raise DragomanError(f"{url}: {fetched.record.detail or fetched.record.outcome}")
        page = fetched.page
        feeds = read_alternates(page.body, page.charset, page.final_url or url)
        sitemaps = await client.sitemaps(page.final_url or url, source)
    soup = BeautifulSoup(page.body, "lxml", from_encoding=page.charset)
    title = soup.title.get_text(" ", strip=True) if soup.title else host
    places = [{"type": "feed", "url": feed} for feed in feeds] or [
        {"type": "sitemap", "url": sitemap} for sitemap in sitemaps[:1]
    ]
    drafted = {
        "id": source.id,
        "name": title[:80],
        "homepage": url,
        "country": None,
        "kind": "press",
        "languages": [identify(soup.get_text(" ", strip=True)) or "en"],
        "timezone": "UTC",
        "state_controlled": False,
        "discovery": places or [{"type": "listing", "url": url, "selector": "article a"}],
        "verified": False,
        "note": "Drafted from the front page: set country, kind, timezone and state_controlled, then run check.",
    }
    return yaml.safe_dump(drafted, sort_keys=False, allow_unicode=True)


@asynccontextmanager
async def _throw_away_client(settings: Settings) -> AsyncIterator[Client]:
    # Politeness and robots files are shared with the real runs; what is fetched is not kept.
    fetching = FetchSettings(settings.data / "fetch", settings.contact, settings.connect_to)
    with TemporaryDirectory(prefix="dragoman-") as folder, Archive(Path(folder)) as archive:
        async with Client(fetching, {}, archive) as client:
            yield client


def _fields(page: Page, source: Source) -> dict[str, Any] | Reject:
    try:
        article = parse_page(page, source)
    except Unreadable as error:
        return Reject("parse", error.reason, error.detail, source.id, page.url)
    found = {name: _shown(article, name) for name in FIELDS if getattr(article, name)}
    return {"url": article.url, "flags": article.flags, "fields": found}


def _shown(article: Article, name: str) -> dict[str, Any]:
    value = getattr(article, name)
    if isinstance(value, str) and len(value) > SHOWN:
        value = f"{value[:SHOWN]}… ({len(value)} characters)"
    return {"value": value, "from": article.origins.get(name)}


def _provisional(url: str, host: str) -> Source:
    return Source(
        id="-".join(host.split(".")[:-1]) or host,
        name=host,
        homepage=url,
        kind="press",
        languages=("en",),
        timezone="UTC",
        state_controlled=False,
        discovery=(),
    )

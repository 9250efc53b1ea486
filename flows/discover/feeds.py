"""RSS, Atom and JSON Feed: the articles that a feed names."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

import feedparser

from flows.discover.found import MOST_LINKS, Found, NotReadable, absolute, moment, plain

_LARGEST = 5 << 20
# feedparser takes a time that grows with the square of a tag's attributes.
_LONG_TAG = re.compile(rb"<[^<>]{20000,}")
_MOST_ATTRIBUTES = 1000


def read_feed(body: bytes, content_type: str | None, url: str, zone: tzinfo) -> list[Found]:
    """Every entry with a usable link, in the feed's order. Raises NotReadable (not_a_feed, too_large)."""
    if len(body) > _LARGEST:
        raise NotReadable("too_large", f"a feed of {len(body)} bytes, at most {_LARGEST} are read")
    if any(tag[0].count(b"=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(body)):
        raise NotReadable("not_a_feed", f"a tag with more than {_MOST_ATTRIBUTES} attributes")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        entries = _json_feed(body, url, zone)
    else:
        entries = _xml_feed(body, content_type, url)
    return list(entries)[:MOST_LINKS]


def _xml_feed(body: bytes, content_type: str | None, url: str) -> Iterator[Found]:
    try:
        feed = feedparser.parse(
            body,
            response_headers={"content-type": content_type or "application/xml", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # it has its own ways of failing on garbage
        raise NotReadable("not_a_feed", f"the feed cannot be read: {error}") from error
    if not feed.entries and not feed.get("version"):
        why = feed.get("bozo_exception")
        raise NotReadable("not_a_feed", f"no RSS, Atom or JSON feed here{f': {why}' if why else ''}")
    for entry in feed.entries:
        link = absolute(entry.get("link") or _alternate(entry), url)
        if link:
            yield Found(link, plain(entry.get("title")), _when(entry))


def _alternate(entry: Any) -> str | None:
    return next((link.get("href") for link in entry.get("links", ()) if link.get("rel") == "alternate"), None)


def _when(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(body: bytes, url: str, zone: tzinfo) -> Iterator[Found]:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotReadable("not_a_feed", f"broken JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise NotReadable("not_a_feed", "JSON without the `items` of a JSON Feed")
    for item in items:
        if not isinstance(item, dict):
            continue
        named = item.get("url") or item.get("external_url") or item.get("id")
        link = absolute(named, url) if isinstance(named, str) else None
        title, when = item.get("title"), item.get("date_published") or item.get("date_modified")
        if link:
            yield Found(
                link,
                plain(title) if isinstance(title, str) else None,
                moment(when, zone) if isinstance(when, str) else None,
            )

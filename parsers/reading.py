"""A page opened for reading: decoded, parsed, its statements and what selectors find in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

import lxml.etree

from parsers.charset import Decoded, decode
from parsers.maintext import bound
from parsers.prose import tidy
from parsers.records import Page, Unreadable
from parsers.selecting import select
from parsers.source import Source
from parsers.structured import Structured, read_structured
from parsers.tree import Element, content, parse

# More markup than this is read no further: real articles end long before.
LONGEST = 3_000_000
_NOT_HTML = re.compile(r"%PDF-|PK\x03\x04|\x89PNG|GIF8|\xff\xd8\xff|\{\s*\"|Rar!")
_TYPES = ("html", "xml", "text/plain", "octet-stream")


@dataclass(slots=True)
class Reading:
    """What is known of the page so far."""

    page: Page
    source: Source | None
    url: str
    decoded: Decoded
    tree: Element
    structured: Structured
    zone: tzinfo | None
    selected: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)


def open_page(page: Page, source: Source | None) -> Reading:
    """Decode and parse the page and apply the source's selectors. Raises Unreadable (empty, not_html)."""
    url = page.final_url or page.url
    if not page.body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable("empty", f"{url}: the page has no content")
    if page.content_type and not any(kind in page.content_type.lower() for kind in _TYPES):
        raise Unreadable("not_html", f"{url}: {page.content_type[:60]} is no HTML page")
    decoded = decode(page.body[:LONGEST], page.charset or _charset(page.content_type))
    tree = None if _NOT_HTML.match(decoded.text.lstrip()) else parse(decoded.text)
    if tree is None:
        raise Unreadable("not_html", f"{url}: this is no HTML page")
    bound(tree)
    structured = read_structured(tree)
    zone = ZoneInfo(source.timezone) if source else None
    reading = Reading(page, source, url, decoded, tree, structured, zone)
    reading.origins |= {"url": "page", "lang": "text"}
    reading.flags += structured.faults
    if len(page.body) > LONGEST:
        reading.flags.append("oversize")
    if decoded.garbled:
        reading.flags.append("garbled")
    if decoded.repaired:
        reading.flags.append("charset_repaired")
    if source:
        reading.selected = select(tree, source, structured)
    return reading


def _charset(content_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return match.group(1) if match else None


def shown(reading: Reading) -> str:
    """All text that the page shows. Reads the markup again: reading changed the tree."""
    tree = parse(reading.decoded.text[:300_000])
    if tree is None:
        return ""
    lxml.etree.strip_elements(tree, "script", "style", "noscript", "head", with_tail=False)
    return tidy(content(tree)[:20_000])

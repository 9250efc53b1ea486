"""What the readers of feeds, sitemaps and listings have in common."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from urllib.parse import urldefrag, urljoin, urlsplit

# The most that one document may name: the sitemap protocol's own limit.
MOST_LINKS = 50_000
_TAG = re.compile(r"<[^<>]*>")


class NotReadable(ValueError):
    """A document that is not what the source says it is. `reason` is a short code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Found:
    """An absolute URL that a document names, with what it says of it."""

    url: str
    title: str | None = None
    published: datetime | None = None


def absolute(url: str | None, base: str) -> str | None:
    """The http(s) URL without fragment, resolved against `base`; None if it is none."""
    if not url:
        return None
    try:
        joined = urldefrag(urljoin(base, "".join(url.split()))).url
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.netloc else None


def plain(text: str | None) -> str | None:
    """A title as plain text: feeds and links wrap it in markup and entities."""
    if not text:
        return None
    text = " ".join(html.unescape(_TAG.sub(" ", text)).split())
    return text or None


def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """An ISO 8601 date or time in UTC; without an offset it is in `zone`. None if it is neither."""
    text = (text or "").strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            return None
        found = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None

"""HTML pages that lead to articles: listings by CSS selector, and the feeds that a home page names."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import Tag

from flows.discover.found import Found, NotReadable, absolute, plain

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"}
_LARGEST = 10 << 20
# Whatever a server sends as a page is read as one; advice on that is for interactive use.
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)
warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)


def read_listing(
    body: bytes, charset: str | None, url: str, selector: str, next_selector: str | None
) -> tuple[list[Found], str | None]:
    """The links under `selector` and the next page's URL. Raises NotReadable (selector_failed, too_large)."""
    soup, base = _soup(body, charset, url)
    found: dict[str, Found] = {}
    for element in soup.select(selector):
        anchor = element if element.name == "a" else element.find("a", href=True)
        link = absolute(_href(anchor), base)
        if link and link not in found:
            found[link] = Found(link, plain(anchor.get_text(" ")) if anchor else None)
    if not found:
        raise NotReadable("selector_failed", f"no link under selector {selector!r}: has the page changed?")
    follow = soup.select_one(next_selector) if next_selector else None
    return list(found.values()), absolute(_href(follow), base)


def read_alternates(body: bytes, charset: str | None, url: str) -> list[str]:
    """The feeds that a page's head names, comments' feeds left out."""
    soup, base = _soup(body, charset, url)
    feeds: list[str] = []
    for tag in soup.find_all("link", href=True):
        kind = str(tag.get("type") or "").split(";")[0].strip().lower()
        named = str(tag.get("title") or "") + str(tag["href"])
        link = absolute(_href(tag), base)
        if "alternate" in (tag.get("rel") or ()) and kind in _FEED_TYPES and link and link not in feeds:
            if "comment" in named.lower() or "wp-json" in link or "oembed" in link:
                continue
            feeds.append(link)
    return feeds


def _soup(body: bytes, charset: str | None, url: str) -> tuple[BeautifulSoup, str]:
    if len(body) > _LARGEST:
        raise NotReadable("too_large", f"a page of {len(body)} bytes, at most {_LARGEST} are read")
    soup = BeautifulSoup(body, "lxml", from_encoding=charset)
    base = soup.find("base", href=True)
    return soup, absolute(_href(base), url) or url


def _href(tag: Tag | None) -> str | None:
    href = tag.get("href") if tag is not None else None
    return href if isinstance(href, str) else None

"""Sitemaps: XML and text, gzip or plain, news extension, and the indexes that list them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from io import BytesIO

from lxml import etree

from flows.discover.feeds import read_feed
from flows.discover.found import MOST_LINKS, Found, NotReadable, absolute, moment, plain
from flows.fetch.body import BodyError, gunzip

# The sitemap protocol's own limit on one uncompressed file.
_LARGEST = 50 << 20
_DATES = ("publication_date", "lastmod")


@dataclass(slots=True)
class Sitemap:
    """`pages` are articles, `children` further sitemaps with the time they last changed."""

    pages: list[Found] = field(default_factory=list)
    children: list[Found] = field(default_factory=list)


def read_sitemap(body: bytes, content_type: str | None, url: str, zone: tzinfo) -> Sitemap:
    """Raises NotReadable (not_a_sitemap, too_large, bad_encoding, truncated)."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip(body, _LARGEST)
        except BodyError as error:
            raise NotReadable(error.outcome, error.detail) from error
    head = body[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if not head.startswith(b"<"):
        return _text(body, url)
    return _xml(body, content_type, url, zone)


def _text(body: bytes, url: str) -> Sitemap:
    lines = body.decode("utf-8-sig", "replace").splitlines()[:MOST_LINKS]
    pages = [Found(line.strip()) for line in lines if absolute(line, "") is not None]
    if not pages:
        raise NotReadable("not_a_sitemap", f"{url} is neither XML nor a list of URLs")
    return Sitemap(pages)


def _xml(body: bytes, content_type: str | None, url: str, zone: tzinfo) -> Sitemap:
    sitemap = Sitemap()
    root = ""
    said: dict[str, str] = {}
    # Entities stay unread, and with them everything that XML can be made to expand or to fetch.
    events = etree.iterparse(
        BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for event, element in events:
            tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if event == "start":
                if not root:
                    root = tag
                    if root.lower() in ("rss", "feed", "rdf"):
                        return Sitemap(read_feed(body, content_type, url, zone))
                continue
            if tag in ("url", "sitemap"):
                link = absolute(said.get("loc"), url)
                if link:
                    when = next((moment(said[name], zone) for name in _DATES if name in said), None)
                    found = Found(link, plain(said.get("title")), when)
                    (sitemap.pages if tag == "url" else sitemap.children).append(found)
                said = {}
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                if len(sitemap.pages) + len(sitemap.children) >= MOST_LINKS:
                    break
            elif tag and element.text:
                # The first of a name counts: an image's title and loc follow the page's own.
                said.setdefault(tag, element.text.strip())
    except etree.XMLSyntaxError as error:
        if not sitemap.pages and not sitemap.children:
            raise NotReadable("not_a_sitemap", f"broken XML: {error}") from error
    if root not in ("urlset", "sitemapindex") and not sitemap.pages and not sitemap.children:
        raise NotReadable(
            "not_a_sitemap", f"the root element is <{root or '?'}>, not <urlset> or <sitemapindex>"
        )
    return sitemap

"""What a web archive kept of a source between two days, asked through its CDX index."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from flows.fetch import Client, reject
from parsers.records import FetchRecord, Link, Reject
from parsers.source import Source

WAYBACK = "https://web.archive.org"
_FIELDS = ("timestamp", "original")


@dataclass(slots=True)
class Kept:
    """The archive's copies as links (`url` is the copy's, `original` the article's), and how asking went."""

    links: list[Link] = field(default_factory=list)
    records: list[FetchRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


async def kept_copies(
    source: Source, client: Client, since: date, until: date, archive: str = WAYBACK
) -> Kept:
    """One copy of each article of the source that the archive took in these days."""
    host = urlsplit(source.homepage).hostname or ""
    query = (
        f"{archive}/cdx/search/cdx?url={quote(host)}/*&from={since:%Y%m%d}&to={until:%Y%m%d}&output=json"
        f"&fl={','.join(_FIELDS)}&filter=statuscode:200&filter=mimetype:text/html&collapse=urlkey"
    )
    kept = Kept()
    fetched = await client.get(query, source, "discovery")
    kept.records += [fetched.record, *client.take_robots_records()]
    if failure := reject(fetched.record, stage="discover"):
        kept.rejects.append(failure)
        return kept
    page = fetched.page or client.stored(query, source)
    try:
        rows = json.loads(page.body)[1:] if page and page.body.strip() else []
        links = [_link(source, query, archive, *row) for row in rows]
        kept.links = [link for link in links if _is_wanted(source, link.original or "")]
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        detail = f"{query}: not a CDX answer in JSON: {error}"
        kept.rejects.append(Reject("discover", "bad_cdx", detail, source.id, query))
    return kept


def _is_wanted(source: Source, url: str) -> bool:
    """Any of the source's places would take it as an article: an index knows of every page of the host."""
    return not source.discovery or any(place.admits(url) for place in source.discovery)


def _link(source: Source, found_in: str, archive: str, timestamp: str, original: str) -> Link:
    taken = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    # "id_" asks for the page as it was, without the archive's own banner and links.
    return Link(
        f"{archive}/web/{timestamp}id_/{original}", source.id, found_in, published=taken, original=original
    )

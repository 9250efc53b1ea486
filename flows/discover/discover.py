"""Look everywhere a source says its articles are announced."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from flows.discover.feeds import read_feed
from flows.discover.found import Found, NotReadable
from flows.discover.pages import read_alternates, read_listing
from flows.discover.sitemaps import Sitemap, read_sitemap
from flows.fetch import Client, reject
from flows.fetch.outcome import MOVED
from parsers.records import FetchRecord, Link, Page, Reject
from parsers.source import Discovery, Source

T = TypeVar("T")
# Of a sitemap index, the sitemaps that changed last; `pages` of the source asks for more.
_SITEMAPS = 5
_FEEDS_OF_A_HOME_PAGE = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """A change at a source that its file should follow. `kind` is moved (to `new_url`) or gone."""

    kind: str
    source: str
    url: str
    new_url: str | None = None

    def reject(self) -> Reject:
        """The notice as a line that stays until somebody mends the source's file."""
        detail = (
            f"{self.url}: moved permanently to {self.new_url}; put the new address into the source's file"
        )
        return Reject("discover", self.kind, detail, self.source, self.url)


@dataclass(slots=True)
class Discovered:
    """What looking brought: the links, the fetch log's lines, what failed, and what has moved or gone."""

    links: list[Link] = field(default_factory=list)
    records: list[FetchRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


async def discover(
    source: Source, client: Client, since: datetime | None = None, skip: Collection[str] = ()
) -> Discovered:
    """Every article that the source announces, each URL once, in the order found.

    A place that cannot be read becomes a reject; the others go on. A document that is unchanged since
    the last look is read again from the archive, so that an article which failed then is not lost.
    Places in `skip` (those that answered 410) are not asked again. With `since`, links that are dated before it are left out; those without a date stay.
    """
    looks = [_Look(source, client, place) for place in source.discovery if place.url not in skip]
    await asyncio.gather(*(look.run() for look in looks))
    result = Discovered()
    seen: set[str] = set()
    for look in looks:
        result.records += look.records
        result.rejects += look.rejects
        for link in look.links:
            fresh = since is None or link.published is None or link.published >= since
            if fresh and link.url not in seen:
                seen.add(link.url)
                result.links.append(link)
    result.records += client.take_robots_records()
    result.notices = list(_notices(result.records))
    result.rejects += [notice.reject() for notice in result.notices if notice.kind == "moved"]
    return result


@dataclass(slots=True)
class _Look:
    """One look at one place of a source."""

    source: Source
    client: Client
    place: Discovery
    links: list[Link] = field(default_factory=list)
    records: list[FetchRecord] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    async def run(self) -> None:
        ways = {
            "feed": self._feed,
            "sitemap": self._sitemap,
            "listing": self._listing,
            "homepage": self._homepage,
        }
        await ways[self.place.type](self.place.url)

    async def _feed(self, url: str) -> None:
        page = await self._page(url)
        if page is None:
            return
        base = page.final_url or url
        self._take(await self._read(page, read_feed, page.body, page.content_type, base, self._zone), url)

    async def _sitemap(self, url: str) -> None:
        sitemap = await self._one_sitemap(url)
        if sitemap is None:
            return
        newest = sorted(sitemap.children, key=lambda child: child.published or _LONG_AGO, reverse=True)
        wanted = self.place.pages if self.place.pages > 1 else _SITEMAPS
        for child in newest[:wanted]:
            await self._one_sitemap(child.url)

    async def _one_sitemap(self, url: str) -> Sitemap | None:
        page = await self._page(url)
        if page is None:
            return None
        base = page.final_url or url
        sitemap = await self._read(page, read_sitemap, page.body, page.content_type, base, self._zone)
        self._take(sitemap.pages if sitemap else None, url)
        return sitemap

    async def _listing(self, url: str) -> None:
        following: str | None = url
        seen: set[str] = set()
        while following and following not in seen and len(seen) < self.place.pages:
            seen.add(following)
            page = await self._page(following)
            if page is None:
                return
            base, selector = page.final_url or following, self.place.selector or "a"
            answer = await self._read(
                page, read_listing, page.body, page.charset, base, selector, self.place.next
            )
            found, following_next = answer or (None, None)
            self._take(found, following)
            following = following_next

    async def _homepage(self, url: str) -> None:
        page = await self._page(url)
        if page is None:
            return
        base = page.final_url or url
        feeds = await self._read(page, read_alternates, page.body, page.charset, base)
        if feeds is None:
            return
        for feed in feeds[:_FEEDS_OF_A_HOME_PAGE]:
            await self._feed(feed)
        if not feeds:
            sitemaps = await self.client.sitemaps(base, self.source)
            for sitemap in sitemaps[:1]:
                await self._sitemap(sitemap)
            if not sitemaps:
                self._reject("no_feed_found", "the page names no feed and robots.txt no sitemap", page)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.source.timezone)

    async def _page(self, url: str) -> Page | None:
        fetched = await self.client.get(url, self.source, "discovery")
        self.records.append(fetched.record)
        failure = reject(fetched.record, stage="discover")
        if failure:
            self.rejects.append(failure)
            return None
        if fetched.page is not None:
            return fetched.page
        # Unchanged: the archive has it.
        return await asyncio.to_thread(self.client.stored, url, self.source)

    async def _read(self, page: Page, reader: Callable[..., T], *args: object) -> T | None:
        try:
            return await asyncio.to_thread(reader, *args)
        except NotReadable as error:
            self._reject(error.reason, error.detail, page)
        except Exception as error:  # a document can break the libraries that read it in ways of its own
            self._reject("unreadable", f"{type(error).__name__}: {error}", page)
        return None

    def _take(self, found: Iterable[Found] | None, found_in: str) -> None:
        for item in found or ():
            if self.place.admits(item.url):
                self.links.append(Link(item.url, self.source.id, found_in, item.title, item.published))

    def _reject(self, reason: str, detail: str, page: Page) -> None:
        self.rejects.append(
            Reject(
                stage="discover",
                reason=reason,
                detail=f"{page.url}: {detail}",
                source=self.source.id,
                url=page.url,
                archive_file=page.archive_file,
                archive_offset=page.archive_offset,
            )
        )


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _notices(records: Iterable[FetchRecord]) -> Iterable[Notice]:
    for record in records:
        if record.kind != "discovery":
            continue
        if record.outcome == "gone":
            yield Notice("gone", record.source, record.url)
        elif record.detail and record.detail.startswith(MOVED):
            yield Notice("moved", record.source, record.url, record.detail.removeprefix(MOVED))

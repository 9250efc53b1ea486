"""What one turn of a source does: discover, fetch, parse and code, load. Plain functions of batches.

Nothing here knows about Prefect: `flows.ingest` wraps each stage in a task, `--no-server` calls them
as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flows import progress
from flows.discover import Discovered, discover
from flows.discover.cdx import WAYBACK, Kept, kept_copies
from flows.fetch import Archive, Client, Fetched, reject
from parsers import coder
from parsers.identity import canonical_url
from parsers.page import parse_page
from parsers.records import (
    NO_TENURES,
    Article,
    Coding,
    FetchRecord,
    Link,
    Page,
    Reject,
    Tenures,
    Unreadable,
)
from parsers.source import Source
from parsers.triage import is_general, screen_page
from warehouse.load import Batch, load
from warehouse.store import Store

Coded = tuple[Article, Coding]
Stage = Callable[..., Awaitable[Any]]


@dataclass
class Counts:
    """What came of a source's turn, in articles; `mentions` counts what they say happened.

    `screened` pages were left out at a glance as none of our subject, `rejected` ones could not be used; of the
    parsed ones, `drifted` were not found where the source's selectors look.
    """

    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    screened: int = 0
    parsed: int = 0
    drifted: int = 0
    relevant: int = 0
    coded: int = 0
    mentions: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, coded: Sequence[Coded], rejects: Sequence[Reject]) -> Counts:
        screened = sum(reject.stage == "triage" for reject in rejects)
        return cls(
            screened=screened,
            parsed=len(coded),
            drifted=sum("selectors_failed" in article.flags for article, _ in coded),
            relevant=sum(coding.relevant for _, coding in coded),
            coded=sum(bool(coding.mentions) for _, coding in coded),
            mentions=sum(len(coding.mentions) for _, coding in coded),
            rejected=len(rejects) - screened,
        )

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Turn:
    """What the stages of one turn share."""

    run_id: str
    client: Client
    archive: Archive
    store: Store
    batch_size: int
    recheck: timedelta
    triage: float
    known: frozenset[str]
    retired: frozenset[str] = frozenset()
    days: tuple[date, date] | None = None
    web_archive: str = WAYBACK
    tenures: Tenures = NO_TENURES


async def ingest_source(source: Source, turn: Turn, step: Callable[[Stage], Stage]) -> Counts:
    """Take one source's turn, batch by batch; `step` may wrap each stage (as a Prefect task)."""
    looked: Discovered | Kept = await step(find)(source, turn)
    links = worth_asking(looked.links, turn)
    await step(keep)(source, turn, 0, looked.records, [], looked.rejects)
    counts = Counts(found=len(looked.links), rejected=len(looked.rejects))
    await progress.report(source.id, 0, len(links), counts)
    for start in range(0, len(links), turn.batch_size):
        batch = links[start : start + turn.batch_size]
        fetched: list[Fetched] = await step(fetch)(source, turn, batch)
        pages = [one.page for one in fetched if one.page is not None]
        records = [one.record for one in fetched]
        coded, unread = await step(read)(source, turn, pages)
        rejects = [failure for record in records if (failure := reject(record, stage="fetch"))] + unread
        await step(keep)(source, turn, start + 1, records, coded, rejects)
        unchanged = sum(record.outcome == "unchanged" for record in records)
        counts += Counts(fetched=len(pages), unchanged=unchanged) + Counts.of(coded, rejects)
        await progress.report(source.id, start + len(batch), len(links), counts)
    return counts


async def find(source: Source, turn: Turn) -> Discovered | Kept:
    """Stage 1: where the source's articles are; for days gone by, what a web archive kept of them."""
    if turn.days is not None:
        return await kept_copies(source, turn.client, *turn.days, archive=turn.web_archive)
    return await discover(source, turn.client, skip=turn.retired)


async def fetch(source: Source, turn: Turn, links: Sequence[Link]) -> list[Fetched]:
    """Stage 2: their pages. The client bounds how many are asked for at once."""

    async def one(link: Link) -> Fetched:
        fetched = await turn.client.get(link.url, source, "article")
        if fetched.page is None or link.original is None:
            return fetched
        return replace(fetched, page=replace(fetched.page, url=link.original, final_url=link.original))

    return await asyncio.gather(*(one(link) for link in links))


async def read(source: Source, turn: Turn, pages: Sequence[Page]) -> tuple[list[Coded], list[Reject]]:
    """Stage 3: the article of each page, coded; what is off our subject or cannot be read is rejected."""
    return await asyncio.to_thread(_read, source, turn.triage, turn.tenures, pages)


async def keep(
    source: Source,
    turn: Turn,
    number: int,
    records: Sequence[FetchRecord],
    coded: Sequence[Coded],
    rejects: Sequence[Reject],
) -> None:
    """Stage 4: all of the batch into the warehouse, in one transaction, after its pages are safe on disk."""
    batch = Batch(
        batch_id=f"{turn.run_id}/{source.id}/{number}",
        run_id=turn.run_id,
        source=source.id,
        fetches=tuple(records),
        articles=tuple(coded),
        rejects=tuple(rejects),
    )
    await asyncio.to_thread(turn.archive.sync)
    await asyncio.to_thread(load, turn.store, batch)


def worth_asking(links: Sequence[Link], turn: Turn) -> list[Link]:
    """The links without doubles, and without old pages whose text is known already."""
    oldest = datetime.now(UTC) - turn.recheck
    chosen: dict[str, Link] = {}
    for link in links:
        old = link.published is not None and link.published < oldest
        if not (old and link.url in turn.known):
            chosen.setdefault(canonical_url(link.original or link.url), link)
    return list(chosen.values())


def off_topic(source: Source | None, page: Page, threshold: float) -> Reject | None:
    """The Reject of a general outlet's page that at a glance speaks of nothing we code, with where its bytes are."""
    if not threshold or not is_general(source):
        return None
    screening = screen_page(page)
    if screening.keeps(threshold):
        return None
    return Reject(
        stage="triage",
        reason="off_topic",
        detail=f"{page.url}: relevance {screening.score:.2f} is below DRAGOMAN_TRIAGE={threshold:g}",
        source=page.source,
        url=page.url,
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
    )


def read_page(source: Source | None, page: Page, tenures: Tenures = NO_TENURES) -> Coded | Reject:
    """Parse and code one page; one that is no article gives a Reject with the address of its bytes."""
    try:
        article = parse_page(page, source)
    except Unreadable as error:
        return Reject(
            stage="parse",
            reason=error.reason,
            detail=error.detail,
            source=page.source,
            url=page.url,
            archive_file=page.archive_file,
            archive_offset=page.archive_offset,
        )
    return article, coder.code(article, source, tenures)


def _read(
    source: Source | None, threshold: float, tenures: Tenures, pages: Sequence[Page]
) -> tuple[list[Coded], list[Reject]]:
    results = [off_topic(source, page, threshold) or read_page(source, page, tenures) for page in pages]
    coded = [result for result in results if not isinstance(result, Reject)]
    return coded, [result for result in results if isinstance(result, Reject)]

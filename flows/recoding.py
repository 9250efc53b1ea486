"""Stored articles coded again in several processes. Nothing here knows about Prefect."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from flows import progress
from flows.catalogue import everything_known
from flows.errors import DragomanError
from flows.fetch import Archive, ArchiveError
from flows.fetch.client import page_of
from flows.importing import Item, article_in
from flows.settings import Settings
from flows.stages import Stage
from flows.turn import new_run_id
from parsers import coder
from parsers.page import parse_page
from parsers.records import NO_TENURES, Article, Tenures, Unreadable
from parsers.source import Source
from warehouse import recoding, review
from warehouse.ops import finish_run, start_run
from warehouse.publish import publish
from warehouse.recoding import Again, Scope
from warehouse.store import Store

FILES = "file:///"
DIED = "a worker process died (out of memory?): run it again with fewer --workers, it goes on where it was"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recoding:
    """What the batches of one recoding share. `archive` is the folder of raw pages, None to use stored texts."""

    recode_id: str
    store: Store
    pool: ProcessPoolExecutor
    sources: dict[str, Source]
    archive: Path | None
    tenures: Tenures


def scope_of(
    settings: Settings, sources: Sequence[str] | None, since: date | None, until: date | None, from_raw: bool
) -> Scope:
    """These articles, to be coded with the coder that there is and with the tenures that are to be given."""
    version = coder.version(review.current(settings.open_store()))
    return Scope(version, tuple(sorted(set(sources or ()))), since, until, from_raw)


async def recode_articles(
    scope: Scope,
    settings: Settings,
    make_current: bool,
    workers: int,
    step: Callable[[Stage], Stage],
) -> dict[str, Any]:
    """Code the scope again, report the difference and, if told to, make it the current coding.

    What was stopped goes on where it was. `make_current` after a report takes that very report's codings.
    `step` may wrap each batch (as a Prefect task). The report tells in `status` where it ended.
    DragomanError where the tenures that the scope's coder version was made of are no longer those to be given.
    """
    store = await asyncio.to_thread(settings.open_store)
    tenures = await asyncio.to_thread(review.current, store)
    if coder.version(tenures) != scope.coder_version:
        raise DragomanError(
            f"the coder is {coder.version(tenures)} by now, no longer {scope.coder_version}: try again"
        )
    begun = await asyncio.to_thread(recoding.find, store, scope)
    if begun and (make_current or begun[1] == "running"):
        recode_id = begun[0]
    else:
        recode_id = new_run_id("recode")
        await asyncio.to_thread(recoding.begin, store, recode_id, scope)
    await asyncio.to_thread(start_run, store, recode_id, "recode", {"scope": str(scope)})
    try:
        await _code_missing(recode_id, scope, tenures, store, settings, workers, step)
        told = await asyncio.to_thread(recoding.report, store, recode_id)
        told["status"] = "reported"
        if make_current:
            told["articles_recoded"] = await asyncio.to_thread(
                recoding.make_current, store, recode_id, settings.batch_size
            )
            await asyncio.to_thread(publish, store)
            told["status"] = "published"
    except BaseException as error:
        await asyncio.to_thread(finish_run, store, recode_id, "failed", error=str(error))
        raise
    counts = {name: told[name] for name in ("articles", "gained", "lost", "changed")}
    await asyncio.to_thread(finish_run, store, recode_id, "completed", counts)
    return told


async def _code_missing(
    recode_id: str,
    scope: Scope,
    tenures: Tenures,
    store: Store,
    settings: Settings,
    workers: int,
    step: Callable[[Stage], Stage],
) -> None:
    ids = await asyncio.to_thread(recoding.missing, store, recode_id, scope)
    batches = [ids[start : start + settings.batch_size] for start in range(0, len(ids), settings.batch_size)]
    if not batches:
        return
    await progress.report("recode", 0, len(ids))
    with _processes(min(workers, len(batches))) as pool:
        shared = Recoding(
            recode_id=recode_id,
            store=store,
            pool=pool,
            sources=everything_known(settings),
            archive=settings.archive if scope.from_raw else None,
            tenures=tenures,
        )
        # No more texts in memory than are worked on, and one batch ahead.
        done: list[str] = []
        places = asyncio.Semaphore(workers + 1)

        async def in_turn(batch: list[str]) -> None:
            async with places:
                await step(recode_batch)(shared, batch)
                done.extend(batch)
                log.info("coded %d of %d", len(done), len(ids))
                await progress.report("recode", len(done), len(ids))

        try:
            async with asyncio.TaskGroup() as group:
                for batch in batches:
                    group.create_task(in_turn(batch))
        except ExceptionGroup as failed:
            error = failed.exceptions[0]
            raise DragomanError(DIED) if isinstance(error, BrokenProcessPool) else error from None


async def recode_batch(shared: Recoding, ids: Sequence[str]) -> None:
    """Read some articles, code them in another process, stage them."""
    articles = await asyncio.to_thread(recoding.articles, shared.store, ids)
    named = {one.source: shared.sources.get(one.source) for one in articles}
    loop = asyncio.get_running_loop()
    coded = await loop.run_in_executor(
        shared.pool, code_again, articles, named, shared.archive, shared.tenures
    )
    await asyncio.to_thread(recoding.stage, shared.store, shared.recode_id, coded)


def code_again(
    articles: Sequence[Article],
    sources: dict[str, Source | None],
    archive: Path | None,
    tenures: Tenures = NO_TENURES,
) -> list[Again]:
    """Code each article again, from its raw page where an archive is given and has it."""
    return [_code_one(article, sources[article.source], archive, tenures) for article in articles]


def _code_one(article: Article, source: Source | None, archive: Path | None, tenures: Tenures) -> Again:
    if archive is None:
        return Again(article, coder.code(article, source, tenures))
    try:
        parsed = parse_again(article, source, Archive(archive))
    except (Unreadable, ArchiveError) as error:
        return Again(article, coder.code(article, source, tenures), problem=str(error))
    if parsed.article_id != article.article_id:
        problem = f"{article.url}: parsed again it is another article ({parsed.canonical_url or parsed.url})"
        return Again(article, coder.code(article, source, tenures), problem=problem)
    return Again(parsed, coder.code(parsed, source, tenures), reparsed=True)


def parse_again(article: Article, source: Source | None, archive: Archive) -> Article:
    """The article from its raw bytes, as fetching or importing made it. Raises Unreadable, ArchiveError."""
    file, offset = article.archive_file, article.archive_offset
    if file is None or offset is None:
        raise ArchiveError(f"{article.url}: no raw page is kept")
    response = archive.read(file, offset)
    if response.url.startswith(FILES):
        item = Item(response.url.removeprefix(FILES), response.content_type or "", response.body)
        parsed = article_in(item, source)
    else:
        page = page_of(response, article.url, article.source, file, offset)
        if response.url.endswith(article.url):
            # A web archive's copy, which is read as the page it copies.
            page = replace(page, final_url=article.url)
        parsed = parse_page(page, source)
    return replace(parsed, source=article.source, archive_file=file, archive_offset=offset)


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Forking a process that has threads may deadlock the child.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_die_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _die_with_parent() -> None:
    """A worker waits for work for ever; when whoever gives it was killed, it would be left behind."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()

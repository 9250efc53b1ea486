"""Articles from files on disk, through the same archive, coding and loading as fetched ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from flows.catalogue import Recogniser, everything_known, recogniser, require_known
from flows.discover.warc import read_warc
from flows.fetch import Archive, FetchSettings
from flows.fetch.archive import INDEX, Response
from flows.fetch.download import download
from flows.fetch.outcome import Failed
from flows.settings import Settings
from flows.stages import Coded, Counts, off_topic
from flows.turn import new_run_id
from parsers import coder
from parsers.page import parse_page
from parsers.records import Article, Page, Reject, Tenures, Unreadable
from parsers.source import Source
from parsers.textfile import read_json, read_record, read_text
from warehouse import review
from warehouse.load import Batch, load, save_sources
from warehouse.ops import finish_run, start_run
from warehouse.publish import publish

TEXT, RECORDS = "text/plain", "application/json"
WARC_SUFFIXES = (".warc", ".warc.gz")
SUFFIXES = (".txt", ".jsonl", *WARC_SUFFIXES)
KINDS = ", ".join(SUFFIXES)
ARCHIVE_GROUP = "import"


@dataclass(frozen=True)
class Item:
    """One article's bytes, and where they stand (`folder/file.txt`, `file.jsonl:12`); `page` if from a WARC."""

    where: str
    media_type: str
    raw: bytes
    page: Page | None = None


@dataclass
class Imported:
    """What an import brought; `errors` are lines for the user, one for each thing left out."""

    database: Path | str
    counts: Counts = field(default_factory=Counts)
    errors: list[str] = field(default_factory=list)


def import_paths(paths: Sequence[str], source: str, settings: Settings) -> Imported:
    """Load every text, JSON Lines and WARC file of the paths. What cannot be read is rejected, the rest is loaded.

    Raises UsageError for an unknown source.
    """
    sources = everything_known(settings)
    if source:
        require_known([source], sources)
    recognise = recogniser(sources)
    outcome = Imported(settings.database)
    store = settings.open_store()
    run_id = new_run_id("import")
    start_run(store, run_id, "import", {"paths": [str(path) for path in paths]})
    items = _items(paths, settings, outcome.errors)
    tenures = review.current(store)
    with Archive(settings.archive) as archive:
        while chunk := list(islice(items, settings.batch_size)):
            entries = [_read(item, archive, source, recognise, settings.triage) for item in chunk]
            articles = [entry for entry in entries if isinstance(entry, Article)]
            rejects = [entry for entry in entries if isinstance(entry, Reject)]
            coded = [_code(article, recognise, tenures) for article in articles]
            # Most pages of a crawl are no articles; that is no error of who imports it.
            outcome.errors += [reject.detail for reject in rejects if reject.stage == "import"]
            archive.sync()
            batch_id = f"{run_id}/{outcome.counts.found}"
            named = {article.source for article, _ in coded}
            save_sources(store, [known for name, known in sources.items() if name in named])
            load(store, Batch(batch_id, run_id, articles=tuple(coded), rejects=tuple(rejects)))
            outcome.counts += Counts(found=len(chunk), fetched=len(chunk)) + Counts.of(coded, rejects)
    finish_run(store, run_id, "completed")
    publish(store)
    return outcome


def _items(paths: Sequence[str], settings: Settings, errors: list[str]) -> Iterator[Item]:
    for given in paths:
        path = Path(given)
        if given.startswith(("http://", "https://")):
            yield from _items_at(given, settings, errors)
        elif path.is_dir():
            files = [
                file
                for file in sorted(path.rglob("*"))
                if file.name.endswith(SUFFIXES) and not file.name.endswith(INDEX) and file.is_file()
            ]
            if not files:
                errors.append(f"{path}: holds no {KINDS} file")
            for file in files:
                yield from _items_of(file, file.relative_to(path).as_posix(), errors)
        elif path.name.endswith(SUFFIXES) or not path.exists():
            yield from _items_of(path, path.name, errors)
        else:
            errors.append(f"{path}: not a {KINDS} file")


def _items_at(url: str, settings: Settings, errors: list[str]) -> Iterator[Item]:
    """The pages of a WARC file on the web, which is kept only while it is read."""
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    if not name.endswith(WARC_SUFFIXES):
        errors.append(f"{url}: only {' and '.join(WARC_SUFFIXES)} files are imported by address")
        return
    fetching = FetchSettings(settings.data / "fetch", settings.contact, settings.connect_to)
    with TemporaryDirectory(prefix="dragoman-") as folder:
        into = Path(folder) / f"download{WARC_SUFFIXES[name.endswith('.gz')]}"
        try:
            asyncio.run(download(url, into, fetching))
        except Failed as error:
            errors.append(f"{url}: {error.outcome}: {error.detail}")
            return
        yield from _items_of(into, into.name, errors)


def _items_of(path: Path, name: str, errors: list[str]) -> Iterator[Item]:
    try:
        if name.endswith(WARC_SUFFIXES):
            for found in read_warc(path):
                if isinstance(found, Unreadable):
                    errors.append(found.detail)
                else:
                    yield Item(found.url, found.content_type or "text/html", found.body, found)
            return
        raw = path.read_bytes()
    except OSError as error:
        errors.append(f"{path}: cannot be read ({error.strerror})")
        return
    if path.suffix == ".txt":
        yield Item(name, TEXT, raw)
        return
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.strip():
            yield Item(f"{name}:{number}", RECORDS, line)


def _read(
    item: Item, archive: Archive, source: str, recognise: Recogniser, triage: float
) -> Article | Reject:
    now = datetime.now(UTC)
    address = item.page.url if item.page else f"file:///{item.where}"
    headers = (("Content-Type", item.media_type),)
    digest = sha256(item.raw).hexdigest()
    stored = archive.write(Response(address, now, 200, "OK", headers, item.raw, digest), ARCHIVE_GROUP)
    known = recognise(address, source)
    if item.page is not None:
        page = replace(
            item.page,
            source=known.id if known else "",
            archive_file=stored.file,
            archive_offset=stored.offset,
        )
        if dropped := off_topic(known, page, triage):
            return dropped
        item = replace(item, page=page)
    try:
        article = article_in(item, known)
    except Unreadable as error:
        return Reject(
            stage="parse" if item.page else "import",
            reason=error.reason,
            detail=error.detail,
            url=address,
            archive_file=stored.file,
            archive_offset=stored.offset,
        )
    return replace(
        article,
        source=source or article.source,
        archive_file=stored.file,
        archive_offset=stored.offset,
    )


def article_in(item: Item, source: Source | None) -> Article:
    """The article that the bytes hold. Raises Unreadable."""
    if item.page is not None:
        return parse_page(item.page, source)
    if item.media_type == TEXT:
        return read_text(item.raw, item.where)
    return read_record(read_json(item.raw, item.where), item.where)


def _code(article: Article, recognise: Recogniser, tenures: Tenures) -> Coded:
    """Code the article as a text of the source it names: by id, by name, by dateline or by address."""
    source = recognise(article.url, article.source or article.dateline_agency or "")
    if source is not None:
        article = replace(article, source=source.id)
    return article, coder.code(article, source, tenures)

"""The one place from which the project speaks HTTP: guarded, polite, bounded, archived."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import stamina

from flows.fetch import outcome, robots
from flows.fetch.archive import Archive, ArchiveError, Response
from flows.fetch.body import ACCEPT_ENCODING, Body
from flows.fetch.guard import GuardedTransport, trusted
from flows.fetch.limits import Limits
from flows.fetch.outcome import MOVED, Failed
from flows.fetch.settings import FetchSettings, Validator
from flows.fetch.sniff import binary_kind
from parsers.records import FetchRecord, Page
from parsers.source import Source

_LONGEST_URL = 4096
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetch's line for the log, and the page if there is one to read."""

    record: FetchRecord
    page: Page | None


class Client:
    """Fetches pages. Use as an async context manager; share one between all tasks of a run.

    `validators` answers what the last good fetch of a URL left. What a server does is never an
    exception: it is in the record's outcome and detail. ArchiveError (disk full) is raised, because
    going on would lose pages.
    """

    def __init__(
        self, settings: FetchSettings, validators: Mapping[str, Validator], archive: Archive
    ) -> None:
        self.settings = settings
        self._validators = validators
        self._archive = archive
        self._limits = Limits(settings.state / "hosts", settings.patience)
        self._robots = robots.RobotsCache(settings.state / "robots")
        self._connections = asyncio.Semaphore(settings.max_connections)
        self._asking: dict[str, asyncio.Lock] = {}
        self._robots_log: list[FetchRecord] = []
        self._http = httpx.AsyncClient(
            transport=GuardedTransport(settings.connect_to, trusted(settings.ca_file)),
            headers={
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": ACCEPT_ENCODING,
            },
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout, pool=None),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )

    async def __aenter__(self) -> Client:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *details: object) -> None:
        await self._http.aclose()

    async def get(self, url: str, source: Source, kind: str) -> Fetched:
        """Fetches `url` for `source`; `kind` is discovery or article.

        The page is None when nothing new came (outcome unchanged) or the fetch failed.
        """
        known = self._validators.get(url, Validator())
        return await self._persist(_Job(url, source, kind, known, datetime.now(UTC)))

    def stored(self, url: str, source: Source) -> Page | None:
        """The page as the last good fetch left it in the archive, without asking anybody."""
        known = self._validators.get(url)
        if known is None or known.archive_file is None or known.archive_offset is None:
            return None
        try:
            response = self._archive.read(known.archive_file, known.archive_offset)
        except ArchiveError:
            return None
        return page_of(response, url, source.id, known.archive_file, known.archive_offset)

    async def sitemaps(self, url: str, source: Source) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of this URL's host names; none where it cannot be had."""
        try:
            return (await self._rules(_checked(url), source)).sitemaps
        except Failed:
            return ()

    async def _rules(self, url: httpx.URL, source: Source) -> robots.Rules:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        rules = self._robots.get(origin)
        if rules is not None:
            return rules
        async with self._asking.setdefault(origin, asyncio.Lock()):
            rules = self._robots.get(origin)
            return rules or await self._ask_robots(origin, source)

    def take_robots_records(self) -> list[FetchRecord]:
        """The fetch log's lines for robots.txt files asked since the last call."""
        taken, self._robots_log = self._robots_log, []
        return taken

    async def _ask_robots(self, origin: str, source: Source) -> robots.Rules:
        job = _Job(f"{origin}/robots.txt", source, "robots", Validator(), datetime.now(UTC))
        fetched = await self._persist(job)
        record = fetched.record
        if record.outcome == "paused":
            raise Failed("paused", record.detail or "")
        self._robots_log.append(record)
        if fetched.page is not None:
            return self._robots.put(origin, robots.decode(fetched.page.body))
        status = record.status or 0
        if record.outcome == "empty" or (400 <= status < 500 and status != 429):
            return self._robots.put(origin, "")
        return self._robots.put(origin, None, f"{record.outcome}: {record.detail or status}")

    async def _persist(self, job: _Job) -> Fetched:
        """Attempts with growing, jittered pauses, until the outcome is not of the passing kind."""
        started = time.monotonic()
        fetched: Fetched | None = None
        retrying = stamina.retry_context(
            on=_TryAgain, attempts=self.settings.attempts, timeout=None, wait_initial=0.5, wait_max=8.0
        )
        with suppress(_TryAgain):
            async for attempt in retrying:
                with attempt:
                    fetched = await self._attempt(job)
                    if fetched.record.outcome in outcome.TRANSIENT:
                        raise _TryAgain
        assert fetched is not None  # noqa: S101
        elapsed = int((time.monotonic() - started) * 1000)
        return replace(fetched, record=replace(fetched.record, elapsed_ms=elapsed))

    async def _attempt(self, job: _Job) -> Fetched:
        try:
            return await self._follow(job)
        except ArchiveError:
            raise
        except Exception as error:  # whatever a server can provoke in the stack below
            failed = outcome.of_exception(error)
            return Fetched(job.record(failed.outcome, detail=failed.detail), None)

    async def _follow(self, job: _Job) -> Fetched:
        url = _checked(job.url)
        permanent: str | None = None
        left = self.settings.deadline
        for hop in range(self.settings.max_redirects + 1):
            answer = await self._ask(job, url, left)
            left -= answer.seconds
            if answer.location is None:
                return await self._conclude(job, answer, permanent)
            url = _checked(str(url.join(answer.location)))
            if answer.status in _PERMANENT and (hop == 0 or permanent):
                permanent = str(url)
        raise Failed("too_many_redirects", f"more than {self.settings.max_redirects} redirects")

    async def _ask(self, job: _Job, url: httpx.URL, seconds: float) -> _Answer:
        """One request, when the host's turn has come."""
        politeness = job.source.politeness
        interval, concurrency = 1 / politeness.rate, politeness.concurrency
        if job.kind != "robots":
            rules = await self._rules(url, job.source)
            if rules.unreachable:
                raise _no_robots(url.host, rules.unreachable)
            if not rules.allows(str(url)):
                raise Failed("robots_disallowed", f"robots.txt of {url.host} disallows {url}")
            if rules.crawl_delay and rules.crawl_delay > interval:
                interval, concurrency = rules.crawl_delay, 1
        async with self._limits.turn(url.host, interval, concurrency), self._connections:
            started = time.monotonic()
            async with asyncio.timeout(seconds):
                answer = await self._exchange(job, url)
            answer.seconds = time.monotonic() - started
        if answer.status in (429, 503):
            pause = self._limits.push_back(url.host, _retry_after(answer.headers))
            answer.detail = f"HTTP {answer.status}; {url.host} is left alone for {pause:.0f} s"
        elif answer.status < 400:
            self._limits.forgive(url.host)
        return answer

    async def _exchange(self, job: _Job, url: httpx.URL) -> _Answer:
        request = self._http.build_request("GET", url, headers=job.headers())
        response = await self._http.send(request, stream=True)
        try:
            answer = _Answer(response, url)
            if response.status_code in _REDIRECTS and response.headers.get("location"):
                answer.location = response.headers["location"]
            elif response.status_code != 304:
                body = Body(
                    response.headers.get("content-encoding", ""),
                    self.settings.max_raw,
                    self.settings.max_body,
                )
                async for chunk in response.aiter_raw():
                    body.feed(chunk)
                answer.body = body.finish()
            return answer
        finally:
            await response.aclose()

    async def _conclude(self, job: _Job, answer: _Answer, moved: str | None) -> Fetched:
        known = job.known
        record = job.record(
            "new",
            status=answer.status,
            final_url=str(answer.url),
            content_type=answer.headers.get("content-type"),
            etag=answer.headers.get("etag") or known.etag,
            last_modified=answer.headers.get("last-modified") or known.last_modified,
            detail=f"{MOVED}{moved}" if moved else answer.detail,
        )
        if answer.status == 304:
            unchanged = replace(
                record,
                outcome="unchanged",
                digest=known.digest,
                archive_file=known.archive_file,
                archive_offset=known.archive_offset,
            )
            return Fetched(unchanged, None)
        digest = sha256(answer.body).hexdigest()
        record = replace(
            record,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            digest=digest,
            bytes=len(answer.body),
        )
        if answer.body:
            response = answer.response(digest, job.at)
            try:
                stored = await asyncio.to_thread(self._archive.write, response, job.group, known.address)
            except OSError as error:
                raise ArchiveError(f"cannot write to the archive {self._archive.root}: {error}") from error
            record = replace(record, archive_file=stored.file, archive_offset=stored.offset)
        failure = _unusable(answer, job.kind)
        if failure:
            return Fetched(replace(record, outcome=failure.outcome, detail=failure.detail), None)
        if digest == known.digest:
            return Fetched(replace(record, outcome="unchanged"), None)
        record = replace(record, outcome="changed" if known.digest else "new")
        return Fetched(record, page_of(response, job.url, job.source.id, stored.file, stored.offset))


class _TryAgain(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Job:
    url: str
    source: Source
    kind: str
    known: Validator
    at: datetime

    @property
    def group(self) -> str:
        return self.source.organisation or self.source.country or "other"

    def headers(self) -> dict[str, str]:
        headers = {"Accept-Language": ", ".join((*self.source.languages, "*;q=0.1"))}
        # Asking conditionally is only safe while the body can be had from the archive.
        if self.known.archive_file:
            if self.known.etag:
                headers["If-None-Match"] = self.known.etag
            if self.known.last_modified:
                headers["If-Modified-Since"] = self.known.last_modified
        return headers

    def record(self, outcome: str, **more) -> FetchRecord:
        return FetchRecord(self.url, self.source.id, self.kind, outcome, self.at, **more)


class _Answer:
    """What one request brought. `body` is decoded and within the limits."""

    def __init__(self, response: httpx.Response, url: httpx.URL) -> None:
        self.url = url
        self.status = response.status_code
        self.reason = response.reason_phrase
        self.headers = response.headers
        self.location: str | None = None
        self.body = b""
        self.seconds = 0.0
        self.detail: str | None = None
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        self.address = str(peer[0]) if peer else None

    def response(self, digest: str, at: datetime) -> Response:
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in self.headers.raw]
        return Response(str(self.url), at, self.status, self.reason, headers, self.body, digest, self.address)


def page_of(response: Response, url: str, source: str, file: str, offset: int) -> Page:
    """An archived response as the page that the parsers read."""
    content_type = response.content_type
    charset = _CHARSET.search(content_type or "")
    return Page(
        url=url,
        source=source,
        body=response.body,
        fetched_at=response.fetched_at,
        final_url=response.url,
        status=response.status,
        content_type=content_type,
        charset=charset[1].lower() if charset else None,
        archive_file=file,
        archive_offset=offset,
    )


def _no_robots(host: str, why: str) -> Failed:
    """What keeps us from a host altogether is told as such; anything else is about its robots.txt."""
    reason = why.split(":")[0]
    if reason in ("refused_address", "dns", "tls", "bad_url"):
        return Failed(reason, why.partition(": ")[2])
    return Failed("robots_unreachable", f"robots.txt of {host} cannot be had, so nothing is asked ({why})")


def _unusable(answer: _Answer, kind: str) -> Failed | None:
    if answer.status != 200:
        detail = answer.detail or f"HTTP {answer.status} {answer.reason}".strip()
        return Failed(outcome.of_status(answer.status), detail)
    if not answer.body:
        return Failed("empty", "the answer has no body")
    found = binary_kind(answer.body) if kind == "article" else None
    return Failed("unexpected_type", f"the body is {found}, not a page") if found else None


def _checked(url: str) -> httpx.URL:
    """The URL without its fragment, if it is one we may ask for. Raises Failed (bad_url)."""
    if len(url) > _LONGEST_URL:
        raise Failed("bad_url", f"{len(url)} characters long, at most {_LONGEST_URL} are taken")
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Failed("bad_url", f"not a URL: {error}") from None
    if parsed.scheme not in ("http", "https"):
        raise Failed("bad_url", f"scheme {parsed.scheme!r}: only http and https are fetched")
    if not parsed.host or parsed.userinfo:
        raise Failed("bad_url", "a URL needs a host, and must not carry a user name or password")
    return parsed.copy_with(fragment=None)


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds that Retry-After asks for, given as a number or as a date; None if it says nothing usable."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())

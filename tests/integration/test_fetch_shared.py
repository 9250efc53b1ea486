"""One machine is one reader to a host, and a source whose feed moved or died says so."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.discover import discover
from flows.fetch import Archive, Client, Fetched, FetchSettings, Validator
from parsers.source import Discovery, Politeness, Source
from tests.loopback import serving

PAGE = "<html><body><p>A page.</p></body></html>"


def a_source(rate: float = 1000, places: tuple[Discovery, ...] = ()) -> Source:
    return Source(
        id="news",
        name="News",
        homepage="http://news.test/",
        kind="press",
        languages=("en",),
        timezone="UTC",
        state_controlled=False,
        discovery=places,
        politeness=Politeness(rate=rate, concurrency=5),
    )


class Site:
    """A small site whose robots.txt and behaviour a test can set; it remembers when it was asked for what."""

    def __init__(self, robots: Response | None = None) -> None:
        self.robots = robots or Response(status_code=404)
        self.asked: list[tuple[float, str, Mapping[str, str]]] = []
        self.app = Starlette(routes=[Route("/{rest:path}", self.serve)])

    async def serve(self, request: Request) -> Response:
        self.asked.append((time.monotonic(), request.url.path, dict(request.headers)))
        if request.url.path == "/robots.txt":
            return self.robots
        if request.url.path.startswith("/moved"):
            return RedirectResponse("/feed", 301)
        if request.url.path.startswith("/gone"):
            return Response(status_code=410)
        if request.headers.get("if-none-match") == '"v1"':
            return Response(status_code=304)
        return Response(PAGE, media_type="text/html", headers={"ETag": '"v1"'})


def fetch(
    address: str,
    folder: Path,
    *urls: str,
    source: Source | None = None,
    known: Mapping[str, Validator] | None = None,
) -> list[Fetched]:
    async def run() -> list[Fetched]:
        with Archive(folder / "archive") as archive:
            settings = FetchSettings(
                folder / "fetch", connect_to={"*.test": address}, contact="ops@example.org", attempts=1
            )
            async with Client(settings, known or {}, archive) as client:
                return await asyncio.gather(
                    *(client.get(url, source or a_source(), "article") for url in urls)
                )

    return asyncio.run(run())


def _fetch_some(address: str, folder: Path, number: int) -> None:
    fetch(address, folder, *(f"http://news.test/{number}/{n}" for n in range(4)), source=a_source(rate=10))


def test_all_processes_of_the_machine_share_a_hosts_turns(tmp_path: Path):
    site = Site()
    with serving(site.app) as address:
        context = multiprocessing.get_context("spawn")
        processes = [context.Process(target=_fetch_some, args=(address, tmp_path, n)) for n in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
    times = sorted(at for at, path, _ in site.asked if path != "/robots.txt")
    assert len(times) == 12
    # Eleven gaps of a tenth of a second; without sharing it would be a third of that.
    assert times[-1] - times[0] >= 0.9


def test_a_feed_that_moved_is_followed_and_reported_and_one_that_is_gone_is_not_asked_again(tmp_path: Path):
    site = Site()
    places = (
        Discovery(type="feed", url="http://news.test/moved"),
        Discovery(type="feed", url="http://news.test/gone"),
    )

    async def run(address: str, skip: Callable[[], set[str]] = set):
        with Archive(tmp_path / "archive") as archive:
            settings = FetchSettings(tmp_path / "fetch", connect_to={"*.test": address})
            async with Client(settings, {}, archive) as client:
                return await discover(a_source(places=places), client, skip=skip())

    with serving(site.app) as address:
        found = asyncio.run(run(address))
        asked = len(site.asked)
        asyncio.run(run(address, lambda: {"http://news.test/gone"}))
    assert {(notice.kind, notice.new_url) for notice in found.notices} == {
        ("moved", "http://news.test/feed"),
        ("gone", None),
    }
    assert any(
        reject.reason == "moved" and "http://news.test/feed" in reject.detail for reject in found.rejects
    )
    assert "/gone" not in [path for _, path, _ in site.asked[asked:]]

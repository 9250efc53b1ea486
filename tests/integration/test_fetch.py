"""Fetching a well-behaved site: what is asked, what is kept, and what is left alone."""

from __future__ import annotations

import gzip
import time

import brotli
import pytest

from flows.fetch import reject
from tests.fetching import BASE, client_of, known_from, make_source, run
from tests.site import Site, answer, conditional

SOURCE = make_source()


def fetch(tmp_path, routes, path="/a", known=None, **settings):
    async def test():
        async with Site(routes) as site, client_of(site, tmp_path, known, **settings) as client:
            return await client.get(f"{BASE}{path}", SOURCE, "article"), site

    return run(test())


def test_a_page_comes_with_its_record_and_its_place_in_the_archive(tmp_path):
    fetched, _ = fetch(tmp_path, {"/a": answer("<p>Nakhchivan</p>", etag='"x"', last_modified="Mon")})
    assert fetched.record.outcome == "new"
    assert fetched.record.status == 200
    assert (fetched.record.etag, fetched.record.last_modified) == ('"x"', "Mon")
    assert fetched.page.body == b"<p>Nakhchivan</p>"
    assert fetched.page.charset == "utf-8"
    assert fetched.page.archive_file == fetched.record.archive_file
    assert reject(fetched.record) is None


def test_the_second_time_only_a_condition_is_sent_and_no_body_comes(tmp_path):
    async def test():
        async with Site({"/a": conditional("<p>one</p>")}) as site:
            async with client_of(site, tmp_path) as client:
                first = (await client.get(f"{BASE}/a", SOURCE, "article")).record
            async with client_of(site, tmp_path, known_from(first)) as client:
                second = await client.get(f"{BASE}/a", SOURCE, "article")
                stored = client.stored(f"{BASE}/a", SOURCE)
            return first, second, stored

    first, second, stored = run(test())
    assert (second.record.status, second.record.outcome, second.page) == (304, "unchanged", None)
    assert second.record.digest == first.digest
    assert second.record.archive_offset == first.archive_offset
    assert stored.body == b"<p>one</p>"


def test_the_same_body_without_a_304_is_unchanged_too_and_another_is_changed(tmp_path):
    async def test():
        pages = [answer("one"), answer("one"), answer("two")]
        async with Site({"/a": pages}) as site:
            records = []
            for _ in range(3):
                async with client_of(site, tmp_path, known_from(*records[-1:])) as client:
                    records.append((await client.get(f"{BASE}/a", SOURCE, "article")).record)
            return records

    records = run(test())
    assert [record.outcome for record in records] == ["new", "unchanged", "changed"]
    assert records[1].archive_offset == records[0].archive_offset


@pytest.mark.parametrize("name, pack", [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_packed_body_is_unpacked(tmp_path, name, pack):
    fetched, _ = fetch(tmp_path, {"/a": answer(pack(b"text" * 1000), content_encoding=name)})
    assert fetched.page.body == b"text" * 1000


def test_redirects_are_followed_and_a_permanent_move_is_told(tmp_path):
    routes = {"/a": answer("", 301, location="/b"), "/b": answer("", 308, location="/c"), "/c": answer("c")}
    fetched, _ = fetch(tmp_path, routes)
    assert fetched.record.final_url == f"{BASE}/c"
    assert fetched.record.detail == f"moved permanently to {BASE}/c"
    fetched, _ = fetch(tmp_path / "2", {**routes, "/a": answer("", 302, location="/b")})
    assert fetched.page.final_url == f"{BASE}/c"
    assert fetched.record.detail is None


@pytest.mark.parametrize(
    "robots, outcome",
    [
        (answer("User-agent: *\nDisallow: /a"), "robots_disallowed"),
        (answer("User-agent: Dragoman\nDisallow:\n\nUser-agent: *\nDisallow: /"), "new"),
        (answer("", 404), "new"),
        (answer("", 403), "new"),
        (answer("", 503), "robots_unreachable"),
        (answer("", 500), "robots_unreachable"),
        (answer("", 200), "new"),
    ],
)
def test_robots_txt_decides(tmp_path, robots, outcome):
    fetched, site = fetch(tmp_path, {"/robots.txt": robots, "/a": answer("a")})
    assert fetched.record.outcome == outcome
    assert bool(site.asked("/a")) == (outcome == "new")


def test_robots_txt_is_asked_once_for_all_runs_of_a_day(tmp_path):
    async def test():
        async with Site({"*": answer("x"), "/robots.txt": answer("")}) as site:
            for path in "abc":
                async with client_of(site, tmp_path) as client:
                    await client.get(f"{BASE}/{path}", SOURCE, "article")
            return site

    assert len(run(test()).asked("/robots.txt")) == 1


def test_requests_to_one_host_keep_their_distance_across_clients(tmp_path):
    source = make_source(politeness={"rate": 20, "concurrency": 2})

    async def test():
        times = []

        async def stamp(request, writer):
            times.append(time.monotonic())
            writer.write(answer("x"))

        import asyncio

        async with (
            Site({"*": stamp}) as site,
            client_of(site, tmp_path) as one,
            client_of(site, tmp_path) as two,
        ):
            jobs = [client.get(f"{BASE}/{n}", source, "article") for n in range(4) for client in (one, two)]
            await asyncio.gather(*jobs)
        return times

    times = run(test())
    assert times[-1] - times[0] >= 0.05 * (len(times) - 1) - 0.05


def test_after_429_the_host_is_left_alone_for_as_long_as_it_asks(tmp_path):
    async def test():
        async with Site({"*": answer("", 429, retry_after="300"), "/robots.txt": answer("")}) as site:
            async with client_of(site, tmp_path) as client:
                first = await client.get(f"{BASE}/a", SOURCE, "article")
            async with client_of(site, tmp_path) as client:  # another run, another process
                second = await client.get(f"{BASE}/b", SOURCE, "article")
            return first.record, second.record, site

    first, second, site = run(test())
    assert (first.outcome, second.outcome) == ("rate_limited", "paused")
    assert reject(second).retryable
    assert not site.asked("/b")


def test_a_passing_failure_is_tried_again(tmp_path):
    routes = {"/a": [answer("", 500), b"", answer("there")], "/robots.txt": answer("")}
    fetched, _ = fetch(tmp_path, routes, attempts=3)
    assert fetched.page.body == b"there"

"""Articles from WARC files, and from a web archive for days gone by."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flows.backfill import months, take_days
from flows.fetch import Archive
from flows.newsroom.server import Newsroom
from flows.settings import Settings
from parsers.source import load_source
from tests.conftest import Dragoman, last_json
from tests.integration.test_commands import PAGE
from tests.integration.test_sources_commands import GOOD, write
from tests.loopback import serving


def archive_files(dragoman: Dragoman) -> list[Path]:
    return sorted((dragoman.folder / "data" / "archive").rglob("*.warc.gz"))


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.slow
def test_import_reads_warc_files_of_anybody(loaded: Dragoman, tmp_path: Path, plain: bool):
    ours = max(archive_files(loaded), key=lambda file: file.stat().st_size)
    name = "crawl.warc" if plain else "crawl.warc.gz"
    (tmp_path / name).write_bytes(gzip.decompress(ours.read_bytes()) if plain else ours.read_bytes())
    other = Dragoman(tmp_path)
    result = other("import", name)
    assert result.returncode == 0, result.stderr
    assert last_json(result.stdout)["parsed"] >= 3
    expected = dict(loaded.rows("SELECT canonical_url, content_hash FROM articles"))
    for url, content in other.rows("SELECT canonical_url, content_hash FROM articles"):
        if url in expected:
            assert content == expected[url]


def test_a_cut_or_foreign_file_gives_its_whole_records_and_a_complaint(loaded: Dragoman, tmp_path: Path):
    ours = max(archive_files(loaded), key=lambda file: file.stat().st_size)
    (tmp_path / "cut.warc.gz").write_bytes(ours.read_bytes()[:-200])
    (tmp_path / "poem.warc").write_text("Roses are red\n" * 50)
    other = Dragoman(tmp_path)
    result = other("import", "cut.warc.gz", "poem.warc")
    assert result.returncode == 1
    assert "poem.warc" in result.stderr
    assert "Traceback" not in result.stderr
    assert other.rows("SELECT count(*) FROM articles")[0][0] >= 2


@pytest.mark.slow
def test_a_warc_file_is_taken_from_its_address_and_a_refusal_is_told(loaded: Dragoman, tmp_path: Path):
    ours = max(archive_files(loaded), key=lambda file: file.stat().st_size)

    async def warc(_: Request) -> Response:
        return Response(ours.read_bytes(), media_type="application/gzip")

    other = Dragoman(tmp_path)
    with serving(Starlette(routes=[Route("/crawl/a.warc.gz", warc)])) as address:
        environment = {"DRAGOMAN_CONNECT_TO": json.dumps({"crawl.test": address})}
        result = other("import", "http://crawl.test/crawl/a.warc.gz", **environment)
        assert result.returncode == 0, result.stderr
        assert last_json(result.stdout)["parsed"] >= 3
        result = other(
            "import", "http://crawl.test/crawl/b.warc.gz", f"http://{address}/crawl/a.warc.gz", **environment
        )
    assert result.returncode == 1
    assert "not_found" in result.stderr
    assert "refused_address" in result.stderr


def test_months_cut_days_at_the_ends_of_months():
    assert list(months(date(2020, 1, 30), date(2020, 3, 2))) == [
        (date(2020, 1, 30), date(2020, 1, 31)),
        (date(2020, 2, 1), date(2020, 2, 29)),
        (date(2020, 3, 1), date(2020, 3, 2)),
    ]


def test_backfill_takes_a_month_at_a_time_and_goes_on_where_it_was(tmp_path: Path):
    asked: list[str] = []

    async def index(request: Request) -> Response:
        asked.append(f"index {request.query_params['from']}")
        rows = [["timestamp", "original"]]
        if request.query_params["from"].startswith("201905"):
            rows.append(["20190514101010", "https://example.org/defence/1"])
        return JSONResponse(rows)

    async def copy(request: Request) -> Response:
        asked.append("copy")
        return Response(PAGE, media_type="text/html")

    app = Starlette(routes=[Route("/cdx/search/cdx", index), Route("/web/{rest:path}", copy)])
    source = load_source(write(tmp_path, GOOD))
    with serving(app) as address:
        settings = Settings(
            data=tmp_path / "data", connect_to={"archive.test": address}, web_archive="http://archive.test"
        )
        first = asyncio.run(
            take_days(source, date(2019, 4, 10), date(2019, 5, 20), settings, lambda stage: stage)
        )
        again = asyncio.run(
            take_days(source, date(2019, 4, 10), date(2019, 5, 20), settings, lambda stage: stage)
        )
    assert (first.found, first.parsed) == (1, 1)
    assert again.fetched == 0
    assert [one for one in asked if one.startswith("index")][:2] == ["index 20190410", "index 20190501"]
    import duckdb

    with duckdb.connect(str(tmp_path / "data" / "warehouse.loader.duckdb"), read_only=True) as warehouse:
        assert warehouse.execute("SELECT url FROM articles").fetchall() == [
            ("https://example.org/defence/1",)
        ]


@pytest.mark.slow
def test_a_second_run_asks_only_conditionally_and_a_changed_page_becomes_a_version(tmp_path: Path):
    dragoman = Dragoman(tmp_path)
    outlets = Path(__file__).parents[2] / "flows" / "newsroom" / "outlets"
    with Newsroom() as newsroom:
        environment = {
            "DRAGOMAN_SOURCES": str(outlets),
            "DRAGOMAN_CONNECT_TO": json.dumps(newsroom.connect_to),
            "DRAGOMAN_RECHECK_DAYS": "36500",
        }
        assert dragoman("run", "--no-server", **environment).returncode == 0
        seen = len(newsroom.requests)
        assert dragoman("run", "--no-server", **environment).returncode == 0
        second = newsroom.requests[seen:]
        assert second
        pages = [hit for hit in second if hit.status == 200 and hit.bytes]
        assert [hit.url for hit in pages] == []
        newsroom.advance()
        assert dragoman("run", "--no-server", **environment).returncode == 0
    versions = dragoman.rows(
        "SELECT version, changed, words_added, words_removed FROM article_versions WHERE version > 1"
    )
    assert len(versions) == 1
    assert versions[0][0] == 2
    assert "text" in versions[0][1]
    assert versions[0][2] + versions[0][3] > 0


def test_what_triage_leaves_out_is_counted_kept_in_the_archive_and_read_when_asked(tmp_path: Path):
    football = "The keeper of the champions caught the corner without trouble. " * 20
    body = f"<html><head><title>Cup</title></head><body><article><p>{football}</p></article></body></html>"
    with (tmp_path / "crawl.warc").open("wb") as stream:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
        stream.write(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://sport.test/1\r\n"
            b"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            + f"Content-Length: {len(answer)}\r\n\r\n".encode()
            + answer
            + b"\r\n\r\n"
        )
    dragoman = Dragoman(tmp_path)
    counts = last_json(dragoman("import", "crawl.warc").stdout)
    assert (counts["fetched"], counts["screened"], counts["parsed"], counts["rejected"]) == (1, 1, 0, 0)
    [(detail, file, offset)] = dragoman.rows(
        "SELECT detail, archive_file, archive_offset FROM ops.rejects WHERE stage = 'triage'"
    )
    assert "DRAGOMAN_TRIAGE" in detail
    assert Archive(tmp_path / "data" / "archive").read(file, offset).body == body.encode()
    counts = last_json(dragoman("import", "crawl.warc", DRAGOMAN_TRIAGE="0").stdout)
    assert (counts["screened"], counts["parsed"]) == (0, 1)

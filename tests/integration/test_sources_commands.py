"""Sources as data: precise complaints, a schema for editors, and commands to list, try and draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator

from flows.catalogue import choose
from flows.newsroom.server import Newsroom
from parsers.source import SCHEMA, SourceError, load_source, load_sources, schema
from tests.conftest import Dragoman

GOOD = """\
id: example
name: Example
homepage: https://example.org/
country: AZE
kind: press
languages: [en]
timezone: Asia/Baku
state_controlled: false
discovery:
  - type: feed
    url: https://example.org/rss
"""


def write(folder: Path, text: str, name: str = "example.yml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("id: example", "id: Ex ample", 1, "id: "),
        ("kind: press", "kind: blog", 5, "'ministry'"),
        ("country: AZE", "country: Azerbaijan", 4, "country: "),
        ("timezone: Asia/Baku", "timezone: Baku", 7, "IANA"),
        ("type: feed", "type: rss", 10, "'feed'"),
        ("url: https://example.org/rss", "url: file:///etc/passwd", 11, "discovery.0.url"),
        (
            "url: https://example.org/rss",
            "url: https://example.org/rss\n    include: '('",
            12,
            "regular expression",
        ),
        ("kind: press", "kind: press\ncolour: red", 6, "no such key"),
        ("kind: press", "kind: press\nkind: press", 6, "given twice"),
        ("kind: press", "kind: [press", 6, "not YAML"),
        ("kind: press", "kind: press\nselectors: {title: ['h1[']}", 6, "CSS selector"),
        ("kind: press", "kind: press\nselectors: {text: ['@meta']}", 6, "CSS selector"),
        ("kind: press", "kind: press\nselectors: {title: ['@h1']}", 6, "@json-ld"),
        ("kind: press", "kind: press\nschedule: {every: often}", 6, "schedule.every"),
        ("name: Example\n", "", 1, "name: Field required"),
    ],
)
def test_a_wrong_file_is_answered_with_line_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: int, says: str
):
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(SourceError) as caught:
        load_source(path)
    assert f"{path}:{line}: " in str(caught.value)
    assert says in str(caught.value)


def test_all_that_is_wrong_is_said_at_once_and_a_taken_id_is_refused(tmp_path: Path):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "twin.yml")
    write(tmp_path, GOOD.replace("kind: press", "kind: blog"), "wrong.yml")
    with pytest.raises(SourceError) as caught:
        load_sources(tmp_path)
    assert "twin.yml: id 'example' is taken by" in str(caught.value)
    assert "wrong.yml:5: kind" in str(caught.value)


def test_the_shipped_schema_is_current():
    assert SCHEMA.read_text("utf-8") == schema()


def test_a_wrong_source_folder_ends_a_run_before_it_starts(dragoman: Dragoman, tmp_path: Path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, GOOD.replace("kind: press", "kind: blog"))
    result = dragoman("run", "--no-server", DRAGOMAN_SOURCES=str(folder))
    assert result.returncode == 1
    assert "example.yml:5: kind" in result.stderr
    assert "Traceback" not in result.stderr


def test_sources_lists_the_newsroom_or_the_live_ones(dragoman: Dragoman):
    newsroom = json.loads(dragoman("sources", "--format", "json").stdout)
    assert {"alliance", "araz"} <= {one["id"] for one in newsroom}
    live = json.loads(dragoman("sources", "--live", "--format", "json").stdout)
    assert len(live) >= 45
    assert len({one["country"] for one in live}) >= 25


def test_a_source_without_places_to_look_is_listed_without_a_schedule_and_no_run_asks_it(
    dragoman: Dragoman, tmp_path: Path
):
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, GOOD)
    general = (
        GOOD.replace("example", "general").split("discovery:")[0]
        + "discovery: []\nselectors: {title: [h2]}\n"
    )
    write(folder, general, "general.yml")
    mine = {"DRAGOMAN_SOURCES": str(folder)}
    listed = {one["id"]: one for one in json.loads(dragoman("sources", "--format", "json", **mine).stdout)}
    assert (listed["example"]["schedule"], listed["general"]["schedule"]) == ("1h", None)
    assert [source.id for source in choose(load_sources(folder), [])] == ["example"]
    asked = dragoman("run", "--no-server", "--source", "general", **mine)
    assert asked.returncode == 2
    assert "general has no place to look" in asked.stderr
    body = "".join(
        f"<p>Sentence number {number} of a page that turned up somewhere.</p>" for number in range(9)
    )
    (tmp_path / "page.html").write_text(f"<title>One</title><h1>One</h1><h2>Two</h2><main>{body}</main>")
    read = json.loads(dragoman("parse", "page.html", "--url", "https://general.org/1", **mine).stdout)
    assert (read["title"], read["source"], read["origins"]["title"]) == ("Two", "general", "selector")


def test_check_says_what_every_field_is_read_as_and_from_where(dragoman: Dragoman):
    result = dragoman("sources", "check", "araz")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["found"] >= 10
    title = answer["articles"][0]["fields"]["title"]
    assert title["value"]
    assert title["from"]


def test_check_reads_a_saved_page(dragoman: Dragoman, tmp_path: Path):
    from tests.integration.test_commands import PAGE

    (tmp_path / "page.html").write_text(PAGE)
    result = dragoman(
        "sources", "check", "azertac", "--page", "page.html", "--url", "https://azertac.az/en/xeber/1"
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["articles"][0]["fields"]["title"]["value"] == "Ministers meet"


def test_new_drafts_a_file_that_loads(dragoman: Dragoman, tmp_path: Path):
    with Newsroom() as newsroom:
        result = dragoman(
            "sources",
            "new",
            "http://xezer.newsroom.test/",
            DRAGOMAN_CONNECT_TO=json.dumps(newsroom.connect_to),
        )
    assert result.returncode == 0, result.stderr
    drafted = yaml.safe_load(result.stdout)
    assert drafted["discovery"][0]["type"] == "feed"
    assert load_source(write(tmp_path, result.stdout)).homepage == "http://xezer.newsroom.test/"


def test_raw_gives_back_what_was_fetched(loaded: Dragoman):
    [(url, length)] = loaded.rows(
        "SELECT url, bytes FROM ops.fetches WHERE kind = 'article' AND outcome = 'new' ORDER BY url LIMIT 1"
    )
    result = loaded("raw", url)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.encode()) == length
    assert url in result.stderr
    history = [json.loads(line) for line in loaded("raw", url, "--history").stdout.splitlines()]
    assert [one["outcome"] for one in history] == ["new"]
    assert loaded("raw", "http://nowhere.newsroom.test/").returncode == 1


def test_a_peers_tool_reads_the_archive(loaded: Dragoman):
    files = list((loaded.folder / "data" / "archive").rglob("*.warc.gz"))
    assert files
    kinds = set()
    for file in files:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                kinds.add(record.rec_type)
                record.content_stream().read()
    assert {"warcinfo", "response"} <= kinds

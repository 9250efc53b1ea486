"""What the commands promise: JSON on stdout, complaints of one line on stderr, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.conftest import Dragoman, last_json

ARTICLE = {
    "id": "a1",
    "url": "https://news.example/defence/1",
    "source": "Example",
    "lang": "en",
    "published": "2019-05-14",
    "title": "Defence ministers of Poland and Lithuania meet in Vilnius",
    "text": "Polish Defence Minister Jan Kowalski met Lithuanian Defence Minister Jonas Petraitis in Vilnius on "
    "May 14. The ministers discussed joint exercises and cyber security.",
}
TEXT = """ date 2019-05-14 Vilnius, May 14, BNA

Polish Defence Minister Jan Kowalski met his Lithuanian counterpart Jonas Petraitis in Vilnius on Tuesday.

The ministers discussed joint exercises.
"""
PAGE = """<!doctype html><html lang="en"><head><title>Ministers meet | Example</title>
<meta property="article:published_time" content="2019-05-14T10:00:00+03:00">
<link rel="canonical" href="https://news.example/defence/1"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ministers meet</h1>{}</article><footer>Contact us</footer></body></html>""".format(
    "".join(f"<p>{ARTICLE['text']} This is paragraph number {n} of the report.</p>" for n in range(5))
)


def one_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.startswith("dragoman: ")]
    assert lines, text
    assert "Traceback" not in text
    return lines[-1]


def test_parse_prints_the_article_of_a_page(dragoman: Dragoman, tmp_path: Path):
    (tmp_path / "page.html").write_text(PAGE)
    result = dragoman("parse", "page.html", "--url", "https://news.example/defence/1?utm_source=x")
    assert result.returncode == 0, result.stderr
    article = json.loads(result.stdout)
    assert article["title"] == "Ministers meet"
    assert article["canonical_url"] == "https://news.example/defence/1"
    assert article["published"].startswith("2019-05-14")
    assert article["lang"] == "en"
    assert "Contact us" not in article["text"]


def test_code_prints_one_line_an_article_and_goes_on_after_a_bad_one(dragoman: Dragoman, tmp_path: Path):
    (tmp_path / "articles.jsonl").write_text(
        "\n".join([json.dumps(ARTICLE), "{broken", json.dumps(ARTICLE | {"id": "a2"})])
    )
    result = dragoman("code", "articles.jsonl")
    assert result.returncode == 1
    assert "articles.jsonl:2" in result.stderr
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a1", "a2")
    assert first["relevant"] is True
    [event] = [event for event in first["events"] if event["type"] == "HIGH_LEVEL_MEETING"]
    assert {one["country"] for one in event["participants"]} == {"POL", "LTU"}
    assert event["date_start"] == "2019-05-14"
    span = event["evidence"]
    assert ARTICLE["text"][span["start"] : span["end"]] == span["text"]


def test_import_takes_files_and_folders(dragoman: Dragoman, tmp_path: Path):
    folder = tmp_path / "texts" / "2019"
    folder.mkdir(parents=True)
    (folder / "meeting.txt").write_text(TEXT)
    (tmp_path / "articles.jsonl").write_text(json.dumps(ARTICLE))
    result = dragoman("import", "texts", "articles.jsonl")
    assert result.returncode == 0, result.stderr
    assert last_json(result.stdout)["parsed"] == 2
    assert dragoman.rows("SELECT count(*) FROM articles") == [(2,)]


def test_import_loads_the_rest_when_something_is_missing_or_unreadable(dragoman: Dragoman, tmp_path: Path):
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "bad.txt").write_text("no date line here\n")
    result = dragoman("import", "nowhere.txt", "bad.txt", "good.txt")
    assert result.returncode == 1
    assert "nowhere.txt" in result.stderr
    assert "bad.txt" in result.stderr
    assert dragoman.rows("SELECT count(*) FROM articles") == [(1,)]
    [(reason, file)] = dragoman.rows("SELECT stage, archive_file FROM ops.rejects")
    assert reason == "import"
    assert (tmp_path / "data" / "archive" / file).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--source", "nobody"),
        ("parse", "page.html"),
        ("import",),
        ("report", "no_such_report"),
        ("report", "partners", "--country", "Azerbaijan"),
        ("sql", "SELECT 1", "--format", "pdf"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_exits_with_2(dragoman: Dragoman, loaded: Dragoman, arguments: tuple[str, ...]):
    result = dragoman(*arguments, DRAGOMAN_DB=str(loaded.database))
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_unknown_source_is_answered_with_the_known_ones(dragoman: Dragoman):
    assert "alliance" in one_line(dragoman("run", "--source", "nobody").stderr)


def test_a_missing_page_and_a_page_that_is_no_article_exit_with_1(dragoman: Dragoman, tmp_path: Path):
    assert "nowhere.html" in one_line(
        dragoman("parse", "nowhere.html", "--url", "https://news.example/").stderr
    )
    (tmp_path / "empty.html").write_text("")
    result = dragoman("parse", "empty.html", "--url", "https://news.example/")
    assert result.returncode == 1
    assert "empty.html" in one_line(result.stderr)


def test_sql_reads_and_never_writes(loaded: Dragoman):
    answer = loaded("sql", "SELECT 1 AS one, 'x' AS other", "--format", "json")
    assert json.loads(answer.stdout) == [{"one": 1, "other": "x"}]
    for statement in (
        "DELETE FROM events",
        "CREATE TABLE mine (a INTEGER)",
        "COPY events TO 'stolen.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "INSTALL httpfs",
        "nonsense",
    ):
        result = loaded("sql", statement)
        assert result.returncode == 1, statement
        one_line(result.stderr)
    assert not (loaded.folder / "stolen.csv").exists()


def test_sql_without_a_database_says_what_to_do(dragoman: Dragoman):
    result = dragoman("sql", "SELECT 1")
    assert result.returncode == 1
    assert "dragoman run" in one_line(result.stderr)


def test_a_loader_that_holds_the_warehouse_is_waited_for_and_then_named(dragoman: Dragoman, tmp_path: Path):
    (tmp_path / "good.txt").write_text(TEXT)
    assert dragoman("import", "good.txt").returncode == 0
    with FileLock(tmp_path / "data" / "warehouse.loader.duckdb.lock"):
        result = dragoman("import", "good.txt", DRAGOMAN_LOCK_TIMEOUT="0.5")
    assert result.returncode == 1
    assert "locked" in one_line(result.stderr)


def test_an_analyst_who_holds_the_database_blocks_no_loader(dragoman: Dragoman, tmp_path: Path):
    (tmp_path / "good.txt").write_text(TEXT)
    assert dragoman("import", "good.txt").returncode == 0
    (tmp_path / "more.txt").write_text(TEXT.replace("joint exercises", "military education"))
    with duckdb.connect(str(dragoman.database)) as analyst:
        assert dragoman("import", "more.txt").returncode == 0
        assert analyst.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    assert dragoman.rows("SELECT count(*) FROM articles") == [(2,)]


@pytest.mark.parametrize("name", ["activity", "partners", "timeline", "instruments", "persons"])
@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_reports_answer_in_every_format(loaded: Dragoman, name: str, form: str):
    result = loaded(
        "report", name, "--country", "AZE", "--from", "2017-01-01", "--to", "2026-12-31", "--format", form
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()
    if form == "json":
        assert json.loads(result.stdout)


def test_output_cut_short_by_its_reader_is_no_error(loaded: Dragoman):
    result = loaded("report")
    assert result.returncode == 0
    assert "partners" in result.stdout

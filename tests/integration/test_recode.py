"""`dragoman recode`: what another coding would change, before it does."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

import duckdb
import pytest
import yaml

from parsers.coder.lexicon import DATA
from tests.conftest import Dragoman, last_json
from tests.integration.test_main_job import contents

IDS = "SELECT mention_id, type, realis, date_start, sentence, span_start, evidence FROM mentions ORDER BY ALL"
COUNTED = """
SELECT (SELECT count(*) FROM ops.recode_articles), count(*) - (SELECT count(*) FROM ops.recode_articles) FROM articles
"""
STAGED = """
SELECT article_id, change, type, type_before, fields, old, new, evidence FROM ops.recode_changes ORDER BY ALL
"""


@pytest.fixture
def copy(loaded: Dragoman, tmp_path: Path) -> Dragoman:
    """A data folder after a run, to change."""
    shutil.copytree(loaded.folder / "data", tmp_path / "data")
    return Dragoman(tmp_path)


@pytest.fixture
def no_signings(tmp_path: Path) -> dict[str, str]:
    """A lexicon that knows no signing of instruments."""
    own = tmp_path / "lexicon"
    shutil.copytree(DATA, own)
    for path in own.glob("*/triggers.yml"):
        triggers = yaml.safe_load(path.read_text("utf-8"))
        triggers.pop("INSTRUMENT_SIGNED", None)
        path.write_text(yaml.safe_dump(triggers, allow_unicode=True), "utf-8")
    return {"DRAGOMAN_CODER_DATA": str(own)}


def test_raw_pages_parsed_and_coded_again_are_the_same_rows(copy: Dragoman):
    before = contents(copy)
    result = copy("recode", "--no-server", "--from-raw", "--publish")
    told = last_json(result.stdout)
    assert told["articles"] > 50, result.stderr
    assert (told["articles_differing"], told["articles_recoded"], told["problems"]) == (0, 0, [])
    assert contents(copy) == before


@pytest.mark.slow
def test_another_lexicon_is_reported_before_it_counts(copy: Dragoman, no_signings: dict[str, str]):
    before = copy.rows(IDS)
    signed = sum(row[1] == "INSTRUMENT_SIGNED" for row in before)
    result = copy("recode", "--no-server", "--csv", "changes.csv", **no_signings)
    told = last_json(result.stdout)
    assert told["status"] == "reported"
    assert "INSTRUMENT_SIGNED" in result.stderr
    assert told["coder_version"].partition("+")[2], "one's own lexicon shows in the coder's version"
    [gone] = [row for row in told["by_form"] if row["form"] == "INSTRUMENT_SIGNED"]
    assert signed > 0
    assert gone["gained"] == 0
    assert sum(row["lost"] for row in told["by_source"]) == told["lost"]
    with (copy.folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        kinds = Counter(row["change"] for row in csv.DictReader(file))
    assert kinds == Counter({kind: told[kind] for kind in ("gained", "lost", "changed")})
    assert sum(row["lost"] for row in told["by_language"]) == told["lost"]
    for example in told["examples"]:
        assert example["evidence"]
        assert (example["old"] is None, example["new"] is None) == (
            example["change"] == "gained",
            example["change"] == "lost",
        )
        assert all(example["old"][name] != example["new"][name] for name in example["fields"])
    assert copy.rows(IDS) == before, "a report alone changes nothing"

    published = last_json(copy("recode", "--no-server", "--publish", **no_signings).stdout)
    assert published["recode_id"] == told["recode_id"], "what was reported is what becomes current"
    assert published["status"] == "published"
    after = copy.rows(IDS)
    assert not [row for row in after if row[1] == "INSTRUMENT_SIGNED"]
    assert len(after) == len(before) - told["lost"] + told["gained"]
    assert copy.rows("SELECT DISTINCT coder_version FROM articles") == [(told["coder_version"],)]
    assert copy.rows("SELECT status FROM ops.recodes") == [("published",)]
    assert copy.rows("SELECT count(*) FROM ops.recode_articles") == [(0,)]
    wrong = "SELECT count(*) FROM mentions WHERE mention_id NOT IN (SELECT mention_id FROM event_mentions)"
    assert copy.rows(wrong) == [(0,)]

    back = last_json(copy("recode", "--no-server", "--publish").stdout)
    assert back["gained"] == told["lost"]
    assert copy.rows(IDS) == before, "coded as at first, the rows and ids are as at first"


@pytest.mark.kill
def test_killed_while_coding_and_while_publishing_it_ends_with_the_same_rows(
    copy: Dragoman, no_signings: dict[str, str], tmp_path: Path
):
    other = Dragoman(tmp_path / "undisturbed")
    shutil.copytree(copy.folder / "data", other.folder / "data")
    assert other("recode", "--no-server", "--publish", **no_signings).returncode == 0
    small = {**no_signings, "DRAGOMAN_BATCH_SIZE": "4"}
    published = contents(copy)

    kill_when(copy, "coded 12 of", small)
    [(coded, missing)] = loading(copy, COUNTED)
    assert coded > 0
    assert missing > 0

    kill_when(copy, "current 4 of", small)
    assert len(loading(copy, "SELECT DISTINCT coder_version FROM articles")) == 2, "killed half-way"
    assert contents(copy) == published, "people read the old coding until all is current"

    result = copy("-v", "recode", "--no-server", "--publish", **small)
    assert result.returncode == 0, result.stderr
    assert "coded 4 of" not in result.stderr, "what was coded is not coded again"
    assert contents(copy) == contents(other)
    assert copy.rows(STAGED) == other.rows(STAGED)


def kill_when(dragoman: Dragoman, said: str, environment: dict[str, str]) -> None:
    """Start a recoding and kill -9 it as soon as its log says this."""
    process = subprocess.Popen(
        dragoman.command("-v", "recode", "--no-server", "--publish", "--workers", "2"),
        cwd=dragoman.folder,
        env=dragoman.environment(**environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert any(said in line for line in process.stderr), f"never said {said!r}"
        process.kill()
    assert process.returncode == -signal.SIGKILL


def loading(dragoman: Dragoman, sql: str) -> list[tuple]:
    """What the file that loaders write holds."""
    with duckdb.connect(str(dragoman.database.with_name("warehouse.loader.duckdb"))) as connection:
        return connection.execute(sql).fetchall()


def test_a_page_that_is_gone_is_named_and_its_text_coded_instead(copy: Dragoman):
    before = copy.rows(IDS)
    for file in (copy.folder / "data" / "archive").rglob("*.warc.gz"):
        file.unlink()
    told = last_json(copy("recode", "--no-server", "--from-raw", "--publish").stdout)
    assert told["problems"]
    assert "no such file" in told["problems"][0]["problem"]
    assert (told["gained"], told["lost"], told["changed"]) == (0, 0, 0)
    assert copy.rows(IDS) == before


def test_only_the_sources_and_days_asked_for_are_coded(copy: Dragoman):
    [(source, day)] = copy.rows(
        "SELECT source_id, min(published)::DATE FROM articles GROUP BY source_id ORDER BY count(*) DESC LIMIT 1"
    )
    [(expected,)] = copy.rows(
        f"SELECT count(*) FROM articles WHERE source_id = '{source}' AND published::DATE = '{day}'"
    )
    told = last_json(
        copy("recode", "--no-server", "--source", source, "--from", str(day), "--to", str(day)).stdout
    )
    assert told["articles"] == expected
    assert copy("recode", "--no-server", "--source", "nobody").returncode == 2


@pytest.mark.postgres
@pytest.mark.slow
def test_a_lake_is_coded_again_as_a_file_is(dragoman: Dragoman, no_signings: dict[str, str], lake_url: str):
    article = {
        "id": "1",
        "url": "https://example.org/1",
        "source": "agency",
        "lang": "en",
        "published": "2024-05-02",
        "title": "Ministers sign protocol",
        "text": "Defence Minister Zakir Hasanov and Georgian Defence Minister Levan Izoria signed a protocol on"
        " military cooperation in Baku on May 2.",
    }
    (dragoman.folder / "a.jsonl").write_text(json.dumps(article))
    lake = {**no_signings, "DRAGOMAN_STORE": lake_url}
    result = dragoman("import", "a.jsonl", DRAGOMAN_STORE=lake_url)
    assert last_json(result.stdout)["mentions"] > 0, result.stderr
    result = dragoman("recode", "--no-server", "--publish", **lake)
    told = last_json(result.stdout)
    assert (told["articles"], told["articles_recoded"], told["status"]) == (1, 1, "published"), result.stderr
    assert told["lost"] + told["changed"] > 0

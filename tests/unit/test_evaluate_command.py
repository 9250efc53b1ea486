"""`dragoman evaluate`: the tables that people read."""

import csv
import json

import pytest
from typer.testing import CliRunner

from flows.cli import app

TOLD = "On 4 May 2031 the Minister of Defence of Latvia, Janis Ozols, met the Minister of Defence of Estonia, Mart Kask, in Riga."
EVENT = {
    "type": "HIGH_LEVEL_MEETING", "accept": ["HIGH_LEVEL_MEETING"], "realis": "occurred", "date_start": "2031-05-04",
    "date_end": None, "place": "Riga", "instrument": None, "evidence": TOLD,
    "participants": [{"country": "LVA", "person": "Janis Ozols"}, {"country": "EST", "person": "Mart Kask"}],
}  # fmt: skip


def labelled(name, text, *events):
    article = {
        "id": name,
        "url": f"https://wire.example/{name}",
        "source": "wire",
        "lang": "en",
        "title": name,
    }
    return article | {"published": "2031-05-04", "text": text, "relevant": bool(events), "events": events}


@pytest.fixture
def files(tmp_path):
    paths = []
    for record in (labelled("Meeting", TOLD, EVENT), labelled("Match", "Latvia met Estonia at football.")):
        paths.append(tmp_path / f"{record['id']}.jsonl")
        paths[-1].write_text(json.dumps(record))
    return paths


def lines(told):
    """The table's lines by their first words."""
    return {line[:38].split("  ")[0].strip(): line.split() for line in told.splitlines() if line.strip()}


def test_the_tables_show_all_that_is_compared_and_a_dash_where_nothing_is(files, tmp_path):
    result = CliRunner().invoke(app, ["evaluate", *map(str, files), "--errors", str(tmp_path / "errors.csv")])
    assert result.exit_code == 0, result.output
    told = lines(result.stderr)
    assert told["2 articles"], "both files count"
    assert told["events"][1:] == ["1.0", "1.0", "1.0", "1", "0", "0"]
    assert told["participants"][1:] == ["1.0", "1.0", "1.0", "2", "0", "0"]
    assert told["areas"][1:4] == ["-", "-", "-"], "these labels name none"
    assert told["realis"][-2:] == ["1.0", "1"]
    assert told["instrument kind"][-2:] == ["-", "0"]
    assert told["nesting"][-2:] == ["-", "0"]
    assert told["irrelevant articles"][-1] == "1"
    assert told["false events in 1,000 of these"][-1] == "0"
    assert json.loads(result.stdout)["participants"]["f1"] == 1.0
    with (tmp_path / "errors.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == []

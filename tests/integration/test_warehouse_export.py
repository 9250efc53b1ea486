"""Exports, read as other tools would read them."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest

from parsers.records import Instrument
from tests.warehouse_samples import article, batch, coding, mention, party
from warehouse.export import FORMATS, TABLES, export
from warehouse.load import load
from warehouse.publish import publish
from warehouse.store import open_store

AWKWARD = "He said: \"Tab\there\", comma, \\ backslash\nand ünïcode ə; 'quotes' | \r\n."


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("db") / "warehouse.duckdb")
    people = (
        party("AZE", role="host", person="Zakir Hasanov", office="minister of defence"),
        party("GEO", role="guest", person='Levan "the minister" Izoria'),
    )
    three = mention(
        2, parties="AZE GEO NATO", type="MULTILATERAL_MEETING", place='A "place",\tthere', said=AWKWARD
    )
    load(
        store,
        batch(
            (
                article(text=AWKWARD, author="", tags=("a,b", 'c"d'), origins={"title": "meta"}),
                coding(
                    mention(1, participants=people, areas=("medicine", "cyber"), date_end=None),
                    three,
                    mention(3, type="INSTRUMENT_SIGNED", instrument=Instrument("mou")),
                    mention(4, type="JOINT_EXERCISE", realis="planned"),
                    mention(5, type="CEREMONY", date_start=None),
                ),
            )
        ),
    )
    publish(store)
    return store


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_reads_back_and_can_be_written_twice(store, tmp_path, format):
    for _ in range(2):
        written = {e.name: e for e in export(store, tmp_path / "out's", format)}
    assert all(e.path.exists() for e in written.values())
    if format in ("parquet", "csv", "jsonl"):
        assert set(written) == set(TABLES)
        assert written["events"].rows == 5
    else:
        # Occurred: four bilateral ones or parts (3 with two parties, 1 with three parties: 3 pairs).
        assert written[format].rows == 3 + 3


def test_an_empty_warehouse_can_be_exported(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    publish(store)
    for format in FORMATS:
        assert all(e.rows == 0 for e in export(store, tmp_path / format, format))


def test_parquet_is_parted_by_year(store, tmp_path):
    export(store, tmp_path, "parquet")
    assert sorted(p.name for p in (tmp_path / "events").iterdir()) == ["year=0", "year=2018"]
    found = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/events/*/*.parquet' WHERE year = 2018").fetchone()
    assert found == (4,)


def test_csv_and_jsonl_keep_awkward_texts(store, tmp_path):
    export(store, tmp_path, "csv")
    with (tmp_path / "article_texts.csv").open(newline="") as file:
        assert next(csv.DictReader(file))["body"] == AWKWARD
    with (tmp_path / "articles.csv").open(newline="") as file:
        assert json.loads(next(csv.DictReader(file))["tags"]) == ["a,b", 'c"d']
    export(store, tmp_path, "jsonl")
    line = (tmp_path / "article_texts.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(line)["body"] == AWKWARD


def test_gdelt_layout(store, tmp_path):
    export(store, tmp_path, "gdelt")
    rows = [line.split("\t") for line in (tmp_path / "gdelt.tsv").read_text("utf-8").splitlines()]
    assert {len(row) for row in rows} == {61}
    assert len({row[0] for row in rows}) == len(rows) and all(row[0].isdigit() for row in rows)
    meeting = next(row for row in rows if (row[6], row[16], row[26]) == ("AZE", "GEO", "040"))
    assert meeting[1:4] == ["20180309", "201803", "2018"]
    assert meeting[60] == "http://agency.test/1"


def test_polecat_layout(store, tmp_path):
    export(store, tmp_path, "polecat")
    with (tmp_path / "polecat.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows[0]) == 40
    meeting = next(row for row in rows if row["Actor Name"] == "Zakir Hasanov")
    assert (meeting["Event Type"], meeting["Recipient Country"]) == ("CONSULT", "GEO")
    assert meeting["Contexts"] == "military; cyber; medicine"

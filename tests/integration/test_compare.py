"""`dragoman compare`: a second coder beside ours, row by row; what it proposes waits for review and counts nowhere."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.records import Instrument, Participant
from tests import coders
from tests.conftest import ROOT, Dragoman, last_json
from tests.warehouse_samples import article, mention
from warehouse.proposals import compare_coders, decide_proposals, keep_proposals

OTHER = (
    "The Minister of Defence of Georgia, Zurab Kiknadze, visited Latvia on 6 May 2031. "
    "In Riga he signed a plan of military cooperation with the Minister of Defence of Latvia, Janis Ozols."
)


def verdicts(ours, theirs):
    agreed, rows = compare_coders(article(), ours, theirs)
    return agreed, [(one.verdict, one.fields) for one in rows]


def test_rows_agree_whatever_they_quote_and_whoever_comes_first():
    assert verdicts([mention(said="They met.")], [mention(parties="GEO AZE", said="Talks were held.")]) == (
        1,
        [],
    )


def test_rows_that_only_one_of_them_has_are_told_apart():
    assert verdicts([mention(said="They met.")], []) == (0, [("only ours", ())])
    assert verdicts([], [mention(said="They met.")]) == (0, [("only theirs", ())])


def test_what_differs_is_named_by_field():
    ours = mention(said="They met.")
    theirs = mention(said="They met.", realis="planned", instrument=Instrument("mou"))
    assert verdicts([ours], [theirs]) == (0, [("differs", ("realis", "instrument_kind"))])
    with_person = (Participant("AZE", person="Zakir Hasanov"), Participant("GEO"))
    assert verdicts([ours], [mention(said="They met.", participants=with_person)])[1] == [
        ("differs", ("participants",))
    ]


def waiting(store):
    with store.write() as connection:
        return connection.execute(
            "SELECT proposal_id, verdict, type, parties, status FROM proposals ORDER BY type"
        ).fetchall()


def proposed(store, *theirs, ours=()):
    one = article()
    keep_proposals(store, "model", {one.article_id: compare_coders(one, ours, theirs)[1]})
    return waiting(store)


def test_what_only_the_second_says_or_says_otherwise_waits_and_what_only_we_say_does_not(store):
    docked = mention(type="PORT_CALL", said="It docked.")
    ours = [mention(said="They met."), replace(docked, evidence=replace(docked.evidence, sentence=3))]
    theirs = [mention(said="They met.", realis="planned"), mention(type="REMOTE_CALL", said="They rang.")]
    assert [row[1:] for row in proposed(store, *theirs, ours=ours)] == [
        ("differs", "HIGH_LEVEL_MEETING", ["AZE", "GEO"], "new"),
        ("only theirs", "REMOTE_CALL", ["AZE", "GEO"], "new"),
    ]


def test_proposed_twice_it_waits_once_and_a_decision_stands(store):
    call, visit = (
        mention(type="REMOTE_CALL", said="They rang."),
        mention(type="OFFICIAL_VISIT", said="He came."),
    )
    (visited, *_), (rung, *_) = proposed(store, call, visit, call)
    assert decide_proposals(store, [rung, "no proposal"], "rejected") == ({rung}, 1)
    assert decide_proposals(store, [rung], "rejected") == ({rung}, 0)
    assert [(row[0], row[4]) for row in proposed(store, call, visit)] == [
        (visited, "new"),
        (rung, "rejected"),
    ]
    assert [(row[0], row[4]) for row in proposed(store)] == [(rung, "rejected")], "not proposed again"


@pytest.fixture
def with_coders(dragoman: Dragoman, tmp_path: Path) -> dict[str, str]:
    """Two stored articles, and the second coders installed beside Dragoman."""
    records = [
        {"id": name, "url": f"https://wire.example/{name}", "source": "wire", "lang": "en", "title": "Talks",
         "published": "2031-05-07", "text": text}
        for name, text in (("1", coders.TEXT), ("2", OTHER))
    ]  # fmt: skip
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, records)))
    assert dragoman("import", "articles.jsonl").returncode == 0
    return {"PYTHONPATH": f"{ROOT}{os.pathsep}{coders.install(tmp_path / 'installed')}"}


@pytest.mark.slow
def test_the_command(dragoman: Dragoman, with_coders: dict[str, str]):
    counted = "SELECT (SELECT count(*) FROM mentions), (SELECT count(*) FROM events), (SELECT max(updated_at) FROM articles)"
    before = dragoman.rows(counted)
    told = last_json(dragoman("compare", "mixed", "--csv", "rows.csv", **with_coders).stdout)
    assert (told["articles"], told["read"], told["failed"], told["not_asked"]) == (2, 2, 0, 0)
    # Of the other article none of its quotes is true.
    assert told["refused"]["quote_not_in_text"] > told["refused"]["no_form"] == 2
    assert told["agreed"] + told["differs"] == 1 == told["proposed"] + told["agreed"]
    assert told["only_ours"] > 0, "the visit and the signing of the other article"
    with (dragoman.folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["only_ours"] + told["only_theirs"] + told["differs"]
    assert dragoman.rows(counted) == before, "no event came or went"
    assert ("quote_not_in_text",) in dragoman.rows(
        "SELECT DISTINCT reason FROM ops.rejects WHERE stage = 'propose'"
    )

    [proposal] = json.loads(dragoman("review", "proposals", "--format", "json").stdout)
    assert (proposal["coder"], proposal["type"], proposal["status"]) == ("mixed", "HIGH_LEVEL_MEETING", "new")
    decided = dragoman("review", "accept", proposal["proposal_id"])
    assert last_json(decided.stdout) == {"decided": 1, "changed": 1}, decided.stderr
    assert json.loads(dragoman("review", "proposals", "--format", "json").stdout) == []

    missing = dragoman("compare", "oracle", **with_coders)
    assert missing.returncode == 1
    assert missing.stderr.count("\n") == 1

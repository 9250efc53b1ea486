"""What a second coder says beside what ours says, row by row, and its proposals for the review list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from parsers.records import Article, Mention, digest
from warehouse.compare import Change, Row, compare
from warehouse.load import stage
from warehouse.sqlfiles import run_file
from warehouse.store import Store

VERDICTS = {"gained": "only theirs", "lost": "only ours", "changed": "differs"}
# Two coders quote as they like; what they say is compared, not where they read it.
_BESIDE = frozenset({"evidence", "sentence", "span_start", "span_end"})
_FIELDS = ("type", "realis", "date_start", "date_end", "place_country", "areas", "instrument_kind")


@dataclass(frozen=True)
class Compared:
    """One row on which the coders differ. `verdict` is only ours, only theirs or differs."""

    article: Article
    verdict: str
    ours: Row | None
    theirs: Row | None
    fields: tuple[str, ...]


def compare_coders(
    article: Article, ours: Sequence[Mention], theirs: Sequence[Mention]
) -> tuple[int, list[Compared]]:
    """How many rows both say alike, and the others."""
    agreed, changes = compare(_rows(ours), _rows(theirs), _BESIDE)
    return agreed, [_compared(article, one) for one in changes]


def keep_proposals(store: Store, coder: str, compared: Mapping[str, Iterable[Compared]]) -> int:
    """Put what only they say, or say otherwise, on the review list; tell how many are there now for these articles.

    `compared` has every article that was read, by its id. A proposal not made again goes, unless it is decided.
    """
    found = [_proposal(coder, one) for told in compared.values() for one in told if one.theirs]
    with store.write() as connection:
        stage(connection, "in_proposal", "proposals", found)
        connection.register("in_article_read", pa.table({"article_id": pa.array(compared, pa.string())}))
        run_file(connection, "review/propose.sql", {"coder": coder, "now": datetime.now(UTC)})
    return len({one["proposal_id"] for one in found})


def decide_proposals(store: Store, ids: Sequence[str], status: str) -> tuple[set[str], int]:
    """Accept or reject those of the ids that are proposals: which they are, and how many were not so decided before."""
    with store.write() as connection:
        found = connection.execute(
            "SELECT proposal_id, status FROM proposals WHERE proposal_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(ids)],
        ).fetchall()
        connection.execute(
            "UPDATE proposals SET status = $status, decided_at = $now WHERE status <> $status"
            " AND proposal_id IN (SELECT unnest($ids::VARCHAR[]))",
            {"status": status, "now": datetime.now(UTC), "ids": list(ids)},
        )
    return {one for one, _ in found}, sum(before != status for _, before in found)


def _rows(mentions: Sequence[Mention]) -> list[Row]:
    return [_row(one) for one in mentions]


def _row(mention: Mention) -> Row:
    parties = [
        {"party": one.country or one.org, "role": one.role, "person": one.person, "office": one.office}
        for one in mention.participants
    ]
    told: Row = {name: _plain(getattr(mention, name)) for name in _FIELDS if name != "instrument_kind"}
    told["instrument_kind"] = mention.instrument.kind if mention.instrument else None
    told["participants"] = sorted(parties, key=lambda one: json.dumps(one, sort_keys=True))
    evidence = mention.evidence
    return told | {
        "evidence": evidence.text,
        "sentence": evidence.sentence,
        "span_start": evidence.start,
        "span_end": evidence.end,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, tuple) else value


def _compared(article: Article, change: Change) -> Compared:
    return Compared(article, VERDICTS[change.kind], change.old, change.new, change.fields)


def _proposal(coder: str, one: Compared) -> dict[str, Any]:
    told = one.theirs or {}
    proposed = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return {
        "proposal_id": digest(coder, one.article.article_id, proposed),
        "coder": coder,
        "article_id": one.article.article_id,
        "verdict": one.verdict,
        "type": told["type"],
        "parties": sorted({party["party"] for party in told["participants"] if party["party"]}),
        "date_start": told["date_start"] and date.fromisoformat(told["date_start"]),
        "fields": list(one.fields),
        "proposed": proposed,
        "ours": one.ours and json.dumps(one.ours, ensure_ascii=False, sort_keys=True),
        "evidence": told["evidence"],
        "span_start": told["span_start"],
        "span_end": told["span_end"],
        "status": "new",
    }

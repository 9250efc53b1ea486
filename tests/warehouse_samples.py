"""Small articles and codings for the warehouse's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from parsers.records import Article, Coding, Evidence, Mention, Participant
from warehouse.load import Batch

DAY = date(2018, 3, 9)


def article(source: str = "agency", number: int = 1, text: str | None = None, **more: Any) -> Article:
    url = f"http://{source}.test/{number}"
    more.setdefault("published", datetime(2018, 3, 9, 12, tzinfo=UTC))
    more.setdefault("canonical_url", url)
    return Article(
        source, url, f"Headline {number}", text or f"{source} tells of it, number {number}.", **more
    )


def party(code: str, **more: Any) -> Participant:
    return Participant(country=code, **more) if len(code) == 3 else Participant(org=code, **more)


def mention(
    number: int = 1,
    parties: str = "AZE GEO",
    type: str = "HIGH_LEVEL_MEETING",
    said: str | None = None,
    **more: Any,
) -> Mention:
    """A mention with a day; `said` is the evidence, each one's own unless given."""
    more.setdefault("date_start", DAY)
    more.setdefault("date_precision", "day" if more["date_start"] else None)
    more.setdefault("date_basis", "explicit")
    participants = more.pop("participants", tuple(party(code) for code in parties.split()))
    evidence = Evidence(0, 0, 10, said or f"words {type} {parties} {sorted(more.items(), key=str)}")
    return Mention(
        number,
        type,
        more.pop("realis", "occurred"),
        participants,
        evidence,
        more.pop("confidence", 0.8),
        "",
        **more,
    )


def coding(*mentions: Mention, **more: Any) -> Coding:
    return Coding(
        bool(mentions), 0.9, mentions, coder="test", coder_version="1", ontology_version="1", **more
    )


def batch(*articles: tuple[Article, Coding], id: str = "batch-1", **more: Any) -> Batch:
    return Batch(id, "run-1", more.pop("source", "agency"), articles=articles, **more)

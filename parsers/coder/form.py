"""A coding as the line that `dragoman code` prints."""

from __future__ import annotations

from typing import Any

from parsers.records import Article, Coding, Mention

_PARTICIPANT = ("country", "org", "role", "person", "rank", "office")
_INSTRUMENT = ("kind", "title", "period", "status")
_DATES = ("date_start", "date_end")


def as_json(article: Article, coding: Coding) -> dict[str, Any]:
    """`{"id", "relevant", "score", "lang_read", "events": [...]}`; `parent` is an index into `events`."""
    return {
        "id": article.external_id or article.article_id,
        "relevant": coding.relevant,
        "score": coding.score,
        "lang_read": coding.lang_read,
        "events": [_event(mention) for mention in coding.mentions],
    }


def _event(mention: Mention) -> dict[str, Any]:
    evidence, agreed = mention.evidence, mention.instrument
    days = {name: value.isoformat() if (value := getattr(mention, name)) else None for name in _DATES}
    return {
        "type": mention.type,
        "realis": mention.realis,
        "level": mention.level,
        "participants": [{name: getattr(one, name) for name in _PARTICIPANT} for one in mention.participants],
        "areas": list(mention.areas),
        **days,
        "date_precision": mention.date_precision,
        "place": mention.place,
        "place_country": mention.place_country,
        "host": mention.host,
        "instrument": {name: getattr(agreed, name) for name in _INSTRUMENT} if agreed else None,
        "parent": mention.parent - 1 if mention.parent else None,
        "evidence": {
            "sentence": evidence.sentence,
            "start": evidence.start,
            "end": evidence.end,
            "text": evidence.text,
        },
        "confidence": mention.confidence,
        "reason": mention.reason,
    }

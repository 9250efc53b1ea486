"""Records as table rows: dictionaries by column name. Columns the SQL fills are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from parsers.records import Article, Coding, FetchRecord, Participant, PersonSeen, Reject, digest
from parsers.source import Source
from warehouse.plain import plain, squeezed

JSON_COLUMNS = {"origins", "unresolved", "proposed", "ours"}

_FETCH_NAMES = {"source": "source_id"}


def _json(value: dict[str, str]) -> str | None:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if value else None


def fetch_row(record: FetchRecord) -> dict:
    return {_FETCH_NAMES.get(name, name): getattr(record, name) for name in FetchRecord.__slots__}


def reject_row(reject: Reject) -> dict:
    return {
        "reject_id": digest(reject.source or "", reject.url or reject.detail, reject.stage, reject.reason),
        "source_id": reject.source,
        "url": reject.url,
        "stage": reject.stage,
        "reason": reject.reason,
        "detail": reject.detail,
        "archive_file": reject.archive_file,
        "archive_offset": reject.archive_offset,
        "retryable": reject.retryable,
    }


def source_row(source: Source) -> dict:
    return {
        "source_id": source.id,
        "name": source.name,
        "homepage": source.homepage,
        "country": source.country,
        "organisation": source.organisation,
        "kind": source.kind,
        "languages": list(source.languages),
        "timezone": source.timezone,
        "state_controlled": source.state_controlled,
        "active": source.followed,
    }


def article_row(article_id: str, article: Article, coding: Coding) -> dict:
    # Where the page is archived changes with every fetch and says nothing about the article.
    told = replace(article, archive_file=None, archive_offset=None)
    return {
        "article_id": article_id,
        "source_id": article.source,
        "url": article.url,
        "canonical_url": article.canonical_url or article.url,
        "external_id": article.external_id,
        "title": article.title,
        "lang": article.lang,
        "published": article.published,
        "published_offset": _offset(article.published),
        "published_precision": article.published_precision,
        "published_basis": article.published_basis,
        "modified": article.modified,
        "dateline_place": article.dateline_place,
        "dateline_date": article.dateline_date,
        "dateline_agency": article.dateline_agency,
        "author": article.author,
        "section": article.section,
        "tags": list(article.tags),
        "captions": list(article.captions),
        "attribution": article.attribution,
        "origins": _json(article.origins),
        "flags": list(article.flags),
        "words": len(article.text.split()),
        "content_hash": article.content_hash,
        "fingerprint": digest(squeezed(article.text)),
        "relevant": coding.relevant,
        "score": coding.score,
        "lang_read": coding.lang_read,
        "coder": coding.coder,
        "coder_version": coding.coder_version,
        "ontology_version": coding.ontology_version,
        "archive_file": article.archive_file,
        "archive_offset": article.archive_offset,
        "row_hash": digest(repr(told), repr(coding), size=32),
        "body": article.text,
    }


def _offset(moment: datetime | None) -> int | None:
    """Minutes that its clock is ahead of UTC."""
    ahead = moment.utcoffset() if moment else None
    return None if ahead is None else int(ahead.total_seconds() // 60)


def mention_id(article_id: str, article: Article, number: int) -> str:
    day = article.published.date() if article.published else article.dateline_date
    return f"{day:%Y%m%d}-{article_id}-{number}" if day else f"00000000-{article_id}-{number}"


def mention_rows(article_id: str, article: Article, coding: Coding) -> Iterator[dict]:
    for mention in coding.mentions:
        instrument = mention.instrument
        yield {
            "mention_id": mention_id(article_id, article, mention.number),
            "article_id": article_id,
            "number": mention.number,
            "type": mention.type,
            "realis": mention.realis,
            "level": mention.level,
            "date_start": mention.date_start,
            "date_end": mention.date_end,
            "date_precision": mention.date_precision,
            "date_basis": mention.date_basis,
            "place": mention.place,
            "place_country": mention.place_country,
            "place_basis": mention.place_basis,
            "host": mention.host,
            "third_country": mention.third_country,
            "areas": list(mention.areas),
            "instrument_kind": instrument and instrument.kind,
            "instrument_title": instrument and instrument.title,
            "instrument_period": instrument and instrument.period,
            "instrument_status": instrument and instrument.status,
            "parent_mention_id": None
            if mention.parent is None
            else mention_id(article_id, article, mention.parent),
            "sentence": mention.evidence.sentence,
            "span_start": mention.evidence.start,
            "span_end": mention.evidence.end,
            "evidence": mention.evidence.text,
            "is_lead": mention.evidence.lead,
            "confidence": mention.confidence,
            "reason": mention.reason,
            "unresolved": _json(mention.unresolved),
            "coder_version": coding.coder_version,
            "ontology_version": coding.ontology_version,
        }


def party_rows(article_id: str, article: Article, coding: Coding) -> Iterator[dict]:
    for mention in coding.mentions:
        for seq, party in enumerate(mention.participants, 1):
            person = party.person or party.person_written
            yield {
                "mention_id": mention_id(article_id, article, mention.number),
                "article_id": article_id,
                "seq": seq,
                "party": party.country or party.org,
                "person_id": person and person_id(party.country or party.org, person),
                **{name: getattr(party, name) for name in Participant.__slots__},
                "person": person,
            }


def sighting_rows(article_id: str, coding: Coding) -> Iterator[dict]:
    for seq, seen in enumerate(coding.persons, 1):
        yield {"article_id": article_id, "seq": seq, **_sighting(seen)}


def _sighting(seen: PersonSeen) -> dict:
    return {
        "person_id": person_id(seen.country or seen.org, seen.name),
        "name": seen.name,
        "country": seen.country,
        "org": seen.org,
        "country_basis": seen.country_basis,
        "office": seen.office,
        "rank": seen.rank,
        "known": seen.known,
        "sentence": seen.evidence.sentence,
        "span_start": seen.evidence.start,
        "span_end": seen.evidence.end,
        "evidence": seen.evidence.text,
    }


def alternate_rows(article_id: str, article: Article) -> Iterator[dict]:
    for lang, url in article.alternates:
        yield {"article_id": article_id, "lang": lang, "url": url}


def person_id(party: str | None, name: str) -> str:
    return digest(party or "", plain(name))

"""The words every stage shares: what is discovered, fetched, parsed, coded and rejected.

Plain frozen dataclasses. All timestamps are timezone-aware UTC unless a field says otherwise; all
countries are ISO 3166-1 alpha-3; all languages are ISO 639-1. An empty field is None (or an empty
tuple), never a guess; where a value may be missing for a reason, a sibling field says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

# Lowest score of triage that keeps a page. What it costs and drops is measured by tests/bench/triage.py. It stands
# here because the settings name it: they are read at every start, and the screen itself takes long to import.
TRIAGE_THRESHOLD = 0.16


def digest(*parts: str, size: int = 16) -> str:
    """Hex digest of `size` characters over the parts, the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:size]


@dataclass(frozen=True, slots=True)
class Link:
    """An article's address as a feed, sitemap, listing or CDX answer gave it.

    `original` is the article's own address where `url` is that of a web archive's copy.
    """

    url: str
    source: str
    found_in: str
    title: str | None = None
    published: datetime | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One response as it came. `archive_file` and `archive_offset` address its WARC record."""

    url: str
    source: str
    body: bytes
    fetched_at: datetime
    final_url: str | None = None
    status: int = 200
    content_type: str | None = None
    charset: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One request and its outcome: a line of the fetch log, whatever happened.

    `kind` is robots, discovery or article. `outcome` is new, changed, unchanged (304 or the same
    digest), or the short reason of a failure. `digest` is the SHA-256 of the decoded body.
    """

    url: str
    source: str
    kind: str
    outcome: str
    fetched_at: datetime
    status: int | None = None
    final_url: str | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    bytes: int = 0
    elapsed_ms: int = 0
    detail: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article, clean.

    `published` and `modified` keep the outlet's own offset, so that their calendar day is the outlet's; a
    day without a time is midnight UTC of that day.
    `published_precision` is second, minute or day. `published_basis` and `origins` (field → where it
    came from: json-ld, meta, selector, url, dateline, feed, body, ...) say why a value is believed; `flags` name what
    is doubtful about it (future_date, dates_disagree, selectors_failed, truncated, paywall, ...).
    """

    source: str
    url: str
    title: str
    text: str
    canonical_url: str = ""
    lang: str | None = None
    published: datetime | None = None
    published_precision: str | None = None
    published_basis: str | None = None
    modified: datetime | None = None
    dateline_place: str | None = None
    dateline_date: date | None = None
    dateline_agency: str | None = None
    author: str | None = None
    lead: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    attribution: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    origins: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    archive_file: str | None = None
    archive_offset: int | None = None
    external_id: str | None = None

    @property
    def article_id(self) -> str:
        """Identity over time: the same address (or imported id) is the same article."""
        return digest(self.source, self.external_id or self.canonical_url or self.url)

    @property
    def content_hash(self) -> str:
        """Identity of this version: changes when title or text does."""
        return digest(self.title, self.text, size=32)


@dataclass(frozen=True, slots=True)
class Participant:
    """One party to an event. Exactly one of `country` and `org` is set where either is known."""

    country: str | None = None
    org: str | None = None
    role: str | None = None
    side: int | None = None
    institution: str | None = None
    person: str | None = None
    person_written: str | None = None
    rank: str | None = None
    rank_grade: str | None = None
    office: str | None = None
    office_written: str | None = None
    country_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A plan, agreement, memorandum or the like. `period` as written ("2018", "2024-2026")."""

    kind: str
    title: str | None = None
    period: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span a person can read: `text == article.text[start:end]`, `sentence` counted from 0."""

    sentence: int
    start: int
    end: int
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """What one article says of one event. `number` counts from 1 in the article; `parent` is such a number."""

    number: int
    type: str
    realis: str
    participants: tuple[Participant, ...]
    evidence: Evidence
    confidence: float
    reason: str
    level: str | None = None
    areas: tuple[str, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    date_basis: str | None = None
    place: str | None = None
    place_country: str | None = None
    place_basis: str | None = None
    host: str | None = None
    third_country: bool | None = None
    instrument: Instrument | None = None
    parent: int | None = None
    unresolved: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person read from a text: for the person log, and for review where no list knows the name."""

    name: str
    country: str | None
    office: str | None
    rank: str | None
    known: bool
    evidence: Evidence
    org: str | None = None
    country_basis: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Tenure:
    """Who held which office of which country or organisation; days as ISO 8601, what is not known is "".

    `basis` is reviewed (a person in charge accepted it) or learned (articles said so, between these days).
    """

    person: str
    basis: str
    country: str = ""
    org: str = ""
    office: str = ""
    first_day: str = ""
    last_day: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tenures:
    """What the coder is given beside its own list of office holders. Equal `version`, equal lines, in any order."""

    version: str = ""
    lines: tuple[Tenure, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, lines: Iterable[Tenure]) -> Tenures:
        """The version is a digest of the lines, empty where there are none."""
        ordered = tuple(sorted(set(lines)))
        return cls(digest(*map(repr, ordered), size=8) if ordered else "", ordered)


NO_TENURES = Tenures()


@dataclass(frozen=True, slots=True)
class Coding:
    """The coder's whole answer for one article version."""

    relevant: bool
    score: float
    mentions: tuple[Mention, ...] = ()
    persons: tuple[PersonSeen, ...] = ()
    lang_read: bool = True
    coder: str = ""
    coder_version: str = ""
    ontology_version: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that could not be taken further, with the address of its raw bytes when there are any."""

    stage: str
    reason: str
    detail: str
    source: str | None = None
    url: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    retryable: bool = False


class Unreadable(ValueError):
    """Input a stage cannot use. `reason` is a short code (empty, truncated, consent_wall, ...)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

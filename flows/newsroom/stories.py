"""The newsroom's articles as data: what each outlet published, and what a careful reader codes from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from parsers.datafile import read_yaml

ARTICLES = Path(__file__).parent / "articles"

Trap = Literal[
    "truncated", "consent_wall", "paywall", "soft_404", "mojibake", "two_articles", "empty", "huge", "gone"
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Model):
    """One participant. Exactly one of `country` (ISO 3166-1 alpha-3) and `org`."""

    country: str | None = None
    org: str | None = None
    person: str | None = None
    rank: str | None = None
    office: str | None = None
    role: str | None = None


class Instrument(_Model):
    kind: str
    title: str | None = None
    period: str | None = None
    status: str | None = None


class Expected(_Model):
    """One coded event. `event` names it across articles; `parent` is such a name of the same article."""

    event: str
    type: str
    accept: tuple[str, ...] = ()
    realis: str = "occurred"
    primary: bool = False
    participants: tuple[Party, ...]
    areas: tuple[str, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str | None = None
    place: str | None = None
    place_country: str | None = None
    host: str | None = None
    instrument: Instrument | None = None
    parent: str | None = None
    evidence: str


class Truth(_Model):
    relevant: bool
    events: tuple[Expected, ...] = ()
    notes: str | None = None


class Correction(_Model):
    """What replaces the first version at the same address once the newsroom has advanced."""

    at: AwareDatetime
    title: str | None = None
    paragraphs: tuple[str, ...] | None = None
    expected: Truth | None = None


class Story(_Model):
    """One article of one outlet. `id` is `<outlet>/<file name>`.

    `late` articles are published by `Newsroom.advance`. `syndicates` is the id of the story whose text this
    one repeats word for word; `alternates` maps languages to ids of its translations; `followed_by` is the
    id of a second story printed in full below this one. `expected` is None for a page without an article.
    """

    id: str
    outlet: str
    path: str
    published: AwareDatetime
    lang: str
    title: str = ""
    dateline: str | None = None
    paragraphs: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    alternates: dict[str, str] = {}
    syndicates: str | None = None
    followed_by: str | None = None
    late: bool = False
    trap: Trap | None = None
    correction: Correction | None = None
    expected: Truth | None = None

    @property
    def url(self) -> str:
        return f"http://{self.outlet}.newsroom.test{self.path}"

    @property
    def text(self) -> str:
        """What a parser should read: paragraphs without the dateline, blank lines between them."""
        return "\n\n".join(self.paragraphs)

    def corrected(self) -> Story:
        """The story as it stands after its correction; the same story when it has none."""
        if self.correction is None:
            return self
        changes = {
            name: value
            for name in ("title", "paragraphs", "expected")
            if (value := getattr(self.correction, name)) is not None
        }
        return self.model_copy(update=changes)

    def truth(self) -> dict[str, Any]:
        """The story as one line of the labelled set, `parent` an index into `events`."""
        expected = self.expected or Truth(relevant=False)
        names = [event.event for event in expected.events]
        events = []
        for event in expected.events:
            record = event.model_dump(mode="json")
            record["accept"] = sorted({event.type, *event.accept})
            record["parent"] = names.index(event.parent) if event.parent else None
            events.append(record)
        return {
            "id": self.id,
            "url": self.url,
            "source": self.outlet,
            "lang": self.lang,
            "published": self.published.isoformat(),
            "title": self.title,
            "text": self.text,
            "relevant": expected.relevant,
            "events": events,
            "notes": expected.notes,
        }


def load_stories(folder: Path = ARTICLES) -> dict[str, Story]:
    """Every article by id, oldest first.

    Raises ValueError naming the file and the key that is wrong.
    """
    raw = {f"{path.parent.name}/{path.stem}": read_yaml(path) for path in folder.glob("*/*.yml")}
    stories = [_story(identity, record, raw) for identity, record in raw.items()]
    return {story.id: story for story in sorted(stories, key=lambda story: (story.published, story.id))}


def _story(identity: str, record: dict[str, Any], others: Mapping[str, dict[str, Any]]) -> Story:
    if (origin := record.get("syndicates")) is not None:
        if origin not in others:
            raise ValueError(f"articles/{identity}.yml: syndicates {origin!r}, which is no article")
        copied = ("lang", "title", "dateline", "paragraphs", "expected")
        record = {key: value for key, value in others[origin].items() if key in copied} | record
    try:
        return Story.model_validate(record | {"id": identity, "outlet": identity.partition("/")[0]})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"articles/{identity}.yml: {where}: {first['msg']}") from None

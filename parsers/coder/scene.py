"""A sentence with those who may take part in what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.coder.lexicon import Tag
from parsers.coder.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that may take part. `kind` is person, group, country or org.

    `basis` says which rule gave the country. Offsets count within the sentence.
    """

    kind: str
    start: int
    end: int
    country: str | None = None
    org: str | None = None
    person: str | None = None
    rank: Tag | None = None
    office: Tag | None = None
    institution: Tag | None = None
    counterpart: bool = False
    basis: str | None = None

    @property
    def party(self) -> str | None:
        return self.country or self.org


def as_country(actor: Actor) -> Actor:
    """Only the country or organisation that someone stands for."""
    return Actor("country", 0, 0, actor.country, actor.org)


@dataclass
class Scene:
    """A sentence with its gazetteer tags and its actors, in order."""

    sentence: Sentence
    tags: list[Tag]
    actors: list[Actor] = field(default_factory=list)

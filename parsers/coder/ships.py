"""The ships of an article: named with their navy once, by name alone further on."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.coder.lexicon import Lexicon
from parsers.coder.scene import Actor, Scene

# How far before its kind a ship's country may stand: "the Chilean Navy's training ship".
_REACH = 40
# Who commands one.
_MASTERS = frozenset({"Captain", "Captain (navy)", "Commander", "Lieutenant Commander"})


@dataclass
class Fleet:
    """Ships by name with the country of each, and whose ship came up last."""

    lexicon: Lexicon
    names: dict[str, str] = field(default_factory=dict)
    last: str | None = None

    def meet(self, scene: Scene) -> list[Actor]:
        """Learn the ships that the scene names with their country; those that it calls by name alone, as actors."""
        text = scene.sentence.text
        known = dict(self.names)
        for match in self.lexicon.pattern("ship_named").finditer(text):
            owner = next(
                (
                    actor.country
                    for actor in reversed(scene.actors)
                    if match.start() - _REACH <= actor.start <= match.start(1) and actor.country
                    and actor.kind in ("group", "country")
                ),
                None,
            )  # fmt: skip
            if owner:
                self.names.setdefault(match.group(1), owner)
                self.last = owner
        found = []
        for name, country in known.items():
            start = text.find(name)
            end = start + len(name)
            if (
                start < 0
                or text[end : end + 1].isalnum()
                or any(actor.start < end and start < actor.end for actor in scene.actors)
            ):
                continue
            found.append(Actor("group", start, end, country=country, basis="coreference"))
        return found

    def of_master(self, person: Actor) -> str | None:
        """The country of a captain whom the text gives none: that of the ship spoken of."""
        commands = person.office is None or person.office.known.value == "senior defence official"
        is_master = person.rank and person.rank.known.value in _MASTERS
        return self.last if commands and is_master else None

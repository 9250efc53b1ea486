"""An event as it is found in a sentence, before it is a mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.coder.scene import Actor, Scene

TALKS = frozenset({"HIGH_LEVEL_MEETING", "MULTILATERAL_MEETING", "REMOTE_CALL", "STAFF_TALKS"})
# What those who meet do besides.
BY_THE_WAY = frozenset({"CEREMONY", "INSTRUMENT_SIGNED"})


@dataclass
class Found:
    """A trigger with its parties; becomes a mention when it has two. `told` by a verb, that is, not only named."""

    form: str
    scene: Scene
    start: int
    end: int
    actors: list[Actor] = field(default_factory=list)
    host: str | None = None
    host_basis: str | None = None
    realis: str = "occurred"
    cue: str | None = None
    told: bool = False

    @property
    def parties(self) -> list[str]:
        named = dict.fromkeys(actor.country or actor.org for actor in self.actors)
        named[self.host] = None
        return list(filter(None, named))

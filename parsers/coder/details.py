"""What else a sentence says of an event: its realis, place, areas and instrument."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.coder.lexicon import Lexicon
from parsers.coder.scene import Scene
from parsers.records import Instrument

_CLAUSE_END = re.compile(r"[;:—]|,? (?:but|while|whereas|although) ")
_JOINT = re.compile(r", | and ")
_NOT_YET = frozenset({"hypothetical", "planned", "ongoing"})
_STATUS = {"planned": "drafted", "hypothetical": "drafted", "cancelled": "ended"}


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    country: str | None


def realis(scene: Scene, start: int, end: int, form: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """The status of what the span tells, and the words that say so."""
    text = scene.sentence.text
    left = max((match.end() for match in _CLAUSE_END.finditer(text, 0, start)), default=0)
    right = min((match.start() for match in _CLAUSE_END.finditer(text, end)), default=len(text))
    # Where the verb closes the clause, the clause reaches to it.
    verb = lexicon.pattern("predicate").search(text, start, right)
    whole = said = text[max(left, start - 90) : min(right, max(end + 60, verb.end() if verb else 0))]
    if lexicon.pattern("past_verb").match(text, start) and not lexicon.pattern("supposed").search(
        text, 0, start
    ):
        # "Signed a plan that will ...": only the words right before a verb in the past can put it off.
        first = max((cut.end() for cut in _JOINT.finditer(text, 0, start)), default=0)
        said = text[max(left, first, start - 30) : end]
    for status, pattern in lexicon.screen.among(lexicon.realis, text):
        # That a tie is cut is itself what happened.
        if status == "cancelled" and form == "COOPERATION_REDUCED":
            continue
        clause = said if status in _NOT_YET else whole
        # What is called off is said at the clause's end.
        if status == "cancelled":
            clause = text[max(left, start - 90) : right]
        if cue := pattern.search(clause, of=[text]):
            return status, cue.group()
    return "occurred", None


def places(scene: Scene, lexicon: Lexicon) -> list[tuple[int, Place]]:
    """Cities that the sentence names after a word of place, with their offsets."""
    text, found = scene.sentence.text, []
    for tag in scene.tags:
        if (
            tag.kind == "city"
            and not lexicon.pattern("no_place_after").match(text, tag.end)
            and (
                lexicon.pattern("place_before").search(text, 0, tag.start)
                or lexicon.pattern("place_here").match(text, tag.start)
            )
        ):
            found.append((tag.start, Place(tag.known.value, tag.known.row["country"])))
    return found


def areas(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The areas that the text touches, in the codebook's order."""
    return tuple(area for area, pattern in lexicon.screen.among(lexicon.areas, text) if pattern.search(text))


def instrument(scene: Scene, status: str, lexicon: Lexicon) -> Instrument | None:
    """The plan, agreement or the like that the sentence names."""
    text = scene.sentence.text
    for kind, pattern in lexicon.instruments.items():
        match = pattern.search(text)
        if not match:
            continue
        title = next((value for value in match.groups() if value), match.group()).strip()
        period = lexicon.pattern("period").search(text)
        years = next((value for value in period.groups() if value), None) if period else None
        if kind == "annual_plan" and not (years or "annual" in title.lower() or "plan" in title.lower()):
            kind = "programme"
        elif kind == "programme" and years and len(years) == 4:
            kind = "annual_plan"
        return Instrument(kind, title, years, _STATUS.get(status, "signed"))
    return None

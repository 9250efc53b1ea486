"""Whether an event is one of defence."""

from __future__ import annotations

from parsers.coder.context import Context
from parsers.coder.found import TALKS, Found
from parsers.coder.scene import Actor

# How many sentences further on it is still taken to be about defence what the same parties do.
_REACH_OF_DEFENCE = 3
# Forms that civil governments have as well: without anybody of defence they need words of cooperation in defence.
_CIVIL_TOO = TALKS | {
    "OFFICIAL_VISIT",
    "INSTRUMENT_SIGNED",
    "INSTRUMENT_STEP",
    "CEREMONY",
    "COOPERATION_REDUCED",
    "EXPERT_EXCHANGE",
}
# Organisations that are for defence.
_ALLIANCES = frozenset({"NATO", "CSTO"})


def is_defence(one: Found, told: list[Found], context: Context) -> bool:
    """Whether the sentence or one beside it is about defence, by who takes part or what it says, or goes on with
    what the same parties were just told to do."""
    if any(_serves_defence(actor) for actor in one.actors):
        return True
    number = one.scene.sentence.number
    if any(
        number - earlier.scene.sentence.number <= _REACH_OF_DEFENCE
        and (set(one.parties) <= set(earlier.parties) or _is_another_call(one, earlier))
        for earlier in told
    ):
        return True
    civil = one.form in _CIVIL_TOO and context.lexicon.says("cooperation")
    text = one.scene.sentence.text
    alone = civil and bool(context.lexicon.pattern("peacemaking").search(text))
    around = [text] if alone else _around(one, context)
    whole = "\n".join(around)
    if context.lexicon.pattern("cooperation").search(whole, of=around):
        return True
    return not civil and bool(context.lexicon.pattern("defence").search(whole, of=around))


def _is_another_call(one: Found, earlier: Found) -> bool:
    """The same warship in another port."""
    return one.form == earlier.form == "PORT_CALL" and bool(set(one.parties) & set(earlier.parties))


def _around(one: Found, context: Context) -> list[str]:
    """The sentence and those beside it; the title stands beside the first."""
    number = one.scene.sentence.number
    before = [] if number else [context.article.title]
    return [*before, *(scene.sentence.text for scene in context.scenes[max(number - 1, 0) : number + 2])]


def _serves_defence(actor: Actor) -> bool:
    """By office, rank or institution."""
    told = (tag.known.row.get("defence") for tag in (actor.office, actor.institution) if tag)
    return actor.rank is not None or actor.org in _ALLIANCES or "1" in told

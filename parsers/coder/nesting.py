"""Visits, and what happens during them."""

from __future__ import annotations

from dataclasses import replace

from parsers.coder.found import TALKS
from parsers.coder.merging import parties
from parsers.records import Mention


def nest(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Visits first; what the visitor does with the host on the same days belongs to the visit."""
    ordered = sorted(mentions, key=lambda one: (one.type != "OFFICIAL_VISIT", one.evidence.sentence))
    numbered = [replace(one, number=number) for number, one in enumerate(ordered, start=1)]
    visits = [one for one in numbered if one.type == "OFFICIAL_VISIT"]
    nested = [replace(one, parent=_parent(one, visits)) for one in numbered]
    return tuple(_with_guests(one, nested) if one.type == "OFFICIAL_VISIT" else one for one in nested)


def _parent(mention: Mention, visits: list[Mention]) -> int | None:
    if mention.type == "OFFICIAL_VISIT":
        return None
    for visit in visits:
        near = (
            mention.date_start is None
            or visit.date_start is None
            or visit.date_start <= mention.date_start <= (visit.date_end or visit.date_start)
        )
        if near and visit.realis == mention.realis and parties(mention) <= parties(visit):
            return visit.number
    return None


def _with_guests(visit: Mention, mentions: list[Mention]) -> Mention:
    """A visit's guests are those of its country who meet the host during it."""
    participants = list(visit.participants)
    for index, guest in enumerate(participants):
        if guest.role != "guest" or guest.person:
            continue
        named = [
            one
            for mention in mentions
            if mention.parent == visit.number and mention.type in TALKS
            for one in mention.participants
            if one.person and one.country == guest.country and one.org == guest.org
        ]
        if named:
            participants[index] = replace(named[0], role=guest.role, side=guest.side)
    return replace(visit, participants=tuple(participants))

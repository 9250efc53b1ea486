"""Visits: who goes to whom, and what only sounds like one."""

from __future__ import annotations

from parsers.coder import details
from parsers.coder.found import Found
from parsers.coder.lexicon import Lexicon


def set_host(found: Found, lexicon: Lexicon) -> None:
    """Whom the visit goes to: the country or city after the visit's words, or the other one than the visiting guest's."""
    text = found.scene.sentence.text
    guest = lexicon.pattern("guest_after").match(text, found.start)
    if guest and len(found.parties) == 2:
        visitor = next(
            (
                one
                for one in found.actors
                if guest.end() <= one.start + 1 <= guest.end() + 30 or one.start <= found.start < one.end
            ),
            None,
        )
        if visitor and visitor.party:
            found.host = next(party for party in found.parties if party != visitor.party)
            found.host_basis = "text"
            return
    for actor in found.scene.actors:
        if actor.kind in ("country", "org", "capital") and (
            lexicon.pattern("visit_to").search(text, 0, actor.start)
            or lexicon.pattern("visit_to_after").match(text, actor.end)
        ):
            found.host, found.host_basis = actor.party, "text"
            found.actors = [one for one in found.actors if one is not actor]
            return
    for start, place in details.places(found.scene, lexicon):
        if start > found.start and place.country not in found.parties:
            found.host, found.host_basis = place.country, "place"
            return


def is_sight(found: Found, lexicon: Lexicon) -> bool:
    """ "Visited the museum", or somebody: no country is visited."""
    # Where the verb comes last, its words begin in the ending of the name.
    if found.host is None and any(
        one.person and one.start < found.start < one.end for one in found.scene.actors
    ):
        return True
    if not lexicon.pattern("visited_thing").match(found.scene.sentence.text, found.start):
        return False
    if found.host_basis == "place":
        return not any(one.basis == "text" for one in found.actors)
    return found.host is None and len(found.parties) < 2


def is_of_others(found: Found, lexicon: Lexicon) -> bool:
    """ "Instructors arrived": those who came to train, to serve or to help are no visitors."""
    if found.form != "OFFICIAL_VISIT" or not lexicon.pattern("comes").match(
        found.scene.sentence.text, found.start
    ):
        return False
    before = [one for one in found.actors if one.end <= found.start]
    text = found.scene.sentence.text
    return bool(before) and all(
        not (one.person or one.office) and lexicon.pattern("no_visitors").search(text, one.start, one.end)
        for one in before
    )


def keep_guests(found: Found, lexicon: Lexicon) -> None:
    """Of several parties beside the host, those visit that stand together next before the visit's words."""
    text = found.scene.sentence.text
    others = [one for one in found.actors if one.party and one.party != found.host]
    if found.host is None or len({one.party for one in others}) < 2:
        return
    first = max((index for index, one in enumerate(others) if one.end <= found.start), default=0)
    last = first
    joint = lexicon.pattern("list_joint")
    while first and joint.fullmatch(text, others[first - 1].end, others[first].start):
        first -= 1
    while last + 1 < len(others) and joint.fullmatch(text, others[last].end, others[last + 1].start):
        last += 1
    guests = {one.party for one in others[first : last + 1]}
    found.actors = [one for one in found.actors if one.party in guests or one.party in (None, found.host)]

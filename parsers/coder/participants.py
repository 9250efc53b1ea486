"""From an event's actors to its Participants, with their roles, and the people that the sentences beside it name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.coder.context import Context
from parsers.coder.found import BY_THE_WAY, TALKS, Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.ontology import ONTOLOGY, REAL, country_or_org
from parsers.coder.scene import Actor
from parsers.records import Mention, Participant

# Events that people take part in by name, and how many sentences on those names may come.
_OF_PEOPLE = TALKS | {"EXPERT_EXCHANGE", "ATTACHE_ACTIVITY"}
_BESIDE = 3
# Where the text names the institutions that sign, they are the parties, whoever held the pen.
_BETWEEN_INSTITUTIONS = frozenset({"INSTRUMENT_SIGNED", "INSTRUMENT_STEP"})


def participants_of(one: Found, form: str, context: Context) -> tuple[Participant, ...]:
    """Who takes part in the event, by party, with the roles that its form has."""
    first, second = ONTOLOGY["forms"][form]["roles"]
    host = one.host
    if second == "recipient":
        host = recipient(one, context.lexicon) or host
    if form == "CEREMONY" and host is None and context.dateline and context.dateline.country in one.parties:
        host = context.dateline.country
    found = []
    for side, party in enumerate(one.parties, start=1):
        role = second if party == host else first
        if first != second and host is None:
            role = first if side == 1 or (second == "host" and len(one.parties) > 2) else second
        basis = one.host_basis if party == one.host else None
        found += [_participant(actor, party, role, side, basis) for actor in _actors_of(one, party)]
    return tuple(found)


def recipient(one: Found, lexicon: Lexicon) -> str | None:
    """To whom it goes: the party after "to", or the one that is not after "from"."""
    text, parties = one.scene.sentence.text, one.parties
    for actor in one.scene.actors:
        if actor.party in parties and (
            lexicon.pattern("recipient_before").search(text, 0, actor.start)
            or lexicon.pattern("recipient_here").match(text, actor.start)
        ):
            return actor.party
    for actor in one.scene.actors:
        if actor.party in parties and (
            lexicon.pattern("supplier_before").search(text, 0, actor.start)
            or lexicon.pattern("supplier_here").match(text, actor.start)
        ):
            return next((party for party in parties if party != actor.party), None)
    return None


def _actors_of(one: Found, party: str) -> Sequence[Actor | None]:
    """The people named for a party, else whatever stands for it; of a visit's host only the country."""
    if one.form == "OFFICIAL_VISIT" and party == one.host:
        return [None]
    mine = [actor for actor in one.actors if actor.party == party]
    if one.form in _BETWEEN_INSTITUTIONS and any(actor.institution for actor in mine):
        return [actor for actor in mine if actor.institution][:1]
    people = {actor.person: actor for actor in mine if actor.person}
    if people:
        return list(people.values())
    return mine[:1] or [None]


def _participant(actor: Actor | None, party: str, role: str, side: int, basis: str | None) -> Participant:
    country, org = country_or_org(party)
    if actor is None:
        return Participant(country, org, role, side, country_basis=basis)
    return Participant(
        country=country,
        org=org,
        role=role,
        side=side,
        institution=actor.institution.known.value if actor.institution else None,
        person=actor.person,
        person_written=actor.person,
        rank=actor.rank.known.value if actor.rank else None,
        rank_grade=actor.rank.known.row["grade"] if actor.rank else None,
        office=actor.office.known.value if actor.office else None,
        office_written=actor.office.known.form if actor.office else None,
        country_basis=actor.basis or basis,
    )


def with_people(mention: Mention, main: bool, context: Context) -> Mention:
    """For a party that an event names nobody of, whom the sentences beside it name; of the article's main event,
    whom the article names."""
    again = mention.type in BY_THE_WAY and context.lexicon.pattern("people_again").search(
        mention.evidence.text
    )
    if mention.realis not in REAL or not (main or again or mention.type in _OF_PEOPLE):
        return mention
    first, last = max(mention.evidence.sentence - 1, 0), mention.evidence.sentence + _BESIDE
    near = [*context.scenes[first:], *context.scenes[:first]] if main else context.scenes[first:last]
    if again:
        near = context.scenes[mention.evidence.sentence :: -1]
    beside = [
        actor
        for scene in near
        for actor in scene.actors
        if actor.person
        and (actor.office or actor.rank)
        and (mention.type in _OF_PEOPLE or _is_of_defence(actor))
    ]
    taken = {one.person for one in mention.participants if one.person}
    known = {one.country or one.org for one in mention.participants if one.person}
    participants = []
    for one in mention.participants:
        party = one.country or one.org or ""
        named = None
        if party not in known and not (mention.type == "OFFICIAL_VISIT" and one.role == "host"):
            named = next(
                (actor for actor in beside if actor.party == party and actor.person not in taken), None
            )
        role, side = one.role or "", one.side or 0
        participants.append(_participant(named, party, role, side, one.country_basis) if named else one)
        known.add(party)
    return replace(mention, participants=tuple(participants))


def _is_of_defence(actor: Actor) -> bool:
    """Whether someone speaks for the forces or as an envoy, rather than of much else: a president, a health minister."""
    if actor.office is None:
        return True
    row = actor.office.known.row
    return row["defence"] == "1" or row["office"] == "ambassador"

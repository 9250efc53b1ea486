"""What an event takes from what was told before it: "the next round", "the meeting", "the sides", "he"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.coder import details
from parsers.coder.context import Context
from parsers.coder.found import BY_THE_WAY, TALKS, Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.ontology import ONTOLOGY, country_or_org
from parsers.coder.participants import recipient
from parsers.coder.scene import Actor, Scene, as_country

# Words for one more of the kind that was told before.
_AGAIN = {
    "again_talk": TALKS,
    "again_exercise": frozenset({"JOINT_EXERCISE"}),
    "again_course": frozenset({"EDU_TRAINING"}),
    "again_inspection": frozenset({"VERIFICATION"}),
    "again_one": frozenset(ONTOLOGY["forms"]),
}
# What is told beside the news: of the same two, unless somebody else is named.
_BESIDE_THE_NEWS = frozenset({"background", "planned", "hypothetical", "cancelled"})
# Who comes for these visits, too.
_COME_TOO = frozenset({"PORT_CALL", "VERIFICATION"})
# What more than two take part in, as a rule.
_OF_MORE = frozenset({"MULTILATERAL_MEETING", "ATTACHE_ACTIVITY"})
# What "the meeting" may have been told as.
_MEETINGS = TALKS | {"ATTACHE_ACTIVITY"}
# What several give to the same, by form: as which forms the giving was told before.
_GIVEN = {
    "EDU_TRAINING": frozenset({"EDU_TRAINING"}),
    "ADVISORY_PLACEMENT": frozenset({"ADVISORY_PLACEMENT"}),
    "HADR_DEMINING": frozenset({"HADR_DEMINING"}),
    "PEACE_OPS": frozenset({"PEACE_OPS"}),
    "MILITARY_AID": frozenset({"MILITARY_AID", "ARMS_TRANSFER"}),
    "ARMS_TRANSFER": frozenset({"MILITARY_AID", "ARMS_TRANSFER"}),
}
# How far from the words of a meeting "the" stands before it and "meeting" behind.
_WORD_BESIDE = 12


def next_of_kind(scene: Scene, told: list[Found], lexicon: Lexicon) -> list[Found]:
    """ "The next round", "the last edition": the same parties once more, if it is said when."""
    text = scene.sentence.text
    for name, forms in _AGAIN.items():
        match = lexicon.pattern(name).search(text) if told else None
        earlier = next((one for one in reversed(told) if one.form in forms), None) if match else None
        if match and earlier:
            realis, cue = details.realis(scene, *match.span(), earlier.form, lexicon)
            if realis in _BESIDE_THE_NEWS:
                actors = _as_actors(earlier.parties)
                return [Found(earlier.form, scene, *match.span(), actors, realis=realis, cue=cue, told=True)]
    return []


def _as_actors(parties: Iterable[str], but: Sequence[str] = (), basis: str | None = None) -> list[Actor]:
    """The parties, without those that are there already, as actors whom no words of the sentence name."""
    return [
        Actor("country", 0, 0, *country_or_org(party), basis=basis) for party in parties if party not in but
    ]


def refer_back(one: Found, told: list[Found], lexicon: Lexicon) -> None:
    """ "During the meeting" is of the kind, and as certain, as the meeting was told to be."""
    text = one.scene.sentence.text
    weak = lexicon.weak.get(one.form)
    is_weak = weak is not None and weak.match(text, one.start) is not None
    again = lexicon.pattern("same_talk").search(text, max(0, one.start - _WORD_BESIDE), one.end)
    if one.form != "HIGH_LEVEL_MEETING" or not (again or is_weak):
        return
    for earlier in reversed(told):
        if earlier.form in (TALKS if is_weak else _MEETINGS) and set(one.parties) == set(earlier.parties):
            in_person = lexicon.pattern("in_person").search(text, one.start, one.end + _WORD_BESIDE)
            if not (earlier.form == "REMOTE_CALL" and in_person):
                one.form, one.realis, one.cue = earlier.form, earlier.realis, earlier.cue
            return


def is_port_call_again(one: Found, told: list[Found], lexicon: Lexicon) -> bool:
    """A port call told again as a visit, or its welcome as a reception: without people those are no events."""
    welcome = lexicon.pattern("welcome").match(one.scene.sentence.text, one.start)
    if one.form != "OFFICIAL_VISIT" and not (one.form == "HIGH_LEVEL_MEETING" and welcome):
        return False
    return not any(actor.person or actor.office for actor in one.actors) and any(
        earlier.form in _COME_TOO and set(earlier.parties) == set(one.parties) for earlier in told
    )


def add_told_before(one: Found, told: list[Found]) -> bool:
    """The other parties of an event of this form that was told before of this party too; whether there was one."""
    for earlier in reversed(told):
        of_many = one.form in TALKS and len(earlier.parties) > 2
        if earlier.form == one.form and set(one.parties) < set(earlier.parties) and not of_many:
            fresh = [actor for actor in earlier.actors if actor.party not in one.parties]
            one.actors = [*one.actors, *map(as_country, fresh)]
            if earlier.host and earlier.host not in one.parties:
                one.host, one.host_basis = earlier.host, "coreference"
            return len(one.parties) >= 2
    return False


def add_pair(one: Found, told: list[Found], context: Context) -> bool:
    """The two of whom alone the article has told so far, for what they did before, will do or may; whether they fit."""
    if one.realis not in _BESIDE_THE_NEWS or not told:
        return False
    pair = told[0].parties
    alone = len(pair) == 2 and all(set(earlier.parties) == set(pair) for earlier in told)
    return alone and _fill(one, pair, context)


def add_those_of_the_article(one: Found, told: list[Found], context: Context) -> bool:
    """The two countries that the article is about, where neither the sentence nor its first event names a third;
    whether they fit."""
    if not one.told or one.form in _OF_MORE or len(context.pair) != 2:
        return False
    if (told and set(told[0].parties) != set(context.pair)) or (not told and one.realis == "hypothetical"):
        return False
    explicit = any(actor.party and actor.basis == "text" for actor in one.actors)
    # What a text talks of in passing, before it tells of anything, says least of who takes part.
    here = {actor.party for actor in one.scene.actors} if one.realis != "planned" else set()
    known = {*context.title_parties, context.home}
    sure = told or set(context.pair) <= known or (explicit and set(context.pair) <= known | here)
    return bool(sure) and _fill(one, context.pair, context)


def _fill(one: Found, pair: list[str], context: Context) -> bool:
    # A mission has its organisation for the second party.
    if one.form == "PEACE_OPS":
        return False
    named = {actor.party for actor in one.scene.actors if actor.party}
    named |= {place.country for _, place in details.places(one.scene, context.lexicon) if place.country}
    if not named <= set(pair):
        return False
    one.actors += _as_actors(pair, but=one.parties, basis="coreference")
    return True


def add_ship(one: Found, told: list[Found], lexicon: Lexicon) -> bool:
    """ "Her next port is Tokyo", "the frigate will train with X": of the ship whose call was told before; whether there
    was one."""
    if one.form not in ("PORT_CALL", "JOINT_EXERCISE") or not lexicon.pattern("ship_again").search(
        one.scene.sentence.text
    ):
        return False
    earlier = next((other for other in reversed(told) if other.form == "PORT_CALL"), None)
    if earlier is None or (one.host is None and one.form == "PORT_CALL"):
        return False
    guests = [actor for actor in earlier.actors if actor.party and actor.party != earlier.host][:1]
    own = one.actors if one.form == "JOINT_EXERCISE" else []
    one.actors = [*own, *map(as_country, guests)]
    return len(one.parties) >= 2


def add_gathered(one: Found, told: list[Found], lexicon: Lexicon) -> None:
    """ "In the exercise soldiers of A and B take part": with those it was told to be of."""
    if one.form != "JOINT_EXERCISE" or not lexicon.pattern("gathering_again").match(one.scene.sentence.text):
        return
    earlier = next((other for other in reversed(told) if other.form == one.form), None)
    if earlier and one.parties and one.realis == earlier.realis:
        one.actors += _as_actors(earlier.parties, but=one.parties)


def add_shared(one: Found, told: list[Found], lexicon: Lexicon) -> None:
    """ "Instructors from X have joined the course", "Y has also promised tanks": to whom the others give too."""
    if one.form not in _GIVEN:
        return
    joins = lexicon.pattern("joins_in").search(one.scene.sentence.text)
    alone = len(one.parties) == 1 and not any(one.parties[0] in other.parties for other in told)
    if not (joins or alone) or any(
        actor.start > one.end and actor in one.actors for actor in one.scene.actors if joins
    ):
        return
    earlier = [other for other in reversed(told) if other.form in _GIVEN[one.form]] if one.parties else []
    shared: list[str] = []
    if one.form == "EDU_TRAINING" and joins:
        shared = [party for other in earlier[:1] for party in other.parties]
    elif one.form == "PEACE_OPS":
        shared = [actor.org for other in earlier[:1] for actor in other.actors if actor.org]
    else:
        given = [recipient(other, lexicon) or other.host for other in earlier]
        shared = list(filter(None, given))[:1]
    one.actors += _as_actors(shared, but=one.parties)


def is_among_those_met(one: Found, told: list[Found]) -> bool:
    """Whether someone known to have met or visited others now does something by the way of it."""
    people = {actor.person for actor in one.actors if actor.person}
    return one.form in BY_THE_WAY and any(
        actor.person in people for earlier in told if len(earlier.parties) == 2 for actor in earlier.actors
    )


def add_spoken_of(one: Found, told: list[Found], context: Context) -> None:
    """The parties of the event told last, or of the sentence before, where this one says "the sides", "they"."""
    if subject := _subject_before(one, context):
        one.actors = [subject, *one.actors]
        return
    for earlier in reversed(told):
        if not one.parties or set(one.parties) & set(earlier.parties):
            same = [other for other in told if other.scene is earlier.scene and other.form == earlier.form]
            if one.form != "MULTILATERAL_MEETING":
                same = [earlier]
            fresh = [actor for other in same for actor in other.actors if actor.party not in one.parties]
            if not _keeps_people(one, context.lexicon):
                fresh = [as_country(actor) for actor in fresh]
            one.actors = [*one.actors, *fresh]
            if earlier.host and one.host is None and earlier.host not in one.parties:
                one.host, one.host_basis = earlier.host, "coreference"
            return
    for scene in reversed(context.scenes[: one.scene.sentence.number]):
        there = [actor for actor in scene.actors if actor.kind in ("person", "group") and actor.party]
        parties = {actor.party for actor in there}
        guest = len(one.parties) == 1 and context.lexicon.pattern("guest").search(one.scene.sentence.text)
        if len(parties | set(one.parties) if guest else parties) == 2:
            fresh = [actor for actor in there if actor.party not in one.parties]
            if one.parties and len({actor.party for actor in fresh}) == 2:
                fresh = [actor for actor in fresh if actor.party == context.home]
            one.actors += (
                fresh if _keeps_people(one, context.lexicon) else [as_country(actor) for actor in fresh]
            )
            return


def _keeps_people(one: Found, lexicon: Lexicon) -> bool:
    """Whether those spoken of take part themselves, rather than their countries."""
    return one.form in TALKS or (
        one.form in BY_THE_WAY and bool(lexicon.pattern("people_again").search(one.scene.sentence.text))
    )


def _subject_before(one: Found, context: Context) -> Actor | None:
    """Whom "he" stands for beside the one party that is named: who came first where people were named last."""
    text, number = one.scene.sentence.text, one.scene.sentence.number
    if len(one.parties) == 1 and number and context.lexicon.pattern("goes_on").match(text):
        before = context.scenes[number - 1].actors
        return next((actor for actor in before if actor.party and actor.party not in one.parties), None)
    if len(one.parties) != 1 or not context.lexicon.pattern("one_person").search(text):
        return None
    for scene in reversed(context.scenes[: one.scene.sentence.number]):
        people = [actor for actor in scene.actors if actor.person and actor.party]
        if people and not _begins_with_reference(scene, people[0], context.lexicon):
            return next((actor for actor in people if actor.party not in one.parties), None)
    return None


def _begins_with_reference(scene: Scene, first: Actor, lexicon: Lexicon) -> bool:
    """ "He then met X", "The minister met X": the subject was named before."""
    text = scene.sentence.text
    said = (lexicon.pattern(name).search(text, 0, first.start) for name in ("one_person", "definite"))
    return any(match and match.end() <= first.start for match in said)

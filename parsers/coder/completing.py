"""Parties that a clause leaves to be understood: from the place, the title, the outlet's country or what was told before."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.coder import clause, coreference, details
from parsers.coder.context import Context
from parsers.coder.found import TALKS, Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.merging import GATHERINGS
from parsers.coder.ontology import ORGS
from parsers.coder.scene import Actor, as_country

# How far down a second party may be understood: from the outlet, title or dateline; from what was said before.
_LEAD_SENTENCES = 4
_REACH = 10
# How soon after a gathering its members are listed, and how many make a list.
_MEMBERS_WITHIN = 3
_MANY = 3
# How near to "among them" who is meant stands, if alone.
_BESIDE = 40
# Of what a text names more of those present later.
_WITH_MEMBERS = GATHERINGS | {
    "ATTACHE_ACTIVITY",
    "CSBM_TRANSPARENCY",
    "VERIFICATION",
    "ADVISORY_PLACEMENT",
    "EDU_TRAINING",
    "PEACE_OPS",
}
# What several guests of one list come for: their host is named elsewhere, if at all.
_HOSTED = frozenset({"ATTACHE_ACTIVITY", "VERIFICATION", "CSBM_TRANSPARENCY", "ADVISORY_PLACEMENT"})
# What a country does with many at once.
_WITH_MANY = frozenset({"ATTACHE_ACTIVITY", "EDU_TRAINING"})
# Bases that say less of who takes part than the text does.
_WEAK = frozenset({"source", "title", "dateline", "place"})


def add_members(one: Found, context: Context) -> None:
    """Who else was there, in the next sentence or two: "Troops from 20 nations, among them A, B and C, take part",
    "Officers of A and B were among the guests"."""
    if one.form not in _WITH_MEMBERS or one.realis == "background":
        return
    number = one.scene.sentence.number
    for scene in context.scenes[number + 1 : number + 1 + _MEMBERS_WITHIN]:
        text = scene.sentence.text
        beside = context.lexicon.pattern("members_beside").search(text)
        if not beside and not (one.form in GATHERINGS and context.lexicon.pattern("members").search(text)):
            continue
        # "Attachés from A and B" are several people, none of them named.
        unnamed = [actor for actor in scene.actors if actor.kind == "person" and not actor.person]
        listed = max([*clause.lists(scene, context.lexicon), unnamed], key=len)
        if beside and not listed:
            listed = [
                actor for actor in scene.actors
                if actor.kind in ("country", "group") and beside.start() - _BESIDE < actor.start < beside.end()
            ]  # fmt: skip
        if beside or len({actor.party for actor in listed}) >= _MANY:
            one.actors += [as_country(actor) for actor in listed if actor.party not in one.parties]


def complete(one: Found, told: list[Found], context: Context) -> None:
    """Parties the clause leaves to be understood: who was spoken of, the home country, the dateline's."""
    text = one.scene.sentence.text
    if (
        one.form == "OFFICIAL_VISIT"
        and context.lexicon.pattern("visit_here").search(text, max(0, one.start - 30), one.end)
    ) or (one.form == "JOINT_EXERCISE" and context.lexicon.pattern("our_country").search(text)):
        one.host, one.host_basis = one.host or context.home, one.host_basis or "source"
    if one.form == "HADR_DEMINING" and len(one.parties) == 1 and context.dateline:
        # Whoever brings relief is reported from where it arrives.
        one.host, one.host_basis = context.dateline.country, "dateline"
    coreference.add_shared(one, told, context.lexicon)
    coreference.add_gathered(one, told, context.lexicon)
    if len(one.parties) >= 2 and not _holder_missing(one, context.lexicon):
        return
    if coreference.add_ship(one, told, context.lexicon):
        return
    if len(one.parties) == 1 and has_parties(one, context.lexicon):
        return
    if one.form in _WITH_MANY and not one.parties:
        one.host, one.host_basis = next(_understood(one, context), (None, ""))
    offices = any(tag.kind == "office" for tag in one.scene.tags)
    if (
        context.lexicon.pattern("definite").search(text)
        or context.lexicon.pattern("goes_on").match(text)
        or (one.told and not one.parties and not offices)
        or coreference.is_among_those_met(one, told)
    ):
        coreference.add_spoken_of(one, told, context)
    alone = len(one.parties) == 1 and not _is_body(one)
    if alone and not _is_placed(one, context) and coreference.add_told_before(one, told):
        return
    if not one.parties and len(context.title_parties) == 2 and _is_in_title(one, context):
        one.actors = [Actor("country", 0, 0, country=party, basis="title") for party in context.title_parties]
        one.host_basis = "title"
    if len(one.parties) < 2 and coreference.add_pair(one, told, context):
        return
    if not one.parties and coreference.add_those_of_the_article(one, told, context):
        return
    if (len(one.parties) == 1 and not _is_body(one)) or _holder_missing(one, context.lexicon):
        if coreference.add_those_of_the_article(one, told, context):
            return
        for country, basis in _understood(one, context):
            if country and country not in one.parties:
                if one.host:
                    one.actors = [
                        *one.actors,
                        Actor("country", 0, 0, country=one.host, basis=one.host_basis),
                    ]
                one.host, one.host_basis = country, basis
                break


def has_parties(one: Found, lexicon: Lexicon) -> bool:
    """Two, or one and many that are not named, or a body of many."""
    if one.parties and one.told and _is_body(one):
        return True
    unnamed = one.form in _WITH_MANY and one.realis != "hypothetical"
    return len(one.parties) >= 2 or (
        unnamed
        and len(one.parties) == 1
        and bool(lexicon.pattern("unnamed_others").search(one.scene.sentence.text))
    )


def may_infer(one: Found) -> bool:
    """Parties are only understood near the top, and never for history or wishes."""
    if one.realis in ("background", "hypothetical") and one.host_basis in _WEAK:
        return False
    if one.realis == "hypothetical" and (not one.told or one.form == "PEACE_OPS"):
        return False
    spoken_of = any(actor.basis == "coreference" for actor in one.actors)
    placed = one.host_basis == "place" and (spoken_of or one.form == "VERIFICATION")
    weak = one.host_basis in _WEAK and not placed
    return one.scene.sentence.number < (_LEAD_SENTENCES if weak else _REACH)


def _is_body(one: Found) -> bool:
    """A meeting of an organisation's own members has no second party where it happens to sit."""
    return one.form == "MULTILATERAL_MEETING" and one.parties[:1] != [] and one.parties[0] in ORGS


def _is_placed(one: Found, context: Context) -> bool:
    """Whether the sentence's place says best who the second party is."""
    _, basis = next(_understood(one, context), (None, ""))
    return basis == "place"


def _is_in_title(one: Found, context: Context) -> bool:
    return bool(context.lexicon.triggers[one.form].search(context.article.title))


def _holder_missing(one: Found, lexicon: Lexicon) -> bool:
    """ "Joint exercises with Thailand and France" does not say whose they are; "an exercise began in Thailand with
    troops from France and Italy" by its place; "attachés of France and Italy" do not say who received them."""
    if one.form in _HOSTED and one.host is None:
        guests = ({actor.party for actor in run} for run in clause.lists(one.scene, lexicon))
        return any({party for party in one.parties if party not in ORGS} <= run for run in guests)
    if one.form != "JOINT_EXERCISE" or one.host is not None or not one.actors:
        return False
    first = min(actor.start for actor in one.actors)
    if first <= one.end:
        return False
    text, together = one.scene.sentence.text, lexicon.pattern("together_with")
    if together.match(text, one.end):
        return True
    places = [start for start, _ in details.places(one.scene, lexicon)]
    places += [
        actor.start for actor in one.scene.actors if actor.kind == "country" and actor not in one.actors
    ]
    return any(one.end < start < first and together.search(text, start, first) for start in places)


def _understood(one: Found, context: Context) -> Iterator[tuple[str | None, str]]:
    """Where the second party may come from, the surest first."""
    if context.lexicon.pattern("our_country").search(one.scene.sentence.text):
        yield context.home, "source"
    if one.form not in TALKS and one.form != "PEACE_OPS" and not (one.form == "OFFICIAL_VISIT" and one.host):
        cut = clause.talk_start(one.scene.sentence.text, one.end, context.lexicon)
        for actor in one.scene.actors:
            if (
                actor.kind == "country"
                and actor not in one.actors
                and actor.start < cut
                and _is_scene_of(actor, one, context.lexicon)
            ):
                yield actor.country, "place"
        for _, place in details.places(one.scene, context.lexicon):
            yield place.country, "place"
    if len(context.title_parties) == 2 and set(one.parties) < set(context.title_parties):
        yield next(party for party in context.title_parties if party not in one.parties), "title"
    if one.form == "JOINT_EXERCISE" and not _is_shared(one, context.lexicon):
        return
    if context.home_named:
        yield context.home, "source"
    yield context.dateline.country if context.dateline else None, "dateline"


def _is_scene_of(actor: Actor, one: Found, lexicon: Lexicon) -> bool:
    """Whether it happened there: named after the words for it, or as a place before them."""
    text = one.scene.sentence.text
    return actor.start > one.start or bool(
        lexicon.pattern("place_before").search(text, 0, actor.start)
        or lexicon.pattern("visit_to").search(text, 0, actor.start)
        or lexicon.pattern("place_here").match(text, actor.start)
    )


def _is_shared(one: Found, lexicon: Lexicon) -> bool:
    """Whether the sentence says that the exercise is more than one nation's own."""
    shared = lexicon.pattern("shared").search(one.scene.sentence.text)
    return shared is not None or not lexicon.says("shared")

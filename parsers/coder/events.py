"""From a trigger to who took part in what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from parsers.coder import details
from parsers.coder.actors import Actor, Scene
from parsers.coder.lexicon import Lexicon

TALKS = frozenset({"HIGH_LEVEL_MEETING", "MULTILATERAL_MEETING", "REMOTE_CALL", "STAFF_TALKS"})
# What those who meet do besides.
BY_THE_WAY = frozenset({"CEREMONY", "INSTRUMENT_SIGNED"})
# Forms whose words also name mere topics of talk; after a topic word they are areas, no events.
_ALWAYS_TOLD = frozenset({"HIGH_LEVEL_MEETING", "OFFICIAL_VISIT", "REMOTE_CALL"})
_KINDS_OF_TALK = (TALKS | {"EXPERT_EXCHANGE"}) - {"HIGH_LEVEL_MEETING"}
# "Inspectors visited", "peacekeepers left for", "arms arrived".
_TOLD_AS_VISITS = frozenset(
    {
        "ARMS_TRANSFER",
        "MILITARY_AID",
        "VERIFICATION",
        "PEACE_OPS",
        "ATTACHE_ACTIVITY",
        "HADR_DEMINING",
        "ADVISORY_PLACEMENT",
        "EDU_TRAINING",
    }
)
# Whose sentences name an organisation because it is there: its meeting, its mission.
_OF_ORGANISATIONS = frozenset({"MULTILATERAL_MEETING", "PEACE_OPS", "ADVISORY_PLACEMENT"})
# What only gives another event its words: a course agreed on, an exercise that observers watch.
_TOLD_INSTEAD = {
    "VERIFICATION": frozenset({"CSBM_TRANSPARENCY"}),
    "JOINT_EXERCISE": frozenset({"CSBM_TRANSPARENCY"}),
    "EDU_TRAINING": frozenset({"ADVISORY_PLACEMENT", "PEACE_OPS", "INSTRUMENT_SIGNED"}),
    "INDUSTRY_RND": frozenset({"OFFICIAL_VISIT"}),
    "ATTACHE_ACTIVITY": frozenset({"MILITARY_AID", "ARMS_TRANSFER", "INSTRUMENT_SIGNED", "EDU_TRAINING"}),
}
# What tells of several in one sentence: "met separately with A and B", "signed a plan with A and another with B".
_APART = {
    "HIGH_LEVEL_MEETING": "separately",
    "REMOTE_CALL": "separately",
    "INSTRUMENT_SIGNED": "one_with_each",
}
# How far behind the trigger a party still is one of those who act.
_NEAR = 80
_BEFORE_SPEECH = re.compile(r"(?:,? (?:of|from) [\w ]{1,25}?(?= \w+\b))?,?\s*")
_LISTED = frozenset({"country", "org", "group"})
# "SINGAPORE – ", "BATUMI, Georgia (XY) — ": where the report was filed.
_DATELINE = re.compile(r"\s*(?:\([^)]*\)\s*)?[–—-]{1,2}\s|,[^.]{0,30}[–—]|\s*\(")


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


def find(scene: Scene, lexicon: Lexicon) -> list[Found]:
    """What the sentence tells, by form; parties are those that the clause itself names."""
    found = []
    for form, matches in _candidates(scene, lexicon):
        for words in matches:
            match = words if _is_told(form, words, lexicon) else _verb_within(form, words, lexicon)
            if match is None or _is_habit(form, match, lexicon):
                continue
            one = Found(form, scene, match.start(), match.end(), told=_by_verb(form, match, lexicon))
            one.realis, one.cue = details.realis(scene, match.start(), match.end(), form, lexicon)
            if _is_only_wished(one, lexicon):
                continue
            one.actors = _taking_part(form, scene, match, lexicon)
            if _is_weak(one, match, lexicon) or _is_of_others(one, lexicon):
                continue
            if form in ("OFFICIAL_VISIT", "PORT_CALL"):
                _visited(one, lexicon)
                if _is_sight(one, lexicon) or _is_of_others_come(one, lexicon):
                    continue
                _keep_guests(one, lexicon)
            found.append(one)
            break
    return [one for one in found if not any(_says_more(other, one, lexicon) for other in found)]


def _candidates(scene: Scene, lexicon: Lexicon) -> Iterator[tuple[str, Iterable[re.Match[str]]]]:
    """By form, the words that may tell of it."""
    named = _named_exercises(scene, lexicon)
    for form, pattern in lexicon.screen.among(lexicon.triggers, scene.sentence.text):
        matches = pattern.finditer(scene.sentence.text)
        if form == "JOINT_EXERCISE":
            yield form, chain(matches, named)
            named = []
        else:
            yield form, matches
    if named:
        yield "JOINT_EXERCISE", named


def _named_exercises(scene: Scene, lexicon: Lexicon) -> list[re.Match[str]]:
    """The exercises that the sentence calls by a name of the list; many are names of people and birds as well."""
    text = scene.sentence.text
    if not lexicon.pattern("exercise_near").search(text):
        return []
    found = (
        re.compile(r".+").match(text, tag.start, tag.end) for tag in scene.tags if tag.kind == "exercise"
    )
    return [match for match in found if match]


def _is_told(form: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the words tell an event, rather than name what was talked about."""
    text = match.string
    if form in _ALWAYS_TOLD or _by_verb(form, match, lexicon):
        return True
    if _topic_start(text, lexicon) < match.start() or lexicon.pattern("subject").search(
        text, 0, match.start()
    ):
        return False
    if lexicon.pattern("topic_after").search(text, match.end()):
        return False
    return not lexicon.says("happens") or bool(lexicon.pattern("happens").search(text))


def _verb_within(form: str, words: re.Match[str], lexicon: Lexicon) -> re.Match[str] | None:
    """What tells by itself among words that only name: "delivered relief" in "the navy's ship delivered relief"."""
    told = lexicon.told.get(form)
    verb = told.search(words.string, words.start()) if told else None
    return verb if verb and verb.start() < words.end() else None


def _is_habit(form: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether it is said of the thing in general: "talks represent a regular activity", "serves in a mission"."""
    text = match.string
    return bool(
        lexicon.pattern("habit").search(text, match.end())
        or lexicon.pattern(f"standing_{form}").search(text, max(0, match.start() - 60), match.start())
    )


def _is_only_wished(one: Found, lexicon: Lexicon) -> bool:
    """What is only named after a hope or an if is no offer of it."""
    if one.told or one.realis != "hypothetical" or not lexicon.says("proposal"):
        return False
    return not lexicon.pattern("proposal").search(one.cue or "")


def _is_weak(one: Found, match: re.Match[str], lexicon: Lexicon) -> bool:
    """ "Discussed": a meeting only of two who stand before it."""
    weak = lexicon.weak.get(one.form)
    before = {actor.party for actor in one.actors if actor.end <= one.start and actor.party}
    return bool(weak and weak.match(match.string, one.start)) and len(before) < 2


def _is_of_others(one: Found, lexicon: Lexicon) -> bool:
    """Missiles that land, no calls at all, peacekeepers under fire: the words, but of no diplomacy."""
    text = one.scene.sentence.text
    if lexicon.pattern("denied_before").search(text, 0, one.start):
        return True
    if one.form == "OFFICIAL_VISIT":
        return bool(lexicon.pattern("things_before").search(text, 0, one.start))
    return one.form in ("PEACE_OPS", "PORT_CALL") and bool(lexicon.pattern("fighting").search(text))


def _by_verb(form: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    return form in lexicon.told and bool(lexicon.told[form].match(match.string, match.start()))


def apart(one: Found, lexicon: Lexicon) -> list[Found]:
    """ "Met separately with A and B": a meeting with each."""
    hub, *others = one.parties
    says_so = _APART.get(one.form)
    if says_so is None or len(others) < 2:
        return [one]
    if not lexicon.pattern(says_so).search(one.scene.sentence.text) and not _met_each(one, hub, lexicon):
        return [one]
    return [
        replace(one, actors=[actor for actor in one.actors if actor.party in (hub, other)], host=None)
        for other in others
    ]


def _met_each(one: Found, hub: str, lexicon: Lexicon) -> bool:
    """ "Met Minister A of X and General B of Y": one before the verb, people of the others after it."""
    text = one.scene.sentence.text
    if one.form not in _ALWAYS_TOLD or lexicon.pattern("at_one_table").search(text):
        return False
    before = {actor.party for actor in one.actors if actor.end <= one.start and actor.party}
    after = [actor for actor in one.actors if actor.start >= one.end and actor.party]
    return before == {hub} and len(after) > 1 and all(actor.person or actor.office for actor in after)


def _says_more(other: Found, one: Found, lexicon: Lexicon) -> bool:
    """The same words read as something more special than a visit or a meeting."""
    if one.form == "OFFICIAL_VISIT" and other.form == "JOINT_EXERCISE" and _of_troops(one, lexicon):
        return True
    if one.form == "OFFICIAL_VISIT":
        overlap = other.start < one.end and one.start < other.end
        return other.form == "PORT_CALL" or (other.form in _TOLD_AS_VISITS and overlap)
    if one.form == "ARMS_TRANSFER" and not one.told:
        return other.form == "INSTRUMENT_SIGNED" and other.told
    same = other.told and other.realis == one.realis
    if not one.told and same and other.form in _TOLD_INSTEAD.get(one.form, ()):
        return True
    if one.form == "HIGH_LEVEL_MEETING":
        if other.form not in _KINDS_OF_TALK:
            return False
        people = any(actor.person or actor.office for actor in one.actors)
        return (other.start < one.end and one.start < other.end) or (other.told and not people)
    if one.form == "ARMS_TRANSFER":
        return other.form == "MILITARY_AID" or (
            other.form == "INSTRUMENT_SIGNED" and not one.told and not _is_contract(other, lexicon)
        )
    if one.form == "INSTRUMENT_SIGNED":
        sold = same and other.form == "ARMS_TRANSFER" and _is_contract(one, lexicon)
        return sold or (same and other.form == "VERIFICATION")
    if one.form == "COOPERATION_REDUCED":
        called_off = one.scene.sentence.text[one.start : one.end]
        return other.realis == "cancelled" and (other.cue or "").strip() in called_off
    return False


def _is_contract(one: Found, lexicon: Lexicon) -> bool:
    agreed = details.instrument(one.scene, one.realis, lexicon)
    return agreed is not None and agreed.kind == "contract"


def _of_troops(one: Found, lexicon: Lexicon) -> bool:
    """ "Soldiers arrived for the exercise": nobody of rank, no delegation."""
    text = one.scene.sentence.text
    delegation = lexicon.pattern("delegation")
    return not any(
        actor.person or actor.office or delegation.search(text, actor.start, actor.end)
        for actor in one.actors
    )


def _taking_part(form: str, scene: Scene, trigger: re.Match[str], lexicon: Lexicon) -> list[Actor]:
    """The actors of the clause: not its topics, places or formats."""
    text = scene.sentence.text
    cut = talk_start(text, trigger.end(), lexicon)
    kept: list[Actor] = []
    for actor in own_clause(scene, trigger, lexicon):
        if actor.start > trigger.end() and _is_aside(text, trigger.end(), actor, kept, lexicon):
            continue
        if actor.start >= cut and not _joined(text, cut, actor, lexicon):
            continue
        if actor.kind == "org" and lexicon.pattern("unnamed_of").search(text, 0, actor.start):
            continue
        at_its_table = actor.kind == "org" and form in _OF_ORGANISATIONS
        if (
            actor.kind not in ("person", "group")
            and not at_its_table
            and not _is_party(text, actor, scene, lexicon, kept)
        ):
            named = lexicon.pattern(f"party_before_{form}").search(text, 0, actor.start) or lexicon.pattern(
                f"party_after_{form}"
            ).match(text, actor.end)
            inside = trigger.start() <= actor.start < trigger.end() and lexicon.pattern(
                "party_inside"
            ).search(text, trigger.start(), actor.start)
            if actor.kind == "capital" or not (named or inside):
                continue
        kept.append(actor)
    heard = [
        actor
        for actor in kept
        # "Before the meeting with X, Y said": who talks about talks may well be in them.
        if (form in TALKS and (actor.person or actor.start < trigger.end()))
        or not _speaks(text, actor, lexicon)
    ]
    if len({actor.party for actor in heard if actor.party}) > 1:
        kept = heard
    elif form not in TALKS:
        # A speaker brings in his country only where the text says which it is.
        kept = [
            actor if actor in heard else Actor("country", 0, 0, actor.country, actor.org)
            for actor in kept
            if actor in heard or actor.basis not in ("source", "coreference")
        ]
    if form == "PEACE_OPS":
        kept = _without_theatre(kept, scene, lexicon)
    return _with_lists(kept, scene, lexicon) if kept else kept


def own_clause(scene: Scene, trigger: re.Match[str], lexicon: Lexicon) -> list[Actor]:
    """Who stands in the trigger's own clause, where each of several tells of another: "X seconded an officer, and Y
    has had one for years"."""
    text = scene.sentence.text
    first, last = 0, len(text)
    for joint in lexicon.pattern("each_clause").finditer(text):
        subject = next((one for one in scene.actors if one.start == joint.end()), None)
        if subject and subject.party and _acts(subject, scene, lexicon):
            if joint.end() <= trigger.start():
                first = joint.start()
            elif joint.start() >= trigger.end():
                last = min(last, joint.start())
    mine = [one for one in scene.actors if first <= one.start < last]
    if not any(one.party for one in mine):
        return scene.actors
    # After a semicolon begins another sentence.
    end = text.find(";", trigger.end())
    short = [one for one in mine if one.start < end]
    return short if len({one.party for one in short if one.party}) > 1 else mine


def _acts(subject: Actor, scene: Scene, lexicon: Lexicon) -> bool:
    """Whether a verb follows, after all who are listed with it."""
    text, end = scene.sentence.text, subject.end
    for one in scene.actors:
        if one.start > end and lexicon.joins(text, end, one.start):
            end = one.end
    return bool(lexicon.pattern("party_after").match(text, end))


def _is_aside(text: str, start: int, actor: Actor, kept: list[Actor], lexicon: Lexicon) -> bool:
    """ "..., a week after Azerbaijan and Türkiye had met": what others did, once it is said who takes part."""
    return len({one.party for one in kept if one.party and one.end <= start + _NEAR}) > 1 and bool(
        lexicon.pattern("aside").search(text, start, actor.start)
    )


def _without_theatre(kept: list[Actor], scene: Scene, lexicon: Lexicon) -> list[Actor]:
    """Of a mission of an organisation the country where it is has no part, and it is nothing without a sender."""
    if not any(one.kind == "org" for one in kept):
        return kept
    text, there = scene.sentence.text, lexicon.pattern("party_before_PEACE_OPS")
    senders = [one for one in kept if one.kind != "country" or not there.search(text, 0, one.start)]
    ours = lexicon.pattern("our_country").search(text)
    return senders if ours or any(one.kind != "org" for one in senders) else []


def _speaks(text: str, actor: Actor, lexicon: Lexicon) -> bool:
    """ "..., a US official stressed", "..., Colonel X of Poland said": who tells of it."""
    if not actor.person and not lexicon.pattern("indefinite").search(text, 0, actor.start):
        return False
    gap = _BEFORE_SPEECH.match(text, actor.end)
    return bool(gap and lexicon.pattern("speech").match(text, gap.end()))


def _with_lists(kept: list[Actor], scene: Scene, lexicon: Lexicon) -> list[Actor]:
    """Where one country of a list takes part, all of it do."""
    found = list(kept)
    for run in lists(scene, lexicon):
        if any(one in kept for one in run):
            found += [one for one in run if one not in kept]
    return sorted(found, key=lambda one: one.start)


def lists(scene: Scene, lexicon: Lexicon) -> list[list[Actor]]:
    """The lists of countries, organisations and groups in the sentence; each has two members or more."""
    runs: list[list[Actor]] = []
    for actor in scene.actors:
        if actor.kind not in _LISTED:
            continue
        if runs and lexicon.joins(scene.sentence.text, runs[-1][-1].end, actor.start):
            runs[-1].append(actor)
        else:
            runs.append([actor])
    return [run for run in runs if len(run) > 1]


def _joined(text: str, cut: int, actor: Actor, lexicon: Lexicon) -> bool:
    """ "discussed with his Georgian counterpart": a party even after the topic word."""
    if actor.kind not in ("person", "group"):
        return False
    return bool(lexicon.pattern("party_before").search(text[cut : actor.start], of=[text]))


def _is_party(text: str, actor: Actor, scene: Scene, lexicon: Lexicon, before: list[Actor]) -> bool:
    left, right = text[: actor.start], text[actor.end :]
    if actor.kind == "country" and _after_its_city(actor, scene):
        return False
    if actor.kind == "capital":
        if lexicon.pattern("capital_before").search(text, 0, actor.start):
            return True
        return not lexicon.pattern("place_before").search(text, 0, actor.start) and bool(
            lexicon.pattern("party_after").match(text, actor.end)
        )
    if lexicon.pattern("never_party_after").match(text, actor.end):
        return False
    if lexicon.pattern("party_before").search(text, 0, actor.start) or _in_pair(text, actor, scene):
        return True
    if lexicon.pattern("no_party_after").match(text, actor.end) or lexicon.pattern("outsider_after").match(
        text, actor.end
    ):
        return False
    if before and 0 < actor.start - before[-1].end < 16:
        joints = lexicon.pattern("list_joint").finditer(text, before[-1].end, actor.start)
        if any(joint.end() == actor.start for joint in joints):
            return True
    if lexicon.pattern("place_before").search(text, 0, actor.start) or lexicon.pattern("place_here").match(
        text, actor.start
    ):
        return False
    if not left.strip(" “\"'") or (actor.kind == "country" and left == "The "):
        return not _DATELINE.match(right)
    if any(lexicon.joins(text, actor.end, one.start) for one in scene.actors if one.start > actor.end):
        return True
    return bool(lexicon.pattern("party_after").match(text, actor.end))


def _after_its_city(actor: Actor, scene: Scene) -> bool:
    """ "In Vientiane, Laos": a place."""
    return any(
        tag.kind == "city"
        and tag.known.row["country"] == actor.country
        and scene.sentence.text[tag.end : actor.start] in (", ", " (", " [")
        for tag in scene.tags
    )


def _in_pair(text: str, actor: Actor, scene: Scene) -> bool:
    """ "India-US talks": both of them."""
    for other in scene.actors:
        first, second = sorted((actor, other), key=lambda one: one.start)
        between, first_text = text[first.end : second.start], text[first.start : first.end]
        joined = between and between in "-–—/"
        joined = joined or (first.end == second.start and len(first_text) == 1)
        if other is not actor and other.kind == "country" and joined:
            return True
    return False


def _visited(found: Found, lexicon: Lexicon) -> None:
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


def _is_sight(found: Found, lexicon: Lexicon) -> bool:
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


def _is_of_others_come(found: Found, lexicon: Lexicon) -> bool:
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


def _keep_guests(found: Found, lexicon: Lexicon) -> None:
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


def talk_start(text: str, position: int, lexicon: Lexicon) -> int:
    """Where, from the position on, the sentence goes over to what was talked about or said."""
    ends = [lexicon.pattern(name).search(text, position) for name in ("topic", "speech", "aside")]
    return min((end.start() for end in ends if end), default=len(text))


def _topic_start(text: str, lexicon: Lexicon) -> int:
    topic = lexicon.pattern("topic").search(text)
    return topic.start() if topic else len(text)

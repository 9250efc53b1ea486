"""From a trigger to what it tells, by form, with those who take part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from parsers.coder import details, visits
from parsers.coder.clause import taking_part
from parsers.coder.found import TALKS, Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.scene import Scene

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
            one.actors = taking_part(form, scene, match, lexicon)
            if _is_weak(one, match, lexicon) or _is_of_others(one, lexicon):
                continue
            if form in ("OFFICIAL_VISIT", "PORT_CALL"):
                visits.set_host(one, lexicon)
                if visits.is_sight(one, lexicon) or visits.is_of_others(one, lexicon):
                    continue
                visits.keep_guests(one, lexicon)
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


def _topic_start(text: str, lexicon: Lexicon) -> int:
    topic = lexicon.pattern("topic").search(text)
    return topic.start() if topic else len(text)

"""Who takes part in what a clause tells: not its topics, places, speakers or asides."""

from __future__ import annotations

import re

from parsers.coder.found import TALKS
from parsers.coder.lexicon import Lexicon
from parsers.coder.scene import Actor, Scene, as_country

# Whose sentences name an organisation because it is there: its meeting, its mission.
_OF_ORGANISATIONS = frozenset({"MULTILATERAL_MEETING", "PEACE_OPS", "ADVISORY_PLACEMENT"})
# How far behind the trigger a party still is one of those who act.
_NEAR = 80
_BEFORE_SPEECH = re.compile(r"(?:,? (?:of|from) [\w ]{1,25}?(?= \w+\b))?,?\s*")
_LISTED = frozenset({"country", "org", "group"})
# "SINGAPORE – ", "BATUMI, Georgia (XY) — ": where the report was filed.
_DATELINE = re.compile(r"\s*(?:\([^)]*\)\s*)?[–—-]{1,2}\s|,[^.]{0,30}[–—]|\s*\(")


def taking_part(form: str, scene: Scene, trigger: re.Match[str], lexicon: Lexicon) -> list[Actor]:
    """The actors of the clause: not its topics, places or formats."""
    text = scene.sentence.text
    cut = talk_start(text, trigger.end(), lexicon)
    kept: list[Actor] = []
    for actor in _own_clause(scene, trigger, lexicon):
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
            actor if actor in heard else as_country(actor)
            for actor in kept
            if actor in heard or actor.basis not in ("source", "coreference")
        ]
    if form == "PEACE_OPS":
        kept = _without_theatre(kept, scene, lexicon)
    return _with_lists(kept, scene, lexicon) if kept else kept


def _own_clause(scene: Scene, trigger: re.Match[str], lexicon: Lexicon) -> list[Actor]:
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


def talk_start(text: str, position: int, lexicon: Lexicon) -> int:
    """Where, from the position on, the sentence goes over to what was talked about or said."""
    ends = [lexicon.pattern(name).search(text, position) for name in ("topic", "speech", "aside")]
    return min((end.start() for end in ends if end), default=len(text))

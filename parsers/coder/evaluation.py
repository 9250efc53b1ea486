"""How well a coding agrees with labels: pure functions from labelled and coded articles to figures.

An event matches a label when its form is one that the label accepts, the participants' countries and
organisations are the same, and the dates are within a day of each other (a date that either lacks is no
disagreement). History that the coder marks as background is not counted as extra: reports leave it out.

Parties are part of that rule, so they are counted over looser pairs, which can fail: of a label and an event that
agree in form and date, or share a party.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Event = dict[str, Any]
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
# What is compared in matched events, in the order it is shown.
AGREEMENTS = (
    "form exactly", "realis", "date given", "date exactly", "place country", "instrument kind", "instrument status",
    "nesting",
)  # fmt: skip


@dataclass
class Counts:
    """True positives, false positives and false negatives."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, hit: int, extra: int, missed: int) -> None:
        self.hit += hit
        self.extra += extra
        self.missed += missed

    def as_dict(self) -> dict[str, float | int]:
        return {
            "precision": _share(self.hit, self.hit + self.extra),
            "recall": _share(self.hit, self.hit + self.missed),
            "f1": _share(2 * self.hit, 2 * self.hit + self.extra + self.missed),
            "hit": self.hit,
            "extra": self.extra,
            "missed": self.missed,
        }


@dataclass
class Evaluation:
    """All figures of a run; `errors` are rows of (article, kind, form, what was wanted, what was coded)."""

    articles: int = 0
    relevance: Counts = field(default_factory=Counts)
    events: Counts = field(default_factory=Counts)
    by_form: dict[str, Counts] = field(default_factory=dict)
    by_language: dict[str, Counts] = field(default_factory=dict)
    persons: Counts = field(default_factory=Counts)
    participants: Counts = field(default_factory=Counts)
    areas: Counts = field(default_factory=Counts)
    agreements: dict[str, list[bool]] = field(default_factory=dict)
    partial: Counter[str] = field(default_factory=Counter)
    forms_confused: Counter[str] = field(default_factory=Counter)
    background: int = 0
    irrelevant: int = 0
    false_in_irrelevant: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the errors, for printing as JSON."""
        return {
            "articles": self.articles,
            "relevance": self.relevance.as_dict(),
            "events": self.events.as_dict(),
            "extra_share": _share(self.events.extra, self.events.hit + self.events.extra),
            "told_as_background": self.background,
            "partial": dict(self.partial.most_common()),
            "forms_confused": dict(self.forms_confused.most_common()),
            "participants": self.participants.as_dict(),
            "persons": self.persons.as_dict(),
            "areas": self.areas.as_dict(),
            "agreement_of_matched": {
                name: {"share": _share(sum(seen), len(seen)), "of": len(seen)}
                for name in AGREEMENTS
                if (seen := self.agreements.get(name))
            },
            "irrelevant": self.irrelevant,
            "false_events_per_1000_irrelevant": (
                round(1000 * self.false_in_irrelevant / self.irrelevant) if self.irrelevant else None
            ),
            "by_form": {name: one.as_dict() for name, one in sorted(self.by_form.items())},
            "by_language": {name: one.as_dict() for name, one in sorted(self.by_language.items())},
            "calibration": self._calibration(),
        }

    def _calibration(self) -> list[dict[str, float | int]]:
        """Reliability: of the events in a band of confidence, the share that was right."""
        table: list[dict[str, float | int]] = []
        low = 0.0
        for high in BINS:
            inside = [right for value, right in self.confidences if low <= value < high]
            if inside:
                mean = sum(value for value, _ in self.confidences if low <= value < high) / len(inside)
                right = _share(sum(inside), len(inside))
                table.append({"confidence": round(mean, 2), "right": right, "events": len(inside)})
            low = high
        return table


def evaluate(labelled: Iterable[Event], coded: Iterable[Event]) -> Evaluation:
    """Figures for labelled articles and what `as_json` gave for each, in the same order."""
    result = Evaluation()
    for label, answer in zip(labelled, coded, strict=True):
        _article(result, label, answer)
    return result


def _article(result: Evaluation, label: Event, answer: Event) -> None:
    result.articles += 1
    wanted, found = bool(label["relevant"]), bool(answer["relevant"])
    result.relevance.add(wanted and found, found and not wanted, wanted and not found)
    labels = [one for one in label["events"] if _accepted(one)]
    beyond = [one for one in label["events"] if not _accepted(one)]
    events = answer["events"]
    pairs = _assign(labels, events, matches)
    matched = {index for _, index in pairs}
    language = result.by_language.setdefault(label["lang"], Counts())
    result.irrelevant += not wanted
    for index, event in enumerate(events):
        if index in matched:
            continue
        if event["realis"] == "background":
            result.background += 1
        elif not any(parties(event) == parties(one) for one in beyond):
            result.events.extra += 1
            language.extra += 1
            _form(result, event["type"]).extra += 1
            result.false_in_irrelevant += not wanted
            result.confidences.append((event["confidence"], False))
            _note(result, label, "extra", None, event)
    for number, event_index in pairs:
        one, event = labels[number], events[event_index]
        result.events.hit += 1
        language.hit += 1
        _form(result, one["type"]).hit += 1
        result.confidences.append((event["confidence"], True))
        _compare(result, label, one, event)
        _nesting(result, label, one, event, events)
    _parties(result, labels, events)
    left = [(number, one) for number, one in enumerate(labels) if number not in {n for n, _ in pairs}]
    free = [event for index, event in enumerate(events) if index not in matched]
    for _, one in left:
        result.events.missed += 1
        language.missed += 1
        _form(result, one["type"]).missed += 1
        near = _nearest(result, one, free)
        _note(result, label, "missed", one, near)


def matches(label: Event, event: Event) -> bool:
    """The strict rule: an accepted form, the same parties, dates within a day."""
    return (
        event["type"] in _accepted(label) and parties(label) == parties(event) and _dates_agree(label, event)
    )


def parties(event: Event) -> frozenset[str]:
    """Countries and organisations that take part."""
    named = {one.get("country") or one.get("org") for one in event["participants"]}
    return frozenset(one for one in named if one)


def surname(name: str) -> str:
    """The last word of a name, without accents, hyphens or case; ", Jr." is not a last word."""
    plain = unicodedata.normalize("NFKD", name.partition(",")[0]).casefold()
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    words = letters.replace("-", "").replace("’", "'").split()
    return words[-1] if words else ""


def _accepted(label: Event) -> frozenset[str]:
    return frozenset(label["accept"]) | ({label["type"]} if label["accept"] else frozenset())


def _dates_agree(label: Event, event: Event) -> bool:
    start, end = _days(label)
    first, last = _days(event)
    if start is None or end is None or first is None or last is None:
        return True
    return (first - end).days <= 1 and (start - last).days <= 1


def _days(event: Event) -> tuple[date | None, date | None]:
    first, last = event.get("date_start"), event.get("date_end")
    start, end = first or last, last or first
    return (date.fromisoformat(start), date.fromisoformat(end)) if start and end else (None, None)


def _assign(
    labels: Sequence[Event], events: Sequence[Event], agree: Callable[[Event, Event], bool]
) -> list[tuple[int, int]]:
    """Pairs of label and event, the likest first; each is used once."""
    likeness = []
    for number, label in enumerate(labels):
        for index, event in enumerate(events):
            if agree(label, event):
                same = (label["type"] == event["type"]) + (label["realis"] == event["realis"])
                same += len(_persons(label) & _persons(event)) + len(parties(label) & parties(event))
                likeness.append((-same, number, index))
    pairs: list[tuple[int, int]] = []
    for _, number, index in sorted(likeness):
        if all(number != n and index != i for n, i in pairs):
            pairs.append((number, index))
    return sorted(pairs)


def _persons(event: Event) -> set[str]:
    return {surname(one["person"]) for one in event["participants"] if one.get("person")}


def _compare(result: Evaluation, article: Event, label: Event, event: Event) -> None:
    """What else of a matched event agrees."""
    wanted, found = _persons(label), _persons(event)
    result.persons.add(len(wanted & found), len(found - wanted), len(wanted - found))
    if wanted != found:
        _note(result, article, "persons", label, event)
    agree = result.agreements
    agree.setdefault("realis", []).append(label["realis"] == event["realis"])
    if label["realis"] != event["realis"]:
        _note(result, article, "realis", label, event)
    agree.setdefault("form exactly", []).append(label["type"] == event["type"])
    if label.get("date_start"):
        agree.setdefault("date given", []).append(bool(event["date_start"]))
        agree.setdefault("date exactly", []).append(label["date_start"] == event["date_start"])
        if label["date_start"] != event["date_start"]:
            _note(result, article, "date", label, event)
    if "areas" in label:
        topics, said = set(label["areas"]), set(event["areas"])
        result.areas.add(len(topics & said), len(said - topics), len(topics - said))
        if topics != said:
            _note(result, article, "areas", label, event, ", ".join(sorted(topics)), ", ".join(sorted(said)))
    if label.get("place_country"):
        agree.setdefault("place country", []).append(label["place_country"] == event["place_country"])
        if label["place_country"] != event["place_country"]:
            _note(
                result, article, "place", label, event, label["place_country"], event["place_country"] or ""
            )
    agreed = label.get("instrument") or {}
    if isinstance(agreed, dict):
        coded = event["instrument"] or {}
        for name in ("kind", "status"):
            if wanted_word := agreed.get(name):
                agree.setdefault(f"instrument {name}", []).append(wanted_word == coded.get(name))
                if wanted_word != coded.get(name):
                    _note(result, article, "instrument", label, event, wanted_word, coded.get(name) or "")


def _nesting(result: Evaluation, article: Event, label: Event, event: Event, events: Sequence[Event]) -> None:
    """Whether both stand alone, or within an event of the same form."""
    if "parent" not in label:
        return
    above = label["parent"]
    wanted = frozenset() if above is None else _accepted(article["events"][above])
    coded = None if event["parent"] is None else events[event["parent"]]["type"]
    right = coded in wanted if coded and wanted else not coded and above is None
    result.agreements.setdefault("nesting", []).append(right)
    if not right:
        _note(
            result, article, "nesting", label, event, " or ".join(sorted(wanted)) or "alone", coded or "alone"
        )


def _parties(result: Evaluation, labels: Sequence[Event], events: Sequence[Event]) -> None:
    """Parties of the loose pairs; where a strict match can be had it is taken, so that no pair is worse for another."""
    pairs = _assign(labels, events, matches)
    rest = [n for n in range(len(labels)) if n not in {number for number, _ in pairs}]
    free = [i for i in range(len(events)) if i not in {index for _, index in pairs}]
    loose = _assign([labels[n] for n in rest], [events[i] for i in free], _alike)
    for number, index in [*pairs, *((rest[n], free[i]) for n, i in loose)]:
        wanted, coded = parties(labels[number]), parties(events[index])
        result.participants.add(len(wanted & coded), len(coded - wanted), len(wanted - coded))


def _alike(label: Event, event: Event) -> bool:
    same = event["type"] in _accepted(label) and _dates_agree(label, event)
    return same or bool(parties(label) & parties(event))


def _nearest(result: Evaluation, label: Event, free: Sequence[Event]) -> Event | None:
    """The unmatched event that comes closest, and what kept it from matching."""
    for event in free:
        if parties(event) == parties(label) and _dates_agree(label, event):
            result.partial["other form"] += 1
            result.forms_confused[f"{label['type']} as {event['type']}"] += 1
            return event
    for event in free:
        if event["type"] in _accepted(label) and parties(event) == parties(label):
            result.partial["other date"] += 1
            return event
    for event in free:
        if event["type"] in _accepted(label) and parties(event) & parties(label):
            result.partial["other participants"] += 1
            return event
    result.partial["nothing like it"] += 1
    return None


def _form(result: Evaluation, name: str) -> Counts:
    return result.by_form.setdefault(name, Counts())


def _note(
    result: Evaluation,
    article: Event,
    kind: str,
    label: Event | None,
    event: Event | None,
    wanted: str = "",
    coded: str = "",
) -> None:
    """`wanted` and `coded` name what differs, where the events' own words don't show it."""
    result.errors.append(
        {
            "article": str(article.get("id") or ""),
            "lang": article["lang"],
            "kind": kind,
            "form": (label or event or {})["type"],
            "wanted": wanted or (_words(label, label["evidence"]) if label else ""),
            "coded": coded or (_words(event, event["evidence"]["text"]) if event else ""),
            "reason": event["reason"] if event else "",
        }
    )


def _words(event: Event, evidence: str) -> str:
    who = ", ".join(
        f"{one.get('country') or one.get('org')}" + (f" ({one['person']})" if one.get("person") else "")
        for one in event["participants"]
    )
    text = " ".join(evidence.split())
    return f"{event['type']} {event['realis']} [{who}] {event.get('date_start') or '-'}: {text[:200]}"


def _share(part: float, whole: float) -> float:
    return round(part / whole, 3) if whole else 0.0

"""Which mentions are one event. Pure: the same mentions give the same events in any order.

Mentions are taken from the most to the least precise; each founds an event or joins one it agrees with. As
that order depends on the mentions alone, so does the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from parsers.records import digest
from warehouse.plain import plain

DAY_LEVEL = 1  # vagueness of a plain day; what is vaguer must fit one event only
SAME_NAME = 0.75
SHARED_PARTIES = 0.5


@dataclass(frozen=True, slots=True)
class Key:
    """What is compared of a mention: a row of ops.mention_keys with its article's identity."""

    mention_id: str
    article_id: str
    block: str
    parties: frozenset[str]
    window_start: date
    window_end: date
    vagueness: int
    date_start: date | None
    realis_order: int
    place: str | None
    place_country: str | None
    persons: tuple[str, ...]
    level: str | None
    instrument: str | None
    said: str
    confidence: float
    # Whoever shares one of these tells the same story: the outlet, the wording, the credited agency ...
    origins: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple:
        return (
            *(self.vagueness, self.realis_order, -len(self.parties), self.place is None, -len(self.persons)),
            *(-self.confidence, self.mention_id),
        )


@dataclass(slots=True)
class _Event:
    """An event while it gathers mentions; the first is its founder."""

    members: list[tuple[Key, bool]]
    articles: set[str]
    said: set[str]
    place: str | None
    place_country: str | None
    persons: set[str]
    level: str | None
    instrument: str | None

    @classmethod
    def founded_by(cls, key: Key, ambiguous: bool) -> _Event:
        event = cls([], set(), set(), None, None, set(), None, None)
        event.add(key, ambiguous)
        return event

    @property
    def founder(self) -> Key:
        return self.members[0][0]

    def add(self, key: Key, ambiguous: bool) -> None:
        self.members.append((key, ambiguous))
        self.articles.add(key.article_id)
        self.said.add(key.said)
        self.persons.update(key.persons)
        self.place = self.place or key.place
        self.place_country = self.place_country or key.place_country
        self.level = self.level or key.level
        self.instrument = self.instrument or key.instrument


@dataclass(frozen=True, slots=True)
class Assignment:
    """One mention's place in an event, as in event_mentions."""

    event_id: str
    mention_id: str
    article_id: str
    position: int
    origin: int
    ambiguous: bool


def assign(keys: Iterable[Key]) -> list[Assignment]:
    """Events of one island of one block."""
    events: list[_Event] = []
    by_month: dict[int, list[_Event]] = defaultdict(list)
    for key in sorted(keys, key=lambda k: k.order):
        near = {id(e): e for month in _months(key) for e in by_month[month]}
        fitting = [event for event in near.values() if _agrees(event, key)]
        event, ambiguous = _choose(fitting, key)
        if event:
            event.add(key, ambiguous)
        else:
            event = _Event.founded_by(key, ambiguous)
            events.append(event)
            for month in _months(key):
                by_month[month].append(event)
    return [row for event_id, event in _named(events) for row in _rows(event_id, event)]


def _months(key: Key) -> range:
    start, end = key.window_start, key.window_end
    return range(start.year * 12 + start.month, end.year * 12 + end.month + 1)


def _agrees(event: _Event, key: Key) -> bool:
    founder = event.founder
    if key.window_start > founder.window_end or key.window_end < founder.window_start:
        return False
    # The coder has told an article's mentions apart already.
    if key.article_id in event.articles or not _same_parties(founder.parties, key.parties):
        return False
    if _differ(event.instrument, key.instrument) or _differ(event.place_country, key.place_country):
        return False
    shared, contradicted = _compare_persons(event.persons, key.persons)
    if contradicted:
        return False
    return bool(shared) or not (_differ(event.level, key.level) or _differ(event.place, key.place))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _same_parties(one: frozenset[str], other: frozenset[str]) -> bool:
    if one <= other or other <= one:
        return True
    return len(one & other) / len(one | other) >= SHARED_PARTIES


def _compare_persons(known: set[str], told: tuple[str, ...]) -> tuple[int, bool]:
    """How many persons both name, and whether for some party both name persons but none in common."""
    shared, contradicted = 0, False
    for party in {name.partition(":")[0] for name in told}:
        ours = [n for n in known if n.startswith(party + ":")]
        theirs = [n for n in told if n.startswith(party + ":")]
        answers = [_same_name(a, b) for a in ours for b in theirs]
        common = sum(answer is True for answer in answers)
        shared += common
        contradicted = contradicted or (not common and False in answers)
    return shared, contradicted


@lru_cache(maxsize=100_000)
def _same_name(one: str, other: str) -> bool | None:
    """Whether two names are one person's; None when they stand in different alphabets."""
    if one == other:
        return True
    a, b = (plain(name.partition(":")[2]).split() for name in (one, other))
    if not a or not b or a[-1].isascii() != b[-1].isascii():
        return None
    return sorted(a) == sorted(b) or SequenceMatcher(None, a[-1], b[-1]).ratio() >= SAME_NAME


def _choose(fitting: list[_Event], key: Key) -> tuple[_Event | None, bool]:
    """The event to join (None: found one), and whether another would have fitted as well."""
    if not fitting:
        return None, False
    if key.vagueness > DAY_LEVEL and len(fitting) > 1:
        # "In March they met", and they met twice: joining either would be a guess.
        window = (key.vagueness, key.window_start, key.window_end)
        alike = [
            e
            for e in fitting
            if key.said in e.said
            or (e.founder.vagueness, e.founder.window_start, e.founder.window_end) == window
        ]
        return (alike[0] if alike else None), True

    def closeness(event: _Event) -> tuple:
        shared, _ = _compare_persons(event.persons, key.persons)
        return (key.said not in event.said, -shared, event.place != key.place, event.founder.order)

    return min(fitting, key=closeness), len(fitting) > 1


def _named(events: list[_Event]) -> Iterable[tuple[str, _Event]]:
    """Ids that begin with the date; more events of the same kind, parties and day are told by number."""
    seen: dict[tuple, int] = defaultdict(int)
    for event in sorted(events, key=lambda e: e.founder.order):
        founder = event.founder
        day = f"{founder.date_start:%Y%m%d}" if founder.date_start else "00000000"
        what = (day, founder.block, *sorted(founder.parties))
        yield f"{day}-{digest(*what, str(seen[what]), size=12)}", event
        seen[what] += 1


def _rows(event_id: str, event: _Event) -> Iterable[Assignment]:
    origin = _origins([key for key, _ in event.members])
    for position, (key, ambiguous) in enumerate(event.members, 1):
        yield Assignment(
            event_id, key.mention_id, key.article_id, position, origin[key.mention_id], ambiguous
        )


def _origins(members: list[Key]) -> dict[str, int]:
    """Mention → number of the independent report behind it: members that share a trace share a number."""
    groups: list[tuple[set[str], list[str]]] = []
    for key in members:
        traces, mentions = set(key.origins), [key.mention_id]
        apart = []
        for group in groups:
            if group[0] & traces:
                traces |= group[0]
                mentions = group[1] + mentions
            else:
                apart.append(group)
        groups = [*apart, (traces, mentions)]
    first = {key.mention_id: number for number, key in enumerate(members)}
    groups.sort(key=lambda group: min(first[m] for m in group[1]))
    return {mention: number for number, (_, mentions) in enumerate(groups, 1) for mention in mentions}

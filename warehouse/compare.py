"""Two codings of one article, mention by mention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
# Numbers and ids follow from the order; what counts is what is told.
_ORDER = frozenset({"mention_id", "number"})
# What makes two rows the same statement coded differently, the surest first.
_PAIRINGS: tuple[Callable[[Row], tuple], ...] = (
    lambda row: (row["type"], row["evidence"]),
    lambda row: (row["type"], row["sentence"]),
    lambda row: (row["evidence"],),
    lambda row: (
        row["type"],
        row["date_start"],
        sorted(str(one["party"]) for one in row["participants"] or ()),
    ),
    lambda row: (row["sentence"],),
)


@dataclass(frozen=True)
class Change:
    """A mention that came (`old` is None), went (`new` is None) or reads differently in these `fields`."""

    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "gained" if self.old is None else "lost" if self.new is None else "changed"


def compare(
    old: Sequence[Row], new: Sequence[Row], beside: frozenset[str] = _ORDER
) -> tuple[int, list[Change]]:
    """How many rows say the same, and every change; each row is in one pair at most. Fields in `beside` don't count."""

    def content(row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in beside}

    before, now = list(old), list(new)
    same = len(_pair(before, now, content))
    changes = [
        Change(one, other, tuple(name for name in other if name not in beside and one[name] != other[name]))
        for key in _PAIRINGS
        for one, other in _pair(before, now, key)
    ]
    changes += [Change(one, None) for one in before] + [Change(None, one) for one in now]
    return same, changes


def _pair(before: list[Row], now: list[Row], key: Callable[[Row], Any]) -> list[tuple[Row, Row]]:
    """Take the pairs that agree on the key out of both lists."""
    pairs = []
    for one in list(before):
        other = next((row for row in now if key(row) == key(one)), None)
        if other is not None:
            before.remove(one)
            now.remove(other)
            pairs.append((one, other))
    return pairs

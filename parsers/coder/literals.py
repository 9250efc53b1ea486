"""Regular expressions that first look for the letters they cannot do without.

A lexicon has hundreds of patterns and most sentences match none. Looking for plain substrings is a
hundred times faster than trying a pattern, so each pattern is guarded by sets of literals: a text that matches
holds one of each set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_MOST = 150
_CLAUSES = 3
_RARE = 3


class Guarded:
    """The alternatives of a list of patterns as one, letters' case ignored; matches nothing when empty."""

    def __init__(self, lines: Iterable[str]) -> None:
        kept = [one for line in lines for one in _alternatives(line)]
        self.regex = re.compile("|".join(f"(?:{line})" for line in kept) or r"(?!)", re.IGNORECASE)
        self.lines = [re.compile(line, re.IGNORECASE) for line in kept]
        self.clauses = [_needed(line) for line in kept]

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text, self._worth_trying(text)), None)

    def findall(self, text: str) -> list[re.Match[str]]:
        return list(self.finditer(text, self._worth_trying(text)))

    def _worth_trying(self, text: str) -> Sequence[int]:
        return self._screen.possible(text).get("", ())

    @cached_property
    def _screen(self) -> Screen:
        return Screen({"": self})

    def finditer(self, text: str, worth: Sequence[int]) -> Iterator[re.Match[str]]:
        """What `regex.finditer` gives, if the lines numbered in `worth` are all that can match."""
        position = 0
        ahead: dict[int, re.Match[str] | None] = dict.fromkeys(worth)
        stale = list(worth)
        while True:
            for number in stale:
                if match := self.lines[number].search(text, position):
                    ahead[number] = match
                else:
                    del ahead[number]
            first = min(((match.start(), number) for number, match in ahead.items() if match), default=None)
            if first is None:
                return
            match = ahead[first[1]]
            assert match is not None  # noqa: S101
            yield match
            position = max(match.end(), match.start() + 1)
            stale = [number for number, other in ahead.items() if other and other.start() < position]


# Name of the pattern, number of the line in it, what it needs.
_Line = tuple[str, int, frozenset[int]]


class Screen:
    """Which lines of many patterns a text could match, from one pass over it."""

    def __init__(self, patterns: Mapping[str, Guarded]) -> None:
        by_literal: dict[str, set[int]] = {}
        numbers: dict[tuple[str, ...], int] = {}
        self._always: list[_Line] = []
        # Lines by the set of literals that is rarest in texts.
        self._by_first: dict[int, list[_Line]] = {}
        for name, one in patterns.items():
            for index, clauses in enumerate(one.clauses):
                needed = [numbers.setdefault(clause, len(numbers)) for clause in clauses]
                for clause, number in zip(clauses, needed, strict=True):
                    for literal in clause:
                        by_literal.setdefault(literal, set()).add(number)
                line = (name, index, frozenset(needed))
                (self._by_first.setdefault(needed[0], []) if needed else self._always).append(line)
        self._automaton = ahocorasick.Automaton()
        for literal, clauses_with in by_literal.items():
            self._automaton.add_word(literal, clauses_with)
        if by_literal:
            self._automaton.make_automaton()

    @lru_cache(maxsize=256)  # noqa: B019 (there are as many screens as languages, for ever)
    def possible(self, text: str) -> Mapping[str, Sequence[int]]:
        """Names of the patterns worth trying, and the numbers of their lines that are."""
        met: set[int] = set()
        if self._automaton.kind == ahocorasick.AHOCORASICK:
            for _, clauses in self._automaton.iter(plain(text)):
                met |= clauses
        found: dict[str, list[int]] = {}
        lines = chain(self._always, *(self._by_first[number] for number in met & self._by_first.keys()))
        for name, index, needed in lines:
            if needed <= met:
                found.setdefault(name, []).append(index)
        return found


def plain(text: str) -> str:
    """Letters as patterns compare them: without case, and without the Turkic dots that it hangs on."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i")


def _alternatives(line: str) -> list[str]:
    """What the pattern's outermost bars divide."""
    parts, start, depth, opened, inside = [], 0, 0, 0, False
    for found in re.finditer(r"\\.|[][()|]", line, re.DOTALL):
        letter = found.group()
        if inside:
            # A bracket that comes first in a class belongs to it.
            inside = letter != "]" or found.start() == opened
        elif letter == "[":
            inside, opened = True, found.end() + line.startswith("^", found.end())
        elif letter == "|" and not depth:
            parts.append(line[start : found.start()])
            start = found.end()
        depth += 0 if inside else {"(": 1, ")": -1}.get(letter, 0)
    return [*parts, line[start:]]


def _needed(line: str) -> tuple[tuple[str, ...], ...]:
    """Sets of literals, of each of which a text that matches holds at least one."""
    best = sorted(_of_sequence(_parser.parse(line, re.IGNORECASE)), key=_worth, reverse=True)
    # Letters that stand in nearly every text are not worth looking for beside others.
    rare = [clause for clause in best if len(min(clause, key=len)) >= _RARE]
    return tuple(tuple(sorted(clause)) for clause in (rare or best)[:_CLAUSES])


def _of_sequence(parsed: Iterable[Any]) -> list[set[str]]:
    """The sets of literals that the elements of the sequence require."""
    found: list[set[str]] = []
    run = ""
    for operation, argument in [*parsed, (None, None)]:
        if operation is codes.LITERAL:
            run += plain(chr(argument))
            continue
        found += [{run}] if run else []
        found += _of_element(operation, argument)
        run = ""
    return [clause for clause in found if _worth(clause)]


def _of_element(operation: Any, argument: Any) -> list[set[str]]:
    if operation is codes.SUBPATTERN:
        return _of_sequence(argument[3])
    if operation is codes.BRANCH:
        found: set[str] = set()
        for branch in argument[1]:
            needed = _of_sequence(branch)
            if not needed:
                return []
            best = max(needed, key=_worth)
            found |= best
        # A literal that contains another one is looked for by that one.
        return [{one for one in found if not any(other != one and other in one for other in found)}]
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
        return _of_sequence(argument[2])
    if operation is codes.ASSERT and argument[0] == 1:
        return _of_sequence(argument[1])
    return []


def _worth(literals: set[str]) -> float:
    if not literals or len(literals) > _MOST:
        return 0.0
    # A letter stands in every text, a mark only in some.
    if not all(len(one) > 1 or not (one.isalnum() or one.isspace()) for one in literals):
        return 0.0
    return min(map(len, literals)) - 0.005 * len(literals)

"""Regular expressions that first look for the letters they cannot do without.

A lexicon has hundreds of patterns and most sentences match none. Looking for plain substrings is a
hundred times faster than trying a pattern, so each pattern is guarded by sets of literals: a text that matches
holds one of each set. One pass over a sentence tells for all patterns of a language which of their lines it could
match, and a line is compiled when a text first could match it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_MOST = 150
_CLAUSES = 3
_RARE = 3
# How many texts are remembered: an article's sentences are asked about again and again.
_TEXTS = 1024


class Line:
    """One alternative of a pattern, compiled at first need."""

    def __init__(self, number: int, source: str) -> None:
        self.number = number
        self.source = source
        parsed = _parser.parse(source, re.IGNORECASE)
        self.needed = _needed(parsed)
        self._reach = _reach(parsed)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source, re.IGNORECASE)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        if self._reach is not None:
            start = max(start, min(end, len(text)) - self._reach)
        return self.regex.search(text, start, end)


class Guarded:
    """The alternatives of a list of patterns as one, letters' case ignored; matches nothing when empty.

    Its methods give what those of `regex` do. `text` is best a whole sentence, with bounds, rather than a part of it:
    what is known of a text is kept. For a part, `of` may be the sentence that it is from.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._sources = [one for line in lines for one in _alternatives(line)]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{line})" for line in self._sources) or r"(?!)", re.IGNORECASE)

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(number, source) for number, source in enumerate(self._sources)]

    @cached_property
    def screen(self) -> Screen:
        """The screen that knows which lines are worth trying: its own, or one with other patterns."""
        return Screen([self])

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.regex.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.regex.fullmatch(text, start, end)

    def search(
        self, text: str, start: int = 0, end: int = sys.maxsize, of: str | None = None
    ) -> re.Match[str] | None:
        best = None
        for line in self.screen.possible(of or text).get(self, ()):
            match = line.search(text, start, end)
            if match and (best is None or (match.start(), line.number) < best):
                best, found = (match.start(), line.number), match
        return found if best else None

    def findall(self, text: str) -> list[re.Match[str]]:
        return list(self.finditer(text))

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `regex.finditer` where no match is empty."""
        end = min(end, len(text))
        ahead: dict[Line, re.Match[str]] = {}
        stale = self.screen.possible(text).get(self, ())
        while start <= end:
            for line in stale:
                if match := line.search(text, start, end):
                    ahead[line] = match
                else:
                    ahead.pop(line, None)
            if not ahead:
                return
            match = min(ahead.items(), key=_place)[1]
            yield match
            start = max(match.end(), match.start() + 1)
            stale = [line for line, other in ahead.items() if other.start() < start]


def _place(found: tuple[Line, re.Match[str]]) -> tuple[int, int]:
    return found[1].start(), found[0].number


class Screen:
    """Which lines of many patterns a text could match, from one pass over it."""

    def __init__(self, patterns: Iterable[Guarded]) -> None:
        by_literal: dict[str, set[int]] = {}
        numbers: dict[tuple[str, ...], int] = {}
        self._always: dict[Guarded, list[Line]] = {}
        # Lines by the set of literals that is rarest in texts, with all that they need.
        self._by_first: dict[int, list[tuple[Guarded, Line, frozenset[int]]]] = {}
        patterns = list(patterns)
        for pattern in patterns:
            for line in pattern.lines:
                needed = [numbers.setdefault(clause, len(numbers)) for clause in line.needed]
                for clause, number in zip(line.needed, needed, strict=True):
                    for literal in clause:
                        by_literal.setdefault(literal, set()).add(number)
                if needed:
                    self._by_first.setdefault(needed[0], []).append((pattern, line, frozenset(needed)))
                else:
                    self._always.setdefault(pattern, []).append(line)
        self._automaton = ahocorasick.Automaton()
        for literal, clauses in by_literal.items():
            self._automaton.add_word(literal, frozenset(clauses))
        if by_literal:
            self._automaton.make_automaton()
        # Not before all is ready: articles are coded in threads.
        for pattern in patterns:
            pattern.screen = self

    @lru_cache(maxsize=_TEXTS)  # noqa: B019 (there are as many screens as languages, for ever)
    def possible(self, text: str) -> Mapping[Guarded, Sequence[Line]]:
        """The patterns worth trying, and the lines of each that are."""
        met: set[int] = set()
        if self._automaton.kind == ahocorasick.AHOCORASICK:
            met.update(*map(itemgetter(1), self._automaton.iter(plain(text))))
        found = {pattern: [*lines] for pattern, lines in self._always.items()}
        for pattern, line, needed in chain(
            *(self._by_first[number] for number in met & self._by_first.keys())
        ):
            if needed <= met:
                found.setdefault(pattern, []).append(line)
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


def _reach(parsed: Any) -> int | None:
    """How far before the end of the text a match begins at most, if it always ends there."""
    widest = parsed.getwidth()[1]
    if not parsed or parsed[-1] != (codes.AT, codes.AT_END) or widest >= codes.MAXREPEAT:
        return None
    # The end is also before a last line feed.
    return widest + 1


def _needed(parsed: Any) -> tuple[tuple[str, ...], ...]:
    """Sets of literals, of each of which a text that matches holds at least one."""
    best = sorted(_of_sequence(parsed), key=_worth, reverse=True)
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

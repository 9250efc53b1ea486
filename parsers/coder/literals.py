"""Regular expressions that first look for the letters they cannot do without.

A lexicon has hundreds of patterns and most sentences match none. Looking for plain substrings is a
hundred times faster than trying a pattern, so each pattern is guarded by sets of literals: a text that matches
holds one of each set. One pass over a sentence tells for all patterns of a language which of their lines it could
match, and a line is compiled when a text first could match it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_MOST = 150
_CLAUSES = 3
_RARE = 3
# Scripts whose characters are words begin here.
_CHINESE = "\u2e80"
# No need to know more letters of where a match begins.
_ENOUGH = 6
_SPACE = (codes.CATEGORY, codes.CATEGORY_SPACE)
_WIDTHLESS = frozenset({codes.AT, codes.ASSERT, codes.ASSERT_NOT})
# How many texts are remembered: an article's sentences are asked about again and again.
_TEXTS = 256


class Line:
    """One alternative of a pattern, compiled at first need.

    `needed` are sets of literals: a text that matches holds one of each. `openings`, where there are any, are such a
    set too: each match begins with one of them.
    """

    def __init__(self, number: int, source: str) -> None:
        self.number = number
        self.source = source
        parsed = _parser.parse(source, re.IGNORECASE)
        self._reach = _reach(parsed)
        # What ends with the text or begins between words is only asked for beside something, and soon tried.
        beside = _ends_the_text(parsed) or _begins_between_words(parsed)
        self.openings = frozenset() if beside else _openings(parsed)
        self.needed = () if beside else _needed(parsed, self.openings)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source, re.IGNORECASE)

    def search(self, text: str, start: int, end: int, chances: Chances | None) -> re.Match[str] | None:
        """The first match in a text of these chances."""
        if self._reach is not None:
            start = max(start, min(end, len(text)) - self._reach)
        if chances is None or not self.openings:
            return self.regex.search(text, start, end)
        for place in chances.places(self):
            if place >= start and (match := self.regex.match(text, place, end)):
                return match
        return None


class Chances:
    """What a text could match: `lines` by pattern, and where. `met` are the numbers of the sets of literals it has."""

    def __init__(
        self, lines: Mapping[Guarded, Sequence[Line]], met: Set[int], ends: Mapping[str, Sequence[int]]
    ) -> None:
        self.lines = lines
        self.met = met
        self._ends = ends
        self._places: dict[Line, Sequence[int]] = {}

    def places(self, line: Line) -> Sequence[int]:
        """Where the openings of the line stand."""
        found = self._places.get(line)
        if found is None:
            begun = line.openings & self._ends.keys()
            found = sorted({end - len(one) for one in begun for end in self._ends[one]})
            self._places[line] = found
        return found


class Guarded:
    """The alternatives of a list of patterns as one, letters' case ignored; matches nothing when empty.

    Its methods give what those of `regex` do. `text` is best a whole sentence, with bounds, rather than a part of it:
    what is known of a text is kept. Where it is another text, `of` may be sentences that hold all its letters.
    """

    def __init__(self, lines: Iterable[str], screen: Callable[[], Screen] | None = None) -> None:
        self._sources = [one for line in lines for one in _alternatives(line)]
        self._shared = screen

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{line})" for line in self._sources) or r"(?!)", re.IGNORECASE)

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(number, source) for number, source in enumerate(self._sources)]

    @cached_property
    def free(self) -> list[Line]:
        """The lines that need no letters to speak of."""
        return [line for line in self.lines if not line.needed]

    @cached_property
    def screen(self) -> Screen:
        """The screen that knows which lines are worth trying: its own, or one with other patterns."""
        return self._shared() if self._shared else Screen([self])

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.regex.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.regex.fullmatch(text, start, end)

    def search(
        self, text: str, start: int = 0, end: int = sys.maxsize, of: Sequence[str] = ()
    ) -> re.Match[str] | None:
        chances = None if of else self.screen.possible(text)
        lines = chances.lines.get(self, self.free) if chances else self.screen.lines_in(self, of)
        best: tuple[int, int] | None = None
        found = None
        for line in lines:
            match = line.search(text, start, end, chances)
            if match and (best is None or (match.start(), line.number) < best):
                best, found = (match.start(), line.number), match
        return found

    def findall(self, text: str) -> list[re.Match[str]]:
        return list(self.finditer(text))

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `regex.finditer` where no match is empty."""
        chances = self.screen.possible(text)
        lines = chances.lines.get(self, self.free)
        return _all_matches(lines, text, start, min(end, len(text)), chances) if lines else iter(())


def _all_matches(
    lines: Sequence[Line], text: str, start: int, end: int, chances: Chances
) -> Iterator[re.Match[str]]:
    stale = lines
    ahead: dict[Line, re.Match[str]] = {}
    while start <= end:
        for line in stale:
            if match := line.search(text, start, end, chances):
                ahead[line] = match
            else:
                ahead.pop(line, None)
        if not ahead:
            return
        first = min(ahead, key=lambda line: (ahead[line].start(), line.number))
        match = ahead[first]
        yield match
        start = max(match.end(), match.start() + 1)
        stale = [line for line, other in ahead.items() if other.start() < start]


class Screen:
    """Which lines of many patterns a text could match, and where, from one pass over it."""

    def __init__(self, patterns: Iterable[Guarded]) -> None:
        numbers: dict[tuple[str, ...], int] = {}
        self._sets: dict[str, set[int]] = {}
        # Lines by the set of literals that is rarest in texts, with all that they need.
        self._by_first: dict[int, list[tuple[Guarded, Line, frozenset[int]]]] = {}
        self._needed: dict[Guarded, list[tuple[Line, frozenset[int]]]] = {}
        patterns = list(patterns)
        for pattern in patterns:
            self._needed[pattern] = []
            for line in pattern.lines:
                needed = [numbers.setdefault(one, len(numbers)) for one in line.needed]
                for literals, number in zip(line.needed, needed, strict=True):
                    for literal in literals:
                        self._sets.setdefault(literal, set()).add(number)
                for literal in line.openings:
                    self._sets.setdefault(literal, set())
                if needed:
                    self._needed[pattern].append((line, frozenset(needed)))
                    self._by_first.setdefault(needed[0], []).append((pattern, *self._needed[pattern][-1]))
        self._automaton = ahocorasick.Automaton()
        for literal in self._sets:
            self._automaton.add_word(literal, literal)
        if self._sets:
            self._automaton.make_automaton()
        # Not before all is ready: articles are coded in threads.
        for pattern in patterns:
            pattern.screen = self

    @lru_cache(maxsize=_TEXTS)  # noqa: B019 (there are as many screens as languages, for ever)
    def possible(self, text: str) -> Chances:
        """The lines worth trying, of patterns that have more of them than the free ones."""
        ends: defaultdict[str, list[int]] = defaultdict(list)
        if self._sets:
            for last, literal in self._automaton.iter(plain(text)):
                ends[literal].append(last + 1)
        met = set().union(*map(self._sets.__getitem__, ends))
        found: dict[Guarded, list[Line]] = {}
        for first in met & self._by_first.keys():
            for pattern, line, needed in self._by_first[first]:
                if needed <= met:
                    if pattern not in found:
                        found[pattern] = [*pattern.free]
                    found[pattern].append(line)
        return Chances(found, met, ends)

    def lines_in(self, pattern: Guarded, parts: Sequence[str]) -> Sequence[Line]:
        """The pattern's lines worth trying in a text of these parts."""
        if len(parts) == 1:
            return self.possible(parts[0]).lines.get(pattern, pattern.free)
        met = set().union(*(self.possible(part).met for part in parts))
        return [*pattern.free, *(line for line, needed in self._needed[pattern] if needed <= met)]

    def among(self, patterns: Mapping[str, Guarded], text: str) -> list[tuple[str, Guarded]]:
        """Those of the named patterns that are worth trying, in their order."""
        lines = self.possible(text).lines
        return [(name, one) for name, one in patterns.items() if one in lines or one.free]


def plain(text: str) -> str:
    """Letters as patterns compare them: without case, and without the Turkic dots that it hangs on. Of the same length."""
    return text.replace("İ", "i").lower().replace("ı", "i")


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


def _begins_between_words(parsed: Any) -> bool:
    if not parsed:
        return False
    operation, argument = parsed[0]
    if operation is codes.MAX_REPEAT:
        return _begins_between_words(argument[2])
    if operation is codes.SUBPATTERN:
        return _begins_between_words(argument[3])
    letters = argument if operation is codes.IN else [parsed[0]]
    return all(one == _SPACE or (one[0] is codes.LITERAL and not chr(one[1]).isalnum()) for one in letters)


def _openings(parsed: Iterable[Any]) -> frozenset[str]:
    """Literals of which every match begins with one; none where that cannot be said, or says little."""
    found, _ = _beginnings(parsed)
    return frozenset(found) if _is_rare(found) and _worth(found) else frozenset()


def _beginnings(parsed: Iterable[Any]) -> tuple[set[str], bool]:
    """What a match can begin with, and whether each of it is a whole match, so that it could be told how it goes on."""
    found = {""}
    for operation, argument in parsed:
        if operation in _WIDTHLESS:
            continue
        more, whole = _beginnings_of(operation, argument)
        if len(found) * len(more) > _MOST:
            return found, False
        found = {first + then for first in found for then in more}
        if not whole or min(map(len, found)) >= _ENOUGH:
            return found, False
    return found, True


def _beginnings_of(operation: Any, argument: Any) -> tuple[set[str], bool]:
    if operation is codes.LITERAL:
        return {plain(chr(argument))}, True
    if operation is codes.IN and all(kind is codes.LITERAL for kind, _ in argument):
        return {plain(chr(letter)) for _, letter in argument}, True
    if operation is codes.SUBPATTERN:
        return _beginnings(argument[3])
    if operation is codes.BRANCH:
        branches = [_beginnings(branch) for branch in argument[1]]
        return set().union(*(found for found, _ in branches)), all(whole for _, whole in branches)
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, most, repeated = argument
        found, whole = _beginnings(repeated)
        return (found if least else {"", *found}), whole and most == 1
    return {""}, False


def _reach(parsed: Any) -> int | None:
    """How far before the end of the text a match begins at most, if it always ends there."""
    widest = parsed.getwidth()[1]
    # The end is also before a last line feed.
    return widest + 1 if _ends_the_text(parsed) and widest < codes.MAXREPEAT else None


def _ends_the_text(parsed: Any) -> bool:
    return bool(parsed) and parsed[-1] == (codes.AT, codes.AT_END)


def _needed(parsed: Any, openings: Set[str]) -> tuple[tuple[str, ...], ...]:
    """Sets of literals, of each of which a text that matches holds at least one; the openings are one, if there are any."""
    best = sorted(_of_sequence(parsed), key=_worth, reverse=True)[:_CLAUSES]
    # Letters that stand in nearly every text are not worth looking for beside others.
    rare = [*filter(_is_rare, best), *([openings] if openings else [])] or best[:1]
    return tuple(tuple(sorted(one)) for one in rare)


def _is_rare(literals: Iterable[str]) -> bool:
    """Whether none of them is a short word, as stands in every text; characters of Chinese are words of their own."""
    return all(len(one.strip()) >= _RARE or one > _CHINESE for one in literals)


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
    return min(len(one.strip()) for one in literals) - 0.005 * len(literals)

"""Regular expressions that first look for the letters they cannot do without.

A lexicon has hundreds of patterns and most sentences match none. Looking for plain substrings is a
hundred times faster than trying a pattern, so each list of patterns is guarded by the literals of which a
text must hold one for any of them to match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_SHORTEST = 2
_MOST = 40


class Guarded:
    """The alternatives of a list of patterns as one, letters' case ignored; matches nothing when empty."""

    def __init__(self, lines: Iterable[str]) -> None:
        kept = list(lines)
        self.regex = re.compile("|".join(f"(?:{line})" for line in kept) or r"(?!)", re.IGNORECASE)
        self.literals = _needed(kept)

    def may_match(self, letters: str) -> bool:
        """Whether a text could match, given it as `plain` makes it."""
        return self.literals is None or any(one in letters for one in self.literals)

    def search(self, text: str) -> re.Match[str] | None:
        return self.regex.search(text) if self.may_match(plain(text)) else None

    def match(self, text: str, position: int) -> re.Match[str] | None:
        return self.regex.match(text, position)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.regex.finditer(text)


class Screen:
    """Which of many patterns a text could match, from one pass over it."""

    def __init__(self, patterns: Mapping[str, Guarded]) -> None:
        self._always = frozenset(name for name, one in patterns.items() if one.literals is None)
        by_literal: dict[str, set[str]] = {}
        for name, one in patterns.items():
            for literal in one.literals or ():
                by_literal.setdefault(literal, set()).add(name)
        self._automaton = ahocorasick.Automaton()
        for literal, names in by_literal.items():
            self._automaton.add_word(literal, names)
        if by_literal:
            self._automaton.make_automaton()

    def possible(self, text: str) -> set[str]:
        """Names of the patterns worth trying."""
        found = set(self._always)
        if self._automaton.kind == ahocorasick.AHOCORASICK:
            for _, names in self._automaton.iter(plain(text)):
                found |= names
        return found


def plain(text: str) -> str:
    """Letters as patterns compare them: without case, and without the Turkic dots that it hangs on."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i")


def _needed(lines: list[str]) -> tuple[str, ...] | None:
    """Literals of which a matching text holds at least one; None where no such set is known."""
    found: set[str] = set()
    for line in lines:
        needed = _of_sequence(_parser.parse(line, re.IGNORECASE))
        if not needed:
            return None
        found |= needed
    # A literal that contains another one is looked for by that one.
    return tuple(sorted(one for one in found if not any(other != one and other in one for other in found)))


def _of_sequence(parsed: Iterable[Any]) -> set[str]:
    """The best set of literals that one element of the sequence requires: few and long."""
    best: set[str] = set()
    run = ""
    for operation, argument in [*parsed, (None, None)]:
        if operation is codes.LITERAL:
            run += plain(chr(argument))
            continue
        for needed in ({run} if run else set(), _of_element(operation, argument)):
            if needed and _worth(needed) > _worth(best):
                best = needed
        run = ""
    return best


def _of_element(operation: Any, argument: Any) -> set[str]:
    if operation is codes.SUBPATTERN:
        return _of_sequence(argument[3])
    if operation is codes.BRANCH:
        found: set[str] = set()
        for branch in argument[1]:
            needed = _of_sequence(branch)
            if not needed:
                return set()
            found |= needed
        return found
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
        return _of_sequence(argument[2])
    if operation is codes.ASSERT and argument[0] == 1:
        return _of_sequence(argument[1])
    return set()


def _worth(literals: set[str]) -> float:
    if not literals or len(literals) > _MOST:
        return 0.0
    shortest = min(map(len, literals))
    return shortest - 0.05 * len(literals) if shortest >= _SHORTEST else 0.0

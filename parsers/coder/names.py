"""Names of people in languages that inflect them: back to the nominative, and found again in any case."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.coder.lexicon import Lexicon


def nominative(name: str, head: str, lexicon: Lexicon) -> str:
    """The name without its case ending; `head` is the office or rank before it, which shows the case."""
    first = head.split()[0] if head.split() else ""
    for after, endings in lexicon.name_cases:
        if after.search(first):
            return " ".join(_without(word, endings) for word in name.split())
    return name


def _without(word: str, endings: list[tuple[re.Pattern[str], str]]) -> str:
    for old, new in endings:
        changed, count = old.subn(new, word)
        if count:
            return changed
    return word


@lru_cache(maxsize=4096)
def again(name: str, lexicon: Lexicon) -> re.Pattern[str]:
    """Finds the name or its last word in a text, in whatever case."""
    last = name.split()[-1]
    if not lexicon.says("name_ending"):
        forms = rf"{re.escape(name)}(?!\w)|(?<!\w){re.escape(last)}(?!\w)"
        return re.compile(rf"(?<!\w){forms}" if lexicon.spaced else re.escape(name))
    stem = lexicon.pattern("name_stem").sub("", last)
    ending = lexicon.pattern("name_ending").pattern
    return re.compile(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(stem)}{ending})(?!\w)")

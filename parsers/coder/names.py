"""Names of people in languages that inflect them: back to the nominative, and found again in any case."""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.coder.lexicon import Lexicon, Tag

_ARTICLE = re.compile(r"^(?:Al|El|al|el)[-–](?=[^\W\d_]{4})")


def nominative(name: str, head: str, lexicon: Lexicon) -> str:
    """The name without its case ending; `head` is the office or rank before it, which shows the case."""
    first = head.split()[0] if head.split() else ""
    for after, endings in lexicon.name_cases:
        if after.search(first):
            return " ".join(_without(word, endings) for word in name.split())
    return name


def as_listed(written: str, tag: Tag) -> str:
    """A known person as the text's language writes the name, in the first of the listed forms that is like it."""
    row, words = tag.known.row, written.split()
    for form in [row["person"], *row["forms"].split("|")]:
        like = form.split()
        if len(like) == len(words) and all(
            one[:3] == other[:3] for one, other in zip(like, words, strict=True)
        ):
            return form
    return row["person"] if len(words) == 1 and row["person"].split()[-1] == written else written


def _without(word: str, endings: list[tuple[re.Pattern[str], str]]) -> str:
    for old, new in endings:
        changed, count = old.subn(new, word)
        if count:
            return changed
    return word


@lru_cache(maxsize=4096)
def again(name: str, lexicon: Lexicon, family_first: bool = False) -> tuple[str, re.Pattern[str]]:
    """Finds the name, or the part of it that a person is called by, in a text, in whatever case; and letters that it
    cannot do without."""
    words = name.split()
    called = words[0] if family_first else words[-1]
    # "Al-Harbi" is called "Harbi" too.
    called = _ARTICLE.sub("", called)
    if not lexicon.says("name_ending"):
        forms = rf"{re.escape(name)}(?!\w)|(?<!\w){re.escape(called)}(?!\w)"
        if not lexicon.spaced:
            return name, re.compile(re.escape(name))
        return called, re.compile(rf"(?<!\w){forms}")
    stem = lexicon.pattern("name_stem").regex.sub("", called)
    ending = lexicon.pattern("name_ending").regex.pattern
    return stem, re.compile(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(stem)}{ending})(?!\w)")

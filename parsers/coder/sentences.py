"""Sentences of a text, as spans of its characters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.coder.literals import Guarded

# A full stop ends a sentence before white space and something that can begin one; the marks of
# Chinese and Arabic always do. A line end always does. Where a page lost the space, a full stop between a word in
# small letters and one with a capital still ends it.
_END = re.compile(
    r"(?P<soft>[.!?…]+[\"'”’»)\]]*)(?=\s)"
    r"|(?P<glued>(?<=[a-zß-öø-ÿа-яё]{3})[.!?][”»]?(?=[«“]?[A-ZÀ-ÖØ-ÞА-ЯЁ][a-zß-öø-ÿа-яё]{2,} ))"
    r"|(?P<hard>[。！？；؟]+[”」』》]*)|(?P<line>\n+)"
)
_MARK = re.compile(r"[.!?…。！？；؟\n]")
# A line this long that ends without a full stop was broken by its margin, not by its writer.
_WRAPPED = 40
# No sentence is this long: what never ends is cut, for reading takes time with the square of a sentence's length.
_LONGEST = 2000
_SPACES = dict.fromkeys(map(ord, "\n\u00a0\u202f\u2009"), " ")
_INITIAL = re.compile(r"(?:^|[\s(«“\"])(?:[^\W\d_]\.)*[^\W\d_]\.$")
_LAST_WORD = re.compile(r"[\w.'’-]+\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is article.text[start:end] with line breaks as spaces; `paragraph` counts from 0."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str


def split(text: str, abbreviations: frozenset[str], title: str = "") -> list[Sentence]:
    """The sentences of the text. `abbreviations` are words with their full stop, in lower case. The `title` that
    a text repeats is a line of its own."""
    found: list[Sentence] = []
    start = paragraph = 0
    for mark in _ends(text):
        if mark.lastgroup == "soft" and _goes_on(text, start, mark, abbreviations):
            continue
        line_of_title = mark.group() == "\n" and title and text[start : mark.start()].strip() == title.strip()
        if (
            mark.group() == "\n"
            and not line_of_title
            and (text[mark.end() : mark.end() + 1].islower() or _is_wrapped(text, start, mark.start()))
        ):
            continue
        _add(found, text, start, mark.end(), paragraph)
        start = mark.end()
        paragraph += mark.lastgroup == "line"
    _add(found, text, start, len(text), paragraph)
    return found


def clauses(sentences: list[Sentence], breaks: Guarded) -> list[Sentence]:
    """The sentences, cut again where one goes over to another matter: "..., and then received the ambassador"."""
    found: list[Sentence] = []
    for one in sentences:
        cuts = [0, *(match.end() for match in breaks.finditer(one.text)), len(one.text)]
        for first, last in itertools.pairwise(cuts):
            part = one.text[first:last].rstrip()
            start = one.start + first
            found.append(Sentence(len(found), one.paragraph, start, start + len(part), part))
    return found


def _ends(text: str) -> Iterator[re.Match[str]]:
    """What `_END.finditer` gives: looking for the marks by themselves is several times faster."""
    position = 0
    while at := _MARK.search(text, position):
        if end := _END.match(text, at.start()):
            yield end
        position = (end or at).end()


def _goes_on(text: str, start: int, mark: re.Match, abbreviations: frozenset[str]) -> bool:
    following = text[mark.end() : mark.end() + 40].lstrip()
    if following[:1].islower():
        return True
    if mark.group() != ".":
        return False
    # The number of a paragraph.
    if text[start : mark.start()].strip().isdecimal():
        return True
    before = text[max(start, mark.end() - 24) : mark.end()]
    word = _LAST_WORD.search(before)
    if word and word.group().lower() in abbreviations:
        return True
    return bool(_INITIAL.search(before))


def _is_wrapped(text: str, start: int, line_end: int) -> bool:
    line_start = max(text.rfind("\n", 0, line_end) + 1, start)
    line = text[line_start:line_end].rstrip()
    # What bars divide is a menu or a byline, not running text.
    return len(line) >= _WRAPPED and "|" not in line and line[-1] not in '.!?:…"”»)' and not line.isupper()


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        _add(found, text, start, cut, paragraph)
        start = cut
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    stripped = part.strip()
    if stripped:
        first = start + left
        found.append(
            Sentence(len(found), paragraph, first, first + len(stripped), stripped.translate(_SPACES))
        )

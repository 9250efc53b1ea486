"""A fast screen before the slow work: does a page speak of armed forces and of contact at all?

For general feeds and web archives. It reads a light extraction of the page's text and counts words of
`data/triage.yml` in all languages at once; nothing is parsed into an article.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick
from resiliparse.extract.html2text import extract_plain_text

from parsers.charset import decode
from parsers.datafile import read_yaml
from parsers.reading import LONGEST
from parsers.records import TRIAGE_THRESHOLD, Page
from parsers.source import Source

# Words are weighed by the length of their text, within what a report and a long reading are.
_SHORTEST, _LONGEST = 600, 3000
# The subject of a news text is named early.
_READ = 6000
# A light extraction that finds less than this has missed the text; less than the other is too little to judge by.
_LITTLE = 200
_TELLING = 500
# Outlets that write of little else.
_PARTICULAR = ("ministry", "alliance")
_DEEP = 300
_MARKUP_READ = 1_000_000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_TAGS = re.compile(r"</|<[a-zA-Z]+")
# Elements that end themselves or may be left open do not count.
_OPEN = [
    "<br", "<hr", "<img", "<input", "<link", "<meta", "<source", "<wbr", "<area", "<col", "<embed", "<param", "<track",
    "<path", "<p", "<li", "<td", "<tr", "<th", "<dd", "<dt", "<option",
]  # fmt: skip
_UNCOUNTED = {*_OPEN, *map(str.upper, _OPEN)}
_UNSPACED = ("zh", "ja", "ko", "ar")


@dataclass(frozen=True, slots=True)
class Screening:
    """`score` from 0 to 1, how many words of each kind were found, and how many letters of text were read."""

    score: float
    forces: int
    contact: int
    length: int

    def keeps(self, threshold: float = TRIAGE_THRESHOLD) -> bool:
        """Whether the page is worth parsing. A page that shows little text is: it may be a wall, and must be told."""
        return self.score >= threshold or self.length < _TELLING


def is_general(source: Source | None) -> bool:
    """Whether pages of this source are to be screened: it writes of everything, in languages the words are of.

    None is an unknown outlet, as in a web archive's crawl.
    """
    return source is None or (source.kind not in _PARTICULAR and set(source.languages) <= _lexicon().keys())


def screen_page(page: Page) -> Screening:
    """The screening of a page by its title and a light extraction of its text. Never fails."""
    markup = decode(page.body[:LONGEST], page.charset).text
    return screen_text(f"{_title(markup)}\n{_light_text(markup)}")


def screen_text(text: str) -> Screening:
    """The screening of a text, its title first: by the language that has the most words of both kinds."""
    text = text[:_READ].lower()
    found: Counter[tuple[str, str]] = Counter()
    words: set[str] = set()
    for end, (word, anywhere, meanings) in _automaton().iter(text):
        start = end - len(word) + 1
        if word not in words and (anywhere or start == 0 or not text[start - 1].isalpha()):
            words.add(word)
            found.update(meanings)
    best = Screening(0.0, 0, 0, len(text))
    hundreds = min(max(len(text), _SHORTEST), _LONGEST) / 100
    for language, kind in found:
        if kind == "forces":
            forces, contact = found[language, "forces"], found[language, "contact"]
            score = min(1.0, forces * (contact + 1) / hundreds)
            best = max(
                best, Screening(score, forces, contact, len(text)), key=lambda screening: screening.score
            )
    return best


def _light_text(markup: str) -> str:
    markup = markup[:_MARKUP_READ]
    if _is_deep(markup):
        return _TAG.sub(" ", markup)
    try:
        text = extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=False)
        if len(text) < _LITTLE:
            text = extract_plain_text(markup, alt_texts=False, list_bullets=False)
    except (ValueError, RuntimeError):
        return markup
    return text


def _is_deep(markup: str) -> bool:
    """Whether elements stand in one another deeper than any page's: extraction takes depth times length."""
    if markup.count("<") < _DEEP:
        return False
    depth = 0
    for tag in _TAGS.findall(markup):
        if tag == "</":
            depth -= 1
        elif tag not in _UNCOUNTED:
            depth += 1
            if depth > _DEEP:
                return True
    return False


def _title(markup: str) -> str:
    start = markup.find("<title")
    return markup[start : start + 300].partition(">")[2].partition("<")[0] if start >= 0 else ""


@cache
def _automaton() -> ahocorasick.Automaton:
    """All words of all languages. Where words are not set apart, or articles are joined on, one may begin anywhere."""
    meanings: dict[str, list[tuple[str, str]]] = {}
    anywhere = set()
    for language, kinds in _lexicon().items():
        for kind, words in kinds.items():
            for word in words:
                meanings.setdefault(word, []).append((language, kind))
                if language in _UNSPACED:
                    anywhere.add(word)
    automaton = ahocorasick.Automaton()
    for word, senses in meanings.items():
        automaton.add_word(word, (word, word in anywhere, senses))
    automaton.make_automaton()
    return automaton


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    """Language → kind (forces, contact) → beginnings of words."""
    return read_yaml(Path(__file__).parent / "data" / "triage.yml")

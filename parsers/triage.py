"""A fast screen before the slow work: does a page speak of armed forces and of contact at all?

For general feeds and web archives. It reads a light extraction of the page's text and counts words of
`data/triage.yml` in all languages at once; nothing is parsed into an article.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick
import yaml
from resiliparse.extract.html2text import extract_plain_text

from parsers.charset import decode
from parsers.page import LONGEST
from parsers.records import Page

# Lowest score that keeps a page. Measured by tests/bench/parse.py: see there for recall and what is dropped.
THRESHOLD = 0.12
# So many words of each kind make it certain.
_ENOUGH = 5
# The subject of a news text is named early.
_READ = 6000
# A light extraction that finds less than this has missed the text.
_LITTLE = 200


@dataclass(frozen=True, slots=True)
class Screening:
    """`score` from 0 to 1, and how many words of each kind were found in the text."""

    score: float
    forces: int
    contact: int

    def keeps(self, threshold: float = THRESHOLD) -> bool:
        return self.score >= threshold


def screen_page(page: Page) -> Screening:
    """The screening of a page by its title and a light extraction of its text. Never fails."""
    markup = decode(page.body[:LONGEST], page.charset).text
    try:
        text = extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=False)
        if len(text) < _LITTLE:
            text = extract_plain_text(markup, alt_texts=False, list_bullets=False)
    except (ValueError, RuntimeError):
        text = markup
    return screen_text(f"{_title(markup)}\n{text}")


def screen_text(text: str) -> Screening:
    """The screening of a text, its title first: the counts of the language that has the most."""
    text = text[:_READ].lower()
    found: Counter[tuple[str, str]] = Counter()
    words: set[str] = set()
    for end, (word, anywhere, meanings) in _automaton().iter(text):
        start = end - len(word) + 1
        if word not in words and (anywhere or start == 0 or not text[start - 1].isalpha()):
            words.add(word)
            found.update(meanings)
    best = Screening(0.0, 0, 0)
    for language, kind in found:
        if kind == "forces":
            forces, contact = found[language, "forces"], found[language, "contact"]
            score = min(forces, _ENOUGH) * min(contact, _ENOUGH) / _ENOUGH**2
            best = max(best, Screening(score, forces, contact), key=lambda screening: screening.score)
    return best


def _title(markup: str) -> str:
    start = markup.find("<title")
    return markup[start : start + 300].partition(">")[2].partition("<")[0] if start >= 0 else ""


@cache
def _automaton() -> ahocorasick.Automaton:
    """All words of all languages. Where words are not set apart, or articles are joined on, one may begin anywhere."""
    lexicon = yaml.safe_load((Path(__file__).parent / "data" / "triage.yml").read_text("utf-8"))
    meanings: dict[str, list[tuple[str, str]]] = {}
    anywhere = set()
    for language, kinds in lexicon.items():
        for kind, words in kinds.items():
            for word in words:
                meanings.setdefault(word, []).append((language, kind))
                if language in ("zh", "ja", "ko", "ar"):
                    anywhere.add(word)
    automaton = ahocorasick.Automaton()
    for word, senses in meanings.items():
        automaton.add_word(word, (word, word in anywhere, senses))
    automaton.make_automaton()
    return automaton

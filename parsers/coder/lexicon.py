"""What the coder knows of a language, read once from the data folder and compiled.

A language is a folder `data/<lang>/` of YAML files; the gazetteers are CSV files with a `lang` column.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import ahocorasick

from parsers.coder.literals import Guarded, Screen
from parsers.coder.tenures import Given
from parsers.datafile import read_yaml
from parsers.records import NO_TENURES, Tenures

# Whoever tries another lexicon copies this folder, changes the copy and names it here.
DATA = Path(os.environ.get("DRAGOMAN_CODER_DATA") or Path(__file__).parent / "data")
# Scripts without spaces between words: a form counts wherever it stands.
UNSPACED = frozenset({"zh", "ja"})
_CASED_KINDS = frozenset({"country", "city", "org", "person", "exercise"})
# Where two readings of the same characters compete, the one named first wins.
_PRIORITY = ("exercise", "format", "person", "institution", "office", "rank", "org", "country", "city")

# Entries of grammar.yml that list words, not patterns.
_NO_PATTERNS = frozenset({"abbreviations", "breaks", "homes", "name_cases", "name_links", "no_names"})
_NOTHING = Guarded(())
_READING = Lock()
# What may stand before the first word.
_BEFORE_TEXT = " «“\"'(–—-"

# Up to three words, the space after them included.
_LAST_WORDS = re.compile(r"(?:[^\W\d_][\w'’-]* ){1,3}$")


@dataclass(frozen=True, slots=True)
class Known:
    """A gazetteer entry: what `form` means. `row` holds the CSV line's other columns."""

    kind: str
    form: str
    value: str
    row: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tag:
    """A gazetteer entry found in a text."""

    start: int
    end: int
    known: Known

    @property
    def kind(self) -> str:
        return self.known.kind


_FILES = {
    "names.csv": ("country", "country"),
    "cities.csv": ("city", "canonical"),
    "organisations.csv": ("org", "org"),
    "ranks.csv": ("rank", "rank"),
    "offices.csv": ("office", "office"),
    "institutions.csv": ("institution", "institution"),
    "formats.csv": ("format", "format"),
}


def fold(text: str) -> str:
    """Lower case of the same length, so that offsets stay true; Russian ё as е, as most texts write it."""
    lower = text.replace("İ", "i").replace("’", "'").lower().replace("ё", "е")
    return (
        lower
        if len(lower) == len(text)
        else "".join(one if len(one.lower()) != 1 else one.lower() for one in text)
    )


class Lexicon:
    """One language: `tag` finds names, `patterns` and `words` hold what its YAML files say."""

    def __init__(self, lang: str, tenures: Tenures) -> None:
        self.lang = lang
        self.given = Given(tenures)
        self.spaced = lang not in UNSPACED
        self._words = language_file(lang, "grammar")
        triggers = _with_words(language_file(lang, "triggers"), language_file(lang, "words"))
        self.triggers = {form: self._guarded(_lines(kinds)) for form, kinds in triggers.items()}
        self.told, self.weak = (
            {
                form: Guarded(kinds[kind])
                for form, kinds in triggers.items()
                if isinstance(kinds, dict) and kind in kinds
            }
            for kind in ("told", "weak")
        )
        self.areas = {area: self._guarded(lines) for area, lines in language_file(lang, "areas").items()}
        self.realis = {name: self._guarded(lines) for name, lines in language_file(lang, "realis").items()}
        self.instruments = {
            kind: self._guarded(lines) for kind, lines in language_file(lang, "instruments").items()
        }
        # By itself, beside the pattern of that name: most articles are asked for nothing else.
        self.defence = Guarded(self._words.get("defence") or ())
        self.patterns = {
            name: self._guarded(lines)
            for name, lines in self._words.items()
            if isinstance(lines, list) and name not in _NO_PATTERNS
        }
        self._adjective_inside = bool(self._words.get("adjective_inside"))
        self.home: str | None = self._words.get("home")
        self.name_cases = [
            (re.compile(case["after"], re.IGNORECASE), [(re.compile(old), new) for old, new in case["words"]])
            for case in self._words.get("name_cases") or ()
        ]

    @cached_property
    def _tagger(self) -> ahocorasick.Automaton:
        return _automaton(self.lang, self.given)

    def says(self, name: str) -> bool:
        """Whether grammar.yml has an entry of that name."""
        return bool(self._words.get(name))

    @cache  # noqa: B019 (there are as many lexicons as languages, for ever, and again for each new list of tenures)
    def words(self, name: str) -> frozenset[str]:
        """A word list of grammar.yml; empty where the language has none of that name."""
        return frozenset(self._words.get(name) or ())

    @cached_property
    def screen(self) -> Screen:
        """What patterns a sentence could match: one pass over it for all of them."""
        return Screen(
            one
            for patterns in (self.triggers, self.areas, self.realis, self.instruments, self.patterns)
            for one in patterns.values()
        )

    def _guarded(self, lines: list[str]) -> Guarded:
        return Guarded(lines, lambda: self.screen)

    def pattern(self, name: str) -> Guarded:
        """A pattern list of grammar.yml, one alternative a line; matches nothing where there is none."""
        return self.patterns.get(name, _NOTHING)

    def joins(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] only joins two members of a list."""
        return self.pattern("list_joint").fullmatch(text, start, end) is not None

    def tag(self, text: str) -> list[Tag]:
        """The gazetteer entries in the text, longest first where they overlap, in order."""
        found: list[Tag] = []
        opens_at = len(text) - len(text.lstrip(_BEFORE_TEXT))
        for last, entries in self._tagger.iter(fold(text)):
            length = len(entries[0].form)
            start, end = last - length + 1, last + 1
            if self.spaced and not _is_whole_word(text, start, end, self.lang):
                continue
            written = text[start:end]
            found += [Tag(start, end, one) for one in entries if _case_fits(one, written, start <= opens_at)]
        found.sort(key=lambda tag: (tag.start - tag.end, _PRIORITY.index(tag.kind), tag.start))
        taken = bytearray(len(text))
        kept = []
        for tag in found:
            if not any(taken[tag.start : tag.end]):
                taken[tag.start : tag.end] = b"\1" * (tag.end - tag.start)
                kept.append(tag)
        kept.sort(key=lambda tag: tag.start)
        if not self.spaced:
            return self._certain(kept, text)
        if self._adjective_inside:
            kept = sorted([*kept, *self._split(kept, text)], key=lambda tag: tag.start)
        return kept

    def _split(self, tags: list[Tag], text: str) -> list[Tag]:
        """Offices and institutions with the country inside: "ministre arménien de la Défense"."""
        found = []
        for tag in tags:
            if tag.kind != "country" or tag.known.row["kind"] != "adjective":
                continue
            before = _LAST_WORDS.search(text, max(0, tag.start - 60), tag.start)
            after = text[tag.end : tag.end + 60]
            if not before or not after.startswith(" "):
                continue
            words = [match.start() for match in re.finditer(r"[^\s]+", before.group())]
            for first in words:
                head = fold(before.group()[first:])
                known = self._longest(head, fold(after[1:]))
                if known:
                    end = tag.end + 1 + len(known.form) - len(head)
                    found.append(Tag(before.start() + first, end, known))
                    break
        return found

    def _longest(self, head: str, rest: str) -> Known | None:
        """The longest entry that begins with `head` and goes on into `rest`."""
        ends = [match.end() for match in re.finditer(r"[\w'-]+", rest)]
        for end in reversed(ends):
            entries = self._tagger.get(head + rest[:end], None)
            for known in entries or ():
                if known.kind in ("office", "institution"):
                    return known
        return None

    def _certain(self, tags: list[Tag], text: str) -> list[Tag]:
        """Without spaces a lone character means a country only beside another one or before a telling word."""
        one, several = self.pattern("short_country_before"), self.pattern("short_countries_before")
        other = [match.span() for match in self.pattern("no_country").finditer(text)]
        starts = {tag.start: tag.end for tag in tags if tag.kind == "country"}
        ends = set(starts.values())
        certain = []
        for tag in tags:
            if tag.kind == "country" and tag.end - tag.start == 1:
                if any(start <= tag.start < end for start, end in other):
                    continue
                last = tag.end
                while last in starts:
                    last = starts[last]
                alone = last == tag.end and tag.start not in ends
                if not (one.match(text, last) or (not alone and several.match(text, last))):
                    continue
            certain.append(tag)
        return certain


def lexicon(lang: str, tenures: Tenures = NO_TENURES) -> Lexicon:
    """The lexicon of a language, with what is known of people beside the bundled list."""
    # Articles are coded in threads: the first one reads it, the others wait for it.
    with _READING:
        return _lexicon(lang, tenures)


@cache
def _lexicon(lang: str, tenures: Tenures) -> Lexicon:
    return Lexicon(lang, tenures)


@cache
def languages() -> frozenset[str]:
    """The languages that the coder reads: those with a folder of triggers."""
    return frozenset(path.parent.name for path in DATA.glob("*/triggers.yml"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of a gazetteer; none where the file is not there."""
    path = DATA / name
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rules_version(folder: Path = DATA) -> str:
    """A digest of the rules and of the lexicon's files, the same wherever they lie: part of the coder's version (some 15 ms)."""
    told = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        told.update(module.name.encode() + b"\0" + module.read_bytes() + b"\0")
    for path in sorted(one for one in folder.rglob("*") if one.suffix in (".csv", ".yml")):
        told.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:8]


def _automaton(lang: str, given: Given) -> ahocorasick.Automaton:
    by_form: dict[str, list[Known]] = {}
    for name, (kind, column) in _FILES.items():
        for row in rows(name):
            if row["lang"] == lang:
                for form in _spellings(row["form"]):
                    by_form.setdefault(fold(form), []).append(Known(kind, form, row[column], row))
    for row in (*rows("tenures.csv"), *given.reviewed):
        for form in {row["person"], *row["forms"].split("|")} - {""}:
            if " " in form or lang in UNSPACED:
                by_form.setdefault(fold(form), []).append(Known("person", form, row["person"], row))
    for row in rows("exercises.csv"):
        for form in {row["name"], *(row["forms"] or "").split("|")} - {""}:
            by_form.setdefault(fold(form), []).append(Known("exercise", form, row["name"], row))
    automaton = ahocorasick.Automaton()
    for form, entries in by_form.items():
        entries.sort(key=lambda known: _PRIORITY.index(known.kind))
        automaton.add_word(form, tuple(entries))
    automaton.make_automaton()
    return automaton


def _spellings(form: str) -> set[str]:
    """The form in British and American English."""
    return {form, form.replace("Defense", "Defence"), form.replace("Defence", "Defense")}


# Arabic writes conjunction, prepositions and article in one word with what follows.
_PREFIXES = {"ar": frozenset("وفبلكا")}


def _is_whole_word(text: str, start: int, end: int, lang: str) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if after.isalnum() or after == "_":
        return False
    if not (before.isalnum() or before == "_"):
        return True
    first = start
    prefixes = _PREFIXES.get(lang, frozenset())
    while first and text[first - 1] in prefixes | {"ل"} and start - first < 3 and prefixes:
        first -= 1
    return bool(prefixes) and first < start and not (first and text[first - 1].isalnum())


def _case_fits(known: Known, written: str, first: bool) -> bool:
    if known.kind not in _CASED_KINDS:
        return True
    form, written = _plain_yo(known.form), _plain_yo(written)
    if first and written == form[:1].upper() + form[1:]:
        return True
    return written == form or (written.isupper() and len(written) > 3)


def _plain_yo(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def _lines(kinds: dict[str, list[str]] | list[str]) -> list[str]:
    return [line for lines in kinds.values() for line in lines] if isinstance(kinds, dict) else kinds


def _with_words(triggers: Any, words: dict[str, list[str]]) -> Any:
    """Triggers with each `{name}` replaced by the words of that name."""
    if isinstance(triggers, dict):
        return {kind: _with_words(lines, words) for kind, lines in triggers.items()}
    found = []
    for line in triggers:
        for name, alternatives in words.items():
            line = line.replace(f"{{{name}}}", f"(?:{'|'.join(alternatives)})")
        found.append(line)
    return found


def language_file(lang: str, name: str) -> dict:
    """What `data/<lang>/<name>.yml` says; nothing where the language has no such file."""
    path = DATA / lang / f"{name}.yml"
    return (read_yaml(path) or {}) if path.exists() else {}

"""Datelines: the place, day and agency that open a news text, and where the text itself begins.

Read in the forms of agencies writing in our languages: "Baku, March 9, AZERTAC", "TBILISI (AP) -",
"Москва. 9 марта. ТАСС", "BAKU, Azerbaijan, Jan. 31 / Trend:", "新华社北京3月9日电".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from parsers.datafile import read_yaml
from parsers.dates import DayFound, find_days, fold

# A dateline is over by then; what follows is only read to see that it ends.
_HEAD = 160
_LONGEST_PLACE = 45
_JOINERS = {
    "of",
    "de",
    "la",
    "le",
    "el",
    "al",
    "ul",
    "the",
    "und",
    "and",
    "am",
    "an",
    "i",
    "и",
    "və",
    "ve",
    "et",
    "y",
    "в",
}
_DASH = r"(?:-{1,3}|[–—−―])"
# What closes a dateline: a dash, a colon, a slash, a full stop, the end of the line.
_CLOSE = re.compile(rf"\s*(?:[.,]?\s*{_DASH}{{1,2}}\s*|[.:/|]+{_DASH}?\s+|[.:/|]+(?=\S)|[.,:]*\s*(?:\n|$))")
_DASH_ONLY = re.compile(_DASH)
# "14:20 MSK" after the day.
_CLOCK = re.compile(r"[,.\s]*\d{1,2}[:.]\d{2}(?:\s?[A-ZА-Я]{2,4}\b)?")
_BRACKETED = re.compile(
    r"\s*[,.]?\s*(?:\(\s*(?P<round>[^()\n]{2,60}?)\s*\)|/\s*(?P<slash>[^/:\n]{2,60}?)\s*(?:/|(?=:)))"
)
# After place and day a word in capitals that closes is an agency, known or not.
_UNKNOWN = re.compile(
    rf"[,.]?\s+(?:\(\s*)?(?P<agency>(?=[^\W\d_]{{2,}})[^\W\da-zа-яёəığöüçş]{{2,16}}(?:\.[A-Z]{{2,4}})?)(?:\s*\))?"
    rf"(?:\s*{_DASH}{{1,2}}\s+|[.:/]\s+|\s*(?:\n|$)|\s+(?=[^\W\d_a-zа-яёəığöüçş](?:[a-zа-яёəığöüçş]|\s)))"
)
_SEPARATOR = re.compile(r"\s*(?:[,.:/|–—-]\s*)?")
_CHINESE = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,4}[社网])(?P<place>[\u4e00-\u9fff]{2,8}?)(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})日"
    r"(?:[\u4e00-\u9fff]{0,2})?[电讯電訊](?:\s*[（(][^（()）\n]{1,60}[)）])?[:：]?\s*"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says. `end` is where the text after it begins; `day` may lack its year."""

    place: str | None
    day: DayFound | None
    agency: str | None
    end: int

    def date(self, published: date | None) -> date | None:
        """The day, its year taken from the publication where the dateline names none."""
        if self.day is None or (self.day.year is None and published is None):
            return None
        return self.day.near(published or date.min)


def read_dateline(text: str) -> Dateline | None:
    """The dateline that `text` opens with, or None."""
    skipped = len(text) - len(text.lstrip())
    head = text[skipped : skipped + _HEAD]
    found = _chinese(head) or _dated(head) or _signed(head) or _capitals(head)
    if not found:
        return None
    return Dateline(found.place, found.day, found.agency, skipped + found.end)


def _dated(head: str) -> Dateline | None:
    """Place and day, then an agency or a close; or day and close alone where the year is given."""
    line = head.partition("\n")[0][:110]
    day = next(find_days(line), None)
    if day is None or day.start > _LONGEST_PLACE + 15:
        return None
    before = re.sub(r"(?:\ble|\bden|\bam|\bel|\bon|في|يوم)\s*$", "", line[: day.start])
    before_agency, place_text = _leading_agency(before)
    place = _place(place_text)
    if place is None and place_text.strip(" ,.:/|-–—()"):
        return None
    end = day.end - (line[day.end - 1] == ".")
    year = re.match(r"(?:\s?г(?:\.|ода)?|\s?р\.|\s?il|\s?წ\.|\s?թ\.)(?!\w)", line[end:])
    end += year.end() if year else 0
    clock = _CLOCK.match(line, end)
    end = clock.end() if clock else end
    agency, after = _agency(head, end)
    unknown = _UNKNOWN.match(head, end) if place and not agency else None
    if unknown and fold(unknown["agency"]) not in _data()["labels"]:
        return Dateline(place, day, unknown["agency"], unknown.end())
    if agency:
        close = _CLOSE.match(head, after)
        return Dateline(place, day, agency, close.end() if close else _after_separator(head, after))
    close = _CLOSE.match(head, end)
    if close and (place or before_agency or (day.year and _DASH_ONLY.search(close.group()))):
        return Dateline(place, day, before_agency, close.end())
    return None


def _signed(head: str) -> Dateline | None:
    """Place and agency without a day, or a bracketed agency alone."""
    for separator in re.finditer(r"[(/.,:]", head[: _LONGEST_PLACE + 15]):
        agency, after = _agency(head, separator.start())
        if not agency:
            continue
        place = _place(head[: separator.start()])
        if place is None and head[: separator.start()].strip():
            return None
        bracketed = separator.group() in "(/"
        close = _CLOSE.match(head, after)
        if close and (place or bracketed):
            return Dateline(place, None, agency, close.end())
        if bracketed and place and place.isupper():
            return Dateline(place, None, agency, _after_separator(head, after))
    return None


def _capitals(head: str) -> Dateline | None:
    """A place in capitals and a dash: "KABUL, Afghanistan —", "BRUSSELS:"."""
    close = re.search(rf"\s{_DASH}{{1,2}}\s|\s?[–—]\s?|:\s", head[: _LONGEST_PLACE + 15])
    if not close:
        return None
    written = head[: close.start()]
    first = written.split(",")[0]
    place = _place(written)
    letters = [letter for letter in first if letter.isalpha()]
    if (
        place is None
        or len(letters) < 3
        or not first.isupper()
        or (close.group()[0] == ":" and "," in written)
    ):
        return None
    return Dateline(place, None, None, close.end())


def _chinese(head: str) -> Dateline | None:
    match = _CHINESE.match(head)
    if not match:
        return None
    day = None
    if match["m"]:
        day = next(find_days(match.group()), None)
    return Dateline(match["place"], day, _known(match["agency"]) or match["agency"], match.end())


def _place(written: str) -> str | None:
    """The city in `written` ("BUFFALO, N.Y.," → "BUFFALO"), or None where it is no list of names."""
    written = written.strip(" \t\u00a0,.:;/|([-–—")
    if not written or len(written) > _LONGEST_PLACE or re.search(r"[\d!?;«»\"“”()]", written):
        return None
    parts = [part.strip() for part in re.split(r",|\. (?=\w)", written) if part.strip()]
    data = _data()
    if not parts or len(parts) > 3 or fold(parts[0].rstrip(".")) in data["not_places"]:
        return None
    for part in parts:
        words = part.split()
        if len(words) > 4 or any(_lower(word) and word not in _JOINERS for word in words):
            return None
        if _lower(words[0]) or fold(part) in data["labels"] or _known(part):
            return None
    if len(parts) > 1 and parts[0] in data["region_first"]:
        return parts[1]
    return parts[0]


def _lower(word: str) -> bool:
    """Whether `word` is none of a name. Georgian has no capitals in running text."""
    return word[0].islower() and not "\u10d0" <= word[0] <= "\u10ff"


def _leading_agency(before: str) -> tuple[str | None, str]:
    """("TASS", "") for "ТАСС, ": some sign before the day and name no place."""
    agency = _known(before.strip(" ,./|:()-–—"))
    return (agency, "") if agency else (None, before)


def _agency(head: str, start: int) -> tuple[str | None, int]:
    """The agency that stands at `start` after a separator or in brackets, and where it ends."""
    bracketed = _BRACKETED.match(head, start)
    if bracketed:
        inner = bracketed["round"] or bracketed["slash"]
        known = _known(inner) or _known(re.split(r"[,.]\s", inner)[0])
        if known:
            return known, bracketed.end()
        if bracketed["round"] and head[:start].split(",")[0].isupper() and _looks_like_agency(inner):
            return inner, bracketed.end()
    name = _data()["pattern"].match(head, _after_separator(head, start))
    if name:
        # "AZERTAC" may be followed by its reporter: "/ Trend, A. Aliyev /".
        return _known(name.group()), name.end()
    return None, start


def _after_separator(head: str, start: int) -> int:
    separator = _SEPARATOR.match(head, start)
    return separator.end() if separator else start


def _looks_like_agency(inner: str) -> bool:
    words = inner.split()
    return len(words) <= 3 and all(word[0].isupper() or "." in word for word in words) and not inner.isdigit()


def _known(name: str) -> str | None:
    name = name.strip()
    data = _data()
    # "AA", "AP", "TT" are signatures only in capitals.
    return data["short"].get(name) or data["names"].get(fold(name).rstrip("."))


@cache
def _data() -> dict[str, Any]:
    raw = read_yaml(Path(__file__).parent / "data" / "agencies.yml")
    spelled = {name: agency for agency, names in raw["agencies"].items() for name in names}
    return {
        "short": {name: agency for name, agency in spelled.items() if len(name) < 4},
        "names": {fold(name).rstrip("."): agency for name, agency in spelled.items() if len(name) >= 4},
        "pattern": re.compile(
            "(?:"
            + "|".join(
                re.escape(name) if len(name) < 4 else f"(?i:{re.escape(name)})"
                for name in sorted(spelled, key=len, reverse=True)
            )
            + r")(?!\w)"
        ),
        "labels": {fold(label) for label in raw["labels"]},
        "not_places": {fold(word) for word in raw["not_places"]},
        "region_first": set(raw["region_first"]),
    }

"""Dates as newsrooms write them, and which of a page's several dates to believe.

`read_stamp` reads one string in any of our languages. `reconcile` chooses among a page's dates. A moment
keeps the offset it was written with (or the source's zone), so that its calendar day is the outlet's own;
where only a day is known it is midnight UTC of that day, so that no conversion moves it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path

from parsers.datafile import read_yaml

DATA = Path(__file__).parent / "data"

# The web's first news sites; anything older on a page is a default value or a mistake.
EARLIEST = datetime(1994, 1, 1, tzinfo=UTC)
# Clocks and zones may be off by this much before a date counts as lying in the future.
AHEAD = timedelta(hours=30)
# A dateline may be this much older than the publication: outlets publish up to three days late.
LATE = timedelta(days=3, hours=12)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment read from a text. `precision` is second, minute or day; `zoned` if the text named its zone."""

    when: datetime
    precision: str
    zoned: bool = False

    @property
    def day(self) -> date:
        return self.when.date()


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day in a text at `start:end`; `year` is None where the text gives none."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def near(self, reference: date) -> date | None:
        """The day itself, in the year nearest to `reference` where the text names none."""
        years = (self.year,) if self.year else (reference.year - 1, reference.year, reference.year + 1)
        days = [made for year in years if (made := _day(year, self.month, self.day))]
        return min(days, key=lambda made: abs(made - reference), default=None)


def fold(text: str) -> str:
    """Lower case with one kind of i, so that "MARTIN", "Martın" and "martın" are one word."""
    folded = unicodedata.normalize("NFC", text).replace("İ", "i").casefold()
    return unicodedata.normalize("NFC", folded).replace("i\u0307", "i").replace("ı", "i")


@cache
def months() -> dict[str, int]:
    """Folded name → number, over all languages."""
    named: dict[str, dict[int, list[str]]] = read_yaml(DATA / "months.yml")
    return {
        name: number for language in named.values() for number, names in language.items() for name in names
    }


@cache
def _zones() -> dict[str, float]:
    return read_yaml(DATA / "zones.yml")


# Arabic papers print the Levantine and the Western name: "آذار/مارس".
_WORD = r"(?P<m>[^\W\d_]{2,14}(?:\s(?:الأول|الثاني))?)\.?(?:/[\u0600-\u06ff]{4,8})?"
# What may stand between a day and its month: "9-ci mart", "1er mars", "9 de marzo", "9. März", "9 հունիսի".
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|ª|-?[^\W\d_]{1,3})?\.?"
_YEAR = r"(?P<y>(?:19|20)\d{2})(?!\d)"
_DATE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}(?:[-/]|\.\s?)(?P<n>\d{{1,2}})(?:[-/]|\.\s?)(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?:{_YEAR}\s?[年년]\s?)?(?P<n>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日일号]",
        # 2018-ci il aprelin 11-nə, 2018 թ. մարտի 9
        rf"(?<!\d){_YEAR}(?:[-–\s]?[^\W\d_]{{1,10}}\.?){{0,2}},?\s+{_WORD}\s+{_DAY}(?!\d)",
        # 9 March 2018, 9. März 2018, 9 de marzo de 2018, le 1er mars 2018, 9-Mar-2018
        rf"(?<!\d){_DAY}[\s-]+(?:de\s+|of\s+)?{_WORD}(?:,?[\s-]+(?:de\s+|del\s+)?{_YEAR})?",
        # March 9, 2018; martın 6-da
        rf"(?<!\w){_WORD}\s*(?P<d>\d{{1,2}})(?!\d)(?:st|nd|rd|th|-[^\W\d_]{{1,3}})?(?:,?\s+(?:at\s+)?{_YEAR})?",
    )
)
_NUMERIC = re.compile(r"(?<![\d.])(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?!\d)")
_TIME = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})\s?[:.h]\s?(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?(?!\d|[.:/]\d)"
    r"(?:\s?(?P<half>[aApP])\.?[mM]\b\.?)?"
    r"(?:\s?\(?(?:(?:UTC|GMT)?\s?(?P<off>[+-]\d{2}:?\d{2}|[+-]\d{1,2}(?!\d))|(?P<zone>[^\W\d_]{1,4}\b)))?"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
# Longer strings are prose, in which the first date need not be the page's.
_LONGEST = 400


def find_days(text: str, *, month_first: bool = False) -> Iterator[DayFound]:
    """Every day named in `text`, leftmost first. `month_first` reads 03/09/2018 the American way."""
    text = _plain(text)
    found = []
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = int(groups["n"]) if groups.get("n") else months().get(fold(groups["m"]))
            if month is None or not _possible(month, int(groups["d"])):
                continue
            year = int(groups["y"]) if groups.get("y") else None
            found.append(DayFound(year, month, int(groups["d"]), match.start(), match.end()))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        if year < 100:
            year += 2000
        swap = second > 12 or (month_first and match["s"] == "/" and first <= 12)
        day, month = (second, first) if swap else (first, second)
        if _day(year, month, day):
            found.append(DayFound(year, month, day, match.start(), match.end()))
    reached = 0
    for day_found in sorted(found, key=lambda f: (f.start, f.year is None, -f.end)):
        if day_found.start >= reached:
            reached = day_found.end
            yield day_found


def read_stamp(
    text: str, zone: tzinfo | None = None, *, month_first: bool = False, near: date | None = None
) -> Stamp | None:
    """The first date (and time beside it) in `text`, or None.

    A time without a zone is taken to be in `zone` (UTC if None). A date without a year is read only
    with `near`, as the nearest such day.
    """
    text = _plain(text.strip())
    stamp = _read_standard(text, zone)
    if stamp:
        return stamp
    for found in find_days(text, month_first=month_first):
        day = _day(found.year, found.month, found.day) if found.year else near and found.near(near)
        if not day:
            continue
        return _with_time(day, text, found, zone)
    return None


def read_format(text: str, pattern: str, zone: tzinfo | None = None) -> Stamp | None:
    """`text` by a strptime `pattern`, or None where it does not fit."""
    try:
        when = datetime.strptime(" ".join(text.split()), pattern)  # noqa: DTZ007 - zone follows
    except (ValueError, re.error):
        return None
    if "%H" not in pattern and "%I" not in pattern:
        return of_day(when.date())
    precision = "second" if "%S" in pattern else "minute"
    if when.tzinfo:
        return Stamp(when, precision, zoned=True)
    return Stamp(when.replace(tzinfo=zone or UTC), precision)


def of_day(day: date) -> Stamp:
    """The stamp of a whole day."""
    return Stamp(datetime.combine(day, time(), UTC), "day")


_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<s>[/_-]?)(?P<m>\d{2}|[a-z]{3})(?P=s)(?P<d>\d{2})(?!\d)", re.IGNORECASE
)


def url_day(url: str) -> date | None:
    """The day in an address such as /2018/03/09/, /2018/mar/09/ or /20180309-."""
    for match in _URL_DAY.finditer(url[:2000]):
        if not match["s"] and match["m"].isalpha():
            continue
        month = int(match["m"]) if match["m"].isdigit() else months().get(match["m"].lower())
        day = month and _day(int(match["y"]), month, int(match["d"]))
        if day:
            return day
    return None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The date believed, where it came from, and what was wrong with the others."""

    stamp: Stamp | None
    basis: str | None
    flags: tuple[str, ...]


def reconcile(candidates: Iterable[tuple[str, Stamp | None]], fetched_at: datetime) -> Chosen:
    """Choose among (basis, stamp), best basis first.

    A date after the page was fetched or before there were such pages is flagged and not believed. A
    bare day gains the time of another candidate on the same day. Days more than three apart are
    flagged `dates_disagree`.
    """
    flags = set()
    believed = []
    for basis, stamp in candidates:
        if stamp is None:
            continue
        if stamp.when > fetched_at + AHEAD:
            flags.add("future_date")
        elif stamp.when < EARLIEST:
            flags.add("absurd_date")
        else:
            believed.append((basis, stamp))
    if not believed:
        return Chosen(None, None, tuple(sorted(flags)))
    basis, stamp = believed[0]
    if any(abs(other.when - stamp.when) > LATE for _, other in believed[1:]):
        flags.add("dates_disagree")
    if stamp.precision == "day":
        basis, stamp = next(
            ((b, s) for b, s in believed if s.precision != "day" and s.day == stamp.day), (basis, stamp)
        )
    return Chosen(stamp, basis, tuple(sorted(flags)))


# \d and int() take Arabic digits, strptime's and ISO's readers do not.
_DIGITS = {ord(mark): str(value % 10) for value, mark in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text[:_LONGEST]).translate(_DIGITS)


def _possible(month: int, day: int) -> bool:
    return _day(2000, month, day) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$")


def _read_standard(text: str, zone: tzinfo | None) -> Stamp | None:
    """ISO 8601, RFC 2822 and Unix time: the forms of markup and feeds."""
    iso = _ISO.match(text)
    if iso:
        day, clock, seconds, offset = iso.groups()
        try:
            when = datetime.fromisoformat(f"{day}T{clock}{seconds or ''}{offset or ''}")
        except ValueError:
            return None
        precision = "second" if seconds else "minute"
        return Stamp(when if when.tzinfo else when.replace(tzinfo=zone or UTC), precision, bool(offset))
    if _EPOCH.fullmatch(text) and text.isascii():
        return Stamp(datetime.fromtimestamp(int(text[:10]), UTC), "second", zoned=True)
    if text[:4].isascii() and text[:3].isalpha() and text[3:4] == ",":
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
        return Stamp(when if when.tzinfo else when.replace(tzinfo=zone or UTC), "second", bool(when.tzinfo))
    return None


def _with_time(day: date, text: str, found: DayFound, zone: tzinfo | None) -> Stamp:
    """The time just after the day, or else just before it."""
    after, before = text[found.end : found.end + 40], text[max(0, found.start - 40) : found.start]
    for near in (after, before):
        match = _TIME.search(near)
        if not match:
            continue
        hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        try:
            clock = time(hour, minute, second)
        except ValueError:
            continue
        written = _offset(match["off"], match["zone"])
        when = datetime.combine(day, clock, written or zone or UTC)
        return Stamp(when, "second" if match["s"] else "minute", written is not None)
    return of_day(day)


def _offset(offset: str | None, name: str | None) -> tzinfo | None:
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(-shift if offset[0] == "-" else shift) if shift < timedelta(hours=24) else None
    if name and name.upper() in _zones():
        return timezone(timedelta(hours=_zones()[name.upper()]))
    return None

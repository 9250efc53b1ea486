"""When something happened: dates said in a sentence, resolved against the article's own date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from parsers.coder.lexicon import UNSPACED, language_file
from parsers.coder.literals import Guarded, Screen, plain

_GROUPS = {
    "day": r"(?P<day>\d{1,2})",
    "day2": r"(?P<day2>\d{1,2})",
    "year": r"(?P<year>1[5-9]\d\d|20\d\d)",
}
# A date this far ahead of the article without a year is last year's, this far behind next year's.
_AHEAD, _BEHIND = 183, 270
# What is still to come may be told this many days late before its year is taken for the next.
_LATE = 31
# How many are remembered: several events of a sentence ask for its dates.
_SENTENCES = 64


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date, where it stands in the sentence, and how it was read (`basis`).

    `loose` tells what the text leaves open: the `week` of a bare weekday, the `year` of a bare month.
    """

    start: date
    end: date | None
    precision: str
    basis: str
    span: tuple[int, int]
    loose: str | None = None

    def to_come(self, reference: date) -> When:
        """The same day as one that is still ahead: next Monday, next year's May."""
        behind = (reference - (self.end or self.start)).days
        late = {"week": 0, "year": _LATE}.get(self.loose or "")
        return self._moved(1) if late is not None and behind > late else self

    def gone_by(self, reference: date) -> When:
        """The same month as one that is over: last year's, where this year's has not begun."""
        ahead = self.loose == "year" and self.precision == "month" and self.start > reference
        return self._moved(-1) if ahead else self

    def _moved(self, count: int) -> When:
        if self.loose == "week":
            return replace(self, start=self.start + timedelta(weeks=count))
        try:
            start = self.start.replace(year=self.start.year + count)
            if self.precision == "month":
                return replace(self, start=start, end=_month_end(start))
            end = self.end and self.end.replace(year=self.end.year + count)
        except ValueError:  # 29 February
            return self
        return replace(self, start=start, end=end)


class Calendar:
    """The dates of one language, from its time.yml."""

    def __init__(self, lang: str) -> None:
        self._spaced = lang not in UNSPACED
        data = language_file(lang, "time")
        # Patterns match İ and ı as i, so words are looked up without the Turkic dots.
        self._months, self._weekdays, self._relative = (
            {plain(word): value for word, value in data.get(name, {}).items()}
            for name in ("months", "weekdays", "relative")
        )
        groups = {**_GROUPS, "month": f"(?P<month>{_any(self._months)})", "weekdays": _any(self._weekdays)}
        self._explicit = {line: self._pattern(line, groups) for line in data.get("patterns", [])}
        self._weekday = self._pattern(data["weekday"], groups) if "weekday" in data else Guarded([])
        self._periods: dict[str, tuple[str, int]] = {
            plain(word): span for word, span in data.get("periods", {}).items()
        }
        self._words = _whole(self._relative)
        self._spans = _whole(self._periods)
        self._screen = Screen([*self._explicit.values(), self._weekday, self._words, self._spans])

    def _pattern(self, line: str, groups: dict[str, str]) -> Guarded:
        for name, group in groups.items():
            line = line.replace(f"{{{name}}}", group)
        before = r"(?<!\w)" if self._spaced else r"(?<!\d)"
        return Guarded([f"{before}(?:{line})"])

    @lru_cache(maxsize=_SENTENCES)  # noqa: B019 (there are as many calendars as languages, for ever)
    def read(self, text: str, reference: date | None) -> tuple[When, ...]:
        """The dates in a sentence, in order; those that need a reference are left out without one."""
        found: list[When] = []
        for _, pattern in self._screen.among(self._explicit, text):
            for match in pattern.finditer(text):
                if any(match.start() < one.span[1] and one.span[0] < match.end() for one in found):
                    continue
                when = self._from_explicit(match, reference)
                if when:
                    found.append(when)
        if reference:
            found += self._from_words(text, reference)
        return tuple(sorted(found, key=lambda when: when.span))

    def _from_explicit(self, match: re.Match[str], reference: date | None) -> When | None:
        parts = match.groupdict()
        month = parts.get("month")
        if month is None and not parts.get("day") and parts.get("year"):
            year = int(parts["year"] or 0)
            return When(date(year, 1, 1), date(year, 12, 31), "year", "explicit", match.span())
        if month is not None:
            number = int(month) if month.isdigit() else self._months[plain(month)]
        elif reference is None:
            return None
        else:
            number = reference.month if int(parts["day"]) <= reference.day + 1 else reference.month - 1 or 12
        try:
            start = _day(parts.get("year"), number, int(parts.get("day") or 1), reference)
            last = parts.get("day2")
            end = start.replace(day=int(last)) if start and last else None
            if last and start and end and end <= start:
                end = (start.replace(day=1) + timedelta(days=31)).replace(day=int(last))
        except ValueError:
            return None
        if start is None:
            return None
        precision = "range" if end else "day" if parts.get("day") else "month"
        if precision == "month":
            end = _month_end(start)
        loose = "year" if month is not None and not parts.get("year") else None
        return When(start, end, precision, "explicit", match.span(), loose)

    def _from_words(self, text: str, reference: date) -> list[When]:
        found = []
        for match in self._spans.finditer(text):
            unit, count = self._periods[plain(match.group())]
            start, end = _period(unit, count, reference)
            found.append(When(start, end, unit, "relative", match.span()))
        for match in self._words.finditer(text):
            day = reference + timedelta(days=self._relative[plain(match.group())])
            found.append(When(day, None, "day", "relative", match.span()))
        for match in self._weekday.finditer(text):
            back = (reference.weekday() - self._weekdays[plain(match["weekday"])]) % 7
            day = reference - timedelta(days=back)
            said = (match.groupdict().get("last") or "").lower()
            if said == "next":
                day += timedelta(days=7)
            loose = "week" if said not in ("next", "last") else None
            found.append(When(day, None, "day", "relative", match.span(), loose))
        return found


@cache
def calendar(lang: str) -> Calendar:
    return Calendar(lang)


def _day(year: str | None, month: int, day: int, reference: date | None) -> date | None:
    if year:
        return date(int(year), month, day)
    if reference is None:
        return None
    found = date(reference.year, month, day)
    if (found - reference).days > _AHEAD:
        return date(reference.year - 1, month, day)
    if (reference - found).days > _BEHIND:
        return date(reference.year + 1, month, day)
    return found


def _month_end(start: date) -> date:
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _period(unit: str, count: int, reference: date) -> tuple[date, date]:
    """First and last day of the week, month or year that is `count` away from the reference's own."""
    if unit == "week":
        start = reference - timedelta(days=reference.weekday()) + timedelta(weeks=count)
        return start, start + timedelta(days=6)
    if unit == "year":
        return date(reference.year + count, 1, 1), date(reference.year + count, 12, 31)
    year, month = divmod(reference.year * 12 + reference.month - 1 + count, 12)
    start = date(year, month + 1, 1)
    return start, _month_end(start)


def _whole(words: dict[str, Any]) -> Guarded:
    return Guarded([rf"(?<!\w)(?:{_any(words)})(?!\w)"] if words else [])


def _any(words: dict[str, Any]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"

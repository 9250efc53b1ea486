"""When an event was, and what its day says of whether it has happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from parsers.coder import time
from parsers.coder.context import LEAD_PARAGRAPHS, Context
from parsers.coder.found import Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.merging import DAYS_BACK
from parsers.coder.ontology import REAL

# What happened longer ago than this is told as history.
_NEWS_DAYS = 40
_PASSING_DAYS = 20
# How much further a day seems that stands in the next clause.
_NEXT_CLAUSE = 60
# And what is no older than this is news, in whatever tense it is told.
_FRESH_DAYS = 14


def date_of(one: Found, context: Context) -> tuple[time.When | None, str | None]:
    """The day said nearest to the event's words, else the report's own, with the basis of it."""
    said = time.calendar(context.lexicon.lang).read(one.scene.sentence.text, context.day)
    head = context.opens_at - one.scene.sentence.start
    dates = [when for when in said if when.span[0] >= head and not _is_of_a_plan(when, one, context.lexicon)]
    if dates := [when for when in dates if not _is_of_the_telling(when, one, context.lexicon)] or dates:
        nearest = min(
            _still_ahead(dates, one, context.day) or dates,
            key=lambda when: (
                one.realis != "background" and when.precision in ("month", "year"),
                _distance(when, one, context.lexicon),
            ),
        )
        if context.day and _is_to_come(one, nearest, context.lexicon):
            nearest = nearest.to_come(context.day)
        elif context.day and _is_done(one, context.lexicon):
            nearest = nearest.gone_by(context.day)
        if (
            one.realis == "ongoing"
            and context.day
            and nearest.precision == "day"
            and nearest.start > context.day
        ):
            # What is under way when it is reported has not that day to begin but to end.
            return replace(nearest, start=context.day, end=nearest.start, precision="range"), nearest.basis
        return _with_likely_year(nearest, one, context), nearest.basis
    if context.day and one.realis in REAL:
        return time.When(context.day, None, "day", context.day_basis, (0, 0)), context.day_basis
    return None, None


def _still_ahead(dates: list[time.When], one: Found, day: date | None) -> list[time.When]:
    """Of the days beside a plan, those it can be for: "announced on Thursday that ... in late August"."""
    if day is None or one.realis != "planned":
        return []
    return [
        when
        for when in dates
        if (when.end or when.start) > day or (when.loose == "week" and when.start < day)
    ]


def _distance(when: time.When, one: Found, lexicon: Lexicon) -> int:
    """From the event's words to the day; what follows a verb that closes its clause is of the next one."""
    after = lexicon.says("predicate") and when.span[0] > one.end
    return abs(when.span[0] - one.start) + after * _NEXT_CLAUSE


def _is_of_the_telling(when: time.When, one: Found, lexicon: Lexicon) -> bool:
    """ "Said on Monday that a course would open in May": the day after the verb of saying is its own."""
    before = one.scene.sentence.text[: when.span[0]].rstrip()
    text = one.scene.sentence.text
    return any(
        said.end() == len(before)
        for name in ("speech", "telling")
        for said in lexicon.pattern(name).finditer(text, 0, len(before))
    )


def _is_of_a_plan(when: time.When, one: Found, lexicon: Lexicon) -> bool:
    """ "Was received by the minister, who will go to Tallinn in June", "met for the first time since 2019": not the
    day of the reception or the meeting."""
    text = one.scene.sentence.text
    if one.told and lexicon.pattern("date_of_another").search(text, one.end, when.span[1]):
        return True
    between = text[one.end : when.span[0]]
    planned = lexicon.realis.get("planned")
    return one.realis == "occurred" and planned is not None and bool(planned.search(between, of=[text]))


def _is_to_come(one: Found, when: time.When, lexicon: Lexicon) -> bool:
    """Whether the day is one of the future; of what is called off, only the day it was planned for."""
    if one.realis == "cancelled":
        return bool(lexicon.pattern("planned_for").search(one.scene.sentence.text, 0, when.span[0]))
    return one.realis in ("planned", "hypothetical")


def _is_done(one: Found, lexicon: Lexicon) -> bool:
    """Whether the words tell it as past."""
    past = one.told or lexicon.pattern("past_verb").match(one.scene.sentence.text, one.start)
    return bool(past) and one.realis in ("occurred", "background")


def _with_likely_year(when: time.When, one: Found, context: Context) -> time.When:
    """News at the top, a year to the day before its own report, has last year's number by mistake."""
    top = one.scene.sentence.paragraph < LEAD_PARAGRAPHS and one.realis == "occurred"
    if not (top and context.day and when.precision == "day" and when.basis == "explicit"):
        return when
    try:
        likely = when.start.replace(year=context.day.year)
    except ValueError:
        return when
    wrong = when.start.year == context.day.year - 1 and 0 <= (context.day - likely).days <= DAYS_BACK
    return replace(when, start=likely) if wrong else when


def realis_by_date(one: Found, when: time.When, context: Context) -> str | None:
    """What an event told as done must be if it was long over, or not yet begun, when it was reported."""
    if not context.day or one.realis not in ("occurred", "background"):
        return None
    if one.realis == "background":
        dated = when.precision in ("day", "range") and 0 <= (context.day - when.start).days <= _FRESH_DAYS
        return "occurred" if dated else None
    news = _NEWS_DAYS if one.scene.sentence.paragraph < LEAD_PARAGRAPHS else _PASSING_DAYS
    last = when.end or when.start
    if when.precision in ("month", "year"):
        # Some day of it: as likely its middle as its end.
        last = when.start + (last - when.start) / 2
    if (context.day - last).days > news:
        return "background"
    # A day's grace: the report's date may be that of a zone further west.
    if when.precision in ("day", "range", "month") and (when.start - context.day).days > 1:
        return "planned"
    return None

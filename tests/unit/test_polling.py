"""A source is asked as often as it publishes makes sensible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.fetch.polling import LONGEST, is_due, next_interval

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)


def every(gap: timedelta, times: int) -> list[datetime]:
    return [NOW - gap * number for number in range(1, times + 1)]


def test_a_busy_source_keeps_its_schedule():
    assert next_interval(FIVE_MINUTES, every(timedelta(minutes=6), 500), NOW) == FIVE_MINUTES


def test_a_source_that_publishes_twice_a_week_is_not_asked_every_five_minutes():
    interval = next_interval(FIVE_MINUTES, every(timedelta(days=3.5), 4), NOW)
    assert timedelta(hours=12) < interval <= LONGEST


def test_an_unknown_source_keeps_its_schedule_and_no_source_waits_over_a_day():
    assert next_interval(FIVE_MINUTES, [], NOW) == FIVE_MINUTES
    assert next_interval(FIVE_MINUTES, every(timedelta(days=60), 2), NOW) == LONGEST


def test_a_look_is_due_when_its_time_has_come_or_the_clock_went_back():
    quiet = every(timedelta(days=2), 7)
    assert not is_due(FIVE_MINUTES, quiet, NOW - timedelta(hours=1), NOW)
    assert is_due(FIVE_MINUTES, quiet, NOW - timedelta(hours=13), NOW)
    assert is_due(FIVE_MINUTES, quiet, None, NOW)
    assert is_due(FIVE_MINUTES, quiet, NOW + timedelta(days=400), NOW)

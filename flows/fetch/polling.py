"""How often a source is worth asking: by what it has been publishing, not only by its schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

# Looks for each article that a source is likely to publish: what was new is then on average a quarter
# of its usual gap old.
LOOKS_PER_ARTICLE = 4
LONGEST = timedelta(days=1)


def next_interval(scheduled: timedelta, first_seen: Sequence[datetime], now: datetime) -> timedelta:
    """Time from one look to the next: the scheduled one for a busy source, up to a day for a quiet one.

    `first_seen` are the times at which the source's articles of the last weeks were first seen.
    """
    if not first_seen:
        return scheduled
    watched = now - min(first_seen)
    usual_gap = watched / len(first_seen)
    return max(scheduled, min(LONGEST, usual_gap / LOOKS_PER_ARTICLE))


def is_due(
    scheduled: timedelta, first_seen: Sequence[datetime], last_look: datetime | None, now: datetime
) -> bool:
    """Whether a scheduled look should be taken. A clock that jumped back makes it due."""
    if last_look is None or last_look > now:
        return True
    # A schedule that fires a moment early must not skip a whole turn.
    return now - last_look >= 0.9 * next_interval(scheduled, first_seen, now)

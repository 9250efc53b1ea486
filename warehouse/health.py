"""How the sources do, read from the view `source_health` over what is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.offered import add_views
from warehouse.store import Store


@dataclass(frozen=True)
class SourceHealth:
    """One active source against its own habit; the view's comments say what each field means."""

    source_id: str
    last_try: datetime | None
    last_success: datetime | None
    last_published: datetime | None
    last_new: datetime | None
    per_day: float
    usual_per_day: float
    usual_gap_hours: float | None
    drift: float
    rejects: int
    reject_rate: float
    latency_ms: int | None
    problems: list[str]


def source_health(store: Store) -> list[SourceHealth]:
    """Every active source, those with problems first."""
    with store.connect() as connection:
        # The loader's own file holds tables only: what people ask is put into the published copy. Nor is it kept here.
        connection.execute("BEGIN")
        try:
            add_views(connection, comments=False)
            rows = connection.execute(
                "SELECT * FROM source_health ORDER BY len(problems) DESC, source_id"
            ).fetchall()
        finally:
            connection.execute("ROLLBACK")
    return [SourceHealth(*row) for row in rows]


def conflicting_events(store: Store, since: datetime) -> list[tuple[str, str, list[str]]]:
    """Events told of since then whose reports cannot all be true: (event, title, what they disagree on)."""
    with store.write() as connection:
        return connection.execute(
            "SELECT event_id, title, disagreements FROM events"
            " WHERE len(disagreements) > 0 AND last_reported >= ? ORDER BY event_id",
            [since],
        ).fetchall()

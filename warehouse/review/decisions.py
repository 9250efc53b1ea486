"""Decisions about the names of the review list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from warehouse.errors import StoreError
from warehouse.sqlfiles import run_file, text
from warehouse.store import Store


@dataclass(frozen=True)
class Decision:
    """`status` is accepted or rejected. `name` is as articles have it, `person` as it is to be written."""

    person_id: str
    status: str
    name: str
    person: str
    country: str | None = None
    org: str | None = None
    office: str | None = None
    rank: str | None = None
    held_from: date | None = None
    held_to: date | None = None


_SCHEMA = pa.schema(
    [
        (name, pa.string())
        for name in ("person_id", "status", "name", "person", "country", "org", "office", "rank")
    ]
    + [(name, pa.date32()) for name in ("held_from", "held_to")]
)


def find(store: Store, who: str, status: str) -> Decision:
    """The person of that id or name, with what is known, as a decision to be made. StoreError for none or several."""
    with store.write() as connection:
        rows = connection.execute(text("review/find.sql"), {"who": who}).fetchall()
    found: dict[str, list] = {}
    for person_id, *facts in rows:
        found.setdefault(person_id, facts)
    if not found:
        raise StoreError(f"{who}: nobody of that id or name waits for review; dragoman review lists them")
    if len(found) > 1:
        several = ", ".join(f"{one} ({facts[2] or facts[3]})" for one, facts in sorted(found.items()))
        raise StoreError(f"{who}: several people; give the id of one of them: {several}")
    [(person_id, facts)] = found.items()
    return Decision(person_id, status, *facts)


def decide(store: Store, decisions: Sequence[Decision]) -> int:
    """Keep the decisions and tell how many are new or other than before; the last one about a person stands.

    StoreError for an accepted person of no country or organisation, which would teach the coder nothing.
    """
    for one in decisions:
        if one.status == "accepted" and not (one.country or one.org):
            raise StoreError(f"{one.name}: of which country? Give --country or --org")
    latest = {one.person_id: one for one in decisions}
    with store.write() as connection:
        connection.register(
            "in_review", pa.Table.from_pylist([asdict(one) for one in latest.values()], _SCHEMA)
        )
        changed = connection.execute(
            "SELECT count(*) FROM (SELECT * FROM in_review EXCEPT SELECT * EXCLUDE (decided_at) FROM reviews)"
        ).fetchone()
        run_file(connection, "review/decide.sql", {"now": datetime.now(UTC)})
    return changed[0] if changed else 0

"""The tenures that the coder is given: made of what was accepted and what was learned, kept by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa

from parsers.records import Tenure, Tenures
from warehouse.sqlfiles import text
from warehouse.store import Store

# Of mentions at least as sure as this nine in ten are right. Of the 33 office holders that labelled articles teach so, each
# by a single one, all are right.
LEAST_CONFIDENCE = 0.85
_LINES = pa.schema(
    [
        *((name, pa.string()) for name in ("version", "basis", "person")),
        ("forms", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("country", "org", "office")),
        *((name, pa.date32()) for name in ("first_day", "last_day")),
    ]
)


@dataclass(frozen=True)
class Given:
    """`version` is what the coder gets from now on; `before` what it got until now."""

    version: str
    before: str
    reviewed: int
    learned: int


def current(store: Store) -> Tenures:
    """What the coder is to be given now."""
    with store.write() as connection:
        found = connection.execute(
            "SELECT person, basis, country, org, office, first_day, last_day, forms FROM tenures"
            " WHERE version = (SELECT max_by(version, made_at) FROM ops.tenure_versions)"
        ).fetchall()
    return Tenures.of(_tenure(*row) for row in found)


def give(store: Store) -> Given:
    """Take what is accepted and learned by now as what the coder gets from now on. Twice is once."""
    with store.write() as connection:
        reviewed, learned = _reviewed(connection), _learned(connection)
        made = Tenures.of([*reviewed, *learned])
        last = connection.execute("SELECT max_by(version, made_at) FROM ops.tenure_versions").fetchone()
        before = (last and last[0]) or ""
        if made.version != before:
            known = connection.execute("SELECT 1 FROM tenures WHERE version = ?", [made.version]).fetchone()
            rows = [] if known else [_row(made.version, one) for one in made.lines]
            connection.register("in_tenure", pa.Table.from_pylist(rows, _LINES))
            connection.execute("INSERT INTO tenures BY NAME SELECT * FROM in_tenure")
            connection.execute(
                "INSERT INTO ops.tenure_versions VALUES (?, ?, ?, ?)",
                [made.version, len(reviewed), len(learned), datetime.now(UTC)],
            )
    return Given(made.version, before, len(reviewed), len(learned))


def _reviewed(connection: duckdb.DuckDBPyConnection) -> list[Tenure]:
    found = connection.execute(
        "SELECT person, 'reviewed', country, org, office, held_from, held_to,"
        " CASE WHEN name = person THEN [] ELSE [name] END FROM reviews WHERE status = 'accepted'"
    ).fetchall()
    return [_tenure(*row) for row in found]


def _learned(connection: duckdb.DuckDBPyConnection) -> list[Tenure]:
    found = connection.execute(
        text("review/learned.sql"),
        {"least_confidence": LEAST_CONFIDENCE},
    ).fetchall()
    return [
        _tenure(person, "learned", country, org, office, first, last, ())
        for person, country, org, office, first, last in found
    ]


def _tenure(
    person: str,
    basis: str,
    country: str | None,
    org: str | None,
    office: str | None,
    first: date | None,
    last: date | None,
    forms: list[str] | tuple[str, ...] | None,
) -> Tenure:
    first_day, last_day = (day.isoformat() if day else "" for day in (first, last))
    return Tenure(
        person, basis, country or "", org or "", office or "", first_day, last_day, tuple(sorted(forms or ()))
    )


def _row(version: str, one: Tenure) -> dict[str, object]:
    return {
        "version": version,
        "basis": one.basis,
        "person": one.person,
        "forms": list(one.forms),
        "country": one.country or None,
        "org": one.org or None,
        "office": one.office or None,
        "first_day": date.fromisoformat(one.first_day) if one.first_day else None,
        "last_day": date.fromisoformat(one.last_day) if one.last_day else None,
    }

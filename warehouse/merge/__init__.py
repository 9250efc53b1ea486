"""Mentions become events: incrementally in the transaction that loads them, or all over again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.merge.cluster import Assignment, Key, assign
from warehouse.sqlfiles import FOLDER, run_file
from warehouse.store import Store

ROWS_AT_ONCE = 10_000
_PLACE = ("event_id", "position", "origin", "ambiguous")
_ASSIGNED = pa.schema(
    [
        ("event_id", pa.string()),
        ("mention_id", pa.string()),
        ("article_id", pa.string()),
        ("position", pa.int32()),
        ("origin", pa.int32()),
        ("ambiguous", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class MergeCounts:
    """`compared` mentions were looked at again; `rewritten` events came out different."""

    compared: int
    rewritten: int


def rebuild(store: Store) -> MergeCounts:
    """All events from all stored mentions; ids come out as they were."""
    with store.write() as connection:
        for table in ("ops.mention_keys", "events", "event_mentions", "event_participants", "event_areas"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE dirty (block VARCHAR, window_start DATE, window_end DATE)"
        )
        connection.execute("CREATE OR REPLACE TEMP TABLE dirty_article AS SELECT article_id FROM articles")
        return merge_dirty(connection)


def merge_dirty(connection: duckdb.DuckDBPyConnection) -> MergeCounts:
    """Merge again what surrounds the temp tables `dirty` (windows) and `dirty_article`."""
    run_file(connection, "merge/keys.sql")
    run_file(connection, "merge/affected.sql")
    touched = {
        event_id
        for (event_id,) in connection.execute(
            "SELECT DISTINCT event_id FROM event_mentions"
            " WHERE article_id IN (SELECT d.article_id FROM dirty_article AS d)"
        ).fetchall()
    }
    compared = 0
    changed: list[Assignment] = []
    for _, island in groupby(_rows(connection), key=lambda row: (row["block"], row["island"])):
        before, keys = {}, []
        for row in island:
            keys.append(_key(row))
            before[row["mention_id"]] = (
                None if row["is_dirty"] else tuple(row[f"old_{name}"] for name in _PLACE)
            )
        now = assign(keys)
        compared += len(keys)
        for place in now:
            was = before[place.mention_id]
            if was != tuple(getattr(place, name) for name in _PLACE):
                touched.add(place.event_id)
                touched.update(was[:1] if was and was[0] else ())
        # All mentions of an event are in one island: what this one touched is settled here.
        changed += [place for place in now if place.event_id in touched]
    columns = [[getattr(place, name) for place in changed] for name in _ASSIGNED.names]
    connection.register("assigned", pa.table(columns, schema=_ASSIGNED))
    connection.register("touched", pa.table({"event_id": pa.array(sorted(touched), pa.string())}))
    run_file(connection, "merge/derive.sql")
    return MergeCounts(compared, len(touched))


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """What merge/islands.sql selects, some at a time. The connection must do nothing else meanwhile."""
    result = connection.execute((FOLDER / "merge" / "islands.sql").read_text("utf-8"))
    names = [column[0] for column in result.description]
    while part := result.fetchmany(ROWS_AT_ONCE):
        for row in part:
            yield dict(zip(names, row, strict=True))


def _key(row: dict[str, Any]) -> Key:
    facts = {name: row[name] for name in Key.__slots__}
    facts |= {"parties": frozenset(row["parties"]), "persons": tuple(row["persons"])}
    return Key(**facts | {"confidence": row["confidence"] or 0.0, "origins": frozenset(row["origins"])})

"""Mentions become events: incrementally in the transaction that loads them, or all over again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.merge.cluster import Assignment, Key, assign
from warehouse.plain import plain
from warehouse.sqlfiles import run_file
from warehouse.store import Store

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
    origins = _origins(connection)
    result = connection.execute("SELECT * FROM affected ORDER BY block, island")
    names = [column[0] for column in result.description]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    touched = {
        event_id
        for (event_id,) in connection.execute(
            "SELECT DISTINCT event_id FROM event_mentions"
            " WHERE article_id IN (SELECT d.article_id FROM dirty_article AS d)"
        ).fetchall()
    }
    assigned: list[Assignment] = []
    for _, island in groupby(rows, key=lambda row: (row["block"], row["island"])):
        before, keys = {}, []
        for row in island:
            keys.append(_key(row, origins[row["article_id"]]))
            before[row["mention_id"]] = (
                None if row["is_dirty"] else tuple(row[f"old_{name}"] for name in _PLACE)
            )
        now = assign(keys)
        for place in now:
            was = before[place.mention_id]
            if was != tuple(getattr(place, name) for name in _PLACE):
                touched.add(place.event_id)
                touched.update(was[:1] if was and was[0] else ())
        assigned.extend(now)
    changed = [asdict(row) for row in assigned if row.event_id in touched]
    connection.register("assigned", pa.Table.from_pylist(changed, _ASSIGNED))
    connection.register("touched", pa.table({"event_id": pa.array(sorted(touched), pa.string())}))
    run_file(connection, "merge/derive.sql")
    return MergeCounts(len(rows), len(touched))


def _key(row: dict[str, Any], origins: frozenset[str]) -> Key:
    facts = {name: row[name] for name in Key.__slots__ if name in row}
    facts |= {"parties": frozenset(row["parties"]), "persons": tuple(row["persons"])}
    return Key(**facts | {"confidence": row["confidence"] or 0.0, "origins": origins})


def _origins(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """Article → traces of where its story comes from. Two articles with one in common are not independent."""
    found = {}
    for article_id, source_id, fingerprint, url, attribution, name, alternates, said in connection.execute(
        "SELECT article_id, source_id, fingerprint, canonical_url, attribution, source_name, alternates, said"
        " FROM affected_article"
    ).fetchall():
        names = {plain(n) for n in (source_id, name, attribution) if n}
        found[article_id] = frozenset(
            {"source:" + source_id, "copy:" + fingerprint, "url:" + url}
            | {"url:" + other for other in alternates}
            | {"said:" + words for words in said}
            | {"name:" + n for n in names}
        )
    return found

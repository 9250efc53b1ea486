# ruff: noqa: S608 (what is put into the SQL are names and numbers of this module)
"""Coding stored articles again: staged beside the current coding, compared with it, then made current or not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from pydantic import TypeAdapter

from parsers.records import Article, Coding, digest
from warehouse.compare import Change, compare
from warehouse.load import Batch, load, rows
from warehouse.store import Store
from warehouse.tables import as_objects

EXAMPLES = 20
log = logging.getLogger(__name__)
_ARTICLE, _CODING = TypeAdapter(Article), TypeAdapter(Coding)
_VOLATILE = {"row_hash", "archive_file", "archive_offset", "published_offset", *Coding.__slots__}
_STAMP = {"coder_version", "ontology_version"}
_STAGED = pa.schema(
    [(name, pa.string()) for name in ("recode_id", "article_id", "content_hash")]
    + [("same", pa.int32()), ("differs", pa.bool_())]
    + [(name, pa.string()) for name in ("problem", "article", "coding")]
)
_CHANGED = pa.schema(
    [
        (name, pa.string())
        for name in ("recode_id", "article_id", "source_id", "change", "type", "type_before")
    ]
    + [("fields", pa.list_(pa.string()))]
    + [(name, pa.string()) for name in ("old", "new", "evidence")]
)


@dataclass(frozen=True)
class Scope:
    """What to code again. No sources: all. Days are those of publication (UTC), both included."""

    coder_version: str
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    from_raw: bool = False

    @property
    def key(self) -> str:
        return digest(
            *map(str, (self.coder_version, sorted(self.sources), self.since, self.until, self.from_raw))
        )


@dataclass(frozen=True)
class Again:
    """An article coded again. `problem` says why its raw page could not be used."""

    article: Article
    coding: Coding
    reparsed: bool = False
    problem: str | None = None


def find(store: Store, scope: Scope) -> tuple[str, str] | None:
    """Id and status of the undecided recoding of this scope."""
    with store.write() as connection:
        return connection.execute(
            "SELECT recode_id, status FROM ops.recodes WHERE scope = ? AND status IN ('running', 'reported')"
            " ORDER BY started_at DESC LIMIT 1",
            [scope.key],
        ).fetchone()


def begin(store: Store, recode_id: str, scope: Scope) -> None:
    """Start a recoding; earlier undecided ones of the same scope are given up."""
    with store.write() as connection:
        old = "SELECT recode_id FROM ops.recodes WHERE scope = ? AND status IN ('running', 'reported')"
        for table in ("ops.recode_articles", "ops.recode_changes"):
            connection.execute(f"DELETE FROM {table} WHERE recode_id IN ({old})", [scope.key])
        connection.execute(
            "UPDATE ops.recodes SET status = 'discarded' WHERE scope = ? AND status IN ('running', 'reported')",
            [scope.key],
        )
        connection.execute(
            "INSERT INTO ops.recodes BY NAME SELECT ? AS recode_id, ? AS scope, ? AS coder_version, ? AS from_raw,"
            " 'running' AS status, ?::TIMESTAMPTZ AS started_at",
            [recode_id, scope.key, scope.coder_version, scope.from_raw, datetime.now(UTC)],
        )


def missing(store: Store, recode_id: str, scope: Scope) -> list[str]:
    """Ids of the scope's articles that are not staged yet, in the order they were loaded."""
    with store.write() as connection:
        found = connection.execute(
            "SELECT a.article_id FROM articles AS a"
            " ANTI JOIN (SELECT s.article_id FROM ops.recode_articles AS s WHERE s.recode_id = $id) AS d"
            " ON d.article_id = a.article_id"
            " WHERE (len($sources::VARCHAR[]) = 0 OR list_contains($sources::VARCHAR[], a.source_id))"
            " AND ($since::DATE IS NULL OR a.published::DATE >= $since)"
            " AND ($until::DATE IS NULL OR a.published::DATE <= $until)"
            " ORDER BY a.first_seen_at, a.article_id",
            {"id": recode_id, "sources": list(scope.sources), "since": scope.since, "until": scope.until},
        ).fetchall()
    return [article_id for (article_id,) in found]


def articles(store: Store, ids: Sequence[str]) -> list[Article]:
    """The current versions of these articles, as they were parsed but for their leads, which are not stored."""
    with store.write() as connection:
        return list(_articles(connection, ids))


def _articles(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Iterator[Article]:
    found = _select(
        connection,
        "SELECT a.* RENAME (source_id AS source), t.body AS text, s.timezone, coalesce(l.alternates, []) AS alternates"
        " FROM articles AS a JOIN article_texts AS t ON t.content_hash = a.content_hash"
        " LEFT JOIN sources AS s ON s.source_id = a.source_id"
        " LEFT JOIN (SELECT article_id, list([lang, url] ORDER BY lang, url) AS alternates FROM article_alternates"
        " GROUP BY article_id) AS l ON l.article_id = a.article_id"
        " WHERE a.article_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY a.article_id",
        [list(ids)],
    )
    for row in found:
        row["origins"] = json.loads(row["origins"] or "{}")
        row["alternates"] = tuple((lang, url) for lang, url in row["alternates"])
        for name in ("tags", "captions", "flags"):
            row[name] = tuple(row[name] or ())
        for name in ("published", "modified"):
            row[name] = row[name] and row[name].astimezone(_clock(row))
        yield Article(**{name: row[name] for name in Article.__slots__ if name in row})


def _clock(row: dict[str, Any]) -> tzinfo:
    """The clock the outlet wrote by; for what was loaded before that was stored, the source's own."""
    if row["published_offset"] is not None:
        return timezone(timedelta(minutes=row["published_offset"]))
    return (
        UTC if row["timezone"] is None or row["published_precision"] == "day" else ZoneInfo(row["timezone"])
    )


def stage(store: Store, recode_id: str, coded: Sequence[Again]) -> None:
    """Keep the new codings and what they change, in one transaction; what is staged already stays as it is."""
    ids = [one.article.article_id for one in coded]
    with store.write() as connection:
        stored = {article.article_id: article for article in _articles(connection, ids)}
        done = connection.execute(
            "SELECT article_id FROM ops.recode_articles WHERE recode_id = ?"
            " AND article_id IN (SELECT unnest(?::VARCHAR[]))",
            [recode_id, ids],
        ).fetchall()
        current = _current(connection, ids)
        staged, changed = [], []
        for one in coded:
            article_id = one.article.article_id
            if (article_id,) in done or article_id not in stored:
                continue
            facts, mentions, persons = current[article_id]
            new = _told(
                list(rows.mention_rows(article_id, one.article, one.coding)),
                list(rows.party_rows(article_id, one.article, one.coding)),
            )
            same, changes = compare(mentions, new)
            differs = (
                bool(changes)
                or facts != _facts(rows.article_row(article_id, one.article, one.coding))
                or persons != _plain([_bare(row) for row in rows.sighting_rows(article_id, one.coding)])
                or [row["mention_id"] for row in mentions] != [row["mention_id"] for row in new]
                or _parsed(one.article) != _parsed(stored[article_id])
            )
            staged.append(
                {
                    "recode_id": recode_id,
                    "article_id": article_id,
                    "content_hash": stored[article_id].content_hash,
                    "same": same,
                    "differs": differs,
                    "problem": one.problem,
                    "article": _ARTICLE.dump_json(one.article).decode() if differs and one.reparsed else None,
                    "coding": _CODING.dump_json(one.coding).decode() if differs else None,
                }
            )
            changed += [_change_row(recode_id, one.article, change) for change in changes]
        for name, table, schema, records in (
            ("in_staged", "ops.recode_articles", _STAGED, staged),
            ("in_changed", "ops.recode_changes", _CHANGED, changed),
        ):
            connection.register(name, pa.Table.from_pylist(records, schema))
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {name}")


def report(store: Store, recode_id: str) -> dict[str, Any]:
    """The whole difference: numbers, by form, source and language, what went wrong and examples. Stored with the recoding."""
    of = [recode_id]
    counted = (
        "count(*) FILTER (c.change = 'gained') AS gained, count(*) FILTER (c.change = 'lost') AS lost,"
        " count(*) FILTER (c.change = 'changed') AS changed FROM ops.recode_changes AS c"
        " JOIN articles AS a ON a.article_id = c.article_id WHERE c.recode_id = ?"
    )
    with store.write() as connection:
        [head] = _select(
            connection,
            "SELECT recode_id, coder_version, from_raw FROM ops.recodes WHERE recode_id = ?",
            of,
        )
        [staged] = _select(
            connection,
            "SELECT count(*) AS articles, count(*) FILTER (differs) AS articles_differing,"
            " coalesce(sum(same), 0)::BIGINT AS same FROM ops.recode_articles WHERE recode_id = ?",
            of,
        )
        [total] = _select(connection, f"SELECT {counted}", of)
        by = {
            f"by_{name}": _select(
                connection, f"SELECT {column} AS {name}, {counted} GROUP BY {column} ORDER BY {column}", of
            )
            for name, column in (("form", "c.type"), ("source", "c.source_id"), ("language", "a.lang"))
        }
        problems = _select(
            connection,
            "SELECT s.problem, a.url FROM ops.recode_articles AS s JOIN articles AS a ON a.article_id = s.article_id"
            f" WHERE s.recode_id = ? AND s.problem IS NOT NULL ORDER BY a.url LIMIT {EXAMPLES}",
            of,
        )
        # A few of each kind and form, not twenty of the most frequent one.
        examples = _select(
            connection,
            "SELECT c.change, c.type, c.type_before, c.source_id AS source, a.url, c.fields, c.old, c.new, c.evidence"
            " FROM ops.recode_changes AS c JOIN articles AS a ON a.article_id = c.article_id WHERE c.recode_id = ?"
            " ORDER BY row_number() OVER (PARTITION BY c.change, c.type ORDER BY c.article_id, c.evidence),"
            f" c.change, c.type, c.article_id LIMIT {EXAMPLES}",
            of,
        )
        for one in examples:
            one["old"], one["new"] = (one[name] and json.loads(one[name]) for name in ("old", "new"))
        found = {**head, **staged, **total, **by, "problems": problems, "examples": examples}
        connection.execute(
            "UPDATE ops.recodes SET status = 'reported', reported_at = ?, report = ? WHERE recode_id = ?",
            [datetime.now(UTC), json.dumps(found, ensure_ascii=False), recode_id],
        )
    return found


def changes(store: Store, recode_id: str) -> list[dict[str, Any]]:
    """Every mention that came, went or reads differently; `old` and `new` are JSON."""
    with store.write() as connection:
        return _select(
            connection,
            "SELECT c.change, c.type AS form, c.type_before AS form_before, c.source_id AS source, a.lang AS language,"
            " a.url, array_to_string(c.fields, ' ') AS fields, c.evidence, c.old, c.new"
            " FROM ops.recode_changes AS c JOIN articles AS a ON a.article_id = c.article_id WHERE c.recode_id = ?"
            " ORDER BY c.change, c.type, c.source_id, a.url, c.evidence",
            [recode_id],
        )


def make_current(store: Store, recode_id: str, size: int) -> int:
    """Load what differs, `size` articles at a time, and tell how many changed; killed, it can be done again.

    Articles that changed since they were compared keep the coding that came with the change.
    """
    with store.write() as connection:
        ids = connection.execute(
            "SELECT article_id FROM ops.recode_articles WHERE recode_id = ? AND differs ORDER BY article_id",
            [recode_id],
        ).fetchall()
    loaded = 0
    for start in range(0, len(ids), size):
        coded = _staged(store, recode_id, [article_id for (article_id,) in ids[start : start + size]])
        counts = load(store, Batch(f"{recode_id}/{size}/{start}", recode_id, articles=coded))
        loaded += counts.articles_new + counts.articles_changed
        log.info("current %d of %d", start + len(coded), len(ids))
    with store.write() as connection:
        connection.execute(
            "UPDATE ops.recodes SET status = 'published', published_at = ? WHERE recode_id = ?",
            [datetime.now(UTC), recode_id],
        )
        connection.execute("DELETE FROM ops.recode_articles WHERE recode_id = ?", [recode_id])
    return loaded


def _staged(store: Store, recode_id: str, ids: Sequence[str]) -> list[tuple[Article, Coding]]:
    with store.write() as connection:
        stored = {one.article_id: one for one in _articles(connection, ids)}
        found = _select(
            connection,
            "SELECT s.article_id, s.article, s.coding FROM ops.recode_articles AS s"
            " JOIN articles AS a ON a.article_id = s.article_id AND a.content_hash = s.content_hash"
            " WHERE s.recode_id = ? AND s.article_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY s.article_id",
            [recode_id, list(ids)],
        )
    coded = []
    for row in found:
        article = _ARTICLE.validate_json(row["article"]) if row["article"] else stored[row["article_id"]]
        coded.append((article, _CODING.validate_json(row["coding"])))
    return coded


def _current(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, tuple]:
    """Article id → what is stored of its coding: facts of the article, mentions, persons."""
    facts, mentions, parties, persons = (
        _select(
            connection,
            f"SELECT * FROM {table} WHERE article_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY article_id, {order}",
            [list(ids)],
        )
        for table, order in (
            ("articles", "article_id"),
            ("mentions", "number"),
            ("mention_participants", "mention_id, seq"),
            ("person_sightings", "seq"),
        )
    )
    by_article = {
        kind: {key: list(group) for key, group in groupby(found, key=lambda row: row["article_id"])}
        for kind, found in (("mentions", mentions), ("parties", parties), ("persons", persons))
    }
    return {
        row["article_id"]: (
            _facts(row),
            _told(*(by_article[kind].get(row["article_id"], []) for kind in ("mentions", "parties"))),
            _plain([_bare(one) for one in by_article["persons"].get(row["article_id"], [])]),
        )
        for row in facts
    }


def _facts(row: dict[str, Any]) -> list[Any]:
    """What the coder says of the article as a whole."""
    names = ("relevant", "score", "lang_read", "coder", "coder_version", "ontology_version")
    return [row[name] for name in names]


def _parsed(article: Article) -> dict[str, Any]:
    """What parsing says of it; instants compare as such, whatever the clock."""
    row = rows.article_row(article.article_id, article, Coding(False, 0.0))
    return {name: value for name, value in row.items() if name not in _VOLATILE}


def _told(mentions: list[dict[str, Any]], parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mentions with their participants, comparable; a parent is named by its form and words, not by its id."""
    names = {row["mention_id"]: f"{row['type']}: {row['evidence']}" for row in mentions}
    found = []
    for row in mentions:
        own = [one for one in parties if one["mention_id"] == row["mention_id"]]
        parent = row["parent_mention_id"]
        told = {
            name: value
            for name, value in row.items()
            if name not in {"article_id", "parent_mention_id", *_STAMP}
        }
        found.append(
            _plain(
                told | {"parent": parent and names.get(parent), "participants": [_bare(one) for one in own]}
            )
        )
    return found


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in sorted(row) if name not in {"article_id", "mention_id", "seq"}}


def _plain(value: Any) -> Any:
    """As JSON has it: days as text, an empty list the same as none."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value] or None
    return value.isoformat() if isinstance(value, date) else value


def _change_row(recode_id: str, article: Article, change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    shown = new or old or {}
    return {
        "recode_id": recode_id,
        "article_id": article.article_id,
        "source_id": article.source,
        "change": change.kind,
        "type": shown["type"],
        "type_before": old["type"] if old and new and old["type"] != new["type"] else None,
        "fields": list(change.fields),
        "old": old and json.dumps(old, ensure_ascii=False),
        "new": new and json.dumps(new, ensure_ascii=False),
        "evidence": shown["evidence"],
    }


def _select(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any) -> list[dict[str, Any]]:
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description]
    return as_objects(names, result.fetchall())

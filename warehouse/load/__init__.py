"""A batch of records into the warehouse: one transaction, once, whatever is killed when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from parsers.records import Article, Coding, FetchRecord, Reject
from parsers.source import Source
from warehouse.copies import find_copies
from warehouse.load import rows
from warehouse.merge import merge_dirty
from warehouse.sqlfiles import run_file
from warehouse.store import Store


@dataclass(frozen=True)
class Batch:
    """What one task brings: `batch_id` must be the same when the same batch is tried again."""

    batch_id: str
    run_id: str
    source: str | None = None
    fetches: Sequence[FetchRecord] = ()
    articles: Sequence[tuple[Article, Coding]] = ()
    rejects: Sequence[Reject] = ()


@dataclass(frozen=True)
class LoadCounts:
    """What a load did. `already_loaded`: the ledger had the batch; the counts are those of the first time."""

    fetches: int = 0
    articles: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    mentions: int = 0
    rejects: int = 0
    already_loaded: bool = False


def load(store: Store, batch: Batch) -> LoadCounts:
    """Load the batch in one transaction with its ledger entry and the events it touches.

    Articles equal to what is stored write nothing. StoreError when the store cannot be written.
    """
    # The same address twice in one batch: the later reading stands.
    latest = {article.article_id: (article, coding) for article, coding in batch.articles}
    now = datetime.now(UTC)
    with store.write() as connection:
        done = connection.execute(
            "SELECT fetches, articles, articles_new, articles_changed, mentions, rejects"
            " FROM ops.batches WHERE batch_id = ?",
            [batch.batch_id],
        ).fetchone()
        if done:
            return replace(LoadCounts(*done), already_loaded=True)
        stamp = {"batch_id": batch.batch_id, "now": now}
        stage(connection, "in_fetch", "ops.fetches", (rows.fetch_row(f) for f in batch.fetches))
        stage(connection, "in_reject", "ops.rejects", (rows.reject_row(r) for r in batch.rejects))
        run_file(connection, "load/log.sql", stamp)
        counts = LoadCounts(fetches=len(batch.fetches), articles=len(latest), rejects=len(batch.rejects))
        if latest:
            counts = _load_articles(connection, latest, stamp, counts)
        connection.execute(
            "INSERT INTO ops.batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(batch.batch_id, batch.run_id, batch.source, counts.fetches, counts.articles),
                *(counts.articles_new, counts.articles_changed, counts.mentions, counts.rejects, now),
                sum("selectors_failed" in article.flags for article, _ in latest.values()),
            ],
        )
        return counts


def _load_articles(
    connection: duckdb.DuckDBPyConnection,
    coded: dict[str, tuple[Article, Coding]],
    stamp: dict[str, object],
    counts: LoadCounts,
) -> LoadCounts:
    text = pa.field("body", pa.string())
    stage(
        connection, "in_article", "articles", (rows.article_row(i, a, c) for i, (a, c) in coded.items()), text
    )
    run_file(connection, "load/stage.sql")
    changed = dict(connection.execute("SELECT article_id, old_version FROM staged").fetchall())
    if not changed:
        return counts
    fresh = [(i, *coded[i]) for i in changed]
    mentions = [row for i, a, c in fresh for row in rows.mention_rows(i, a, c)]
    parties = (row for i, a, c in fresh for row in rows.party_rows(i, a, c))
    sightings = (row for i, _, c in fresh for row in rows.sighting_rows(i, c))
    alternates = (row for i, a, _ in fresh for row in rows.alternate_rows(i, a))
    stage(connection, "in_mention", "mentions", mentions)
    stage(connection, "in_party", "mention_participants", parties)
    stage(connection, "in_sighting", "person_sightings", sightings)
    stage(connection, "in_alternate", "article_alternates", alternates)
    edits = connection.execute(
        "SELECT s.article_id, t.body, s.body FROM staged AS s JOIN article_texts AS t"
        " ON t.content_hash = s.old_content_hash WHERE s.old_content_hash <> s.content_hash"
    ).fetchall()
    schema = pa.schema([("article_id", pa.string()), ("added", pa.int32()), ("removed", pa.int32())])
    edited = [_word_changes(*edit) for edit in edits]
    connection.register("in_edit", pa.Table.from_pylist(edited, schema))
    run_file(connection, "load/articles.sql", stamp)
    # Only where something is said to have happened does it matter who copied whom.
    find_copies(connection, {i: a.text if c.mentions else "" for i, a, c in fresh})
    merge_dirty(connection)
    new = sum(version is None for version in changed.values())
    return replace(counts, articles_new=new, articles_changed=len(changed) - new, mentions=len(mentions))


def _word_changes(article_id: str, before: str, after: str) -> dict[str, object]:
    old, new = Counter(before.split()), Counter(after.split())
    return {"article_id": article_id, "added": (new - old).total(), "removed": (old - new).total()}


def stage(
    connection: duckdb.DuckDBPyConnection, name: str, like: str, records: Iterable[dict], *more: pa.Field
) -> None:
    """Show DuckDB the records as a table `name` with the columns of `like`; missing values are null."""
    schema = connection.execute(f"SELECT * FROM {like} LIMIT 0").to_arrow_table().schema  # noqa: S608
    fields = [pa.field(f.name, pa.string() if f.name in rows.JSON_COLUMNS else f.type) for f in schema]
    connection.register(name, pa.Table.from_pylist(list(records), pa.schema([*fields, *more])))


def save_sources(store: Store, sources: Iterable[Source]) -> None:
    """Write the sources' descriptions; unchanged ones stay untouched."""
    with store.write() as connection:
        stage(connection, "in_source", "sources", (rows.source_row(s) for s in sources))
        run_file(connection, "load/sources.sql", {"now": datetime.now(UTC)})

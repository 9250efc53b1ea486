"""What flows ask of the store between loads: runs, validators, versions known, counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from warehouse.store import Store


@dataclass(frozen=True)
class LastFetch:
    """What the last good answer for an address carried, for asking conditionally, and where it is kept."""

    etag: str | None
    last_modified: str | None
    digest: str | None
    fetched_at: datetime | None
    archive_file: str | None
    archive_offset: int | None


def start_run(store: Store, run_id: str, flow: str, parameters: Mapping[str, Any] | None = None) -> None:
    with store.write() as connection:
        connection.execute(
            "INSERT INTO ops.runs (run_id, flow, started_at, status, parameters) SELECT ?, ?, ?, 'running', ?"
            " WHERE ? NOT IN (SELECT r.run_id FROM ops.runs AS r)",
            [run_id, flow, datetime.now(UTC), json.dumps(parameters or {}, default=str), run_id],
        )


def finish_run(
    store: Store, run_id: str, status: str, counts: Mapping[str, Any] | None = None, error: str | None = None
) -> None:
    """`status` is completed or failed."""
    with store.write() as connection:
        connection.execute(
            "UPDATE ops.runs SET finished_at = ?, status = ?, counts = ?, error = ? WHERE run_id = ?",
            [datetime.now(UTC), status, json.dumps(counts or {}, default=str), error, run_id],
        )


def validators(store: Store, source: str) -> dict[str, LastFetch]:
    """Address → what its last good fetch left; an unchanged answer carries on what it confirmed."""
    with store.write() as connection:
        rows = connection.execute(
            "SELECT url, etag, last_modified, digest, fetched_at, archive_file, archive_offset FROM ops.fetches"
            " WHERE source_id = ? AND outcome IN ('new', 'changed', 'unchanged')"
            " QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC) = 1",
            [source],
        ).fetchall()
    return {url: LastFetch(*values) for url, *values in rows}


def gone(store: Store, source: str) -> set[str]:
    """Feeds, sitemaps and listings whose last answer was 410: they are not to be asked again."""
    with store.write() as connection:
        rows = connection.execute(
            "SELECT url FROM ops.fetches WHERE source_id = ? AND kind = 'discovery'"
            " QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC) = 1 AND outcome = 'gone'",
            [source],
        ).fetchall()
    return {url for (url,) in rows}


def publishing_habit(store: Store, source: str, since: datetime) -> tuple[list[datetime], datetime | None]:
    """When the source's articles were first seen since then, and when it was last looked at."""
    with store.write() as connection:
        seen = connection.execute(
            "SELECT first_seen_at FROM articles WHERE source_id = ? AND first_seen_at >= ?", [source, since]
        ).fetchall()
        last = connection.execute(
            "SELECT max(fetched_at) FROM ops.fetches WHERE source_id = ? AND kind = 'discovery'", [source]
        ).fetchone()
    return [moment for (moment,) in seen], last[0] if last else None


def known(store: Store, source: str) -> dict[str, str]:
    """Canonical address → content hash of the article version stored."""
    with store.write() as connection:
        return dict(
            connection.execute(
                "SELECT canonical_url, content_hash FROM articles WHERE source_id = ?", [source]
            ).fetchall()
        )


def totals(store: Store) -> dict[str, int]:
    """Rows of the main tables as loaded, for a closing summary."""
    tables = ("articles", "article_versions", "mentions", "events", "ops.rejects")
    with store.write() as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]  # noqa: S608
    return {
        table.removeprefix("ops."): count[0] for table, count in zip(tables, counts, strict=True) if count
    }


def turn_outcome(store: Store, run_id: str) -> tuple[list[tuple[str, str, int, str]], list[tuple[str, int]]]:
    """What a run could not use, and what the articles that it wrote say happened; the most frequent first.

    Of the former stage, reason, how many and an example's address, without the pages screened out; of the latter form
    and how many mentions.
    """
    with store.write() as connection:
        rejects = connection.execute(
            "SELECT r.stage, r.reason, count(*), min(coalesce(r.url, '')) FROM ops.rejects AS r"
            " JOIN ops.batches AS b ON b.batch_id = r.batch_id WHERE b.run_id = ? AND r.stage <> 'triage'"
            " GROUP BY r.stage, r.reason ORDER BY count(*) DESC, r.stage, r.reason",
            [run_id],
        ).fetchall()
        forms = connection.execute(
            "SELECT m.type, count(*) FROM mentions AS m JOIN articles AS a ON a.article_id = m.article_id"
            " JOIN ops.batches AS b ON b.batch_id = a.batch_id WHERE b.run_id = ?"
            " GROUP BY m.type ORDER BY count(*) DESC, m.type",
            [run_id],
        ).fetchall()
    return rejects, forms


def forget_fetches(store: Store, before: datetime) -> int:
    """Drop older lines of the fetch log and tell how many; each address keeps its last line and its last good one."""
    with store.write() as connection:
        row = connection.execute(
            "DELETE FROM ops.fetches WHERE fetched_at < ? AND (source_id, url, fetched_at) NOT IN ("
            " SELECT (f.source_id, f.url, max(f.fetched_at)) FROM ops.fetches AS f GROUP BY f.source_id, f.url"
            " UNION ALL SELECT (g.source_id, g.url, max(g.fetched_at)) FROM ops.fetches AS g"
            " WHERE g.outcome IN ('new', 'changed', 'unchanged') GROUP BY g.source_id, g.url)",
            [before],
        ).fetchone()
    return row[0] if row else 0

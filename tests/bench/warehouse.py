"""The warehouse at size: load rates, update, publishing, report times and memory, counts against the truth.

    python -m tests.bench.warehouse --articles 1000000 --folder DIR [--batch 20000] [--reuse] [--full-text]

Prints Markdown. Reports run one after the other on the published copy with DuckDB held to 2 GB.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

import duckdb

from tests.bench.generate import Truth, tell, truths
from warehouse import migrations
from warehouse.load import Batch, load
from warehouse.merge import rebuild
from warehouse.publish import publish
from warehouse.reports import reports, run_report
from warehouse.store import FileStore, open_file, open_store

WORDS = 600
SHUFFLED_WITHIN = 50_000
PLAIN = ("articles", "article_texts", "article_versions", "mentions", "mention_participants")


def coded(articles: int) -> Iterator[tuple]:
    """The articles, those of one event spread over neighbouring batches."""
    told = (pair for truth in truths(articles) for pair in tell(truth, WORDS))
    chance = random.Random(7)  # noqa: S311
    while part := list(islice(told, SHUFFLED_WITHIN)):
        chance.shuffle(part)
        yield from part


def batches(pairs: Iterable[tuple], size: int, name: str) -> Iterator[Batch]:
    pairs = iter(pairs)
    for number in range(10**9):
        part = list(islice(pairs, size))
        if not part:
            return
        yield Batch(f"{name}-{number}", name, None, articles=part)


def fill(store: FileStore, articles: int, size: int) -> None:
    loaded = spent = 0.0
    for batch in batches(coded(articles), size, "fill"):
        began = time.perf_counter()
        load(store, batch)
        took = time.perf_counter() - began
        loaded, spent = loaded + len(batch.articles), spent + took
        print(f"  {loaded:,.0f} loaded, this batch {len(batch.articles) / took:,.0f}/s", file=sys.stderr)
    print(f"| load, records to events | {loaded:,.0f} articles | {spent:.1f} s | {loaded / spent:,.0f}/s |")


def update(store: FileStore, articles: int, size: int) -> None:
    """Every tenth article comes with a changed text."""
    changed = ((replace(a, text=a.text + " Corrected."), c) for a, c in islice(coded(articles), 0, None, 10))
    count = spent = 0.0
    for batch in batches(changed, size, "update"):
        began = time.perf_counter()
        load(store, batch)
        spent += time.perf_counter() - began
        count += len(batch.articles)
    print(f"| update of 10 % | {count:,.0f} articles | {spent:.1f} s | {count / spent:,.0f}/s |")


def beside_plain_insert(store: FileStore, folder: Path) -> None:
    """The same rows from Parquet by INSERT ... SELECT, and by the MERGE that loading uses."""
    with store.write() as connection:
        rows = 0
        for table in PLAIN:
            path = folder / f"{table}.parquet"
            connection.execute(f"COPY {table} TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            rows += connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    for way in ("INSERT ... SELECT", "MERGE"):
        path = folder / f"plain-{way[:5]}.duckdb"
        path.unlink(missing_ok=True)
        connection = open_file(path)
        migrations.migrate(connection, str(path))
        began = time.perf_counter()
        for table in PLAIN:
            source = f"read_parquet('{folder / table}.parquet')"
            if way == "MERGE" and table == "articles":
                connection.execute(
                    f"MERGE INTO {table} AS t USING (SELECT * FROM {source} QUALIFY row_number() OVER"
                    " (PARTITION BY article_id ORDER BY updated_at DESC) = 1) AS s"
                    " ON t.article_id = s.article_id WHEN MATCHED THEN UPDATE BY NAME"
                    " WHEN NOT MATCHED THEN INSERT BY NAME"
                )
            elif way == "MERGE" and table == "article_texts":
                connection.execute(
                    f"INSERT INTO {table} SELECT * FROM {source} AS s"
                    f" WHERE s.content_hash NOT IN (SELECT t.content_hash FROM {table} AS t)"
                )
            else:
                connection.execute(f"INSERT INTO {table} SELECT * FROM {source}")
        connection.close()
        took = time.perf_counter() - began
        print(
            f"| {way} from Parquet | {rows:,} rows | {took:.1f} s | {rows / took:,.0f}/s, {size_of(path)} |"
        )
        path.unlink()


def size_of(path: Path) -> str:
    return f"{path.stat().st_size / 1e9:.2f} GB"


def time_reports(store: FileStore) -> None:
    print("\n| report | rows | query, ms | rows into Python, ms |\n| --- | --- | --- | --- |")
    times = []
    for name in reports():
        for given in ({}, {"country": "AZE"}):
            if given and "country" not in {p.name for p in reports()[name].parameters}:
                continue
            connection = duckdb.connect(
                str(store.path), read_only=True, config={"memory_limit": "2GB", "threads": 2}
            )
            try:
                connection.execute("SELECT 1")
                runs = [time_one(connection, name, given) for _ in range(3)]
                times.append(statistics.median(run[1] for run in runs))
                fetch = statistics.median(run[2] for run in runs)
                print(
                    f"| {name} {given.get('country', '')} | {runs[0][0]:,} | {times[-1] * 1000:.0f} |"
                    f" {fetch * 1000:.0f} |"
                )
            except duckdb.Error as error:
                print(f"| {name} {given.get('country', '')} | failed: {str(error).splitlines()[0]} | | |")
            finally:
                connection.close()
    print(f"\nmedian {statistics.median(times) * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms")


def time_one(connection: duckdb.DuckDBPyConnection, name: str, given: dict) -> tuple[int, float, float]:
    """Rows, seconds of the query, seconds of fetching its rows."""
    report = reports()[name]
    parameters = {p.name: given.get(p.name) for p in report.parameters} or None
    began = time.perf_counter()
    result = connection.execute(report.sql, parameters)
    answered = time.perf_counter()
    rows = len(result.fetchall())
    return rows, answered - began, time.perf_counter() - answered


def compare(store: FileStore, truth: list[Truth]) -> None:
    """Counts of reports against what was generated; an AssertionError names the first that differs."""
    month = Counter((t.day.replace(day=1), t.form) for t in truth)
    pairs: Counter[tuple[str, str]] = Counter()
    mentioned: Counter[tuple[str, str]] = Counter()
    for t in truth:
        for pair in combinations(t.parties, 2):
            pairs[pair] += 1
            mentioned[pair] += len(t.reports)
    with store.read() as connection:
        events = connection.execute("SELECT count(*), sum(mentions) FROM events").fetchone()
        assert events == (len(truth), sum(len(t.reports) for t in truth)), events
        # A late report's own month counts nowhere: the event is dated by the better one.
        assert {r[:2]: r[2] for r in run_report(connection, "activity", {}).rows} == month, "activity"
        dyads = run_report(connection, "dyads", {}).rows
        assert {r[:2]: r[2] for r in dyads} == pairs, "dyads"
        assert {r[:2]: r[4] for r in dyads} == mentioned, "dyads, mentions"
        ours = {(set(p) - {"AZE"}).pop(): n for p, n in pairs.items() if "AZE" in p}
        partners = run_report(connection, "partners", {"country": "AZE"}).rows
        assert {r[2]: r[3] for r in partners} == ours, "partners"
        between = run_report(connection, "timeline", {"country": "AZE", "partner": "GEO"}).rows
        assert len(between) == pairs["AZE", "GEO"], "timeline"
        plans = {(t.parties, t.day.year) for t in truth if t.form == "INSTRUMENT_SIGNED"}
        assert len(run_report(connection, "instruments", {}).rows) == len(plans), "instruments"
        copies = sum(r == "copy" for t in truth for r in t.reports)
        independent = connection.execute("SELECT sum(independent_sources) FROM events").fetchone()[0]
        assert independent == sum(len(t.reports) for t in truth) - copies, "independent sources"
    print("\nCounts equal the truth: events, mentions, activity, dyads, partners, timeline, plans, sources.")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--reuse", action="store_true", help="keep what the folder has loaded")
    parser.add_argument("--full-text", action="store_true", help="publish with the full-text index")
    given = parser.parse_args()
    store = open_store(given.folder / "warehouse.duckdb")
    print("| step | size | time | rate |\n| --- | --- | --- | --- |")
    if not given.reuse:
        fill(store, given.articles, given.batch)
    began = time.perf_counter()
    publish(store, full_text=given.full_text)
    kind = "with full text" if given.full_text else "without full text"
    print(f"| publish {kind} | {size_of(store.path)} | {time.perf_counter() - began:.1f} s | |")
    time_reports(store)
    compare(store, list(truths(given.articles)))
    print("\n| step | size | time | rate |\n| --- | --- | --- | --- |")
    print(f"| loader's file | {size_of(store.loader_path)} | | |")
    beside_plain_insert(store, given.folder)
    if not given.reuse:
        began = time.perf_counter()
        counts = rebuild(store)
        took = time.perf_counter() - began
        print(f"| rebuild of all events | {counts.compared:,} mentions | {took:.1f} s | |")
        update(store, given.articles, given.batch)
        print(f"| loader's file after both | {size_of(store.loader_path)} | | |")
    print(f"\nPeak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()

"""Readers that run reports in a loop while a loader loads and publishes: what failed, and how stale they were.

python -m tests.reading STORE SECONDS [READERS]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from tests.killing import planned
from warehouse.load import load
from warehouse.publish import publish
from warehouse.reports import reports, run_report
from warehouse.store import find_store, open_store


@dataclass(frozen=True)
class Seen:
    """What one reader met: queries answered, and the age in seconds of what it read."""

    queries: int
    ages: list[float]


def read(where: str, seconds: float) -> Seen:
    """Each round opens the database anew and runs every report. Any error ends the process."""
    store, ages, queries, end = find_store(where), [], 0, time.time() + seconds
    while time.time() < end:
        with store.read() as connection:
            for name in reports():
                answer = run_report(connection, name, {})
                queries += 1
            assert answer.as_of is not None
            ages.append((datetime.now(UTC) - answer.as_of).total_seconds())
    return Seen(queries, ages)


def watch(
    where: str, seconds: float, readers: int, publish_every: float = 1.0
) -> tuple[list[Seen], int, list[float]]:
    """Readers in processes of their own while this one loads; their answers, the batches loaded and their times."""
    store = open_store(where)
    publish(store)
    command = [sys.executable, "-m", "tests.reading", "--read", where, str(seconds)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(readers)]
    times, published = [], time.time()
    batches = planned(f"reading{time.time_ns()}")
    while any(process.poll() is None for process in processes):
        for one in islice(batches, 1):
            began = time.time()
            load(store, one)
            times.append(time.time() - began)
        if time.time() - published > publish_every:
            publish(store)
            published = time.time()
    answers = [process.communicate()[0] for process in processes]
    assert all(process.returncode == 0 for process in processes), "a reader failed"
    return [Seen(**json.loads(answer)) for answer in answers], len(times), times


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        print(json.dumps(vars(read(sys.argv[2], float(sys.argv[3])))))
    else:
        seen, loaded, times = watch(sys.argv[1], float(sys.argv[2]), int((sys.argv[3:] or ["4"])[0]))
        ages = sorted(age for one in seen for age in one.ages)
        print(
            f"{len(seen)} readers, {sum(one.queries for one in seen)} queries, none failed; {loaded} batches loaded,"
            f" median {statistics.median(times):.2f} s, worst {max(times):.2f} s; what was read was"
            f" {statistics.median(ages):.1f} s old, at worst {ages[-1]:.1f} s"
        )

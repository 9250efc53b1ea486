"""A loader that is killed with -9 at random instants, and what must be true after each death.

python -m tests.killing STORE KILLS [SEED]
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tests.warehouse_samples import article, batch, coding, mention
from warehouse.load import Batch, load
from warehouse.store import Store, open_store

BATCHES, SIZE = 400, 25
KEYS = {
    "articles": "article_id",
    "article_texts": "content_hash",
    "article_versions": "article_id, version",
    "mentions": "mention_id",
    "event_mentions": "mention_id",
    "events": "event_id",
    "ops.mention_keys": "mention_id",
    "ops.batches": "batch_id",
}


def planned(name: str) -> Iterator[Batch]:
    """The batches of one loader: two neighbouring articles tell of one event, some over a batch's edge."""
    for number in range(BATCHES):
        coded = []
        for n in range(number * SIZE, (number + 1) * SIZE):
            code = chr(65 + n // 2 // 676 % 26) + chr(65 + n // 2 // 26 % 26) + chr(65 + n // 2 % 26)
            coded.append(
                (article(f"{name}{n % 2}", n), coding(mention(parties=f"AZE {code}", said=f"{name} {n}")))
            )
        yield batch(*coded, id=f"{name}-{number:04}")


def work(where: str, name: str, batches: int = BATCHES) -> None:
    """Load what the ledger doesn't have yet, until killed or done."""
    store = open_store(where)
    with store.write() as connection:
        done = {row[0] for row in connection.execute("SELECT batch_id FROM ops.batches").fetchall()}
    for one in islice(planned(name), batches):
        if one.batch_id not in done:
            load(store, one)


@dataclass
class State:
    batches: int
    articles: int


def check(store: Store) -> State:
    """AssertionError if a batch is in by half, or any row twice."""
    with store.write() as connection:

        def one(query: str) -> int:
            return connection.execute(query).fetchone()[0]

        for table, key in KEYS.items():
            doubled = one(
                f"SELECT count(*) FROM (SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1)"
            )
            assert doubled == 0, f"{table}: {doubled} keys twice"
        batches = one("SELECT count(*) FROM ops.batches")
        told = one("SELECT coalesce(sum(articles), 0) FROM ops.batches")
        assert told == batches * SIZE
        for table in ("articles", "article_texts", "mentions", "event_mentions", "ops.mention_keys"):
            assert one(f"SELECT count(*) FROM {table}") == told, table
        assert one("SELECT coalesce(sum(mentions), 0) FROM events") == told
        assert one("SELECT count(*) FROM event_mentions ANTI JOIN events USING (event_id)") == 0
        assert one("SELECT count(DISTINCT parties) FROM events") == one("SELECT count(*) FROM events")
    return State(batches, told)


def kill_loop(where: str, kills: int, seed: int = 1, name: str = "kill") -> State:
    """Start the loader and kill it, again and again; the state is checked after each death."""
    chance = random.Random(seed)  # noqa: S311
    state = State(0, 0)
    for _ in range(kills):
        loader = subprocess.Popen([sys.executable, "-m", "tests.killing", "--work", where, name])
        time.sleep(chance.uniform(0.6, 1.8))
        loader.kill()
        loader.wait()
        found = check(open_store(where, lock_timeout=20))
        assert found.batches >= state.batches, "a batch was lost"
        state = found
    return state


if __name__ == "__main__":
    if sys.argv[1] == "--work":
        work(sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))
    else:
        began = time.time()
        end = kill_loop(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:]))
        print(
            f"{sys.argv[2]} kills in {time.time() - began:.0f} s: {end.batches} batches, nothing lost, doubled or halved"
        )

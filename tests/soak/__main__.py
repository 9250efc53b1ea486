"""`dragoman up` for a long time with a fault every minute: what recovers, and is anything lost or doubled?

    python -m tests.soak [--minutes 60] [--rate 20] [--seed 1] [--folder DIR]

The newsroom and a wire that publishes a page every few seconds are read at `rate` times their schedules. A fault
is over when the database people open has every page that the wire had published by then. For two thirds of the time the
faults are such as leave the server running, so that its memory can be watched; then come those that end it. At the end, the warehouse
is compared with that of a run that never met a fault. As root, the data folder is a small memory file system, so that
the disk can be filled.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from tempfile import mkdtemp

from tests.soak.drill import Drill
from tests.soak.faults import GENTLE, HARD


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--faults", nargs="*", default=None, help="names of faults; default all")
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311
    with Drill(given.folder or Path(mkdtemp(prefix="soak")), given.rate) as drill:
        began = time.monotonic()
        drill.settle()
        for faults, until in ((GENTLE, began + 40 * given.minutes), (HARD, began + 60 * given.minutes)):
            faults = [fault for fault in faults if given.faults is None or fault.__name__ in given.faults]
            waiting: list = []
            while faults and time.monotonic() < until:
                waiting = waiting or chance.sample(faults, len(faults))
                started = time.monotonic()
                drill.meet(waiting.pop(), chance)
                time.sleep(max(0.0, min(started + 60, until) - time.monotonic()))
        drill.finish()
    print(drill.report(), flush=True)


if __name__ == "__main__":
    main()

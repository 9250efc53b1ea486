"""What orchestration costs: one source's turn with and without Prefect over the same generated pages.

    python -m tests.bench.overhead [--pages 10000]

Each turn is the real one (loopback server, fetch, parse, code, load into a new database). The server is up before
the clock starts. Two turns of each kind, the faster counts.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.catalogue import catalogue, choose
from flows.server import prefect_server
from flows.settings import Settings
from flows.turn import TakeTurn, take_turn
from tests.wire import Wire, write_sources


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with TemporaryDirectory() as name, Wire(given.pages) as wire, prefect_server(Path(name) / "prefect"):
        folder = Path(name)
        write_sources(folder / "sources")
        from flows.ingest import take_turn_under_prefect

        seconds: dict[str, float] = {}
        for number in range(given.rounds):
            for kind, take in (("without", take_turn), ("with", take_turn_under_prefect)):
                spent = timed(take, wire, folder, f"{kind}{number}", given.pages)
                seconds[kind] = min(spent, seconds.get(kind, spent))
                print(f"{kind:>7} Prefect: {spent:6.2f} s, {given.pages / spent:5.0f} pages/s", flush=True)
    ratio = seconds["with"] / seconds["without"]
    print(f"with / without Prefect on {given.pages} pages: {ratio:.3f} (orchestration {ratio - 1:+.1%})")


def timed(take: TakeTurn, wire: Wire, folder: Path, name: str, pages: int) -> float:
    settings = Settings(data=folder / name, sources=folder / "sources", connect_to=wire.connect_to, triage=0)
    [source] = choose(catalogue(settings), ["wire"])
    began = time.monotonic()
    counts = asyncio.run(take(source, settings))
    assert counts.parsed == pages, counts
    return time.monotonic() - began


if __name__ == "__main__":
    main()

"""What orchestration costs: one source's turn with and without Prefect over the same generated pages.

    python -m tests.bench.overhead [--pages 10000]

Each turn is the real one (loopback server, fetch, parse, code, load into a new database). The Prefect server is up
before the clock starts, as it is for a scheduled run; what starting and stopping one for a single `dragoman run` adds is
told apart. CPU seconds are those of the turn and, with Prefect, what the server spends meanwhile above what it spends while
nobody asks it, as during the turns without: on a machine with other work they tell more than the clock does. A machine may
grow slower as it grows warm, so each round takes its two turns in the other order than the last, and sums are compared: an
even number of rounds is fair.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from flows.catalogue import catalogue, choose
from flows.server import prefect_server
from flows.settings import Settings
from flows.turn import TakeTurn, take_turn
from tests.wire import Wire, write_sources


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, of CPU in this process, and of CPU in the Prefect server."""

    clock: float
    own: float
    server: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with TemporaryDirectory() as name, Wire(given.pages) as wire:
        folder = Path(name)
        write_sources(folder / "sources")
        began = time.monotonic()
        with prefect_server(folder / "prefect"):
            started = time.monotonic() - began
            from flows.ingest import take_turn_under_prefect

            spent: dict[str, list[Spent]] = {"without": [], "with": []}
            for number in range(given.rounds):
                kinds = [("without", take_turn), ("with", take_turn_under_prefect)]
                for kind, take in kinds if number % 2 == 0 else reversed(kinds):
                    one = measured(take, wire, folder, f"{kind}{number}", given.pages)
                    spent[kind].append(one)
                    print(
                        f"{kind:>7} Prefect: {one.clock:6.2f} s by the clock, {one.own:6.2f} s of CPU,"
                        f" {one.server:5.2f} s of CPU in the server",
                        flush=True,
                    )
            ended = time.monotonic()
        started += time.monotonic() - ended
    bare, under = total(spent["without"]), total(spent["with"])
    clock = under.clock / bare.clock
    cpu = (under.own + under.server - bare.server / bare.clock * under.clock) / bare.own
    print(f"orchestration of {given.pages} pages: {clock - 1:+.1%} by the clock, {cpu - 1:+.1%} of CPU")
    print(f"a server of its own for one run: {started:.1f} s more")


def total(turns: Sequence[Spent]) -> Spent:
    return Spent(
        sum(one.clock for one in turns), sum(one.own for one in turns), sum(one.server for one in turns)
    )


def measured(take: TakeTurn, wire: Wire, folder: Path, name: str, pages: int) -> Spent:
    settings = Settings(data=folder / name, sources=folder / "sources", connect_to=wire.connect_to, triage=0)
    [source] = choose(catalogue(settings), ["wire"])
    [server] = psutil.Process().children()
    before = (time.monotonic(), time.process_time(), sum(server.cpu_times()[:2]))
    counts = asyncio.run(take(source, settings))
    after = (time.monotonic(), time.process_time(), sum(server.cpu_times()[:2]))
    assert counts.parsed == pages, counts
    return Spent(*(end - start for start, end in zip(before, after, strict=True)))


if __name__ == "__main__":
    main()

"""Turns at a host, shared by all processes of the machine.

One small file a host says when the next request may start; as many lock files as the host may have
requests at once are held while a request runs. The kernel frees a lock when its process dies, so a
killed fetcher never blocks another. No turn is booked ahead of its slot: a dead process leaves no debt.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import re
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from parsers.records import digest

_STATE = struct.Struct("<dd")  # wall-clock second of the next turn, failures in a row
_SLOT_POLL = 0.05
# A booking further ahead than this comes from a clock that jumped.
LONGEST_PAUSE = 6 * 3600.0
_FIRST_PAUSE = 5.0


class HostPaused(Exception):
    """The host asked for more time than the caller is ready to wait. `seconds` remain."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} is paused for another {seconds:.0f} s")
        self.seconds = seconds


class Limits:
    """Politeness by host. `folder` is the same for every process of the machine."""

    def __init__(self, folder: Path, patience: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._patience = patience
        self._slots: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, host: str, interval: float, concurrency: int) -> AsyncIterator[None]:
        """Holds one of the host's slots, entered when its turn has come.

        Raises HostPaused at once where that would take longer than the patience.
        """
        name = self._folder / file_name(host)
        local = self._slots.setdefault(host, asyncio.Semaphore(concurrency))
        async with local:
            lock = await _take_slot(name, concurrency)
            try:
                wait = _book(name, interval, self._patience, host)
                if wait > 0:
                    await asyncio.sleep(wait)
                yield
            finally:
                os.close(lock)

    def push_back(self, host: str, retry_after: float | None) -> float:
        """The host wants less of us: pause it for what it asks, or for twice as long each time, with jitter."""
        with _open_state(self._folder / file_name(host)) as state:
            failures = state.failures + 1
            pause = retry_after
            if pause is None:
                pause = _FIRST_PAUSE * 2 ** min(failures - 1, 16) * random.uniform(0.75, 1.25)  # noqa: S311
            pause = min(pause, LONGEST_PAUSE)
            state.write(max(state.next_turn, time.time() + pause), failures)
        return pause

    def forgive(self, host: str) -> None:
        """The host answered well: the next failure counts as the first again."""
        with _open_state(self._folder / file_name(host)) as state:
            if state.failures:
                state.write(state.next_turn, 0)


def file_name(host: str) -> str:
    """A safe, readable and unique file name; hosts come from pages we do not trust."""
    return f"{re.sub(r'[^a-z0-9.-]', '_', host.lower())[:60].strip('.')}-{digest(host, size=8)}"


class _open_state:
    """The host's file, locked while open."""

    def __init__(self, name: Path) -> None:
        self._fd = os.open(name.with_name(f"{name.name}.turn"), os.O_RDWR | os.O_CREAT, 0o644)

    def __enter__(self) -> _open_state:
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        raw = os.pread(self._fd, _STATE.size, 0)
        next_turn, failures = _STATE.unpack(raw) if len(raw) == _STATE.size else (0.0, 0.0)
        self.next_turn = next_turn if next_turn < time.time() + LONGEST_PAUSE else 0.0
        self.failures = int(failures)
        return self

    def write(self, next_turn: float, failures: int) -> None:
        os.pwrite(self._fd, _STATE.pack(next_turn, failures), 0)

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)


def _book(name: Path, interval: float, patience: float, host: str) -> float:
    with _open_state(name) as state:
        now = time.time()
        start = max(now, state.next_turn)
        if start - now > patience:
            raise HostPaused(host, start - now)
        state.write(start + interval, state.failures)
    return start - now


async def _take_slot(name: Path, concurrency: int) -> int:
    while True:
        for number in range(concurrency):
            fd = os.open(name.with_name(f"{name.name}.slot{number}"), os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(fd)
            else:
                return fd
        await asyncio.sleep(_SLOT_POLL)

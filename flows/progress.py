"""What a run shows while it goes: a bar for each source, on stderr and, for long runs, in the UI."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from flows.stages import Counts

# Between two strokes of a bar in the UI, each of which costs the server a write.
EVERY = 5.0
Listener = Callable[[str, int, int, "Counts | None"], Awaitable[None]]
_listeners: ContextVar[tuple[Listener, ...]] = ContextVar("listeners", default=())


async def report(what: str, done: int, total: int, counts: Counts | None = None) -> None:
    """Say how far a source's turn is, in pages asked for, or a recoding, in articles; nobody need listen."""
    for listener in _listeners.get():
        await listener(what, done, total, counts)


@contextmanager
def _listening(listener: Listener) -> Iterator[None]:
    token = _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.reset(token)


@contextmanager
def show_progress(sources: Sequence[str]) -> Iterator[None]:
    """Draw a bar for each of these sources while the block runs."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        rows = {source: bars.add_task(source, total=None, state="waiting") for source in sources}

        async def show(source: str, done: int, total: int, counts: Counts | None) -> None:
            if counts:
                state = f"{counts.relevant} relevant, {counts.mentions} mentions, {counts.rejected} rejected"
                bars.update(rows[source], completed=done, total=total, state=state)

        with _listening(show):
            yield


@contextmanager
def show_progress_in_ui(key: str) -> Iterator[None]:
    """Within a flow run: an artifact with a bar for all in the block that takes more than one batch."""
    from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

    bar, drawn = None, 0.0
    one_at_a_time = asyncio.Lock()

    async def show(what: str, done: int, total: int, counts: Counts | None) -> None:
        nonlocal bar, drawn
        async with one_at_a_time:
            if done == 0:
                bar = None
            elif bar is None and done < total:
                about = f"{what}: {total} {'articles' if counts is None else 'pages'}"
                bar = await acreate_progress_artifact(100 * done / total, key=key, description=about)
                drawn = time.monotonic()
            elif bar and (done == total or time.monotonic() - drawn >= EVERY):
                await aupdate_progress_artifact(bar, 100 * done / total)
                drawn = time.monotonic()

    with _listening(show):
        yield

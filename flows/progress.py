"""What a run shows while it goes: one line a source, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from flows.stages import Counts

Listener = Callable[[str, "Counts", int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report(source: str, counts: Counts, done: int, total: int) -> None:
    """Say how far a source's turn is, in pages asked for; nobody need listen."""
    if listener := _listener.get():
        listener(source, counts, done, total)


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

        def show(source: str, counts: Counts, done: int, total: int) -> None:
            state = f"{counts.relevant} relevant, {counts.mentions} mentions, {counts.rejected} rejected"
            bars.update(rows[source], completed=done, total=total, state=state)

        token = _listener.set(show)
        try:
            yield
        finally:
            _listener.reset(token)

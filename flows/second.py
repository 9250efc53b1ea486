"""A second coder at work: in a process of its own, since it may hang, die or answer nonsense."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Timer
from typing import Any

from flows.errors import DragomanError
from parsers.coder.second import MENTION, Refused, checked, load, offered
from parsers.records import Article, Mention, Reject
from parsers.source import Source

# More proposals or longer answers than these are no reading of an article.
MOST_MENTIONS = 100
LONGEST_ANSWER = 4_000_000
# A coder that hangs or dies so often one after another will go on doing so.
MOST_LOST = 3


@dataclass
class Answers:
    """What came of asking: usable mentions by article id, the refused as rejects, and how many were asked at all."""

    asked: int = 0
    failed: int = 0
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def refused(self) -> dict[str, int]:
        """Reason → how many."""
        return dict(Counter(one.reason for one in self.rejects).most_common())


class Lost(Exception):
    """The process hung or died; `reason` is timeout or died."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def ask(name: str, articles: Iterable[tuple[Article, Source | None]], seconds: float) -> Answers:
    """Have the second coder of that name read the articles, each for `seconds` at most. One bad answer loses only itself.

    DragomanError where no such coder is installed or where it cannot be started.
    """
    if name not in offered():
        raise DragomanError(f"no coder {name!r} is installed; there are: {', '.join(offered()) or 'none'}")
    answers, lost = Answers(), 0
    with _Process(name, seconds) as process:
        for article, source in articles:
            if lost == MOST_LOST:
                break
            answers.asked += 1
            try:
                told = process.answer(article, source)
                lost = 0
            except Lost as error:
                lost += 1
                told = {
                    "failed": error.reason,
                    "detail": f"no answer within {seconds:g} s, or the process ended",
                }
            _take(answers, name, article, told)
    return answers


def _take(answers: Answers, name: str, article: Article, told: dict[str, Any]) -> None:
    if "failed" in told:
        answers.failed += 1
        answers.rejects.append(_reject(name, article, told["failed"], told["detail"]))
        return
    kept = answers.mentions.setdefault(article.article_id, [])
    for proposal in told["mentions"]:
        try:
            kept.append(checked(article, proposal))
        except Refused as error:
            answers.rejects.append(_reject(name, article, error.reason, str(error)))


def _reject(name: str, article: Article, reason: str, detail: str) -> Reject:
    return Reject("propose", reason, f"{name}: {detail}", article.source, article.url)


class _Process:
    """The coder's process, started again when it is lost. Only JSON comes back from it."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self._context = get_context("spawn")
        self._running = False

    def __enter__(self) -> _Process:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def answer(self, article: Article, source: Source | None) -> dict[str, Any]:
        if not self._running:
            try:
                self._start()
            except DragomanError:
                raise Lost("died") from None
        try:
            with self._watched(self.seconds):
                self._ours.send((article, source))
                return json.loads(self._ours.recv_bytes(LONGEST_ANSWER))
        except (EOFError, OSError, ValueError):
            self._end()
            raise Lost("timeout" if self._late else "died") from None

    def _start(self) -> None:
        self._ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(self.name, theirs), daemon=True)
        self._process.start()
        self._running = True
        theirs.close()
        try:
            # A model takes long to load; that it never ends must show as well.
            with self._watched(10 * self.seconds):
                started = json.loads(self._ours.recv_bytes(LONGEST_ANSWER))
        except (EOFError, OSError, ValueError):
            started = {"failed": "it hung or died while it was loaded"}
        if "failed" in started:
            self._end()
            raise DragomanError(f"coder {self.name}: {started['failed']}")

    def _end(self) -> None:
        if self._running:
            self._running = False
            self._process.kill()
            self._process.join()
            self._ours.close()

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Kills the process when it takes longer, which ends the waiting for it."""
        self._late = False

        def late() -> None:
            self._late = True
            self._process.kill()

        watch = Timer(seconds, late)
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _serve(name: str, connection: Connection) -> None:
    # What it prints is no part of our output.
    os.dup2(2, 1)
    try:
        code = load(name)
    except BaseException as error:
        connection.send_bytes(json.dumps({"failed": _words(error)}).encode())
        return
    connection.send_bytes(b"{}")
    while True:
        article, source = connection.recv()
        try:
            coding = code(article, source)
            answer: dict[str, Any] = {"mentions": _proposals(coding.mentions)}
        except BaseException as error:
            answer = {"failed": "raised", "detail": _words(error)}
        connection.send_bytes(json.dumps(answer).encode())


def _proposals(mentions: Sequence[Any]) -> list[str]:
    """Each as JSON; what is no mention is written so that it is refused as none."""
    told = []
    for one in islice(mentions, MOST_MENTIONS):
        try:
            told.append(MENTION.dump_json(one, warnings="error").decode())
        except Exception as error:
            told.append(json.dumps(_words(error)))
    return told


def _words(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"[:500]
    except Exception:
        return type(error).__name__

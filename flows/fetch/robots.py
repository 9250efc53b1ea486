"""robots.txt by RFC 9309: fetched once a day a host, an unreachable one disallows everything."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from protego import Protego

from flows.fetch.limits import file_name

AGENT = "dragoman"
MAX_BYTES = 500 * 1024  # what the RFC asks a crawler to read at least
_DAY = 24 * 3600.0
_RETRY = 600.0
_BOM = "\ufeff"
_AGENT_LINE = re.compile(r"\s*user[ -]?agent\s*[:\s]\s*(\*|[a-z_-]*)", re.IGNORECASE)
_KNOWN_LINE = re.compile(r"\s*(dis+[al]+ow|allow|crawl[ -]delay|site-?maps?)\b", re.IGNORECASE)
_SOMEBODY_ELSE = "-"


@dataclass(frozen=True, slots=True)
class _Cached:
    text: str | None
    until: float
    unreachable: str | None = None


class Rules:
    """What one host allows us; nothing, where `unreachable` says why its file cannot be had."""

    def __init__(self, text: str | None, unreachable: str | None = None) -> None:
        self.unreachable = unreachable
        self._protego = Protego.parse(_readable(text or ""))
        delay = self._protego.crawl_delay(AGENT)
        self.crawl_delay = float(delay) if delay is not None and 0 < delay < float("inf") else None
        self.sitemaps = tuple(self._protego.sitemaps)

    def allows(self, url: str) -> bool:
        return self.unreachable is None and self._protego.can_fetch(url, AGENT)


class RobotsCache:
    """Rules by origin, kept in memory and in `folder` for other processes and later runs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._memory: dict[str, tuple[Rules, float]] = {}

    def get(self, origin: str) -> Rules | None:
        """The rules if we hold them and they are fresh."""
        now = time.time()
        held = self._memory.get(origin)
        if held is None:
            cached = self._load(origin)
            if cached is None:
                return None
            held = self._memory[origin] = (Rules(cached.text, cached.unreachable), cached.until)
        rules, until = held
        if not now < until <= now + _DAY:
            del self._memory[origin]
            return None
        return rules

    def put(self, origin: str, text: str | None, unreachable: str | None = None) -> Rules:
        """Keeps what the host answered: its file, "" for none (4xx), None and why for no answer (5xx)."""
        cached = _Cached(text, time.time() + (_RETRY if unreachable else _DAY), unreachable)
        path = self._path(origin)
        scratch = path.with_name(f"{path.name}.{os.getpid()}")
        scratch.write_text(json.dumps(asdict(cached)), "utf-8")
        scratch.replace(path)
        rules = Rules(text, unreachable)
        self._memory[origin] = (rules, cached.until)
        return rules

    def _path(self, origin: str) -> Path:
        return self._folder / f"{file_name(origin)}.robots.json"

    def _load(self, origin: str) -> _Cached | None:
        try:
            return _Cached(**json.loads(self._path(origin).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def decode(body: bytes) -> str:
    return body[:MAX_BYTES].decode("utf-8", "replace")


def _readable(text: str) -> str:
    """The file with the lines that matter to us, where Protego reads RFC 9309 otherwise.

    A product token is compared as a whole (Protego: `User-agent: man` would mean us) and without its
    version; a line of an unknown kind does not end a group; only CR and LF end a line.
    """
    lines = []
    for line in re.split(r"\r\n?|\n", text.removeprefix(_BOM)):
        if named := _AGENT_LINE.match(line):
            token = named[1].lower()
            ours = token if token in ("*", AGENT) else _SOMEBODY_ELSE
            lines.append(f"User-agent: {ours}")
        elif _KNOWN_LINE.match(line):
            lines.append(re.sub(r"[\v\f\x1c-\x1e\x85\u2028\u2029]", " ", line))
    return "\n".join(lines)

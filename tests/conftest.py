"""What tests share: the command as a user runs it, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
import stamina
from hypothesis import HealthCheck, settings

# How fast the machine is at the moment is no test's business.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# A shell's jobs in the background ignore SIGINT, and would hand that down to all that tests start and stop by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Dragoman:
    """The command line in a data folder of its own."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "data" / "warehouse.duckdb"

    def __call__(self, *arguments: str | Path, stdin: str | None = None, **environment: str):
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(**environment),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
        )

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "flows.cli", *map(str, arguments)]

    def environment(self, **more: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DRAGOMAN_", "PREFECT_"))
        }
        return {**kept, "PYTHONPATH": str(ROOT), **more}

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def dragoman(tmp_path: Path) -> Dragoman:
    return Dragoman(tmp_path)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Dragoman:
    """A data folder after one run over the newsroom. Tests only read it."""
    dragoman = Dragoman(tmp_path_factory.mktemp("loaded"))
    result = dragoman("run", "--no-server")
    assert result.returncode == 0, result.stderr
    (dragoman.folder / "summary.json").write_text(result.stdout)
    return dragoman


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the checkout; the tests that need it are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name}/ is not beside this checkout")
    return SHARED


def wait_for(condition: Callable[[], Any], seconds: float) -> Any:
    """What `condition` gives, as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds} s")


def ask(api: str, what: str, method: str = "POST", **asked: object) -> Any:
    """Ask a Prefect server and give its answer.

    With others at its SQLite a server may say 503, which is "not now", or nothing for long: it is asked again, as
    Prefect's own client does.
    """
    for attempt in stamina.retry_context(on=_not_now, attempts=20, timeout=60):
        with attempt:
            answer = httpx.request(method, f"{api}/{what}", json=asked, timeout=30).raise_for_status()
    told = answer.json() if answer.content else None
    return told["events"] if what == "events/filter" else told


def _not_now(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == 503
    return isinstance(error, httpx.ReadTimeout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def last_json(text: str):
    return json.loads(text.strip().splitlines()[-1])


Run = Callable[..., subprocess.CompletedProcess]

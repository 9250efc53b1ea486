"""`dragoman up`: one command serves the UI and the schedules, survives what is killed, and ends with Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest

from tests.conftest import Dragoman, wait_for

AUTH = ("desk", "canary")


@pytest.mark.prefect
@pytest.mark.slow
@pytest.mark.kill
@pytest.mark.timeout(600)
def test_it_outlives_its_server_and_what_a_power_loss_left_is_marked_and_caught_up_once(
    dragoman: Dragoman, tmp_path: Path
):
    with up(dragoman, tmp_path / "first.log") as (process, ui):
        assert "<title>Prefect" in httpx.get(ui, follow_redirects=True).text
        assert httpx.post(f"{ui}/api/flow_runs/filter", json={}).status_code == 401
        found = wait_for(lambda: runs(ui, "COMPLETED"), 150)
        assert all(run["auto_scheduled"] for run in found)
        assert {"ingest"} <= set(found[0]["tags"])
        again = dragoman("up", "--port", "0")
        assert again.returncode == 2
        assert "another `dragoman up` serves" in again.stderr

        [server] = children(process, "flows.server")
        server.kill()
        since = datetime.now(UTC)
        wait_for(lambda: runs(ui, "COMPLETED", since), 120)

        def stopped_in_the_middle() -> list[dict]:
            found = children(process, "prefect")
            _each(found, "suspend")
            running = runs(ui, "RUNNING")
            _each(found, "kill" if running else "resume")
            return running

        running = wait_for(stopped_in_the_middle, 60)
        process.kill()
        killed = datetime.now(UTC)
    # Long enough for each schedule to be missed more than once.
    time.sleep(15)
    began = datetime.now(UTC)
    with up(dragoman, tmp_path / "second.log") as (process, ui):
        wait_for(lambda: {run["id"] for run in running} <= {run["id"] for run in runs(ui, "CRASHED")}, 30)
        wait_for(lambda: runs(ui, "COMPLETED", began), 120)
        due = [run for state in ("SCHEDULED", "COMPLETED", "RUNNING", "CANCELLED") for run in runs(ui, state)]
        missed = [run for run in due if killed.isoformat() < run["expected_start_time"] < began.isoformat()]
        assert set(Counter(run["deployment_id"] for run in missed).values()) <= {1}
        process.send_signal(signal.SIGINT)
        process.wait(60)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{ui}/api/health")
    assert dragoman.rows("SELECT count(*) FROM articles")[0][0] > 0
    assert b"canary" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_up_is_not_open_to_others_without_a_password(dragoman: Dragoman):
    refused = dragoman("up", "--host", "0.0.0.0")  # noqa: S104
    assert refused.returncode == 2
    assert "PREFECT_SERVER_API_AUTH_STRING" in refused.stderr


@contextmanager
def up(dragoman: Dragoman, log: Path) -> Iterator[tuple[psutil.Popen, str]]:
    """A `dragoman up` with a hundred times the schedules' pace, and its address."""
    with log.open("wb") as stderr:
        process = psutil.Popen(
            dragoman.command("up", "--port", "0", "--faster", "120", "--host", "0.0.0.0"),  # noqa: S104
            cwd=dragoman.folder,
            env=dragoman.environment(PREFECT_SERVER_API_AUTH_STRING=":".join(AUTH)),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    try:
        yield process, wait_for(lambda: re.search(r"UI (http://127\.0\.0\.1:\d+)", log.read_text()), 120)[1]
    finally:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _each(processes: list[psutil.Process], what: str) -> None:
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            getattr(one, what)()


def children(process: psutil.Popen, name: str) -> list[psutil.Process]:
    found = []
    for one in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if name in " ".join(one.cmdline()):
                found.append(one)
    return found


def runs(ui: str, state: str, since: datetime | None = None) -> list[dict]:
    """Flow runs in this state; none while the server is being started again."""
    asked: dict = {"state": {"type": {"any_": [state]}}}
    if since:
        asked["start_time"] = {"after_": since.isoformat()}
    try:
        asked = {"flow_runs": asked, "limit": 200}
        answer = httpx.post(f"{ui}/api/flow_runs/filter", json=asked, auth=AUTH, timeout=30)
    except httpx.TransportError:
        return []
    return answer.json() if answer.is_success else []

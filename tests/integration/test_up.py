"""`dragoman up`: one command serves the UI and the schedules, and Ctrl-C ends all of it."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.conftest import Dragoman, wait_for

AUTH = ("desk", "canary")


@pytest.mark.prefect
@pytest.mark.slow
def test_scheduled_runs_appear_complete_and_everything_ends_with_ctrl_c(dragoman: Dragoman, tmp_path: Path):
    log = tmp_path / "up.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            dragoman.command("up", "--port", "0", "--faster", "120", "--host", "0.0.0.0"),  # noqa: S104
            cwd=dragoman.folder,
            env=dragoman.environment(PREFECT_SERVER_API_AUTH_STRING=":".join(AUTH)),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    try:
        ui = wait_for(lambda: re.search(r"UI (http://127\.0\.0\.1:\d+)", log.read_text()), 120)[1]
        assert "<title>Prefect" in httpx.get(ui, follow_redirects=True).text
        assert httpx.post(f"{ui}/api/flow_runs/filter", json={}).status_code == 401
        found = wait_for(lambda: completed(ui), 150)
        assert all(run["auto_scheduled"] for run in found)
        assert {"ingest"} <= set(found[0]["tags"])
    finally:
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


def completed(ui: str) -> list[dict]:
    asked = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}, "limit": 50}
    return httpx.post(f"{ui}/api/flow_runs/filter", json=asked, auth=AUTH, timeout=30).json()

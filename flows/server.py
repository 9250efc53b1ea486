"""A real Prefect server on the data folder's SQLite that lives no longer than who started it.

Prefect's own ephemeral server drops the records of the last task runs when the process ends; this
one is a process of its own, and ends when its standard input closes, so that it cannot outlive
even a killed parent.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from flows.errors import DragomanError

START_TIMEOUT = 90.0
# Read by Prefect when it is first imported, in this process and in the server's.
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # Seven instead of 23 ms of server time for each task run.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
}


@contextmanager
def prefect_server(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of the API to use: the one already configured and up, or a new server's on `port` (0: any).

    Raises DragomanError when no server comes up; its log is `<folder>/server.log`.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    configured = os.environ.get("PREFECT_API_URL")
    if configured and _is_up(configured):
        yield configured
        return
    home = folder.resolve()
    home.mkdir(parents=True, exist_ok=True)
    api = f"http://127.0.0.1:{port or _free_port()}/api"
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_API_URL": api}
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_up(api, process, home / "server.log")
        os.environ.update(PREFECT_HOME=str(home), PREFECT_API_URL=api)
        yield api
    finally:
        _send_what_waits()
        os.environ.pop("PREFECT_API_URL", None)
        process.stdin.close()  # type: ignore[union-attr]
        process.wait()


def _send_what_waits() -> None:
    """Task-run states and logs go to the server through queues in this process."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all()
    APILogWorker.drain_all()


def _is_up(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).is_success
    except httpx.HTTPError:
        return False


def _wait_until_up(api: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _is_up(api):
            return
        time.sleep(0.1)
    raise DragomanError(f"the Prefect server did not start; see {log}, or use --no-server")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve() -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    address = httpx.URL(os.environ["PREFECT_API_URL"])
    assert address.port  # noqa: S101
    server = uvicorn.Server(
        uvicorn.Config(create_app(final=True), host=address.host, port=address.port, log_level="warning")
    )

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve()

"""A real Prefect server on the data folder's SQLite that lives no longer than who started it.

Prefect's own ephemeral server drops the records of the last task runs when the process ends; this
one is a process of its own, and ends when its standard input closes, so that it cannot outlive
even a killed parent. One that dies before that is started again at the same address.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

import httpx

from flows.errors import DragomanError, UsageError

START_TIMEOUT = 180.0
RESTART_AFTER = 1.0
LOG = "server.log"
# Beside loopback, where the server listens.
HOST = "DRAGOMAN_HOST"
PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105
# Read by Prefect when it is first imported, in this process and in the server's.
SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # Seven instead of 23 ms of server time for each task run.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    # In memory, as by default, what is known of who holds a deployment's only place dies with the server.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # A run whose process is gone is told by its silence; see flows/automations.py.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    # It would mark each turn that waits for a place, ten at a time and each as often as it fails: the marks lock SQLite for
    # each other and for everybody else, who is told 503. What is late can be told by its time.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    # Turns written down in advance for each schedule; by default a hundred, which all wait after a day without power.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "30",
}
# Of the server's process only: without them, what its threads (one for each connection to SQLite) have freed is kept by each.
MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "1000000"}
# Prefect lets each of up to fifteen connections keep 80 MB of the database; this is what all may keep together.
SQLITE_CACHE = 32 << 20


@contextmanager
def prefect_server(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of the API to use: the one already configured and up, or a new server's on `port` (0: any).

    Raises DragomanError when no server comes up; its log is `<folder>/server.log`.
    """
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    configured = os.environ.get("PREFECT_API_URL")
    if configured and _is_up(configured):
        yield configured
        return
    if os.environ.get(PASSWORD):
        os.environ.setdefault("PREFECT_API_AUTH_STRING", os.environ[PASSWORD])
    home = folder.resolve()
    home.mkdir(parents=True, exist_ok=True)
    api = f"http://127.0.0.1:{port or _free_port()}/api"
    server = _Server(home, api)
    try:
        os.environ.update(PREFECT_HOME=str(home), PREFECT_API_URL=api)
        yield api
    finally:
        _send_what_waits()
        os.environ.pop("PREFECT_API_URL", None)
        server.end()


class _Server:
    """The server's process, started again whenever it ends before `end` is called."""

    def __init__(self, home: Path, api: str) -> None:
        """Returns when the server answers; raises DragomanError when it does not."""
        self._home, self._api, self._ending = home, api, threading.Event()
        self._process = self._start()
        _wait_until_up(api, self._process, home / LOG)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> subprocess.Popen:
        with (self._home / LOG).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "flows.server"],
                env={
                    **MALLOC,
                    **os.environ,
                    "PREFECT_HOME": str(self._home),
                    "PREFECT_API_URL": self._api,
                },
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            if self._ending.wait(RESTART_AFTER):
                return
            message = f"dragoman: the Prefect server ended (exit {code}) and is started again; its log is {self._home / LOG}"
            print(message, file=sys.stderr, flush=True)
            self._process = self._start()

    def end(self) -> None:
        self._ending.set()
        # More than once: the keeper may be just starting another.
        while self._keeper.is_alive():
            with suppress(BrokenPipeError):
                self._process.stdin.close()  # type: ignore[union-attr]
            self._keeper.join(0.2)


def listen_at(host: str) -> None:
    """Where the servers to be started listen. Raises UsageError for more than loopback without a password.

    The password is Prefect's own, user:password in `PREFECT_SERVER_API_AUTH_STRING`.
    """
    try:
        if ip_address(host).is_loopback:
            return
    except ValueError:
        raise UsageError(f"--host {host}: give an IP address, such as 0.0.0.0 for all") from None
    if not os.environ.get(PASSWORD):
        raise UsageError(
            f"{host} can be reached by others, and they could do as they like: set {PASSWORD}"
            " to user:password, or leave --host out"
        )
    # A browser elsewhere must not look for the API on its own machine.
    os.environ.setdefault("PREFECT_SERVER_UI_API_URL", "/api")
    os.environ[HOST] = host


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


def bound_sqlite() -> None:
    """Let all connections of this process, those yet to come too, keep no more than SQLITE_CACHE between them."""
    sqlite3.connect(":memory:").execute(f"PRAGMA soft_heap_limit = {SQLITE_CACHE}")


def _serve() -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    bound_sqlite()
    address = httpx.URL(os.environ["PREFECT_API_URL"])
    assert address.port  # noqa: S101
    server = uvicorn.Server(uvicorn.Config(create_app(final=True), log_level="warning"))
    host = os.environ.get(HOST, address.host)
    hosts = {host} if ip_address(host).is_unspecified else {host, address.host}
    sockets = [socket.create_server((each, address.port)) for each in hosts]

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run(sockets=sockets)


if __name__ == "__main__":
    _serve()

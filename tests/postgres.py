"""A real PostgreSQL server for the tests that need one, started from what the machine has installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import free_port


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl: the newest of Debian's, else where the PATH leads."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    on_path = shutil.which("pg_ctl")
    candidates = [*folders, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((f for f in candidates if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def why_not() -> str | None:
    """Why no server can be started here, or None."""
    if find_binaries() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL refuses to run as root and there is no runuser"
    return None


@contextmanager
def server(password: str | None = None) -> Iterator[str]:
    """A server on a free loopback port; the URL of its first database. With a password, it asks for passwords."""
    binaries = find_binaries()
    assert binaries is not None
    # PostgreSQL refuses root: its package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="dragoman-postgres-"))
    if as_user:
        shutil.chown(folder, "postgres")
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(binaries / program), "-D", str(folder / "data"), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            timeout=60,
        )

    try:
        (folder / "password").write_text(password or "unused")
        access = "scram-sha-256" if password else "trust"
        run(
            "initdb",
            "-U",
            "postgres",
            "-A",
            access,
            "--pwfile",
            str(folder / "password"),
            "-E",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

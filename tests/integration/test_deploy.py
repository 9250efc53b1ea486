"""`deploy/`: what compose.yaml starts, started here as plain processes with the same commands and secrets."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from flows.catalogue import NEWSROOM
from flows.newsroom.server import Newsroom
from tests import postgres
from tests.conftest import ROOT, free_port, wait_for

DEPLOY = ROOT / "deploy"
CHORES = ("check", "events", "reports", "upkeep")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = [name for name, service in COMPOSE["services"].items() if "build" in service]
PASSWORDS = {
    "postgres_password": "canary-superuser",
    "prefect_db_password": "canary:p@ss/prefect",
    "dragoman_db_password": "canary'p@ss\\dragoman",
    "prefect_auth": "admin:canary-prefect-auth",
}


class Stack:
    """The services of compose.yaml as processes: its commands and environment, with hosts and paths of here."""

    def __init__(self, folder: Path, database: str, newsroom: Newsroom) -> None:
        self.folder = folder
        self.database = urlsplit(database)
        self.port = free_port()
        self.metrics_port = free_port()
        self.extra = {
            "DRAGOMAN_SOURCES": str(folder / "sources"),
            "DRAGOMAN_CONNECT_TO": json.dumps(newsroom.connect_to),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PGPORT": str(self.database.port),
            "PREFECT_SERVER_DATABASE_PORT": str(self.database.port),
        }
        secrets = folder / "secrets"
        secrets.mkdir()
        for name, value in PASSWORDS.items():
            (secrets / name).write_text(value + "\n")
        (folder / "data").mkdir()
        (folder / "sources").mkdir()
        (folder / "sources" / "araz.yml").symlink_to(NEWSROOM / "araz.yml")

    @property
    def api(self) -> httpx.Client:
        auth = tuple(PASSWORDS["prefect_auth"].split(":"))
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api", auth=auth, timeout=30)

    def here(self, text: str) -> str:
        """The same on this machine."""
        for there, here in {
            "${DRAGOMAN_CONTACT:?an address at which a site's owner can reach you}": "desk@newsroom.test",
            "//server:4200": f"//127.0.0.1:{self.port}",
            "@postgres/": f"@127.0.0.1:{self.database.port}/",
            "/run/secrets": str(self.folder / "secrets"),
            "=/data": f"={self.folder}/data",
        }.items():
            text = text.replace(there, here)
        text = re.sub(r"\$\{\w+:-(.*)\}$", r"\1", text)
        return {
            "/data": str(self.folder / "data"),
            "/data/prefect": str(self.folder / "data" / "prefect"),
            "0.0.0.0": "127.0.0.1",  # noqa: S104
            "4200": str(self.port),
            "9464": str(self.metrics_port),
            "postgres": "127.0.0.1",
        }.get(text, text)

    def environment(self, service: str) -> dict[str, str]:
        home = {"PREFECT_HOME": str(self.folder / "prefect")}
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("DRAGOMAN_", "PREFECT_", "PG"))}
        asked = COMPOSE["services"][service].get("environment", {})
        bins = f"{Path(sys.executable).parent}{os.pathsep}{self.folder}{os.pathsep}{os.environ['PATH']}"
        return {
            **kept,
            **home,
            "PATH": bins,
            "PYTHONPATH": str(ROOT),
            **{name: self.here(value) for name, value in asked.items()},
            **self.extra,
        }

    def copy(self) -> Stack:
        """The same with empty databases and an empty folder."""
        self.sql("CREATE DATABASE prefect_again OWNER prefect; CREATE DATABASE dragoman_again OWNER dragoman")
        other = copy(self)
        other.extra = {
            **self.extra,
            "DRAGOMAN_DATA": str(self.folder / "again"),
            "DRAGOMAN_STORE": f"postgresql://dragoman@127.0.0.1:{self.database.port}/dragoman_again"
            f"?data_path={self.folder}/again/lake/",
            "PREFECT_SERVER_DATABASE_NAME": "prefect_again",
        }
        return other

    def sql(self, sql: str, database: str = "postgres") -> str:
        return subprocess.run(
            ["psql", "-qtA", "-h", "127.0.0.1", "-p", str(self.database.port), "-U", "postgres", database],
            env={**os.environ, "PGPASSWORD": PASSWORDS["postgres_password"]},
            input=sql,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def command(self, service: str) -> list[str]:
        return [str(DEPLOY / "entrypoint.sh"), *map(self.here, COMPOSE["services"][service]["command"])]

    def run(self, service: str, *command: str) -> str:
        """What a service prints until it ends; `command` instead of its own."""
        done = subprocess.run(
            [*self.command(service)[:1], *command] if command else self.command(service),
            env={**self.environment(service), "PREFECT_WORKER_WEBSERVER_PORT": str(free_port())},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    @contextmanager
    def up(self, service: str) -> Iterator[Path]:
        """A service as long as the block runs; its log."""
        log = self.folder / f"{service}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                self.command(service),
                env={**self.environment(service), "PREFECT_WORKER_WEBSERVER_PORT": str(free_port())},
                cwd=self.folder,
                stdout=out,
                stderr=out,
            )
        try:
            yield log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


@pytest.mark.slow
@pytest.mark.prefect
@pytest.mark.postgres
@pytest.mark.stack
@pytest.mark.timeout(600)
def test_the_compose_stack_runs_as_plain_processes_and_shows_no_secret(tmp_path: Path):
    if reason := postgres.why_not():
        pytest.skip(reason)
    (tmp_path / "dragoman").write_text(f'#!/bin/sh\nexec {sys.executable} -m flows.cli "$@"\n')
    (tmp_path / "dragoman").chmod(0o755)
    with ExitStack() as running:
        database = running.enter_context(postgres.server(PASSWORDS["postgres_password"]))
        newsroom = running.enter_context(Newsroom())
        stack = Stack(tmp_path, database, newsroom)
        subprocess.run(
            [DEPLOY / "postgres-init.sh"],
            env={
                **os.environ,
                "SECRETS": str(tmp_path / "secrets"),
                "PGHOST": "127.0.0.1",
                "PREFECT_WORKER_QUERY_SECONDS": "1",
                "PGPORT": str(stack.database.port),
                "PGPASSWORD": PASSWORDS["postgres_password"],
            },
            check=True,
            capture_output=True,
        )
        running.enter_context(stack.up("server"))
        wait_for(lambda: reached(stack.api, "/health"), 90)
        assert httpx.post(f"{stack.api.base_url}work_pools/filter", json={}).status_code == 401

        stack.run("schedules")
        running.enter_context(stack.up("worker-1"))
        stack.run("schedules", "prefect", "--no-prompt", "deploy", "--prefect-file", str(DEPLOY / "prefect.yaml"), "--name", "*/process")  # fmt: skip
        deployed = {d["entrypoint"]: d for d in stack.api.post("/deployments/filter", json={}).json()}
        flows = ("ingest", "backfill", "recode", *CHORES)
        assert set(deployed) == {f"flows.{one}.{one}" for one in flows}
        one = stack.api.get("/deployments/name/ingest/process").json()
        stack.api.post(
            f"/deployments/{one['id']}/create_flow_run",
            json={"name": "asked", "parameters": {"source": "araz"}},
        ).raise_for_status()
        wait_for(lambda: {"COMPLETED"} == states(stack.api, "araz"), 90)

        stored = "SELECT count(*) AS n FROM articles WHERE source_id = 'araz'"
        rows = stack.run("worker-1", "dragoman", "sql", stored)
        assert '"n": 0' not in rows
        # While the workers go on; then into databases and a folder that are new.
        kept = stack.run("backup", str(DEPLOY / "backup.sh"), str(tmp_path / "kept")).split()[-1]
        again = stack.copy()
        again.run("backup", str(DEPLOY / "restore.sh"), kept)
        assert again.run("backup", "dragoman", "sql", stored) == rows
        assert int(stack.sql("SELECT count(*) FROM flow_run", "prefect_again")) > 0

        running.enter_context(stack.up("metrics"))
        scrape = f"http://127.0.0.1:{stack.metrics_port}/metrics"
        wait_for(lambda: reached(httpx.Client(), scrape), 60)
        told = httpx.get(scrape, timeout=60).content
        assert told.count(b"dragoman_up{") == told.count(b'"} 1.0\ndragoman_up') + 1 == 3, told
        assert re.search(rb'dragoman_flow_runs\{state="completed"\} [1-9]', told)
        assert b"\ndragoman_flow_runs_late " in told
        told += b"".join(path.read_bytes() for path in tmp_path.rglob("*") if is_record(path))
        told += stack.api.post("/logs/filter", json={"limit": 200}).content
        told += stack.api.post("/artifacts/filter", json={}).content
        told += stack.api.post("/flow_runs/filter", json={}).content
    assert b"canary" not in told


def reached(api: httpx.Client, path: str) -> bool:
    try:
        return api.get(path).is_success
    except httpx.HTTPError:
        return False


def states(api: httpx.Client, name: str) -> set[str]:
    asked = {"flow_runs": {"name": {"like_": name}}}
    return {run["state_type"] for run in api.post("/flow_runs/filter", json=asked).json()}


def is_record(path: Path) -> bool:
    return path.is_file() and path.parent.name != "secrets"


def test_both_workers_are_alike():
    assert COMPOSE["services"]["worker-1"] == COMPOSE["services"]["worker-2"]


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_every_service_is_confined(service: str):
    asked = COMPOSE["services"][service]
    assert asked["read_only"] is True
    assert asked["cap_drop"] == ["ALL"]
    assert asked["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in asked.get("ports", []))
    assert not {name for name in asked.get("environment", {}) if "PASSWORD" in name and "_FILE" not in name}
    assert set(asked.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert service in ("minio",) or asked["user"] not in ("0", "root", "0:0")


def test_what_is_built_is_what_the_tests_ran_on():
    """The image's lock is a part of the lock that the tests were installed from."""
    tested, built = (
        set(re.findall(r"^[\w.-]+==\S+", path.read_text(), re.MULTILINE))
        for path in (ROOT / "requirements.lock", DEPLOY / "requirements.lock")
    )
    assert built < tested
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in asked}
    assert names <= {one.split("==")[0] for one in built} - {"pytest"}, "run `make lock`"
    assert not any(one.startswith("pytest") for one in built)


def test_the_image_is_given_every_file_it_copies_and_no_other():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    first_stage = (DEPLOY / "Dockerfile").read_text()
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", first_stage, re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)

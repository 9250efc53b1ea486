"""A `dragoman up` under watch: its processes, its outlets behind a gate, and what its runs and its data say."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import linear_regression

import duckdb
import httpx

from tests.conftest import Dragoman
from tests.soak.gate import Gate
from tests.wire import Wire, write_sources

PAGE_EVERY, SAMPLE_EVERY, DISK = 3.0, 5.0, "1500m"
START, RECOVERY, FINAL = 120.0, 180.0, 120.0
WIRE = """
SELECT count(*) FROM articles
WHERE source_id = 'wire' AND CAST(regexp_extract(url, '/news/([0-9]+)', 1) AS INTEGER) < {}
"""
COMPARED = {
    "articles": "SELECT article_id FROM articles",
    "mentions": "SELECT mention_id FROM mentions",
    "events": "SELECT type, date_start, parties FROM events",
}


class Drill:
    """Context manager. `meet` lets a fault happen and waits for recovery; `report` is the table of all."""

    def __init__(self, folder: Path, rate: float) -> None:
        self.folder, self.rate = folder.resolve(), rate
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.mounted = (
            os.geteuid() == 0
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(self.data)], capture_output=True
            ).returncode
        )
        write_sources(self.folder / "sources")
        self.dragoman = Dragoman(self.folder)
        self.wire = Wire(published=30)
        self.rows: list[tuple[str, str, str]] = []
        self.memory: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.ended = threading.Event()
        self.began = time.monotonic()
        self.starts = 0

    def __enter__(self) -> Drill:
        self.wire.__enter__()
        self.gate = Gate(self.wire.address)
        self.restart()
        for job in (self._publish, self._sample):
            threading.Thread(target=job, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.stop(signal.SIGTERM)
        for role in ("run", "server"):
            self.kill(role)
        self.wire.__exit__(None, None, None)
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.data)])

    @property
    def _settings(self) -> dict[str, str]:
        return {
            "DRAGOMAN_SOURCES": str(self.folder / "sources"),
            "DRAGOMAN_CONNECT_TO": json.dumps({"*.newsroom.test": self.gate.address}),
            "DRAGOMAN_RECHECK_DAYS": "36500",
            "DRAGOMAN_TRIAGE": "0",
        }

    def restart(self, *under: str) -> None:
        """Start it as a supervisor does: again and again until it stays up; `under` another program, if told so."""
        self.starts += 1
        with (self.folder / "up.log").open("ab") as log:
            log.write(b"--- start\n")
            log.flush()
            at = log.tell()
            self.up = subprocess.Popen(
                [*under, *self.dragoman.command("up", "--port", "0", "--faster", self.rate)],
                cwd=self.folder,
                env=self.dragoman.environment(**self._settings),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            text = (self.folder / "up.log").read_bytes()[at:].decode(errors="replace")
            if found := re.search(r"UI (http://127\.0\.0\.1:\d+)", text):
                self.api = f"{found[1]}/api"
                return
            if self.up.poll() is not None:
                time.sleep(2)
                return self.restart(*under)
            time.sleep(0.2)
        raise AssertionError("dragoman up did not come up")

    def stop(self, how: signal.Signals) -> float:
        began = time.monotonic()
        if self.up.poll() is None:
            self.up.send_signal(how)
            try:
                self.up.wait(60)
            except subprocess.TimeoutExpired:
                self.up.kill()
                self.up.wait()
        return time.monotonic() - began

    def processes(self, role: str) -> list[int]:
        """Of this drill only: they carry its folder in their environment."""
        mark = {"up": b"flows.cli", "server": b"flows.server", "run": b"prefect"}[role]
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                ours = f"DRAGOMAN_SOURCES={self.folder}/".encode() in (folder / "environ").read_bytes()
            except OSError:
                continue
            if ours and mark in command and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        return found

    def kill(self, role: str) -> int:
        found = self.processes(role)
        for process in found:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if role == "up":
            self.up.wait()
        return len(found)

    def settle(self) -> None:
        self._wait_for_news()

    def meet(self, fault, chance: Random) -> None:
        """One fault, and how long after it everything published stands in the database people open."""
        said = f"{fault.__name__}: "
        try:
            said += fault(self, chance)
            if (spent := self._wait_for_news()) is None:
                state = "stayed up" if self.up.poll() is None else f"exit {self.up.returncode}"
                self.stop(signal.SIGTERM)
                self.restart()
                outcome = f"NOT RECOVERED in {RECOVERY:.0f} s ({state}); restarted by hand"
            else:
                outcome = f"recovered in {spent:.0f} s"
            outcome += f"; {self._checks()}"
        except Exception as error:  # the drill goes on: the table tells
            outcome = f"DRILL FAILED {type(error).__name__}: {error}".splitlines()[0]
        self.rows.append((f"{(time.monotonic() - self.began) / 60:5.1f}", said, outcome))
        print(*self.rows[-1], sep="  ", flush=True)

    def _wait_for_news(self) -> float | None:
        """Until each page of the wire, up to some that are yet to come, is in the database people open; the seconds."""
        began, wanted = time.monotonic(), self.wire.published + (0 if self.ended.is_set() else 3)
        while time.monotonic() - began < RECOVERY:
            with suppress(duckdb.Error):
                [(count,)] = _rows(self.data / "warehouse.duckdb", WIRE.format(wanted))
                if int(count) == wanted:
                    return time.monotonic() - began
            if self.up.poll() is not None:
                self.restart()
            time.sleep(1)
        return None

    def _checks(self) -> str:
        from warehouse.checks import check

        with duckdb.connect(str(self.data / "warehouse.duckdb"), read_only=True) as connection:
            wrong = [f"{one.name} {one.offending}" for one in check(connection) if one.offending]
        return f"checks fail: {', '.join(wrong)}" if wrong else "checks hold"

    def _publish(self) -> None:
        while not self.ended.wait(PAGE_EVERY):
            self.wire.published += 1

    def _sample(self) -> None:
        while not self.ended.wait(SAMPLE_EVERY):
            for role in ("server", "up"):
                for process in self.processes(role):
                    try:
                        status = Path(f"/proc/{process}/status").read_text()
                    except OSError:
                        continue
                    if found := re.search(r"VmRSS:\s+(\d+)", status):
                        key = f"{role} {process}"
                        self.memory[key].append((time.monotonic() - self.began, int(found[1]) / 1024))

    def finish(self) -> None:
        """Let it read everything, ask how its runs stand, and compare with a run that met no fault."""
        self.ended.set()
        time.sleep(1)
        self._wait_for_news()
        time.sleep(FINAL)
        states = httpx.post(
            f"{self.api}/flow_runs/filter", json={"limit": 200, "sort": "START_TIME_DESC"}, timeout=30
        ).json()
        self.states = Counter(run["state_name"] for run in states)
        self.stop(signal.SIGTERM)
        plain = self.folder / "plain.duckdb"
        environment = {**self._settings, "DRAGOMAN_DATA": str(self.folder / "plain")}
        result = self.dragoman("run", "--no-server", "--db", plain, **environment)
        assert result.returncode == 0, result.stderr
        for name, sql in COMPARED.items():
            ours, theirs = (Counter(_rows(path, sql)) for path in (self.data / "warehouse.duckdb", plain))
            lost, more = (theirs - ours).total(), (ours - theirs).total()
            doubled = ours.total() - len(ours) if name != "events" else 0
            self.rows.append(
                (
                    "  end",
                    name,
                    f"{ours.total()} rows; lost {lost}, doubled {doubled}, not in the plain run {more}",
                )
            )

    def report(self) -> str:
        lines = [f"{at}  {fault:48}  {outcome}" for at, fault, outcome in self.rows]
        lines.append(f"starts of dragoman up: {self.starts}; last 200 runs: {dict(self.states)}")
        for key, points in self.memory.items():
            # The first minute is spent loading modules.
            steady = [point for point in points if point[0] > points[0][0] + 60]
            if len(steady) > 5:
                slope = linear_regression(*zip(*steady, strict=True)).slope * 60
                lines.append(
                    f"memory of {key}: {steady[0][1]:.0f} to {steady[-1][1]:.0f} MB in"
                    f" {(steady[-1][0] - steady[0][0]) / 60:.1f} minutes, {slope:+.2f} MB a minute"
                )
        return "\n".join(lines)


def _rows(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [tuple(map(str, row)) for row in connection.execute(sql).fetchall()]

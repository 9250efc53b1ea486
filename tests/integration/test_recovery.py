"""What is mended while the server lives: missed turns of a work pool, runs without a process, places nobody holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from flows.catalogue import NEWSROOM
from tests.conftest import ROOT, Dragoman, ask, wait_for
from warehouse.store import FileStore

pytestmark = [pytest.mark.kill, pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(600)]
SERVER = """
from pathlib import Path
from flows.server import prefect_server
with prefect_server(Path("data/prefect")) as api:
    print(api, flush=True)
    input()
"""
INSTALL = """
import asyncio, sys
from pathlib import Path
from flows import automations
automations.FILE = Path(sys.argv[1])
asyncio.run(automations.install(None))
"""
UPKEEP = "import asyncio; from flows import upkeep; upkeep.START = 1; asyncio.run(upkeep.upkeep())"
SET_BACK = """
import asyncio, time
from flows import recovery
recovery.EVERY, clock = 1.0, time.time
async def main():
    keeper = asyncio.create_task(recovery.keep_in_order())
    await asyncio.sleep(0.5)
    time.time = lambda: clock() - 86400
    await asyncio.sleep(10)
asyncio.run(main())
"""
GIVE_BACK = """
import asyncio, json, sys, uuid
from flows.recovery import give_back
print(json.dumps([str(one) for one in asyncio.run(give_back({uuid.UUID(one) for one in sys.argv[1:]}))]))
"""


@dataclass(frozen=True)
class Server:
    """A Prefect server with the chores as deployments on a work pool that has no worker."""

    dragoman: Dragoman
    api: str

    @property
    def environment(self) -> dict[str, str]:
        sources = str(self.dragoman.folder / "sources")
        return self.dragoman.environment(PREFECT_API_URL=self.api, DRAGOMAN_SOURCES=sources)

    def python(self, program: str, *arguments: str | Path) -> str:
        """What a program prints: a process of its own, as Prefect asks for its server's address only once."""
        return subprocess.run(
            [sys.executable, "-c", program, *map(str, arguments)],
            cwd=self.dragoman.folder,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def chore(self, name: str) -> str:
        [found] = ask(self.api, "deployments/filter", deployments={"name": {"any_": [name]}})
        return found["id"]

    def places(self, deployment: str) -> dict:
        [found] = ask(self.api, "deployments/filter", deployments={"id": {"any_": [deployment]}})
        return found["global_concurrency_limit"]

    def places_taken(self, deployment: str) -> int:
        return self.places(deployment)["active_slots"]

    def runs(self, deployment: str, state: str, **more: dict) -> list[dict]:
        asked = {"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": [state]}}, **more}
        return ask(self.api, "flow_runs/filter", flow_runs=asked, sort="EXPECTED_START_TIME_ASC")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    dragoman = Dragoman(tmp_path_factory.mktemp("recovery"))
    (dragoman.folder / "sources").mkdir()
    (dragoman.folder / "sources" / "araz.yml").symlink_to(NEWSROOM / "araz.yml")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=dragoman.folder,
        env=dragoman.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    api = process.stdout.readline().strip()
    ask(api, "work_pools/", name="dragoman", type="process")
    sources = str(dragoman.folder / "sources")
    deployed = dragoman("deploy", PREFECT_API_URL=api, DRAGOMAN_SOURCES=sources)
    assert deployed.returncode == 0, deployed.stderr
    yield Server(dragoman, api)
    process.communicate("\n", timeout=120)


def test_a_pool_that_had_no_worker_catches_each_schedule_up_once(server: Server):
    now = datetime.now(UTC)
    due = {"next_scheduled_start_time": {"before_": now.isoformat()}}
    upkeep, reports = server.chore("upkeep"), server.chore("reports")
    # The server writes thirty at once; there are more than it deletes at once.
    for chore, back in product((upkeep, reports), (60, 30)):
        days = {"start_time": (now - timedelta(days=back)).isoformat(), "end_time": now.isoformat()}
        ask(server.api, f"deployments/{chore}/schedule", **days, min_runs=29)
    by_hand = ask(server.api, f"deployments/{upkeep}/create_flow_run")["id"]
    missed = [run["id"] for run in server.runs(upkeep, "SCHEDULED", **due) if run["auto_scheduled"]]
    assert len(missed) >= 55

    # What a worker of a pool of processes starts.
    execute = [sys.executable, "-m", "prefect", "flow-run", "execute", missed[0]]
    subprocess.run(execute, cwd=server.dragoman.folder, env=server.environment, check=True)
    assert [run["id"] for run in server.runs(upkeep, "COMPLETED")] == [missed[0]]
    assert server.runs(upkeep, "SCHEDULED", **due) == []
    waiting = server.runs(upkeep, "SCHEDULED")
    assert [run["id"] for run in waiting if not run["auto_scheduled"]] == [by_hand]
    assert len(waiting) > 1, "what is yet to come stays"
    assert len(server.runs(reports, "SCHEDULED", **due)) >= 55, (
        "another schedule's turns are its own to catch up"
    )


def test_a_run_whose_process_and_runner_are_gone_is_marked_by_its_silence(server: Server, tmp_path: Path):
    hurried = tmp_path / "automations.yml"
    written = (ROOT / "flows" / "automations.yml").read_text("utf-8")
    hurried.write_text(written.replace("within: 90", "within: 12"), "utf-8")
    server.python(INSTALL, hurried)
    started = datetime.now(UTC).isoformat()
    # Upkeep waits for the loader's lock, so it is in the middle when it dies.
    with FileStore(server.dragoman.database).locked():
        process = subprocess.Popen(
            [sys.executable, "-c", UPKEEP], cwd=server.dragoman.folder, env=server.environment
        )
        beats = {"event": {"name": ["prefect.flow-run.heartbeat"]}, "occurred": {"since": started}}
        [beat, *_] = wait_for(lambda: ask(server.api, "events/filter", filter=beats), 120)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    run = {"id": {"any_": [beat["resource"]["prefect.resource.id"].removeprefix("prefect.flow-run.")]}}

    def state() -> dict:
        [found] = ask(server.api, "flow_runs/filter", flow_runs=run)
        return found["state"]

    assert state()["type"] == "RUNNING", "nobody is left who could have said so"
    wait_for(lambda: state()["type"] == "CRASHED", 90)
    assert state()["message"].startswith("No heartbeat")


def test_a_clock_that_was_set_back_leaves_no_schedule_waiting_for_it(server: Server):
    reports = server.chore("reports")
    far = {"start_time": (datetime.now(UTC) + timedelta(days=300)).isoformat()}
    ask(server.api, f"deployments/{reports}/schedule", **far, min_runs=30)
    by_hand = ask(server.api, f"deployments/{reports}/create_flow_run")["id"]
    far = {"next_scheduled_start_time": {"after_": far["start_time"]}}
    assert len(server.runs(reports, "SCHEDULED", **far)) == 30
    server.python(SET_BACK)
    assert server.runs(reports, "SCHEDULED", **far) == []
    assert by_hand in {run["id"] for run in server.runs(reports, "SCHEDULED")}


def test_a_place_that_no_run_holds_is_given_back_at_the_second_look(server: Server):
    events = server.chore("events")
    taken = begun(server, events, "RUNNING")
    assert (server.places_taken(events), give_back(server)) == (1, []), "the run has it"
    assert give_back(server, events) == []
    assert server.places_taken(events) == 1

    ask(server.api, f"flow_runs/{taken}/set_state", state={"type": "CRASHED"}, force=True)
    assert server.places_taken(events) == 0
    ask(server.api, f"v2/concurrency_limits/{server.places(events)['id']}", method="PATCH", active_slots=1)
    assert give_back(server) == [events], "it may be just beginning"
    assert server.places_taken(events) == 1
    assert give_back(server, events) == []
    assert server.places_taken(events) == 0


def test_a_run_that_nobody_starts_is_given_up_at_the_second_look_and_its_turn_runs_again(server: Server):
    # As a full disk leaves it: the server has handed it out, and told the runner that this had failed.
    check = server.chore("check")
    handed_out = begun(server, check, "PENDING")
    # Nor does the server know whose place it is, so that the end of the run will not free it.
    for lease in (server.dragoman.folder / "data" / "prefect" / "concurrency_leases").glob("*.json"):
        lease.unlink()
    assert give_back(server) == [handed_out], "it may be just beginning"
    assert [run["id"] for run in server.runs(check, "PENDING")] == [handed_out]

    assert give_back(server, handed_out) == []
    [lost] = server.runs(check, "CRASHED")
    assert lost["id"] == handed_out
    assert "Nobody has started it" in lost["state"]["message"]
    assert server.places_taken(check) == 0
    again = [run for run in server.runs(check, "SCHEDULED") if "again" in run["tags"]]
    assert len(again) == 1


def test_where_no_up_looks_each_minute_upkeep_does(server: Server):
    reports = server.chore("reports")
    handed_out = begun(server, reports, "PENDING")
    server.python(UPKEEP)
    assert [run["id"] for run in server.runs(reports, "CRASHED")] == [handed_out]
    assert server.places_taken(reports) == 0


def begun(server: Server, deployment: str, state: str) -> str:
    run = ask(server.api, f"deployments/{deployment}/create_flow_run")["id"]
    for one in dict.fromkeys(("PENDING", state)):
        ask(server.api, f"flow_runs/{run}/set_state", state={"type": one})
    return run


def give_back(server: Server, *suspects: str) -> list[str]:
    return json.loads(server.python(GIVE_BACK, *suspects))

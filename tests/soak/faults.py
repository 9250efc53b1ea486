"""The faults: each does its harm to a running drill, holds it for a while and takes it away."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.conftest import ROOT
from tests.soak.drill import Drill

HELD = 20.0
AHEAD = Path(__file__).parent / "ahead"
OUTLETS = ("araz", "azmod", "caspianwire", "gemod", "vestnik", "xezer")
HOLD_FILE = (
    "import duckdb, sys, time; c = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'r'); time.sleep({})"
)


def kill_run(drill: Drill, chance: Random) -> str:
    """kill -9 of a flow run's process."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if runs := drill.processes("run"):
            os.kill(chance.choice(runs), signal.SIGKILL)
            return "one process killed"
        time.sleep(0.05)
    return "no run to kill"


def kill_server(drill: Drill, chance: Random) -> str:
    """kill -9 of the Prefect server."""
    return f"{drill.kill('server')} killed"


def kill_up(drill: Drill, chance: Random) -> str:
    """kill -9 of `dragoman up`, which serves the schedules; started again."""
    killed = drill.kill("up")
    drill.restart()
    return f"{killed} killed"


def power_loss(drill: Drill, chance: Random) -> str:
    """kill -9 of everything at once; started again."""
    killed = drill.kill("up") + drill.kill("server") + drill.kill("run")
    drill.restart()
    return f"{killed} killed"


def terminate(drill: Drill, chance: Random) -> str:
    """SIGTERM, then started again."""
    spent = drill.stop(signal.SIGTERM)
    drill.restart()
    return f"ended in {spent:.0f} s"


def refuse(drill: Drill, chance: Random) -> str:
    """Every connection to the outlets is refused."""
    return _gate(drill, "refuse")


def hang(drill: Drill, chance: Random) -> str:
    """Connections to the outlets are taken and never answered."""
    return _gate(drill, "hang")


def broken_pages(drill: Drill, chance: Random) -> str:
    """The wire's pages come garbled."""
    drill.wire.broken = True
    time.sleep(HELD)
    drill.wire.broken = False
    return f"{HELD:.0f} s"


def redesigned(drill: Drill, chance: Random) -> str:
    """An outlet's pages come in new markup."""
    return _for_a_while(drill, chance, drill.wire.redesign)


def silent(drill: Drill, chance: Random) -> str:
    """An outlet lists nothing."""
    return _for_a_while(drill, chance, drill.wire.silence)


def failing(drill: Drill, chance: Random) -> str:
    """An outlet answers 503."""
    return _for_a_while(drill, chance, drill.wire.fail)


def disk_full(drill: Drill, chance: Random) -> str:
    """No byte left where the data are."""
    if not drill.mounted:
        return "left out: no file system of our own to fill"
    ballast = drill.data / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(1 << 20))
        except OSError:
            pass
    free = os.statvfs(drill.data).f_bavail
    time.sleep(HELD)
    ballast.unlink()
    return f"{HELD:.0f} s with {free} blocks free"


def clock_ahead(drill: Drill, chance: Random) -> str:
    """The machine starts with a clock two days ahead, which is then set right."""
    if not shutil.which("faketime"):
        return "left out: faketime is not installed"
    drill.stop(signal.SIGTERM)
    # Not under the program faketime, which would be stopped in place of what it started. What measures time that passes keeps
    # its own clock, as on a real machine.
    preload = subprocess.run(
        ["faketime", "-f", "+2d", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    drill.restart(
        *("env", f"LD_PRELOAD={preload}", "FAKETIME=+2d", "FAKETIME_DONT_FAKE_MONOTONIC=1"),
        f"PYTHONPATH={AHEAD}{os.pathsep}{ROOT}",
    )
    time.sleep(HELD)
    drill.stop(signal.SIGTERM)
    drill.restart()
    return f"{HELD:.0f} s two days ahead"


def held_open(drill: Drill, chance: Random) -> str:
    """An analyst's program holds the published database open for writing."""
    return _hold(drill, "warehouse.duckdb", "w")


def loader_file_held(drill: Drill, chance: Random) -> str:
    """Somebody opens the loader's own file."""
    return _hold(drill, "warehouse.loader.duckdb", "r")


def _gate(drill: Drill, mode: str) -> str:
    drill.gate.mode = mode
    time.sleep(HELD)
    drill.gate.mode = "pass"
    return f"{HELD:.0f} s"


def _for_a_while(drill: Drill, chance: Random, harm: Callable[[str], None]) -> str:
    outlet = chance.choice(OUTLETS)
    harm(outlet)
    time.sleep(HELD)
    drill.wire.restore(outlet)
    return f"{outlet}, {HELD:.0f} s"


def _hold(drill: Drill, name: str, how: str) -> str:
    for _ in range(100):
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD_FILE.format(HELD), str(drill.data / name), how],
            stderr=subprocess.DEVNULL,
        )
        try:
            holder.wait(1.5)
        except subprocess.TimeoutExpired:
            return "held" if holder.wait() == 0 else "let go"
    return "never free to hold"


# Through these the server and `up` go on, so that their memory can be watched.
GENTLE = (
    *(kill_run, refuse, hang, broken_pages, redesigned, silent),
    *(failing, disk_full, held_open, loader_file_held),
)
HARD = (kill_server, kill_up, power_loss, terminate, clock_ahead)

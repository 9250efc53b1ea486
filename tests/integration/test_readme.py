"""Every command of the README, run as it stands there, in its order."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Dragoman
from tests.integration.test_commands import ARTICLE, PAGE, TEXT

COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]
DECISIONS = """person_id,status,name,person,country,org,office,rank,held_from,held_to
d2e973ff77061b2e,rejected,Guram Kashia,Guram Kashia,,,,Captain,,
"""
# Runs until it is stopped: tests/integration/test_up.py.
FOR_EVER = {"dragoman up"}
DRAGOMAN = [command for command in COMMANDS if command.startswith("dragoman ") and command not in FOR_EVER]
MAKE = [command for command in COMMANDS if command.startswith("make ")]


def test_the_readme_shows_nothing_that_is_not_run_here():
    assert set(COMMANDS) - set(DRAGOMAN) - set(MAKE) - FOR_EVER == {". .venv/bin/activate"}


@pytest.mark.parametrize(
    "command",
    [pytest.param(one, marks=pytest.mark.slow if "recode" in one else ()) for one in DRAGOMAN],
)
def test_command(command: str, loaded: Dragoman, tmp_path: Path):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "articles.jsonl").write_text(json.dumps(ARTICLE))
    (tmp_path / "gold.jsonl").write_text(json.dumps({**ARTICLE, "relevant": True, "events": []}))
    (tmp_path / "decisions.csv").write_text(DECISIONS)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "meeting.txt").write_text(TEXT)
    if "import" not in command:
        # What a command changes is no other test's business.
        shutil.copytree(loaded.folder / "data", tmp_path / "data")
    result = Dragoman(tmp_path)(*shlex.split(command)[1:])
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


@pytest.mark.parametrize("command", MAKE)
def test_make_target(command: str, tmp_path: Path):
    """What is set up is used as it is. Of what .ci/run runs itself, this test too, only the plan is looked at."""
    if not Path(sys.prefix, "ready").exists():
        pytest.skip("not run from the environment that make sets up")
    asked = [
        *command.split(),
        f"VENV={sys.prefix}",
        *(["-n"] if command in ("make test", "make lint") else []),
    ]
    result = subprocess.run(
        asked,
        cwd=ROOT,
        env={**os.environ, "DRAGOMAN_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert result.returncode == 0, result.stderr + result.stdout

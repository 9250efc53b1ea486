"""What the person in charge sees: the UI of a real `dragoman up`, in a real browser that reaches nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.conftest import Dragoman, ask, wait_for
from tests.wire import Wire, write_sources

pytestmark = [pytest.mark.browser, pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(600)]
CHROMIUM, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))


class Page:
    """A headless Chromium on the UI. Screenshots go to `folder`."""

    def __init__(self, ui: str, folder: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in ("headless=new", "no-sandbox", "disable-gpu", "window-size=1400,1000"):
            options.add_argument(f"--{flag}")
        options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
        self.driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
        self.ui, self.folder = ui, folder

    def shows(self, name: str, path: str, *words: str) -> str:
        """The page's text once it has all the words; fails when it does not get them."""
        self.driver.get(f"{self.ui}/{path}")
        text = ""

        def found() -> bool:
            nonlocal text
            text = self.driver.find_element(By.TAG_NAME, "body").text
            return all(word in text for word in words)

        try:
            wait_for(found, 30)
        except AssertionError:
            raise AssertionError(f"{path} lacks one of {words}:\n{text}") from None
        finally:
            self.driver.save_screenshot(str(self.folder / f"{name}.png"))
        return text


class Hook(ThreadingHTTPServer):
    """Where alarms are sent: keeps what comes."""

    def __init__(self) -> None:
        self.told: list[dict] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    """An agency beside one outlet of the newsroom."""
    write_sources(tmp_path / "sources")
    for path in (tmp_path / "sources").iterdir():
        if path.stem not in ("wire", "azmod"):
            path.unlink()
    with Wire(published=150) as server:
        yield server


@pytest.fixture
def ui(dragoman: Dragoman, tmp_path: Path, wire: Wire, hook: Hook) -> Iterator[str]:
    """The address of a `dragoman up` whose schedules run fifty times faster."""
    settings = {
        "DRAGOMAN_SOURCES": str(tmp_path / "sources"),
        "DRAGOMAN_CONNECT_TO": json.dumps(wire.connect_to),
        "DRAGOMAN_NOTIFY": f"json://127.0.0.1:{hook.server_port}/alarms",
        "DRAGOMAN_TRIAGE": "0",
        "DRAGOMAN_BATCH_SIZE": "50",
    }
    log = tmp_path / "up.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            dragoman.command("up", "--port", "0", "--faster", "50"),
            cwd=dragoman.folder,
            env=dragoman.environment(**settings),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    try:
        yield wait_for(lambda: re.search(r"UI (http://127\.0\.0\.1:\d+)", log.read_text()), 120)[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def latest(ui: str, key: str, word: str = "") -> str:
    """Where the UI shows the newest artifact of this key, as soon as that has the word."""

    def found() -> str | None:
        [newest] = ask(f"{ui}/api", "artifacts/latest/filter", artifacts={"key": {"any_": [key]}})
        return word in str(newest["data"]) and f"artifacts/artifact/{newest['latest_id']}"

    return wait_for(found, 150)


def silence(ui: str) -> list[dict]:
    """Run the check now, as its button does, and give the events of silence there are after it."""
    [check] = ask(f"{ui}/api", "deployments/filter", deployments={"name": {"any_": ["check"]}})
    run = ask(f"{ui}/api", f"deployments/{check['id']}/create_flow_run")["id"]
    ended = {"id": {"any_": [run]}, "end_time": {"is_null_": False}}
    wait_for(lambda: ask(f"{ui}/api", "flow_runs/filter", flow_runs=ended), 150)
    return ask(f"{ui}/api", "events/filter", filter={"event": {"name": ["dragoman.source.silent"]}})


def test_runs_their_artifacts_the_health_board_and_an_alarm(ui, wire, hook, tmp_path):
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and its driver are not installed (apt install chromium chromium-driver)")
    folder = Path(os.environ.get("DRAGOMAN_SCREENSHOTS", tmp_path / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)

    def new_batches() -> int:
        """Turns of the wire that brought something new, while it publishes."""
        wire.published += 1
        time.sleep(0.5)
        turns = ask(f"{ui}/api", "artifacts/filter", artifacts={"key": {"any_": ["turn-wire"]}})
        return sum("| fetched | 0 |" not in turn["data"] for turn in turns)

    wait_for(new_batches, 120)
    first = latest(ui, "turn-wire")
    # The fewest that make a habit, of which three gaps are the least.
    wait_for(lambda: new_batches() >= 4, 240)
    page = Page(ui, folder)
    try:
        page.shows("runs", "runs", "wire 20", "state_agency", "Completed")
        page.shows("turn", first, "fetched", "mentions", "HIGH_LEVEL_MEETING")
        page.shows("progress", latest(ui, "progress-wire"), " pages", "Progress: 100%")
        page.shows("automations", "automations", "mark runs whose process is gone", "tell of alarms")
        # The agency has stopped publishing.
        wait_for(lambda: silence(ui), 180)
        page.shows("health", latest(ui, "health", "silent"), "wire", "silent")
        page.shows("alarms", latest(ui, "alarms", "silent"), "dragoman.source.silent", "dragoman.source.wire")
        page.shows("alarm", "events?resource=dragoman.source.wire", "dragoman.source.silent")
        # A machine that is late itself may have missed a turn, and told of silence, before.
        told = wait_for(lambda: [one for one in hook.told if "source.silent:" in one["title"]], 30)[-1]
        assert told["title"] == "dragoman.source.silent: dragoman.source.wire"
        assert told["message"].startswith("nothing new for more than three times")
    finally:
        page.driver.quit()

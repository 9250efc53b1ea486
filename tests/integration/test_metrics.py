"""`dragoman metrics` over real HTTP, and what reads it: dashboard and alerts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from flows.health import MEANING
from tests.conftest import ROOT, Dragoman, free_port, wait_for

DEPLOY = ROOT / "deploy"
# Of a server that is not there; test_deploy.py sees them.
OF_PREFECT = {"dragoman_flow_runs", "dragoman_flow_runs_late"}


def scrape(dragoman: Dragoman) -> dict[str, list[Sample]]:
    port = free_port()
    process = subprocess.Popen(
        dragoman.command("metrics", "--port", port),
        cwd=dragoman.folder,
        env=dragoman.environment(PREFECT_API_URL="http://127.0.0.1:1/api"),
    )
    try:
        told = wait_for(lambda: answer(f"http://127.0.0.1:{port}/metrics"), 60)
    finally:
        process.terminate()
        process.wait(30)
    return {family.name: family.samples for family in text_string_to_metric_families(told)}


def answer(url: str) -> str | None:
    try:
        return httpx.get(url, timeout=30).raise_for_status().text
    except httpx.ConnectError:
        return None


@pytest.fixture(scope="module")
def told(loaded: Dragoman) -> dict[str, list[Sample]]:
    return scrape(loaded)


def by_source(samples: list[Sample]) -> set[tuple]:
    return {(sample.labels["source"], sample.value) for sample in samples}


def test_the_numbers_are_those_of_the_published_database(told: dict[str, list[Sample]], loaded: Dragoman):
    assert by_source(told["dragoman_articles"]) == set(
        loaded.rows("SELECT source_id, count(*) FROM articles GROUP BY source_id")
    )
    (events,) = loaded.rows("SELECT count(*) FROM events")[0]
    assert sum(sample.value for sample in told["dragoman_events_by_form"]) == events > 0
    assert by_source(told["dragoman_source_last_published_timestamp_seconds"]) == set(
        loaded.rows("SELECT source_id, epoch(max(published)) FROM articles GROUP BY source_id")
    )
    archived = sum(path.stat().st_size for path in (loaded.folder / "data").rglob("*.warc.gz"))
    assert told["dragoman_archive_bytes"][0].value == archived > 0


def test_what_cannot_be_reached_says_so_and_hides_nothing_else(
    told: dict[str, list[Sample]], dragoman: Dragoman
):
    def up(samples: list[Sample]) -> dict[str, float]:
        return {sample.labels["part"]: sample.value for sample in samples}

    assert up(told["dragoman_up"]) == {"warehouse": 1, "disk": 1, "prefect": 0}
    (dragoman.folder / "data").mkdir()
    empty = scrape(dragoman)
    assert up(empty["dragoman_up"])["warehouse"] == 0
    assert empty["dragoman_disk_free_bytes"][0].value > 0


def expressions() -> Iterator[str]:
    for panel in json.loads((DEPLOY / "grafana" / "dragoman.json").read_text())["panels"]:
        for target in panel["targets"]:
            yield target["expr"]
    for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]


def test_dashboard_and_alerts_ask_for_what_there_is(told: dict[str, list[Sample]]):
    asked = {name for expression in expressions() for name in re.findall(r"dragoman_\w+", expression)}
    assert asked <= told.keys() | OF_PREFECT
    # And every number is on the dashboard or in an alert, but those for one's own questions.
    assert told.keys() - asked == {
        "dragoman_source_articles_per_day",
        "dragoman_source_last_success_timestamp_seconds",
        "dragoman_turns",
    }


def test_prometheus_understands_its_files():
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed (apt-get install prometheus)")
    for what, name in (("config", "prometheus.yml"), ("rules", "alerts.yml")):
        subprocess.run(["promtool", "check", what, DEPLOY / name], check=True, capture_output=True)


def test_the_operations_page_says_what_each_alarm_means():
    page = (DEPLOY / "README.md").read_text()
    rules = [
        rule["alert"]
        for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
        for rule in group["rules"]
    ]
    sent = [f"dragoman.source.{problem}" for problem in MEANING] + re.findall(
        r'"(dragoman\.[a-z]+\.[a-z]+)"', (ROOT / "flows" / "health.py").read_text()
    )
    assert not [name for name in [*rules, *sent] if f"| {name} |" not in page and f"`{name}`" not in page]

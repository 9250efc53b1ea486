"""What the person in charge is told: ill sources, broken data, and a log that does not grow for ever."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.health import disk_alarms, source_alarms
from parsers.records import FetchRecord, Reject
from parsers.source import load_sources
from tests.conftest import ROOT, ask, wait_for
from tests.warehouse_samples import article, batch, coding
from warehouse.health import source_health
from warehouse.load import load, save_sources
from warehouse.ops import forget_fetches

NOW = datetime.now(UTC)
OUTLET = "azmod"


@pytest.fixture
def outlet(store):
    """A store that knows one source."""
    save_sources(store, [load_sources(ROOT / "flows/newsroom/outlets")[OUTLET]])
    return store


def problems(store) -> list[str]:
    [one] = source_health(store)
    return one.problems


def arrives(store, number: int, hours_ago: float, **more) -> None:
    """One new article, loaded that long ago."""
    load(
        store,
        replace(
            batch((article(OUTLET, number, **more), coding()), id=f"b{number}", source=OUTLET),
            run_id=f"r{number}",
        ),
    )
    with store.write() as connection:
        then = [NOW - timedelta(hours=hours_ago), f"b{number}"]
        connection.execute("UPDATE ops.batches SET loaded_at = ? WHERE batch_id = ?", then)
        connection.execute("UPDATE articles SET first_seen_at = ? WHERE batch_id = ?", then)


@pytest.mark.slow
def test_a_source_is_silent_by_its_own_habit_not_by_the_clock(outlet):
    for number, hours_ago in enumerate((40, 30, 20, 10), 1):
        arrives(outlet, number, hours_ago + 15)
    assert problems(outlet) == [], "25 hours are less than three times ten"
    with outlet.write() as connection:
        connection.execute("UPDATE articles SET first_seen_at = first_seen_at - INTERVAL 10 HOUR")
    assert problems(outlet) == ["silent"]
    [alarm] = source_alarms(source_health(outlet))
    assert (alarm.event, alarm.resource) == ("dragoman.source.silent", f"dragoman.source.{OUTLET}")


def test_a_source_without_a_habit_yet_is_not_called_silent(outlet):
    arrives(outlet, 1, 2000)
    assert problems(outlet) == []


def test_drift_and_rejects_are_told_after_the_run_that_met_them(outlet):
    arrives(outlet, 1, 2)
    arrives(outlet, 2, 1, flags=("selectors_failed",))
    assert problems(outlet) == ["drift"]
    refused = [Reject("parse", "paywall", "no text", OUTLET, f"http://x.test/{n}") for n in range(3)]
    screened = [Reject("triage", "off_topic", "", OUTLET, f"http://x.test/t{n}") for n in range(9)]
    load(outlet, replace(batch(id="b3", source=OUTLET), run_id="r2", rejects=refused))
    load(outlet, replace(batch(id="b4", source=OUTLET), run_id="r2", rejects=screened))
    assert problems(outlet) == ["drift", "rejects"]
    arrives(outlet, 5, -1)
    assert problems(outlet) == [], "the next run went well"


def test_the_fetch_log_forgets_all_but_each_addresss_last_lines(outlet):
    def fetched(url: str, outcome: str, days_ago: int) -> FetchRecord:
        when = NOW - timedelta(days=days_ago)
        return FetchRecord(url=url, source=OUTLET, kind="article", outcome=outcome, fetched_at=when)

    log = [
        *(fetched("a", "new", 300), fetched("a", "unchanged", 200), fetched("a", "timeout", 150)),
        *(fetched("b", "new", 300), fetched("b", "unchanged", 1)),
    ]
    load(outlet, replace(batch(source=OUTLET), fetches=log))
    assert forget_fetches(outlet, NOW - timedelta(days=90)) == 2
    with outlet.write() as connection:
        left = connection.execute("SELECT url, outcome FROM ops.fetches ORDER BY ALL").fetchall()
    assert left == [("a", "timeout"), ("a", "unchanged"), ("b", "unchanged")]


def test_a_folder_with_room_raises_no_alarm(tmp_path):
    assert disk_alarms(tmp_path) == []


@pytest.mark.prefect
@pytest.mark.slow
def test_the_board_the_checks_and_the_alarms_reach_a_real_server(loaded, tmp_path, monkeypatch):
    from flows.server import prefect_server
    from flows.settings import Settings
    from warehouse.store import open_store

    shutil.copytree(loaded.folder / "data", tmp_path / "data")
    settings = Settings(data=tmp_path / "data")
    store = open_store(settings.database)
    with store.write() as connection:
        connection.execute("UPDATE ops.batches SET articles_drifted = articles WHERE source_id = ?", [OUTLET])
    with prefect_server(tmp_path / "prefect") as api:
        from flows.check import check
        from flows.errors import DragomanError
        from flows.events import events
        from flows.reports import reports
        from flows.upkeep import forget_runs, upkeep

        asyncio.run(check(settings))
        with store.write() as connection:
            connection.execute("DELETE FROM event_mentions")
        with pytest.raises(DragomanError, match="mentions_in_one_event"):
            asyncio.run(check(settings))
        with store.write() as connection:
            connection.execute("UPDATE ops.batches SET articles_drifted = 0 WHERE source_id = ?", [OUTLET])
        assert asyncio.run(events(settings))["rewritten"] > 0, "what was deleted comes again"
        asyncio.run(check(settings))
        assert asyncio.run(upkeep(settings))["flow runs forgotten"] == 0
        assert "timeline" in asyncio.run(reports(settings))

        pages = {a["key"]: a["data"] for a in ask(api, "artifacts/latest/filter")}
        assert f"| {OUTLET} | well |" in pages["health"]
        assert "█" not in pages["daily"], "the newsroom's articles are years old"
        assert json.loads(pages["alarms"]) == [], "all is well again"
        assert "evidence" in pages["checks"]
        states = [run["state_name"] for run in ask(api, "flow_runs/filter")]
        assert sorted(states) == [*["Completed"] * 5, "Failed"]
        told = wait_for_events(
            api,
            *(f"dragoman.{what}{end}" for what in ("source.drift", "check.failed") for end in ("", ".over")),
        )
        drifts = [event["resource"] for event in told if event["event"] == "dragoman.source.drift"]
        assert [one["prefect.resource.id"] for one in drifts] == [f"dragoman.source.{OUTLET}"], "told once"
        written = (tmp_path / "data/reports/timeline.csv").read_text("utf-8")
        assert written.startswith("event_id,date_start") and "AZE" in written

        assert asyncio.run(forget_runs(datetime.now(UTC))) == 6
        assert ask(api, "flow_runs/filter") == []


def wait_for_events(api: str, *names: str) -> list[dict]:
    """The server's events of these names, once all have come."""

    def all_of_them() -> list[dict]:
        events = ask(api, "events/filter", filter={"event": {"name": list(names)}})
        return events if {event["event"] for event in events} == set(names) else []

    return wait_for(all_of_them, 30)

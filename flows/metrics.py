"""How it goes, for Prometheus: each scrape asks the published database, the disk and the Prefect server."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.exceptions import PrefectException
from prefect.settings import PREFECT_API_URL
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flows.settings import Settings
from parsers.datafile import read_yaml
from warehouse.errors import StoreError
from warehouse.store import find_store

log = logging.getLogger(__name__)
LATE_AFTER = timedelta(minutes=2)
QUERIES: dict[str, dict] = read_yaml(Path(__file__).with_suffix(".yml"))


class Numbers(Collector):
    """A collector. What cannot be reached shows as `dragoman_up{part} 0`; the rest is told all the same."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def collect(self) -> Iterator[Gauge]:
        up = Gauge(
            "dragoman_up", "Whether the warehouse and the Prefect server could be asked", labels=["part"]
        )
        parts = {"warehouse": self._warehouse, "disk": self._disk}
        # Asked without an address, Prefect's client would start a server of its own.
        if PREFECT_API_URL.value():
            parts["prefect"] = self._prefect
        for part, read in parts.items():
            try:
                yield from list(read())
                up.add_metric([part], 1)
            except (StoreError, duckdb.Error, PrefectException, httpx.HTTPError, OSError) as error:
                log.warning("%s: %s", part, " ".join(str(error).split()))
                up.add_metric([part], 0)
        yield up

    def _warehouse(self) -> Iterator[Gauge]:
        with find_store(self.settings.database).read() as connection:
            for name, query in QUERIES.items():
                gauge = Gauge(name, query["help"], labels=query["labels"])
                for *labels, value in connection.execute(query["sql"]).fetchall():
                    if value is not None:
                        gauge.add_metric(labels, value)
                yield gauge

    def _prefect(self) -> Iterator[Gauge]:
        day = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        runs = Gauge(
            "dragoman_flow_runs", "Prefect's flow runs due in the last day, by state", labels=["state"]
        )
        late = Gauge("dragoman_flow_runs_late", "Flow runs that are due and that no worker has taken")
        with get_client(sync_client=True) as client:

            def count(state: dict, **more: object) -> int:
                asked = {"flow_runs": {"state": state, **more}}
                return client.request("POST", "/flow_runs/count", json=asked).json()

            for state in StateType:
                since = {"expected_start_time": {"after_": day}}
                runs.add_metric([state.value.lower()], count({"type": {"any_": [state.value]}}, **since))
            due = {"before_": (datetime.now(UTC) - LATE_AFTER).isoformat()}
            late.add_metric([], count({"type": {"any_": ["SCHEDULED"]}}, next_scheduled_start_time=due))
        yield runs
        yield late

    def _disk(self) -> Iterator[Gauge]:
        data = self.settings.data
        yield Gauge(
            "dragoman_disk_free_bytes", "Room left where the data are", value=shutil.disk_usage(data).free
        )
        kept = sum(path.stat().st_size for path in self.settings.archive.rglob("*.warc.gz"))
        yield Gauge("dragoman_archive_bytes", "Size of the archive of raw pages", value=kept)
        if isinstance(self.settings.database, Path) and self.settings.database.exists():
            size = self.settings.database.stat().st_size
            yield Gauge("dragoman_database_bytes", "Size of the published database", value=size)


def application(settings: Settings) -> Starlette:
    """Serves `/metrics`, and `/health` for whoever starts us."""
    registry = CollectorRegistry()
    registry.register(Numbers(settings))

    def metrics(request: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    def health(request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/metrics", metrics), Route("/health", health)])

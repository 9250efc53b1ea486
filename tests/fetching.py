"""What the fetch and discovery tests share: a source, a client on a folder, one call to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from flows.fetch import Archive, Client, FetchSettings, Validator
from parsers.records import FetchRecord
from parsers.source import Source
from tests.site import HOST, Site

T = TypeVar("T")
BASE = f"http://{HOST}"


def run(test: Coroutine[Any, Any, T]) -> T:
    """Runs a test's coroutine; one that hangs fails."""
    return asyncio.run(asyncio.wait_for(test, 60))


def make_source(*discovery: dict, **more: Any) -> Source:
    return Source.model_validate(
        {
            "id": "site",
            "name": "Site",
            "homepage": BASE,
            "country": "AZE",
            "kind": "press",
            "languages": ["en"],
            "timezone": "Asia/Baku",
            "state_controlled": False,
            "discovery": discovery or [{"type": "feed", "url": f"{BASE}/feed"}],
            "politeness": {"rate": 1000, "concurrency": 8},
            **more,
        }
    )


@asynccontextmanager
async def client_of(site: Site, folder: Path, known: Mapping[str, Validator] | None = None, **more: Any):
    settings = FetchSettings(
        folder / "state", connect_to=site.connect_to, **{"deadline": 2.0, "attempts": 1, **more}
    )
    with Archive(folder / "archive") as archive:
        async with Client(settings, known or {}, archive) as client:
            yield client


def known_from(*records: FetchRecord) -> dict[str, Validator]:
    """What the fetch log says before the next run."""
    return {
        record.url: Validator(
            record.etag,
            record.last_modified,
            record.digest,
            record.fetched_at,
            record.archive_file,
            record.archive_offset,
        )
        for record in records
    }

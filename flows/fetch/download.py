"""A large file that somebody asks for by its address, through the same guard as every page."""

from __future__ import annotations

from pathlib import Path

import httpx

from flows.fetch import outcome
from flows.fetch.guard import GuardedTransport, trusted
from flows.fetch.outcome import Failed
from flows.fetch.settings import FetchSettings

# A WARC file as crawlers publish it is about 1 GB.
LARGEST = 4 << 30


async def download(url: str, into: Path, settings: FetchSettings, largest: int = LARGEST) -> None:
    """Write the file at `url` to `into`. Raises Failed with the reason in one line; `into` may then be partial."""
    transport = GuardedTransport(settings.connect_to, trusted(settings.ca_file))
    client = httpx.AsyncClient(
        transport=transport,
        headers={"User-Agent": settings.user_agent},
        timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
        follow_redirects=True,
        max_redirects=settings.max_redirects,
        trust_env=False,
    )
    try:
        async with client, client.stream("GET", url) as response:
            if response.status_code != 200:
                raise Failed(outcome.of_status(response.status_code), f"HTTP {response.status_code}")
            written = 0
            with into.open("wb") as file:
                async for chunk in response.aiter_raw():
                    written += len(chunk)
                    if written > largest:
                        raise Failed("too_large", f"more than {largest} bytes")
                    file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise outcome.of_exception(error) from error

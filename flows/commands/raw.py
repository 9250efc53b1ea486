"""`dragoman raw`: what was fetched from an address, and when, as the archive keeps it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from flows.commands.warehouse import Db, one_line_errors, published
from flows.errors import DragomanError
from flows.settings import load_settings

HISTORY = """
SELECT fetched_at, outcome, status, content_type, bytes, digest, archive_file, archive_offset
FROM ops.fetches WHERE url = ? OR final_url = ? ORDER BY fetched_at
"""


def register(app: typer.Typer) -> None:
    app.command("raw")(raw)


def raw(
    url: Annotated[str, typer.Argument(help="An address as it was fetched.")],
    history: Annotated[
        bool, typer.Option("--history", help="List every fetch of it instead, a JSON line each.")
    ] = False,
    db: Db = None,
) -> None:
    """Print the body that was last fetched from an address, byte for byte; when and how on stderr."""
    # Fetching brings an HTTP client along, which no other command should wait for.
    from flows.fetch import Archive, ArchiveError

    with one_line_errors(), published(db).read() as connection:
        result = connection.execute(HISTORY, [url, url])
        names = [column[0] for column in result.description]
        fetches = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    if not fetches:
        raise DragomanError(f"{url}: never fetched; the column url of ops.fetches lists what was")
    if history:
        for fetch in fetches:
            print(json.dumps(fetch, default=str))
        return
    kept = [fetch for fetch in fetches if fetch["archive_file"]]
    if not kept:
        raise DragomanError(f"{url}: nothing was kept, the last fetch ended as {fetches[-1]['outcome']}")
    last = kept[-1]
    try:
        response = Archive(load_settings().archive).read(last["archive_file"], last["archive_offset"])
    except ArchiveError as error:
        raise DragomanError(f"{url}: {error}; is DRAGOMAN_DATA the folder it was fetched into?") from None
    print(
        f"{response.url} fetched {response.fetched_at:%Y-%m-%d %H:%M:%S} UTC, HTTP {response.status}, "
        f"{last['archive_file']} at {last['archive_offset']}",
        file=sys.stderr,
    )
    sys.stdout.buffer.write(response.body)

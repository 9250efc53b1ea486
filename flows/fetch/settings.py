"""What the fetcher may do: limits, patience and the way it names itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

PRODUCT = "Dragoman"
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Times are seconds, sizes bytes.

    `state` is the folder in which all processes of the machine share hosts' turns and robots files.
    `connect_to` maps host patterns to an address ({"*.newsroom.test": "127.0.0.1:8123"}); the hosts it
    names are the only ones allowed to resolve to a private address. `deadline` bounds one attempt
    from connecting to the last byte, redirects included; waiting for a host's turn is apart and
    bounded by `patience`.
    """

    state: Path
    contact: str = ""
    connect_to: Mapping[str, str] = field(default_factory=dict)
    ca_file: Path | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    deadline: float = 60.0
    patience: float = 60.0
    attempts: int = 3
    max_redirects: int = 8
    max_raw: int = 20 * MEGABYTE
    max_body: int = 40 * MEGABYTE
    max_connections: int = 200

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT}/0.1 (+{self.contact})" if self.contact else f"{PRODUCT}/0.1"


@dataclass(frozen=True, slots=True)
class Validator:
    """What the last good fetch of a URL left for asking again; all of it comes from the fetch log."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    fetched_at: datetime | None = None
    archive_file: str | None = None
    archive_offset: int | None = None

    @property
    def address(self) -> tuple[str, int] | None:
        """File and offset of the body in the archive."""
        if self.archive_file is None or self.archive_offset is None:
            return None
        return self.archive_file, self.archive_offset

"""One settings object: defaults, then `DRAGOMAN_*` environment variables, then the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import DirectoryPath, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import UsageError
from parsers.records import TRIAGE_THRESHOLD

if TYPE_CHECKING:
    from warehouse.store import Store


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DRAGOMAN_", extra="forbid")

    data: Path = Field(Path("data"), description="folder of everything a run keeps")
    db: Path | None = Field(None, description="database that people open; default <data>/warehouse.duckdb")
    store: str | None = Field(
        None, description="postgresql:// URL of a lake to use instead of the database file (?data_path=...)"
    )
    live: bool = Field(False, description="read the live sources instead of the bundled newsroom")
    sources: Path | None = Field(
        None, description="folder of source files to read instead of the bundled ones"
    )
    contact: str = Field("", description="address or e-mail that site owners find in the User-Agent")
    notify: SecretStr | None = Field(
        None, description="Apprise address that alarms are sent to: json://, mailtos://, slack:// ..."
    )
    connect_to: dict[str, str] = Field(
        default_factory=dict,
        description="host pattern to address:port; the only hosts that may be private or loopback ones",
    )
    batch_size: int = Field(250, description="pages that are fetched, parsed, coded and loaded together")
    parallel_sources: int = Field(4, description="sources ingested at the same time")
    coder_data: DirectoryPath | None = Field(
        None, description="a changed copy of parsers/coder/data to code with; marks the coder's version"
    )
    triage: float = Field(
        TRIAGE_THRESHOLD,
        ge=0,
        le=1,
        description="least relevance, at a glance, of a general outlet's page that is read; 0 reads all",
    )
    recheck_days: float = Field(7, description="how long after its publication a page is asked for changes")
    keep_days: int = Field(
        90, ge=1, description="days that the fetch log, finished runs and a lake's old snapshots are kept"
    )
    faster: float = Field(
        1.0, description="how many times faster than written schedules run (demonstrations, soaks)"
    )
    web_archive: str = Field(
        "https://web.archive.org", description="where backfill finds old copies of pages"
    )
    lock_timeout: float = Field(60, description="seconds to wait for another loader to finish")

    @property
    def database(self) -> Path | str:
        """Where the warehouse is: a file, or the URL of a lake. --db is more particular than DRAGOMAN_STORE."""
        return self.db or self.store or self.data / "warehouse.duckdb"

    def open_store(self) -> Store:
        """The warehouse, made or brought up to date where it must be. Raises StoreError."""
        # Where a command needs no warehouse, it need not wait for the database's library.
        from warehouse.store import open_store

        return open_store(self.database, self.lock_timeout)

    @property
    def archive(self) -> Path:
        return self.data / "archive"


def load_settings(**given: object) -> Settings:
    """Settings with the command line's values over the environment's. Raises UsageError for bad ones."""
    try:
        return Settings(**{name: value for name, value in given.items() if value})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"DRAGOMAN_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        raise UsageError(wrong) from None

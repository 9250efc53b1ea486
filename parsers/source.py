"""A news source as data: one YAML file each, under `parsers/sources/<iso2 or organisation>/<id>.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

BUNDLED = Path(__file__).parent / "sources"

Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Kind = Literal["state_agency", "ministry", "alliance", "wire", "aggregator", "press"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Discovery(_Model):
    """One place to look for articles. `selector` and `next` are CSS and belong to listings."""

    type: Literal["feed", "sitemap", "listing", "homepage"]
    url: str
    include: str | None = Field(None, description="regular expression an article's URL must match")
    exclude: str | None = None
    selector: str | None = None
    next: str | None = None
    pages: int = 1


class Selectors(_Model):
    """CSS selectors of an article page; each is a list tried in order. `remove` goes before `text` is read."""

    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    date_format: str | None = Field(None, description="strptime format, in the source's time zone")


class Schedule(_Model):
    """When to look. `every` like 15m, 2h, 1d; or a cron line in the source's time zone."""

    every: str | None = "1h"
    cron: str | None = None


class Politeness(_Model):
    """Requests per second and at once, for each host of this source."""

    rate: float = 1.0
    concurrency: int = 2


class Source(_Model):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    name: str
    homepage: str
    country: Iso3 | None = Field(None, description="home country; the default for people without one")
    organisation: str | None = Field(
        None, description="NATO, EU, OSCE, ... for a source that is no country's"
    )
    kind: Kind
    languages: tuple[str, ...]
    timezone: str
    state_controlled: bool
    discovery: tuple[Discovery, ...]
    selectors: Selectors = Selectors()
    schedule: Schedule = Schedule()
    politeness: Politeness = Politeness()
    active: bool = True
    verified: bool = True
    note: str | None = None


def load_sources(*folders: Path) -> dict[str, Source]:
    """Every source of the folders (default: the bundled ones), by id."""
    found: dict[str, Source] = {}
    for folder in folders or (BUNDLED,):
        for path in sorted(folder.rglob("*.yml")):
            source = Source.model_validate(yaml.safe_load(path.read_text("utf-8")))
            found[source.id] = source
    return found

"""A news source as data: one YAML file each, under `parsers/sources/<iso2 or organisation>/<id>.yml`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import soupsieve
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

BUNDLED = Path(__file__).parent / "sources"
SCHEMA = BUNDLED / "source.schema.json"

# Instead of an element, what the page's markup states of the field: see parsers.structured.
STATEMENTS = ("@json-ld", "@meta")

Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Kind = Literal["state_agency", "ministry", "alliance", "wire", "aggregator", "press"]


def _valid(check: Callable[[str], str], what: str) -> Callable[[str], str]:
    def validate(text: str) -> str:
        try:
            return check(text)
        except Exception:
            raise ValueError(f"{text!r} is not {what}") from None

    return validate


def _expression(text: str) -> str:
    re.compile(text)
    return text


def _css(text: str) -> str:
    soupsieve.compile(text)
    return text


def _css_or_statement(text: str) -> str:
    return text if text in STATEMENTS else _css(text)


def _zone(name: str) -> str:
    ZoneInfo(name)
    return name


Expression = Annotated[str, AfterValidator(_valid(_expression, "a regular expression"))]
Css = Annotated[str, AfterValidator(_valid(_css, "a CSS selector"))]
Look = Annotated[
    str,
    AfterValidator(_valid(_css_or_statement, f"a CSS selector or one of {', '.join(STATEMENTS)}")),
]
Zone = Annotated[str, AfterValidator(_valid(_zone, "an IANA time zone, such as Asia/Baku"))]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+")]
Interval = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*[smhd]$")]


class SourceError(ValueError):
    """Source files that cannot be used: a line each of file, line, key and what is allowed there."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Discovery(_Model):
    """One place to look for articles. `selector` and `next` are CSS and belong to listings."""

    type: Literal["feed", "sitemap", "listing", "homepage"]
    url: Url
    include: Expression | None = Field(None, description="regular expression an article's URL must match")
    exclude: Expression | None = Field(None, description="regular expression it must not match")
    selector: Css | None = Field(None, description="listing: the links to articles")
    next: Css | None = Field(None, description="listing: the link to the next page")
    pages: int = Field(1, ge=1, le=1000, description="pages of a listing, or sitemaps of an index, to read")

    def admits(self, url: str) -> bool:
        """Whether `include` and `exclude` let this URL be an article's."""
        if self.include and not re.search(self.include, url):
            return False
        return not (self.exclude and re.search(self.exclude, url))


class Selectors(_Model):
    """CSS selectors of an article page; each is a list tried in order. `remove` goes before `text` is read.

    The title may be taken from a statement of the markup instead: `@meta` (og:title and its kin) or `@json-ld` (headline), for
    publishers whose page shows a headline for readers who have it before them, not the article's own.
    """

    title: tuple[Look, ...] = ()
    text: tuple[Css, ...] = ()
    lead: tuple[Css, ...] = ()
    published: tuple[Css, ...] = ()
    author: tuple[Css, ...] = ()
    section: tuple[Css, ...] = ()
    tags: tuple[Css, ...] = ()
    captions: tuple[Css, ...] = ()
    remove: tuple[Css, ...] = ()
    date_format: str | None = Field(None, description="strptime format, in the source's time zone")


class Schedule(_Model):
    """When to look. `every` like 15m, 2h, 1d; or a cron line in the source's time zone."""

    every: Interval | None = "1h"
    cron: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Schedule:
        if (self.every is None) == (self.cron is None):
            raise ValueError("give either every or cron (with every: null)")
        return self


class Politeness(_Model):
    """Requests per second and at once, for each host of this source."""

    rate: float = Field(1.0, gt=0, le=1000)
    concurrency: int = Field(2, ge=1, le=100)


class Source(_Model):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    name: str
    homepage: Url
    country: Iso3 | None = Field(None, description="home country; the default for people without one")
    organisation: str | None = Field(
        None, description="NATO, EU, OSCE, ... for a source that is no country's"
    )
    kind: Kind
    languages: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], ...], Field(min_length=1)
    ]
    timezone: Zone
    state_controlled: bool
    discovery: tuple[Discovery, ...] = Field(
        description="where to look; where it is empty, no run asks the source: its pages are read as they turn up"
    )
    selectors: Selectors = Selectors()
    schedule: Schedule = Schedule()
    politeness: Politeness = Politeness()
    active: bool = True
    verified: bool = True
    note: str | None = None

    @property
    def followed(self) -> bool:
        """Whether runs without a name ask it: it may be asked, and there is somewhere to look."""
        return self.active and bool(self.discovery)


def load_sources(*folders: Path) -> dict[str, Source]:
    """Every source of the folders (default: the bundled ones), by id.

    Raises SourceError that names every line to mend in every file.
    """
    found: dict[str, Source] = {}
    files: dict[str, Path] = {}
    wrong: list[str] = []
    for path in (path for folder in folders or (BUNDLED,) for path in sorted(folder.rglob("*.yml"))):
        try:
            source = load_source(path)
        except SourceError as error:
            wrong.append(str(error))
            continue
        if source.id in found:
            wrong.append(f"{path}: id {source.id!r} is taken by {files[source.id]}: choose another")
            continue
        found[source.id], files[source.id] = source, path
    if wrong:
        raise SourceError("\n".join(wrong))
    return found


def load_source(path: Path) -> Source:
    """One source file. Raises SourceError with file, line, key and what is allowed there."""
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, yaml.CSafeLoader)
        values = yaml.load(text, yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceError(f"{path}:{line}: not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise SourceError(f"{path}: not YAML: {error}") from None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise SourceError(
            f"{path}:1: a source is a mapping of keys to values: {', '.join(Source.model_fields)}"
        )
    lines = [f"{path}:{key.start_mark.line + 1}: {key.value}: given twice" for key in _doubled(node)]
    try:
        source = Source.model_validate(values)
    except ValidationError as error:
        lines += [_line(path, node, one) for one in error.errors()]
    if lines:
        raise SourceError("\n".join(lines))
    return source


def schema() -> str:
    """The JSON Schema of a source file, for editors."""
    return json.dumps(Source.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _line(path: Path, root: yaml.Node, error: Any) -> str:
    node, line = root, root.start_mark.line
    for step in error["loc"]:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == step]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
    key = ".".join(map(str, error["loc"])) or "file"
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        known = _fields_at(error["loc"][:-1])
        message = f"no such key; there are: {', '.join(known)}"
    return f"{path}:{line + 1}: {key}: {message}"


def _fields_at(steps: tuple[str | int, ...]) -> list[str]:
    models: dict[str, type[BaseModel]] = {
        "discovery": Discovery,
        "selectors": Selectors,
        "schedule": Schedule,
        "politeness": Politeness,
    }
    model: type[BaseModel] = models.get(str(steps[0]), Source) if steps else Source
    return list(model.model_fields)


def _doubled(node: yaml.Node) -> Iterator[yaml.Node]:
    """Keys that stand twice in one mapping: YAML would silently take the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from _doubled(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubled(item)

"""The newsroom's web sites: every address of every outlet and the bytes it answers with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as in_words
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape
from pydantic import BaseModel, ConfigDict

from flows.newsroom.stories import Story
from parsers.datafile import read_yaml
from parsers.source import Source, load_sources

HERE = Path(__file__).parent
OUTLETS = HERE / "outlets"
DOMAIN = "newsroom.test"
HUGE = 10_000_000
RELATED = 4

FEED_TYPES = {
    "rss": "application/rss+xml",
    "broken": "application/rss+xml",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}


@dataclass(frozen=True, slots=True)
class Document:
    """What one address answers with. `modified` is what Last-Modified says."""

    body: bytes
    content_type: str
    modified: datetime
    status: int = 200
    gzip: bool = False

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


class Feed(BaseModel):
    """Where an outlet lists its articles, and in what form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    form: Literal["rss", "atom", "json", "sitemap", "listing", "broken"]
    summary: bool = False
    query: str | None = None
    broken_entry: bool = False
    page_size: int = 10
    extra: tuple[str, ...] = ()


class Site(BaseModel):
    """How one outlet's server behaves; see sites.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    today: date
    charset: str
    content_type: str
    gzip: bool = False
    robots: str | None = None
    locale: str = "en"
    feeds: tuple[Feed, ...]


def load_sites() -> dict[str, Site]:
    """How each outlet's server behaves, by the outlet's id."""
    raw = read_yaml(HERE / "sites.yml")
    return {name: Site.model_validate(record) for name, record in raw.items()}


def publish(
    stories: dict[str, Story],
    *,
    advanced: bool = False,
    silent: Collection[str] = (),
    redesigned: Collection[str] = (),
) -> dict[str, Document]:
    """Every document of the newsroom by `host/path`.

    The same stories give the same bytes. `advanced`: corrections are made and late articles are out.
    `silent` outlets list no article, though old ones still answer. `redesigned` outlets have new markup,
    in which their selectors match nothing.
    """
    sources = load_sources(OUTLETS)
    documents: dict[str, Document] = {}
    for name, site in load_sites().items():
        own = [story for story in stories.values() if story.outlet == name and (advanced or not story.late)]
        press = _Press(sources[name], site, stories, own, advanced, name in redesigned)
        for path, document in press.documents(listing=name not in silent):
            documents[f"{name}.{DOMAIN}{path}"] = document
    return documents


class _Press:
    """One outlet's articles turned into documents."""

    def __init__(
        self,
        source: Source,
        site: Site,
        stories: dict[str, Story],
        own: Sequence[Story],
        advanced: bool,
        redesigned: bool,
    ) -> None:
        self.source, self.site, self.stories, self.advanced = source, site, stories, advanced
        self.own = sorted(own, key=lambda story: story.published, reverse=True)
        self.page = "redesigned.html" if redesigned else f"{source.id}.html"
        zone = ZoneInfo(source.timezone)
        self.opened = datetime.combine(site.today, time(6), zone)
        self.env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=False,
            keep_trailing_newline=True,
        )
        self.env.filters |= {
            "iso": lambda moment: moment.astimezone(zone).isoformat(),
            "rfc822": lambda moment: format_datetime(moment.astimezone(zone)),
            "when": lambda moment, form: in_words(moment, form, tzinfo=zone, locale=site.locale),
        }
        self.env.globals |= {"source": source, "today": self.opened, "modified_of": self.modified}
        self.env.globals["charset"] = site.charset.removesuffix("-sig")

    def documents(self, *, listing: bool) -> Iterator[tuple[str, Document]]:
        """Every path of the site with its document; with `listing` false the feeds are empty."""
        listed = [story for story in self.own if listing]
        yield "/", self.html(self.page, listed, story=None, items=listed[:RELATED], newer=None, older=None)
        if self.site.robots is not None:
            yield "/robots.txt", Document(self.site.robots.encode(), "text/plain", self.opened)
        for feed in self.site.feeds:
            yield from self.feed(feed, listed)
        for story in self.own:
            if story.trap != "gone":
                yield story.path, self.article(story)

    def modified(self, story: Story) -> datetime:
        correction = story.correction if self.advanced else None
        return correction.at if correction else story.published

    def article(self, story: Story) -> Document:
        if story.trap == "empty":
            return Document(b"", self.site.content_type, story.published)
        if story.trap in ("consent_wall", "soft_404"):
            wall = "consent.html" if story.trap == "consent_wall" else "not_found.html"
            return self.html(wall, [story])
        shown = story.corrected() if self.advanced else story
        if story.trap == "mojibake":
            shown = story.model_copy(
                update={
                    "title": _misread(story.title),
                    "paragraphs": tuple(_misread(paragraph) for paragraph in story.paragraphs),
                }
            )
        second = [self.stories[story.followed_by]] if story.followed_by else []
        document = self.html(
            self.page,
            [story],
            story=shown,
            parts=[shown, *second],
            modified=self.modified(story),
            alternates=self.languages(story),
        )
        if story.trap == "truncated":
            body = document.body
            last = str(escape(story.paragraphs[-1])).encode(self.site.charset)
            document = replace(document, body=body[: body.index(last) + len(last) // 2])
        elif story.trap == "huge":
            clutter = b'<div class="w"><span data-id="0" style="display:none"></span><i></i></div>\n'
            padding = clutter * (HUGE // len(clutter))
            document = replace(document, body=document.body.replace(b"</body>", padding + b"</body>"))
        return document

    def languages(self, story: Story) -> dict[str, str]:
        """Addresses of all language versions, its own included; empty when there is only one."""
        versions = {story.lang: story.id, **story.alternates} if story.alternates else {}
        return {lang: self.stories[other].url for lang, other in versions.items()}

    def html(self, template: str, about: Sequence[Story], **values: Any) -> Document:
        # The sidebar shows neither late articles nor corrections: one new article must not change every page.
        shown = [one for one in self.own if not one.late and not one.trap and one not in about[:1]]
        near = about[0].published if about else self.opened
        shown.sort(key=lambda one: abs(one.published - near))
        text = self.env.get_template(template).render(related=shown[:RELATED], **values)
        return Document(
            text.encode(self.site.charset, "xmlcharrefreplace"),
            self.site.content_type,
            max((self.modified(story) for story in about), default=self.opened),
            gzip=self.site.gzip,
        )

    def feed(self, feed: Feed, listed: Sequence[Story]) -> Iterator[tuple[str, Document]]:
        here = self.source.homepage.rstrip("/") + feed.path
        if feed.form == "listing":
            yield from self.listing(feed, listed)
            return
        updated = max((self.modified(story) for story in listed), default=self.opened)
        if feed.form == "json":
            body = json.dumps(self.json_feed(feed, listed, here), ensure_ascii=False, indent=1).encode()
        else:
            encoding = self.site.charset.removesuffix("-sig")
            text = self.env.get_template(f"{feed.form}.xml").render(
                feed=feed, items=listed, here=here, updated=updated, encoding=encoding
            )
            body = text.encode(encoding, "xmlcharrefreplace")
        yield feed.path, Document(body, FEED_TYPES[feed.form], updated, gzip=self.site.gzip)

    def json_feed(self, feed: Feed, listed: Sequence[Story], here: str) -> dict[str, Any]:
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.source.name,
            "home_page_url": self.source.homepage,
            "feed_url": here,
            "items": [
                {
                    "id": story.url,
                    "url": story.url,
                    "title": story.title,
                    "summary": story.paragraphs[0] if feed.summary and story.paragraphs else None,
                    "date_published": story.published.isoformat(),
                }
                for story in listed
            ],
        }

    def listing(self, feed: Feed, listed: Sequence[Story]) -> Iterator[tuple[str, Document]]:
        pages = [listed[at : at + feed.page_size] for at in range(0, len(listed), feed.page_size)] or [[]]
        paths = [feed.path, *(f"{feed.path}?page={number}" for number in range(2, len(pages) + 1))]
        for number, items in enumerate(pages):
            yield (
                paths[number],
                self.html(
                    self.page,
                    items,
                    story=None,
                    items=items,
                    newer=paths[number - 1] if number else None,
                    older=paths[number + 1] if number + 1 < len(paths) else None,
                ),
            )


def _misread(text: str) -> str:
    """UTF-8 taken for windows-1252, the way browsers and broken databases do it."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def not_found() -> Document:
    """What any site answers for an address it does not have."""
    body = (HERE / "templates" / "not_found.html").read_bytes()
    return Document(body, "text/html; charset=utf-8", datetime(2017, 1, 1, tzinfo=UTC), status=404)

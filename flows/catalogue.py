"""Which sources a run reads: the bundled ones, a folder of the user's, or the newsroom's outlets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import UsageError
from flows.settings import Settings
from parsers.source import Source, load_sources

NEWSROOM = Path(__file__).parent / "newsroom" / "outlets"


def uses_newsroom(settings: Settings) -> bool:
    """The bundled newsroom is read when nothing else is asked for."""
    return not settings.live and settings.sources is None


def catalogue(settings: Settings) -> dict[str, Source]:
    """The sources of a run, by id. Raises UsageError for a folder that is not there."""
    if uses_newsroom(settings):
        return load_sources(NEWSROOM)
    if settings.sources is None:
        return load_sources()
    if not settings.sources.is_dir():
        raise UsageError(
            f"no folder of sources at {settings.sources}: set DRAGOMAN_SOURCES to one that exists"
        )
    return load_sources(settings.sources)


def everything_known(settings: Settings) -> dict[str, Source]:
    """Bundled, newsroom and user's sources together: to recognise where a text comes from."""
    folders = [NEWSROOM] if settings.sources is None else [NEWSROOM, settings.sources]
    known = load_sources()
    for folder in folders:
        known |= load_sources(folder)
    return known


def choose(sources: dict[str, Source], ids: Iterable[str]) -> list[Source]:
    """The sources with these ids, or all active ones. Raises UsageError for an id that is unknown."""
    wanted = list(dict.fromkeys(ids))
    unknown = [source for source in wanted if source not in sources]
    if unknown:
        raise UsageError(f"unknown source {', '.join(unknown)}: choose from {', '.join(sorted(sources))}")
    return [sources[id_] for id_ in wanted] or [source for source in sources.values() if source.active]


def recognise(sources: dict[str, Source], url: str, name: str = "") -> Source | None:
    """The source of an article by its id or name, else by its address."""
    by_name = {source.name.casefold(): source for source in sources.values()}
    if found := sources.get(name) or by_name.get(name.casefold()):
        return found
    host = _bare_host(url)
    return next((source for source in sources.values() if host and host == _bare_host(source.homepage)), None)


def _bare_host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")

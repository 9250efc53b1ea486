"""Which sources a run reads: the bundled ones, a folder of the user's, or the newsroom's outlets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import UsageError
from flows.settings import Settings
from parsers.source import Source, load_sources

Recogniser = Callable[[str, str], Source | None]
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


@contextmanager
def with_newsroom(settings: Settings) -> Iterator[Settings]:
    """The settings to run with: those given, or, where the newsroom is read, with its server up and let in."""
    if not uses_newsroom(settings):
        yield settings
        return
    from flows.newsroom.server import Newsroom

    with Newsroom() as newsroom:
        # Its news is years old; the corrected pages among it are to be found all the same.
        yield settings.model_copy(update={"connect_to": newsroom.connect_to, "recheck_days": 36500})


def require_known(ids: Iterable[str], sources: dict[str, Source]) -> None:
    """Raises UsageError that names the ids which no source has."""
    if unknown := sorted(set(ids) - sources.keys()):
        raise UsageError(f"unknown source {', '.join(unknown)}: `dragoman sources` lists them")


def choose(sources: dict[str, Source], ids: Iterable[str]) -> list[Source]:
    """The sources with these ids, or all that are followed. Raises UsageError for an id that is unknown."""
    wanted = list(dict.fromkeys(ids))
    unknown = [source for source in wanted if source not in sources]
    if unknown:
        raise UsageError(f"unknown source {', '.join(unknown)}: choose from {', '.join(sorted(sources))}")
    return [sources[id_] for id_ in wanted] or [source for source in sources.values() if source.followed]


def recogniser(sources: dict[str, Source]) -> Recogniser:
    """A function of an article's address and its source's id or name (or "") that finds its source."""
    by_name: dict[str, Source] = {}
    by_host: dict[str, Source] = {}
    for source in sources.values():
        by_name[source.name.casefold()] = source
        by_host.setdefault(_bare_host(source.homepage), source)

    def recognise(url: str, name: str) -> Source | None:
        return sources.get(name) or by_name.get(name.casefold()) or by_host.get(_bare_host(url))

    return recognise


def _bare_host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")

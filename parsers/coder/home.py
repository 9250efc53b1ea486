"""The country of an outlet: the default for people and offices that no text gives one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import urlsplit

from parsers.coder.lexicon import Tag, fold, languages, lexicon, rows
from parsers.records import Article
from parsers.source import Source


def home_country(article: Article, source: Source | None) -> str | None:
    """The country of the outlet: its source file's, the outlet list's by name or domain, its address's."""
    if source is not None:
        return source.country
    return _home_of(article.source, urlsplit(article.url).hostname or "", article.lang or "en")


@lru_cache(maxsize=4096)
def _home_of(source: str, host: str, lang: str) -> str | None:
    by_name, by_host = _outlets()
    if found := by_name.get(source.casefold()):
        return found
    parts = host.split(".")
    for cut in range(len(parts) - 1):
        if found := by_host.get(".".join(parts[cut:])):
            return found
    # "Accra Forces News" is not the outlet "Forces News".
    named = _country_named_in(source, lang)
    elsewhere = named or capital_named_in(source)
    for name, country in by_name.items():
        if len(name) > 3 and name in source.casefold() and elsewhere in (None, country):
            return country
    return named


def _country_named_in(source: str, lang: str) -> str | None:
    """ "Ministry of Defence of the Republic of Azerbaijan", in the language of the article or in English: "Indien" is India
    in German only."""
    langs = [one for one in dict.fromkeys(("en", lang)) if one in languages()]
    return _only_one_in(source, langs, _country_forms, lambda tag: tag.kind == "country" and tag.known.value)


@lru_cache(maxsize=4096)
def capital_named_in(source: str) -> str | None:
    """The country of "Tbilisi Herald", where nothing says more: papers of a capital write of other countries too."""
    langs = sorted(languages(), key=lambda one: one != "en")
    return _only_one_in(
        source, langs, _capital_forms, lambda tag: _is_capital(tag) and tag.known.row["country"]
    )


def _only_one_in(
    source: str,
    langs: list[str],
    forms: Callable[[str], tuple[str, ...]],
    country: Callable[[Tag], str | bool],
) -> str | None:
    said = fold(source)
    for lang in langs:
        # Most languages need not be loaded for it.
        if not any(form in said for form in forms(lang)):
            continue
        known = lexicon(lang)
        named = {found: tag for tag in reversed(known.tag(source)) if (found := country(tag))}
        for found, tag in named.items():
            # "Embassy of Canada in Tunisia".
            if len(named) == 1 or known.pattern("embassy_of").search(source, 0, tag.start):
                return str(found)
    return None


@cache
def _country_forms(lang: str) -> tuple[str, ...]:
    return tuple(fold(row["form"]) for row in rows("names.csv") if row["lang"] == lang)


@cache
def _capital_forms(lang: str) -> tuple[str, ...]:
    return tuple(
        fold(row["form"]) for row in rows("cities.csv") if row["lang"] == lang and row["capital"] == "1"
    )


def _is_capital(tag: Tag) -> bool:
    return tag.kind == "city" and tag.known.row["capital"] == "1"


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for row in rows("outlets.csv"):
        if row["country"]:
            if "." in row["match"] and " " not in row["match"]:
                hosts.setdefault(row["match"].casefold(), row["country"])
            names.setdefault(row["match"].casefold(), row["country"])
            names.setdefault(row["name"].casefold(), row["country"])
    return names, hosts

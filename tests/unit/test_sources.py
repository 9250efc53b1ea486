"""What every bundled source file must hold. No network: addresses are checked for form, not for life."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import soupsieve
from babel import Locale
from babel.core import get_global
from cronsim import CronSim

from parsers.datafile import read_yaml
from parsers.source import BUNDLED, STATEMENTS, Selectors, Source, load_sources

FILES = sorted(BUNDLED.rglob("*.yml"))
ISO_639_1 = {code for code in map(str, Locale("en").languages) if len(code) == 2}
ALPHA_2 = {
    code: names[0].lower() for code, names in get_global("territory_aliases").items() if len(code) == 3
}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def source(path: Path) -> Source:
    return read(path)


@cache
def read(path: Path) -> Source:
    return Source.model_validate(read_yaml(path))


def table() -> str:
    """The README's table as the files give it, by home and id."""
    lines = [
        "| home | id | publisher | kind | languages | looks at |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for path in FILES:
        source = read(path)
        home = source.country or source.organisation
        places = "<br>".join(f"{place.type} {place.url}" for place in source.discovery)
        places = places or "(only what turns up)"
        mark = "" if source.active else " (off)"
        lines.append(
            f"| {home} | [{source.id}]({path.relative_to(BUNDLED).as_posix()}){mark} | {source.name} "
            f"| {source.kind} | {' '.join(source.languages)} | {places} |"
        )
    return "\n".join(lines)


def test_readme_lists_every_source() -> None:
    assert table() in (BUNDLED / "README.md").read_text("utf-8"), f"the table should be:\n{table()}"


def test_ids_are_unique() -> None:
    assert len(load_sources()) == len(FILES)


def test_enough_sources_from_enough_homes() -> None:
    sources = load_sources().values()
    assert len(sources) >= 45
    assert len({source.country or source.organisation for source in sources}) >= 25


def test_id_is_the_file_name(path: Path, source: Source) -> None:
    assert source.id == path.stem


def test_folder_is_the_country_or_the_organisation(path: Path, source: Source) -> None:
    if source.country:
        assert path.parent.name == ALPHA_2[source.country]
        assert source.organisation is None
    else:
        assert source.organisation is not None
        assert path.parent.name == source.organisation.lower()


def test_addresses_are_web_addresses(source: Source) -> None:
    for url in (source.homepage, *(place.url for place in source.discovery)):
        assert re.match(r"https?://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?$", url), url


def test_a_source_is_looked_at_or_says_how_its_pages_are_read(source: Source) -> None:
    assert source.discovery or source.selectors != Selectors()


def test_zone_and_languages_exist(source: Source) -> None:
    assert ZoneInfo(source.timezone)
    assert source.languages
    assert set(source.languages) <= ISO_639_1


def test_patterns_and_selectors_compile(source: Source) -> None:
    for place in source.discovery:
        for pattern in filter(None, (place.include, place.exclude)):
            re.compile(pattern)
        for selector in filter(None, (place.selector, place.next)):
            soupsieve.compile(selector)
        assert (place.type == "listing") == (place.selector is not None)
    for name in Source.model_fields["selectors"].annotation.model_fields:  # type: ignore[union-attr]
        if name != "date_format":
            for selector in getattr(source.selectors, name):
                if selector not in STATEMENTS:
                    soupsieve.compile(selector)


def test_schedule_is_one_of_interval_and_cron(source: Source) -> None:
    if source.schedule.cron:
        CronSim(source.schedule.cron, datetime(2026, 1, 1, tzinfo=ZoneInfo(source.timezone)))
        assert source.schedule.every is None
    else:
        assert re.fullmatch(r"\d+[mhd]", source.schedule.every or "")


def test_a_ministry_is_asked_gently(source: Source) -> None:
    assert 0.2 <= source.politeness.rate <= 1.0
    if source.kind == "ministry":
        assert source.schedule.every not in {"5m", "10m", "15m", "30m"}


def test_what_was_not_verified_says_why(source: Source) -> None:
    assert source.verified or source.note
    assert source.active or source.note


@pytest.mark.parametrize(
    ("source_id", "url", "taken"),
    [
        ("azertac", "https://azertag.az/en/xeber/visit_of_the_delegation-4422279", True),
        ("azertac", "https://azertag.az/rss/en", False),
        ("trend", "https://www.trend.az/azerbaijan/politics/4225818.html", True),
        ("trend", "https://en.trend.az/business/4225819.html", False),
        ("mil-am", "https://www.mil.am/en/news/10866", True),
        ("mil-am", "https://www.mil.am/en/news/page/2", False),
        ("mod-ua", "https://mod.gov.ua/en/news/a-new-agreement-was-signed", True),
        ("mod-ua", "https://mod.gov.ua/en/news/tag-cooperation", False),
        ("mod-ua", "https://mod.gov.ua/en/news/total-combat-losses-as-of-april-12-2026", False),
        ("mod-md", "https://www.army.md/ro/comunicate-de-presa/vizita-delegatiei", True),
        ("mapn", "https://www.mapn.ro/cpresa/19397_vizita-delegatiei", True),
        ("mapn", "https://www.mapn.ro/tabara/", False),
        ("nato", "https://www.nato.int/en/news-and-events/articles/news/2026/07/07/a-visit", True),
        ("nato", "https://www.nato.int/en/about-us/organization", False),
        ("osce", "https://www.osce.org/yerevan/108150", True),
        ("osce", "https://www.osce.org/copyright", False),
        ("mindef-sg", "https://www.mindef.gov.sg/news-and-events/latest-releases/22sep26-nr/", True),
        ("regeringen", "https://www.regeringen.se/pressmeddelanden/2025/09/nytt-forsvarsavtal/", True),
        ("regeringen", "https://www.regeringen.se/pressmeddelanden/2025/09/lagre-moms-pa-mat/", False),
        ("mod-pl", "https://www.gov.pl/web/national-defence/talks-with-the-minister-of-defence", True),
        ("mod-pl", "https://www.gov.pl/web/national-defence/news", False),
    ],
)
def test_which_addresses_are_taken(source_id: str, url: str, taken: bool) -> None:
    def wanted(include: str | None, exclude: str | None) -> bool:
        return re.search(include or "", url) is not None and not (exclude and re.search(exclude, url))

    places = load_sources()[source_id].discovery
    assert any(wanted(place.include, place.exclude) for place in places if place.include) is taken

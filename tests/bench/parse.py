"""Parsing beside trafilatura and newspaper4k, on the same files: text F1 and pages/s of one core; and the worst pages known.

    python -m tests.bench.parse

Each reader has read one page before the clock starts. "with selectors" gives each page the source file its
outlet's would be: the selector of the smallest element that holds the expected text, and h1 for the title.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import newspaper
import trafilatura

from parsers.charset import decode
from parsers.page import parse_page
from parsers.records import Page, Unreadable
from parsers.source import Selectors, Source
from parsers.tree import content, parse
from parsers.triage import screen_page
from tests.bench.eval_parse import PAGES, f1, overlap, read_pages
from tests.broken import BROKE

NOW = datetime.now(UTC)
Reader = Callable[[str, bytes], str]
HELD = 0.95


def ours(url: str, body: bytes, source: Source | None = None) -> str:
    try:
        return parse_page(Page(url, "", body, NOW), source).text
    except Unreadable:
        return ""


def through_triage(url: str, body: bytes) -> str:
    page = Page(url, "", body, NOW)
    return ours(url, body) if screen_page(page).keeps() else ""


def by_trafilatura(url: str, body: bytes) -> str:
    return trafilatura.extract(body, url=url, include_comments=False) or ""


def by_newspaper(url: str, body: bytes) -> str:
    markup = decode(body).text
    for language in ({}, {"language": "en"}):
        article = newspaper.Article(url, fetch_images=False, **language)
        article.download(input_html=markup)
        try:
            article.parse()
        except ImportError:
            continue  # a few languages need packages of their own
        return article.text
    return ""


def with_selectors(expected: dict[str, Any], body: bytes) -> Source | None:
    """A source whose selectors fit this page."""
    tree = parse(decode(body).text)
    wanted = set(expected["text"].split())
    chosen = None
    for element in tree.iter() if tree is not None and wanted else ():
        name = element.get("id") or element.get("class")
        if name and len(wanted.intersection(content(element).split())) >= HELD * len(wanted):
            # Elements come from the outside in.
            marker = "id" if element.get("id") else "class"
            chosen = f"{element.tag}[{marker}={json.dumps(name)}]" if name.isprintable() else chosen
    if chosen is None:
        return None
    return source_of(chosen)


def source_of(text: str) -> Source:
    """An outlet whose articles stand in what the selector finds."""
    return Source(
        id="bench",
        name="Bench",
        homepage="https://bench.test",
        kind="press",
        languages=("en",),
        timezone="UTC",
        state_controlled=False,
        discovery=(),
        selectors=Selectors(title=("h1",), text=(text,)),
    )


def measure(name: str, pages: list[tuple[dict[str, Any], bytes]], read: Reader) -> None:
    read(pages[0][0]["url"], pages[0][1])
    started = time.process_time()
    texts = [read(expected["url"], body) for expected, body in pages]
    report(name, pages, texts, time.process_time() - started)


def report(name: str, pages: list[tuple[dict[str, Any], bytes]], texts: list[str], spent: float) -> None:
    scored = [overlap(expected["text"], text) for (expected, _), text in zip(pages, texts, strict=True)]
    precision, recall = (statistics.mean(values) for values in zip(*scored, strict=True))
    print(f"| {name} | {len(pages)} | {f1(precision, recall):.4f} | {len(pages) / spent:.0f} |", flush=True)


def main() -> None:
    if not (PAGES / "expected.jsonl").exists():
        raise SystemExit(f"no expected.jsonl in {PAGES}")
    pages = list(read_pages(PAGES, ""))
    print("| reader | pages | text F1 | pages/s of one core |\n| --- | --- | --- | --- |")
    for part, some in (("", pages), (", public benchmark only", [p for p in pages if p[0]["id"] < "b"])):
        measure(f"dragoman{part}", some, ours)
        measure(f"trafilatura{part}", some, by_trafilatura)
        measure(f"newspaper4k{part}", some, by_newspaper)
    sources = [(page, source) for page in pages if (source := with_selectors(*page))]
    started = time.process_time()
    texts = [ours(expected["url"], body, source) for (expected, body), source in sources]
    report("dragoman with selectors", [page for page, _ in sources], texts, time.process_time() - started)
    started = time.process_time()
    for expected, body in pages:
        through_triage(expected["url"], body)
    spent = time.process_time() - started
    print(f"| dragoman through triage, what passes parsed too | {len(pages)} | | {len(pages) / spent:.0f} |")
    broken()


def broken() -> None:
    """What each page of the broken corpus costs, the dearest first."""
    spent = {}
    for name, body in BROKE.items():
        started = time.process_time()
        screen_page(Page("https://bench.test/x", "", body, NOW))
        ours("https://bench.test/x", body, source_of("body"))
        spent[name] = time.process_time() - started
    print("\n| broken page | s of CPU (goal 2) |\n| --- | --- |")
    for name in sorted(spent, key=lambda one: -spent[one])[:5]:
        print(f"| {name} | {spent[name]:.2f} |")


if __name__ == "__main__":
    main()

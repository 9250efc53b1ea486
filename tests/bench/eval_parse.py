"""Score parse_page against saved pages with expected fields.

    python -m tests.bench.eval_parse [--pages DIR] [--worst N] [--only PREFIX]

DIR holds NAME.html.gz files and expected.jsonl (`id, url, text, gold`, and title, published, fetched where
known). Each figure is given twice: for the general path alone, and as shipped, where a page whose address is a
bundled source's is read by that source's selectors. Text is scored by shingles of four words: each page's counts
are divided by their sum, precision and recall are averaged over the pages, F1 is of the averages; once as written
and once with both texts in composed Unicode without soft hyphens, which split words for the scorer and for nobody
else. tests.bench.parse compares with other readers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.catalogue import recogniser
from parsers.page import parse_page
from parsers.records import Article, Page, Unreadable
from parsers.source import Source, load_sources

Case = tuple[dict[str, Any], bytes]
UNSCORED = ("lead", "author", "section", "tags", "modified", "captions", "attribution", "alternates")
PAGES = Path(__file__).parents[3] / "shared" / "dev" / "pages"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def overlap(expected: str, found: str) -> tuple[float, float]:
    """(precision, recall) of one page's text."""
    want, have = shingles(expected), shingles(found)
    common = (want & have).total()
    precision = common / have.total() if have else float(not want)
    recall = common / want.total() if want else float(not have)
    return precision, recall


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def read_pages(folder: Path, prefix: str) -> Iterator[Case]:
    for line in (folder / "expected.jsonl").read_text("utf-8").splitlines():
        expected = json.loads(line)
        if isinstance(expected["text"], list):
            expected["text"] = "\n\n".join(expected["text"])
        if expected["id"].startswith(prefix):
            yield expected, gzip.decompress((folder / f"{expected['id']}.html.gz").read_bytes())


def parsed(expected: dict[str, Any], body: bytes, source: Source | None = None) -> Article:
    fetched = expected.get("fetched")
    moment = datetime.fromisoformat(fetched).replace(tzinfo=UTC) if fetched else datetime.now(UTC)
    page = Page(url=expected["url"], source="", body=body, fetched_at=moment)
    try:
        return parse_page(page, source)
    except Unreadable as error:
        return Article(
            source="", url=expected["url"], title="", text="", flags=(f"unreadable:{error.reason}",)
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--pages", type=Path, default=PAGES)
    options.add_argument("--only", default="", help="ids that begin so")
    options.add_argument("--worst", type=int, default=10, help="how many worst pages to list")
    given = options.parse_args()
    if not (given.pages / "expected.jsonl").exists():
        raise SystemExit(f"no expected.jsonl in {given.pages}: give the folder with --pages")
    pages = list(read_pages(given.pages, given.only))
    recognise = recogniser(load_sources())
    parsed(*pages[0])  # loads models and word lists
    report("the general path alone", pages, lambda url: None, given.worst)
    report("as shipped: with the sources' selectors", pages, lambda url: recognise(url, ""), given.worst)


def report(name: str, pages: list[Case], find: Callable[[str], Source | None], worst: int) -> None:
    """Print every field's score, the general text score in both spellings, and the worst pages."""
    sources = [find(expected["url"]) for expected, _ in pages]
    started = time.process_time()
    articles = [parsed(*page, source) for page, source in zip(pages, sources, strict=True)]
    spent = time.process_time() - started
    known = sum(source is not None for source in sources)
    print(
        f"## {name}: {len(pages)} pages, {known} of known sources, {len(pages) / spent:.0f} pages/s of one core"
    )
    rows = [(expected, article) for (expected, _), article in zip(pages, articles, strict=True)]
    print_text(rows, worst)
    for field, right in (("title", same_title), ("published", same_day)):
        asked = [(expected, article) for expected, article in rows if field in expected["gold"]]
        missed = [(e, a) for e, a in asked if not right(e[field], getattr(a, field))]
        if asked:
            print(f"  {field:9} right {1 - len(missed) / len(asked):.4f} of {len(asked)}")
        for expected, article in missed[:worst]:
            print(f"    {expected['id']}: {expected[field]!r} but {getattr(article, field)!r}")
            print(f"      {article.origins.get(field)} {article.flags}")
    shares = (
        f"{field} {statistics.mean(bool(getattr(a, field)) for a in articles):.2f}" for field in UNSCORED
    )
    print(f"  found, not scored: {', '.join(shares)}")


def print_text(rows: list[tuple[dict[str, Any], Article]], worst: int) -> None:
    for spelling, spelled in (("as written", str), ("composed", composed)):
        scored = [(overlap(spelled(e["text"]), spelled(a.text)), e["id"], a) for e, a in rows]
        for group in (*sorted({page_id.split("-")[0] for _, page_id, _ in scored}), ""):
            pairs = [pair for pair, page_id, _ in scored if page_id.startswith(group)]
            precision, recall = (statistics.mean(values) for values in zip(*pairs, strict=True))
            print(
                f"  text {spelling:10} {group or 'all':4} F1 {f1(precision, recall):.4f}"
                f"  precision {precision:.4f}  recall {recall:.4f}"
            )
    for pair, page_id, article in sorted(scored, key=lambda row: f1(*row[0]))[:worst]:
        print(
            f"    {page_id} F1 {f1(*pair):.3f} precision {pair[0]:.3f} recall {pair[1]:.3f}"
            f" {article.origins.get('text')} {' '.join(article.flags)}"
        )


def composed(text: str) -> str:
    """The same text in composed letters, without soft hyphens: neither is a difference that a reader sees."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def same_title(expected: str, found: str) -> bool:
    return plain(expected) == plain(found)


def same_day(expected: str, found: datetime | None) -> bool:
    """The same calendar day as the outlet wrote it, or the same moment."""
    if found is None:
        return False
    want = datetime.fromisoformat(expected)
    return want.date() == found.date() or (want.tzinfo is not None and abs(want - found).total_seconds() < 60)


if __name__ == "__main__":
    main()

"""Score parse_page against saved pages with expected fields.

    python -m tests.bench.eval_parse [--pages DIR] [--worst N] [--only PREFIX]

DIR holds NAME.html.gz files and expected.jsonl (`id, url, text, gold`, and title, published, fetched where
known). Text is scored by shingles of four words: each page's counts are divided by their sum, precision and
recall are averaged over the pages, F1 is of the averages. tests.bench.parse compares with other readers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parsers.page import parse_page
from parsers.records import Article, Page, Unreadable

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


def read_pages(folder: Path, prefix: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    for line in (folder / "expected.jsonl").read_text("utf-8").splitlines():
        expected = json.loads(line)
        if isinstance(expected["text"], list):
            expected["text"] = "\n\n".join(expected["text"])
        if expected["id"].startswith(prefix):
            yield expected, gzip.decompress((folder / f"{expected['id']}.html.gz").read_bytes())


def parsed(expected: dict[str, Any], body: bytes) -> Article:
    fetched = expected.get("fetched")
    moment = datetime.fromisoformat(fetched).replace(tzinfo=UTC) if fetched else datetime.now(UTC)
    page = Page(url=expected["url"], source="", body=body, fetched_at=moment)
    try:
        return parse_page(page)
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
    report(pages, given.worst)


def report(pages: list[tuple[dict[str, Any], bytes]], worst: int) -> None:
    parsed(*pages[0])  # loads models and word lists
    started = time.process_time()
    rows = [(expected, parsed(expected, body)) for expected, body in pages]
    spent = time.process_time() - started
    groups: dict[str, list[tuple[float, float]]] = {}
    scored, titles, days = [], [], []
    for expected, article in rows:
        precision, recall = overlap(expected["text"], article.text)
        groups.setdefault(expected["id"].split("-")[0], []).append((precision, recall))
        scored.append((f1(precision, recall), precision, recall, expected["id"], article.flags))
        if "title" in expected["gold"]:
            titles.append((plain(article.title) == plain(expected["title"]), expected, article))
        if "published" in expected["gold"]:
            days.append((same_day(expected["published"], article.published), expected, article))
    print(f"{len(pages)} pages, {len(pages) / spent:.0f} pages/s of one core")
    groups["all"] = [pair for pairs in list(groups.values()) for pair in pairs]
    for group, pairs in groups.items():
        precision, recall = (statistics.mean(values) for values in zip(*pairs, strict=True))
        print(
            f"  text {group:6} F1 {f1(precision, recall):.4f}  precision {precision:.4f}  recall {recall:.4f}"
        )
    for field, outcomes in (("title", titles), ("published", days)):
        if outcomes:
            share = statistics.mean(ok for ok, _, _ in outcomes)
            print(f"  {field} right {share:.4f} of {len(outcomes)}")
            for ok, expected, article in outcomes:
                if not ok and worst:
                    print(f"    {expected['id']}: {expected[field]!r} but {getattr(article, field)!r}")
                    print(f"      {article.origins.get(field)} {article.flags}")
    for score, precision, recall, page_id, flags in sorted(scored)[:worst]:
        print(f"  {page_id} F1 {score:.3f} precision {precision:.3f} recall {recall:.3f} {' '.join(flags)}")


def same_day(expected: str, found: datetime | None) -> bool:
    """The same calendar day as the outlet wrote it, or the same moment."""
    if found is None:
        return False
    want = datetime.fromisoformat(expected)
    return want.date() == found.date() or (want.tzinfo is not None and abs(want - found).total_seconds() < 60)


if __name__ == "__main__":
    main()

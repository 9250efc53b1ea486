"""What triage keeps and what it costs.

    python -m tests.bench.triage [--threshold 0.16]

Recall is over texts known to hold events (../shared/dev and tests/gold) and the newsroom's pages that do. What
is kept of the saved pages, which are general news, is what triage does not save.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flows.newsroom.sites import publish
from flows.newsroom.stories import load_stories
from parsers.records import TRIAGE_THRESHOLD, Page
from parsers.triage import Screening, screen_page, screen_text
from tests.bench.eval_parse import PAGES, read_pages

GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"
LABELLED = (PAGES.parent / "articles.jsonl", GOLD)


def labelled() -> Iterator[tuple[str, str]]:
    """(name, title and text) of every text that is labelled with events."""
    for path in LABELLED:
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                record = json.loads(line)
                if record["events"]:
                    yield record["id"], f"{record['title']}\n{record['text']}"


def newsroom() -> Iterator[tuple[str, Page]]:
    """(name, page) of every page of the newsroom that tells of an event."""
    stories = load_stories()
    documents = publish(stories, advanced=True)
    for name, story in stories.items():
        document = documents.get(story.url.removeprefix("http://"))
        if document and story.expected and story.expected.events:
            yield name, Page(story.url, story.outlet, document.body, story.published)


def saved() -> list[Page]:
    now = datetime.now(UTC)
    if not (PAGES / "expected.jsonl").exists():
        return []
    return [Page(expected["url"], "", body, now) for expected, body in read_pages(PAGES, "")]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--threshold", type=float, default=TRIAGE_THRESHOLD)
    threshold = options.parse_args().threshold
    report("labelled texts", [(name, screen_text(text)) for name, text in labelled()], threshold)
    report("newsroom's pages", [(name, screen_page(page)) for name, page in newsroom()], threshold)
    pages = saved()
    if not pages:
        raise SystemExit(
            f"no pages in {PAGES}: what is kept of general news, and the speed, are not measured"
        )
    started = time.process_time()
    kept = sum(screen_page(page).keeps(threshold) for page in pages)
    spent = time.process_time() - started
    print(f"general news: {kept} of {len(pages)} pages kept, {len(pages) / spent:.0f} pages/s of one core")


def report(what: str, screened: list[tuple[str, Screening]], threshold: float) -> None:
    lost = [name for name, screening in screened if not screening.keeps(threshold)]
    print(f"{what} with events: recall {1 - len(lost) / len(screened):.4f} of {len(screened)}; lost: {lost}")


if __name__ == "__main__":
    main()

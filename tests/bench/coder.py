"""The coder at speed: articles a second on a general mix and on relevant text, memory, and growth with length.

    python -m tests.bench.coder [--articles 20000] [--relevant 0.02]

Prints Markdown. The texts are those of the labelled set, each repeated or cut to about 2 kB; one core, no model. Each has
been coded once before the clock starts, as patterns are compiled when a text first could match them; the slowest article
counts from the first.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from parsers.coder import code
from parsers.records import Article
from parsers.textfile import read_record

GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"
SIZE = 2_000
# What a general wire carries most of: no word of defence, so the first question settles it.
PLAIN = (
    "The city council approved the budget for the new tram line on Tuesday. Work on the first section is to start in "
    "May, and the mayor said that three bridges must be strengthened before it. The club won its fourth match in a row "
    "and meets the leaders on Sunday. Shares of the largest grocer fell by two per cent after it lowered its forecast. "
)


def labelled() -> tuple[list[Article], list[Article]]:
    """(relevant, irrelevant) articles in English, each of about 2 kB."""
    relevant: list[Article] = []
    other: list[Article] = []
    for number, line in enumerate(GOLD.read_text("utf-8").splitlines(), start=1):
        record = json.loads(line)
        if record["lang"] == "en":
            article = read_record(record, f"{GOLD.name}:{number}")
            (relevant if record["relevant"] else other).append(sized(article, SIZE))
    return relevant, other


def sized(article: Article, size: int) -> Article:
    """The article with its text repeated or cut to `size` characters."""
    copies = size // (len(article.text) + 1) + 1
    return replace(article, text="\n".join([article.text] * copies)[:size])


def rate(articles: Sequence[Article], count: int) -> tuple[float, float, int]:
    """(articles a second, the slowest in seconds, events) of coding `count` articles in turn."""
    slowest, events, began = 0.0, 0, 0.0
    for number, article in enumerate(islice(cycle(articles), len(articles) + count)):
        if number == len(articles):
            began, events = time.perf_counter(), 0
        before = time.perf_counter()
        events += len(code(article).mentions)
        slowest = max(slowest, time.perf_counter() - before)
    return count / (time.perf_counter() - began), slowest, events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--relevant", type=float, default=0.02)
    args = parser.parse_args()

    began = time.perf_counter()
    relevant, other = labelled()
    code(relevant[0])
    print(f"Load: {time.perf_counter() - began:.1f} s\n")

    plain = replace(sized(replace(other[0], text=PLAIN), SIZE), title="Council approves tram line")
    block = round(1 / args.relevant)
    # A wire that mentions armies without meeting any is part of the mix: one in ten.
    mix = [
        relevant[n // block % len(relevant)]
        if n % block == 0
        else other[n % len(other)]
        if n % 10 == 1
        else plain
        for n in range(block * len(relevant))
    ]
    print("| texts | articles/s | slowest, ms | events |\n|---|---:|---:|---:|")
    for name, articles, count in (
        (f"general mix, {args.relevant:.0%} relevant", mix, args.articles),
        ("every one relevant", relevant, args.articles // 20),
        ("every one about armies, none relevant", other, args.articles // 20),
    ):
        speed, slowest, events = rate(articles, count)
        print(f"| {name} | {speed:,.0f} | {1000 * slowest:.0f} | {events} |")

    print("\n| characters | ms | ms per 1,000 |\n|---:|---:|---:|")
    for size in (2_000, 8_000, 32_000, 128_000):
        speed, _, _ = rate([sized(one, size) for one in relevant[:10]], 10)
        print(f"| {size:,} | {1000 / speed:.1f} | {1e6 / speed / size:.2f} |")
    print(f"\nMost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

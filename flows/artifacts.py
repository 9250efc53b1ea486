"""What the UI shows of a run, as Markdown. Whatever came from outside is shown as the text it is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from flows.stages import Counts
from warehouse.checks import Check
from warehouse.health import SourceHealth
from warehouse.reports import Answer
from warehouse.tables import as_objects

WIDTH, MOST = 40, 200

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~:.-])")


def literal(value: object) -> str:
    """A value as Markdown that shows it and does nothing else: no link, image, mark-up or new cell."""
    text = html.escape(" ".join(str(value).split()), quote=False)
    return _MARKDOWN.sub(r"\\\1", text)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join('' if v is None else literal(v) for v in row)} |" for row in rows]
    return "\n".join(lines)


def key(kind: str, source: str) -> str:
    """An artifact's key, in which Prefect allows no underscore."""
    return f"{kind}-{source.replace('_', '-')}"


def turn_page(
    source: str, run_id: str, counts: Counts, rejects: Sequence[tuple], forms: Sequence[tuple]
) -> str:
    """What a turn of a source brought."""
    parts = [
        f"# {literal(source)}",
        f"Run `{run_id}`. The raw page of any address below: `dragoman raw ADDRESS`.",
        table(["what", "how many"], asdict(counts).items()),
    ]
    if forms:
        parts += ["## What the articles say happened", table(["form", "mentions"], forms)]
    if rejects:
        parts += ["## Could not be used", table(["stage", "reason", "how many", "for example"], rejects)]
    return "\n\n".join(parts)


def recode_page(told: Mapping[str, Any]) -> str:
    """What a recoding changes, or has changed: in numbers, then example by example."""
    changes = ("gained", "lost", "changed")
    parts = [
        f"# Recoding with {literal(told['coder_version'])}",
        f"Recoding `{told['recode_id']}` is {told['status']}. Of {told['articles']} articles"
        f" {told['articles_differing']} differ; {told['same']} mentions are as they were,"
        f" {told['gained']} gained, {told['lost']} lost, {told['changed']} changed.",
    ]
    for name in ("form", "source", "language"):
        if rows := told[f"by_{name}"]:
            parts += [
                f"## By {name}",
                table([name, *changes], ([row[column] for column in (name, *changes)] for row in rows)),
            ]
    for one in told["examples"]:
        fields = one["fields"] or ("realis", "date_start", "place", "participants")
        rows = [(name, (one["old"] or {}).get(name), (one["new"] or {}).get(name)) for name in fields]
        parts += [
            f"## {literal(one['change'])}: {literal(one['type'])}",
            f"{literal(one['url'])}: {literal(one['evidence'])}",
            table(["field", "before", "now"], rows),
        ]
    if told["problems"]:
        rows = [(one["url"], one["problem"]) for one in told["problems"]]
        parts += ["## Raw pages that could not be used", table(["address", "why"], rows)]
    return "\n\n".join(parts)


def health_page(board: Sequence[SourceHealth], now: datetime) -> str:
    """The sources' health board, those with problems first."""
    rows = [
        (
            one.source_id,
            ", ".join(one.problems) or "well",
            _ago(one.last_success, now),
            f"{one.last_published:%Y-%m-%d}" if one.last_published else None,
            _ago(one.last_new, now),
            f"{one.per_day:.1f} / {one.usual_per_day:.1f}",
            f"{one.drift:.0%}",
            one.rejects,
            one.latency_ms,
        )
        for one in board
    ]
    columns = [
        *("source", "state", "last success", "newest article's date", "last new", "a day, now / usually"),
        *("drift", "rejects", "ms"),
    ]
    ill = sum(bool(one.problems) for one in board)
    return f"# Health of the sources\n\n{len(board)} sources, {ill} with problems.\n\n{table(columns, rows)}"


def checks_page(checks: Sequence[Check]) -> str:
    """The data-quality rules, those that fail first."""
    ordered = sorted(checks, key=lambda one: (-one.offending, one.name))
    rows = ((one.name, one.meaning, one.offending, ", ".join(map(str, one.examples))) for one in ordered)
    return (
        f"# Checks of the data\n\n{table(['check', 'what must hold', 'rows against it', 'examples'], rows)}"
    )


def daily_page(today: date, news: Answer, volume: Answer) -> str:
    """What was told for the first time since yesterday, below a chart of the last weeks."""
    days = {row["day"]: row for row in as_objects(volume.columns, volume.rows)}
    bars = bar_chart([(f"{day:%m-%d}", row["events"]) for day, row in sorted(days.items())])
    told = as_objects(news.columns, news.rows)
    parts = [
        f"# {today:%Y-%m-%d}",
        f"{len(told)} events told for the first time since yesterday.",
        f"## Events a day\n\n{bars}" if days else "Nothing was published in the last weeks.",
    ]
    if told:
        columns = ("form", "realis", "day", "parties", "place", "the sentence", "address")
        fields = ("type", "realis", "date_start", "parties", "place", "evidence", "url")
        parts.append("## New\n\n" + table(columns, ([row[f] for f in fields] for row in told[:MOST])))
        if len(told) > MOST:
            parts.append(f"And {len(told) - MOST} more: `dragoman report news`.")
    return "\n\n".join(parts)


def bar_chart(points: Sequence[tuple[str, int]]) -> str:
    """A bar of characters for each point, which any viewer of Markdown shows."""
    most = max((count for _, count in points), default=0) or 1
    lines = [f"{name} {'█' * round(WIDTH * count / most)} {count}" for name, count in points]
    return "```text\n" + "\n".join(lines) + "\n```"


def _ago(moment: datetime | None, now: datetime) -> str | None:
    if moment is None:
        return None
    hours = (now - moment).total_seconds() / 3600
    return f"{hours:.1f} h ago" if hours < 48 else f"{hours / 24:.0f} days ago"

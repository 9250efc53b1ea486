"""When an article was published and changed: by selectors, statements, feed, address, dateline and what the page shows."""

from __future__ import annotations

from datetime import tzinfo

import lxml.etree

from parsers.dateline import Dateline
from parsers.dates import Chosen, Stamp, of_day, read_format, read_stamp, reconcile, url_day
from parsers.prose import tidy
from parsers.reading import Reading
from parsers.records import Link
from parsers.tree import line, parse


def published(reading: Reading, link: Link | None, dateline: Dateline | None) -> Chosen:
    """The time that all who name one agree best on, with whose it is (`basis`) and flags for what is doubtful."""
    source, zone = reading.source, reading.zone
    month_first = bool(source and source.timezone.startswith("America/"))
    candidates: list[tuple[str, Stamp | None]] = []
    for written in reading.selected.get("published", []):
        form = source.selectors.date_format if source else None
        stamp = (form and read_format(written, form, zone)) or read_stamp(
            written, zone, month_first=month_first
        )
        candidates.append(("selector", stamp))
    for statement in reading.structured.statements:
        if statement.published:
            candidates.append((statement.kind, read_stamp(statement.published, zone)))
    if link and link.published:
        candidates.append(("feed", Stamp(link.published, "second", zoned=True)))
    if not any(stamp for _, stamp in candidates):
        candidates += _shown_dates(reading, month_first)
    if day := url_day(reading.url):
        candidates.append(("url", of_day(day)))
    known = next((stamp.day for _, stamp in candidates if stamp), None)
    dated = dateline.date(known) if dateline else None
    candidates.append(("dateline", of_day(dated) if dated else None))
    candidates = [(basis, _in_zone(stamp, zone)) for basis, stamp in candidates]
    chosen = reconcile(candidates, reading.page.fetched_at)
    if (
        chosen.stamp
        and chosen.basis == "text"
        and not any(b in ("url", "dateline") and s for b, s in candidates)
    ):
        return Chosen(chosen.stamp, chosen.basis, (*chosen.flags, "date_guessed"))
    return chosen


def stamped(reading: Reading, name: str) -> Stamp | None:
    """The time that a statement gives under `name`, in the source's zone; None if absent or not to be believed."""
    for statement in reading.structured.statements:
        written = getattr(statement, name)
        stamp = written and read_stamp(written, reading.zone)
        if stamp and reconcile([("", stamp)], reading.page.fetched_at).stamp:
            reading.origins[name] = statement.kind
            return _in_zone(stamp, reading.zone)
    return None


def _in_zone(stamp: Stamp | None, zone: tzinfo | None) -> Stamp | None:
    """A moment in the source's zone, where there is one: its day is the outlet's."""
    if stamp is None or zone is None or stamp.precision == "day":
        return stamp
    try:
        return Stamp(stamp.when.astimezone(zone), stamp.precision, stamp.zoned)
    except OverflowError:  # the first or last day of the calendar: reconciling flags it
        return Stamp(stamp.when.replace(tzinfo=zone), stamp.precision, stamp.zoned)


def _shown_dates(reading: Reading, month_first: bool) -> list[tuple[str, Stamp | None]]:
    """Dates a reader sees near the title: a time element, or a short text with a date and its year."""
    tree = parse(reading.decoded.text[:500_000])
    if tree is None:
        return []
    lxml.etree.strip_elements(tree, "script", "style", "nav", "footer", "aside", with_tail=False)
    for element in tree.iterfind(".//time"):
        stamp = read_stamp(element.get("datetime") or line(element), reading.zone, month_first=month_first)
        if stamp:
            return [("time", stamp)]
    below_title = False
    for element in tree.iter("h1", "h2", "span", "div", "p", "td", "li", "small", "em", "i", "b", "strong"):
        if element.tag in ("h1", "h2"):
            below_title = True
        elif below_title and len(written := tidy(element.text or "")) < 80 and any(map(str.isdigit, written)):
            stamp = read_stamp(written, reading.zone, month_first=month_first)
            if stamp:
                return [("text", stamp)]
    return []

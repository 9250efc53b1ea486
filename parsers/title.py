"""The headline of a page, without the name of its site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from parsers.prose import letters, tidy
from parsers.reading import Reading
from parsers.tree import line


def headline(reading: Reading) -> str:
    """The headline: by selector, or the one most of the page's own statements agree on, without the site's name.

    Outlets write others for search and for sharing; where they are divided, what readers see decides.
    """
    names = _site_names(reading)
    if chosen := reading.selected.get("title"):
        reading.origins["title"] = "selector"
        return _without_site(tidy(chosen[0]), names)
    stated = {
        s.kind: _without_site(tidy(s.title), names)
        for s in reversed(reading.structured.statements)
        if s.title
    }
    element = reading.tree.find(".//title")
    named = _without_site(line(element), names) if element is not None else ""
    shown = [text for heading in reading.tree.iterfind(".//h1") if (text := line(heading))]
    others = {letters(text) for text in (*stated.values(), named)}
    heading = next((text for text in shown if letters(text) in others), shown[0] if shown else "")
    candidates = {kind: stated.get(kind, "") for kind in ("json-ld", "meta", "microdata")}
    candidates |= {"h1": heading, "title": named}
    groups: dict[str, list[str]] = {}
    for kind, text in candidates.items():
        if text:
            groups.setdefault(letters(text), []).append(kind)
    if not groups:
        return ""
    agreed = max(groups.values(), key=lambda kinds: (len(kinds), len(kinds) > 1 and "h1" in kinds))
    # Of one headline in several spellings, that for sharing keeps the marks that others drop.
    origin = "meta" if "meta" in agreed else agreed[0]
    reading.origins["title"] = origin
    return candidates[origin]


# What is longer is no headline and is not searched for names.
_LONGEST_TITLE = 1000
_SUFFIX = re.compile(r"(.{8,}\S)(?:\s+[-–—·•»:]{1,2}|\s*[|｜ㅣ])\s*([^|｜ㅣ]{2,60})$")


def _site_names(reading: Reading) -> set[str]:
    """Letters of the names by which the site may sign its titles."""
    host = (urlsplit(reading.url).hostname or "").removeprefix("www.")
    names = {reading.structured.site_name or "", host, *host.split(".")[:-1]}
    if reading.source:
        names.add(reading.source.name)
    return {known for name in names if len(known := letters(name)) > 2}


def _without_site(title: str, names: set[str]) -> str:
    """ "Ministers meet - The Outlet" without the outlet."""
    while len(title) <= _LONGEST_TITLE and (match := _SUFFIX.match(title)):
        tail = letters(match.group(2))
        if not any(tail and (tail in name or name in tail) for name in names):
            return title
        title = match.group(1).strip()
    return title

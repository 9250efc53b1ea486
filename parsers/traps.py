"""Pages that are no article, or not the whole of one: walls, error pages, stubs, broken-off pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from parsers.datafile import read_yaml

# Longer texts hold an article whatever they say about cookies or missing pages.
_SHORT = 700
_STUB = 1500
_CLOSED = re.compile(r"</\s*(?:body|html)\s*>", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…։။。！？”»\"’')\]:*—–-]\s*$")


def not_an_article(text: str, title: str, page_text: str) -> str | None:
    """consent_wall or soft_404, or None. `page_text` is all that the page shows, `text` what was read of it."""
    if len(text) > _SHORT:
        return None
    shown = page_text[:4000]
    if _any("missing").search(f"{title}\n{shown[:600]}"):
        return "soft_404"
    # One phrase is any page's cookie banner.
    if len(shown) < 3000 and len({match.group().lower() for match in _any("consent").finditer(shown)}) >= 2:
        return "consent_wall"
    return None


def is_stub(text: str, page_text: str, stated: bool) -> bool:
    """Whether only the free beginning of a paid article is there. `stated`: the markup says it is not free."""
    return len(text) < _STUB and (stated or bool(_any("paywall").search(page_text)))


def is_broken_off(markup: str, text: str) -> bool:
    """Whether the page ends in the middle: its body is never closed and its last words are no sentence's end."""
    return not _CLOSED.search(markup[-4000:]) and not _ENDED.search(text)


def attribution(text: str, lang: str | None) -> str | None:
    """Whom the first paragraphs name as their source ("the Ministry's press service")."""
    pattern = _attributions().get(lang or "")
    match = pattern.search(text[:1500]) if pattern else None
    return " ".join(match.group(1).split()) if match else None


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()[name]), re.IGNORECASE)


@cache
def _attributions() -> dict[str, re.Pattern[str]]:
    return {lang: re.compile(pattern, re.IGNORECASE) for lang, pattern in _data()["attributions"].items()}


@cache
def _data() -> dict[str, Any]:
    return read_yaml(Path(__file__).parent / "data" / "traps.yml")

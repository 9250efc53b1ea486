"""The main text of a page for which no selectors are known."""

from __future__ import annotations

import trafilatura


def main_text(markup: str, url: str) -> list[str]:
    """Paragraphs of the article in `markup`, headings within it among them; empty where there are none."""
    text = trafilatura.extract(markup, url=url, include_comments=False, output_format="txt")
    return (text or "").split("\n")

"""Markup as a tree of lxml elements: parsing, selecting, removing, reading."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

import lxml.etree
from cssselect import HTMLTranslator, SelectorError

from parsers.prose import tidy

# lxml's element class is private in name only; plain elements are a third faster to walk than lxml.html's.
Element: TypeAlias = lxml.etree._Element

_DROPPED = "dropped"


def parse(text: str) -> Element | None:
    """The root of any HTML, comments left out; None where there is no body at all."""
    parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (lxml.etree.LxmlError, ValueError):
        return None
    return root if root is not None and root.find("body") is not None else None


@cache
def selector(css: str) -> lxml.etree.XPath:
    """The compiled CSS selector. Raises ValueError naming a selector that is no CSS."""
    try:
        return lxml.etree.XPath(HTMLTranslator().css_to_xpath(css))
    except (SelectorError, lxml.etree.XPathError) as error:
        raise ValueError(f"'{css}' is no CSS selector: {error}") from None


def drop(root: Element, elements: Iterable[Element]) -> None:
    """Remove these elements below `root`, not the texts after them."""
    for element in elements:
        element.tag = _DROPPED
    # One by one, joining the texts takes the square of their number.
    lxml.etree.strip_elements(root, _DROPPED, with_tail=False)


def content(element: Element) -> str:
    """All text in `element`, as written."""
    return "".join(element.itertext())


def line(element: Element) -> str:
    """All text in `element` as one tidy line, its parts apart."""
    return tidy(" ".join(element.itertext()))

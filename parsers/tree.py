"""Markup as a tree of lxml elements: parsing, selecting, removing, reading."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import lxml.etree
from cssselect import HTMLTranslator, SelectorError

from parsers.prose import CONTROL, tidy

# lxml's element class is private in name only; plain elements are a third faster to walk than lxml.html's.
Element: TypeAlias = lxml.etree._Element


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


def drop(element: Element) -> None:
    """Remove `element`, not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        # Character references may have put in what lxml refuses to be given.
        if before is not None:
            before.tail = CONTROL.sub(" ", (before.tail or "") + element.tail)
        else:
            parent.text = CONTROL.sub(" ", (parent.text or "") + element.tail)
    parent.remove(element)


def content(element: Element) -> str:
    """All text in `element`, as written."""
    return "".join(element.itertext())


def line(element: Element) -> str:
    """All text in `element` as one tidy line, its parts apart."""
    return tidy(" ".join(element.itertext()))

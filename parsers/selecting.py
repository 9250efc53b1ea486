"""What a source's selectors find on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy

import lxml.etree
from bs4 import BeautifulSoup, Tag

from parsers.maintext import leads_elsewhere
from parsers.prose import tidy
from parsers.source import STATEMENTS, Source
from parsers.structured import Structured
from parsers.tree import Element, drop, line, selector


def select(tree: Element, source: Source, structured: Structured) -> dict[str, list[str]]:
    """Field → texts of what its first matching selector finds. Changes `tree` as `remove` says."""
    rules = source.selectors
    found = {"captions": [tidied for caption in _matches(tree, rules.captions) if (tidied := line(caption))]}
    for css in rules.remove:
        drop(tree, selector(css)(tree))
    found["title"] = _heading(tree, rules.title, structured)
    for name in ("lead", "published", "author", "section", "tags"):
        elements = _matches(tree, getattr(rules, name))
        found[name] = [value for element in elements if (value := _value(element, name))]
    found["text"] = _read_blocks(_matches(tree, rules.text))
    return found


def _heading(tree: Element, looks: Iterable[str], structured: Structured) -> list[str]:
    """The title by the first selector or named statement that gives one."""
    for look in looks:
        if look in STATEMENTS:
            titles = [s.title for s in structured.statements if look == f"@{s.kind}" and s.title]
        else:
            titles = [value for element in _matches(tree, [look]) if (value := _value(element, "title"))]
        if titles:
            return titles
    return []


def _matches(tree: Element, selectors: Iterable[str]) -> list[Element]:
    """What the first selector that finds anything finds, nested finds left out."""
    for css in selectors:
        elements = selector(css)(tree)
        if elements:
            chosen = set(elements)
            return [e for e in elements if chosen.isdisjoint(e.iterancestors())]
    return []


def _value(element: Element, name: str) -> str:
    if name == "published" and (stated := element.get("datetime") or element.get("content")):
        return tidy(stated)
    return line(element) or tidy(element.get("content") or "")


_BLOCKS = {
    "p", "div", "section", "article", "li", "ul", "ol", "dd", "dt", "tr", "table", "blockquote", "pre", "header",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_NO_TEXT = (
    "script", "style", "noscript", "figure", "figcaption", "button", "form", "iframe", "aside", "svg", "video",
    "img",
)  # fmt: skip
# Marks that only dress the text they stand around.
_DRESS = ("span", "strong", "em", "b", "i")


def _read_blocks(elements: Iterable[Element]) -> list[str]:
    """The paragraphs of the elements a source's selectors name."""
    whole = lxml.etree.Element("div")
    for element in elements:
        copied = deepcopy(element)
        copied.tail = None
        whole.append(copied)
    lxml.etree.strip_elements(whole, *_NO_TEXT, with_tail=False)
    # What says nothing here is most of what building the soup costs.
    for one in whole.iter(lxml.etree.Element):
        if one.tag == "a" and not one.get("href"):
            one.tag = "span"
        one.attrib.clear()
    lxml.etree.strip_tags(whole, *_DRESS)
    markup = lxml.etree.tostring(whole, encoding="unicode", method="html", with_tail=False)
    text = "".join(_pieces(BeautifulSoup(markup, "lxml")))
    paragraphs = []
    for part in re.split(r"\n[ \t\xa0]*\n\s*", text):
        linked = sum(map(len, _LINKED.findall(part)))
        tidied = tidy(_MARKS.sub("", part))
        if tidied and not leads_elsewhere(tidied, linked):
            paragraphs.append(tidied)
    return paragraphs


# Private letters mark where a link begins and ends.
_OPENS, _CLOSES = "\ue000", "\ue001"
_LINKED = re.compile(f"{_OPENS}([^{_OPENS}{_CLOSES}]*)(?:{_CLOSES}|$)")
_AROUND = {"a": (_OPENS, _CLOSES)}
_MARKS = re.compile(f"[{_OPENS}{_CLOSES}]")


def _pieces(tag: Tag) -> Iterator[str]:
    """The text in `tag`, a blank line before and after each block, links between marks."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "br":
                yield "\n"
            before, after = ("\n\n", "\n\n") if child.name in _BLOCKS else _AROUND.get(child.name, ("", ""))
            yield before
            yield from _pieces(child)
            yield after
        else:
            yield str(child)

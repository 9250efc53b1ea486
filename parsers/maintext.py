"""The main text of a page for which no selectors are known.

The page is pruned of what is not its text (navigation, sharing, comments: by element, role and the words of
class names), the element that holds the article is found by where its paragraphs are, and its blocks are
kept or dropped one by one. Where this yields little, trafilatura is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import trafilatura
from lxml.etree import strip_elements

from parsers.datafile import read_yaml
from parsers.dateline import read_dateline
from parsers.prose import split_paragraphs, tidy
from parsers.tree import Element, content, drop, parse

_EMPTY = {
    "script", "style", "noscript", "template", "svg", "select", "option", "input", "textarea", "iframe", "object",
    "embed", "canvas", "map", "audio", "video", "head", "link", "meta", "math", "button",
}  # fmt: skip
_DROPPED = {"nav", "footer", "aside", "form", "dialog", "menu", "figure", "figcaption", "label"}
_DROPPED_ROLES = {
    "navigation",
    "complementary",
    "contentinfo",
    "search",
    "dialog",
    "alert",
    "menu",
    "menubar",
    "tooltip",
}
_BLOCK = {
    "p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dd", "dt", "table", "tr", "td", "th", "tbody",
    "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "header", "center", "address", "hr", "body", "details",
    "summary", "figure", "fieldset",
}  # fmt: skip
# Their class names speak of the data in them ("player"), not of the page.
_UNNAMED = {"main", "html", "body", "table", "tbody", "tr", "td", "th"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LEADING = {"h1", "h2", "h3", "p", "div", "span", "strong"}
_STOP = re.compile(r"[.!?…։。！？:;»”\"’')\]]$")
# A blank line within a block: two line breaks part it in two.
_GAP = re.compile(r"\n\s*\n")
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# A paragraph of prose has at least so many letters; shorter blocks are headings, labels, list items.
_PROSE = 60
# The least that is taken for an article where there is a choice.
_LITTLE = 250
# So many letters of the stated description must be found in a text for it to be the standfirst.
_STATED = 50
# No part that holds so much of a page's prose is taken for something beside the article.
_MOST = 0.4
# A stated text that has so much of what the page shows is trusted on the rest.
_NEARLY_ALL = 0.8
_MAX_ELEMENTS = 20_000
# Trafilatura is asked about no more: it looks from each element at those around it.
_MAX_MARKUP = 500_000
_MAX_NESTING = 60_000


@dataclass(slots=True)
class Block:
    """One paragraph, heading or list item: its text and how much of it is links."""

    text: str
    tag: str
    linked: int

    @property
    def prose(self) -> bool:
        return len(self.text) >= _PROSE and self.linked < len(self.text) / 2 and self.tag not in _HEADINGS


@dataclass(frozen=True, slots=True)
class MainText:
    """The article's paragraphs and headings, the extractor that found them, and whether others follow it."""

    paragraphs: list[str]
    origin: str
    several: bool = False


def main_text(tree: Element, title: str, description: str, stated: str, markup: str) -> MainText:
    """The article's text in `tree`, which is changed; `markup` is what it was parsed from.

    `description` is what the markup says the article is about: where the page shows it as a standfirst
    outside the text, it opens the text. `stated` is the text that the markup states (JSON-LD's articleBody),
    empty where it states none: what is not in it is left out where it is nearly all of what the page shows, and it
    is the text where the page shows little of it.
    """
    body = tree.find("body")
    strip_elements(body, *_EMPTY, with_tail=False)
    stating = _stating(body, description)
    _prune(body, stating)
    article = _titled(body, title)
    roots, several = _container(article, title)
    blocks = _clean([block for root in roots for block in _blocks(root)], title)
    if stated:
        blocks = _as_stated(blocks, f"{description} {stated}")
    lead = _lead(body, roots[0], blocks, stating)
    text = [*([lead] if lead else []), *(block.text for block in blocks)]
    length = sum(map(len, text))
    if len(stated) > _LITTLE and length < len(stated) / 2:
        return MainText(split_paragraphs(stated), "json-ld")
    promised = sum(map(_paragraph_length, body.iter("p")))
    if (length < _LITTLE and promised > 2 * length) or not any(block.prose for block in blocks):
        others = _clean(_by_trafilatura(markup), title)
        if sum(len(block.text) for block in others if block.prose) > length:
            return MainText([block.text for block in others], "trafilatura")
    return MainText(text, "general", several)


def _as_stated(blocks: list[Block], stated: str) -> list[Block]:
    """Without the paragraphs that the stated text lacks, where it has nearly all. It lacks headings more often than not."""
    letters = _letters(stated)
    has = [_letters(block.text) in letters for block in blocks]
    shown = sum(len(block.text) for block in blocks)
    if sum(len(block.text) for block, there in zip(blocks, has, strict=True) if there) < shown * _NEARLY_ALL:
        return blocks
    return [
        block
        for block, there in zip(blocks, has, strict=True)
        if there or block.tag in _HEADINGS or not _STOP.search(block.text)
    ]


def _by_trafilatura(markup: str) -> list[Block]:
    if len(markup) > _MAX_MARKUP or _nesting(markup) > _MAX_NESTING:
        return []
    lines = (trafilatura.extract(markup, include_comments=False, fast=True) or "").split("\n")
    return [Block(tidied, "p", 0) for line in lines if (tidied := tidy(line))]


def _nesting(markup: str) -> int:
    """How many elements stand around the elements, summed."""
    tree = parse(markup)
    depths: dict[Element | None, int] = {None: 0}
    for element in () if tree is None else tree.iter():
        depths[element] = depths[element.getparent()] + 1
    return sum(depths.values())


def bound(root: Element) -> None:
    """Cut off what no article has: elements after so many."""
    last = next(islice(root.iter(), _MAX_ELEMENTS, None), None)
    kept = 0
    while last is not None and (parent := last.getparent()) is not None:
        # The element and all after it; of those around it, what comes after them.
        del parent[parent.index(last) + kept :]
        last, kept = parent, 1


def _sums(body: Element, own: dict[Element, int]) -> dict[Element, int]:
    """`own` lengths summed into every element around them."""
    totals = dict(own)
    for element in reversed(list(body.iter())):
        length = totals.get(element)
        if length and element is not body:
            parent = element.getparent()
            totals[parent] = totals.get(parent, 0) + length
    return totals


def _prune(body: Element, stating: set[Element]) -> None:
    """Remove what is no text of the article, but never most of the page's prose nor the standfirst."""
    doomed, named, shown = [], [], []
    quoting, titled = _around(body, "blockquote"), _around(body, "h1")
    for element in body.iter():
        tag = element.tag
        attributes = element.attrib
        if (tag in _DROPPED and not (tag == "figure" and element in quoting)) or (
            attributes
            and (
                "hidden" in attributes
                or (attributes.get("aria-hidden") == "true" and tag != "p")
                or attributes.get("role") in _DROPPED_ROLES
                or "display:none" in attributes.get("style", "").replace(" ", "")
            )
        ):
            named.append(element)
        elif attributes and tag not in _UNNAMED:
            beside, surely, pictures = _beside(attributes.get("class", ""), attributes.get("id", ""))
            if surely and tag != "article" and element not in titled:
                doomed.append(element)
            elif beside and element not in quoting:
                # A quotation may be a post that the article tells of.
                named.append(element)
            elif pictures:
                shown.append(element)
    drop(body, doomed)
    if shown:
        telling = _telling(body)
        named += [element for element in shown if element not in telling]
    # A word of a class name may mean the layout of the whole page ("sidebar-grid").
    prose = _sums(body, {p: length for p in body.iter("p") if (length := _paragraph_length(p))})
    total = prose.get(body, 0)
    chosen = {element for element in named if prose.get(element)}
    outer = sum(prose[element] for element in chosen if chosen.isdisjoint(element.iterancestors()))
    most = total * (0.05 if outer > total * _MOST else _MOST)
    drop(
        body,
        [e for e in named if e is not body and e not in stating and prose.get(e, 0) <= most],
    )


def _around(body: Element, tag: str) -> set[Element]:
    """The elements that hold one of this tag."""
    found: set[Element] = set()
    for element in body.iter(tag):
        for outer in element.iterancestors():
            if outer in found:
                break
            found.add(outer)
    return found


def _telling(body: Element) -> set[Element]:
    """The elements with several paragraphs or list items of some length, captions and links apart."""
    apart = {inner for outer in body.iter("a", "figure", "figcaption") for inner in outer.iter("p", "li")}
    told = {one: length for one in body.iter("p", "li") if one not in apart and (length := _own_text(one))}
    several = _sums(body, dict.fromkeys(told, 1))
    return {e for e, length in _sums(body, told).items() if length > _LITTLE and several[e] > 2}


def _paragraph_length(paragraph: Element) -> int:
    length = len(paragraph.text or "")
    for child in paragraph:
        length += len(child.tail or "")
        if child.tag != "a":
            length += len(child.text or "")
    return length if length >= _PROSE else 0


@lru_cache(maxsize=50_000)
def _words(names: str) -> frozenset[str]:
    """The words of class names and ids: split at white space, dashes, underscores and capitals."""
    tokens = names[:300].split()
    return frozenset(w.lower() for token in tokens for w in (token, *_WORDS.findall(token)))


@lru_cache(maxsize=50_000)
def _beside(class_names: str, identifier: str) -> tuple[bool, bool, bool]:
    """Whether such an element stands beside the text: probably, surely, or if it is only pictures."""
    if not class_names and not identifier:
        return False, False, False
    words, data = _words(f"{class_names} {identifier}"), _data()
    beside, surely, pictures = (not words.isdisjoint(data[name]) for name in ("parts", "always", "pictures"))
    return beside, surely, pictures


def _container(body: Element, title: str) -> tuple[list[Element], bool]:
    """The elements that together hold the article, and whether more articles follow it."""
    in_links = {inner for link in body.iter("a") for inner in link.iterdescendants()}
    own = {}
    for element in body.iter("p", "div", "td", "li", "blockquote", "section", "article", "span", "pre"):
        length = _own_text(element)
        if length >= _PROSE and element not in in_links:
            own[element] = length
    prose = _sums(body, own)
    total = prose.get(body, 0)
    if not total:
        return [body], False
    named, several = _named_containers(prose, total)
    if named:
        return named, several
    here = next((e for e in _landmarks(body, prose) if prose[e] >= total * 0.3), body)
    while True:
        items = _items(here, prose, title)
        if items:
            return [items[0]], True
        best = max((child for child in here if child in prose), key=lambda child: prose[child], default=None)
        if (
            best is None
            or prose[best] < prose[here] * 0.75
            or best.tag in ("p", "li", "td", "span", "blockquote")
        ):
            return [here], False
        here = best


def _items(here: Element, prose: dict[Element, int], title: str) -> list[Element]:
    """Children of one kind that each hold an article, where the first has the title in it: several on a page."""
    wanted = _letters(title)
    kinds: dict[tuple[str, str], list[Element]] = {}
    for child in here:
        if prose.get(child, 0) >= _LITTLE // 2 and child.get("class"):
            kinds.setdefault((child.tag, child.get("class")), []).append(child)
    for alike in kinds.values():
        if len(alike) > 1 and len(wanted) > 10:
            titles = [next(_holding(child, wanted), None) for child in alike[:5]]
            first = titles[0]
            # The others have titles of their own, in elements like the first's.
            if first is not None and not any(title is not None for title in titles[1:]):
                kind = (first.tag, first.get("class"))
                if all(any((e.tag, e.get("class")) == kind for e in child.iter()) for child in alike[:5]):
                    return alike
    return []


def _holding(root: Element, letters: str) -> Iterator[Element]:
    """The elements whose text has these letters and no others."""
    for element in root.iter():
        text = content(element)
        if len(text) < 3 * len(letters) and _letters(text) == letters:
            yield element


def _titled(body: Element, title: str) -> Element:
    """The article element under whose heading the title stands: pages go on with the next article."""
    wanted = _letters(title)
    for heading in body.iter("h1"):
        here = _letters(content(heading))
        if len(here) > 10 and (here.startswith(wanted) or wanted.startswith(here)):
            for element in heading.iterancestors("article"):
                if sum(_paragraph_length(p) for p in element.iter("p")) > _LITTLE:
                    return element
    return body


def _landmarks(body: Element, prose: dict[Element, int]) -> Iterator[Element]:
    """The elements that HTML has for articles, the fullest first."""
    for path in (".//article", ".//main", './/*[@role="main"]'):
        found = [element for element in body.iterfind(path) if element in prose]
        if found:
            yield max(found, key=lambda element: prose[element])


def _own_text(element: Element) -> int:
    """Letters directly in the element or its inline children, links apart."""
    length = len((element.text or "").strip())
    for child in element:
        length += len((child.tail or "").strip())
        if child.tag not in _BLOCK and child.tag != "a" and element.tag in ("p", "li", "td", "blockquote"):
            length += len(child.text or "")
    return length


def _named_containers(prose: dict[Element, int], total: int) -> tuple[list[Element], bool]:
    """The elements that say by itemprop, class or id that they are the body, if they hold enough prose."""
    order = {element: index for index, element in enumerate(next(iter(prose)).getroottree().iter())}
    candidates = []
    for element in prose:
        names = f"{element.get('itemprop', '')} {element.get('class', '')} {element.get('id', '')}".lower().split()
        if names and element.tag not in ("body", "main"):
            candidates.append((element, names))
    for pattern in _data()["containers"]:
        found = {element for element, names in candidates if any(map(pattern.match, names))}
        outer = sorted((e for e in found if found.isdisjoint(e.iterancestors())), key=lambda e: order[e])
        first = _first_article(outer, prose)
        if sum(prose[e] for e in first) >= total * 0.25:
            return first, len(first) < len(outer)
    return [], False


def _first_article(found: list[Element], prose: dict[Element, int]) -> list[Element]:
    """Of bodies in a few article elements, those in the first: some pages go on with another article."""
    groups: dict[Element | None, list[Element]] = {}
    for element in found:
        groups.setdefault(next(element.iterancestors("article"), None), []).append(element)
    first = next(iter(groups.values()), [])
    if 1 < len(groups) < 5 and None not in groups and sum(prose[e] for e in first) > _LITTLE:
        return first
    return found


def _blocks(root: Element) -> Iterator[Block]:
    """The text blocks of `root` in reading order."""
    parts: list[str] = []
    links: list[tuple[int, int]] = []
    length = 0
    anchors = 0
    tag = root.tag

    def flush() -> Iterator[Block]:
        nonlocal parts, links, length
        if parts:
            whole = "".join(parts)
            start = 0
            for end, after in [*((gap.start(), gap.end()) for gap in _GAP.finditer(whole)), (length, length)]:
                text = tidy(whole[start:end])
                if text:
                    linked = sum(max(0, min(end, until) - max(start, since)) for since, until in links)
                    yield Block(text, tag, min(linked, len(text)))
                start = after
        parts, links, length = [], [], 0

    stack: list[tuple[Element, bool, str]] = [(root, True, root.tag)]
    while stack:
        element, opening, within = stack.pop()
        block = element.tag in _BLOCK and not _cell(element)
        if opening:
            if block:
                yield from flush()
                tag = element.tag
            elif element.tag == "br":
                parts.append("\n")
                length += 1
            elif element.tag in ("td", "th"):
                parts.append(" ")
                length += 1
            anchors += _is_link(element)
            text = element.text
            stack.append((element, False, within if block else tag))
            stack.extend((child, True, tag) for child in reversed(element) if isinstance(child.tag, str))
        else:
            if block:
                yield from flush()
                tag = within
            anchors -= _is_link(element)
            text = element.tail if element is not root else None
        if text:
            parts.append(text)
            if anchors and (shown := text.strip()):
                since = length + text.index(shown)
                links.append((since, since + len(shown)))
            length += len(text)
    yield from flush()


def _is_link(element: Element) -> bool:
    return element.tag == "a" and "href" in element.attrib


def _cell(element: Element) -> bool:
    """A cell of a table of data, whose row is the block; tables that lay out a page have blocks in their cells."""
    return element.tag in ("td", "th") and not any(
        child.tag in _BLOCK or child.tag == "br" for child in element
    )


def _lead(body: Element, root: Element, blocks: list[Block], stating: set[Element]) -> str | None:
    """The standfirst between title and text, where it is not part of the text already.

    It is known by repeating what the markup states the article is about, or by its class name.
    """
    opening = "".join(_letters(block.text) for block in blocks[:6])
    leads = _data()["leads"]
    below_title = False
    for element in body.iter():
        if element is root:
            return None
        if element.tag not in _LEADING:
            continue
        if element.tag == "h1":
            below_title = True
            continue
        if any(child.tag in _BLOCK for child in element):
            continue
        if element in stating or (below_title and _called(element, leads)):
            text = tidy(content(element))
            if 40 <= len(text) <= 900 and _letters(text)[:_STATED] not in opening:
                return text
    return None


def _called(element: Element, words: frozenset[str]) -> bool:
    """Whether the element or one just around it has one of `words` in its class or id."""
    for _ in range(3):
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        if not words.isdisjoint(_words(names)):
            return True
        element = element.getparent()
        if element is None or element.tag in _UNNAMED or element.tag == "article":
            return False
    return False


def _stating(body: Element, description: str) -> set[Element]:
    """The short texts that begin as `description` does, with the elements around them."""
    words, letters = description.split()[:3], _letters(description)[:_STATED]
    if len(letters) < _STATED // 2:
        return set()
    found: set[Element] = set()
    looked = 0
    for element in body.iter():
        text = element.text or ""
        # The words are a quick look before the slow one.
        if len(text) < _PROSE // 2 or not all(word in text for word in words):
            continue
        looked += 1
        if looked > 20:
            break
        while element is not body and len(text := content(element)) < 1200 and letters in _letters(text):
            found.add(element)
            element = element.getparent()
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _opening(blocks: list[Block], title: str) -> list[Block]:
    """Without what stands above the text: title, kicker, byline, date, reading time."""
    first = next((i for i, block in enumerate(blocks) if block.prose and _STOP.search(block.text)), 0)
    if first > 8:
        return blocks
    wanted = _letters(title)
    return [
        block
        for block in blocks[:first]
        if (
            block.tag == "li"
            or len(block.text) >= _PROSE
            or (len(block.text) > 40 and _STOP.search(block.text))
            or read_dateline(block.text)
        )
        and _letters(block.text) != wanted
    ] + blocks[first:]


def _clean(blocks: list[Block], title: str) -> list[Block]:
    """Without links elsewhere, labels, repetitions, and what follows the article's end."""
    kept: list[Block] = []
    seen: set[str] = set()
    pointers, ends = _data()["pointers"], _data()["ends"]
    total = sum(len(block.text) for block in blocks if block.prose)
    passed = 0
    for index, block in enumerate(blocks):
        text = block.text
        if len(text) < 90 and ends.match(text) and passed > total * 0.8:
            # "Read also" may stand before the last paragraphs as well.
            more = pointers.match(text) and any(
                later.prose and not later.linked and len(later.text) >= _LITTLE
                for later in blocks[index + 1 :]
            )
            if not more:
                break
        passed += len(text) if block.prose else 0
        key = text.casefold()
        if (key in seen and len(text) > 40) or block.tag == "h1" or leads_elsewhere(text, block.linked):
            continue
        seen.add(key)
        kept.append(block)
    while kept and _is_label(kept[-1]):
        kept.pop()
    return _opening(kept, title)


def leads_elsewhere(text: str, linked: int) -> bool:
    """Whether a paragraph, `linked` letters of it in links, only points to other pages, or says nothing."""
    return (
        (len(text) < 300 and _data()["pointers"].match(text) is not None)
        or (linked >= len(text) * 0.8 and len(text) < 250)
        or not any(letter.isalnum() for letter in text)
    )


def _is_label(block: Block) -> bool:
    """A heading, a name or a date: nothing that an article ends with."""
    return block.tag in _HEADINGS or (
        len(block.text) < _PROSE // 2
        and block.tag not in ("li", "tr", "td", "dd", "blockquote", "pre")
        and not _STOP.search(block.text)
    )


@cache
def _data() -> dict[str, Any]:
    raw = read_yaml(Path(__file__).parent / "data" / "boilerplate.yml")

    def joined(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile(r"\W{0,4}(?:" + "|".join(f"(?:{p})" for p in patterns) + ")", re.IGNORECASE)

    return {
        "parts": frozenset(raw["parts"]),
        "always": frozenset(raw["always"]),
        "pictures": frozenset(raw["pictures"]),
        "leads": frozenset(raw["leads"]),
        "containers": [re.compile(pattern) for pattern in raw["containers"]],
        "pointers": joined(raw["pointers"]),
        "ends": joined(raw["ends"]),
    }

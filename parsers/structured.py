"""What a page says about itself in markup: JSON-LD, meta tags (OpenGraph and kin), microdata, links."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from parsers.datafile import read_yaml
from parsers.prose import tidy
from parsers.tree import Element

_MAX_JSON = 3_000_000
_MAX_NODES = 5_000
_TAGS = re.compile(r"<[^<>]{1,400}>")
_CDATA = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


@cache
def _names() -> dict[str, Any]:
    return read_yaml(Path(__file__).parent / "data" / "markup_names.yml")


@dataclass(slots=True)
class Statement:
    """The fields one kind of markup states, raw strings as written. A field it lacks is None or empty."""

    kind: str
    title: str | None = None
    description: str | None = None
    body: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    paywalled: bool = False


@dataclass(slots=True)
class Structured:
    """All statements of a page, the more trustworthy first, and what its link elements say."""

    statements: list[Statement] = field(default_factory=list)
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    site_name: str | None = None
    faults: tuple[str, ...] = ()


def read_structured(tree: Element) -> Structured:
    """Every statement the markup of `tree` makes about the article."""
    faults: list[str] = []
    found = Structured()
    article = _json_ld(tree, faults)
    if article:
        found.statements.append(article)
    metas = _metas(tree)
    found.site_name = metas.get("og:site_name")
    found.statements.append(_from_metas(metas))
    microdata = _microdata(tree)
    if microdata:
        found.statements.append(microdata)
    alternates = []
    for link in tree.iterfind(".//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        href = (link.get("href") or "").strip()
        if "canonical" in rel:
            found.canonical = found.canonical or href
        elif "alternate" in rel and link.get("hreflang") and not link.get("type"):
            alternates.append(((link.get("hreflang") or "").strip().lower(), href))
    found.canonical = found.canonical or metas.get("og:url")
    found.alternates = tuple(dict.fromkeys(alternates))
    found.faults = tuple(faults)
    return found


def _json_ld(tree: Element, faults: list[str]) -> Statement | None:
    """The best article node of all JSON-LD scripts."""
    best: tuple[int, dict[str, Any]] | None = None
    for script in tree.iterfind(".//script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        loaded = _load(script.text or "")
        if loaded is None:
            faults.append("json_ld_broken")
            continue
        for node in _nodes(loaded):
            rank = _rank(node)
            if rank and (best is None or rank > best[0]):
                best = (rank, node)
    return _from_node(best[1]) if best else None


def _load(text: str) -> Any:
    """The JSON of a script, mended where outlets commonly break it; None where that fails."""
    text = _CDATA.sub("", text).strip().rstrip(";")
    if not text or len(text) > _MAX_JSON:
        return None
    for mended in (text, _BAD_ESCAPE.sub(r"\\\\", text), re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(loaded: Any) -> Iterator[dict[str, Any]]:
    """Every object in top-level lists, @graph and mainEntity, without descending further."""
    stack, seen = [loaded], 0
    while stack and seen < _MAX_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            stack.extend(node[key] for key in ("mainEntity", "mainEntityOfPage", "@graph") if key in node)


def _rank(node: dict[str, Any]) -> int:
    """How well a node describes an article: 0 not at all."""
    types = {str(t).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for t in _many(node.get("@type"))}
    strong = types.intersection(_names()["article_types"])
    if not strong and not types.intersection(_names()["weak_types"]):
        return 0
    stated = sum(1 for key in ("headline", "datePublished", "articleBody", "author") if node.get(key))
    return stated and stated + (10 if strong else 0)


def _from_node(node: dict[str, Any]) -> Statement:
    body = _text(node.get("articleBody"))
    keywords = node.get("keywords")
    tags = keywords.split(",") if isinstance(keywords, str) else [_name(k) for k in _many(keywords)]
    free = node.get("isAccessibleForFree")
    return Statement(
        kind="json-ld",
        title=_line(node.get("headline")) or _line(node.get("name")),
        description=_line(node.get("description")),
        body=body,
        published=_line(node.get("datePublished")) or _line(node.get("dateCreated")),
        modified=_line(node.get("dateModified")),
        authors=tuple(filter(None, (_name(author) for author in _many(node.get("author"))))),
        section=_line(_many(node.get("articleSection"))[0] if _many(node.get("articleSection")) else None),
        tags=tuple(filter(None, (_line(tag) for tag in tags))),
        url=_line(node.get("url")),
        paywalled=str(free).lower() in ("false", "0") if free is not None else False,
    )


def _metas(tree: Element) -> dict[str, str]:
    """Lower-case name → content; the first statement of a name holds, tags are joined by commas."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        content = tidy(meta.get("content") or "")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if not name:
                continue
            if name == "article:tag" and name in found:
                found[name] += "," + content
            else:
                found.setdefault(name, content)
    return found


def _from_metas(metas: dict[str, str]) -> Statement:
    def first(field: str) -> str | None:
        return next((metas[name] for name in _names()["meta"][field] if name in metas), None)

    author = first("author")
    if author and author.startswith(("http", "@", "/")):
        author = None
    return Statement(
        kind="meta",
        title=first("title"),
        description=first("description"),
        published=first("published"),
        modified=first("modified"),
        authors=(author,) if author else (),
        section=first("section"),
        tags=tuple(tag.strip() for tag in (first("tags") or "").split(",") if tag.strip()),
        url=metas.get("og:url"),
    )


_ITEM = './/*[@itemtype and (contains(@itemtype, "Article") or contains(@itemtype, "BlogPosting"))]'
_PROPERTIES = {
    "headline": "title",
    "datepublished": "published",
    "datemodified": "modified",
    "articlesection": "section",
}


def _microdata(tree: Element) -> Statement | None:
    """The first item of an article type, its properties read from content, datetime or text."""
    items = tree.xpath(_ITEM)
    if not items:
        return None
    found: dict[str, str] = {}
    authors = []
    for element in items[0].iterfind(".//*[@itemprop]"):
        for name in (element.get("itemprop") or "").lower().split():
            if name == "author":
                named = element.find('.//*[@itemprop="name"]')
                named = element if named is None else named
                authors.append(tidy(named.get("content") or "".join(named.itertext())))
            elif name in _PROPERTIES:
                value = element.get("content") or element.get("datetime") or "".join(element.itertext())
                found.setdefault(_PROPERTIES[name], tidy(value))
    if not found and not authors:
        return None
    return Statement(
        kind="microdata",
        title=found.get("title"),
        published=found.get("published"),
        modified=found.get("modified"),
        section=found.get("section"),
        authors=tuple(a for a in dict.fromkeys(authors) if a and len(a) < 100),
    )


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _line(value: Any) -> str | None:
    """A short text of a JSON value, entities and tags resolved; None where it is no text."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return tidy(html.unescape(_TAGS.sub(" ", value))) or None


def _text(value: Any) -> str | None:
    """A long text, its paragraph marks kept as line breaks."""
    if isinstance(value, list):
        value = "\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or not value.strip():
        return None
    value = html.unescape(value)
    if "<" in value:
        value = _TAGS.sub(
            "", re.sub(r"</(?:p|div|h\d|li|blockquote)>|<br\s*/?>", "\n", value, flags=re.IGNORECASE)
        )
    return html.unescape(value)


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value if isinstance(part, str))
    line = _line(value)
    return None if not line or line.startswith(("http", "/", "#")) else line

"""One page to one article: selectors and structured data first, a general extractor where they fail."""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import cache
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import lxml.etree
import lxml.html
from bs4 import BeautifulSoup
from cssselect import HTMLTranslator, SelectorError
from lxml.html import HtmlElement

from parsers.charset import decode
from parsers.dateline import Dateline, read_dateline
from parsers.dates import Chosen, Stamp, find_days, of_day, read_format, read_stamp, reconcile, url_day
from parsers.identity import canonical_url
from parsers.language import identify
from parsers.maintext import main_text
from parsers.prose import first_sentence, tidy
from parsers.records import Article, Link, Page, Unreadable
from parsers.source import Source
from parsers.structured import Structured, read_structured


def parse_page(page: Page, source: Source | None = None, link: Link | None = None) -> Article:
    """The article on `page`. Raises Unreadable (empty, not_html, no_text, ...) naming the URL.

    `source` gives selectors, zone and languages; without it the general way is taken. `link` adds the
    date that the feed or sitemap gave.
    """
    url = page.final_url or page.url
    if not page.body.strip():
        raise Unreadable("empty", f"{url}: the page has no content")
    decoded = decode(page.body, page.charset)
    tree = _tree(decoded.text, url)
    structured = read_structured(tree)
    zone = ZoneInfo(source.timezone) if source else None
    selected = _select(tree, source) if source else {}
    origins: dict[str, str] = {"url": "page", "lang": "text"}
    flags: list[str] = list(structured.faults)
    if decoded.garbled:
        flags.append("garbled")
    if decoded.repaired:
        flags.append("charset_repaired")

    title, origins["title"] = _title(tree, structured, selected)
    if selected.get("text"):
        paragraphs = selected["text"]
        origins["text"] = "selector"
    else:
        if source and source.selectors.text:
            flags.append("selectors_failed")
        paragraphs = main_text(decoded.text, url)
        origins["text"] = "general"
    paragraphs = _without_head([tidied for p in paragraphs if (tidied := tidy(p))], title)
    paragraphs, dateline = _without_dateline(paragraphs)
    if not paragraphs:
        raise Unreadable("no_text", f"{url}: no article text found")
    text = "\n\n".join(paragraphs)
    if not title:
        title, origins["title"] = first_sentence(text), "first sentence"
    chosen = _published(structured, selected, source, zone, url, page, link, dateline)
    flags.extend(chosen.flags)
    published_day = chosen.stamp.day if chosen.stamp else None
    if chosen.basis:
        origins["published"] = chosen.basis
    if dateline:
        origins["dateline"] = "text"
    author, origin = _first_of(structured, selected, "author")
    if author:
        origins["author"] = origin
    return Article(
        source=page.source or (source.id if source else ""),
        url=page.url,
        canonical_url=_canonical(structured, url),
        title=title,
        text=text,
        lang=identify(f"{title}. {text}", source.languages if source else ()),
        published=chosen.stamp.when if chosen.stamp else None,
        published_precision=chosen.stamp.precision if chosen.stamp else None,
        published_basis=chosen.basis,
        dateline_place=dateline.place if dateline else None,
        dateline_date=dateline.date(published_day) if dateline else None,
        dateline_agency=dateline.agency if dateline else None,
        author=author,
        lead=paragraphs[0],
        origins=origins,
        flags=tuple(dict.fromkeys(flags)),
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
    )


def _tree(text: str, url: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        tree = None
    if tree is None or tree.find(".//body") is None:
        raise Unreadable("not_html", f"{url}: this is no HTML page")
    return tree


@cache
def _xpath(selector: str) -> lxml.etree.XPath:
    """The compiled CSS selector. Raises ValueError naming a selector that is no CSS."""
    try:
        return lxml.etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, lxml.etree.XPathError) as error:
        raise ValueError(f"'{selector}' is no CSS selector: {error}") from None


def _select(tree: HtmlElement, source: Source) -> dict[str, list[str]]:
    """Field → texts of what its first matching selector finds."""
    rules = source.selectors
    found: dict[str, list[str]] = {}
    captions = _matches(tree, rules.captions)
    found["captions"] = [tidied for caption in captions if (tidied := _line(caption))]
    for selector in rules.remove:
        for element in _xpath(selector)(tree):
            element.drop_tree()
    for name in ("title", "lead", "published", "author", "section", "tags"):
        elements = _matches(tree, getattr(rules, name))
        found[name] = [value for element in elements if (value := _value(element, name))]
    found["text"] = [p for element in _matches(tree, rules.text) for p in _paragraphs(element)]
    return found


def _matches(tree: HtmlElement, selectors: tuple[str, ...]) -> list[HtmlElement]:
    for selector in selectors:
        elements = _xpath(selector)(tree)
        if elements:
            return elements
    return []


def _value(element: HtmlElement, name: str) -> str:
    if name == "published":
        stated = element.get("datetime") or element.get("content")
        if stated:
            return tidy(stated)
    return _line(element) or tidy(element.get("content") or "")


def _line(element: HtmlElement) -> str:
    return tidy(" ".join(element.itertext()))


_BLOCKS = ["p", "h2", "h3", "h4", "li", "blockquote", "td", "pre"]


def _paragraphs(element: HtmlElement) -> list[str]:
    soup = BeautifulSoup(lxml.html.tostring(element, encoding="unicode", with_tail=False), "lxml")
    for unwanted in soup.find_all(
        ["script", "style", "figure", "figcaption", "button", "form", "iframe", "aside"]
    ):
        unwanted.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for block in soup.find_all([*_BLOCKS, "div", "section", "article", "tr", "ul", "ol", "table", "h1"]):
        block.insert_before("\n\n")
        block.insert_after("\n\n")
    return [tidied for part in re.split(r"\n\s*\n", soup.get_text()) if (tidied := tidy(part))]


def _title(tree: HtmlElement, structured: Structured, selected: dict[str, list[str]]) -> tuple[str, str]:
    if selected.get("title"):
        return selected["title"][0], "selector"
    for statement in structured.statements:
        if statement.title:
            return statement.title, statement.kind
    for path, origin in ((".//h1", "h1"), (".//title", "title")):
        element = tree.find(path)
        if element is not None and _line(element):
            return _line(element), origin
    return "", "none"


def _first_of(structured: Structured, selected: dict[str, list[str]], name: str) -> tuple[str | None, str]:
    if selected.get(name):
        return ", ".join(dict.fromkeys(selected[name])), "selector"
    for statement in structured.statements:
        if statement.authors:
            return ", ".join(dict.fromkeys(statement.authors)), statement.kind
    return None, ""


def _published(
    structured: Structured,
    selected: dict[str, list[str]],
    source: Source | None,
    zone: tzinfo | None,
    url: str,
    page: Page,
    link: Link | None,
    dateline: Dateline | None,
) -> Chosen:
    candidates: list[tuple[str, Stamp | None]] = []
    for written in selected.get("published", []):
        form = source.selectors.date_format if source else None
        candidates.append(
            ("selector", (form and read_format(written, form, zone)) or read_stamp(written, zone))
        )
    for statement in structured.statements:
        if statement.published:
            candidates.append((statement.kind, read_stamp(statement.published, zone)))
    if link and link.published:
        candidates.append(("feed", Stamp(link.published, "second", zoned=True)))
    day = url_day(url)
    candidates.append(("url", of_day(day) if day else None))
    known = next((stamp.day for _, stamp in candidates if stamp), None)
    dated = dateline.date(known) if dateline else None
    candidates.append(("dateline", of_day(dated) if dated else None))
    return reconcile(candidates, page.fetched_at)


def _canonical(structured: Structured, url: str) -> str:
    """The page's own canonical link where it stays on the site and names a page below its root."""
    if structured.canonical:
        stated = urljoin(url, structured.canonical)
        try:
            here, there = urlsplit(url), urlsplit(stated)
        except ValueError:
            return canonical_url(url)
        same_site = here.hostname and there.hostname and _site(here.hostname) == _site(there.hostname)
        if same_site and (there.path.strip("/") or not here.path.strip("/")):
            return canonical_url(stated)
    return canonical_url(url)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _without_head(paragraphs: list[str], title: str) -> list[str]:
    """Some pages open the body with the title or the line of the date and time."""
    while paragraphs and (_same(paragraphs[0], title) or _only_date(paragraphs[0])):
        paragraphs = paragraphs[1:]
    return paragraphs


def _same(paragraph: str, title: str) -> bool:
    return paragraph.casefold().rstrip(" .") == title.casefold().rstrip(" .")


def _only_date(paragraph: str) -> bool:
    if len(paragraph) > 60 or not (day := next(find_days(paragraph), None)):
        return False
    rest = paragraph[: day.start] + paragraph[day.end :]
    return sum(letter.isalpha() for letter in rest) <= 12 and not read_dateline(paragraph)


def _without_dateline(paragraphs: list[str]) -> tuple[list[str], Dateline | None]:
    """The dateline opens the body, or follows a lead paragraph."""
    for index, paragraph in enumerate(paragraphs[:3]):
        dateline = read_dateline(paragraph)
        if dateline and (index == 0 or dateline.agency or dateline.day):
            rest = paragraph[dateline.end :].strip()
            return [*paragraphs[:index], *([rest] if rest else []), *paragraphs[index + 1 :]], dateline
    return paragraphs, None

"""One page to one article: selectors and structured data first, a general extractor where they fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import tzinfo
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import lxml.etree
from bs4 import BeautifulSoup, Tag

from parsers.charset import Decoded, decode
from parsers.dateline import Dateline, read_dateline
from parsers.dates import Chosen, Stamp, find_days, of_day, read_format, read_stamp, reconcile, url_day
from parsers.identity import canonical_url
from parsers.language import identify
from parsers.maintext import bound, leads_elsewhere, main_text
from parsers.prose import first_sentence, tidy
from parsers.records import Article, Link, Page, Unreadable
from parsers.source import STATEMENTS, Source
from parsers.structured import Structured, read_structured
from parsers.traps import attribution, is_broken_off, is_stub, not_an_article
from parsers.tree import Element, content, drop, line, parse, selector

# More markup than this is read no further: real articles end long before.
LONGEST = 3_000_000
_NOT_HTML = re.compile(r"%PDF-|PK\x03\x04|\x89PNG|GIF8|\xff\xd8\xff|\{\s*\"|Rar!")
_TYPES = ("html", "xml", "text/plain", "octet-stream")


@dataclass(slots=True)
class _Reading:
    """What is known of the page so far."""

    page: Page
    source: Source | None
    url: str
    decoded: Decoded
    tree: Element
    structured: Structured
    zone: tzinfo | None
    selected: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)


def parse_page(page: Page, source: Source | None = None, link: Link | None = None) -> Article:
    """The article on `page`.

    `source` gives selectors, zone and languages; without it, or where its selectors of title, text or date match
    nothing (flag `selectors_failed`; `origins` says for which), the general way is taken. `link` adds the date its feed or sitemap gave. Raises
    Unreadable (empty, not_html, no_text, consent_wall, soft_404) naming the URL.
    """
    reading = _open(page, source)
    title = _title(reading)
    captions = _captions(reading)
    paragraphs = _paragraphs(reading, title)
    paragraphs, dateline = _without_dateline(_without_head(paragraphs, title))
    text = "\n\n".join(paragraphs)
    if not text:
        raise _unreadable(reading, title)
    _refuse_traps(reading, text, title)
    if not title:
        title, reading.origins["title"] = first_sentence(text), "first sentence"
    chosen = _published(reading, link, dateline)
    if chosen.basis:
        reading.origins["published"] = chosen.basis
    if dateline:
        reading.origins["dateline"] = "text"
    day = chosen.stamp.day if chosen.stamp else None
    if _has_drifted(reading):
        reading.flags.append("selectors_failed")
    modified = _stamped(reading, "modified")
    lang = identify(f"{title}. {text}", source.languages if source else ())
    canonical = _canonical(reading)
    credited = attribution(text, lang)
    if credited:
        reading.origins["attribution"] = "text"
    return Article(
        source=page.source or (source.id if source else ""),
        url=page.url,
        canonical_url=canonical,
        title=title,
        text=text,
        lang=lang,
        published=chosen.stamp.when if chosen.stamp else None,
        published_precision=chosen.stamp.precision if chosen.stamp else None,
        published_basis=chosen.basis,
        modified=modified.when if modified else None,
        dateline_place=dateline.place if dateline else None,
        dateline_date=dateline.date(day) if dateline else None,
        dateline_agency=dateline.agency if dateline else None,
        author=_author(reading),
        lead=_lead(reading, paragraphs),
        section=next(iter(_stated(reading, "section")), None),
        tags=tuple(dict.fromkeys(_stated(reading, "tags")))[:50],
        captions=captions,
        attribution=credited,
        alternates=_alternates(reading, canonical),
        origins=reading.origins,
        flags=tuple(dict.fromkeys([*reading.flags, *chosen.flags])),
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
    )


def _open(page: Page, source: Source | None) -> _Reading:
    """Decode and parse the page and apply the source's selectors."""
    url = page.final_url or page.url
    if not page.body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable("empty", f"{url}: the page has no content")
    if page.content_type and not any(kind in page.content_type.lower() for kind in _TYPES):
        raise Unreadable("not_html", f"{url}: {page.content_type[:60]} is no HTML page")
    decoded = decode(page.body[:LONGEST], page.charset or _charset(page.content_type))
    tree = None if _NOT_HTML.match(decoded.text.lstrip()) else parse(decoded.text)
    if tree is None:
        raise Unreadable("not_html", f"{url}: this is no HTML page")
    bound(tree)
    structured = read_structured(tree)
    zone = ZoneInfo(source.timezone) if source else None
    reading = _Reading(page, source, url, decoded, tree, structured, zone)
    reading.origins |= {"url": "page", "lang": "text"}
    reading.flags += structured.faults
    if len(page.body) > LONGEST:
        reading.flags.append("oversize")
    if decoded.garbled:
        reading.flags.append("garbled")
    if decoded.repaired:
        reading.flags.append("charset_repaired")
    if source:
        reading.selected = _select(tree, source, structured)
    return reading


def _has_drifted(reading: _Reading) -> bool:
    """Whether something that the source has selectors for had to be found without them."""
    rules = reading.source.selectors if reading.source else None
    return rules is not None and any(
        getattr(rules, name) and not reading.selected.get(name) and name in reading.origins
        for name in ("title", "text", "published")
    )


def _charset(content_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return match.group(1) if match else None


def _select(tree: Element, source: Source, structured: Structured) -> dict[str, list[str]]:
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


def _paragraphs(reading: _Reading, title: str) -> list[str]:
    if reading.selected.get("text"):
        reading.origins["text"] = "selector"
        paragraphs = reading.selected["text"]
    else:
        description = next((s.description for s in reading.structured.statements if s.description), "")
        stated = next((s.body for s in reading.structured.statements if s.body), None)
        found = main_text(reading.tree, title, description or "", stated or "", reading.decoded.text)
        paragraphs, reading.origins["text"] = found.paragraphs, found.origin
        if found.several:
            reading.flags.append("several_articles")
    return paragraphs


def _unreadable(reading: _Reading, title: str) -> Unreadable:
    """Why the page has no text."""
    reason = not_an_article("", title, _shown(reading)) or "no_text"
    return Unreadable(reason, f"{reading.url}: {_WHY[reason]}")


_WHY = {
    "no_text": "no article text found; if the page has one, give its source selectors",
    "consent_wall": "the page asks for consent to cookies and shows no article",
    "soft_404": "the page says that it was not found",
}


def _shown(reading: _Reading) -> str:
    """All text that the page shows. Reads the markup again: reading changed the tree."""
    tree = parse(reading.decoded.text[:300_000])
    if tree is None:
        return ""
    lxml.etree.strip_elements(tree, "script", "style", "noscript", "head", with_tail=False)
    return tidy(content(tree)[:20_000])


def _refuse_traps(reading: _Reading, text: str, title: str) -> None:
    """Raise for pages that hold no article, flag those that hold part of one."""
    if "oversize" not in reading.flags and is_broken_off(reading.decoded.text, text):
        reading.flags.append("truncated")
    stated = any(statement.paywalled for statement in reading.structured.statements)
    if len(text) > 1500:
        return
    shown = _shown(reading)
    reason = not_an_article(text, title, shown)
    if reason:
        raise Unreadable(reason, f"{reading.url}: {_WHY[reason]}")
    if is_stub(text, shown, stated):
        reading.flags.append("paywall")


def _title(reading: _Reading) -> str:
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
    others = {_letters(text) for text in (*stated.values(), named)}
    heading = next((text for text in shown if _letters(text) in others), shown[0] if shown else "")
    candidates = {kind: stated.get(kind, "") for kind in ("json-ld", "meta", "microdata")}
    candidates |= {"h1": heading, "title": named}
    groups: dict[str, list[str]] = {}
    for kind, text in candidates.items():
        if text:
            groups.setdefault(_letters(text), []).append(kind)
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


def _site_names(reading: _Reading) -> set[str]:
    """Letters of the names by which the site may sign its titles."""
    host = (urlsplit(reading.url).hostname or "").removeprefix("www.")
    names = {reading.structured.site_name or "", host, *host.split(".")[:-1]}
    if reading.source:
        names.add(reading.source.name)
    return {letters for name in names if len(letters := _letters(name)) > 2}


def _without_site(title: str, names: set[str]) -> str:
    """ "Ministers meet - The Outlet" without the outlet."""
    while len(title) <= _LONGEST_TITLE and (match := _SUFFIX.match(title)):
        tail = _letters(match.group(2))
        if not any(tail and (tail in name or name in tail) for name in names):
            return title
        title = match.group(1).strip()
    return title


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _stated(reading: _Reading, name: str) -> list[str]:
    """A field's texts by selector or from the first statement that has it, and note the origin."""
    if reading.selected.get(name):
        reading.origins[name] = "selector"
        return reading.selected[name]
    for statement in reading.structured.statements:
        value = getattr(statement, name)
        if value:
            reading.origins[name] = statement.kind
            return [value] if isinstance(value, str) else list(value)
    return []


def _author(reading: _Reading) -> str | None:
    if reading.selected.get("author"):
        reading.origins["author"] = "selector"
        return ", ".join(dict.fromkeys(reading.selected["author"]))[:300]
    for statement in reading.structured.statements:
        if statement.authors:
            reading.origins["author"] = statement.kind
            return ", ".join(dict.fromkeys(statement.authors))[:300]
    return None


def _lead(reading: _Reading, paragraphs: list[str]) -> str | None:
    if reading.selected.get("lead"):
        reading.origins["lead"] = "selector"
        return reading.selected["lead"][0]
    reading.origins["lead"] = "first paragraph"
    return paragraphs[0] if paragraphs else None


def _captions(reading: _Reading) -> tuple[str, ...]:
    """Captions of pictures. They are no part of the text."""
    captions = reading.selected.get("captions")
    if captions:
        reading.origins["captions"] = "selector"
        return tuple(dict.fromkeys(captions))[:20]
    captions = [
        caption
        for element in reading.tree.iterfind(".//figcaption")
        if 10 < len(caption := line(element)) < 600
    ]
    if captions:
        reading.origins["captions"] = "figcaption"
    return tuple(dict.fromkeys(captions))[:20]


def _alternates(reading: _Reading, here: str) -> tuple[tuple[str, str], ...]:
    """(language, canonical URL) of the versions in other languages."""
    versions: dict[str, str] = {}
    for lang, href in reading.structured.alternates[:50]:
        url = _joined(reading.url, href)
        if url and lang != "x-default" and (address := canonical_url(url)) != here:
            versions.setdefault(lang.split("-")[0], address)
    if versions:
        reading.origins["alternates"] = "link"
    return tuple(versions.items())


def _published(reading: _Reading, link: Link | None, dateline: Dateline | None) -> Chosen:
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


def _in_zone(stamp: Stamp | None, zone: tzinfo | None) -> Stamp | None:
    """A moment in the source's zone, where there is one: its day is the outlet's."""
    if stamp is None or zone is None or stamp.precision == "day":
        return stamp
    try:
        return Stamp(stamp.when.astimezone(zone), stamp.precision, stamp.zoned)
    except OverflowError:  # the first or last day of the calendar: reconciling flags it
        return Stamp(stamp.when.replace(tzinfo=zone), stamp.precision, stamp.zoned)


def _shown_dates(reading: _Reading, month_first: bool) -> list[tuple[str, Stamp | None]]:
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


def _stamped(reading: _Reading, name: str) -> Stamp | None:
    for statement in reading.structured.statements:
        written = getattr(statement, name)
        stamp = written and read_stamp(written, reading.zone)
        if stamp and reconcile([("", stamp)], reading.page.fetched_at).stamp:
            reading.origins[name] = statement.kind
            return _in_zone(stamp, reading.zone)
    return None


def _canonical(reading: _Reading) -> str:
    """The page's own canonical link where it stays on the site and names a page below its root."""
    stated = reading.structured.canonical and _joined(reading.url, reading.structured.canonical)
    if stated:
        here, there = urlsplit(reading.url), urlsplit(stated)
        same_site = here.hostname and there.hostname and _site(here.hostname) == _site(there.hostname)
        if same_site and (there.path.strip("/") or not here.path.strip("/")):
            reading.origins["canonical_url"] = "link"
            return canonical_url(stated)
    reading.origins["canonical_url"] = "page"
    return canonical_url(reading.url)


def _joined(base: str, href: str) -> str | None:
    """`href` as an absolute web address, or None where it is none."""
    try:
        url = urljoin(base, href.strip())
        return url if urlsplit(url).hostname and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _without_head(paragraphs: list[str], title: str) -> list[str]:
    """Some pages open the body with the title or the line of the date and time."""
    while paragraphs and (_letters(paragraphs[0]) == _letters(title) or _only_date(paragraphs[0])):
        paragraphs = paragraphs[1:]
    return paragraphs


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

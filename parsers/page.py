"""One page to one article: selectors and structured data first, a general extractor where they fail."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from parsers.dateline import Dateline, read_dateline
from parsers.dates import find_days
from parsers.identity import canonical_url
from parsers.language import identify
from parsers.maintext import main_text
from parsers.prose import first_sentence, letters
from parsers.published import published, stamped
from parsers.reading import Reading, open_page, shown
from parsers.records import Article, Link, Page, Unreadable
from parsers.source import Source
from parsers.title import headline
from parsers.traps import attribution, is_broken_off, is_stub, not_an_article
from parsers.tree import line


def parse_page(page: Page, source: Source | None = None, link: Link | None = None) -> Article:
    """The article on `page`.

    `source` gives selectors, zone and languages; without it, or where its selectors of title, text or date match
    nothing (flag `selectors_failed`; `origins` says for which), the general way is taken. `link` adds the date its feed or sitemap gave. Raises
    Unreadable (empty, not_html, no_text, consent_wall, soft_404) naming the URL.
    """
    reading = open_page(page, source)
    title = headline(reading)
    captions = _captions(reading)
    paragraphs = _paragraphs(reading, title)
    paragraphs, dateline = _without_dateline(_without_head(paragraphs, title))
    text = "\n\n".join(paragraphs)
    if not text:
        raise _unreadable(reading, title)
    _refuse_traps(reading, text, title)
    if not title:
        title, reading.origins["title"] = first_sentence(text), "first sentence"
    chosen = published(reading, link, dateline)
    if chosen.basis:
        reading.origins["published"] = chosen.basis
    if dateline:
        reading.origins["dateline"] = "text"
    day = chosen.stamp.day if chosen.stamp else None
    if _has_drifted(reading):
        reading.flags.append("selectors_failed")
    modified = stamped(reading, "modified")
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


def _has_drifted(reading: Reading) -> bool:
    """Whether something that the source has selectors for had to be found without them."""
    rules = reading.source.selectors if reading.source else None
    return rules is not None and any(
        getattr(rules, name) and not reading.selected.get(name) and name in reading.origins
        for name in ("title", "text", "published")
    )


def _paragraphs(reading: Reading, title: str) -> list[str]:
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


def _refuse_traps(reading: Reading, text: str, title: str) -> None:
    """Raise for pages that hold no article, flag those that hold part of one."""
    if "oversize" not in reading.flags and is_broken_off(reading.decoded.text, text):
        reading.flags.append("truncated")
    stated = any(statement.paywalled for statement in reading.structured.statements)
    if len(text) > 1500:
        return
    seen = shown(reading)
    reason = not_an_article(text, title, seen)
    if reason:
        raise Unreadable(reason, f"{reading.url}: {_WHY[reason]}")
    if is_stub(text, seen, stated):
        reading.flags.append("paywall")


def _unreadable(reading: Reading, title: str) -> Unreadable:
    """Why the page has no text."""
    reason = not_an_article("", title, shown(reading)) or "no_text"
    return Unreadable(reason, f"{reading.url}: {_WHY[reason]}")


_WHY = {
    "no_text": "no article text found; if the page has one, give its source selectors",
    "consent_wall": "the page asks for consent to cookies and shows no article",
    "soft_404": "the page says that it was not found",
}


def _stated(reading: Reading, name: str) -> list[str]:
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


def _author(reading: Reading) -> str | None:
    if reading.selected.get("author"):
        reading.origins["author"] = "selector"
        return ", ".join(dict.fromkeys(reading.selected["author"]))[:300]
    for statement in reading.structured.statements:
        if statement.authors:
            reading.origins["author"] = statement.kind
            return ", ".join(dict.fromkeys(statement.authors))[:300]
    return None


def _lead(reading: Reading, paragraphs: list[str]) -> str | None:
    if reading.selected.get("lead"):
        reading.origins["lead"] = "selector"
        return reading.selected["lead"][0]
    reading.origins["lead"] = "first paragraph"
    return paragraphs[0] if paragraphs else None


def _captions(reading: Reading) -> tuple[str, ...]:
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


def _alternates(reading: Reading, here: str) -> tuple[tuple[str, str], ...]:
    """(language, canonical URL) of the versions in other languages."""
    versions: dict[str, str] = {}
    for lang, href in reading.structured.alternates[:50]:
        url = _joined(reading.url, href)
        if url and lang != "x-default" and (address := canonical_url(url)) != here:
            versions.setdefault(lang.split("-")[0], address)
    if versions:
        reading.origins["alternates"] = "link"
    return tuple(versions.items())


def _canonical(reading: Reading) -> str:
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
    while paragraphs and (letters(paragraphs[0]) == letters(title) or _only_date(paragraphs[0])):
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

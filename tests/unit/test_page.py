"""Pages: what becomes of a whole page, with a source's selectors and without."""

from datetime import UTC, date, datetime

import pytest

from parsers.page import parse_page
from parsers.records import Page, Unreadable
from parsers.source import Selectors, Source

FETCHED = datetime(2018, 3, 10, 12, tzinfo=UTC)
BODY = [
    "Baku, March 9, AZERTAC",
    "The ministers of defence met in the capital on Friday and signed the yearly plan of cooperation.",
    "The guest laid a wreath at the memorial, then visited a training centre for cadets of both countries.",
    "Both sides agreed to meet again in the autumn, when a joint exercise of their engineers takes place.",
]
HEAD = '<title>Ministers meet - The Outlet</title><meta property="og:title" content="Ministers meet">'


def page(
    body: str | bytes, url: str = "https://outlet.test/news/visit-1.html?utm_source=rss", **more: object
) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url=url, source="outlet", body=raw, fetched_at=FETCHED, **more)  # type: ignore[arg-type]


def markup(paragraphs: list[str], head: str = HEAD, extra: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>"
        '<nav><a href="/">Home</a> <a href="/w">World</a></nav><main><h1>Ministers meet</h1>'
        f'<span class="when">08.03.2018 [23:30]</span><div class="txt">{text}</div></main>'
        f"{extra}<footer>© The Outlet</footer></body></html>"
    )


def source(**selectors: object) -> Source:
    return Source(
        id="outlet",
        name="The Outlet",
        homepage="https://outlet.test/",
        kind="press",
        languages=("en",),
        timezone="Asia/Baku",
        state_controlled=False,
        discovery=(),
        selectors=Selectors(**selectors),  # type: ignore[arg-type]
    )


def test_a_page_read_by_its_sources_selectors() -> None:
    article = parse_page(
        page(markup(BODY)),
        source(title=["h1"], text=[".txt"], published=[".when"], date_format="%d.%m.%Y [%H:%M]"),
    )
    assert article.title == "Ministers meet"
    assert article.text == "\n\n".join(BODY[1:])
    assert article.canonical_url == "https://outlet.test/news/visit-1.html"
    assert (article.dateline_place, article.dateline_date, article.dateline_agency) == (
        "Baku",
        date(2018, 3, 9),
        "AZERTAC",
    )
    assert article.published is not None
    assert article.published.isoformat() == "2018-03-08T23:30:00+04:00"
    assert article.published_precision == "minute"
    assert (article.origins["text"], article.origins["published"]) == ("selector", "selector")
    assert (article.lang, article.flags) == ("en", ())


def test_a_page_of_no_known_source_is_read_the_general_way() -> None:
    article = parse_page(page(markup(BODY)))
    assert article.title == "Ministers meet"
    assert article.text == "\n\n".join(BODY[1:])
    assert article.origins["text"] == "general"


def test_selectors_that_no_longer_match_are_flagged_and_the_article_is_read_all_the_same() -> None:
    article = parse_page(page(markup(BODY)), source(text=[".old-name"]))
    assert article.text == "\n\n".join(BODY[1:])
    assert "selectors_failed" in article.flags


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("<html><body></body></html>", "no_text"),
        (b"%PDF-1.4 \x00\x01", "not_html"),
    ],
)
def test_what_holds_no_article_is_unreadable_by_name(body: str | bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=r"outlet\.test") as refused:
        parse_page(page(body))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (["@json-ld"], "Ministers of two countries meet"),
        (["@meta"], "Ministers meet"),
        (["h4", "@json-ld"], "Ministers of two countries meet"),
        (['meta[name="title"]'], "Ministers meet, a plan is signed"),
    ],
)
def test_a_source_may_say_which_statement_its_titles_are(looks: list[str], expected: str) -> None:
    stated = '{"@type": "NewsArticle", "headline": "Ministers of two countries meet"}'
    head = f'{HEAD}<script type="application/ld+json">{stated}</script>'
    head += '<meta name="title" content="Ministers meet, a plan is signed">'
    article = parse_page(page(markup(BODY, head)), source(title=looks))
    assert (article.title, article.flags) == (expected, ())


def test_a_statement_that_is_gone_is_drift_as_well() -> None:
    article = parse_page(page(markup(BODY)), source(title=["@json-ld"]))
    assert article.title == "Ministers meet"
    assert article.flags == ("selectors_failed",)


def test_selected_text_holds_no_lines_that_only_lead_elsewhere() -> None:
    lines = [*BODY[1:], '<a href="/2">Ministers met last year too</a>', "Read more: all meetings"]
    assert parse_page(page(markup(lines)), source(text=[".txt"])).text == "\n\n".join(BODY[1:])


def test_several_selected_elements_are_read_in_their_order() -> None:
    article = parse_page(page(markup(BODY)), source(text=[".txt > p + p + p, h1 + span"]))
    assert article.text.split("\n\n") == BODY[2:]


def test_every_field_a_page_gives_is_there_with_where_it_came_from() -> None:
    stated = (
        '{"@type": "NewsArticle", "headline": "Ministers meet", "datePublished": "2018-03-09T10:00:00+04:00",'
        ' "dateModified": "2018-03-09T11:30:00+04:00", "author": {"name": "A. Writer"},'
        ' "articleSection": "Politics", "keywords": ["army", "visit"]}'
    )
    head = (
        f'{HEAD}<script type="application/ld+json">{stated}</script>'
        '<link rel=canonical href="https://www.outlet.test/news/visit-1.html?fbclid=1">'
        '<link rel=alternate hreflang=fr href="https://outlet.test/fr/visite-1.html">'
    )
    lines = [*BODY, "All this became known according to the press service of the Ministry of Defence."]
    figure = "<figure><img src=a.jpg><figcaption>The two ministers at the memorial</figcaption></figure>"
    article = parse_page(page(markup(lines, head, extra=figure)))
    found = {
        "title": (article.title, "meta"),
        "lead": (article.lead, "first paragraph"),
        "author": (article.author, "json-ld"),
        "section": (article.section, "json-ld"),
        "tags": (article.tags, "json-ld"),
        "captions": (article.captions, "figcaption"),
        "attribution": (article.attribution, "text"),
        "alternates": (article.alternates, "link"),
        "canonical_url": (article.canonical_url, "link"),
        "lang": (article.lang, "text"),
        "published": (article.published and article.published.isoformat(), "json-ld"),
        "modified": (article.modified and article.modified.isoformat(), "json-ld"),
        "dateline": (article.dateline_place, "text"),
    }
    assert {name: value for name, (value, _) in found.items()} == {
        "title": "Ministers meet",
        "lead": BODY[1],
        "author": "A. Writer",
        "section": "Politics",
        "tags": ("army", "visit"),
        "captions": ("The two ministers at the memorial",),
        "attribution": "the press service of the Ministry of Defence",
        "alternates": (("fr", "https://outlet.test/fr/visite-1.html"),),
        "canonical_url": "https://www.outlet.test/news/visit-1.html",
        "lang": "en",
        "published": "2018-03-09T10:00:00+04:00",
        "modified": "2018-03-09T11:30:00+04:00",
        "dateline": "Baku",
    }
    assert article.origins == {name: origin for name, (_, origin) in found.items()} | {
        "url": "page",
        "text": "general",
    }
    assert "The two ministers at the memorial" not in article.text

"""Main text of pages without selectors: what is the article's and what stands beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from parsers.page import parse_page
from parsers.records import Article, Page

FIRST = "The two ministers met in the old capital on Friday, and the talks went on until late in the evening."
SECOND = (
    "They agreed that their engineers will build the bridge together before the first snow of the year falls."
)
THIRD = "A group of officers from both countries visits the site in May and reports to the ministers in June."
ASIDE = (
    "Our mountains have seen fewer visitors this year, although the roads were open for longer than before."
)
STANDFIRST = (
    "A bridge that nobody wanted for twenty years is to be built by the engineers of two armies at once."
)


def read(inner: str, head: str = "", around: str = "{}") -> Article:
    markup = (
        f"<html><head><title>The bridge</title>{head}</head><body><main><article><h1>The bridge</h1>"
        f"<div class=article-body>{inner}</div></article></main>{around.format('')}</body></html>"
    )
    return parse_page(Page("https://outlet.test/1", "", markup.encode(), datetime(2024, 1, 1, tzinfo=UTC)))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def stating(body: str) -> str:
    data = {"@type": "NewsArticle", "headline": "The bridge", "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(f'<div class="img"><p class="wp-caption-text">{ASIDE}</p></div>', id="caption"),
        pytest.param(f'<div class="author-box"><p>{ASIDE}</p></div>', id="author box"),
        pytest.param(f'<div class="also-read-news"><p>{ASIDE}</p></div>', id="read also"),
        pytest.param(f'<div class="carousel"><p>{ASIDE}</p></div>', id="one caption of a carousel"),
        pytest.param("<p>Follow The Outlet's world desk on Telegram and Facebook.</p>", id="follow"),
        pytest.param("<p>(Reporting by A. B. and C. D.; Editing by E. F.)</p>", id="agency credits"),
        pytest.param("<p>4 Min. Lesezeit</p>", id="reading time"),
        pytest.param("<p>This page contains affiliate links.</p>", id="affiliate"),
        pytest.param('<p><a href="/2">Another bridge falls</a></p>', id="a link alone"),
    ],
)
def test_what_stands_beside_an_article_is_left_out(beside: str) -> None:
    assert read(paragraphs(FIRST, SECOND) + beside + paragraphs(THIRD)).text == "\n\n".join(
        (FIRST, SECOND, THIRD)
    )


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param(
            f'<div class="social-embed"><blockquote><p>{ASIDE}</p></blockquote></div>', [ASIDE], id="a quoted post"
        ),
        pytest.param(
            f'<section class="gallery-intro">{paragraphs(ASIDE, STANDFIRST, SECOND)}</section>',
            [ASIDE, STANDFIRST, SECOND],
            id="a gallery that tells a story",
        ),
        pytest.param('<h2><a name="part2">The second part</a></h2>', ["The second part"], id="an anchored heading"),
    ],
)  # fmt: skip
def test_what_an_article_tells_in_other_ways_is_kept(part: str, expected: list[str]) -> None:
    assert read(paragraphs(FIRST) + part + paragraphs(THIRD)).text.split("\n\n") == [FIRST, *expected, THIRD]


def test_lines_of_one_block_are_links_or_not_each_for_itself() -> None:
    article = read(
        f"{paragraphs(FIRST)}<div>Three were chosen from nine<br><br>"
        f"<a href='/2'>All nine designs in pictures</a><br><br>{SECOND}</div>"
    )
    assert article.text.split("\n\n") == [FIRST, "Three were chosen from nine", SECOND]


def test_read_also_is_no_end_where_the_story_goes_on() -> None:
    story = [FIRST, SECOND, THIRD, ASIDE] * 2
    last = f"{STANDFIRST} {ASIDE.replace('mountains', 'valleys')} {THIRD.replace('May', 'August')}"
    kept = read(
        paragraphs(*dict.fromkeys(story)) + '<h3>Read also</h3><p><a href="/2">Old</a></p>' + paragraphs(last)
    )
    assert kept.text.endswith(last)
    assert "Read also" not in kept.text


def test_names_and_dates_after_the_last_sentence_are_no_text() -> None:
    assert read(paragraphs(FIRST, SECOND, "M. Writer", "13 May")).text == f"{FIRST}\n\n{SECOND}"


def test_modules_of_one_article_are_no_articles() -> None:
    modules = "".join(
        f'<div class="mod"><h2>Part {number}</h2>{paragraphs(*texts)}</div>'
        for number, texts in enumerate(((SECOND, THIRD), (ASIDE, STANDFIRST)), start=2)
    )
    first = f'<div class="mod"><h1>The bridge is built</h1>{paragraphs(FIRST, FIRST.title())}</div>'
    markup = f"<html><head><title>The bridge is built</title></head><body>{first}{modules}</body></html>"
    page = Page("https://outlet.test/1", "", markup.encode(), datetime(2024, 1, 1, tzinfo=UTC))
    article = parse_page(page)
    assert STANDFIRST in article.text
    assert "several_articles" not in article.flags


def test_the_stated_text_decides_on_paragraphs_it_lacks() -> None:
    body = " ".join((FIRST, SECOND, THIRD, STANDFIRST))
    teaser = "Our mountains have seen fewer visitors this year."
    article = read(
        paragraphs(FIRST, teaser, SECOND) + "<h2>Who builds it?</h2>" + paragraphs(THIRD, STANDFIRST),
        stating(body),
    )
    assert article.text.split("\n\n") == [FIRST, SECOND, "Who builds it?", THIRD, STANDFIRST]


def test_a_stated_text_that_lacks_much_decides_on_nothing() -> None:
    assert ASIDE in read(paragraphs(FIRST, ASIDE, SECOND, THIRD), stating(FIRST)).text


def test_the_stated_text_is_read_where_the_page_shows_next_to_none() -> None:
    article = read(paragraphs(FIRST), stating("\n\n".join((FIRST, SECOND, THIRD))))
    assert article.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert article.origins["text"] == "json-ld"


def test_a_teaser_far_below_is_no_standfirst() -> None:
    article = read(
        paragraphs(FIRST, SECOND, THIRD), around=f'<section><p class="item__dek">{ASIDE}</p></section>{{}}'
    )
    assert article.text.split("\n\n") == [FIRST, SECOND, THIRD]

"""What the UI is given to show: text from outside stays text."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.artifacts import literal, table, turn_page
from flows.stages import Counts

MARKDOWN = MarkdownIt("gfm-like", {"html": True, "linkify": False})
HOSTILE = st.text(st.sampled_from("[]()!<>|`*_#~\\&;:/-+.=\"' \nab1"), min_size=1, max_size=40)


def kinds(markdown: str) -> set[str]:
    return {child.type for token in MARKDOWN.parse(markdown) for child in (token, *(token.children or ()))}


@given(HOSTILE)
def test_no_text_becomes_a_link_an_image_or_markup(text: str):
    shown = kinds(f"said {literal(text)}")
    assert shown <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "entity"}


@given(HOSTILE)
def test_no_text_leaves_its_cell(text: str):
    html = MARKDOWN.render(table(["one", "two"], [(text, "end")]))
    assert html.count("<td>") == 2
    assert html.count("<tr>") == 2


def test_a_turn_shows_what_came_and_why_the_rest_did_not():
    page = turn_page(
        "azertac",
        f"{datetime(2018, 3, 9, tzinfo=UTC):%Y%m%d}-azertac",
        Counts(found=3, rejected=1),
        [("parse", "paywall", 1, "https://example.org/<script>")],
        [("HIGH_LEVEL_MEETING", 2)],
    )
    html = MARKDOWN.render(page)
    assert "<td>found</td>\n<td>3</td>" in html
    assert "<td>HIGH_LEVEL_MEETING</td>\n<td>2</td>" in html
    assert "<td>paywall</td>" in html
    assert "<script>" not in html

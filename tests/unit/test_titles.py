"""Headlines: of the several a page states, the one its parts agree on, in its fullest spelling."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from parsers.page import parse_page
from parsers.records import Page

TEXT = (
    "The ministers met in the capital on Friday and signed the plan of cooperation for the coming year. " * 5
)


def title(h1: str, title: str = "", shared: str = "", linked: str = "") -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": linked}
    head = f"<title>{title}</title>" + (f'<meta property="og:title" content="{shared}">' if shared else "")
    head += '<meta property="og:site_name" content="The Outlet">'
    head += f'<script type="application/ld+json">{json.dumps(data)}</script>' if linked else ""
    markup = f"<html><head>{head}</head><body><article>{h1}<p>{TEXT}</p></article></body></html>"
    page = Page("https://outlet.test/1", "outlet", markup.encode(), datetime(2024, 1, 1, tzinfo=UTC))
    return parse_page(page).title


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param(
            {"h1": "<h1>Plan signed</h1>", "shared": "Plan signed", "linked": "Plan for search"},
            "Plan signed",
            id="the majority",
        ),
        pytest.param(
            {
                "h1": "<h1>Ministers sign the plan</h1>",
                "shared": "Ministers sign the plan",
                "title": "Plan signed - The Outlet",
                "linked": "Plan signed",
            },
            "Ministers sign the plan",
            id="divided evenly, what readers see",
        ),
        pytest.param(
            {"h1": "<h1><i>Visit</i> Plan signed</h1>", "shared": "Visit / Plan signed", "linked": "Plan"},
            "Visit / Plan signed",
            id="the fullest spelling",
        ),
        pytest.param(
            {"h1": "<h1>The Outlet</h1><h1>Ministers sign the plan</h1>", "title": "Ministers sign the plan | The Outlet"},
            "Ministers sign the plan",
            id="not the logo's heading",
        ),
        pytest.param({"h1": "", "title": "Fuel &amp;  food &#8211; The Outlet"}, "Fuel & food", id="entities and site"),
    ],
)  # fmt: skip
def test_the_headline_of_a_page(stated: dict[str, str], expected: str) -> None:
    assert title(**stated) == expected

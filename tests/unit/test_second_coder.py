"""A second coder: found by its entry point, held to the article's words and to its time, whatever it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.errors import DragomanError
from flows.second import ask
from parsers.coder import second
from parsers.records import Article
from tests import coders

SECONDS = 30.0


@pytest.fixture
def installed(tmp_path, monkeypatch):
    folder = coders.install(tmp_path / "installed")
    monkeypatch.syspath_prepend(str(folder))
    return folder


def article(number=1, text=coders.TEXT):
    published = datetime(2031, 5, 5, 9, tzinfo=UTC)
    return Article("wire", f"https://wire.example/{number}", "Talks", text, lang="en", published=published)


def answers(name, *articles, seconds=SECONDS):
    return ask(name, [(one, None) for one in articles or (article(),)], seconds)


def test_none_is_needed_and_a_missing_one_is_named(installed):
    assert "meeting" in second.offered()
    with pytest.raises(DragomanError, match=r"no coder 'oracle' is installed; there are: .*meeting"):
        answers("oracle")


def test_one_that_cannot_be_loaded_says_why(installed):
    with pytest.raises(DragomanError, match="broken: AttributeError"):
        answers("broken")


def test_a_quote_is_found_where_the_article_has_it(installed, capfd):
    told = answers("meeting")
    [mention] = told.mentions[article().article_id]
    evidence = mention.evidence
    assert (
        coders.TEXT[evidence.start : evidence.end]
        == evidence.text
        == "met the Minister of Defence of Estonia"
    )
    assert told.refused == {}
    assert capfd.readouterr().out == "", "what it prints is kept out of our output"


def test_a_quote_that_is_not_in_the_text_is_refused_with_its_reason(installed):
    told = answers("invents")
    assert told.mentions == {article().article_id: []}
    [reject] = told.rejects
    assert (reject.stage, reject.reason, reject.url) == ("propose", "quote_not_in_text", article().url)
    assert "secret treaty" in reject.detail


def test_one_bad_proposal_does_not_lose_the_others(installed):
    told = answers("mixed")
    assert [one.evidence.text for one in told.mentions[article().article_id]] == [
        "met the Minister of Defence of Estonia"
    ]
    assert told.refused == {
        "no_mention": 2, "parties": 2, "no_form": 1, "quote_too_short": 1, "confidence": 1, "no_area": 1,
        "quote_not_in_text": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("raises", "raised"), ("leaves", "raised"), ("nothing", "raised"), ("garbage", "raised"), ("dies", "died"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_counted_as_failed(installed, name, reason):
    told = answers(name, article(1), article(2))
    assert (told.asked, told.failed, told.mentions) == (2, 2, {})
    assert told.refused == {reason: 2}


def test_an_answer_without_end_is_cut(installed):
    told = answers("endless")
    assert len(told.mentions[article().article_id]) == 100


def test_one_that_hangs_is_ended_in_time_and_the_articles_after_it_are_read(installed):
    told = answers("hangs_on_one", article(1), article(2), article(3), seconds=5)
    assert set(told.mentions) == {article(1).article_id, article(3).article_id}
    assert told.refused == {"timeout": 1}


def test_one_that_always_hangs_is_given_up(installed):
    told = answers("hangs", *map(article, range(10)), seconds=1)
    assert (told.asked, told.failed) == (3, 3)
    assert told.refused == {"timeout": 3}

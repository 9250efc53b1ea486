"""Looking for letters first must never hide a match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.coder.lexicon import languages, lexicon
from parsers.coder.literals import Guarded, Screen


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (r"\bmet\b", "They MET in Baku"),
        (r"\b(?:signed|inked) (?:a|the)\b", "inked the pact"),
        (r"imzalan", "İmzalandı"),
        (r"toplantı", "TOPLANTI"),
        (r"(?:met)?", ""),
        (r"[a-z]+ed\b", "x signed"),
        (r"(?<!un)signed(?= pact)", "a signed pact"),
    ],
)
def test_what_matches_passes_the_screen(line, text):
    guarded = Guarded([line])
    assert guarded.regex.search(text)
    assert guarded.search(text)
    assert Screen({"it": guarded}).possible(text) == {"it": [0]}


def test_each_line_needs_all_that_its_pattern_does():
    guarded = Guarded([r"\bsigned\b.{0,90}\b(?:plan|pact)\b", r"\binked\b"])
    assert Screen({"it": guarded}).possible("They signed the guest book") == {}
    assert Screen({"it": guarded}).possible("It was inked and the plan signed") == {"it": [0, 1]}


def test_what_lacks_every_literal_is_not_tried():
    assert Screen({"it": Guarded([r"\bsigned\b", r"\binked\b"])}).possible("They met in Baku") == {}


@pytest.mark.parametrize("lang", sorted(languages()))
@given(data=st.data())
def test_no_trigger_of_any_language_is_hidden(lang, data):
    known = lexicon(lang)
    name = data.draw(st.sampled_from(sorted({*known.triggers, *known.areas})))
    guarded = known.triggers.get(name) or known.areas[name]
    text = data.draw(st.from_regex(guarded.regex))
    worth = known.screen.possible(text)[name]
    tried = [match.span() for match in guarded.finditer(text, worth)]
    assert tried == [match.span() for match in guarded.regex.finditer(text)]

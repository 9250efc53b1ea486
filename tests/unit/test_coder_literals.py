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
    assert Screen({"it": guarded}).possible(text) == {"it"}


def test_what_lacks_every_literal_is_not_tried():
    assert Screen({"it": Guarded([r"\bsigned\b", r"\binked\b"])}).possible("They met in Baku") == set()


@pytest.mark.parametrize("lang", sorted(languages()))
@given(data=st.data())
def test_no_trigger_of_any_language_is_hidden(lang, data):
    known = lexicon(lang)
    name = data.draw(st.sampled_from(sorted({*known.triggers, *known.areas})))
    guarded = known.triggers.get(name) or known.areas[name]
    text = data.draw(st.from_regex(guarded.regex))
    assert name in known.screen.possible(text)

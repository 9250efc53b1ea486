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
        (r"\b(?:in|to)(?: the)? $", "They went to the "),
        (r"\bthe $", "They went to the \n"),
    ],
)
def test_what_matches_passes_the_screen(line, text):
    guarded = Guarded([line])
    assert guarded.regex.search(text)
    assert guarded.search(text)


def test_each_line_needs_all_that_its_pattern_does():
    guarded = Guarded([r"\bsigned\b.{0,90}\b(?:plan|pact)\b", r"\binked\b"])
    screen = Screen([guarded])
    assert screen.possible("They signed the guest book").lines == {}
    assert _lines(screen, "It was inked and the plan signed") == {guarded: guarded.lines}


def test_what_lacks_every_literal_is_not_tried():
    assert Screen([Guarded([r"\bsigned\b", r"\binked\b"])]).possible("They met in Baku").lines == {}


def test_an_empty_pattern_matches_nothing():
    nothing = Guarded([])
    assert not (nothing.search("a") or nothing.match("a") or nothing.fullmatch("") or nothing.findall("a"))


@pytest.mark.parametrize("lang", sorted(languages()))
@given(data=st.data())
def test_no_pattern_of_any_language_is_hidden(lang, data):
    known = lexicon(lang)
    patterns = {**known.triggers, **known.areas, **known.realis, **known.patterns}
    guarded = patterns[data.draw(st.sampled_from(sorted(patterns)))]
    text = data.draw(st.sampled_from(["", "x ", "İ"])) + data.draw(st.from_regex(guarded.regex))
    start = data.draw(st.integers(0, len(text)))
    for bounds in ((), (start,), (0, start), (start, len(text) - 1)):
        found = [match.span() for match in guarded.regex.finditer(text, *bounds)]
        assert _span(guarded.search(text, *bounds)) == _span(guarded.regex.search(text, *bounds))
        if all(first < last for first, last in found):
            assert [match.span() for match in guarded.finditer(text, *bounds)] == found
    part = text[start:]
    assert _span(guarded.search(part, of=[text])) == _span(guarded.regex.search(part))


def _lines(screen, text):
    found = screen.possible(text).lines
    return {one: sorted(lines, key=lambda line: line.number) for one, lines in found.items()}


def _span(match):
    return match and match.span()

"""Other coders beside the rules: how they are found, and what of their answers can be used.

A second coder is anything with the interface of `parsers.coder.code`: it takes an article and its source and gives
a Coding. A package offers it as an entry point of the group `dragoman.coders`. What it says is never loaded; it
becomes proposals, and only where it quotes the article word for word.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import entry_points

from pydantic import TypeAdapter, ValidationError

from parsers.coder.lexicon import languages, lexicon
from parsers.coder.ontology import ONTOLOGY, ORGS
from parsers.coder.sentences import clauses, split
from parsers.records import Article, Coding, Evidence, Mention
from parsers.source import Source

GROUP = "dragoman.coders"
SecondCoder = Callable[[Article, Source | None], Coding]
MENTION = TypeAdapter(Mention)
# Shorter than this no quote says that anything happened.
SHORTEST_QUOTE = 12


class Refused(ValueError):
    """A proposal that cannot be used. `reason` is a short code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def offered() -> list[str]:
    """Names of the second coders that are installed."""
    return sorted({one.name for one in entry_points(group=GROUP)})


def load(name: str) -> SecondCoder:
    """The second coder of that name. LookupError where none is installed; whatever importing it raises."""
    for one in entry_points(group=GROUP, name=name):
        return one.load()
    raise LookupError(f"no coder {name!r} is installed; there are: {', '.join(offered()) or 'none'}")


def checked(article: Article, proposal: bytes | str) -> Mention:
    """The proposal, a Mention as JSON, with its evidence found in the article. Raises Refused."""
    try:
        mention = MENTION.validate_json(proposal)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused("no_mention", f"{where}: {first['msg']}") from None
    _check_words(mention)
    return replace(mention, evidence=_literal(article, mention.evidence))


def _check_words(mention: Mention) -> None:
    if mention.type not in ONTOLOGY["forms"]:
        raise Refused("no_form", f"{mention.type[:60]!r} is no form of the codebook")
    if mention.realis not in ONTOLOGY["realis"]:
        raise Refused("no_realis", f"{mention.realis[:60]!r} is no realis of the codebook")
    if strange := sorted(set(mention.areas) - set(ONTOLOGY["areas"])):
        raise Refused("no_area", f"{strange[0][:60]!r} is no area of the codebook")
    named = [one.country or one.org or "" for one in mention.participants]
    if len(set(named) - {""}) < 2:
        raise Refused("parties", "an event needs two parties")
    for one in mention.participants:
        if one.country and not (len(one.country) == 3 and one.country.isascii() and one.country.isupper()):
            raise Refused("parties", f"{one.country[:60]!r} is no country code")
        if one.org and one.org not in ORGS:
            raise Refused("parties", f"{one.org[:60]!r} is no organisation of the codebook")
    if not (math.isfinite(mention.confidence) and 0 <= mention.confidence <= 1):
        raise Refused("confidence", f"a confidence of {mention.confidence} is not between 0 and 1")


def _literal(article: Article, evidence: Evidence) -> Evidence:
    """The evidence where the article has it: at the place it names, else wherever its words stand first."""
    quote, text = evidence.text.strip(), article.text
    if len(quote) < SHORTEST_QUOTE:
        raise Refused("quote_too_short", f"{quote!r} says nothing by itself")
    there = evidence.start >= 0 and text.startswith(quote, evidence.start)
    start = evidence.start if there else text.find(quote)
    if start < 0:
        raise Refused("quote_not_in_text", f"the article does not say {quote[:200]!r}")
    if article.lang in languages():
        known = lexicon(article.lang)
        sentences = split(text, known.words("abbreviations"), article.title)
        sentences = clauses(sentences, known.pattern("clause_break"))
    else:
        sentences = split(text, frozenset(), article.title)
    number = sum(one.end <= start for one in sentences)
    return Evidence(number, start, start + len(quote), quote, evidence.lead is True)

"""From an article to the defence-diplomacy events it tells: transparent rules over data files."""

from __future__ import annotations

from datetime import date

from parsers.coder import events
from parsers.coder.areas import with_areas
from parsers.coder.completing import add_members, complete, has_parties, may_infer
from parsers.coder.context import Context, read_context
from parsers.coder.coreference import is_port_call_again, next_of_kind, refer_back
from parsers.coder.found import Found
from parsers.coder.lexicon import languages, lexicon, rules_version
from parsers.coder.mentions import as_mention, evidence_in
from parsers.coder.merging import GATHERINGS, merge, with_days, without_headline
from parsers.coder.nesting import nest
from parsers.coder.ontology import ONTOLOGY_VERSION, REAL
from parsers.coder.participants import with_people
from parsers.coder.relevance import is_defence
from parsers.records import NO_TENURES, Article, Coding, Mention, PersonSeen, Tenures
from parsers.source import Source

CODER = "rules"
# With a digest of rules and word lists: what is coded with others is another coding.
CODER_VERSION = f"0.2.0+{rules_version()}"

# What happened this long ago is no diplomacy of ours but a chapter of a book.
_HISTORY_DAYS = 30 * 365


def version(tenures: Tenures = NO_TENURES) -> str:
    """The coder's version with these tenures, as its codings carry it."""
    return f"{CODER_VERSION}.{tenures.version}" if tenures.version else CODER_VERSION


def code(article: Article, source: Source | None = None, tenures: Tenures = NO_TENURES) -> Coding:
    """All that the article says of defence diplomacy, with evidence. Deterministic; never raises for a text."""
    stamp = {"coder": CODER, "coder_version": version(tenures), "ontology_version": ONTOLOGY_VERSION}
    if article.lang not in languages():
        return Coding(relevant=False, score=0.0, lang_read=False, **stamp)
    known = lexicon(article.lang, tenures)
    cues = len(known.defence.findall(f"{article.title}\n{article.text}"))
    if not cues:
        return Coding(relevant=False, score=0.0, **stamp)
    context = read_context(article, source, known)
    mentions = _mentions(context)
    score = _score(cues, len(article.text), mentions)
    return Coding(relevant=bool(mentions), score=score, mentions=mentions, persons=_persons(context), **stamp)


def _mentions(context: Context) -> tuple[Mention, ...]:
    """The events of the article, sentence by sentence: later ones lean on those told before."""
    told: list[Found] = []
    for scene in context.scenes:
        found = events.find(scene, context.lexicon)
        again = next_of_kind(scene, told, context.lexicon)
        for one in [*found, *(one for one in again if all(one.form != other.form for other in found))]:
            if one.form in GATHERINGS:
                add_members(one, context)
            explicit = len(one.parties) >= 2
            complete(one, told, context)
            if one.form not in GATHERINGS:
                add_members(one, context)
            refer_back(one, told, context.lexicon)
            if (
                not has_parties(one, context.lexicon)
                or not is_defence(one, told, context)
                or is_port_call_again(one, told, context.lexicon)
            ):
                continue
            if explicit or may_infer(one):
                told += events.apart(one, context.lexicon)
    mentions = without_headline([as_mention(one, context) for one in told], context.article)
    dated = with_days([one for one in mentions if not _is_history(one, context.day)], context.lexicon)
    merged = merge(dated, context.lexicon)
    main = next((one for one in merged if one.realis in REAL), None)
    return nest(with_areas([with_people(one, one is main, context) for one in merged], context))


def _persons(context: Context) -> tuple[PersonSeen, ...]:
    return tuple(
        PersonSeen(
            name=person.name,
            country=person.country,
            office=person.office.known.value if person.office else None,
            rank=person.rank.known.value if person.rank else None,
            known=person.known,
            evidence=evidence_in(person.scene, context),
            org=person.org,
            country_basis=person.basis,
        )
        for person in context.people
        if person.scene
    )


def _is_history(mention: Mention, day: date | None) -> bool:
    begun = mention.date_start
    return begun is not None and day is not None and (day - begun).days > _HISTORY_DAYS


def _score(cues: int, length: int, mentions: tuple[Mention, ...]) -> float:
    density = min(1.0, cues / (1 + length / 400))
    best = max((mention.confidence for mention in mentions), default=0.0)
    return round(0.35 * density + 0.65 * best, 3)

"""From an event with its parties to a Mention: its form, place, evidence, confidence and reason."""

from __future__ import annotations

from parsers.coder import details
from parsers.coder.context import LEAD_PARAGRAPHS, Context
from parsers.coder.dating import date_of, realis_by_date
from parsers.coder.found import Found
from parsers.coder.lexicon import Lexicon
from parsers.coder.ontology import ONTOLOGY, REAL
from parsers.coder.participants import participants_of
from parsers.coder.scene import Scene, as_country
from parsers.records import Evidence, Mention

# Forms that the coder gets wrong more often than others.
_HARD = frozenset(
    {"JOINT_EXERCISE", "VERIFICATION", "CSBM_TRANSPARENCY", "HADR_DEMINING", "COOPERATION_REDUCED"}
)
# What those who agree on it will do themselves.
_BY_PRINCIPALS = frozenset({"HIGH_LEVEL_MEETING", "OFFICIAL_VISIT"})


def as_mention(one: Found, context: Context) -> Mention:
    """The event as a Mention without its areas, number and parent; the event itself learns its realis and host."""
    form = _form(one, context.lexicon)
    when, day_basis = date_of(one, context)
    if when and (status := realis_by_date(one, when, context)):
        one.realis, one.cue = status, when.start.isoformat()
    place, country, place_basis = _where(one, context)
    if form == "OFFICIAL_VISIT" and one.host is None and country in one.parties:
        one.host, one.host_basis = country, "place"
    _leave_out_planners(one, context.lexicon)
    participants = participants_of(one, form, context)
    if form == "OFFICIAL_VISIT" and place is None and one.host and len(one.host) == 3:
        country, place_basis = one.host, "visited country"
    agreed = None
    if form in ("INSTRUMENT_SIGNED", "INSTRUMENT_STEP"):
        agreed = details.instrument(one.scene, one.realis, context.lexicon)
    evidence = evidence_in(one.scene, context)
    return Mention(
        number=0,
        type=form,
        realis=one.realis,
        participants=participants,
        evidence=evidence,
        confidence=_confidence(one, evidence),
        reason=_reason(one),
        level=_level(one),
        date_start=when.start if when else None,
        date_end=when.end if when else None,
        date_precision=when.precision if when else None,
        date_basis=day_basis,
        place=place,
        place_country=country,
        place_basis=place_basis,
        host=one.host or (country if country in one.parties else None),
        third_country=bool(country) and country not in one.parties if country else None,
        instrument=agreed,
        unresolved={} if when else {"date_start": "no date in the sentence"},
    )


def _form(one: Found, lexicon: Lexicon) -> str:
    """The meeting's own kind, by who meets."""
    if one.form == "MULTILATERAL_MEETING" and _is_ministerial_of_two(one, lexicon):
        return "HIGH_LEVEL_MEETING"
    if one.form != "HIGH_LEVEL_MEETING":
        return one.form
    text = one.scene.sentence.text
    offices: dict[str | None, set[str]] = {}
    for actor in one.actors:
        if actor.office:
            offices.setdefault(actor.party, set()).add(actor.office.known.value)
    if one.realis == "cancelled" and not any(actor.person or actor.office for actor in one.actors):
        return "COOPERATION_REDUCED"
    if {"defence attaché"} in offices.values():
        return "ATTACHE_ACTIVITY"
    countries = {actor.country for actor in one.actors if actor.country}
    named = {actor.country for actor in one.actors if actor.person}
    if len(countries) >= 3 and (
        len(countries - named) > 2 or lexicon.triggers["MULTILATERAL_MEETING"].search(text)
    ):
        return "MULTILATERAL_MEETING"
    if lexicon.triggers["REMOTE_CALL"].search(text):
        return "REMOTE_CALL"
    return one.form


def _is_ministerial_of_two(one: Found, lexicon: Lexicon) -> bool:
    """ "The Japan-Fiji Defence Ministerial Meeting"."""
    said = lexicon.pattern("ministerial").search(one.scene.sentence.text, one.start, one.end)
    return said is not None and len(one.parties) == 2 and not any(actor.org for actor in one.actors)


def _level(one: Found) -> str | None:
    said = {actor.office.known.row["level"] for actor in one.actors if actor.office}
    return next((level for level in ONTOLOGY["levels"] if level in said), None)


def _leave_out_planners(one: Found, lexicon: Lexicon) -> None:
    """ "The ministers agreed to hold staff talks": of those who agree, only the countries take part."""
    if one.realis != "planned" or one.form in _BY_PRINCIPALS:
        return
    if agreed := lexicon.pattern("agreed_to").search(one.scene.sentence.text, 0, one.start):
        one.actors = [as_country(actor) if actor.end <= agreed.start() else actor for actor in one.actors]


def _where(one: Found, context: Context) -> tuple[str | None, str | None, str | None]:
    said = details.places(one.scene, context.lexicon)
    if said:
        place = min(said, key=lambda found: abs(found[0] - one.start))[1]
        return place.name, place.country, "text"
    if context.dateline and one.realis in REAL and context.dateline.country in one.parties:
        return context.dateline.name, context.dateline.country, "dateline"
    return None, None, None


def evidence_in(scene: Scene, context: Context) -> Evidence:
    """The sentence, word for word as the article has it."""
    sentence = scene.sentence
    quoted = context.article.text[sentence.start : sentence.end]
    lead = sentence.paragraph < LEAD_PARAGRAPHS
    return Evidence(sentence.number, sentence.start, sentence.end, quoted, lead)


def _confidence(one: Found, evidence: Evidence) -> float:
    """Weights as measured on labelled articles: the share of events like this one that was right."""
    people = sum(1 for actor in one.actors if actor.person)
    value = 0.77 + 0.03 * evidence.lead
    value += 0.1 if people > 1 else 0.0 if people else -0.05
    value -= 0.15 * (len(one.parties) > 2)
    value -= 0.15 * (one.host_basis in ("title", "coreference", "dateline"))
    value -= 0.12 * (one.form in _HARD)
    value -= 0.3 * (one.realis in ("cancelled", "hypothetical"))
    return round(min(value, 0.95), 2)


def _reason(one: Found) -> str:
    words = f"“{one.scene.sentence.text[one.start : one.end].strip()}” says {one.form}"
    cue = f"; “{one.cue.strip()}” makes it {one.realis}" if one.cue else ""
    bases = {actor.basis for actor in one.actors if actor.basis and actor.basis != "text"}
    if one.host_basis and one.host_basis != "text":
        bases.add(one.host_basis)
    understood = f"; a country is understood from the {', '.join(sorted(bases))}" if bases else ""
    return f"{words}{cue}{understood}"

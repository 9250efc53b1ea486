"""Which areas of cooperation each event is about."""

from __future__ import annotations

from dataclasses import replace

from parsers.coder import details
from parsers.coder.context import Context
from parsers.coder.found import TALKS
from parsers.coder.ontology import ONTOLOGY
from parsers.records import Mention


def with_areas(mentions: list[Mention], context: Context) -> list[Mention]:
    """Areas of the sentence; what is talked about later goes to the talk that came before it."""
    talks = [index for index, mention in enumerate(mentions) if mention.type in TALKS]
    areas = {index: _about(mention.type) for index, mention in enumerate(mentions)}
    for scene in context.scenes:
        said = details.areas(scene.sentence.text, context.lexicon)
        before = [index for index in talks if mentions[index].evidence.sentence <= scene.sentence.number]
        owner = before[-1] if before else (talks[0] if talks else None)
        here = {
            mention.type in TALKS
            for mention in mentions
            if mention.evidence.sentence == scene.sentence.number
        }
        # A sentence that tells another event, and not what was talked about, is about that event.
        elsewhere = here == {False} and not context.lexicon.pattern("topic").search(scene.sentence.text)
        if owner is not None and not elsewhere:
            areas[owner].update(said)
        for index, mention in enumerate(mentions):
            about = index not in talks and mention.type not in ("OFFICIAL_VISIT", "CEREMONY")
            if about and mention.evidence.sentence == scene.sentence.number:
                areas[index].update(said)
    order = ONTOLOGY["areas"]
    return [
        replace(mention, areas=tuple(area for area in order if area in areas[index]))
        for index, mention in enumerate(mentions)
    ]


def _about(form: str) -> set[str]:
    """The area that the form alone says."""
    return set(filter(None, [ONTOLOGY["forms"][form].get("about")]))

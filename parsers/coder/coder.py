"""From an article to the defence-diplomacy events it tells: transparent rules over data files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import yaml

from parsers.coder import details, events, time
from parsers.coder.actors import Actor, Scene, read
from parsers.coder.events import TALKS, Found
from parsers.coder.home import home_country
from parsers.coder.lexicon import DATA, Lexicon, languages, lexicon, rows, rules_version
from parsers.coder.merging import DAYS_BACK, GATHERINGS, merge, parties, with_days
from parsers.coder.people import Cast
from parsers.coder.sentences import split
from parsers.dateline import read_dateline
from parsers.records import (
    NO_TENURES,
    Article,
    Coding,
    Evidence,
    Mention,
    Participant,
    PersonSeen,
    Tenures,
)
from parsers.source import Source

ONTOLOGY = yaml.safe_load((DATA / "ontology.yml").read_text("utf-8"))
CODER = "rules"
# With a digest of the word lists: what is coded with others is another coding, though no rule changed.
CODER_VERSION = f"0.2.0+{rules_version()}"
ONTOLOGY_VERSION = ONTOLOGY["version"]

_LEAD_PARAGRAPHS = 2
# How far down a second party may be understood: from the outlet, title or dateline; from what was said before.
_LEAD_SENTENCES = 4
_REACH = 10
# What happened longer ago than this is told as history.
_NEWS_DAYS = 40
_PASSING_DAYS = 20
# And what is no older than this is news, in whatever tense it is told.
_FRESH_DAYS = 14
# And this long ago it is no diplomacy of ours but a chapter of a book.
_HISTORY_DAYS = 30 * 365
# Events that people take part in by name, and how many sentences on those names may come.
_OF_PEOPLE = TALKS | {"EXPERT_EXCHANGE", "ATTACHE_ACTIVITY"}
_BESIDE = 3
# Words for one more of the kind that was told before.
_AGAIN = {"again_talk": TALKS, "again_exercise": frozenset({"JOINT_EXERCISE"})}
# Where "the" stands before the words of a meeting.
_WORD_BEFORE = 12
# How soon after a gathering its members are listed, and how many make a list.
_MEMBERS_WITHIN = 2
_MANY = 3
# A first line this long that begins the title is the title, cut.
_HEADLINE = 40
# What a country does with many at once.
_WITH_MANY = frozenset({"ATTACHE_ACTIVITY", "EDU_TRAINING"})
# What those who meet do besides.
_BY_THE_WAY = frozenset({"CEREMONY", "INSTRUMENT_SIGNED"})
_REAL = frozenset({"occurred", "ongoing"})
# How many sentences further on it is still taken to be about defence what the same parties do.
_REACH_OF_DEFENCE = 3
# Forms that civil governments have as well: without anybody of defence they need words of cooperation in defence.
_CIVIL_TOO = TALKS | {
    "OFFICIAL_VISIT",
    "INSTRUMENT_SIGNED",
    "INSTRUMENT_STEP",
    "CEREMONY",
    "COOPERATION_REDUCED",
    "EXPERT_EXCHANGE",
}
# Forms that the coder gets wrong more often than others.
_HARD = frozenset(
    {"JOINT_EXERCISE", "VERIFICATION", "CSBM_TRANSPARENCY", "HADR_DEMINING", "COOPERATION_REDUCED"}
)
_WEAK = frozenset({"source", "title", "dateline", "place"})
# Organisations that are for defence.
_ALLIANCES = frozenset({"NATO", "CSTO"})
# What those who agree on it will do themselves.
_BY_PRINCIPALS = frozenset({"HIGH_LEVEL_MEETING", "OFFICIAL_VISIT"})
# Where the text names the institutions that sign, they are the parties, whoever held the pen.
_BETWEEN_INSTITUTIONS = frozenset({"INSTRUMENT_SIGNED", "INSTRUMENT_STEP"})


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
    reader = _Reader(article, source, known)
    mentions = reader.mentions()
    score = _score(cues, len(article.text), mentions)
    return Coding(relevant=bool(mentions), score=score, mentions=mentions, persons=reader.persons(), **stamp)


class _Reader:
    """One article, read from first sentence to last."""

    def __init__(self, article: Article, source: Source | None, known: Lexicon) -> None:
        self.article = article
        self.lexicon = known
        published = _local_day(article.published, source)
        self.opens_at = 0  # where the text begins after its dateline
        self.dateline, dateline_day = self._dateline(published)
        filed = self.dateline.country if self.dateline else None
        self.home = home_country(article, source) or known.home or filed
        self.day = dateline_day or published
        self.day_basis = "dateline" if dateline_day else "publication"
        self.cast = Cast(self.home, self.day, known)
        self.scenes = [
            read(one, known) for one in split(article.text, known.words("abbreviations"), article.title)
        ]
        for scene in self.scenes:
            self.cast.meet(scene)
        self.title_parties = list(
            dict.fromkeys(
                tag.known.value
                for tag in known.tag(article.title)
                if tag.kind == "country" and tag.known.row["ambiguous"] != "1"
            )
        )
        named: set[str | None] = {
            tag.known.value
            for scene in self.scenes
            for tag in scene.tags
            if tag.kind in ("country", "institution")
        }
        named |= {
            person.country
            for person in self.cast.people
            if person.office and person.office.known.row["defence"] == "1"
        }
        # A foreign story of a foreign event has no part for the outlet's own country.
        self.home_named = self.home in named | set(self.title_parties)

    def mentions(self) -> tuple[Mention, ...]:
        told: list[Found] = []
        for scene in self.scenes:
            for one in [*events.find(scene, self.lexicon), *self._again(scene, told)]:
                self._with_members(one)
                explicit = len(one.parties) >= 2
                self._complete(one, told)
                self._refer_back(one, told)
                if (
                    not self._has_parties(one)
                    or not self._is_defence(one, told)
                    or self._is_of_ships(one, told)
                ):
                    continue
                if explicit or self._may_infer(one):
                    told += events.apart(one, self.lexicon)
        mentions = self._without_headline([self._mention(one) for one in told])
        dated = with_days([one for one in mentions if not self._is_history(one)])
        merged = merge(dated)
        main = next((one for one in merged if one.realis in _REAL), None)
        return self._nested(self._with_areas([self._with_people(one, one is main) for one in merged]))

    def _again(self, scene: Scene, told: list[Found]) -> list[Found]:
        """ "The next round", "the last edition": the same parties once more, if it is said when."""
        text = scene.sentence.text
        for name, forms in _AGAIN.items():
            match = self.lexicon.pattern(name).search(text)
            earlier = next((one for one in reversed(told) if one.form in forms), None) if match else None
            if match and earlier:
                realis, cue = details.realis(scene, *match.span(), earlier.form, self.lexicon)
                if realis in ("planned", "background"):
                    actors = [Actor("country", 0, 0, *_country_or_org(party)) for party in earlier.parties]
                    return [
                        Found(earlier.form, scene, *match.span(), actors, realis=realis, cue=cue, told=True)
                    ]
        return []

    def _has_parties(self, one: Found) -> bool:
        """Two, or one and many that are not named, or a body of many."""
        if one.parties and one.told and self._is_body(one):
            return True
        unnamed = one.form in _WITH_MANY and one.realis != "hypothetical"
        return len(one.parties) >= 2 or (
            unnamed
            and len(one.parties) == 1
            and bool(self.lexicon.pattern("unnamed_others").search(one.scene.sentence.text))
        )

    def _is_of_ships(self, one: Found, told: list[Found]) -> bool:
        """A port call told again as a visit, or its welcome as a reception: without people those are no events."""
        welcome = self.lexicon.pattern("welcome").match(one.scene.sentence.text, one.start)
        if one.form != "OFFICIAL_VISIT" and not (one.form == "HIGH_LEVEL_MEETING" and welcome):
            return False
        return not any(actor.person or actor.office for actor in one.actors) and any(
            earlier.form == "PORT_CALL" and set(earlier.parties) == set(one.parties) for earlier in told
        )

    def _refer_back(self, one: Found, told: list[Found]) -> None:
        """ "During the meeting" is of the kind, and as certain, as the meeting was told to be."""
        if one.form != "HIGH_LEVEL_MEETING" or not self.lexicon.pattern("same_talk").search(
            one.scene.sentence.text, max(0, one.start - _WORD_BEFORE), one.end
        ):
            return
        for earlier in reversed(told):
            if earlier.form in TALKS and set(one.parties) == set(earlier.parties):
                one.form, one.realis, one.cue = earlier.form, earlier.realis, earlier.cue
                return

    def _without_headline(self, mentions: list[Mention]) -> list[Mention]:
        """Where the text repeats its title, what the body tells again is left to the body."""
        title, text = self.article.title.strip(), self.article.text
        end = len(text) - len(text.lstrip())
        line = text[end:].partition("\n")[0].strip()
        if not title or not (line.startswith(title) or (len(line) > _HEADLINE and title.startswith(line))):
            return mentions
        end += min(len(line), len(title))
        if text[end : end + 1] != "\n":
            return mentions
        told = [one for one in mentions if one.evidence.start >= end]
        return [
            one
            for one in mentions
            if one.evidence.start >= end
            or not any(one.type == other.type and parties(one) & parties(other) for other in told)
        ]

    def _with_people(self, mention: Mention, main: bool) -> Mention:
        """For a party that an event names nobody of, whom the sentences beside it name; of the article's main event,
        whom the article names."""
        again = mention.type in _BY_THE_WAY and self.lexicon.pattern("people_again").search(
            mention.evidence.text
        )
        if mention.realis not in _REAL or not (main or again or mention.type in _OF_PEOPLE):
            return mention
        first, last = max(mention.evidence.sentence - 1, 0), mention.evidence.sentence + _BESIDE
        near = [*self.scenes[first:], *self.scenes[:first]] if main else self.scenes[first:last]
        if again:
            near = self.scenes[mention.evidence.sentence :: -1]
        beside = [
            actor
            for scene in near
            for actor in scene.actors
            if actor.person
            and (actor.office or actor.rank)
            and (mention.type in _OF_PEOPLE or _is_of_defence(actor))
        ]
        taken = {one.person for one in mention.participants if one.person}
        known = {one.country or one.org for one in mention.participants if one.person}
        participants = []
        for one in mention.participants:
            party = one.country or one.org or ""
            named = None
            if party not in known and not (mention.type == "OFFICIAL_VISIT" and one.role == "host"):
                named = next(
                    (actor for actor in beside if actor.party == party and actor.person not in taken), None
                )
            role, side = one.role or "", one.side or 0
            participants.append(_participant(named, party, role, side, one.country_basis) if named else one)
            known.add(party)
        return replace(mention, participants=tuple(participants))

    def _is_history(self, mention: Mention) -> bool:
        day = mention.date_start
        return day is not None and self.day is not None and (self.day - day).days > _HISTORY_DAYS

    def persons(self) -> tuple[PersonSeen, ...]:
        return tuple(
            PersonSeen(
                name=person.name,
                country=person.country,
                office=person.office.known.value if person.office else None,
                rank=person.rank.known.value if person.rank else None,
                known=person.known,
                evidence=self._evidence(person.scene),
                org=person.org,
                country_basis=person.basis,
            )
            for person in self.cast.people
            if person.scene
        )

    def _may_infer(self, one: Found) -> bool:
        """Parties are only understood near the top, and never for history or wishes."""
        if one.realis == "hypothetical" or (one.realis == "background" and one.host_basis in _WEAK):
            return False
        weak = one.host_basis in _WEAK and not (one.form == "VERIFICATION" and one.host_basis == "place")
        return one.scene.sentence.number < (_LEAD_SENTENCES if weak else _REACH)

    def _complete(self, one: Found, told: list[Found]) -> None:
        """Parties the clause leaves to be understood: who was spoken of, the home country, the dateline's."""
        text = one.scene.sentence.text
        if (
            one.form == "OFFICIAL_VISIT"
            and self.lexicon.pattern("visit_here").search(text, max(0, one.start - 30), one.end)
        ) or (one.form == "JOINT_EXERCISE" and self.lexicon.pattern("our_country").search(text)):
            one.host, one.host_basis = one.host or self.home, one.host_basis or "source"
        if len(one.parties) >= 2 and not self._holder_missing(one):
            return
        if len(one.parties) == 1 and self._has_parties(one):
            return
        if one.form in _WITH_MANY and not one.parties:
            one.host, one.host_basis = next(self._understood(one), (None, ""))
        offices = any(tag.kind == "office" for tag in one.scene.tags)
        if (
            self.lexicon.pattern("definite").search(text)
            or (one.told and not one.parties and not offices)
            or self._is_among_those_met(one, told)
        ):
            self._add_spoken_of(one, told)
        if len(one.parties) == 1 and not self._is_body(one) and self._told_again(one, told):
            return
        if not one.parties and len(self.title_parties) == 2 and self._is_in_title(one):
            one.actors = [
                Actor("country", 0, 0, country=party, basis="title") for party in self.title_parties
            ]
            one.host_basis = "title"
        if (len(one.parties) == 1 and not self._is_body(one)) or self._holder_missing(one):
            for country, basis in self._understood(one):
                if country and country not in one.parties:
                    if one.host:
                        one.actors = [
                            *one.actors,
                            Actor("country", 0, 0, country=one.host, basis=one.host_basis),
                        ]
                    one.host, one.host_basis = country, basis
                    break

    def _is_in_title(self, one: Found) -> bool:
        return bool(self.lexicon.triggers[one.form].search(self.article.title))

    def _told_again(self, one: Found, told: list[Found]) -> bool:
        """Whether it is told of one party after an event of its form was told of that party and others: theirs too."""
        _, basis = next(self._understood(one), (None, ""))
        for earlier in reversed(told):
            if basis != "place" and earlier.form == one.form and set(one.parties) < set(earlier.parties):
                fresh = [actor for actor in earlier.actors if actor.party not in one.parties]
                one.actors = [*one.actors, *map(_as_country, fresh)]
                if earlier.host and earlier.host not in one.parties:
                    one.host, one.host_basis = earlier.host, "coreference"
                return len(one.parties) >= 2
        return False

    def _is_among_those_met(self, one: Found, told: list[Found]) -> bool:
        """Whether someone known to have met or visited others now does something by the way of it."""
        people = {actor.person for actor in one.actors if actor.person}
        return one.form in _BY_THE_WAY and any(
            actor.person in people
            for earlier in told
            if len(earlier.parties) == 2
            for actor in earlier.actors
        )

    def _is_body(self, one: Found) -> bool:
        """A meeting of an organisation's own members has no second party where it happens to sit."""
        return one.form == "MULTILATERAL_MEETING" and one.parties[:1] != [] and one.parties[0] in ORGS

    def _holder_missing(self, one: Found) -> bool:
        """ "Joint exercises with Thailand and France" does not say whose they are; "an exercise began in Thailand with
        troops from France and Italy" by its place."""
        if one.form != "JOINT_EXERCISE" or one.host is not None or not one.actors:
            return False
        first = min(actor.start for actor in one.actors)
        if first <= one.end:
            return False
        text, together = one.scene.sentence.text, self.lexicon.pattern("together_with")
        if together.match(text, one.end):
            return True
        places = [start for start, _ in details.places(one.scene, self.lexicon)]
        places += [
            actor.start for actor in one.scene.actors if actor.kind == "country" and actor not in one.actors
        ]
        return any(one.end < start < first and together.search(text, start, first) for start in places)

    def _add_spoken_of(self, one: Found, told: list[Found]) -> None:
        """The parties of the event told last, or of the sentence before, where this one says "the sides", "they"."""
        if subject := self._subject_before(one):
            one.actors = [subject, *one.actors]
            return
        for earlier in reversed(told):
            if not one.parties or set(one.parties) & set(earlier.parties):
                fresh = [actor for actor in earlier.actors if actor.party not in one.parties]
                if not self._keeps_people(one):
                    fresh = [_as_country(actor) for actor in fresh]
                one.actors = [*one.actors, *fresh]
                if earlier.host and one.host is None and earlier.host not in one.parties:
                    one.host, one.host_basis = earlier.host, "coreference"
                return
        for scene in reversed(self.scenes[: one.scene.sentence.number]):
            there = [actor for actor in scene.actors if actor.kind in ("person", "group") and actor.party]
            if len({actor.party for actor in there}) == 2:
                fresh = [actor for actor in there if actor.party not in one.parties]
                one.actors += fresh if self._keeps_people(one) else [_as_country(actor) for actor in fresh]
                return

    def _keeps_people(self, one: Found) -> bool:
        """Whether those spoken of take part themselves, rather than their countries."""
        return one.form in TALKS or (
            one.form in _BY_THE_WAY
            and bool(self.lexicon.pattern("people_again").search(one.scene.sentence.text))
        )

    def _subject_before(self, one: Found) -> Actor | None:
        """Whom "he" stands for beside the one party that is named: who came first where people were named last."""
        if len(one.parties) != 1 or not self.lexicon.pattern("one_person").search(one.scene.sentence.text):
            return None
        for scene in reversed(self.scenes[: one.scene.sentence.number]):
            people = [actor for actor in scene.actors if actor.person and actor.party]
            if people and not self._begins_with_reference(scene, people[0]):
                return next((actor for actor in people if actor.party not in one.parties), None)
        return None

    def _begins_with_reference(self, scene: Scene, first: Actor) -> bool:
        """ "He then met X", "The minister met X": the subject was named before."""
        text = scene.sentence.text
        said = (
            self.lexicon.pattern(name).search(text, 0, first.start) for name in ("one_person", "definite")
        )
        return any(match and match.end() <= first.start for match in said)

    def _is_shared(self, one: Found) -> bool:
        """Whether the sentence says that the exercise is more than one nation's own."""
        shared = self.lexicon.pattern("shared").search(one.scene.sentence.text)
        return shared is not None or not self.lexicon.says("shared")

    def _with_members(self, one: Found) -> None:
        """ "Troops from 20 nations, among them A, B and C, take part": said in a sentence or two on an exercise."""
        if one.form not in GATHERINGS or one.realis == "background":
            return
        number = one.scene.sentence.number
        for scene in self.scenes[number + 1 : number + 1 + _MEMBERS_WITHIN]:
            text = scene.sentence.text
            if not self.lexicon.pattern("members").search(text):
                continue
            listed = max(events.lists(scene, self.lexicon), key=len, default=[])
            if len({actor.party for actor in listed}) >= _MANY:
                one.actors += [_as_country(actor) for actor in listed if actor.party not in one.parties]

    def _understood(self, one: Found) -> Iterator[tuple[str | None, str]]:
        """Where the second party may come from, the surest first."""
        if self.lexicon.pattern("our_country").search(one.scene.sentence.text):
            yield self.home, "source"
        if (
            one.form not in TALKS
            and one.form != "PEACE_OPS"
            and not (one.form == "OFFICIAL_VISIT" and one.host)
        ):
            cut = events.talk_start(one.scene.sentence.text, one.end, self.lexicon)
            for actor in one.scene.actors:
                if (
                    actor.kind == "country"
                    and actor not in one.actors
                    and actor.start < cut
                    and self._is_scene_of(actor, one)
                ):
                    yield actor.country, "place"
            for _, place in details.places(one.scene, self.lexicon):
                yield place.country, "place"
        if len(self.title_parties) == 2 and set(one.parties) < set(self.title_parties):
            yield next(party for party in self.title_parties if party not in one.parties), "title"
        if one.form == "JOINT_EXERCISE" and not self._is_shared(one):
            return
        if self.home_named:
            yield self.home, "source"
        yield self.dateline.country if self.dateline else None, "dateline"

    def _is_scene_of(self, actor: Actor, one: Found) -> bool:
        """Whether it happened there: named after the words for it, or as a place before them."""
        text = one.scene.sentence.text
        return actor.start > one.start or bool(
            self.lexicon.pattern("place_before").search(text[: actor.start])
            or self.lexicon.pattern("visit_to").search(text[: actor.start])
        )

    def _is_defence(self, one: Found, told: list[Found]) -> bool:
        """Whether the sentence or one beside it is about defence, by who takes part or what it says, or goes on with
        what the same parties were just told to do."""
        if any(_serves_defence(actor) for actor in one.actors):
            return True
        number = one.scene.sentence.number
        if any(
            number - earlier.scene.sentence.number <= _REACH_OF_DEFENCE
            and set(one.parties) <= set(earlier.parties)
            for earlier in told
        ):
            return True
        civil = one.form in _CIVIL_TOO and self.lexicon.says("cooperation")
        text = one.scene.sentence.text
        alone = civil and bool(self.lexicon.pattern("peacemaking").search(text))
        around = text if alone else self._around(one)
        if self.lexicon.pattern("cooperation").search(around):
            return True
        return not civil and bool(self.lexicon.defence.search(around))

    def _around(self, one: Found) -> str:
        """The sentence and those beside it; the title stands beside the first."""
        number = one.scene.sentence.number
        before = [] if number else [self.article.title]
        return "\n".join(
            [*before, *(scene.sentence.text for scene in self.scenes[max(number - 1, 0) : number + 2])]
        )

    def _mention(self, one: Found) -> Mention:
        form = self._form(one)
        when, day_basis = self._when(one)
        if when and (status := self._realis_by_date(one, when)):
            one.realis, one.cue = status, when.start.isoformat()
        place, country, place_basis = self._where(one)
        if form == "OFFICIAL_VISIT" and one.host is None and country in one.parties:
            one.host, one.host_basis = country, "place"
        self._leave_out_planners(one)
        participants = self._participants(one, form)
        if form == "OFFICIAL_VISIT" and place is None and one.host and len(one.host) == 3:
            country, place_basis = one.host, "visited country"
        agreed = None
        if form in ("INSTRUMENT_SIGNED", "INSTRUMENT_STEP"):
            agreed = details.instrument(one.scene, one.realis, self.lexicon)
        evidence = self._evidence(one.scene)
        return Mention(
            number=0,
            type=form,
            realis=one.realis,
            participants=participants,
            evidence=evidence,
            confidence=self._confidence(one, evidence),
            reason=self._reason(one),
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

    def _leave_out_planners(self, one: Found) -> None:
        """ "The ministers agreed to hold staff talks": of those who agree, only the countries take part."""
        if one.realis != "planned" or one.form in _BY_PRINCIPALS:
            return
        if agreed := self.lexicon.pattern("agreed_to").search(one.scene.sentence.text, 0, one.start):
            one.actors = [
                _as_country(actor) if actor.end <= agreed.start() else actor for actor in one.actors
            ]

    def _form(self, one: Found) -> str:
        """The meeting's own kind, by who meets."""
        if one.form != "HIGH_LEVEL_MEETING":
            return one.form
        text = one.scene.sentence.text
        offices: dict[str | None, set[str]] = {}
        for actor in one.actors:
            if actor.office:
                offices.setdefault(actor.party, set()).add(actor.office.known.value)
        if {"defence attaché"} in offices.values():
            return "ATTACHE_ACTIVITY"
        if len({actor.country for actor in one.actors if actor.country}) >= 3 and (
            not any(actor.person for actor in one.actors)
            or self.lexicon.triggers["MULTILATERAL_MEETING"].search(text)
        ):
            return "MULTILATERAL_MEETING"
        if self.lexicon.triggers["REMOTE_CALL"].search(text):
            return "REMOTE_CALL"
        return one.form

    def _when(self, one: Found) -> tuple[time.When | None, str | None]:
        said = time.calendar(self.lexicon.lang).read(one.scene.sentence.text, self.day)
        head = self.opens_at - one.scene.sentence.start
        dates = [when for when in said if when.span[0] >= head and not self._is_of_a_plan(when, one)]
        if dates := [when for when in dates if not self._is_of_the_telling(when, one)] or dates:
            nearest = min(dates, key=lambda when: (when.precision == "month", abs(when.span[0] - one.start)))
            if self.day and self._is_to_come(one, nearest):
                nearest = nearest.to_come(self.day)
            elif self.day and one.told and one.realis in ("occurred", "background"):
                nearest = nearest.gone_by(self.day)
            return self._with_likely_year(nearest, one), nearest.basis
        if self.day and one.realis in ("occurred", "ongoing"):
            return time.When(self.day, None, "day", self.day_basis, (0, 0)), self.day_basis
        return None, None

    def _is_of_the_telling(self, when: time.When, one: Found) -> bool:
        """ "Said on Monday that a course would open in May": the day after the verb of saying is its own."""
        before = one.scene.sentence.text[: when.span[0]].rstrip()
        return any(said.end() == len(before) for said in self.lexicon.pattern("speech").finditer(before))

    def _is_of_a_plan(self, when: time.When, one: Found) -> bool:
        """ "Was received by the minister, who will go to Tallinn in June": not the day of the reception."""
        between = one.scene.sentence.text[one.end : when.span[0]]
        planned = self.lexicon.realis.get("planned")
        return one.realis == "occurred" and planned is not None and bool(planned.search(between))

    def _is_to_come(self, one: Found, when: time.When) -> bool:
        """Whether the day is one of the future; of what is called off, only the day it was planned for."""
        if one.realis == "cancelled":
            before = one.scene.sentence.text[: when.span[0]]
            return bool(self.lexicon.pattern("planned_for").search(before))
        return one.realis == "planned"

    def _realis_by_date(self, one: Found, when: time.When) -> str | None:
        """What an event told as done must be if it was long over, or not yet begun, when it was reported."""
        if not self.day or one.realis not in ("occurred", "background"):
            return None
        if one.realis == "background":
            dated = when.precision in ("day", "range") and 0 <= (self.day - when.start).days <= _FRESH_DAYS
            return "occurred" if dated else None
        news = _NEWS_DAYS if one.scene.sentence.paragraph < _LEAD_PARAGRAPHS else _PASSING_DAYS
        if (self.day - (when.end or when.start)).days > news:
            return "background"
        # A day's grace: the report's date may be that of a zone further west.
        if when.precision in ("day", "range", "month") and (when.start - self.day).days > 1:
            return "planned"
        return None

    def _with_likely_year(self, when: time.When, one: Found) -> time.When:
        """News at the top, a year to the day before its own report, has last year's number by mistake."""
        top = one.scene.sentence.paragraph < _LEAD_PARAGRAPHS and one.realis == "occurred"
        if not (top and self.day and when.precision == "day" and when.basis == "explicit"):
            return when
        try:
            likely = when.start.replace(year=self.day.year)
        except ValueError:
            return when
        wrong = when.start.year == self.day.year - 1 and 0 <= (self.day - likely).days <= DAYS_BACK
        return replace(when, start=likely) if wrong else when

    def _where(self, one: Found) -> tuple[str | None, str | None, str | None]:
        said = details.places(one.scene, self.lexicon)
        if said:
            place = min(said, key=lambda found: abs(found[0] - one.start))[1]
            return place.name, place.country, "text"
        if self.dateline and one.realis in ("occurred", "ongoing") and self.dateline.country in one.parties:
            return self.dateline.name, self.dateline.country, "dateline"
        return None, None, None

    def _participants(self, one: Found, form: str) -> tuple[Participant, ...]:
        first, second = ONTOLOGY["forms"][form]["roles"]
        host = one.host
        if second == "recipient":
            host = self._recipient(one) or host
        if form == "CEREMONY" and host is None and self.dateline and self.dateline.country in one.parties:
            host = self.dateline.country
        found = []
        for side, party in enumerate(one.parties, start=1):
            role = second if party == host else first
            if first != second and host is None:
                role = first if side == 1 or (second == "host" and len(one.parties) > 2) else second
            basis = one.host_basis if party == one.host else None
            found += [_participant(actor, party, role, side, basis) for actor in self._actors_of(one, party)]
        return tuple(found)

    def _recipient(self, one: Found) -> str | None:
        """To whom it goes: the party after "to", or the one that is not after "from"."""
        text, parties = one.scene.sentence.text, one.parties
        for actor in one.scene.actors:
            if actor.party in parties and (
                self.lexicon.pattern("recipient_before").search(text[: actor.start])
                or self.lexicon.pattern("recipient_here").match(text, actor.start)
            ):
                return actor.party
        for actor in one.scene.actors:
            if actor.party in parties and (
                self.lexicon.pattern("supplier_before").search(text[: actor.start])
                or self.lexicon.pattern("supplier_here").match(text, actor.start)
            ):
                return next((party for party in parties if party != actor.party), None)
        return None

    def _actors_of(self, one: Found, party: str) -> Sequence[Actor | None]:
        """The people named for a party, else whatever stands for it; of a visit's host only the country."""
        if one.form == "OFFICIAL_VISIT" and party == one.host:
            return [None]
        mine = [actor for actor in one.actors if actor.party == party]
        if one.form in _BETWEEN_INSTITUTIONS and any(actor.institution for actor in mine):
            return [actor for actor in mine if actor.institution][:1]
        people = {actor.person: actor for actor in mine if actor.person}
        if people:
            return list(people.values())
        return mine[:1] or [None]

    def _with_areas(self, mentions: list[Mention]) -> list[Mention]:
        """Areas of the sentence; what is talked about later goes to the talk that came before it."""
        talks = [index for index, mention in enumerate(mentions) if mention.type in TALKS]
        areas = {index: _about(mention.type) for index, mention in enumerate(mentions)}
        for scene in self.scenes:
            said = details.areas(scene.sentence.text, self.lexicon)
            before = [index for index in talks if mentions[index].evidence.sentence <= scene.sentence.number]
            owner = before[-1] if before else (talks[0] if talks else None)
            here = {
                mention.type in TALKS
                for mention in mentions
                if mention.evidence.sentence == scene.sentence.number
            }
            # A sentence that tells another event, and not what was talked about, is about that event.
            elsewhere = here == {False} and not self.lexicon.pattern("topic").search(scene.sentence.text)
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

    def _nested(self, mentions: list[Mention]) -> tuple[Mention, ...]:
        """Visits first; what the visitor does with the host on the same days belongs to the visit."""
        ordered = sorted(mentions, key=lambda one: (one.type != "OFFICIAL_VISIT", one.evidence.sentence))
        numbered = [replace(one, number=number) for number, one in enumerate(ordered, start=1)]
        visits = [one for one in numbered if one.type == "OFFICIAL_VISIT"]
        nested = [replace(one, parent=_parent(one, visits)) for one in numbered]
        return tuple(_with_guests(one, nested) if one.type == "OFFICIAL_VISIT" else one for one in nested)

    def _evidence(self, scene: Scene) -> Evidence:
        sentence = scene.sentence
        quoted = self.article.text[sentence.start : sentence.end]
        lead = sentence.paragraph < _LEAD_PARAGRAPHS
        return Evidence(sentence.number, sentence.start, sentence.end, quoted, lead)

    def _confidence(self, one: Found, evidence: Evidence) -> float:
        """Weights as measured on labelled articles: the share of events like this one that was right."""
        people = sum(1 for actor in one.actors if actor.person)
        value = 0.77 + 0.03 * evidence.lead
        value += 0.1 if people > 1 else 0.0 if people else -0.05
        value -= 0.15 * (len(one.parties) > 2)
        value -= 0.15 * (one.host_basis in ("title", "coreference", "dateline"))
        value -= 0.12 * (one.form in _HARD)
        value -= 0.3 * (one.realis in ("cancelled", "hypothetical"))
        return round(min(value, 0.95), 2)

    def _reason(self, one: Found) -> str:
        words = f"“{one.scene.sentence.text[one.start : one.end].strip()}” says {one.form}"
        cue = f"; “{one.cue.strip()}” makes it {one.realis}" if one.cue else ""
        bases = {actor.basis for actor in one.actors if actor.basis and actor.basis != "text"}
        if one.host_basis and one.host_basis != "text":
            bases.add(one.host_basis)
        understood = f"; a country is understood from the {', '.join(sorted(bases))}" if bases else ""
        return f"{words}{cue}{understood}"

    def _dateline(self, published: date | None) -> tuple[details.Place | None, date | None]:
        """Where and when the report was filed: as parsed from the page, else as the text opens."""
        if self.article.dateline_place or self.article.dateline_date:
            return self._place(self.article.dateline_place), self.article.dateline_date
        opening = self.article.text.lstrip().removeprefix(self.article.title).lstrip()
        read = read_dateline(opening)
        if read is None:
            return None, None
        self.opens_at = len(self.article.text) - len(opening) + read.end
        return self._place(read.place), read.date(published)

    def _place(self, written: str | None) -> details.Place | None:
        if not written:
            return None
        for tag in self.lexicon.tag(written if not written.isupper() else written.title()):
            if tag.kind == "city":
                return details.Place(tag.known.value, tag.known.row["country"])
        return None


def _local_day(published: datetime | None, source: Source | None) -> date | None:
    if published is None:
        return None
    return published.astimezone(ZoneInfo(source.timezone)).date() if source else published.date()


def _is_of_defence(actor: Actor) -> bool:
    """Whether someone speaks for the forces or as an envoy, rather than of much else: a president, a health minister."""
    if actor.office is None:
        return True
    row = actor.office.known.row
    return row["defence"] == "1" or row["office"] == "ambassador"


def _as_country(actor: Actor) -> Actor:
    return Actor("country", 0, 0, actor.country, actor.org)


def _country_or_org(party: str) -> tuple[str | None, str | None]:
    return (party, None) if len(party) == 3 and party.isupper() and party not in ORGS else (None, party)


def _participant(actor: Actor | None, party: str, role: str, side: int, basis: str | None) -> Participant:
    country, org = _country_or_org(party)
    if actor is None:
        return Participant(country, org, role, side, country_basis=basis)
    return Participant(
        country=country,
        org=org,
        role=role,
        side=side,
        institution=actor.institution.known.value if actor.institution else None,
        person=actor.person,
        person_written=actor.person,
        rank=actor.rank.known.value if actor.rank else None,
        rank_grade=actor.rank.known.row["grade"] if actor.rank else None,
        office=actor.office.known.value if actor.office else None,
        office_written=actor.office.known.form if actor.office else None,
        country_basis=actor.basis or basis,
    )


ORGS = frozenset(row["org"] for row in rows("organisations.csv"))


def _serves_defence(actor: Actor) -> bool:
    """By office, rank or institution."""
    told = (tag.known.row.get("defence") for tag in (actor.office, actor.institution) if tag)
    return actor.rank is not None or actor.org in _ALLIANCES or "1" in told


def _level(one: Found) -> str | None:
    said = {actor.office.known.row["level"] for actor in one.actors if actor.office}
    return next((level for level in ONTOLOGY["levels"] if level in said), None)


def _about(form: str) -> set[str]:
    """The area that the form alone says."""
    return set(filter(None, [ONTOLOGY["forms"][form].get("about")]))


def _parent(mention: Mention, visits: list[Mention]) -> int | None:
    if mention.type == "OFFICIAL_VISIT":
        return None
    for visit in visits:
        near = (
            mention.date_start is None
            or visit.date_start is None
            or visit.date_start <= mention.date_start <= (visit.date_end or visit.date_start)
        )
        if near and visit.realis == mention.realis and parties(mention) <= parties(visit):
            return visit.number
    return None


def _with_guests(visit: Mention, mentions: list[Mention]) -> Mention:
    """A visit's guests are those of its country who meet the host during it."""
    participants = list(visit.participants)
    for index, guest in enumerate(participants):
        if guest.role != "guest" or guest.person:
            continue
        named = [
            one
            for mention in mentions
            if mention.parent == visit.number and mention.type in TALKS
            for one in mention.participants
            if one.person and one.country == guest.country and one.org == guest.org
        ]
        if named:
            participants[index] = replace(named[0], role=guest.role, side=guest.side)
    return replace(visit, participants=tuple(participants))


def _score(cues: int, length: int, mentions: tuple[Mention, ...]) -> float:
    density = min(1.0, cues / (1 + length / 400))
    best = max((mention.confidence for mention in mentions), default=0.0)
    return round(0.35 * density + 0.65 * best, 3)

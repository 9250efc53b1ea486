"""Who is meant: countries of people, names behind offices, through the whole article."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from parsers.coder.lexicon import Lexicon, Tag, rows
from parsers.coder.names import again
from parsers.coder.scene import Actor, Scene
from parsers.coder.ships import Fleet

# Where the family name comes first and is what people are called by.
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN"})


@dataclass
class Person:
    """Someone the article has named. `basis` says which rule gave the country."""

    name: str
    country: str | None
    org: str | None
    basis: str | None
    office: Tag | None = None
    rank: Tag | None = None
    scene: Scene | None = None
    known: bool = False


@dataclass
class Cast:
    """The people of one article, as they come up."""

    home: str | None
    day: date | None
    lexicon: Lexicon
    people: list[Person] = field(default_factory=list)
    # Whose group or ship was the subject last.
    group: str | None = None
    # Which organisation was named last.
    body: str | None = None
    fleet: Fleet = field(init=False)

    def __post_init__(self) -> None:
        self.fleet = Fleet(self.lexicon)

    def meet(self, scene: Scene) -> None:
        """Resolve the scene's actors in place, learning from those that say more."""
        scene.actors += self.fleet.meet(scene)
        scene.actors = [self._resolved(actor, scene) for actor in scene.actors]
        scene.actors = sorted([*scene.actors, *self._named_again(scene)], key=lambda actor: actor.start)
        self.body = next((one.org for one in reversed(scene.actors) if one.kind == "org"), self.body)
        self.group = next((one.country for one in scene.actors if one.kind == "group"), self.group)

    def find(self, name: str, country: str | None = None) -> Person | None:
        """Who of the cast this may be: by the whole name, else by a part of it; of several who share it, one of the
        country, the last named first."""
        like = [person for person in reversed(self.people) if is_same(person.name, name)]
        fitting = [one for one in like if country is None or one.country in (None, country)]
        return next(iter(fitting), like[0] if like and " " in name else None)

    def holder(self, country: str | None, office: str) -> Person | None:
        """The one who was named with this office of this country."""
        for person in reversed(self.people):
            if person.office and person.office.known.value == office and country in (None, person.country):
                return person
        return None

    def _body(self, actor: Actor, scene: Scene) -> str | None:
        """The organisation that a bare "Secretary General" heads: the one named last."""
        named = [one.org for one in scene.actors if one.kind == "org" and one.start < actor.start]
        return named[-1] if named else self.body

    def _named_again(self, scene: Scene) -> list[Actor]:
        """People of the cast whom the sentence calls by a name alone."""
        found = []
        text = scene.sentence.text
        for person in self.people:
            letters, pattern = again(person.name, self.lexicon, person.country in _FAMILY_FIRST)
            match = pattern.search(text) if letters in text else None
            if not match or any(one.start < match.end() and match.start() < one.end for one in scene.actors):
                continue
            found.append(
                Actor(
                    "person", match.start(), match.end(), country=person.country, org=person.org, person=person.name,
                    rank=person.rank, office=person.office, basis=person.basis,
                )
            )  # fmt: skip
        return found

    def _resolved(self, actor: Actor, scene: Scene) -> Actor:
        if actor.kind != "person":
            return actor
        if actor.office and actor.party is None and actor.office.known.value == "secretary general":
            actor = replace(actor, org=self._body(actor, scene), basis="coreference")
        if actor.counterpart and actor.office is None:
            actor = replace(actor, office=self._last_office())
        if actor.person is None:
            return self._unnamed(actor, scene)
        known = self.find(actor.person, actor.country)
        if known is None:
            known = self._newcomer(actor, scene)
            self.people.append(known)
        known.office = known.office or actor.office
        known.rank = known.rank or actor.rank
        if known.country is None and known.org is None:
            known.country, known.org, known.basis = actor.country, actor.org, actor.basis
        if len(actor.person.split()) > len(known.name.split()):
            known.name = actor.person
        return replace(
            actor,
            person=known.name,
            country=actor.country or known.country,
            org=None if actor.country or known.country else actor.org or known.org,
            office=actor.office or known.office,
            rank=actor.rank or known.rank,
            basis=actor.basis or known.basis,
        )

    def _newcomer(self, actor: Actor, scene: Scene) -> Person:
        name = actor.person or ""
        tenure = _tenure(name, self.day) or self.lexicon.given.line(name, self.day)
        country, org, basis = actor.country, actor.org, actor.basis
        if tenure and org and org != tenure["org"]:
            tenure = None
        if tenure and (country is None or country == tenure["country"]):
            country, org = tenure["country"] or None, org or tenure["org"] or None
            basis = basis or f"{tenure.get('basis', '')} tenure".strip()
            if surname(tenure["person"]) == surname(name) and len(name.split()) == 1:
                name = tenure["person"]
        if country is None and org is None and (actor.office or actor.rank):
            led = self.group if self._leads(actor, scene) else self.fleet.of_master(actor)
            country, basis = (led, "coreference") if led else (self.home, "source")
        # What articles taught waits for review like what they say for the first time.
        known = tenure is not None and tenure.get("basis") != "learned"
        return Person(name, country, org, basis, actor.office, actor.rank, scene, known=known)

    def _leads(self, actor: Actor, scene: Scene) -> bool:
        """ "Commanded by Captain X": the group that was spoken of."""
        text = scene.sentence.text
        led = self.lexicon.pattern("led_by").finditer(text, 0, actor.start)
        return any(one.end() == actor.start for one in led) or bool(
            self.lexicon.pattern("leading").match(text, actor.end)
        )

    def _unnamed(self, actor: Actor, scene: Scene) -> Actor:
        """ "The Georgian Defence Minister": whoever was named so; the home country's where none is said."""
        if actor.office is None:
            return actor
        holder = self.holder(actor.country, actor.office.known.value)
        if holder:
            return replace(
                actor, person=holder.name, country=actor.country or holder.country, rank=actor.rank or holder.rank,
                org=actor.org or holder.org, basis=actor.basis or holder.basis,
            )  # fmt: skip
        if actor.country is None and actor.org is None and not self._is_reference(actor, scene):
            return replace(actor, country=self.home, basis="source")
        return actor

    def _is_reference(self, actor: Actor, scene: Scene) -> bool:
        """ "The ministers signed": those already spoken of, not the home country's."""
        text = scene.sentence.text
        references = self.lexicon.pattern("definite").finditer(text)
        return any(
            one.start() <= actor.start < one.end() or actor.start <= one.start() < actor.end
            for one in references
        )

    def _last_office(self) -> Tag | None:
        return next((person.office for person in reversed(self.people) if person.office), None)


def is_same(known: str, name: str) -> bool:
    """Whether two names may be one person's: one a part of the other, or the same surname and the same beginning."""
    first, second = known.casefold().split(), name.casefold().split()
    if len(second) == 1 or len(first) == 1:
        return bool({first[0], first[-1]} & {second[0], second[-1]})
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    initial = first[0].rstrip(".")[:1], second[0].rstrip(".")[:1]
    return first[-1] == second[-1] and initial[0] == initial[1] and _alike(first[0], second[0])


def _alike(one: str, other: str) -> bool:
    """An initial and its name, or two spellings of one name."""
    return min(len(one.rstrip(".")), len(other.rstrip("."))) == 1 or one[:3] == other[:3]


def surname(name: str) -> str:
    return name.split()[-1].casefold() if name.split() else ""


def _tenure(name: str, day: date | None) -> dict[str, str] | None:
    """The line of the tenure list for this name, at this day where the list has several."""
    lines = _tenures().get(name.casefold(), [])
    if day:
        then = day.isoformat()
        lines = [
            one for one in lines if one["from"][:10] <= then and (not one["to"] or then <= one["to"] + "~")
        ] or lines
    countries = {line["country"] or line["org"] for line in lines}
    return lines[0] if len(countries) == 1 else None


@cache
def _tenures() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("tenures.csv"):
        for form in {row["person"], *row["forms"].split("|")} - {""}:
            found.setdefault(form.casefold(), []).append(row)
    return found

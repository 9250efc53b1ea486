"""Who stands in a sentence: people with office, rank and country, and groups that act for a country."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.coder.lexicon import Known, Lexicon, Tag
from parsers.coder.names import as_listed, nominative
from parsers.coder.sentences import Sentence

_WORD = re.compile(r"[^\W\d_][\w'’`-]*\.?|\d+")
_GAP = re.compile(r"[\s,]*(?:\((?:R|D|Ret|ret|Retd)\.?\))?[\s,]*")
_OPENING = frozenset('«"“„»‘「『')
_MOST_NAME_WORDS = 5
_NOBODY = Known("", "", "", {})


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that may take part. `kind` is person, group, country or org.

    `basis` says which rule gave the country. Offsets count within the sentence.
    """

    kind: str
    start: int
    end: int
    country: str | None = None
    org: str | None = None
    person: str | None = None
    rank: Tag | None = None
    office: Tag | None = None
    institution: Tag | None = None
    counterpart: bool = False
    basis: str | None = None

    @property
    def party(self) -> str | None:
        return self.country or self.org


@dataclass
class Scene:
    """A sentence with its gazetteer tags and its actors, in order."""

    sentence: Sentence
    tags: list[Tag]
    actors: list[Actor] = field(default_factory=list)


def read(sentence: Sentence, lexicon: Lexicon) -> Scene:
    """Tag the sentence and find its actors; countries known only from elsewhere stay None."""
    scene = Scene(sentence, lexicon.tag(sentence.text))
    reader = _Reader(scene, lexicon)
    scene.actors = sorted(reader.actors(), key=lambda actor: actor.start)
    return scene


class _Reader:
    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.text = scene.sentence.text
        self.tags = scene.tags
        self.lexicon = lexicon
        self.used: set[int] = set()  # starts of country tags that belong to an actor
        self.covered: list[tuple[int, int]] = []

    def actors(self) -> list[Actor]:
        found = self._counterparts()
        found += self._officials()
        found += self._ranked()
        found += self._known_people()
        found += self._owned_names()
        found += self._institutions()
        found += self._groups()
        found += self._countries()
        return [self._of_delegation(actor, found) for actor in found]

    def _of_delegation(self, leader: Actor, found: list[Actor]) -> Actor:
        """ "A Georgian delegation headed by X": X is of its country."""
        if leader.kind != "person" or leader.party:
            return leader
        led, leads = self.lexicon.pattern("led_by"), self.lexicon.pattern("leading")
        for group in found:
            if group.kind == "group" and (
                led.fullmatch(self.text, group.end, leader.start)
                or leads.fullmatch(self.text, leader.end, group.start)
            ):
                return replace(leader, country=group.country, basis="text")
        return leader

    # People

    def _officials(self) -> list[Actor]:
        found = []
        for tag in self._of_kind("office"):
            if self._is_covered(tag.start) or tag.known.value == "spokesperson":
                continue
            country, basis, left = self._owner(tag)
            last = self._last_of_double(tag)
            if last is not tag and country is None:
                country, basis, _ = self._owner(last)
            if country is None and len(own := tag.known.row.get("country") or "") == 3:
                country, basis = own, "gazetteer"
            name, start, end, rank = self._name_around(last, left)
            if name and country is None and (owner := self._genitive(Tag(start, end, _NOBODY))):
                country, basis, end = owner.known.value, "text", owner.end
                self.used.add(owner.start)
            found.append(
                self._cover(
                    Actor(
                        "person", min(left, start), max(tag.end, end), country=country, basis=basis,
                        org=self._org_owner(tag) if country is None else None,
                        person=name, rank=rank, office=tag,
                    )
                )
            )  # fmt: skip
        return found

    def _last_of_double(self, tag: Tag) -> Tag:
        """One person, two offices: "First Deputy Minister – Chief of the General Staff"."""
        for following in self._of_kind("office"):
            joint = self.text[tag.end : following.start]
            if following.start > tag.end and re.fullmatch(r"\s*[–—,-]\s*|,? and ", joint):
                return following
        return tag

    def _ranked(self) -> list[Actor]:
        found = []
        for tag in self._of_kind("rank"):
            # A ship is named «Admiral so-and-so».
            if self._is_covered(tag.start) or self.text[tag.start - 1 : tag.start] in _OPENING:
                continue
            name, end = self._name_from(tag.end)
            if name is None:
                continue
            name = self._nominative(name, tag)
            country, basis, left = self._owner(tag)
            if country is None and (owner := self._owner_of_name(left, end)):
                country, basis = owner, "text"
            found.append(
                self._cover(Actor("person", left, end, country=country, person=name, rank=tag, basis=basis))
            )
        return found

    def _owner_of_name(self, start: int, end: int) -> str | None:
        """ "General X of Italy"; "the Chairman of Pakistan's Joint Chiefs of Staff Committee, General X"."""
        of = self.lexicon.pattern("name_of").match(self.text, end)
        owner = self._tag_at(of.end(), "country") if of else None
        if owner and owner.known.row["kind"] == "name":
            self.used.add(owner.start)
            return owner.known.value
        head = self.lexicon.pattern("head_of_name").search(self.text, 0, start)
        for tag in self.tags if head else ():
            if head and head.start() <= tag.start < head.end() and tag.kind == "country":
                self.used.add(tag.start)
                return tag.known.value
        return None

    def _owned_names(self) -> list[Actor]:
        """ "Met Latvia's Juris Ozols"."""
        found = []
        for tag in self._of_kind("country"):
            if tag.start in self.used or self._is_covered(tag.start):
                continue
            genitive = self.lexicon.pattern("owned_name").match(self.text, tag.end)
            if not genitive or not self.lexicon.pattern("owned_before").search(self.text, 0, tag.start):
                continue
            name, end = self._name_from(genitive.end())
            if name:
                self.used.add(tag.start)
                found.append(
                    self._cover(
                        Actor("person", tag.start, end, country=tag.known.value, person=name, basis="text")
                    )
                )
        return found

    def _known_people(self) -> list[Actor]:
        return [
            self._cover(
                Actor("person", tag.start, tag.end, person=as_listed(self.text[tag.start : tag.end], tag))
            )
            for tag in self._of_kind("person")
            if not self._is_covered(tag.start)
        ]

    def _counterparts(self) -> list[Actor]:
        found = []
        for match in self.lexicon.pattern("counterpart").finditer(self.text):
            country, start = self._adjective_before(match.start())
            position = match.end()
            owner = None if country else self._genitive(Tag(match.start(), match.end(), _NOBODY))
            if owner:
                country, position = owner.known.value, owner.end
                self.used.add(owner.start)
            rank = self._rank_after(position)
            name, end = self._name_from(rank.end if rank else position)
            if name:
                name = self._nominative(name, rank or Tag(match.start(), match.end(), _NOBODY))
            if country or name:
                actor = Actor(
                    "person", start, max(end, position), country=country, person=name, rank=rank, counterpart=True,
                    basis="text" if country else None,
                )  # fmt: skip
                found.append(self._cover(actor))
        return found

    def _name_around(self, office: Tag, left: int) -> tuple[str | None, int, int, Tag | None]:
        """The name that goes with an office: after it (and a rank), or before it and a comma."""
        position = office.end
        owner = self._genitive(office)
        if owner:
            position = owner.end
        if tail := self.lexicon.pattern("office_tail").match(self.text, position):
            position = tail.end()
        rank = self._rank_after(position)
        name, end = self._name_from(rank.end if rank else position)
        if name:
            return self._nominative(name, rank or office), office.start, end, rank
        before = self.text[:left].rstrip()
        if before.endswith((",", "—", "–")):
            name, start = self._name_to(before[:-1].rstrip())
            if name:
                rank = self._rank_before(start)
                return name, rank.start if rank else start, office.end, rank
        rank = self._rank_before(left)
        return None, rank.start if rank else left, position, rank

    def _nominative(self, name: str, head: Tag) -> str:
        return nominative(name, self.text[head.start : head.end], self.lexicon)

    def _name_from(self, position: int) -> tuple[str | None, int]:
        """A name that begins here: after the language's own pattern where it has no capital letters, else
        capitalised, after titles and one comma at the most."""
        if self.lexicon.says("name"):
            return self._name_by_pattern(position)
        gap = _GAP.match(self.text, position)
        start = gap.end() if gap else position
        if self.text[position:start].count(",") > 1:
            return None, position
        words: list[str] = []
        end = start
        titles, links = self.lexicon.words("titles"), self.lexicon.words("name_links")
        while len(words) < _MOST_NAME_WORDS and (match := _WORD.match(self.text, start)):
            word = match.group()
            plain = word.removesuffix("’s").removesuffix("'s")
            if not words and word.lower() in titles:
                start = _skip_spaces(self.text, match.end())
                continue
            if plain.lower() in links and words:
                following = _WORD.match(self.text, _skip_spaces(self.text, match.end()))
                if not (following and following.group()[0].isupper()):
                    break
            elif not self._can_be_name(plain, match.start()):
                break
            initial = len(plain.rstrip(".")) == 1
            if word.endswith(".") and not initial:
                plain = plain.rstrip(".")
            words.append(plain)
            end = match.start() + len(plain)
            # A full stop or a genitive ends the name; an initial's does not.
            if not initial and plain != word:
                break
            start = _skip_spaces(self.text, match.end())
            if start - match.end() > 1:
                break
        while words and words[-1].lower() in links:
            words.pop()
        if not words or (len(words) == 1 and len(words[0].rstrip(".")) < 2):
            return None, position
        return " ".join(words), end

    def _name_by_pattern(self, position: int) -> tuple[str | None, int]:
        match = self.lexicon.pattern("name").match(self.text, position)
        if not match or any(
            tag.start < match.end(1) and match.start(1) < tag.end and tag.kind not in ("person", "city")
            for tag in self.tags
        ):
            return None, position
        return match.group(1), match.end(1)

    def _name_to(self, before: str) -> tuple[str | None, int]:
        """A capitalised name of two words or more that ends here."""
        words: list[re.Match[str]] = []
        end = len(before)
        links = self.lexicon.words("name_links")
        for match in reversed(list(_WORD.finditer(before, max(0, end - 60)))):
            if before[match.end() : end].strip() or len(words) == _MOST_NAME_WORDS:
                break
            word = match.group()
            if not (self._can_be_name(word, match.start()) or (words and word.lower() in links)):
                break
            words.append(match)
            end = match.start()
        words.reverse()
        while words and words[0].group().lower() in links:
            words.pop(0)
        if len(words) < 2:
            return None, len(before)
        return " ".join(word.group() for word in words), words[0].start()

    def _can_be_name(self, word: str, position: int) -> bool:
        if not word[0].isupper() or word.lower().rstrip(".") in self.lexicon.words("no_names"):
            return False
        return not any(tag.start <= position < tag.end and tag.kind != "person" for tag in self.tags)

    # Countries

    def _owner(self, tag: Tag) -> tuple[str | None, str | None, int]:
        """The country an office or rank belongs to, and where the phrase begins."""
        for inside in self._of_kind("country"):
            if tag.start < inside.start < tag.end:
                self.used.add(inside.start)
                return inside.known.value, "text", tag.start
        country, left = self._adjective_before(tag.start)
        if country:
            return country, "text", left
        owner = self._genitive(tag)
        if owner:
            self.used.add(owner.start)
            if owner.kind == "country":
                return owner.known.value, "text", tag.start
            return owner.known.row.get("country") or None, "text", tag.start
        return None, None, tag.start

    def _genitive(self, tag: Tag) -> Tag | None:
        """The country (or its capital) in "Minister of Defence of Georgia"."""
        for owner in self._of_kind("country"):
            if tag.end + self.lexicon.spaced <= owner.start < tag.end + 90:
                between = self.text[tag.end : owner.start]
                return owner if self.lexicon.pattern("genitive_after").fullmatch(between) else None
        return None

    def _owner_of_group(self, position: int) -> Tag | None:
        """The country right after its soldiers or ships, where the language puts it there."""
        of = self.lexicon.pattern("group_of").match(self.text, position)
        owner = self._tag_at(of.end(), "country") if of else None
        if owner and owner.known.row["kind"] == "adjective" and not self.lexicon.says("group_adjective"):
            return None
        return owner

    def _org_owner(self, tag: Tag) -> str | None:
        before = [one for one in self.tags if one.kind == "org" and 0 <= tag.start - one.end <= 3]
        of = self.lexicon.pattern("genitive_after").match(self.text, tag.end)
        after = self._tag_at(of.end(), "org") if of else None
        owner = after or (before[-1] if before else None)
        return owner.known.value if owner else None

    def _adjective_before(self, position: int) -> tuple[str | None, int]:
        """The country in "Georgian", "Georgia's", "Georgian First Deputy", up to three plain words away."""
        if self.lexicon.says("owner_follows"):
            return None, position
        for tag in reversed(self.tags):
            if tag.kind != "country" or tag.end > position:
                continue
            between = self.text[tag.end : position]
            if self.lexicon.says("adjectives_only") and tag.known.row["kind"] in ("name", "inflected"):
                return None, position
            if self.lexicon.words("breaks") & set(between.lower().split()):
                return None, position
            if re.fullmatch(
                r"(?:['’]s?|:s)?(?:[ -](?!and\b|with\b|to\b|in\b|by\b)[\w’'-]+){0,3}[ -]*", between
            ) and (
                tag.known.row["kind"] != "name"
                or re.match(r"['’]|\s*$", between)
                or between.strip()[:1].isupper()
            ):
                self.used.add(tag.start)
                return tag.known.value, tag.start
            return None, position
        return None, position

    # Groups and bare countries

    def _institutions(self) -> list[Actor]:
        found = []
        for tag in self._of_kind("institution"):
            if self._is_covered(tag.start):
                continue
            own = tag.known.row.get("country")
            country, basis, left = (own, "gazetteer", tag.start) if own else self._owner(tag)
            end = tag.end
            for owner in self._listed_owners(tag):
                self.used.add(owner.start)
                found.append(
                    Actor(
                        "group",
                        owner.start,
                        owner.end,
                        country=owner.known.value,
                        institution=tag,
                        basis="text",
                    )
                )
                country = None
            if country:
                found.append(
                    self._cover(Actor("group", left, end, country=country, institution=tag, basis=basis))
                )
        return found

    def _listed_owners(self, tag: Tag) -> list[Tag]:
        """Countries of "the Ministries of Defence of Azerbaijan and Georgia"."""
        first = self._genitive(tag)
        if not first:
            return []
        listed = [first]
        while True:
            joint = self.lexicon.pattern("list_joint").match(self.text, listed[-1].end)
            following = self._tag_at(joint.end(), "country") if joint else None
            if not following or following.known.row["kind"] == "adjective":
                break
            listed.append(following)
        return listed if len(listed) > 1 else []

    def _groups(self) -> list[Actor]:
        found = []
        for match in self.lexicon.pattern("groups").finditer(self.text):
            if self._is_covered(match.start()):
                continue
            country, left = self._adjective_before(match.start())
            end = match.end()
            if not self.lexicon.spaced and self.lexicon.pattern("place_before").search(self.text[:left]):
                continue
            if country is None and (owner := self._owner_of_group(match.end())):
                self.used.add(owner.start)
                country, end = owner.known.value, owner.end
            if country:
                found.append(self._cover(Actor("group", left, end, country=country, basis="text")))
        return found

    def _countries(self) -> list[Actor]:
        found = []
        for tag in self.tags:
            if tag.kind == "country" and self._is_forename(tag):
                continue
            if tag.kind == "country" and tag.start not in self.used and not self._is_covered(tag.start):
                found.append(Actor("country", tag.start, tag.end, country=tag.known.value, basis="text"))
            elif tag.kind == "org" and not self._is_covered(tag.start):
                found.append(Actor("org", tag.start, tag.end, org=tag.known.value, basis="text"))
            elif tag.kind == "city" and tag.known.row["capital"] == "1" and not self._is_covered(tag.start):
                found.append(
                    Actor("capital", tag.start, tag.end, country=tag.known.row["country"], basis="capital")
                )
        return found

    def _is_forename(self, tag: Tag) -> bool:
        """ "Jordan Whitaker": a country's name before a word that can only be a surname."""
        if tag.known.row["ambiguous"] != "1" or tag.known.row["kind"] != "name" or not self.lexicon.spaced:
            return False
        following = _WORD.match(self.text, tag.end + 1) if self.text[tag.end : tag.end + 1] == " " else None
        return following is not None and self._can_be_name(following.group(), following.start())

    # Tags by place

    def _of_kind(self, kind: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.kind == kind]

    def _tag_at(self, position: int, kind: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.start == position and tag.kind == kind), None)

    def _rank_after(self, position: int) -> Tag | None:
        gap = _GAP.match(self.text, position)
        return self._tag_at(gap.end() if gap else position, "rank")

    def _rank_before(self, position: int) -> Tag | None:
        return next(
            (
                tag
                for tag in self._of_kind("rank")
                if tag.end <= position and not self.text[tag.end : position].strip(" ,")
            ),
            None,
        )

    def _cover(self, actor: Actor) -> Actor:
        self.covered.append((actor.start, actor.end))
        return actor

    def _is_covered(self, position: int) -> bool:
        return any(start <= position < end for start, end in self.covered)


def _skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \u00a0":
        position += 1
    return position

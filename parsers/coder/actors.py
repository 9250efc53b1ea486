"""Who stands in a sentence: people with office, rank and country, and groups that act for a country."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from parsers.coder.lexicon import Known, Lexicon, Tag, rows
from parsers.coder.names import as_listed
from parsers.coder.naming import GAP, Naming, skip_spaces
from parsers.coder.scene import Actor, Scene
from parsers.coder.sentences import Sentence

_DOUBLE = re.compile(r"\s*[–—,-]\s*|,? and (?:the )?")
# Stands for an institution between an office and its country.
_MASK = "¤"
_FAR = 90
# How far behind "former" the office may stand, with nothing but words between.
_FORMER_REACH = 40
_PLAIN = re.compile(r"(?:[\w'’.-]+ ){0,3}")
# Offices that are held in another country.
_POSTED = frozenset({"ambassador", "defence attaché"})
_OPENING = frozenset('«"“„»‘「『')
_NOBODY = Known("", "", "", {})


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
        self.names = Naming(self.text, self.tags, lexicon)
        self.used: set[int] = set()  # starts of country tags that belong to an actor
        self.covered: list[tuple[int, int]] = []
        self.by_kind: dict[str, list[Tag]] = {}
        for tag in self.tags:
            self.by_kind.setdefault(tag.kind, []).append(tag)

    def actors(self) -> list[Actor]:
        self._former()
        found = self._several()
        found += self._counterparts()
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
            if group.kind in ("group", "country") and (
                led.fullmatch(self.text, group.end, leader.start)
                or leads.fullmatch(self.text, leader.end, group.start)
            ):
                return replace(leader, country=group.country, basis="text")
        return leader

    # People

    def _former(self) -> None:
        """Who held an office once is passed over, name and all: "former Defence Minister X", "retired US General Y"."""
        if not (self._of_kind("office") or self._of_kind("rank")):
            return
        for match in self.lexicon.pattern("former").finditer(self.text):
            head = next(
                (
                    tag
                    for tag in self.tags
                    if tag.kind in ("office", "rank")
                    and match.end() <= tag.start <= match.end() + _FORMER_REACH
                ),
                None,
            )
            if head is None or not _PLAIN.fullmatch(self.text, match.end(), head.start):
                continue
            position = self._past_owner(head)
            rank = self._rank_after(position)
            name, end = self.names.starting(rank.end if rank else position)
            end = end if name else position
            self.covered.append((match.start(), end))
            self.used |= {tag.start for tag in self.tags if match.start() <= tag.start < end}

    def _several(self) -> list[Actor]:
        """Holders of one office, one of each country: "the defence ministers of A and B", named or not."""
        found: list[Actor] = []
        if len(self._of_kind("country")) < 2:
            return found
        for match in self.lexicon.pattern("several").finditer(self.text):
            office = next(
                (tag for tag in self._of_kind("office") if tag.start <= match.start() < tag.end), None
            )
            head = office or Tag(match.start(), match.end(), _NOBODY)
            if self._is_covered(head.start):
                continue
            owners = self._listed_before(head.start) or self._listed_owners(head)
            if len(owners) < 2:
                continue
            start, end = min(head.start, owners[0].start), max(head.end, owners[-1].end)
            names, first, last = self._names_around(start, end, len(owners), head)
            for owner, name in zip(owners, names, strict=True):
                self.used.add(owner.start)
                found.append(
                    Actor(
                        "person", owner.start, owner.end, country=owner.known.value, person=name, office=office,
                        counterpart=office is None, basis="text",
                    )
                )  # fmt: skip
            self.covered.append((min(start, first), max(end, last)))
        return found

    def _listed_before(self, position: int) -> list[Tag]:
        """Countries of "the Georgian, Romanian and Polish ministers"."""
        listed: list[Tag] = []
        for tag in reversed(self._of_kind("country")):
            if tag.end > position:
                continue
            if not listed:
                near = self.text[tag.end : position].strip(" ")
                if near and not (near.islower() and len(near.split()) == 1):
                    break
            else:
                if not self.lexicon.joins(self.text, tag.end, listed[0].start):
                    break
            listed.insert(0, tag)
        return listed if listed and all(one.known.row["kind"] != "name" for one in listed) else []

    def _names_around(self, start: int, end: int, count: int, head: Tag) -> tuple[list[str | None], int, int]:
        """As many names as there are countries, after the phrase or before it, and where they begin and end."""
        names: list[str | None] = []
        position = last = end
        if tail := self.lexicon.pattern("each").match(self.text, position):
            position = tail.end()
        while len(names) < count:
            rank = self._rank_after(position)
            name, last = self.names.starting(rank.end if rank else position)
            if name is None or (" " not in name and self.lexicon.spaced):
                break
            names.append(self.names.nominative(name, rank or head))
            joint = self.lexicon.pattern("list_joint").match(self.text, last)
            if not joint:
                break
            position = joint.end()
        if len(names) == count:
            return names, start, last
        names = []
        first = start
        before = self.names.before_apposition(start)
        while before is not None and len(names) < count:
            name, first = self.names.ending(before)
            if name is None:
                break
            names.insert(0, name)
            rank = self._rank_before(first)
            first = rank.start if rank else first
            joint = self.lexicon.pattern("name_joint").search(self.text, 0, first)
            before = self.text[: joint.start()] if joint else None
        return (names, first, end) if len(names) == count else ([None] * count, start, end)

    def _officials(self) -> list[Actor]:
        found: list[Actor] = []
        for tag in self._of_kind("office"):
            if self._is_covered(tag.start) or tag.known.value == "spokesperson":
                continue
            if self.text[tag.start - 1 : tag.start] == "(" and self.text[tag.end : tag.end + 1] == ")":
                continue
            country, basis, left = self._owner(tag)
            last = self._last_of_double(tag)
            if last is not tag and country is None:
                country, basis, _ = self._owner(last)
            own = tag.known.row.get("country") or ""
            if country is None and len(own) == 3:
                country, basis = own, "gazetteer"
            name, start, end, rank = self._name_around(last, left)
            if not (name or country) and self.lexicon.pattern("several").search(
                self.text, tag.start, tag.end
            ):
                continue
            if name and country is None and (owner := self._genitive(Tag(start, end, _NOBODY))):
                country, basis, end = owner.known.value, "text", owner.end
                self.used.add(owner.start)
            if country is None and found and self._goes_on_list(found[-1], tag, min(left, start)):
                country, basis = found[-1].country, "coreference"
            found.append(
                self._cover(
                    Actor(
                        "person", min(left, start), max(tag.end, end), country=country, basis=basis,
                        org=self._org_owner(tag) or (own if len(own) > 3 else None) if country is None else None,
                        person=name, rank=rank, office=tag,
                    )
                )
            )  # fmt: skip
        return found

    def _goes_on_list(self, before: Actor, office: Tag, start: int) -> bool:
        """ "The Georgian Defence Minister A and Chief of Staff B": another office beside is of the same country."""
        return (
            before.office is not None
            and before.office.known.value != office.known.value
            and self.lexicon.joins(self.text, before.end, start)
        )

    def _last_of_double(self, tag: Tag) -> Tag:
        """One person, two offices: "First Deputy Minister – Chief of the General Staff"."""
        owner = self._genitive(tag)
        ends = {tag.end, self._past_institution(owner.end) if owner else tag.end}
        for following in self._of_kind("office"):
            if any(
                following.start > end and _DOUBLE.fullmatch(self.text, end, following.start) for end in ends
            ):
                return self._last_of_double(following)
        return tag

    def _ranked(self) -> list[Actor]:
        found = []
        for tag in self._of_kind("rank"):
            # A ship is named «Admiral so-and-so».
            if self._is_covered(tag.start) or self.text[tag.start - 1 : tag.start] in _OPENING:
                continue
            start = self._past_adjective(tag)
            name, end = self.names.starting(start)
            if name is None:
                continue
            name = self.names.nominative(name, tag)
            country, basis, left = self._owner(tag)
            own = self._tag_at(skip_spaces(self.text, tag.end), "country") or self._genitive(tag)
            if start > tag.end and own:
                self.used.add(own.start)
                country, basis = own.known.value, "text"
            if country is None and (owner := self._owner_of_name(left, end)):
                country, basis = owner, "text"
            found.append(
                self._cover(Actor("person", left, end, country=country, person=name, rank=tag, basis=basis))
            )
        return found

    def _owner_of_name(self, start: int, end: int) -> str | None:
        """ "General X of Italy"; "the Chairman of Pakistan's Joint Chiefs of Staff Committee, General X"; "General X,
        Deputy Chief of Staff of the Indonesian Army"."""
        if owner := self._country_after(end, "name_of", 1):
            self.used.add(owner.start)
            return owner.known.value
        head = self.lexicon.pattern("head_of_name").search(self.text, 0, start)
        for tag in self.tags if head else ():
            if head and head.start() <= tag.start < head.end() and tag.kind == "country":
                self.used.add(tag.start)
                return tag.known.value
        if own := self._institution_before(start):
            return own
        if not head and (owner := self._country_after(end, "title_of", 1)):
            self.used.add(owner.start)
            return owner.known.value
        return None

    def _institution_before(self, position: int) -> str | None:
        """Whose institution has the title that stands before: "the Pakistan Army's Director General of Training, X"."""
        for tag in reversed(self._of_kind("institution")):
            if tag.end <= position and self.lexicon.pattern("title_between").fullmatch(
                self.text, tag.end, position
            ):
                return tag.known.row.get("country") or self._adjective_before(tag.start)[0]
        return None

    def _owned_names(self) -> list[Actor]:
        """ "Met Latvia's Juris Ozols"."""
        found = []
        for tag in self._of_kind("country"):
            if tag.start in self.used or self._is_covered(tag.start):
                continue
            genitive = self.lexicon.pattern("owned_name").match(self.text, tag.end)
            if not genitive:
                continue
            name, end = self.names.starting(genitive.end())
            if name and (
                self.lexicon.pattern("owned_before").search(self.text, 0, tag.start)
                or self._goes_on_with_people(tag.start, name)
                or (
                    " " in name
                    and not tag.start
                    and self.lexicon.pattern("owned_after").match(self.text, end)
                )
            ):
                self.used.add(tag.start)
                found.append(
                    self._cover(
                        Actor("person", tag.start, end, country=tag.known.value, person=name, basis="text")
                    )
                )
        return found

    def _goes_on_with_people(self, position: int, name: str) -> bool:
        """ "General X of Poland, Latvia's Juris Ozols and ...": one more of a list of people."""
        return " " in name and any(
            self.lexicon.joins(self.text, end, position) for _, end in self.covered if end < position
        )

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
            if self._is_covered(match.start()):
                continue
            country, start = self._adjective_before(match.start())
            position = match.end()
            owner = None if country else self._genitive(Tag(match.start(), match.end(), _NOBODY))
            if owner:
                country, position = owner.known.value, self._past_institution(owner.end)
                self.used.add(owner.start)
            if tail := self.lexicon.pattern("office_tail").match(self.text, position):
                position = tail.end()
            rank = self._rank_after(position)
            name, end = self.names.starting(self._past_adjective(rank) if rank else position)
            if name:
                name = self.names.nominative(name, rank or Tag(match.start(), match.end(), _NOBODY))
            if country or name:
                actor = Actor(
                    "person", start, max(end, position), country=country, person=name, rank=rank, counterpart=True,
                    basis="text" if country else None,
                )  # fmt: skip
                found.append(self._cover(actor))
        return found

    def _name_around(self, office: Tag, left: int) -> tuple[str | None, int, int, Tag | None]:
        """The name that goes with an office: after it (and a rank), or before it and a comma."""
        position = self._past_owner(office)
        rank = self._rank_after(position)
        name, end = self.names.starting(self._past_adjective(rank) if rank else position)
        if name:
            return self.names.nominative(name, rank or office), office.start, end, rank
        before = self.names.before_apposition(left)
        if before is not None:
            name, start = self.names.ending(before)
            if name:
                rank = self._rank_before(start)
                return name, rank.start if rank else start, max(office.end, position), rank
        rank = self._rank_before(left)
        return None, rank.start if rank else left, position, rank

    def _past_owner(self, office: Tag) -> int:
        """Where a name may begin: past "of Georgia", "of the EU", "in Europe", "to Latvia"."""
        position = office.end
        if owner := self._genitive(office):
            position = self._past_institution(owner.end)
        elif (of := self.lexicon.pattern("genitive_after").match(self.text, position)) and (
            owner := self._tag_at(of.end(), "org")
        ):
            position = owner.end
        if office.known.value in _POSTED and (
            to := self.lexicon.pattern("posted").match(self.text, position)
        ):
            post = next(
                (
                    tag
                    for tag in self.tags
                    if position < tag.start <= to.end() < tag.end and tag.kind in ("country", "city")
                ),
                None,
            )
            if post:
                self.used.add(post.start)
                position = post.end
        while (
            tail := self.lexicon.pattern("office_tail").match(self.text, position)
        ) and tail.end() > position:
            position = tail.end()
        return position

    def _past_adjective(self, rank: Tag) -> int:
        """Past the country of "le général arménien X", "the colonel of the Latvian Army X"; else the end of the rank."""
        owner = self._tag_at(skip_spaces(self.text, rank.end), "country")
        if owner and owner.known.row["kind"] == "adjective" and self.lexicon.says("group_adjective"):
            return owner.end
        if owner := self._genitive(rank):
            end = self._past_institution(owner.end)
            return end if self.text[rank.end] != "," and self.names.starting(end)[0] else rank.end
        return rank.end

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
        """The country (or its capital) in "Minister of Defence of Georgia", "Chief of Staff of the Royal Thai Army"."""
        return self._country_after(tag.end, "genitive_after", self.lexicon.spaced)

    def _country_after(self, position: int, name: str, gap: int) -> Tag | None:
        """The first country after the words of the pattern, institutions left out ("of the Army of Latvia"); an
        institution that only one country has stands for it."""
        between, last = "", position
        for tag in self.tags:
            if tag.start < position or tag.kind not in ("country", "institution"):
                continue
            if tag.start >= position + _FAR:
                break
            between += self.text[last : tag.start]
            own = tag.known.row.get("country") if tag.kind == "institution" else tag.known.value
            said = self.text[position : tag.start], between
            if own and tag.start >= position + gap and any(map(self.lexicon.pattern(name).fullmatch, said)):
                if self.lexicon.pattern("never_party_after").match(self.text, tag.end):
                    return None
                if tag.kind == "country":
                    return tag
                return Tag(tag.start, tag.end, Known("country", tag.known.form, own, tag.known.row))
            if tag.kind == "country":
                return None
            between, last = between + _MASK, tag.end
        return None

    def _past_institution(self, position: int) -> int:
        """ "Of the Thai Army": the end of what is the country's."""
        following = (
            self._tag_at(skip_spaces(self.text, position), "institution") if self.lexicon.spaced else None
        )
        return following.end if following else position

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
        gone_to = ""
        for tag in reversed(self.tags):
            if tag.kind != "country" or tag.end > position:
                continue
            # "The Russian ambassador to Cuba", where the language puts the post before the office.
            if tag.end == position and (
                post := self.lexicon.pattern("posted_before").search(self.text, 0, tag.start)
            ):
                position = post.start()
                self.used.add(tag.start)
                continue
            # Whose it is stands beside it, with nobody else between.
            if any(tag.start < end <= position for _, end in self.covered):
                return None, position
            # "To Türkiye", said by an ending, owns nothing that follows.
            if self.lexicon.pattern("gone_to").match(self.text, tag.start):
                gone_to = self.text[tag.start : tag.end]
                continue
            between = self.text[tag.end : position]
            if gone_to:
                between = between.replace(f" {gone_to}", "")
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
        for following in self._of_kind("country"):
            if following.start > listed[-1].end and following.known.row["kind"] != "adjective":
                if not self.lexicon.joins(self.text, listed[-1].end, following.start):
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
            if not self.lexicon.spaced and self.lexicon.pattern("place_before").search(self.text, 0, left):
                continue
            if country is None and (owner := self._owner_of_group(match.end())):
                self.used.add(owner.start)
                country, end = owner.known.value, owner.end
            if country:
                found.append(self._cover(Actor("group", left, end, country=country, basis="text")))
        if self.lexicon.pattern("ship_near").search(self.text):
            for match in _ship_prefixes().finditer(self.text):
                country = _navies()[match.group(1)]
                found.append(
                    self._cover(Actor("group", match.start(), match.end(), country=country, basis="ship"))
                )
        return found

    def _countries(self) -> list[Actor]:
        found = []
        for tag in self.tags:
            if tag.kind == "country" and self.names.is_forename(tag):
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

    # Tags by place

    def _of_kind(self, kind: str) -> list[Tag]:
        return self.by_kind.get(kind, [])

    def _tag_at(self, position: int, kind: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.start == position and tag.kind == kind), None)

    def _rank_after(self, position: int) -> Tag | None:
        gap = GAP.match(self.text, position)
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


@cache
def _navies() -> dict[str, str]:
    """Whose ships have a prefix: the lines of ships.csv that are no ship's own name."""
    return {
        row["name"]: row["country"] for row in rows("ships.csv") if sum(map(str.isupper, row["name"])) > 1
    }


@cache
def _ship_prefixes() -> re.Pattern[str]:
    prefixes = "|".join(re.escape(name) for name in _navies() if " " not in name)
    return re.compile(rf"(?<!\w)({prefixes}) (?=[«“\"'‘]?[A-Z])")

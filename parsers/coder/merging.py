"""One event told several times in an article becomes one mention, with what each telling adds."""

from __future__ import annotations

from dataclasses import replace

from parsers.coder.lexicon import Lexicon
from parsers.records import Article, Mention

# How long after a dated event the same parties' undated one still belongs to it; also how late a year's slip shows.
DAYS_BACK = 7
# What goes on for days, by form: how far apart two days may be that are both of it.
LASTING = {"OFFICIAL_VISIT": DAYS_BACK, "PORT_CALL": DAYS_BACK, "JOINT_EXERCISE": 21}
# Events of many, of which a sentence may name some.
GATHERINGS = frozenset({"JOINT_EXERCISE", "MULTILATERAL_MEETING"})

_OF_THE_REPORT = frozenset({"dateline", "publication"})
_OF_SOME = GATHERINGS | {"VERIFICATION", "CSBM_TRANSPARENCY", "ADVISORY_PLACEMENT", "PEACE_OPS"}

# What was delivered in the one sentence and donated in the other was given.
_GIVEN = {"ARMS_TRANSFER", "MILITARY_AID"}
# A first line this long that begins the title is the title, cut.
_HEADLINE = 40


def without_headline(mentions: list[Mention], article: Article) -> list[Mention]:
    """Where the text repeats its title, what the body tells again is left to the body."""
    title, text = article.title.strip(), article.text
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


def with_days(mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """What follows on a dated event of the same parties, and says no day itself, was on that day; so was of any
    parties what is said to be on the same day."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.date_basis in _OF_THE_REPORT and mention.date_start:
            # One of its own form before any other.
            same_day = lexicon.pattern("same_day").search(mention.evidence.text)
            order = sorted(range(len(found)), key=lambda index: (found[index].type != mention.type, -index))
            for earlier in map(found.__getitem__, order):
                said = earlier.date_start if earlier.date_basis in ("explicit", "relative") else None
                if (
                    said
                    and earlier.date_precision in ("day", "range")
                    and earlier.realis in ("occurred", "ongoing")
                    and 0 <= (mention.date_start - said).days <= DAYS_BACK
                    and (same_day or parties(mention) <= parties(earlier))
                ):
                    mention = replace(
                        mention,
                        date_start=said,
                        date_end=earlier.date_end,
                        date_precision=earlier.date_precision,
                        date_basis=earlier.date_basis,
                    )
                    break
        found.append(mention)
    return found


def merge(mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """One event told twice in an article is one: the first telling stands, later ones add what it lacks."""
    kept: list[Mention] = []
    for mention in mentions:
        for index, earlier in enumerate(kept):
            if _same(earlier, mention) and not _are_two(earlier, mention, lexicon):
                kept[index] = _joined(earlier, mention)
                break
        else:
            kept.append(mention)
    return kept


def parties(mention: Mention) -> frozenset[str | None]:
    return frozenset(one.country or one.org for one in mention.participants)


def _same(a: Mention, b: Mention) -> bool:
    alike = a.type == b.type or {a.type, b.type} == _GIVEN or _of_sale(a, b) or _of_sale(b, a)
    if not alike or not _same_parties(a, b):
        return False
    if not _same_status(a, b) or (a.type == "HIGH_LEVEL_MEETING" and _other_people(a, b)):
        return False
    if _days_apart(a, b) <= LASTING.get(a.type, -1):
        return True
    said = {"explicit", "relative"}
    both_said = a.date_basis in said and b.date_basis in said
    return a.date_start == b.date_start or not both_said


def _are_two(a: Mention, b: Mention, lexicon: Lexicon) -> bool:
    """A wreath and a guard of honour are two ceremonies, though of the same guests on the same day; the last edition of
    an exercise is not this one."""
    if a.type == "JOINT_EXERCISE":
        return (
            b.realis == "background" and lexicon.pattern("again_exercise").search(b.evidence.text) is not None
        )
    if a.type != "CEREMONY":
        return False
    return all(
        (lexicon.pattern(name).search(a.evidence.text) is None)
        != (lexicon.pattern(name).search(b.evidence.text) is None)
        for name in ("wreath", "honours")
    )


def _of_sale(sale: Mention, contract: Mention) -> bool:
    """Whether the one is a sale and the other the contract of it."""
    signed = contract.type == "INSTRUMENT_SIGNED" and contract.instrument
    return bool(sale.type == "ARMS_TRANSFER" and signed and signed.kind == "contract")


def _other_people(a: Mention, b: Mention) -> bool:
    """Whether a country is there with someone in the one and with the holder of another office in the other."""
    mine, theirs = _people(a), _people(b)
    return any(not (mine[party] & theirs[party]) for party in mine.keys() & theirs.keys())


def _people(mention: Mention) -> dict[str | None, set[str]]:
    """By country the names and offices of those it is there with."""
    found: dict[str | None, set[str]] = {}
    for one in mention.participants:
        if one.person:
            found.setdefault(one.country or one.org, set()).update(filter(None, (one.person, one.office)))
    return found


def _days_apart(a: Mention, b: Mention) -> float:
    """Days between the end of the one and the beginning of the other; endless where a day is not known."""
    if not (a.date_start and b.date_start):
        return float("inf")
    first, second = sorted(
        ((a.date_start, a.date_end or a.date_start), (b.date_start, b.date_end or b.date_start))
    )
    return max((second[0] - first[1]).days, 0)


def _same_status(a: Mention, b: Mention) -> bool:
    """Told as one; what a visitor will still do is no second visit."""
    pair = {a.realis, b.realis}
    if a.type == "OFFICIAL_VISIT" and b.realis == "planned" and a.realis in ("occurred", "ongoing"):
        return True
    if a.type == "JOINT_EXERCISE" and b.realis == "planned" and b.date_start is None:
        return a.realis in ("occurred", "ongoing")
    # "It is his first visit there", of one that is still to come.
    if a.type in LASTING and a.realis == "planned" and b.realis == "occurred":
        return b.date_basis not in ("explicit", "relative")
    return len(pair) == 1 or pair in ({"occurred", "ongoing"}, {"occurred", "background"})


def _same_parties(a: Mention, b: Mention) -> bool:
    """The same, or all of one among the other's where many gather."""
    mine, theirs = parties(a), parties(b)
    if a.type in _OF_SOME and min(len(mine), len(theirs)) > 1 and "background" not in (a.realis, b.realis):
        return mine <= theirs or theirs <= mine
    return mine == theirs


def _joined(a: Mention, b: Mention) -> Mention:
    if len(parties(b)) > len(parties(a)):
        a = replace(a, participants=b.participants, evidence=b.evidence, reason=b.reason)
    named = {one.person for one in a.participants if one.person}
    participants = list(a.participants)
    for more in b.participants:
        if more.person and more.person not in named:
            bare = [
                i
                for i, one in enumerate(participants)
                if one.person is None and one.country == more.country and one.role != "host"
            ]
            if bare:
                participants[bare[0]] = replace(
                    more, role=participants[bare[0]].role, side=participants[bare[0]].side
                )
    if a.type == "OFFICIAL_VISIT":
        a = _spanning(a, b)
    elif a.date_basis in _OF_THE_REPORT and b.date_basis not in _OF_THE_REPORT and b.date_start:
        a = replace(
            a, date_start=b.date_start, date_end=b.date_end, date_precision=b.date_precision, date_basis=b.date_basis
        )  # fmt: skip
        # "Began a course. It lasts until the 22nd."
        if b.realis == "ongoing":
            a = replace(a, realis=b.realis)
    return replace(
        a,
        type=_joint_type(a, b),
        participants=tuple(participants),
        place=a.place or b.place,
        place_country=a.place_country or b.place_country,
        level=a.level or b.level,
        instrument=a.instrument or b.instrument,
    )


def _joint_type(a: Mention, b: Mention) -> str:
    if a.type == b.type:
        return a.type
    return "MILITARY_AID" if {a.type, b.type} == _GIVEN else "ARMS_TRANSFER"


def _spanning(a: Mention, b: Mention) -> Mention:
    """A visit that is told of several days lasted from the first to the last of them."""
    if b.realis not in ("occurred", "ongoing") or b.date_precision not in ("day", "range"):
        return a
    if a.date_precision not in ("day", "range") or not (a.date_start and b.date_start):
        return a
    days = {a.date_start, a.date_end or a.date_start, b.date_start, b.date_end or b.date_start}
    if len(days) == 1:
        return a
    return replace(a, date_start=min(days), date_end=max(days), date_precision="range")

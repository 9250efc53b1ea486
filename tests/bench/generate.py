"""Articles with known truth: which events there are, and which mentions tell of each.

Deterministic: number n is always the same article. Events have one to five reports from different outlets;
some are verbatim copies, some give the date vaguely or later than it was, some were announced beforehand.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from parsers.records import Article, Coding, Evidence, Instrument, Mention, Participant

COUNTRIES = tuple(
    "AZE GEO ARM TUR RUS UKR KAZ UZB KGZ TJK TKM IRN IRQ ISR SAU ARE QAT JOR EGY PAK IND CHN JPN KOR VNM IDN"  # noqa: SIM905
    " MYS USA GBR FRA DEU ITA ESP POL ROU BGR GRC HUN CZE SVK LTU LVA EST FIN SWE NOR NLD BEL CAN AUS BLR MDA"
    " SRB BIH HRV".split()
)
# form, weight, roles of the first two parties
FORMS = (
    ("HIGH_LEVEL_MEETING", 30, "host guest"),
    ("OFFICIAL_VISIT", 14, "host guest"),
    ("MULTILATERAL_MEETING", 6, "participant participant"),
    ("REMOTE_CALL", 6, "participant participant"),
    ("STAFF_TALKS", 8, "host guest"),
    ("INSTRUMENT_SIGNED", 7, "signatory signatory"),
    ("JOINT_EXERCISE", 9, "host participant"),
    ("PORT_CALL", 3, "host guest"),
    ("EDU_TRAINING", 5, "host guest"),
    ("VERIFICATION", 3, "inspected inspector"),
    ("ARMS_TRANSFER", 4, "supplier recipient"),
    ("MILITARY_AID", 2, "supplier recipient"),
    ("PEACE_OPS", 2, "participant participant"),
    ("CEREMONY", 1, "host guest"),
)
AREAS = (
    *("education_training", "exercises_interop", "arms_control", "medicine"),
    *("logistics", "cyber", "peacekeeping", "procurement"),
)
LEVELS = ("minister", "deputy_minister", "chief_of_defence", "director")
SOURCES = 60
FIRST_DAY = date(2006, 1, 2)
DAYS = 20 * 365
WORDS = [
    f"{a}{b}"
    for a in ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
    for b in ("nt", "r", "sk", "lm", "x")
]


@dataclass(frozen=True)
class Truth:
    """One event as it was, with how it is told: (kind of report) for each article."""

    number: int
    form: str
    parties: tuple[str, ...]
    roles: tuple[str, ...]
    day: date
    reports: tuple[str, ...]


def truths(mentions: int, seed: int = 1) -> Iterator[Truth]:
    """Events until `mentions` reports are told. No two share form, parties and a day or a day beside it."""
    chance, taken, told, number = random.Random(seed), set(), 0, 0  # noqa: S311
    forums: dict[date, list[set[str]]] = defaultdict(list)
    forms, weights, roles = zip(*FORMS, strict=True)
    role_of = dict(zip(forms, roles, strict=True))
    while told < mentions:
        form = chance.choices(forms, weights)[0]
        size = chance.randint(3, 6) if form == "MULTILATERAL_MEETING" else 2
        # A few countries do most of it, as in life.
        parties = tuple(
            sorted({COUNTRIES[int(len(COUNTRIES) * chance.random() ** 1.6)] for _ in range(size)})
        )
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        # Vague and late reports must have one event only that they can mean: one a month, to be safe.
        place = (form, parties, day.year, day.month)
        if len(parties) != size or place in taken:
            continue
        if size > 2:
            # Many parties need not be named alike: a day's forums must have few in common.
            if any(len(other & set(parties)) * 2 >= min(len(other), size) for other in forums[day]):
                continue
            forums[day].append(set(parties))
        taken.add(place)
        # Two events of one block must not be neighbours over a month's end either.
        taken.add((form, parties, *_next_month(day)))
        taken.add((form, parties, *_last_month(day)))
        count = min(1 + int(chance.expovariate(0.7)), 5, mentions - told)
        others = ["plain", "copy"] if size > 2 else ["plain", "plain", "copy", "late", "month"]
        kinds = ["plain", *chance.choices(others, k=count - 1)]
        first, second = role_of[form].split()
        yield Truth(number, form, parties, (first, *[second] * (size - 1)), day, tuple(kinds))
        told, number = told + count, number + 1


def _next_month(day: date) -> tuple[int, int]:
    return (day.year + day.month // 12, day.month % 12 + 1)


def _last_month(day: date) -> tuple[int, int]:
    return (day.year - (day.month == 1), (day.month - 2) % 12 + 1)


def tell(truth: Truth, words: int = 400) -> Iterator[tuple[Article, Coding]]:
    """The articles that tell of it, coded."""
    chance = random.Random(truth.number)  # noqa: S311
    sources = chance.sample(range(SOURCES), len(truth.reports))
    first_text = ""
    for source, kind in zip(sources, truth.reports, strict=True):
        name = f"source{source:02}"
        sentence = f"{' and '.join(truth.parties)} {truth.form.lower()} number {truth.number}, says {name}."
        if kind == "copy":
            text = first_text
        else:
            text = f"{sentence} {' '.join(chance.choices(WORDS, k=words))}."
            first_text = first_text or text
        told = truth.day + timedelta(days=2 if kind == "late" else 0)
        article = Article(
            name,
            f"http://{name}.test/{truth.number}",
            f"{truth.form} {truth.number}",
            text,
            canonical_url=f"http://{name}.test/{truth.number}",
            lang="en",
            published=datetime.combine(told, time(10 + source % 10), UTC),
            published_precision="minute",
        )
        yield article, Coding(True, 0.9, (_mention(truth, kind, text),), (), True, "bench", "1", "1")


def _mention(truth: Truth, kind: str, text: str) -> Mention:
    chance = random.Random(truth.number)  # noqa: S311
    host = truth.parties[0]
    people = tuple(
        Participant(
            country=code,
            role=role,
            side=side,
            person=f"Person {code.title()}{truth.day.year // 4}",
            office="minister of defence",
            rank_grade=chance.choice(["OF-9", "OF-8", "civilian"]),
        )
        for side, (code, role) in enumerate(zip(truth.parties, truth.roles, strict=True), 1)
    )
    dating = {
        "month": {
            "date_start": truth.day.replace(day=1),
            "date_precision": "month",
            "date_basis": "explicit",
        },
        "late": {
            "date_start": truth.day + timedelta(2),
            "date_precision": "day",
            "date_basis": "publication",
        },
    }.get(kind, {"date_start": truth.day, "date_precision": "day", "date_basis": "explicit"})
    plan = Instrument("annual_plan", "plan of cooperation", str(truth.day.year), "signed")
    end = text.index(".") + 1
    return Mention(
        1,
        truth.form,
        "occurred",
        people,
        Evidence(0, 0, end, text[:end], True),
        0.8,
        "generated",
        level=chance.choice(LEVELS),
        areas=tuple(sorted(chance.sample(AREAS, 2))),
        place="Capital",
        place_country=host,
        host=host,
        instrument=plan if truth.form == "INSTRUMENT_SIGNED" else None,
        **dating,
    )

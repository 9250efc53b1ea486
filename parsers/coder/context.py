"""What holds for a whole article: where and when it was filed, whose outlet it is, and whom its sentences name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from parsers.coder.actors import read
from parsers.coder.details import Place
from parsers.coder.home import capital_named_in, home_country
from parsers.coder.lexicon import Lexicon
from parsers.coder.people import Cast, Person
from parsers.coder.scene import Scene
from parsers.coder.sentences import clauses, split
from parsers.dateline import read_dateline
from parsers.records import Article
from parsers.source import Source

# How often a country is named by being in the title.
_TITLE_COUNTS = 2
# How many paragraphs are the top of the news.
LEAD_PARAGRAPHS = 2


@dataclass(frozen=True, slots=True)
class Context:
    """One article, its sentences with their actors resolved.

    `home` is the country of the outlet, of the language or of the dateline, and `home_named` whether the article
    itself speaks of it. `day` is the report's, by its dateline or else its publication, as `day_basis` says. The text
    begins at the offset `opens_at`, after a dateline.
    """

    article: Article
    lexicon: Lexicon
    scenes: list[Scene]
    people: list[Person]
    title_parties: list[str]
    pair: list[str]
    home: str | None
    home_named: bool
    day: date | None
    day_basis: str
    dateline: Place | None
    opens_at: int


def read_context(article: Article, source: Source | None, lexicon: Lexicon) -> Context:
    """The article read from its first sentence to its last."""
    published = _local_day(article.published, source)
    dateline, dateline_day, opens_at = _dateline(article, published, lexicon)
    filed_in = dateline.country if dateline else None
    usual = filed_in if filed_in in lexicon.words("homes") else lexicon.home
    home = home_country(article, source) or usual or filed_in or capital_named_in(article.source)
    day = dateline_day or published
    cast = Cast(home, day, lexicon)
    sentences = split(article.text, lexicon.words("abbreviations"), article.title)
    sentences = clauses(sentences, lexicon.pattern("clause_break"))
    scenes = [read(one, lexicon) for one in sentences]
    for scene in scenes:
        cast.meet(scene)
    title_parties = _title_parties(article.title, lexicon)
    return Context(
        article=article,
        lexicon=lexicon,
        scenes=scenes,
        people=cast.people,
        title_parties=title_parties,
        pair=_pair(scenes, title_parties, home),
        home=home,
        # A foreign story of a foreign event has no part for the outlet's own country.
        home_named=home in _named(scenes, cast.people) | set(title_parties),
        day=day,
        day_basis="dateline" if dateline_day else "publication",
        dateline=dateline,
        opens_at=opens_at,
    )


def _title_parties(title: str, lexicon: Lexicon) -> list[str]:
    countries = (
        tag.known.row["country"] if tag.kind == "city" else tag.known.value
        for tag in lexicon.tag(title)
        if (tag.kind == "country" and tag.known.row["ambiguous"] != "1")
        or (
            tag.kind == "city"
            and tag.known.row["capital"] == "1"
            and (not tag.start or lexicon.pattern("party_before").search(title, 0, tag.start))
        )
    )
    return list(dict.fromkeys(countries))


def _pair(scenes: list[Scene], title_parties: list[str], home: str | None) -> list[str]:
    """The two countries that the article is about: those that more of its sentences name than any third; none where
    that is not clear. The title counts twice."""
    counts: Counter[str] = Counter(dict.fromkeys(title_parties, _TITLE_COUNTS))
    counts.update([home] if home else [])
    for scene in scenes:
        named = (actor.country for actor in scene.actors if actor.country and actor.kind != "capital")
        counts.update(dict.fromkeys(named, 1))
    first = counts.most_common(3)
    clear = len(first) == 2 or (len(first) == 3 and first[1][1] > first[2][1])
    return [country for country, _ in first[:2]] if clear and first[1][1] >= _TITLE_COUNTS else []


def _named(scenes: list[Scene], people: list[Person]) -> set[str | None]:
    """Countries that the text names, with those of the defence officials it names."""
    named: set[str | None] = {
        tag.known.value for scene in scenes for tag in scene.tags if tag.kind in ("country", "institution")
    }
    return named | {
        person.country for person in people if person.office and person.office.known.row["defence"] == "1"
    }


def _dateline(
    article: Article, published: date | None, lexicon: Lexicon
) -> tuple[Place | None, date | None, int]:
    """Where and when the report was filed, as parsed from the page, else as the text opens; where the text begins."""
    opening = article.text.lstrip().removeprefix(article.title).lstrip()
    found = read_dateline(opening)
    opens_at = len(article.text) - len(opening) + found.end if found else 0
    if article.dateline_place or article.dateline_date:
        return _place(article.dateline_place, lexicon), article.dateline_date, opens_at
    if found is None:
        return None, None, 0
    return _place(found.place, lexicon), found.date(published), opens_at


def _place(written: str | None, lexicon: Lexicon) -> Place | None:
    if not written:
        return None
    for tag in lexicon.tag(written if not written.isupper() else written.title()):
        if tag.kind == "city":
            return Place(tag.known.value, tag.known.row["country"])
    return None


def _local_day(published: datetime | None, source: Source | None) -> date | None:
    if published is None:
        return None
    return published.astimezone(ZoneInfo(source.timezone)).date() if source else published.date()

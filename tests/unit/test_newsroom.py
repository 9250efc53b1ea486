"""The bundled newsroom: what it serves over HTTP, and that its labels are fit to test against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import feedparser
import httpx
import pytest
import soupsieve
from babel.core import get_global
from bs4 import BeautifulSoup
from lxml import etree

from flows.newsroom.server import Newsroom
from flows.newsroom.sites import OUTLETS, publish
from flows.newsroom.stories import Expected, Story, load_stories
from parsers.source import Source, load_sources

FORMS = """
    OFFICIAL_VISIT HIGH_LEVEL_MEETING MULTILATERAL_MEETING REMOTE_CALL STAFF_TALKS EXPERT_EXCHANGE
    ATTACHE_ACTIVITY CEREMONY INSTRUMENT_SIGNED INSTRUMENT_STEP JOINT_EXERCISE PORT_CALL
    EDU_TRAINING ADVISORY_PLACEMENT PEACE_OPS HADR_DEMINING VERIFICATION CSBM_TRANSPARENCY
    ARMS_TRANSFER MILITARY_AID INDUSTRY_RND COOPERATION_REDUCED
"""
AREAS = """
    policy_dialogue education_training exercises_interop peacekeeping arms_control medicine
    logistics legislation cyber geodesy_cartography engineering_demining civil_military
    industry_technology procurement nato_partnership infrastructure_security maritime air_defence
    special_forces information_security regional_security culture_sport veterans_memorial
"""
REALIS = {"occurred", "ongoing", "planned", "cancelled", "background", "hypothetical"}
INSTRUMENTS = {"annual_plan", "agreement", "mou", "protocol", "statement", "contract", "programme"}
ALPHA_3 = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}

STORIES = load_stories()
SOURCES = load_sources(OUTLETS)
PUBLISHED = [story for story in STORIES.values() if not story.late]
CODED = [(story, event) for story in STORIES.values() if story.expected for event in story.expected.events]
CODED += [
    (story.corrected(), event)
    for story in STORIES.values()
    if story.correction and story.correction.expected
    for event in story.correction.expected.events
]


class Reader:
    """A plain HTTP reader that finds `*.newsroom.test` where the newsroom says it is."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.client = httpx.Client(timeout=30)

    def get(self, url: str, **headers: str) -> httpx.Response:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        address = self.newsroom.connect_to["*.newsroom.test"]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(
            f"http://{address}{parts.path}{query}", headers={"host": parts.netloc, **named}
        )


@pytest.fixture(scope="module")
def running() -> Iterator[Reader]:
    with Newsroom() as newsroom:
        yield Reader(newsroom)


@pytest.fixture
def fresh() -> Iterator[Reader]:
    with Newsroom() as newsroom:
        yield Reader(newsroom)


def story_with(trap: str) -> Story:
    return next(story for story in STORIES.values() if story.trap == trap)


def listed(reader: Reader, source: Source) -> set[str]:
    """Addresses an outlet's own discovery leads to, query strings cut off."""
    found: set[str] = set()
    for place in source.discovery:
        address: str | None = place.url
        for _ in range(place.pages):
            body = reader.get(address).content if address else b""
            page = BeautifulSoup(body, "lxml") if place.type in ("homepage", "listing") else None
            address = None
            if page is None and place.type == "sitemap":
                urls = etree.fromstring(body).xpath("//*[local-name()='loc']/text()")
            elif page is None and body.startswith(b"{"):
                urls = [item["url"] for item in json.loads(body)["items"]]
            elif page is None:
                urls = [entry["link"] for entry in feedparser.parse(body).entries if entry.get("link")]
            elif place.type == "homepage":
                feed = page.select_one("link[rel=alternate][type='application/rss+xml']")
                assert feed is not None
                answer = reader.get(urljoin(place.url, str(feed["href"])))
                urls = [entry["link"] for entry in feedparser.parse(answer.content).entries]
            else:
                urls = [urljoin(place.url, str(link["href"])) for link in page.select(place.selector or "a")]
                following = page.select_one(place.next or "a[rel=next]")
                address = urljoin(place.url, str(following["href"])) if following else None
            found |= {url.partition("?")[0] for url in urls if re.search(place.include or "", url)}
    return found


# --- the articles as data


def test_there_are_eight_outlets_of_the_kinds_a_reader_meets() -> None:
    assert len(SOURCES) == 8
    assert {source.kind for source in SOURCES.values()} == {
        "state_agency", "ministry", "alliance", "wire", "aggregator", "press",
    }  # fmt: skip
    assert {story.outlet for story in STORIES.values()} == set(SOURCES)


def test_every_address_is_used_once_and_belongs_to_no_real_host() -> None:
    urls = [story.url for story in STORIES.values()]
    assert len(urls) == len(set(urls))
    for source in SOURCES.values():
        for url in (source.homepage, *(place.url for place in source.discovery)):
            assert urlsplit(url).netloc == f"{source.id}.newsroom.test"


@pytest.mark.parametrize(("story", "event"), CODED, ids=lambda item: getattr(item, "id", None) or item.event)
def test_a_label_uses_the_codebooks_words_and_quotes_its_article(story: Story, event: Expected) -> None:
    assert {event.type, *event.accept} <= set(FORMS.split())
    assert set(event.areas) <= set(AREAS.split())
    assert event.realis in REALIS
    assert event.date_precision in (None, "day", "range", "week", "month", "year")
    assert (event.date_precision is None) == (event.date_start is None)
    if event.date_end:
        assert event.date_start and event.date_start < event.date_end
        assert event.date_precision != "day"
    assert event.instrument is None or event.instrument.kind in INSTRUMENTS
    assert story.text.count(event.evidence) == 1
    for party in event.participants:
        assert (party.country is None) != (party.org is None)
    codes = [party.country for party in event.participants] + [event.place_country, event.host]
    assert {code for code in codes if code} <= ALPHA_3
    if story.lang == "en":  # the other languages inflect names
        assert all(party.person in story.text for party in event.participants if party.person)


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: story.id)
def test_an_article_is_labelled_as_a_whole(story: Story) -> None:
    if story.expected is None:
        assert story.trap, "only a trap may stay without a label"
        return
    names = [event.event for event in story.expected.events]
    assert len(names) == len(set(names))
    assert all(event.parent in names for event in story.expected.events if event.parent)
    assert story.expected.relevant == bool(names)
    if names:
        assert sum(event.primary for event in story.expected.events) == 1


def test_the_truth_comes_in_the_form_of_the_labelled_set() -> None:
    truth = STORIES["araz/aze-geo-plan-2018"].truth()
    assert [event["type"] for event in truth["events"]] == [
        "OFFICIAL_VISIT", "HIGH_LEVEL_MEETING", "INSTRUMENT_SIGNED", "CEREMONY",
    ]  # fmt: skip
    assert [event["parent"] for event in truth["events"]] == [None, 0, 0, 0]
    assert truth["events"][2]["date_start"] == "2018-03-09"
    assert json.loads(json.dumps(truth)) == truth


def test_one_signing_is_told_by_many_outlets_in_three_languages_and_copied_word_for_word() -> None:
    tellers = [
        story for story, event in CODED if event.event == "aze-geo-2018-plan" and event.realis == "occurred"
    ]
    assert len({story.outlet for story in tellers}) >= 6
    assert {story.lang for story in tellers} == {"en", "ru", "az"}
    copy = next(story for story in tellers if story.syndicates)
    assert copy.paragraphs == STORIES[copy.syndicates or ""].paragraphs


def test_the_same_prose_in_two_years_is_labelled_as_two_events() -> None:
    first, second = STORIES["araz/chiefs-of-staff-2017"], STORIES["araz/chiefs-of-staff-2019"]
    assert first.paragraphs[0] == second.paragraphs[0]
    assert first.expected and second.expected
    assert first.expected.events[0].event != second.expected.events[0].event


def test_translations_name_each_other() -> None:
    for story in STORIES.values():
        for lang, other in story.alternates.items():
            assert STORIES[other].lang == lang
            assert STORIES[other].alternates[story.lang] == story.id


def test_a_broken_article_file_is_named_with_its_key(tmp_path) -> None:
    (tmp_path / "araz").mkdir()
    (tmp_path / "araz" / "one.yml").write_text("path: /x\npublished: yesterday\nlang: en\n")
    with pytest.raises(ValueError, match=r"articles/araz/one\.yml: published: "):
        load_stories(tmp_path)


# --- the server


@pytest.mark.parametrize("outlet", SOURCES)
def test_every_article_is_found_through_its_outlets_own_discovery(running: Reader, outlet: str) -> None:
    wanted = {story.url for story in STORIES.values() if story.outlet == outlet and not story.late}
    assert listed(running, SOURCES[outlet]) == wanted


@pytest.mark.parametrize(
    "story", [story for story in STORIES.values() if not story.late], ids=lambda story: story.id
)
def test_an_articles_text_is_on_its_page(running: Reader, story: Story) -> None:
    answer = running.get(story.url)
    if story.trap == "gone":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    if story.trap in (None, "two_articles", "paywall"):
        charset = SOURCE_CHARSET.get(story.outlet, "utf-8")
        seen = " ".join(BeautifulSoup(answer.content.decode(charset), "lxml").get_text(" ").split())
        for part in (story.title, *story.paragraphs, *story.captions):
            assert part in seen


SOURCE_CHARSET = {"vestnik": "windows-1251", "xezer": "utf-8-sig"}


@pytest.mark.parametrize("outlet", [name for name, source in SOURCES.items() if source.selectors.text])
def test_an_outlets_selectors_match_its_pages_until_it_is_redesigned(fresh: Reader, outlet: str) -> None:
    selectors, story = SOURCES[outlet].selectors, plain_story(outlet)
    wanted = [*selectors.title, *selectors.published, *selectors.text]
    page = BeautifulSoup(fresh.get(story.url).content, "lxml")
    assert all(len(soupsieve.select(selector, page)) == 1 for selector in wanted)
    fresh.newsroom.redesign(outlet)
    page = BeautifulSoup(fresh.get(story.url).content, "lxml")
    assert not any(soupsieve.select(selector, page) for selector in wanted)


def plain_story(outlet: str) -> Story:
    return next(story for story in STORIES.values() if story.outlet == outlet and not story.trap)


@pytest.mark.parametrize("outlet", SOURCES)
def test_what_was_seen_before_is_answered_304_without_a_body(running: Reader, outlet: str) -> None:
    url = plain_story(outlet).url
    first = running.get(url)
    assert parsedate_to_datetime(first.headers["last-modified"]) == plain_story(outlet).published
    assert not first.headers["etag"].startswith("W/")
    by_tag = {"If_None_Match": first.headers["etag"]}
    by_date = {"If_Modified_Since": first.headers["last-modified"]}
    for asked in (by_tag, by_date):
        again = running.get(url, **asked)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = running.get(url, If_None_Match='"other"', **by_date)
    assert other.status_code == 200


def test_an_absurd_date_in_a_condition_is_ignored(running: Reader) -> None:
    assert running.get(plain_story("araz").url, If_Modified_Since="yesterday").status_code == 200


def test_compressed_and_plain_bodies_have_tags_of_their_own(running: Reader) -> None:
    url = plain_story("gemod").url
    zipped, plain = running.get(url, Accept_Encoding="gzip"), running.get(url, Accept_Encoding="identity")
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]


def test_charsets_are_as_varied_as_in_the_wild(running: Reader) -> None:
    cyrillic = running.get(plain_story("vestnik").url)
    assert cyrillic.headers["content-type"] == "text/html"
    assert b'charset=windows-1251"' in cyrillic.content
    assert plain_story("vestnik").title in cyrillic.content.decode("windows-1251")
    lying = running.get(plain_story("newsharvest").url)
    assert lying.headers["content-type"] == "text/html; charset=ISO-8859-1"
    assert "—" in lying.content.decode("utf-8") or b"&mdash;" in lying.content
    marked = running.get(plain_story("xezer").url)
    assert marked.content.startswith(b"\xef\xbb\xbf")


def test_robots_are_per_host_and_one_host_has_none(running: Reader) -> None:
    araz = running.get("http://araz.newsroom.test/robots.txt").text
    assert "Disallow: /rss/" in araz
    assert "Sitemap: http://araz.newsroom.test/sitemap.xml" in araz
    assert running.get("http://azmod.newsroom.test/robots.txt").status_code == 404
    assert running.get("http://nobody.newsroom.test/").status_code == 421


def test_the_log_tells_who_asked_for_what(fresh: Reader) -> None:
    url = plain_story("caspianwire").url + "?utm_source=rss"
    answer = fresh.get(url, User_Agent="test/1", Accept_Encoding="identity")
    fresh.get(url, If_None_Match=answer.headers["etag"], Accept_Encoding="identity")
    first, second = fresh.newsroom.requests
    assert (first.method, first.url, first.status, first.bytes) == ("GET", url, 200, len(answer.content))
    assert (first.user_agent, first.conditional) == ("test/1", False)
    assert (second.status, second.bytes, second.conditional) == (304, 0, True)


def test_the_same_bytes_on_each_start() -> None:
    assert publish(load_stories()) == publish(load_stories())


def test_advancing_corrects_one_article_and_publishes_the_late_one(fresh: Reader) -> None:
    corrected = next(story for story in STORIES.values() if story.correction)
    late = next(story for story in STORIES.values() if story.late)
    old = fresh.get(corrected.url)
    assert fresh.get(late.url).status_code == 404
    fresh.newsroom.advance()
    new = fresh.get(corrected.url, If_None_Match=old.headers["etag"])
    assert new.status_code == 200
    assert corrected.corrected().paragraphs[0] in BeautifulSoup(new.content, "lxml").get_text()
    first, second = (parsedate_to_datetime(answer.headers["last-modified"]) for answer in (old, new))
    assert first < second
    assert late.url in listed(fresh, SOURCES[late.outlet])


def test_advancing_leaves_every_other_page_as_it_was() -> None:
    before, after = publish(STORIES), publish(STORIES, advanced=True)
    changed = {path for path in after if after[path] != before.get(path)}
    pages = {story.url.removeprefix("http://") for story in STORIES.values()}
    new = {story.url.removeprefix("http://") for story in STORIES.values() if story.correction or story.late}
    assert changed & pages == new


def test_an_outlet_can_fall_silent_or_fail_and_come_back(fresh: Reader) -> None:
    newsroom, url = fresh.newsroom, plain_story("caspianwire").url
    newsroom.silence("caspianwire")
    assert listed(fresh, SOURCES["caspianwire"]) == set()
    assert fresh.get(url).status_code == 200
    newsroom.fail("caspianwire", 503)
    assert fresh.get(url).status_code == 503
    assert fresh.get(plain_story("araz").url).status_code == 200
    newsroom.restore("caspianwire")
    assert url in listed(fresh, SOURCES["caspianwire"])
    with pytest.raises(ValueError, match="no outlet 'nobody'"):
        newsroom.silence("nobody")


# --- the traps


def test_a_truncated_page_ends_in_the_middle_of_a_sentence(running: Reader) -> None:
    story = story_with("truncated")
    body = running.get(story.url).text
    assert story.paragraphs[0] in body
    assert story.paragraphs[-1] not in body
    assert "</html>" not in body


def test_walls_answer_200_and_hold_no_article(running: Reader) -> None:
    for trap, words in (("consent_wall", "We value your privacy"), ("soft_404", "Page not found")):
        answer = running.get(story_with(trap).url)
        assert answer.status_code == 200
        assert words in answer.text
    assert running.get(story_with("empty").url).content == b""
    assert "for subscribers" in running.get(story_with("paywall").url).text


def test_mojibake_can_be_read_back(running: Reader) -> None:
    story = story_with("mojibake")
    body = running.get(story.url).content.decode("utf-8-sig")
    assert story.title not in body
    assert "GÃ¼rcÃ¼stan" in body


def test_two_articles_stand_on_one_page(running: Reader) -> None:
    story = story_with("two_articles")
    body = running.get(story.url).text
    assert story.paragraphs[0] in body
    assert STORIES[story.followed_by or ""].paragraphs[0] in body


def test_ten_megabytes_of_markup_follow_an_article(running: Reader) -> None:
    story = story_with("huge")
    body = running.get(story.url).content
    assert 9_000_000 < len(body) < 11_000_000
    assert story.paragraphs[1].encode() in body[:10_000]


def test_feeds_hold_a_dead_link_a_broken_entry_and_nothing_at_all(running: Reader) -> None:
    gone = story_with("gone")
    assert gone.url in listed(running, SOURCES[gone.outlet])
    entries = feedparser.parse(running.get("http://azmod.newsroom.test/en/rss").content).entries
    assert [entry.title for entry in entries if not entry.get("link")] == ["Photo of the day"]
    broken = feedparser.parse(running.get("http://caspianwire.newsroom.test/rss/politics.xml").content)
    assert broken.bozo
    assert not [entry for entry in broken.entries if entry.get("link")]


def test_weekdays_in_the_texts_are_true() -> None:
    """A label that rests on 'on Friday' is only right if that day was one."""
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    for story in STORIES.values():
        for event in story.expected.events if story.expected else ():
            found = [name for name in names if name in event.evidence]
            if found and event.date_start:
                start = datetime.combine(event.date_start, datetime.min.time())
                assert names[start.weekday()] in found, story.id

"""The general wire: politics and war of which little is defence diplomacy. Each trap has a twin that is an event."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from parsers.coder import code
from parsers.textfile import read_record
from tests.unit.test_coder_traps import news, parties, read, told

WIRE = Path(__file__).parents[1] / "gold" / "wire.jsonl"
DEV = WIRE.with_name("dev.jsonl")
WAR = "Shelling went on through the night in the border district, and the army reported forty strikes. "


class TestCivilOfficialsNeedDefenceBesideThem:
    """Presidents and foreign ministers: only with defence in the sentence or one beside it."""

    MEETING = "President Tomas Brandt of Germany met President Lucia Ferri of Italy in Rome on Monday. "

    def test_war_elsewhere_in_the_story_makes_no_event(self):
        text = WAR + "Thousands fled. Trains were full. " + self.MEETING + "They spoke of wine tariffs."
        assert not read(text)

    @pytest.mark.parametrize(
        "beside",
        [
            "The leaders agreed to deepen military cooperation.",
            "Italy will supply air-defence missiles to Germany.",
            "They reviewed the defence agreement of last year.",
        ],
    )
    def test_with_defence_in_the_next_sentence_it_is_one(self, beside):
        text = WAR + "Thousands fled. Trains were full. " + self.MEETING + beside
        assert ("HIGH_LEVEL_MEETING", frozenset({"DEU", "ITA"})) in told(news(text))

    def test_two_sentences_on_is_not_beside(self):
        text = (
            self.MEETING
            + "They spoke of wine tariffs. Hotels were full. Italy imports weapons and military equipment."
        )
        assert not read(text)

    def test_a_defence_minister_needs_no_words_of_defence(self):
        text = "Germany's Defence Minister Tomas Brandt met President Lucia Ferri of Italy in Rome on Monday."
        assert told(news(text)) == [("HIGH_LEVEL_MEETING", frozenset({"DEU", "ITA"}))]

    def test_fighting_beside_it_is_no_cooperation(self):
        text = self.MEETING + "Missiles hit the port an hour later and soldiers died."
        assert not read(text)

    def test_what_follows_in_a_story_of_defence_is_of_defence(self):
        text = (
            "Germany's Defence Minister Tomas Brandt arrived in Italy on Monday. "
            "Brandt was greeted with music. He was received by President Lucia Ferri of Italy."
        )
        assert {one.type for one in news(text)} == {"OFFICIAL_VISIT", "HIGH_LEVEL_MEETING"}
        assert all(parties(one) == {"DEU", "ITA"} for one in news(text))


class TestCivilDeals:
    def test_a_trade_deal_in_a_war_story_is_none(self):
        text = WAR + "Thousands fled. Trains were full. Germany and Italy signed a deal on tourism on Monday."
        assert not read(text)

    def test_a_deal_on_arms_is_one(self):
        text = (
            "Germany and Italy signed a deal on Monday. It covers the sale of howitzers to the Italian army."
        )
        assert [one.type for one in news(text)][:1] == ["INSTRUMENT_SIGNED"]


class TestTwins:
    """The same words, once of no defence diplomacy and once of it."""

    @pytest.mark.parametrize(
        ("false", "true", "form"),
        [
            (
                "The jets that France promised arrived in Romania, soldiers said.",
                "French Defence Minister Paul Morel arrived in Romania on Monday.",
                "OFFICIAL_VISIT",
            ),
            (
                "The attempts of Latvia have been met by Russia with water cannon, the navy said.",
                "Latvia's Defence Minister Juris Ozols met Italian Defence Minister Lucia Ferri in Riga.",
                "HIGH_LEVEL_MEETING",
            ),
            (
                "There were no phone calls between the defence ministers of Latvia and Italy.",
                "There was a phone call between Latvian Defence Minister Juris Ozols and Italian Defence Minister Lucia Ferri.",
                "REMOTE_CALL",
            ),
            (
                "The Security Council meeting heard the envoys of Russia and Italy on weapons.",
                "Defence Minister Juris Ozols of Latvia met the defence ministers of Estonia and Lithuania at a council meeting.",
                "MULTILATERAL_MEETING",
            ),
            (
                "Since Russia sent troops into Ukraine, grain has cost more in Egypt.",
                "Romania sent 40 soldiers to the United Nations mission in Congo.",
                "PEACE_OPS",
            ),
            (
                "Ukraine was granted permission by the United States to fire missiles across the border.",
                "Germany donated 20 armoured vehicles to the army of Moldova.",
                "MILITARY_AID",
            ),
            (
                "Ukraine may not fire US-supplied missiles into Russia, an officer said.",
                "The United States supplied Romania with 12 missiles, an officer said.",
                "ARMS_TRANSFER",
            ),
            (
                "Mali severed diplomatic ties with Ukraine; soldiers of the army guarded the embassy.",
                "Mali suspended military cooperation with Ukraine.",
                "COOPERATION_REDUCED",
            ),
            (
                "The navy said a drone hit the Greek frigate while it was anchored off Cyprus.",
                "The Greek frigate docked in Limassol, Cyprus, for a port call.",
                "PORT_CALL",
            ),
        ],
    )
    def test_only_the_second_is_an_event(self, false, true, form):
        assert form not in {one.type for one in news(false)}
        assert form in {one.type for one in news(true)}

    def test_what_goes_on_meanwhile_is_no_party(self):
        text = "Latvian Defence Minister Juris Ozols met officers in Riga as Russian forces pushed on."
        assert all("RUS" not in parties(one) for one in read(text))

    def test_a_ceasefire_is_of_defence_only_by_what_the_same_sentence_says(self):
        talks = "Envoys of Qatar and Egypt held talks on a ceasefire in Doha. Italy sells weapons and military equipment."
        assert not news(talks)


class TestTheWireOfOurOwn:
    ARTICLES = [json.loads(line) for line in WIRE.read_text("utf-8").splitlines()]  # noqa: RUF012

    def test_it_has_the_form_of_the_labelled_articles_and_tells_nothing(self):
        keys = set(json.loads(DEV.read_text("utf-8").splitlines()[0]))
        for article in self.ARTICLES:
            assert set(article) == keys
            assert date.fromisoformat(article["published"])
            assert not article["relevant"] and not article["events"] and article["notes"], article["id"]
        for key in ("id", "url", "title", "text"):
            assert len({article[key] for article in self.ARTICLES}) == len(self.ARTICLES)
        languages = Counter(article["lang"] for article in self.ARTICLES)
        assert languages["en"] >= 60
        assert min(languages[lang] for lang in ("ru", "az", "tr")) >= 5
        assert len({article["notes"] for article in self.ARTICLES}) >= 10

    def test_false_events_stay_rare(self):
        """At most 50 in 1,000 of these, the hardest there are; 262 before the rules were made for them."""
        found = sum(len(code(read_record(one, one["id"])).mentions) for one in self.ARTICLES)
        assert 1000 * found / len(self.ARTICLES) <= 50

"""The general wire: politics and war of which little is defence diplomacy. Each trap has a twin that is an event."""

import pytest

from tests.unit.test_coder_traps import news, parties, read, told

REAL_WAR = "Shelling went on through the night in the border district, and the army reported forty strikes. "


class TestCivilOfficialsNeedDefenceBesideThem:
    """Presidents and foreign ministers: only with defence in the sentence or one beside it."""

    MEETING = "President Tomas Brandt of Germany met President Lucia Ferri of Italy in Rome on Monday. "

    def test_war_elsewhere_in_the_story_makes_no_event(self):
        text = REAL_WAR + "Thousands fled. Trains were full. " + self.MEETING + "They spoke of wine tariffs."
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
        text = REAL_WAR + "Thousands fled. Trains were full. " + self.MEETING + beside
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
        text = (
            REAL_WAR
            + "Thousands fled. Trains were full. Germany and Italy signed a deal on tourism on Monday."
        )
        assert not read(text)

    def test_a_deal_on_arms_is_one(self):
        text = (
            "Germany and Italy signed a deal on Monday. It covers the sale of howitzers to the Italian army."
        )
        assert [one.type for one in news(text)][:1] == ["INSTRUMENT_SIGNED"]

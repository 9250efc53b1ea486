"""What a text says once and means further on: parties, members, documents and rounds that later sentences lean on."""

import pytest

from tests.unit.test_coder_traps import only, parties, read

MET = "Estonian Defence Minister Mart Tamm met his Finnish counterpart Antti Salo in Helsinki on Tuesday. "


class TestTheTwoOfTheNews:
    """Beside its news an article tells what the same two did before, will do or may do."""

    @pytest.mark.parametrize(
        ("text", "form", "status"),
        [
            ("A joint exercise will be held in the Gulf of Finland in September.", "JOINT_EXERCISE", "planned"),
            ("The agreement on coastal radars was signed in 2016.", "INSTRUMENT_SIGNED", "background"),
            ("A seminar for military lawyers is to take place next month.", "EXPERT_EXCHANGE", "planned"),
        ],
    )  # fmt: skip
    def test_of_the_same_two(self, text, form, status):
        found = only(read(MET + text), form)
        assert (parties(found), found.realis) == ({"EST", "FIN"}, status)

    def test_not_where_somebody_else_is_named(self):
        found = read(MET + "The Swedish navy will hold a seminar on mines next month.")
        assert [one.type for one in found] == ["HIGH_LEVEL_MEETING"]

    def test_not_what_is_told_as_done(self):
        found = read(MET + "A seminar on mines was held at the naval base on Monday.")
        assert [one.type for one in found] == ["HIGH_LEVEL_MEETING"]


class TestMembersNamedLater:
    @pytest.mark.parametrize(
        ("text", "form", "named"),
        [
            ("The Kenyan army briefed foreign military attachés in Nairobi on Tuesday. Officers of Ghana, Italy and Japan were among the guests.",
             "ATTACHE_ACTIVITY", {"KEN", "GHA", "ITA", "JPN"}),
            ("Warships of Oman and India began a joint exercise on Monday. Kenya, Iran and Japan act as observers.",
             "JOINT_EXERCISE", {"OMN", "IND", "KEN", "IRN", "JPN"}),
            ("A Finnish evaluation team visited a Polish brigade on Tuesday under the Vienna Document. The officers, with a Czech inspector among them, were shown the tanks.",
             "VERIFICATION", {"FIN", "POL", "CZE"}),
            ("Observers from ten states of the OSCE watched an exercise of the Serbian army on Monday under the Vienna Document. Officers of Spain, Italy and Japan were among them.",
             "CSBM_TRANSPARENCY", {"SRB", "ESP", "ITA", "JPN"}),
        ],
    )  # fmt: skip
    def test_they_belong_to_it(self, text, form, named):
        assert parties(only(read(text), form)) == named


class TestShipsByName:
    LEAD = "The Brazilian frigate Jacaranda docked at Cape Town on Monday for a visit to the South African Navy. "

    def test_a_ship_goes_on_under_its_name(self):
        found = [
            one
            for one in read(self.LEAD + "Jacaranda called at Luanda on Friday.")
            if one.type == "PORT_CALL"
        ]
        assert [parties(one) for one in found] == [{"BRA", "ZAF"}, {"BRA", "AGO"}]

    def test_the_next_port_is_of_the_same_ship(self):
        found = [one for one in read(self.LEAD + "Her next port is Maputo.") if one.type == "PORT_CALL"]
        assert [parties(one) for one in found] == [{"BRA", "ZAF"}, {"BRA", "MOZ"}]

    def test_her_captain_is_of_her_navy(self):
        found = read(
            self.LEAD + "Captain Joao Serra laid a wreath at the memorial with South African cadets."
        )
        assert [(one.person, one.country) for one in only(found, "CEREMONY").participants if one.person] == [
            ("Joao Serra", "BRA")
        ]


class TestWhoGivesToo:
    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("The Polish army donated ten tanks to Ukraine on Monday. Latvia and Spain have also promised tanks.", {"LVA", "ESP", "UKR"}),
            ("Danish officers are training Kenyan soldiers in Nairobi. Instructors from Ghana have joined the programme.", {"GHA", "DNK", "KEN"}),
        ],
    )  # fmt: skip
    def test_to_the_same(self, text, named):
        assert parties(read(text)[-1]) == named


class TestTheCountriesOfTheArticle:
    """A sentence that names one of the two countries an article is about, or neither, is of both, if of no third."""

    TITLE = "Portuguese instructors train Angolan marines"

    def test_the_other_one_is_understood(self):
        text = "Twenty Angolan marines finished a five-week course in boarding on Friday. Portuguese officers handed out the diplomas."
        assert parties(only(read(text, title=self.TITLE), "EDU_TRAINING")) == {"PRT", "AGO"}

    def test_not_where_a_third_is_named(self):
        text = "Twenty Angolan marines finished a five-week course in Brazil on Friday. Portuguese officers train them at home."
        found = read(text, title=self.TITLE)
        assert {"PRT", "AGO"} not in [parties(one) for one in found if "Brazil" in one.evidence.text]

    def test_a_capital_in_the_title_stands_for_its_country(self):
        text = "The Chilean defence minister was received with military honours on Monday at the palace."
        assert parties(only(read(text, title="Lima receives Chilean defence minister"), "CEREMONY")) == {
            "CHL",
            "PER",
        }


class TestEachInItsOwnClause:
    def test_who_acts_after_and_is_no_party(self):
        text = "A Danish officer was posted as adviser to the Latvian army staff on Monday, and Spain has sent a ship to Malta."
        assert parties(only(read(text), "ADVISORY_PLACEMENT")) == {"DNK", "LVA"}

    def test_a_neighbour_that_is_only_named(self):
        text = "The Swedish and Finnish armies began a joint exercise with Latvia's neighbours on Monday."
        assert parties(read(text)[0]) == {"SWE", "FIN"}

    def test_the_day_of_another_event(self):
        text = "Polish Defence Minister Jan Nowak met his Czech counterpart on Monday for talks about a school, which opened on 3 March."
        assert str(only(read(text), "HIGH_LEVEL_MEETING").date_start) == "2024-05-13"

    def test_the_day_of_the_last_time(self):
        text = "Polish Defence Minister Jan Nowak met his Czech counterpart for the first time since 2019."
        assert only(read(text), "HIGH_LEVEL_MEETING").realis == "occurred"


class TestPeopleOfAList:
    def test_a_country_before_each_name(self):
        text = (
            "Poland's General Jan Nowak, Latvia's Juris Ozols and Estonia's Mart Tamm met in Riga on Monday."
        )
        assert {one.person for one in read(text)[0].participants} == {"Jan Nowak", "Juris Ozols", "Mart Tamm"}

    def test_a_country_before_the_name_at_the_head(self):
        text = (
            "Defence ministers gathered in Riga. Poland's Jan Nowak then met Latvia's Juris Ozols on Monday."
        )
        assert {one.person for one in only(read(text), "HIGH_LEVEL_MEETING").participants} == {
            "Jan Nowak",
            "Juris Ozols",
        }

    def test_a_name_with_an_article_again(self):
        text = (
            "Jordan's army chief, General Nayef Al-Harahsheh, received the Italian ambassador on Monday. Harahsheh met "
            "Greek Defence Minister Kostas Lymperis on Tuesday."
        )  # fmt: skip
        met = [one for one in read(text) if "GRC" in parties(one)]
        assert {one.person for one in met[0].participants} == {"Nayef Al-Harahsheh", "Kostas Lymperis"}


class TestRoundsAndDocuments:
    @pytest.mark.parametrize(
        ("text", "form", "status"),
        [
            ("Kenya and Ghana held a joint exercise in Nairobi on Monday. A second one is planned for October.", "JOINT_EXERCISE", "planned"),
            ("The joint military committee of Kenya and Ghana held its talks in Nairobi on Monday. Both sides looked back at the third session, held in Accra in 2021.", "STAFF_TALKS", "background"),
        ],
    )  # fmt: skip
    def test_the_same_once_more(self, text, form, status):
        assert [one.realis for one in read(text) if one.type == form] == ["occurred", status]

    def test_it_was_signed(self):
        text = "Kenya's parliament ratified a defence agreement with Ghana on Monday. It was signed in Accra in 2022."
        signed = only(read(text), "INSTRUMENT_SIGNED")
        assert (parties(signed), signed.realis) == ({"KEN", "GHA"}, "background")


class TestToldAgain:
    def test_inspectors_pay_no_visit_besides(self):
        text = "Swiss inspectors checked a Moldovan brigade under the Vienna Document on Monday. They visited Balti with Moldovan officers."
        assert [one.type for one in read(text)] == ["VERIFICATION"]

    def test_what_three_discussed_is_their_meeting(self):
        text = (
            "The defence ministers of Poland, Latvia and Estonia held a trilateral meeting in Riga on Monday. Poland's Jan Nowak, "
            "Latvia's Juris Ozols and Estonia's Mart Tamm discussed air defence."
        )
        assert [one.type for one in read(text)] == ["MULTILATERAL_MEETING"]

    def test_the_day_comes_from_the_telling_that_has_one(self):
        text = "Kenya and Ghana recently held staff talks. The staff talks between Kenya and Ghana took place on 9 May."
        assert str(only(read(text), "STAFF_TALKS").date_start) == "2024-05-09"


class TestOneOrTwo:
    def test_a_wreath_and_a_welcome_are_two(self):
        text = (
            "Kenyan Defence Minister Otieno Were arrived in Accra on Monday and was welcomed by Ghana's guard of honour. "
            "Mr Were laid a wreath at the memorial of the Ghanaian army."
        )
        assert [one.type for one in read(text)].count("CEREMONY") == 2

    def test_the_last_edition_is_another(self):
        text = (
            "Kenya and Ghana held a joint exercise in Nairobi on Monday. During the last edition 200 Kenyan soldiers had "
            "trained with a battalion from Ghana."
        )
        held = [one.realis for one in read(text) if one.type == "JOINT_EXERCISE"]
        assert held == ["occurred", "background"]

    def test_the_same_day_as_what_was_told(self):
        text = (
            "Kenya's army chief, General Otieno Were, met Ghana's Defence Minister on 10 May. The same afternoon the "
            "defence minister of Togo received General Were."
        )
        assert {str(one.date_start) for one in read(text)} == {"2024-05-10"}


class TestWhoComesIsNoVisitor:
    def test_instructors(self):
        text = "Danish instructors landed in Kenya on Monday to train soldiers of the Kenyan army."
        assert [one.type for one in read(text)] == ["EDU_TRAINING"]

    def test_an_exercise_called_by_its_name(self):
        text = "Troops from Thailand and Japan began Cobra Gold, an exercise in the jungle, on Monday."
        assert parties(only(read(text), "JOINT_EXERCISE")) == {"THA", "JPN"}

    def test_relief_goes_to_where_it_is_reported_from(self):
        text = "ACCRA, May 14 (GNA) - A transport plane of the Kenyan air force brought 20 tonnes of tents after the floods."
        assert parties(only(read(text), "HADR_DEMINING")) == {"KEN", "GHA"}


def test_who_only_tells_of_it_did_not_sign_it():
    text = MET + "Tamm said that an agreement on coastal radars had been signed in 2016."
    signed = only(read(text), "INSTRUMENT_SIGNED")
    assert [one.person for one in signed.participants] == [None, None]


class TestWhatIsAgreed:
    def test_agreed_in_principle(self):
        text = MET + "They agreed in principle to hold staff talks in October."
        assert only(read(text), "STAFF_TALKS").realis == "planned"

    def test_attaches_of_several_countries_named_later(self):
        text = (
            "The Indonesian Ministry of Defence took 28 military attachés on a tour of a shipyard on Monday. Attachés from "
            "Australia and Brazil were among the visitors."
        )
        assert parties(only(read(text), "ATTACHE_ACTIVITY")) == {"IDN", "AUS", "BRA"}

    def test_a_course_taught_by_others(self):
        text = "A course for 20 sappers of the Kenyan army at Nakuru, taught by Danish officers, was opened on Monday."
        assert parties(only(read(text), "EDU_TRAINING")) == {"KEN", "DNK"}

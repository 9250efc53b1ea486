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

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

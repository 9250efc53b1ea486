"""The coder's version tells its word lists apart, so that a recoding with others is never taken for the same."""

import shutil

import pytest

from parsers.coder import CODER_VERSION
from parsers.coder.lexicon import DATA, rules_version


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(DATA, tmp_path / "lexicon")


def test_the_bundled_lists_are_part_of_the_version():
    assert CODER_VERSION.partition("+")[2] == rules_version(DATA)


def test_the_same_lists_have_the_same_version_wherever_they_lie(copy):
    assert rules_version(copy) == rules_version(DATA)


def test_one_more_line_is_another_version(copy):
    with (copy / "tenures.csv").open("a", encoding="utf-8") as file:
        file.write("Natig Rustamzade,,minister of defence,AZE,,2030-01-01,,\n")
    assert rules_version(copy) != rules_version(DATA)


def test_a_list_that_moved_to_another_language_is_another_version(copy):
    (copy / "sv" / "areas.yml").rename(copy / "sv" / "topics.yml")
    assert rules_version(copy) != rules_version(DATA)


def test_words_about_the_lists_are_no_part_of_it(copy):
    (copy / "README.md").write_text("How these lists came about.")
    assert rules_version(copy) == rules_version(DATA)

"""The language of a text, from the text."""

import pytest

from parsers.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The defence ministers met in the capital and signed a plan for the coming year.", "en"),
        ("Министр обороны встретился в столице со своим коллегой.", "ru"),
        ("Міністр оборони зустрівся зі своїм колегою у столиці.", "uk"),
        ("Müdafiə naziri paytaxtda həmkarı ilə görüşüb.", "az"),
        ("Milli Savunma Bakanı başkentte mevkidaşıyla bir araya geldi ve görüştü.", "tr"),
        ("თავდაცვის მინისტრი კოლეგას შეხვდა", "ka"),
        ("Պաշտպանության նախարարը հանդիպել է գործընկերոջը", "hy"),
        ("Der Verteidigungsminister traf seinen Amtskollegen in der Hauptstadt.", "de"),
        ("Le ministre de la défense a rencontré son homologue dans la capitale.", "fr"),
        ("El ministro de Defensa se reunió con su homólogo en la capital.", "es"),
        ("التقى وزير الدفاع نظيره في العاصمة", "ar"),
        ("وزیر دفاع با همتای خود در پایتخت دیدار کرد گفت‌وگو", "fa"),
        ("国防部长会见了来访的代表团", "zh"),
        ("国防相が会談した", "ja"),
    ],
)
def test_languages_of_our_sources(text: str, language: str) -> None:
    assert identify(text) == language


def test_short_titles_lean_on_the_sources_languages() -> None:
    assert identify("Rus ordusu", ("az", "ru")) == "az"
    assert identify("Zakir Həsənov") == "az"


@pytest.mark.parametrize("text", ["", "12:30", "…", "A"])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert identify(text) is None


def test_an_azerbaijani_name_does_not_make_a_text_azerbaijani() -> None:
    assert identify("The minister Zakir Həsənov met the delegation in the capital and signed a plan.") == "en"

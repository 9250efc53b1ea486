"""Datelines: place, day and agency are read, and the text begins after them."""

from datetime import date

import pytest

from parsers.dateline import read_dateline

PUBLISHED = date(2018, 3, 10)
NINTH = date(2018, 3, 9)


@pytest.mark.parametrize(
    ("written", "place", "day", "agency"),
    [
        ("Baku, March 9, AZERTAC\n\n", "Baku", NINTH, "AZERTAC"),
        ("Bakı, 9 mart, AZƏRTAC ", "Bakı", NINTH, "AZERTAC"),
        ("Баку, 9 марта, АЗЕРТАДЖ. ", "Баку", NINTH, "AZERTAC"),
        ("BAKU, Azerbaijan, March 9 / Trend: ", "BAKU", NINTH, "Trend"),
        ("Azerbaijan, Baku, March 9 / Trend, A. Aliyev / ", "Baku", NINTH, "Trend"),
        ("Baku. 9 March. REPORT.AZ/ ", "Baku", NINTH, "Report"),
        ("Москва. 9 марта. ТАСС. ", "Москва", NINTH, "TASS"),
        ("МОСКВА, 9 марта. /ТАСС/. ", "МОСКВА", NINTH, "TASS"),
        ("ТАСС, 9 марта. ", None, NINTH, "TASS"),
        ("МОСКВА, 9 мар - РИА Новости. ", "МОСКВА", NINTH, "RIA Novosti"),
        ("Москва. 9 марта. INTERFAX.RU - ", "Москва", NINTH, "Interfax"),
        ("КИЕВ. 9 марта. УНН. ", "КИЕВ", NINTH, "UNN"),
        ("ANKARA, 9 Mart (AA) - ", "ANKARA", NINTH, "Anadolu"),
        ("YEREVAN, MARCH 9, ARMENPRESS. ", "YEREVAN", NINTH, "Armenpress"),
        ("ԵՐԵՎԱՆ, 9 ՄԱՐՏԻ, ԱՐՄԵՆՊՐԵՍՍ: ", "ԵՐԵՎԱՆ", NINTH, "Armenpress"),
        ("თბილისი (IPN) - ", "თბილისი", None, "Interpressnews"),
        ("TBILISI (AP) - ", "TBILISI", None, "AP"),
        ("HAYWARD, Calif. (AP) — ", "HAYWARD", None, "AP"),
        ("(Reuters) — ", None, None, "Reuters"),
        ("WASHINGTON, March 9 (Reuters) - ", "WASHINGTON", NINTH, "Reuters"),
        ("BEIJING, March 9 (Xinhua) -- ", "BEIJING", NINTH, "Xinhua"),
        ("新华社北京3月9日电（记者李明）", "北京", NINTH, "Xinhua"),
        ("الرياض في 9 مارس / واس / ", "الرياض", NINTH, "SPA"),
        ("Madrid, 9 mar (EFE).- ", "Madrid", NINTH, "EFE"),
        ("Bruxelles, le 9 mars 2018 – ", "Bruxelles", NINTH, None),
        ("TASHKENT, Uzbekistan (UzDaily.com) -- ", "TASHKENT", None, "UzDaily.com"),
        ("KABUL, Afghanistan — ", "KABUL", None, None),
        ("NEW DELHI: ", "NEW DELHI", None, None),
    ],
)
def test_datelines_of_our_agencies(written: str, place: str, day: date, agency: str) -> None:
    body = "Министр обороны" if "ТАСС" in written else "The minister arrived."
    dateline = read_dateline(written + body)
    assert dateline is not None
    assert (dateline.place, dateline.date(PUBLISHED), dateline.agency) == (place, day, agency)
    assert (written + body)[dateline.end :] == body


@pytest.mark.parametrize(
    "prose",
    [
        "On March 9, 2018, Azerbaijan and Georgia signed a plan.",
        "March 9 was a day of talks.",
        "9 мая. Парад начался утром.",
        "Vladimir Putin — president of Russia — arrived.",
        "NATO — the alliance — agreed.",
        "BREAKING: talks began.",
        "UPDATE 2 - Talks began.",
        "The Defence Ministry (MoD) - a body of the state - agreed.",
        "Zakir Hasanov (AZE) - the minister.",
        "Colonel General Zakir Hasanov, March 9 met his guest.",
        "",
        "(",
        "- -",
    ],
)
def test_prose_is_no_dateline(prose: str) -> None:
    assert read_dateline(prose) is None


def test_the_year_is_that_of_the_publication() -> None:
    dateline = read_dateline("Baku, December 31, AZERTAC. The minister")
    assert dateline is not None
    assert dateline.date(date(2019, 1, 2)) == date(2018, 12, 31)
    assert dateline.date(None) is None

"""Dates as newsrooms write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import yaml

from parsers.dates import DATA, Stamp, fold, of_day, read_format, read_stamp, reconcile, url_day

BAKU = ZoneInfo("Asia/Baku")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # markup and feeds
        ("2018-03-09T10:00:00+04:00", "2018-03-09T10:00:00+04:00"),
        ("2018-03-09T06:00:00Z", "2018-03-09T06:00:00+00:00"),
        ("2018-03-09 10:28", "2018-03-09T10:28:00+04:00"),
        ("Fri, 09 Mar 2018 10:00:00 GMT", "2018-03-09T10:00:00+00:00"),
        ("1520590000", "2018-03-09T10:06:40+00:00"),
        # pages, in the source's zone
        ("08.07.2026 [10:28]", "2026-07-08T10:28:00+04:00"),
        ("March 9, 2018, 4:05 p.m. EST", "2018-03-09T16:05:00-05:00"),
        ("9 марта 2018 г., 12:30", "2018-03-09T12:30:00+04:00"),
        ("10:28, 9 March 2018", "2018-03-09T10:28:00+04:00"),
        ("9. März 2018 um 10:15 Uhr", "2018-03-09T10:15:00+04:00"),
        ("12 Aralık 2023 Salı 14:30", "2023-12-12T14:30:00+04:00"),
        ("21 aprel 2024, 15:20 (UTC+04:00)", "2024-04-21T15:20:00+04:00"),
        ("2018年3月9日 10:20", "2018-03-09T10:20:00+04:00"),
    ],
)
def test_a_moment_is_read_with_its_zone(written: str, expected: str) -> None:
    stamp = read_stamp(written, BAKU)
    assert stamp is not None
    assert stamp.when.isoformat() == expected
    assert stamp.precision in ("minute", "second")


@pytest.mark.parametrize(
    "written",
    [
        "2018-03-09",
        "9 March 2018",
        "March 9th, 2018",
        "9 mars 2018",
        "9 марта 2018",
        "9 березня 2018",
        "9 mart 2018-ci il",
        "2018-ci il martın 9-u",
        "Martın 9-da 2018",
        "9 Mart 2018",
        "9 მარტი 2018",
        "2018 թ. մարտի 9",
        "9. März 2018",
        "9 de marzo de 2018",
        "9 مارس 2018",
        "9 آذار/مارس 2018",
        "٩ مارس ٢٠١٨",
        "2018年3月9日",
        "09/03/2018",
        "9.3.18",
        "9-Mar-2018",
    ],
)
def test_a_day_is_read_in_any_of_our_languages_and_no_zone_moves_it(written: str) -> None:
    assert read_stamp(written, BAKU) == of_day(date(2018, 3, 9))


def test_a_day_without_a_year_needs_a_date_to_be_near_to() -> None:
    assert read_stamp("martın 6-da") is None
    assert read_stamp("31 December", near=date(2020, 1, 2)) == of_day(date(2019, 12, 31))


@pytest.mark.parametrize(
    "written", ["", "soon", "32 March 2018", "99.99.2018", "2018-13-40T00:00", "March", "12:30"]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_stamp(written) is None


def test_a_site_may_state_its_own_format() -> None:
    assert read_format("09-03-2018  10:15", "%d-%m-%Y %H:%M", BAKU) == Stamp(
        datetime(2018, 3, 9, 10, 15, tzinfo=BAKU), "minute"
    )
    assert read_format("yesterday", "%d-%m-%Y") is None


def test_american_order_is_read_on_request() -> None:
    assert read_stamp("03/09/2018", month_first=True) == of_day(date(2018, 3, 9))
    assert read_stamp("13/09/2018", month_first=True) == of_day(date(2018, 9, 13))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.test/2018/03/09/slug", date(2018, 3, 9)),
        ("https://x.test/2018/mar/09/slug", date(2018, 3, 9)),
        ("https://x.test/20180309-slug.html", date(2018, 3, 9)),
        ("https://x.test/news-201803091234", None),
        ("https://x.test/2018/99/99", None),
    ],
)
def test_a_day_in_an_address(url: str, expected: date | None) -> None:
    assert url_day(url) == expected


FETCHED = datetime(2018, 3, 10, 12, tzinfo=UTC)


def test_the_best_basis_is_believed_and_a_bare_day_gains_a_time() -> None:
    moment = Stamp(datetime(2018, 3, 9, 8, 30, tzinfo=UTC), "minute")
    chosen = reconcile([("selector", of_day(date(2018, 3, 9))), ("json-ld", moment)], FETCHED)
    assert (chosen.stamp, chosen.basis, chosen.flags) == (moment, "json-ld", ())


def test_future_and_absurd_dates_are_flagged_and_not_believed() -> None:
    chosen = reconcile(
        [
            ("selector", of_day(date(2081, 3, 9))),
            ("meta", of_day(date(1970, 1, 1))),
            ("url", of_day(date(2018, 3, 9))),
        ],
        FETCHED,
    )
    assert (chosen.stamp, chosen.basis) == (of_day(date(2018, 3, 9)), "url")
    assert chosen.flags == ("absurd_date", "future_date")


def test_dates_far_apart_are_flagged_but_a_late_publication_is_not() -> None:
    late = [("meta", of_day(date(2018, 3, 9))), ("dateline", of_day(date(2018, 3, 6)))]
    wrong = [("meta", of_day(date(2018, 3, 9))), ("dateline", of_day(date(2018, 2, 6)))]
    assert reconcile(late, FETCHED).flags == ()
    assert reconcile(wrong, FETCHED).flags == ("dates_disagree",)


def test_no_month_name_means_two_months_and_all_are_spelled_as_they_are_looked_up() -> None:
    seen: dict[str, int] = {}
    for language, named in yaml.safe_load((DATA / "months.yml").read_text("utf-8")).items():
        assert sorted(named) == list(range(1, 13)), language
        for number, names in named.items():
            for name in names:
                assert fold(name) == name
                assert seen.setdefault(name, number) == number, f"{language}: {name}"

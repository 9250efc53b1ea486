"""Copies of one text: found across outlets as they are loaded; they count as one report and merge no events."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.warehouse_samples import article, batch, coding, mention
from warehouse.load import load
from warehouse.offered import add_views
from warehouse.store import Store, open_store

TEXT = (
    "The ministers of defence of the two countries met in the capital on Friday morning. They discussed the yearly plan"
    " of cooperation, the training of officers and a joint exercise of engineers in the autumn. The guest then laid a"
    " wreath at the memorial and visited a training centre for cadets, where he was shown new simulators of the school."
)
EDITED = TEXT.replace("new simulators", "simulators") + " Subscribe to our channel."
OTHER = " ".join(sorted(TEXT.split()))
COPIES = "SELECT article_id, other_id, kind FROM article_copies"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "w.duckdb")


def copies(store: Store) -> set[tuple[str, str, str]]:
    with store.write() as connection:
        add_views(connection)
        return set(connection.execute(COPIES).fetchall())


def test_an_edited_copy_is_found_whichever_comes_first_and_forgotten_when_it_changes(store: Store) -> None:
    wire, press = article("wire", text=TEXT), article("press", text=EDITED)
    apart = article("other", text=OTHER)
    for number, one in enumerate((press, apart, wire)):
        load(store, batch((one, coding(mention())), id=f"batch-{number}"))
    pair = (press.article_id, wire.article_id)
    assert copies(store) == {(*pair, "near_copy"), (*pair[::-1], "near_copy")}
    load(store, batch((article("press", text=OTHER + " Changed."), coding(mention())), id="batch-9"))
    assert copies(store).isdisjoint({(*pair, "near_copy"), (*pair[::-1], "near_copy")})


def test_the_same_words_of_another_year_are_no_copy(store: Store) -> None:
    wire = article("wire", text=TEXT)
    later = article("press", text=EDITED, published=datetime(2019, 3, 9, tzinfo=UTC))
    load(store, batch((wire, coding(mention())), (later, coding(mention()))))
    assert copies(store) == set()


def test_a_translation_is_linked_from_either_side(store: Store) -> None:
    english = article("agency", 1, alternates=(("ru", "http://agency.test/2"),))
    russian = article("agency", 2, text="Министры встретились.", lang="ru")
    load(store, batch((english, coding(mention())), (russian, coding())))
    pair = (english.article_id, russian.article_id)
    assert copies(store) == {(*pair, "translation"), (*pair[::-1], "translation")}


def test_a_copy_is_no_independent_report_and_the_same_text_of_two_days_is_two_events(store: Store) -> None:
    wire, press = article("wire", text=TEXT), article("press", text=EDITED)
    later = article("press", 2, text=EDITED + " Again.")
    load(store, batch((wire, coding(mention())), (press, coding(mention()))))
    load(store, batch((later, coding(mention(date_start=date(2018, 5, 9)))), id="batch-2"))
    with store.write() as connection:
        rows = connection.execute(
            "SELECT count(DISTINCT article_id), count(DISTINCT origin) FROM event_mentions GROUP BY event_id"
            " ORDER BY 1"
        ).fetchall()
    assert rows == [(1, 1), (2, 1)]

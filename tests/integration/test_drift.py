"""Parser drift: an outlet changes its markup, its articles are read all the same, and its health says so at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from flows.catalogue import catalogue
from flows.newsroom.server import Newsroom
from flows.settings import Settings
from flows.turn import take_turn
from warehouse.offered import add_views
from warehouse.store import open_store

DRIFT = "SELECT articles, drifted, share FROM parser_drift WHERE source_id = 'araz'"
FIELDS = """
    SELECT origins ->> 'text', origins ->> 'title', 'selectors_failed' IN flags FROM articles
    WHERE source_id = 'araz' GROUP BY ALL
"""


def test_a_redesigned_outlet_is_read_without_its_selectors_and_reported_within_one_run(
    tmp_path: Path,
) -> None:
    with Newsroom() as newsroom:
        settings = Settings(data=tmp_path, connect_to=newsroom.connect_to, recheck_days=36500)
        araz = catalogue(settings)["araz"]
        store = open_store(settings.database)

        def ask(query: str) -> list[tuple]:
            with store.write() as connection:
                add_views(connection)
                return connection.execute(query).fetchall()

        before = asyncio.run(take_turn(araz, settings))
        told = ask("SELECT count(*) FROM mentions")
        assert before.parsed > 0
        assert before.drifted == 0
        assert ask(DRIFT) == [(before.parsed, 0, 0.0)]
        newsroom.redesign("araz")
        after = asyncio.run(take_turn(araz, settings))
        assert after.parsed == after.drifted == before.parsed
        assert ask(DRIFT) == [(after.parsed, after.parsed, 1.0)]
        assert all(flagged and "selector" not in (text, title) for text, title, flagged in ask(FIELDS))
        assert ask("SELECT count(*) FROM mentions") == told

"""A loader killed anywhere and run again holds each row once."""

from __future__ import annotations

import pytest

from tests.killing import kill_loop


@pytest.mark.kill
def test_killed_at_random_instants_nothing_is_lost_doubled_or_halved(tmp_path):
    state = kill_loop(str(tmp_path / "warehouse.duckdb"), kills=4)
    assert state.batches > 0

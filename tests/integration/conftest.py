"""Stores to test on: the embedded file, and a lake on a real PostgreSQL where one is installed."""

from __future__ import annotations

from itertools import count
from urllib.parse import urlsplit

import psycopg
import pytest

from tests import postgres
from warehouse.store import open_store

STORES = ["file", pytest.param("lake", marks=pytest.mark.postgres)]
_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres_url():
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def empty_lake(postgres_url, tmp_path_factory):
    """A prepared lake, to be copied: making its tables takes longer than copying its catalogue."""
    data = tmp_path_factory.mktemp("lake")
    url = new_database(postgres_url, "template1")
    open_store(f"{url}?data_path={data}/")
    return url


def new_database(postgres_url: str, template: str) -> str:
    name = f"lake{next(_NUMBERS)}"
    with psycopg.connect(postgres_url, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return urlsplit(postgres_url)._replace(path=f"/{name}").geturl()


@pytest.fixture
def lake_url(postgres_url, empty_lake):
    return new_database(postgres_url, urlsplit(empty_lake).path[1:])


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    """An empty store of each kind."""
    where = tmp_path / "warehouse.duckdb" if request.param == "file" else request.getfixturevalue("lake_url")
    return open_store(where, lock_timeout=5)

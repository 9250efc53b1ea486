"""The schema: documented, versioned, and refused when newer than the program."""

from __future__ import annotations

import json
import shutil

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from flows.commands import warehouse as commands
from tests.warehouse_samples import article, batch, coding, mention
from warehouse import dictionary, migrations
from warehouse.errors import StoreError
from warehouse.load import load
from warehouse.publish import publish
from warehouse.store import FileStore, open_store

app = typer.Typer()
commands.register(app)


def test_every_table_view_column_and_macro_says_what_it_means():
    with dictionary.described() as connection:
        found = dictionary.relations(connection)
        assert [r.full_name for r in found if not r.meaning] == []
        assert [(r.full_name, c.name) for r in found for c in r.columns if not c.meaning] == []
        assert [name for name, _, meaning in dictionary.macros(connection) if not meaning] == []


def test_the_readme_holds_the_dictionary_as_it_is():
    assert dictionary.README.read_text("utf-8") == dictionary.readme(), "run python -m warehouse.dictionary"


def test_the_schema_command(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    publish(store)
    run = CliRunner().invoke(app, ["schema", "events", "--db", str(store.path), "--format", "json"])
    assert {"table", "column", "type", "meaning"} == set(json.loads(run.stdout)[0])
    assert CliRunner().invoke(app, ["schema", "nope", "--db", str(store.path)]).exit_code == 2


def folder_of(versions, tmp_path):
    folder = tmp_path / f"schema-{len(versions)}"
    folder.mkdir()
    for migration in versions:
        (folder / migration.name).write_text(migration.sql)
    return folder


@pytest.mark.parametrize("version", range(1, len(migrations.available())))
def test_data_of_every_earlier_version_comes_along(tmp_path, version):
    path = tmp_path / "warehouse.loader.duckdb"
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        migrations.migrate(connection, "old", folder_of(migrations.available()[:version], tmp_path))
        connection.execute("INSERT INTO event_areas VALUES ('20180309-x', 'medicine', 1)")
    store = open_store(tmp_path / "warehouse.duckdb")
    load(store, batch((article(), coding(mention()))))
    with store.write() as connection:
        assert connection.execute("SELECT count(*) FROM event_areas").fetchone() == (1,)
        assert max(migrations.applied(connection)) == migrations.available()[-1].version


def test_a_failing_migration_changes_nothing(tmp_path):
    folder = folder_of(migrations.available(), tmp_path)
    (folder / "9000_good.sql").write_text("CREATE TABLE half (a INTEGER);")
    (folder / "9001_bad.sql").write_text("CREATE TABLE other (a INTEGER); SELECT nonsense;")
    with duckdb.connect() as connection:
        with pytest.raises(StoreError, match=r"9001_bad.sql failed and nothing was changed"):
            migrations.migrate(connection, "here", folder, column_compression=False)
        assert migrations.applied(connection) == {}
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


def test_an_edited_migration_is_noticed(tmp_path):
    folder = folder_of(migrations.available(), tmp_path)
    with duckdb.connect() as connection:
        migrations.migrate(connection, "here", folder, column_compression=False)
        (folder / migrations.available()[0].name).write_text("-- other\n")
        with pytest.raises(StoreError, match="changed after it was applied"):
            migrations.migrate(connection, "here", folder)


def test_a_file_from_a_newer_program_is_refused(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    with store.write() as connection:
        connection.execute("INSERT INTO ops.schema_version VALUES (9999, 'x', 'x', now())")
    with pytest.raises(StoreError, match=r"newer Dragoman \(schema 9999.*upgrade"):
        open_store(store.path)
    shutil.copy(store.loader_path, store.path)
    with pytest.raises(StoreError, match="newer Dragoman"), FileStore(store.path).read():
        pass


def test_the_loaders_file_is_made_again_from_the_published_copy(tmp_path):
    store = open_store(tmp_path / "warehouse.duckdb")
    load(store, batch((article(), coding(mention()))))
    publish(store)
    store.loader_path.unlink()
    again = open_store(store.path)
    assert load(again, batch((article(), coding(mention())))).already_loaded
    publish(again)


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.5, 0.98])
def test_a_truncated_file_is_recognised(tmp_path, keep):
    store = open_store(tmp_path / "warehouse.duckdb")
    load(store, batch(*((article(number=n), coding(mention())) for n in range(50))))
    publish(store)
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(StoreError, match="damaged or no DuckDB database"), FileStore(store.path).read():
        pass

"""`dragoman sql` and `dragoman report` over a published database."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from flows.commands import warehouse as commands
from parsers.records import Instrument
from tests.warehouse_samples import article, batch, coding, mention, party
from warehouse.load import load
from warehouse.publish import publish
from warehouse.reports import reports, run_report
from warehouse.store import FileStore, open_store

app = typer.Typer()
commands.register(app)


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("db") / "warehouse.duckdb")
    people = (
        party("AZE", role="host", person="Zakir Hasanov", office="minister of defence"),
        party("GEO", role="guest", person="Levan Izoria", office="minister of defence"),
    )
    plan = Instrument("annual_plan", "plan of bilateral cooperation", "2018", "signed")
    load(
        store,
        batch(
            (
                article(text="The ministers met. \x1b[31mA plan was signed."),
                coding(
                    mention(1, type="OFFICIAL_VISIT"),
                    mention(
                        2,
                        participants=people,
                        parent=1,
                        said="The ministers \x1b[31mmet.",
                        areas=("medicine",),
                    ),
                    mention(3, type="INSTRUMENT_SIGNED", parent=1, instrument=plan),
                ),
            )
        ),
    )
    publish(store)
    return store.path


def run(*args, code=0):
    result = CliRunner().invoke(app, list(map(str, args)))
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("name", sorted(reports()))
def test_each_report_has_the_columns_it_documents_as_file_and_as_macro(db, name):
    with FileStore(db).read() as connection:
        answer = run_report(connection, name, {})
        assert answer.columns == list(reports()[name].columns)
        assert connection.execute(f"SELECT * FROM report_{name}()").fetchall() == answer.rows
        for parameter in reports()[name].parameters:
            value = {"VARCHAR": "AZE", "DATE": "2018-01-01"}.get(parameter.type, 5)
            told = run_report(connection, name, {parameter.name: value}).rows
            call = f"SELECT * FROM report_{name}({parameter.name} := ?::{parameter.type})"
            assert connection.execute(call, [value]).fetchall() == told


def test_the_list_of_reports(db):
    listed = json.loads(run("report", "--format", "json").stdout)
    assert {"activity", "partners", "timeline", "instruments", "persons"} <= {row["report"] for row in listed}


def test_partners_of_a_country(db):
    answer = json.loads(run("report", "partners", "--country", "aze", "--db", db, "--format", "json").stdout)
    assert [(r["partner"], r["events"], r["signed"]) for r in answer["rows"]] == [("GEO", 3, 1)]
    assert answer["coder_versions"] == ["1"] and answer["as_of"]
    assert answer["freshness"][0]["last_published"].startswith("2018-03-09")


def test_timeline_gives_the_evidence_and_the_visit_first(db):
    answer = json.loads(
        run(
            "report", "timeline", "--country", "AZE", "--partner", "GEO", "--db", db, "--format", "json"
        ).stdout
    )
    assert answer["rows"][0]["type"] == "OFFICIAL_VISIT"
    assert all(row["evidence"] and row["url"] for row in answer["rows"])


def test_instruments_and_persons(db):
    register = json.loads(run("report", "instruments", "--db", db, "--format", "json").stdout)["rows"]
    assert [(r["kind"], r["period"], r["status"], r["signed"]) for r in register] == [
        ("annual_plan", "2018", "signed", "2018-03-09")
    ]
    log = json.loads(run("report", "persons", "--country", "GEO", "--db", db, "--format", "json").stdout)[
        "rows"
    ]
    assert [(r["person"], r["met"]) for r in log] == [("Levan Izoria", "AZE Zakir Hasanov")]


def test_dates_limit_a_report(db):
    answer = json.loads(
        run("report", "activity", "--from", "2019-01-01", "--db", db, "--format", "json").stdout
    )
    assert answer["rows"] == []


def test_sql_in_each_format(db):
    query = (
        "SELECT type, areas FROM events JOIN (SELECT event_id, 1 AS areas FROM event_areas) USING (event_id)"
    )
    assert json.loads(run("sql", query, "--db", db, "--format", "json").stdout) == [
        {"type": "HIGH_LEVEL_MEETING", "areas": 1}
    ]
    assert run("sql", query, "--db", db, "--format", "csv").stdout == "type,areas\nHIGH_LEVEL_MEETING,1\n"
    assert "HIGH_LEVEL_MEETING" in run("sql", query, "--db", db).stdout


def test_values_from_outside_cannot_command_a_terminal(db):
    assert "\x1b" not in run("report", "timeline", "--db", db).stdout
    assert "\\x1b[31m" in run("sql", "SELECT evidence FROM mentions", "--db", db).stdout


def test_cells_a_spreadsheet_would_compute_are_disarmed_on_request(db):
    assert run("sql", "SELECT '=1+1' AS a", "--db", db, "--format", "csv", "--excel").stdout == "a\n'=1+1\n"
    assert run("sql", "SELECT '=1+1' AS a", "--db", db, "--format", "csv").stdout == "a\n=1+1\n"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM nope", "nope does not exist"),
        ("DELETE FROM events", "read-only"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("COPY events TO '/tmp/out.csv'", "disabled"),
        ("SET memory_limit = '1GB'", "locked"),
    ],
)
def test_what_sql_refuses_is_said_in_one_line(db, query, says):
    result = run("sql", query, "--db", db, code=1)
    assert says in result.stderr and result.stderr.count("\n") == 1


def test_a_missing_database_says_what_to_do(tmp_path):
    result = run("sql", "SELECT 1", "--db", tmp_path / "none.duckdb", code=1)
    assert "no such database" in result.stderr and "dragoman run" in result.stderr


def test_a_damaged_database_is_recognised(tmp_path):
    (tmp_path / "bad.duckdb").write_bytes(b"not a database" * 1000)
    assert (
        "damaged or no DuckDB database"
        in run("sql", "SELECT 1", "--db", tmp_path / "bad.duckdb", code=1).stderr
    )


def test_an_unknown_report_is_a_usage_error(db):
    assert "activity" in run("report", "nope", "--db", db, code=2).output

"""Commands over the warehouse: sql, report, schema, shell, export, migrate-store."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import duckdb
import typer

from flows.settings import load_settings
from warehouse import dictionary, tables
from warehouse import export as exporting
from warehouse.errors import StoreError
from warehouse.reports import Answer, reports, run_report
from warehouse.store import FileStore, Store, find_store, open_store
from warehouse.transfer import transfer

Db = Annotated[Path | None, typer.Option("--db", help="The published database.", dir_okay=False)]
# Which stored articles a command reads.
OfSources = Annotated[list[str] | None, typer.Option(help="Only this source; may be given again.")]
PublishedSince = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day of publication.", metavar="DATE"),
]
PublishedUntil = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of publication.", metavar="DATE"),
]


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class ReportFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    md = "md"


class ExportFormat(StrEnum):
    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    gdelt = "gdelt"
    polecat = "polecat"


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What goes wrong is said in one line on stderr, exit 1."""
    try:
        yield
    except StoreError as error:
        fail(str(error))
    except (duckdb.InternalException, duckdb.FatalException, duckdb.IOException) as error:
        fail(f"the database may be damaged; publish it again or restore a backup ({error})")
    except duckdb.Error as error:
        fail(" ".join(str(error).split("\n\nLINE")[0].split()))


def published(db: Path | None) -> Store:
    """The store asked for, else the one the settings name."""
    return find_store(load_settings(db=db).database)


def fail(message: str) -> NoReturn:
    typer.echo(f"dragoman: {tables.printable(message)}", err=True)
    raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command("sql")(sql)
    app.command("report")(report)
    app.command("schema")(schema)
    app.command("shell")(shell)
    app.command("export")(export)
    app.command("publish")(publish)
    app.command("migrate-store")(migrate_store)


def sql(
    query: Annotated[str, typer.Argument(help="One SQL query, or - to read it from standard input.")],
    db: Db = None,
    format: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.table,
    excel: Annotated[bool, typer.Option(help="CSV: disarm cells that a spreadsheet would compute.")] = False,
) -> None:
    """Ask the published database in SQL, read-only. Flows may be loading meanwhile."""
    text = sys.stdin.read() if query == "-" else query
    with one_line_errors(), published(db).read() as connection:
        result = connection.execute(text)
        columns = [column[0] for column in result.description or []]
        rows = result.fetchall()
        write_rows(columns, rows, format, excel)


def report(
    name: Annotated[str | None, typer.Argument(help="Which report; without it, the list.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-3, or an organisation.")] = None,
    partner: Annotated[str | None, typer.Option(help="The other party, where a report has two.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.", metavar="DATE")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.", metavar="DATE")
    ] = None,
    db: Db = None,
    format: Annotated[ReportFormat, typer.Option("--format", help="How to print it.")] = ReportFormat.table,
    excel: Annotated[bool, typer.Option(help="CSV: disarm cells that a spreadsheet would compute.")] = False,
) -> None:
    """Answer one of the standing questions, with its as-of time, coder version and sources' freshness."""
    if name is None:
        rows = [
            (r.name, r.question, ", ".join(_FLAGS.get(p.name, p.name) for p in r.parameters))
            for r in reports().values()
        ]
        write_rows(["report", "question", "options"], rows, format, excel)
        return
    if name not in reports():
        raise typer.BadParameter(f"no report {name!r}; there are: {', '.join(reports())}")
    given = {
        "country": country and party(country),
        "partner": partner and party(partner),
        "since": since and since.date(),
        "until": until and until.date(),
    }
    with one_line_errors(), published(db).read() as connection:
        answer = run_report(connection, name, given)
    if format == ReportFormat.json:
        typer.echo(tables.as_json(answer_object(answer)), nl=False)
        return
    write_rows(answer.columns, answer.rows, format, excel)
    typer.echo(footer(answer), err=format == ReportFormat.csv, nl=False)


def schema(
    table: Annotated[str | None, typer.Argument(help="Only this table or view.")] = None,
    db: Db = None,
    format: Annotated[ReportFormat, typer.Option("--format", help="How to print it.")] = ReportFormat.table,
) -> None:
    """The data dictionary: every table, view and column of the database with its meaning."""
    with one_line_errors(), published(db).read() as connection:
        if format == ReportFormat.md and table is None:
            typer.echo(dictionary.as_markdown(connection), nl=False)
            return
        found = [r for r in dictionary.relations(connection) if table in (None, r.full_name)]
    if not found:
        raise typer.BadParameter(f"no table {table!r}; dragoman schema lists them all")
    rows = [(r.full_name, c.name, c.type, c.meaning) for r in found for c in r.columns]
    write_rows(["table", "column", "type", "meaning"], rows, format, excel=False)


def shell(db: Db = None) -> None:
    """Open the published database in the duckdb command, read-only."""
    store = published(db)
    if not isinstance(store, FileStore):
        fail(
            "shell: the store is a lake; use dragoman sql, or attach it in duckdb with its ducklake extension."
        )
    with one_line_errors(), store.read():
        pass
    beside = Path(sys.executable).with_name("duckdb")
    program = str(beside) if beside.exists() else shutil.which("duckdb")
    if program is None:
        fail("duckdb: command not found. Install it (pip install duckdb-cli), or use dragoman sql.")
    os.execv(program, [program, "-readonly", str(store.path)])  # noqa: S606


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if missing.", file_okay=False)],
    format: Annotated[ExportFormat, typer.Option("--format", help="In which form.")] = ExportFormat.parquet,
    db: Db = None,
) -> None:
    """Write the published tables as files, or the events in a layout that event-data tools read."""
    with one_line_errors():
        written = exporting.export(published(db), folder, format)
    write_rows(["name", "rows", "path"], [(e.name, e.rows, str(e.path)) for e in written], Format.json, False)


def party(code: str) -> str:
    """A country's or organisation's code, as the tables write it."""
    if not re.fullmatch(r"[A-Za-z]{2,6}", code):
        raise typer.BadParameter(f"{code!r}: give a code such as AZE (ISO 3166-1 alpha-3) or NATO")
    return code.upper()


def publish(db: Db = None) -> None:
    """Let people see everything loaded so far; flows do so at their ends."""
    from warehouse.publish import publish

    store = load_settings(db=db).open_store()
    publish(store)
    write_rows(["published"], [(str(store),)], Format.json, False)


def migrate_store(
    source: Annotated[str, typer.Argument(help="A database file, or the postgresql:// URL of a lake.")],
    target: Annotated[str, typer.Argument(help="The empty one to fill; made if missing.")],
) -> None:
    """Move everything from one store to another, a file or a lake, and compare all rows."""
    with one_line_errors():
        rows = transfer(open_store(source), open_store(target))
    write_rows(["table", "rows"], list(rows.items()), Format.json, False)


_FLAGS = {"country": "--country", "partner": "--partner", "since": "--from", "until": "--to"}


def answer_object(answer: Answer) -> dict[str, Any]:
    return {
        "report": answer.report,
        "question": answer.question,
        "parameters": answer.parameters,
        "as_of": answer.as_of,
        "coder_versions": answer.coder_versions,
        "freshness": answer.freshness,
        "rows": tables.as_objects(answer.columns, answer.rows),
    }


def footer(answer: Answer) -> str:
    """The lines under a printed report: as of when, which coder, how fresh each source is."""
    fresh = ", ".join(
        f"{s['source_id']} {s['last_published']:%Y-%m-%d}"
        if s["last_published"]
        else f"{s['source_id']} never"
        for s in answer.freshness
    )
    as_of = f"{answer.as_of:%Y-%m-%d %H:%M} UTC" if answer.as_of else "unknown"
    coder = ", ".join(answer.coder_versions) or "none"
    newest = f"Newest article of each source: {fresh or 'none'}."
    return f"\n{len(answer.rows)} rows. As of {as_of}; coder {coder}.\n{newest}\n"


def write_rows(columns: list[str], rows: list[tuple], format: StrEnum, excel: bool) -> None:
    terminal = sys.stdout.isatty()
    if format == "json":
        text = tables.as_json(tables.as_objects(columns, rows))
    elif format == "csv":
        text = tables.as_csv(columns, rows, for_excel=excel)
        if terminal:
            text = "\n".join(tables.printable(line) for line in text.split("\n"))
    elif format == "md":
        text = tables.as_markdown(columns, rows)
    else:
        text = tables.as_table(columns, rows, shutil.get_terminal_size().columns if terminal else None)
    typer.echo(text, nl=False)

"""`dragoman review` and `dragoman learn`: names that no list knows, and what the coder is given to know of them."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.commands.warehouse import Db, Format, one_line_errors, party, published, write_rows
from flows.errors import DragomanError, UsageError
from flows.settings import load_settings

DAY = ["%Y-%m-%d"]
SHOWN = (
    "person_id", "status", "name", "country", "org", "country_basis", "office", "rank", "first_seen", "last_seen",
    "articles", "sources", "evidence",
)  # fmt: skip


class Status(StrEnum):
    new = "new"
    accepted = "accepted"
    rejected = "rejected"
    decided = "decided"
    all = "all"


Who = Annotated[list[str], typer.Argument(help="Ids or names as listed; ids of proposals.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Go through the names that no list knows: accept them for the coder, or reject them.",
        invoke_without_command=True,
    )
    group.callback()(review)
    group.command("accept")(accept)
    group.command("reject")(reject)
    group.command("apply")(apply)
    group.command("proposals")(proposals)
    app.add_typer(group, name="review")
    app.command("learn")(learn)


def review(
    context: typer.Context,
    status: Annotated[Status, typer.Option(help="Which of them; `decided` are both kinds.")] = Status.new,
    limit: Annotated[int, typer.Option(min=1, help="The most often named so many.")] = 50,
    db: Db = None,
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.table,
    excel: Annotated[bool, typer.Option(help="CSV: disarm cells that a spreadsheet would compute.")] = False,
) -> None:
    """The names that wait for review, each with the sentence that says most; CSV and JSON have all columns."""
    if context.invoked_subcommand is not None:
        return
    columns = ", ".join(SHOWN) if format == Format.table else "*"
    _print(
        f"SELECT {columns} FROM review WHERE $status IN ('all', status)"  # noqa: S608
        " OR ($status = 'decided' AND status <> 'new')"
        " ORDER BY articles DESC, last_seen DESC NULLS LAST, name, person_id LIMIT $limit",
        {"status": status.value, "limit": limit},
        db,
        format,
        excel,
    )


def proposals(
    status: Annotated[Status, typer.Option(help="Which of them; `decided` are both kinds.")] = Status.new,
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
    db: Db = None,
    format: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.table,
) -> None:
    """Events that a second coder proposes (`dragoman compare`); accepted ones say that our rules miss something."""
    _print(
        "SELECT p.proposal_id, p.status, p.coder, p.verdict, p.type, p.parties, p.date_start, p.fields, p.evidence, a.url"
        " FROM proposals AS p JOIN articles AS a ON a.article_id = p.article_id WHERE $status IN ('all', p.status)"
        " OR ($status = 'decided' AND p.status <> 'new') ORDER BY a.published DESC NULLS LAST, p.proposal_id LIMIT $limit",
        {"status": status.value, "limit": limit},
        db,
        format,
    )


def accept(
    who: Who,
    name: Annotated[str | None, typer.Option(help="How the name is to be written.")] = None,
    country: Annotated[
        str | None, typer.Option(help="ISO 3166-1 alpha-3, where it was read wrongly.")
    ] = None,
    org: Annotated[
        str | None, typer.Option(help="Organisation served, such as NATO, instead of a country.")
    ] = None,
    office: Annotated[str | None, typer.Option(help="Office, where it was read wrongly.")] = None,
    rank: Annotated[str | None, typer.Option(help="Rank, where it was read wrongly.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="First day in office.", metavar="DATE")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY, help="Last day in office.", metavar="DATE")
    ] = None,
    db: Db = None,
) -> None:
    """Take names for people, with what the articles say of them or corrected; `dragoman learn` gives them to the coder."""
    given: dict[str, Any] = {
        "person": name,
        "country": country and party(country),
        "org": org and party(org),
        "office": office,
        "rank": rank,
        "held_from": since and since.date(),
        "held_to": until and until.date(),
    }
    corrections = {field: value for field, value in given.items() if value}
    if corrections and len(who) > 1:
        raise UsageError("corrections are of one person: accept the others by themselves")
    if country and org:
        raise UsageError("--country or --org, not both")
    if country or org:
        corrections = {"country": None, "org": None, **corrections}
    _decide(who, "accepted", corrections, db)


def reject(who: Who, db: Db = None) -> None:
    """Take names off the list: no people, or none of interest."""
    _decide(who, "rejected", {}, db)


def apply(
    file: Annotated[
        Path, typer.Argument(help="What `dragoman review --status decided --format csv` printed.")
    ],
    db: Db = None,
) -> None:
    """Make the decisions of a file again, in a new database too."""
    from warehouse.review import Decision, decide

    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        decisions = [_decision(row, Decision) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DragomanError(f"{file}: no file of decisions ({type(error).__name__}: {error})") from None
    with one_line_errors():
        _keep(decide(_store(db), decisions), len(decisions), db)


def learn(db: Db = None) -> None:
    """Give the coder what was accepted and what articles taught, from the next article on; recode applies it to all."""
    from parsers.coder import version
    from parsers.records import Tenures
    from warehouse.publish import publish
    from warehouse.review import give

    with one_line_errors():
        store = _store(db)
        given = give(store)
        publish(store)
    coder = version(Tenures(given.version))
    print(json.dumps({**asdict(given), "changed": given.version != given.before, "coder_version": coder}))


def _print(sql: str, given: dict[str, Any], db: Path | None, format: Format, excel: bool = False) -> None:
    with one_line_errors(), published(db).read() as connection:
        found = connection.execute(sql, given)
        write_rows([column[0] for column in found.description], found.fetchall(), format, excel)


def _decide(who: list[str], status: str, corrections: dict[str, Any], db: Path | None) -> None:
    from warehouse.proposals import decide_proposals
    from warehouse.review import decide, find

    store = _store(db)
    with one_line_errors():
        proposed, changed = decide_proposals(store, who, status)
        decisions = [replace(find(store, one, status), **corrections) for one in who if one not in proposed]
        _keep(changed + decide(store, decisions), len(who), db)


def _keep(changed: int, decided: int, db: Path | None) -> None:
    from warehouse.publish import publish

    publish(_store(db))
    print(json.dumps({"decided": decided, "changed": changed}))


def _store(db: Path | None) -> Any:
    return load_settings(db=db).open_store()


def _decision(row: dict[str, str], kind: type) -> Any:
    told: dict[str, Any] = {one.name: row[one.name] or None for one in fields(kind)}
    for name in ("held_from", "held_to"):
        told[name] = told[name] and date.fromisoformat(told[name])
    if told["status"] not in ("accepted", "rejected") or not (
        told["person_id"] and told["person"] and told["name"]
    ):
        raise ValueError(f"no decision about {told['name']}: {told['status']}")
    return kind(**told)

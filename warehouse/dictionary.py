"""The data dictionary: every table, view and macro with what it means, read from the database itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.migrations import migrate
from warehouse.offered import add_macros, add_views
from warehouse.publish import date_copy
from warehouse.reports import reports


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    meaning: str | None


@dataclass(frozen=True)
class Relation:
    """A table or view; `schema` is main or ops."""

    schema: str
    name: str
    kind: str
    meaning: str | None
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        return self.name if self.schema == "main" else f"{self.schema}.{self.name}"


_COLUMNS = """
SELECT c.schema_name, c.table_name, c.column_name, c.data_type, c.comment
FROM duckdb_columns() AS c
WHERE NOT c.internal AND c.schema_name IN ('main', 'ops') AND c.database_name = current_database()
ORDER BY c.schema_name, c.table_name, c.column_index
"""
_RELATIONS = """
SELECT t.schema_name, t.table_name, 'table' AS kind, t.comment FROM duckdb_tables() AS t
WHERE t.schema_name IN ('main', 'ops') AND t.database_name = current_database()
UNION ALL
SELECT v.schema_name, v.view_name, 'view', v.comment FROM duckdb_views() AS v
WHERE NOT v.internal AND v.schema_name IN ('main', 'ops') AND v.database_name = current_database()
ORDER BY 1, 3, 2
"""
_MACROS = """
SELECT f.function_name, f.parameters, f.comment FROM duckdb_functions() AS f
WHERE f.function_type = 'table_macro' AND NOT f.internal AND f.schema_name = 'main'
    AND f.database_name = current_database() AND NOT starts_with(f.function_name, 'report_')
ORDER BY f.function_name
"""


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Tables and views in main and ops, tables first."""
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, *column in connection.execute(_COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append(Column(*column))
    return [
        Relation(schema, name, kind, comment, tuple(columns.get((schema, name), ())))
        for schema, name, kind, comment in connection.execute(_RELATIONS).fetchall()
    ]


def macros(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str], str]]:
    """Table macros other than the reports': name, parameters, meaning."""
    return connection.execute(_MACROS).fetchall()


def as_markdown(connection: duckdb.DuckDBPyConnection) -> str:
    """The dictionary as a Markdown page."""
    lines = []
    for relation in relations(connection):
        lines += [f"### {relation.full_name}", "", f"{relation.meaning} ({relation.kind}).", ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| {c.name} | {c.type} | {c.meaning or ''} |" for c in relation.columns]
        lines += [""]
    lines += ["### Macros", "", "| macro | meaning |", "| --- | --- |"]
    for name, parameters, meaning in macros(connection):
        lines.append(f"| `{name}({', '.join(parameters)})` | {meaning} |")
    lines += [
        "",
        "### Reports",
        "",
        "Each also as the macro `report_<name>(...)`, every parameter optional.",
        "",
    ]
    lines += ["| report | question | parameters |", "| --- | --- | --- |"]
    for report in reports().values():
        lines.append(
            f"| {report.name} | {report.question} | {', '.join(p.name for p in report.parameters)} |"
        )
    return "\n".join([*lines, ""])


README = Path(__file__).parent / "README.md"
MARK = "<!-- From here on written by: python -m warehouse.dictionary -->\n"


def readme() -> str:
    """The README as it should be: its own words up to the mark, the dictionary after it."""
    words, _, _ = README.read_text("utf-8").partition(MARK)
    return words + MARK + "\n" + as_markdown(described())


def described() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with everything a published one has, to describe it."""
    connection = duckdb.connect()
    migrate(connection, "memory", column_compression=False)
    date_copy(connection)
    add_views(connection)
    add_macros(connection)
    return connection


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")

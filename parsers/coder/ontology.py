"""The codebook: forms, realis, levels, areas and organisations."""

from __future__ import annotations

from parsers.coder.lexicon import DATA, rows
from parsers.datafile import read_yaml

ONTOLOGY = read_yaml(DATA / "ontology.yml")
ONTOLOGY_VERSION = ONTOLOGY["version"]
ORGS = frozenset(row["org"] for row in rows("organisations.csv"))
# The realis of what has taken place or does now.
REAL = frozenset({"occurred", "ongoing"})


def country_or_org(party: str) -> tuple[str | None, str | None]:
    """A party's name as (country code, organisation), of which one is None."""
    return (party, None) if len(party) == 3 and party.isupper() and party not in ORGS else (None, party)

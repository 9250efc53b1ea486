"""Tenures that the coder is given: what a person in charge accepted, and what articles taught.

They are handed in with each article, as a value with a version of its own, and are not a table that the coder
fills and asks while it reads. If it did, an article would be coded by what happened to be loaded before it, and
coding the same articles again, or elsewhere, would give other rows. So learning is a step of its own, between
codings: it makes a snapshot, the snapshot's digest is part of the coder's version, and stored articles keep their
coding until they are coded again with the new one.

The order in which a country is understood: said in the text, the bundled list or an accepted line, a learned
line, the outlet's home. A learned line counts from a year before it was first seen to a year after it was last:
people change offices, and namesakes come.
"""

from __future__ import annotations

from datetime import date, timedelta

from parsers.records import Tenure, Tenures

_AROUND = timedelta(days=365)


class Given:
    """Look-up of given tenures by name. Lines have the columns of `tenures.csv`, and `basis`."""

    def __init__(self, tenures: Tenures) -> None:
        self.reviewed = [_row(one) for one in tenures.lines if one.basis == "reviewed"]
        self._by_name: dict[str, list[dict[str, str]]] = {}
        for row in [*self.reviewed, *(_row(one) for one in tenures.lines if one.basis == "learned")]:
            for form in {row["person"], *row["forms"].split("|")} - {""}:
                self._by_name.setdefault(form.casefold(), []).append(row)

    def line(self, name: str, day: date | None) -> dict[str, str] | None:
        """The line for this name at this day, an accepted one before a learned one; None where parties differ."""
        lines = self._by_name.get(name.casefold(), ())
        for basis in ("reviewed", "learned"):
            fit = [one for one in lines if one["basis"] == basis and _covers(one, day)]
            if fit:
                return fit[0] if len({one["country"] or one["org"] for one in fit}) == 1 else None
        return None


def _covers(row: dict[str, str], day: date | None) -> bool:
    if day is None:
        return row["basis"] == "reviewed"
    around = _AROUND if row["basis"] == "learned" else timedelta(0)
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("from", "to"))
    return (first is None or first - around <= day) and (last is None or day <= last + around)


def _row(one: Tenure) -> dict[str, str]:
    return {
        "person": one.person, "forms": "|".join(one.forms), "office": one.office, "country": one.country,
        "org": one.org, "from": one.first_day, "to": one.last_day, "basis": one.basis,
    }  # fmt: skip

"""A package with second coders, written and installed (as its files lie after an installation) into a folder."""

from __future__ import annotations

from pathlib import Path

# The words are those of TEXT; `sign` makes up a quote, `three` has one good proposal among bad ones.
MODULE = """
import os, sys, time
from datetime import date
from parsers.records import Coding, Evidence, Mention, Participant, PersonSeen

def event(quote, form="HIGH_LEVEL_MEETING", parties=("GEO", "EST"), **more):
    who = tuple(Participant(country=one, role="participant") for one in parties)
    facts = {"confidence": 0.9, "reason": "a model says so", "date_start": date(2031, 5, 4)} | more
    return Mention(1, form, "occurred", who, Evidence(0, 0, 0, quote), facts.pop("confidence"), facts.pop("reason"), **facts)

def meeting(article, source):
    print("this is no output of ours")
    return Coding(True, 1.0, (event("met the Minister of Defence of Estonia"),))

def invents(article, source):
    return Coding(True, 1.0, (event("signed a secret treaty of alliance"),))

def mixed(article, source):
    return Coding(True, 1.0, (
        "no mention at all", event("met the Minister", form="TEA_PARTY"), event("met"), event("met the Minister", parties=("GEO",)),
        event("met the Minister of Defence", confidence=7.0), event("met the Minister of Defence", areas=("chess",)),
        event("met the Minister of Defence", parties=("GEO", "Estonia")), event(5),
        event("met the Minister of Defence of Estonia"), event("signed an annual plan that never was"),
    ))

def raises(article, source):
    raise RuntimeError("no credit left")

def leaves(article, source):
    raise SystemExit(3)

def dies(article, source):
    os._exit(7)

def hangs(article, source):
    while True:
        time.sleep(60)

def hangs_on_one(article, source):
    return hangs(article, source) if article.url.endswith("/2") else meeting(article, source)

def nothing(article, source):
    return None

def garbage(article, source):
    return {"mentions": b"\\xff\\x00", "events": [1, 2, 3]}

def endless(article, source):
    def without_end():
        while True:
            yield event("met the Minister of Defence of Estonia")
    coding = Coding(True, 1.0)
    object.__setattr__(coding, "mentions", without_end())
    return coding
"""
NAMES = (
    "meeting", "invents", "mixed", "raises", "leaves", "dies", "hangs", "hangs_on_one", "nothing", "garbage", "endless",
)  # fmt: skip
TEXT = (
    "The Minister of Defence of Georgia, Zurab Kiknadze, met the Minister of Defence of Estonia, Aivar Tamm, in Tbilisi "
    "on 4 May 2031."
)


def install(folder: Path) -> Path:
    """Put the package there; with the folder on the path its coders are found."""
    info = folder / "hostile_coders-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "hostile_coders.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile-coders\nVersion: 1.0\n")
    lines = [*(f"{name} = hostile_coders:{name}" for name in NAMES), "broken = hostile_coders:not_there"]
    (info / "entry_points.txt").write_text("\n".join(["[dragoman.coders]", *lines, ""]))
    return folder

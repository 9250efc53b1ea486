"""Articles are coded in threads: what they share of a language is ready before any of them reads it."""

from __future__ import annotations

import json
import subprocess
import sys

from parsers.coder.coder import code
from parsers.textfile import read_json, read_record
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold" / "dev.jsonl"
TOGETHER = 8
# In a process of its own, where no language has been read yet.
CODE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from parsers.coder.lexicon import lexicon
from tests.unit.test_coder_threads import TOGETHER, articles, events
lexicon("en")
sys.setswitchinterval(1e-6)
together = Barrier(TOGETHER)
def one(article):
    together.wait()
    return events(article)
with ThreadPoolExecutor(TOGETHER) as pool:
    print(json.dumps(list(pool.map(one, articles()))))
"""


def articles() -> list:
    lines = [line for line in GOLD.read_text("utf-8").splitlines() if json.loads(line)["lang"] == "en"]
    return [read_record(read_json(line, "gold"), "gold") for line in lines[:TOGETHER]]


def events(article) -> list[str]:
    return [repr(mention) for mention in code(article).mentions]


def test_threads_that_begin_together_code_as_one_after_another():
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [events(article) for article in articles()]

"""Copies of one text: near-duplicates and syndicated texts, by MinHash. It groups texts and never events.

Pure functions: the warehouse stores signatures and bands. Two texts that share a band are candidates;
`similarity` of their signatures decides.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from rensa import RMinHash

PERMUTATIONS = 128
# 32 bands of 4 rows: texts of which six words in ten are shared meet in a band nine times in ten.
BANDS = 32
# Estimated share of common shingles from which one text is taken for a copy of the other.
COPY = 0.7
_SEED = 7
_SHINGLE = 3
_WORD = re.compile(r"\w+")
# Shorter texts are formulas ("Photo of the day"), alike without being copies.
_FEWEST_WORDS = 20


def signature(text: str) -> tuple[int, ...] | None:
    """MinHash of the text's shingles of three words, `PERMUTATIONS` integers; None for a text of few words.

    Letter case, punctuation and white space do not count. In scripts without spaces letters are words.
    """
    words = _WORD.findall(text.casefold())
    if sum(map(len, words)) > 12 * len(words):
        words = [letter for word in words for letter in word]
    if len(words) < _FEWEST_WORDS:
        return None
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update([" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)])
    return tuple(minhash.digest())


def bands(signed: tuple[int, ...]) -> tuple[str, ...]:
    """`BANDS` grouping keys: texts that are near-duplicates share at least one."""
    rows = len(signed) // BANDS
    return tuple(
        f"{band:02x}-" + "".join(f"{value:08x}" for value in signed[band * rows : (band + 1) * rows])
        for band in range(BANDS)
    )


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimated share of shingles the two texts have in common, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


@dataclass(frozen=True, slots=True)
class Change:
    """Paragraphs taken out and put in between two versions of a text, in reading order."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


def changes(before: str, after: str) -> Change:
    """What changed between two versions of one article's text, paragraph by paragraph."""
    old, new = before.split("\n\n"), after.split("\n\n")
    removed: list[str] = []
    added: list[str] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += old[a:b]
            added += new[c:d]
    return Change(tuple(removed), tuple(added))

"""Near-duplicates and syndicated copies of one text, by MinHash. It groups texts and never events."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rensa import RMinHash

from warehouse.sqlfiles import run_file

PERMUTATIONS = 128
# Of 24 bands of 5 rows, texts that have seven shingles in ten in common share one ninety-eight times in a hundred.
BANDS, ROWS = 24, 5
# Share of common shingles, as estimated, from which one text is taken for a copy of the other.
COPY = 0.7
_SEED = 7
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHINGLE = 3
_WORD = re.compile(r"\w+")
# Shorter texts are formulas ("Photo of the day"), alike without being copies.
_FEWEST_WORDS = 20
_BANDS = pa.schema([("article_id", pa.string()), ("band", pa.int64())])
_PAIRS = pa.schema([("article_id", pa.string()), ("other_id", pa.string()), ("similarity", pa.float64())])

_ALIKE = (
    "SELECT a.article_id, a.other_id, t.body FROM alike AS a JOIN article_texts AS t USING (content_hash)"
    " WHERE NOT a.verbatim"
)

Signature = tuple[int, ...]


def signature(text: str) -> Signature | None:
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


def bands(signatures: Iterable[Signature]) -> npt.NDArray[np.int64]:
    """A row of `BANDS` keys for each signature: near-duplicates are expected to share at least one."""
    values = np.array([signed[: BANDS * ROWS] for signed in signatures], np.uint64).reshape(-1, BANDS, ROWS)
    keys = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), values.shape[:2])
    for row in range(ROWS):
        keys = (keys ^ values[:, :, row]) * _MIX
        keys = keys ^ (keys >> np.uint64(29))
    return keys.view(np.int64)


def similarity(one: Signature, other: Signature) -> float:
    """Estimated share of shingles the two texts have in common, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def find_copies(connection: duckdb.DuckDBPyConnection, texts: dict[str, str]) -> None:
    """Write anew which stored articles each of these (id → text) is a near copy of."""
    signed = {article: found for article, text in texts.items() if (found := signature(text))}
    columns = [[article for article in signed for _ in range(BANDS)], bands(signed.values()).ravel()]
    connection.register("in_band", pa.table(columns, schema=_BANDS))
    connection.register("in_text", pa.table({"article_id": pa.array(texts, pa.string())}))
    run_file(connection, "load/copies.sql")
    pairs = []
    others: dict[str, Signature | None] = {}
    for article, other, body in connection.execute(_ALIKE).fetchall():
        if other not in others:
            others[other] = signature(body)
        theirs = others[other]
        if theirs and (alike := similarity(signed[article], theirs)) >= COPY:
            pairs.append((*sorted((article, other)), alike))
    rows = [list(column) for column in zip(*sorted(set(pairs)), strict=True)] or [[], [], []]
    connection.register("in_pair", pa.table(rows, schema=_PAIRS))
    connection.execute("INSERT INTO ops.near_copies BY NAME SELECT * FROM in_pair")

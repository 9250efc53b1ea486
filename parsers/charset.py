"""Bytes to text: the encoding by byte order mark, by what was declared, by detection, in that order."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import partial

import cchardet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_META_WITHIN = 4096
# What pages mean when they say so (the WHATWG encoding standard's labels).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "utf8": "utf-8",
    "win-1251": "cp1251",
}
_ASCII_LETTERS = bytes(code for code in range(128) if code != 32)
# What UTF-8 read as a one-byte encoding is full of.
_SIGNS = (
    "Ã¼", "Ã¶", "Ã§", "Ã©", "Ã¨", "Ã¡", "Ã³", "Ã±", "Ã¤", "Ã\x9f", "ÃŸ", "Â«", "Â»", "â€", "É™", "Ä±", "ÅŸ", "Ä°", "ÄŸ",
    "Ð°", "Ðµ", "Ð¾", "Ð¸", "Ð½", "Ñ‚", "Ñ€", "Р°", "Рµ", "Рѕ", "Рё", "РЅ", "СЃ", "С‚", "СЂ", "вЂ", "Рљ", "РЎ",
)  # fmt: skip
# Runs of what such misreadings are made of, by the encoding they were read in.
_RUNS = (
    ("cp1252", re.compile("[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}")),
    ("cp1251", re.compile("[\u00a0-\u00bb\u0400-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]{2,}")),
)
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, how that was known, and whether the text still looks garbled."""

    text: str
    encoding: str
    basis: str
    garbled: bool = False
    repaired: bool = False


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """`raw` as text. `declared` is the charset of the Content-Type header. Never fails.

    A declaration is believed only where the bytes fit it: Cyrillic and Azerbaijani sites often declare
    one encoding and send another. Text that was encoded twice is repaired where that can be undone.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _checked(raw.decode(encoding, "replace").lstrip("\ufeff"), encoding, "bom")
    meta = _META.search(raw[:_META_WITHIN])
    stated = [
        ("header", _usable(declared)),
        ("meta", _usable(meta[1].decode("ascii", "replace") if meta else None)),
    ]
    declarations = [(basis, encoding) for basis, encoding in stated if encoding]
    # Bytes beyond ASCII that happen to be valid UTF-8 are UTF-8.
    if (text := _strictly(raw, "utf-8")) is not None:
        basis = next((basis for basis, encoding in declarations if encoding == "utf-8"), "detected")
        return _checked(text, "utf-8", basis)
    for basis, encoding in declarations:
        if encoding != "utf-8" and (text := _strictly(raw, encoding)) is not None:
            return _checked(text, encoding, basis)
    # One bad byte in a long page disproves no declaration.
    detected = _usable(cchardet.detect(raw[:_SAMPLE]).get("encoding"))
    found = [*declarations, ("detected", detected or "utf-8"), ("detected", "utf-8")]
    basis, encoding = min(found, key=lambda pair: raw[:_SAMPLE].decode(pair[1], "replace").count("\ufffd"))
    return _checked(raw.decode(encoding, "replace"), encoding, basis)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usable(name: str | None) -> str | None:
    if not name:
        return None
    name = name.strip("\"' ").lower()
    try:
        found = codecs.lookup(_MEANT.get(name, name))
    except (LookupError, ValueError):
        return None
    # hex, zlib, rot13, ... are codecs and no character sets; utf-16 without a mark is a mistake.
    if not found._is_text_encoding or found.name.startswith(
        ("utf-16", "utf-32", "utf-7", "idna", "puny", "unicode", "raw")
    ):  # type: ignore[attr-defined]
        return None
    return found.name


def _checked(text: str, encoding: str, basis: str) -> Decoded:
    """Undo a double encoding, or say that there is one."""
    sample = text[:_SAMPLE]
    doubled = _doubled(sample)
    if doubled < 3:
        return Decoded(text, encoding, basis, garbled=sample.count("\ufffd") > max(3, len(sample) // 500))
    mended = text
    for wrong, run in _RUNS:
        mended = run.sub(partial(_reread, wrong), mended)
    left = _doubled(mended[:_SAMPLE])
    return Decoded(mended, encoding, basis, garbled=left * 5 > doubled, repaired=left * 5 <= doubled)


def _doubled(sample: str) -> int:
    foreign = sample.encode("utf-8", "ignore").translate(None, _ASCII_LETTERS).decode("utf-8", "ignore")
    words = " ".join(foreign.split())
    return sum(map(words.count, _SIGNS)) if words else 0


def _reread(wrong: str, match: re.Match[str]) -> str:
    """The UTF-8 that was read as `wrong`, or the run as it is where it was not that."""
    run = match.group()
    raw = bytearray()
    for letter in run:
        try:
            raw += letter.encode(wrong)
        except UnicodeEncodeError:
            if ord(letter) > 0xFF:
                return run
            raw.append(ord(letter))  # bytes that the encoding leaves undefined come through as controls
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run

"""Bytes to text: the encoding by byte order mark, by what was declared, by detection, in that order."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

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
# UTF-8 read as cp1252 or cp1251: "Ã©", "â€™", "Р°Р±".
_DOUBLED = re.compile(
    "[ÃÂ][\u0080-\u00bf]|â€|[ÐÑ][\u0080-\u00bf\u0100-\u2122]|(?:Р[°-ѓ\u0400-\u040f№-]|С[Ђ-џ‚-€]){2}|É™|Ä±|ÅŸ|Ä°"
)
_SAMPLE = 200_000


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
    if _is_utf8(raw):
        basis = next((basis for basis, encoding in declarations if encoding == "utf-8"), "detected")
        return _checked(raw.decode("utf-8"), "utf-8", basis)
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


def _is_utf8(raw: bytes) -> bool:
    """Bytes beyond ASCII that happen to be valid UTF-8 are UTF-8."""
    return _strictly(raw, "utf-8") is not None


def _checked(text: str, encoding: str, basis: str) -> Decoded:
    """Undo a double encoding, or say that there is one."""
    sample = text[:_SAMPLE]
    letters = sum(1 for _ in _DOUBLED.finditer(sample))
    if letters < 3:
        return Decoded(text, encoding, basis, garbled=sample.count("\ufffd") > max(3, len(sample) // 500))
    for wrong in ("cp1252", "latin-1", "cp1251", "cp1254"):
        repaired = _undo(text, wrong)
        if repaired is not None and sum(1 for _ in _DOUBLED.finditer(repaired[:_SAMPLE])) * 10 < letters:
            return Decoded(repaired, encoding, basis, repaired=True)
    return Decoded(text, encoding, basis, garbled=letters * 20 > len(sample.split()))


def _undo(text: str, wrong: str) -> str | None:
    """`text` encoded in `wrong` and read as the UTF-8 it was, or None where it was not that."""
    try:
        return text.encode(wrong).decode("utf-8")
    except UnicodeError:
        return None

"""Plain text: white space, paragraphs, sentences enough for a title, attributions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SENTENCE = re.compile(r"(?<=[.!?…։。！？])[\"”»’)]*\s+(?=[^\W\d_a-z])|(?<=[。！？])")
# Words with a full stop that end no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-ZА-ЯƏÖÜÇŞĞİ]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sen|Rep|Gov|St|No|Jr|Sr|vs|ген|им|гг?|см)\.)$"
)
TITLE_LENGTH = 200


def tidy(text: str) -> str:
    """One line: composed letters, plain spaces, nothing invisible."""
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE))
    return " ".join(text.split())


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """Tidied paragraphs, the empty ones dropped, one blank line between them."""
    return "\n\n".join(tidied for paragraph in paragraphs if (tidied := tidy(paragraph)))


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: blocks between blank lines, or lines where there are no blank lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    blocks = (
        re.split(r"\n[ \t\u00a0]*\n\s*", text) if re.search(r"\n[ \t\u00a0]*\n", text) else text.split("\n")
    )
    return [tidied for block in blocks if (tidied := tidy(block))]


def first_sentence(text: str) -> str:
    """The first sentence of the first paragraph, cut at a word where it is longer than a title may be."""
    paragraph = text.strip().partition("\n")[0]
    end = len(paragraph)
    for match in _SENTENCE.finditer(paragraph):
        if not _ABBREVIATED.search(paragraph[: match.start()]):
            end = match.start()
            break
    sentence = tidy(paragraph[:end])
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    return sentence[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def letters(text: str) -> str:
    """Letters and digits only, in lower case: for comparing what may be spaced or punctuated otherwise."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())

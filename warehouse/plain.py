"""Names in plain letters, so that spellings of one name compare equal."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans("əƏıİøØłŁđĐ", "aAiIoOlLdD")
_NOT_WORD = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Lower case without accents or punctuation, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters.casefold()).strip()


def squeezed(text: str) -> str:
    """Letters and digits only: equal where only layout and punctuation differ."""
    return _NOT_WORD.sub("", text.casefold())

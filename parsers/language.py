"""The language of a text, from its letters first and its letter statistics where letters do not tell."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Script by the ranges that matter; digits and signs belong to none.
_SCRIPTS = re.compile(
    "(?P<latin>[A-Za-zÀ-ɏəƏ\u1e00-\u1eff])|(?P<cyrillic>[\u0400-\u052f])|(?P<arabic>[\u0600-\u06ff\u0750-\u077f])"
    "|(?P<ka>[\u10a0-\u10ff\u1c90-\u1cbf])|(?P<hy>[\u0531-\u058a])|(?P<he>[\u05d0-\u05ea])|(?P<el>[\u0370-\u03ff])"
    "|(?P<kana>[\u3040-\u30ff])|(?P<ko>[\uac00-\ud7af])|(?P<han>[\u4e00-\u9fff])|(?P<hi>[\u0900-\u097f])|(?P<th>[\u0e00-\u0e7f])"
)
_ONE_LANGUAGE = ("ka", "hy", "he", "el", "ko", "hi", "th")
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn")
_ARABIC = ("ar", "fa", "ur", "ps")
_LATIN = (
    "en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "pl", "cs", "sk", "hu", "ro",
    "sl", "hr", "sq", "lt", "lv", "et", "az", "tr", "id", "ms", "vi", "ca", "eu", "ga", "mt", "sw", "lb",
    "nn",
)  # fmt: skip
# Short texts say little: only the languages of big newsrooms and our own are candidates for them.
_COMMON = {
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "pl",
    "ro",
    "hu",
    "cs",
    "az",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
}
# The model's labels that are one language for us.
_SAME = {"nn": "no", "ms": "id"}
_SHORT = 120
_SAMPLE = 700


def identify(text: str, likely: Iterable[str] = ()) -> str | None:
    """ISO 639-1 code of `text`, or None where it has too few letters to tell.

    `likely` are the source's languages: they decide only for short texts.
    """
    text = text[:_SAMPLE]
    counts = Counter(match.lastgroup for match in _SCRIPTS.finditer(text))
    if counts.total() < 3:
        return None
    script = counts.most_common(1)[0][0]
    if script in _ONE_LANGUAGE:
        return script
    if script in ("han", "kana"):
        return "ja" if counts["kana"] * 20 > counts["han"] else "zh"
    if script == "cyrillic":
        return _by_letters(text, _CYRILLIC_LETTERS) or _classify(text, _CYRILLIC, likely)
    if script == "arabic":
        return _by_letters(text, _ARABIC_LETTERS) or _classify(text, _ARABIC, likely)
    # No other language of ours writes ə, and every Azerbaijani sentence does. A name may bring one along.
    if len(re.findall("[əƏ]", text)) * 25 > counts["latin"]:
        return "az"
    return _classify(text, _LATIN, likely)


_CYRILLIC_LETTERS = (
    ("be", "[ўЎ]"),
    ("kk", "[әқұһӘҚҰҺ]"),
    ("uk", "[іїєґІЇЄҐ]"),
    ("mk", "[ѓќѕ]"),
    ("sr", "[ђћџјљњ]"),
)
_ARABIC_LETTERS = (("ur", "[ٹڈڑےھ]"), ("ps", "[ټډړښځڅ]"), ("fa", "[پچژگ]"))


def _by_letters(text: str, telling: tuple[tuple[str, str], ...]) -> str | None:
    """The first language whose own letters make up one in a hundred."""
    for language, letters in telling:
        if len(re.findall(letters, text)) * 100 > len(text):
            return language
    return None


def _classify(text: str, among: tuple[str, ...], likely: Iterable[str]) -> str:
    if len(text) < _SHORT:
        candidates = {*likely, "en"} if set(likely) & set(among) else _COMMON
        among = tuple(language for language in among if language in candidates)
    language, _ = _identifier(among).classify(text)
    return _SAME.get(language, language)


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """The model restricted to `languages`. Copies share the model's tables."""
    identifier = copy.copy(_model())
    identifier.set_languages(languages)
    return identifier


@cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)

"""Where in a sentence a person's name begins and ends."""

from __future__ import annotations

import re

from parsers.coder.lexicon import Lexicon, Tag
from parsers.coder.names import nominative

_WORD = re.compile(r"[^\W\d_][\w'’`-]*\.?|\d+")
# Between a rank or office and the name; a rank's service or retirement stands in brackets: "Captain (IN)".
GAP = re.compile(r"[\s,]*(?:\([A-Za-z.]{1,6}\))?[\s,]*")
_APPOSITION = re.compile(r"[,—–]\s*$")
# Arabic articles that are written with the name: "al-Haddad".
_ARTICLE = re.compile(r"(?:al|el|ad|ed|an|en|ar|er|as|es|ash|esh|at|ul|ur)[-–’'](?=[A-Z])")
_MOST_NAME_WORDS = 5


class Naming:
    """The names of one sentence, whose gazetteer tags they must not run into."""

    def __init__(self, text: str, tags: list[Tag], lexicon: Lexicon) -> None:
        self.text, self.tags, self.lexicon = text, tags, lexicon

    def starting(self, position: int) -> tuple[str | None, int]:
        """A name that begins here: after the language's own pattern where it has no capital letters, else
        capitalised, after titles and one comma at the most."""
        if self.lexicon.says("name"):
            return self._by_pattern(position)
        gap = GAP.match(self.text, position)
        start = gap.end() if gap else position
        if self.text[position:start].count(",") > 1:
            return None, position
        while title := self.lexicon.pattern("titles").match(self.text, start):
            start = skip_spaces(self.text, title.end())
        words: list[str] = []
        first = end = start
        links = self.lexicon.words("name_links")
        while len(words) < _MOST_NAME_WORDS and (match := _WORD.match(self.text, start)):
            word = match.group()
            plain = word.removesuffix("’s").removesuffix("'s")
            if plain.lower() in links and words and plain[0].islower():
                if not self._goes_on(match.end(), links):
                    break
            elif not self._can_be_name(plain, match.start()):
                break
            initial = len(plain.rstrip(".")) == 1 or plain.count(".") > 1
            if word.endswith(".") and not initial:
                plain = plain.rstrip(".")
            words.append(plain)
            end = match.start() + len(plain)
            # A full stop or a genitive ends the name; an initial's does not.
            if not initial and plain != word:
                break
            start = skip_spaces(self.text, match.end())
            if start - match.end() > 1:
                break
        if not words or (len(words) == 1 and len(words[0].rstrip(".")) < 2):
            return None, position
        return re.sub(r"\s+", " ", self.text[first:end]), end

    def ending(self, before: str) -> tuple[str | None, int]:
        """A capitalised name of two words or more that ends here."""
        words: list[re.Match[str]] = []
        end = len(before)
        links = self.lexicon.words("name_links")
        for match in reversed(list(_WORD.finditer(before, max(0, end - 60)))):
            if before[match.end() : end].strip() or len(words) == _MOST_NAME_WORDS:
                break
            word = match.group()
            if not (self._can_be_name(word, match.start()) or (words and word.lower() in links)):
                break
            words.append(match)
            end = match.start()
        words.reverse()
        while words and words[0].group().lower() in links:
            words.pop(0)
        if len(words) < 2:
            return None, len(before)
        if [word.group() for word in words[:2]] == ["H.", "E."] and len(words) > 2:
            words = words[2:]
        return " ".join(word.group() for word in words), words[0].start()

    def before_apposition(self, left: int) -> str | None:
        """The text before ", the new " and before "NI (M), OBE", where a name may end; None if there is no comma."""
        before = self.text[:left]
        comma = self.lexicon.pattern("apposition").search(self.text, 0, left) or _APPOSITION.search(before)
        if comma is None:
            return None
        before = before[: comma.start()].rstrip()
        decorated = self.lexicon.pattern("after_name").search(self.text, 0, len(before))
        return before[: decorated.start()].rstrip() if decorated else before

    def nominative(self, name: str, head: Tag) -> str:
        return nominative(name, self.text[head.start : head.end], self.lexicon)

    def is_forename(self, tag: Tag) -> bool:
        """ "Jordan Whitaker", "Kara McDonald": a country's or a small city's name before what can only be a surname."""
        if tag.kind == "country":
            known = tag.known.row["ambiguous"] == "1" and tag.known.row["kind"] == "name"
        else:
            known = tag.kind == "city" and tag.known.row["capital"] != "1"
        if not known or not self.lexicon.spaced or self.text[tag.end : tag.end + 1] != " ":
            return False
        following = _WORD.match(self.text, tag.end + 1)
        return following is not None and self._can_be_name(following.group(), following.start())

    def _goes_on(self, position: int, links: frozenset[str]) -> bool:
        """Whether a name's small word is followed by one with a capital: "van der Berg"."""
        while following := _WORD.match(self.text, skip_spaces(self.text, position)):
            word = following.group()
            if word[0].isupper() or _ARTICLE.match(word):
                return True
            if word.lower() not in links:
                return False
            position = following.end()
        return False

    def _by_pattern(self, position: int) -> tuple[str | None, int]:
        match = self.lexicon.pattern("name").match(self.text, position)
        if not match or any(
            tag.start < match.end(1) and match.start(1) < tag.end and tag.kind not in ("person", "city")
            for tag in self.tags
        ):
            return None, position
        return match.group(1), match.end(1)

    def _can_be_name(self, word: str, position: int) -> bool:
        if not (word[0].isupper() or _ARTICLE.match(word)) or word.lower().rstrip(".") in self.lexicon.words(
            "no_names"
        ):
            return False
        tag = next((one for one in self.tags if one.start <= position < one.end), None)
        return tag is None or tag.kind == "person" or self.is_forename(tag)


def skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \u00a0":
        position += 1
    return position

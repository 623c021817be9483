"""Names of people → whether a text holds one, however it is written there.

A name may stand in a link, in an id, in another case, divided at a line's end, with signs that
nobody sees, behind an Arabic "and", or in letters of another script. Holding too much back is the
lesser harm, so likeness counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from geoevents.gazetteer import fold
from geoevents.gazetteer.skeleton import skeleton

__all__ = ["Names", "folded", "stands_in"]

# A shorter last name would be found in other words.
_LEAST_SURNAME, _LEAST_GIVEN = 4, 3
# Fewer consonants than this are those of many names.
_LEAST_SKELETON = 4
_POSSESSIVE = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*[\r\n]\s*(?=[^\W\d_])")
_WORD = re.compile(r"[^\s,;:.!?()\[\]\"\u201c\u201d\u060c/]+")
_LETTER = r"[^\W\d_]"
# Last names that are words of reports: only with a capital are they names.
_COMMON = frozenset({
    "said", "says", "will", "long", "young", "king", "hill", "field", "case", "main", "bush",
    "hand", "wood", "stone", "rice", "price", "black", "white", "brown", "green", "gray", "grey",
    "east", "west", "north", "south", "head", "bishop", "baker", "butcher", "cook", "driver",
    "farmer", "fisher", "forest", "guard", "hunter", "marshal", "major", "miller", "porter",
    "shepherd", "smith", "soldier", "taylor", "walker", "fares", "fahd", "nasr", "sham", "aman",
    "salam", "sultan", "amir", "emir", "sheikh", "imam", "hakim", "saif", "jihad",
})  # fmt: skip
# "And", "so", "by", "for", "like" and the article are written together with an Arabic word.
_CLITICS = "(?:[وفبلك]{1,2}(?:ال)?|ال)?"
_JOINED = re.compile(r"^[وفبلك]?(?:ال)?(?=[\u0620-\u064a]{3})")
_ARABIC = re.compile("[\u0620-\u06ff]")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Return a text as it is compared: one case, no marks, hidden signs or links' codes."""
    if "%" in text:
        text = unquote(text, errors="replace")
    if "&" in text:
        text = html.unescape(text)
    words = fold(_POSSESSIVE.sub(" ", _DIVIDED.sub("", text))).split()
    return " ".join(word for word in words if word != "al") or " ".join(words)


def stands_in(needle: str, haystack: str) -> bool:
    """Say whether a name stands in a text as whole words; both are folded."""
    return _pattern([needle]).search(haystack) is not None


def _pattern(needles: Iterable[str]) -> re.Pattern[str]:
    """Return what finds folded names in folded texts, with spaces anywhere inside a name."""
    forms = []
    for needle in needles:
        letters = [re.escape(sign) for sign in needle.replace(" ", "")]
        start = _CLITICS if _ARABIC.match(needle) else ""
        forms.append(f"(?<!{_LETTER}){start}{' ?'.join(letters)}(?!{_LETTER})")
    return re.compile("|".join(forms) or r"(?!)")


class Names:
    """Names that must stand nowhere.

    Parameters
    ----------
    names : iterable of str
        Full names, and single words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.full = {key: name for name in names if (key := folded(name))}
        several = [key.split() for key in self.full if " " in key]
        self.surnames = {w[-1] for w in several if len(w[-1]) >= _LEAST_SURNAME}
        self.given = {w[0] for w in several if len(w[0]) >= _LEAST_GIVEN}
        self._pattern = _pattern(sorted(self.full, key=len, reverse=True))
        self._compact = [key.replace(" ", "") for key in self.full]
        self._sounds = {form for words in several for form in _sounds_of(words)}

    def find(self, text: str, *, surnames: bool = True) -> str:
        """Return the name, or the last name, that a text holds, or ""."""
        if not self.full or not text:
            return ""
        plain = folded(text)
        compact = plain.replace(" ", "")
        if any(one in compact for one in self._compact):
            hit = self._pattern.search(plain)
            if hit is not None:
                return hit[0]
        if surnames and self.surnames and (alone := self.surnames & _proper(text)):
            return min(alone)
        return self._by_sound(text)

    def find_given(self, text: str) -> str:
        """Return the given name that a text holds, or ""."""
        return min(self.given & _proper(text), default="")

    def _by_sound(self, text: str) -> str:
        if not self._sounds:
            return ""
        heard = f" {' '.join(_heard(word) for word in _WORD.findall(text))} "
        return next((one.strip() for one in self._sounds if one in heard), "")


def _sounds_of(words: list[str]) -> set[str]:
    """Return how a name sounds: its consonants, of all its words and of the first and last."""
    forms = {" ".join(_bones(w) for w in some) for some in (words, [words[0], words[-1]])}
    return {f" {form} " for form in forms if len(form.replace(" ", "")) >= _LEAST_SKELETON}


@lru_cache(maxsize=50_000)
def _heard(word: str) -> str:
    """Return how a word that may be a name sounds; a small letter begins none."""
    if word[:1].islower() and not word.startswith(("al-", "el-")):
        return "."
    parts = [part for part in folded(word).split() if part != "al"]
    return " ".join(_bones(part) for part in parts) or "."


@lru_cache(maxsize=50_000)
def _bones(word: str) -> str:
    return skeleton(_JOINED.sub("", word)) or "."


@lru_cache(maxsize=50_000)
def _proper(text: str) -> frozenset[str]:
    """Return the folded words of a text that may be names: no common words in small letters."""
    found: set[str] = set()
    for word in _WORD.findall(_POSSESSIVE.sub(" ", _DIVIDED.sub("", text))):
        for part in folded(word).split():
            if part not in _COMMON or not (word[:1].islower() and " " in text.strip()):
                found.update((part, _JOINED.sub("", part)) if _ARABIC.match(part) else (part,))
    return frozenset(found)

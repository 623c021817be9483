"""Turn a written name into its matching key: the same for every usual way of writing it.

`fold` forgives what writers disagree on without changing the name: marks, apostrophes, hyphens,
case, the spelling of the Arabic article, Arabic hamza and yeh, "St" for "Saint". It keeps the
article itself ("al bab"), since dropping it everywhere would make El Salvador of Salvador;
`without_article` drops it, and the index holds both keys where names carry an Arabic article.
"""

# ruff: noqa: RUF001 - the letters of many scripts are what this module is about

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "without_article"]

# Apostrophes and the many signs that stand for ayn and hamza: they vanish ("A`zaz" is "Azaz").
_SILENT = "'`´ʹʺʻʼʽʾʿˈˊˋ‘’‚‛“”„′″ꞌ＇\"׳״ʿʾːˀˁ"
# Letters that Unicode does not decompose, with the letters that stand for them without marks.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
    "ħ": "h", "ı": "i", "ŋ": "n", "ə": "a", "ƶ": "z", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
    "ɛ": "e", "ɔ": "o", "ŧ": "t", "ĸ": "k", "ſ": "s",
    # Arabic: Persian, Kurdish and Urdu forms of the same letters, and the standing hamza
    "ٱ": "ا", "ء": "", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ۍ": "ي", "ک": "ك",
    "ڪ": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ۃ": "ه", "ۆ": "و", "ۇ": "و",
    "ۋ": "و", "ڕ": "ر", "ڵ": "ل", "ـ": "",
    # Cyrillic letters that reports write one for the other
    "ё": "е", "ґ": "г", "ѓ": "г",
}  # fmt: skip
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\ufe20-\ufe2f]"
)
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")  # U.S., D.R.C.: one word, not letters
_BREAK = re.compile(r"[^\w\u0b80-\u0eff\u1000-\u109f\u0900-\u0b7f\u1780-\u17ff]+|_")
_ASCII_BREAK = re.compile(r"[^a-z0-9]+")
_TABLE = str.maketrans({**dict.fromkeys(_SILENT, ""), **_LETTERS})
_ASCII_TABLE = str.maketrans("", "", "'`\"")

_ALWAYS_ARTICLE = frozenset({"al", "el", "il", "ul", "aal"})
# The article takes the sound of a following "sun letter": ar-Raqqa, ash-Shaddadi.
_SUN = {
    "a": {"r", "s", "n", "d", "t", "z", "l"},
    "e": {"r", "s", "n", "d", "t", "z", "l"},
    "u": {"r", "s", "n", "d", "t", "z", "l"},
    "i": {"r", "s", "n", "d", "t", "z", "l"},
}
_SUN_PAIRS = frozenset({"sh", "dh", "th", "ch", "zh"})
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "sankt": "saint"}
_ARABIC_ARTICLE = "ال"


def fold(name: str) -> str:
    """Return the matching key of a name; names that differ only in how they are written share it.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    str
        Words in small letters, separated by one space; empty if nothing remains.

    Examples
    --------
    >>> fold("Ar-Raqqah"), fold("El Bâb"), fold("A`zāz"), fold("U.S.")
    ('al raqqah', 'al bab', 'azaz', 'us')
    """
    if name.isascii():
        text = name.lower()
        if "." in text:
            text = _DOTTED.sub(_undot, text)
        words = _ASCII_BREAK.sub(" ", text.translate(_ASCII_TABLE)).split()
    else:
        # Decomposing and casefolding each make work for the other, so both are done twice
        text = unicodedata.normalize("NFKD", _HIDDEN.sub("", name)).casefold()
        text = unicodedata.normalize("NFKD", text.translate(_TABLE)).casefold()
        text = unicodedata.normalize("NFC", _MARKS.sub("", text).translate(_TABLE))
        if "." in text:
            text = _DOTTED.sub(_undot, text)
        words = _BREAK.sub(" ", text).split()
    if len(words) > 1:
        words = _plain_words(words)
    return " ".join(words)


def without_article(key: str) -> str:
    """Return a folded key without its leading Arabic article, or the key itself.

    Examples
    --------
    >>> without_article("al bab"), without_article("الباب"), without_article("albany")
    ('bab', 'باب', 'albany')
    """
    if key.startswith("al ") and len(key) > 4:
        return key[3:]
    if key.startswith(_ARABIC_ARTICLE) and len(key) > 4:
        return key[2:]
    return key


def _undot(found: re.Match[str]) -> str:
    return found.group().replace(".", "")


def _plain_words(words: list[str]) -> list[str]:
    """Write articles as "al" and spell out "St" and its like, which never end a name."""
    last = len(words) - 1
    return [
        word if i == last else "al" if _is_article(word, words[i + 1]) else _SHORT.get(word, word)
        for i, word in enumerate(words)
    ]


def _is_article(word: str, following: str) -> bool:
    if word in _ALWAYS_ARTICLE:
        return True
    if word.startswith("eh"):  # Slavic-German romanisation: Ehl'-Kunejtra, Ehs-Suvejda
        word = "e" + word[2:]
        return word == "el" or (word[1:] in _SUN["e"] and following.startswith(word[1:]))
    sound = word[1:]
    if len(word) == 2:
        return sound in _SUN.get(word[0], ()) and following.startswith(sound)
    return (
        len(word) == 3 and word[0] in _SUN and sound in _SUN_PAIRS and (following.startswith(sound))
    )

"""Turn a folded name into how it sounds and into a consonant skeleton, whatever the romanisation.

Reports spell one Arabic name in many ways: Tell, Tall, Tel; Deir, Dayr; Salamiyah, Salamieh;
Raqqa, Rakka. `sound` writes such letters alike but keeps the vowels, in three classes, so that
two names can be compared; `skeleton` drops the vowels, so that candidates can be looked up.
Arabic, Hebrew and Cyrillic letters are written in the same letters first. The skeleton is far
too wide for the whole world; it is for names of one country or region.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["bones", "similarity", "skeleton", "sound"]

# ruff: noqa: RUF001 - the letters of several scripts are what this module is about

# Letters of other scripts in ours. Arabic long vowels stand for themselves, short ones are not
# written; hence w and y may be vowels, which the later steps allow for.
_SCRIPTS = str.maketrans({
    "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d",
    "ر": "r", "ز": "z", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "g", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "پ": "p", "چ": "C", "ژ": "j", "گ": "g", "ڤ": "v",
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "h", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "f", "צ": "z", "ץ": "z", "ק": "q", "ר": "r", "ש": "S", "ת": "t",
    "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "e", "є": "e", "ж": "j", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "s",
    "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
})  # fmt: skip

# Groups of letters, longest first, that romanisations write for one sound.
_GROUPS = {
    "dsch": "j", "tsch": "C", "dzh": "j", "sch": "S", "tch": "C", "shch": "S", "dj": "j",
    "sh": "S", "ch": "S", "zh": "j", "kh": "h", "gh": "g", "dh": "d", "th": "t", "ph": "f",
    "ck": "k", "tz": "z", "ts": "s", "ou": "u", "oo": "u", "ow": "u", "aw": "u", "au": "u",
    "uw": "u", "ee": "i", "ei": "i", "ai": "i", "ay": "i", "ey": "i", "iy": "i", "ie": "i",
    "ea": "i", "yy": "i", "aa": "a", "ae": "a",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_LETTERS = str.maketrans({"q": "k", "x": "h", "p": "b", "o": "u", "e": "i", "v": "w", "c": "C"})
_DOUBLE = re.compile(r"(.)\1+")
_FINAL = re.compile(r"(?<=[aiu])h$|(?<=[iu])a$|(?<=.{2})[aiu]+$")
_BOUND = re.compile(r"(?<=.{2}[aiu])t$")  # Qal'at, Ma'arrat: the t of a noun bound to the next
_GLIDE = re.compile(r"(?<=[ai])j(?=[^aiuj])")  # German and Slavic romanisation: Ajn, Dajr
_VOWELS = str.maketrans("", "", "aiu")
# What romanisations confuse between consonants: q, k, g; z, dh, d; sh, ch, s.
_CLASSES = str.maketrans({"g": "k", "z": "d", "S": "s", "C": "s"})


# Words that say what a place is: names that differ in the rest are not alike for sharing them.
_NO_SOUND = frozenset({
    "al", "countryside", "governorate", "province", "region", "state", "oblast", "department",
    "district", "subdistrict", "city", "town", "village", "municipality", "camp", "airport",
    "محافظه", "مدينه", "ناحيه", "منطقه", "قريه", "ريف",
})  # fmt: skip


def sound(key: str) -> str:
    """Return how a folded name sounds: one letter a sound, vowels in three classes, no spaces.

    Examples
    --------
    >>> sound("tall abyad"), sound("tel abiad")
    ('talabiad', 'tilabiad')
    """
    words = [w for w in key.split() if w not in _NO_SOUND] or key.split() or [key]
    words = [word.translate(_SCRIPTS) for word in words]
    last = len(words) - 1
    text = "".join(_word(word, bound=i < last) for i, word in enumerate(words))
    return _DOUBLE.sub(r"\1", text.replace("nb", "mb"))


@lru_cache(maxsize=50_000)  # names are made of the same words again and again
def _word(word: str, *, bound: bool) -> str:
    if word.startswith("al") and not word.isascii():
        word = word[2:]
    first = word[:1] if word[:1] in "wy" else ""
    text = _GROUP.sub(lambda m: _GROUPS[m.group()], word[len(first) :]).translate(_LETTERS)
    text = _GLIDE.sub("i", text).replace("w", "u").replace("y", "i")
    text = _DOUBLE.sub(r"\1", text)
    text = _BOUND.sub("", text) if bound else text
    return first + (text[:-1] if text.endswith("h") and len(text) > 2 else text)


def skeleton(key: str) -> str:
    """Return the consonant skeleton of a folded name; a vowel at the very beginning is an a.

    Examples
    --------
    >>> skeleton("deir al zor") == skeleton("dayr zawr")
    True
    """
    return bones(sound(key))


def bones(sounds: str) -> str:
    """Return the consonant skeleton of a sound."""
    text = sounds.translate(_CLASSES)
    first = "a" if text[:1] in {"a", "i", "u"} else text[:1]
    text = (first + text[1:].translate(_VOWELS)).replace("nb", "mb")
    return _DOUBLE.sub(r"\1", text)


# What it costs to write one sound for another; vowels are what romanisations vary most.
_VOWEL_SWAP, _VOWEL_GAP, _RELATED, _OTHER = 0.3, 0.35, 0.4, 1.0


def similarity(first: str, other: str) -> float:
    """Return from 0 to 1 how alike two sounds are: 1 less the weighted edits by the length."""
    if first == other:
        return 1.0
    previous = [0.0]
    for char in other:
        previous.append(previous[-1] + _gap(char))
    for a in first:
        current = [previous[0] + _gap(a)]
        for j, b in enumerate(other):
            swap = previous[j] + (0.0 if a == b else _swap(a, b))
            current.append(min(swap, previous[j + 1] + _gap(a), current[j] + _gap(b)))
        previous = current
    return max(0.0, 1.0 - previous[-1] / max(len(first), len(other)))


def _gap(char: str) -> float:
    return _VOWEL_GAP if char in "aiu" else 0.6 if char == "h" else _OTHER


def _swap(a: str, b: str) -> float:
    if a in "aiu" and b in "aiu":
        return _VOWEL_SWAP
    return _RELATED if a.translate(_CLASSES) == b.translate(_CLASSES) else _OTHER

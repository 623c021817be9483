"""The language of a text, by its script and its commonest words."""

# ruff: noqa: RUF001  words of other scripts are what this is about

from __future__ import annotations

import re
import unicodedata
from collections import Counter

__all__ = ["detect_language"]

# Function words that few other languages share; ISO 639-1.
_WORDS = {
    "en": "the and of to in that is was for on with said by from were has have their are it as "
    "had been at who but not they his after which",
    "fr": "le la les des et une est dans que pour qui sur avec par du au aux ont été selon mais ce",
    "es": "el los las una del que por con para según fue han pero como más se su al entre en y",
    "de": "der die das und ist nicht mit von den dem ein eine auf im sich wurde nach hat sind zu",
    "it": "il gli di che è per con della nel una sono dei delle alla ha non del anche dal",
    "pt": "os que não para uma com do da dos das em mais foi pelo ao segundo são na no",
    "nl": "de het een van en dat niet zijn voor met op door bij naar ook uit werd heeft",
    "tr": "ve bir bu için ile olarak daha olan sonra kadar da de çok en ancak göre",
    "pl": "w i na z się nie do że jest przez po od oraz jak są był",
    "sw": "na ya wa kwa katika ni za kuwa la hiyo cha kama wakati baada",
    "id": "yang dan di dari dengan untuk pada dalam itu tidak ini oleh telah juga akan",
    "ru": "и в на не что с по как из от для это было его к",
    "uk": "і в на не що з до як та від для це було його у є",
    "ar": "في من على إلى عن أن التي الذي مع هذا كان بعد قال",
    "fa": "و در به از که این را با است برای آن یک",
}
_SETS = {code: frozenset(line.split()) for code, line in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
# Scripts that one language, or nearly, is written in.
_SCRIPTS = {
    "HEBREW": "he", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am",
    "MYANMAR": "my", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
    "DEVANAGARI": "hi", "BENGALI": "bn", "THAI": "th", "KHMER": "km", "TAMIL": "ta",
}  # fmt: skip
_SAMPLE = 20_000


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, or nothing where it cannot be told."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if not words:
        return ""
    scripts = Counter(
        unicodedata.name(word[0], "").split(" ")[0].split("-")[0] for word in words[:500]
    )
    script, n_script = scripts.most_common(1)[0]
    if script in _SCRIPTS and n_script * 2 > len(words[:500]):
        return _SCRIPTS[script]
    if script == "ARABIC" and not set("پچژگ") & set(text[:_SAMPLE]):
        return "ar"
    counted = Counter(words)
    shares = {
        code: sum(counted[word] for word in known) / len(words) for code, known in _SETS.items()
    }
    best = max(shares, key=lambda code: (shares[code], code == "en", code))
    enough = shares[best] >= (0.08 if len(words) >= 30 else 0.15)
    return best if enough else ""

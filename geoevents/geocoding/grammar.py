"""The words of relative phrases, as patterns: read backwards and forwards from a name."""

from __future__ import annotations

import re

from geoevents.geocoding.directions import DIRECTION, DISTANCE

__all__ = [
    "AFTER",
    "AND",
    "APPOSED",
    "BEFORE",
    "BETWEEN",
    "BORDER",
    "BORDER_BETWEEN",
    "BORDER_WITH",
    "CLASSED",
    "DASH",
    "IN",
    "JUST",
    "LEADING",
    "LINE",
    "PAIRED",
    "PRONOUN",
    "ROAD_AFTER",
    "ROAD_FROM",
    "SENTENCE_END",
    "TO",
    "TO_BORDER",
    "TWO_SIDES",
    "kinds_in",
]

_KINDS = (
    "city|town|village|port|capital|district|province|region|governorate|settlement|suburb|hamlet"
    "|neighbou?rhood|municipality|county|oblast|state|island|camp|stronghold|area|centre|center"
    "|cities|towns|villages|mountains?|river|lake|commune|crossing|enclave|base"
)
# Words that may stand between the relation and the name: "of the Syrian city of".
_LEAD = rf"(?:the\s+)?(?:(?:[\w'\u2019-]+\s+){{0,3}}(?:{_KINDS})s?\s+(?:of\s+)?)?(?:the\s+)?"
_DIR = rf"(?P<dir>{DIRECTION})"
_EDGE = (
    r"outskirts|suburbs?|edges?|periphery|fringes?|gates|entrances?|approaches|perimeter|environs"
)
_COUNTRYSIDE = r"countryside|hinterlands?|rural\s+areas?|rif|reef|surroundings"
_PART = (
    r"parts?|half|third|quarters?|ends?|sides?|areas?|districts?|neighbou?rhoods?|sectors?|reaches"
    r"|regions?|zones?|corners?|flanks?|fronts?|axis|tip|portions?|provinces?"
)
_THINGS = (
    r"(?:(?:several|some|many|other|small|nearby)\s+)?(?:areas?|villages?|towns|districts?"
    r"|settlements?|positions?|locations?|sites?|farmland|farms|hills?|territory|land|places?"
    r"|countryside|neighbou?rhoods|suburbs|points?|fronts?|frontlines?|front\s+lines?)"
)
_ROAD = r"(?:road|highway|route|motorway|railway|corridor|track|supply\s+line)"

# Read backwards from the name: each ends right where the name begins. First match wins.
_BEFORE_TEXT: tuple[tuple[str, str], ...] = (
    (
        "offset",
        (
            rf"(?P<dist>{DISTANCE}),?\s+(?:away\s+)?(?:(?:to|in|toward|towards)\s+the\s+)?{_DIR}"
            rf"(?:\s+(?:direction|side))?\s+(?:of|from|outside)\s+{_LEAD}"
        ),
    ),
    ("offset", rf"{_DIR}\s+of\s+(?P<dist>{DISTANCE})\s+from\s+{_LEAD}"),
    (
        "offset",
        (
            rf"(?:within\s+)?(?P<dist>{DISTANCE}),?\s+(?:away\s+)?"
            rf"(?:from|outside|of|short\s+of|beyond)\s+{_LEAD}"
        ),
    ),
    ("edge", rf"(?:(?:on|in|at|to)\s+)?(?:the\s+)?(?:{_DIR}\s+)?(?:{_EDGE})\s+(?:of|to)\s+{_LEAD}"),
    (
        "countryside",
        rf"(?:in\s+)?(?:the\s+)?(?:{_DIR}\s+)?(?:{_COUNTRYSIDE})\s+(?:of|around)\s+{_LEAD}",
    ),
    (
        "part",
        (
            rf"(?:in\s+)?(?:the\s+)?(?:far\s+)?(?:(?P<dir>{DIRECTION}|upper|lower)\s+)"
            rf"(?:{_PART})\s+of\s+{_LEAD}"
        ),
    ),
    (
        "direction",
        (
            rf"(?:{_THINGS}\s+)?(?:just\s+|immediately\s+|directly\s+|due\s+|further\s+|far\s+)?"
            rf"(?:(?:lying|located|situated)\s+)?to\s+the\s+{_DIR}\s+of\s+{_LEAD}"
        ),
    ),
    (
        "part",
        (
            rf"(?:in|across|throughout|from|into|over)\s+the\s+(?:far\s+|extreme\s+)?{_DIR}\s+of"
            rf"\s+{_LEAD}"
        ),
    ),
    (
        "direction",
        (
            rf"(?:{_THINGS}\s+)?(?:just\s+|immediately\s+|directly\s+|due\s+|further\s+|far\s+)?"
            rf"{_DIR}\s+of\s+{_LEAD}"
        ),
    ),
    (
        "around",
        (
            rf"(?:{_THINGS}\s+)?(?:(?:in|from)\s+)?(?:around|all\s+around|"
            rf"(?<=areas\s)surrounding|(?<=villages\s)surrounding|(?<=towns\s)surrounding"
            rf"|(?<=countryside\s)surrounding)\s+{_LEAD}"
        ),
    ),
    (
        "near",
        (
            rf"(?:{_THINGS}\s+)?(?:just\s+|very\s+|somewhere\s+)?(?:near(?:by)?(?:\s+to)?|close\s+to"
            r"|next\s+to|adjacent\s+to|not\s+far\s+from|a\s+short\s+distance\s+from|outside(?:\s+of)?"
            rf"|(?:in\s+)?the\s+(?:vicinity|proximity)\s+of|(?:in\s+)?(?:vicinity|proximity)\s+of"
            rf"|in\s+the\s+(?:area|region)\s+of|bordering|beside|alongside)\s+{_LEAD}"
        ),
    ),
    ("adjective", rf"(?:the\s+)?(?:far\s+|extreme\s+)?{_DIR}\s+"),
)
_COMPASS = ("north", "south", "east", "west")
# One of these stands in every phrase of a kind: looked for first, since patterns take long.
_NEEDED: dict[str, tuple[str, ...]] = {
    "offset": (" of", "from", "outside", "beyond"),
    "edge": ("outskirt", "suburb", "edge", "peripher", "fringe", "gates", "entrance", "approach",
             "perimeter", "environs"),
    "countryside": ("countryside", "hinterland", "rural", "rif", "reef", "surroundings"),
    "part": (*_COMPASS, "upper", "lower"),
    "direction": _COMPASS,
    "around": ("around", "surrounding"),
    "near": ("near", "close", "next", "adjacent", "far from", "distance", "outside", "vicinity",
             "proximity", "area of", "region of", "bordering", "beside", "alongside"),
    "adjective": _COMPASS,
}  # fmt: skip
_LETTERS = re.compile(r"\b[NSEW]{1,4}\b")  # compass points in short
_UNIT = re.compile(r"k|m|yard|yd|hour")
BEFORE = tuple(
    (kind, re.compile(rf"(?:{pattern})$", re.IGNORECASE)) for kind, pattern in _BEFORE_TEXT
)


def kinds_in(left: str) -> set[str]:
    """Return the kinds of phrases whose words occur at all in the words before a name."""
    low = " ".join(left.lower().split())
    kinds = {kind for kind, words in _NEEDED.items() if any(word in low for word in words)}
    if _LETTERS.search(left):
        kinds |= {"part", "direction", "adjective"}
    if "offset" in kinds and not _UNIT.search(low):
        kinds.discard("offset")
    return kinds


JUST = re.compile(r"\b(?:just|immediately|directly)\b", re.IGNORECASE)
# Read forwards from the name's end.
_S = r"(?:['\u2019]s?)"
# Lists of places put the relation behind the name: "Mizan town (4 kilometres north of)".
_BRACKET = r"\s+(?:(?:town|village|city)\s+)?\((?:[^()]{0,40}\b)?"
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{pattern})", re.IGNORECASE))
    for kind, pattern in (
        ("edge", rf"{_S}?\s+(?:{_KINDS}\s+)?(?:{_DIR}\s+)?(?:{_EDGE})\b"),
        ("countryside", rf"{_S}?\s+(?:{_KINDS}\s+)?(?:{_DIR}\s+)?(?:{_COUNTRYSIDE})\b"),
        ("countryside", rf"\s+and\s+its\s+(?:{_COUNTRYSIDE}|suburbs|environs)\b"),
        ("countryside", rf"{_S}?\s+(?:{_DIR}\s+)?(?-i:desert|badia|steppe|mountains|plains?)\b"),
        ("part", rf"{_S}\s+(?:far\s+)?{_DIR}(?:\s+(?:{_PART}))?\b"),
        ("around", r"\s+area\b"),
        (
            "near",
            rf"{_BRACKET}(?:near(?:by)?|area\s+of|outside|(?:in\s+)?(?:the\s+)?vicinity(?:\s+of)?)\)",
        ),
        ("edge", rf"{_BRACKET}(?:on\s+)?(?:the\s+)?outskirts(?:\s+of)?\)"),
        (
            "offset",
            rf"{_BRACKET}(?P<dist>{DISTANCE}),?\s+(?:to\s+the\s+)?{_DIR}(?:\s+(?:of|from))?\)",
        ),
        ("direction", rf"{_BRACKET}(?:to\s+the\s+)?{_DIR}\s+(?:of|from)\)"),
    )
)
# One of these stands before every phrase that needs two names.
PAIRED = re.compile(r"between|from|link|connect|join", re.IGNORECASE)
LINE = re.compile(r"border|frontier", re.IGNORECASE)
BETWEEN = re.compile(rf"\bbetween\s+{_LEAD}$", re.IGNORECASE)
BORDER_BETWEEN = re.compile(
    rf"(?:(?:near|along|at|on|by)\s+)?(?:the\s+)?(?:borders?|frontier)\s+between\s+{_LEAD}$",
    re.IGNORECASE,
)
AND = re.compile(rf"\s+(?:(?:{_KINDS})\s+)?and\s+{_LEAD}", re.IGNORECASE)
ROAD_FROM = re.compile(
    rf"(?:(?:on|along|at|near)\s+)?(?:the\s+)?(?:[\w-]+\s+)?{_ROAD}\s+(?:that\s+|which\s+)?"
    r"(?:leading\s+|running\s+)?(?:from|linking|links|linked|connecting|connects|between|joining)"
    rf"\s+{_LEAD}$",
    re.IGNORECASE,
)
TO = re.compile(rf"\s+(?:(?:{_KINDS})\s+)?(?:to|with|and|towards?)\s+{_LEAD}", re.IGNORECASE)
DASH = re.compile(r"\s?[-\u2010\u2011\u2013\u2014/]\s?|\s+to\s+")
ROAD_AFTER = re.compile(rf"\s+(?:[\w-]+\s+)?{_ROAD}\b", re.IGNORECASE)
# "the city" for the last one named. A name right behind it would be the anchor itself.
PRONOUN = re.compile(
    r"\b(?P<which>the|this|that)\s+(?P<noun>city|town|village|capital|country|province"
    r"|governorate|region|state)(?P<s>['\u2019]s)?\b(?!\s+of\b)",
    re.IGNORECASE,
)
TO_BORDER = re.compile(
    rf"\b(?:(?:near|along|at|on|by|from|towards?|reach(?:ed|ing)?|(?:up|close|next|adjacent)\s+to"
    rf"|not\s+far\s+from|in)\s+)"
    rf"(?:the\s+)?(?:{DIRECTION}\s+)?$",
    re.IGNORECASE,
)
BORDER = re.compile(
    r"(?:['\u2019]s?)?\s+(?:borders?|frontier)\b(?![\s-]+(?:guards?|police|towns?|city|villages?|patrols?"
    r"|crossings?|posts?|gates?|officials?|troops|forces|provinces?|agents?|security|areas?\s+of))",
    re.IGNORECASE,
)
BORDER_WITH = re.compile(
    r"\b(?:(?:near|along|at|on|by|to|towards?|from|across|over|(?:close|next)\s+to)\s+)?"
    r"(?:the|its|their|a)\s+(?:[\w-]+\s+)?(?:borders?|frontier)\s+with\s+"
    r"(?:neighbou?ring\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?;:]\s|\n\s*\n|[\"\u201c\u201d]")
# What may stand between a place and the phrase that says where it lies.
APPOSED = re.compile(
    r"\s*[,(\u2013\u2014-]?\s*(?:(?:which|that)\s+)?(?:(?:is|was|lies|lay|sits|stands|located"
    r"|situated|lying)\s+){0,2}(?:(?:a|an|the)\s+(?:[\w'\u2019-]+\s+){0,4}?"
    r"(?:town|village|city|area|suburb|district|base|settlement|locality|region|port|stronghold"
    r"|camp|hamlet|city),?\s+)?(?:located\s+|situated\s+|lying\s+|just\s+)?",
    re.IGNORECASE,
)
CLASSED = re.compile(
    r"\s+(?:town|village|city|settlement|area|suburb|district|camp|base)s?\b", re.IGNORECASE
)
IN = re.compile(r"\s*,?\s*(?:(?:in|on|at)\s+)?(?:the\s+)?", re.IGNORECASE)
# "the east and north of the country" is no one place.
TWO_SIDES = re.compile(rf"{DIRECTION}\s*(?:,|and|or|,\s*and)\s+(?:the\s+)?$", re.IGNORECASE)
LEADING = re.compile(r"\s*(?:(?:in|on|at|from|across|into|throughout|over)\s+)?", re.IGNORECASE)

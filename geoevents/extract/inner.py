"""Names inside a town that no gazetteer has -> the town: "the X district", "Y hospital".

Small gazetteers know towns, not their quarters. What the text calls a quarter, a camp or a
hospital lies in the town that it is about, somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from geoevents.gazetteer import fold
from geoevents.model import Mention
from geoevents.spatial import distance_m

__all__ = ["inner_names", "is_elsewhere", "is_inner"]

_QUARTERS = r"districts?|neighbou?rhoods?|quarters?|suburbs?"
_SITES = (
    r"market|hospital|university|mosque|church|cathedral|hotel|stadium|school|square|street"
    r"|avenue|roundabout|prison|jail|palace|airport|seaport|port|refinery|factory|mill|plant"
    r"|power station|barracks|(?:military )?camp|checkpoint|police station|headquarters|bazaar"
)
_AFTER = re.compile(rf"[ -](?:(?!and\b|in\b|near\b)[\w-]+ )?(?:{_QUARTERS}|{_SITES})\b")
_LISTED = re.compile(rf",? and (?:the )?[\w'\u2019-]+(?: [\w'\u2019-]+)? (?:{_QUARTERS})\b")
_BEFORE = re.compile(
    rf"\b(?:{_QUARTERS}) of (?:the )?(?:[\w'\u2019-]+(?: [\w'\u2019-]+)?(?:,| and) )*\Z"
)
_REACH = 60
_ELSEWHERE_M = 50_000.0  # a quarter's namesake lies at least so far from the town
_LARGE = 100_000  # people: a town of more is no quarter's namesake


def is_inner(text: str, mention: Mention) -> bool:
    """Whether the words beside a name say that it is a quarter or a site in a town."""
    if _AFTER.match(text, mention.end) or _LISTED.match(text, mention.end):
        return True
    last = mention.phrase.rsplit(" ", 1)[-1].lower()
    if mention.phrase != mention.toponym and re.fullmatch(rf"{_QUARTERS}|{_SITES}", last):
        return True
    return _BEFORE.search(text, max(0, mention.start - _REACH), mention.start) is not None


def inner_names(text: str, mentions: Iterable[Mention]) -> frozenset[str]:
    """Return the folded names that the text calls quarters or sites and no gazetteer has."""
    return frozenset(fold(m.toponym) for m in mentions if m.longitude is None and is_inner(text, m))


def is_elsewhere(mention: Mention, town: Mention) -> bool:
    """Whether the place found for a quarter's name is a namesake far from the town."""
    place = mention.match.place if mention.match is not None else None
    home = town.match.place if town.match is not None else None
    if place is None or home is None or place.population >= _LARGE:
        return False
    if place.feature_code.startswith(("PCL", "ADM1")) or place.feature_class == "S":
        return False
    apart = distance_m(place.longitude, place.latitude, home.longitude, home.latitude)
    return apart > _ELSEWHERE_M

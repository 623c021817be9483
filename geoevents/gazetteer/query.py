"""What is asked of the gazetteer -> checked codes and points, and the keys to look for in turn."""

from __future__ import annotations

from collections.abc import Collection

from geoevents.errors import InputError
from geoevents.gazetteer.index import ARTICLE_COUNTRIES, DIVISION_KINDS
from geoevents.gazetteer.names import without_article
from geoevents.model import Place

__all__ = ["Countries", "check", "checked_countries", "is_where", "variants"]

Countries = str | Collection[str] | None
_SETTLEMENTS = ("city", "town", "village")
_COUNTRYSIDE = ("countryside",)  # in Arabic one word with the province: Rif Dimashq


def checked_countries(country: Countries) -> list[str]:
    """Return the codes asked for in capitals, sorted; raise InputError where one is no code."""
    codes = [country] if isinstance(country, str) else list(country or ())
    for code in codes:
        if not (isinstance(code, str) and len(code) == 2 and code.isalpha()):
            raise InputError(
                f"country has {code!r}; expected ISO 3166-1 alpha-2 codes such as 'SY' or "
                "{'SY', 'IQ'}."
            )
    return sorted({code.upper() for code in codes})


def check(near: tuple[float, float] | None, limit: int) -> None:
    """Raise InputError where `near` is no longitude and latitude, or `limit` is below 1."""
    if limit < 1:
        raise InputError(f"limit is {limit}; expected 1 or more.")
    if near is not None:
        lon, lat = near
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise InputError(
                f"near is {near!r}; expected longitude, latitude in degrees, such as "
                "(37.16, 36.20) for Aleppo."
            )


def variants(key: str) -> list[tuple[str, str]]:
    """Return the key, and what else to look for where it is unknown.

    Beside each stands where to look: "" anywhere, "article" in countries whose names carry the
    Arabic article, "division" among first-level divisions.
    """
    if not key:
        return []
    found = [(key, "")]
    bare = without_article(key)
    if bare != key:
        found.append((bare, "article"))
    words = key.split()
    if words[0] == "the" and len(words) > 1:
        found.append((" ".join(words[1:]), ""))
    if words[0] in {"rif", "reef"} and len(words) > 1:
        found.append((" ".join(words[1:]), "division"))
    for kinds, where in (((*DIVISION_KINDS, *_COUNTRYSIDE), "division"), (_SETTLEMENTS, "")):
        if len(words) > 1 and words[-1] in kinds:
            found.append((" ".join(words[:-1]), where))
        if len(words) > 2 and words[1] == "of" and words[0] in kinds:
            found.append((" ".join(words[2:]), where))
    return found


def is_where(place: Place, where: str) -> bool:
    """Whether a place stands where a variant of a name (see `variants`) may be looked for."""
    if where == "article":
        return place.country_code in ARTICLE_COUNTRIES
    return where != "division" or place.feature_code == "ADM1"

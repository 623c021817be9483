"""A gazetteer of a few dozen real places in memory, with the gazetteer's own methods."""

from __future__ import annotations

from geoevents.gazetteer import fold
from geoevents.model import Match, Place
from geoevents.spatial import distance_m

# name | other names | lon | lat | country | admin1 | admin1 name | class | code | people | extent
_ROWS = """
Syria||38.5|35.0|SY|||A|PCLI|16900000|424000
Iraq||43.7|33.0|IQ|||A|PCLI|38000000|570000
Jordan||36.8|31.2|JO|||A|PCLI|9900000|240000
Turkey|Türkiye|35.4|39.0|TR|||A|PCLI|82000000|845000
China||105|35|CN|||A|PCLI|1400000000|2800000
United States|U.S.;US|-98.5|39.8|US|||A|PCLI|327000000|2700000
Texas||-99.4|31.5|US|TX|Texas|A|ADM1|22000000|690000
Ontario||-85.8|50.1|CA|08|Ontario|A|ADM1|17000000|1000000
France||2.0|46.0|FR|||A|PCLI|66000000|560000
Aleppo|حلب|37.16|36.20|SY|09|Aleppo|P|PPLA|2098210|12900
Aleppo||37.60|36.23|SY|09|Aleppo|A|ADM1|2802348|109000
Al Bāb|al-Bab;الباب|37.52|36.37|SY|09|Aleppo|P|PPL|130745|3200
Al Bāb||44.10|15.30|YE|12|Sanaa|P|PPL|900|1000
Kobani|Ayn al-Arab|38.35|36.89|SY|09|Aleppo|P|PPL|50000|2000
Manbij||37.95|36.53|SY|09|Aleppo|P|PPL|99497|2800
Azaz|A`zaz|37.05|36.59|SY|09|Aleppo|P|PPL|66138|2300
Hama||36.76|35.13|SY|10|Hama|P|PPLA|460602|6100
Homs||36.73|34.72|SY|11|Homs|P|PPLA|775404|7900
Raqqa||39.01|35.95|SY|04|Raqqa|P|PPLA|531952|6500
Damascus|دمشق|36.29|33.51|SY|13|Damascus|P|PPLC|1569394|11200
Mosul||43.12|36.34|IQ|15|Nineveh|P|PPLA|1683000|11600
Amman||35.95|31.96|JO|16|Amman|P|PPLC|1275857|10100
Beirut||35.50|33.89|LB|04|Beirut|P|PPLC|1916100|12300
Goma||29.23|-1.67|CD|11|North Kivu|P|PPLA|432587|5900
Paris||2.35|48.85|FR|11|Île-de-France|P|PPLC|2138551|17000
Paris||-95.56|33.66|US|TX|Texas|P|PPL|24782|1400
London||-0.13|51.51|GB|ENG|England|P|PPLC|8961989|26000
London||-81.23|42.98|CA|08|Ontario|P|PPL|422324|5800
Washington||-77.04|38.90|US|DC|District of Columbia|P|PPLC|689545|7400
Hilton||-77.79|43.29|US|NY|New York|P|PPL|5900|1000
Nice||7.27|43.70|FR|93|Provence|P|PPL|342669|5200
Reading||-0.97|51.46|GB|ENG|England|P|PPL|318000|5000
March||0.09|52.55|GB|ENG|England|P|PPL|22000|1400
Of||40.27|40.95|TR|61|Trabzon|P|PPL|30000|1400
Mobile||-88.04|30.69|US|AL|Alabama|P|PPL|183289|3800
Ghouta|Eastern Ghouta|36.42|33.52|SY|||L|RGN|0|19000
Abu Issa||37.30|35.90|SY|09|Aleppo|P|PPL|700|1000
"""
_DEMONYMS = {"syrian": "Syria", "iraqi": "Iraq", "turkish": "Turkey", "jordanian": "Jordan"}


def _places():
    for number, line in enumerate(_ROWS.strip().splitlines()):
        name, others, lon, lat, country, code1, name1, kind, code, people, extent = line.split("|")
        place = Place(
            f"fake:{number}", name, float(lon), float(lat), country, code1, name1, kind, code,
            int(people), float(extent), source="fake",
        )  # fmt: skip
        yield place, [name, *filter(None, others.split(";"))]


class FakeGazetteer:
    """The gazetteer's methods over the rows above."""

    def __init__(self):
        self.by_key = {}
        self.asked = 0
        for place, names in _places():
            for name in names:
                hits = self.by_key.setdefault(fold(name), [])
                if place not in [m.place for m in hits]:
                    hits.append(Match(place, 0.5, name))

    def _named(self, name, country):
        allowed = {country} if isinstance(country, str) else set(country or ())
        hits = self.by_key.get(fold(name), [])
        return [m for m in hits if not allowed or m.place.country_code in allowed]

    def search(self, name, *, country=None, admin1_code=None, near=None, limit=10):
        """Return matches, the larger or the nearer first."""
        self.asked += 1
        hits = [
            m for m in self._named(name, country)
            if admin1_code in {None, m.place.admin1_code}
        ]  # fmt: skip
        if near:
            hits.sort(key=lambda m: distance_m(*near, m.place.longitude, m.place.latitude))
        else:
            hits.sort(key=lambda m: -m.place.population)
        return hits[:limit]

    def candidates(self, names, *, country=None):
        """Return every place of every name."""
        return {name: self._named(name, country) for name in names}

    def known_keys(self, keys):
        """Return the keys that are known."""
        return {key for key in keys if key in self.by_key}

    def demonym(self, word):
        """Return the place that a word is said of."""
        name = _DEMONYMS.get(word.lower())
        return [self.by_key[fold(name)][0].place] if name else []

    def country(self, code):
        """Return a country by its code."""
        places = (m.place for hits in self.by_key.values() for m in hits)
        return next(
            (p for p in places if p.country_code == code and p.feature_code == "PCLI"), None
        )


class PlainGeocoder:
    """A geocoder with `search` alone, as an online service has."""

    def __init__(self):
        self.inner = FakeGazetteer()

    def search(self, name, *, country=None, admin1_code=None, near=None, limit=10):
        """Return matches."""
        return self.inner.search(
            name, country=country, admin1_code=admin1_code, near=near, limit=limit
        )

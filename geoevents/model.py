"""Small values and the words that every table uses: places, matches, dates, actors, sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = [
    "FROM_OWN",
    "Actor",
    "ControlEstimator",
    "ControlStatus",
    "DateSpan",
    "EventType",
    "Extractor",
    "Geocoder",
    "Match",
    "Mention",
    "Place",
    "PlaceKind",
    "Source",
    "SourceKind",
    "Status",
]


# Among a match's reasons: the place is the user's own, which outranks the shipped gazetteer's.
FROM_OWN = "from your own gazetteer"


class EventType(StrEnum):
    """What a claim says happened, or was so; `docs/claims.md` gives their names elsewhere."""

    CONTROL = "CONTROL"
    CONTEST = "CONTEST"
    CAPTURE = "CAPTURE"
    LOSS = "LOSS"
    WITHDRAW = "WITHDRAW"
    REDEPLOY = "REDEPLOY"
    ADVANCE = "ADVANCE"
    TRANSFER = "TRANSFER"
    CLASH = "CLASH"
    AIRSTRIKE = "AIRSTRIKE"
    SHELLING = "SHELLING"
    BOMBING = "BOMBING"
    SIEGE = "SIEGE"
    CASUALTY = "CASUALTY"
    DISPLACE = "DISPLACE"
    DESTROY = "DESTROY"
    CONSCRIPT = "CONSCRIPT"
    DETAIN = "DETAIN"
    AGREEMENT = "AGREEMENT"
    OTHER = "OTHER"


class Status(StrEnum):
    """How a claim is put: as a fact of the report's own, as another's word, or as no fact."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    DENIED = "denied"
    NEGATED = "negated"
    PLANNED = "planned"

    @property
    def is_fact(self) -> bool:
        """Whether somebody says that it happened (which does not make it true)."""
        return self in {Status.ASSERTED, Status.REPORTED}


class SourceKind(StrEnum):
    """Who vouches for a claim; two kinds that vouch together are joined by ``+`` in tables."""

    NARRATOR = "narrator"
    BELLIGERENT = "belligerent"
    ARMED_GROUP = "armed-group"
    GOVERNMENT = "government"
    MILITARY = "military"
    STATE_MEDIA = "state-media"
    RESIDENT = "resident"
    ACTIVIST = "activist"
    MONITOR = "monitor"
    NGO = "ngo"
    IGO = "igo"
    ANALYST = "analyst"
    NEWS = "news"
    UNSPECIFIED = "unspecified"


class PlaceKind(StrEnum):
    """How a claim names its place."""

    NAMED = "named"
    RELATIVE = "relative"
    REGION = "region"
    UNPLACED = "unplaced"


class ControlStatus(StrEnum):
    """What the claims, taken together, say of a place between two instants."""

    HELD = "held"
    PARTLY_HELD = "partly held"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer's entry, in GeoNames' words; coordinates are degrees, EPSG:4326.

    `bbox` is west, south, east, north where an extent is known. `extent_m` is the radius in
    metres of the circle around the point that should hold the whole place (its built-up area,
    or a region's extent). `pcode` is the place's code by OCHA, where a user's gazetteer has one.
    """

    place_id: str
    name: str
    longitude: float
    latitude: float
    country_code: str = ""
    admin1_code: str = ""
    admin1_name: str = ""
    feature_class: str = "P"
    feature_code: str = "PPL"
    population: int = 0
    extent_m: float = 1_000.0
    bbox: tuple[float, float, float, float] | None = None
    source: str = ""
    pcode: str = ""

    @property
    def is_area(self) -> bool:
        """Whether the place is a country, division or region rather than a settlement or spot."""
        return self.feature_class in {"A", "L", "H"} or self.feature_code in {"DSRT", "MTS", "PLN"}


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate place for a name, with a score from 0 to 1 and the reasons in words.

    `matched_name` is the gazetteer's spelling that was hit. `is_ambiguous` marks a narrow win.
    """

    place: Place
    score: float
    matched_name: str = ""
    reasons: tuple[str, ...] = ()
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place phrase in a text, resolved or not: the characters ``[start, end)`` of the text.

    `phrase` is the text of the span, `toponym` the name inside it (the anchor's name for a
    relative place). `match` is the gazetteer's entry of that name, None where nothing fits, and
    then `reasons` says why. `longitude`/`latitude` are the point to draw, which differs from the
    match's own for a relative place; `uncertainty_m` is the radius in metres that should contain
    the true place; `extent_wkt` is the area (sector, corridor, division) as WKT in EPSG:4326.
    """

    start: int
    end: int
    phrase: str
    toponym: str
    kind: PlaceKind
    match: Match | None = None
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_m: float | None = None
    extent_wkt: str = ""
    is_demonym: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A half-open interval ``[start, end)`` in UTC; an end that is None is open.

    `edtf` is the Extended Date/Time Format (ISO 8601-2:2019) of the same interval, `precision`
    one of the words of `docs/claims.md`, `text` the words it came from.
    """

    start: datetime | None
    end: datetime | None
    edtf: str
    precision: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to a conflict: canonical id, display name, and the side it stands on."""

    actor_id: str
    name: str
    side: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from: outlet and address."""

    name: str = ""
    url: str = ""


@runtime_checkable
class Geocoder(Protocol):
    """Anything that turns a name into ranked places: the gazetteer, or an online service."""

    def search(
        self,
        name: str,
        *,
        country: str | Collection[str] | None = None,
        admin1_code: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Return matches, best first; `near` is lon, lat; no match is an empty list."""
        ...


@runtime_checkable
class Extractor(Protocol):
    """Anything that turns one report into claims; whatever it returns is verified."""

    def extract(self, report: pd.Series, geocoder: Geocoder) -> gpd.GeoDataFrame:
        """Return a claims table for one row of a reports table."""
        ...


@runtime_checkable
class ControlEstimator(Protocol):
    """Anything that learns from claims who reportedly holds what, and tells for points."""

    def fit(self, claims: gpd.GeoDataFrame) -> ControlEstimator:
        """Learn from a claims table."""
        ...

    def predict(
        self, points: gpd.GeoDataFrame | gpd.GeoSeries, *, at: str, known_at: str | None = None
    ) -> pd.DataFrame:
        """Return one row per point: a probability per actor, `contested`, `no_data`."""
        ...

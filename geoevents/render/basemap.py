"""A box on the earth → the base map inside it: land, borders, disputed lines, names, water.

Natural Earth draws the borders that it finds on the ground. A map of a conflict must not decide
such questions, so the default worldview is "neutral": one fill for all land, a border only where
the countries on both sides agree on it, every other line dashed, no country's name on ground that
another one claims (`geoevents.render.disputes`). Coordinates are lon, lat in degrees (EPSG:4326).
"""

from __future__ import annotations

import csv
import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import shapely

from geoevents.errors import InputError
from geoevents.naturalearth import Detail, Topology, read_topology, read_water
from geoevents.render.disputes import (
    NEUTRAL,
    Dispute,
    DisputedLine,
    check_worldview,
    drawn,
    parties,
    read_disputes,
    worldviews,
)
from geoevents.render.seam import joined, pieces
from geoevents.resources import data_path

__all__ = ["ATTRIBUTION", "DISCLAIMER", "theatre"]

ATTRIBUTION = "Base map: Natural Earth"
DISCLAIMER = (
    "Borders and names are for orientation and state no position on the legal status of any area. "
    "Dashed lines are disputed, undecided or ceasefire lines. Lines can be a kilometre or more off."
)

Box = tuple[float, float, float, float]
# Wider than this, 1:50 million is as fine as a screen can show.
WIDEST_10M_DEG = 25.0
# A reader may pan and zoom out a little before the land ends.
MARGIN = 0.4
LEAST_MARGIN_DEG = 0.75
# A line may be this part of the width of the theatre off: half a pixel on a wide screen.
TOLERANCE = 1 / 2500
# A name needs a spot whose radius is this part of the theatre's width.
MIN_LABEL_ROOM = 0.015
# Where a name's first spot is taken by a mark, or off the screen, it may stand at another.
MOST_SPOTS = 8


@dataclass(frozen=True, slots=True)
class _Country:
    """How a shape of world-atlas is called and treated; see data/basemap/countries.csv."""

    iso: str
    name: str
    kind: str
    part_of: str


# A dispute and its line, if the stretch is disputed, and where it runs.
_Piece = tuple[Dispute | None, DisputedLine | None, Any]


def theatre(
    bbox: Sequence[float],
    *,
    worldview: str = NEUTRAL,
    detail: Detail | Literal["auto"] = "auto",
) -> dict[str, Any]:
    """Return the base map around `bbox` as plain values that go into JSON.

    Parameters
    ----------
    bbox
        West, south, east, north in degrees. The map reaches further on every side, over 180° too:
        from there on its longitudes run on, to 181 and so forth.
    worldview
        ``"neutral"``, ``"de-facto"``, or the code of a country whose position is drawn; see
        `geoevents.render.disputes.worldviews`.
    detail
        Natural Earth's scale: 1:10 million, 1:50 million, or the one that fits the size.

    Returns
    -------
    dict
        ``bbox`` of all that is drawn; ``land``, ``lakes`` (MultiPolygon), ``coast``, ``borders``,
        ``rivers`` (MultiLineString) as GeoJSON geometries; ``countries``: dicts of ``name``,
        ``iso`` (two letters or empty), ``kind`` (country or territory), ``label`` (lon, lat or
        None) and ``spots`` (the label and where else it may stand);
        ``disputed``: dicts of ``name``, ``status``, ``claimants``, ``source``, ``url``, ``label``
        (lon, lat or None) and ``geometry`` (MultiLineString, to be dashed); ``worldview``,
        ``detail``, ``disclaimer`` and ``attribution``.

    Raises
    ------
    InputError
        If the box or the worldview cannot be used.

    Examples
    --------
    >>> syria = theatre((36.0, 35.9, 38.6, 37.0))
    >>> [country["name"] for country in syria["countries"]]
    ['Syria', 'Turkey']
    """
    check_worldview(worldview)
    view = _checked(bbox)
    box = _padded(view)
    wide = max(box[2] - box[0], box[3] - box[1])
    scale = _scale(detail, wide)
    views = {turn: part for part, turn in pieces(view)}
    drawn_parts = [
        (_theatre(part, views.get(turn, part), wide, scale, worldview), turn)
        for part, turn in pieces(box)
    ]
    digits = 3 if wide <= WIDEST_10M_DEG else 2
    west, south, east, north = (round(value, digits) for value in box)
    return joined(drawn_parts, (west, south, east, north))


def _theatre(box: Box, view: Box, wide: float, scale: Detail, worldview: str) -> dict[str, Any]:
    """Return the base map of a box that does not reach over 180°."""
    topology = read_topology(scale)
    shapes = {shape.name: topology.polygon(shape, box) for shape in topology.shapes}
    # Simplified once, so that the coast runs exactly along the land.
    land = _without_specks(shapely.union_all(list(shapes.values())), wide * TOLERANCE)
    coast = shapely.difference(shapely.boundary(land), shapely.boundary(shapely.box(*box)))
    disputes = _disputes_in(box)
    borders = _borders(topology, box, disputes)
    borders += [
        (dispute, line, _own_line(line, land, shapes))
        for dispute in disputes
        for line in dispute.lines
        if line.points
    ]
    solid, dashed = _styled(borders, worldview)
    digits = 3 if wide <= WIDEST_10M_DEG else 2
    write = functools.partial(_geojson, box=box, tolerance=wide * TOLERANCE, digits=digits)
    return {
        "bbox": [round(value, digits) for value in box],
        "land": write(land, kind="MultiPolygon"),
        "coast": write(coast),
        "borders": write(shapely.union_all(solid)),
        "disputed": [
            about
            for dispute in disputes
            if (about := _about(dispute, write(shapely.union_all(dashed[dispute.id])), box))
        ],
        "countries": _countries(shapes, view, box, disputes, digits),
        "rivers": write(read_water()[0]),
        "lakes": write(read_water()[1], kind="MultiPolygon"),
        "worldview": worldview,
        "detail": scale,
        "disclaimer": _disclaimer(worldview),
        "attribution": ATTRIBUTION,
    }


def _disclaimer(worldview: str) -> str:
    """Return the words that go with the lines; a view that takes sides says whose."""
    if worldview == NEUTRAL:
        return DISCLAIMER
    return f"{DISCLAIMER} Worldview: {worldviews()[worldview]}"


def _checked(bbox: Sequence[float]) -> Box:
    """Return the box as four floats, or say what is wrong with it."""
    values = tuple(float(value) for value in bbox)
    if len(values) != 4 or not all(isfinite(value) for value in values):
        raise InputError(f"The box {list(bbox)} is not four numbers: west, south, east, north.")
    west, south, east, north = values
    is_sound = -540 <= west <= east <= 540 and east - west <= 360
    if not (is_sound and -90 <= south <= north <= 90):
        raise InputError(
            f"The box {list(bbox)} cannot be; expected west <= east within a turn of 360, and "
            "-90 <= south <= north <= 90, in degrees, longitudes first."
        )
    return west, south, east, north


def _padded(view: Box) -> Box:
    """Return `view` with a margin for panning; it may reach over 180°, and once round the world."""
    west, south, east, north = view
    margin = max(LEAST_MARGIN_DEG, MARGIN * max(east - west, north - south))
    south, north = max(-90.0, south - margin), min(90.0, north + margin)
    if east - west + 2 * margin >= 360.0:
        return -180.0, south, 180.0, north
    return west - margin, south, east + margin, north


def _scale(detail: str, wide: float) -> Detail:
    """Choose Natural Earth's scale for a theatre `wide` degrees wide or high."""
    if detail == "auto":
        return "10m" if wide <= WIDEST_10M_DEG else "50m"
    if detail == "10m":
        return "10m"
    if detail == "50m":
        return "50m"
    raise InputError(f"Unknown detail '{detail}'; expected 'auto', '10m' or '50m'.")


def _without_specks(land: Any, tolerance: float) -> Any:
    """Return `land` simplified within `tolerance` degrees, without islands too small to see."""
    parts = shapely.get_parts(shapely.simplify(land, tolerance))
    return shapely.MultiPolygon(
        [part for part in parts if part.geom_type == "Polygon" and part.area > (2 * tolerance) ** 2]
    )


def _disputes_in(box: Box) -> list[Dispute]:
    """Return the disputes that have something to draw or to keep clear inside `box`."""
    frame = shapely.box(*box)
    return [
        dispute for dispute in read_disputes() if frame.intersects(shapely.box(*dispute.extent))
    ]


def _borders(topology: Topology, box: Box, disputes: Sequence[Dispute]) -> list[_Piece]:
    """Return Natural Earth's borders near the box, cut where a dispute begins or ends."""
    known = _known_countries()
    pieces: list[_Piece] = []
    for index in topology.near(box):
        owners = topology.owners[index]
        # Hong Kong's border with China is none between countries.
        if len(owners) < 2 or any(known[owner].part_of in owners for owner in owners):
            continue
        found, rest = _cut(shapely.linestrings(topology.arcs[index]), owners, disputes)
        pieces += [*found, (None, None, rest)]
    return pieces


def _styled(pieces: Sequence[_Piece], worldview: str) -> tuple[list[Any], dict[str, list[Any]]]:
    """Return the lines that `worldview` has solid, and per dispute those that it has dashed."""
    solid: list[Any] = []
    dashed: dict[str, list[Any]] = defaultdict(list)
    for dispute, line, geometry in pieces:
        how = drawn(dispute, line, worldview) if dispute and line else "solid"
        if how == "solid":
            solid.append(geometry)
        elif how == "dashed" and dispute:
            dashed[dispute.id].append(geometry)
    return solid, dashed


def _cut(
    border: Any, owners: Sequence[str], disputes: Sequence[Dispute]
) -> tuple[list[_Piece], Any]:
    """Return the disputed stretches of the border between `owners`, and the rest of it."""
    pieces: list[_Piece] = []
    for dispute in disputes:
        for line in dispute.lines:
            if line.between and line.between <= set(owners):
                window = shapely.box(*(line.window or (-180, -90, 180, 90)))
                stretch = shapely.intersection(border, window)
                if not stretch.is_empty:
                    pieces.append((dispute, line, stretch))
                    border = shapely.difference(border, window)
    return pieces, border


def _own_line(line: DisputedLine, land: Any, shapes: dict[str, Any]) -> Any:
    """Return a line that we drew ourselves, cut at the shore or at a border where it says so."""
    whole = shapely.linestrings(line.points)
    if line.at_sea:
        return whole
    ground = shapely.union_all([shapes[name] for name in line.within]) if line.within else land
    return shapely.intersection(whole, ground)


def _about(dispute: Dispute, geometry: dict[str, Any], box: Box) -> dict[str, Any] | None:
    """Return what the map says of one dispute; None if nothing of it is in the box."""
    west, south, east, north = dispute.extent
    room = max(east - west, north - south) / max(box[2] - box[0], box[3] - box[1])
    label = dispute.label if dispute.label and _holds(box, dispute.label) else None
    if not (geometry["coordinates"] or label or not dispute.lines):
        return None
    return {
        "name": dispute.name,
        "status": dispute.status,
        "claimants": [_party(code) for code in dispute.claimants],
        "source": dispute.source,
        "url": dispute.url,
        "label": list(label) if label and room >= MIN_LABEL_ROOM else None,
        "geometry": geometry,
    }


def _holds(box: Box, point: tuple[float, float]) -> bool:
    """Say whether the point, lon and lat, is in the box."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _party(code: str) -> str:
    """Return the name of a claimant."""
    by_code = {country.iso: country.name for country in _known_countries().values()}
    return parties().get(code) or by_code[code]


def _countries(
    shapes: dict[str, Any], view: Box, box: Box, disputes: Sequence[Dispute], digits: int
) -> list[dict[str, Any]]:
    """Return the names of the countries in the box, each where it has most undisputed room."""
    kept_clear = shapely.union_all(
        [shapely.box(*dispute.extent) for dispute in disputes if dispute.is_clear]
    )
    names = []
    for atlas, shape in shapes.items():
        country = _known_countries()[atlas]
        if country.kind not in ("country", "territory") or shape.is_empty:
            continue
        room = shapely.difference(shape, kept_clear)
        spots = _spots(room, view, box, digits)
        names.append(
            {
                "name": country.name,
                "iso": country.iso,
                "kind": country.kind,
                "label": spots[0] if spots else None,
                "spots": spots,
            }
        )
    return sorted(names, key=lambda country: str(country["name"]))


def _spots(room: Any, view: Box, box: Box, digits: int) -> list[list[float]]:
    """Return lon, lat of the widest spots of `room` in view, else in the box, widest first."""
    for frame in (view, box):
        least = MIN_LABEL_ROOM * max(frame[2] - frame[0], frame[3] - frame[1])
        inside = shapely.intersection(room, shapely.box(*frame))
        spots: list[list[float]] = []
        while len(spots) < MOST_SPOTS:
            parts = [part for part in shapely.get_parts(inside) if part.geom_type == "Polygon"]
            largest = max(parts, key=lambda part: (part.area, part.bounds), default=None)
            if largest is None or largest.area <= least**2:
                break
            circle = shapely.maximum_inscribed_circle(largest, tolerance=max(least / 4, 1e-3))
            if circle.length < least:
                break
            spots.append([round(value, digits) for value in circle.coords[0]])
            # The next one stands apart from it.
            inside = shapely.difference(inside, shapely.Point(circle.coords[0]).buffer(5 * least))
        if spots:
            return spots
    return []


@functools.lru_cache(maxsize=1)
def _known_countries() -> dict[str, _Country]:
    """Read what every shape of world-atlas is called and how it is treated."""
    path = data_path("basemap") / "countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["atlas"]: _Country(row["iso"], row["name"], row["kind"], row["part_of"])
            for row in csv.DictReader(file)
        }


def _geojson(
    geometry: Any, *, box: Box, tolerance: float, digits: int, kind: str = "MultiLineString"
) -> dict[str, Any]:
    """Return the part of `geometry` inside `box` as a GeoJSON geometry of `kind`."""
    clipped = shapely.intersection(shapely.make_valid(geometry), shapely.box(*box))
    if kind == "MultiLineString":
        clipped = shapely.line_merge(shapely.union_all(_parts(clipped, dimension=1)))
    small = shapely.simplify(clipped, tolerance)
    parts = _parts(small, dimension=1 if kind == "MultiLineString" else 2)
    written = [rings for rings in (_rings(part, digits) for part in parts) if rings]
    is_lines = kind == "MultiLineString"
    return {"type": kind, "coordinates": [part[0] for part in written] if is_lines else written}


def _parts(geometry: Any, *, dimension: int) -> list[Any]:
    """Return the single lines (1) or polygons (2) of `geometry`; clipping leaves more."""
    flat = shapely.get_parts(shapely.get_parts(geometry))
    return [part for part in flat if shapely.get_dimensions(part) == dimension]


def _rings(part: Any, digits: int) -> list[list[list[float]]]:
    """Return the rings of a polygon, or a line as its only one, rounded, without repeats."""
    rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
    written = []
    for ring in rings:
        points = [[round(x, digits), round(y, digits)] for x, y in shapely.get_coordinates(ring)]
        kept = [point for i, point in enumerate(points) if not i or point != points[i - 1]]
        least = 4 if part.geom_type == "Polygon" else 2
        if len(kept) >= least:
            written.append(kept)
        elif ring is rings[0]:
            return []
    return written

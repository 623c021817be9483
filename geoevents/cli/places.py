"""The commands on names and the gazetteer."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from geoevents.cli.names import read_rows, renamed
from geoevents.cli.output import NOTHING, OK, plural, printable, say, write
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoevents.gazetteer import Gazetteer

PLACE_COLUMNS = {
    "name": "the names",
    "lat": "the latitude in degrees",
    "lon": "the longitude in degrees",
    "pcode": "the p-codes",
    "admin1": "the first-level division, by code or name",
    "population": "the inhabitants",
}

__all__ = [
    "PLACE_COLUMNS",
    "add_places",
    "geocode_names",
    "list_sources",
    "remove_source",
    "search",
]


def geocode_names(options: argparse.Namespace) -> int:
    """Place each name of a CSV column; every row is kept."""
    from geoevents.export.spreadsheet import OURS  # noqa: PLC0415

    rows = read_rows(options.names, options.column)
    placed = _placed(rows, options)
    given = renamed(list(rows.columns), {*placed.columns, *OURS})
    extra = rows.rename(columns=given)
    extra.index = placed.index
    table = placed.join(extra)
    for old, new in given.items():
        say(options, printable(f"your column '{old}' is named '{new}' in the result"))
    if not options.country and "country" in map(str.lower, rows.columns):
        name = next(name for name in rows.columns if name.lower() == "country")
        say(
            options,
            printable(
                f"the column '{name}' was not used; --country {name} places each row inside its own"
            ),
        )
    n_unplaced = int(table.geometry.is_empty.sum())
    n_narrow = int(table.is_ambiguous.sum())
    code = write(options, table)
    narrow = f"; {n_narrow} of them ambiguous, see 'reasons'" if n_narrow else ""
    say(options, f"{len(table) - n_unplaced} of {len(table)} names placed{narrow}")
    return code


def _placed(rows: pd.DataFrame, options: argparse.Namespace) -> gpd.GeoDataFrame:
    """Place the names, each in its row's country where --country names a column."""
    import pandas as pd  # noqa: PLC0415

    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415
    from geoevents.gazetteer.resolver import country_code  # noqa: PLC0415
    from geoevents.geocoding import geocode  # noqa: PLC0415

    asked = options.country or []
    with Gazetteer.default() as gazetteer:
        if len(asked) != 1 or asked[0] not in rows.columns:
            codes = _codes(gazetteer, asked)
            return geocode(list(rows[options.column]), gazetteer, country=codes or None)
        parts = []
        for written, group in rows.groupby(rows[asked[0]].str.strip(), sort=False):
            code = country_code(gazetteer, str(written)) if written else None
            part = geocode(list(group[options.column]), gazetteer, country=code or None)
            if written and not code:
                nothing = geocode([""] * len(group), gazetteer)
                part = nothing.assign(
                    toponym=part.toponym,
                    reasons=f"no country, or more than one, is called '{written}' "
                    f"(column '{asked[0]}'); expected an ISO code or a name",
                )
            parts.append(part.set_index(group.index))
    return pd.concat(parts).sort_index() if parts else geocode([])


def _codes(gazetteer: Gazetteer, written: list[str]) -> list[str]:
    """Return the codes of countries that are written as codes or names."""
    from geoevents.gazetteer.resolver import country_code  # noqa: PLC0415

    codes = []
    for country in written:
        code = country_code(gazetteer, country)
        if not code:
            raise InputError(
                f"--country is '{country}', which no country is called, or more than one; expected "
                "an ISO code or a name, such as SY or Syria."
            )
        codes.append(code)
    return codes


def search(options: argparse.Namespace) -> int:
    """Print ranked places for a name."""
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        codes = _codes(gazetteer, options.country or [])
        matches = gazetteer.search(options.name, country=codes or None, limit=options.limit)
    for match in matches:
        place = match.place
        print(
            printable(
                f"{match.score:.2f}  {place.name}, {place.admin1_name or place.admin1_code}, "
                f"{place.country_code}  {place.latitude:.4f} {place.longitude:.4f}  "
                f"[{place.place_id}]  {'; '.join(match.reasons)}"
            )
        )
    if not matches:
        print(f"geoevents: no place is called '{options.name}'", file=sys.stderr)
    return OK if matches else NOTHING


def list_sources(_: argparse.Namespace) -> int:
    """Print the index's sources, and the user's own."""
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        for source in gazetteer.sources():
            print("  ".join(str(value) for value in source))
        for own in gazetteer.added():
            licence = own.licence or "licence not given"
            rejected = plural(own.n_rejected, "row")
            print(
                printable(
                    f"{own.label}  {own.n_places}  {licence}  added {own.added_at[:10]} from "
                    f"{own.file} ({rejected} rejected, SHA-256 {own.sha256[:12]}…)"
                )
            )
    return OK


def add_places(options: argparse.Namespace) -> int:
    """Take the user's own places into the index."""
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    columns: dict[str, Any] = {key: getattr(options, key) for key in PLACE_COLUMNS}
    columns = {key: value for key, value in columns.items() if value}
    if options.also:
        columns["also"] = options.also
    if options.label and len(options.sources) > 1:
        raise InputError("--as names one source; add the others by themselves.")
    with Gazetteer.default() as gazetteer:
        for source in options.sources:
            added = gazetteer.add(
                source,
                columns=columns,
                country=options.country,
                label=options.label,
                licence=options.licence,
                layer=options.layer,
            )
            _tell_added(options, added)
    return OK


def _tell_added(options: argparse.Namespace, added: Any) -> None:
    source = added.source
    say(
        options, printable(f"{source.label}: {plural(source.n_places, 'place')} from {source.file}")
    )
    for reason, number in sorted(added.left_out.items()):
        say(options, f"  {number} {reason}, left out")
    for note in added.notes:
        say(options, f"  {note}")
    if added.rejected:
        counted = "; ".join(f"{n}: {reason}" for reason, n in added.reasons.most_common(5))
        rows = plural(len(added.rejected), "row")
        print(
            printable(f"geoevents: {rows} rejected ({counted}); see {added.rejected_file}"),
            file=sys.stderr,
        )


def remove_source(options: argparse.Namespace) -> int:
    """Take one of the user's sources out again."""
    from geoevents.gazetteer import Gazetteer  # noqa: PLC0415

    with Gazetteer.default() as gazetteer:
        removed = gazetteer.remove(options.label)
    say(options, f"{removed.label}: {plural(removed.n_places, 'place')} removed")
    return OK

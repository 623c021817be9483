"""A map in a notebook -> what its reader chose, as tables: `TimeMap.widget`.

The map stands in a sandboxed frame, as without the widget. Between the frame and Python go row
numbers, a date and a number of days, never text of a report; `viewer/src/messages.ts` lists them.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoevents.errors import InputError, MissingToolError
from geoevents.render.page import asset, with_bridge
from geoevents.render.payload import by_time, is_area

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    raise MissingToolError(
        f"TimeMap.widget() needs the package {error.name}; expected it to be installed: "
        '`pip install "geoevents[widget]"`, and restart the notebook. The map alone shows '
        "without it, by its name in the last line of a cell."
    ) from error

if TYPE_CHECKING:
    import geopandas as gpd

    from geoevents.render.timemap import TimeMap

__all__ = ["MapWidget"]

_LONGEST_WINDOW = 999_999  # days; as in messages.ts


class _Day(traitlets.TraitType):  # type: ignore[misc]  # traitlets is skipped by mypy
    """A day as a Timestamp, midnight UTC; text, dates and Timestamps may be given."""

    def validate(self, _: Any, value: Any) -> pd.Timestamp | None:
        """Return the day, or say what was expected."""
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = pd.NaT
        if isinstance(value, (date, np.datetime64)) and not pd.isna(value):
            try:
                day = pd.Timestamp(value)
            except ValueError:  # a year that no Timestamp has
                day = pd.NaT
            if not pd.isna(day):
                return (day.tz_localize if day.tzinfo is None else day.tz_convert)(
                    "UTC"
                ).normalize()
        raise InputError(f"date is {value!r}; expected a day: '2015-02-09', a date or a Timestamp.")


class _Days(traitlets.TraitType):  # type: ignore[misc]
    """A number of days, 0 for all."""

    def validate(self, _: Any, value: Any) -> int | None:
        """Return the number, or say what was expected."""
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if value is None or (whole and 0 <= value <= _LONGEST_WINDOW):
            return None if value is None else int(value)
        raise InputError(
            f"window is {value!r}; expected a whole number of days up to the date, or 0 for "
            "everything so far."
        )


class MapWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A map whose selection and date are shared with Python; `TimeMap.widget` makes it.

    Parameters
    ----------
    timemap : TimeMap
        The map, as it is now; what is added to it later is not shown.

    Attributes
    ----------
    date : Timestamp or None
        The day shown, midnight UTC. Setting it (text, date or Timestamp) moves the map, to its
        first or last day where it lies beyond. None until the map is on the screen, and where
        nothing has a date.
    window : int or None
        How many days up to `date` are shown; 0 for everything so far. May be set.
    selected_ids : tuple of str
        ``event_id`` of each event whose evidence is open; ``observe(call, "selected_ids")`` calls
        on every choice.

    Raises
    ------
    InputError
        If `date` or `window` is set to what is no day or no number of days.
    """

    date = _Day(default_value=None, allow_none=True).tag(
        sync=True,
        to_json=lambda day, _: None if day is None else day.strftime("%Y-%m-%d"),
        from_json=lambda text, _: text,
    )
    window = _Days(default_value=None, allow_none=True).tag(sync=True)
    selected_ids = traitlets.Tuple(read_only=True)
    _picked = traitlets.Dict().tag(sync=True)
    _page = traitlets.Unicode().tag(sync=True)
    _title = traitlets.Unicode().tag(sync=True)
    _token = traitlets.Unicode().tag(sync=True)
    _height = traitlets.Int().tag(sync=True)

    def __init__(self, timemap: TimeMap) -> None:
        self._esm = asset("widget.js")
        self._claims = timemap.claims
        events, control = timemap.events, timemap.control
        area = is_area(control)
        self._rows = {
            "events": by_time(events),
            "control": by_time(control[~area]),
            "areas": by_time(control[area]),
        }
        token = secrets.token_hex(16)
        super().__init__(
            _page=with_bridge(timemap.to_html(), token),
            _title=timemap.title,
            _token=token,
            _height=timemap.style.height,
        )

    def __repr__(self) -> str:
        """Return what is read where a notebook is shown without its kernel."""
        return (
            f"MapWidget of {self._title!r}: run this cell to see the map, or end it with the "
            "TimeMap itself, which needs no kernel."
        )

    @property
    def selected(self) -> gpd.GeoDataFrame:
        """Events whose evidence is open, `schema.EVENTS`, whatever their date and status.

        A place stands for all that is told of it, as in the map's own panel. The index is that of
        `TimeMap.events`.
        """
        return self._chosen("events")

    @property
    def selected_control(self) -> gpd.GeoDataFrame:
        """Reported control behind the open evidence, `schema.CONTROL`: of places, or the area."""
        return self._chosen("areas" if self._numbers("areas") else "control")

    @property
    def selected_claims(self) -> gpd.GeoDataFrame:
        """Claims behind `selected` and `selected_control`, `schema.CLAIMS`."""
        cells = pd.concat([self.selected["claim_ids"], self.selected_control["claim_ids"]])
        ids = cells.dropna().str.split().explode()
        return self._claims[self._claims["claim_id"].isin(ids)].copy()

    def _chosen(self, table: str) -> Any:
        return self._rows[table].iloc[self._numbers(table)].copy()

    def _numbers(self, table: str) -> list[int]:
        """Return the rows that the page named, without those that the table has not."""
        given = self._picked.get(table)
        known = range(len(self._rows[table]))
        return sorted(
            {n for n in given if type(n) is int and n in known} if isinstance(given, list) else ()
        )

    @traitlets.observe("_picked")  # type: ignore[untyped-decorator]
    def _on_picked(self, _: Any) -> None:
        self.set_trait("selected_ids", tuple(self.selected["event_id"]))

"""Tables of events, control and claims -> one interactive map, as a file or in a notebook."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.errors import InputError
from geoevents.files import write_whole
from geoevents.publish import BLOCK, check_page
from geoevents.render.arabic import actor_names, country_names, place_names
from geoevents.render.codec import to_block
from geoevents.render.contents import contents
from geoevents.render.frame import around, seam_for, whole_of
from geoevents.render.headline import headline
from geoevents.render.later import split_tables
from geoevents.render.layers import settled
from geoevents.render.page import build_page, with_policy
from geoevents.render.payload import checked, claims_as_events, rows_as_claims
from geoevents.render.seam import across
from geoevents.render.spelling import (
    respelled,
)
from geoevents.render.style import MapStyle, tile_hosts
from geoevents.schema import CLAIMS, CONTROL, EVENTS, without_rejected
from geoevents.tables.frames import from_frame

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

    from geoevents.publish import Edition
    from geoevents.render.widget import MapWidget

__all__ = ["TimeMap"]


class TimeMap:
    """A map of events and reported control with a time slider and every mark's evidence.

    Parameters
    ----------
    events : GeoDataFrame or DataFrame, optional
        An events table (`merge_claims`). Without it, each claim is drawn on its own. With `date`,
        any frame at all that has places: a geometry, or columns ``longitude`` and ``latitude``.
    control : GeoDataFrame, optional
        A control table (`estimate_place_status`): who reportedly held each place, and when.
    claims : GeoDataFrame, optional
        The claims behind them (`extract_claims`), shown as evidence.
    title : str, optional
        Headline of the map; where it is not given, the places that most is reported of.
    style : MapStyle, optional
        Theme, colours, worldview, note, online tiles.
    date : str or pair of str, optional
        The column of `events` that holds the date, or those of the first and last day.
    color : str, optional
        The column of `events` that colours the marks, such as ``"actor1"``. `from_table` also
        takes the columns of the place's name and of the text.

    Raises
    ------
    InputError
        If no table is given, or one that other options rule out.
    TableError
        If a table breaks its contract, or a column is absent.

    Notes
    -----
    The file that `save` writes makes no request. Rows without a place or a date are listed on
    the page and counted, never dropped. The map is folium's: `folium` gives it, for further
    layers; what such a layer fetches from the network is refused by the page's policy.
    """

    def __init__(
        self,
        events: gpd.GeoDataFrame | None = None,
        *,
        control: gpd.GeoDataFrame | None = None,
        claims: gpd.GeoDataFrame | None = None,
        title: str | None = None,
        style: MapStyle | None = None,
        date: str | tuple[str, str] | None = None,
        color: str | None = None,
    ) -> None:
        if events is None and control is None and claims is None:
            raise InputError(
                "TimeMap was given no table; expected events=, control= or claims=, such as "
                "TimeMap(merge_claims(claims), claims=claims)."
            )
        if date is not None or color is not None:
            claims = rows_as_claims(events, claims, date, color)
            events = None
        self.style = style or MapStyle()
        shown = without_rejected(checked(claims, CLAIMS, "claims"))
        held = checked(control, CONTROL, "control")
        told = None if events is None else checked(events, EVENTS, "events")
        self._names = self._spelling(shown, held, told)
        self._claims = respelled(shown, self._names)
        self._control = respelled(held, self._names)
        self._events = (
            claims_as_events(self._claims) if told is None else respelled(told, self._names)
        )
        self.title = title or headline(self._events, self.style.lang)
        self._manifest: Mapping[str, Any] | None = None
        self._secrets: tuple[str, ...] = ()
        self._widget: MapWidget | None = None

    @classmethod
    def from_table(
        cls,
        frame: pd.DataFrame,
        *,
        date: str | tuple[str, str],
        color: str | None = None,
        label: str | None = None,
        details: str | Sequence[str] | None = None,
        title: str | None = None,
        style: MapStyle | None = None,
    ) -> TimeMap:
        """Return a map of any frame that has places and dates: a spreadsheet, ACLED, UCDP GED.

        Parameters
        ----------
        frame : GeoDataFrame or DataFrame
            Geometry of any CRS, or columns ``longitude`` and ``latitude`` in degrees.
        date : str or pair of str
            The column of the date, or those of the first and last day.
        color : str, optional
            The column that colours the marks: who acts, or any other of few values.
        label : str, optional
            The column that names the place; else ``location``, ``place``, ``city`` and the like.
        details : str or sequence of str, optional
            The columns shown as text; else ``notes``, ``description``, ``title`` and the like.
        title, style
            As for `TimeMap`.

        Raises
        ------
        TableError
            If a column is absent, or there is no place.

        Examples
        --------
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"lon": [37.2], "lat": [36.2], "day": ["2016-12-22"]})
        >>> TimeMap.from_table(frame, date="day").title
        'What was reported, where and when'
        """
        claims = from_frame(frame, date=date, actor=color, label=label, details=details)
        return cls(claims=claims, title=title, style=style)

    @classmethod
    def from_edition(
        cls,
        edition: Edition,
        *,
        title: str | None = None,
        style: MapStyle | None = None,
        inputs: Sequence[Mapping[str, Any]] = (),
        licences: Sequence[str] = (),
        previous: str | os.PathLike[str] | None = None,
    ) -> TimeMap:
        """Return the map of an edition (`publish_claims`), with its manifest in the page.

        Events and reported control are made of the edition's claims alone, so that nothing of
        what was withheld can come in. Writing the page looks once more, and refuses if a name or
        sentence of `Edition.secrets` stands in it, in a title or a note for example.

        Parameters
        ----------
        edition : Edition
            As `publish_claims` returns it.
        title, style
            As for `TimeMap`; `MapStyle.edition` names the edition.
        inputs : sequence of mappings
            Hashes of what it was made of, as `publish.inputs_of` returns them.
        licences : sequence of str
            The licence of the map, and others beside those of the data.
        previous : path, optional
            The page of the edition before, from which the changes are told.

        Raises
        ------
        InputError
            If nothing may be published, or `previous` is no published page.
        """
        from geoevents.control import estimate_place_status  # noqa: PLC0415  heavy
        from geoevents.events import merge_claims  # noqa: PLC0415
        from geoevents.publish import make_manifest  # noqa: PLC0415

        if edition.claims.empty:
            raise InputError(
                "No claim may be published: "
                f"{', '.join(f'{n} {why}' for why, n in edition.counts.items() if n) or 'none'}; "
                "review claims first (`geoevents review`), or wait until they are old enough."
            )
        control = estimate_place_status(edition.claims, known_at=edition.known_at.isoformat())
        made = cls(
            merge_claims(edition.claims),
            control=control,
            claims=edition.claims,
            title=title,
            style=style,
        )
        made._manifest = make_manifest(
            edition, name=made.style.edition, inputs=inputs, licences=licences, previous=previous
        )
        made._secrets = edition.secrets
        return made

    @property
    def events(self) -> gpd.GeoDataFrame:
        """A copy of the events that are drawn, `schema.EVENTS`."""
        return self._events.copy()

    @property
    def control(self) -> gpd.GeoDataFrame:
        """A copy of the reported control that is drawn, `schema.CONTROL`."""
        return self._control.copy()

    @property
    def claims(self) -> gpd.GeoDataFrame:
        """A copy of the claims that are shown as evidence, `schema.CLAIMS`."""
        return self._claims.copy()

    @cached_property
    def folium(self) -> folium.Map:
        """The folium map, to which further layers may be added before saving."""
        from geoevents.render.basemap import theatre  # noqa: PLC0415  reads the base map's files

        seam = seam_for(self._events, self._control)
        tables = across(self._events, seam), self._claims, across(self._control, seam)
        whole = whole_of(tables[0], tables[2])
        base = theatre(around(whole), worldview=self.style.worldview)
        payload = contents(
            tables,
            title=self.title,
            style=self.style,
            names=self._names,
            base=base,
            manifest=self._manifest,
        )
        payload["tables"], late = split_tables(payload["tables"])
        blocks = [
            to_block(payload, "geoevents-data"),
            to_block(country_names(base) if self.style.lang == "ar" else base, "geoevents-basemap"),
        ]
        if self._manifest is not None:
            blocks.append(to_block(self._manifest, BLOCK))
        return build_page(self.title, blocks, late)

    def to_html(self) -> str:
        """Return the whole page as one HTML document that fetches nothing.

        Raises
        ------
        InputError
            If a further layer needs a library that the page has not and may not fetch.
        """
        host = tile_hosts(self.style.tiles) if self.style.tiles else None
        files = self.style.layer_files
        rendered, hosts = settled(
            self.folium.get_root().render(),
            files=Path(files) if files else None,
            online=self.style.online_layers,
        )
        document = with_policy(rendered, host, hosts)
        check_page(document, self._secrets, told=self._words())
        return document

    def _words(self) -> list[str]:
        """Return what the author wrote."""
        style = self.style
        licences = self._manifest["licences"] if self._manifest else ()
        rest = (self.title, style.note, style.edition, style.tiles or "", style.tiles_attribution)
        return [*rest, *style.corrections, *style.sources, *style.names.values(), *licences]

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to `path` and return it; an interrupted run leaves no half of it.

        Raises
        ------
        InputError
            If the folder does not exist, or the path is a folder.
        """
        target = _place(path)
        write_whole(target, self.to_html())
        return target

    def save_png(
        self,
        path: str | os.PathLike[str],
        *,
        size: tuple[int, int] = (1200, 800),
        scale: float = 2.0,
        at: str | None = None,
    ) -> Path:
        """Write a picture of the page to `path` and return it, whole or not at all.

        It is taken by the Chromium, Chrome or Edge of this machine (``GEOEVENTS_CHROMIUM`` or
        ``CHROME`` may name one), without a window and without a network: online tiles are left
        out.

        Parameters
        ----------
        path : path
            Of a PNG file.
        size : pair of int
            Width and height of the map in CSS pixels; title, legend and sources are added.
        scale : float
            Pixels of the picture for each of these; 2 is sharp on paper and on screens.
        at : str, optional
            The day that is shown, YYYY-MM-DD; None: the last one.

        Raises
        ------
        InputError
            If the path, size, scale or day cannot be.
        MissingToolError
            If there is no Chromium, or it does not run.
        GeoEventsError
            If the map is not drawn in a minute.
        """
        from geoevents.render.chromium import find_chromium  # noqa: PLC0415  only for pictures
        from geoevents.render.picture import check_picture, picture_of  # noqa: PLC0415

        target = _place(path)
        check_picture(size, scale, at)
        picture = picture_of(self.to_html(), find_chromium(), size=size, scale=scale, at=at)
        write_whole(target, picture)
        return target

    def _repr_html_(self) -> str:
        """Return the map in a frame of its own, for a notebook."""
        return (
            f'<iframe srcdoc="{html.escape(self.to_html())}" title="{html.escape(self.title)}" '
            f'width="100%" height="{self.style.height}" style="border:0" '
            'sandbox="allow-scripts allow-downloads allow-popups '
            'allow-popups-to-escape-sandbox" allow="fullscreen"></iframe>'
        )

    def widget(self) -> MapWidget:
        """Return the map as it is now as a notebook's widget, which gives the selection back.

        It needs ``pip install "geoevents[widget]"``. ``widget.selected`` are the events whose
        evidence is open, ``widget.date`` the day shown, which may be set.

        Raises
        ------
        MissingToolError
            If anywidget is not installed.
        """
        from geoevents.render.widget import MapWidget  # noqa: PLC0415  an optional package

        self._widget = MapWidget(self)
        return self._widget

    @property
    def selected(self) -> gpd.GeoDataFrame:
        """The events chosen in the widget that was made last, `schema.EVENTS`.

        Raises
        ------
        InputError
            If the map was not shown as a widget: a page alone cannot tell what its reader chose.
        """
        if self._widget is None:
            raise InputError(
                "This map is not shown as a widget, so nothing can be chosen in it for Python; "
                "end a cell with `timemap.widget()`, choose a place, and ask again."
            )
        return self._widget.selected

    def _spelling(self, *tables: Any) -> dict[str, str]:
        """Return how names are shown: the author's way, else in the language of the map."""
        own = dict(self.style.names)
        if self.style.lang != "ar":
            return own
        return place_names(*(one for one in tables if one is not None)) | actor_names() | own


def _place(path: str | os.PathLike[str]) -> Path:
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise InputError(
            f"The map cannot be written to {target}; expected the path of a file in a folder "
            "that exists; make the folder first."
        )
    return target

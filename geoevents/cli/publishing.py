"""`geoevents map --publish`: its options, and the edition that they ask for."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.output import say
from geoevents.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

    from geoevents.publish import PublishRules
    from geoevents.render import MapStyle, TimeMap

__all__ = ["add_publish_options", "check_publish", "edition_of"]

_UNITS = {"h": 3_600.0, "d": 86_400.0, "m": 1.0, "km": 1_000.0}
# Options that mean something only together with --publish.
_ONLY = ("delay", "coarsen", "quote_words", "withhold", "own_source", "licence", "previous",
         "as_of")  # fmt: skip


def add_publish_options(command: argparse.ArgumentParser) -> None:
    """Take what may be published."""
    group = command.add_argument_group("publishing")
    group.add_argument(
        "--publish",
        action="store_true",
        help="show reviewed claims alone (--decisions), delayed, and protect people",
    )
    group.add_argument("--delay", metavar="TIME", help="age of a claim, such as 72h or 7d: 72h")
    group.add_argument(
        "--coarsen", metavar="LENGTH", help="grid of sensitive places, such as 5km: 5km"
    )
    group.add_argument("--quote-words", type=int, metavar="N", help="words of a quotation: 30")
    group.add_argument(
        "--withhold", type=Path, metavar="FILE", help="names that must stand nowhere, one a line"
    )
    group.add_argument(
        "--own-source",
        action="append",
        metavar="OUTLET",
        help="an outlet whose texts are your own and are not cut; repeatable",
    )
    group.add_argument(
        "--licence", action="append", metavar="TEXT", help="the licence of the map; repeatable"
    )
    group.add_argument(
        "--previous", type=Path, metavar="MAP.html", help="the edition before, to tell what changed"
    )
    group.add_argument("--as-of", metavar="TIME", help="when it is published; default: now")


def check_publish(options: argparse.Namespace) -> None:
    """Refuse rules that cannot be, and rules without --publish, before long work starts."""
    if not options.publish:
        for name in _ONLY:
            if getattr(options, name) is not None:
                raise InputError(
                    f"--{name.replace('_', '-')} is a rule of publishing; expected --publish too."
                )
        return
    from geoevents.publish import read_manifest  # noqa: PLC0415  heavy: only when used

    _rules(options)
    _as_of(options.as_of)
    if options.previous is not None:
        read_manifest(options.previous)


def edition_of(options: argparse.Namespace, claims: gpd.GeoDataFrame, style: MapStyle) -> TimeMap:
    """Return the map of what may be published, and say aloud what was done."""
    from geoevents.publish import inputs_of, publish_claims  # noqa: PLC0415  heavy
    from geoevents.render import TimeMap  # noqa: PLC0415

    edition = publish_claims(claims, at=_as_of(options.as_of), rules=_rules(options))
    told = ", ".join(f"{n} {what}" for what, n in edition.counts.items() if n)
    say(options, f"{len(claims)} claims: {told or 'none'}")
    inputs = [
        *options.reports,
        *(getattr(options, "decisions", None) or []),
        *([options.names] if options.names else []),
    ]
    return TimeMap.from_edition(
        edition,
        title=options.title,
        style=style,
        inputs=inputs_of(inputs),
        licences=tuple(options.licence or ()),
        previous=options.previous,
    )


def _rules(options: argparse.Namespace) -> PublishRules:
    from geoevents.publish import PublishRules  # noqa: PLC0415

    usual = PublishRules()
    seconds = _measure("--delay", options.delay, ("h", "d"), "72h")
    return PublishRules(
        delay=usual.delay if seconds is None else timedelta(seconds=seconds),
        coarsen_m=_measure("--coarsen", options.coarsen, ("km", "m"), "5km") or usual.coarsen_m,
        quote_words=usual.quote_words if options.quote_words is None else options.quote_words,
        own_sources=frozenset(options.own_source or ()),
        withhold=_lines(options.withhold),
    )


def _measure(option: str, text: str | None, units: tuple[str, str], example: str) -> float | None:
    """Return seconds or metres."""
    if text is None:
        return None
    found = re.fullmatch(rf"(\d+(?:\.\d+)?) ?({'|'.join(units)})", text.strip())
    if not found:
        raise InputError(
            f"{option} is '{text}'; expected a number and its unit, such as {example}."
        )
    return float(found[1]) * _UNITS[found[2]]


def _lines(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"'{path}' cannot be read ({error}); expected names in UTF-8, one a line."
        ) from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _as_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"--as-of is '{text}'; expected a time such as 2015-02-09 or 2015-02-09T18:00Z."
        ) from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)

"""Exceptions: what was wrong, what was expected, and what to do next.

* GeoEventsError
  * InputError (ValueError): a file, row or value that cannot be used
    * ReportError: a report that cannot be read
    * DateError: a date that cannot be
    * TableError: a table that breaks its contract
  * UnknownPlaceError (LookupError): a place that no gazetteer knows
  * GazetteerError (RuntimeError): the gazetteer is missing or damaged
  * MissingToolError (RuntimeError): an optional package or program is not installed
"""

from __future__ import annotations

__all__ = [
    "DateError",
    "GazetteerError",
    "GeoEventsError",
    "InputError",
    "MissingToolError",
    "ReportError",
    "TableError",
    "UnknownPlaceError",
]


class GeoEventsError(Exception):
    """Root of every error that this package raises on purpose."""


class InputError(GeoEventsError, ValueError):
    """A file, row or value that cannot be used."""


class ReportError(InputError):
    """A report that cannot be read, with the file's name and what to do."""


class DateError(InputError):
    """A date that cannot be, with the value and the form that was expected."""


class TableError(InputError):
    """A table that breaks its contract, with row, column and value."""


class UnknownPlaceError(GeoEventsError, LookupError):
    """A place that no gazetteer knows, with the name as it was asked for."""


class GazetteerError(GeoEventsError, RuntimeError):
    """The gazetteer is missing or damaged; the message says how to get it."""


class MissingToolError(GeoEventsError, RuntimeError):
    """An optional package or program is not installed; the message says which."""

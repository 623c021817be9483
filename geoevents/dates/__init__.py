"""Dates of reports: relative and absolute expressions to half-open UTC intervals, EDTF in and out.

`parse_dates` reads one expression, `find_dates` all of a text; `to_edtf` and `from_edtf` are the
only ways to and from the Extended Date/Time Format. From words (`words`) over rules (`absolute`,
`relative`) to combinations (`grammar`) and their places in a text (`finding`); all arithmetic is in
`periods`.
"""

from __future__ import annotations

from geoevents.dates.edtf import from_edtf, to_edtf
from geoevents.dates.finding import FoundDate, find_dates, parse_dates, parse_day

__all__ = ["FoundDate", "find_dates", "from_edtf", "parse_dates", "parse_day", "to_edtf"]

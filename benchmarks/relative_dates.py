"""Score relative dates against a table of expressions; other libraries beside ours if installed.

usage: python benchmarks/relative_dates.py [TABLE.csv]

TABLE has the columns expression, sentence, published, start, end_inclusive (an empty end is
open; both empty: no date is meant) and tolerance_days. A result is right if both ends lie within
the tolerance. Ours is asked twice: for the expression, and for its whole sentence.
"""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from geoevents.dates import parse_dates
from geoevents.model import DateSpan

Answer = tuple[date | None, date | None] | None
DEFAULT = Path(__file__).parents[1] / "tests" / "data" / "relative_dates_dev.csv"


def days(span: DateSpan | None) -> Answer:
    """Return the first and last day of a span."""
    if span is None:
        return None
    start = span.start.date() if span.start else None
    return start, (span.end - timedelta(days=1)).date() if span.end else None


def ours(text: str, published: str) -> Answer:
    """Ask geoevents."""
    return days(parse_dates(text, published=published))


def with_dateparser(text: str, published: str) -> Answer:
    """Ask dateparser, whose answer is a point: its day."""
    import dateparser  # noqa: PLC0415  a rival, not a dependency

    base = datetime.combine(date.fromisoformat(published), time(12))
    found = dateparser.parse(
        text, languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    )
    return (found.date(), found.date()) if found else None


def with_parsedatetime(text: str, published: str) -> Answer:
    """Ask parsedatetime, whose answer is a point: its day."""
    import parsedatetime  # noqa: PLC0415  a rival, not a dependency

    base = datetime.combine(date.fromisoformat(published), time(12))
    found, status = parsedatetime.Calendar().parseDT(text, sourceTime=base)
    return (found.date(), found.date()) if status else None


def is_right(row: dict[str, str], answer: Answer) -> bool:
    """Whether both ends lie within the tolerance."""
    wanted = [date.fromisoformat(row[k]) if row[k] else None for k in ("start", "end_inclusive")]
    if wanted == [None, None] or answer is None:
        return wanted == [None, None] and answer is None
    tolerance = timedelta(days=int(row["tolerance_days"]))
    return all(
        want is got if want is None or got is None else abs(want - got) <= tolerance
        for want, got in zip(wanted, answer, strict=True)
    )


def main() -> None:
    """Print one line per system, then what ours got wrong."""
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    systems: dict[str, tuple[Callable[[str, str], Answer], str]] = {
        "geoevents, expression": (ours, "expression"),
        "geoevents, sentence": (ours, "sentence"),
    }
    for name, ask in (("dateparser", with_dateparser), ("parsedatetime", with_parsedatetime)):
        if importlib.util.find_spec(name):
            systems[f"{name}, expression"] = (ask, "expression")
    print(f"{'system':28} right of {len(rows)}")
    wrong = []
    for name, (ask, column) in systems.items():
        answers = [ask(row[column], row["published"]) for row in rows]
        right = [is_right(row, answer) for row, answer in zip(rows, answers, strict=True)]
        print(f"{name:28} {sum(right)}")
        if ask is ours:
            misses = zip(rows, answers, right, strict=True)
            wrong += [(row[column], row["start"], row["end_inclusive"], answer)
                      for row, answer, ok in misses if not ok]  # fmt: skip
    for text, start, end, answer in wrong:
        print(f"  {text!r}: wanted {start or '..'} to {end or '..'}, got {answer}")


if __name__ == "__main__":
    main()

"""The columns of a sheet to decide in: what a person writes, what was extracted, and whence."""

from __future__ import annotations

__all__ = ["COLUMNS", "CONTEXT", "EDITABLE", "NEW", "WRITTEN"]

# What a person writes, first.
WRITTEN = ("decision", "group", "who", "when", "why")
# What may be corrected, each beside what was extracted.
EDITABLE = (
    "event_type",
    "status",
    "actor",
    "target",
    "scope",
    "place",
    "date",
    "attribution",
    "source_kind",
    "quantity",
    "verification",
    "source_reliability",
    "info_credibility",
    "sensitivity",
)
CONTEXT = (
    "event",
    "review_status",
    "report_id",
    "published_at",
    "source",
    "source_url",
    "toponym",
    "place_reasons",
    "date_reasons",
    "confidence",
    "claim_id",
    "record",
)


def _pairs() -> list[str]:
    names: list[str] = []
    for field in EDITABLE:
        names += [field, f"new_{field}"]
        if field == "place":
            names += ["new_lon", "new_lat"]
    return names


COLUMNS = [*WRITTEN, "quote", *_pairs(), *CONTEXT]
NEW = [name for name in COLUMNS if name.startswith("new_")]

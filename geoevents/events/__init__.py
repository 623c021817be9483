"""Claims → events: the same happening merged, corroboration counted, contradictions linked.

`clusters` puts claims together, `origins` says who is behind them, `contradictions` links what
cannot both be so; `table` makes the rows.
"""

from __future__ import annotations

from geoevents.events.table import merge_claims

__all__ = ["merge_claims"]

"""Events and claims -> the words that a map says of itself when its author says none."""

from __future__ import annotations

from typing import Any

__all__ = ["headline", "outlets"]

# More outlets than this make a line that nobody reads; the reports are listed in full elsewhere.
_MOST_OUTLETS = 12


def headline(events: Any, lang: str = "en") -> str:
    """Name the three places that most is reported of; a country's name could take a side."""
    is_named = (events["place_kind"] == "named") & events["toponym"].notna()
    counts = events.loc[is_named, "place_name"].value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    names = [name for name, _ in order[:3]]
    has_more = len(order) > len(names)
    if lang == "ar":
        listed = "، ".join(names) + (" وأماكن أخرى" if has_more else "")
        return f"ما ورد من أنباء عن {listed}" if names else "ما ورد من أنباء: أين ومتى"
    if not names:
        return "What was reported, where and when"
    if has_more:
        return f"What was reported of {', '.join(names)} and other places"
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"What was reported of {listed}"


def outlets(claims: Any) -> list[str]:
    """Return the outlets that the claims rest on, those of most claims first."""
    counts = claims["source"].value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = [name for name, _ in order[:_MOST_OUTLETS]]
    return [*named, f"and {len(order) - len(named)} more"] if len(order) > len(named) else named

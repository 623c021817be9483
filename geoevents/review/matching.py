"""Claims that were decided on → the same claims in a newer extraction, one to one.

A claim's id holds its type, place, actor and span: a better lexicon changes them, and the id with
them. What stays is the report and its sentence. Each decided claim gets the claim that agrees with
it most; where two agree equally, none is chosen and the doubt is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from geoevents.gazetteer import fold

__all__ = ["Found", "match_claims"]

# What agreement counts, so that the first always outweighs all that come after it.
_ID, _REPORT, _QUOTE, _TYPE, _PLACE, _SPAN, _OVERLAP = 1000, 400, 40, 30, 20, 8, 4
_DETAILS = {"status": 4, "actor_id": 4, "target_id": 2, "date_edtf": 2, "quantity": 1}
# Two sentences are one that was corrected, from this likeness on (difflib's ratio).
_ALIKE = 0.85
# No sentence is longer than this in characters, so that overlaps are looked for no further back.
_LONGEST = 5_000
_MOST_COMPARED = 50
_SHORT = 20
# Details that may have changed under an id that a sheet without quotes gives.
_MOST_WRONG = 2
# What the ids of claims that a person added start with.
_BY_HAND = "added-"
# How ids end that were made of the number of a table's row.
_COUNTED = re.compile(r"row-?\d+(?:-\d+)?$")

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a decided claim: the number of its row now, or None, and how many fit."""

    row: int | None
    n_rivals: int = 0


def match_claims(decided: Sequence[Claim], claims: Sequence[Claim]) -> list[Found]:
    """Find decided claims again.

    Parameters
    ----------
    decided : sequence of mappings
        Claims by column, as they were; different ones of one extraction.
    claims : sequence of mappings
        The claims of now, likewise (`record.records`).

    Returns
    -------
    list of Found
        One for each of `decided`, in order; no row is in it twice.
    """
    index = _Index(claims)
    pairs = [
        (score, number, row)
        for number, claim in enumerate(decided)
        for row in index.near(claim)
        if (score := _score(claim, index.claims[row]))
    ]
    return _assigned(pairs, len(decided))


class _Index:
    """Claims by id, by sentence, and by their place in a report."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.by_quote: dict[str, list[int]] = defaultdict(list)
        self.by_facts: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        self.by_report: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_kind: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for row, claim in enumerate(self.claims):
            for key in (str(claim.get("claim_id")), *str(claim.get("decided_id", "")).split()):
                self.by_id[key].append(row)
            if "quote" in claim:
                self.by_quote[_words(claim["quote"])].append(row)
            else:
                self.by_facts[_facts(claim)].append(row)
            for report in _reports(claim):
                self.by_report[report].append((int(claim.get("start", 0)), row))
                self.by_kind[report, str(claim.get("event_type"))].append(row)
        for rows in self.by_report.values():
            rows.sort()
        self.names = set(self.by_report)

    def near(self, claim: Claim) -> set[int]:
        """Return the rows that may be a decided claim."""
        rows = set(self.by_id.get(str(claim.get("claim_id")), ())) if "claim_id" in claim else set()
        if "quote" in claim:
            rows |= set(self.by_quote.get(_words(claim["quote"]), ()))
        else:
            rows |= set(self.by_facts.get(_facts(claim), ()))
        start, end = int(claim.get("start", 0)), int(claim.get("end", 0))
        for report in _reports(claim):
            starts = self.by_report.get(report, [])
            if end > start:
                first = bisect_left(starts, (start - _LONGEST, 0))
                last = bisect_left(starts, (end, 0))
                rows |= {row for s, row in starts[first:last] if _end(self.claims[row]) > start}
            alike = self.by_kind.get((report, str(claim.get("event_type"))), [])
            if "quote" in claim and len(alike) <= _MOST_COMPARED:
                rows |= set(alike)
        named, known = str(claim.get("report_id")) in self.names, bool(_reports(claim) & self.names)
        return {
            row
            for row in rows
            if _is_same_report(claim, self.claims[row], is_named=named, is_here=known)
        }


def _facts(claim: Claim) -> tuple[Any, ...]:
    """Return what tells a table's row that quotes nothing from its neighbours."""
    return tuple(
        claim.get(n) for n in ("event_type", "toponym", "place_id", "actor_id", "date_edtf")
    )


def _words(text: str) -> str:
    return " ".join(text.split())


def _end(claim: Claim) -> int:
    return int(claim.get("end", 0))


def _reports(claim: Claim) -> set[str]:
    """Return a report's names: its id and the hash of its bytes."""
    return {str(claim[name]) for name in ("report_id", "report_sha256") if claim.get(name)}


def _is_same_report(old: Claim, new: Claim, *, is_named: bool, is_here: bool) -> bool:
    """Whether two claims stand in one report.

    Its id says so; where no report has that id any more, the hash of its bytes; where none has that
    hash either, its outlet and day. Two copies of one report are two reports.
    """
    if not (_reports(old) and _reports(new)):
        return True
    if is_named:
        return old.get("report_id") == new.get("report_id")
    if is_here:
        return bool(_reports(old) & _reports(new))
    return (
        old.get("published_at") is not None
        and old.get("published_at") == new.get("published_at")
        and old.get("source") == new.get("source")
    )


def _score(old: Claim, new: Claim) -> int:
    """Return how much two claims agree; 0 where they are not the same one."""
    quote = _quote(old, new)
    # A row whose other columns were deleted says no type, and contradicts none.
    same_type = old.get("event_type", new.get("event_type")) == new.get("event_type")
    place = _place(old, new)
    details = {name for name in _DETAILS if old.get(name) == new.get(name)}
    same_id = "claim_id" in old and old["claim_id"] == new.get("claim_id")
    if "claim_id" in old and old["claim_id"] in str(new.get("decided_id", "")).split():
        same_id, quote = True, max(quote, 3 * (quote > 0 or "quote" not in old))
    elif same_id and str(old["claim_id"]).startswith(_BY_HAND):
        quote = 3  # an id made of all that a person wrote
    elif same_id and "quote" not in old and "quote" in new:
        said = [n for n in ("event_type", "date_edtf", "actor_id") if n in old]
        wrong = len([n for n in said if old[n] != new.get(n)]) + (place == 0)
        quote = 3 if wrong <= _MOST_WRONG and not _COUNTED.search(str(old["claim_id"])) else 0
    elif same_id and "quote" not in old and "quote" not in new:
        # A table's own id means its row, whose details may be mended; one that only counts rows
        # moves on when a row comes in before.
        agreed = sum([same_type, place == 2, "date_edtf" in details, "actor_id" in details])
        same_id = agreed >= (4 if _COUNTED.search(str(old["claim_id"])) else 2)
        quote = 3 if same_id else 0
    elif "quote" not in old and "quote" not in new and _facts(old) == _facts(new):
        quote = 2
    shared = min(_end(old), _end(new)) - max(int(old.get("start", 0)), int(new.get("start", 0)))
    is_same_span = shared > 0 and (old.get("start"), _end(old)) == (new.get("start"), _end(new))
    is_claim = quote > 0 and (
        (same_id and quote == 3)
        or (same_type and place > 0)
        or (place == 2 and "toponym" in old and quote >= 2 and shared > 0)
    )
    if not is_claim:
        return 0
    score = _ID * (same_id and quote == 3) + _REPORT * _same(old, new, "report_id")
    score += _QUOTE * quote + _TYPE * same_type + _PLACE * place
    score += _SPAN * is_same_span + _OVERLAP * (shared > 0)
    return int(score) + sum(_DETAILS[name] for name in details)


def _quote(old: Claim, new: Claim) -> int:
    """Return how surely two claims stand in one sentence, from 0 to 3."""
    one, other = (_words(str(claim.get("quote", ""))) for claim in (old, new))
    if not one or not other:
        return 0
    if one == other:
        return 3
    shared = min(_end(old), _end(new)) - max(int(old.get("start", 0)), int(new.get("start", 0)))
    if shared > 0 and old.get("report_sha256") and _same(old, new, "report_sha256"):
        return 2
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORT and short in long:
        return 2
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
        return 0
    return 1 if matcher.ratio() >= _ALIKE else 0


def _same(old: Claim, new: Claim, name: str) -> bool:
    return old.get(name) == new.get(name)


def _place(old: Claim, new: Claim) -> int:
    """Return 2 where two claims name one place, 1 where one of them says less, 0 otherwise."""
    names = [fold(re.sub(r"\s+", " ", str(claim.get("toponym", "")))) for claim in (old, new)]
    if names[0] == names[1] or (old.get("place_id") and _same(old, new, "place_id")):
        return 2
    within = {f" {names[0]} " in f" {names[1]} ", f" {names[1]} " in f" {names[0]} "}
    return 1 if not all(names) or True in within else 0


def _assigned(pairs: Iterable[tuple[int, int, int]], n_decided: int) -> list[Found]:
    """Give each decided claim its best row, best agreement first; ties are left open."""
    found = [Found(None)] * n_decided
    by_score: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for score, number, row in pairs:
        by_score[score].append((number, row))
    settled: set[int] = set()
    taken: set[int] = set()
    for score in sorted(by_score, reverse=True):
        free = [(n, r) for n, r in by_score[score] if n not in settled and r not in taken]
        wanted, wanting = Counter(n for n, _ in free), Counter(r for _, r in free)
        for number, row in free:
            rivals = max(wanted[number], wanting[row])
            found[number] = Found(row) if rivals == 1 else Found(None, rivals)
        settled |= set(wanted)
        taken |= set(wanting)
    return found

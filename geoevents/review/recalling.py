"""Decisions → the claims of now that they speak of, and claims that only people know of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geoevents.errors import TableError
from geoevents.review.correcting import Corrector
from geoevents.review.decisions import Decision
from geoevents.review.findings import Finding
from geoevents.review.matching import Found, match_claims
from geoevents.review.verdicts import in_order, verdict_of

__all__ = ["KEPT", "READING", "Recalled", "as_read", "is_another", "recall"]

# What a claim says, in short: where this is the same, it is the same statement.
READING = ("event_type", "status", "actor_id", "target_id", "place_id", "date_edtf")
KEPT = "kept as decided: the extraction no longer finds it"

Claim = dict[str, Any]


@dataclass(slots=True)
class Recalled:
    """The claims of now, those of people behind them; by row, what was decided of each."""

    claims: list[Claim]
    said: dict[int, list[Decision]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    gone: dict[str, list[tuple[Decision, int]]] = field(default_factory=dict)


def recall(
    claims: Sequence[Claim], sheets: Sequence[Sequence[Decision]], corrector: Corrector
) -> Recalled:
    """Find what each decision speaks of.

    The decisions of one sheet are on claims of their own, and never go to one row both; those of
    different sheets may. An added claim is always in, and so is one that was accepted or edited.
    """
    work = Recalled(list(claims))
    for said in sheets:
        _bring_in(work, [d for d in said if d.kind == "add"], corrector)
    for said in sheets:
        _find(work, [d for d in said if d.kind != "add"])
    for told in work.gone.values():
        _keep(work, [decision for decision, _ in told], max(n for _, n in told))
    return work


def as_read(decision: Decision, corrector: Corrector) -> Claim:
    """Return the claim as the person who decided read it, with their corrections."""

    def fail(column: str, value: str, expected: str) -> TableError:
        return TableError(f"{decision.where}, column '{column}': '{value[:80]}' {expected}.")

    claim = dict(decision.claim)
    if decision.kind == "add" and "place" in decision.new:
        claim.pop("toponym", None)  # of the row that was copied
    return corrector.corrected(claim, decision.new, fail=fail)


def _bring_in(work: Recalled, added: Sequence[Decision], corrector: Corrector) -> None:
    """Bring in the claims that people wrote, once, and not where an extraction has them by now."""
    if not added:
        return
    by_id = {str(c.get("claim_id")): row for row, c in enumerate(work.claims)}
    by_words = {_statement(c): row for row, c in enumerate(work.claims) if "quote" in c}
    for decision in added:
        claim = as_read(decision, corrector)
        row = by_id.get(str(claim["claim_id"]), by_words.get(_statement(claim)))
        if row is None:
            row = by_id[str(claim["claim_id"])] = len(work.claims)
            work.claims.append(_whole(decision, claim))
        work.said.setdefault(row, []).append(decision)


def _statement(claim: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what two claims share that say the same in one sentence."""
    where = (claim.get("report_id"), " ".join(str(claim.get("quote", "")).split()))
    return (*where, *(claim.get(name) for name in READING))


def _whole(decision: Decision, claim: Claim) -> Claim:
    """Return an added claim with what every claim has."""
    when = decision.when.isoformat() if decision.when else None
    usual = {"status": "reported", "place_kind": "unplaced"}
    fresh = {
        "recorded_at": claim.get("recorded_at") or claim.get("published_at") or when,
        "confidence": 1.0,
        "extractor_version": "by hand",
    }
    return {name: v for name, v in (usual | claim | fresh).items() if v is not None}


def _find(work: Recalled, said: Sequence[Decision]) -> None:
    by_subject: dict[str, list[Decision]] = {}
    for decision in said:
        by_subject.setdefault(decision.subject, []).append(decision)
    subjects = [group[0].claim for group in by_subject.values()]
    by_hand = {row for row, told in work.said.items() if any(d.kind == "add" for d in told)}
    # What a person added is no newer reading of anything; only its own id leads to it.
    now = [
        {"claim_id": c["claim_id"]} if row in by_hand else c for row, c in enumerate(work.claims)
    ]
    for group, found in zip(by_subject.values(), _matched(subjects, now), strict=True):
        verdict = verdict_of(group)
        if found.row is None:
            _note_gone(work, group, found)
        elif is_another(verdict, work.claims[found.row]):
            kind = work.claims[found.row].get("event_type")
            what = f"the sentence is now read as {kind}, which nobody rejected: look again"
            work.findings.append(Finding("not found", verdict, what))
        else:
            work.said.setdefault(found.row, []).extend(group)


def _matched(
    subjects: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Found]:
    """Find claims again, those that were kept only where nothing else is found.

    A kept claim has its decision's own id: were it looked at first, whatever rivalled for a claim
    before would have it now, and deciding twice would not be deciding once.
    """
    kept = {n for n, c in enumerate(now) if str(c.get("review_note", "")).startswith(KEPT)}
    found = match_claims(subjects, [{} if n in kept else c for n, c in enumerate(now)])
    lost = [n for n, one in enumerate(found) if one.row is None] if kept else []
    again = [c if n in kept else {} for n, c in enumerate(now)]
    for n, one in zip(lost, match_claims([subjects[n] for n in lost], again), strict=True):
        if one.row is not None:
            found[n] = one
    return found


def is_another(verdict: Decision, now: Mapping[str, Any]) -> bool:
    """Whether a rejected sentence is read as another happening by now, which nobody rejected."""
    is_same = now.get("event_type") == verdict.claim.get("event_type", now.get("event_type"))
    return verdict.kind == "reject" and not is_same


def _note_gone(work: Recalled, group: Sequence[Decision], found: Found) -> None:
    told = work.gone.setdefault(group[0].subject, [])
    told += [(decision, found.n_rivals) for decision in group]


def _keep(work: Recalled, said: Sequence[Decision], n_rivals: int) -> None:
    """Keep a claim that is no longer found, unless it was rejected; list it either way."""
    verdict, problem = verdict_of(said), "ambiguous" if n_rivals else ""
    if verdict.kind == "reject":
        what = "no claim to reject is found any more"
        if n_rivals:
            what = f"{n_rivals} claims may be the rejected one, so none was rejected"
        work.findings.append(Finding(problem or "not found", verdict, what))
        return
    doubt = f"; {n_rivals} claims may be it" if n_rivals else ""
    what = f"no claim is found any more; it is kept as it was decided{doubt}"
    work.findings.append(Finding(problem or "kept", verdict, what))
    ids = {str(c.get("claim_id")) for c in work.claims}
    key = str(verdict.claim.get("claim_id") or f"kept-{verdict.row}")
    while key in ids:
        key += "-kept"
    work.said[len(work.claims)] = in_order(said)
    work.claims.append({**verdict.claim, "claim_id": key, "review_note": KEPT})

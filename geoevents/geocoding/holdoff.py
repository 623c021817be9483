"""Words of a text → those that belong to persons, organisations and groups, not to places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geoevents.gazetteer import fold
from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.tokens import Token

__all__ = ["Held", "hold_off"]

_folded = lru_cache(maxsize=65_536)(fold)  # texts repeat their words
_KIN = frozenset({"abu", "abou", "umm", "um", "bin", "ibn", "bint"})
_ARTICLES = lex.words("al el as ar az ash an at ad ath")
_NOBILIARY = lex.words("de del della di da van von der den bin ibn al el la le")
_SMALL = _NOBILIARY | _ARTICLES | {"of", "for", "and", "the", "en", "e", "y"}
# A place cue right before outweighs everything below: "in Abu Kamal", "the town of Lincoln".
_PLACE_BEFORE = lex.words("in at near from around outside toward towards of to into")


@dataclass(slots=True)
class Held:
    """Numbers of the words that are held off, by why; and the family names of persons.

    `bodies` are words in the name of a society, a centre, a school: a place in it counts, an
    adjective does not ("Columbus City Council", but "Syrian American Medical Society").
    """

    groups: set[int] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    family_names: set[str] = field(default_factory=set)


def hold_off(tokens: Sequence[Token]) -> Held:
    """Return which words are part of a group's, a person's or an organisation's name."""
    held = Held()
    _hold_groups(tokens, held)
    for first, last in _chunks(tokens):
        words = {t.lower for t in tokens[first : last + 1] if t.is_capital}
        if words & (lex.BODY_WORDS - lex.STATE_WORDS):
            held.bodies.update(range(first, last + 1))
        if not _hold_organisation(tokens, first, last, held):
            _hold_person(tokens, first, last, held)
    return held


def _openings() -> dict[str, list[tuple[str, ...]]]:
    openings: dict[str, list[tuple[str, ...]]] = {}
    for name in lex.GROUP_WORDS:
        parts = tuple(name.split())
        openings.setdefault(parts[0], []).append(parts)
    return openings


_OPENINGS = _openings()  # the names of groups by their first word


def _hold_groups(tokens: Sequence[Token], held: Held) -> None:
    words = [_folded(t.text) for t in tokens]
    for index, word in enumerate(words):
        for parts in _OPENINGS.get(word, ()):
            there = tuple(words[index : index + len(parts)])
            if there == parts and any(t.is_capital for t in tokens[index : index + len(parts)]):
                held.groups.update(range(index, index + len(parts)))
                break


def _chunks(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return runs of capitalised words, small words between them included: first, last."""
    chunks, index = [], 0
    while index < len(tokens):
        if not _opens(tokens, index):
            index += 1
            continue
        last = index
        probe = index + 1
        while probe < len(tokens) and _continues(tokens, probe):
            if tokens[probe].is_capital:
                last = probe
            probe += 1
        chunks.append((index, last))
        index = last + 1
    return chunks


def _opens(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.is_capital:
        # "The", "In", "Police" at the start of a sentence are no part of a name
        following = index + 1 < len(tokens) and tokens[index + 1].is_capital
        is_small = token.lower in lex.NEVER_PLACE or token.lower in lex.LOCATIVE
        return not (token.starts_sentence and is_small and following) or not following
    return False


def _continues(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.gap not in {" ", "-", "\u2011", "\u00a0", " & ", ". "}:
        return False
    if token.gap == ". ":
        before = tokens[index - 1]
        return token.is_capital and (len(before.text) == 1 or before.lower in lex.TITLES)
    if token.lower in lex.MONTHS:
        return False
    if token.is_capital:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        token.lower in _SMALL
        and following is not None
        and following.gap in {" ", "-"}
        and (following.is_capital or following.lower in _SMALL)
    )


def _hold_organisation(tokens: Sequence[Token], first: int, last: int, held: Held) -> bool:
    """Hold off a run that holds an organisation's word: "Aleppo Media Centre"."""
    # "of", "and", "the", "for" only tie an organisation's name together after its head
    segment_start = first
    found = False
    for index in range(first, last + 1):
        token = tokens[index]
        is_tie = token.lower in {"and", "for", "of", "the"} and not token.is_capital
        if (
            token.is_capital
            and token.lower in lex.ORGANISATION_WORDS
            and not _is_of_a_place(tokens, index, last)
            and _is_head(tokens, index, segment_start)
        ):
            end = index
            while end + 1 <= last and _goes_on(tokens, end + 1, last):
                end += 1
            held.organisations.update(range(segment_start, end + 1))
            found = True
        if is_tie and token.lower == "and" and not found:
            segment_start = index + 1
    return found


def _is_of_a_place(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether the word is part of a place's own name: United States, the West Bank."""
    if tokens[index].lower == "united":
        return index < last and tokens[index + 1].is_capital
    before = tokens[index - 1].lower if index else ""
    return tokens[index].lower == "bank" and before in lex.DIRECTION_WORDS | {"left", "right"}


def _is_head(tokens: Sequence[Token], index: int, start: int) -> bool:
    """Ask for a name before the word, or "of" and a name after it."""
    if index > start:
        return not tokens[index].is_weak or not _all_weak(tokens, start, index)
    following = tokens[index + 1 : index + 3]
    return (
        not tokens[index].is_weak
        and len(following) == 2
        and following[0].lower in {"of", "for"}
        and following[1].is_capital
    )


def _all_weak(tokens: Sequence[Token], start: int, index: int) -> bool:
    return all(t.is_weak and not t.starts_sentence for t in tokens[start : index + 1])


def _goes_on(tokens: Sequence[Token], index: int, last: int) -> bool:
    token = tokens[index]
    if token.is_capital and token.gap in {" ", "-", " & "}:
        return True
    return token.lower in {"for", "of", "and", "the"} and index < last


def _hold_person(tokens: Sequence[Token], first: int, last: int, held: Held) -> None:
    start = _person_start(tokens, first, last)
    if start is None:
        return
    end = start
    while end + 1 <= last and tokens[end + 1].lower not in {"of", "for", "and", "the"}:
        end += 1
    names = range(start, end + 1)
    held.persons.update(names)
    family = tokens[end].lower
    if len(family) > 2 and family not in lex.given_names():
        held.family_names.add(family)


def _person_start(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Return the word where a person's name begins in a run, or None if it is no person's."""
    if first > 0 and last >= first:
        before = tokens[first - 1]
        close = tokens[first].gap in {" ", ". "}
        if close and before.lower in lex.TITLES and not before.is_capital:
            return first
    for index in range(first, last + 1):
        word = tokens[index].lower
        is_last = index == last
        if word.rstrip(".") in lex.TITLES and not is_last and tokens[index].is_capital:
            return None if tokens[index + 1].lower in {"of", "for", "and"} else index + 1
        if word in _KIN and not is_last and not _after_place_cue(tokens, index):
            return index
        if word in lex.given_names() and not is_last and _is_full_name(tokens, index, last):
            return index
    return None


def _after_place_cue(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].lower in _PLACE_BEFORE and tokens[index].gap == " "


def _is_full_name(tokens: Sequence[Token], index: int, last: int) -> bool:
    """See whether one to three further names follow: "Paris Hilton", "Musa al-Hariri"."""
    following = tokens[index + 1]
    if following.gap not in {" ", "-"} or last - index > 4:
        return False
    word = following.lower
    if word in lex.PLACE_WORDS or word in lex.FACILITY_WORDS or word in {"of", "and", "the", "for"}:
        return False
    if word in lex.DIRECTION_WORDS | lex.TITLES | lex.BODY_WORDS | lex.STREET_WORDS:
        return False
    return not _after_place_cue(tokens, index) or word in lex.surnames()

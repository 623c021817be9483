"""All names of a country by how they sound: found by consonant skeleton, ranked by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from geoevents.gazetteer.skeleton import bones, similarity, skeleton, sound

__all__ = ["ONE_OFF", "Lexicon", "Likeness", "find_alike", "worths"]

ONE_OFF = "but for one consonant"  # said in a match's reasons

# Below these likenesses a name is left unfound rather than guessed (benchmarks/romanisation.py
# shows what other values cost): names of the same skeleton, and those one consonant off.
_ONE_COUNTRY = (0.85, 0.80)
_SEVERAL = (0.92, 0.85)
_TIE, _MOST_TIES = 0.05, 2  # in several countries, more places than this so alike are a guess
_SHORT = 3  # skeletons this short are the same for too many names to forgive a consonant
_SHORTEST, _SHORTEST_ALIKE = 2, 0.92  # and these for too many to forgive two vowels


@dataclass(frozen=True, slots=True)
class Likeness:
    """A name that sounds like the one asked for: whose it is, and how alike, 0 to 1."""

    place: int
    name: str
    alike: float
    is_fuzzy: bool


class Lexicon:
    """The folded names of some places, to be searched by sound.

    Parameters
    ----------
    names
        A folded key, the spelling it stands for, and the number of the place that bears it.
    """

    def __init__(self, names: Iterable[tuple[str, str, int]]) -> None:
        self._bearers: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for key, spelling, place in names:
            self._bearers[key].append((place, spelling))
        self._sounds = {key: heard for key in self._bearers if (heard := sound(key)).isascii()}
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for key, heard in self._sounds.items():
            self._by_skeleton[bones(heard)].append(key)
        self._shortened: dict[str, list[str]] = {}  # made when first needed

    def same(self, key: str, least: float) -> list[Likeness]:
        """Return the places with a name of the same skeleton and at least this likeness."""
        wanted = skeleton(key)
        keys = self._by_skeleton.get(wanted, ()) if wanted else ()
        if len(wanted) <= _SHORTEST:
            least = max(least, _SHORTEST_ALIKE)
        return self._alike(sound(key), keys, least, is_fuzzy=False)

    def near(self, key: str, least: float) -> list[Likeness]:
        """Return the places with a name one consonant off, and at least this likeness."""
        wanted = skeleton(key)
        if len(wanted) <= _SHORT:
            return []
        if not self._shortened:
            for known in self._by_skeleton:
                for shorter in _one_less(known):
                    self._shortened.setdefault(shorter, []).append(known)
        keys = {k for b in self._neighbours(wanted) for k in self._by_skeleton[b]}
        return self._alike(sound(key), sorted(keys), least, is_fuzzy=True)

    def _neighbours(self, wanted: str) -> Iterator[str]:
        yield from self._shortened.get(wanted, ())
        for shorter in _one_less(wanted):
            if shorter in self._by_skeleton:
                yield shorter
            yield from self._shortened.get(shorter, ())

    def _alike(
        self, sounds: str, keys: Iterable[str], least: float, *, is_fuzzy: bool
    ) -> list[Likeness]:
        best: dict[int, Likeness] = {}
        for key in keys:
            alike = similarity(sounds, self._sounds[key])
            if alike < least:
                continue
            for place, spelling in self._bearers[key]:
                if place not in best or alike > best[place].alike:
                    best[place] = Likeness(place, spelling, alike, is_fuzzy)
        return list(best.values())


def _one_less(text: str) -> set[str]:
    """Return a skeleton with each of its consonants left out in turn."""
    return {text[:i] + text[i + 1 :] for i in range(len(text))} if len(text) > _SHORT else set()


def find_alike(key: str, lexicons: Sequence[Lexicon]) -> list[Likeness]:
    """Return the places of some countries whose name sounds like a folded key, likest first.

    Nothing is returned where no name is alike enough, or where, in several countries, too many
    places are equally alike: an analyst can do more with "not found" than with a guess.
    """
    same, near = _ONE_COUNTRY if len(lexicons) == 1 else _SEVERAL
    found = [hit for lexicon in lexicons for hit in lexicon.same(key, same)]
    if not found:
        found = [hit for lexicon in lexicons for hit in lexicon.near(key, near)]
    found.sort(key=lambda hit: (-hit.alike, hit.place))
    ties = sum(hit.alike > found[0].alike - _TIE for hit in found)
    return [] if len(lexicons) > 1 and ties > _MOST_TIES else found


def worths(alike: Sequence[Likeness]) -> list[float]:
    """Return what each likeness is worth beside a name known exactly, 0 to 1.

    Falling behind the likest costs much, so that a large town does not win over a village whose
    name is clearly closer.
    """
    best = max((hit.alike for hit in alike), default=0.0)
    return [
        0.75 * hit.alike * max(0.1, 1 - 5 * (best - hit.alike)) * (0.9 if hit.is_fuzzy else 1.0)
        for hit in alike
    ]

"""Packs of actors (`data/actors/*.toml`) -> names, aliases, sides, colours; actors found in text.

A pack is one conflict. Its named actors are recognised anywhere; its generic phrases ("rebels",
"the army") mean an actor only where the report speaks of that conflict.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from geoevents.errors import InputError
from geoevents.model import Actor
from geoevents.resources import data_path

__all__ = ["Actors", "Found", "slug"]

# Letters and digits of any script, with inner apostrophes; hyphens part words.
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2018\u02bc\u02bb][^\W_]+)*")
_POSSESSIVE = re.compile(r"['\u2019]s$")

_PLACE, _PLACES_AT_MOST = 0.5, 3.0  # what a place in a pack's country weighs, a word being 1
_NATIONAL = re.compile(r"(?:ian|ean|an|ese|ish)s?$")
_NEUTRAL = {"Islamist", "Sunni", "Shia", "Shi'ite", "Kurdish", "Arab", "Muslim", "Christian", "The"}

_UNARMED = {"observer", "observers", "adviser", "advisers", "attache", "radio", "hospital"}
Found = tuple[int, int, Actor, str]


@dataclass(frozen=True, slots=True)
class _Alias:
    """One way to name an actor, as words; `pack` is the number of its pack."""

    words: tuple[str, ...]
    written: tuple[str, ...]
    actor_id: str
    pack: int
    is_generic: bool
    since: date | None = None
    until: date | None = None

    def is_of(self, day: date) -> bool:
        """Whether these words mean the actor on a day: from `since` on, before `until`."""
        return not ((self.since and day < self.since) or (self.until and day >= self.until))


@dataclass(slots=True)
class _Index:
    """Everything that the packs say, ready for look-ups."""

    actors: dict[str, Actor] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    packs: list[str] = field(default_factory=list)
    aliases: dict[str, list[_Alias]] = field(default_factory=dict)
    context: dict[str, list[int]] = field(default_factory=dict)
    countries: dict[str, list[int]] = field(default_factory=dict)


class Actors:
    """The known parties to the conflicts of some packs.

    Parameters
    ----------
    packs : iterable of mappings
        Each as its TOML file reads: ``name``, ``context`` (words that tell the conflict),
        ``countries`` (ISO 3166-1 alpha-2 codes of where it is fought),
        ``actor`` (tables with id, name, aliases, side, kind, colour, since, until) and
        ``generic`` (tables with phrases, actor and, where it changed, since and until).
        An actor's `since` is the day of its founding: reports of earlier days cannot mean it,
        by whatever words. From its `until` on they mean it no more; leave that out for parties
        that later reports look back on. An alias may be a table with a name and its own time.
    """

    def __init__(self, packs: Iterable[dict[str, Any]]) -> None:
        self._index = _Index()
        for pack in packs:
            _add_pack(self._index, pack)
        for aliases in self._index.aliases.values():
            aliases.sort(key=lambda alias: -len(alias.words))

    @classmethod
    def default(cls) -> Actors:
        """Return the actors of the packs that ship with the package."""
        return _default()

    @classmethod
    def read(cls, paths: Iterable[str | Path]) -> Actors:
        """Return the actors of the given pack files; folders stand for the packs inside.

        Raises
        ------
        InputError
            If a file is not TOML or lacks a field, naming the file and the field.
        """
        packs = []
        for path in _pack_files(paths):
            try:
                pack = tomllib.loads(path.read_text("utf-8"))
            except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise InputError(
                    f"The actor pack {path} cannot be read ({error}); expected a TOML file like "
                    "those in data/actors."
                ) from error
            packs.append({"file": str(path), **pack})
        return cls(packs)

    def __len__(self) -> int:
        """Return the number of actors."""
        return len(self._index.actors)

    def __iter__(self) -> Any:
        """Iterate over the actors, in the order of the packs."""
        return iter(self._index.actors.values())

    def get(self, actor_id: str) -> Actor | None:
        """Return the actor with this id, or None."""
        return self._index.actors.get(actor_id)

    def colour(self, actor_id: str) -> str | None:
        """Return the actor's colour as ``#rrggbb``, or None where the packs give none."""
        return self._index.colours.get(actor_id)

    def find(
        self, text: str, *, on: date | None = None, countries: Iterable[str] = ()
    ) -> list[Found]:
        """Find the actors that a text names, in text order, without overlaps.

        Parameters
        ----------
        text : str
            A whole report: which conflict it speaks of decides what "the army" means.
        on : date, optional
            The report's day: for parties not yet founded, and phrases whose meaning changed.
        countries : iterable of str, optional
            The country code of each place that the text names: where it is about tells the
            conflict as well as words do.

        Returns
        -------
        list of (start, end, Actor, as written)
            Half-open spans of `text` in code points.
        """
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        keys = [_key(word) for _, _, word in words]
        hits = self._hits(words, keys, on)
        ground = self._ground(countries)
        weights = self._weights(hits, keys, ground)
        sure = self._weights(hits, keys, ground, only_own=True)
        found: list[Found] = []
        i = 0
        while i < len(words):
            aliases = hits.get(i, [])
            foreign = self._is_foreign(text, words, i) or self._is_unarmed(aliases, keys, i)
            if any(alias.is_generic for alias in aliases) and foreign:
                aliases = [alias for alias in aliases if not alias.is_generic]
            choice = self._choose([a for a in aliases if not a.is_generic or sure[a.pack]], weights)
            if choice is None:
                i += 1
                continue
            last = i + len(choice.words) - 1
            start, end = words[i][0], words[last][1]
            end -= len(m.group()) if (m := _POSSESSIVE.search(text[start:end])) else 0
            found.append((start, end, self._index.actors[choice.actor_id], text[start:end]))
            i = last + 1
        return found

    def _hits(
        self, words: list[tuple[int, int, str]], keys: list[str], on: date | None
    ) -> dict[int, list[_Alias]]:
        """Return every alias of that day that stands at a word, longest first, by its number."""
        hits: dict[int, list[_Alias]] = {}
        for i, key in enumerate(keys):
            for alias in self._index.aliases.get(key, ()):
                n = len(alias.words)
                if on and not alias.is_of(on):
                    continue  # nobody is named, or fights, before there is such a party
                if tuple(keys[i : i + n]) == alias.words and _is_written_so(
                    alias.written, [word for _, _, word in words[i : i + n]]
                ):
                    hits.setdefault(i, []).append(alias)
        return hits

    def _is_unarmed(self, aliases: Sequence[_Alias], keys: list[str], i: int) -> bool:
        """Whether "military observers", "army radio" stand here, and no army."""
        after = i + max((len(alias.words) for alias in aliases), default=0)
        return after < len(keys) and keys[after] in _UNARMED

    def _is_foreign(self, text: str, words: list[tuple[int, int, str]], i: int) -> bool:
        """Whether "Chad's army" or "Tamil Tiger rebels" belong to somebody no pack speaks of."""
        if not i or text[words[i - 1][1] : words[i][0]] != " ":
            return False
        before = words[i - 1][2]
        if not before[0].isupper() or _key(before) in self._index.context or before in _NEUTRAL:
            return False
        if _POSSESSIVE.search(before) or _NATIONAL.search(before):
            return True
        again = words[i - 2][2] if i > 1 else ""
        gap = text[words[i - 2][1] : words[i - 1][0]] if i > 1 else ""
        return again[:1].isupper() and gap == " " and _key(again) not in self._index.context

    def _ground(self, countries: Iterable[str]) -> list[float]:
        """Return how much the places of a text speak of each pack's conflict."""
        weights = [0.0] * len(self._index.packs)
        for code, number in Counter(countries).items():
            for pack in self._index.countries.get(code, ()):
                weights[pack] += min(_PLACES_AT_MOST, _PLACE * number)
        return weights

    def _weights(
        self,
        hits: dict[int, list[_Alias]],
        keys: list[str],
        ground: Sequence[float],
        *,
        only_own: bool = False,
    ) -> list[float]:
        """Return how much the text speaks of each pack's conflict.

        `only_own` leaves out actors that several packs have: they show no conflict alone.
        """
        weights = list(ground)
        for key in keys:
            for pack in self._index.context.get(key, ()):
                weights[pack] += 1.0
        for aliases in hits.values():
            named = {alias.pack for alias in aliases if not alias.is_generic}
            for pack in named if len(named) == 1 or not only_own else ():
                weights[pack] += 1.5 / len(named)
        return weights

    def _choose(self, aliases: Iterable[_Alias], weights: list[float]) -> _Alias | None:
        """Choose the longest alias, of the likeliest pack; generic ones need their conflict."""
        best: _Alias | None = None
        for alias in aliases:
            if alias.is_generic and (
                weights[alias.pack] <= 0 or weights[alias.pack] < max(weights)
            ):
                continue
            own = best is not None and alias.is_generic and not best.is_generic
            if own and best is not None and len(alias.words) == len(best.words):
                if (
                    self._index.actors[best.actor_id].side
                    == self._index.actors[alias.actor_id].side
                ):
                    best = alias  # "Islamic State" in Afghanistan is its branch there
                continue
            longer = best is None or len(alias.words) > len(best.words)
            if longer or (
                best is not None
                and len(alias.words) == len(best.words)
                and weights[alias.pack] > weights[best.pack]
            ):
                best = alias
        return best


def slug(name: str) -> str:
    """Return the id of an actor that no pack knows: its name as lower-case words and hyphens."""
    words = [_key(word) for word in _WORD.findall(name)]
    while words and words[0] in {"the", "a", "an", "some", "several", "its", "their", "his"}:
        words.pop(0)
    return "-".join(words)[:60].strip("-")


@lru_cache(maxsize=1)
def _default() -> Actors:
    return Actors.read([data_path("actors")])


def _pack_files(paths: Iterable[str | Path]) -> list[Path]:
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return files


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """Return a word without marks, apostrophes, case and possessive ending."""
    word = _POSSESSIVE.sub("", word)
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in bare if c.isalnum())


def _is_written_so(alias: tuple[str, ...], text: list[str]) -> bool:
    """Whether capitals agree: "IS" is no verb, "Army" may be a name, "ARMY" a headline."""
    for wanted, got in zip(alias, text, strict=True):
        if wanted.isupper() and len(wanted) <= 6:
            if not _POSSESSIVE.sub("", got).rstrip("s").isupper():
                return False
        elif wanted[0].isupper() and not got[0].isupper():
            return False
    return True


def _add_pack(index: _Index, pack: dict[str, Any]) -> None:
    """Add one pack's actors, aliases, generic phrases and context words."""
    where = f"The actor pack {pack.get('file', pack.get('name', '(unnamed)'))}"
    number = len(index.packs)
    index.packs.append(str(pack.get("name", "")))
    _add_ground(index, pack, number)
    times: dict[str, tuple[date | None, date | None]] = {}
    for entry in pack.get("actor", ()):
        missing = {"id", "name"} - set(entry)
        if missing:
            raise InputError(
                f"{where} has an actor without '{min(missing)}': {entry}; "
                "every actor needs an id and a name."
            )
        actor_id = entry["id"]
        if actor_id not in index.actors:
            index.actors[actor_id] = Actor(
                actor_id, entry["name"], entry.get("side", ""), entry.get("kind", "")
            )
        if "colour" in entry:
            index.colours.setdefault(actor_id, entry["colour"])
        times[actor_id] = (_day(entry, "since", where), _day(entry, "until", where))
        for name in [entry["name"], *entry.get("aliases", ())]:
            alias = name if isinstance(name, dict) else {"name": name}
            since, until = times[actor_id]
            _add_alias(
                index,
                alias["name"],
                actor_id,
                number,
                since=_day(alias, "since", where) or since,
                until=_day(alias, "until", where) or until,
            )
    for entry in pack.get("generic", ()):
        if entry.get("actor") not in index.actors:
            raise InputError(
                f"{where} gives generic phrases to the unknown actor '{entry.get('actor')}'; "
                f"expected one of {', '.join(sorted(index.actors))}."
            )
        since, until = times.get(entry["actor"], (None, None))
        own = (_day(entry, "since", where), _day(entry, "until", where))
        for phrase in entry.get("phrases", ()):
            _add_alias(
                index,
                phrase,
                entry["actor"],
                number,
                is_generic=True,
                since=max((d for d in (since, own[0]) if d), default=None),
                until=min((d for d in (until, own[1]) if d), default=None),
            )


def _day(entry: dict[str, Any], key: str, where: str) -> date | None:
    """Return the day in a pack's field, or None; a date and time stands for its day."""
    value = entry.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is not None and not isinstance(value, date):
        raise InputError(
            f"{where} gives '{key}' of {entry.get('id') or entry.get('actor') or entry['name']} "
            f"as {value!r}; expected a date without quotes, such as {key} = 2012-04-04."
        )
    return value


def _add_ground(index: _Index, pack: dict[str, Any], number: int) -> None:
    """Add the words and the countries that tell a pack's conflict."""
    for code in pack.get("countries", ()):
        index.countries.setdefault(str(code), []).append(number)
    for word in pack.get("context", ()):
        index.context.setdefault(_key(word), []).append(number)


def _add_alias(
    index: _Index,
    name: str,
    actor_id: str,
    pack: int,
    *,
    is_generic: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> None:
    written = tuple(_WORD.findall(name))
    words = tuple(_key(word) for word in written)
    if words and words[0]:
        alias = _Alias(words, written, actor_id, pack, is_generic, since, until)
        index.aliases.setdefault(words[0], []).append(alias)

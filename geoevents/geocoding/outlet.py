"""The name or address of a report's outlet → the places and the country that it speaks for.

The Richmond Times-Dispatch writes "Petersburg" of the one in Virginia, and a site under .lb writes
"Tripoli" of the one in Lebanon. An outlet is one voice among the places of a text, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from geoevents.geocoding import lexicon as lex
from geoevents.geocoding.lookup import Lookup
from geoevents.geocoding.spans import Span

__all__ = ["NOWHERE", "Outlet", "read_outlet"]

# Words of newspapers' and stations' names.
_PAPER = lex.words(
    "advertiser advocate age agency argus banner beacon bee bulletin call chronicle citizen county"
    " courant courier daily democrat diary dispatch echo enquirer evening examiner express free"
    " gazette globe guardian herald independent inquirer item journal leader ledger live local mail"
    " mercury messenger mirror monitor morning my news newspaper newspapers now observer online"
    " paper patriot pilot pioneer plaindealer post press radio record recorder register reporter"
    " republican review sentinel standard star state statesman sun sunday telegraph the times today"
    " town tribune tv union valley voice weekly world"
)
# Ends of addresses that are sold to everybody, whatever country they belong to.
_FOR_ALL = lex.words("ai am cc co fm gg io la ly me nu sh to tv vc ws")
_COUNTRY_OF = {"uk": "GB", "su": "RU", "eu": ""}
_SHORTEST = 4  # letters of a place inside one word of an address
# Names of media, in other languages words of their own, that are also somewhere a place's.
_NO_PLACES = lex.words(
    "jazeera aljazeera sabah dailysabah ahram arabiya hurriyat watan thawra alex"
)
_LEAST = 20_000  # inhabitants of a town with a newspaper


@dataclass(frozen=True, slots=True)
class Outlet:
    """Places that an outlet's name holds, as spans outside any text, and its address's country."""

    name: str = ""
    spans: list[Span] = field(default_factory=list)
    country: str = ""


NOWHERE = Outlet()


def read_outlet(outlet: str | None, lookup: Lookup) -> Outlet:
    """Return what an outlet's name, or the address of a page of it, says of places.

    Examples
    --------
    >>> from geoevents.gazetteer import Gazetteer
    >>> lookup = Lookup(Gazetteer.default())
    >>> [span.name for span in read_outlet("Richmond Times-Dispatch", lookup).spans]
    ['Richmond']
    >>> read_outlet("https://www.dailystar.com.lb/News", lookup).country
    'LB'
    """
    given = " ".join((outlet or "").split())[:300]
    if not given:
        return NOWHERE
    host = _host(given)
    if host:
        labels = host.split(".")
        end = labels[-1]
        country = "" if end in _FOR_ALL or len(end) != 2 else _COUNTRY_OF.get(end, end.upper())
        names = [name for label in labels[:-1] for name in _in_label(label, lookup)]
    else:
        country, names = "", _in_words(given, lookup)
    spans = [_span(name, lookup) for name in dict.fromkeys(names)][:2]
    return Outlet(given, [span for span in spans if span.candidates], country)


def _host(given: str) -> str:
    """Return the host of an address, "" of a name."""
    try:
        host = urlsplit(given if "//" in given else f"//{given}").hostname or ""
    except ValueError:
        return ""
    is_host = re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", host) and " " not in given
    return host.removeprefix("www.") if is_host else ""


def _in_words(name: str, lookup: Lookup) -> list[str]:
    """Return the place in a name: the longest run of its words that is one, before its others."""
    words = [w for w in re.split(r"[\s/,()]+|-", name) if w]
    while words and words[0].lower() in _PAPER:
        words = words[1:]
    runs = [" ".join(words[:end]) for end in range(min(len(words), 4), 0, -1)]
    runs = [run for run in runs if run[:1].isupper() and not _is_paper(run.split())]
    known = lookup.known(runs)
    people = words[0] if words else ""
    if people[:1].isupper() and lookup.demonym(people):
        return [people]
    return [run for run in runs if run in known and _is_name(run)][:1]


def _in_label(label: str, lookup: Lookup) -> list[str]:
    """Return the place that a label begins with, newspaper words behind it: "richmondregister"."""
    bare = label
    for word in ("the", "my", "daily"):
        bare = bare.removeprefix(word)
    found: list[str] = []
    for end in range(len(bare), _SHORTEST - 1, -1):
        head, rest = bare[:end], bare[end:]
        if not _is_paper_run(rest) or (rest and "-" in bare and not rest.startswith("-")):
            continue
        name = head.replace("-", " ")
        found.append(name)
        if " " not in name:
            found += [f"{name[:i]} {name[i:]}" for i in range(3, len(name) - 2)]
    known = lookup.known(found)
    names = [name.title() for name in found if name in known]
    return [name for name in names if _is_name(name)][:1]


def _is_name(name: str) -> bool:
    words = name.lower().split()
    if any(word in _NO_PLACES for word in words) or len(name) < _SHORTEST - 1:
        return False
    return not (len(words) == 1 and (words[0] in lex.ordinary_words() or words[0] in _PAPER))


def _is_paper(words: Iterable[str]) -> bool:
    return all(word.lower() in _PAPER for word in words)


def _is_paper_run(text: str) -> bool:
    """Whether letters are newspaper words written together, or nothing."""
    text = text.replace("-", "")
    if not text:
        return True
    return any(text.startswith(w) and _is_paper_run(text[len(w) :]) for w in _PAPER)


def _span(name: str, lookup: Lookup) -> Span:
    span = Span(0, 0, name)
    people = lookup.demonym(name)
    if not people:
        found = [m for m in lookup.candidates(name) if m.place.feature_class in {"P", "A"}]
        is_town = any(m.place.population >= _LEAST for m in found)
        span.candidates = found if is_town else []
    elif len(people) == 1:
        span.name = people[0].name
        span.candidates = lookup.candidates(span.name)
    return span

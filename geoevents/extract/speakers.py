"""Source phrases -> their kind (`SourceKind`), by the words of `data/lexicon/sources.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geoevents.extract.lexicon import Lexicon
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import Actor, SourceKind

__all__ = ["Speakers", "kind_of_source"]

_SPOKES = {"spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen"}
_RANK = word_set(
    "commander commanders general colonel army military forces troops militia officer officers "
    "soldiers brigade leader command"
)
_OUTSIDE = word_set("milblogger milbloggers blogger bloggers") | {
    "local sources",
    "local source",
    "informed sources",
    "informed source",
}
_CIVIL_KINDS = {"government"}


@dataclass(frozen=True, slots=True)
class Speakers:
    """Look-ups over the source words, longest phrase first."""

    words: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Speakers:
        """Return the look-ups of a lexicon."""
        return _speakers(id(lexicon), _Holder(lexicon))


@dataclass(frozen=True, slots=True, eq=False)
class _Holder:
    lexicon: Lexicon

    def __hash__(self) -> int:
        return hash(id(self.lexicon))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.lexicon is self.lexicon


@lru_cache(maxsize=8)
def _speakers(_: int, holder: _Holder) -> Speakers:
    sources = holder.lexicon.sources

    def flat(table: str) -> tuple[tuple[str, str], ...]:
        pairs = [(word, kind) for kind, words in sources.get(table, {}).items() for word in words]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    return Speakers(tuple((w.lower(), k) for w, k in flat("kinds")), flat("names"))


def kind_of_source(
    phrase: str, lexicon: Lexicon, *, actor: Actor | None = None, on_itself: bool = False
) -> str:
    """Return the kind of a source phrase; two kinds joined by ``+``; "" where it names none.

    `actor` is the party that the phrase names, if any; `on_itself` whether the claim is about
    that party's own doings: rebels who speak of themselves are a belligerent, who speak of
    others are witnesses.
    """
    pieces = re.split(r",? and (?=[a-z0-9A-Z])", phrase)
    kinds: list[str] = []
    for piece in pieces if len(pieces) <= 3 else [phrase]:
        kind = _kind_of_one(piece, lexicon, actor, on_itself=on_itself)
        if kind and kind not in kinds:
            kinds.append(kind)
    if len(kinds) > 1 and "unspecified" in kinds:
        kinds.remove("unspecified")
    return "+".join(kinds[:2])


def _kind_of_one(phrase: str, lexicon: Lexicon, actor: Actor | None, *, on_itself: bool) -> str:  # noqa: C901, PLR0911, PLR0912  cases in turn
    speakers = Speakers.of(lexicon)
    for name, kind in speakers.names:
        if actor is not None and kind == "igo" and actor.kind in {"foreign forces", "military"}:
            continue
        if name in phrase and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", phrase):
            return kind
    low = phrase.lower()
    words = re.findall(r"[\w'\u2019.-]+", low)
    hits: list[tuple[int, int, str, str]] = []
    for word, kind in speakers.words:
        if word not in low:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", low):
            if not any(a <= match.start() < b for a, b, *_ in hits):
                hits.append((match.start(), match.end(), word, kind))
    hits.sort()
    head = _head_hit(low, hits)
    if head is not None and head[2] in _OUTSIDE:
        return "unspecified"  # "a Russian milblogger" speaks for nobody
    if head is not None and head[3] == "belligerent" and _SPOKES & set(head[2].split()):
        return "belligerent"  # "a police spokesman"
    spokes = bool(_SPOKES & set(words))
    if spokes or (head is not None and head[3] in {"unspecified", "military"}):
        return _speaking_for(head, hits, actor, spokes=spokes)
    if (
        head is not None
        and head[2] in {"leader", "chief", "head"}
        and any(hit[3] == "government" and hit is not head for hit in hits)
    ):
        return "government"
    if head is None:
        return _party(actor) if actor is not None else ""
    if head[3] == "armed-group":
        return "belligerent" if on_itself else "armed-group"
    if head[3] in {"belligerent", "government"} and actor is not None:
        return _by_party(head, actor)
    return str(head[3])


def _head_hit(low: str, hits: list[tuple[int, int, str, str]]) -> tuple[int, int, str, str] | None:
    """Return the source word that heads the phrase: the last before a preposition."""
    if not hits:
        return None
    cut = re.search(r"\b(?:of|in|for|from|at|with|near|on|inside)\b", low)
    before = [hit for hit in hits if cut is None or hit[0] < cut.start()]
    return before[-1] if before else hits[0]


def _speaking_for(
    head: tuple[int, int, str, str] | None,
    hits: list[tuple[int, int, str, str]],
    actor: Actor | None,
    *,
    spokes: bool,
) -> str:
    """Return the kind of a spokesperson or "source": that of whom they speak for."""
    others = [
        hit for hit in hits if hit is not head and hit[3] not in {"unspecified", "armed-group"}
    ]
    if actor is not None and not any(h[3] in {"igo", "ngo", "monitor", "news"} for h in others):
        return _party(actor)
    if head is not None and head[3] == "military":
        return "military"
    if others:
        return others[0][3]
    return "unspecified" if spokes or head is not None else ""


def _by_party(head: tuple[int, int, str, str], actor: Actor) -> str:
    """Return the kind of an army, leader or official who belongs to a party."""
    if head[2] in _RANK and head[3] == "belligerent":
        return "belligerent"
    if (
        head[3] == "government"
        and actor.kind not in _CIVIL_KINDS
        and head[2] in {"chief", "council"}
    ):
        return "belligerent"
    return head[3]


def _party(actor: Actor) -> str:
    """Return the kind of a party to the conflict that speaks."""
    kind = SourceKind.GOVERNMENT if actor.kind in _CIVIL_KINDS else SourceKind.BELLIGERENT
    return kind.value


def words_of(tokens: list[Token]) -> str:
    """Return tokens as a phrase, for messages."""
    return " ".join(token.text for token in tokens)

"""What verbs of speech have in common: who can speak, whom it was told, where speech ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from geoevents.extract.clauses import HARD, Clauses, VerbGroup
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["PLAN", "SELF", "Attribution", "Speech", "owners"]

PLAN = word_set(
    "promise vow pledge threaten swear offer agree plan intend announce commit undertake propose"
)
_VENUES = word_set(
    "statement interview speech briefing address telegram conference message post report phone "
    "telephone twitter video update communique reporters journalists television condition "
    "facebook x internet"
)
SELF = {"he", "she", "they", "it", "we", "i", "who", "which"}

_RANKS = word_set("brig gen col maj lt capt sgt adm cmdr cpl dr mr mrs ms prof gov sen")
_PAPERS = {"reports", "report", "statement", "rumours", "video", "footage", "images"}


@dataclass(slots=True)
class Attribution:
    """Who vouches: token span of the source, and the tokens that are theirs.

    `attitude` is say, deny, plan, order or unknown ("did not say who ..."); `said` is the token
    span of the words of speech (with their dates), which carry no claim themselves.
    """

    attitude: str
    verb: str
    source: tuple[int, int] | None
    said: list[tuple[int, int]] = field(default_factory=list)
    scope: tuple[int, int] = (0, 0)
    is_trailing: bool = False
    is_pronoun: bool = False


class Speech:
    """The words of one sentence, as verbs of speech see them."""

    def __init__(
        self, clauses: Clauses, lexicon: Lexicon, is_source: Callable[[int, int], bool]
    ) -> None:
        self.clauses, self.tokens = clauses, clauses.tokens
        self.lexicon, self.is_source = lexicon, is_source
        speech = lexicon.sources.get("speech", {})
        self.say, self.deny = set(speech.get("say", ())), set(speech.get("deny", ()))
        self.careful = set(speech.get("clausal_only", ()))
        self.found: list[Attribution] = []

    def _with_rank(self, subject: tuple[int, int]) -> tuple[int, int]:
        """Take in what stands before a rank's full stop: "army spokesman Brig. Ali Khan"."""
        a, tokens = subject[0], self.tokens
        if a < 2 or tokens[a - 1].tag != "." or tokens[a - 2].low not in _RANKS:
            return subject
        while a > 1 and (
            tokens[a - 1].tag in {"N", "ADJ", "DET", "POSS", "GEN"}
            or (tokens[a - 1].tag == "." and tokens[a - 2].low in _RANKS)
        ):
            a -= 1
        return a, subject[1]

    def _is_refused(self, group: VerbGroup) -> bool:
        lead = {t.low for t in self.tokens[max(0, group.head - 3) : group.head]}
        return group.is_negated or {"not", "yet"} <= lead

    def _refused_until(self, start: int, end: int) -> int:
        """Return where "did not intend to hold it and that ..." ends: what is refused is short."""
        for k in range(start, end):
            goes_on = self.tokens[k].tag == "CC" and k + 1 < end
            if self.tokens[k].tag in {",", ";"} or (goes_on and self.tokens[k + 1].low == "that"):
                return k
        return end

    def _can_speak(self, subject: tuple[int, int]) -> bool:
        a, b = subject
        if b - a == 1 and self.tokens[a].low in SELF:
            return True
        return self.is_source(a, b)

    def _skip_asides(self, k: int, *, told: bool) -> int:
        """Step over dates, "in a statement", "by phone", and whom it was told."""
        tokens, n = self.tokens, len(self.tokens)
        if told:
            k = self._skip_listener(k)
        moved = True
        while moved and k < n:
            moved = False
            while (
                k < n
                and tokens[k].tag in {"D", "ADV"}
                and tokens[k].low not in {"there", "some", "about"}
            ):
                k, moved = k + 1, True
            if k + 1 < n and tokens[k].tag == "PREP" and tokens[k + 1].tag == "D":
                k, moved = k + 1, True
            elif (
                k + 1 < n
                and tokens[k].tag in {"PREP", "TO"}
                and tokens[k].low in {"in", "on", "at", "to", "by", "via", "during", "from"}
            ):
                j = k + 1
                while (
                    j < n
                    and tokens[j].tag in {"DET", "ADJ", "N", "POSS", "GEN", "NUM"}
                    and j < k + 7
                ):
                    j += 1
                    if tokens[j - 1].low in _VENUES and (j >= n or tokens[j].low not in _VENUES):
                        break
                if any(t.low in _VENUES for t in tokens[k:j]):
                    k, moved = j, True
        return k

    def _skip_listener(self, k: int) -> int:
        tokens, n = self.tokens, len(self.tokens)
        if k < n and tokens[k].tag == "PRON":
            return k + 1
        j = k
        while j < n and tokens[j].tag in {"DET", "N", "ADJ", "POSS", "GEN"} and j < k + 6:
            if j > k and tokens[j].tag in {"DET", "POSS"}:
                break
            entity, following = tokens[j].entity, tokens[j + 1] if j + 1 < n else None
            j += 1
            if following is not None and following.entity and following.entity != entity and j > k:
                break
        return j

    def _said_from(self, group: VerbGroup, subject: tuple[int, int]) -> int:
        """Return where the words of speech begin: the subject, and a date before it."""
        if group.is_gerund and any(item.source == subject for item in self.found):
            return group.first
        a = subject[0] if subject[0] < group.head and group.shares < 0 else group.first
        between = self.tokens[subject[1] : group.first]
        if any(t.tag in {"REL", ","} for t in between):
            if self.tokens[group.first - 1].tag != "REL" and any(t.tag == "REL" for t in between):
                return group.first  # "The M23, which captured X, says": the clause between stays
            a = group.first
            while a > 0 and self.tokens[a - 1].tag in {"REL", "CC", "D"}:
                a -= 1
            if (
                self.tokens[a - 1].tag == ","
                and subject[1] <= a
                and self.tokens[group.first - 1].tag == ","
            ):
                a = subject[0]
            return a
        k = a
        while k > 0 and (
            self.tokens[k - 1].tag in {"D", ","}
            or self.tokens[k - 1].low in {"on", "late", "early", "in", "earlier"}
        ):
            k -= 1
        dated = any(t.tag == "D" for t in self.tokens[k:a])
        opens = k == 0 or self.tokens[k - 1].tag in HARD | {"CC", '"'}
        return k if dated and opens else a

    def _scope_end(self, start: int) -> int:
        """Return where what is said ends: before ", and Y said" or "and promised"."""
        tokens = self.tokens
        for other in self.clauses.groups:
            if other.head <= start:
                continue
            if (
                set(other.lemmas) & (self.say | self.deny | PLAN)
                and other.is_finite
                and not other.modal
            ):
                shared = tokens[other.first - 1].tag == "CC"
                if shared and other.first == other.head:
                    return other.first - 1
                subject = self.clauses.subject(other) if not shared else None
                if (
                    subject is not None
                    and start < subject[0] < other.head
                    and tokens[subject[0] - 1].tag in {"CC", ",", ";"}
                ) and self._can_speak(subject):
                    return subject[0] - 1
        for k in range(start, len(tokens)):
            if tokens[k].tag == ";":
                return k
        return len(tokens)


_TAKEN = word_set("seized captured held controlled taken recaptured retaken besieged lost")


def _is_participle_aside(tokens: list[Token], k: int) -> bool:
    """Whether ", controlled by X," explains a place: a participle between two commas."""
    if tokens[k].low not in _TAKEN or (k > 1 and tokens[k - 2].tag != "N"):
        return False
    words = tokens[k + 1 : k + 3]
    told = bool(words) and (words[0].low in {"by", "in"} or words[0].tag == "D")
    return told and any(t.tag == "," for t in tokens[k + 1 : k + 14])


def owners(attributions: list[Attribution], tokens: list[Token]) -> list[int]:
    """Return for every token the number of the attribution whose words it is, or -1.

    The innermost scope wins; ", which ..." inside it, outside quotation marks, is the report's
    own voice again.
    """
    owner = [-1] * len(tokens)
    order = sorted(
        range(len(attributions)),
        key=lambda n: (attributions[n].scope[0], -attributions[n].scope[1]),
    )
    for number in order:
        item = attributions[number]
        for k in range(*item.scope):
            # "A spokesman said unconfirmed reports suggested": the spokesman vouches.
            papers = item.source is not None and tokens[item.source[1] - 1].low in _PAPERS
            if not (papers and owner[k] >= 0):
                owner[k] = number
    is_quoted = False
    k = 0
    while k < len(tokens):
        if tokens[k].tag == '"':
            is_quoted = not is_quoted
        aside = (
            not is_quoted
            and owner[k] >= 0
            and tokens[k].tag == ","
            and k + 1 < len(tokens)
            and (
                (tokens[k + 1].tag == "REL" and tokens[k + 1].low != "that")
                or _is_participle_aside(tokens, k + 1)
            )
        )
        if aside:
            number = owner[k]
            k += 1
            while k < len(tokens) and tokens[k].tag not in {",", ";"} and owner[k] == number:
                owner[k] = -1
                k += 1
            continue
        k += 1
    return owner

"""Tagged words -> verb groups: helpers, voice, tense, negation, and verbs that share them."""

from __future__ import annotations

from dataclasses import dataclass, field

from geoevents.extract.tagging import is_let
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["HARD", "NP", "VerbGroup", "Verbs"]

NP = {"N", "ADJ", "DET", "NUM", "POSS", "GEN", "PRON", "(", ")", "&"}
HARD = {";", ":", "\u2014", "\u2013", "|", "?", "!"}
_BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"}
_HAVE = {"have", "has", "had", "having", "'ve"}
_CHANNELS = {"telephone", "phone", "satellite", "email", "radio", "video", "text", "telegram"}
_SAYING = word_set(
    "say tell announce claim report confirm add state warn deny acknowledge admit declare note "
    "insist promise vow pledge"
)
_FUTURE = {"will", "shall", "'ll"}


_LEFT_AS = word_set("dead wounded injured homeless stranded")
_NOT_AFTER = word_set("not n't never hardly")
_NOT = word_set("not never n't cannot hardly neither nor")


@dataclass(slots=True)
class VerbGroup:
    """A verb with its helpers: tokens ``[first, head]``, and what they say of it."""

    first: int
    head: int
    lemmas: tuple[str, ...]
    kinds: frozenset[str]
    helpers: list[str] = field(default_factory=list)
    is_negated: bool = False
    modal: str = ""
    is_passive: bool = False
    is_progressive: bool = False
    is_perfect: bool = False
    is_infinitive: bool = False
    is_gerund: bool = False
    is_reduced: bool = False
    shares: int = -1

    @property
    def is_finite(self) -> bool:
        """Whether the verb makes a clause of its own."""
        return not (self.is_infinitive or self.is_gerund or self.is_reduced)

    @property
    def is_past(self) -> bool:
        """Whether the form speaks of what is over: past tense, perfect, or passive without is."""
        if self.is_perfect:
            return True
        if self.helpers:
            return bool({"was", "were", "did", "had", "been", "got"} & set(self.helpers))
        return "ed" in self.kinds or self.is_reduced

    @property
    def is_future(self) -> bool:
        """Whether a helper puts it into the future."""
        return self.modal in _FUTURE


class Verbs:
    """The verb groups of one run of tokens."""

    def __init__(self, tokens: list[Token], transitive: frozenset[str] = frozenset()) -> None:
        self.tokens = tokens
        self.transitive = transitive
        self.groups: list[VerbGroup] = []
        self.at: dict[int, VerbGroup] = {}
        self._build()

    def _build(self) -> None:
        used: set[int] = set()
        for i in range(len(self.tokens)):
            if self.tokens[i].tag == "V":
                self._add(i, used)
        for i in reversed(range(len(self.tokens))):
            if self.tokens[i].tag == "AUX" and i not in used:
                self._add(i, used)  # "has been": the last one heads
        self.groups.sort(key=lambda group: group.head)
        for number, group in enumerate(self.groups):
            for k in range(group.first, group.head + 1):
                self.at[k] = group
            self._share(number, group)

    def _add(self, head: int, used: set[int]) -> None:  # noqa: C901, PLR0912  cases in turn
        """Make the group of the verb at `head`, gathering helpers on its left."""
        tokens = self.tokens
        token = tokens[head]
        if token.tag == "AUX":
            low = token.low
            lemma = "be" if low in _BE else "have" if low in _HAVE else "do"
            kinds = {
                "was": "ed",
                "were": "ed",
                "had": "ed",
                "did": "ed",
                "being": "ing",
                "having": "ing",
                "been": "en",
                "be": "base",
                "have": "base",
            }
            group = VerbGroup(head, head, (lemma,), frozenset({kinds.get(low, "s")}))
        else:
            forms = frozenset(kind for kinds in token.lemmas.values() for kind in kinds)
            group = VerbGroup(head, head, tuple(token.lemmas), forms)
        i = head - 1
        pending = 0
        while i >= 0 and i not in used:
            tag = tokens[i].tag
            if tag in {"AUX", "MOD"}:
                group.helpers.insert(0, tokens[i].low)
                group.modal = tokens[i].low if tag == "MOD" else group.modal
                group.first, pending = i, 0
            elif tag == "NEG" and tokens[i].low != "no":
                group.is_negated = group.is_negated or tokens[i].low in _NOT
                if tokens[i].low == "cannot":
                    group.modal, group.helpers = "can", ["can", *group.helpers]
                group.first, pending = i, 0
            elif tag == "TO":
                group.is_infinitive, group.first = True, i
                break
            elif tag in {"ADV", "D"}:  # "has recently lost"
                pending += 1
            else:
                break
            i -= 1
        if not group.helpers and not group.is_infinitive and not group.is_negated:
            group.first = head
            while (
                group.first > 0
                and tokens[group.first - 1].tag == "ADV"
                and tokens[group.first - 1].low.endswith("ly")
            ):
                group.first -= 1
        if (
            group.first > 0
            and tokens[group.first - 1].tag == "NEG"
            and tokens[group.first - 1].low in {"not", "never"}
        ):
            group.is_negated = True
        if token.tag == "AUX" and head + 1 < len(tokens) and tokens[head + 1].tag == "NEG":
            group.is_negated = group.is_negated or tokens[head + 1].low in _NOT_AFTER
        used.update(range(group.first, head + 1))
        self._features(group)
        self.groups.append(group)

    def _features(self, group: VerbGroup) -> None:
        helpers = set(group.helpers)
        kinds = group.kinds
        if not helpers and is_let(self.tokens, group.head):
            group.is_infinitive = True  # "would let rebels leave"
        head = self.tokens[group.head]
        nearest = group.helpers[-1] if group.helpers else ""
        group.is_perfect = bool(helpers & _HAVE) and bool(kinds & {"en", "ing"} or nearest in _BE)
        if head.tag == "V":
            if nearest in _BE | {"get", "gets", "got"}:
                group.is_passive = "en" in kinds
                group.is_progressive = "ing" in kinds and "en" not in kinds
            elif kinds == {"ing"} and not group.helpers:
                group.is_gerund = True
        elif kinds == {"ing"} and not group.helpers:
            group.is_gerund = True
        if group.helpers[:1] in (["being"], ["having"]):
            group.is_gerund = True
        if "en" in kinds and not group.helpers and not group.is_infinitive and head.tag == "V":
            group.is_reduced = self._is_reduced(group)
            group.is_passive = group.is_reduced

    def _is_reduced(self, group: VerbGroup) -> bool:  # noqa: PLR0911  cases in turn
        """Whether a participle without helpers is a shortened passive: "Kobani, captured by"."""
        tokens, i = self.tokens, group.head
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[group.first - 1] if group.first else None
        if before is None or before.tag in {"PRON", "REL"}:
            return following is not None and following.low == "by" and before is None
        if "ed" not in group.kinds:
            return before.tag not in {"CC", "AUX"}
        means = tokens[i + 2].low if i + 2 < len(tokens) else ""
        if following is not None and following.low == "by" and means not in _CHANNELS:
            return before.tag in {
                "N",
                ",",
                "NUM",
                "CC",
                ")",
                "SUB",
                "V",
                "ADV",
                "D",
                "PREP",
            } and not (before.tag == "CC" and self._previous_finite(group.first) is not None)
        if self._follows_relative(group.first):
            return False
        if following is not None and following.low in _LEFT_AS and "leave" in group.lemmas:
            return before.tag == "N"  # "with five officers left dead"
        if self._yields(group, before, following) or self._is_made_up(i) or self._is_had(group):
            return True
        if not set(group.lemmas) <= self.transitive:
            return False
        if before.tag == "SUB":
            return following is None or following.tag not in NP
        return self._has_agent(i) or (
            before.tag in {"N", ",", ")", "NUM"}
            and (following is None or following.tag in {"PREP", "D", ".", ",", "SUB", "CC"})
            and not (
                following is not None
                and following.tag != "D"
                and following.low in {"back", "out", "off", "up", "over", "on", "into", "to"}
            )
        )

    def _follows_relative(self, first: int) -> bool:
        """Whether the noun before is the subject of a relative: "Kherson, which Russia seized"."""
        k = first - 1
        while k >= 0 and (self.tokens[k].tag in NP | {"D"} or self.tokens[k].low == "of"):
            k -= 1
        return (
            k < first - 1
            and k >= 0
            and self.tokens[k].low in {"which", "whom", "that"}
            and (self.tokens[k].tag == "REL" and self.tokens[first - 1].tag in {"N", ")"})
        )

    def _has_agent(self, i: int) -> bool:
        """As in "Marea besieged on three sides by IS": nothing but phrases before "by"."""
        k = i + 1
        if self.tokens[i - 1].tag != "N" or k >= len(self.tokens) or self.tokens[k].tag != "PREP":
            return False
        while k < len(self.tokens) and self.tokens[k].tag in NP | {"PREP", "D", "ADV"}:
            if self.tokens[k].low == "by":
                return k + 1 < len(self.tokens) and self.tokens[k + 1].entity.startswith("A")
            k += 1
        return False

    def _is_had(self, group: VerbGroup) -> bool:
        """As in "have the palace surrounded", with nothing behind the participle."""
        after = self.tokens[group.head + 1 : group.head + 2]
        if after and after[0].tag in NP:
            return False
        k = group.first - 1
        while k >= 0 and self.tokens[k].tag in NP:
            k -= 1
        have = k >= 0 and self.tokens[k].low in {"have", "has", "had", "keep", "kept", "keeps"}
        return have and group.first - k > 1

    def _is_made_up(self, i: int) -> bool:
        """As in "a council made up of fighters", "a force composed of": what it consists of."""
        words = [t.low for t in self.tokens[i : i + 3]]
        return words[:2] in (["made", "of"], ["composed", "of"]) or words == ["made", "up", "of"]

    def _yields(self, group: VerbGroup, before: Token, following: Token | None) -> bool:
        """Whether another verb of the clause shows this one to be a shortened relative clause.

        "Residents reached by phone said", "pickups mounted with guns were".
        """
        if set(group.lemmas) & _SAYING:
            return False
        if before.tag not in {"N", ")"} or following is None or following.tag not in {"PREP", "D"}:
            return False
        for k in range(group.head + 1, len(self.tokens)):
            token = self.tokens[k]
            if token.tag in HARD or token.tag in {",", "REL", "SUB", "CC", "."}:
                return False
            if token.tag in {"AUX", "MOD"}:
                return True
            if token.tag == "V":
                forms = {kind for kinds in token.lemmas.values() for kind in kinds}
                return "ed" in forms and self.tokens[k - 1].tag in {"N", "D", ")"}
        return False

    def _previous_finite(self, before: int) -> VerbGroup | None:
        """Return the last finite verb before a token, built so far."""
        found = [
            g for g in self.groups if g.head < before and not g.is_gerund and not g.is_infinitive
        ]
        return max(found, key=lambda g: g.head, default=None)

    def _share(self, number: int, group: VerbGroup) -> None:  # noqa: C901, PLR0912  cases in turn
        """Let "and captured" take subject and helpers from the verb before it."""
        i = group.first - 1
        while i >= 0 and self.tokens[i].tag == "ADV":
            i -= 1
        if i < 0 or self.tokens[i].tag not in {"CC", ","}:
            return
        if self.tokens[i].tag == ",":
            # Only in a series: "entered A, took B and raised its flag".
            later = [
                g
                for g in self.groups[number + 1 :]
                if g.first and self.tokens[g.first - 1].tag == "CC"
            ]
            in_series = later and later[0] is self.groups[number + 1]
            if group.helpers or not group.is_finite or not (in_series or self._is_last(number)):
                return
        for earlier in reversed(self.groups[:number]):
            if any(self.tokens[k].tag in HARD for k in range(earlier.head, i)):
                return
            if group.is_gerund and not (earlier.is_gerund or earlier.is_progressive):
                continue
            if earlier.is_gerund and group.is_finite:
                if self.tokens[i].tag == ",":
                    return  # "Troops, advancing from the south, took X and ..."
                continue
            if group.is_infinitive and not earlier.is_infinitive:
                return
            if (
                "base" in group.kinds
                and not group.helpers
                and not group.is_infinitive
                and not (earlier.is_infinitive or earlier.modal or "base" in earlier.kinds)
            ):
                continue
            if group.is_reduced and not earlier.helpers:
                continue
            group.shares = number - 1 - self.groups[:number][::-1].index(earlier)
            if not group.helpers:
                self._inherit(group, earlier, conjunction=self.tokens[i].low)
            return

    def _is_last(self, number: int) -> bool:
        """Whether a headline ends with this verb: "Rebels take X, cut off Y"."""
        return number == len(self.groups) - 1 and self.tokens[-1].tag not in {".", "?", "!", '"'}

    def _inherit(self, group: VerbGroup, earlier: VerbGroup, conjunction: str) -> None:
        takes = "en" in group.kinds and (
            "ed" not in group.kinds or earlier.is_perfect or earlier.is_passive
        )
        if takes and earlier.helpers:
            group.helpers = list(earlier.helpers)
            group.is_perfect, group.is_passive = earlier.is_perfect, earlier.is_passive
            group.is_reduced = False
            group.modal = earlier.modal
        elif "base" in group.kinds and (earlier.is_infinitive or earlier.modal):
            group.is_infinitive = earlier.is_infinitive
            group.modal = earlier.modal
        elif group.is_gerund and earlier.is_progressive:
            group.helpers, group.is_progressive, group.is_gerund = (
                list(earlier.helpers),
                True,
                False,
            )
        if conjunction in {"or", "nor"}:
            group.is_negated = group.is_negated or earlier.is_negated

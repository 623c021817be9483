"""Tagged words -> verb groups, and for each its subject, and where its right side ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from geoevents.extract.tokens import Token

__all__ = ["Clauses", "VerbGroup"]

NP = {"N", "ADJ", "DET", "NUM", "POSS", "GEN", "PRON", "(", ")", "&"}
HARD = {";", ":", "\u2014", "\u2013", "|", "?", "!"}
_BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"}
_HAVE = {"have", "has", "had", "having", "'ve"}
_DO = {"do", "does", "did"}
_CHANNELS = {"telephone", "phone", "satellite", "email", "radio", "video", "text", "telegram"}
_THOUGHT = {"know", "say", "believe", "think", "fear", "hope", "claim", "suspect", "suppose"}
_SAYING = {
    *("say", "tell", "announce", "claim", "report", "confirm", "add", "state", "warn", "deny"),
    *("acknowledge", "admit", "declare", "note", "insist", "promise", "vow", "pledge"),
}
_FUTURE = {"will", "shall", "'ll"}
_LIGHT_PREPOSITIONS = {
    "of",
    "in",
    "for",
    "from",
    "with",
    "on",
    "near",
    "at",
    "around",
    "inside",
    "across",
    "outside",
    "along",
    "between",
    "by",
    "against",
    "to",
}
# Verbs whose object does what the infinitive says: "ordered its troops to leave".
OBJECT_CONTROL = {
    *("order", "force", "tell", "ask", "urge", "allow", "call", "compel", "command", "instruct"),
    *(
        "warn",
        "press",
        "expect",
        "enable",
        "oblige",
        "persuade",
        "invite",
        "send",
        "prompt",
        "want",
    ),
}


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


class Clauses:
    """The verb groups of one run of tokens, and questions about them."""

    def __init__(self, tokens: list[Token], transitive: frozenset[str] = frozenset()) -> None:
        self.tokens = tokens
        self.transitive = transitive
        self.groups: list[VerbGroup] = []
        self.at: dict[int, VerbGroup] = {}
        self._subjects: dict[int, tuple[int, int] | None] = {}
        self._build()

    def _build(self) -> None:
        used: set[int] = set()
        for i in range(len(self.tokens)):
            if self.tokens[i].tag == "V":
                self._add(i, used)
        for i, token in enumerate(self.tokens):
            if token.tag == "AUX" and i not in used:
                self._add(i, used)
        self.groups.sort(key=lambda group: group.head)
        for number, group in enumerate(self.groups):
            for k in range(group.first, group.head + 1):
                self.at[k] = group
            self._share(number, group)

    def _add(self, head: int, used: set[int]) -> None:
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
                group.is_negated = group.is_negated or tokens[i].low in {
                    "not",
                    "never",
                    "n't",
                    "cannot",
                    "hardly",
                    "neither",
                    "nor",
                }
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
            group.is_negated = group.is_negated or tokens[head + 1].low in {"not", "n't", "never", "hardly"}
        used.update(range(group.first, head + 1))
        self._features(group)
        self.groups.append(group)

    def _features(self, group: VerbGroup) -> None:
        helpers = set(group.helpers)
        kinds = group.kinds
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

    def _is_reduced(self, group: VerbGroup) -> bool:
        """Whether a participle without helpers is a shortened passive: "Kobani, captured by"."""
        tokens, i = self.tokens, group.head
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        before = tokens[group.first - 1] if group.first else None
        if before is None or before.tag in {"PRON", "REL"}:
            return following is not None and following.low == "by" and before is None
        if "ed" not in group.kinds:
            return before.tag != "CC" and before.tag != "AUX"
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
        if self._yields(group, before, following):
            return True
        if not set(group.lemmas) <= self.transitive:
            return False
        if before.tag == "SUB":
            return following is None or following.tag not in NP
        return (
            before.tag in {"N", ",", ")", "NUM"}
            and (following is None or following.tag in {"PREP", "D", ".", ",", "SUB", "CC"})
            and not (
                following is not None
                and following.low in {"back", "out", "off", "up", "over", "on", "into", "to"}
            )
        )

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
                return "ed" in forms and self.tokens[k - 1].tag == "N"
        return False

    def _previous_finite(self, before: int) -> VerbGroup | None:
        """Return the last finite verb before a token, built so far."""
        found = [
            g for g in self.groups if g.head < before and not g.is_gerund and not g.is_infinitive
        ]
        return max(found, key=lambda g: g.head, default=None)

    def _share(self, number: int, group: VerbGroup) -> None:
        """Let "and captured" take subject and helpers from the verb before it."""
        i = group.first - 1
        while i >= 0 and self.tokens[i].tag == "ADV":
            i -= 1
        if i < 0 or self.tokens[i].tag not in {"CC", ","}:
            return
        if self.tokens[i].tag == ",":
            # Only in a series: "entered A, took B and raised its flag".
            later = [g for g in self.groups[number + 1 :] if g.first and self.tokens[g.first - 1].tag == "CC"]
            if group.helpers or not group.is_finite or not later or later[0] is not self.groups[number + 1]:
                return
        for earlier in reversed(self.groups[:number]):
            if any(self.tokens[k].tag in HARD for k in range(earlier.head, i)):
                return
            if group.is_gerund and not (earlier.is_gerund or earlier.is_progressive):
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

    # ---- subjects ------------------------------------------------------------------------

    def subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """Return the tokens ``[a, b)`` of who or what the verb is said of, or None."""
        key = group.head
        if key not in self._subjects:
            self._subjects[key] = None  # a circle of shared subjects ends here
            self._subjects[key] = self._find_subject(group)
        return self._subjects[key]

    def _find_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        if group.shares >= 0:
            return self.subject(self.groups[group.shares])
        if group.is_infinitive:
            return self._infinitive_subject(group)
        i = self._skip_left(group.first - 1)
        if i < 0:
            return self._neighbour_subject(group)
        if i and self.tokens[i].tag == ";" and not self.tokens[i].text and self.tokens[i - 1].tag == "REL":
            i -= 1  # "Kupiansk, which officials say was retaken"
        tag = self.tokens[i].tag
        if tag == "REL":
            j = i - 1
            while j >= 0 and self.tokens[j].tag in {",", "PREP", '"'}:
                j -= 1
            return self.phrase_left(j)
        if group.is_gerund and tag in {"PREP", "SUB", "CC", ",", ";"}:
            return self._neighbour_subject(group)
        if group.is_reduced and tag in {"SUB", "CC", "PREP"}:
            return self._neighbour_subject(group)
        if tag == "V" and set(self.at[i].lemmas) & _THOUGHT:
            aside = self.antecedent(self.at[i])
            if aside is not None:
                return aside  # "the men who we know have been killed"
        if tag == ",":
            return self._over_parenthesis(group, i)
        if tag in {"SUB", "CC", "PREP"} or tag in HARD:
            return self._neighbour_subject(group) if tag in {"CC", "SUB"} else None
        return self._beyond_relative(self.phrase_left(i))

    def _beyond_relative(self, phrase: tuple[int, int] | None) -> tuple[int, int] | None:
        """In "soldiers who had guarded the town left" the subject stands before "who"."""
        if phrase is None:
            return None
        has_verb = False
        for k in range(phrase[0] - 1, -1, -1):
            token = self.tokens[k]
            if token.tag in HARD or token.tag in {",", "SUB", "CC"}:
                break
            if token.tag == "REL":
                before = self.tokens[k - 1].tag if k else ""
                return self.phrase_left(k - 1) if has_verb and before == "N" else phrase
            group = self.at.get(k)
            if group is None:
                continue
            before_verb = self.tokens[group.first - 1].tag if group.first else ""
            if (group.is_gerund or group.is_reduced) and before_verb == "N" and not has_verb:
                return self.phrase_left(group.first - 1) or phrase
            has_verb = has_verb or group.is_finite
        return phrase

    def antecedent(self, group: VerbGroup) -> tuple[int, int] | None:
        """In "the pass, which the rebels took" return the pass: the object of the verb."""
        subject = self.subject(group)
        k = (subject[0] if subject is not None and subject[1] <= group.first else group.first) - 1
        while k >= 0 and self.tokens[k].tag in {"ADV", "D"}:
            k -= 1
        if k < 1 or self.tokens[k].tag != "REL" or self.tokens[k].low == "whose":
            return None
        j = k - 1
        while j >= 0 and self.tokens[j].tag in {",", '"'}:
            j -= 1
        return self.phrase_left(j)

    def _skip_left(self, i: int) -> int:
        """Step left over adverbs, dates with their prepositions, and quotation marks."""
        tokens = self.tokens
        while i >= 0:
            tag = tokens[i].tag
            if tag in {"ADV", "D", '"'} or (tag == "NEG" and tokens[i].low != "no"):
                i -= 1
                if tag == "D":
                    while i >= 0 and tokens[i].low in {
                        "on",
                        "in",
                        "late",
                        "early",
                        "since",
                        "by",
                        "during",
                    }:
                        i -= 1
            else:
                break
        return i

    def _over_parenthesis(self, group: VerbGroup, comma: int) -> tuple[int, int] | None:
        """Find the subject before ", which ..., " or ", an apposition, "."""
        if group.is_gerund:
            return self._neighbour_subject(group)
        if group.is_reduced:
            return self.phrase_left(comma - 1)
        opening = [k for k in range(comma) if self.tokens[k].tag == ","]
        for k in reversed(opening):
            inner = self.tokens[k + 1 : comma]
            if not inner:
                continue
            verbs = any(self.at.get(j) and self.at[j].is_finite for j in range(k + 1, comma))
            if verbs and not any(t.tag == "REL" for t in inner[:8]):
                continue
            if k and self.tokens[self._skip_left(k - 1)].tag in NP:
                return self.phrase_left(self._skip_left(k - 1))
        return self._neighbour_subject(group) if not opening else None

    def _infinitive_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """The subject of "to ...": the governing verb's object or subject."""
        governor = self.governor(group)
        if governor is None:
            return None
        if set(governor.lemmas) & OBJECT_CONTROL and not governor.is_passive:
            between = (governor.head + 1, group.first)
            if any(self.tokens[k].tag in {"N", "PRON"} for k in range(*between)):
                return between
        return self.subject(governor)

    def governor(self, group: VerbGroup) -> VerbGroup | None:
        """Return the verb that an infinitive or gerund hangs on: the nearest before it."""
        for earlier in reversed(self.groups):
            if earlier.head < group.first:
                between = self.tokens[earlier.head + 1 : group.first]
                if any(t.tag in HARD for t in between):
                    return None
                return earlier
        return None

    def _neighbour_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """Borrow the subject of the finite verb before, or else after."""
        finite = [g for g in self.groups if g.is_finite and g is not group]
        earlier = [g for g in finite if g.head < group.first]
        earlier = [
            g
            for g in earlier
            if not any(self.tokens[k].tag in HARD for k in range(g.head, group.first))
        ]
        if earlier:
            return self.subject(earlier[-1])
        later = [g for g in finite if g.head > group.head and g.shares < 0]
        for g in later:
            if not any(self.tokens[k].tag in HARD for k in range(group.head, g.first)):
                return self.subject(g)
        return None

    def phrase_left(self, i: int) -> tuple[int, int] | None:
        """Return the noun phrase that ends with token `i`."""
        tokens = self.tokens
        if i < 0 or tokens[i].tag not in NP:
            return None
        if tokens[i].tag == "PRON" and (i == 0 or tokens[i - 1].tag not in {"CC", "PREP"}):
            return i, i + 1
        a = i
        seen_and = False
        while a > 0:
            token = tokens[a - 1]
            tag = token.tag
            if tag in NP or token.low in {"no", "none"}:
                a -= 1
            elif tag == "PREP" and a >= 2 and self._may_cross(a - 1):
                a -= 1
            elif tag == "V" and self.at[a - 1].is_reduced and tokens[a].low == "by" and a >= 2:
                a -= 1
            elif (
                tag == "V"
                and self.at[a - 1].is_reduced
                and tokens[a - 2].tag == "N"
                and tokens[a].tag == "PREP"
            ):
                a -= 1
            elif tag == "CC" and a >= 2 and self._joins(a - 1):
                seen_and = True
                a -= 1
            elif (
                tag == ","
                and seen_and
                and a >= 2
                and tokens[a - 2].tag in NP
                and self._joins(a - 1)
            ):
                a -= 1
            elif (
                tag == "ADV"
                and a >= 2
                and tokens[a - 2].tag in {"DET", "POSS", "GEN", "ADJ", "PREP"}
            ):
                a -= 1
            elif tag == '"':
                a -= 1
            else:
                break
        while a <= i and tokens[a].tag in {"PREP", "CC", ",", ")", "GEN", '"'}:
            a += 1
        return (a, i + 1) if a <= i else None

    def _may_cross(self, at: int) -> bool:
        """Whether a preposition ties the phrase after it to a noun before it."""
        low, before = self.tokens[at].low, self.tokens[at - 1]
        if before.tag not in {"N", "NUM", "DET", "ADJ", ")", "PRON"} and not (
            before.tag == "V" and self.at[at - 1].is_reduced
        ):
            return False
        if low == "of":
            return True
        return (
            low in _LIGHT_PREPOSITIONS
            and before.tag in {"N", ")", "V"}
            and not self._verb_before(at)
        )

    def _verb_before(self, at: int) -> bool:
        """Whether a finite verb stands before, with no boundary between: then a new clause began."""
        for k in range(at - 1, -1, -1):
            tag = self.tokens[k].tag
            if tag in HARD or tag in {"REL", "SUB", ","}:
                return False
            group = self.at.get(k)
            if group is not None and not group.is_reduced:
                return True
        return False

    def _joins(self, at: int) -> bool:
        """Whether "and" or a comma joins nouns of one subject: no verb of another clause before."""
        if self.tokens[at - 1].tag not in NP:
            return False
        if self._verb_before(at):
            return False
        k = at - 1
        while k >= 0 and self.tokens[k].tag in NP | {"PREP"}:
            k -= 1
        return not (
            self.tokens[at].tag == "," and k >= 0 and self.tokens[k].tag in {"SUB", "D"}
        ) and not (self.tokens[at].tag == "," and k < 0 and self.tokens[0].tag == "PREP")

    # ---- right sides -----------------------------------------------------------------------

    def stop(self, group: VerbGroup, *, over_infinitives: bool = False) -> int:
        """Return the token at which what belongs to the verb, on its right, ends."""
        tokens = self.tokens
        k = group.head + 1
        while k < len(tokens):
            token = tokens[k]
            if token.tag in HARD or token.tag == ".":
                return k
            if token.tag in {"REL", "SUB"} and token.low not in {"than", "so"}:
                return k - 1 if tokens[k - 1].tag in {",", "CC"} else k
            other = self.at.get(k)
            if other is not None and other is not group:
                if over_infinitives and other.is_infinitive:
                    k = other.head + 1
                    continue
                return self._cut_before(group, other)
            k += 1
        return k

    def _cut_before(self, group: VerbGroup, other: VerbGroup) -> int:
        """Return where the other verb's clause begins, its subject and conjunction included."""
        tokens = self.tokens
        at = other.first
        if not other.is_infinitive and other.shares < 0 and not other.is_gerund:
            if other.is_reduced:
                return at
            i = self._skip_left(at - 1)
            found = self.phrase_left(i) if i > group.head and tokens[i].tag in NP else None
            if found is not None and found[0] > group.head:
                at = found[0]
                at = self._after_list(group, at, i)
        while at - 1 > group.head and tokens[at - 1].tag in {
            "CC",
            ",",
            "D",
            "ADV",
            '"',
            "SUB",
            "REL",
        }:
            if tokens[at - 1].tag == "D" and not other.is_finite:
                break  # "exploded on Tuesday, killing": the date is the first verb's
            if tokens[at - 1].tag in {"D", "ADV"} and not any(
                tokens[k].tag in {",", "CC"} for k in range(max(group.head + 1, at - 4), at - 1)
            ):
                break
            at -= 1
        return max(at, group.head + 1)

    def _after_list(self, group: VerbGroup, at: int, last: int) -> int:
        """In "captured A and B fled", the other subject begins after the last "and" or comma."""
        for k in range(last, max(at, group.head + 1), -1):
            if self.tokens[k].tag in {"CC", ","}:
                return k + 1
        return at

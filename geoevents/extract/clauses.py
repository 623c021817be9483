"""Verb groups -> for each its subject, and where what belongs to it on the right ends."""

from __future__ import annotations

from geoevents.extract.exceptions import excepted
from geoevents.extract.tokens import Token
from geoevents.extract.verbs import HARD, NP, VerbGroup, Verbs
from geoevents.extract.words import word_set

__all__ = ["HARD", "LOYAL", "NP", "Clauses", "VerbGroup"]

_THOUGHT = {"know", "say", "believe", "think", "fear", "hope", "claim", "suspect", "suppose"}
_LIGHT_PREPOSITIONS = word_set(
    "of in for from with on near at around inside across outside along between by against to into"
)
# Verbs whose object does what the infinitive says: "ordered its troops to leave".
OBJECT_CONTROL = word_set(
    "order force tell ask urge allow call compel command instruct warn press expect enable "
    "oblige persuade invite send prompt want let make see watch"
)
_BLAMING = word_set("congratulate accuse blame praise thank credit criticise condemn suspect")
LOYAL = word_set("armed loyal allied aligned opposed affiliated linked belonging answering")
_DATE_WORDS = word_set("on in late early since by during")


class Clauses(Verbs):
    """The verb groups of one run of tokens, and questions about them."""

    def __init__(self, tokens: list[Token], transitive: frozenset[str] = frozenset()) -> None:
        super().__init__(tokens, transitive)
        self._subjects: dict[int, tuple[int, int] | None] = {}

    # ---- subjects ------------------------------------------------------------------------

    def subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """Return the tokens ``[a, b)`` of who or what the verb is said of, or None."""
        key = group.head
        if key not in self._subjects:
            self._subjects[key] = None  # a circle of shared subjects ends here
            self._subjects[key] = self._find_subject(group)
        return self._subjects[key]

    def _find_subject(self, group: VerbGroup) -> tuple[int, int] | None:  # noqa: C901, PLR0911, PLR0912  cases in turn
        if group.shares >= 0:
            return self.subject(self.groups[group.shares])
        if group.is_infinitive:
            return self._infinitive_subject(group)
        i = self._skip_left(group.first - 1)
        if i < 0:
            return self._neighbour_subject(group)
        if (
            i
            and self.tokens[i].tag == ";"
            and not self.tokens[i].text
            and self.tokens[i - 1].tag == "REL"
        ):
            i -= 1  # "Kupiansk, which officials say was retaken"
        tag = self.tokens[i].tag
        if tag == "REL":
            j = i - 1
            while j >= 0 and self.tokens[j].tag in {",", "PREP", '"'}:
                j -= 1
            return self.phrase_left(j)
        if group.is_gerund and any(t.low == "without" for t in self.tokens[i + 1 : group.first]):
            return self._neighbour_subject(group)
        if group.is_gerund and tag == "PREP":
            blamed = self._blamed(i)
            if blamed is not None:
                return blamed
        if group.is_gerund and tag == "V" and self.at[i] is not group:
            return self.subject(self.at[i])  # "columns start leaving"
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
        if tag in {"\u2014", "\u2013"}:
            return self._over_dashes(i)
        if tag == ":" and group.is_reduced:
            return self.phrase_left(i - 1)  # "Bor: retaken by the army"
        if tag in {"SUB", "CC", "PREP"} or tag in HARD:
            return self._neighbour_subject(group) if tag in {"CC", "SUB"} else None
        phrase = self._beyond_relative(self._before_exception(self.phrase_left(i)))
        return None if self._is_gerunds(phrase) else phrase

    def causer(self, group: VerbGroup) -> tuple[int, int] | None:
        """In "tanks have the palace surrounded" the tanks did it."""
        k = group.first - 1
        while k >= 0 and self.tokens[k].tag in NP:
            k -= 1
        holder = self.at.get(k)
        if holder is None or holder.head != k or not {"have", "keep"} & set(holder.lemmas):
            return None
        return self.subject(holder) if group.first - k > 1 else None

    def _is_gerunds(self, phrase: tuple[int, int] | None) -> bool:
        """In "Losing Manbij leaves the group two towns" the loss leaves them, not Manbij."""
        governor = self.at.get(phrase[0] - 1) if phrase is not None and phrase[0] else None
        if phrase is None or governor is None or not governor.is_gerund or governor.first:
            return False
        first = self.tokens[phrase[0]]
        return first.tag in {"PRON", "DET"} or first.entity.startswith("P")

    def _blamed(self, i: int) -> tuple[int, int] | None:
        """In "congratulated Wagner on taking", "accused M23 of taking" the object takes."""
        phrase = self.phrase_left(i - 1) if self.tokens[i].low in {"on", "of", "for"} else None
        if phrase is None or not phrase[0]:
            return None
        governor = self.at.get(phrase[0] - 1)
        opens = self.tokens[phrase[0] - 1].tag == ";" and not self.tokens[phrase[0] - 1].text
        return phrase if opens or (governor and set(governor.lemmas) & _BLAMING) else None

    def _before_exception(self, phrase: tuple[int, int] | None) -> tuple[int, int] | None:
        """In "all of South Kivu except Uvira is held" all of South Kivu is."""
        for k, a, b in excepted(self.tokens) if phrase is not None else ():
            if phrase is not None and phrase[1] == b and a <= phrase[0]:
                return self.phrase_left(k - 1) or phrase
        return phrase

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
        phrase = self.phrase_left(j)
        if phrase is not None and self.tokens[k].low == "which":
            mark = self.tokens[j].entity
            a = j
            while mark.startswith("P") and a > phrase[0] and self.tokens[a - 1].entity == mark:
                a -= 1
            if mark.startswith("P") and a > phrase[0] and self.tokens[a - 1].tag == "PREP":
                return a, j + 1  # "residents of El Fasher, which ...": the town
        return phrase

    def _skip_left(self, i: int) -> int:
        """Step left over adverbs, dates with their prepositions, and quotation marks."""
        tokens = self.tokens
        while i >= 0:
            tag = tokens[i].tag
            if tag in {"ADV", "D", '"'} or (tag == "NEG" and tokens[i].low != "no"):
                i -= 1
                if tag == "D":
                    while i >= 0 and tokens[i].low in _DATE_WORDS:
                        i -= 1
            else:
                break
        return i

    def _over_dashes(self, closing: int) -> tuple[int, int] | None:
        """In "Five towns - A, B and C - fell" the names between the dashes fell."""
        tokens = self.tokens
        opening = next(
            (k for k in range(closing - 1, 0, -1) if tokens[k].tag == tokens[closing].tag), None
        )
        if opening is None:
            return None
        names = tokens[opening + 1].entity.startswith("P") or tokens[opening + 1].text[:1].isupper()
        listed = names and all(t.tag in {"N", "CC", ","} for t in tokens[opening + 1 : closing])
        if listed:
            return opening + 1, closing
        return self._beyond_relative(self.phrase_left(self._skip_left(opening - 1)))

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
            if verbs and not any(t.tag == "REL" or t.low == "where" for t in inner[:8]):
                continue
            if k and self.tokens[self._skip_left(k - 1)].tag in NP:
                return self._beyond_relative(self.phrase_left(self._skip_left(k - 1)))
        return self._neighbour_subject(group) if not opening else None

    def _infinitive_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """Return the subject of "to ...": the governing verb's object or subject."""
        governor = self.governor(group)
        if governor is None:
            return self.phrase_left(group.first - 1)  # "(ordered) its troops to leave"
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
            if (
                tag in NP
                or token.low in {"no", "none"}
                or (tag == "PREP" and a >= 2 and self._may_cross(a - 1))
                or (tag == "V" and self.at[a - 1].is_reduced and tokens[a].low == "by" and a >= 2)
                or (
                    tag == "V"
                    and self.at[a - 1].is_reduced
                    and tokens[a - 2].tag == "N"
                    and tokens[a].tag == "PREP"
                )
            ):
                a -= 1
            elif tag == "CC" and a >= 2 and self._joins(a - 1):
                seen_and = True
                a -= 1
            elif (
                (
                    tag == ","
                    and seen_and
                    and a >= 2
                    and tokens[a - 2].tag in NP
                    and self._joins(a - 1)
                )
                or (
                    tag == "ADV"
                    and a >= 2
                    and tokens[a - 2].tag in {"DET", "POSS", "GEN", "ADJ", "PREP"}
                )
                or tag == '"'
            ):
                a -= 1
            else:
                break
        while a <= i and tokens[a].tag in {"PREP", "CC", ",", ")", "GEN", '"'}:
            a += 1
        return (a, i + 1) if a <= i else None

    def _may_cross(self, at: int) -> bool:
        """Whether a preposition ties the phrase after it to a noun before it."""
        low, before = self.tokens[at].low, self.tokens[at - 1]
        if low == "of" and before.low in {"none", "neither"}:
            return True
        if before.low in LOYAL and not self._verb_before(at):
            return True  # "forces loyal to Ouattara"
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
        """Whether a finite verb stands before, with no boundary between them."""
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

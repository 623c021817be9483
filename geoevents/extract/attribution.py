"""A sentence's speech verbs -> who vouches for which of its words, and in what sense.

Fronted ("the army said it had ..."), trailing ("..., residents said"), inverted ("...", said X),
"according to X", a headline's "- rebels", and speech that only denies, promises or orders.
"""

from __future__ import annotations

from collections.abc import Callable

from geoevents.extract.clauses import HARD, NP, Clauses, VerbGroup
from geoevents.extract.hearsay import called_false, find_hearsay
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.speech import PLAN, SELF, Attribution, Speech
from geoevents.extract.words import word_set

__all__ = ["Attribution", "find_attributions"]

ORDER = word_set("order urge tell ask call instruct command demand warn press request")
_CLAIM_NOUNS = word_set(
    "report reports claim claims allegation allegations rumour rumours assertion announcement "
    "statement statements accusation accusations suggestion suggestions word news"
)
_SIGNS = word_set("sign signs evidence indication indications suggestion")
_TAKES_NOUN = word_set("report confirm acknowledge announce claim document record concede admit")
_RELEASED = word_set("released posted issued published carried broadcast aired")
_RELATIVES = word_set("who which")
_OPENERS = word_set("there if when after before since while although as where why whether how")
_HARMING = word_set("kill wound injure displace destroy damage burn capture seize detain abduct")
_GERUNDS = word_set("say add cite deny claim warn note insist tell announce accuse")


class _Finder(Speech):
    """Finds the attributions of one sentence."""

    def run(self, *, is_headline: bool) -> list[Attribution]:
        for group in self.clauses.groups:
            self._from_verb(group)
        self._according_to()
        self._from_noun()
        if is_headline:
            self._from_headline()
        return self.found

    # ---- verbs of speech -----------------------------------------------------------------

    def _from_verb(self, group: VerbGroup) -> None:  # noqa: C901, PLR0911, PLR0912  cases in turn
        lemmas = set(group.lemmas)
        attitude = "deny" if lemmas & self.deny else "say" if lemmas & self.say else ""
        if lemmas & ORDER and self._infinitive_follows(group, "order"):
            attitude = "order"
        elif not attitude and lemmas & (PLAN | ORDER):
            attitude = "plan" if lemmas & PLAN else "order"
        verb = next(iter(sorted(lemmas)), "")
        if not attitude or (group.is_infinitive and not group.shares >= 0):
            return
        if group.is_passive and not (verb == "quote" and self._as_saying(group)):
            return
        if group.is_gerund and verb not in _GERUNDS:
            return
        if verb == "quote" and self._quoted(group):
            return
        if attitude in {"plan", "order"} and not self._infinitive_follows(group, attitude):
            if not (lemmas & (self.say | {"vow", "promise", "pledge", "threaten"})):
                return
            attitude = "say" if lemmas & self.say else "plan"
        if attitude in {"plan", "order"} and self._is_refused(group):
            attitude = "deny"  # "said it did not intend to leave"
        lead = self.tokens[group.first - 1].low if group.first else ""
        if attitude == "say" and (
            group.is_negated or {lead, self.tokens[0].low} & {"nobody", "none"}
        ):
            attitude = "unknown"
        if self._inverted(group, attitude, verb):
            return
        subject = (
            self._shared_source(group) or self._earlier_source(group) or self.clauses.subject(group)
        )
        if subject is None or not self._can_speak(subject):
            return
        subject = self._with_rank(subject)
        start = self._complement(group, attitude)
        if start is not None and not (
            verb in self.careful and attitude == "say" and not self._is_clausal(group, start)
        ):
            self._fronted(group, attitude, verb, subject, start)
        elif start is None and attitude in {"say", "unknown"} and not group.is_gerund:
            self._trailing(group, attitude, verb, subject)

    def _shared_source(self, group: VerbGroup) -> tuple[int, int] | None:
        """In "denied that ... and promised to ..." both verbs have the first one's subject."""
        for item in self.found:
            if not item.is_trailing and item.scope[1] == group.first - 1:
                return item.source
        return None

    def _earlier_source(self, group: VerbGroup) -> tuple[int, int] | None:
        """In "he said X, adding that Y" whoever said also adds."""
        if not group.is_gerund:
            return None
        earlier = [item for item in self.found if any(b <= group.first for _, b in item.said)]
        return earlier[-1].source if earlier else None

    def _infinitive_follows(self, group: VerbGroup, attitude: str) -> bool:
        """Whether "promised to leave" (or "ordered X to leave") goes on with an infinitive."""
        stop = group.head + (3 if attitude == "plan" else 12)
        for k in range(group.head + 1, min(stop, len(self.tokens))):
            if self.tokens[k].tag in HARD or self.tokens[k].tag in {
                ",",
                "REL",
                "SUB",
                "AUX",
                "MOD",
            }:
                return False
            if self.tokens[k].tag == "V":
                return False
            if self.tokens[k].tag == "TO" or (k == group.head + 1 and self.tokens[k].low == "not"):
                return True
        return False

    def _complement(self, group: VerbGroup, attitude: str) -> int | None:  # noqa: C901, PLR0911  cases in turn
        """Return the token at which what is said begins, or None where nothing follows."""
        tokens, n = self.tokens, len(self.tokens)
        k = group.head + 1
        if attitude in {"plan", "order"}:
            return k if k < n and tokens[k].tag not in {",", "."} else None
        if attitude == "deny":
            while k < n and tokens[k].tag in {"D", "ADV"}:
                k += 1
            article = k < n and tokens[k].tag == "DET"
            if k + article < n and tokens[k + article].low in _CLAIM_NOUNS:
                k += 1 + article
            return (
                k + (tokens[k].low == "that") if k < n and tokens[k].tag not in {",", "."} else None
            )
        k = self._skip_asides(k, told="tell" in group.lemmas)
        if k >= n:
            return None
        if tokens[k].low == "that":
            return k + 1
        if tokens[k].tag in {":", '"'} and k + 1 < n:
            k += 1
            return k + 1 if k < n and tokens[k].tag == '"' else k
        if tokens[k].tag in {",", ".", "SUB", ";", "?", "!"} and tokens[k].low not in _OPENERS:
            return None
        if (
            tokens[k].tag == "SUB"
            and tokens[k].low in {"when", "after", "before", "while", "as", "since"}
            and attitude == "say"
        ):
            return None
        if tokens[k].low in _RELEASED and k > group.head + 1:
            return None  # "the army said in a statement released on Friday"
        if tokens[k].tag == "REL":
            return k if attitude == "unknown" else None
        return k

    def _is_clausal(self, group: VerbGroup, start: int) -> bool:
        """Whether a verb of its own follows, as "reported that X fell" and not "reported gains"."""
        tokens = self.tokens
        if tokens[start - 1].low == "that" or tokens[start - 1].tag in {":", '"'}:
            return True
        if set(group.lemmas) & _TAKES_NOUN:
            return True
        for other in self.clauses.groups:
            if other.head <= group.head:
                continue
            gap = tokens[start : other.first]
            if any(t.tag in {",", "SUB", "REL"} or t.tag in HARD for t in gap):
                return False
            if other.is_finite or other.is_reduced:
                return any(t.tag in {"N", "PRON"} for t in gap)
            if other.is_gerund and any(t.tag == "N" for t in gap):
                return True
        return False

    def _fronted(
        self, group: VerbGroup, attitude: str, verb: str, subject: tuple[int, int], start: int
    ) -> None:
        """X said: what follows is theirs, up to the next speaker or verb of speech."""
        said_from = self._said_from(group, subject)
        end = self._scope_end(start)
        if attitude == "deny" and set(group.lemmas) & (PLAN | ORDER):
            end = self._refused_until(start, end)
        item = Attribution(attitude, verb, subject, [(said_from, start)], (start, end))
        item.is_pronoun = (
            subject[1] - subject[0] == 1 and self.tokens[subject[0]].low in SELF - _RELATIVES
        )
        self.found.append(item)

    def _trailing(
        self, group: VerbGroup, attitude: str, verb: str, subject: tuple[int, int]
    ) -> None:
        """..., X said: what stands before is theirs, and what goes on after in the same clause."""
        tokens = self.tokens
        a = subject[0]
        if (
            a == 0
            or subject[0] > group.head
            or tokens[a - 1].tag not in {",", '"', "?", "!", "\u2014", "\u2013", "CC"}
        ) and a != 0:
            return
        end = self._skip_asides(group.head + 1, told="tell" in group.lemmas)
        if a == 0:
            return
        item = Attribution(
            attitude, verb, subject, [(a, end)], (self._trailing_from(a), a), is_trailing=True
        )
        item.is_pronoun = subject[1] - subject[0] == 1 and tokens[a].low in SELF
        if end + 1 < len(tokens) and tokens[end].tag == ",":
            upcoming = self.clauses.at.get(end + 1)
            # "..., the army said, killing ten"
            ends = upcoming is not None and not _HARMING & set(upcoming.lemmas)
            if upcoming is not None and not (upcoming.is_gerund and ends):
                item.scope = (item.scope[0], len(tokens))
        self.found.append(item)

    def _trailing_from(self, a: int) -> int:
        for k in range(a - 1, 0, -1):
            if self.tokens[k].tag == ";":
                return k + 1
        return 0

    def _inverted(self, group: VerbGroup, attitude: str, verb: str) -> bool:
        """Read the inverted form, "...", said X."""
        tokens = self.tokens
        i = group.first - 1
        if (
            i < 0
            or "tell" in group.lemmas
            or tokens[i].tag not in {",", '"', "?", "!"}
            or group.helpers
            or attitude not in {"say", "deny"}
        ):
            return False
        k = group.head + 1
        b = k
        while b < len(tokens) and (
            tokens[b].tag in NP | {"CC", "ADJ"}
            or (tokens[b].tag == "PREP" and tokens[b].low in {"of", "for", "in", "at", "from"})
        ):
            b += 1
        if b == k or not self.is_source(k, b):
            return False
        if b < len(tokens) and self.clauses.at.get(b) is not None and self.clauses.at[b].is_finite:
            return False
        if tokens[i].tag == "," and not any(g.head < group.head for g in self.clauses.groups):
            return False
        item = Attribution(
            attitude, verb, (k, b), [(group.first, b)], (0, group.first), is_trailing=True
        )
        self.found.append(item)
        return True

    # ---- other forms -----------------------------------------------------------------------

    def _as_saying(self, group: VerbGroup) -> bool:
        return any(t.low == "saying" for t in self.tokens[group.head : group.head + 12])

    def _quoted(self, group: VerbGroup) -> bool:
        """State media quoted a source as saying ...; X was quoted as saying ..."""
        tokens = self.tokens
        saying = next(
            (
                k
                for k in range(group.head + 1, min(group.head + 14, len(tokens)))
                if tokens[k].low == "saying" and tokens[k - 1].low == "as"
            ),
            None,
        )
        subject = self.clauses.subject(group)
        if saying is None or subject is None:
            return False
        start = self._skip_asides(saying + 1, told=False)
        if (start < len(tokens) and tokens[start].low == "that") or (
            start < len(tokens) and tokens[start].tag == ":"
        ):
            start += 1
        self.found.append(
            Attribution(
                "say",
                "quote",
                subject,
                [(self._said_from(group, subject), start)],
                (start, self._scope_end(start)),
            )
        )
        return True

    def _from_noun(self) -> None:
        """Read "reports that ...", "the army's claim that ...": a noun vouches, or whose it is."""
        tokens = self.tokens
        for k in range(len(tokens) - 2):
            if (
                tokens[k].low not in _CLAIM_NOUNS | _SIGNS
                or tokens[k + 1].low != "that"
                or tokens[k].tag == "V"
            ):
                continue
            if any(a <= k < b for item in self.found for a, b in item.said):
                continue
            phrase = self.clauses.phrase_left(k) or (k, k + 1)
            lows = {t.low for t in tokens[max(0, phrase[0] - 2) : k]}
            start = k + 2
            doubtful = "no" in lows or called_false(tokens, start)
            if doubtful or tokens[k].low in _SIGNS:
                # "No sign that ..." says that it is not so; "reports that ... were false", too.
                attitude = "negate" if doubtful else "say"
                scope = (start, self._scope_end(start))
                whose = next((i for i in self.found if i.scope[0] <= k < i.scope[1]), None)
                if attitude == "negate" and whose is not None and "no" not in lows:
                    # "A commander said reports that ... were a lie": the commander denies it.
                    item = Attribution("deny", "deny", whose.source, [(k, start)], scope)
                    self.found.append(item)
                    continue
                self.found.append(Attribution(attitude, tokens[k].low, None, [(k, start)], scope))
                continue
            owner = next((j for j in range(phrase[0], k) if tokens[j].tag == "GEN"), None)
            source = (phrase[0], owner) if owner is not None else (k, k + 1)
            if source[1] <= source[0]:
                source = (k, k + 1)
            scope = (start, self._scope_end(start))
            self.found.append(Attribution("say", tokens[k].low, source, [(k, start)], scope))

    def _according_to(self) -> None:
        tokens = self.tokens
        for k in range(len(tokens) - 2):
            if tokens[k].low != "according" or tokens[k + 1].low != "to":
                continue
            b = k + 2
            while b < len(tokens) and (
                tokens[b].tag in NP
                or tokens[b].tag == "CC"
                or tokens[b].low in {"of", "for", "in", "from", "at"}
            ):
                b += 1
            if b == k + 2:
                continue
            source = (k + 2, b)
            if not any(t.tag not in {",", '"', "CC"} for t in tokens[:k]):
                scope = (b, len(tokens))
            else:
                goes_on = (
                    b + 1 < len(tokens)
                    and self.clauses.at.get(b + 1) is not None
                    and self.clauses.at[b + 1].is_finite
                )
                scope = (self._trailing_from(k), len(tokens) if goes_on else k)
            told = scope[0] < k
            self.found.append(
                Attribution("say", "according to", source, [(k, b)], scope, is_trailing=told)
            )

    def _from_headline(self) -> None:
        """Read a headline's own forms: "... - rebels", "Monitor: ..."."""
        tokens = self.tokens
        for k in range(len(tokens) - 1, 0, -1):
            if tokens[k].tag in {"-", "\u2013", "\u2014"}:
                rest = tokens[k + 1 :]
                if (
                    rest
                    and len(rest) <= 6
                    and all(t.tag in NP | {"CC"} for t in rest)
                    and self.is_source(k + 1, len(tokens))
                ):
                    self.found.append(
                        Attribution(
                            "say",
                            "-",
                            (k + 1, len(tokens)),
                            [(k, len(tokens))],
                            (0, k),
                            is_trailing=True,
                        )
                    )
                return
        for k in range(1, min(6, len(tokens))):
            if (
                tokens[k].tag == ":"
                and all(t.tag in NP for t in tokens[:k])
                and self.is_source(0, k)
            ):
                self.found.append(
                    Attribution("say", ":", (0, k), [(0, k + 1)], (k + 1, len(tokens)))
                )
                return


def find_attributions(
    clauses: Clauses,
    lexicon: Lexicon,
    is_source: Callable[[int, int], bool],
    *,
    is_headline: bool = False,
) -> list[Attribution]:
    """Find who vouches for what; `is_source(a, b)` says whether tokens can name a source."""
    finder = _Finder(clauses, lexicon, is_source)
    found = finder.run(is_headline=is_headline)
    return found + find_hearsay(finder)

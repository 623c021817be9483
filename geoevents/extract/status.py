"""How a claim is put: asserted, reported, denied, negated or planned; how sure; how far."""

from __future__ import annotations

from dataclasses import dataclass

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.frames import Candidate
from geoevents.extract.irrealis import standing
from geoevents.extract.scopes import scope_of
from geoevents.extract.speech import Attribution
from geoevents.extract.suppositions import outer_standing
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set
from geoevents.model import Status

__all__ = ["Reading", "read_status"]

# Verbs and nouns that put an infinitive or "-ing" after them into the future.
_PLANNING = word_set(
    "plan intend aim prepare seek try attempt hope want vow pledge promise threaten expect "
    "order agree decide mull consider urge demand call ask tell warn mean propose offer need "
    "wish look struggle vote poise set ready mass gather instruct command request commit swear "
    "press push fight battle use help allow"
)
_PLAN_NOUNS = word_set(
    "plan plans intention intent bid attempt attempts effort efforts preparations order orders "
    "deal agreement operation offensive campaign deadline ultimatum threat promise pledge vow "
    "decision ready due likely poised set about able determined willing battle fight push drive "
    "call calls goal aim mission chance time wish desire ambition interest hope"
)
_AHEAD = word_set("set prepare brace plan call wait ready mass fix agree push")
_LETTING = {"let", "make", "see", "watch"}
_RANKS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth last latest only"
)
_REPELLING = {"repel", "repulse", "foil", "thwart", "beat", "defeat", "block", "resist"}
_FAILING = {"fail", "refuse", "decline", "prevent", "stop", "avoid", "neglect", "forget"}
_SUCCEEDING = word_set(
    "manage succeed begin start continue help go appear seem cease resume keep force come "
    "finish complete get be have use stage see oblige compel lead leave"
)
_MAYBE = {"may", "might", "could", "can", "should", "must"}
_HEDGES = word_set(
    "reportedly apparently allegedly possibly probably perhaps likely purportedly seemingly "
    "believed thought unconfirmed appeared appears seemed seems suspected"
)
_HEARSAY = word_set("reportedly allegedly purportedly")
# Past and plain they tell what came about: "helped rebels to take it", "chose to resist".
_BRINGING_ABOUT = word_set("help allow enable permit assist choose opt dare rush")
_PLANNED_ADJECTIVES = word_set(
    "planned expected possible imminent threatened potential looming anticipated feared "
    "impending future upcoming proposed promised long-awaited"
)
_MULLING = word_set("plan consider mull propose threaten prepare")
_GOING_ON = word_set("manage succeed begin start continue go force resume get oblige compel")
_FORWARD = word_set(
    "plan prepare threaten consider expect order announce promise pledge demand urge mull "
    "propose intend"
)
_LIGHT = word_set("be report see hear have witness launch begin start carry conduct make")


@dataclass(slots=True)
class Reading:
    """What the words say of a claim's standing; `is_dropped` where they claim nothing at all."""

    status: Status
    scope: str = ""
    certainty: float = 1.0
    is_future: bool = False
    is_dropped: bool = False
    is_hedged: bool = False
    planner: VerbGroup | None = None
    reasons: tuple[str, ...] = ()


def read_status(candidate: Candidate, clauses: Clauses, attribution: Attribution | None) -> Reading:  # noqa: C901  cases in turn
    """Return how the candidate is put.

    A negation makes it `negated`, a denial by a named party `denied`, an intention `planned`;
    what is asked or supposed ("whether", "if") is no claim or a doubtful plan.
    """
    tokens = clauses.tokens
    reading = Reading(Status.REPORTED if attribution is not None else Status.ASSERTED)
    negated, planned = _own_polarity(candidate, clauses, reading)
    negated = negated or _scope_negation(candidate, tokens)
    _subordination(candidate, clauses, reading)
    attitude = attribution.attitude if attribution is not None else ""
    under = standing(candidate, clauses, attribution) or outer_standing(candidate, clauses)
    if attitude == "unknown" or under == "dropped":
        reading.is_dropped = True
    negated = negated or ("plain" if under == "negated" else "")
    planned = planned or under == "planned"
    if attitude in {"plan", "order"} and not (
        candidate.group is not None
        and candidate.group.is_past
        and not candidate.group.is_infinitive
    ):
        planned = True
    group = candidate.group
    if attitude == "say" and group is not None and group.is_infinitive and not candidate.is_noun:
        opener = tokens[group.first - 1] if group.first else None
        if opener is not None and opener.tag == ";":
            planned = False  # "claimed to have seized it"
    if attitude == "negate":
        reading.status = Status.NEGATED
    elif attitude == "deny":
        reading.status = Status.DENIED
    elif planned and negated == "intention":
        reading.status = Status.DENIED if attribution is not None else Status.NEGATED
        reading.is_future = True
    elif negated:
        reading.status = Status.NEGATED
    elif planned:
        reading.status, reading.is_future = Status.PLANNED, True
    reading.scope = scope_of(candidate, tokens)
    span = tokens[candidate.span[0] : candidate.span[1]]
    if any(t.low in _HEARSAY for t in span) and reading.status is Status.ASSERTED:
        reading.status = Status.REPORTED
    if any(t.low in _HEDGES for t in span):
        reading.certainty *= 0.85
        reading.is_hedged = True
    return reading


def _own_polarity(candidate: Candidate, clauses: Clauses, reading: Reading) -> tuple[str, bool]:
    """Return ("" | "plain" | "intention", is planned) from the verb and what governs it."""
    group = candidate.group
    if group is None:
        return "", False
    if candidate.is_noun:
        return _noun_polarity(candidate, clauses, reading)
    negated = "plain" if group.is_negated else ""
    bare = group.helpers[:1] == ["be"] and not group.is_progressive  # "(that it) be handed over"
    planned = group.is_future or group.modal in {"would", "'d"} or bare
    if group.modal in {"would", "'d"} and group.is_perfect:
        reading.is_dropped = True
    if group.modal in _MAYBE:
        planned = not group.is_perfect
        reading.certainty *= 0.6
        if group.modal in {"can", "could"} and group.is_negated:
            planned = False
    if group.is_infinitive or group.is_gerund:
        more_negated, more_planned = _governed(group, clauses, reading)
        negated, planned = negated or more_negated, planned or more_planned
    return negated, planned


def _noun_polarity(candidate: Candidate, clauses: Clauses, reading: Reading) -> tuple[str, bool]:  # noqa: C901  cases in turn
    tokens, k = clauses.tokens, candidate.trigger
    a = candidate.span[0]
    before = [t.low for t in tokens[a:k]]
    planned = any(word in _PLANNED_ADJECTIVES for word in before)
    negated = "plain" if "no" in before or "without" in before else ""
    lead = [t.low for t in tokens[max(0, a - 4) : a]]
    if a and "no" in lead and tokens[a - 1].tag == "PREP":
        negated = "plain"  # "no sign of a withdrawal", "no reports of clashes"
        if {"information", "knowledge", "details", "comment", "word"} & set(lead):
            reading.is_dropped = True
    group = candidate.group
    if group is None:
        return negated, planned
    if group.head < k and (
        set(group.lemmas) & {"cancel", "postpone", "suspend", "abandon", "avert", "scrap"}
        or ("call" in group.lemmas and tokens[group.head + 1].low == "off")
    ):
        negated = "plain"
    is_subject = group.head > k
    if group.is_negated and not is_subject and _LIGHT & set(group.lemmas):
        negated = negated or "plain"
    lemmas = set(group.lemmas)
    if not is_subject:
        future = (
            group.is_future
            or group.modal == "would"
            or (bool(lemmas & _FORWARD) and "announce" not in lemmas)
        )
        if group.is_infinitive or group.is_gerund:
            _, more = _governed(group, clauses, reading)
            future = future or more
        if a and tokens[a - 1].low == "for" and lemmas & _AHEAD:
            future = True
        planned = planned or future
        if lemmas & {"prevent", "avoid", "avert", "rule"}:
            negated = negated or "plain"
    elif group.is_future or group.modal == "would":
        planned = True
    if group.modal in _MAYBE:
        reading.certainty *= 0.6
        planned = True
    return negated, planned


def _governed(group: VerbGroup, clauses: Clauses, reading: Reading) -> tuple[str, bool]:  # noqa: C901, PLR0911, PLR0912  cases in turn
    """Return what an infinitive or gerund takes from the word it hangs on."""
    tokens = clauses.tokens
    before = tokens[group.first - 1] if group.first else None
    if before is not None and before.tag == "CC" and group.shares >= 0:
        earlier = clauses.groups[group.shares]
        if earlier.is_infinitive or earlier.is_gerund:
            return _governed(earlier, clauses, reading)
    governor = clauses.governor(group)
    if group.is_gerund:
        return _gerund(group, governor, tokens, before)
    noun = before.low if before is not None else ""
    if _is_ranked(tokens, group.first):
        # "the first command to fall": the infinitive tells what happened.
        reading.certainty *= 0.6 if governor is not None and governor.modal else 0.9
        return "", False
    if noun in _PLAN_NOUNS and governor is not None and set(governor.lemmas) & _REPELLING:
        reading.is_dropped = True  # "repulsed three attempts to advance"
    if noun in _PLAN_NOUNS and before is not None and before.tag != "DET":
        a = max(0, group.first - 5)
        if any(t.low in {"no", "not", "never", "n't"} for t in tokens[a : group.first]):
            return "intention", True
        return "", True
    if governor is None:
        return "", True
    lemmas = set(governor.lemmas)
    if "go" in lemmas and governor.is_progressive:
        return ("intention" if governor.is_negated else ""), True  # "is not going to hold it"
    if group.is_perfect and (lemmas & {"appear", "seem"} or governor.is_passive):
        _hearsay(lemmas, reading)
        return ("plain" if governor.is_negated else ""), False
    if lemmas & _LETTING:
        ahead = governor.is_future or governor.modal in {"would", "'d"} or governor.is_infinitive
        return (("intention" if ahead else "plain") if governor.is_negated else ""), ahead
    if lemmas & _FAILING:
        reading.reasons += ("governed by a verb of failing or refusing",)
        return "" if governor.is_negated else "plain", False
    if "yet" in {t.low for t in tokens[governor.head : group.first]}:
        return "plain", False
    if lemmas & {"be", "have"} and governor.head == group.first - 1:
        return ("plain" if governor.is_negated else ""), True
    if (
        lemmas & _BRINGING_ABOUT
        and governor.is_past
        and not (governor.modal or governor.is_negated)
    ):
        return "", False
    if lemmas & _PLANNING:
        reading.planner = governor
        lead = {t.low for t in tokens[max(0, governor.head - 3) : governor.head]}
        inner_negation = governor.is_negated or {"not", "yet"} <= lead
        return ("intention" if inner_negation else ""), True
    if lemmas & _SUCCEEDING:
        if group.is_perfect or lemmas & _GOING_ON:
            if governor.is_infinitive or governor.is_gerund:
                return _governed(governor, clauses, reading)
            return ("plain" if governor.is_negated else ""), governor.is_future
        if lemmas & {"appear", "seem"}:
            reading.certainty *= 0.8
            return "", False
    if group.is_perfect:
        return "", False
    reading.planner = governor  # a purpose: "withdrew to redeploy to Iraq"
    return "", True


def _hearsay(lemmas: set[str], reading: Reading) -> None:
    """Read "is said to have taken", "appears to have taken": somebody says, or it seems so."""
    reading.status, reading.certainty = Status.REPORTED, reading.certainty * 0.8
    reading.is_dropped |= bool(lemmas & {"fear", "expect", "suppose", "imagine"})


def _is_ranked(tokens: list[Token], at: int) -> bool:
    """Whether a noun with a rank stands before an infinitive: "the first town to fall"."""
    k = at - 1
    while k >= 0 and tokens[k].tag in {"N", "ADJ", "NUM", "ADV"}:
        if tokens[k].low in _RANKS:
            return True
        k -= 1
    return False


def _gerund(  # noqa: PLR0911  cases in turn
    group: VerbGroup, governor: VerbGroup | None, tokens: list[Token], before: Token | None
) -> tuple[str, bool]:
    """Read a gerund: it tells what happened, but not after "without" or "prepared for"."""
    words = {t.low for t in tokens[max(0, group.first - 3) : group.first]}
    if before is not None and before.low == "without":
        return "plain", False
    if {"short", "of"} <= words or (
        {"from"} & words
        and governor is not None
        and set(governor.lemmas) & {"prevent", "stop", "keep", "bar", "deter", "block"}
    ):
        return "plain", False
    if governor is not None and governor.first < group.first:
        close = group.first - governor.head <= 3
        if close and set(governor.lemmas) & _MULLING:
            return "", True
        if close and set(governor.lemmas) & {"avoid", "fail"}:
            return "plain", False
        if (
            before is not None
            and before.low in {"for", "at"}
            and close
            and set(governor.lemmas) & {"prepare", "aim", "plan", "brace"}
        ):
            return "", True
        if governor.is_infinitive and group.shares >= 0:
            return "", True
    if (
        before is not None
        and before.low == "of"
        and words & {"intention", "plan", "plans", "threat", "risk", "hope", "hopes", "prospect"}
    ):
        return ("intention" if words & {"no"} else ""), True
    return "", False


def _scope_negation(candidate: Candidate, tokens: list[Token]) -> str:  # noqa: C901, PLR0911  cases in turn
    """As in "None of the towns", "no troops": a negation in the subject or object."""
    for role in ("actor", "place", "people", "thing", "forces", "fighting", "aircraft", "shells"):
        for a, b in candidate.roles.get(role, ()):
            head = [t.low for t in tokens[a : min(b, a + 2)]]
            if head and (head[0] in {"no", "none", "neither", "nobody", "nothing"}):
                return "plain"
            if (
                a
                and tokens[a - 1].low in {"no", "not", "neither", "nor"}
                and tokens[a - 1].tag == "NEG"
            ):
                return "plain" if tokens[a - 1].low in {"no", "neither", "nor"} else ""
    group = candidate.group
    if group is not None and not candidate.is_noun:
        a = group.head + 1
        if a < len(tokens) and tokens[a].low == "no" and not candidate.is_noun:
            return "plain"
        if a + 1 < len(tokens) and tokens[a].low == "up" and tokens[a + 1].low == "no":
            return "plain"
        if group.first >= 2 and [t.low for t in tokens[group.first - 2 : group.first]] == [
            "no",
            "longer",
        ]:
            return "plain"
        inner = [t.low for t in tokens[max(0, group.first - 2) : group.head]]
        if "no" in inner and "longer" in inner:
            return "plain"
        if "barely" in inner or ("never" in inner and not group.is_negated):
            return "plain" if "never" in inner else ""
    return ""


def _subordination(  # noqa: C901  cases in turn
    candidate: Candidate, clauses: Clauses, reading: Reading
) -> None:
    """Look at what opens the clause: "whether" and "how" claim nothing, "if" supposes."""
    tokens = clauses.tokens
    k = candidate.span[0]
    steps = 0
    while k > 0 and steps < 40:
        k -= 1
        steps += 1
        token = tokens[k]
        if token.tag in {";", ":"} or (token.tag == "," and steps > 1 and tokens[k].low == ","):
            break
        group = clauses.at.get(k)
        if group is not None and group.is_finite and k < candidate.span[0]:
            break
        if token.tag == "SUB":
            if token.low in {"whether", "why", "how"}:
                reading.is_dropped = True
            elif token.low in {"if", "unless"}:
                reading.is_future, reading.certainty = True, reading.certainty * 0.5
                reading.status = Status.PLANNED
                reading.is_dropped = True
            elif (
                token.low in {"until", "before", "once"}
                and candidate.group is not None
                and not candidate.group.is_past
            ):
                reading.is_dropped = candidate.group.is_finite
            break
    opens_with_if = (
        len(tokens) > 1
        and tokens[0].low in {"if", "unless"}
        and candidate.span[0] > 0
        and tokens[1].low not in {"confirmed", "true", "so", "verified", "successful"}
    )
    if opens_with_if and candidate.group is not None and not candidate.group.is_past:
        reading.is_dropped = True  # "If rebels take Azaz, the road is cut"
    a = candidate.span[0]
    asked = tokens[max(0, a - 2) : a]
    if len(asked) == 2 and asked[1].low in {"who", "what"} and asked[0].tag in {"V", "AUX"}:
        reading.is_dropped = True  # "we do not ask who bombs them"
    first = tokens[candidate.span[0]]
    if first.low in {"who", "what", "whoever", "whichever"} and (
        candidate.span[0] == 0 or tokens[candidate.span[0] - 1].tag not in {"N", ","}
    ):
        reading.is_dropped = True

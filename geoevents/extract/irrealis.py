"""What a claim stands under: proposed, feared, rehearsed, remembered or taken back is no fact.

The words that govern a clause ("demanded that", "came close to", "the anniversary of", "corrects
a report which said") decide whether anybody says that it happened.
"""

from __future__ import annotations

from geoevents.extract.clauses import Clauses, VerbGroup
from geoevents.extract.frames import Candidate
from geoevents.extract.speech import Attribution
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["is_no_report", "standing"]

# "Demanded that M23 withdraw": whoever demands does not say that it happened, whatever the form.
_MANDATIVE = word_set(
    "propose demand urge recommend require request order ask command direct mandate stipulate "
    "advise beg beseech petition pray prefer move decree"
)
_MANDATIVE_NOUNS = word_set(
    "proposal proposals demand demands recommendation recommendations requirement requirements "
    "request requests order orders condition conditions stipulation insistence plea pleas "
    "ultimatum"
)
_DESIRABLE = word_set("essential imperative vital crucial necessary important urgent desirable")
# "Insisted that M23 withdraw" demands, "insisted that M23 withdrew" tells.
_EITHER = word_set("insist suggest agree decide warn say write tell argue stress intend")
_FEARING = word_set(
    "fear worry dread hope wish doubt suspect imagine dream pretend fantasise gamble bet wonder"
)
_FEAR_NOUNS = word_set(
    "fear fears worry worries hope hopes doubt doubts concern concerns alarm speculation "
    "suspicion suspicions prospect possibility risk danger idea notion dream scenario chance "
    "myth illusion"
)
_BELIEVING = word_set("believe think expect say know suggest claim")
_NOBODY = word_set("nobody none few neither")
_NO_WORD = word_set("confirmation proof word verification information news certainty guarantee")
# "Came close to capturing", "on the brink of falling".
_MEETING = {"meet", "face", "encounter"}
_CLOSE = word_set("close near nearer closer nearest")
_BRINK = word_set("verge brink cusp point threshold edge")
_NEARLY = word_set("nearly almost narrowly")
_REHEARSALS = word_set(
    "exercise exercises drill drills manoeuvre manoeuvres maneuver maneuvers wargame wargames "
    "simulation simulations rehearsal rehearsals film films movie movies novel novels game games "
    "re-enactment reenactment reenactments parade match"
)
_INVENTED = word_set(
    "fictional fictitious imaginary simulated mock hypothetical make-believe invented"
)
_STATES_LEFT = word_set(
    "ruins rubble ashes flames tatters shambles chaos panic darkness disarray limbo shock despair"
)
_MEMORIES = word_set("anniversary anniversaries commemoration commemorations centenary memory")
_TAKING_BACK = word_set("correct retract rescind unpublish")
_TAKEN_BACK_NOUNS = word_set("correction clarification retraction erratum")
_PAPERS = word_set(
    "report reports story stories article articles item version versions statement statements "
    "headline paragraph tweet post claim claims announcement dispatch"
)
_WRONGLY = word_set("erroneously wrongly incorrectly mistakenly falsely misstated")


def standing(  # noqa: PLR0911  cases in turn
    candidate: Candidate, clauses: Clauses, attribution: Attribution | None
) -> str:
    """Return "planned", "negated" or "dropped" where what governs the claim makes it no fact.

    An empty string where it stands by itself.
    """
    tokens = clauses.tokens
    if candidate.is_noun:
        return "dropped" if _is_remembered(candidate, tokens) else ""
    group = candidate.group
    if group is None or _is_left_so(group, clauses):
        return "" if group is None else "dropped"
    if group.is_gerund and _is_unopposed(group, tokens):
        return "dropped"
    if group.is_gerund or group.is_infinitive:
        return _near_miss(group, tokens)
    if _barely_missed(group, tokens):
        return "negated"
    if attribution is not None and not attribution.is_trailing:
        found = _under_speech(candidate, group, attribution)
        if found:
            return found
    return _under_clause(candidate, group, clauses)


# ---- that-clauses ------------------------------------------------------------------------------


def _under_speech(candidate: Candidate, group: VerbGroup, attribution: Attribution) -> str:
    """Look at the verb of speech whose words the claim is."""
    if attribution.verb in _FEARING:
        return "planned" if group.modal else "dropped"
    if attribution.verb in _MANDATIVE and not group.is_perfect:
        return "planned"
    if attribution.verb in _EITHER and _is_subjunctive(candidate, group):
        return "planned"
    return ""


def _under_clause(candidate: Candidate, group: VerbGroup, clauses: Clauses) -> str:
    """Look at the verb or noun before "that", or straight before the subject."""
    tokens = clauses.tokens
    k, has_that = _opener(group, clauses)
    if k < 0:
        return ""
    governor = clauses.at.get(k)
    if governor is not None:
        return _under_verb(candidate, group, clauses, governor, has_that=has_that)
    return _under_noun(group, tokens, k) if has_that else ""


def _under_verb(
    candidate: Candidate, group: VerbGroup, clauses: Clauses, governor: VerbGroup, *, has_that: bool
) -> str:
    lemmas = set(governor.lemmas)
    if lemmas & _MANDATIVE and has_that and not group.is_perfect:
        return "planned"
    if lemmas & (_EITHER | _MANDATIVE) and _is_subjunctive(candidate, group):
        return "planned"
    if lemmas & _FEARING:
        return "planned" if group.modal else "dropped"
    subject = clauses.subject(governor)
    lead = clauses.tokens[subject[0]].low if subject is not None else ""
    return "dropped" if lemmas & _BELIEVING and lead in _NOBODY | {"no"} else ""


def _under_noun(group: VerbGroup, tokens: list[Token], k: int) -> str:
    low = tokens[k].low
    if low in _MANDATIVE_NOUNS | _DESIRABLE:
        return "planned"
    if low in _FEAR_NOUNS:
        return "planned" if group.modal else "dropped"
    if low in _NO_WORD and any(t.low in {"no", "without"} for t in tokens[max(0, k - 3) : k]):
        return "dropped"
    return ""


def _opener(group: VerbGroup, clauses: Clauses) -> tuple[int, bool]:
    """Return the token that governs the clause of a verb, and whether "that" stands between."""
    tokens = clauses.tokens
    root = group
    while root.shares >= 0:
        root = clauses.groups[root.shares]
    subject = clauses.subject(root)
    k = (subject[0] if subject is not None and subject[1] <= root.first else root.first) - 1
    while k >= 0 and tokens[k].tag in {"ADV", "D", "NEG"}:
        k -= 1
    has_that = k >= 0 and tokens[k].low == "that"
    if has_that:
        k -= 1
        while k >= 0 and (tokens[k].tag in {"ADV", "D", ","} or tokens[k].low == "on"):
            k -= 1
    return k, has_that


def _is_subjunctive(candidate: Candidate, group: VerbGroup) -> bool:
    """Whether a bare form stands where a finite one is due: "insisted that M23 withdraw".

    Of a state ("insisted that rebels hold it") the bare form is an ordinary present.
    """
    if group.helpers[:1] == ["be"] or (group.lemmas == ("be",) and group.kinds == {"base"}):
        return True
    if group.helpers or candidate.state:
        return False
    return "base" in group.kinds and not group.kinds & {"ed", "s"}


def _is_left_so(group: VerbGroup, clauses: Clauses) -> bool:
    """As in "left the town in ruins": a state that is left, no departure."""
    words = {t.low for t in clauses.tokens[group.head + 1 : clauses.stop(group)]}
    return "leave" in group.lemmas and "in" in words and bool(words & _STATES_LEFT)


# ---- near misses -------------------------------------------------------------------------------


def _near_miss(group: VerbGroup, tokens: list[Token]) -> str:
    """As in "came close to capturing", "on the brink of falling"."""
    before = tokens[max(0, group.first - 3) : group.first]
    words = [t.low for t in before]
    if not before or before[-1].tag not in {"PREP", "TO"}:
        return ""
    if words[-1] == "to" and len(words) > 1 and words[-2] in _CLOSE:
        lead = {t.low for t in tokens[max(0, group.first - 5) : group.first]}
        return "planned" if lead & {"is", "are"} else "negated"
    if words[-1] in {"of", "from"} and set(words) & _BRINK | {"inches"} & set(words):
        return "planned"
    return ""


def _is_unopposed(group: VerbGroup, tokens: list[Token]) -> bool:
    """As in "walked in without meeting resistance": how they did it, no claim of its own."""
    lead = {t.low for t in tokens[max(0, group.first - 2) : group.first]}
    return "without" in lead and bool(_MEETING & set(group.lemmas))


def _barely_missed(group: VerbGroup, tokens: list[Token]) -> bool:
    """As in "nearly captured", but not "nearly completely captured" or "nearly 100"."""
    k = group.head - 1
    return k >= 0 and tokens[k].low in _NEARLY


# ---- what is no report of anything -------------------------------------------------------------


def is_no_report(tokens: list[Token]) -> bool:
    """Whether a sentence tells of an exercise or a film, or takes back what was reported."""
    lows = {t.low for t in tokens}
    if lows & _INVENTED or any(_is_rehearsed(tokens, k) for k in range(len(tokens))):
        return True
    if not lows & _PAPERS:
        return False
    corrects = any(t.tag == "V" and set(t.lemmas) & _TAKING_BACK for t in tokens)
    return corrects or bool(lows & (_WRONGLY | _TAKEN_BACK_NOUNS))


def _is_rehearsed(tokens: list[Token], k: int) -> bool:
    """As in "in the exercise", "during a NATO drill"."""
    token = tokens[k]
    if token.low not in _REHEARSALS or token.tag == "V" or token.entity:
        return False
    a = k
    while a > 0 and tokens[a - 1].tag in {"N", "ADJ", "DET", "NUM", "POSS", "GEN"}:
        a -= 1
    return a > 0 and tokens[a - 1].low in {"in", "during"}


def _is_remembered(candidate: Candidate, tokens: list[Token]) -> bool:
    """As in "the second anniversary of the liberation of Bucha"."""
    a = candidate.span[0]
    return any(t.low in _MEMORIES for t in tokens[max(0, a - 4) : candidate.trigger])

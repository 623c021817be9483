"""A word that may be a verb -> verb, noun or adjective, by the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoevents.extract.words import word_set

if TYPE_CHECKING:
    from geoevents.extract.lexicon import Lexicon
    from geoevents.extract.tokens import Token

__all__ = ["has_form", "is_let", "lacks_verb", "verb_or_not"]

_MANY = word_set("people police men women troops militia gunmen forces army military children")
_PARTICLES = word_set("off out back over")
_NOMINAL_TAGS = word_set("ADJ N NUM")
_STATES = word_set("gone missing")
_OBJECT_TAGS = word_set("DET N NUM POSS PRON")
_PHASES = {"begin", "start", "keep", "stop", "continue", "resume"}
# Participles that stand before a noun as adjectives: "regained lost positions".
_ADJECTIVAL = word_set(
    "lost captured seized besieged displaced wounded injured killed abandoned occupied disputed "
    "damaged burnt burned trapped stolen detained destroyed liberated retaken held arrested"
)
_LOOSE = word_set("all both some many several most few that")


def has_form(token: Token, *kinds: str) -> bool:
    """Whether a word can be one of the verb forms: base, s, ed, en, ing."""
    return any(kind in forms for forms in token.lemmas.values() for kind in kinds)


def verb_or_not(tokens: list[Token], i: int, lexicon: Lexicon) -> str:  # noqa: C901, PLR0911, PLR0912  cases in turn
    """Tell a verb from a noun or adjective by the words beside it; "V??" leaves it open."""
    token = tokens[i]
    following = tokens[i + 1].tag if i + 1 < len(tokens) else ""
    j = i - 1
    while j >= 0 and tokens[j].tag in {"ADV", "NEG"} and tokens[j].low != "no":
        j -= 1
    before = tokens[j].tag if j >= 0 else ""
    if before in {"TO", "MOD"} or (before == "AUX" and tokens[j].low in {"do", "does", "did"}):
        return "V" if has_form(token, "base") else "N"
    if before == "AUX" and token.low in _STATES and following not in _OBJECT_TAGS:
        return "ADJ"  # "was gone from", "are still missing"
    if before == "AUX":
        if has_form(token, "en", "ing"):
            return "V"
        return "N" if not has_form(token, "ed") else "V"
    direct = tokens[i - 1] if i else None
    if before in {"GEN", "POSS"} and has_form(token, "ed", "en") and following in {"N", "ADJ"}:
        return "ADJ"
    if direct and direct.tag == "ADJ" and has_form(token, "ed") and following not in _NOMINAL_TAGS:
        return "V"  # "the military said"
    if direct and (direct.tag in {"DET", "POSS", "GEN", "ADJ"} or direct.low == "no"):
        if has_form(token, "ed", "en", "ing") and following in {"N", "ADJ", "V?", "NUM"}:
            return "ADJ"
        if direct.tag == "DET" and direct.low in _LOOSE:
            return "V" if has_form(token, "ed") and token.low not in lexicon.nominal else "N"
        return "N"
    if _is_adjectival(tokens, i, following):
        return "ADJ"
    if has_form(token, "ing") and not has_form(token, "base"):
        if _is_site(tokens, i, lexicon):
            return "N"
        upcoming = tokens[i + 1] if i + 1 < len(tokens) else None
        names = upcoming is not None and lexicon.noun_is(upcoming.low, "site", "settlement")
        if names and direct is not None and direct.tag in {"N", "ADJ", "DET"}:
            return "ADJ"  # "the military training camp"
        is_subject = upcoming is not None and (
            upcoming.tag in {"AUX", "MOD"}
            or (has_form(upcoming, "ed") and not has_form(upcoming, "en"))
        )
        phase = direct is not None and direct.tag == "V" and bool(_PHASES & set(direct.lemmas))
        return (
            "N" if is_subject else _gerund_or_noun(token, before, following, lexicon, phase=phase)
        )
    if has_form(token, "ed", "en") and not has_form(token, "base"):
        if before in {"PREP", "NUM"} and following in {"N", "ADJ"}:
            return "ADJ"
        if direct and direct.low in {"after", "before"} and following in {"N", "ADJ", "V?"}:
            return "ADJ"  # "after repeated clashes"
        if before == "PREP":
            return "ADJ" if following in {"N", "ADJ", "V?"} else "V"
        return "V"
    if before == "NUM" and token.low not in lexicon.nominal and _begins_with_number(tokens, i):
        return "V"  # "82,000 flee"
    opens = before == "SUB" and following in {"DET", "PRON"}
    if before in {"PREP", "NUM", "GEN", "SUB"} and token.low not in {"says", "say"} and not opens:
        return "N"
    if _CLAIMING & set(token.lemmas) and before == "N" and _opens_clause(tokens, i + 1):
        return "V"  # "the RSF claims it has captured ..."
    if _goes_on(tokens, i) or is_let(tokens, i):
        return "V"
    if token.low in lexicon.nominal or (
        token.lemmas and token.low.endswith("s") and before == "ADJ"
    ):
        upcoming = tokens[i + 1] if i + 1 < len(tokens) else None
        if upcoming is not None and _SAYING & set(upcoming.lemmas) and has_form(upcoming, "ed"):
            return "N"  # "border guards said"
        if before == "PRON" or (before == "REL" and tokens[j].low != "whose"):
            return "V"
        return "V??"
    says = bool(_SAYING & set(token.lemmas))
    return "V??" if before == "N" and not has_form(token, "ed", "en") and not says else "V"


def _closes_aside(tokens: list[Token], a: int) -> bool:
    """Whether an aside with "who" ends before token `a`: "The group, who left it, still hold"."""
    if a < 4 or tokens[a - 1].tag != ",":
        return False
    opens = next((k for k in range(a - 2, 0, -1) if tokens[k].tag == ","), 0)
    return opens > 0 and tokens[opens + 1].tag == "REL" and tokens[opens - 1].tag == "N"


def _agrees(tokens: list[Token], i: int) -> bool:
    """Whether a bare form has a subject of many, or hangs on "that": not "Ugandan support"."""
    if has_form(tokens[i], "s", "ed"):
        return True
    before = tokens[i - 1]
    many = before.low.endswith("s") or before.low in _MANY or before.tag in {"PRON", "ADV", "NUM"}
    k = i
    while k > 0 and tokens[k - 1].tag in {"N", "ADJ", "DET", "NUM", "GEN", "PREP"}:
        k -= 1
        many = many or (tokens[k].tag == "N" and tokens[k].low.endswith("s"))
    lead = tokens[max(0, i - 6) : i]
    return many or any(t.tag == "CC" or t.low == "that" for t in lead)


def _is_site(tokens: list[Token], i: int, lexicon: Lexicon) -> bool:
    """As in "the border crossing at X", "the Bab al-Salam crossing", not "civilians crossing"."""
    if not lexicon.noun_is(tokens[i].low, "site") or i == 0:
        return False
    before, following = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and (following.tag in {"DET", "POSS", "PRON", "N", "V?"}):
        return following.tag == "V?" and before.tag in {"DET", "ADJ"}
    plural = before.low.endswith("s") and not before.entity.startswith("P")
    return before.tag in {"N", "DET", "ADJ"} and not plural


def _goes_on(tokens: list[Token], i: int) -> bool:
    """As in "entered the town and now holds it": a second verb, though it may be a noun."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    j = i - 1
    while j >= 0 and tokens[j].tag == "ADV":
        j -= 1
    if j < 1 or tokens[j].tag not in {"CC", ","}:
        return False
    told = any(t.tag.startswith("V") for t in tokens[:j])
    if following.low in _PARTICLES and i + 2 < len(tokens) and told:
        return tokens[i + 2].tag in {"DET", "N", "ADJ", "POSS", "NUM"}  # ", cut off Russian units"
    if not has_form(tokens[i], "s") or tokens[j].tag != "CC":
        return False
    is_object = following.tag == "DET" or following.entity.startswith("P")
    return following.low in {"it", "them"} or (is_object and j < i - 1)


def is_let(tokens: list[Token], i: int) -> bool:
    """As in "let rebels leave": a bare verb behind what somebody is let, made or seen to do."""
    if not has_form(tokens[i], "base"):
        return False
    j = i - 1
    while j >= 0 and tokens[j].tag in {"N", "ADJ", "DET", "NUM", "POSS", "PRON"}:
        j -= 1
    return 0 <= j < i - 1 and tokens[j].tag == "V" and bool(_LETTING & set(tokens[j].lemmas))


def _is_adjectival(tokens: list[Token], i: int, following: str) -> bool:
    """As in "regained lost positions": a participle between a verb and its object."""
    direct = tokens[i - 1] if i else None
    if tokens[i].low not in _ADJECTIVAL or following != "N" or direct is None:
        return False
    subject = tokens[i - 2].tag if i > 1 else ""
    return direct.tag == "V" and subject in {"N", "PRON", "AUX", "TO", "ADV", "MOD", "D"}


def _begins_with_number(tokens: list[Token], i: int) -> bool:
    """Whether nothing but a number stands before: "More than 40 die in Kabul"."""
    k = i - 1
    while k >= 0 and tokens[k].tag in {"NUM", "ADV", "DET", "PREP"}:
        k -= 1
    return k < 0 and has_form(tokens[i], "base")


def _gerund_or_noun(
    token: Token, before: str, following: str, lexicon: Lexicon, *, phase: bool
) -> str:
    """As in "Shelling of the town" is a noun, "shelling the town" a verb."""
    if token.low in lexicon.nouns:
        if phase and following in {"PREP", "ADV"}:
            return "V"  # "began shooting at officers"
        takes = (
            following in {"DET", "POSS", "PRON", "N", "NUM", "ADV"} and before not in _NOMINAL_TAGS
        )
        return "V" if takes else "N"
    if following in {"N", "ADJ"} and before in {"", "PREP"} and not token.text[0].islower():
        return "V"
    return "V"


def _opens_clause(tokens: list[Token], k: int) -> bool:
    """Whether a clause of its own begins: "it has", "the RSF has"."""
    if k >= len(tokens) or tokens[k].tag not in {"PRON", "DET"}:
        return False
    for token in tokens[k + 1 : k + 5]:
        if token.tag in {"AUX", "MOD"} or (token.tag in {"V", "V?"} and has_form(token, "ed", "s")):
            return True
        if token.tag not in {"N", "ADJ", "V?"}:
            return False
    return False


_LETTING = {"let", "make", "help", "see", "watch"}
_CLAIMING = {"claim", "report"}
_SAYING = {"say", "tell", "add", "report", "claim", "announce", "confirm", "believe", "think"}
_BOUNDARY = {"REL", "SUB", ",", ";", ":", '"', "\u2014", "\u2013"}


def _parts_adjectives(tokens: list[Token], comma: int) -> bool:
    """As in "young, mostly Shia recruits": a comma inside a noun phrase."""
    return tokens[comma].tag == "," and comma > 0 and tokens[comma - 1].tag == "ADJ"


def lacks_verb(tokens: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether the stretch around a doubtful word has no other finite verb, and a subject."""
    a = i
    while a > 0 and (tokens[a - 1].tag not in _BOUNDARY or _parts_adjectives(tokens, a - 1)):
        a -= 1
    b = i
    while b + 1 < len(tokens) and tokens[b + 1].tag not in _BOUNDARY:
        b += 1
    if a == i or tokens[i - 1].tag not in {"N", "ADV", "NUM", "CC", "PRON"}:
        return False
    if not any(t.tag in {"N", "PRON"} for t in tokens[a:i]) and not _closes_aside(tokens, a):
        return False
    following = tokens[i + 1].tag if i + 1 < len(tokens) else "."
    if following in {".", "CC"} and not has_form(tokens[i], "s"):
        return False
    if tokens[i].low in lexicon.nominal and not _agrees(tokens, i):
        return False
    if tokens[i].low not in lexicon.nominal:
        b = i  # "remain contested" is a verb with its complement
    others = (t for t in tokens[a : b + 1] if t is not tokens[i])
    return not any(
        t.tag in {"AUX", "MOD"}
        or (t.tag == "V" and has_form(t, "ed", "s", "base") and not _SAYING & set(t.lemmas))
        for t in others
    )

"""Sources without a plain verb of saying -> attributions: who counted, what footage shows, rumour.

"It has been reported that ...", "footage indicates that ...", "aid workers counted 60 dead",
"the agency cited the army as saying ...", "the group has been blamed for ...".
"""

from __future__ import annotations

from geoevents.extract.clauses import NP, VerbGroup
from geoevents.extract.speech import Attribution, Speech
from geoevents.extract.tokens import Token
from geoevents.extract.words import word_set

__all__ = ["called_false", "find_hearsay"]

_TOLD = word_set("report say claim announce allege rumour rumor believe understand think")
_COUNTING = word_set("count tally register treat hear record receive")
_OF = word_set("speak tell talk")
_PICTURES = word_set("footage video videos images imagery photographs pictures photos")
_SHOWING = word_set("show indicate suggest confirm reveal appear")
_BLAMING = {"accuse": "of", "blame": "for", "suspect": "of", "charge": "with"}
_FALSE = word_set(
    "false untrue baseless unfounded incorrect fabricated fake wrong propaganda nonsense "
    "fabrication fabrications groundless"
)
_REPORTS = word_set("report reports claims rumours rumors allegations talk accusations news")
_LIES = {"lie", "lies"}
_UNTRUE = _FALSE | {"mistaken", "premature", "mistake"}
_TOO_SOON = word_set("early soon impossible difficult hard")
_CONCLUDING = word_set("conclude say claim think believe suggest assume suppose")
_SKIPPED = {"ADV", "D"}


def find_hearsay(speech: Speech) -> list[Attribution]:
    """Return the attributions that no verb of saying makes, beside those already found."""
    found = _untrue(speech) + _false_reports(speech)
    for group in speech.clauses.groups:
        if any(a <= group.head < b for item in speech.found for a, b in item.said):
            continue
        item = (
            _impersonal(speech, group)
            or _cited(speech, group)
            or _shown(speech, group)
            or _counted(speech, group)
            or _blamed(speech, group)
        )
        if item is not None:
            found.append(item)
    return found


def called_false(tokens: list[Token], start: int) -> bool:
    """Whether what follows is called untrue: "... were false", "... is a lie"."""
    for k in range(start, len(tokens)):
        low = tokens[k].low
        if low in _FALSE or (low in _LIES and tokens[k - 1].tag in {"DET", "ADJ", "AUX", '"'}):
            return True
    return False


def _untrue(speech: Speech) -> list[Attribution]:
    """Read "it is untrue that ...", "it would be wrong to conclude that ...": not so."""
    tokens, found = speech.tokens, []
    for k in range(2, len(tokens) - 2):
        that = next(
            (j for j in range(k + 1, min(k + 4, len(tokens))) if tokens[j].low == "that"), -1
        )
        if that < 0 or (that > k + 1 and not _CONCLUDING & {t.low for t in tokens[k + 1 : that]}):
            continue
        before = {t.low for t in tokens[max(0, k - 4) : k]}
        denies = tokens[k].low in {"true", "case", "correct"} and before & {"not", "n't"}
        is_open = tokens[k].low in _TOO_SOON and that > k + 1
        if tokens[k].low in _UNTRUE or denies or is_open:
            said, scope = [(k, that + 1)], (that + 1, _end(speech, that + 1))
            attitude = "unknown" if is_open else "negate"
            found.append(Attribution(attitude, tokens[k].low, None, said, scope))
    return found


def _false_reports(speech: Speech) -> list[Attribution]:
    """Read "the reports of its fall were propaganda": whoever says so denies the fall."""
    tokens, found = speech.tokens, []
    for k in range(len(tokens) - 3):
        if tokens[k].low not in _REPORTS or tokens[k + 1].low != "of":
            continue
        close = next((j for j in range(k + 2, len(tokens)) if tokens[j].tag == "AUX"), -1)
        if close < 0 or not called_false(tokens, close) or "not" in {t.low for t in tokens[close:]}:
            continue
        inside = [i for i in speech.found if i.scope[0] <= k < i.scope[1] and i.source is not None]
        scope, said = (k + 2, close), [(k, k + 2)]
        if inside:
            found.append(Attribution("deny", "deny", inside[-1].source, said, scope))
        else:
            found.append(Attribution("negate", tokens[k].low, None, said, scope))
    return found


def _impersonal(speech: Speech, group: VerbGroup) -> Attribution | None:
    """Read "it has been unofficially reported that ..."."""
    tokens = speech.tokens
    if not (group.is_passive and set(group.lemmas) & _TOLD) or group.is_negated:
        return None
    k = group.head + 1
    while k < len(tokens) and tokens[k].tag in _SKIPPED:
        k += 1
    a = group.first - 1
    if k >= len(tokens) or tokens[k].low != "that" or a < 0 or tokens[a].low != "it":
        return None
    return Attribution("say", "report", None, [(a, k + 1)], (k + 1, _end(speech, k + 1)))


def _end(speech: Speech, start: int) -> int:
    """Return where what is said ends: at a semicolon, or before ", but"."""
    tokens = speech.tokens
    for k in range(start, len(tokens)):
        turns = tokens[k].tag == "," and k + 1 < len(tokens) and tokens[k + 1].low == "but"
        if tokens[k].tag == ";" or turns:
            return k
    return len(tokens)


def _cited(speech: Speech, group: VerbGroup) -> Attribution | None:
    """Read "the agency cited the army as saying ten died": the army vouches."""
    tokens = speech.tokens
    if "cite" not in group.lemmas or group.is_passive:
        return None
    b = group.head + 1
    while b < len(tokens) and (tokens[b].tag in NP or tokens[b].low in {"of", "for", "in"}):
        b += 1
    if b + 1 >= len(tokens) or tokens[b].low != "as" or tokens[b + 1].low != "saying":
        return None
    if b == group.head + 1 or not speech.is_source(group.head + 1, b):
        return None
    start = b + 2 + (b + 2 < len(tokens) and tokens[b + 2].low == "that")
    subject = speech.clauses.subject(group)
    a = subject[0] if subject is not None and subject[1] <= group.first else group.first
    said = [(a, start)]
    return Attribution("say", "cite", (group.head + 1, b), said, (start, _end(speech, start)))


def _shown(speech: Speech, group: VerbGroup) -> Attribution | None:
    """Read "footage published on Monday indicates that ..."."""
    tokens = speech.tokens
    if not set(group.lemmas) & _SHOWING or group.is_passive or not group.is_finite:
        return None
    k = group.head + 1
    if k >= len(tokens) or tokens[k].low != "that" or group.is_negated:
        return None
    a = next((j for j in range(group.first - 1, -1, -1) if tokens[j].low in _PICTURES), -1)
    if a < 0 or any(t.tag in {";", '"', "SUB"} for t in tokens[a : group.first]):
        return None
    between = [g for g in speech.clauses.groups if a < g.head < group.first and g.is_finite]
    if between and group.first - a > 8:
        return None
    said = [(a, k + 1)]
    return Attribution("say", "show", (a, a + 1), said, (k + 1, _end(speech, k + 1)))


def _counted(speech: Speech, group: VerbGroup) -> Attribution | None:
    """Read "aid workers counted 60 dead", "refugees spoke of air raids": they vouch for it."""
    tokens = speech.tokens
    k = group.head + 1
    of = k < len(tokens) and tokens[k].low == "of" and bool(set(group.lemmas) & _OF)
    if not (of or set(group.lemmas) & _COUNTING) or group.is_passive or not group.is_finite:
        return None
    subject = speech.clauses.subject(group)
    if subject is None or group.is_negated or group.modal or subject[1] > group.first:
        return None
    if not of and any(tokens[j].entity.startswith("A") for j in range(*subject)):
        return None
    if not speech.is_source(*subject):
        return None
    start = k + of
    if start >= len(tokens) or tokens[start].tag in {",", ".", ";"}:
        return None
    scope = (group.first, _end(speech, start))
    return Attribution("say", group.lemmas[0], subject, [], scope)


def _blamed(speech: Speech, group: VerbGroup) -> Attribution | None:
    """Read "the group has been blamed for a wave of bombings": nobody says by whom."""
    tokens = speech.tokens
    link = next((word for verb, word in _BLAMING.items() if verb in group.lemmas), "")
    k = group.head + 1
    if not link or not group.is_passive or group.is_negated or k >= len(tokens):
        return None
    if tokens[k].low != link:
        return None
    return Attribution("say", "blame", None, [], (k + 1, _end(speech, k + 1)))

"""`data/lexicon/*.toml` -> word classes, verb forms, and frames of events with their roles.

The files say how frames are written; this module compiles them once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from geoevents.errors import InputError
from geoevents.extract.words import word_set
from geoevents.model import EventType
from geoevents.resources import data_path

__all__ = ["Frame", "Lexicon", "NounFrame", "Part", "verb_forms"]

_ROLES = {
    *("actor", "target", "place", "thing", "people", "forces", "origin", "destination"),
    *("fighting", "aircraft", "shells", "bomb", "agreement", "cause", "convoy"),
}
_ALWAYS_WITH_OBJECT = word_set(
    "kill wound injure capture seize destroy detain arrest displace back base support loot ambush "
    "retake recapture liberate encircle besiege overrun"
)
_SMALL_WORDS = word_set(
    "in on at to into onto from off out over up down back away against with for of by under near "
    "around across through along towards toward inside outside deeper way eastwards westwards "
    "northwards southwards eastward westward northward southward present stationed based"
)
_PART = re.compile(
    r"(?P<open>\[)?\s*(?P<words>[^\[\]{}]*)\s*(?:\{(?P<role>\w+)\})?\s*(?P<close>\])?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a pattern after its head: alternative word sequences, a role, or both."""

    words: tuple[tuple[str, ...], ...]
    role: str
    is_optional: bool
    after: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb frame: who does what where, by the verb and the words around it."""

    event_type: EventType
    verb: str
    subject: str
    parts: tuple[Part, ...]
    state: bool = False
    ongoing: bool = False
    place: str = "strict"
    actor: str = ""
    object: str = ""
    scope: str = ""
    note: str = ""
    subject_words: frozenset[str] = frozenset()
    subject_place: bool = False
    subject_people: bool = False
    subject_force: bool = False
    pattern: str = ""

    @property
    def weight(self) -> int:
        """How specific the frame is: words that must stand count most."""
        must = [p for p in self.parts if not p.is_optional]
        return (
            sum(2 + max(map(len, p.words)) if p.words else 2 for p in must)
            + 2 * bool(self.subject_words)
            + sum(bool(p.after) for p in must)
        )

    @property
    def needs_object(self) -> bool:
        """Whether a role or a noun must stand straight after the verb: "take control of"."""
        first = next((p for p in self.parts if not p.is_optional), None)
        return (
            first is not None
            and bool(first.role or first.words)
            and not (first.words and first.words[0][0] in _SMALL_WORDS)
        )

    @property
    def takes_object(self) -> bool:
        """Whether a role stands straight after the verb, so that the frame has a passive."""
        return any(p.role and not p.words and not p.is_optional for p in self.parts)


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun that names an event, with the roles of the phrases around it."""

    event_type: EventType
    words: tuple[str, ...]
    left: str
    parts: tuple[Part, ...]
    needs: tuple[str, ...] = ()
    state: bool = False
    note: str = ""
    apposition: bool = False
    pattern: str = ""


@dataclass(slots=True)
class Lexicon:
    """Everything that the lexicon's files say."""

    classes: dict[str, set[str]] = field(default_factory=dict)
    forms: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    nominal: frozenset[str] = frozenset()
    multiword: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    frames: dict[str, list[Frame]] = field(default_factory=dict)
    nouns: dict[str, list[NounFrame]] = field(default_factory=dict)
    means: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    compounds: dict[str, dict[str, Any]] = field(default_factory=dict)
    adjectives: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds_of_noun: dict[str, frozenset[str]] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)
    _transitive: frozenset[str] | None = None  # found once, on first use

    @classmethod
    def default(cls) -> Lexicon:
        """Return the lexicon that ships with the package."""
        return _default()

    @classmethod
    def read(cls, folder: str | Path) -> Lexicon:
        """Return the lexicon of a folder of TOML files, laid out as `data/lexicon`.

        Raises
        ------
        InputError
            If a file cannot be read or a frame cannot be understood, naming the file.
        """
        lexicon = cls()
        files = {}
        for path in sorted(Path(folder).glob("*.toml")):
            try:
                files[path.name] = tomllib.loads(path.read_text("utf-8"))
            except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise InputError(
                    f"The lexicon file {path} cannot be read ({error}); expected TOML like the "
                    "files in data/lexicon."
                ) from error
        _add_grammar(lexicon, files)
        for name, content in files.items():
            _add_events(lexicon, name, content)
        return lexicon

    @property
    def transitive(self) -> frozenset[str]:
        """The verbs all of whose frames ask for an object, and a few that always have one."""
        if self._transitive is None:
            self._transitive = _ALWAYS_WITH_OBJECT | {
                verb
                for verb, frames in self.frames.items()
                if all(frame.needs_object for frame in frames)
            }
        return self._transitive

    def noun_is(self, word: str, *kinds: str) -> bool:
        """Whether a lower-case noun is of one of the kinds of `nouns.toml`."""
        return any(word in self.kinds_of_noun.get(kind, ()) for kind in kinds)


@lru_cache(maxsize=1)
def _default() -> Lexicon:
    return Lexicon.read(data_path("lexicon"))


def verb_forms(base: str, irregular: dict[str, list[str]]) -> dict[str, set[str]]:  # noqa: C901, PLR0912  cases in turn
    """Return every form of a verb, with what it is: base, s, ed, en, ing."""
    forms: dict[str, set[str]] = {}

    def add(form: str, kind: str) -> None:
        forms.setdefault(form, set()).add(kind)

    add(base, "base")
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        add(base + "es", "s")
    elif base.endswith("y") and base[-2:-1] not in "aeiou":
        add(base[:-1] + "ies", "s")
    else:
        add(base + "s", "s")
    stems = {base}
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", base):
        stems.add(base + base[-1])
    past = irregular.get(base)
    for stem in stems:
        if stem.endswith("ie"):
            add(stem[:-2] + "ying", "ing")
        elif stem.endswith("e") and not stem.endswith("ee"):
            add(stem[:-1] + "ing", "ing")
        else:
            add(stem + "ing", "ing")
        if past is None:
            if stem.endswith("e"):
                regular = stem + "d"
            elif stem.endswith("y") and stem[-2:-1] not in "aeiou":
                regular = stem[:-1] + "ied"
            else:
                regular = stem + "ed"
            add(regular, "ed")
            add(regular, "en")
    if past is not None:
        add(past[0], "ed")
        add(past[1], "en")
    return forms


def _add_grammar(lexicon: Lexicon, files: dict[str, dict[str, Any]]) -> None:
    """Add the word classes and the forms of every verb that any file names."""
    grammar = files.pop("grammar.toml", {})
    for name, words in grammar.get("classes", {}).items():
        for word in words:
            lexicon.classes.setdefault(word, set()).add(name)
    for phrases in grammar.get("multiword", {}).values():
        for phrase in phrases:
            words = tuple(phrase.split())
            lexicon.multiword.setdefault(words[0], []).append(words)
    for phrases in lexicon.multiword.values():
        phrases.sort(key=len, reverse=True)
    lexicon.sources = files.pop("sources.toml", {})
    nouns = files.pop("nouns.toml", {})
    lexicon.kinds_of_noun = {kind: frozenset(words) for kind, words in nouns.items()}
    residents = lexicon.sources.get("kinds", {}).get("resident", ())
    lexicon.kinds_of_noun["people"] = lexicon.kinds_of_noun.get("people", frozenset()) | {
        word for word in residents if " " not in word and word not in {"local", "locals"}
    }
    verbs = grammar.get("verbs", {})
    lexicon.nominal = frozenset(grammar.get("nominal", verbs.get("nominal", ())))
    bases = set(verbs.get("common", ())) | set(grammar.get("irregular", {}))
    speech = lexicon.sources.get("speech", {})
    bases |= set(speech.get("say", ())) | set(speech.get("deny", ()))
    for content in files.values():
        for frame in content.get("frame", ()):
            bases |= set(frame.get("verbs", ()))
    for base in sorted(bases - {"be", "have", "do"}):
        for form, kinds in verb_forms(base, grammar.get("irregular", {})).items():
            entry = lexicon.forms.setdefault(form, {})
            entry[base] = entry.get(base, frozenset()) | kinds


def _add_events(lexicon: Lexicon, name: str, content: dict[str, Any]) -> None:  # noqa: C901  cases in turn
    """Add the frames of one file."""
    try:
        for entry in content.get("frame", ()):
            for frame in _frames(entry):
                lexicon.frames.setdefault(frame.verb, []).append(frame)
        for entry in content.get("noun", ()):
            for noun in _noun_frames(entry):
                lexicon.nouns.setdefault(noun.words[0], []).append(noun)
        for entry in content.get("compound", ()):
            for ending in entry["endings"]:
                lexicon.compounds[ending] = entry
        for entry in content.get("adjective", ()):
            for word in entry["words"]:
                lexicon.adjectives[word] = entry
    except (KeyError, ValueError) as error:
        raise InputError(
            f"The lexicon file {name} has an entry that cannot be understood ({error}): "
            f"{entry}; see the head of data/lexicon/control.toml for the form."
        ) from error
    for frames in lexicon.frames.values():
        _add_means(lexicon, frames)
        frames.sort(key=lambda frame: -frame.weight)
    for nouns in lexicon.nouns.values():
        nouns.sort(key=lambda noun: -len(noun.words))


def _add_means(lexicon: Lexicon, frames: Iterable[Frame]) -> None:
    """Keep the subjects of several words, such as "mortar rounds", by their first word."""
    for phrase in {w for frame in frames for w in frame.subject_words if " " in w}:
        words = tuple(phrase.split())
        if words not in lexicon.means.setdefault(words[0], []):
            lexicon.means[words[0]].append(words)


def _patterns(entry: dict[str, Any]) -> list[str]:
    pattern = entry["pattern"]
    return [pattern] if isinstance(pattern, str) else list(pattern)


def _frames(entry: dict[str, Any]) -> Iterator[Frame]:
    """Compile one `[[frame]]` table: one frame per verb and pattern."""
    for pattern in _patterns(entry):
        before, after = pattern.split("VERB")
        subject = "".join(part.role for part in _parts(before))
        parts = tuple(_parts(after))
        for verb in entry["verbs"]:
            yield Frame(
                EventType(entry["type"]),
                verb,
                subject,
                parts,
                state=entry.get("state", False),
                ongoing=entry.get("ongoing", False),
                place=entry.get("place", "strict"),
                actor=entry.get("actor", ""),
                object=entry.get("object", ""),
                scope=entry.get("scope", ""),
                note=entry.get("note", ""),
                subject_words=frozenset(entry.get("subject_words", ())),
                subject_place=entry.get("subject_place", False),
                subject_people=entry.get("subject_people", False),
                subject_force=entry.get("subject_force", False),
                pattern=pattern.replace("VERB", verb),
            )


def _noun_frames(entry: dict[str, Any]) -> Iterator[NounFrame]:
    """Compile one `[[noun]]` table: one frame per noun; its patterns are alternatives together."""
    for noun in entry["nouns"]:
        for pattern in _patterns(entry):
            before, after = pattern.split("NOUN")
            yield NounFrame(
                EventType(entry["type"]),
                tuple(noun.split()),
                "".join(part.role for part in _parts(before)),
                tuple(_parts(after)),
                needs=tuple(entry.get("needs", ())),
                state=entry.get("state", False),
                note=entry.get("note", ""),
                apposition=entry.get("apposition", False),
                pattern=pattern.replace("NOUN", noun),
            )


def _parts(pattern: str) -> list[Part]:
    """Return the parts of one side of a pattern, and refuse a role that nobody knows."""
    parts: list[Part] = []
    for match in _PART.finditer(pattern.strip()):
        if not match.group().strip():
            continue
        role = match["role"] or ""
        if role and role not in _ROLES:
            raise ValueError(f"unknown role {{{role}}}")
        words = tuple(_alternatives(match["words"].strip()))
        if not words and not role:
            continue
        if words and not role and not match["open"] and parts and parts[-1].role:
            last = parts.pop()
            parts.append(Part(last.words, last.role, last.is_optional, words))
        else:
            parts.append(Part(words, role, bool(match["open"])))
    return parts


def _alternatives(words: str) -> Iterable[tuple[str, ...]]:
    """Read "from|out of" as two sequences; a bar joins the words beside it, or whole phrases.

    In "to take|capture" the bar joins single words, so "to" leads each; prepositions of two
    words ("out of", "away from") stay whole.
    """
    if not words:
        return []
    pieces = [piece.split() for piece in words.split("|")]
    if len(pieces) == 1:
        return [tuple(pieces[0])]
    lead = pieces[0][:-1]
    if lead and all(len(piece) == 1 for piece in pieces[1:]) and tuple(pieces[0]) not in _WHOLE:
        return [(*lead, piece[-1]) for piece in pieces]
    trail = pieces[-1][1:]
    if trail and all(len(piece) == 1 for piece in pieces[:-1]) and tuple(pieces[-1]) not in _WHOLE:
        return [(piece[0], *trail) for piece in pieces]
    return [tuple(piece) for piece in pieces]


_WHOLE = {
    *(("out", "of"), ("away", "from"), ("in", "on"), ("deeper", "into"), ("down", "on")),
    *(("north", "of"), ("south", "of"), ("east", "of"), ("west", "of"), ("close", "to")),
    *(("to", "capture"), ("to", "retake"), ("to", "take")),
}

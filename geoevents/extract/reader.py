"""A whole report -> rows of claims: sentences in order, with what the report was last about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geoevents.actors import Actors
from geoevents.dates import FoundDate
from geoevents.extract.anterior import place_key, settle
from geoevents.extract.dating import date_cue
from geoevents.extract.drafts import (
    Draft,
    draft_quantity,
    draft_roles,
)
from geoevents.extract.focus import EVENTS, grounds_of, is_country
from geoevents.extract.holders import only_holders
from geoevents.extract.inner import inner_names
from geoevents.extract.irrealis import is_no_report
from geoevents.extract.lexicon import Lexicon
from geoevents.extract.logs import entry_dates
from geoevents.extract.naming import label_of, names_by_verb
from geoevents.extract.parsing import Parsed
from geoevents.extract.parties import Parties, Party
from geoevents.extract.placing import Focus, Placed, Placer
from geoevents.extract.repeats import is_repeat, merge_twins
from geoevents.extract.report_text import ReportText
from geoevents.extract.retorts import attribution_of, find_retort, retort_drafts
from geoevents.extract.rows import identified, row_of
from geoevents.extract.seats import Seats, home_of
from geoevents.extract.sentences import split_sentences
from geoevents.extract.sequels import (
    as_event,
    drops_subject,
    give_taker,
    goes_on,
    is_background,
    named_in,
    take_vacated,
)
from geoevents.extract.status import read_status
from geoevents.extract.storyline import tell_days
from geoevents.extract.timing import When, bind_date
from geoevents.extract.voices import Voice, Voices
from geoevents.extract.whereabouts import tell_places
from geoevents.model import EventType, Geocoder, Mention, PlaceKind, Status

__all__ = ["ReportReader"]

_DAYLIKE = {"day", "part-day"}
_SIDES = 20  # regions that "in the south" may mean
_RECALL = 60  # claims; no retort speaks of what was told longer ago
_MEMORY = 200  # mentions; what was named longer ago is not meant by "the town"


class ReportReader(ReportText):
    """Reads one report from its first sentence to its last."""

    def __init__(
        self, report: pd.Series[Any], geocoder: Geocoder, actors: Actors, lexicon: Lexicon
    ) -> None:
        super().__init__(report, geocoder, actors, lexicon)
        self.parties = Parties(self.text, self.hits, lexicon)
        self.voices = Voices(self.text, lexicon, self.parties, grounds=grounds_of(self.mentions))
        self.focus = Focus(
            inner=inner_names(self.text, self.mentions),
            sides=[m for m in self.mentions if m.kind is PlaceKind.REGION][:_SIDES],
        )
        home = home_of(self.mentions)
        self.seats = Seats(geocoder, home.match.place if home and home.match else None)
        self.story: dict[str, When] = {}
        self.entries: dict[int, FoundDate] = {}
        self.gone_on: Party | None = None  # whom the sentence before was about
        self.drafts: list[Draft] = []
        self.parsed: list[Parsed] = []

    def rows(self) -> list[dict[str, Any]]:
        """Return the report's claims as rows of `schema.CLAIMS`, in text order."""
        sentences = [s for s in split_sentences(self.text, self.datelines) if not s.is_furniture]
        on = self.published.date() if self.published is not None else None
        self.entries = entry_dates(self.text, sentences, self.dates, on)
        parsed = [self._parse(s) for s in sentences]
        given = names_by_verb(parsed, self.geocoder)
        if given:
            self._take(given)
            parsed = [self._parse(s) for s in sentences]
        self.parsed = parsed
        quotes = self._running_quotes(parsed)
        for number, item in enumerate(parsed):
            self._read(number, item, quotes.get(number))
        tell_places(self.drafts, self.mentions, self.text)
        take_vacated(self.drafts)
        give_taker(self.drafts)
        tell_days(self.drafts, self.text, self.dates, self.published)
        settle(self.drafts, self.published)
        rows = [row for draft in self.drafts for row in self._rows_of(draft)]
        return identified(rows)

    def _running_quotes(self, parsed: list[Parsed]) -> dict[int, int]:
        """For sentences inside a quotation without a speaker: the sentence that names one."""
        speaker: dict[int, int] = {}
        for i, item in enumerate(parsed):
            if not any(item.quoted) or item.attributions:
                continue
            for j in range(i + 1, min(i + 8, len(parsed))):
                same = parsed[j].sentence.paragraph == item.sentence.paragraph
                if not same or not parsed[j].sentence.quoted:
                    break
                if any(a.is_trailing for a in parsed[j].attributions):
                    speaker[i] = j
                    break
        return speaker

    def _voices_of(self, item: Parsed) -> list[Voice | None]:
        voices: list[Voice | None] = []
        for attribution, spans in zip(item.attributions, item.said_spans, strict=True):
            if attribution.source is None:
                voices.append(None)
                continue
            stated = next(
                (d for a, b in spans for d in self._dates_in(a, b) if d.end <= b),
                None,
            )
            voices.append(self.voices.of(attribution, item.whole, stated, end=item.sentence.end))
        return voices

    def _read(self, number: int, item: Parsed, speaker: int | None) -> None:
        """Read one sentence's claims, then remember whom and what it was about."""
        before = self.voices.last
        voices = self._voices_of(item)
        running = self._running_voice(item, speaker, before)
        placer = Placer(
            self.text,
            item.clauses,
            item.phrases,
            self.mentions,
            self.focus,
            number,
            earlier=[
                self.mentions[n]
                for n in self._mentions_in(0, item.sentence.body)[-_MEMORY:]
                if not self.mentions[n].is_demonym
            ],
            topic=label_of(item),
            seats=self.seats,
            previous=self._placed_before(number),
        )
        main: Party | None = None
        self.parties.here = None
        self._topic(item, number)
        begun = len(self.drafts)
        for candidate in [] if is_no_report(item.whole.tokens) else item.candidates:
            placer.look_at(self._local(item, candidate.trigger))
            owner = item.owner[candidate.trigger]
            voice = voices[owner] if owner >= 0 else None
            if voice is None and item.quoted[candidate.trigger]:
                voice = running
            attribution = item.attributions[owner] if owner >= 0 else None
            reading = read_status(candidate, item.clauses, attribution)
            if reading.is_dropped or is_repeat(candidate, item):
                continue
            if voice is not None and reading.status is Status.ASSERTED:
                reading.status = Status.REPORTED
            self.parties.is_quoted = item.quoted[candidate.trigger]
            found = draft_roles(candidate, item, self.parties, voice)
            if "actor" not in found and self.gone_on is not None and drops_subject(candidate, item):
                found["actor"] = self.gone_on
            roles = only_holders(found, candidate.event_type, self.lexicon)
            if roles is None:
                continue
            draft = Draft(candidate, item, reading, voice, roles, number)
            draft.places = placer.places(candidate)
            draft.origin = placer.endpoint(candidate, "origin")
            draft.destination = placer.endpoint(candidate, "destination")
            self._date(draft)
            draft.quantity = draft_quantity(candidate, item.phrases, self.text)
            self.drafts.append(draft)
            self._remember(draft)
            placer.told = named_in(draft) or placer.told
            actor = roles.get("actor")
            self.parties.here = actor if actor is not None and actor.actor else self.parties.here
            if actor is not None and actor.actor is not None and not actor.is_guess:
                self.parties.note(actor)
            self.parties.note_target(roles.get("target"))
            main = main or roles.get("actor")
        self.drafts[begun:] = merge_twins(self.drafts[begun:], number)
        self._reject(item, number)
        self._dwell(item, number, begun)
        self._unverified(item, number)
        self._note_actor(item, main)

    def _placed_before(self, number: int) -> list[Mention]:
        """Return the places that the sentence before names."""
        s = self.parsed[number - 1].sentence if number else None
        inside = [self.mentions[n] for n in self._mentions_in(s.body, s.end)] if s else []
        return [m for m in inside if not m.is_demonym and m.match is not None]

    def _reject(self, item: Parsed, number: int) -> None:
        """Read "the army called this a lie": the claim just told is denied."""
        retort = find_retort(item)
        if retort is None or any(
            d.sentence == number and not d.reading.status.is_fact for d in self.drafts
        ):
            return
        voice = self.voices.of(attribution_of(retort), item.whole, None, end=item.sentence.end)
        own = voice.party.actor_id if voice.party is not None else ""
        for denied in retort_drafts(retort, item, self.drafts[-_RECALL:], number, own=own):
            denied.voice = voice
            self.drafts.append(denied)

    def _topic(self, item: Parsed, number: int) -> None:
        """Take "Malakal: ..." and a heading such as "2. Jarablus, on the border." for the topic."""
        named = [self.mentions[n] for n in self._mentions_in(item.sentence.body, item.sentence.end)]
        first = named[0] if named else None
        if first is None or first.is_demonym or first.match is None or is_country(first):
            return
        lead = self.text[item.sentence.body : first.start]
        is_label = self.text[first.end : first.end + 1] == ":"
        heads = not any(g.is_finite for g in item.clauses.groups) and not item.candidates
        if not lead.strip(" .0123456789()-*\u2022") and (is_label or heads):
            self.focus.open(first, number)

    def _dwell(self, item: Parsed, number: int, begun: int) -> None:
        """Let a sentence without a place of its own claims be about its subject, if a town."""
        own = [p for d in self.drafts[begun:] for p in d.places if p.mention and not p.is_implied]
        if own:
            return
        for group in item.clauses.groups:
            subject = item.clauses.subject(group) if group.is_finite else None
            marks = item.phrases.entities(subject, "P") if subject is not None else []
            head = item.clauses.tokens[item.phrases.head(subject)] if subject else None
            if len(marks) == 1 and head is not None and head.entity == marks[0]:
                mention = self.mentions[int(marks[0][1:])]
                if mention.match is not None and not is_country(mention):
                    self.focus.note(mention, number)
            return

    def _running_voice(
        self, item: Parsed, speaker: int | None, before: Voice | None
    ) -> Voice | None:
        if speaker is None:
            return self.voices.last if item.attributions else before
        found = [voice for voice in self._voices_of(self.parsed[speaker]) if voice is not None]
        return found[-1] if found else before

    def _date(self, draft: Draft) -> None:
        if self.published is None:
            return
        cue = date_cue(
            draft, self._dates_in(draft.item.sentence.body, draft.item.sentence.end), self.published
        )
        key = place_key(draft)
        group = draft.candidate.group
        is_perfect = group is not None and bool({"have", "has"} & set(group.helpers))
        story = self.story.get(key) if key and not is_perfect else None
        if goes_on(draft.item, self.text):
            story = story or self.story.get("")
        entry = self.entries.get(draft.item.sentence.start)
        if entry is not None and not cue.own and not cue.is_future:
            words = self.text[entry.start : entry.end]
            draft.when = When(entry.span, words, "the day at the head of the entry")
            as_event(draft)
            return
        draft.when = bind_date(cue.with_story(story) if story is not None else cue)
        as_event(draft)

    def _remember(self, draft: Draft) -> None:
        """Let a fact's place and day carry the story on."""
        if not draft.reading.status.is_fact:
            return
        group = draft.candidate.group
        alone = not any(g.is_finite for g in draft.item.clauses.groups)
        is_main = not draft.candidate.is_noun and group is not None and (group.is_finite or alone)
        placed = next((p for p in draft.places if p.mention is not None), None)
        is_main = is_main and not is_background(draft)
        named = placed is not None and placed.penalty > 0.85 and not placed.is_implied
        if named and placed is not None and draft.candidate.event_type in EVENTS:
            self.focus.note_event(placed.mention, draft.sentence)
        if draft.candidate.is_noun and named and self.focus.sentence < draft.sentence:
            is_main = draft.candidate.event_type is EventType.CONTROL
        if (
            placed is not None
            and placed.mention is not None
            and (is_main or self.focus.latest is None)
        ):
            self.focus.note(placed.mention, draft.sentence)
        if (
            draft.when is not None
            and is_main
            and draft.when.span.precision in _DAYLIKE
            and self.published is not None
        ):
            start = draft.when.span.start
            if start is not None and abs((self.published - start).days) <= 7:
                self.story[place_key(draft)] = self.story[""] = draft.when

    def _unverified(self, item: Parsed, number: int) -> None:
        """Mark what could not be verified: such a sentence speaks of the one before, too."""
        text = self.text[item.sentence.start : item.sentence.end]
        notes = self.lexicon.sources.get("notes", {})
        for words, note in (
            (notes.get("unverified", ()), "unverified"),
            (notes.get("geolocated", ()), "geolocated"),
        ):
            if any(word in text for word in words):
                own = any(d.sentence == number for d in self.drafts)
                for draft in self.drafts:
                    if draft.sentence == number or (not own and draft.sentence == number - 1):
                        draft.verification = note

    def _note_actor(self, item: Parsed, main: Party | None) -> None:
        """Remember whom the sentence was about: its first claim's actor, else its subject."""
        self.gone_on = None
        if main is not None:
            self.parties.note(main)
            self.gone_on = main if main.actor is not None else None
            first = next((g for g in item.clauses.groups if g.is_finite), None)
            subject = item.clauses.subject(first) if first is not None else None
            if subject is not None and first is not None and first.is_passive:
                self.parties.note_subject(self.parties.of(subject, item.phrases))
            return
        for group in item.clauses.groups:
            subject = item.clauses.subject(group) if group.is_finite else None
            party = self.parties.of(subject, item.phrases) if subject is not None else None
            if party is not None and party.actor is not None:
                said = [span for spans in item.said_spans for span in spans]
                named = self.parties.last_named(item.sentence.body, item.sentence.end, but=said)
                self.parties.note(named or party)
                self.gone_on = party
                return

    # ---- rows -----------------------------------------------------------------------------------

    def _rows_of(self, draft: Draft) -> Iterator[dict[str, Any]]:
        for placed in draft.places or [Placed(None, "", ("no place",), 0.7)]:
            row = row_of(draft, placed, self.voices, self.text)
            yield {"report_id": self.report["report_id"], **row}

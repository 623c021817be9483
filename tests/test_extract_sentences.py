"""Sentences: exact offsets, abbreviations, headlines, datelines, lists, quotations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geoevents.extract.sentences import split_sentences


def parts(text):
    """Return the sentences' words."""
    return [text[s.start : s.end] for s in split_sentences(text)]


def test_abbreviations_end_no_sentence():
    """Titles, initials and acronyms with points do not part a sentence."""
    text = "Gen. J. Smith of the U.S. army spoke. Lt. Col. Ali left at 5 p.m. on Sunday."
    assert parts(text) == [
        "Gen. J. Smith of the U.S. army spoke.",
        "Lt. Col. Ali left at 5 p.m. on Sunday.",
    ]


def test_sentences_inside_a_quotation_know_it():
    """A sentence that begins inside an open quotation is marked."""
    text = 'He said: "They left. They came back." Nobody saw it.'
    assert [s.quoted for s in split_sentences(text)] == [False, True, False]


def test_a_headline_is_a_sentence():
    """A short line without a full stop is a sentence of its own, marked as headline."""
    found = split_sentences("Rebels take Azaz\n\nThe town fell on Sunday.")
    assert [s.is_headline for s in found] == [True, False]


def test_a_dateline_is_no_part_of_the_grammar():
    """The sentence keeps its dateline, but its body begins behind it."""
    text = "AMMAN (Agency) - Rebels took Azaz."
    (sentence,) = split_sentences(text)
    assert text[sentence.start : sentence.end] == text
    assert text[sentence.body :] == "Rebels took Azaz."


def test_list_lines_and_wrapped_lines():
    """A bullet begins a sentence; a line that only wraps does not."""
    text = "Events:\n- Rebels took Azaz\n- The army left Homs\n\nThe army left the\ntown of Hama."
    assert parts(text) == [
        "Events:",
        "- Rebels took Azaz",
        "- The army left Homs",
        "The army left the\ntown of Hama.",
    ]


def test_page_furniture_is_marked():
    """Lines such as comment notices are furniture."""
    assert all(
        s.is_furniture for s in split_sentences("Comments have been closed.\n\nRead more: x")
    )


@given(st.text())
def test_offsets_are_exact_on_any_text(text):
    """Sentences lie in order, without overlap, hold no outer space, and miss no letter."""
    found = split_sentences(text)
    last = 0
    for s in found:
        assert last <= s.start <= s.body <= s.end <= len(text)
        assert text[last : s.start].strip() == ""
        last = s.end
    assert text[last:].strip() == ""


def test_a_huge_line_ends_in_bounded_pieces():
    """A megabyte without a full stop is cut, and no piece is huge."""
    assert max(s.end - s.start for s in split_sentences("word " * 200_000)) <= 1_500

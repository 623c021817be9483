"""What stands around a report on a saved page: menus, appeals, comment rules, log-in boxes.

A paragraph is kept as it is or dropped whole. Three things decide: phrases that only furniture
has, whether it reads as a sentence of news, and whether it stands behind the end of the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Paragraph", "is_news", "keep", "paragraphs"]

# Furniture wherever it stands, if the paragraph is short or begins with it.
_PHRASES = re.compile(
    r"\b(?:read (?:more|also|next|full)\b|see also\b|also read\b"
    r"|more (?:on|from|about) (?:this|the)"
    r"|related (?:articles?|stories|topics?|content|news|links)|recommended (?:for you|stories)"
    r"|most (?:read|popular|viewed|shared)|trending|sign (?:in|up)\b|log ?in\b"
    r"|subscribe\b|accessibility|newsletter|advertisement\b|sponsored|share (?:this|on|via)\b"
    r"|follow us|tell us|send us"
    r"|join (?:the|our) (?:conversation|community|discussion|newsletter)"
    r"|comments? policy|comments? (?:are|have been|is) (?:now )?closed"
    r"|(?:post|leave|report|add) (?:a |this )?comment"
    r"|comment on this|terms (?:of|and) (?:use|service|conditions)|privacy (?:policy|notice)"
    r"|cookies?\b|all rights reserved|copyright|\u00a9|contact us|about us|click (?:here|on|the)"
    r"|download (?:the|our) app|back to top|skip to|main menu|user galleries|your profile"
    r"|create (?:a |an |your )?(?:profile|account)|password|user ?name|facebook|whatsapp"
    r"|instagram|twitter|linkedin|telegram channel|rss feed|print this|e-?mail this"
    r"|editorial discretion|moderat(?:ed|ion|ors?)|homepage|web ?site (?:uses|requires)"
    r"|enable javascript|your browser|location settings|page (?:not found|last updated)"
    r"|thank you for (?:reading|your)|support our|donate\b|become a (?:member|supporter))",
    re.IGNORECASE,
)
# The report is over where one of these stands as a heading.
_END = re.compile(
    r"(?:read more (?:on|about)\b|related\b|more (?:on|from)\b|comments?\b|join the\b|comment on\b"
    r"|leave a (?:comment|reply)|recommended|most (?:read|popular)|trending|you (?:may|might) also"
    r"|tags?\s*:|topics?\s*:|filed under|keywords?\s*:|next on\b|inside \w+$|about the author"
    r"|all rights reserved|\u00a9|copyright\b|popular\b|latest (?:news|stories|headlines)"
    r"|top stories|what to read next|primary country)",
    re.IGNORECASE,
)
# Words of web pages; in a paragraph that addresses the reader, two of them make furniture.
_PAGE_WORDS = re.compile(
    r"\b(?:profiles?|comments?|guidelines?|polic(?:y|ies)|account|e-?mail|settings?|homepage|page"
    r"|site|website|browser|button|click|submit|username|photos?|stories|network|location|display"
    r"|preferences|personali[sz]e|publication|published|contributions?|submitted|articles?|editorial"
    r"|registered?|subscribers?|readers?|members?|app|newsletter|inbox|consent|data)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:you|your|yours|please|we|our|us)\b", re.IGNORECASE)
# A search ends at the next opening mark: unclosed ones must not cost the line's length each.
_QUOTED = re.compile(
    r"\"[^\"\n]*\"|\u201c[^\u201c\u201d\n]*\u201d|\u2018[^\u2018\u2019\n]{20,}\u2019"
)
_SEPARATORS = re.compile(r"\s[|\u00b7\u2022\u00bb\u203a>/]\s|\s\s+[|\u00b7\u2022]")
_SURE_SEPARATORS = re.compile(r"\s[|\u00b7\u2022\u00bb\u203a]\s")
_ENDING = re.compile(r"[.!?\u2026\u061f\u06d4\u3002][\"'\u201d\u2019)\]]*\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_CREDIT = re.compile(
    r"[^.]{3,60} contributed (?:to this|reporting)"
    r"|\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|photograph\w*"
    r"|photos?|image|picture|video|graphic)(?: and \w+)?(?: by|:)\s",
    re.IGNORECASE,
)
# Two news paragraphs in a row after a heading that ends reports show that it did not end here.
_RESUMES = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text: the characters ``[start, end)`` and what they are."""

    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    """Cut a text into its lines that are not blank."""
    return [
        Paragraph(m.start(), m.end(), m[0].strip()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)
    ]


def is_news(line: str) -> bool:
    """Whether a paragraph reads as a sentence of a report, not of the page around it."""
    words = len(_WORD.findall(line))
    is_sentence = bool(_ENDING.search(line)) or words >= 25
    return is_sentence and words >= 6 and not _is_of_page(line) and not _CREDIT.match(line)


def keep(found: list[Paragraph]) -> list[bool]:
    """Say for every paragraph whether it belongs to the report.

    A text without any sentence of news is kept whole: then there is nothing to tell it from.
    """
    news = [is_news(p.text) for p in found]
    if not any(news):
        return [True] * len(found)
    first, last = news.index(True), _last(found, news)
    kept = []
    for i, paragraph in enumerate(found):
        if i < first:
            kept.append(not _is_of_page(paragraph.text) and not _is_menu(paragraph.text))
        elif i > last:
            kept.append(False)
        else:
            kept.append(news[i] or not _is_interruption(paragraph.text))
    return kept


def _last(found: list[Paragraph], news: list[bool]) -> int:
    """Return the index of the report's last paragraph."""
    last, ended, run = 0, False, 0
    for i, paragraph in enumerate(found):
        if news[i]:
            run += 1
            if not ended or run >= _RESUMES:
                last, ended = i, False
            continue
        run = 0
        ended = ended or (last > 0 and _is_heading_of_end(paragraph.text))
    return _with_list(found, last, ended=ended)


def _with_list(found: list[Paragraph], last: int, *, ended: bool) -> int:
    """Keep what follows the last sentence where no furniture does: a list, a closing line."""
    tail = found[last + 1 :]
    if ended or any(_is_of_page(p.text) or _is_menu(p.text) for p in tail):
        return last
    return len(found) - 1


def _is_heading_of_end(line: str) -> bool:
    return len(_WORD.findall(line)) <= 12 and bool(_END.match(line))


def _is_of_page(line: str) -> bool:
    """Whether a paragraph is furniture by its own words."""
    plain = _QUOTED.sub(" ", line)
    words = len(_WORD.findall(plain))
    phrases = len(_PHRASES.findall(plain))
    if phrases and words <= 40 and _is_plain_report(plain):
        return False
    if phrases and words <= 14:
        return True
    page_words = len({word.lower() for word in _PAGE_WORDS.findall(plain)})
    addressed = bool(_ADDRESS.search(plain))
    if addressed and page_words >= 2 and page_words + phrases >= words / 12:
        return True
    return phrases >= 2 and words <= 40


def _is_plain_report(line: str) -> bool:
    """Whether a short line with a phrase of pages is a report's all the same.

    "Twitter" and "cookies" may stand in a sentence of news: it has a speaker or a past verb.
    """
    has_verb = re.search(
        r"\b(?:said|says|told|wrote|posted|reported|according|announced|killed|captured|seized"
        r"|showed|shows|released|claimed|statement)\b",
        line,
        re.IGNORECASE,
    )
    return bool(has_verb and _ENDING.search(line)) and not _ADDRESS.search(line)


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links: separators, and no sentence."""
    is_row = _SURE_SEPARATORS.search(line) or len(_SEPARATORS.findall(line)) >= 2
    return bool(is_row) and not _ENDING.search(line)


def _is_interruption(line: str) -> bool:
    """Whether a line between paragraphs of news is no part of it."""
    return _is_of_page(line) or _is_menu(line) or bool(_CREDIT.match(line)) or (
        _is_heading_of_end(line) and not _ENDING.search(line)
    )  # fmt: skip

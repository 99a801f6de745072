"""What can be no title, however it is weighed: a sentence, a trail of links, an item of an agenda, a cell, a day alone.

A document in which nothing else is printed has no title, and that is told. Words are in ``vocabulary/documents.toml``,
`not_titles`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from safeplans.extractors.about.document_kinds import document_type, is_period_only, is_years_only
from safeplans.extractors.about.title_candidates import Candidate, Piece
from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.time.words import alternatives

# Fewer words with a verb are a motto: `We will be heard`, `What we will do`.
_FEWEST_OF_SENTENCE = 7
# A title may say something behind or before one of these: `We will be heard: our strategy`.
_TWO_PARTS = re.compile(r"[:–—|]|\s-\s")
_ENDS = re.compile(r"[.;!]\W*$")
_TRAIL = re.compile(r"\s[>›»]\s|^\s*[>›»]|[>›»]\s*$")
_NUMBERED_ONLY = re.compile(
    r"\W*(?:appendix|annexe?|enclosure|agenda item|agenda|item|attachment|paper|report|page|part|section)?"
    r"\s*(?:no\.?\s*)?(?:\d{1,3}(?:\.\d+)*[a-z]?|[a-z])?\W*",
    re.I,
)
_TIME_ONLY = re.compile(
    rf"\W*(?:\w+day,?\s+)?(?:(?:\d{{1,2}}(?:\s?(?:st|nd|rd|th))?(?:\s+of)?\s+)?{BEGUN},?\s+\d{{4}}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4})\W*",
    re.I,
)


def may_be_titles(candidates: Sequence[Candidate], front: Sequence[Piece]) -> list[Candidate]:
    """The candidates that can be a title at all."""
    return [c for c in candidates if _may_be(c, front)]


def _may_be(candidate: Candidate, front: Sequence[Piece]) -> bool:
    text = candidate.text
    if candidate.source == "label":
        return not _TIME_ONLY.fullmatch(text)
    if _NUMBERED_ONLY.fullmatch(text) or _TIME_ONLY.fullmatch(text) or is_period_only(text):
        return False
    if is_sentence(text) or _is_no_line(text):
        return False
    if candidate.pieces is None:
        return True
    first, last = candidate.pieces
    own = front[first : last + 1]
    if any(p.among_cells for p in own):
        return False
    whole = " ".join(p.text for p in own)
    if whole != text and (_begins_sentence(whole) or (document_type(text) is None and _is_no_line(whole))):
        return False  # a part of a sentence, `Boards` of `Home > Boards`, `QA Group` of `Lead: QA Group`
    if last > first and any(_never_joined(p.text) for p in own):
        return False
    # A line of a list, or the beginning of running text, is the title only where it says what the document is.
    loose = any(p.running or p.kind is BlockKind.LIST_ITEM for p in own)
    return not loose or document_type(text) is not None


def _never_joined(text: str) -> bool:
    """A line that goes on no title: a sentence, navigation, the span of a quarter over a part of the plan."""
    return is_sentence(text) or is_navigation(text) or (is_period_only(text) and not is_years_only(text))


def _is_no_line(text: str) -> bool:
    return is_navigation(text) or _of_sections().match(text) is not None


def is_navigation(text: str) -> bool:
    """`Skip to content`, `Home > Boards`: words of a page about itself."""
    return bool(_TRAIL.search(text)) or _navigation().match(text) is not None


def is_sentence(text: str) -> bool:
    """`This plan sets out how we shall work together …`: it begins with what is spoken of, and says something of it.

    `What we will do for children` and `We will be heard: our strategy` are titles.
    """
    if len(text.split()) < _FEWEST_OF_SENTENCE:
        return False
    if _ENDS.search(text) is not None and _verb().search(text) is not None:
        return True
    return _begins_sentence(text)


def _begins_sentence(text: str) -> bool:
    said = _said().match(text) if len(text.split()) >= _FEWEST_OF_SENTENCE else None
    return said is not None and not _TWO_PARTS.search(text[: said.end()]) and not (document_type(text) and ":" in text)


@functools.cache
def _navigation() -> re.Pattern[str]:
    words = load_toml("documents")["not_titles"]
    begins, whole = alternatives(words["page_begins"]), alternatives(words["page_whole"])
    return re.compile(rf"\W*(?:{begins}(?!\w)|{whole}\W*$)", re.I)


@functools.cache
def _of_sections() -> re.Pattern[str]:
    """A heading that every document has, a part of its plan, a label of an action: `Foreword`, `Aim 2`, `Lead: …`."""
    words = load_toml("documents")
    own, plan = words["not_titles"], words["sections"]["plan_begins"]
    return re.compile(
        rf"\W*(?:{alternatives(own['section_whole'])}\W*$|{alternatives(own['row_labels'])}\s*:|"
        rf"{alternatives(plan)}\s+(?:no\.?\s*)?\d{{1,2}}\b)",
        re.I,
    )


@functools.cache
def _verb() -> re.Pattern[str]:
    # Small letters only: `May 2025` is no verb.
    return re.compile(rf"(?<![\w-]){alternatives(load_toml('documents')['not_titles']['verbs'])}(?![\w-])")


@functools.cache
def _said() -> re.Pattern[str]:
    words = load_toml("documents")["not_titles"]
    subjects = alternatives(words["subjects"])
    return re.compile(rf"\W*(?i:{subjects})(?!\w).*?{_verb().pattern}")

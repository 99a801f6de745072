"""What a document says of itself: its title and kind, of whom and of when it is, its date, version and author."""

from __future__ import annotations

import datetime as dt
import re

from safeplans.extractors.about.document_kinds import (
    document_type,
    is_name_only,
    is_period_only,
    type_in_text,
    type_of_opening,
)
from safeplans.extractors.about.document_labels import SKIP, Pair, find_pairs
from safeplans.extractors.about.front_matter import front_blocks, is_cover_line
from safeplans.extractors.about.meeting_day import told_on
from safeplans.extractors.about.partnerships import identify, names_over_lines
from safeplans.extractors.about.period import document_period
from safeplans.extractors.about.publication import is_account, is_day_only, publication
from safeplans.extractors.about.titles import Title, find_title
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.base.facts import Metadata, Problem
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN

_STAGE = "metadata"
_OTHER = "other"
_BARE_VERSION = re.compile(
    r"(?<![A-Za-z\d.])(?:(?:final|draft)\s+)?(?:version|ver\.?|v\.?)\s?\d+(?:\.\d+)*[a-z]?\b", re.I
)
# A version's value ends before a date or a remark in brackets.
_VERSION_TAIL = re.compile(
    r"\s*(?:[(,;–—/|]|\s-\s|\b(?:dated|published|approved|agreed|as at|as agreed|page|position|for)\b).*$", re.I
)
# `2.1 ASCP`: behind a bare number stands something else.
_VERSION_NUMBER = re.compile(r"((?:v(?:ersion)?\.?\s?)?\d+(?:\.\d+)*[a-z]?)\b\.?\s+\S.*", re.I)
_EDITION = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\s+edition\b|\b(second|third|fourth|fifth|sixth)\s+edition\b", re.I)
_DRAFT = re.compile(r"\b(?:consultation |working )?draft \d+(?:\.\d+)*(?![\d./])(?!\s+[A-Z][a-z]{2})", re.I)
# A status names a version, but `Approved` and `For information` do not.
_STATUS = re.compile(r"(?:final|draft|v(?:ersion)?\s?\d)", re.I)
# `J. Sample, May 2025`: the day behind a name is none of it.
_DATED = re.compile(rf"[\s,;(–—-]+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{BEGUN},?\s+)?(?:19|20)\d\d\)?\s*$", re.I)
_NOBODY = {"tbc", "tba", "n/a", "various"}


def metadata(
    document: Document, file_name: str | None = None, model: str = ""
) -> tuple[Metadata, list[Problem], frozenset[int]]:
    """What a document says of itself, what was doubtful, and the blocks that say it.

    file_name: name of the source file; it helps with nothing but the kind of a document that prints none.
    model: folder of weights, empty for those of the package.
    Returns the metadata, problems of stage ``metadata``, and indexes into ``document.blocks``.
    Dates are inclusive; a span that the print does not fix, or a day of which only the month is printed, is None.
    """
    problems: list[Problem] = []
    pairs = find_pairs(document)
    title = find_title(document, pairs, model)
    found = Metadata(title=title.text if title else None)
    used = {p.block for p in pairs} | set(title.blocks if title else ())
    if title is None:
        problems.append(_problem("warning", "no_title", "No title was found on the document's first pages."))

    found.document_type = _type(document, title, file_name)
    _set_partnership(document, found, problems)
    span = document_period(document, title.text if title else None, pairs)
    found.period_start, found.period_end = span or (None, None)
    used |= _set_published(document, pairs, found, problems)
    found.version = _version(document, pairs)
    used |= _version_lines(document)
    found.author = _author(pairs)
    found.told_on = told_on(document, found.published) if found.document_type == _OTHER else None

    for index in front_blocks(document):
        block = document.blocks[index]
        if is_cover_line(block) and (is_name_only(block.text) or is_period_only(block.text)):
            used.add(index)
    for _, blocks in names_over_lines(document):
        used.update(blocks)
    lone = {i for i in used if is_cover_line(document.blocks[i])}
    kept = frozenset(i for i in used if i in lone or _is_metadata_block(document, i, pairs))
    return found, problems, kept


def _is_metadata_block(document: Document, index: int, pairs: list[Pair]) -> bool:
    """Running heads are accounted for already; of tables those count whose rows are mostly labels."""
    block = document.blocks[index]
    if block.kind is BlockKind.FURNITURE:
        return False
    if block.kind is BlockKind.TABLE:
        return len([p for p in pairs if p.block == index]) * 2 >= len(block.rows)
    return True


def _problem(severity: str, code: str, message: str, page: int | None = None) -> Problem:
    return Problem(_STAGE, severity, code, message, page)


def _type(document: Document, title: Title | None, file_name: str | None) -> str:
    """From the title, else the lines of the front, the running heads, the file's own title, its text, its name."""
    if title is not None:
        named = document_type(title.text)
        if named:
            return named
    lines = [document.blocks[i].text for i in front_blocks(document) if is_cover_line(document.blocks[i])]
    sections = tuple(load_toml("documents")["sections"]["begins"])
    lines = [line for line in lines if not line.casefold().startswith(sections)]
    heads = [b.text for b in document.blocks if b.beside]
    for text in (*lines[:8], *dict.fromkeys(heads), document.info.get("Title", "")):
        named = document_type(text)
        if named:
            return named
    told = type_of_opening(document) or type_in_text(document)
    return told or document_type(re.sub(r"[_\W]+", " ", file_name or "")) or _OTHER


def _set_partnership(document: Document, found: Metadata, problems: list[Problem]) -> None:
    who = identify(document)
    found.partnership_id, found.partnership_name = who.partnership_id, who.name
    found.partnership_evidence = who.evidence
    if who.ambiguous:
        listed = ", ".join(who.ambiguous)
        problems.append(
            _problem("warning", "partnership_ambiguous", f"Could be any of {listed}: {who.evidence}. None was chosen.")
        )
    elif who.partnership_id is None:
        told = f"{who.evidence}, which the register lacks" if who.name else "no name of a partnership is printed"
        problems.append(_problem("warning", "partnership_unknown", f"Partnership not recognised: {told}."))


def _set_published(document: Document, pairs: list[Pair], found: Metadata, problems: list[Problem]) -> set[int]:
    """The day on the document. Returns the blocks used."""
    found.published, used, vague = publication(document, pairs)
    if vague is not None:
        message = f"“{vague.label}: {vague.value}” names no single day; the date of publication stays empty."
        problems.append(_problem("info", "published_without_day", message))
    return used


def _version(document: Document, pairs: list[Pair]) -> str | None:
    for pair in sorted((p for p in pairs if p.field == "version"), key=lambda p: p.rank):
        value = _VERSION_TAIL.sub("", pair.value).strip()
        value = _VERSION_NUMBER.sub(r"\1", value)
        if pair.label.casefold().endswith("status") and not _STATUS.match(value):
            continue
        if value and len(value) <= 40 and not is_day_only(value):
            return value
    front = [document.blocks[i] for i in front_blocks(document) if is_cover_line(document.blocks[i])]
    heads = [b for b in document.blocks if b.beside]
    for block in (*front[:12], *heads):
        match = _BARE_VERSION.search(block.text)
        if match:
            return " ".join(re.sub(r"^version\s*", "", match.group(), flags=re.I).split())
    for block in (*front[:12], *heads):
        if match := _DRAFT.search(block.text) or _EDITION.search(block.text):
            return " ".join(match.group().split())
    return None


def _version_lines(document: Document) -> set[int]:
    """Lines of the front that print a version and nothing else."""
    front = [i for i in front_blocks(document) if is_cover_line(document.blocks[i])]
    return {i for i in front if _BARE_VERSION.fullmatch(document.blocks[i].text.strip())}


def _author(pairs: list[Pair]) -> str | None:
    """Whoever wrote it; the account that put a page up (`Posted by: admin`) wrote nothing."""
    for pair in sorted((p for p in pairs if p.field == "author"), key=lambda p: p.rank):
        value = _DATED.sub("", pair.value).strip(" .;,")
        if not re.search(r"[A-Za-z]{2}", value) or re.search(r"\d", value):
            continue
        if value.casefold() not in _NOBODY and not is_account(value):
            return value
    return None


def period_of(found: Metadata) -> tuple[dt.date, dt.date] | None:
    """The span of a document as one value, None where it is not known."""
    if found.period_start is None or found.period_end is None:
        return None
    return found.period_start, found.period_end


__all__ = ["SKIP", "metadata", "period_of"]

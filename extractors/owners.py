"""Owners: who leads, does or answers for an action, and who receives its report or assurance.

Three places name them: a lead cell or label (`owners_in_cell`), the sentences of an action
(`owners_in_statement`) and its measure of success (`owners_in_measure`). Names stay as
printed; `canonical` spells out what the document or a register defines. Words and lists
are data: ``extractors/vocabulary/owners.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from extractors.abbreviations import Abbreviations
from extractors.ownership.cells import Namer, cell_mentions
from extractors.ownership.functions import owner_function, owner_functions
from extractors.ownership.naming import classify, is_command
from extractors.ownership.sentences import measure_mentions, statement_mentions
from extractors.ownership.words import OwnerMention, plain

__all__ = [
    "OwnerMention",
    "classify",
    "owner_function",
    "owner_functions",
    "owners_in_cell",
    "owners_in_measure",
    "owners_in_statement",
]

_SENTENCE = re.compile(r"\b(?:to|will|should|must|by)\s+[a-z]|\b(?:report|reports|reporting)\b")


def owners_in_cell(
    text: str | Sequence[str], abbreviations: Abbreviations, groups: Collection[str] = ()
) -> list[OwnerMention]:
    """The owners that a lead cell or a label names, all with relation lead.

    text: the cell, or a sequence of its separate lines (offsets then count in the lines
    joined by one blank). groups: names and abbreviations of the groups that the document
    describes. A person printed with a post gives two owners, the post and the person. A
    cell that names nobody (``TBC``, ``-``) gives none, so that the caller can report it.
    """
    namer = _namer(abbreviations, tuple(groups))
    found: list[OwnerMention] = []
    for mention in cell_mentions(text, namer):
        # `All Board members to report to the Delivery Group`: a sentence in the cell
        told = statement_mentions(mention.name, namer, False) if _SENTENCE.search(mention.name) else []
        at = mention.start_char
        if is_command(mention.name):
            told = told or statement_mentions(mention.name, namer, False)
            found += [replace(m, start_char=m.start_char + at, end_char=m.end_char + at) for m in told]
            continue
        found += [replace(m, start_char=m.start_char + at, end_char=m.end_char + at) for m in told] or [mention]
    return _once(found)


def owners_in_statement(
    text: str, abbreviations: Abbreviations, groups: Collection[str] = (), *, cell_owners: bool = False
) -> list[OwnerMention]:
    """The owners that the sentences of an action name: who leads it, and to whom it is reported.

    cell_owners: a lead column already names the lead, so that only those who receive, and
    bodies that clearly lead, are taken from the sentences.
    """
    return _once(statement_mentions(text, _namer(abbreviations, tuple(groups)), cell_owners))


def owners_in_measure(text: str, abbreviations: Abbreviations, groups: Collection[str] = ()) -> list[OwnerMention]:
    """The bodies that a measure of success hands a report or assurance to (relation reports_to)."""
    return _once(measure_mentions(text, _namer(abbreviations, tuple(groups))))


@functools.lru_cache(maxsize=8)
def _namer(abbreviations: Abbreviations, groups: tuple[str, ...]) -> Namer:
    """One for each document: the phrases of its definitions and groups are worked out once, not for each cell."""
    return Namer(abbreviations, groups)


def _once(mentions: Iterable[OwnerMention]) -> list[OwnerMention]:
    """The same body in the same relation is one owner, whichever way it is printed."""
    kept: dict[tuple[str, str], OwnerMention] = {}
    for mention in mentions:
        key = (re.sub(r"\W+", " ", plain(mention.canonical).removeprefix("the ")).strip(), mention.relation)
        kept.setdefault(key, mention)
    return list(kept.values())

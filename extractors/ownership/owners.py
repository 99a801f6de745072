"""Owners: who leads, does or answers for an action, and who receives its report or assurance.

Three places name them: a lead cell or label (`owners_in_cell`), the sentences of an action
(`owners_in_statement`) and its measure of success (`owners_in_measure`). Names stay as
printed; `canonical` spells out what the document or a register defines. Words and lists
are data: ``extractors/vocabulary/owners.toml``. The trained models are loaded with the first document that is read:
who needs the words alone (a run that reads nothing anew) does not wait for them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.asides import NamesOnly, names_only
from safeplans.extractors.ownership.attributes import is_attribute
from safeplans.extractors.ownership.cells import Namer, cell_mentions
from safeplans.extractors.ownership.functions import owner_function, owner_functions
from safeplans.extractors.ownership.naming import classify, is_command
from safeplans.extractors.ownership.sentences import measure_mentions, statement_mentions
from safeplans.extractors.ownership.words import OwnerMention

if TYPE_CHECKING:
    from safeplans.extractors.ownership.weighed import Doer

__all__ = [
    "OwnerMention",
    "cell_owners_by_rule",
    "classify",
    "owner_function",
    "owner_functions",
    "owners_by_rule",
    "owners_in_cell",
    "owners_in_measure",
    "owners_in_statement",
]

_PUT_TOGETHER = re.compile(r"[/,&]|\band\b")
_SENTENCE = re.compile(r"\b(?:to|will|should|must|by)\s+[a-z]|\b(?:report|reports|reporting)\b")


def owners_in_cell(
    text: str | Sequence[str], abbreviations: Abbreviations, groups: Collection[str] = (), *, model: str = ""
) -> list[OwnerMention]:
    """The owners that a lead cell or a label names.

    The rules part it into names, and a trained model, which weighs what they say, parts it again. model: a folder of
    models instead of the package's. For the rest see `cell_owners_by_rule`.
    """
    namer = _namer(abbreviations, tuple(groups))
    return _judged(_parted(text, abbreviations, groups, namer, model), namer, model)


def _parted(
    text: str | Sequence[str], abbreviations: Abbreviations, groups: Collection[str], namer: Namer, model: str
) -> list[OwnerMention]:
    by_rule = cell_owners_by_rule(text, abbreviations, groups)
    cell = cell_text(text)
    if not by_rule or any(m.relation != "lead" for m in by_rule) or _SENTENCE.search(cell.text):
        return by_rule
    from safeplans.extractors.ownership.weighed import SURE, SURE_BROKEN, names_in_cell

    found = names_in_cell(cell.text, by_rule, model)
    if not found or found[0].odds < (SURE_BROKEN if "\n" in cell.text else SURE):
        return by_rule
    printed = _in_one(text)
    names = [printed[n.start : n.end] for n in found]
    if any(_is_lost(mention, names, found, namer) for mention in by_rule):
        return by_rule
    known = {m.name: m for m in by_rule}
    return _once(
        known.get(name) or namer.mention(name, "lead", n.start, n.odds, "weighed")
        for name, n in zip(names, found, strict=True)
    )


def _is_lost(mention: OwnerMention, names: Sequence[str], found: Sequence[Doer], namer: Namer) -> bool:
    """Whether a name of the rules would be lost: one of the document's own that is parted, or one that is left out."""
    if _PUT_TOGETHER.search(mention.name) and namer.is_group(mention.name, mention.canonical):
        return mention.name not in names
    inside = any(mention.start_char < n.end and n.start < mention.end_char for n in found)
    return not inside and namer.knows(mention.name)


def cell_text(text: str | Sequence[str]) -> NamesOnly:
    """A lead cell without its asides, with breaks between its lines; offsets are those of lines joined by a blank."""
    if isinstance(text, str):
        return names_only(text)
    return NamesOnly("\n".join(names_only(line.strip()).text for line in text if line.strip()))


def _in_one(text: str | Sequence[str]) -> str:
    """A cell as printed, its lines joined by a blank."""
    return text if isinstance(text, str) else " ".join(line.strip() for line in text if line.strip())


def cell_owners_by_rule(
    text: str | Sequence[str], abbreviations: Abbreviations, groups: Collection[str] = ()
) -> list[OwnerMention]:
    """The owners that a lead cell or a label names, as the rules find them.

    text: the cell, or a sequence of its separate lines (offsets then count in the lines
    joined by one blank). groups: names and abbreviations of the groups that the document
    describes. A person printed with a post gives two owners, the post and the person. A
    cell that names nobody (``TBC``, ``-``) gives none, so that the caller can report it.
    """
    namer = _namer(abbreviations, tuple(groups))
    found: list[OwnerMention] = []
    told = None
    printed = _in_one(text)
    if isinstance(text, str):
        cell = names_only(text)
        text, told = cell.text, cell.told
    else:
        text = [names_only(line.strip()).text for line in text]
    for mention in cell_mentions(text, namer):
        if told is not None and mention.start_char >= told:
            found.append(replace(mention, relation="reports_to"))
            continue
        # `All Board members to report to the Delivery Group`: a sentence in the cell
        said = statement_mentions(mention.name, namer, False) if _SENTENCE.search(mention.name) else []
        at = mention.start_char
        if is_command(mention.name):
            said = said or statement_mentions(mention.name, namer, False)
            found += [replace(m, start_char=m.start_char + at, end_char=m.end_char + at) for m in said]
            continue
        found += [replace(m, start_char=m.start_char + at, end_char=m.end_char + at) for m in said] or [mention]
    return _once([_as_printed(m, printed) for m in found])


def _as_printed(mention: OwnerMention, printed: str) -> OwnerMention:
    """A mention whose name goes over what was blanked out of a cell has the words that stand there."""
    name = printed[mention.start_char : mention.end_char]
    return replace(mention, name=name, canonical=name if mention.canonical == mention.name else mention.canonical)


def owners_in_statement(
    text: str,
    abbreviations: Abbreviations,
    groups: Collection[str] = (),
    *,
    cell_owners: bool = False,
    model: str = "",
) -> list[OwnerMention]:
    """The owners that the sentences of an action name: who leads it, and to whom it is reported.

    Those that a trained model sees (method ``weighed``), and those of the rules that stand elsewhere.
    cell_owners: a lead column already names the lead, so that only those who receive, and
    bodies that clearly lead, are taken from the sentences. model: a folder of models instead of the package's.
    """
    from safeplans.extractors.ownership.weighed import weighed_mentions

    namer = _namer(abbreviations, tuple(groups))
    weighed = weighed_mentions(text, namer, cell_owners, model)
    by_rule = owners_by_rule(text, abbreviations, groups, cell_owners=cell_owners)
    free = [r for r in by_rule if not any(r.start_char < w.end_char and w.start_char < r.end_char for w in weighed)]
    named = [m for m in (*weighed, *free) if m.relation != "lead" or not is_attribute(text, m.start_char)]
    return _judged(_once(sorted(named, key=lambda m: (m.start_char, m.relation))), namer, model)


def owners_by_rule(
    text: str, abbreviations: Abbreviations, groups: Collection[str] = (), *, cell_owners: bool = False
) -> list[OwnerMention]:
    """Those owners of a statement that the rules of ``owner_sentences.toml`` find."""
    return _once(statement_mentions(text, _namer(abbreviations, tuple(groups)), cell_owners))


def owners_in_measure(
    text: str, abbreviations: Abbreviations, groups: Collection[str] = (), *, model: str = ""
) -> list[OwnerMention]:
    """The bodies that a measure of success hands a report or assurance to (relation reports_to)."""
    namer = _namer(abbreviations, tuple(groups))
    return _judged(_once(measure_mentions(text, namer)), namer, model)


def _judged(mentions: Iterable[OwnerMention], namer: Namer, model: str) -> list[OwnerMention]:
    """Mentions with the kinds and sectors that trained models give them; what the document calls a group is one."""
    from safeplans.extractors.ownership.kinds import judged

    made = []
    for mention in mentions:
        kind, sector = judged(mention.name, mention.canonical, model)
        if namer.is_group(mention.name, mention.canonical):
            kind = "group"
        made.append(replace(mention, kind=kind, sector=sector))
    return made


@functools.lru_cache(maxsize=8)
def _namer(abbreviations: Abbreviations, groups: tuple[str, ...]) -> Namer:
    """One for each document: the phrases of its definitions and groups are worked out once, not for each cell."""
    return Namer(abbreviations, groups)


def _once(mentions: Iterable[OwnerMention]) -> list[OwnerMention]:
    """The same body in the same relation is one owner, whichever way it is printed."""
    kept: dict[tuple[str, str], OwnerMention] = {}
    for mention in mentions:
        key = (re.sub(r"\W+", " ", name_form(mention.canonical).removeprefix("the ")).strip(), mention.relation)
        kept.setdefault(key, mention)
    return list(kept.values())

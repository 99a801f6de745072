"""The actions that one cell states, and the labelled values printed with them."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Cell, Para, Place
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft
from safeplans.extractors.lexicon.rag import rating_word
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.reading.markers import BULLET_GLYPHS, bare_number
from safeplans.extractors.time.dates import split_time


def cell_items(cell: Cell, one: bool = False) -> list[tuple[str, Place, str | None]]:
    """The actions that one cell states: its bullets when each is a step, else the whole cell.

    one: the row has a number of its own, so that plain paragraphs in it are one action.
    """
    paras = [p for p in cell.paras if p.text]
    if not paras:
        return []
    marked = [p for p in paras if p.marker is not None]
    whole = [(cell.text, Place.span(p.place for p in paras), bare_number(paras[0].marker))]
    if (
        not marked
        and not one
        and len(paras) > 1
        and all(starts_with_verb(p.text) and p.text[:1].isupper() and len(p.text.split()) <= 40 for p in paras)
    ):
        return [(p.text, p.place, None) for p in paras]
    if len(marked) < 2:
        return whole
    if marked[0] is paras[0] and paras[0].text.rstrip().endswith(":"):
        return whole
    steps = sum(starts_with_verb(p.text) for p in marked) * 2 >= len(marked)
    if _lead_in(paras[0]) and starts_with_verb(paras[0].text) and not steps:
        return whole  # one step, and what it covers
    if len(marked) == len(paras) or _lead_in(paras[0]):
        items: list[list[Para]] = []
        for para in paras:
            if para.marker is None and not items:
                continue  # "The partnership will:" before its bullets
            if para.marker is None or (items and _sub_item(para, items[-1])):
                items[-1].append(para)
            else:
                items.append([para])
        return [
            (" ".join(p.text for p in group), Place.span(p.place for p in group), bare_number(group[0].marker))
            for group in items
        ]
    if paras[0].marker is None and starts_with_verb(paras[0].text) and all(starts_with_verb(p.text) for p in marked):
        groups: list[list[Para]] = []
        for para in paras:
            if para.marker is None and groups:
                groups[-1].append(para)
            else:
                groups.append([para])
        return [(" ".join(p.text for p in g), Place.span(p.place for p in g), bare_number(g[0].marker)) for g in groups]
    return whole


def _lead_in(para: Para) -> bool:
    return para.marker is None and (para.text.rstrip().endswith(":") or bool(re.search(r"\b(?:will|to)$", para.text)))


def _sub_item(para: Para, group: list[Para]) -> bool:
    """A bullet of another glyph under one that ends with a colon is part of it."""
    head = group[0]
    if head.text.rstrip().endswith(":"):
        return True
    sub = para.marker in ("o", "-", "–", "▪", "○", "◦", "") and head.marker not in ("o", "-", "–", "▪", "○", "◦", "")
    return bool(sub and head.marker and head.marker[:1] in BULLET_GLYPHS) or bool(
        head.marker and bare_number(head.marker) and para.marker and bare_number(para.marker) is None
    )


def apply_label(draft: ActionDraft, role: str, value: str, place: Place) -> None:
    """Put a labelled value (``Lead: QA Group``) where it belongs on the action.

    A time printed behind the lead (``Lead: QA Group | Q1``) is its timescale.
    """
    if not value:
        return
    if role == "lead":
        value, when = split_time(value)
        if when:
            apply_label(draft, "due", when, place)
        if not value:
            return
        draft.owner_cells = [[*draft.owner_lines, value]]
        draft.owner_place = place
        draft.has_lead_cell = True
    elif role in ("due", "start"):
        draft.timescale_lines.append(value)
        draft.timescale_place = place
        draft.has_due_cell = True
    elif role in ("success", "evidence"):
        draft.measures.append(MeasureDraft(role, value, place))
    elif role == "progress":
        draft.progress = f"{draft.progress} {value}" if draft.progress else value
    elif role == "rag":
        draft.rag = rating_word(value) or draft.rag
        draft.status = value
    elif role == "reports_to":
        draft.reports_to.append(value)

"""Figures of a document: the numbers reported in its prose, bullets and tables of figures."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place
from safeplans.extractors.base.facts import Facts, Measure, Source
from safeplans.extractors.figures import Figure, figures_in, figures_in_row


def add_figures(document: Document, facts: Facts, aside: dict[int, str], placed: set[int]) -> set[int]:
    """Append figures to `facts.measures`; returns the indexes of blocks that gave some.

    Read are the narrative of every document, and the statements of yearly reports; a plan's own
    statements set out what is to come and report no figures.
    """
    report = facts.metadata.document_type == "annual_report"
    used: set[int] = set()
    actions = {(a.source.place.line_start, a.source.place.page, a.text): a for a in facts.actions}
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE or aside.get(index) in (
            "glossary",
            "contents",
            "membership",
            "rating_key",
        ):
            continue
        if block.kind is BlockKind.TABLE:
            if index not in placed and index not in aside:
                used |= {index} if _table(block, facts) else set()
            continue
        if not report and (index in placed or block.kind is BlockKind.HEADING):
            continue
        for para in block.paras:
            for figure in figures_in(para.text):
                if not report and figure.confidence < 0.7:
                    continue  # a plan's «nine in ten» is what it hopes for
                action = actions.get((para.place.line_start, para.place.page, para.text))
                _add(facts, figure, para, action.key if action else None, action.objective if action else None)
                used.add(index)
    return used


def _add(facts: Facts, figure: Figure, para: Para, action: str | None, objective: str | None) -> None:
    facts.measures.append(
        Measure(
            f"m{len(facts.measures) + 1}",
            "figure",
            figure.sentence,
            Source(para.place, figure.sentence, figure.method, figure.confidence),
            objective,
            action,
            figure.value,
            figure.unit,
            figure.change,
            figure.period_start,
            figure.period_end,
        )  # fmt: skip
    )


def _table(table: Block, facts: Facts) -> bool:
    header = next((r for r in table.rows if r.header), None)
    names = [c.text for c in header.cells] if header else []
    made = False
    for row in table.rows:
        if row.header:
            continue
        cells = [c.text for c in row.cells]
        if not any(re.search(r"\d", c) for c in cells[1:]):
            continue
        for figure in figures_in_row(names, cells):
            _add(facts, figure, Para(" ".join(c for c in cells if c), Place.span([row.place])), None, None)
            made = True
    return made

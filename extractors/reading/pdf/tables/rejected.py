"""Why a proposed grid is no table, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import BBox, RejectedGrid
from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.tables.choosing import ENOUGH, Proposal, overlapping
from safeplans.extractors.reading.pdf.tables.scoring import SAID

_NAMED = 0.05  # what a fault costs a grid from which on it is named
_SAME = 1.0  # points between the borders of two proposals that are one
_LABEL = "words of a drawing"


def rejected_grids(
    rejected: Sequence[Proposal], chosen: Sequence[Proposal], content: PageContent
) -> list[RejectedGrid]:
    """Each grid that was proposed and not chosen, once, those with the highest scores first."""
    found: dict[tuple[object, ...], RejectedGrid] = {}
    for proposal in sorted(rejected, key=lambda p: -p.score):
        table = proposal.table
        at = (*table.columns, *(row.box[1] for row in table.rows), table.box[3])
        key = (table.method, len(table.rows), *(round(place / _SAME) for place in at))
        if key not in found:
            found[key] = RejectedGrid(
                content.number,
                content.as_seen(table.box),
                tuple(content.as_seen(border) for border in _inner_borders(proposal)),
                table.method,
                proposal.score,
                _why(proposal, chosen),
            )
    return list(found.values())


def _inner_borders(proposal: Proposal) -> list[BBox]:
    x0, top, x1, bottom = proposal.table.box
    columns = [(x, top, x, bottom) for x in proposal.table.columns[1:-1]]
    return columns + [(x0, row.box[1], x1, row.box[1]) for row in proposal.table.rows[1:]]


def _why(proposal: Proposal, chosen: Sequence[Proposal]) -> tuple[str, ...]:
    costs = proposal.faults.costs(proposal.table.method)
    said = [SAID[name] for name, cost in sorted(costs.items(), key=lambda item: -item[1]) if cost >= _NAMED]
    if proposal.score >= ENOUGH:
        better = [p for p in chosen if overlapping(p, proposal)]
        said.insert(0, f"{better[0].table.method} {better[0].score:.0%} is worth more here" if better else _LABEL)
    return tuple(said)

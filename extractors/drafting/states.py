"""The state of an action from the columns of its own table row: ratings, ticks, Yes or No, per cent, dates completed.

Whichever way a table was read into actions, the row in which an action stands and the headings over it say what its
state is (rules 17 and 18 of the gold's reader): of several ratings the latest counts; a tick, Yes, 100 % or a date is
done, between 0 and 100 % in progress, else planned. Headings and signs stand in ``vocabulary/states.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.closed import Standing
from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Para, Place, Row
from safeplans.extractors.drafting.drafts import ActionDraft
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.rag import is_box, rating_of, standing_of_share, standing_of_words
from safeplans.extractors.time.dates import dates_in_timescale

_PERCENT = re.compile(r"\W*(\d{1,3})\s?(?:%|per\s?cent)?\W*")
_PER_CENT = re.compile(r"\bper ?cent(?:age)?\b|\bpc\b")  # of a heading
_LONGEST_HEADING = 8  # words: longer ones are statements


@dataclass(slots=True)
class _Columns:
    """Columns of a table that tell a state. ratings: in order of time, the latest last."""

    ratings: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    completed_on: list[int] = field(default_factory=list)
    crossed: set[int] = field(default_factory=set)  # of `done`: where a cross stands for a tick
    shares: set[int] = field(default_factory=set)  # of `done`: per cent, which the cells need not say again


def set_states(document: Document, actions: Sequence[ActionDraft]) -> None:
    """Give each action that stands in a table row the state that is printed there."""
    rows = list(_rows_with_states(document))
    for draft in actions:
        for row, columns in rows:
            if _stands_in(draft.place, row.place):
                _set_state(draft, row, columns)
                break


def _stands_in(place: Place, row: Place) -> bool:
    return place.page == row.page and row.line_start <= place.line_start <= row.line_end


def _rows_with_states(document: Document) -> Iterator[tuple[Row, _Columns]]:
    columns, width = _Columns(), 0
    for block in document.blocks:
        if block.kind is not BlockKind.TABLE:
            continue
        if any(row.header for row in block.rows):
            columns, width = _columns_of(block), block.columns
        elif block.columns != width:  # else it goes on on the next page, without its headings
            columns, width = _Columns(), 0
        if columns.ratings or columns.done or columns.completed_on:
            yield from ((row, columns) for row in block.rows if not row.header)


def _columns_of(block: Block) -> _Columns:
    words = load_toml("states")
    found = _Columns()
    ratings: list[tuple[tuple[int, str], int, int]] = []
    for header in (row for row in block.rows if row.header):
        for cell in header.cells:
            heading = heading_form(cell.text.replace("%", " percent "))
            if not heading or len(heading.split()) > _LONGEST_HEADING:
                continue
            role = role_of(cell.text)
            if heading in words["completed_on"]:
                found.completed_on.append(cell.column)
            elif heading in words["done"]:
                found.done.append(cell.column)
                if _PER_CENT.search(heading):
                    found.shares.add(cell.column)
            elif (role is not None and role.role == "rag") or {"rag", "brag"} & set(heading.split()):
                places = range(cell.column, cell.column + cell.colspan)
                ratings += [(_time_of(cell.text), column, column) for column in places]
    if len({time for time, *_ in ratings}) < len(ratings):
        ratings = [(_of_words(time), column, column) for time, column, _ in ratings]
    found.ratings = [column for _, _, column in sorted(ratings)]
    for column in found.done:
        texts = {c.text.strip().casefold() for r in block.rows if not r.header and (c := r.cell(column)) and c.text}
        if not texts & (set(words["ticks"]) | set(words["crosses"]) - set(words["marks"])):
            found.crossed.add(column)
    return found


def _time_of(heading: str) -> tuple[int, str]:
    """Whether a rating's heading names an earlier or the latest one, and its time in an order that sorts."""
    words = set(heading_form(heading).split())
    known = load_toml("states")
    rank = 2 if words & set(known["latest"]) else 0 if words & set(known["earlier"]) else 1
    time = next((str(m.start or m.month or "") for m in dates_in_timescale(heading)), "")
    quarter = re.search(r"\bq(?:uarter)?\s?([1-4])\b", heading, re.IGNORECASE)
    return rank, time or (quarter[1] if quarter else "")


def _of_words(time: tuple[int, str]) -> tuple[int, str]:
    """Headings that print the same time, or only some of them one: the order of the columns counts."""
    return time[0], ""


def _set_state(draft: ActionDraft, row: Row, columns: _Columns) -> None:
    for column in reversed(columns.ratings):
        cell = row.cell(column)
        rating, standing = rating_of(cell), standing_of_cell(cell)
        if rating or standing:
            draft.rag = rating or draft.rag
            draft.stated = standing
            break
    for column in columns.done:
        if (cell := row.cell(column)) is not None and cell.text:
            bare = _PERCENT.fullmatch(cell.text) if column in columns.shares else None
            share = standing_of_share(int(bare[1])) if bare else None
            draft.stated = share or standing_of_cell(cell, cross_is_tick=column in columns.crossed) or draft.stated
            _take_out(draft, cell)
    for column in columns.completed_on:
        if (cell := row.cell(column)) is None or not cell.text:
            continue
        if any(m.start for m in dates_in_timescale(cell.text)):
            draft.stated, draft.completed_text, draft.completed_place = "done", cell.text, row.place
            _take_out(draft, cell)
        else:
            draft.stated = standing_of_cell(cell) or draft.stated


def _take_out(draft: ActionDraft, cell: Cell) -> None:
    """A state that was read as part of the time stands in a column of its own."""
    lines = draft.timescale_lines
    if len(lines) > 1 and cell.text in lines[1:]:
        lines.pop(len(lines) - 1 - lines[::-1].index(cell.text))
    elif len(lines) == 1 and lines[0].endswith(f" {cell.text}"):
        lines[0] = lines[0].removesuffix(cell.text).rstrip()


@functools.cache
def _signs() -> dict[str, Standing]:
    words = load_toml("states")
    signs: dict[str, Standing] = dict.fromkeys(words["crosses"], "planned")
    signs |= dict.fromkeys(words["ticks"], "done")
    return signs


def standing_of_sign(text: str) -> Standing | None:
    """done, in_progress or planned by a tick, a cross, Yes, No or a share that stands by itself; else None."""
    word = text.strip().casefold().rstrip(".")
    if word in _signs():
        return _signs()[word]
    share = _PERCENT.fullmatch(text)
    if share is None or not ("%" in text or "cent" in word or share[1] in ("100", "0")):
        return None
    return standing_of_share(int(share[1]))


def _with_box(para: Para) -> str:
    """The words of a paragraph, behind the box that was read as its bullet."""
    return f"{para.marker} {para.text}" if is_box(para.marker) else para.text


def standing_of_cell(cell: Cell | None, *, cross_is_tick: bool = False) -> Standing | None:
    """done, in_progress or planned by a cell that holds nothing but a state; None where it does not say.

    cross_is_tick: in this column a bare `x` marks what is done.
    """
    text = " ".join(_with_box(p) for p in cell.paras if p.text).strip() if cell is not None else ""
    if not text:
        return None
    word = text.casefold().rstrip(".")
    if cross_is_tick and word in load_toml("states")["marks"]:
        return "done"
    if standing := standing_of_sign(text) or standing_of_words(text):
        return standing
    times = dates_in_timescale(text) if cross_is_tick else []
    return "done" if any(m.start for m in times) else None

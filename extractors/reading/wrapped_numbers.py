"""Reference numbers that a narrow column broke: ``1.1`` over ``0`` is 1.10 where 1.9 stands above it.

A number is put together only where its neighbour in the column says so: two numbers in one cell may be two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Para, Place, Row

# How a number begins that goes on (1.1, SP1.1, A1), and how it goes on (0, 2.).
_BEGUN, _REST = re.compile(r"(?:[A-Z]{0,3}\d{1,2}[.\-/])*[A-Z]{0,3}\d{1,2}"), re.compile(r"\d{1,2}[.)]?")
_LAST = re.compile(r"^(.*?)(\d+)[.):]*$")


def with_whole_numbers(document: Document) -> Document:
    """The same document, its wrapped reference numbers in one piece each."""
    blocks = tuple(_whole(block) if block.kind is BlockKind.TABLE else block for block in document.blocks)
    return replace(document, blocks=blocks) if blocks != document.blocks else document


def _whole(block: Block) -> Block:
    joined: dict[tuple[int, int], str] = {}
    begun = {cell.column for row in block.rows for cell in row.cells}  # not each that a cell goes on over
    for column in sorted(begun & set(range(block.columns))):
        cells = [row.cell(column) for row in block.rows]
        joined |= {(row, column): text for row, text in _joined(cells).items()}
    return replace(block, rows=_written(block.rows, joined)) if joined else block


def _joined(cells: Sequence[Cell | None]) -> dict[int, str]:
    """Row to the whole number of the cell of one column that holds a wrapped one."""
    words = [_words(cell) if cell is not None else [] for cell in cells]
    wrapped = {
        at: "".join(some)
        for at, some in enumerate(words)
        if len(some) == 2 and _BEGUN.fullmatch(some[0]) and _REST.fullmatch(some[1])
    }
    if not wrapped:
        return {}
    # each is taken for whole first: of two neighbours that are both wrapped, one tells the other
    printed = [wrapped.get(at) or (some[0] if len(some) == 1 else "") for at, some in enumerate(words)]
    numbers = [(at, text) for at, text in enumerate(printed) if text]
    follows = {at for (_, one), (at, other) in zip(numbers, numbers[1:], strict=False) if _is_next(one, other)}
    leads = {at for (at, one), (_, other) in zip(numbers, numbers[1:], strict=False) if _is_next(one, other)}
    return {at: text for at, text in wrapped.items() if at in follows | leads}


def _words(cell: Cell) -> list[str]:
    return [word for para in cell.paras for word in (para.marker or "", *para.text.split()) if word]


def _is_next(one: str, other: str) -> bool:
    """Whether a number is the one that comes behind another: 1.10 behind 1.9."""
    first, second = _LAST.match(one), _LAST.match(other)
    return first is not None and second is not None and first[1] == second[1] and int(second[2]) == int(first[2]) + 1


def _written(rows: Sequence[Row], joined: Mapping[tuple[int, int], str]) -> tuple[Row, ...]:
    return tuple(
        replace(row, cells=tuple(_one(cell, joined.get((at, cell.column))) for cell in row.cells))
        for at, row in enumerate(rows)
    )


def _one(cell: Cell, number: str | None) -> Cell:
    if number is None:
        return cell
    bold = all(para.bold for para in cell.paras)
    return replace(cell, paras=(Para(number, Place.span(para.place for para in cell.paras), bold=bold),))

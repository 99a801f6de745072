"""Web pages to a `Document`: the content in blocks, the site's own parts beside it as furniture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from safeplans.extractors.base.document import Block, BlockKind, Document, ReadingProblem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.furniture_text import contents_lines
from safeplans.extractors.reading.taming import LONGEST_WORD
from safeplans.extractors.reading.web.about import about
from safeplans.extractors.reading.web.archive import page_of
from safeplans.extractors.reading.web.assembling import Assembler
from safeplans.extractors.reading.web.flow import Flow, Kind
from safeplans.extractors.reading.web.grid import MOST_IN_TABLE
from safeplans.extractors.reading.web.headings import mark_headings
from safeplans.extractors.reading.web.parsing import parse
from safeplans.extractors.reading.web.showing import Showing
from safeplans.extractors.reading.web.site_parts import site_parts
from safeplans.extractors.reading.web.tables import Tables

MEDIA_TYPE = "text/html"
_LONGEST_TOLD = 120  # letters of crossed-out words in a message


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read a web page, or one saved as a single file (``.mhtml``); it has no pages.

    Raises ReadingError: ``empty``, ``unsupported`` (no text), ``no_text`` (a page without words).
    """
    page, charset = page_of(data)
    parsed = parse(page, charset)
    showing = Showing.of(parsed.root)
    parts = site_parts(parsed.root, showing)
    tables = Tables(showing, parts)
    body = next(parsed.root.iter("body"), parsed.root)
    flow = Flow(showing, parts, tables.is_table)
    pieces = flow.read(body)
    mark_headings(pieces)
    made = Assembler(tables)
    for piece in pieces:
        made.add(piece)
    if not any(block.text for block in made.blocks):
        if any(p.code == "garbled" for p in parsed.problems):
            raise ReadingError("damaged", parsed.problems[-1].message)
        raise ReadingError(
            "no_text",
            "The page holds no words of its own; a script may fetch them when it is looked at. Open it in a browser, "
            "save it as PDF and run again.",
        )
    blocks = tuple(_contents(made.blocks, made.lines))
    problems = [*parsed.problems, *_doubts(flow.struck + tables.struck, tables.dropped, made.shortened)]
    first = next((p.text for p in pieces if p.kind is Kind.HEADING and p.level == 1), None)
    return Document(
        MEDIA_TYPE, blocks, tuple(made.lines), (), "text", about(parsed.root, first), tuple(problems),
        structured=True,
    )  # fmt: skip


def _contents(blocks: list[Block], lines: list[str]) -> Iterator[Block]:
    """Lines that lead to pages with dots and numbers, as a page has that was a printed document, are its contents."""
    found = contents_lines(lines)
    for block in blocks:
        listed = block.kind not in (BlockKind.TABLE, BlockKind.FURNITURE) and block.place.line_start in found
        yield replace(block, kind=BlockKind.FURNITURE, level=0, reason="contents") if listed else block


def _doubts(struck: list[str], dropped: int, shortened: int) -> list[ReadingProblem]:
    told = []
    if struck:
        words = "; ".join(struck)
        cut = words if len(words) <= _LONGEST_TOLD else f"{words[:_LONGEST_TOLD]}…"
        told.append(ReadingProblem("struck_out", f"Crossed out on the page and left out: «{cut}».", "info"))
    if dropped:
        message = f"A table goes on beyond {MOST_IN_TABLE:,} cells, or 100 columns: {dropped:,} cells were not read."
        told.append(ReadingProblem("garbled", message, "warning"))
    if shortened:
        message = f"{shortened} words of more than {LONGEST_WORD} characters were cut there: they are no plan's words."
        told.append(ReadingProblem("shortened", message, "info"))
    return told

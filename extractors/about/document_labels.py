"""What a document labels of itself: `Version: 2`, `REPORT OF: …`, a table of document control.

A label stands before its value in a paragraph, behind a tab, in the cell to the left, or over a column of the
history of versions. Which words are labels is in ``vocabulary/documents.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from safeplans.extractors.about.front_matter import front_blocks, is_running_text
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Row
from safeplans.extractors.lexicon.forms import phrase_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.months import BEGUN
from safeplans.extractors.time.dates import parse_day

SKIP = "skip"
# A table about the document has few rows; a history of versions a few more.
_MOST_ROWS = 14
_SEGMENT = re.compile(r"\t+|\n|\s{3,}|\s\|\s|\|")
# Without a colon only a value of this form is one.
_VERSION = re.compile(
    r"(?:(?:final|draft|v|ver|version|issue|rev)\b[\s.]*)*v?\d+(?:\.\d+)*[a-z]?\b|(?:final|draft)\b", re.I
)
_AUTHOR = re.compile(r"(?:the )?[A-Z][\w.'’-]*(?:[ ,]+(?:(?:and|of|for|the|&) ){0,2}[A-Z][\w.'’-]*){1,8}$")
_MONTH = re.compile(r"[A-Z][a-z]{2,8},? \d{4}")
# `Date of next meeting: …` is no day of the document; `Agreed by the Board 3 May 2024` is.
_DAY_BEGINS = re.compile(rf"[/|–—-]?\s*(?:by|on|at|in)\b|\d|[A-Za-z]+day\b|{BEGUN}", re.I)
_INITIAL = re.compile(r"[A-Z]\.")
_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value. field: title, published, version, author, period or skip. rank: how much its wording
    is to be believed among labels of its field, 0 the most. block: index into ``Document.blocks``."""

    field: str
    label: str
    value: str
    rank: int
    block: int


def find_pairs(document: Document) -> list[Pair]:
    """The labelled values in a document's front, in its running heads and in its tables of document control."""
    found: list[Pair] = []
    front = _front_before_plan(document)
    previous: tuple[int, str] | None = None
    for index, block in enumerate(document.blocks):
        if block.reason == "navigation":
            continue  # what a site says of its page is not what the document says of itself
        if block.kind is BlockKind.TABLE:
            found.extend(_table_pairs(block, index, index in front))
            previous = None
        elif block.kind is BlockKind.FURNITURE or (index in front and not is_running_text(block)):
            lines = _printed_lines(document, block)
            pairs = [p for line in lines for p in _line_pairs(line, index)]
            own_field = None if pairs else _field(_bare(block.text))[0]
            if not pairs and not own_field and previous is not None:
                pairs = _from_label_above(previous, block.text, index)
            found.extend(pairs)
            previous = (index, block.text) if own_field else None
    return found


def _front_before_plan(document: Document) -> set[int]:
    """The front up to the first heading of the plan, whose own labels say nothing of the document."""
    words = "|".join(load_toml("documents")["sections"]["plan_begins"])
    # `Priority 1`, `Aim B:`, `Our priorities`, but not `Action Plan 2024-25` or `Strategic Priorities 2023`.
    begins = re.compile(rf"(?:{words})\W*(?:\d{{1,2}}\b|[A-Za-z]\b|$|[:–—-])", re.I)
    found: set[int] = set()
    for index in front_blocks(document):
        block = document.blocks[index]
        if block.kind is BlockKind.HEADING and begins.match(block.text):
            break
        found.add(index)
    return found


def _from_label_above(above: tuple[int, str], value: str, index: int) -> list[Pair]:
    """The pair of a label that stands alone in the block above its value; without a colon the value must look it."""
    label = _bare(above[1])
    label_field, rank = _field(label)
    colon = above[1].rstrip().endswith(":") and len(value) <= _LONGEST_VALUE
    if not label_field or not (colon or _fits(label_field, value)):
        return []
    return [Pair(label_field, label, value, rank, index), Pair(SKIP, label, "", 0, above[0])]


def _printed_lines(document: Document, block: Block) -> list[str]:
    """The lines of a block with the tabs that its text no longer has; the block's own words where lines differ."""
    lines = list(document.lines[block.place.line_start - 1 : block.place.line_end])
    squeezed = " ".join(re.sub(r"[*_#`|]", "", " ".join(lines)).split())
    if lines and squeezed == " ".join(re.sub(r"[*_#`|]", "", block.text).split()):
        return [re.sub(r"[*_#`]", "", line) for line in lines]
    return [p.text for p in block.paras]


def _line_pairs(line: str, block: int) -> list[Pair]:
    """The pairs of one printed line: `FOR SUBMISSION TO: Committee <tab> DATE: 10 December 2024`."""
    segments = [s.strip() for s in _SEGMENT.split(line) if s.strip()]
    found: list[Pair] = []
    position = 0
    while position < len(segments):
        segment = segments[position]
        bare = _bare(segment)
        label_field, rank = _field(bare)
        following = segments[position + 1] if position + 1 < len(segments) else ""
        if label_field and following and not _field(_bare(following))[0] and not _inline(following, block):
            found.append(Pair(label_field, bare, following, rank, block))
            position += 1
        else:
            found.extend(_inline(segment, block))
        position += 1
    return found


def _inline(text: str, block: int) -> list[Pair]:
    """The pairs inside one run of text: `Version: 2 Published: 3 May 2024`, `Version 1.2`."""
    with_colon = _label_pattern()
    starts = list(with_colon.finditer(text))
    found = []
    for number, match in enumerate(starts):
        # Inside a line only a colon makes a label; a dash may at its start.
        if match.start("label") and ":" not in match.group():
            continue
        end = next((s.start() for s in starts[number + 1 :] if ":" in s.group()), len(text))
        value = text[match.end() : end].strip(" ;|,\t")
        label_field, rank = _field(match["label"])
        if label_field and value and len(value) <= _LONGEST_VALUE:
            found.append(Pair(label_field, match["label"], value, rank, block))
    if found:
        return found
    bare = _bare_label_pattern().match(text)
    if bare:
        label_field, rank = _field(bare["label"])
        value = text[bare.end() :].strip()
        if _fits(label_field, value):
            return [Pair(label_field or SKIP, bare["label"], value, rank + 1, block)]
    return []


def _fits(label_field: str | None, value: str) -> bool:
    """Whether a value without a colon before it can be one: `Version 1.2` is, `Version control` is not."""
    value = value.strip()
    if label_field == "version":
        return bool(_VERSION.match(value)) and len(value) <= 40
    if label_field == "published":
        return (
            len(value) <= 40
            and _DAY_BEGINS.match(value) is not None
            and (parse_day(value) is not None or _MONTH.fullmatch(value) is not None)
        )
    if label_field == "author":
        return bool(_AUTHOR.match(value)) and len(value) <= 80 and not find_names(value)
    return False


def _table_pairs(block: Block, index: int, in_front: bool) -> list[Pair]:
    if len(block.rows) > _MOST_ROWS and not in_front:
        return []
    history = _history(block, index)
    if history:
        return history
    found: list[Pair] = []
    labelled_rows = 0
    for row in block.rows:
        pairs = list(_row_pairs(row, index))
        labelled_rows += bool(pairs)
        found.extend(pairs)
    telling = {p.field for p in found} - {SKIP}
    if not telling:
        return []
    few = {p.label.casefold() for p in found}
    return found if len(few) >= 2 or (in_front and labelled_rows * 2 >= len(block.rows)) else []


def _row_pairs(row: Row, index: int) -> Iterator[Pair]:
    cells: list[Cell] = [c for c in row.cells if c.text.strip() and c.rowspan_from is None]
    position = 0
    while position < len(cells):
        text = cells[position].text.strip()
        label_field, rank = _field(_bare(text))
        if label_field and position + 1 < len(cells):
            value = _printed(cells[position + 1])
            if not _field(_bare(value))[0] and not _inline(value, index) and len(value) <= _LONGEST_VALUE:
                yield Pair(label_field, _bare(text), value, rank, index)
                position += 2
                continue
        for para in cells[position].paras:
            yield from _line_pairs(para.text, index)
        position += 1


def _history(block: Block, index: int) -> list[Pair]:
    """A history of versions: labels over the columns, the last row filled is what holds."""
    if len(block.rows) < 2:
        return []
    heads = [(c.column, *_field(_bare(c.text)), _bare(c.text)) for c in block.rows[0].cells if c.text.strip()]
    fields = [f for _, f, _, _ in heads if f]
    if "version" not in fields or len(fields) < 2 or len(fields) * 2 <= len(heads):
        return []
    filled = [r for r in block.rows[1:] if len(r.filled) >= 2]
    if not filled:
        return []
    last = filled[-1]
    found = []
    for column, label_field, rank, label in heads:
        cell = last.cell(column)
        if label_field and cell is not None and cell.text.strip():
            # A date of a version is a day on the document, but less than a day labelled Published.
            found.append(Pair(label_field, label, _printed(cell), rank + 1, index))
    return found


def _printed(cell: Cell) -> str:
    """The words of a cell; an initial taken for the letter of a list (`J. Okafor`) stands before them again."""
    return " ".join(
        f"{p.marker} {p.text}" if _INITIAL.fullmatch(p.marker or "") else p.text for p in cell.paras
    ).strip()


def _bare(text: str) -> str:
    return " ".join(text.strip().rstrip(":–—-.").split())


def _field(label: str) -> tuple[str | None, int]:
    """The field of a label and its rank, (None, 0) where it is none."""
    return _labels().get(phrase_form(label).replace(" / ", "/"), (None, 0))


@functools.cache
def _labels() -> dict[str, tuple[str | None, int]]:
    found: dict[str, tuple[str | None, int]] = {}
    for label_field, listed in load_toml("documents")["labels"].items():
        for rank, label in enumerate(listed):
            found.setdefault(label, (label_field, rank))
    return found


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    listed = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(_labels(), key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?P<label>{listed})\s*(?::|\s[–—-]\s)\s*", re.IGNORECASE)


@functools.cache
def _bare_label_pattern() -> re.Pattern[str]:
    fields = ("version", "published", "author")
    labels = [label for label, (label_field, _) in _labels().items() if label_field in fields]
    listed = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?P<label>{listed})\s+(?:on\s+|in\s+|no\.?\s+)?", re.IGNORECASE)

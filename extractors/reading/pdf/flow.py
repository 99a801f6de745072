"""Lines of a column to paragraphs, headings and list items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.reading.pdf.headings import BodyStyle, heading_line, is_heading
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.paragraphs import (
    RawPara,
    block_id,
    ends_sentence,
    is_imprint,
    is_new_item,
    line_marker,
    starts_label,
    starts_low,
    starts_note,
    would_have_fitted,
)
from safeplans.extractors.reading.pdf.raw import RawTable

_NUMBERED_START = frozenset(
    {"priority", "objective", "theme", "aim", "section", "chapter", "appendix", "part", "outcome"}
)

_WIDE_PITCH = 2.1  # font sizes between the lines of a list item at most
_SAME_PITCH = 1.1  # line pitches between the lines of one paragraph at most, where the tags say otherwise
_FULL = 0.7  # width of a full line, in widths of the line that goes on with it
_FALL = 2.0  # font sizes by which the end of an item may stand left of its bullet
_EDGE = 2.0  # points by which the lines of an item begin apart at most


@dataclass(slots=True)
class RawBlock:
    """A block before its lines are numbered. right: right edge of its column, in points."""

    kind: BlockKind
    page: int
    para: RawPara | None = None
    table: RawTable | None = None
    level: int = 0
    reason: str | None = None
    right: float = 0.0
    confidence: float = 0.9


@dataclass(slots=True)
class Flow:
    """What is known of the whole document when its lines are read into paragraphs.

    pitch: usual distance of baselines by font size (both in points). trust_tags: the paragraph tags are sound.
    marks: pages and numbers that point to footnotes.
    """

    body: BodyStyle
    pitch: dict[float, float] = field(default_factory=dict)
    trust_tags: bool = False
    marks: frozenset[tuple[int, str]] = frozenset()

    def usual_pitch(self, size: float) -> float:
        """Distance of two baselines in one paragraph of this size, in points."""
        known = self.pitch.get(round(size * 2) / 2)
        return known if known is not None else 1.25 * size


def learn_flow(strands: Iterable[Sequence[Line]], body: BodyStyle) -> Flow:
    """Measure line pitch and whether the tags keep a paragraph's lines together."""
    gaps: dict[float, Counter[float]] = {}
    same = total = 0
    for lines in strands:
        for before, line in zip(lines, lines[1:], strict=False):
            if abs(before.size - line.size) > 0.3:
                continue
            gap = line.baseline - before.baseline
            if 0.8 * line.size < gap < 2.2 * line.size:
                gaps.setdefault(round(line.size * 2) / 2, Counter())[round(gap * 2) / 2] += 1
            first, second = block_id(before), block_id(line)
            if first is not None and second is not None and starts_low(line.text) and not ends_sentence(before.text):
                total += 1
                same += first == second
    pitch = {}
    for size, counter in gaps.items():
        most = max(counter.values())
        pitch[size] = min(gap for gap, n in counter.items() if n >= 0.35 * most)
    return Flow(body, pitch, total >= 3 and same >= 0.8 * total)


def read_strand(lines: Sequence[Line], right: float, flow: Flow) -> list[RawBlock]:
    """The blocks of one column, `right` being the x where its lines end at most."""
    paras: list[RawPara] = []
    for line in lines:
        marker = line_marker(line)
        if not paras:
            paras.append(RawPara([line], marker))
            continue
        para = paras[-1]
        broke = _breaks(para, line, right, flow, marker is not None)
        if marker is not None and is_new_item(marker, line, para, broke):
            paras.append(RawPara([line], marker))
        elif broke:
            paras.append(RawPara([line]))
        else:
            para.lines.append(line)
    return [_block(para, right, flow) for para in paras]


def _block(para: RawPara, right: float, flow: Flow) -> RawBlock:
    page = para.lines[0].page
    if starts_note(para.lines[0], flow.body.size, flow.marks):
        para.marker = None
        return RawBlock(BlockKind.FURNITURE, page, para, reason="footnote", right=right)
    if is_heading(para, flow.body):
        para.marker = None
        return RawBlock(BlockKind.HEADING, page, para, right=right)
    kind = BlockKind.LIST_ITEM if para.marker is not None else BlockKind.PARAGRAPH
    return RawBlock(kind, page, para, right=right)


def _breaks(para: RawPara, line: Line, right: float, flow: Flow, marked: bool) -> bool:
    """Does a new paragraph begin with this line? marked: it begins with what may be a list marker."""
    before = para.lines[-1]
    if before.words[0].upright != line.words[0].upright:
        return True
    if abs(line.size - before.size) > max(0.6, 0.06 * before.size):
        return True
    gap = line.baseline - before.baseline
    pitch = flow.usual_pitch(line.size)
    if gap < 0 or gap > 2.4 * line.size:
        return True
    if starts_note(line, flow.body.size, flow.marks):
        return True
    heading_before = all(heading_line(ln, flow.body) for ln in para.lines)
    heading_now = heading_line(line, flow.body)
    if heading_before and heading_now:
        return _heading_breaks(para, line, gap, pitch, flow)
    if starts_label(line, para, would_have_fitted(before, line, right)):
        return True
    first, second = block_id(before), block_id(line)
    if flow.trust_tags and first is not None and second is not None:
        if first == second or marked:
            return first != second
        if _tagged_singly(para) and _runs_on(para, line, gap, pitch):
            return False
        return gap > _SAME_PITCH * pitch or not (_hangs(para, line) and not would_have_fitted(before, line, right))
    if gap > pitch + max(0.2 * line.size, 1.8):
        return marked or gap > _WIDE_PITCH * line.size or not _hangs(para, line)
    if before.bold and not line.words[0].bold and not ends_sentence(before.text) and starts_low(line.text):
        return False
    if before.bold != line.bold and (
        (before.bold and not line.words[0].bold) or (line.bold and not before.words[-1].bold)
    ):
        return True
    if before.colour != line.colour and heading_before != heading_now:
        return True
    if starts_low(line.text) and not marked and (not _outdented(para, line) or _falls_back(para, line, right)):
        return False
    if _outdented(para, line):
        return True
    if para.marker is None and len(para.lines) >= 2 and line.x0 > before.x0 + 6 and ends_sentence(before.text):
        return True
    centred = abs((before.x0 + before.x1) - (line.x0 + line.x1)) < 3 and abs(before.x0 - line.x0) > 4
    return not centred and would_have_fitted(before, line, right)


def _tagged_singly(para: RawPara) -> bool:
    """Its last line has a paragraph tag to itself, as each line has that a word processor sets beside a picture."""
    return len(para.lines) == 1 or block_id(para.lines[-1]) != block_id(para.lines[-2])


def _runs_on(para: RawPara, line: Line, gap: float, pitch: float) -> bool:
    """The line goes on with a sentence: below the text of its item, or in a small letter after a full line."""
    before = para.lines[-1]
    if gap > _SAME_PITCH * pitch or ends_sentence(before.text) or _outdented(para, line):
        return False
    if para.marker is not None and abs(line.x0 - para.text_x0) <= _EDGE:
        return True
    return starts_low(line.text) and before.x1 - para.text_x0 >= _FULL * (line.x1 - line.x0)


def _hangs(para: RawPara, line: Line) -> bool:
    """The line goes on, below its text, with the sentence of a list item whose lines are set wider than the text's."""
    if para.marker is None or ends_sentence(para.lines[-1].text) or not starts_low(line.text):
        return False
    return abs(line.x0 - para.text_x0) <= _EDGE


def _outdented(para: RawPara, line: Line) -> bool:
    """The line stands left of where the text of its list item or paragraph goes on."""
    if para.marker is not None:
        hang = para.lines[1].x0 if len(para.lines) > 1 else None
        return line.x0 < (hang if hang is not None else para.lines[0].x0) - 3
    return len(para.lines) >= 2 and line.x0 < para.lines[-1].x0 - 6


def _falls_back(para: RawPara, line: Line, right: float) -> bool:
    """The end of a list item, set at its bullet as word processors do where a note or picture is tied to it: the line
    before it is full and ends no sentence."""
    before = para.lines[-1]
    if para.marker is None or ends_sentence(before.text) or would_have_fitted(before, line, right):
        return False
    return line.x0 >= para.lines[0].x0 - _FALL * line.size


def _heading_breaks(para: RawPara, line: Line, gap: float, pitch: float, flow: Flow) -> bool:
    before = para.lines[-1]
    if before.bold != line.bold or before.colour != line.colour:
        return True
    if gap > max(1.6 * line.size, pitch + 2):
        return True
    first, second = block_id(before), block_id(line)
    if flow.trust_tags and first is not None and second is not None:
        return first != second
    if is_imprint(line.text) or is_imprint(before.text):
        return True
    if starts_low(line.text):
        return False
    word = line.words[0].text.lower().rstrip(":")
    numbered = line_marker(line) is not None or (
        word in _NUMBERED_START and len(line.words) > 1 and any(c.isdigit() for c in line.words[1].text)
    )
    return numbered and not before.text.rstrip().endswith((":", "–", "-", ",", "and", "&"))


def continues(before: RawBlock, after: RawBlock) -> bool:
    """Does a paragraph or list item run on in the next column or on the next page?"""
    if before.para is None or after.para is None or after.kind is not BlockKind.PARAGRAPH:
        return False
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    last, first = before.para.lines[-1], after.para.lines[0]
    if abs(last.size - first.size) > 0.6 or last.bold != first.bold and before.para.bold != after.para.bold:
        return False
    if ends_sentence(last.text):
        return False
    if starts_low(first.text):
        return True
    return before.right - last.x1 < 0.12 * max(before.right - before.para.lines[0].x0, 1.0)


def list_levels(blocks: Sequence[RawBlock]) -> None:
    """Set the level of list items by their indent, afresh after each heading, table or paragraph.

    A paragraph set in under an item belongs to it and does not end the list.
    """
    stack: list[float] = []
    page = 0
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        x0 = block.para.lines[0].x0 if block.para is not None else 0.0
        if block.kind is not BlockKind.LIST_ITEM:
            set_in = block.kind is BlockKind.PARAGRAPH and block.page == page and bool(stack) and x0 > stack[0] + 4
            if not set_in:
                stack.clear()
            continue
        if block.page != page and stack and abs(min(stack) - x0) > 90:
            stack.clear()
        page = block.page
        while stack and x0 < stack[-1] - 4:
            stack.pop()
        if not stack or x0 > stack[-1] + 4:
            stack.append(x0)
        block.level = len(stack)

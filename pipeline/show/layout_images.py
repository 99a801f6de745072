"""Pictures of what the reader saw: blocks, cells, reading order and furniture, drawn on the pages of a PDF.

The reader itself tells everything by its `Document`; this module only draws that. Coordinates there are points from the
top left corner of the page as seen, here pixels: points times `dpi` / 72.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from safeplans.extractors.base.document import BBox, Block, BlockKind, Document, Para, Place, RejectedGrid
from safeplans.extractors.reading.pdf.pdfium_stand_ins import settle_stand_ins
from safeplans.extractors.reading.pdf.user_units import in_points

DPI = 110
"""Pixels an inch: text can be read, and a page of A4 is some 900 pixels wide."""

COLOURS = {
    BlockKind.HEADING: (200, 30, 60),
    BlockKind.PARAGRAPH: (30, 110, 200),
    BlockKind.LIST_ITEM: (20, 140, 70),
    BlockKind.TABLE: (150, 70, 190),
    BlockKind.FURNITURE: (110, 110, 110),
}
"""Red, green and blue of each kind of block, 0..255."""

HEADER_COLOUR = (215, 120, 0)
"""Of the cells of a table's header rows."""

REJECTED_COLOUR = (120, 60, 20)
"""Of grids that are no tables; their borders are dashed."""

_DASH = 6  # pixels of a dash, and of the gap behind it
_PAD = 1.5  # points of white around a paragraph's letters
_TINT = 28  # of 255: how much of its colour covers a block
_GREY = 150
_HATCH = 7  # pixels between the strokes over furniture
_LEGEND = 20  # pixels
_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class LayoutError(Exception):
    """There is nothing to draw, or it cannot be drawn as asked. The message is for people."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to draw on a page. box: in points as seen; order: the number in reading order, None for a part."""

    box: BBox
    kind: BlockKind
    order: int | None = None
    label: str = ""
    part: str = ""  # of a table: row, header or cell


def marks_of(document: Document, page: int) -> list[Mark]:
    """What is to be drawn on page `page` (from 1), in reading order, blocks that began on a page before with it.

    The numbers count the blocks of the document's text; furniture has none, since nothing reads it.
    """
    marks: list[Mark] = []
    order = 0
    for block in document.blocks:
        number: int | None = None
        if block.kind is not BlockKind.FURNITURE:
            order += 1
            number = order
        if block.kind is BlockKind.TABLE:
            marks.extend(_table_marks(block, page, number))
        elif _on(block.place, page):
            assert block.place.bbox is not None
            marks.append(Mark(_grown(block.place.bbox), block.kind, number, _label(block)))
    return marks


def _table_marks(block: Block, page: int, number: int | None) -> Iterator[Mark]:
    rows = [row for row in block.rows if _on(row.place, page)]
    boxes = [row.place.bbox for row in rows if row.place.bbox is not None]
    if block.place.page == page and block.place.bbox is not None:
        boxes.append(block.place.bbox)
    if not boxes:
        return
    begins = block.place.page == page
    yield Mark(_around(boxes), block.kind, number, _label(block) if begins else f"{_label(block)}, goes on")
    for row in rows:
        assert row.place.bbox is not None
        yield Mark(row.place.bbox, block.kind, part="header" if row.header else "row")
    for row in block.rows:
        for cell in row.cells:
            paras = [para for para in cell.paras if _on(para.place, page)] if cell.rowspan_from is None else []
            if paras:
                yield Mark(_para_box(paras), block.kind, part="header" if row.header or cell.header else "cell")


def _para_box(paras: Sequence[Para]) -> BBox:
    return _grown(_around([para.place.bbox for para in paras if para.place.bbox is not None]))


def _label(block: Block) -> str:
    if block.kind is BlockKind.FURNITURE:
        return block.reason or "furniture"
    words = {
        BlockKind.HEADING: f"heading {block.level}",
        BlockKind.LIST_ITEM: f"item {block.level}",
        BlockKind.TABLE: f"table {len(block.rows)} x {block.columns}",
    }.get(block.kind, "")
    doubt = f" ({block.confidence:.0%})" if block.confidence < 1 else ""
    return (words + doubt).strip()


def _on(place: Place, page: int) -> bool:
    return place.page == page and place.bbox is not None


def _around(boxes: Sequence[BBox]) -> BBox:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _grown(box: BBox) -> BBox:
    return box[0] - _PAD, box[1] - _PAD, box[2] + _PAD, box[3] + _PAD


def draw_page(data: bytes, document: Document, page: int, *, dpi: int = DPI, rejected: bool = False) -> Image.Image:
    """A picture of page `page` (from 1) with what was read of it, below it a strip that explains the colours.

    rejected: draw also the grids that are no tables, with what there was for and against each.

    Raises LayoutError when the document has no such page.
    """
    if not 1 <= page <= len(document.pages):
        raise LayoutError(f"There is no page {page}: the document has {_pages(len(document.pages))}.")
    picture = _rendered(data, document.pages[page - 1].number, dpi)
    marks = marks_of(document, document.pages[page - 1].number)
    tint = Image.new("RGBA", picture.size)
    brush = ImageDraw.Draw(tint)
    scale = dpi / 72
    for mark in marks:
        _tint(brush, mark, _pixels(mark.box, scale))
    picture = Image.alpha_composite(picture.convert("RGBA"), tint).convert("RGB")
    brush = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=max(9, dpi // 10))
    for mark in marks:
        _outline(brush, mark, _pixels(mark.box, scale))
    for mark in marks:
        _write(brush, mark, _pixels(mark.box, scale), picture.size, font)
    refused = [grid for grid in document.rejected if grid.page == document.pages[page - 1].number] if rejected else []
    _draw_rejected(brush, refused, scale, picture.size, font)
    return _with_legend(picture, font, rejected)


def _rendered(data: bytes, page: int, dpi: int) -> Image.Image:
    pdf = pdfium.PdfDocument(in_points(data))
    settle_stand_ins()  # where letters of fonts without widths stand
    try:
        if pdf.get_formtype():
            pdf.init_forms()
        picture: Image.Image = pdf[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture
    finally:
        pdf.close()


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(value * scale) for value in box)
    return x0, top, max(x0 + 1, x1), max(top + 1, bottom)


def _tint(brush: ImageDraw.ImageDraw, mark: Mark, box: tuple[int, int, int, int]) -> None:
    if mark.kind is BlockKind.FURNITURE:
        brush.rectangle(box, fill=(255, 255, 255, _GREY))
        x0, top, x1, bottom = box
        height = bottom - top
        for x in range(x0 - height, x1, _HATCH):
            start, end = max(x, x0), min(x + height, x1)
            if start < end:
                brush.line((start, bottom - (start - x), end, bottom - (end - x)), fill=(*COLOURS[mark.kind], 130))
    elif mark.part == "header":
        brush.rectangle(box, fill=(*HEADER_COLOUR, _TINT))
    elif mark.part != "row":
        brush.rectangle(box, fill=(*COLOURS[mark.kind], _TINT))


def _outline(brush: ImageDraw.ImageDraw, mark: Mark, box: tuple[int, int, int, int]) -> None:
    colour = HEADER_COLOUR if mark.part == "header" else COLOURS[mark.kind]
    brush.rectangle(box, outline=colour, width=1 if mark.part else 2)


def _write(
    brush: ImageDraw.ImageDraw,
    mark: Mark,
    box: tuple[int, int, int, int],
    size: tuple[int, int],
    font: _Font,
) -> None:
    """The number left of the block, what it is beside its upper right corner, or above it."""
    colour = COLOURS[mark.kind]
    if mark.order is not None:
        number = str(mark.order)
        wide, high = _size(brush, number, font)
        x = max(0, box[0] - wide - 7)
        brush.rectangle((x, box[1], x + wide + 5, box[1] + high + 4), fill=colour)
        brush.text((x + 3, box[1] + 2), number, fill="white", font=font, anchor="lt")
    if mark.label:
        wide, high = _size(brush, mark.label, font)
        x, y = box[2] + 4, box[1]
        if mark.kind in (BlockKind.TABLE, BlockKind.FURNITURE) or x + wide + 2 > size[0]:
            x, y = max(0, min(box[2], size[0] - 3) - wide), max(0, box[1] - high - 6)
        brush.rectangle((x - 2, y - 1, x + wide + 2, y + high + 3), fill="white")
        brush.text((x, y + 1), mark.label, fill=colour, font=font, anchor="lt")


def _draw_rejected(
    brush: ImageDraw.ImageDraw, grids: Sequence[RejectedGrid], scale: float, size: tuple[int, int], font: _Font
) -> None:
    """The borders of each grid, and in its upper left corner, below what other grids have there, what it was."""
    taken: list[tuple[int, int, int, int]] = []
    for grid in grids:
        x0, top, x1, bottom = _pixels(grid.bbox, scale)
        sides = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
        inner = [
            (round(a * scale), round(b * scale), round(c * scale), round(d * scale)) for a, b, c, d in grid.borders
        ]
        for line in (*sides, *inner):
            _dash(brush, line)
        label = f"no table: {grid.found_by} {grid.score:.0%}; {'; '.join(grid.reasons)}"
        wide, high = _size(brush, label, font)
        x = max(0, min(x0 + 3, size[0] - wide - 3))
        y = top + 3
        while any(a < x + wide and x < c and b < y + high + 4 and y < d for a, b, c, d in taken):
            y += high + 5
        taken.append((x, y, x + wide, y + high + 4))
        brush.rectangle((x - 2, y - 1, x + wide + 2, y + high + 3), fill="white", outline=REJECTED_COLOUR)
        brush.text((x, y + 1), label, fill=REJECTED_COLOUR, font=font, anchor="lt")


def _dash(brush: ImageDraw.ImageDraw, line: tuple[int, int, int, int]) -> None:
    """A level or upright line in dashes."""
    x0, top, x1, bottom = line
    level = x1 - x0 >= bottom - top
    for start in range(x0 if level else top, x1 if level else bottom, 2 * _DASH):
        end = min(start + _DASH, x1 if level else bottom)
        brush.line((start, top, end, top) if level else (x0, start, x0, end), fill=REJECTED_COLOUR, width=2)


def _size(brush: ImageDraw.ImageDraw, text: str, font: _Font) -> tuple[int, int]:
    x0, top, x1, bottom = brush.textbbox((0, 0), text, font=font, anchor="lt")
    return int(x1 - x0), int(bottom - top)


def _with_legend(picture: Image.Image, font: _Font, rejected: bool) -> Image.Image:
    whole = Image.new("RGB", (picture.width, picture.height + _LEGEND), "white")
    whole.paste(picture)
    brush = ImageDraw.Draw(whole)
    x, y = 6, picture.height + 4
    named = [(kind.value.replace("_", " "), colour) for kind, colour in COLOURS.items()]
    named.append(("table header", HEADER_COLOUR))
    if rejected:
        named.append(("no table", REJECTED_COLOUR))
    for name, colour in named:
        brush.rectangle((x, y, x + 11, y + 11), fill=colour)
        brush.text((x + 15, y + 1), name, fill="black", font=font, anchor="lt")
        x += 27 + _size(brush, name, font)[0]
    return whole


def write_layout(
    data: bytes, document: Document, target: Path, *, page: int | None = None, rejected: bool = False
) -> list[Path]:
    """Write pictures of what was read of a PDF: the paths written, in the order of pages.

    target: a name that ends in ``.png`` for one page (`page`, or the only one there is); else a folder, made if it is
    not there, for ``page-001.png`` and so on, of all pages or of `page` alone. rejected: see `draw_page`.
    Raises LayoutError when it has no pages (a text file), no such page, or one name was given for many pages; OSError
    when a file cannot be written.
    """
    count = len(document.pages)
    if document.media_type != "application/pdf" or not count:
        raise LayoutError(
            "Only a PDF has pages to draw on; this is a text file. Leave --layout out to see what is found."
        )
    if page is not None and not 1 <= page <= count:
        raise LayoutError(f"There is no page {page}: the document has {_pages(count)}.")
    if target.suffix.lower() == ".png":
        if page is None and count > 1:
            raise LayoutError(
                f"The document has {_pages(count)}. Say which one with --page, or name a folder, "
                f"not {target.name}, to have all."
            )
        draw_page(data, document, page or 1, rejected=rejected).save(target, optimize=True)
        return [target]
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for number in [page] if page is not None else range(1, count + 1):
        path = target / f"page-{number:03d}.png"
        draw_page(data, document, number, rejected=rejected).save(path, optimize=True)
        written.append(path)
    return written


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"

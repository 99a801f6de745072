"""A PDF's bytes to a `Document`: the order of the steps, each of which lives in a module of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from safeplans.extractors.base.collecting import seldom
from safeplans.extractors.base.document import Block, BlockKind, Document, Page, ReadingProblem
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.pdf.asides import aside_problems
from safeplans.extractors.reading.pdf.assemble import Assembler
from safeplans.extractors.reading.pdf.carryover import carry_over
from safeplans.extractors.reading.pdf.content import PageContent
from safeplans.extractors.reading.pdf.edges import usable_fills
from safeplans.extractors.reading.pdf.enclosed import enclosed_problems, refuse_stand_in
from safeplans.extractors.reading.pdf.flow import Flow, RawBlock, continues, learn_flow, list_levels, read_strand
from safeplans.extractors.reading.pdf.furniture import PageLines, is_watermark, mark_furniture
from safeplans.extractors.reading.pdf.headings import BodyStyle, body_style, find_title, heading_levels, is_cover
from safeplans.extractors.reading.pdf.joining import mark_headers, try_join
from safeplans.extractors.reading.pdf.lines import Line, make_line, make_lines, split_at_column_starts, turned_lines
from safeplans.extractors.reading.pdf.order import Strand, reading_order
from safeplans.extractors.reading.pdf.page_design import without_design
from safeplans.extractors.reading.pdf.paragraphs import RawPara, note_marks
from safeplans.extractors.reading.pdf.pdfium import PdfSource
from safeplans.extractors.reading.pdf.pictures import take_picture
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.readers import Readers, lacks_letters
from safeplans.extractors.reading.pdf.repair import known_words
from safeplans.extractors.reading.pdf.scans import is_scan, mostly_recognised, remedy, take_recognised
from safeplans.extractors.reading.pdf.settings import ReadSettings
from safeplans.extractors.reading.pdf.slanted import head_tables
from safeplans.extractors.reading.pdf.struck import take_struck
from safeplans.extractors.reading.pdf.tables import PageTables, find_tables
from safeplans.extractors.reading.pdf.typed_rules import take_typed_rules
from safeplans.extractors.reading.pdf.user_units import in_points
from safeplans.extractors.reading.pdf.witnesses import weigh_block, weigh_table

MEDIA_TYPE = "application/pdf"
_MAX_SHADING = 300  # filled rectangles of a page that are kept after it was laid out
_STRAY = 0.02  # share of a document's lines that may run out into the margin
_RUN_OUT = 12.0  # points by which they do so, at least


@seldom()
def read_pdf(data: bytes, settings: ReadSettings | None = None) -> Document:
    """Read a PDF.

    Places are in points from the top left of the page as seen. What could be read only in part is told in
    `Document.problems` (codes ``damaged``, ``no_text``, ``no_unicode``, ``second_reader``, ``attachments``,
    ``xfa_form``…).

    Raises ReadingError when nothing can be read: ``empty``, ``unsupported`` (no PDF, or the shell of an XFA form or a
    portfolio), ``encrypted``, ``damaged``, ``too_many_pages``, ``no_text`` (a scan),
    ``reader_fault``. Raises MemoryError when there is not enough.
    """
    settings = settings or ReadSettings()
    data = in_points(data)
    with PdfSource(data) as source:
        if source.page_count > settings.max_pages:
            raise ReadingError(
                "too_many_pages",
                f"The PDF has {source.page_count} pages, more than the {settings.max_pages} allowed. "
                "Raise max_pages or split the file.",
            )
        problems: list[ReadingProblem] = []
        if source.truncated:
            problems.append(
                ReadingProblem(
                    "damaged", "The file is cut off before its end; pages may be missing. Download it again."
                )
            )
        truncated, pictured, unread = source.truncated, False, 0
        info = source.info()
        attached, dynamic_form = source.attached(), source.dynamic_form
        pages: list[Page] = []
        layouts: list[PageLines] = []
        marks: list[RawBlock] = []
        turned: dict[int, PageContent] = {}
        readers = Readers(source, data, settings.reader, problems)
        for content in _contents(source, readers, settings, problems):
            pages.append(Page(content.number, *content.seen_size, content.origin))
            unread += content.unread
            if content.turned or content.skew:
                turned[content.number] = PageContent(
                    content.number, content.width, content.height, turned=content.turned, skew=content.skew
                )
            pictured = pictured or bool(content.images or content.fills or content.rules)
            if content.words:
                try:
                    layouts.append(_lay_out(content, marks, problems))
                except MemoryError:
                    raise  # what it needs is the caller's to decide
                except Exception as error:  # one page must not cost the document
                    problems.append(_at_fault(content.number, error, "it was not read"))
                    unread += 1
    if not layouts:
        if any(problem.code == "reader_fault" for problem in problems):
            raise ReadingError("reader_fault", "The reader failed on every page: a fault of its own. Please report it.")
        if unread == len(pages):
            raise ReadingError("damaged", "No page of the PDF can be read: it is damaged. Download it again.")
        if truncated:
            raise ReadingError("damaged", "The PDF is cut off before its end. Download it again.")
        if not pictured:
            refuse_stand_in("", attached, dynamic_form)
            raise ReadingError("empty", "The pages of the PDF are blank. Download it again, or look for another copy.")
        raise ReadingError(
            "no_text",
            f"The PDF holds {_pictures(pages)} and no text: it is a scan. {remedy(settings)}",
        )
    assembler = _assemble(layouts, marks, turned)
    if len(pages) == 1:
        refuse_stand_in("\n".join(assembler.lines), attached, dynamic_form)
    problems += enclosed_problems(attached, dynamic_form)
    return Document(
        MEDIA_TYPE,
        tuple(assembler.blocks),
        tuple(assembler.lines),
        tuple(pages),
        "ocr" if mostly_recognised(pages) else "digital",
        info,
        tuple(problems),
        assembler.printed.words(),
        tuple(grid for page in layouts for grid in page.rejected),
    )


def blocks_of(contents: Iterable[PageContent]) -> tuple[list[Block], list[str]]:
    """The blocks and printed lines of some pages' contents, wherever these came from: the seam for other backends."""
    marks: list[RawBlock] = []
    pages = [content for content in contents if content.words]
    layouts = [_lay_out(content, marks, []) for content in pages]
    if not layouts:
        return [], []
    assembler = _assemble(layouts, marks, {c.number: c for c in pages if c.turned})
    return assembler.blocks, assembler.lines


def _pictures(pages: Sequence[Page]) -> str:
    if len(pages) == 1:
        return "a picture of page 1"
    return f"pictures of pages {pages[0].number} to {pages[-1].number}" if pages else "pictures of pages"


def _contents(
    source: PdfSource, readers: Readers, settings: ReadSettings, problems: list[ReadingProblem]
) -> Iterator[PageContent]:
    """Each readable page; what is wrong with the others goes to `problems`."""
    left_out: list[int] = []
    for number in range(1, source.page_count + 1):
        if settings.leaves_out(number):
            left_out.append(number)
            yield PageContent(number, 0, 0, unread=True)
            continue
        if settings.on_page is not None:
            settings.on_page(number)
        try:
            content = readers.page(number)
        except MemoryError:
            raise
        except Exception as error:  # whatever a library says of a page that it does not understand
            problems.append(_at_fault(number, error, "it was not read"))
            yield PageContent(number, 0, 0, unread=True)
            continue
        if content is None:
            problems.append(ReadingProblem("damaged", f"Page {number} cannot be read.", "error", number))
            yield PageContent(number, 0, 0, unread=True)
            continue
        if settings.recognise is not None and is_scan(content):
            try:
                take_recognised(content, settings.recognise(source.picture(number, settings.recognise_dpi)))
            except MemoryError:
                raise
            except Exception as error:
                problems.append(_at_fault(number, error, "its picture was not recognised"))
        if not content.words and (content.images or content.fills or content.rules):
            problems.append(
                ReadingProblem(
                    "no_text",
                    f"Page {number} has no text, only a picture. {remedy(settings)}",
                    "warning",
                    number,
                )
            )
        if content.left_out:
            problems.append(
                ReadingProblem(
                    "too_large",
                    f"Page {number} holds more than a printed page can; left out: {' and '.join(content.left_out)}.",
                    "warning",
                    number,
                )
            )
        problems += _pictured(content, source, settings)
        take_typed_rules(content)
        take_struck(content)
        problems += aside_problems(content)
        if lacks_letters(content):
            problems.append(
                ReadingProblem(
                    "no_unicode",
                    f"On page {number} the file does not say which letters {content.unmapped} characters are; "
                    "their text may be wrong. Ask the publisher for another copy.",
                    "warning",
                    number,
                )
            )
        yield content
    if settings.on_page is not None:
        settings.on_page(0)
    if left_out:
        which = f"Page {left_out[0]} was" if len(left_out) == 1 else f"Pages {_ranges(left_out)} were"
        problems.append(
            ReadingProblem("page_skipped", f"{which} left out. Look there by hand, or run again.", "error", left_out[0])
        )


def _pictured(content: PageContent, source: PdfSource, settings: ReadSettings) -> list[ReadingProblem]:
    """Read the pictures with words on a page that has text too, and tell of each."""
    number, recognise, dpi = content.number, settings.recognise, settings.recognise_dpi
    if content.origin != "digital":
        return []
    found = []
    for box in content.printed:
        where = "upper" if box[1] + box[3] < content.height else "lower"
        try:
            if recognise is not None and take_picture(content, box, recognise(source.part(number, box, dpi))):
                said = f"The words of a picture in the {where} half of page {number} were recognised. Check them there."
                found.append(ReadingProblem("picture", said, "info", number))
                continue
        except MemoryError:
            raise
        except Exception as error:
            found.append(_at_fault(number, error, "a picture on it was not read"))
            continue
        said = f"A picture in the {where} half of page {number} seems to show words or a table, which were not read. "
        said += remedy(settings) if recognise is None else "Text recognition could not make them out; look there."
        found.append(ReadingProblem("picture", said, "warning", number))
    return found


def _at_fault(number: int, error: Exception, outcome: str) -> ReadingProblem:
    """What is told of a page on which a step of the reader itself failed; its file is sound as far as we know."""
    said = (str(error).splitlines() or [""])[0][:120]
    return ReadingProblem(
        "reader_fault",
        f"The reader failed on page {number}, and {outcome}: a fault of its own, not of the file "
        f"({type(error).__name__}: {said}). Look at the page, and please report it.",
        "error",
        number,
    )


def _ranges(numbers: Sequence[int]) -> str:
    """``3, 7 to 9``: page numbers in rising order."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)


def _lay_out(content: PageContent, marks: list[RawBlock], problems: list[ReadingProblem]) -> PageLines:
    """Tables and lines of one page; slanted text, such as a watermark, goes to `marks`.

    Where the search for tables fails, all words are lines, and that is told.
    """
    slanted = [w for w in content.words if w.angle not in (0, 90, 180, 270)]
    words = content.words
    if slanted:
        words = [w for w in words if w.angle in (0, 90, 180, 270)]
    content = without_design(content)
    try:
        found = find_tables(content, words)
    except MemoryError:
        raise
    except Exception as error:  # its words are worth more than its tables
        problems.append(_at_fault(content.number, error, "its tables were read as lines of text"))
        found = PageTables(rest=list(words))
    for table in found.tables:
        mark_headers(table)
        weigh_table(table, content.tags)
    loose = head_tables(found.tables, slanted) if slanted else []
    if loose:
        reason = "watermark" if any(is_watermark(w) for w in loose) else "slanted"
        marks.append(
            RawBlock(BlockKind.FURNITURE, content.number, RawPara([make_line(loose, content.number)]), reason=reason)
        )
    lines = split_at_column_starts(make_lines(found.rest, content.number, content.tags))
    _mark_drawn_bullets([*lines, *_cell_lines(found.tables)], content)
    lines.extend(turned_lines([w for w in found.rest if not w.upright], content.number))
    shading = usable_fills(content)[:_MAX_SHADING]
    size = content.width, content.height
    return PageLines(content.number, *size, lines, found.tables, found.frames, shading=shading, rejected=found.rejected)


def _mark_drawn_bullets(lines: Sequence[Line], content: PageContent) -> None:
    """Bullets that are drawn shapes, not letters."""
    dots = [f for f in content.fills if 1.2 <= f.width <= 9 and 1.2 <= f.height <= 9 and abs(f.width - f.height) < 2.5]
    if not dots or len(dots) > 2000:
        return
    for line in lines:
        for dot in dots:
            level = line.baseline - 0.95 * line.size < dot.top and dot.bottom < line.baseline + 0.15 * line.size
            if level and 1 <= line.x0 - dot.x1 <= 26 and dot.width <= 0.8 * line.size:
                line.drawn_bullet = True
                break


def _assemble(layouts: Sequence[PageLines], marks: Sequence[RawBlock], turned: dict[int, PageContent]) -> Assembler:
    mark_furniture(layouts)
    carry_over(layouts)
    body = body_style((line for page in layouts for line in page.body), _table_lines(layouts))
    known = known_words(line.text for page in layouts for line in page.body)
    for line in _table_lines(layouts):
        known.add_line(line.text)
    ordered = [(page, reading_order(page.body, page.tables, page.frames)) for page in layouts]
    flow = learn_flow((p.lines for _, pieces in ordered for p in pieces if isinstance(p, Strand)), body)
    flow.marks = note_marks(line for page in layouts for line in (*page.body, *_cell_lines(page.tables)))
    rights = _right_edges(ordered)
    blocks: list[RawBlock] = []
    for page, pieces in ordered:
        blocks.extend(_page_blocks(page, pieces, rights, flow))
    blocks = _joined(blocks, marks)
    _set_levels(blocks, layouts[0], body)
    list_levels(blocks)
    assembler = Assembler(known, turned)
    # The words of a long document take much more room than its text: let go of those that are done.
    ordered.clear()
    for page in layouts:
        page.lines, page.tables = [], []
    blocks.reverse()
    while blocks:
        assembler.add(blocks.pop())
    return assembler


def _table_lines(layouts: Sequence[PageLines]) -> Iterator[Line]:
    for page in layouts:
        yield from _cell_lines(page.tables)


def _cell_lines(tables: Iterable[RawTable]) -> Iterator[Line]:
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.lines


def _right_edges(ordered: Sequence[tuple[PageLines, list[Strand | RawTable]]]) -> dict[float, float]:
    """Where full-width lines end at most, by page width."""
    ends: dict[float, list[float]] = {}
    for page, pieces in ordered:
        for piece in pieces:
            if isinstance(piece, Strand) and not piece.column:
                ends.setdefault(round(page.width), []).extend(line.x1 for line in piece.lines if len(line.words) >= 4)
    return {width: _usual_end(values) for width, values in ends.items() if values}


def _usual_end(ends: Sequence[float]) -> float:
    """Where the lines of a text end at most, but for a few that run out into the margin (an address, a long word)."""
    ordered = sorted(ends)
    kept = ordered[: len(ordered) - int(_STRAY * len(ordered))]
    return kept[-1] if ordered[-1] - kept[-1] > _RUN_OUT else ordered[-1]


def _page_blocks(
    page: PageLines, pieces: Iterable[Strand | RawTable], rights: dict[float, float], flow: Flow
) -> list[RawBlock]:
    headers, footers, contents = _furniture(page)
    blocks: list[RawBlock] = []
    for piece in pieces:
        if isinstance(piece, RawTable):
            blocks.append(RawBlock(BlockKind.TABLE, piece.page, table=piece))
            continue
        own = max(line.x1 for line in piece.lines)
        usual = own if piece.column else rights.get(round(page.width), own)
        right = usual if usual < own - _RUN_OUT and len(piece.lines) > 1 else max(own, usual)
        read = read_strand(piece.lines, right, flow)
        for block in read:
            weigh_block(block)
        blocks.extend(read)
    if contents:
        top = _top(contents[0])
        index = next((i for i, b in enumerate(blocks) if _top(b) > top), len(blocks))
        blocks[index:index] = contents
    return [*headers, *blocks, *footers]


def _top(block: RawBlock) -> float:
    if block.table is not None:
        return block.table.box[1]
    return block.para.lines[0].top if block.para is not None else 0.0


def _furniture(page: PageLines) -> tuple[list[RawBlock], list[RawBlock], list[RawBlock]]:
    groups: tuple[list[RawBlock], list[RawBlock], list[RawBlock]] = ([], [], [])
    for line in page.lines:
        reason = page.reasons.get(id(line))
        if reason is None:
            continue
        block = RawBlock(BlockKind.FURNITURE, page.number, RawPara([line]), reason=reason)
        if reason == "contents":
            groups[2].append(block)
        else:
            groups[0 if line.top < page.height / 2 else 1].append(block)
    return groups


def _joined(blocks: Sequence[RawBlock], marks: Sequence[RawBlock]) -> list[RawBlock]:
    """Paragraphs, list items and tables that run over a column or page made one, also over footnotes between them."""
    joined: list[RawBlock] = []
    last: RawBlock | None = None
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            joined.append(block)
            continue
        if last is not None:
            if block.table is not None and last.table is not None and try_join(last.table, block.table):
                continue
            moved = last.para is not None and block.para is not None and _next_place(last.para, block.para)
            if moved and continues(last, block) and block.para is not None and last.para is not None:
                last.para.lines.extend(block.para.lines)
                last.right = block.right
                continue
        joined.append(block)
        last = block
    by_page = {mark.page: mark for mark in marks}
    for page, mark in by_page.items():
        index = next((i for i, b in enumerate(joined) if b.page >= page), len(joined))
        joined.insert(index, mark)
    return joined


def _next_place(before: RawPara, after: RawPara) -> bool:
    """The second stands on a later page, or higher up on the same one (the next column)."""
    last, first = before.lines[-1], after.lines[0]
    return first.page == last.page + 1 or (first.page == last.page and first.baseline < last.baseline)


def _set_levels(blocks: Sequence[RawBlock], first: PageLines, body: BodyStyle) -> None:
    """Levels of headings; on a cover only the title is one."""
    headings = [b for b in blocks if b.kind is BlockKind.HEADING and b.para is not None]
    title = find_title([b.para for b in headings if b.para is not None], first.number)
    lines = first.body
    few = sum(len(line.words) for line in lines)
    if not first.tables and is_cover(few, all(line.size > body.size - 0.3 for line in lines)):
        for block in headings:
            if block.page == first.number and block.para is not title:
                block.kind = BlockKind.PARAGRAPH
        headings = [b for b in headings if b.kind is BlockKind.HEADING]
    paras = [b.para for b in headings if b.para is not None]
    if paras:
        for block, level in zip(headings, heading_levels(paras, title), strict=True):
            block.level = level

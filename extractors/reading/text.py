"""Text files to a `Document`: what a text extractor, a converter or a web page left of a plan.

Understood: tab tables, Markdown pipe tables, columns held apart by wide spaces, HTML tables, lists with any
bullet or number, headings with and without markup, contents pages, headers and footers inside the text,
hard-wrapped and very long lines. Lines are those of the file, counted from 1; there are no pages.

Markdown is read by the same rules, not by markdown-it-py, for what converters and people leave is Markdown in part. Of
a line both make the same words (115,128 of 115,256 lines of the documents by hand; here marks of what is struck out are
kept). Of 260 Markdown documents it sees 2,004 headings where these rules see 3,096, since a bold line alone is one too;
and of 836 texts it takes indented lines of 102 for code.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place, ReadingProblem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.reading import markup
from safeplans.extractors.reading.decode import decode, decoding_doubts
from safeplans.extractors.reading.furniture_text import contents_lines, repeated_lines
from safeplans.extractors.reading.markers import BULLET_GLYPHS, Marked, run_on_items, split_marker
from safeplans.extractors.reading.stacked import stacked_rows
from safeplans.extractors.reading.taming import LONGEST_LINE, LONGEST_WORD, tame_lines, tame_words
from safeplans.extractors.reading.text_footnotes import with_footnotes
from safeplans.extractors.reading.text_tables import GridRow, build_tables
from safeplans.extractors.reading.typed_cells import comma_rows
from safeplans.extractors.reading.web.fragment import fragment
from safeplans.extractors.reading.wide_columns import wide_table

_HEADING_MARK = re.compile(r"^(#{1,6})\s*(.*?)\s*#*\s*$")
_NUMBERED_HEADING = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_END = re.compile(r"[.;:?!,]['\"’”)]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    raw: str

    @property
    def text(self) -> str:
        return markup.strip(self.raw)

    @property
    def blank(self) -> bool:
        return not self.raw.strip()


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read a text or Markdown file, as its name tells; it has no pages. Raises ReadingError like `read_text`."""
    markdown = (settings.file_name or "").casefold().endswith((".md", ".markdown"))
    return read_text(data, "text/markdown" if markdown else "text/plain")


def read_text(data: bytes, media_type: str = "text/plain") -> Document:
    """Read a text file.

    Raises ReadingError (`empty`, `unsupported`) when there is no text in it.
    """
    text, encoding = decode(data)
    text, shortened = tame_words(text)
    printed, divided = tame_lines(text.replace("\f", "\n" if "\n\f" not in text else "").split("\n"))
    problems: list[ReadingProblem] = []
    if shortened:
        problems.append(
            ReadingProblem(
                "shortened",
                f"{shortened} words of more than {LONGEST_WORD} characters were cut there: they are no plan's words.",
                "info",
            )
        )
    if divided:
        problems.append(
            ReadingProblem(
                "shortened",
                f"{divided} lines of more than {LONGEST_LINE} characters were divided; line numbers count the parts.",
                "info",
            )
        )
    problems += decoding_doubts(text, encoding)
    blocks = tuple(_glossary_entries(_join_broken(list(_blocks(_bullets_joined(printed))))))
    return with_footnotes(Document(media_type, blocks, tuple(printed), (), "text", {}, tuple(problems)))


def _bullets_joined(printed: list[str]) -> list[str]:
    """Bullets that an extractor printed on lines of their own, put before the text that follows them."""
    lines = list(printed)
    waiting: list[str] = []
    for index, raw in enumerate(lines):
        text = raw.strip()
        if text and len(text) == 1 and text in BULLET_GLYPHS + "§":
            waiting.append(text)
            lines[index] = ""
        elif text and waiting and (index == 0 or not lines[index - 1].strip()):
            if split_marker(text).marker is None:
                lines[index] = f"{waiting.pop(0)} {text}"
            else:
                waiting.clear()
    return lines


# From lines, an index and the furniture to the index behind what begins there, and its blocks; none where nothing does.
_Consumer = Callable[[list[_Line], int, dict[int, str]], tuple[int, list[Block]]]


def _blocks(printed: list[str]) -> Iterator[Block]:
    furniture = contents_lines(printed) | repeated_lines(printed)
    lines = [_Line(i + 1, raw) for i, raw in enumerate(printed)]
    closings = [i for i, raw in enumerate(printed) if "</table" in raw.casefold()]
    consumers: tuple[_Consumer, ...] = (
        partial(_html, closings), _grid, _pipes, _tabs,
        *(partial(one, printed) for one in (_commas, _wide, _stacked)),
    )  # fmt: skip
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.blank:
            i += 1
            continue
        if line.number in furniture:
            place = Place(None, line.number, line.number)
            yield Block(BlockKind.FURNITURE, (Para(line.text, place),), place, reason=furniture[line.number])
            i += 1
            continue
        for consume in consumers:
            end, made = consume(lines, i, furniture)
            if end > i:
                yield from made
                i = end
                break
        else:
            end, made = _prose(lines, i, furniture)
            yield from made
            i = end


def _html(closings: list[int], lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    """closings: indices of the lines in which a table ends."""
    if not re.match(r"\s*(?:<(?:div|center|html|body)[^>]*>\s*)*<table\b", lines[start].raw, re.IGNORECASE):
        return start, []
    later = bisect.bisect_left(closings, start)
    closing = closings[later] if later < len(closings) else None
    if closing is None:  # never closed: up to the last line with a cell in it
        closing = start
        while closing + 1 < len(lines) and re.search(r"</?t[rdh]\b", lines[closing + 1].raw, re.IGNORECASE):
            closing += 1
    end = closing + 1
    source = "\n".join(line.raw for line in lines[start:end])
    return end, [_without_markup(block) for block in fragment(source, lines[start].number)]


def _without_markup(block: Block) -> Block:
    """The words of a table that stands in Markdown, without its stars and links."""

    def bare(para: Para) -> Para:
        return replace(para, text=markup.strip(para.text), bold=para.bold or markup.is_bold(para.text))

    rows = tuple(
        replace(row, cells=tuple(replace(cell, paras=tuple(map(bare, cell.paras))) for cell in row.cells))
        for row in block.rows
    )
    return replace(block, paras=tuple(map(bare, block.paras)), rows=rows)


def _grid(lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    """A table drawn with ``+---+``: a row ends at each rule, cells wrapped inside it are joined."""
    rule = re.compile(r"^\s*\+[-=+:]{3,}\+\s*$")
    if not rule.match(lines[start].raw):
        return start, []
    rows: list[GridRow] = []
    open_row: GridRow | None = None
    end = start
    while end < len(lines) and (rule.match(lines[end].raw) or lines[end].raw.strip().startswith("|")):
        raw = lines[end].raw.strip()
        if rule.match(raw):
            if open_row is not None:
                open_row.header = "=" in raw
                rows.append(open_row)
            open_row = None
        else:
            cells = [c.strip() for c in raw.strip("|").split("|")]
            if open_row is None:
                open_row = GridRow(lines[end].number, cells, lines[end].number)
            else:
                open_row.line_end = lines[end].number
                for i, cell in enumerate(cells[: len(open_row.cells)]):
                    joiner = "\n" if split_marker(cell).marker else " "
                    open_row.cells[i] = f"{open_row.cells[i]}{joiner}{cell}".strip() if cell else open_row.cells[i]
        end += 1
    return end, build_tables(rows, joined=True)


def _stacked(printed: list[str], lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    end, rows = stacked_rows(printed, start, furniture)
    return (end, build_tables(rows, whole_rows=True)) if rows else (start, [])


def _pipes(lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    def is_row(line: _Line) -> bool:
        return line.raw.count("|") >= 2 and (
            line.raw.strip().startswith("|") or line.raw.strip().endswith("|") or line.raw.count("|") >= 2
        )

    if not is_row(lines[start]):
        return start, []
    end = start
    rows: list[GridRow] = []
    ruled = False
    while end < len(lines) and is_row(lines[end]):
        raw = lines[end].raw.strip().strip("|") if lines[end].raw.strip().startswith("|") else lines[end].raw.strip()
        if _PIPE_RULE.match(lines[end].raw):
            if len(rows) == 1:
                rows[0].header = True
            ruled = True
        else:
            cells = [c.strip().replace("<br>", "\n").replace("\\|", "|") for c in re.split(r"(?<!\\)\|", raw)]
            rows.append(GridRow(lines[end].number, cells, lines[end].number))
        end += 1
    if len(rows) < 2 and not ruled:
        return start, []
    return end, build_tables(rows)


def _is_tab_row(line: _Line) -> bool:
    return "\t" in line.raw.strip(" ") and bool(line.raw.strip())


def _tabs(lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    if not _is_tab_row(lines[start]):
        return start, []
    rows: list[GridRow] = []
    end = start
    while end < len(lines):
        line = lines[end]
        if line.blank or line.number in furniture:
            end += 1
            continue
        if not _is_tab_row(line):
            break
        cells = [c.strip() for c in line.raw.strip(" \r").split("\t")]
        rows.append(GridRow(line.number, cells, line.number, printed=len(cells)))
        end += 1
    while end > start and (lines[end - 1].blank or lines[end - 1].number in furniture):
        end -= 1
    marked = [r for r in rows if r.cells and not r.cells[0]]
    if len(rows) == 1 and len([c for c in rows[0].cells if c]) == 1 and not marked:
        return start, []  # a trailing tab makes no table
    kept = build_tables(rows)
    kept += [
        Block(
            BlockKind.FURNITURE,
            (Para(line.text, Place(None, line.number, line.number)),),
            Place(None, line.number, line.number),
            reason=furniture[line.number],
        )
        for line in lines[start:end]
        if line.number in furniture
    ]
    return end, kept


def _commas(printed: list[str], lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    end, rows = comma_rows(printed, start, furniture)
    return (end, build_tables(rows, joined=True)) if rows else (start, [])


def _wide(printed: list[str], lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    end, rows = wide_table(printed, start, furniture)
    return (end, build_tables(rows, joined=True)) if rows else (start, [])


def _prose(lines: list[_Line], start: int, furniture: dict[int, str]) -> tuple[int, list[Block]]:
    """The lines up to the next blank line or table: headings, list items and paragraphs."""
    chunk: list[_Line] = []
    end = start
    while end < len(lines) and not lines[end].blank and lines[end].number not in furniture:
        if end > start and (
            looks_like_header(re.split(r"\s{3,}", lines[end].raw.strip()))
            or _is_tab_row(lines[end])
            and not _one_cell(lines[end])
            or lines[end].raw.lstrip().startswith("<table")
        ):
            break
        chunk.append(lines[end])
        end += 1
        statement = statement_of(chunk[-1].text)
        under = role_of(lines[end].text) if end < len(lines) and len(lines[end].text.split()) <= 4 else None
        if statement is not None and statement.number and under is not None and under.score >= 0.9:
            break  # the headings of a table begin under the objective's
    pieces = [
        _Line(line.number, part) for line in chunk for cut in markup.lines_of(line.raw) for part in run_on_items(cut)
    ]
    pieces = [p for p in pieces if p.text]
    blocks: list[Block] = []
    for group in _statements(pieces):
        alone = len(pieces) == len(group) or not blocks and _heads(group, pieces)
        blocks.append(_block(group, alone=alone, first=not blocks))
    return end, blocks


def _heads(group: list[_Line], pieces: list[_Line]) -> bool:
    """A short first line with a full line of text under it, or one that the vocabulary knows, is a heading."""
    text = group[0].text
    if len(group) > 1 or len(text) > 45 or _END.search(text) and not text.endswith("?"):
        return False
    under = pieces[1].text
    if re.match(r"\d{1,2}\.?\s+[A-Z]", text) and split_marker(under).marker is None and len(under) > len(text):
        return True
    return len(pieces[1].raw.strip()) >= 60 or section_of(text) is not None


def _numbered_title(line: _Line, wrap: int) -> bool:
    """`3. Structure`: a numbered line too short to have been wrapped is a heading, and what follows its text."""
    words = len(line.text.split())
    return (
        re.match(r"\d{1,2}\.?\s+[A-Z]", line.text) is not None
        and words <= 9
        and _END.search(line.text) is None
        and len(line.raw.rstrip()) < 0.6 * wrap
    )


def _one_cell(line: _Line) -> bool:
    return len([c for c in line.raw.split("\t") if c.strip()]) <= 1


def _statements(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that make one heading, list item or paragraph: hard wraps undone."""
    wrap = max((len(line.raw.rstrip()) for line in lines), default=0)
    group: list[_Line] = []
    for line in lines:
        if group and _starts_new(line, group, wrap):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_new(line: _Line, group: list[_Line], wrap: int) -> bool:
    before = group[-1]
    if _HEADING_MARK.match(line.raw) or _HEADING_MARK.match(before.raw):
        return True
    statements = [statement_of(t) for t in (group[0].text, line.text)]
    if all(s is not None and s.number for s in statements):
        return True  # priorities listed one a line
    if markup.is_bold(line.raw) != markup.is_bold(before.raw) and (markup.is_bold(line.raw) or len(group) == 1):
        return True
    if split_marker(line.text).marker is not None and not _false_marker(line, before):
        return True
    if statement_of(line.text) is not None and statement_of(line.text).number and _END.search(before.text) is not None:  # type: ignore[union-attr]
        return True
    if before.raw.endswith("  ") and len(before.text) < 60 and not re.match(r"[a-z]", line.text):
        return False  # a Markdown line break inside one thing
    if re.match(r"[a-z(&,]", line.text):
        return False
    if len(group) == 1 and _numbered_title(before, wrap):
        return True
    if split_marker(group[0].text).marker and not _END.search(before.text) and not _label_line(line.text):
        return False  # the second line of a list item
    if _label_line(line.text) or re.match(r"[A-Z][A-Za-z&]*[A-Z]\w?:\s+[A-Z]", line.text):
        return True
    full = len(before.raw.rstrip()) >= max(50, 0.72 * wrap) and wrap <= 140
    return not full or bool(re.search(r"[.;:?!]['\"’”)]*$", before.text)) and len(before.raw.rstrip()) < 0.85 * wrap


def _label_line(text: str) -> bool:
    from safeplans.extractors.lexicon.labels import label_of

    return label_of(text) is not None


def _false_marker(line: _Line, before: _Line) -> bool:
    """A wrapped line that begins with a number by chance (``… by 31`` / ``3. quarter``) is no item."""
    marked = split_marker(line.text)
    return bool(
        marked.marker
        and marked.marker[:1] not in BULLET_GLYPHS + "-–—*+"
        and re.match(r"[a-z]", marked.text)
        and not re.search(r"[.;:]$|\b(?:and|or)$", before.text)
        and split_marker(before.text).marker is None
    )


def _block(group: list[_Line], alone: bool, first: bool) -> Block:
    place = Place(None, group[0].number, group[-1].number)
    raw = group[0].raw
    text = _joined(group)
    heading = _HEADING_MARK.match(raw.strip())
    if heading:
        words = markup.strip(heading[2])
        return Block(BlockKind.HEADING, (Para(words, place, bold=True),), place, level=len(heading[1]))
    bold = all(markup.is_bold(line.raw) for line in group)
    level = _heading_level(text, bold, alone, first, len(group))
    if level:
        return Block(BlockKind.HEADING, (Para(text, place, bold=bold),), place, level=level, confidence=0.8)
    marked = split_marker(text)
    if marked.marker is not None:
        indent = len(raw) - len(raw.lstrip())
        depth = 1 + min(indent // 2, 4)
        return Block(BlockKind.LIST_ITEM, (Para(marked.text, place, marked.marker, bold),), place, level=depth)
    return Block(BlockKind.PARAGRAPH, (Para(text, place, bold=bold),), place)


def _joined(group: list[_Line]) -> str:
    parts = [group[0].text]
    for line in group[1:]:
        text = parts[-1]
        if (
            re.search(r"[a-z]-$", text[-2:])
            and re.match(r"[a-z]", line.text)
            and not re.search(
                r"\b(?:co|multi|re|non|self|inter|pre|post|long|short|early|well|cross|under|over|anti|sub|joined|child|up|semi|mid|one|two|three|four|six)-$",
                text[-20:],
                re.IGNORECASE,
            )
        ):
            parts[-1] = text[:-1]
            parts.append(line.text)
        elif re.search(r"[a-z]-$", text[-2:]) and re.match(r"[a-z]", line.text):
            parts.append(line.text)
        else:
            parts += [" ", line.text]
    return "".join(parts)


def _heading_level(text: str, bold: bool, alone: bool, first: bool, lines: int) -> int:
    """Level of a heading without markup: a short line alone that ends like no sentence; 0 if it is none."""
    words = text.split()
    marked: Marked = split_marker(text)
    statement = statement_of(text)
    if (
        statement is not None
        and statement.number
        and len(words) <= 60
        and not re.match(rf"^[{BULLET_GLYPHS}*+-]\s", text)
        and (alone or bold)
    ):
        return 3
    if len(re.sub(r"\([^)]*\)", "", text).split()) > 14 or lines > 2 or not re.search(r"[A-Za-z]", text):
        return 0
    numbered = _NUMBERED_HEADING.match(text)
    if bold and (alone or first) and marked.marker is None:
        return 3
    if re.search(r"[.;,?!]['\"’”)]*$", text) and not (text.endswith("?") and (numbered or alone and section_of(text))):
        return 0
    if numbered:
        depth = numbered[1].count(".") + 1
        rest = text[numbered.end() - 1 :]
        return min(depth + 1, 6) if (alone or bold) and not starts_with_verb(rest) and rest[:1].isupper() else 0
    if marked.marker is not None and not re.match(r"^[A-Z][.)]?\s", text):
        return 0
    if text.isupper() and len(words) <= 10 and len(text) > 3:
        return 2
    if re.match(r"^(?:appendix|annex|part|section|chapter)\s+\w{1,3}\b", text, re.IGNORECASE):
        return 2
    if text.endswith(":") and (
        len(words) > 6
        or re.search(
            r"\b(?:are|is|was|were|include|includes|will|following|by|to|that|which|these|we)\W*$|\b(?:are|following)\b",
            text,
            re.IGNORECASE,
        )
    ):
        return 0
    if (
        alone
        and len(words) <= 12
        and (text[:1].isupper() or text[:1] in "‘“'\"")
        and not _label_line(text)
        and ":" not in text.rstrip(":")
    ):
        return 4 if text.endswith(":") else 3
    return 0


def _join_broken(blocks: list[Block]) -> list[Block]:
    """Paragraphs and list items that a page break cut in two: the second part starts in lower case."""
    whole: list[Block] = []
    last: int | None = None
    for block in blocks:
        if last is not None and _goes_on(whole[last], block):
            before = whole[last]
            place = Place.span([before.place, block.place])
            para = Para(f"{before.paras[-1].text} {block.text}", place, before.paras[-1].marker, before.paras[-1].bold)
            kind = BlockKind.PARAGRAPH if before.kind is BlockKind.HEADING else before.kind
            whole[last] = Block(kind, (*before.paras[:-1], para), place, before.level, confidence=0.8)
            continue
        if block.kind is not BlockKind.FURNITURE:
            last = len(whole)
        whole.append(block)
    return whole


def _glossary_entries(blocks: list[Block]) -> list[Block]:
    """Short lines under a glossary's heading that begin with an abbreviation are entries, not headings."""
    inside = False
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        if section_of(block.text) == "glossary":
            inside = True
        elif (
            inside
            and block.confidence < 1
            and (re.match(r"[A-Z][\w&/-]*[A-Z\d]\w*\s+\S", block.text) or role_of(block.text.split()[0]))
        ):
            blocks[index] = replace(block, kind=BlockKind.PARAGRAPH, level=0)
        else:
            inside = False
    return blocks


def _left_open(text: str) -> bool:
    return text.count("(") == text.count(")") + 1


def _goes_on(before: Block, block: Block) -> bool:
    if before.kind is not BlockKind.TABLE and sum(len(p.text) for p in before.paras) > LONGEST_LINE:
        return False
    guessed_heading = before.kind is BlockKind.HEADING and before.confidence < 1 and len(before.text.split()) > 5
    if _left_open(before.text) and before.kind is not BlockKind.TABLE and block.kind is BlockKind.PARAGRAPH:
        return (
            re.match(r"[^()]{1,120}\)", block.text) is not None and block.place.line_start - before.place.line_end <= 8
        )
    return (
        (before.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or guessed_heading)
        and block.kind is BlockKind.PARAGRAPH
        and bool(re.match(r"[a-z]", block.text))
        and (not re.search(r"[.;:?!]['\"’”)]*$", before.text) or bool(re.search(r"\s\d{1,2}\.$", before.text)))
        and block.place.line_start - before.place.line_end <= 8
    )

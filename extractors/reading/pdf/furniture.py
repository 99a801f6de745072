"""Running headers, footers, page numbers, watermarks and contents pages: set aside with a reason, never dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safeplans.extractors.base.document import BBox, RejectedGrid
from safeplans.extractors.reading.pdf.content import Fill, Word
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.raw import RawTable
from safeplans.extractors.reading.pdf.words import contents_headings

_OUTERMOST = 0.05  # share of a page's height where nothing but small print stands
_MARGIN = 0.13  # share of a page's height where headers and footers stand
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–|\s]*(\d{1,4}|[ivxlc]{1,6})[-–|\s]*(?:(?:of|/)\s*\d{1,4})?(?:\s*\|?\s*page)?$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(r"(?:[.…·_]\s?){4,}\s*(\d{1,3}|[ivxlc]{1,5})$")
_ENTRY_LINES = 3  # printed lines of one entry of a contents list at most: further apart, two leaders belong to no list
_FALLING = 0.2  # share of the page numbers that may be lower than the one before (two lists, one below the other)
_ENDS_IN_NUMBER = re.compile(r"\s(\d{1,3})$")
_PLAIN = re.compile(r"[^\w' ]")


@dataclass(slots=True)
class PageLines:
    """A page's lines outside tables, before their order is known.

    reasons: why a line (by id) is furniture. shading: filled rectangles that may be cells. rejected: grids that are no
    tables.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[RawTable]
    frames: list[BBox]
    reasons: dict[int, str] = field(default_factory=dict)
    shading: list[Fill] = field(default_factory=list)
    rejected: list[RejectedGrid] = field(default_factory=list)

    @property
    def body(self) -> list[Line]:
        return [line for line in self.lines if id(line) not in self.reasons]


def is_watermark(word: Word) -> bool:
    """Slanted large letters over the page (DRAFT)."""
    return word.angle not in (0, 90, 180, 270) and word.size >= 18


def mark_furniture(pages: Sequence[PageLines]) -> None:
    """Fill in each page's `reasons`."""
    _free_repeated_tables(pages)
    _mark_repeated(pages)
    _mark_alike(pages)
    for page in pages:
        _mark_page_numbers(page)
        _mark_artifacts(page)
        _mark_outermost(page)
    _mark_contents(pages)


def _free_repeated_tables(pages: Sequence[PageLines]) -> None:
    """Small tables in the margins that come again on other pages (a word processor's header made as a table)."""
    seen: dict[tuple[str, str], set[int]] = {}
    found: list[tuple[PageLines, RawTable, tuple[str, str]]] = []
    for page in pages:
        for table in page.tables:
            edge = None
            if table.box[3] <= (_MARGIN + 0.04) * page.height:
                edge = "running_header"
            elif table.box[1] >= (1 - _MARGIN - 0.02) * page.height:
                edge = "footer"
            text = " ".join(row.text for row in table.rows)
            if edge and text:
                key = (edge, _DIGITS.sub("#", text).lower())
                seen.setdefault(key, set()).add(page.number)
                found.append((page, table, key))
    for page, table, key in found:
        if len(seen[key]) >= 2 and len(seen[key]) >= 0.4 * len(pages):
            _free(page, table, key[0])


def _free(page: PageLines, table: RawTable, reason: str) -> None:
    """Turn a table into lines that are set aside."""
    page.tables.remove(table)
    for row in table.rows:
        for cell in row.cells:
            for line in cell.lines:
                page.lines.append(line)
                page.reasons[id(line)] = reason


def _edge(page: PageLines, line: Line) -> str | None:
    if line.bottom <= _MARGIN * page.height:
        return "running_header"
    if line.top >= (1 - _MARGIN) * page.height:
        return "footer"
    return None


def _outermost(page: PageLines, line: Line, edge: str) -> bool:
    """No table stands between the line and the page's edge."""
    if edge == "running_header":
        return not any(t.box[3] <= line.top + 2 for t in page.tables)
    return not any(t.box[1] >= line.bottom - 2 for t in page.tables)


def _mark_repeated(pages: Sequence[PageLines]) -> None:
    """Lines whose words come again on other pages at the same distance from the page's edge.

    Numbers in them may count the pages; other numbers must agree, so that ``Priority 1`` and ``Priority 2`` at the top
    of two pages stay headings. From the edge inwards, up to the first line that is no such line.
    """
    seen: dict[tuple[str, str], list[tuple[int, float, list[int]]]] = {}
    for page in pages:
        for edge, line in _margin_lines(page):
            key = (edge, _DIGITS.sub("#", line.text).lower())
            seen.setdefault(key, []).append((page.number, _distance(page, line, edge), _numbers(line)))
    for page in pages:
        stopped: set[str] = set()
        last: dict[str, float] = {}
        for edge, line in _margin_lines(page):
            if edge in stopped:
                continue
            distance, numbers = _distance(page, line, edge), _numbers(line)
            key = (edge, _DIGITS.sub("#", line.text).lower())
            again = any(
                number != page.number
                and abs(other - distance) <= 14
                and all(a == b or a - b == page.number - number for a, b in zip(numbers, values, strict=False))
                for number, other, values in seen[key]
            )
            bare = not any(c.isalpha() for c in line.text)
            again = again and not _heads_text(page, line, edge, last.get(edge))
            if again and not bare and line.size <= 16:
                page.reasons[id(line)] = edge
            elif _PAGE_NUMBER.match(line.text.strip()):
                pass
            elif abs(last.get(edge, -99.0) - distance) > 2:
                stopped.add(edge)
            last[edge] = distance


def _heads_text(page: PageLines, line: Line, edge: str, outer: float | None) -> bool:
    """A line below a running header that stands nearer to the text under it: a heading that comes again."""
    if edge != "running_header" or outer is None:
        return False
    below = min((o.baseline for o in page.lines if o.baseline > line.baseline + 2), default=page.height)
    tables = min((t.box[1] for t in page.tables if t.box[1] > line.baseline - 2), default=page.height)
    gap = line.baseline - outer
    return gap > 1.8 * line.size and min(below, tables) - line.baseline <= gap


def _mark_alike(pages: Sequence[PageLines]) -> None:
    """Outermost lines at the place and in the size of other pages' furniture (a chapter's own running header)."""
    spots = {
        (page.reasons[id(line)], round(line.size, 1)): _distance(page, line, page.reasons[id(line)])
        for page in pages
        for line in page.lines
        if page.reasons.get(id(line)) in ("running_header", "footer")
    }
    for page in pages:
        for edge in ("running_header", "footer"):
            pairs = [line for e, line in _margin_lines(page) if e == edge and id(line) not in page.reasons]
            if not pairs:
                continue
            line, distance = pairs[0], _distance(page, pairs[0], edge)
            inner = [o for o in page.body if o is not line and _distance(page, o, edge) > distance + 2]
            clear = all(abs(o.baseline - line.baseline) > 1.9 * line.size for o in inner)
            spot = spots.get((edge, round(line.size, 1)))
            if spot is not None and abs(spot - distance) <= 3 and clear and len(line.text) <= 90:
                page.reasons[id(line)] = edge


def _margin_lines(page: PageLines) -> list[tuple[str, Line]]:
    """Lines in the margins, those nearest to the page's edge first."""
    found = [(edge, line) for line in page.lines if (edge := _edge(page, line)) and _outermost(page, line, edge)]
    return sorted(found, key=lambda pair: _distance(page, pair[1], pair[0]))


def _distance(page: PageLines, line: Line, edge: str) -> float:
    return line.baseline if edge == "running_header" else page.height - line.baseline


def _numbers(line: Line) -> list[int]:
    return [int(n) for n in _DIGITS.findall(line.text) if len(n) < 9]


def _mark_page_numbers(page: PageLines) -> None:
    for line in page.lines:
        edge = _edge(page, line)
        if edge and _PAGE_NUMBER.match(line.text.strip()) and _outermost(page, line, edge):
            inner = [o for o in page.body if o is not line and abs(o.baseline - line.baseline) > 1]
            if edge == "running_header" and any(o.baseline < line.baseline - 2 for o in inner):
                continue
            if edge == "footer" and any(o.baseline > line.baseline + 2 for o in inner):
                continue
            page.reasons[id(line)] = "page_number"


def _mark_artifacts(page: PageLines) -> None:
    """Lines in the margins that the file itself marks as artifacts."""
    tagged = any(line.tag is not None for line in page.lines) or any(
        line.tag is not None for t in page.tables for r in t.rows for c in r.cells for line in c.lines
    )
    if not tagged:
        return
    for line in page.lines:
        edge = _edge(page, line)
        if line.artifact and edge:
            page.reasons.setdefault(id(line), edge)


def _mark_outermost(page: PageLines) -> None:
    """Small print at the very edge of the page, clear of the text: a footer that does not come again."""
    for edge, line in _margin_lines(page):
        distance = _distance(page, line, edge)
        if id(line) in page.reasons or distance > _OUTERMOST * page.height or line.size > 10.5:
            continue
        inner = [o for o in page.body if _distance(page, o, edge) > distance + 2]
        tables = [t.box for t in page.tables]
        clear = all(abs(o.baseline - line.baseline) > 1.7 * max(line.size, o.size) for o in inner)
        apart = all(b[1] - line.bottom > 4 or line.top - b[3] > 4 for b in tables)
        if inner and clear and apart:
            page.reasons[id(line)] = edge


def _mark_contents(pages: Sequence[PageLines]) -> None:
    for page in pages:
        _free_contents_tables(page, pages[-1].number)
        rows: list[list[Line]] = []
        for line in sorted(page.body, key=lambda ln: (ln.baseline, ln.x0)):
            if rows and abs(rows[-1][0].baseline - line.baseline) <= 0.3 * line.size:
                rows[-1].append(line)
            else:
                rows.append([line])
        texts = [" ".join(line.text for line in row) for row in rows]
        heading = next((i for i, t in enumerate(texts) if _plain(t) in contents_headings()), None)
        entries = _leader_runs(texts, heading is not None)
        leaders = [index for run in entries for index in run]
        marked: set[int] = {index for run in entries for index in range(run[0], run[-1] + 1)}
        if heading is not None:
            if leaders and leaders[0] > heading and leaders[0] - heading <= 3:
                marked.update(range(heading, leaders[0]))
            elif not leaders:
                marked.update(_numbered_run(texts, heading))
        elif len(leaders) >= 2 and leaders[0] <= 1:
            marked.update(range(leaders[0]) if leaders[0] and len(texts[0]) < 40 else ())
        for index in marked:
            for line in rows[index]:
                page.reasons[id(line)] = "contents"


def _leader_runs(texts: Sequence[str], headed: bool) -> list[list[int]]:
    """Lines that lead to a page number, each list of contents for itself.

    Lines to be filled in lead to nothing; the figures of a table fall and rise, page numbers do not fall. headed: the
    page says that it lists contents.
    """
    leading = [index for index, text in enumerate(texts) if _LEADERS.search(text.strip())]
    if headed:
        return [leading] if len(leading) >= 2 else []
    runs: list[list[int]] = []
    for index in leading:
        if runs and index - runs[-1][-1] <= _ENTRY_LINES:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) >= 2 and _rising([texts[index] for index in run])]


def _rising(texts: Sequence[str]) -> bool:
    found = [match.group(1) for text in texts if (match := _LEADERS.search(text.strip()))]
    pages = [int(number) for number in found if number.isdigit()]
    falls = sum(after < before for before, after in zip(pages, pages[1:], strict=False))
    return falls <= _FALLING * len(pages)


def _free_contents_tables(page: PageLines, last_page: int) -> None:
    """Contents lists that look like a table, their last column being page numbers that do not fall: lines again."""
    for table in list(page.tables):
        numbers = [row.cells[-1].text.strip() for row in table.rows if row.filled]
        if table.method == "ruled" or len(numbers) < 3 or not all(n.isdigit() for n in numbers[1:]):
            continue
        values = [int(n) for n in numbers if n.isdigit()]
        rising = all(a <= b for a, b in zip(values, values[1:], strict=False)) and values[-1] <= last_page + 3
        if rising and (len(values) >= 6 or _is_under_contents(page, table)):
            _free(page, table, "contents")
            for line in page.body:
                if _plain(line.text) in contents_headings():
                    page.reasons[id(line)] = "contents"


def _is_under_contents(page: PageLines, table: RawTable) -> bool:
    above = (line for line in page.body if line.bottom <= table.box[1] + 4)
    return any(_plain(line.text) in contents_headings() for line in above)


def _plain(text: str) -> str:
    return " ".join(_PLAIN.sub(" ", text.lower().replace("’", "'")).split())


def _numbered_run(texts: Sequence[str], heading: int) -> set[int]:
    """The heading and the lines below it that end in page numbers which do not fall."""
    found: list[int] = []
    last = 0
    for index in range(heading + 1, len(texts)):
        match = _ENDS_IN_NUMBER.search(texts[index])
        if match is None:
            if found and index - found[-1] > 2:
                break
            continue
        number = int(match.group(1))
        if number < last:
            break
        last = number
        found.append(index)
    if len(found) < 3:
        return set()
    return set(range(heading, found[-1] + 1))

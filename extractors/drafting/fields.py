"""The cells of a record by what is printed over or before them: a start is no deadline, a revised date counts."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.closed import Role
from safeplans.extractors.base.document import Document, Row
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.time.dates import dates_in_timescale
from safeplans.extractors.time.revisions import tells_new
from safeplans.extractors.views.pieces import View
from safeplans.extractors.views.segments import LABEL, Segment, trimmed

_JOINT = 5  # words between two times of one cell that may say how they belong together: `moved from … to …`
_ARROWS = frozenset("→⇒➔➜➡>")


class Fields:
    """What the view of a document prints with the fields of its records."""

    def __init__(self, document: Document, view: View, segments: Sequence[Segment]) -> None:
        self._view = view
        self._rows = _rows_by_line(document)
        self._labels = {s.end: s.text for s in segments if s.label == LABEL}
        self._starts = sorted(s.start for s in segments if s.label != LABEL)

    def heading(self, segment: Segment) -> str:
        """The label printed before a field, else the heading of its column; empty where there is none."""
        piece = self._view.pieces[segment.first]
        return self._labels.get(segment.start) or piece.heading or self._in_table(segment, piece.place.line_start)

    def _in_table(self, segment: Segment, line: int) -> str:
        """The heading of the one cell of a table row that has the words of a bare line."""
        if self._view.pieces[segment.first].kind == "cell":
            return ""
        found = {
            heading.text
            for row, headings in self._rows.get(line, ())
            for cell in row.cells
            if cell.text == segment.text and (heading := headings.cell(cell.column)) is not None
        }
        return found.pop() if len(found) == 1 else ""

    def role(self, segment: Segment) -> Role | None:
        """What the heading of a field says that it is (``columns.toml``), None where it does not say."""
        match = role_of(self.heading(segment))
        return match.role if match is not None else None

    def current(self, dues: Sequence[Segment]) -> list[Segment]:
        """Times without those that a column or label beside them replaces: of `Original date | Revised date` the last.

        Nothing is taken away where the newer cell holds no time.
        """
        newer = [s for s in dues if tells_new(self.heading(s)) and _is_time(s.text)]
        return newer or list(dues)

    def cells(self, segment: Segment) -> list[Segment]:
        """A field that goes over cells under several headings as one field for each cell."""
        if len(segment.pieces) < 2:
            return [segment]
        made = []
        for index, words in zip(segment.pieces, segment.words, strict=True):
            start = self._view.starts[index]
            end = start + len(self._view.pieces[index].tokens)
            parts = [(max(a, start), min(b, end)) for a, b in segment.parts if a < end and b > start]
            own = Segment(segment.label, index, [index], [words], segment.probability, segment.inside, segment.begins)
            own.start, own.end, own.parts = parts[0][0], parts[-1][1], parts
            made.append(own)
        return made if len({self.heading(cell) for cell in made}) > 1 else [segment]

    def lines(self, segments: Sequence[Segment]) -> list[str]:
        """The lines of fields as printed, with the few words between two of one cell (`Dec 2025 → March 2026`)."""
        made: list[str] = []
        run: list[Segment] = []
        for segment in segments:
            if run and not self._goes_on(run[-1], segment):
                made += self._printed(run)
                run = []
            run.append(segment)
        return made + (self._printed(run) if run else [])

    def _goes_on(self, one: Segment, other: Segment) -> bool:
        """Whether two fields stand in one cell with a few words between them, and nothing else of a record there."""
        if self._by_arrow(one, other):
            return True
        if one.pieces != other.pieces or len(one.pieces) > 1 or not 0 < other.start - one.end <= _JOINT:
            return False
        return not any(one.end <= start < other.start for start in self._starts)

    def _by_arrow(self, one: Segment, other: Segment) -> bool:
        """Whether an arrow that was read as a bullet stands between the two: `Dec 2025 → March 2026`."""
        before, behind = self._view.pieces[one.pieces[-1]], self._view.pieces[other.first]
        same = (before.block, before.row, before.column) == (behind.block, behind.row, behind.column)
        return same and other.first == one.pieces[-1] + 1 and behind.marker in _ARROWS

    def _printed(self, run: Sequence[Segment]) -> list[str]:
        if len(run) > 1 and self._by_arrow(run[-2], run[-1]):
            return [" ".join([run[0].text, *(f"{self._view.pieces[s.first].marker} {s.text}" for s in run[1:])])]
        parts = [part for s in run for part in s.parts]
        gaps = [other[0] - one[1] for one, other in zip(parts, parts[1:], strict=False)]
        if len(run) == 1 and (len(run[0].pieces) > 1 or not gaps or max(gaps) > _JOINT):
            return run[0].lines
        return [trimmed(" ".join(self._view.tokens[run[0].start : run[-1].end]))]


def _rows_by_line(document: Document) -> dict[int, list[tuple[Row, Row]]]:
    """The rows of tables under headings, each with its headings, by the lines that they stand in."""
    rows: dict[int, list[tuple[Row, Row]]] = {}
    for block in document.blocks:
        headings = next((row for row in block.rows if row.header), None)
        for row in block.rows if headings is not None else ():
            if headings is not None and not row.header:
                for line in range(row.place.line_start, row.place.line_end + 1):
                    rows.setdefault(line, []).append((row, headings))
    return rows


def _is_time(text: str) -> bool:
    return any(m.start or m.month for m in dates_in_timescale(text))

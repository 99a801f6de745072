"""What a word processor's file holds, before it is a `Document`: paragraphs of spans, and tables of cells of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are set. size: in points. colour: ``#rrggbb``, None for the usual one. mark: colour of a marker pen.

    capitals: shown as capitals, however typed. raised: above the line, as numbers of notes are.
    """

    bold: bool = False
    italic: bool = False
    size: float = 10.0
    colour: str | None = None
    mark: str | None = None
    capitals: bool = False
    raised: bool = False


@dataclass(slots=True)
class Span:
    """Letters of one look; ``\\n`` for a line break, ``\\t`` for a tab."""

    text: str
    look: Look


@dataclass(slots=True)
class TextPart:
    """A paragraph.

    marker: bullet or number that the program sets before it. indent: of its text, in points; tells nested lists apart.
    heading: level from 1 that its style gives it, 0 for none; title: by its style the document's title. reason: why it
    is furniture. spot: where it stands, where that is not simply the next paragraph. behind: what is anchored in it
    (text boxes, notes).
    """

    spans: list[Span] = field(default_factory=list)
    marker: str | None = None
    indent: float = 0.0
    heading: int = 0
    title: bool = False
    reason: str | None = None
    spot: str = ""
    behind: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(slots=True)
class CellPart:
    """A cell as printed. column, colspan: in grid columns. continued: it goes on the merged cell above it."""

    parts: list[Part]
    column: int
    colspan: int = 1
    continued: bool = False
    fill: str | None = None


@dataclass(slots=True)
class RowPart:
    """A row. header: the file says that it is printed at the top of each page."""

    cells: list[CellPart]
    header: bool = False


@dataclass(slots=True)
class TablePart:
    """A table. widths: of its grid columns in points, empty where not known. reason: why it is furniture."""

    rows: list[RowPart]
    widths: list[float] = field(default_factory=list)
    reason: str | None = None

    @property
    def width(self) -> int:
        """Its grid columns."""
        return max((c.column + c.colspan for row in self.rows for c in row.cells), default=0)


Part = TextPart | TablePart


@dataclass(slots=True)
class Found:
    """What was met in a file besides its text, to be told.

    struck: words that are crossed out. hidden: words that are hidden. pictures: how many. attached: names of embedded
    files. changes: tracked changes. comments: how many. prompts: fields of a form that nobody filled in.
    macros: programs that it carries.
    """

    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pictures: int = 0
    attached: list[str] = field(default_factory=list)
    changes: int = 0
    comments: int = 0
    prompts: int = 0
    macros: int = 0


def texts(parts: list[Part]) -> Iterator[TextPart]:
    """All paragraphs of some parts, those of tables and of what is anchored among them."""
    for part in parts:
        if isinstance(part, TextPart):
            yield part
            yield from texts(part.behind)
        else:
            for row in part.rows:
                for cell in row.cells:
                    yield from texts(cell.parts)

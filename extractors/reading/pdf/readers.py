"""Two readers for each page: one that is asked, and one that takes over where the first does worse.

Which one is asked is the user's choice. The other takes over on a page that the first cannot read, and on one where it
does not know what many characters are and the other knows far more of them. Each time is told. What only PDFium tells
of a page (notes laid over it, words under a bar) holds then for what pdfplumber reads there too.
"""

from __future__ import annotations

from typing import Protocol

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.reading.pdf.content import PageContent

PDFIUM, PLUMBER = "pdfium", "pdfplumber"
READERS = (PDFIUM, PLUMBER)
_NAMES = {PDFIUM: "PDFium", PLUMBER: "pdfplumber"}
MANY_UNMAPPED = 0.02
"""Share of a page's letters without a known character that is worth a second reader, and a problem."""
_FEW_UNMAPPED = 3  # characters, such as bullets of a font of signs, that are worth neither
_BETTER = 0.5  # the other reader must lack no more than this share of the characters that the first lacks
_CROWDED = 5_000  # lines and fills of a page that pdfplumber needs seconds and hundreds of megabytes for
_AS_MANY = 0.9  # and have at least this share of its letters


class PageSource(Protocol):
    """What a backend is to the reader."""

    def page(self, number: int) -> PageContent | None:
        """Page `number` (from 1); None for one that cannot be loaded. May raise whatever its library raises."""


def lacks_letters(content: PageContent) -> bool:
    """The file does not say, or the reader does not find, what many characters of the page are."""
    return content.unmapped > _FEW_UNMAPPED and content.unmapped > MANY_UNMAPPED * _letters(content)


class Readers:
    """The pages of a document, each by the better of the two readers.

    source: PDFium's. data: the bytes of the file, opened for pdfplumber when it is first needed. reader: the one that
    is asked first. problems: where it is told that the other one took over.
    """

    def __init__(self, source: PageSource, data: bytes, reader: str, problems: list[ReadingProblem]) -> None:
        self._pdfium, self._data, self._problems = source, data, problems
        self._order = (PDFIUM, PLUMBER) if reader == PDFIUM else (PLUMBER, PDFIUM)
        self._plumber: PageSource | None = None

    def page(self, number: int) -> PageContent | None:
        """Page `number` (from 1); None where neither reader can load it. Raises what the first raised if both fail."""
        first, second = self._order
        failure: Exception | None = None
        content = None
        try:
            content = self._read(first, number)
        except MemoryError:
            raise
        except Exception as error:  # whatever a library says of a page that it does not understand
            failure = error
        if content is not None and not (lacks_letters(content) and len(content.rules) + len(content.fills) < _CROWDED):
            return content
        other = self._try(second, number)
        if content is None and other is not None and other.words:
            self._tell(number, f"{_NAMES[first]} could not read it.")
            return other
        if content is not None and other is not None and _is_better(other, content) and _may_follow(other, content):
            if first == PDFIUM:
                _heed(other, content)
            self._tell(number, f"{_NAMES[first]} does not know what {content.unmapped} of its characters are.")
            return other
        if failure is not None:
            raise failure
        return content

    def _read(self, reader: str, number: int) -> PageContent | None:
        if reader == PDFIUM:
            return self._pdfium.page(number)
        if self._plumber is None:
            # Loading it takes time that most documents need not.
            from safeplans.extractors.reading.pdf.plumber import PlumberSource

            self._plumber = PlumberSource(self._data)
        return self._plumber.page(number)

    def _try(self, reader: str, number: int) -> PageContent | None:
        try:
            return self._read(reader, number)
        except MemoryError:
            raise
        except Exception:  # that the second reader does not understand the page either tells nothing new
            return None

    def _tell(self, number: int, why: str) -> None:
        name = _NAMES[self._order[1]]
        message = f"Page {number} was read by {name}: {why}"
        self._problems.append(ReadingProblem("second_reader", message, "info", number))


def _is_better(other: PageContent, content: PageContent) -> bool:
    return other.unmapped <= _BETTER * content.unmapped and _letters(other) >= _AS_MANY * _letters(content)


def _may_follow(other: PageContent, content: PageContent) -> bool:
    """Can what nobody sees be left out of the other's reading too? It does not know of layers."""
    if any(aside.kind == "layer" for aside in content.asides):
        return False
    return _same_frame(other, content) or not (content.covered or content.struck)


def _heed(other: PageContent, content: PageContent) -> None:
    """Set on pdfplumber's page what PDFium found out about it, and leave out the words that it left out."""
    other.words = [word for word in other.words if not any(word.is_in(box) for box in content.covered)]
    other.asides = content.asides
    if _same_frame(other, content):
        other.struck, other.printed = content.struck, content.printed


def _same_frame(other: PageContent, content: PageContent) -> bool:
    sides = abs(other.width - content.width), abs(other.height - content.height)
    return max(sides) < 1 and other.turned == content.turned


def _letters(content: PageContent) -> int:
    return sum(len(word.text) for word in content.words)

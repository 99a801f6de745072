"""What a caller may choose about reading a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeplans.extractors.base.settings import MAX_PAGES
from safeplans.extractors.reading.pdf.content import Recogniser
from safeplans.extractors.reading.pdf.readers import PDFIUM, READERS


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Settings of `read_pdf`.

    max_pages: a longer document raises `ReadingError` ``too_many_pages``.
    recognise: reads the words of pages without text (scans); None leaves such pages out and reports them.
    recognise_dpi: pixels an inch of the picture that `recognise` gets.
    skip_pages, last_page: pages (from 1) that are left out and reported.
    on_page: told the number of each page before it is read, and 0 when all are.
    reader: ``pdfium`` or ``pdfplumber``, the one that reads a page first; see `extractors.reading.pdf.readers`.
    """

    max_pages: int = MAX_PAGES
    recognise: Recogniser | None = None
    recognise_dpi: int = 200
    skip_pages: frozenset[int] = frozenset()
    last_page: int | None = None
    on_page: Callable[[int], None] | None = None
    reader: str = PDFIUM

    def leaves_out(self, number: int) -> bool:
        """Is page `number` one of those not to read?"""
        return number in self.skip_pages or (self.last_page is not None and number > self.last_page)

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise ValueError(f"reader must be one of {', '.join(READERS)}")
        if self.max_pages < 1:
            raise ValueError("max_pages must be at least 1")
        if not 50 <= self.recognise_dpi <= 600:
            raise ValueError("recognise_dpi must lie between 50 and 600")

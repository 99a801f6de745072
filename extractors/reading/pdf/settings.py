"""What a caller may choose about reading a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.reading.pdf.content import Recogniser


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Settings of `read_pdf`.

    max_pages: a longer document raises `ReadingError` ``too_many_pages``.
    recognise: reads the words of pages without text (scans); None leaves such pages out and reports them.
    recognise_dpi: pixels an inch of the picture that `recognise` gets.
    """

    max_pages: int = 1000
    recognise: Recogniser | None = None
    recognise_dpi: int = 200

    def __post_init__(self) -> None:
        if self.max_pages < 1:
            raise ValueError("max_pages must be at least 1")
        if not 50 <= self.recognise_dpi <= 600:
            raise ValueError("recognise_dpi must lie between 50 and 600")

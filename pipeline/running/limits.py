"""What one document may cost before it is given up, and which reader of PDFs spends it."""

from __future__ import annotations

from dataclasses import dataclass

from safeplans.extractors.base.settings import MAX_PAGES

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: wall-clock time of one attempt, None for no limit; a long scan takes minutes.

    memory: bytes of resident memory of the process that reads, None for no limit; it has about 150 MB to begin with.
    pages: a longer document is refused. file_size: bytes of the largest file that is opened, None for no
    limit; the largest published plan known has a tenth of the usual one.
    reader: of PDFs, ``pdfium`` or ``pdfplumber``, which takes some ten times as long; see `Settings`.
    """

    seconds: float | None = 300.0
    memory: int | None = 2048 * MEBIBYTE
    pages: int = MAX_PAGES
    file_size: int | None = 256 * MEBIBYTE
    reader: str = "pdfium"

    def __post_init__(self) -> None:
        if self.seconds is not None and self.seconds <= 0:
            raise ValueError("seconds must be above 0, or None")
        if self.memory is not None and self.memory < 256 * MEBIBYTE:
            raise ValueError("memory must be at least 256 MiB: a process that has read nothing needs more than half")
        if self.pages < 1:
            raise ValueError("pages must be at least 1")
        if self.file_size is not None and self.file_size < 1:
            raise ValueError("file_size must be above 0, or None")

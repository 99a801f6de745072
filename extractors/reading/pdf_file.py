"""A PDF with its settings, and with recognition of pictured pages where that is installed."""

from __future__ import annotations

from collections.abc import Callable

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.pdf import ReadSettings, read_pdf
from safeplans.extractors.reading.recognition import recogniser


def read(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Raises ReadingError when nothing can be read."""
    chosen = ReadSettings(
        max_pages=settings.max_pages,
        recognise=recogniser(),
        skip_pages=frozenset(settings.skip_pages),
        last_page=settings.last_page,
        on_page=on_page,
        reader=settings.reader,
    )
    return read_pdf(data, chosen)

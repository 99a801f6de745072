"""Reading: the bytes of one file to a `Document`.

`read` is the one small interface behind which each kind of source has a module of its own.
"""

from __future__ import annotations

from extractors.document import Document
from extractors.reading.errors import ReadingError

__all__ = ["ReadingError", "read"]


def read(data: bytes, file_name: str | None = None) -> Document:
    """Read one file, whatever its name says: the bytes decide between PDF and text.

    Raises ReadingError with a code and a message for people when nothing can be read.
    """
    if b"%PDF-" in data[:1024] or (file_name or "").casefold().endswith(".pdf") and data.strip():
        # Loading PDFium takes time that texts need not.
        from extractors.reading.pdf import ReadSettings, read_pdf
        from extractors.reading.recognition import recogniser

        return read_pdf(data, ReadSettings(recognise=recogniser()))
    from extractors.reading.text import read_text

    markdown = (file_name or "").casefold().endswith((".md", ".markdown"))
    return read_text(data, "text/markdown" if markdown else "text/plain")

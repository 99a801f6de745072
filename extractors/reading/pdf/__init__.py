"""Reading PDFs: `read_pdf` turns bytes into a `Document`."""

from extractors.reading.pdf.reader import read_pdf
from extractors.reading.pdf.settings import ReadSettings

__all__ = ["ReadSettings", "read_pdf"]

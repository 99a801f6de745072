"""Reading PDFs: `read_pdf` turns bytes into a `Document`."""

from safeplans.extractors.reading.pdf.reader import read_pdf
from safeplans.extractors.reading.pdf.settings import ReadSettings

__all__ = ["ReadSettings", "read_pdf"]

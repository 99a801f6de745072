"""PDFs with tags, which say what is a heading, a list, a cell, and the same prints without."""

from __future__ import annotations

import json
from collections.abc import Sequence

from written.programs import browsed, office
from written.writers import writer


@writer("PDF by Chromium, tagged", "pdf", foreign=True)
def chromium_tagged(pages: Sequence[str]) -> list[bytes]:
    """A browser's «print to PDF»."""
    return _chromium(pages, tagged=True)


@writer("PDF by Chromium, untagged", "pdf", foreign=True)
def chromium_untagged(pages: Sequence[str]) -> list[bytes]:
    """The same without tags."""
    return _chromium(pages, tagged=False)


@writer("PDF by LibreOffice, tagged", "pdf", foreign=True)
def libreoffice_tagged(pages: Sequence[str]) -> list[bytes]:
    """Writer's export with «tagged PDF», by way of its own document."""
    return _libreoffice(pages, tagged=True)


@writer("PDF by LibreOffice, untagged", "pdf", foreign=True)
def libreoffice_untagged(pages: Sequence[str]) -> list[bytes]:
    """The same without tags."""
    return _libreoffice(pages, tagged=False)


def _chromium(pages: Sequence[str], *, tagged: bool) -> list[bytes]:
    return browsed(
        pages, lambda tab: tab.pdf(prefer_css_page_size=True, print_background=True, tagged=tagged, outline=False)
    )


def _libreoffice(pages: Sequence[str], *, tagged: bool) -> list[bytes]:
    options = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()}})
    return office([p.encode() for p in pages], "html", "odt", f"pdf:writer_pdf_Export:{options}")

"""Word files and OpenDocument texts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus.word_tables import TABLE_STYLES, word_tables
from written.programs import by_pandoc, office
from written.writers import writer

_STYLES = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)


@writer("docx by pandoc", "docx", foreign=True)
def docx_by_pandoc(pages: Sequence[str]) -> list[bytes]:
    """pandoc, its tables drawn as Word's own table styles draw them."""
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for index, page in enumerate(pages):
            path = Path(folder) / f"{index}.docx"
            path.write_bytes(by_pandoc(_STYLES.sub("", page), "docx"))
            word_tables(path, TABLE_STYLES[index % len(TABLE_STYLES)])
            made.append(path.read_bytes())
    return made


@writer("docx by LibreOffice", "docx", foreign=True)
def docx_by_libreoffice(pages: Sequence[str]) -> list[bytes]:
    """Writer's Word file of its own document."""
    return office([p.encode() for p in pages], "html", "odt", "docx")


@writer("odt by LibreOffice", "odt", foreign=True)
def odt_by_libreoffice(pages: Sequence[str]) -> list[bytes]:
    """Writer's own document."""
    return office([p.encode() for p in pages], "html", "odt")


@writer("odt by pandoc", "odt", foreign=True)
def odt_by_pandoc(pages: Sequence[str]) -> list[bytes]:
    """pandoc."""
    return [by_pandoc(_STYLES.sub("", page), "odt") for page in pages]

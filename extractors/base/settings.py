"""Settings of one extraction: everything besides the bytes that a result may depend on."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PAGES = 1000
"""Pages of the longest document that is read by default; the longest published plans have some 150."""


@dataclass(frozen=True, slots=True)
class Settings:
    """file_name: a hint where the bytes do not tell text from Markdown, and the last resort for a title.

    max_pages: a longer document is refused (``too_many_pages``). skip_pages, last_page: pages (from 1) that are left
    out, each told as ``page_skipped``: a caller names pages whose reading did not end well.
    reader: of a PDF's pages, ``pdfium`` or ``pdfplumber``; the other takes over where it fails.
    model: folder of other models than the package's, for measuring models that left some documents out.
    """

    file_name: str | None = None
    max_pages: int = MAX_PAGES
    skip_pages: tuple[int, ...] = ()
    last_page: int | None = None
    model: str = ""
    reader: str = "pdfium"

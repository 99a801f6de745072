"""Pictures, told apart by their first bytes whatever their name says: a scan is read once it is saved as a PDF."""

from __future__ import annotations

import re

from safeplans.extractors.reading.errors import ReadingError

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic", ".heif", ".jp2")
"""Of pictures, in small letters."""

_FORMATS = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("TIFF", re.compile(rb"II\*\x00|MM\x00\*")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WebP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("HEIF", re.compile(rb".{4}ftyp(?:hei[cmsx]|hev[cx]|mif1|msf1|avif)", re.DOTALL)),
    ("JPEG 2000", re.compile(rb"\x00{3}\x0cjP {2}\r\n\x87\n")),
    ("BMP", re.compile(rb"BM.{4}\x00{4}", re.DOTALL)),
)
"""Names of formats, and how their files begin."""


_ADVICE = (
    "If it shows a page of a plan, save it as PDF and run again: words on such pages are recognised where "
    "safeplans[ocr] is installed."
)


def refuse_picture(data: bytes) -> None:
    """Raises ReadingError (`unsupported`) for a picture."""
    name = next((name for name, begins in _FORMATS if begins.match(data)), None)
    if name is not None:
        raise ReadingError("unsupported", f"The file is a picture ({name}), and pictures are not read. {_ADVICE}")


def named_refusal(suffix: str) -> str | None:
    """What to do about a file whose suffix, in small letters, is that of a picture; None for any other."""
    return f"A {suffix} file is a picture, and pictures are not read. {_ADVICE}" if suffix in SUFFIXES else None

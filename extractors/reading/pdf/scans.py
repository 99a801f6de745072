"""Which pages are pictures of text, and how recognised text takes the place of what little text they have."""

from __future__ import annotations

from collections.abc import Iterable

from safeplans.extractors.base.document import Page
from safeplans.extractors.reading.pdf.content import PageContent, Recognised
from safeplans.extractors.reading.pdf.geometry import overlap
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.settings import ReadSettings

INSTALL = "pip install '.[ocr]' in safeplans' folder"
_WHOLE = 0.75  # share of the page that a picture of it covers
_STAMP = 15  # words of digital text that may be stamped on a scan (a page number, a file name, a date of receipt)
_SURE = 0.7


def is_scan(content: PageContent) -> bool:
    """Is the page a picture of text? Also one with a stamp in digital text, or with recognised text hidden under it."""
    if not content.words:
        return bool(content.images or content.fills or content.rules)
    if _pictured(content) < _WHOLE:
        return False
    return len(content.words) <= _STAMP or all(word.hidden for word in content.words)


def _pictured(content: PageContent) -> float:
    """The share of the page that its largest picture covers."""
    page = (0.0, 0.0, content.width, content.height)
    areas = [
        max(overlap(box[0], box[2], page[0], page[2]), 0) * max(overlap(box[1], box[3], page[1], page[3]), 0)
        for box in content.images
    ]
    return max(areas, default=0.0) / max(content.width * content.height, 1.0)


def take_recognised(content: PageContent, found: Recognised) -> None:
    """Put recognised words, lines and shading in the place of a page's own, where they say more."""
    sure = sum(word.confidence >= _SURE for word in found.words)
    hidden = any(word.hidden for word in content.words)
    if not found.words or sure < (0.5 * len(content.words) if hidden else 2 * len(content.words)):
        return
    if found.turned in (90, 270):
        content.width, content.height = content.height, content.width
    content.words, content.rules, content.fills = found.words, found.rules, found.fills
    content.turned, content.skew = found.turned, found.skew
    content.tags, content.unmapped = {}, 0
    content.origin = "ocr"


def mostly_recognised(pages: Iterable[Page]) -> bool:
    """Were more pages recognised than read?"""
    origins = [page.text_origin for page in pages]
    return 2 * origins.count("ocr") > len(origins)


def letters_confidence(lines: Iterable[Line]) -> float:
    """How sure text recognition is of the letters of some lines, 0..1: the mean over letters; 1 for digital text."""
    words = [word for line in lines for word in line.words]
    if all(word.confidence == 1 for word in words):
        return 1.0
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 1.0


def remedy(settings: ReadSettings) -> str:
    """What to do about a page without text."""
    if settings.recognise is None:
        return f"To have scans read, install text recognition with {INSTALL} and run again."
    return "Text recognition found no words on it; ask the publisher for another copy if it matters."

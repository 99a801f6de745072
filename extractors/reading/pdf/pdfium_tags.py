"""The structure tags of a page (tagged PDF, PDF 32000-1, 14.7), from PDFium."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from safeplans.extractors.reading.pdf import pdfium_calls as calls
from safeplans.extractors.reading.pdf.content import Tag

_MAX_DEPTH = 60
_MAX_ELEMENTS = 20_000
_USUAL = 64  # bytes that the name of a kind takes


def read_tags(page: pdfium.PdfPage) -> dict[int, Tag]:
    """The tag of each marked-content id of the page; empty for a page without tags."""
    tree = pdfium_c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    tags: dict[int, Tag] = {}
    counter = 0
    try:
        stack: list[tuple[int, tuple[str, ...], tuple[int, ...]]] = []
        for index in reversed(range(pdfium_c.FPDF_StructTree_CountChildren(tree))):
            stack.append((calls.address(pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, index)), (), ()))
        while stack and counter < _MAX_ELEMENTS:
            element, path, ids = stack.pop()
            if not element or len(path) > _MAX_DEPTH:
                continue
            counter += 1
            path, ids = (*path, _kind(element)), (*ids, counter)
            tag = Tag(path, ids)
            # Only the ids of this page: an element that runs over pages lists those of the others as well.
            for index in reversed(range(max(0, calls.count_kids(element)))):
                child = calls.kid(element, index)
                if child:
                    stack.append((child, path, ids))
                else:
                    mcid = calls.kid_content(element, index)
                    if mcid >= 0:
                        tags[mcid] = tag
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)
    return tags


def _kind(element: int) -> str:
    buffer = ctypes.create_string_buffer(_USUAL)
    length = calls.element_type(element, ctypes.addressof(buffer), _USUAL)
    if length <= 2:
        return ""
    if length > _USUAL:  # then nothing was written
        buffer = ctypes.create_string_buffer(length)
        calls.element_type(element, ctypes.addressof(buffer), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")

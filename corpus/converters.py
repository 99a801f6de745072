"""PDF to text by the tools with which researchers come by text. Tools of the corpus, not of the product."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus.renderers import _tool

Converter = Callable[[bytes], str]
CONVERTERS: dict[str, Converter] = {}
ENDINGS = {"markdown": "md"}


def converter(function: Converter) -> Converter:
    CONVERTERS[function.__name__] = function
    return function


def converted(name: str, data: bytes) -> str:
    """The text that the named converter prints of a PDF."""
    return CONVERTERS[name](data)


def ending(name: str) -> str:
    return ENDINGS.get(name, "txt")


@converter
def poppler(data: bytes) -> str:
    """pdftotext in reading order."""
    return _pdftotext(data)


@converter
def poppler_layout(data: bytes) -> str:
    """pdftotext -layout: columns kept apart by blanks."""
    return _pdftotext(data, "-layout")


@converter
def poppler_raw(data: bytes) -> str:
    """pdftotext -raw: in the order of the content stream."""
    return _pdftotext(data, "-raw")


@converter
def pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


@converter
def pypdf(data: bytes) -> str:
    import pypdf as library

    return "\n".join(page.extract_text() for page in library.PdfReader(io.BytesIO(data)).pages)


@converter
def pymupdf(data: bytes) -> str:
    import pymupdf as library

    with library.open(stream=data, filetype="pdf") as document:
        return "\n".join(page.get_text() for page in document)


@converter
def markdown(data: bytes) -> str:
    """pymupdf4llm: tables as Markdown."""
    import pymupdf as library
    import pymupdf4llm

    with library.open(stream=data, filetype="pdf") as document:
        return str(pymupdf4llm.to_markdown(document, show_progress=False, use_ocr=False))


def _pdftotext(data: bytes, *options: str) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(data)
        done = subprocess.run([_tool("pdftotext"), *options, file.name, "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")

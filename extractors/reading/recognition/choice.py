"""Which engine recognises text: the one asked for, else the first that is installed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.util import find_spec

from safeplans.extractors.reading.pdf.content import Recogniser
from safeplans.extractors.reading.recognition.result import Engine


def _tesseract() -> Engine:
    from safeplans.extractors.reading.recognition.tesseract import TesseractEngine

    return TesseractEngine()


def _rapidocr() -> Engine:
    from safeplans.extractors.reading.recognition.rapid import RapidEngine

    return RapidEngine()


#: Engines by name, the preferred one first: the modules that each needs, and how it is made.
ENGINES: dict[str, tuple[tuple[str, ...], Callable[[], Engine]]] = {
    "tesseract": (("tesserocr", "tessdata"), _tesseract),
    "rapidocr": (("rapidocr", "onnxruntime"), _rapidocr),
}


@cache
def _engine(name: str) -> Engine:
    """One engine for each process, made when the first scanned page comes: loading its models takes a while."""
    return ENGINES[name][1]()


def installed(name: str) -> bool:
    """Are an engine's packages installed? Raises KeyError for a name that is not in `ENGINES`."""
    return all(find_spec(module) is not None for module in ENGINES[name][0])


def recogniser(name: str | None = None) -> Recogniser | None:
    """A recogniser for one document, None when the engine's packages are not installed.

    name: an engine out of `ENGINES`; None takes the first that is installed. Raises KeyError for another name.
    """
    from safeplans.extractors.reading.recognition.page import PageRecogniser

    for candidate in [name] if name is not None else list(ENGINES):
        if installed(candidate):
            return PageRecogniser(partial(_engine, candidate))
    return None

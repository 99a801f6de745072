"""XML of a document's parts: parsed without entities of its own, without a network, only as deep as documents go."""

from __future__ import annotations

from lxml import etree

from safeplans.extractors.reading.errors import ReadingError

_DECLARES = b"<!DOCTYPE"
_ADVICE = "Open it in the program that made it, save it anew, and run again."


def root_of(data: bytes) -> etree._Element:
    """The root of a part. Raises ReadingError (`damaged`) when it is no XML, or declares what XML may declare.

    No office program declares a document type; entities that multiply, and files that are fetched, begin there.
    """
    refuse_declarations(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("damaged", f"A part of the file is broken ({str(error)[:120]}). {_ADVICE}") from error


def refuse_declarations(data: bytes) -> None:
    """Raises ReadingError (`damaged`) for XML that declares a document type, in whatever encoding."""
    if _DECLARES in data or b"\x00" in data[:200] and _DECLARES in data.replace(b"\x00", b""):
        raise ReadingError(
            "damaged", f"The file declares XML entities of its own, as no office program does; not opened. {_ADVICE}"
        )

"""XML from strangers: no document type, no entity, nothing fetched, neither endless text nor endless depth."""

from __future__ import annotations

import re
from typing import cast
from xml.etree.ElementTree import Element  # as a type: lxml's elements have all that it has

from lxml import etree

from safeplans.extractors.reading.errors import ReadingError

__all__ = ["Element", "local", "parse", "refuse_declarations"]

_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)


def parse(data: bytes, part: str) -> Element:
    """The root of an XML part. part: its name, for people.

    Raises ReadingError: `unsupported` for a part that declares a document type (office programs write none; entities
    are declared there), `damaged` for what is no XML.
    """
    refuse_declarations(data, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"A part of the file ({part}) is broken. Fetch it again, or open it and save it anew."
        raise ReadingError("damaged", message) from error
    return cast(Element, root)


def refuse_declarations(data: bytes, part: str) -> None:
    """Raises ReadingError (`unsupported`) for an XML part that declares a document type."""
    if _declares_type(data):
        message = f"A part of the file ({part}) declares entities, as no office program writes them; it was not read. "
        raise ReadingError("unsupported", f"{message}If you trust its sender, open it and save it as PDF.")


def _declares_type(data: bytes) -> bool:
    """In any of the encodings that XML may have."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        data = data.replace(b"\x00", b"")
    return _DOCTYPE.search(data) is not None


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for what is no element (an entity)."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

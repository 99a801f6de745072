"""The parts of a Word file: which there are, and how they hang together (Open Packaging Conventions, ECMA-376 part 2).

Strict Open XML (ISO 29500) has other names for the same things; its namespaces are read as the usual ones. Targets
outside the file are never followed.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.safe_xml import Element, local, parse

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """kind: the last word of its type (``styles``, ``footer``). target: name of a part."""

    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """archive: the file's members. broken: names of parts that could not be read and were done without."""

    archive: Archive
    broken: list[str] = field(default_factory=list)

    @property
    def main(self) -> str:
        """The name of the part that holds the text."""
        told = next((r.target for r in self.relations("").values() if r.kind == "officeDocument"), _MAIN)
        return told if told in self.archive else _MAIN

    def root(self, name: str) -> Element:
        """The root of a part. Raises ReadingError when it is missing or broken."""
        if name not in self.archive:
            message = f"The file has no part {name}, which should hold its text. Open it and save it anew."
            raise ReadingError("damaged", message)
        return parse(_STRICT.sub(_USUAL, self.archive.read(name)), name)

    def known(self, name: str | None) -> Element | None:
        """The root of a part that can be done without; None when it is missing or broken (told in `broken`)."""
        if name is None or name not in self.archive:
            return None
        try:
            return self.root(name)
        except ReadingError as error:
            if error.code != "damaged":
                raise
            self.broken.append(name)
            return None

    def relations(self, name: str) -> dict[str, Relation]:
        """By their ids the parts that a part refers to; "" for the file as a whole."""
        folder, base = posixpath.split(name)
        root = self.known(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for element in root if root is not None else ():
            if element.get("TargetMode") == "External" or local(element) != "Relationship":
                continue
            target = element.get("Target", "").replace("\\", "/")
            whole = target if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, posixpath.normpath(whole).lstrip("/"))
        return found

    def related(self, name: str, kind: str) -> str | None:
        """The name of the first part of a kind that a part refers to."""
        return next((r.target for r in self.relations(name).values() if r.kind == kind), None)

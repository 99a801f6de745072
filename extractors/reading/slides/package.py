"""A presentation without what is not read: pictures, films and embedded files are emptied before a library opens it."""

from __future__ import annotations

import io
import zipfile

from safeplans.extractors.reading.archive import Archive
from safeplans.extractors.reading.safe_xml import refuse_declarations

_XML = (".xml", ".rels")


def lightened(data: bytes) -> tuple[bytes, int]:
    """The presentation with its parts of XML alone filled, and how many projects of macros it carries.

    Links out of it stay words, since nothing follows them.

    Raises ReadingError (`damaged`, `encrypted`, `unsupported`) for an archive that is broken or hostile.
    """
    archive = Archive(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in archive.printed_names:
            part = b""
            if name.casefold().endswith(_XML):
                part = archive.read(name)
                refuse_declarations(part, name)
            package.writestr(name, part)
    return out.getvalue(), archive.macros

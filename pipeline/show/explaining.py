"""Why a row of a document is as it is, from its file."""

from __future__ import annotations

import os

from safeplans.extractors import explaining
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.explaining import Explanation, RowError
from safeplans.extractors.reading import ReadingError
from safeplans.pipeline.schema.rows import FileIdentity
from safeplans.pipeline.store.packed import Packed, named


def explain(document: bytes | str | os.PathLike[str], row: str, settings: Settings | None = None) -> Explanation:
    """Why a row is as it is: the reading that was chosen, the next best one, and the cues of the row's words.

    document: the path of a file, or of one in a ZIP archive (``pack.zip/plan.docx``), or its bytes. row: its key
    (``a12``), or its whole id as in the tables.

    Raises RowError (a ValueError) when the document has no such row, or no reading made it; ReadingError when the
    document cannot be read; OSError when the file cannot be opened.
    """
    if isinstance(document, bytes):
        data = document
    else:
        found = named(document)
        one = next(found.documents()) if len(found.names) == 1 else Packed(found.place.name, found.place.read_bytes())
        if one.problem is not None:
            raise ReadingError(one.problem.code, one.problem.message)
        data = one.data
        settings = settings or Settings(file_name=one.file_name)
    of, _, key = row.strip().rpartition(":")
    own = FileIdentity.of("", data).document_id
    if of and of.casefold() != own:
        raise RowError(f"{row} is a row of another document. The id of this one is {own}.")
    return explaining.explain(data, key, settings)

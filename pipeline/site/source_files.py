"""The files that a dataset was read from, found again by their bytes."""

from __future__ import annotations

import os
from collections.abc import Sequence

from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.store.discovery import SourceFile, discover


def find_sources(documents: Sequence[Row], places: Sequence[str | os.PathLike[str]]) -> dict[str, SourceFile]:
    """The file of each document that lies under `places` (files, folders and URLs), by `document_id`.

    documents: rows of `documents`. A file is known by its SHA-256, wherever it lies and whatever its name is now; a
    document of which no file has the bytes is left out.

    Raises InputError when a place does not exist or holds nothing that could be a document.
    """
    if not places:
        return {}
    by_hash = {file.sha256: file for file in discover(places).files}
    return {row["document_id"]: by_hash[row["sha256"]] for row in documents if row["sha256"] in by_hash}

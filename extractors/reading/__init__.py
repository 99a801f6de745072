"""Reading: the bytes of one file to a `Document`.

`read` is the one small interface behind which each kind of source (`kinds.KINDS`) has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.kinds import kind_of
from safeplans.extractors.reading.wrapped_numbers import with_whole_numbers

__all__ = ["ReadingError", "read", "read_document"]


def read(data: bytes, file_name: str | None = None) -> Document:
    """Read one file with the usual settings; see `read_document`."""
    return read_document(data, Settings(file_name))


def read_document(data: bytes, settings: Settings, on_page: Callable[[int], None] | None = None) -> Document:
    """Read one file, whatever its name says: where the bytes tell its kind, they decide.

    on_page: told the number of each page (from 1) before it is read, and 0 when all are.

    Raises ReadingError with a code and a message for people when nothing can be read.
    """
    return with_whole_numbers(kind_of(data, settings.file_name).read(data, settings, on_page))

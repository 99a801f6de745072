"""Why a file could not be read at all.

What can be read with a doubt is a `ReadingProblem` of the document; this error means that nothing came of it.
"""

from __future__ import annotations

CODES = frozenset(
    {"encrypted", "damaged", "empty", "no_text", "unsupported", "unreadable", "too_many_pages", "reader_fault"}
)


class ReadingError(Exception):
    """Nothing could be read from a file.

    code: one of `CODES`, for programs.
    message: for people: what is wrong and what to do about it. The caller, who knows the file's name, puts it in front.
    """

    def __init__(self, code: str, message: str) -> None:
        if code not in CODES:
            raise ValueError(f"unknown reading error code {code!r}; use one of {', '.join(sorted(CODES))}")
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message

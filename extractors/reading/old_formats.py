"""Formats of word processors and spreadsheets that are told apart but not read, with what to do about each."""

from __future__ import annotations

from dataclasses import dataclass

from safeplans.extractors.reading.errors import ReadingError


@dataclass(frozen=True, slots=True)
class OldFormat:
    """name: for people, with its article. stream: an OLE2 file of this kind holds a stream of that name, None for
    another sort of file. save_as: suffix of the format that took its place.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    save_as: str
    stream: str | None = None

    @property
    def refusal(self) -> ReadingError:
        return ReadingError(
            "unsupported",
            f"The file is {self.name}, which is not read. Open it, save it as {self.save_as} or PDF, and run again.",
        )


RTF = OldFormat("an RTF file", "application/rtf", (".rtf",), ".docx")

OLD_FORMATS = (
    OldFormat("a Word file of before 2007", "application/msword", (".doc", ".dot"), ".docx", "WordDocument"),
    OldFormat("an Excel file of before 2007", "application/vnd.ms-excel", (".xls", ".xlt"), ".xlsx", "Workbook"),
    OldFormat(
        "a PowerPoint file of before 2007",
        "application/vnd.ms-powerpoint",
        (".ppt", ".pps"),
        ".pptx",
        "PowerPoint Document",
    ),
    RTF,
)

OLD_SUFFIXES = tuple(suffix for old in OLD_FORMATS for suffix in old.suffixes)

_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_RTF_MARK = b"{\\rtf"


def old_format_named(file_name: str | None) -> OldFormat | None:
    """The old format that a file's name tells of, None where it tells of none."""
    name = (file_name or "").casefold()
    return next((old for old in OLD_FORMATS if name.endswith(old.suffixes)), None)


def refuse_old(data: bytes, file_name: str | None = None) -> None:
    """Raises ReadingError for a file in an old format (`unsupported`), and for a new one under a password, which
    Office keeps in the old form (`encrypted`)."""
    if data.lstrip()[: len(_RTF_MARK)] == _RTF_MARK:
        raise RTF.refusal
    if not data.startswith(_OLE2):
        return
    if _holds(data, "EncryptedPackage"):
        raise ReadingError("encrypted", "The file asks for a password. Save a copy without it and run again.")
    found = next((old for old in OLD_FORMATS if old.stream and _holds(data, old.stream)), None)
    found = found or old_format_named(file_name)
    if found is not None:
        raise found.refusal
    raise ReadingError(
        "unsupported",
        "The file is of an old Office format, which is not read. Open it, save it as .docx, .xlsx, .pptx or PDF, and "
        "run again.",
    )


def _holds(data: bytes, stream: str) -> bool:
    """Whether an OLE2 file lists a stream of that name."""
    return stream.encode("utf-16-le") in data

"""Bytes of a text file to a string: any common encoding, and which it was."""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.taming import tame_letters

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What British offices' software writes when it does not write Unicode.
_LEGACY = ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"]
_LOOKED_AT = 4096  # bytes in which UTF-16 without a mark is looked for
_LEAST_LETTERS = 8  # letters from which zeros between them can be told from chance
_ZEROS = 0.9  # share of bytes in every second place that are zero in English; dashes and curled quotes are not


def decode(data: bytes) -> tuple[str, str]:
    """Text of `data` in Unicode NFC and the name of its encoding.

    Raises ReadingError: `empty` when there is nothing in it, `unsupported` when it is no text.
    """
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise ReadingError("empty", "The file is empty. Fetch it again from the publisher's website.")
    for bom, name in _BOMS:
        if data.startswith(bom):
            return clean(data.decode(name, errors="replace")), name
    if (unmarked := _unmarked(data)) is not None:
        return clean(data.decode(unmarked, errors="replace")), unmarked
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_LEGACY).best()
        encoding = best.encoding if best else "cp1252"
        text = data.decode(encoding, errors="replace")
    # a few stray control characters are survivable, a file full of them is no text
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\v" for c in text[:20000])
    if controls > 0.02 * min(len(text), 20000) + 2:
        raise ReadingError(
            "unsupported",
            "The file is not text although its name says so. Save it as PDF or plain text and run again.",
        )
    return clean(text), encoding


def _unmarked(data: bytes) -> str | None:
    """UTF-16 that does not say so, as some programs save "Unicode text": each second byte of English is zero."""
    looked = data[:_LOOKED_AT]
    half = len(looked) // 2
    if half < _LEAST_LETTERS:
        return None
    for zeros, others, name in ((looked[1::2], looked[::2], "utf-16-le"), (looked[::2], looked[1::2], "utf-16-be")):
        if zeros.count(0) >= _ZEROS * half and others.count(0) <= (1 - _ZEROS) * half:
            return name
    return None


def clean(text: str) -> str:
    """Line ends as ``\\n``, no NUL, Unicode NFC."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return unicodedata.normalize("NFC", tame_letters(text))


def decoding_doubts(text: str, encoding: str) -> list[ReadingProblem]:
    """What is to be told of a file that was decoded so: another encoding than today's, characters that are lost."""
    told = []
    if encoding not in ("utf-8", "utf-8-sig"):
        message = f"The file is not UTF-8; it was read as {encoding}. Check names with accents and dashes."
        told.append(ReadingProblem("encoding", message, "info"))
    if "\ufffd" in text:
        told.append(ReadingProblem("garbled", "Some characters could not be decoded and stand as �.", "warning"))
    return told

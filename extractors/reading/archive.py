"""The ZIP archive that a Word file, a workbook or an OpenDocument file is: looked over before anything in it is read.

What stands in an archive's list of members is checked first (how many, how large, how far packed, under which names);
what is read is bounded again while it is unpacked, since the list may lie.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import IO

from safeplans.extractors.reading.errors import ReadingError

MARK = b"PK\x03\x04"
MARKS = (MARK, b"PK\x05\x06")
"""How an archive begins; the second one has no members."""
MEBIBYTE = 1024 * 1024
MOST_MEMBERS = 20_000
"""Members of an archive; a long report with a picture on each page has some hundred."""
MOST_LISTED = 4 * MEBIBYTE
"""Bytes of the list of members, which is read before their number is known."""
LARGEST_MEMBER = 256 * MEBIBYTE
"""Bytes of one member, unpacked: pictures and films may be large."""
LARGEST_TEXT = 64 * MEBIBYTE
"""Bytes of one member that is read, unpacked; the words of the longest published report have some 5 MiB as XML."""
MOST_UNPACKED = 1024 * MEBIBYTE
"""Bytes of all members, unpacked."""
MOST_PACKED = 200
"""Times that a member of XML may shrink when it is packed; a table of equal rows comes to some 60."""
SMALL = MEBIBYTE
"""Bytes below which it does not matter how far a member is packed."""

_END = struct.Struct("<4s4H2LH")  # the record that closes an archive
_END_MARK = b"PK\x05\x06"
_END_SEARCHED = 65_535 + _END.size
_END_64 = struct.Struct("<4sQ2H2L4Q")
_END_64_MARK = b"PK\x06\x06"
_MACROS = re.compile(r"(?:^|/)vbaproject\.bin$|^basic/.+/(?!script-l[bc]\.xml$)[^/]+\.xml$|^scripts/")
_TEXT_ENDINGS = (".xml", ".rels", ".vml", ".rdf")
_CUT_OFF = "The file is cut off or broken. Fetch it again from its publisher, or open it and save it anew."


class Archive:
    """The members of an archive, by name as the file's format writes it (in any case; ``/`` between folders)."""

    def __init__(self, data: bytes) -> None:
        """Raises ReadingError (`damaged`, `encrypted`, `unsupported`) for an archive that is broken or hostile."""
        if list_size(data) > MOST_LISTED:
            raise ReadingError("unsupported", f"The file holds too many parts for a document. {_ADVICE}")
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as error:
            raise ReadingError("damaged", _CUT_OFF) from error
        members = self._file.infolist()
        _check(members)
        self._members = {_plain(member.filename): member for member in members if not member.is_dir()}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all members in small letters."""
        return tuple(self._members)

    @property
    def printed_names(self) -> tuple[str, ...]:
        """Names of all members as the file writes them."""
        return tuple(member.filename for member in self._members.values())

    @property
    def macros(self) -> int:
        """Programs that it carries: projects of Visual Basic, modules and scripts of OpenDocument."""
        return sum(_MACROS.search(name) is not None for name in self._members)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises KeyError when there is none; ReadingError when it cannot be unpacked."""
        member = self._members[_plain(name)]
        if member.file_size > LARGEST_TEXT:
            raise ReadingError(
                "unsupported", f"A part of the file ({member.filename}) is larger than any plan's words. {_ADVICE}"
            )
        try:
            with self._file.open(member) as stream:
                data = stream.read(LARGEST_TEXT + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise ReadingError("damaged", _CUT_OFF) from error
        except (RuntimeError, NotImplementedError) as error:
            message = f"A part of the file ({member.filename}) is packed in a way that cannot be unpacked. {_ADVICE}"
            raise ReadingError("unsupported", message) from error
        return data

    def open(self, name: str) -> IO[bytes]:
        """A member to be read piece by piece, of up to `LARGEST_MEMBER`; reading it may raise what `zipfile` raises.

        Raises KeyError when there is none; ReadingError when it cannot be unpacked.
        """
        member = self._members[_plain(name)]
        try:
            return self._file.open(member)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise ReadingError("damaged", _CUT_OFF) from error
        except (RuntimeError, NotImplementedError) as error:
            message = f"A part of the file ({member.filename}) is packed in a way that cannot be unpacked. {_ADVICE}"
            raise ReadingError("unsupported", message) from error


_ADVICE = "Open it and save it as PDF, then run again."


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def list_size(data: bytes) -> int:
    """Bytes of the list of members, as the end of an archive (or all of it) tells; 0 where it has no end."""
    at = data.rfind(_END_MARK, max(len(data) - _END_SEARCHED, 0))
    if at < 0 or at + _END.size > len(data):
        return 0
    size = int(_END.unpack_from(data, at)[5])
    large = data.rfind(_END_64_MARK, max(at - _END_SEARCHED, 0), at)
    if large >= 0 and large + _END_64.size <= len(data):
        size = max(size if size != 0xFFFFFFFF else 0, int(_END_64.unpack_from(data, large)[8]))
    return size


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise ReadingError("unsupported", f"The file holds {len(members):,} parts, too many for a document. {_ADVICE}")
    total = 0
    for member in members:
        name, size = member.filename.replace("\\", "/"), member.file_size
        if ".." in name.split("/"):
            raise ReadingError("unsupported", f"A part of the file has a name that leads out of it ({name}). {_ADVICE}")
        if member.flag_bits & 0x1:
            raise ReadingError("encrypted", "The file asks for a password. Save a copy without it and run again.")
        total += size
        text = name.casefold().endswith(_TEXT_ENDINGS)
        packed = size > SMALL and size > MOST_PACKED * max(member.compress_size, 1)
        if size > LARGEST_MEMBER or total > MOST_UNPACKED or text and packed:
            raise ReadingError(
                "unsupported",
                f"Unpacked, the file is larger than any plan ({name}: {size / MEBIBYTE:,.0f} MiB); nothing was "
                f"unpacked. If you trust its sender: {_ADVICE[0].lower()}{_ADVICE[1:]}",
            )

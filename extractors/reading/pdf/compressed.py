"""What a PDF's objects speak of, as far as that can be seen without opening it."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")


def may_mention(data: bytes, name: bytes) -> bool:
    """Does a file's text or one of its object streams hold a name, or can that not be seen (encrypted)?"""
    if name in data:
        return True
    for match in _STREAM.finditer(data):
        try:
            if name in zlib.decompressobj().decompress(memoryview(data)[match.end() :]):
                return True
        except zlib.error:
            return True
    return False

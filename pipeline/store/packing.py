"""Results as bytes, for the disk and for the way between processes: MessagePack, checked against its type when read.

Unlike a pickle it can hold nothing but data, so neither a cache from elsewhere nor a worker process that a hostile
document took over can make its reader run anything.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

_ENCODER = msgspec.msgpack.Encoder()
_SURROGATE = re.compile("[\ud800-\udfff]")
_Result = TypeVar("_Result")


class PackingError(ValueError):
    """Bytes that are not what they should be."""


def pack(result: Any) -> bytes:
    """A dataclass as bytes. What UTF-8 cannot hold (lone surrogates) becomes U+FFFD, as in the tables."""
    try:
        return _ENCODER.encode(result)
    except UnicodeEncodeError:
        return _ENCODER.encode(_encodable(msgspec.to_builtins(result)))


def unpack(data: bytes, type_: type[_Result]) -> _Result:
    """The dataclass that was packed. Raises PackingError when the bytes are no such one."""
    try:
        return msgspec.msgpack.decode(data, type=type_)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise PackingError(str(error)) from error


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value

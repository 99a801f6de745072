"""What a worker process runs: files come in on its standard input, outcomes go out where its standard output was.

Messages follow their length. What comes in is pickled by the parent; what goes out is data and nothing else, so that a
document that takes this process over gains nothing with the parent. The process ends when its input does.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import logging
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import IO, Any

from safeplans.pipeline.running.work import Result, read_file
from safeplans.pipeline.store.packing import pack

_LENGTH = struct.Struct(">Q")
_HEADROOM = 1024 * 1024 * 1024
"""Bytes above the memory limit at which allocation itself fails, for what grows faster than the parent looks."""
OUT_OF_MEMORY = 77
"""Exit status of a process in which an allocation failed."""
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What a worker process says: that it is ready, the page it is at, the result of its file.

    page: 0 when it begins with a file, and when all pages are read.
    """

    page: int | None = None
    result: Result | None = None


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message. Raises OSError when the other end is gone."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def receive(stream: IO[bytes], longest: int | None = None) -> bytes:
    """Read one message, of at most so many bytes.

    Raises EOFError when the other end closed, or is gone in the middle of one, and ValueError for a longer one.
    """
    size = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    if longest is not None and size > longest:
        raise ValueError(f"a message of {size} bytes")
    return _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """Read the files that come in, until no more can. Never returns."""
    try:
        _serve()
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)  # past the thread that still waits for input


def _serve() -> None:
    tasks_in, out = sys.stdin.buffer, private_output()
    faulthandler.enable()
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' warnings are not for the terminal
    die_with_parent()
    cache, limits = pickle.loads(receive(tasks_in))
    limit_memory(limits.memory)
    send(out, pack(Said()))
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks_in, tasks), daemon=True).start()
    while True:
        task = tasks.get()
        send(out, pack(Said(0)))
        try:
            result = read_file(task, cache, limits, lambda page: send(out, pack(Said(page))))
            message = pack(Said(result=result))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        send(out, message)


def _listen(stream: IO[bytes], tasks: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            tasks.put(pickle.loads(receive(stream)))
    except (EOFError, OSError):
        os._exit(0)  # the parent is gone: nobody wants what is being read
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:  # else nothing would ever come in
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def private_output() -> IO[bytes]:
    """The standard output for messages alone: whatever libraries print goes to the standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def die_with_parent() -> None:
    """On Linux the kernel ends this process with its parent, even when a library holds it up."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(limit: int | None) -> None:
    """Let allocation fail well above the limit, and leave no core files; not on Windows."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limit is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (limit + _HEADROOM, limit + _HEADROOM))

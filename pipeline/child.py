"""What a worker process runs: files come in on its standard input, outcomes go out where its standard output was.

A message is a pickle after its length; both ends are ours. The process ends when its input does, even while it reads.
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
from typing import IO, Any

LENGTH = struct.Struct(">I")
_HEADROOM = 1024 * 1024 * 1024
"""Bytes above the memory limit at which allocation itself fails, for what grows faster than the parent looks."""
OUT_OF_MEMORY = 77
"""Exit status of a process in which an allocation failed."""
_PR_SET_PDEATHSIG = 1


def send(stream: IO[bytes], message: Any) -> None:
    """Write one message. Raises OSError when the other end is gone, PicklingError for what cannot be sent."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. Raises EOFError when the other end closed, or is gone in the middle of one."""
    head = _exactly(stream, LENGTH.size)
    return pickle.loads(_exactly(stream, LENGTH.unpack(head)[0]))


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
    tasks_in, out = sys.stdin.buffer, _private_output()
    faulthandler.enable()
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' warnings are not for the terminal
    _die_with_parent()
    cache, limits = receive(tasks_in)
    _limit_memory(limits.memory)
    from pipeline.work import read_file  # after the first message, whose unpickling has imported most of it

    send(out, ("ready", None))
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks_in, tasks), daemon=True).start()
    while True:
        task = tasks.get()
        try:
            outcome = read_file(task, cache, limits, lambda page: send(out, ("page", page)))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        send(out, ("done", outcome))


def _listen(stream: IO[bytes], tasks: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            tasks.put(receive(stream))
    except (EOFError, OSError):
        os._exit(0)  # the parent is gone: nobody wants what is being read


def _private_output() -> IO[bytes]:
    """The standard output for messages alone: whatever libraries print goes to the standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _die_with_parent() -> None:
    """On Linux the kernel ends this process with its parent, even when a library holds it up."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit_memory(limit: int | None) -> None:
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

"""Pictures of pages, and lines of texts, drawn by processes that a hostile or damaged file may break.

Each process has one file in hand. One that crashes, hangs or takes too much memory is replaced, and costs that file the
pages that were still to come.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from safeplans.pipeline.running import child
from safeplans.pipeline.running.limits import MEBIBYTE
from safeplans.pipeline.running.workers import WorkersError
from safeplans.pipeline.site.drawing import Answer, Order
from safeplans.pipeline.store.packing import PackingError, pack, unpack
from safeplans.pipeline.store.storage import SourceFile, StorageError, read_bytes

_SECONDS = 20.0
"""For one page, or the lines of one text; a page takes a twentieth of a second."""
_START_SECONDS = 120.0
_MEMORY = 1024 * MEBIBYTE
_LONGEST_ANSWER = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pages of a PDF to draw (from 1); none for any other document, whose lines are wanted."""

    document_id: str
    file: SourceFile
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a document looks like.

    sizes: width and height in points, as seen, of each page that was drawn. lines, spots: of a text, as in `Document`.
    failure: what could not be shown, and why, for people.
    """

    sizes: Mapping[int, tuple[float, float]]
    lines: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    failure: str | None = None


def show(
    wanted: Iterable[Wanted], workers: int, store: Callable[[str, int, bytes], None], seconds: float = _SECONDS
) -> dict[str, Shown]:
    """Have documents drawn: what each looks like, by `document_id`.

    workers: processes. store: told a document's id, the number of a page and its picture (WebP), from several threads.
    seconds: a page that takes longer is given up, and those after it.

    Raises WorkersError when no process can be started, and what `store` raises.
    """
    documents = list(wanted)
    if not documents:
        return {}
    count = max(1, min(workers, len(documents)))
    with contextlib.ExitStack() as stack:
        idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        for _ in range(count):
            idle.put(stack.enter_context(contextlib.closing(_Process(seconds))))

        def one(document: Wanted) -> Shown:
            process = idle.get()
            try:
                return _shown(document, process, store)
            finally:
                idle.put(process)

        threads = ThreadPoolExecutor(count)
        stack.callback(threads.shutdown, cancel_futures=True)  # after an error, or Ctrl-C, the rest need not be drawn
        return dict(zip((d.document_id for d in documents), threads.map(one, documents), strict=True))


def _shown(document: Wanted, process: _Process, store: Callable[[str, int, bytes], None]) -> Shown:
    try:
        data = read_bytes(document.file)
    except OSError as error:
        reason = str(error) if isinstance(error, StorageError) else error.strerror
        return Shown({}, failure=f"the file cannot be opened ({reason})")
    sizes: dict[int, tuple[float, float]] = {}
    failures: list[str] = []
    lines: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    for answer in process.answers(Order(data, document.file.name, document.pages)):
        if answer.failure is not None:
            where = "" if answer.page is None else f"page {answer.page}: "
            failures.append(where + answer.failure)
        elif answer.page is None:
            lines, spots = answer.lines, answer.spots
        elif answer.page in document.pages:
            sizes[answer.page] = (answer.width, answer.height)
            store(document.document_id, answer.page, answer.picture)
    return Shown(sizes, lines, spots, "; ".join(failures) or None)


class _Process:
    """A process that draws, started when it is needed and again when it was lost."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def answers(self, order: Order) -> Iterator[Answer]:
        """The answer for each page, or for the text; the last one tells a failure where the process was lost."""
        if self._process is None:
            self._start()
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(OSError):  # it died: there will be no answer
            child.send(self._process.stdin, pack(order))
        for page in order.pages or (None,):
            answer, late = self._answer(self._seconds)
            if answer is None:
                self.close()
                reason = f"it took more than {self._seconds:g} seconds" if late else "the process broke down over it"
                rest = "" if page == (order.pages or (None,))[-1] else ", and the pages after it are left out"
                yield Answer(page, failure=reason + rest)
                return
            yield answer

    def _start(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        code = "from safeplans.pipeline.site.drawing import main; main()"
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", code, str(_MEMORY)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError as error:
            raise WorkersError(f"No process could be started to draw pages ({error}).") from error
        if self._answer(_START_SECONDS)[0] is None:
            self.close()
            raise WorkersError("The process that draws pages cannot start. Is the package installed whole?")

    def _answer(self, seconds: float) -> tuple[Answer | None, bool]:
        """The next answer; None when the process was lost, and whether that was for want of time."""
        assert self._process is not None and self._process.stdout is not None
        late = threading.Event()

        def end(process: subprocess.Popen[bytes]) -> None:
            late.set()
            process.kill()

        clock = threading.Timer(seconds, end, [self._process])
        clock.start()
        try:
            return unpack(child.receive(self._process.stdout, _LONGEST_ANSWER), Answer), False
        except (EOFError, ValueError, PackingError):
            return None, late.is_set()
        finally:
            clock.cancel()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process = None

"""What the benchmarks of reading share: which PDFs are read, on which processor, and what a process takes of memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = (ROOT / "data/raw", ROOT / "../shared/documents")
_STATUS = Path("/proc/self/status")  # Linux: figures of this process alone, see proc(5)


def pdfs(folders: Sequence[Path]) -> list[Path]:
    """The PDFs of some folders, by default those of data/raw and ../shared/documents where these are there."""
    found = [folder for folder in folders or DEFAULT if folder.is_dir()]
    return [path.resolve() for folder in found for path in sorted(folder.glob("*.pdf"))]


def has_text(path: Path) -> bool:
    """Does any page of a PDF hold text of its own? A scan does not."""
    document = pdfium.PdfDocument(path)
    try:
        return any(page.get_textpage().count_chars() > 0 for page in document)
    finally:
        document.close()


def page_count(paths: Iterable[Path]) -> int:
    total = 0
    for path in paths:
        document = pdfium.PdfDocument(path)
        total += len(document)
        document.close()
    return total


def pin() -> int | None:
    """Keep this process, and those that it starts, on one processor; its number, None where that cannot be done."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    last = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {last})
    return last


def memory() -> float:
    """Megabytes of memory that this process holds now (resident set)."""
    now = _status("VmRSS")
    return now if now is not None else peak_memory()


def peak_memory() -> float:
    """The most megabytes that this process has held so far.

    On Linux from /proc: what getrusage tells counts the process that started this one too.
    """
    peak = _status("VmHWM")
    if peak is not None:
        return peak
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _status(name: str) -> float | None:
    if not _STATUS.exists():
        return None
    for line in _STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 2**10
    return None


def in_own_process(script: str, *arguments: str, given: str | None = None) -> str:
    """What a script of this folder prints when it is run in a process of its own. Its errors go to this one's."""
    command: list[Any] = [sys.executable, Path(__file__).with_name(script), *arguments]
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True).stdout

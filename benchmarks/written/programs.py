"""Programs that write files: an office without a window, a browser without one, pandoc."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from corpus.renderers import _pandoc as pandoc  # noqa: E402
from corpus.renderers import _tool as tool  # noqa: E402

_AT_ONCE = 40
_FILTERS = {
    "odt": "odt:writer8",
    "docx": "docx:MS Word 2007 XML",
    "html": "html:HTML (StarWriter)",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "ods": "ods:calc8",
    "pptx": "pptx:Impress MS PowerPoint 2007 XML",
    "odp": "odp:impress8",
}


def office(files: Sequence[bytes], suffix: str, *ways: str) -> list[bytes]:
    """What LibreOffice makes of files, by way of one format after another. ways: suffixes, or filters of PDF."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        paths = [folder / f"{i}.{suffix}" for i in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        for step, way in enumerate(ways):
            ending = way.partition(":")[0]
            to = folder / str(step)
            to.mkdir()
            for first in range(0, len(paths), _AT_ONCE):
                _converted(paths[first : first + _AT_ONCE], _FILTERS.get(way, way), to, folder / "profile")
            paths = [to / f"{p.stem}.{ending}" for p in paths]
        return [p.read_bytes() if p.exists() else b"" for p in paths]


def _converted(paths: Sequence[Path], filter_: str, to: Path, profile: Path) -> None:
    there = [p for p in paths if p.exists()]
    if not there:
        return
    kind = ["--infilter=HTML (StarWriter)"] if there[0].suffix == ".html" else []
    command: list[Any] = [
        tool("soffice", "libreoffice"), f"-env:UserInstallation=file://{profile}", "--headless", *kind,
        "--convert-to", filter_, "--outdir", to, *there,
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)


def browsed(pages: Sequence[str], take: Callable[[Any], bytes]) -> list[bytes]:
    """What is taken of each page in a Chromium that has opened it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--no-first-run"]  # fmt: skip
        browser = play.chromium.launch(executable_path=tool("chromium"), args=quiet)
        tab = browser.new_page()
        taken = []
        for page in pages:
            tab.set_content(page)
            taken.append(take(tab))
        browser.close()
    return taken


def by_pandoc(page: str, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"page.{suffix}"
        subprocess.run(
            [pandoc(), "-f", "html", "-t", suffix, "-o", str(target)],
            input=page.encode(),
            check=True,
            capture_output=True,
        )
        return target.read_bytes()

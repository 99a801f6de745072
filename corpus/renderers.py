"""HTML to PDF by the producers that partnerships use, or whose files look alike: tools of the corpus, not the product.

Each renderer takes many pages at once, since starting a browser or an office takes longer than printing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.word_tables import TABLE_STYLES, word_tables

Renderer = Callable[[Sequence[str]], list[bytes]]
RENDERERS: dict[str, Renderer] = {}


class ToolMissingError(RuntimeError):
    """A tool of the corpus is not installed: which, and how to get it."""


def renderer(function: Renderer) -> Renderer:
    RENDERERS[function.__name__] = function
    return function


def rendered(name: str, pages: Sequence[str]) -> list[bytes]:
    """PDFs of the pages by the named renderer, the same bytes each time; b"" for a page that it could not print."""
    return [undated(data) for data in RENDERERS[name](pages)]


def undated(data: bytes) -> bytes:
    """A PDF without the moment at which it was made: dates and file ids, where they stand open, have a fixed value."""
    data = re.sub(rb"\(D:\d{14}[^)]{0,12}\)", lambda f: b"(D:20250101000000".ljust(len(f[0]) - 1, b"Z") + b")", data)
    data = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 32, data)
    return re.sub(rb"/ID\s*\[[^\]]*\]", lambda f: re.sub(rb"[0-9A-Fa-f]{32}", b"0" * 32, f[0]), data)


@renderer
def weasyprint(pages: Sequence[str]) -> list[bytes]:
    """WeasyPrint: tagged when asked, CSS page boxes."""
    import weasyprint as weasy

    return [
        weasy.HTML(string=page).write_pdf(pdf_identifier=b"0" * 16, pdf_tags=bool(i % 2)) or b""
        for i, page in enumerate(pages)
    ]


@renderer
def chromium(pages: Sequence[str]) -> list[bytes]:
    """A browser's «print to PDF» (Skia): tagged, each cell's fill a path of its own."""
    from playwright.sync_api import sync_playwright

    made = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=_tool("chromium"),
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        tab = browser.new_page()
        for page in pages:
            tab.set_content(page)
            made.append(tab.pdf(prefer_css_page_size=True, print_background=True))
        browser.close()
    return made


@renderer
def libreoffice(pages: Sequence[str]) -> list[bytes]:
    """Writer, from HTML: how pages made in an office look, tagged."""
    return _office([_with_borders(page) for page in pages], "html", "writer_web_pdf_Export")


def _with_borders(page: str) -> str:
    """Writer takes the borders of cells from the attributes of a table, not from its style sheet."""
    drawn = re.search(r"\b(?:t[dh]|table)\b[^{}]*\{[^}]*border(?!-(?:collapse|spacing|radius))", page, re.IGNORECASE)
    return re.sub(r"<table\b", '<table border="1" cellspacing="0" cellpadding="4"', page) if drawn else page


@renderer
def docx(pages: Sequence[str]) -> list[bytes]:
    """A Word file (by pandoc, its tables then drawn as Word's own table styles draw them) printed by Writer."""
    pandoc = _pandoc()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for index, page in enumerate(pages):
            target = Path(folder) / f"{index}.docx"
            subprocess.run(
                [pandoc, "-f", "html", "-t", "docx", "-o", str(target)],
                input=_body(page).encode(),
                check=True,
                capture_output=True,
            )
            word_tables(target, TABLE_STYLES[index % len(TABLE_STYLES)])
            files.append(target)
        return _converted(files, Path(folder), "writer_pdf_Export")


@renderer
def mupdf(pages: Sequence[str]) -> list[bytes]:
    """MuPDF's own layout of HTML: no tags, few rules."""
    import pymupdf

    made = []
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.pdf"
            story = pymupdf.Story(html=page)
            writer = pymupdf.DocumentWriter(str(path))
            more = 1
            count = 0
            while more and count < 60:
                device = writer.begin_page(pymupdf.Rect(0, 0, 595, 842))
                more, _ = story.place(pymupdf.Rect(50, 50, 545, 792))
                story.draw(device)
                writer.end_page()
                count += 1
            writer.close()
            made.append(path.read_bytes())
    return made


@renderer
def typst(pages: Sequence[str]) -> list[bytes]:
    """Typst, by way of pandoc: text pages with plain tables, tagged."""
    import typst as compiler

    pandoc = _pandoc()
    made = []
    for page in pages:
        done = subprocess.run(
            [pandoc, "-f", "html", "-t", "typst", "--standalone"],
            input=_body(page).encode(),
            check=True,
            capture_output=True,
        )
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "page.typ"
            source.write_bytes(done.stdout)
            try:
                made.append(compiler.compile(str(source)))
            except Exception:  # noqa: BLE001 - the compiler raises its own class for markup that pandoc wrote badly
                made.append(b"")
    return made


def _pandoc() -> str:
    """A pandoc that writes Typst (3.1 and later), as the package pypandoc_binary brings it."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _body(page: str) -> str:
    return re.sub(r"<style\b.*?</style>", "", page, flags=re.DOTALL | re.IGNORECASE)


def _office(pages: Sequence[str], ending: str, kind: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for index, page in enumerate(pages):
            file = Path(folder) / f"{index}.{ending}"
            file.write_text(page, encoding="utf-8")
            files.append(file)
        return _converted(files, Path(folder), kind)


def _converted(files: Sequence[Path], folder: Path, kind: str) -> list[bytes]:
    office = _tool("soffice", "libreoffice")
    for first in range(0, len(files), 40):
        subprocess.run(
            [
                office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                "--convert-to", f"pdf:{kind}", "--outdir", str(folder), *map(str, files[first : first + 40]),
            ],
            capture_output=True, check=True,
        )  # fmt: skip
    return [f.with_suffix(".pdf").read_bytes() if f.with_suffix(".pdf").exists() else b"" for f in files]


def _tool(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise ToolMissingError(f"{names[0]} is not installed; the corpus needs it (corpus/README.md, «Tools»)")

#!/usr/bin/env python3
"""How well web pages are read beside the PDF of the same content, by who wrote them: on the corpus (corpus/README.md).

    python benchmarks/webpages.py [--documents N] [--only NAME] [--writers made,council,…] [--each]

Documents by hand of the corpus that are written in HTML and printed to PDF are read as the PDF, and as pages: as they
were made; as LibreOffice saves them, by way of its own format and of Word's; as Chromium saves them; in a page of a
council with its menus, banner of cookies and footer; without semantic tags, as Google's editor writes; and as Word's
«filtered» pages are. Each is held against the same gold (scoring.py). Printed: plan F1, mean over documents, and the
difference to the PDF. Those that nothing learns from come first; of the others the models know the PDFs. --each tells
the documents that lose. --keep writes the pages into a folder.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html
from scoring import score

from safeplans.extractors.extract import extract
from safeplans.extractors.settings import Settings
from safeplans.pipeline.schema.rows import FileIdentity, document_rows

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from corpus.building import BUILT, Planned, planned, source_of  # noqa: E402
from corpus.families import recorded  # noqa: E402
from corpus.gold import gold  # noqa: E402
from corpus.renderers import _tool  # noqa: E402

Writer = Callable[[Sequence[str]], list[str]]
WRITERS: dict[str, Writer] = {}
DOCUMENTS = 60
ALLOWED = 0.01  # plan F1 that a page may lose against the PDF of the same content

Tree = Any


def writer(function: Writer) -> Writer:
    WRITERS[function.__name__] = function
    return function


@writer
def made(pages: Sequence[str]) -> list[str]:
    """As its author wrote it."""
    return list(pages)


@writer
def libreoffice(pages: Sequence[str]) -> list[str]:
    """Writer's web page of its own document."""
    return _office(pages, ("odt",))


@writer
def word(pages: Sequence[str]) -> list[str]:
    """Writer's web page of a Word file."""
    return _office(pages, ("odt", "docx"))


@writer
def chromium(pages: Sequence[str]) -> list[str]:
    """What a browser saves once it has built the page."""
    saved = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        for page in pages:
            path.write_text(page, encoding="utf-8")
            done = subprocess.run(
                [
                    _tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--dump-dom", path.as_uri(),
                ],
                capture_output=True, check=True,
            )  # fmt: skip
            saved.append(done.stdout.decode("utf-8"))
    return saved


@writer
def council(pages: Sequence[str]) -> list[str]:
    """The content in a council's page: banner of cookies, header, menus, trail, related pages, footer."""
    return [re.sub(r"(<body[^>]*>)(.*)(</body>)", _in_council, page, flags=re.DOTALL | re.IGNORECASE) for page in pages]


def _in_council(found: re.Match[str]) -> str:
    menu = "".join(f'<li><a href="/{n.lower().replace(" ", "-")}">{n}</a></li>' for n in _MENU)
    return f"""{found[1]}
<div class="cookie-banner" role="region" aria-label="Cookies"><h2>Cookies on this website</h2>
<p>We use some essential cookies to make this website work. We’d like to set additional cookies to understand how you
use it.</p><button>Accept additional cookies</button><button>Reject additional cookies</button></div>
<a class="skip-link" href="#main">Skip to main content</a>
<header class="site-header"><a href="/">Cambermere Council</a><form action="/search"><label>Search this site</label>
<input name="q"><button>Search</button></form></header>
<nav aria-label="Main"><ul>{menu}</ul></nav>
<div class="breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/s">Safeguarding</a></li>
<li><a href="/s/p">Policies and plans</a></li></ol></div>
<main id="main">{found[2]}
<div class="page-feedback"><h2>Was this page helpful?</h2><button>Yes</button><button>No</button></div></main>
<aside class="sidebar"><h2>Related pages</h2><ul>{menu}</ul></aside>
<footer><h2>Contact us</h2><p>Cambermere Council, Guildhall, Cambermere CM1 2AB</p><ul>{menu}</ul>
<p>Page last updated: 3 September 2025</p><p>© 2025 Cambermere Council</p></footer>{found[3]}"""


_MENU = ("Bins and recycling", "Business plans and budgets", "Children and families", "Annual reports", "Housing",
         "Council tax", "Adult social care", "Report abuse", "Jobs", "News")  # fmt: skip


@writer
def google(pages: Sequence[str]) -> list[str]:
    """No headings, no header cells, no emphasis by tags: spans that look like them."""
    return [_rewritten(page, _as_google) for page in pages]


def _as_google(body: Tree) -> None:
    sizes = {"h1": 20, "h2": 16, "h3": 14, "h4": 12, "h5": 11, "h6": 11}
    for element in list(body.iter(*sizes)):
        _wrapped(element, f"font-size:{sizes[element.tag]}pt;font-weight:700")
        element.tag = "p"
    for element in list(body.iter("th")):
        _wrapped(element, "font-weight:700")
        element.tag = "td"
    for element in list(body.iter("b", "strong")):
        element.tag = "span"
        element.set("style", f"font-weight:700;{element.get('style', '')}")
    for element in list(body.iter("s", "del", "strike")):
        element.tag = "span"
        element.set("style", "text-decoration:line-through")
    for element in list(body.iter("thead", "tbody", "tfoot")):
        element.drop_tag()
    for element in list(body.iter("section", "article", "header", "footer", "main", "aside", "figure")):
        element.tag = "div"
    _typed_lists(body, lambda sign: html.fragment_fromstring(f"<span>{sign}&nbsp;&nbsp;</span>"))


@writer
def filtered(pages: Sequence[str]) -> list[str]:
    """Word's «web page, filtered»: paragraphs of classes, bullets typed in symbol letters."""
    return [_rewritten(page, _as_word) for page in pages]


def _as_word(body: Tree) -> None:
    for element in list(body.iter("th")):
        _wrapped(element, "font-weight:bold")
        element.tag = "td"
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>"
    _typed_lists(
        body,
        lambda sign: html.fragment_fromstring(
            f"<span style='font-family:Symbol'>{'·' if sign == '●' else sign}{gap}</span>"
        ),
    )
    for element in list(body.iter("td")):
        if not len(element) or element[0].tag not in ("p", "div", "ul", "table"):
            inner = etree.SubElement(element, "p", {"class": "MsoNormal"})
            inner.text, element.text = element.text, None
            for child in list(element)[:-1]:
                inner.append(child)
    for element in list(body.iter("p")):
        element.set("class", element.get("class") or "MsoNormal")
    for element in list(body.iter("thead", "tbody", "tfoot")):
        element.drop_tag()
    for element in list(body.iter("h1", "h2", "h3", "td", "p")):
        if element.text:
            element.text = element.text.replace(" ", "\n", 1) if len(element.text) > 60 else element.text


def _typed_lists(body: Tree, sign: Callable[[str], Tree]) -> None:
    """Lists as paragraphs with the marker typed into them."""
    for number, element in _numbered(body):
        marker = sign(f"{number}." if number else "●")
        marker.tail, element.text = element.text, None
        element.insert(0, marker)
        element.tag = "p"
        element.set("class", "MsoListParagraph")
        element.set("style", "margin-left:36pt;text-indent:-18pt")
    for element in list(body.iter("ul", "ol")):
        element.drop_tag()


def _numbered(body: Tree) -> list[tuple[int, Tree]]:
    found = []
    for listing in body.iter("ul", "ol"):
        start = int(listing.get("start", "1"))
        for at, item in enumerate([e for e in listing if e.tag == "li"]):
            found.append((start + at if listing.tag == "ol" else 0, item))
    return found


def _wrapped(element: Tree, style: str) -> None:
    inner = etree.Element("span", {"style": style})
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def _rewritten(page: str, change: Callable[[Tree], None]) -> str:
    tree = html.document_fromstring(page)
    change(tree.find("body"))
    return "<!DOCTYPE html>\n" + html.tostring(tree, encoding="unicode")


def _office(pages: Sequence[str], ways: Sequence[str]) -> list[str]:
    """Writer's web page of a file that it made of the page, by way of formats of documents."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{i}.html" for i in range(len(pages))]
        for file, page in zip(files, pages, strict=True):
            file.write_text(page, encoding="utf-8")
        for way in ways:
            files = _converted(files, way, Path(folder))
        final = Path(folder) / "saved"
        final.mkdir()
        return [f.read_text(encoding="utf-8") for f in _converted(files, "html", Path(folder), final)]


def _converted(files: Sequence[Path], ending: str, folder: Path, to: Path | None = None) -> list[Path]:
    filters = {"odt": "odt:writer8", "docx": "docx:MS Word 2007 XML", "html": "html:HTML (StarWriter)"}
    kind = ["--infilter=HTML (StarWriter)"] if files[0].suffix == ".html" else []
    subprocess.run(
        [
            _tool("soffice", "libreoffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless", *kind,
            "--convert-to", filters[ending], "--outdir", str(to or folder), *map(str, files),
        ],
        capture_output=True, check=True,
    )  # fmt: skip
    return [(to or folder) / f"{f.stem}.{ending}" for f in files]


@dataclass(slots=True)
class Read:
    """A document as one writer wrote it: plan F1, and rows found and missed by table."""

    name: str
    writer: str
    f1: float
    told: str


def read_one(job: tuple[str, str, str, bytes, dict[str, Any]]) -> Read:
    name, by, file, data, answers = job
    facts = extract(data, Settings(file_name=file))
    found = document_rows(facts, FileIdentity.of(file, data))
    made = score(answers, found)
    told = ", ".join(f"{t} {made.matched[t]} of {made.gold[t]} ({made.found[t]} found)" for t in made.gold)
    return Read(name, by, made.plan_f1, told)


def chosen(most: int, only: str) -> list[Planned]:
    """Documents by hand, those that nothing learns from first, the others mixed; those whose PDF was printed whole."""
    entries = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))["documents"]
    printed = {e["name"] for e in entries if e["file"].endswith(".pdf") and e["aligned"]}
    known = [d for d in planned(recorded()) if d.renderer is not None and d.family.part != "shapes"]
    known.sort(key=lambda d: (d.family.part != "measure", zlib.crc32(d.name.encode())))
    return [d for d in known if d.name in printed and only in d.name][:most]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    parser.add_argument("--writers", default=",".join(WRITERS))
    parser.add_argument("--each", action="store_true", help="the documents that lose, worst first")
    parser.add_argument("--keep", type=Path, help="write the pages into this folder")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    documents = chosen(asked.documents, asked.only)
    sources = [source_of(d) for d in documents]
    jobs: list[tuple[str, str, str, bytes, dict[str, Any]]] = []
    for d, source in zip(documents, sources, strict=True):
        file = f"{d.name}.pdf"
        jobs.append((d.name, "PDF", file, (BUILT / "documents" / file).read_bytes(), gold(source, file)))
    for name in asked.writers.split(","):
        pages = WRITERS[name]([s.marked.text for s in sources])
        for d, source, page in zip(documents, sources, pages, strict=True):
            file = f"{d.name}.html"
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / f"{d.name}-{name}.html").write_text(page, encoding="utf-8")
            jobs.append((d.name, name, file, page.encode(), gold(source, file)))
    answers = json.loads(json.dumps([j[4] for j in jobs], default=str))
    with ProcessPoolExecutor(asked.workers) as pool:
        reads = list(pool.map(read_one, [(*j[:4], a) for j, a in zip(jobs, answers, strict=True)], chunksize=4))
    told(reads, {d.name for d in documents if d.family.part == "measure"}, asked.each)


def told(reads: Sequence[Read], unseen: set[str], each: bool) -> None:
    pdf = {r.name: r for r in reads if r.writer == "PDF"}
    print("| page by | documents | plan F1 | to the PDF | not learnt from | to the PDF | lose more than 0.01 |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name in dict.fromkeys(r.writer for r in reads):
        some = [r for r in reads if r.writer == name]
        few = [r for r in some if r.name in unseen]
        lose = sum(r.f1 < pdf[r.name].f1 - ALLOWED for r in some)
        cells = [name, str(len(some))]
        for group in (some, few):
            mean = statistics.fmean(r.f1 for r in group) if group else float("nan")
            gain = statistics.fmean(r.f1 - pdf[r.name].f1 for r in group) if group else float("nan")
            cells += [f"{mean:.3f}", f"{gain:+.3f}"]
        print(f"| {' | '.join([*cells, str(lose)])} |")
    if each:
        losing = sorted((r for r in reads if r.f1 < pdf[r.name].f1 - ALLOWED), key=lambda r: r.f1 - pdf[r.name].f1)
        for r in losing:
            print(f"{r.f1 - pdf[r.name].f1:+.3f} {r.name} by {r.writer}: {r.told}; PDF: {pdf[r.name].told}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How well each format is read beside the PDF of the same content: on the corpus (corpus/README.md), `make formats`.

    python benchmarks/formats.py [--formats WORD …] [--families N] [--only NAME] [--worst N] [--keep FOLDER]

Documents by hand of the part `measure`, from which nothing learns, that are HTML or Markdown (60 families at most), are
written in each format by several programs (written/), read, and held against their gold (scoring.py), and so is the
PDF of the same content as the corpus prints it (of Markdown, which the corpus does not print, one is printed the same
way). Workbooks are asked only for documents whose actions stand in tables. Where `make train` made models of the folds,
families that are learnt from can be added, each read with the model that has not seen it (--part all).

Printed: plan F1 as mean over documents, of the PDFs of the same documents, and the difference; a format may lose 0.01.
Last, for how many documents it loses more than 0.05. `foreign`: who wrote the files is no library like ours. --worst
lists what loses most. --keep holds the files and does not make those again that lie there; --formats measures only what
has one of the words in its name. Ends with status 1 when a format loses more than it may.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from firstsight import CORPUS, MODELS, NETWORK, ROOT
from scoring import score

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.pipeline.schema.rows import FileIdentity, document_rows

sys.path.insert(0, str(ROOT))
from written import WRITERS, Writer  # noqa: E402

from corpus.building import Planned, page_to_print, planned, source_of  # noqa: E402
from corpus.families import recorded  # noqa: E402
from corpus.gold import Source, gold  # noqa: E402
from corpus.renderers import RENDERERS, ToolMissingError, rendered  # noqa: E402

FAMILIES = 60
ALLOWED = 0.01  # plan F1 that a format may lose against the PDF of the same content
MUCH = 0.05
PDF = "PDF"
SURE = "weasyprint"  # prints what another renderer could not
LEAST_ACTIONS, ROWS_AN_ACTION = 3, 0.6  # of a plan that stands in tables


@dataclass(frozen=True, slots=True)
class Content:
    """A document of the corpus, as an HTML page. model: the weights that have not seen it, "" for the package's."""

    document: Planned
    source: Source
    page: str
    model: str

    @property
    def name(self) -> str:
        return self.document.name

    def in_tables(self) -> bool:
        actions = len({key for m in self.source.marked.marks if m.label == "action" for key in m.keys})
        return actions >= LEAST_ACTIONS and len(re.findall(r"<tr\b", self.page)) >= ROWS_AN_ACTION * actions


@dataclass(frozen=True, slots=True)
class Read:
    """A document in one format: plan F1, and rows found and missed by table; or why it was refused."""

    name: str
    format: str
    f1: float
    told: str


def contents(most: int, part: str = "measure", only: str = "") -> list[Content]:
    """One document of each family: those that nothing learns from first, the others mixed."""
    known = [d for d in planned(recorded()) if d.measured and d.family.format in ("html", "md") and only in d.name]
    unseen = [d for d in known if d.family.part == "measure"]
    others = [d for d in known if d.family.part == "learn" and (MODELS / str(d.family.fold) / NETWORK).is_file()]
    others.sort(key=lambda d: zlib.crc32(d.name.encode()))
    unseen.sort(key=lambda d: d.renderer is None)  # those that the corpus prints first
    chosen = (unseen if part == "measure" else [*unseen, *others])[:most]
    return [_content(d) for d in chosen]


def _content(document: Planned) -> Content:
    source = source_of(document)
    page = page_to_print(document, source)
    model = str(MODELS / str(document.family.fold)) if document.family.part == "learn" else ""
    return Content(document, source, page, model)


def pdfs(some: Sequence[Content], folder: Path) -> None:
    """The PDF of each content: that of the corpus, else printed as the corpus prints."""
    entries = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))["documents"]
    known = {e["name"]: CORPUS / "documents" / e["file"] for e in entries if e["renderer"] and e["aligned"]}
    by_renderer: dict[str, list[Content]] = defaultdict(list)
    for c in _missing(some, folder, "pdf"):
        if c.name in known:
            (folder / f"{c.name}.pdf").write_bytes(known[c.name].read_bytes())
        else:
            by_renderer[sorted(RENDERERS)[zlib.crc32(c.name.encode()) % len(RENDERERS)]].append(c)
    for name, own in sorted(by_renderer.items()):
        for c, data in zip(own, rendered(name, [c.page for c in own]), strict=True):
            (folder / f"{c.name}.pdf").write_bytes(data or rendered(SURE, [c.page])[0])


def files(some: Sequence[Content], writer: Writer, folder: Path) -> None:
    left = _missing(some, folder, writer.suffix)
    for c, data in zip(left, writer.make([c.page for c in left]) if left else (), strict=True):
        (folder / f"{c.name}.{writer.suffix}").write_bytes(data)


def _missing(some: Sequence[Content], folder: Path, suffix: str) -> list[Content]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [(c, folder / f"{c.name}.{suffix}") for c in some]
    return [c for c, path in paths if not path.exists() or not path.stat().st_size]


def read_one(job: tuple[str, str, Path, dict[str, Any], str]) -> Read:
    name, kind, path, answers, model = job
    data = path.read_bytes()
    settings = Settings(file_name=path.name, model=model) if model else Settings(file_name=path.name)
    facts = extract(data, settings)
    found = document_rows(facts, FileIdentity.of(path.name, data))
    made = score(answers, found)
    told = ", ".join(f"{t} {made.matched[t]} of {made.gold[t]} ({made.found[t]} found)" for t in made.gold)
    return Read(name, kind, made.plan_f1, told or "nothing to find, nothing found")


def jobs(some: Sequence[Content], kind: str, suffix: str, folder: Path) -> Iterator[tuple[Any, ...]]:
    for c in some:
        path = folder / f"{c.name}.{suffix}"
        if path.stat().st_size:
            answers = json.loads(json.dumps(gold(c.source, path.name), default=str))
            yield c.name, kind, path, answers, c.model


def measured(asked: argparse.Namespace, folder: Path) -> list[Read]:
    everything = contents(asked.families, asked.part, asked.only)
    in_tables = [c for c in everything if c.in_tables()]
    print(f"{len(everything)} families, in {len(in_tables)} of them the actions stand in tables", flush=True)
    pdfs(everything, folder / PDF)
    todo = list(jobs(everything, PDF, "pdf", folder / PDF))
    for writer in WRITERS.values():
        if not any(w == writer.name or w in writer.name and w not in WRITERS for w in asked.formats or [""]):
            continue
        some, own = in_tables if writer.tables else everything, folder / writer.name.replace(",", "").replace(" ", "-")
        try:
            files(some, writer, own)
        except ToolMissingError as error:
            print(f"{writer.name} is left out: {error}", file=sys.stderr)
            continue
        todo += jobs(some, writer.name, writer.suffix, own)
    with ProcessPoolExecutor(asked.workers) as pool:
        return list(pool.map(read_one, todo, chunksize=4))


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a format: plan F1, that of the PDFs of the same documents, and how many lose much."""

    format: str
    documents: int
    f1: float
    pdf: float
    worse: int

    @property
    def change(self) -> float:
        return self.f1 - self.pdf


def figures(reads: Sequence[Read]) -> list[Figures]:
    pdf = {r.name: r.f1 for r in reads if r.format == PDF}
    told = []
    for name in dict.fromkeys(r.format for r in reads):
        own = {r.name: r.f1 for r in reads if r.format == name and r.name in pdf}
        if own:
            both = statistics.fmean(own.values()), statistics.fmean(pdf[n] for n in own)
            told.append(Figures(name, len(own), *both, sum(f < pdf[n] - MUCH for n, f in own.items())))
    return told


def table(told: Sequence[Figures]) -> Iterator[str]:
    yield f"| | foreign | documents | plan F1 | the PDFs | difference | lose more than {MUCH} |"
    yield "| --- | --- | --: | --: | --: | --: | --: |"
    for f in told:
        foreign = "yes" if f.format in WRITERS and WRITERS[f.format].foreign else ""
        yield (f"| {f.format} | {foreign} | {f.documents} | {f.f1:.3f} | {f.pdf:.3f} | {f.change:+.3f} | {f.worse} |")


def worst(reads: Sequence[Read], most: int) -> Iterator[str]:
    pdf = {r.name: r for r in reads if r.format == PDF}
    losing = sorted(((r.f1 - pdf[r.name].f1, r) for r in reads if r.name in pdf), key=lambda pair: pair[0])
    for change, r in losing[:most]:
        if change < -ALLOWED:
            yield f"{change:+.3f} {r.name}, {r.format}: {r.told}; PDF: {pdf[r.name].told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formats", nargs="*", metavar="WORD", help="words one of which a format's name has in it")
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--part", choices=("measure", "all"), default="measure")
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="hold the files in this folder")
    parser.add_argument("--json", type=Path, help="write what was read to this file")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if not (CORPUS / "manifest.json").exists():
        sys.exit(f"There is no rendered corpus in {CORPUS}; `make corpus` makes it.")
    with tempfile.TemporaryDirectory() as temporary:
        reads = measured(asked, asked.keep or Path(temporary))
    told = figures(reads)
    print("\n".join(table(told)), "", *worst(reads, asked.worst), sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(r) for r in reads], indent=1) + "\n", encoding="utf-8")
    sys.exit(any(f.change < -ALLOWED for f in told))


if __name__ == "__main__":
    main()

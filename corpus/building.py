"""Render the corpus: ``python -m corpus.building [FOLDER]`` writes documents, gold and labelled words, and a manifest.

documents/NAME.EXT   what the product reads
gold/NAME.json       what a careful reader takes from it, in the form of tests/samples
words/NAME.json      the labelled words in the order of their source
manifest.json        each document's family, tools, hashes and how much of its labels was found again
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import re
import shutil
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.alignment import align
from corpus.converters import CONVERTERS, converted, ending
from corpus.families import HAND, Family, recorded
from corpus.generating import generate
from corpus.gold import Source, gold, load
from corpus.marks import Mark, Word, words
from corpus.pages import page_of
from corpus.renderers import RENDERERS, rendered
from corpus.shapes import shapes
from corpus.shortening import FORMATS, shortened

BUILT = Path(__file__).parent / "built"
SEEDS = {"txt": 4, "md": 3, "html": 3}  # documents of each shape, for children and for adults
TEXTS_A_PDF = 2
PRINTS_MORE = {"html": 1, "md": 2}  # of a document by hand that is learnt from, beside the one that is measured
_SEPARATORS = re.compile(r"\||<br ?/?>|\*\*|~~")  # what Markdown sets between words without a blank
LEAST_PRINTED = 0.95  # of the labelled words of a source; below, the renderer lost some: the print is thrown away
LEAST_FOUND = 0.97  # of the labelled words of a document; below, its labels are not aligned and nothing learns from it


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to be made: a source, printed by a renderer or as it is, and the converters of the print.

    measured: whether `make firstsight` reads it as a document of its family; the others are only learnt from, as the
    same words in another print. short: a part of the source (corpus/shortening.py).
    """

    name: str
    family: Family
    safeguards: str
    seed: int
    renderer: str | None
    converters: tuple[str, ...]
    measured: bool = True
    short: bool = False


def planned(families: Sequence[Family]) -> list[Planned]:
    """Every document of the corpus, in the order of its name."""
    made = []
    for family in families:
        turn = zlib.crc32(family.name.encode())
        kinds = ("children", "adults") if family.part == "shapes" else (family.safeguards,)
        for kind_index, safeguards in enumerate(kinds):
            for seed in range(SEEDS[family.format] if family.part == "shapes" else 1):
                at = turn + kind_index * SEEDS["html"] + seed
                renderer, tools = None, ()
                if family.format == "html":
                    renderer = sorted(RENDERERS)[at % len(RENDERERS)]
                    names = sorted(CONVERTERS)
                    tools = tuple(names[(at * 3 + turn // 7 + i * 2) % len(names)] for i in range(TEXTS_A_PDF))
                name = family.name if family.part != "shapes" else f"{family.name}-{safeguards}-{seed + 1}"
                made.append(Planned(name, family, safeguards, seed + 1, renderer, tools))
        if family.part == "learn":
            made += _printed_again(family, turn)
        if family.part != "shapes" and family.format in FORMATS:
            short = Planned(
                f"{family.name}-short", family, family.safeguards, turn, None, (), measured=False, short=True
            )
            made.append(short)
    return sorted(made, key=lambda p: p.name)


def _printed_again(family: Family, turn: int) -> list[Planned]:
    """More prints of a document by hand, by other tools than its own, and what the converters make of these."""
    renderers, tools = sorted(RENDERERS), sorted(CONVERTERS)
    made = []
    for again in range(PRINTS_MORE.get(family.format, 0)):
        at = turn + 1 + again
        own = tuple(tools[(at * 3 + i * 2) % len(tools)] for i in range(TEXTS_A_PDF))
        renderer = renderers[at % len(renderers)]
        made.append(Planned(f"{family.name}-{renderer}", family, family.safeguards, 1, renderer, own, measured=False))
    return made


def text_of(document: Planned) -> Source | None:
    """What a document is printed from; None for a short one where its family's source gives none."""
    source = source_of(document)
    return shortened(source, document.seed) if document.short else source


def source_of(document: Planned) -> Source:
    """The whole source of a document."""
    if document.family.part != "shapes":
        author = document.family.author
        stem = document.family.name.removeprefix(f"{author}-")
        return load(next((HAND / document.family.part / author).glob(f"{stem}.*")))
    chosen = next(s for s in shapes(document.family.author) if s.name == document.family.name)
    return generate(chosen, document.family.bank, document.safeguards, document.seed)


def build(folder: Path, *, workers: int = 2, only: Sequence[str] = ("",)) -> dict[str, Any]:
    """Make all documents below `folder` whose names have one of `only` in them; the manifest. It is emptied first."""
    made = {d: text_of(d) for d in planned(recorded()) if any(part in d.name for part in only)}
    sources = {d.name: source for d, source in made.items() if source is not None}
    documents = [d for d in made if d.name in sources]
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("documents", "gold", "words"):
        (folder / part).mkdir(parents=True)
    entries: list[dict[str, Any]] = []
    not_printed = 0
    for d in documents:
        if d.renderer is None:
            source = sources[d.name]
            entries.append(_write(folder, d, source, source.marked.text.encode(), source.format, None, 1.0))
    by_renderer: dict[str, list[Planned]] = defaultdict(list)
    for d in documents:
        if d.renderer is not None:
            by_renderer[d.renderer].append(d)
    batches = [(name, [page_to_print(d, sources[d.name]) for d in some]) for name, some in sorted(by_renderer.items())]
    with ProcessPoolExecutor(workers) as pool:
        printed = dict(zip((n for n, _ in batches), pool.map(_rendered, batches), strict=True))
        jobs = [
            (d, sources[d.name], data)
            for name, some in sorted(by_renderer.items())
            for d, data in zip(some, printed[name], strict=True)
        ]
        for (d, source, data), texts in zip(jobs, pool.map(_texts, jobs, chunksize=4), strict=True):
            if texts is None:
                not_printed += 1
                continue
            entries.append(_write(folder, d, source, data, "pdf", None, 1.0))
            for tool, text, found in texts:
                entries.append(_write(folder, d, source, text.encode(), ending(tool), tool, found))
    entries.sort(key=lambda e: e["name"])
    manifest = {"documents": entries, "not_printed": not_printed}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def page_to_print(document: Planned, source: Source) -> str:
    """The HTML page that a renderer prints: the source, or what Markdown makes of it."""
    text = source.marked.text
    return text if source.format == "html" else page_of(text, zlib.crc32(document.name.encode()))


def _rendered(batch: tuple[str, list[str]]) -> list[bytes]:
    logging.disable(logging.WARNING)
    return rendered(*batch)


def _texts(job: tuple[Planned, Source, bytes]) -> list[tuple[str, str, float]] | None:
    """What the converters print of a PDF; None for one that its renderer did not print whole."""
    document, source, data = job
    told: list[Word] = list(words(source.marked, markup=source.markup))
    if not data or align(told, converted("poppler", data).split()).found < LEAST_PRINTED:
        return None
    texts = []
    for tool in dict.fromkeys(document.converters):
        text = converted(tool, data)
        texts.append((tool, text, align(told, _SEPARATORS.sub(" ", text).split()).found))
    return texts


def _write(
    folder: Path, document: Planned, source: Source, data: bytes, suffix: str, converter: str | None, found: float
) -> dict[str, Any]:
    name = document.name if converter is None else f"{document.name}-{converter}"
    file = f"{name}.{suffix}"
    (folder / "documents" / file).write_bytes(data)
    answers = json.dumps(gold(source, file), ensure_ascii=False, indent=1, default=str)
    (folder / "gold" / f"{name}.json").write_text(answers + "\n", encoding="utf-8")
    told = [
        [w.text, [[m.label, list(m.keys), m.value] for m in w.labels]]
        for w in words(source.marked, markup=source.markup)
    ]
    labelled = json.dumps(told, ensure_ascii=False)
    (folder / "words" / f"{name}.json").write_text(labelled + "\n", encoding="utf-8")
    return {
        "name": name, "file": file, "family": document.family.name, "safeguards": document.safeguards,
        "sort": source.sort, "renderer": document.renderer, "converter": converter, "found": round(found, 4),
        "aligned": found >= LEAST_FOUND, "sha256": hashlib.sha256(data).hexdigest(),
        "labels": hashlib.sha256(labelled.encode()).hexdigest(), "measured": document.measured,
        "short": document.short,
    }  # fmt: skip


def labelled_words(folder: Path, name: str) -> list[Word]:
    """The labelled words of a document of a rendered corpus, in the order of its source."""
    told = json.loads((folder / "words" / f"{name}.json").read_text(encoding="utf-8"))
    return [
        Word(text, tuple(Mark(label, tuple(keys), value, at, 0, 0) for at, (label, keys, value) in enumerate(marks)))
        for text, marks in told
    ]


def summary(manifest: dict[str, Any], folder: Path) -> str:
    """Families, documents and labelled pieces by kind, and the share whose labels could not be aligned."""
    families = {f.name: f for f in recorded()}
    documents = manifest["documents"]
    pieces: Counter[str] = Counter()
    for entry in documents:
        for _, marks in json.loads((folder / "words" / f"{entry['name']}.json").read_text(encoding="utf-8")):
            pieces[marks[-1][0] if marks else "narrative"] += 1
    texts = [e for e in documents if e["converter"]]
    lost = [e for e in texts if not e["aligned"]]
    count = Counter(f.part for f in families.values())
    lines = [
        f"families   {len(families)}: " + ", ".join(f"{n} {p}" for p, n in sorted(count.items())),
        f"  adults'  {_share(f.safeguards != 'children' for f in families.values() if f.part != 'shapes')} "
        "of those by hand; shapes are written for both",
        f"  reports  {_share(f.sort == 'report' for f in families.values())}",
        f"documents  {len(documents)}: "
        + ", ".join(f"{n} {k}" for k, n in sorted(Counter(Path(e["file"]).suffix[1:] for e in documents).items())),
        f"  of adults' boards {_share(e['safeguards'] == 'adults' for e in documents)}, "
        f"reports {_share(e['sort'] == 'report' for e in documents)}",
        f"  not printed whole {manifest['not_printed']}; "
        f"labels not aligned {len(lost)} of {len(texts)} converted texts ({len(lost) / max(len(texts), 1):.1%})",
        "words by label  " + ", ".join(f"{label} {n}" for label, n in pieces.most_common()),
    ]
    return "\n".join(lines)


def _share(flags: Any) -> str:
    told = list(flags)
    return f"{sum(told)} of {len(told)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", action="append", help="documents whose names have this in them; may be given again")
    asked = parser.parse_args()
    manifest = build(asked.folder, workers=asked.workers, only=asked.only or ("",))
    print(summary(manifest, asked.folder))


if __name__ == "__main__":
    main()

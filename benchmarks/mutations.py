#!/usr/bin/env python3
"""Corpora for trials, made from the samples in data/raw alone; the same seed makes the same files.

    python benchmarks/mutations.py mutations N FOLDER [--seed N] [--source FOLDER]
    python benchmarks/mutations.py variants N FOLDER [--seed N] [--source FOLDER]

mutations   damaged files: PDFs cut off, with flipped bits, objects dropped, streams swapped, a wrong table of objects,
            numbers changed, garbage put in, pages doubled; texts, pages of the web and CSV cut off, with control
            characters, lone bytes, endless lines and words, turned directions; Word files, workbooks and slides cut
            off, parts of their archives damaged, emptied, dropped, swapped, elements nested without end
variants    valid PDFs that all differ: some pages of a sample in another order, with a title of their own
"""

from __future__ import annotations

import argparse
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "raw"
SEED = 2025
Mutation = Callable[[bytes, random.Random], bytes]

_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Cut off at any place."""
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """A few bits, or a thousand, the other way round."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 40, 1000))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def garbage(data: bytes, chance: random.Random) -> bytes:
    """Random bytes put in."""
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 64, 4096))) + data[at:]


def objects_dropped(data: bytes, chance: random.Random) -> bytes:
    """One object or several taken out; those behind them are no longer where the table says."""
    found = [m.span() for m in _OBJECT.finditer(data)]
    if not found:
        return cut(data, chance)
    for start, end in sorted(chance.sample(found, min(len(found), chance.choice((1, 3, 10)))), reverse=True):
        data = data[:start] + (b"" if chance.random() < 0.5 else b" " * (end - start)) + data[end:]
    return data


def streams_swapped(data: bytes, chance: random.Random) -> bytes:
    """Two streams (pages, fonts, pictures) in each other's place."""
    found = [m.span(1) for m in _STREAM.finditer(data)]
    if len(found) < 2:
        return flipped(data, chance)
    (a, b), (c, d) = sorted(chance.sample(found, 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def xref_damaged(data: bytes, chance: random.Random) -> bytes:
    """Wrong offsets in the table of objects, or a wrong place of it."""
    at = max(data.rfind(b"startxref"), 0) if chance.random() < 0.5 else max(data.rfind(b"xref\n"), 0)
    tail = re.sub(rb"\d", lambda m: b"%d" % chance.randrange(10) if chance.random() < 0.2 else m[0], data[at:])
    return data[:at] + tail


def numbers_changed(data: bytes, chance: random.Random) -> bytes:
    """Page boxes, references, lengths and widths that are absurd."""
    found = [m.span() for m in re.finditer(rb"(?<=[\s\[])-?\d+(?:\.\d+)?(?=[\s\]/])", data)]
    for start, end in sorted(chance.sample(found, min(len(found), 5)), reverse=True):
        wrong = chance.choice((b"0", b"-1", b"99999999", b"1e9", b"nan", b"2147483648", b"-32768", b"3"))
        data = data[:start] + wrong + data[end:]
    return data


def pages_doubled(data: bytes, chance: random.Random) -> bytes:
    """Each page several times."""
    import pypdfium2 as pdfium

    try:
        source = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:  # it is damaged already
        return data + data
    made = pdfium.PdfDocument.new()
    try:
        for _ in range(chance.choice((2, 3, 8))):
            made.import_pages(source)
        return _saved(made)
    except pdfium.PdfiumError:
        return data + data
    finally:
        made.close()
        source.close()


def lines_endless(data: bytes, chance: random.Random) -> bytes:
    """Without line breaks, or with one piece of it again and again."""
    if chance.random() < 0.5:
        return data.replace(b"\n", b" " if chance.random() < 0.5 else b"")
    at = chance.randrange(len(data))
    return data[:at] + data[at : at + chance.choice((1, 2, 7))] * chance.choice((1000, 30_000)) + data[at:]


def controls_strewn(data: bytes, chance: random.Random) -> bytes:
    """Control characters, lone bytes of characters, turned directions."""
    strewn = (b"\x00", b"\x1b[2J", b"\x07", b"\x0c", b"\xff", b"\xc3", b"\xed\xa0\x80", "\u202e".encode(), b"\t", b"|")
    for _ in range(chance.choice((1, 20, 200))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(strewn) + data[at:]
    return data


def _repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An archive with its parts changed; as it was where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return data
    change(parts)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return held.getvalue()


def part_damaged(data: bytes, chance: random.Random) -> bytes:
    """One part of the archive cut off, with bits or characters changed, or emptied."""

    def change(parts: dict[str, bytes]) -> None:
        name = chance.choice(sorted(parts))
        how = chance.choice((cut, flipped, garbage, controls_strewn, numbers_changed, lambda *_: b""))
        parts[name] = how(parts[name] or b" ", chance)

    return _repacked(data, change)


def parts_lost(data: bytes, chance: random.Random) -> bytes:
    """Parts of the archive dropped, or two in each other's place."""

    def change(parts: dict[str, bytes]) -> None:
        one, other = chance.sample(sorted(parts), 2)
        if chance.random() < 0.5:
            del parts[one]
        else:
            parts[one], parts[other] = parts[other], parts[one]

    return _repacked(data, change)


def nested(data: bytes, chance: random.Random) -> bytes:
    """One element of a part in itself, thousands of times."""

    def change(parts: dict[str, bytes]) -> None:
        name = chance.choice([n for n in sorted(parts) if n.endswith(".xml")])
        found = list(re.finditer(rb"<([\w:]+)[^<>/]*>", parts[name]))
        if found:
            element = chance.choice(found)
            many = chance.choice((100, 5000))
            closed = b"</" + element[1] + b">"
            parts[name] = (
                parts[name][: element.start()] + element[0] * many + closed * many + parts[name][element.start() :]
            )

    return _repacked(data, change)


PDF_MUTATIONS: tuple[Mutation, ...] = (
    cut, flipped, garbage, objects_dropped, streams_swapped, xref_damaged, numbers_changed, pages_doubled,
)  # fmt: skip
TEXT_MUTATIONS: tuple[Mutation, ...] = (cut, flipped, garbage, lines_endless, controls_strewn)
OFFICE_MUTATIONS: tuple[Mutation, ...] = (cut, flipped, part_damaged, parts_lost, nested, garbage)
MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    ".pdf": PDF_MUTATIONS,
    **dict.fromkeys((".txt", ".md", ".html", ".csv"), TEXT_MUTATIONS),
    **dict.fromkeys((".docx", ".odt", ".xlsx", ".ods", ".pptx"), OFFICE_MUTATIONS),
}
"""What is done to files with each ending."""


def samples(folder: Path = SAMPLES, *endings: str) -> list[Path]:
    """The samples in the order of their names, those with one of the endings."""
    return sorted(p for p in folder.iterdir() if p.suffix in (endings or MUTATIONS))


def mutations(number: int, seed: int = SEED, folder: Path = SAMPLES) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of so many damaged files; every kind of damage comes to every sample in turn."""
    sources = [(p, p.read_bytes()) for p in samples(folder)]
    for index in range(number):
        chance = random.Random(f"{seed}:{index}")
        path, data = sources[index % len(sources)]
        kinds = MUTATIONS[path.suffix]
        kind = kinds[index // len(sources) % len(kinds)]
        yield f"{index:05}-{kind.__name__}-{path.name}", kind(data, chance)


def variants(number: int, seed: int = SEED, folder: Path = SAMPLES) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of so many valid PDFs, no two alike."""
    import pypdfium2 as pdfium

    sources = [(p, pdfium.PdfDocument(p.read_bytes())) for p in samples(folder, ".pdf")]
    try:
        for index in range(number):
            chance = random.Random(f"{seed}:{index}")
            path, source = sources[index % len(sources)]
            pages = list(range(len(source)))
            taken = chance.sample(pages, chance.randint(max(1, len(pages) - 2), len(pages)))
            made = pdfium.PdfDocument.new()
            made.import_pages(source, taken)
            data = _saved(made)
            made.close()
            yield f"{index:05}-{path.name}", titled(data, f"{path.stem}, variant {index}")
    finally:
        for _, source in sources:
            source.close()


def titled(data: bytes, title: str) -> bytes:
    """A PDF with a table of objects in plain text, its title set by an update at its end (ISO 32000-1, 7.5.6)."""
    root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    data += b"\n"
    at = len(data)
    data += b"%d 0 obj\n<< /Title (%s) >>\nendobj\n" % (size, title.encode("ascii", "replace"))
    table = len(data)
    return data + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s /Info %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, at, size + 1, root, size, before, table)
    )


def _saved(document: object) -> bytes:
    held = io.BytesIO()
    document.save(held)  # type: ignore[attr-defined]
    return held.getvalue()


def write(files: Iterator[tuple[str, bytes]], folder: Path) -> list[Path]:
    """Write a corpus; the paths of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in files:
        written.append(folder / name)
        written[-1].write_bytes(data)
    return written


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("mutations", "variants"))
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--source", type=Path, default=SAMPLES, help="folder of samples (data/raw)")
    asked = parser.parse_args(arguments)
    made = {"mutations": mutations, "variants": variants}[asked.kind](asked.number, asked.seed, asked.source)
    written = write(made, asked.folder)
    print(f"{len(written)} files, {sum(p.stat().st_size for p in written) / 1e6:.1f} MB, in {asked.folder}")


if __name__ == "__main__":
    main()

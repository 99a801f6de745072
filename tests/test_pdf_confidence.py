"""How sure the PDF reader is: lines, alignment and tags that agree raise it, tags that lie lower it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.reading.pdf.content import Tag
from safeplans.extractors.reading.pdf.pdfium import PdfSource
from safeplans.extractors.reading.pdf.reader import blocks_of
from tests.test_pdf_layouts import read, tables

LAYOUTS = Path(__file__).parent / "layouts"


def test_the_more_witnesses_agree_the_surer_is_a_table() -> None:
    ruled_and_tagged, ruled, rules_only, aligned = (
        tables(read(name))[0].confidence for name in ("word-style", "broken-rows", "booktabs", "aligned-only")
    )
    assert 1 > ruled_and_tagged > ruled > rules_only > aligned > 0.5


def test_tags_that_do_not_know_of_a_table_lower_its_confidence() -> None:
    with PdfSource((LAYOUTS / "word-style.pdf").read_bytes()) as source:
        pages = [page for n in range(source.page_count) if (page := source.page(n + 1)) is not None]
    lying = [replace(p, tags={mcid: Tag(("Document", "P"), (1, 2)) for mcid in p.tags}) for p in pages]
    (sound,), (doubtful,) = (
        [b for b in blocks_of(contents)[0] if b.kind is BlockKind.TABLE] for contents in (pages, lying)
    )
    assert [[c.text for c in r.cells] for r in sound.rows] == [[c.text for c in r.cells] for r in doubtful.rows]
    assert doubtful.confidence < 0.9 < sound.confidence


def test_headings_that_look_and_are_tagged_as_such_are_surer_than_by_looks_alone() -> None:
    tagged, by_looks = (
        min(b.confidence for b in read(name).body if b.kind is BlockKind.HEADING)
        for name in ("label-lines", "broken-rows")
    )
    assert tagged > by_looks

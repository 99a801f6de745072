"""The measure of formats: what is asked of which documents, what a table of figures says, what its writers write."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import pytest
from pptx import Presentation

from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.reading import read

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
PAGE = """<html><body><h1>Plan</h1><p>What we will do.</p><h2>Priority 1: Neglect</h2><ul><li>Audit files</li></ul>
<h3>Actions</h3><table><tr><th>Action</th><th>Lead</th></tr>{rows}</table><h2>The end</h2></body></html>""".format(
    rows="".join(f"<tr><td>Do thing {n}</td><td>Police</td></tr>" for n in range(1, 10))
)


@pytest.fixture
def formats(monkeypatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import formats  # type: ignore[import-not-found]

    return formats


@pytest.fixture
def writers(monkeypatch) -> dict:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from written import WRITERS  # type: ignore[import-not-found]

    return WRITERS


def test_only_families_are_asked_that_nothing_learns_from(formats):
    some = formats.contents(60)
    assert 0 < len(some) <= 60
    assert {c.document.family.part for c in some} == {"measure"}
    assert len({c.document.family.name for c in some}) == len(some)
    assert any(c.in_tables() for c in some) and not all(c.in_tables() for c in some)


def test_a_format_is_set_beside_the_pdfs_of_the_same_documents(formats):
    reads = [formats.Read(*told, "") for told in (("a", "PDF", 0.8), ("b", "PDF", 0.4), ("a", "csv", 0.7))]
    csv = formats.figures(reads)[-1]
    assert (csv.documents, csv.pdf, csv.worse) == (1, 0.8, 1)
    assert csv.change == pytest.approx(-0.1)
    assert [line[:6] for line in formats.worst(reads, 5)] == ["-0.100"]


def test_half_of_the_files_are_written_by_programs_that_people_have(writers):
    for suffixes in (("docx", "odt"), ("html", "mhtml"), ("pptx",)):
        some = [w.foreign for w in writers.values() if w.suffix in suffixes]
        assert sum(some) * 2 >= len(some)


def test_slides_divide_a_table_and_say_its_headings_on_each(writers):
    made = writers["pptx"].make([PAGE])[0]
    titles = [s.shapes.title.text for s in Presentation(io.BytesIO(made)).slides]
    assert titles == ["Plan", "Priority 1: Neglect", "Priority 1: Neglect", "The end"]
    document = read(made, "plan.pptx")
    tables = [b for b in document.blocks if b.kind is BlockKind.TABLE]
    assert [len(t.rows) for t in tables] == [8, 3]
    assert all(t.rows[0].header for t in tables)
    assert [b.text for b in document.blocks if b.kind is BlockKind.LIST_ITEM] == ["Audit files"]


def test_pages_without_semantic_tags_keep_their_words(writers):
    made = writers["html without semantic tags"].make([PAGE])[0].decode()
    assert "<h2" not in made and "<th" not in made and "<li" not in made
    assert "Priority 1: Neglect" in made

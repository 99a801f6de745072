"""Two readers of a page: PDFium, and pdfplumber as witness, choice and second reader."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading.pdf import ReadSettings, pdfium, plumber, read_pdf
from safeplans.extractors.reading.pdf.content import Aside, PageContent, Word
from safeplans.extractors.reading.pdf.readers import Readers

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "data/raw").rglob("*.pdf"))
LAYOUTS = ROOT / "tests/layouts"
PLUMBER = ReadSettings(reader="pdfplumber")


def cells(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row.cells] for row in b.rows] for b in document.blocks if b.kind is BlockKind.TABLE]


def two_pages() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), invariant=1)
    for number in (1, 2):
        canvas.drawString(40, 300, f"The plan for year {number} of the board")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_readers_find_the_same_words_and_cells_in_the_samples(path: Path) -> None:
    data = path.read_bytes()
    usual, other = read_pdf(data), read_pdf(data, PLUMBER)
    assert cells(other) == cells(usual)
    assert sorted(" ".join(other.lines).split()) == sorted(" ".join(usual.lines).split())
    assert other.problems == usual.problems


@pytest.mark.parametrize("name", ["page-boxes", "turned-page", "sideways", "two-columns", "word-header-shaded"])
def test_both_readers_see_words_at_the_same_places(name: str) -> None:
    data = (LAYOUTS / f"{name}.pdf").read_bytes()
    with pdfium.PdfSource(data) as usual, plumber.PlumberSource(data) as other:
        one, two = usual.page(1), other.page(1)
    assert one is not None and two is not None
    assert (two.width, two.height, two.turned) == pytest.approx((one.width, one.height, one.turned))
    assert [w.text for w in two.words] == [w.text for w in one.words]
    for word, same in zip(two.words, one.words, strict=True):
        assert (word.x0, word.baseline, word.size) == pytest.approx((same.x0, same.baseline, same.size), abs=0.8)


def test_a_page_that_the_first_reader_cannot_read_is_read_by_the_other_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = pdfium.PdfSource.page
    monkeypatch.setattr(pdfium.PdfSource, "page", lambda source, number: None if number == 2 else usual(source, number))
    document = read_pdf(two_pages())
    assert document.lines == ("The plan for year 1 of the board", "The plan for year 2 of the board")
    assert [(p.code, p.severity, p.page) for p in document.problems] == [("second_reader", "info", 2)]


class Source:
    """A reader whose page has so many words, of which the first have no known letters."""

    def __init__(self, words: int, lost: int) -> None:
        self.content = PageContent(1, 300, 400, unmapped=lost)
        self.content.words = [Word("\ufffd" if i < lost else "x", i, 0, i + 1, 10, 8) for i in range(words)]

    def page(self, number: int) -> PageContent:
        return self.content


@pytest.mark.parametrize(
    ("usual", "other", "taken"),
    [
        (Source(100, 20), Source(100, 2), True),
        (Source(100, 20), Source(100, 15), False),  # knows hardly more
        (Source(100, 20), Source(40, 0), False),  # but finds fewer letters
        (Source(100, 2), Source(100, 0), False),  # a bullet or two is worth no second reader
    ],
)
def test_the_other_reader_takes_over_where_it_knows_far_more_letters(
    usual: Source, other: Source, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plumber, "PlumberSource", lambda data: other)
    problems: list = []
    page = Readers(usual, b"", "pdfium", problems).page(1)
    assert page is (other.content if taken else usual.content)
    assert [p.code for p in problems] == ["second_reader"] * taken


def test_what_only_the_first_reader_sees_holds_for_the_other_too(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, other = Source(100, 20), Source(100, 2)
    usual.content.covered = [(9.9, 0, 12.1, 10)]
    usual.content.asides = [Aside("covered", "2")]
    monkeypatch.setattr(plumber, "PlumberSource", lambda data: other)
    page = Readers(usual, b"", "pdfium", []).page(1)
    assert page is other.content
    assert len(page.words) == 98 and page.asides == [Aside("covered", "2")]


@pytest.mark.parametrize("aside", [Aside("layer", "Draft"), Aside("covered", "2")])
def test_the_other_does_not_take_over_where_it_would_show_what_nobody_sees(
    aside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, other = Source(100, 20), Source(100, 2)
    usual.content.asides = [aside]
    usual.content.covered = [(9.9, 0, 12.1, 10)] * (aside.kind == "covered")
    other.content.turned = 90  # so that boxes on the one are elsewhere on the other
    monkeypatch.setattr(plumber, "PlumberSource", lambda data: other)
    assert Readers(usual, b"", "pdfium", []).page(1) is usual.content


def test_both_readers_know_a_blank_and_a_page_on_its_head() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(180)
    for row in range(4):
        canvas.drawString(40, 300 - 20 * row, "The plan of the board for the year")
    canvas.save()
    with pdfium.PdfSource(out.getvalue()) as usual, plumber.PlumberSource(out.getvalue()) as other:
        pages = [usual.page(1), other.page(1)]
    for page in pages:
        assert page is not None and page.turned == 180
        assert [w.text for w in page.words[:3]] == ["The", "plan", "of"]
        assert [w.apart for w in page.words[:3]] == [False, True, True]


def test_the_reader_that_a_user_chose_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium.PdfSource, "page", lambda source, number: None)
    facts = extract(two_pages(), Settings("plan.pdf", reader="pdfplumber"))
    assert facts.lines[0] == "The plan for year 1 of the board"
    assert "second_reader" not in {problem.code for problem in facts.problems}


def test_a_reader_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="reader"):
        ReadSettings(reader="acrobat")

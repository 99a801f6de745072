"""No bytes at all may end a reading with anything but a document or a `ReadingError`, nor take long over them."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from steps import DOUBLED, steps

from safeplans.extractors.base.document import Document, ReadingProblem
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.figures import figures_in
from safeplans.extractors.lexicon.language import sentences
from safeplans.extractors.reading import markup, taming
from safeplans.extractors.reading.decode import decode
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.pdf import (
    ReadSettings,
    pdfium,
    pdfium_drawing,
    pdfium_text,
    plumber,
    read_pdf,
    reader,
)
from safeplans.extractors.reading.pdf.content import PageContent, PageImage, Recognised
from safeplans.extractors.reading.text import read_text

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
import mutations  # noqa: E402

STATUSES = {"ok", "partial", "failed"}


def facts(data: bytes, name: str) -> Facts:
    """What the whole extraction makes of some bytes; it must be fit for any file."""
    found = extract(data, Settings(file_name=name))
    assert found.status in STATUSES
    assert found.status != "failed" or found.problems[0].message
    for line in found.lines:
        line.encode()  # no half of a character
    return found


def pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = (595, 842)) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, pageCompression=0, invariant=1)
    draw(canvas)
    canvas.save()
    return held.getvalue()


def read(data: bytes) -> Document:
    return read_pdf(data, ReadSettings())


def codes(document: Document) -> list[tuple[str, int | None]]:
    return [(p.code, p.page) for p in document.problems]


# ---- anything at all

PIECES = st.sampled_from(
    ["Objective 1: ", "Lead: ", "By when: ", "| a | b |\n", "\t", "\n", "\n\n", "- ", "1. ", "<table>\n", "<td>",
     "</table>", "<html>", "**", "_", "[", "](http://", "March 2025", "50%", "(", ")", "Action\tLead\tBy when\n", "\f",
     "\x00", "\u202e", "e\u0301\u0323", "+---+\n", "Action    Lead    By when\n", "Glossary\n", "QA", "Police", ", ",
     "; ", "and ", "…", "£1"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")  # half a character of UTF-16
@example(b"\xed\xa0\x80 plan")  # half a character in UTF-8
@example(b"\x00" * 50 + b"a")
def test_any_bytes_are_a_text_or_an_error_for_people(data: bytes) -> None:
    facts(data, "plan.txt")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["plan.txt", "plan.md"]))
def test_any_pieces_of_plans_are_read(text: str, name: str) -> None:
    facts(text.encode("utf-8", "replace"), name)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_the_head_of_a_pdf(rest: bytes) -> None:
    facts(b"%PDF-1.7\n" + rest, "plan.pdf")


@pytest.mark.parametrize(
    ("name", "data"), list(mutations.mutations(65, seed=7)), ids=lambda v: v if isinstance(v, str) else ""
)
def test_damaged_samples_are_told_not_raised(name: str, data: bytes) -> None:
    facts(data, name)


def test_the_corpora_are_the_same_for_the_same_seed_and_no_variant_is_like_another() -> None:
    assert list(mutations.mutations(20, seed=3)) == list(mutations.mutations(20, seed=3))
    made = list(mutations.variants(12, seed=3))
    assert len({data for _, data in made}) == 12
    assert all(facts(data, name).status != "failed" for name, data in made[:3])


# ---- long texts

ENDLESS = {
    "one letter": lambda n: "a" * n,
    "capitals": lambda n: "A" * n,
    "figures": lambda n: "1" * n,
    "numbers": lambda n: "1." * n,
    "names joined": lambda n: "_a" * n,
    "dots": lambda n: "x" + "." * n + "x",
    "dots apart": lambda n: " ." * n + "x",
    "gap": lambda n: "x" + " " * n + "y",
    "cells": lambda n: "x\t" * n,
    "cells of HTML": lambda n: "<table><tr>" + "<td>a" * n,
    "tables never closed": lambda n: "<table>\n" * (n // 4),
    "bold never closed": lambda n: "**a " * n,
    "links never closed": lambda n: "[" * n + "[a" * n,
    "pictures never closed": lambda n: "![a](" * n,
    "remarks never closed": lambda n: "<!--" * n,
    "tags never closed": lambda n: "<p <a id=" * n,
    "scripts never closed": lambda n: "<html>" + "<script>" * n,
    "headings never closed": lambda n: "<html>" + "<h1>" * n,
    "banners": lambda n: "<html>" + "<div class=cookie>" * n,
    "accents": lambda n: "e" + "\u0301\u0323" * n,
    "one sentence": lambda n: "the board will improve the plan " * (n // 6),
    "numbers in one sentence": lambda n: "rose from 10 to 20 by 50% " * (n // 6),
    "leads": lambda n: "Objective 1: Safe\nAction: do it\nLead: " + "Police, " * n,
    "short lines": lambda n: "plan\n" * n,
    "page breaks": lambda n: "a\f" * n,
    "paragraphs": lambda n: "The board will do it.\n\n" * (n // 6),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_text_takes_no_more_than_its_length(kind: str) -> None:
    """Twice the text takes twice the steps. Within one step of C (a pattern) nothing is counted: a pattern
    that runs away, and each of these took minutes or did not end, would hang here on the longest, which is longer
    than any line that is read whole."""
    short, double = (ENDLESS[kind](n).encode() for n in (2_000, 4_000))
    times = min(3, 1.2 * taming.LONGEST_LINE / len(double))
    if times > 1:
        longest = ENDLESS[kind](round(4_000 * times)).encode()
        assert len(longest) > taming.LONGEST_LINE or times == 3
        facts(longest, "plan.txt")
    assert steps(lambda: facts(double, "plan.txt")) < DOUBLED * steps(lambda: facts(short, "plan.txt"))


def test_an_endless_word_is_cut_and_told() -> None:
    document = read_text(b"Plan of " + b"ab" * 5000 + b" ours")
    assert document.lines[0].startswith("Plan of abab") and document.lines[0].endswith("… ours")
    assert len(document.lines[0]) < 2 * taming.LONGEST_WORD
    assert codes(document) == [("shortened", None)]


def test_an_endless_line_is_divided_and_told_and_keeps_its_words() -> None:
    words = [f"word{i}" for i in range(9000)]
    document = read_text(" ".join(words).encode())
    assert " ".join(document.lines).split() == words
    assert max(map(len, document.lines)) <= taming.LONGEST_LINE
    assert codes(document) == [("shortened", None)]


def test_an_embedded_picture_goes_and_the_line_stays() -> None:
    text, shortened = taming.tame_words(f"See ![map](data:image/png;base64,{'iVBOR' * 4000}) for the area.")
    assert text == "See ![map](data:…) for the area." and shortened == 1


def test_usual_text_is_left_as_it_is() -> None:
    text = "Contents\t.........................  4\n" + "plan" * (taming.LONGEST_WORD // 4) + "\n" + " " * 80 + "wide"
    assert taming.tame_words(text) == (text, 0)
    assert taming.tame_lines(["a", "b" * taming.LONGEST_LINE]) == (["a", "b" * taming.LONGEST_LINE], 0)


def test_marks_that_turn_the_direction_are_kept_as_printed() -> None:
    assert decode("Lead: \u202eecilop\u202c".encode())[0] == "Lead: \u202eecilop\u202c"


def test_markup_is_taken_off_as_before() -> None:
    words = markup.strip
    assert words("**Lead:** _QA Group_ [plan](https://example.org/a) <!-- x < y -->") == "Lead: QA Group plan"
    assert words("# Aim {#aim .big} <span class='x'>one</span>") == "# Aim one"


def test_a_row_of_a_thousand_cells_keeps_its_words() -> None:
    row = "\t".join(f"c{i}" for i in range(1000))
    blocks = read_text(f"Action\tLead\tBy when\n{row}\n".encode()).blocks
    table = next(b for b in blocks if b.rows)
    assert max(c.column for r in table.rows for c in r.cells) < taming.MOST_CELLS
    assert table.text.split()[-1] == "c999"


def test_a_sentence_without_end_is_divided_and_a_row_of_figures_is_no_sentence() -> None:
    text = "word " * 2000
    spans = sentences(text)
    assert max(b - a for a, b in spans) <= 1500
    assert " ".join(text[a:b] for a, b in spans).split() == text.split()
    assert figures_in("In 2024 " + ", ".join(f"{i} children" for i in range(60, 160)) + ".") == []
    assert len(figures_in("In 2024, 61 children and 12 adults were referred.")) == 2


# ---- PDFs that no press can print


def test_a_page_of_more_letters_than_a_page_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium_text, "MOST_LETTERS", 40)
    monkeypatch.setattr(pdfium, "MOST_LETTERS", 40)
    document = read(pdf(lambda c: [c.drawString(50, 800 - 20 * i, "The plan of the board") for i in range(9)]))
    assert codes(document) == [("too_large", 1)]
    assert 1 <= len(document.lines) <= 3


def test_a_page_of_more_lines_than_a_page_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium_drawing, "_MAX_RULES", 10)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "The plan of the board")
        for i in range(30):
            canvas.line(50, 20 * i, 500, 20 * i)

    document = read(pdf(draw))
    assert codes(document) == [("too_large", 1)] and document.lines == ("The plan of the board",)


@pytest.mark.parametrize(
    "box", [b"[ 0 0 0 0     ]", b"[ nan 0 1e40 1]", b"[ -9e9 0 9e9 1]", b"[ 5 5 5 5     ]", b"[ null null  ]"]
)
def test_a_page_without_a_box_that_could_be_one(box: bytes) -> None:
    data = pdf(lambda c: c.drawString(50, 400, "The plan of the board"))
    assert data.count(b"[ 0 0 595 842 ]") == 1
    assert "plan" in " ".join(read(data.replace(b"[ 0 0 595 842 ]", box)).lines)


def test_letters_of_absurd_size_are_not_words_and_others_stay() -> None:
    def draw(canvas: Canvas) -> None:
        for size in (1e-7, 1e7, 11):
            canvas.setFont("Helvetica", size)
            canvas.drawString(50, 400 + size % 100, "The plan" if size == 11 else "absurd")

    assert "The plan" in " ".join(read(pdf(draw)).lines)


def test_a_word_across_the_whole_page_ends_somewhere() -> None:
    document = read(pdf(lambda c: (c.setFont("Helvetica", 1), c.drawString(5, 400, "w" * 700))))
    assert document.lines == ("w" * taming.LONGEST_WORD + "…",)
    assert codes(document) == [("too_large", 1)]


def test_a_huge_page_is_made_a_picture_of_bounded_size() -> None:
    asked: list[PageImage] = []

    def recognise(image: PageImage) -> Recognised:
        asked.append(image)
        return Recognised()

    data = pdf(lambda c: c.rect(10, 10, 12_000, 9_000, fill=1), size=(14_000, 14_000))
    with pytest.raises(ReadingError) as raised:
        read_pdf(data, ReadSettings(recognise=recognise))
    assert raised.value.code == "no_text"
    assert 10_000_000 < asked[0].columns * asked[0].rows < 12_100_000


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError(), OverflowError("infinity")])
@pytest.mark.parametrize("step", ["page", "lay out"])
def test_a_page_that_no_step_understands_costs_itself_alone(
    error: Exception, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "page":
        usual = pdfium.PdfSource.page

        def page(source: pdfium.PdfSource, number: int) -> PageContent | None:
            if number == 2:
                raise error
            return usual(source, number)

        monkeypatch.setattr(pdfium.PdfSource, "page", page)
        monkeypatch.setattr(plumber.PlumberSource, "page", page)
    else:
        lay_out = reader._lay_out

        def laid_out(
            content: PageContent, marks: list[reader.RawBlock], problems: list[ReadingProblem]
        ) -> reader.PageLines:
            if content.number == 2:
                raise error
            return lay_out(content, marks, problems)

        monkeypatch.setattr(reader, "_lay_out", laid_out)

    def draw(canvas: Canvas) -> None:
        for number in (1, 2, 3):
            canvas.drawString(50, 400, f"The plan for year {number} of the board")
            canvas.showPage()

    document = read(pdf(draw))
    assert codes(document) == [("reader_fault", 2)]
    assert [line[:19] for line in document.lines if line] == ["The plan for year 1", "The plan for year 3"]


def test_a_page_whose_tables_fail_keeps_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_tables(*_: object) -> None:
        raise ValueError("an empty column")

    monkeypatch.setattr(reader, "find_tables", find_tables)
    document = read(pdf(lambda canvas: canvas.drawString(50, 400, "The plan of the board")))
    assert document.lines == ("The plan of the board",)
    assert codes(document) == [("reader_fault", 1)]
    assert "not of the file" in document.problems[0].message


def test_want_of_memory_is_the_callers_to_deal_with(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(source: pdfium.PdfSource, number: int) -> PageContent | None:
        raise MemoryError

    monkeypatch.setattr(pdfium.PdfSource, "page", page)
    with pytest.raises(MemoryError):
        read(pdf(lambda canvas: canvas.drawString(50, 400, "The plan")))


def test_recognition_that_fails_is_told_and_the_other_pages_stay() -> None:
    def recognise(image: PageImage) -> Recognised:
        raise RuntimeError("no engine")

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 400, "The plan of the board")
        canvas.showPage()
        canvas.rect(20, 20, 500, 700, fill=1)

    document = read_pdf(pdf(draw), ReadSettings(recognise=recognise))
    assert codes(document) == [("reader_fault", 2), ("no_text", 2)]
    assert document.lines == ("The plan of the board",)


def test_halves_of_characters_do_not_reach_the_text() -> None:
    assert pdfium_text._letter(0xD83D) == pdfium_text._letter(0x110000) == pdfium_text.LOST
    assert pdfium_text._letter(0x1F600) == "😀"


def test_many_words_on_one_page_take_no_more_than_their_number() -> None:
    chance = random.Random(1)

    def page(words: int) -> bytes:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 2)
            for i in range(words):
                canvas.drawString(20 + i % 90 * 6, 820 - i // 90 * 9, chance.choice(["plan", "lead", "1"]))

        return pdf(draw)

    short, double = page(2000), page(4000)
    read(short)  # what is made once in a process is not of either
    assert steps(lambda: read(double)) < DOUBLED * steps(lambda: read(short))

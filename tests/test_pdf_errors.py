"""What the PDF reader says about files that it cannot read, or only in part."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.pdf import ReadSettings, plumber, read_pdf
from safeplans.extractors.reading.pdf.content import PageImage, Recognised, Word

LAYOUTS = Path(__file__).parent / "layouts"


def make(*pages: str | None, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF with a line of text a page; None makes a page that only shows a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), encrypt=encrypt, invariant=1)
    for text in pages:
        if text is None:
            canvas.rect(20, 20, 200, 200, fill=1)
        else:
            canvas.drawString(40, 300, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def code(data: bytes, settings: ReadSettings | None = None) -> str:
    with pytest.raises(ReadingError) as raised:
        read_pdf(data, settings)
    assert raised.value.message[-1] == "." and str(raised.value) == raised.value.message
    return raised.value.code


def test_nothing_at_all() -> None:
    assert code(b"") == "empty"


def test_a_photograph_named_pdf() -> None:
    assert code(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(3000)) == "unsupported"


def test_a_password_that_we_do_not_have() -> None:
    assert code(make("Plan", encrypt=StandardEncryption("secret"))) == "encrypted"


def test_an_empty_password_opens() -> None:
    document = read_pdf(make("Our plan for children", encrypt=StandardEncryption("", ownerPassword="owner")))
    assert document.lines == ("Our plan for children",)


def test_only_the_head_of_a_file() -> None:
    assert code(make("Plan")[:60]) == "damaged"


def test_a_file_cut_off_gives_what_can_be_read_and_says_so() -> None:
    whole = make("Our plan for children", "Its second page")
    document = read_pdf(whole[: whole.rindex(b"startxref")])
    assert document.lines == ("Our plan for children", "Its second page")
    assert [p.code for p in document.problems] == ["damaged"]


def test_a_file_cut_off_before_any_text_is_damaged_not_a_scan() -> None:
    data = (LAYOUTS / "broken-rows.pdf").read_bytes()
    assert code(data[: len(data) // 2]) == "damaged"


def test_blank_pages_are_no_scan() -> None:
    assert code(make("")) == "empty"


def test_too_many_pages() -> None:
    assert code(make("one", "two", "three"), ReadSettings(max_pages=2)) == "too_many_pages"


def test_a_scan_has_no_text() -> None:
    assert code(make(None, None)) == "no_text"


def test_a_page_without_text_is_named() -> None:
    document = read_pdf(make("Our plan for children", None))
    assert [(p.code, p.page) for p in document.problems] == [("no_text", 2)]
    assert len(document.pages) == 2


def test_a_recogniser_reads_the_pages_without_text() -> None:
    asked: list[tuple[int, int, int, int]] = []

    def recognise(image: PageImage) -> Recognised:
        asked.append((image.number, image.columns, image.rows, len(image.pixels)))
        return Recognised([Word("Recognised", 40, 90, 120, 103, 100), Word("words", 124, 90, 160, 103, 100)])

    document = read_pdf(make("Our plan", None), ReadSettings(recognise=recognise, recognise_dpi=72))
    assert document.lines == ("Our plan", "Recognised words")
    assert [p.text_origin for p in document.pages] == ["digital", "ocr"]
    assert asked == [(2, 300, 400, 300 * 400 * 3)]
    assert document.problems == ()


def without_letters() -> bytes:
    """A PDF that does not say which letters its characters are; the fonts in it do."""
    data = (LAYOUTS / "browser-print.pdf").read_bytes()
    assert read_pdf(data).problems == ()
    return data.replace(b"/ToUnicode", b"/NoUnicode")


def test_letters_that_only_the_font_tells_are_read_by_the_second_reader() -> None:
    document = read_pdf(without_letters())
    assert document.lines == read_pdf((LAYOUTS / "browser-print.pdf").read_bytes()).lines
    assert [(p.code, p.page) for p in document.problems] == [("second_reader", 1)]


def test_letters_without_a_character_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    without_map = without_letters()
    monkeypatch.setattr(plumber.PlumberSource, "page", lambda source, number: None)
    assert [(p.code, p.page) for p in read_pdf(without_map).problems] == [("no_unicode", 1)]


def test_settings_are_checked() -> None:
    with pytest.raises(ValueError, match="max_pages"):
        ReadSettings(max_pages=0)
    with pytest.raises(ValueError, match="unknown reading error code"):
        ReadingError("strange", "What is this?")

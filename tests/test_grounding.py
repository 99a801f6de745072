"""Page and box of a row are those of its own words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.assembly.grounding import ground
from safeplans.extractors.base.document import Document, Place
from safeplans.extractors.base.facts import Action, Facts, Owner, Source, Term
from safeplans.extractors.extract import facts_of
from safeplans.extractors.reading.pdf import read_pdf
from safeplans.pipeline.store.packing import pack, unpack

FONT, SIZE, LEFT, HIGH = "Helvetica", 11, 60, 842


def printed(*pages: Sequence[str]) -> Document:
    """The document of a PDF with these lines on its pages, the first baseline 100 points below the top, 14 apart."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, HIGH), invariant=1)
    for lines in pages:
        canvas.setFont(FONT, SIZE)
        for number, line in enumerate(lines):
            canvas.drawString(LEFT, HIGH - 100 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return read_pdf(out.getvalue())


def whole(document: Document) -> Place:
    return Place.span(block.place for block in document.blocks)


def owner_of(document: Document, name: str, quote: str, begins: int | None = None) -> Owner:
    """The row of an owner after grounding, its rule knowing only the whole text."""
    facts = Facts(document.media_type, "digital", len(document.pages), "ok")
    source = Source(whole(document), quote, "cell", 1.0, begins)
    facts.owners = [Owner("w1", "action", "a1", name, "role", "other", "lead", source)]
    ground(facts, document)
    return facts.owners[0]


def across(line: str, words: str, after: int = 0) -> tuple[float, float]:
    """From where to where some words of a line are printed."""
    at = line.index(words, after)
    start = LEFT + stringWidth(line[:at], FONT, SIZE)
    return start, start + stringWidth(words, FONT, SIZE)


SENTENCE = "The Head of Early Help will report to the Board, and the Board to the Council."


def test_an_owner_within_a_sentence_has_the_box_of_its_words() -> None:
    document = printed([SENTENCE])
    owner = owner_of(document, "Head of Early Help", SENTENCE)
    assert owner.source.place.bbox is not None
    x0, top, x1, bottom = owner.source.place.bbox
    assert (x0, x1) == pytest.approx(across(SENTENCE, "Head of Early Help"), abs=0.6)
    assert top < 100 < bottom and bottom - top == pytest.approx(SIZE, abs=0.1)


def test_of_words_printed_twice_those_count_that_the_rule_read() -> None:
    document = printed([SENTENCE])
    second = SENTENCE.rindex("Board")
    box = owner_of(document, "Board", SENTENCE, second).source.place.bbox
    assert box is not None and box[0] == pytest.approx(across(SENTENCE, "Board", second)[0], abs=0.6)


def test_part_of_a_longer_word_is_not_taken_for_the_word() -> None:
    line = "Cambridge SCB and Bridge SCB"
    box = owner_of(printed([line]), "Bridge SCB", line).source.place.bbox
    assert box is not None and box[0] == pytest.approx(across(line, "Bridge SCB")[0], abs=0.6)


def test_words_on_the_second_page_of_a_place_are_boxed_on_that_page() -> None:
    first, second = "We shall ask every school and nursery in the county what help", "they want from the Learning Hub."
    place = owner_of(printed([first], [second]), "Learning Hub", f"{first} {second}").source.place
    assert place.page == 2 and (place.line_start, place.line_end) == (1, 2)


def test_a_word_broken_at_the_line_end_is_found() -> None:
    lines = ["All agencies in the county and the hospital trust send safe-", "guarding leads to the meeting."]
    place = owner_of(printed(lines), "safeguarding leads", " ".join(lines)).source.place
    assert place.bbox is not None
    x0, top, x1, bottom = place.bbox
    assert top < 100 and bottom > 114 and x0 == pytest.approx(LEFT, abs=0.6)


def test_words_that_are_not_printed_there_keep_the_place_of_their_rule() -> None:
    document = printed([SENTENCE])
    assert owner_of(document, "Director of Public Health", SENTENCE).source.place == whole(document)


def test_terms_and_statements_are_grounded_too() -> None:
    line = "1.1 Agree one tool. Lead: MASH (Multi-Agency Safeguarding Hub)"
    document = printed([line])
    source = Source(whole(document), line, "line", 1.0)
    facts = Facts(document.media_type, "digital", 1, "ok", actions=[Action("a1", "Agree one tool.", source)])
    facts.terms = [Term("MASH", "Multi-Agency Safeguarding Hub", "inline", source)]
    ground(facts, document)
    action, term = facts.actions[0].source.place.bbox, facts.terms[0].source.place.bbox
    assert action is not None and (action[0], action[2]) == pytest.approx(across(line, "Agree one tool."), abs=0.6)
    assert term is not None and (term[0], term[2]) == pytest.approx(across(line, "MASH"), abs=0.6)


def test_a_document_that_was_kept_gives_the_same_boxes() -> None:
    document = printed(["Lower Wendle Safeguarding Children Partnership", SENTENCE])
    again = unpack(pack(document), Document)
    assert again == document and facts_of(again) == facts_of(document)


def test_a_text_without_pages_is_left_alone() -> None:
    document = printed([SENTENCE])
    text = replace(document, printed=type(document.printed)())
    assert owner_of(text, "Board", SENTENCE).source.place == whole(document)

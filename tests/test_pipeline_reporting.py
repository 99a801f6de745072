"""What a run says on a terminal, and at its end."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from fake_extractor import FAKE
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from safeplans import run
from safeplans.pipeline.base.printing import every, place, safe, span
from safeplans.pipeline.running.running import Failure, RunSummary
from safeplans.pipeline.show.reporting import UnderWay, progress_to, summary_text


def test_a_terminal_gets_a_bar_and_a_line_for_each_failure(plans, make):
    (plans / "empty.txt").write_text("")
    stream = io.StringIO()
    with progress_to(Console(file=stream, force_terminal=True, width=120)) as shown:
        make(plans, progress=shown.progress, watch=shown.watch)
    said = stream.getvalue()
    assert "Reading" in said
    assert "failed  empty.txt: The file is empty." in said
    assert "ok      b.md" not in said


def test_the_bar_names_the_file_that_is_waited_for_and_how_far_it_is():
    seen, files = [], UnderWay()
    for source, page in (("long.pdf", 0), ("long.pdf", 7), ("short\x1b.txt", 0), ("long.pdf", 8), ("long.pdf", 0)):
        files.at(source, page)
        seen.append(files.told.split())
    assert seen[0] == ["long.pdf"]
    assert seen[1] == seen[2] == ["long.pdf", "page", "7"]
    assert seen[3:] == [["long.pdf", "page", "8"], ["long.pdf", "its", "words"]]
    files.done("long.pdf")
    assert files.told.split() == ["short\ufffd.txt"]
    assert len(files.told) == len(UnderWay().told)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_tells_what_is_being_read_and_the_page_that_it_is_at(plans, tmp_path, workers):
    (plans / "long.txt").write_text("objective One\n\faction Two\n\faction Three\n")
    seen: list[tuple[str, int]] = []
    run(plans, tmp_path / "out", workers=workers, stages=FAKE, watch=lambda source, page: seen.append((source, page)))
    assert [page for source, page in seen if source == "long.txt"][:4] == [0, 1, 2, 3]
    assert {source for source, _ in seen} == {"a.txt", "b.md", "long.txt", "north/c.txt"}


def test_the_summary_ranks_problems_by_what_they_are_and_number():
    summary = RunSummary(Path("out"), Counter(ok=1), {"actions": 1234})
    summary.problems.update({("info", "duplicate"): 9, ("warning", "missing_owner"): 3, ("error", "empty"): 1})
    summary.problems.update({("info", "encoding"): 2, ("warning", "partnership_unknown"): 4, ("info", "picture"): 10})
    lines = summary_text(summary).splitlines()
    assert "1 document in" in lines[0]
    assert "  actions  1,234" in lines
    start = lines.index("Problems")
    assert [line.split() for line in lines[start + 1 : start + 7]] == [
        ["not", "read", "empty", "1", *"fetch it again from the publisher".split()],
        ["doubt", "partnership_unknown", "4"],
        ["doubt", "encoding", "2"],
        ["fault", "missing_owner", "3"],
        ["to", "know", "picture", "10", *"install safeplans[ocr]; if it is, look at the page".split()],
        ["to", "know", "duplicate", "9"],
    ]


def test_the_summary_says_what_partial_means_where_a_document_is():
    assert "not read" not in summary_text(RunSummary(Path("out"), Counter(ok=1)))
    assert "(partial: something was not read; " in summary_text(RunSummary(Path("out"), Counter(partial=1)))


def test_the_summary_says_what_to_do_where_a_retry_can_help():
    summary = RunSummary(Path("out"), Counter(ok=1))
    summary.problems.update({("error", "encrypted"): 2, ("warning", "no_text"): 1, ("info", "duplicate"): 1})
    lines = [line for line in summary_text(summary).splitlines() if line.startswith(("  not read", "  to know"))]
    assert lines == [
        "  not read    encrypted  2  save a copy without the password",
        "  not read    no_text    1  install safeplans[ocr]; if it is, look at the page",
        "  to know     duplicate  1",
    ]


def test_the_summary_of_an_archive_does_not_list_every_failure_unless_asked():
    summary = RunSummary(Path("out"), failures=[Failure(f"{number}.pdf", "It is empty.") for number in range(1500)])
    text = summary_text(summary)
    assert text.count("It is empty.") == 20
    assert "  … and 1,480 more, in the table problems" in text.splitlines()
    assert summary_text(summary, verbose=True).count("It is empty.") == 1500


def test_a_failure_cannot_steer_the_terminal():
    summary = RunSummary(Path("out"), failures=[Failure("a\x1b[2J.pdf", "bad\x07")])
    assert not set(summary_text(summary)) & {"\x1b", "\x07"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("abc\u202edef\u200b", "abcdef"),
        ("Siân’s café – £5 ❖", "Siân’s café – £5 ❖"),
        ("half \ud835", "half \ufffd"),
    ],
)
def test_text_is_safe_for_a_terminal(text, shown):
    assert safe(text) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_is_one_printable_line(text):
    shown = safe(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_places_and_spans_read_as_a_person_writes_them():
    assert place("table 2, row 5", 10, 12) == "table 2, row 5"
    assert place("#:~:text=Neglect", 10, 12) == "lines 10–12"
    assert place(None, None, None) == ""
    assert span("2024-04-01", "2025-03-31") == "2024-04-01 – 2025-03-31"
    assert span("2024-04-01", None) == "2024-04-01 – …"
    assert span(None, None) == ""


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [("P1Y", "every year"), ("P3M", "every 3 months"), ("P1W", "every week"), ("P1Y6M", "every 1 year 6 months")],
)
def test_a_recurrence_is_told_in_words(recurrence, said):
    assert every(recurrence) == said

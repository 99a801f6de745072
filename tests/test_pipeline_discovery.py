"""Which files are read, and under which names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from safeplans.pipeline.store.discovery import InputError, discover


def sources(*inputs: Path) -> list[str]:
    return [file.source for file in discover(inputs).files]


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or str(path))
    return path


def test_folders_are_searched_recursively_and_sorted(tmp_path):
    for name in ("b.txt", "a.PDF", "north/z.md", "north/deep/a.txt"):
        write(tmp_path / name)
    assert sources(tmp_path) == ["a.PDF", "b.txt", "north/deep/a.txt", "north/z.md"]


def test_a_named_file_is_called_by_its_name(tmp_path):
    assert sources(write(tmp_path / "north" / "plan.txt")) == ["plan.txt"]


def test_files_of_other_kinds_are_counted_and_hidden_ones_left_out(tmp_path):
    for name in ("a.txt", "b.png", "c.png", "notes", ".hidden.txt", "._a.pdf", "~$a.txt", ".git/x.txt"):
        write(tmp_path / name)
    found = discover([tmp_path])
    assert [file.source for file in found.files] == ["a.txt"]
    assert found.ignored == {".png": 2, "no suffix": 1}


def test_the_same_bytes_twice_are_one_document(tmp_path):
    for name in ("b.txt", "a.txt", "c/a.txt"):
        write(tmp_path / name, "the same")
    (only,) = discover([tmp_path]).files
    assert only.source == "a.txt"
    assert only.other_names == ("b.txt", "c/a.txt")


def test_a_file_named_twice_is_read_once(tmp_path):
    plan = write(tmp_path / "north" / "plan.txt")
    assert sources(tmp_path, plan, tmp_path / "north", tmp_path) == ["north/plan.txt"]


def test_equal_names_in_two_inputs_stay_apart(tmp_path):
    write(tmp_path / "north" / "plan.txt")
    write(tmp_path / "south" / "plan.txt")
    write(tmp_path / "south" / "other.txt")
    assert sources(tmp_path / "north", tmp_path / "south") == ["north/plan.txt", "other.txt", "south/plan.txt"]


def test_equal_names_in_inputs_of_equal_names_stay_apart(tmp_path):
    one, two = write(tmp_path / "1" / "in" / "plan.txt"), write(tmp_path / "2" / "in" / "plan.txt")
    assert sources(one.parent, two.parent) == [one.as_posix(), two.as_posix()]


def test_links_in_a_circle_end(tmp_path):
    write(tmp_path / "north" / "plan.txt")
    (tmp_path / "north" / "round").symlink_to(tmp_path, target_is_directory=True)
    assert len(sources(tmp_path)) == 1


def test_a_folder_named_like_a_document_is_told_and_searched(tmp_path):
    write(tmp_path / "x.pdf" / "plan.txt")
    found = discover([tmp_path])
    assert [file.source for file in found.files] == ["x.pdf/plan.txt"]
    (refused,) = found.refused
    assert (refused.source, refused.problem.code, refused.problem.severity) == ("x.pdf", "not_a_file", "warning")


def test_a_named_file_of_another_kind_is_refused_with_advice(tmp_path):
    (refused,) = discover([write(tmp_path / "plan.png")]).refused
    assert refused.problem.code == "unsupported"
    assert "save it as PDF" in refused.problem.message


def test_files_of_old_formats_are_taken_along_so_that_reading_says_what_to_do(tmp_path):
    for name in ("a.txt", "b.DOC", "c.rtf", "d.xls"):
        write(tmp_path / name)
    assert sources(tmp_path) == ["a.txt", "b.DOC", "c.rtf", "d.xls"]


def test_a_link_to_nothing_is_refused_with_advice(tmp_path):
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (refused,) = discover([tmp_path]).refused
    assert (refused.source, refused.problem.code) == ("gone.pdf", "unreadable")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    (refused,) = discover([tmp_path]).refused
    assert refused.problem.code == "not_a_file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_the_right_to_read_is_refused(tmp_path):
    write(tmp_path / "secret.pdf").chmod(0)
    (refused,) = discover([tmp_path]).refused
    assert refused.problem.code == "unreadable"
    assert "right to read" in refused.problem.message


def test_a_missing_input_is_an_error_that_names_it(tmp_path):
    with pytest.raises(InputError, match=r"no file or folder .*nowhere"):
        discover([tmp_path, tmp_path / "nowhere"])


def test_an_input_without_documents_is_an_error(tmp_path):
    write(tmp_path / "only.png")
    with pytest.raises(InputError, match=r"no \.pdf, \.txt, \.md, .* file under"):
        discover([tmp_path])


def test_a_name_that_is_no_utf_8_can_be_written(tmp_path):
    path = os.fsencode(tmp_path) + b"/pl\xe4n.txt"
    try:
        Path(os.fsdecode(path)).write_text("x")
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    assert sources(tmp_path) == ["pl\\xe4n.txt"]

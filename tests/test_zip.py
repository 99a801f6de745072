"""Documents in ZIP archives: read as if they lay in a folder, within limits, and nothing left out in silence."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from safeplans import Settings, documents_in, explain, extract
from safeplans.extractors.reading import ReadingError
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.running import run
from safeplans.pipeline.store import archives
from safeplans.pipeline.store.discovery import Discovery, InputError, discover
from safeplans.pipeline.store.loading import load
from safeplans.pipeline.store.storage import read_bytes

PLAN = """# Ashcombe Vale Safeguarding Children Partnership Business Plan 2025-27

## Priority 1: Neglect is seen early

| Action | Lead | Due |
| --- | --- | --- |
| Audit forty files in which neglect is named | QA Group | June 2025 |
"""


def archive(path: Path, members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def refusals(found: Discovery) -> dict[str, str]:
    return {refused.source: refused.problem.code for refused in found.refused}


def test_documents_are_called_by_archive_and_name(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": PLAN, "north/report.txt": "A report", "photo.png": b"x"})
    (tmp_path / "other.txt").write_text("Another")
    found = discover([tmp_path])
    assert [file.source for file in found.files] == ["other.txt", "pack.zip/north/report.txt", "pack.zip/plan.md"]
    assert found.ignored == {".png": 1} and not found.refused
    plan = found.files[-1]
    assert read_bytes(plan).decode() == PLAN and plan.name == "plan.md"


def test_a_run_reads_them_and_keeps_what_it_read(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": PLAN})
    for _ in range(2):
        summary = run([tmp_path / "pack.zip"], tmp_path / "tables", cache=tmp_path / "cache", workers=1)
        assert not summary.documents["failed"]
    tables = load(tmp_path / "tables")
    assert list(tables["documents"]["source"]) == ["pack.zip/plan.md"]
    assert list(tables["actions"]["text"]) == ["Audit forty files in which neglect is named"]


def test_workers_of_their_own_read_them_too(tmp_path):
    archive(tmp_path / "pack.zip", {"a.md": PLAN, "b.md": PLAN.replace("Ashcombe Vale", "Lower Wendle")})
    summary = run([tmp_path], tmp_path / "tables", cache=False, workers=2)
    assert sum(summary.documents.values()) == 2 and not summary.documents["failed"]


def test_the_same_document_inside_and_outside_is_one(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": PLAN})
    (tmp_path / "a.md").write_text(PLAN)
    (only,) = discover([tmp_path]).files
    assert (only.source, only.other_names) == ("a.md", ("pack.zip/plan.md",))


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "C:/evil.md", "a/../../evil.md", "..\\evil.md"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    archive(tmp_path / "pack.zip", {name: PLAN, "plan.md": PLAN + "."})
    found = discover([tmp_path])
    assert [file.source for file in found.files] == ["pack.zip/plan.md"]
    assert list(refusals(found).values()) == ["unsupported"]


def test_hidden_files_and_what_macos_adds_are_left_out_as_in_a_folder(tmp_path):
    archive(tmp_path / "pack.zip", {"__MACOSX/._plan.md": "x", ".git/a.txt": "x", "~$plan.txt": "x", "plan.md": PLAN})
    assert [file.source for file in discover([tmp_path]).files] == ["pack.zip/plan.md"]


def test_an_archive_within_an_archive_is_told(tmp_path):
    inner = archive(tmp_path / "inner.zip", {"plan.md": PLAN}).read_bytes()
    archive(tmp_path / "outer.zip", {"inner.zip": inner, "b.txt": "b"})
    (tmp_path / "inner.zip").unlink()
    found = discover([tmp_path])
    assert refusals(found) == {"outer.zip/inner.zip": "unsupported"}
    assert [file.source for file in found.files] == ["outer.zip/b.txt"]


def test_a_bomb_is_refused_unread_and_the_rest_is_read(tmp_path):
    archive(tmp_path / "pack.zip", {"bomb.txt": b"\0" * (300 * 1024 * 1024), "plan.md": PLAN})
    found = discover([tmp_path])
    assert refusals(found) == {"pack.zip/bomb.txt": "too_large"}
    assert [file.source for file in found.files] == ["pack.zip/plan.md"]


def test_a_member_larger_than_the_limit_is_refused_like_any_file(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": PLAN * 100, "b.txt": "b"}, zipfile.ZIP_STORED)
    assert refusals(discover([tmp_path], max_bytes=1000)) == {"pack.zip/plan.md": "too_large"}


def test_of_too_many_documents_the_first_are_read_and_the_others_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_DOCUMENTS", 3)
    archive(tmp_path / "pack.zip", {f"{i}.txt": f"text {i}" for i in range(5)})
    found = discover([tmp_path])
    assert [file.source for file in found.files] == [f"pack.zip/{i}.txt" for i in range(3)]
    (refused,) = found.refused
    assert refused.source == "pack.zip" and "5 documents" in refused.problem.message


def test_a_password_is_told(tmp_path):
    data = bytearray(archive(tmp_path / "pack.zip", {"plan.md": PLAN}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "pack.zip").write_bytes(data)
    assert refusals(discover([tmp_path])) == {"pack.zip/plan.md": "encrypted"}


def test_two_members_of_one_name_are_told(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": "an old one", "plan.mx": PLAN})
    (tmp_path / "pack.zip").write_bytes((tmp_path / "pack.zip").read_bytes().replace(b"plan.mx", b"plan.md"))
    found = discover([tmp_path])
    assert len(found.files) == 1 and read_bytes(found.files[0]).decode() == PLAN
    assert list(refusals(found).values()) == ["unsupported"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95])
def test_a_cut_off_archive_is_told_and_hides_no_other_file(tmp_path, share):
    data = archive(tmp_path / "pack.zip", {"plan.md": PLAN, "b.txt": "b" * 500}).read_bytes()
    (tmp_path / "pack.zip").write_bytes(data[: int(len(data) * share)])
    (tmp_path / "other.txt").write_text("Another")
    found = discover([tmp_path])
    assert refusals(found) == {"pack.zip": "damaged"}
    assert [file.source for file in found.files] == ["other.txt"]


def test_a_broken_member_is_told_and_the_others_are_read(tmp_path):
    data = bytearray(
        archive(tmp_path / "pack.zip", {"a.txt": "a" * 500, "b.txt": "b"}, zipfile.ZIP_STORED).read_bytes()
    )
    at = data.index(b"aaaa")
    data[at : at + 4] = b"zzzz"
    (tmp_path / "pack.zip").write_bytes(data)
    found = discover([tmp_path])
    assert refusals(found) == {"pack.zip/a.txt": "damaged"}
    assert [file.source for file in found.files] == ["pack.zip/b.txt"]


def test_a_list_of_millions_is_not_read(tmp_path):
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 500 * 1024 * 1024, 0, 0)
    (tmp_path / "pack.zip").write_bytes(b"PK\x03\x04" + bytes(100) + end)
    assert refusals(discover([tmp_path])) == {"pack.zip": "too_large"}


def test_a_document_that_is_called_zip_is_read_as_what_it_is(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", "<x/>")
        file.writestr("xl/workbook.xml", "<x/>")
    (tmp_path / "tracker.zip").write_bytes(buffer.getvalue())
    (only,) = discover([tmp_path]).files
    assert only.source == "tracker.zip" and not only.member


def test_an_archive_without_documents_is_told(tmp_path):
    archive(tmp_path / "photos.zip", {"a.png": b"x"})
    found = discover([tmp_path / "photos.zip"])
    assert refusals(found) == {"photos.zip": "empty"} and found.ignored == {".png": 1}


def test_nothing_at_all_names_archives_among_what_is_read(tmp_path):
    with pytest.raises(InputError, match=r"\.zip"):
        discover([tmp_path])


def test_an_archive_that_changes_during_a_run_costs_its_documents_alone(tmp_path):
    path = archive(tmp_path / "pack.zip", {"plan.md": PLAN})
    (file,) = discover([tmp_path]).files
    archive(path, {"plan.md": "changed"})
    assert read_bytes(file) == b"changed"  # its hash tells
    archive(path, {"other.md": PLAN})
    with pytest.raises(OSError, match="changed meanwhile"):
        read_bytes(file)


# ---- show, explain and extract, as a run reads it


def shown(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["show", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


@pytest.fixture
def pack(tmp_path) -> Path:
    return archive(tmp_path / "pack.zip", {"north/plan.md": PLAN, "bad.docx": "x", "../out.md": PLAN, "scan.png": "x"})


def test_show_prints_each_document_under_its_name_and_what_was_not_read(pack):
    status, said = shown(pack)
    assert status == 0
    assert "pack.zip/north/plan.md" in said and "Audit forty files" in said
    assert "pack.zip/bad.docx" in said and "damaged" in said and "leads out of its archive" in said
    assert "3 documents in pack.zip: 1 read, 2 not" in said and "scan.png" in said


def test_whoever_reads_no_further_is_told_of_no_error(pack):
    command = [sys.executable, "-m", "safeplans", "show", str(pack)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as shows:
        assert shows.stdout is not None and shows.stderr is not None
        shows.stdout.close()  # as `| head` does
        assert b"unexpected" not in shows.stderr.read()


def test_show_of_an_archive_of_which_nothing_can_be_read_is_an_error(tmp_path):
    status, said = shown(archive(tmp_path / "photos.zip", {"scan.png": "x"}))
    assert status == 1 and "scan.png" in said
    (tmp_path / "cut.zip").write_bytes(b"PK")
    assert shown(tmp_path / "cut.zip")[0] == 1


def test_one_document_is_shown_by_the_name_that_it_has_in_the_tables(pack):
    status, said = shown(pack / "north" / "plan.md")
    assert status == 0 and "Audit forty files" in said and "bad.docx" not in said
    status, said = shown(pack / "south.md")
    assert status == 2 and "north/plan.md" in said


def test_what_is_asked_of_one_document_names_those_that_there_are(pack):
    status, said = shown(pack, "--why", "a1")
    assert status == 2 and "3 documents" in said and f"{pack}/bad.docx" in said
    status, said = shown(pack / "north" / "plan.md", "--why", "list")
    assert status == 0 and "a1  Audit forty files" in said


def test_a_row_of_a_document_in_an_archive_is_explained(pack):
    told = explain(pack / "north" / "plan.md", "a1")
    assert told.subject.source.quote == "Audit forty files in which neglect is named"
    with pytest.raises(ReadingError, match="leads out"):
        explain(archive(pack.parent / "out.zip", {"../x.md": PLAN}), "a1")


def test_documents_come_one_by_one_from_python(pack):
    for given in (pack, pack.read_bytes()):
        found = {each.name: each for each in documents_in(given)}
        assert list(found) == ["../out.md", "bad.docx", "north/plan.md"]
        assert found["north/plan.md"].data.decode() == PLAN and found["north/plan.md"].file_name == "plan.md"
        assert found["../out.md"].problem is not None and not found["../out.md"].data


def test_extract_takes_one_document_and_tells_of_an_archive_what_is_in_it(tmp_path):
    data = archive(tmp_path / "pack.zip", {"north/plan.md": PLAN, "bad.docx": "x"}).read_bytes()
    facts = extract(data, Settings("pack.zip"))
    assert facts.status == "failed"
    assert "bad.docx, north/plan.md" in facts.problems[0].message and "documents_in" in facts.problems[0].message


def test_a_run_that_reads_nothing_says_so_with_its_status(tmp_path):
    photos = archive(tmp_path / "photos.zip", {"a.png": b"x"})
    result = CliRunner().invoke(main, ["run", str(photos), "--output", str(tmp_path / "tables"), "--workers", "0"])
    assert result.exit_code == 1 and "Nothing could be read" in result.output and "saved as PDF" in result.output


def test_two_members_of_one_name_keep_the_archives_name(tmp_path):
    archive(tmp_path / "pack.zip", {"plan.md": "an old one", "plan.mx": PLAN})
    (tmp_path / "pack.zip").write_bytes((tmp_path / "pack.zip").read_bytes().replace(b"plan.mx", b"plan.md"))
    found = discover([tmp_path])
    names = [*(file.source for file in found.files), *refusals(found)]
    assert sorted(names) == ["pack.zip/plan.md (1)", "pack.zip/plan.md (2)"]

"""A run: one dataset out of many files, whatever happens to some of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fake_extractor import FAKE, fake_extract
from hypothesis import given
from hypothesis import strategies as st

from safeplans import DocumentsFailedError, InputError, WorkersError, load, run
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.schema.fields import TABLES
from safeplans.pipeline.schema.rows import clean
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.store.dataset import COMPLETE
from safeplans.pipeline.store.stages import Stages


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_table_is_written_typed_and_keeps_the_contract(plans, make):
    out = make(plans).output
    assert {path.name for path in out.iterdir()} == {t.file_name for t in TABLES} | {"datapackage.json"}
    for table in TABLES:
        found, wanted = pq.read_schema(out / table.file_name), arrow_schema(table)
        assert found.equals(wanted)
        assert found.metadata == wanted.metadata
    assert check(out) == []
    assert pq.read_table(out / "measures.parquet").num_rows == 0


def test_rows_carry_the_documents_id_and_are_sorted_by_source(plans, make):
    tables = load(make(plans).output)
    documents = tables["documents"]
    assert list(documents["source"]) == ["a.txt", "b.md", "north/c.txt"]
    sha256 = hashlib.sha256((plans / "a.txt").read_bytes()).hexdigest()
    assert documents["sha256"][0] == sha256
    assert list(tables["actions"]["action_id"][:2]) == [f"{sha256[:16]}:a1", f"{sha256[:16]}:a2"]
    assert list(tables["actions"]["objective_id"][:2]) == [f"{sha256[:16]}:o1"] * 2
    assert list(tables["owners"]["ordinal"]) == [1, 1, 1, 1]


def test_documents_count_their_rows_and_blocks(plans, make):
    document = load(make(plans).output)["documents"].iloc[0]
    assert (document["objective_count"], document["action_count"], document["problem_count"]) == (1, 2, 1)
    assert (document["doubt_count"], document["fault_count"]) == (0, 0)
    assert (document["block_count"], document["blocks_placed"], document["blocks_set_aside"]) == (8, 5, 3)
    assert document["set_aside"] == [{"rule": "contents", "blocks": 2}, {"rule": "footer", "blocks": 1}]
    assert document["status"] == "partial"


def test_doubts_and_faults_are_counted_and_leave_a_document_ok(plans, make):
    (plans / "b.md").write_text("doubt\nfault\nfault\n")
    summary = make(plans)
    document = load(summary.output)["documents"].set_index("source").loc["b.md"]
    assert (document["status"], document["problem_count"]) == ("ok", 3)
    assert (document["doubt_count"], document["fault_count"]) == (1, 2)
    assert check(summary.output) == []


def test_one_and_two_workers_give_identical_files(plans, tmp_path):
    (plans / "d.txt").write_text("raise\n")
    made = {}
    for workers in (1, 2):
        run(plans, tmp_path / str(workers), workers=workers, stages=FAKE)
        made[workers] = files_of(tmp_path / str(workers))
    assert made[1] == made[2]


def test_a_process_that_dies_costs_its_document_alone(plans, tmp_path):
    (plans / "aa.txt").write_text("die\n")
    (plans / "bb.txt").write_text("objective Go on\n")
    summary = run(plans, tmp_path / "out", workers=2, stages=FAKE)
    assert (summary.ok, summary.partial, summary.failed) == (3, 1, 1)
    problems = load(summary.output)["problems"].set_index("source")
    assert problems.loc["aa.txt", "code"] == "crashed"
    assert check(summary.output) == []


def test_a_document_over_the_time_limit_costs_itself_alone(plans, tmp_path):
    (plans / "aa.txt").write_text("sleep\n")
    summary = run(plans, tmp_path / "out", workers=1, stages=FAKE, limits=Limits(seconds=1))
    assert (summary.ok, summary.partial, summary.failed) == (2, 1, 1)
    assert summary.problems["error", "timeout"] == 1
    assert check(summary.output) == []


def test_an_extractor_that_no_process_can_import_is_told(plans, tmp_path):
    with pytest.raises(WorkersError, match="imported"):
        run(plans, tmp_path / "out", workers=1, stages=Stages(extract=lambda *given: fake_extract(*given)))


def test_a_script_needs_no_main_guard(plans, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"from safeplans import run\nprint(run({str(plans)!r}, {str(tmp_path / 'out')!r}, workers=1).ok)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("raise", "RuntimeError: out of cheese"),
        ("purple Do", r"actions.rag holds 'purple', which is not one of: red"),
        ("dangling Do", "points to objective 'o99', which is not there"),
    ],
)
def test_an_unexpected_error_costs_its_document_alone(plans, make, text, said):
    (plans / "d.txt").write_text(text)
    summary = make(plans)
    (failure,) = summary.failures
    assert failure.source == "d.txt"
    assert said in failure.reason
    assert "Traceback" in failure.trace
    tables = load(summary.output)
    assert tables["problems"].set_index("source").loc["d.txt", "code"] == "crashed"
    assert "Traceback" not in " ".join(tables["problems"]["message"])
    assert tables["documents"].set_index("source").loc["d.txt", "status"] == "failed"
    assert check(summary.output) == []


def test_the_second_name_of_the_same_bytes_is_a_problem_row(plans, make):
    (plans / "again.md").write_bytes((plans / "b.md").read_bytes())
    tables = load(make(plans).output)
    assert list(tables["documents"]["source"]) == ["a.txt", "again.md", "north/c.txt"]
    row = tables["problems"].set_index("code").loc["duplicate"]
    assert (row["source"], row["severity"]) == ("b.md", "info")
    assert "again.md" in row["message"]
    assert tables["documents"].set_index("source").loc["again.md", "status"] == "ok"


def test_a_file_that_changes_during_the_run_is_told(plans, make):
    summary = make(plans, progress=lambda step: (plans / "b.md").write_text("objective Neglect, and more\n"))
    assert summary.problems["error", "changed"] == 1
    assert check(summary.output) == []


def test_strict_raises_after_the_dataset_is_written(plans, make):
    (plans / "empty.txt").write_text("")
    with pytest.raises(DocumentsFailedError, match="1 document") as raised:
        make(plans, strict=True)
    assert load(raised.value.summary.output)["problems"].set_index("source").loc["empty.txt", "code"] == "empty"


def test_progress_is_told_for_every_file(plans, make):
    (plans / "x.pdf").mkdir()
    steps = []
    make(plans, progress=steps.append)
    assert [(step.done, step.total) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [step.outcome.source for step in steps] == ["x.pdf", "a.txt", "b.md", "north/c.txt"]


def test_an_interrupted_run_leaves_the_old_dataset_whole(plans, make):
    out = make(plans).output
    before = files_of(out)
    (plans / "a.txt").write_text("objective Another\n")

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(plans, progress=stop)
    assert files_of(out) == before


def test_a_run_without_documents_leaves_the_old_dataset_whole(plans, make, tmp_path):
    out = make(plans).output
    before = files_of(out)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError):
        make(tmp_path / "nothing")
    assert files_of(out) == before


def test_a_move_that_was_cut_short_is_finished_by_the_next_reader(plans, make, tmp_path):
    out = make(plans).output
    complete = out / COMPLETE
    complete.mkdir()
    for name in ("problems.parquet", "terms.parquet"):
        (out / name).rename(complete / name)
    assert set(load(out)) == {table.name for table in TABLES}
    assert not complete.exists()


def test_other_files_in_the_output_stay(plans, make, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    make(plans)
    make(plans)
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_text_is_nfc_and_fit_for_utf_8(plans, make, tmp_path):
    (plans / "b.md").write_text("objective Cafe\u0301\n", encoding="utf-8")
    assert list(load(make(plans).output)["objectives"]["text"])[1] == "Café"


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_can_be_written(text):
    cleaned = clean(text)
    assert pa.array([cleaned]).to_pylist() == [cleaned]
    assert clean(cleaned) == cleaned


def test_what_utf_8_cannot_hold_is_marked():
    assert clean("broken \ud835 text") == "broken \ufffd text"

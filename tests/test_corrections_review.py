"""From a dataset to a reviewer's file, back into the dataset, and on to gold."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from fake_extractor import FAKE, fake_extract

from safeplans import InputError, RunSummary, load, run
from safeplans.extractors.base.facts import Problem
from safeplans.extractors.choice.confidence import BANDS
from safeplans.pipeline.commands import cli
from safeplans.pipeline.corrections.gold import GoldError, write_gold
from safeplans.pipeline.corrections.reading import COLUMNS, CorrectionsError
from safeplans.pipeline.corrections.reviewing import review
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.store.stages import Stages

SAMPLE = Path(__file__).parent.parent / "data" / "raw" / "westerley-business-plan-2023-26.txt"


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save(path: Path, lines: list[dict[str, str]], separator: str = ",", encoding: str = "utf-8-sig") -> None:
    """As a spreadsheet would."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(lines)


def fill_in(path: Path, answers: dict[tuple[str, str], str], **saved: str) -> None:
    """Answers by the end of the row's id and the column."""
    lines = lines_of(path)
    for line in lines:
        cell = answers.get((line["row_id"].split(":")[1], line["field"]))
        if cell is not None:
            line.update(corrected=cell, reviewer="A. Khan", reviewed="2026-11-02", reason="read on the page")
    save(path, lines, **saved)


@pytest.fixture
def dataset(plans, make) -> Path:
    out = make(plans).output
    assert isinstance(out, Path)
    return out


class TestReview:
    def test_lists_cells_beside_the_printed_words(self, dataset, tmp_path):
        summary = review(dataset, tmp_path / "to-check.csv", documents=["a.txt"])
        lines = lines_of(tmp_path / "to-check.csv")
        assert tuple(lines[0]) == COLUMNS
        assert (summary.documents, summary.new, summary.lines) == (1, len(lines), len(lines))
        (line,) = (line for line in lines if line["field"] == "text" and line["row_id"].endswith(":a2"))
        assert line["document"] == "a.txt"
        assert (line["row"], line["quote"]) == ("«Answer them»", "«action Answer them»")
        assert (line["original"], line["corrected"]) == ("«Answer them»", "")
        assert (line["doubt"], line["confidence"], line["table"]) == ("confidence 0.50", "0.5", "actions")
        assert line["evidence"].endswith("/lines.html#a2")
        assert line["lines"] == "lines 3 to 3"

    def test_lists_a_documents_rows_in_the_order_of_its_pages(self, dataset, tmp_path):
        review(dataset, tmp_path / "all.csv")
        ids = [line["row_id"].split(":")[1] for line in lines_of(tmp_path / "all.csv") if line["document"] == "a.txt"]
        assert list(dict.fromkeys(ids)) == ["document", "o1", "a1", "w1", "d1", "a2", "w2", "d2", "t1"]

    def test_says_what_may_stand_in_a_cell(self, dataset, tmp_path):
        review(dataset, tmp_path / "all.csv")
        allowed = {line["field"]: line["allowed"] for line in lines_of(tmp_path / "all.csv")}
        assert allowed["standing"] == "planned, in_progress, done"
        assert allowed["themes"].endswith("allegations; or (none)")
        assert allowed["start"] == "a date, such as 2024-06-30; or (none)"
        assert "o1 Neglect; or (none)" in {
            line["allowed"] for line in lines_of(tmp_path / "all.csv") if line["field"] == "objective_id"
        }

    def test_leaves_out_columns_that_a_document_has_nothing_in(self, dataset, tmp_path):
        review(dataset, tmp_path / "all.csv")
        asked = {line["field"] for line in lines_of(tmp_path / "all.csv") if line["table"] == "actions"}
        assert "text" in asked and "rag" not in asked and "progress_text" not in asked

    def test_lists_other_bands_other_partnerships_or_the_least_sure_rows(self, dataset, tmp_path):
        path = tmp_path / "some.csv"
        assert {line["table"] for line in listed(dataset, path, bands=["high"])} == {"documents"}
        assert review(dataset, path, rows=2).rows == 2
        for wrong in ({"documents": ["z.txt"]}, {"partnerships": ["camden-scp"]}):
            with pytest.raises(CorrectionsError, match=r"There is no .* in the dataset"):
                review(dataset, path, **wrong)

    def test_lists_the_row_that_a_problem_names(self, plans, make, tmp_path):
        out = make(plans, stages=Stages(FAKE.read, doubtful_extract)).output
        review(out, tmp_path / "named.csv", bands=(), documents=["a.txt"])
        found = [(line["row_id"].split(":")[1], line["field"]) for line in lines_of(tmp_path / "named.csv")]
        assert found == [
            *(("document", column) for column in ("period_start", "period_end", "partnership_id")),
            ("a1", "timescale_text"),
            ("a2", "owner_text"),
        ]
        assert lines_of(tmp_path / "named.csv")[4]["doubt"] == "No lead is named for action 7.1. (line 3)"

    def test_asks_for_the_period_of_plans_and_reports_that_have_none(self, plans, make, tmp_path):
        out = make(plans, stages=Stages(FAKE.read, dated_extract)).output
        lines = listed(out, tmp_path / "periods.csv", bands=())
        assert [(line["document"], line["field"], line["original"]) for line in lines] == [
            ("a.txt", "period_start", ""),
            ("a.txt", "period_end", ""),
            ("b.md", "period_end", ""),
        ]
        assert {line["doubt"] for line in lines} == {
            "without the period that it covers the document is counted for no year"
        }
        assert lines[0]["allowed"] == "a date, such as 2024-06-30; or (none)"
        fill_in(
            tmp_path / "periods.csv", {("document", "period_start"): "2023-04-01", ("document", "period_end"): "(none)"}
        )
        make(plans, stages=Stages(FAKE.read, dated_extract), corrections=tmp_path / "periods.csv")
        assert str(load(out)["documents"]["period_start"][0].date()) == "2023-04-01"
        assert listed(out, tmp_path / "again.csv", bands=()) == []

    def test_lists_the_documents_own_cells_where_all_bands_are_listed(self, dataset, tmp_path):
        lines = listed(dataset, tmp_path / "all.csv", bands=BANDS, documents=["a.txt"])
        own = [line["field"] for line in lines if line["table"] == "documents"]
        assert own == ["title", "document_type", "period_start", "period_end"]

    def test_keeps_what_a_reviewer_wrote(self, dataset, tmp_path):
        path = tmp_path / "kept.csv"
        review(dataset, path, documents=["a.txt"])
        lines = lines_of(path)[:4]
        lines[1].update(corrected="=Train", reason='"quoted"', extra="mine")
        save(path, [{"extra": "", **line} for line in reversed(lines)], separator=";", encoding="cp1252")
        summary = review(dataset, path)
        again = lines_of(path)
        assert [line["row_id"] for line in again[:4]] == [line["row_id"] for line in reversed(lines)]
        assert (again[2]["corrected"], again[2]["reason"], again[2]["extra"]) == ("'=Train", '"quoted"', "mine")
        assert (summary.answered, summary.new) == (1, len(again) - 4)
        assert review(dataset, path).new == 0
        assert lines_of(path) == again

    @pytest.mark.parametrize(
        ("cell", "kept"),
        [("(none)", "(none)"), ("-17.5", "-17.5"), ("1,204", "1204"), ("a few", "a few"), ("=1+1", "'=1+1")],
    )
    def test_keeps_what_a_reviewer_wrote_for_a_number(self, dataset, tmp_path, cell, kept):
        path = tmp_path / "kept.csv"
        review(dataset, path)
        save(path, [{**lines_of(path)[0], "table": "measures", "field": "value", "corrected": cell}])
        review(dataset, path)
        assert lines_of(path)[0]["corrected"] == kept

    def test_brings_lines_up_to_date_that_nobody_filled_in(self, dataset, tmp_path):
        path = tmp_path / "old.csv"
        review(dataset, path)
        current = lines_of(path)
        save(path, [{**line, "original": "«old»", "quote": "«old»"} for line in current])
        review(dataset, path)
        assert lines_of(path) == current

    def test_asks_for_a_row_that_has_the_id_which_another_had_when_it_was_answered(self, dataset, tmp_path):
        path = tmp_path / "old.csv"
        review(dataset, path)
        current = lines_of(path)
        answered = {"quote": "«action Of earlier rules»", "corrected": "done", "reviewer": "A. Khan"}
        old = [{**line, **answered} for line in current if line["field"] == "standing"]
        save(path, old)
        summary = review(dataset, path)
        assert lines_of(path)[: len(old)] == old
        assert (summary.answered, summary.new) == (len(old), len(current))

    def test_does_not_ask_again_for_what_was_answered_elsewhere(self, dataset, plans, make, tmp_path):
        path = tmp_path / "first.csv"
        review(dataset, path)
        fill_in(path, {("o1", "kind"): "aim", ("o1", "text"): "(same)"})
        make(plans, corrections=path)
        review(dataset, tmp_path / "second.csv")
        left = {line["field"] for line in lines_of(tmp_path / "second.csv") if line["row_id"].endswith(":o1")}
        assert left == {"standing"}

    def test_a_file_that_is_no_such_file_is_left_as_it_is(self, dataset, tmp_path):
        (tmp_path / "notes.csv").write_text("my,notes\r\n")
        with pytest.raises(CorrectionsError, match="has no column"):
            review(dataset, tmp_path / "notes.csv")
        assert (tmp_path / "notes.csv").read_text() == "my,notes\n"


def listed(dataset: Path, path: Path, **options: object) -> list[dict[str, str]]:
    """The lines of a review into a file that was not there."""
    path.unlink(missing_ok=True)
    review(dataset, path, **options)  # type: ignore[arg-type]
    return lines_of(path)


class TestAnAnswerThatWasNotApplied:
    """Its line says why, in front of why it was listed."""

    def doubt(self, dataset: Path) -> str:
        summary = review(dataset, dataset / "corrections.csv", documents=["a.txt"])
        (line,) = (
            line
            for line in lines_of(dataset / "corrections.csv")
            if (line["row_id"].split(":")[1], line["field"]) == ("a2", "standing")
        )
        assert summary.not_applied == line["doubt"].startswith("not applied: ")
        return line["doubt"]

    def test_says_why_until_it_is_mended(self, dataset, plans, make):
        assert self.doubt(dataset) == "confidence 0.50"
        fill_in(dataset / "corrections.csv", {("a2", "standing"): "doing"})
        make(plans)
        refused = "not applied: holds 'doing', which is not one of: planned, in_progress, done\nconfidence 0.50"
        assert self.doubt(dataset) == refused
        assert self.doubt(dataset) == refused
        fill_in(dataset / "corrections.csv", {("a2", "standing"): "done"})
        assert self.doubt(dataset) == "confidence 0.50"
        make(plans)
        assert self.doubt(dataset) == "confidence 0.50"

    def test_where_the_row_has_another_id_now(self, dataset, plans, make):
        review(dataset, dataset / "corrections.csv", documents=["a.txt"])
        fill_in(dataset / "corrections.csv", {("a2", "standing"): "doing"})
        make(plans, stages=Stages(FAKE.read, renumbered_extract))
        lines = listed_again(dataset)
        assert ["not applied: the row was" in line["doubt"] for line in lines if line["corrected"]] == [True]

    def test_a_signed_line_without_a_value_says_what_to_write(self, dataset):
        review(dataset, dataset / "corrections.csv", documents=["a.txt"])
        fill_in(dataset / "corrections.csv", {("a2", "standing"): ""})
        assert self.doubt(dataset) == (
            "not applied: answered without a value: write (same) if it is right\nconfidence 0.50"
        )


def listed_again(dataset: Path) -> list[dict[str, str]]:
    review(dataset, dataset / "corrections.csv")
    return lines_of(dataset / "corrections.csv")


def dated_extract(document, settings):
    """One document without a period, one with its beginning, one that need not have any."""
    facts = fake_extract(document, settings)
    if settings.file_name == "b.md":
        facts.metadata.period_start = dt.date(2023, 4, 1)
    if settings.file_name == "c.txt":
        facts.metadata.document_type = "other"
    return facts


def renumbered_extract(document, settings):
    facts = fake_extract(document, settings)
    facts.owners, facts.dates = [], []
    for action in facts.actions:
        action.key = f"a{int(action.key[1:]) + 5}"
    return facts


def doubtful_extract(document, settings):
    facts = fake_extract(document, settings)
    if len(facts.actions) > 1:
        facts.actions[0].number = "7"
        facts.actions[1].number = "7.1"
        facts.problems += [
            Problem("metadata", "warning", "partnership_unknown", "Partnership not recognised."),
            Problem("normalising", "warning", "missing_owner", "No lead is named for action 7.1. (line 3)"),
            Problem("normalising", "warning", "missing_date", "No timescale is printed for «Ask». (line 2)"),
            Problem("normalising", "warning", "missing_date", "No timescale is printed for «Nobody». (line 9)"),
        ]
    return facts


class TestRun:
    def test_applies_the_file_in_its_output_folder_every_time(self, dataset, plans, make):
        review(dataset, dataset / "corrections.csv")
        fill_in(dataset / "corrections.csv", {("a1", "standing"): "done", ("o1", "kind"): "(same)"})
        first = make(plans)
        assert first.corrections == {"applied": 3, "confirmed": 2}
        assert first.rows["corrections"] == 5
        tables, before = load(dataset), files_of(dataset)
        assert list(tables["actions"]["standing"][:2]) == ["done", "planned"]
        assert list(tables["actions"]["corrected"][:2]) == [["standing"], []]
        assert list(tables["actions"]["confidence"][:2]) == [0.5, 0.5]
        assert check(dataset) == []
        assert make(plans).kept == 3
        assert files_of(dataset) == before
        make(plans, corrections=False)
        assert set(load(dataset)["actions"]["standing"]) == {"planned"}

    def test_gives_the_same_files_whatever_the_number_of_workers(self, dataset, plans, tmp_path):
        path = dataset / "corrections.csv"
        review(dataset, path)
        fill_in(path, {("a1", "text"): "Listen", ("d1", "end"): "2020-01-01"}, separator=";", encoding="cp1252")
        (plans / "b.md").unlink()
        made = {}
        for workers in (0, 2):
            run(plans, tmp_path / str(workers), workers=workers, stages=FAKE, corrections=path, cache=False)
            made[workers] = files_of(tmp_path / str(workers))
            assert check(tmp_path / str(workers)) == []
        assert made[0] == made[2]
        assert load(tmp_path / "0")["corrections"]["outcome"].value_counts().to_dict() == {
            "applied": 2,
            "not_applied": 4,
            "confirmed": 0,
            "agreed": 0,
        }

    def test_takes_several_files(self, dataset, plans, make, tmp_path):
        for name, cell in (("north", "done"), ("south", "in_progress")):
            review(dataset, tmp_path / f"{name}.csv", documents=["a.txt"])
            fill_in(tmp_path / f"{name}.csv", {(f"a{len(name) - 4}", "standing"): cell})
        summary = make(plans, corrections=[tmp_path / "north.csv", tmp_path / "south.csv"])
        assert summary.corrections == {"not_applied": 2}
        assert summary.problems["warning", "correction_conflict"] == 1

    def test_no_answer_makes_a_document_partial_for_it_was_read(self, plans, make, dataset):
        review(dataset, dataset / "corrections.csv", documents=["b.md"])
        fill_in(dataset / "corrections.csv", {("a1", "standing"): "done"})
        assert make(plans).documents == {"ok": 2, "partial": 1}
        fill_in(dataset / "corrections.csv", {("a1", "standing"): "doing"})
        summary = make(plans)
        assert summary.documents == {"ok": 2, "partial": 1}
        assert summary.problems["warning", "correction_invalid"] == 1
        assert check(dataset) == []

    @pytest.mark.parametrize("data", [None, b"", b"a,b\r\n1,2\r\n", b"PK\x03\x04"])
    def test_does_not_begin_with_a_file_that_it_cannot_read(self, dataset, plans, make, tmp_path, data):
        if data is not None:
            (tmp_path / "bad.csv").write_bytes(data)
        before = files_of(dataset)
        with pytest.raises(InputError, match=r"bad\.csv"):
            make(plans, corrections=tmp_path / "bad.csv")
        assert files_of(dataset) == before

    def test_a_sample_reviewed_and_run_again(self, tmp_path):
        """The product's own extraction, and a second run from the cache."""
        out = tmp_path / "out"
        run(SAMPLE, out, workers=0)
        first = load(out)
        summary = review(out, out / "corrections.csv", bands=("low", "medium", "high"))
        assert 0 < summary.rows < 90
        lines = [line for line in lines_of(out / "corrections.csv") if line["table"] == "owners"]
        chosen = next(line for line in lines if line["field"] == "sector" and line["original"] != "voluntary")
        chosen.update(corrected="voluntary", reviewer="A. Khan", reviewed="02/11/2026", reason="a charity")
        save(out / "corrections.csv", lines, separator=";", encoding="cp1252")
        again = run(SAMPLE, out, workers=0)
        assert (again.kept, again.corrections) == (1, {"applied": 1})
        tables = load(out)
        (correction,) = tables["corrections"].to_dict("records")
        assert (correction["original"], correction["corrected"]) == (chosen["original"], "voluntary")
        owner = tables["owners"].set_index("owner_id").loc[chosen["row_id"]]
        assert (owner["sector"], owner["corrected"]) == ("voluntary", ["sector"])
        others = tables["owners"]["owner_id"] != chosen["row_id"]
        assert tables["owners"][others].equals(first["owners"][others])
        assert check(out) == []


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".csv"}


class TestGold:
    @pytest.fixture
    def corrected(self, dataset, plans, make) -> Path:
        review(dataset, dataset / "corrections.csv", documents=["a.txt"])
        fill_in(dataset / "corrections.csv", {("w1", "name"): "Quality Group", ("a2", "text"): "Reply to them"})
        make(plans)
        return dataset

    def test_is_the_reviewed_document_with_its_corrections(self, corrected, tmp_path):
        (written,) = write_gold(corrected, tmp_path / "gold")
        assert written.path == tmp_path / "gold" / "a.json"
        gold = json.loads(written.path.read_text(encoding="utf-8"))
        assert gold["file"] == "a.txt"
        assert gold["document"]["document_type"] == "business_plan"
        assert [row["key"] for row in gold["objectives"]] == ["o1"]
        first, second = gold["actions"]
        assert (first["key"], first["objective"], second["text"]) == ("a1", "o1", "Reply to them")
        assert first["owners"][0]["name"] == "Quality Group"
        assert (first["dates"][0]["start"], first["dates"][0]["precision"]) == ("2024-06-01", "month")
        assert gold["terms"] == [{"term": "QA", "expansion": "Quality Assurance", "defined_in": "glossary"}]

    def test_has_the_form_of_the_samples_gold(self, corrected, tmp_path):
        (written,) = write_gold(corrected, tmp_path / "gold")
        by_hand = json.loads((SAMPLE.parents[2] / "tests" / "samples" / f"{SAMPLE.stem}.json").read_text("utf-8"))
        made = json.loads(written.path.read_text(encoding="utf-8"))
        assert by_hand.keys() - made.keys() <= {"problems"}
        for table in ("objectives", "actions"):
            assert by_hand[table][0].keys() <= made[table][0].keys()

    def test_may_be_of_documents_by_name(self, corrected, tmp_path):
        written = write_gold(corrected, tmp_path / "gold", documents=["b.md", "north/c.txt"])
        assert [each.path.name for each in written] == ["b.json", "c.json"]
        with pytest.raises(GoldError, match=r"no document 'z\.txt'"):
            write_gold(corrected, tmp_path / "gold", documents=["z.txt"])

    def test_tells_documents_of_one_name_apart(self, plans, make, tmp_path):
        (plans / "north" / "a.txt").write_text("action Meet again\n")
        out = make(plans).output
        names = [each.path.name for each in write_gold(out, tmp_path / "gold", documents=["a.txt"])]
        assert len(set(names)) == 2 and all(name.startswith("a.") and name.count(".") == 2 for name in names)

    def test_is_not_written_over_other_gold_unasked(self, corrected, tmp_path):
        path = write_gold(corrected, tmp_path)[0].path
        path.write_text("by hand")
        with pytest.raises(GoldError, match="--overwrite"):
            write_gold(corrected, tmp_path)
        write_gold(corrected, tmp_path, overwrite=True)
        assert path.read_text(encoding="utf-8") != "by hand"

    def test_says_how_many_cells_of_how_many_were_reviewed(self, corrected, plans, make, tmp_path):
        cells = listed(corrected, tmp_path / "left.csv", bands=BANDS, documents=["a.txt"])
        lacking = [line for line in cells if line["field"].startswith("period_")]
        (written,) = write_gold(corrected, tmp_path / "gold")
        assert (written.source, written.reviewed, written.cells) == ("a.txt", 2, len(cells) - len(lacking) + 2)
        save(corrected / "corrections.csv", [{**line, "corrected": "(same)"} for line in cells])
        make(plans)
        (written,) = write_gold(corrected, tmp_path / "all", documents=["a.txt"])
        assert written.cells - written.reviewed == 2  # the two of the first review are not in the second's file

    def test_of_a_dataset_that_nobody_reviewed_is_refused(self, dataset, tmp_path):
        with pytest.raises(GoldError, match="safeplans review"):
            write_gold(dataset, tmp_path / "gold")
        assert not (tmp_path / "gold").exists()


class TestCommands:
    @pytest.fixture
    def safeplans(self, monkeypatch) -> Callable[..., Result]:
        def in_this_process(*inputs: object, **options: object) -> RunSummary:
            return run(*inputs, **{**options, "workers": 0, "stages": FAKE})  # type: ignore[arg-type]

        monkeypatch.setattr("safeplans.pipeline.running.running.run", in_this_process)
        return lambda *given: CliRunner().invoke(cli.main, [str(each) for each in given])

    def test_review_run_and_gold_go_round(self, safeplans, plans, tmp_path):
        out = tmp_path / "out"
        safeplans("run", plans, "--output", out)
        said = safeplans("review", out)
        assert said.exit_code == 0
        assert "18 rows of 3 documents in doubt" in said.output
        assert f"safeplans run INPUT --output {out}\n" in said.output
        fill_in(out / "corrections.csv", {("a1", "text"): "=cmd|' /C calc'!A0"})
        ran = safeplans("run", plans, "--output", out)
        assert "Corrections: 3 applied" in ran.output
        assert load(out)["actions"]["text"][0] == "=cmd|' /C calc'!A0"
        gold = safeplans("gold", out, "--output", tmp_path / "gold").output.splitlines()
        assert [line.partition("  ")[2] for line in gold[:3]] == [
            f"1 of {cells} cells reviewed" for cells in ("31", "17", "13")
        ]
        assert gold[3].startswith("Gold is only as complete as the review")
        assert "Corrections" not in safeplans("run", plans, "--output", out, "--no-corrections").output

    def test_run_says_which_answers_were_not_applied_and_why(self, safeplans, plans, tmp_path):
        out = tmp_path / "out"
        safeplans("run", plans, "--output", out)
        safeplans("review", out, "--document", "a.txt")
        fill_in(
            out / "corrections.csv",
            {
                ("a1", "text"): "Listen",
                ("a1", "standing"): "",
                ("d1", "end"): "2020-01-01",
                ("d2", "end"): "03/04/2026",
            },
        )
        said = safeplans("run", plans, "--output", out).output.splitlines()
        start = said.index("Corrections: 1 applied, 2 not applied, 1 without a value")
        assert [re.sub(r"row \d+", "row N", line) for line in said[start + 1 : start + 5]] == [
            "  row N of corrections.csv: a.txt, «Ask them», standing: answered without a value: write (same) if it is "
            "right",
            "  row N of corrections.csv: a.txt, «June 2024», end: start, 2024-06-01, would be after end, 2020-01-01",
            "  row N of corrections.csv: a.txt, «June 2024», end: holds '03/04/2026', in which day and month could be "
            "exchanged. Write 2026-04-03 if the day stands first, 2026-03-04 if the month does",
            "",
        ]
        assert "Nothing came of 3 lines of it: the column doubt says why." in safeplans("review", out).output

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("run", "plans", "--corrections", "x.csv", "--no-corrections"), "do not go together"),
            (("run", "plans", "--corrections", "x.csv"), "'x.csv' could not be opened"),
            (("review", "nowhere"), "There is no dataset"),
            (("review", "s3://bucket/tables"), "Name one here with --output"),
            (("gold", "nowhere", "--output", "gold"), "There is no dataset"),
        ],
    )
    def test_say_what_is_wrong(self, safeplans, plans, monkeypatch, arguments, said):
        monkeypatch.chdir(plans.parent)
        result = safeplans(*arguments)
        assert result.exit_code == 2 and said in result.output

    def test_review_says_why_a_file_cannot_be_written(self, safeplans, plans, tmp_path):
        safeplans("run", plans, "--output", tmp_path / "out")
        result = safeplans("review", tmp_path / "out", "--output", tmp_path / "nowhere" / "x.csv")
        assert result.exit_code == 2 and "could not be written" in result.output


class TestCheck:
    """Rows and the table of corrections say the same."""

    @pytest.fixture
    def corrected(self, dataset, plans, make) -> Path:
        review(dataset, dataset / "corrections.csv", documents=["a.txt"])
        fill_in(dataset / "corrections.csv", {("a1", "standing"): "done"})
        make(plans)
        return dataset

    @staticmethod
    def change(dataset: Path, name: str, column: str, value: object) -> None:
        path = dataset / f"{name}.parquet"
        data = pq.read_table(path)
        rows = [{**row, column: value} for row in data.to_pylist()]
        pq.write_table(pa.Table.from_pylist(rows, schema=data.schema), path)

    def test_tells_a_correction_that_its_row_does_not_know(self, corrected):
        self.change(corrected, "actions", "corrected", [])
        (violation,) = check(corrected)
        assert str(violation).startswith("corrections: outcome is applied, but the row does not say so")

    def test_tells_a_row_that_does_not_hold_what_the_reviewer_said(self, corrected):
        self.change(corrected, "corrections", "corrected", "in_progress")
        (violation,) = check(corrected)
        assert str(violation).startswith("corrections: corrected is not what stands in the row, e.g. ")

    def test_tells_a_row_that_was_changed_without_a_correction(self, corrected):
        self.change(corrected, "corrections", "outcome", "confirmed")
        (violation,) = check(corrected)
        assert str(violation).startswith("actions: corrected names what corrections does not, e.g. standing in ")

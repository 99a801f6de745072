"""What differs between two datasets of the same documents."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from fake_extractor import FAKE
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from safeplans import DatasetError, Differences, diff, run
from safeplans.extractors.drafting.objectives import likeness
from safeplans.pipeline.commands import cli
from safeplans.pipeline.differences import meeting
from safeplans.pipeline.differences.finding import COLUMNS, COMPARED
from safeplans.pipeline.differences.meeting import LEAST, Rows, meet
from safeplans.pipeline.differences.rendering import print_differences
from safeplans.pipeline.schema.field_parts import Field, Type
from safeplans.pipeline.schema.fields import table
from safeplans.pipeline.schema.schemas import arrow_schema

ANSWER = "Answer what children ask the partnership within a month"
ASK = "Ask children in care what would make them feel safer"
HEARD, SAFE = "Children are heard", "Young people are safe online and in the street"


class Made:
    """A dataset, row by row; what is not given has a value of its type. Ids follow the order of the rows."""

    def __init__(self, first: int = 1) -> None:
        """first: the number of the first id of each table."""
        self._first = first
        self.rows: dict[str, list[dict[str, Any]]] = {each.name: [] for each in COMPARED}

    def document(self, source: str = "plan.pdf", content: str = "a", **columns: Any) -> str:
        given = {"document_id": content * 16, "sha256": content * 64, "source": source, "title": "A plan"}
        return self._add("documents", given | columns, "document_id")

    def objective(self, text: str, document: str = "a" * 16, **columns: Any) -> str:
        return self._add("objectives", {"document_id": document, "text": text} | columns, "objective_id")

    def action(self, text: str, under: str | None = None, document: str = "a" * 16, **columns: Any) -> str:
        given = {"document_id": document, "text": text, "objective_id": under}
        return self._add("actions", given | columns, "action_id")

    def owner(self, of: str, name: str, subject: str = "action", **columns: Any) -> str:
        given = {"document_id": of[:16], "subject": subject, "subject_id": of, "name": name}
        return self._add("owners", given | columns, "owner_id")

    def date(self, of: str, text: str, subject: str = "action", **columns: Any) -> str:
        given = {"document_id": of[:16], "subject": subject, "subject_id": of, "text": text}
        return self._add("dates", given | columns, "date_id")

    def measure(self, text: str, action: str | None = None, **columns: Any) -> str:
        given = {"document_id": "a" * 16, "text": text, "action_id": action, "objective_id": None}
        return self._add("measures", given | columns, "measure_id")

    def group(self, name: str, **columns: Any) -> str:
        return self._add("groups", {"document_id": "a" * 16, "name": name} | columns, "group_id")

    def term(self, name: str, expansion: str) -> str:
        return self._add("terms", {"document_id": "a" * 16, "term": name, "expansion": expansion}, "term_id")

    def _add(self, name: str, columns: dict[str, Any], key: str) -> str:
        row = {field.name: _usual(field) for field in table(name).fields} | columns
        if name != "documents":
            at = self._first + len(self.rows[name])
            row |= {key: f"{row['document_id']}:{name[0]}{at}", "ordinal": at}
        self.rows[name].append(row)
        return str(row[key])

    def write(self, folder: Path) -> Path:
        folder.mkdir()
        for each in COMPARED:
            data = pa.Table.from_pylist(self.rows[each.name], schema=arrow_schema(each))
            pq.write_table(data, folder / each.file_name)
        return folder


def _usual(field: Field) -> Any:
    if field.nullable:
        return None
    if field.type in (Type.TEXTS, Type.BOX, Type.STRUCTS):
        return []
    if field.type in (Type.TEXT, Type.CATEGORY):
        return field.allowed[0] if field.allowed else "same"
    return 1


@pytest.fixture
def between(tmp_path: Path) -> Callable[[Made, Made], Differences]:
    def _between(old: Made, new: Made) -> Differences:
        return diff(old.write(tmp_path / "old"), new.write(tmp_path / "new"))

    return _between


def told(found: Differences, *names: str) -> list[tuple[Any, ...]]:
    """The differences, by some of their columns."""
    return [tuple(getattr(row, name) for name in names or ("table", "change", "old", "new")) for row in found.rows]


def counts(found: Differences, name: str) -> dict[str, int]:
    return {kind: count for kind, count in found.counts[name].items() if count}


def plan(*actions: str, first: int = 1, **columns: Any) -> Made:
    """One document with an objective and some actions under it."""
    made = Made(first)
    made.document()
    under = made.objective(HEARD)
    for text in actions:
        made.action(text, under, **columns)
    return made


class TestRowsMeet:
    def test_nothing_differs_between_a_dataset_and_itself(self, between):
        found = between(plan(ASK, ANSWER), plan(ASK, ANSWER))
        assert (found.rows, found.differ) == ((), False)
        assert counts(found, "actions") == {"same": 2}

    def test_rows_meet_though_their_ids_and_their_order_are_others(self, between):
        assert between(plan(ASK, ANSWER), plan("Meet", ANSWER, ASK, first=7)).counts["actions"] == {"same": 2, "new": 1}

    def test_a_row_in_one_only_is_gone_or_new_with_its_words_and_place(self, between):
        old, new = plan(ASK, page=3, locator="p. 3"), plan(ANSWER, line_start=4, line_end=6, locator="table 2, row 5")
        found = between(old, new)
        assert told(found, "change", "column", "old", "new", "page", "locator") == [
            ("gone", "text", ASK, None, 3, "p. 3"),
            ("new", "text", None, ANSWER, None, "table 2, row 5"),
        ]
        assert [(row.old_id, row.new_id) for row in found.rows] == [("a" * 16 + ":a1", None), (None, "a" * 16 + ":a1")]
        assert found.differ

    def test_words_that_differ_a_little_are_one_row(self, between):
        found = between(plan(ASK), plan(ASK.replace("feel", "be")))
        assert told(found, "change", "column", "old", "new") == [("changed", "text", ASK, ASK.replace("feel", "be"))]

    def test_case_and_punctuation_do_not_keep_rows_apart(self, between):
        assert told(between(plan("ANSWER – all!"), plan("Answer: all"))) == [
            ("actions", "changed", "ANSWER – all!", "Answer: all")
        ]

    def test_the_best_pair_meets_first(self, between):
        near, far = ASK + " at home", ASK + " at home and at school"
        found = between(plan(near), plan(far, ASK))
        assert told(found, "change", "new") == [("new", far), ("changed", ASK)]

    def test_rows_of_the_same_words_meet_under_their_own_objective(self, between):
        def made(first: str, second: str) -> Made:
            found = Made()
            found.document()
            of = {text: found.objective(text) for text in (HEARD, SAFE)}
            found.action("Report to the board", of[first])
            found.action("Report to the board", of[second])
            return found

        assert between(made(HEARD, SAFE), made(SAFE, HEARD)).rows == ()

    def test_of_rows_with_the_same_words_those_meet_that_have_most_in_common(self, between):
        old, new = plan(), plan()
        for made, ratings in ((old, ("red", "green")), (new, ("green",))):
            for rag in ratings:
                made.action("To be confirmed", f"{'a' * 16}:o1", rag=rag)
        assert told(between(old, new), "change", "old_id") == [("gone", "a" * 16 + ":a1")]

    def test_empty_words_meet_too(self, between):
        assert not between(plan("", "–"), plan("–", "")).differ

    def test_short_texts_are_alike_by_their_letters(self, between):
        old, new = plan(ASK), plan(ASK)
        old.date("a" * 16 + ":a1", "March 2024")
        new.date("a" * 16 + ":a1", "March 2025")
        assert told(between(old, new)) == [("dates", "changed", "March 2024", "March 2025")]

    def test_terms_meet_by_what_is_abbreviated(self, between):
        old, new = plan(), plan()
        old.term("QA", "Quality Assurance")
        new.term("QA", "Questions and answers")
        found = between(old, new)
        assert told(found, "column", "old", "new") == [("expansion", "Quality Assurance", "Questions and answers")]


class TestChanges:
    def test_each_value_that_changed_is_told_with_its_column(self, between):
        found = between(
            plan(ASK, rag="amber", themes=["neglect"]), plan(ASK, rag=None, themes=["neglect", "education"])
        )
        assert told(found, "change", "column", "old", "new") == [
            ("changed", "rag", "amber", None),
            ("changed", "themes", ["neglect"], ["neglect", "education"]),
        ]
        assert counts(found, "actions") == {"changed": 1}

    def test_a_row_under_another_objective_has_moved(self, between):
        def made(at: int) -> Made:
            found = plan()
            found.objective(SAFE)
            found.action(ASK, f"{'a' * 16}:o{at}")
            return found

        found = between(made(1), made(2))
        assert told(found, "change", "column", "old", "new", "words") == [("moved", "objective_id", HEARD, SAFE, ASK)]
        assert counts(found, "actions") == {"changed": 1, "moved": 1}

    def test_a_row_whose_objective_was_written_anew_has_moved(self, between):
        old, new = plan(ASK), Made()
        new.document()
        new.action(ASK, new.objective(SAFE))
        assert told(between(old, new)) == [
            ("objectives", "gone", HEARD, None),
            ("objectives", "new", None, SAFE),
            ("actions", "moved", HEARD, SAFE),
        ]

    def test_a_measure_moves_between_actions(self, between):
        old, new = plan(ASK, ANSWER), plan(ASK, ANSWER)
        old.measure("Children feel safer", "a" * 16 + ":a1")
        new.measure("Children feel safer")
        assert told(between(old, new)) == [("measures", "moved", ASK, None)]

    def test_owners_and_dates_meet_within_their_action(self, between):
        old, new = plan(ASK, ANSWER), plan(ANSWER, ASK)
        for made, action in ((old, "a1"), (new, "a2")):
            made.owner(f"{'a' * 16}:{action}", "QA Group", sector="health" if made is old else "police")
            made.date(f"{'a' * 16}:{action}", "June 2024", start=dt.date(2024, 6, 1))
        assert told(between(old, new), "table", "column", "old", "new", "words", "subject_words") == [
            ("owners", "sector", "health", "police", "QA Group", ASK)
        ]

    def test_an_owner_of_another_action_is_another_owner(self, between):
        old, new = plan(ASK, ANSWER), plan(ASK, ANSWER)
        old.owner("a" * 16 + ":a1", "QA Group")
        new.owner("a" * 16 + ":a2", "QA Group")
        assert told(between(old, new), "change", "subject_words") == [("gone", ASK), ("new", ANSWER)]

    def test_dates_of_groups_and_of_the_document_meet_too(self, between):
        def made(month: str) -> Made:
            found = plan(first=len(month))
            found.date(found.group("QA Group"), month, "group")
            found.date("a" * 16, month, "document")
            return found

        found = between(made("in May 2024"), made("in early May 2024"))
        assert told(found, "change", "old", "new") == [("changed", "in May 2024", "in early May 2024")] * 2

    def test_confidence_and_method_are_counted_and_harm_nothing(self, between):
        old = plan(ASK, confidence=0.9, confidence_band="high", method="cell")
        found = between(old, plan(ASK, confidence=0.4, confidence_band="low", method="list"))
        assert told(found, "change", "column") == [
            ("confidence", "confidence_band"), ("method", "method"), ("confidence", "confidence"),
        ]  # fmt: skip
        assert found.rows[-1].new == 0.4
        assert counts(found, "actions") == {"same": 1, "confidence": 1, "method": 1}
        assert not found.differ

    def test_another_place_is_counted_and_differs(self, between):
        found = between(plan(ASK, page=2, bbox=[1.5, 2, 3, 4]), plan(ASK, page=3, bbox=[1.5, 2, 3, 4]))
        assert told(found, "change", "column", "old", "new") == [("place", "page", 2, 3)]
        assert counts(found, "actions") == {"same": 1, "place": 1}
        assert found.differ

    def test_all_differences_are_a_frame_too(self, between):
        frame = between(plan(ASK, rag="red"), plan(ASK, rag="green")).frame()
        assert tuple(frame.columns) == COLUMNS
        assert list(zip(frame["column"], frame["old"], frame["new"], strict=True)) == [("rag", "red", "green")]


class TestDocuments:
    def test_those_in_one_only_are_told_without_their_rows(self, between):
        old, new = plan(ASK), plan(ASK)
        old.objective(SAFE, old.document("old.pdf", "b"))
        new.objective(SAFE, new.document("new.pdf", "c"))
        found = between(old, new)
        assert told(found) == [("documents", "new", None, "new.pdf"), ("documents", "gone", "old.pdf", None)]
        assert counts(found, "documents") == {"same": 1, "gone": 1, "new": 1}
        assert counts(found, "objectives") == {"same": 1}

    def test_other_bytes_of_the_same_source_are_told_and_compared(self, between):
        old, new = plan(ASK), Made()
        document = new.document(content="b")
        new.action(ANSWER, new.objective(HEARD, document), document)
        found = between(old, new)
        assert told(found, "change", "old_id", "new_id", "document_id") == [
            ("bytes", "a" * 16, "b" * 16, "b" * 16),
            ("gone", "a" * 16 + ":a1", None, "b" * 16),
            ("new", None, "b" * 16 + ":a1", "b" * 16),
        ]
        assert counts(found, "documents") == {"changed": 1, "bytes": 1}

    def test_the_same_bytes_under_another_name_are_one_document(self, between):
        old, new = Made(), Made()
        old.document("a.pdf")
        new.document("b.pdf")
        assert told(between(old, new), "change", "column", "old", "new") == [("changed", "source", "a.pdf", "b.pdf")]

    def test_what_a_document_says_of_itself_is_compared_and_its_counts_are_not(self, between):
        old, new = Made(), Made()
        old.document(title="Plan", status="ok", published=None, action_count=3)
        new.document(title="The plan", status="partial", published=dt.date(2024, 5, 1), action_count=4)
        assert told(between(old, new), "column", "old", "new") == [
            ("title", "Plan", "The plan"), ("published", None, dt.date(2024, 5, 1)), ("status", "ok", "partial"),
        ]  # fmt: skip

    def test_columns_that_one_lacks_are_named_and_not_compared(self, tmp_path):
        old, new = plan(ASK).write(tmp_path / "old"), plan(ASK).write(tmp_path / "new")
        data = pq.read_table(old / "actions.parquet")
        pq.write_table(data.drop_columns(["rag", "confidence"]), old / "actions.parquet")
        found = diff(old, new)
        assert found.lacking == {"OLD": ("actions.rag", "actions.confidence"), "NEW": ()}
        assert found.rows == ()


class TestErrors:
    def test_what_is_no_dataset_is_told_with_its_name(self, tmp_path):
        made = plan(ASK).write(tmp_path / "made")
        with pytest.raises(DatasetError, match=r"no dataset '.*nowhere'\. Make one: safeplans run"):
            diff(made, tmp_path / "nowhere")

    def test_a_missing_table_is_told_with_its_folder(self, tmp_path):
        old, new = plan(ASK).write(tmp_path / "old"), plan(ASK).write(tmp_path / "new")
        (new / "dates.parquet").unlink()
        with pytest.raises(DatasetError, match=r"new': dates\.parquet is missing .* safeplans run"):
            diff(old, new)

    def test_a_column_without_which_rows_cannot_meet_is_told(self, tmp_path):
        old, new = plan(ASK).write(tmp_path / "old"), plan(ASK).write(tmp_path / "new")
        pq.write_table(pq.read_table(old / "actions.parquet").drop_columns(["text"]), old / "actions.parquet")
        with pytest.raises(DatasetError, match=r"old': the table actions has no column text: .* another version"):
            diff(old, new)

    def test_a_table_that_is_not_compared_is_refused(self, between):
        with pytest.raises(KeyError, match="problems"):
            between(plan(), plan()).only(["problems"])


class TestAtAUrl:
    @pytest.fixture
    def there(self, plans) -> Iterator[str]:
        """A dataset in the store behind memory:// URLs."""
        store = fsspec.filesystem("memory")
        store.store.clear()
        yield str(run(plans, "memory://box/tables", workers=0, stages=FAKE).output)
        store.store.clear()

    def test_a_dataset_there_is_compared_with_one_here(self, there, plans, make):
        (plans / "b.md").write_text("objective Neglect\naction Train nurses\n")
        found = diff(there, make(plans).output)
        assert [row.old for row in found.rows if row.table == "actions" and row.change == "gone"] == ["Train staff"]

    def test_files_that_do_not_belong_together_are_refused(self, there):
        fsspec.filesystem("memory").pipe("/box/tables/dates.parquet", b"of another run")
        with pytest.raises(DatasetError, match="do not belong together"):
            diff(there, there)


class TestCommand:
    @pytest.fixture
    def safeplans(self, tmp_path, monkeypatch) -> Callable[..., Result]:
        monkeypatch.chdir(tmp_path)

        def call(*arguments: str) -> Result:
            result = CliRunner().invoke(cli.main, ["diff", *arguments])
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
            return result

        return call

    @pytest.fixture
    def two(self, tmp_path, safeplans) -> tuple[str, str]:
        """Names of two datasets with one of each kind of difference."""
        old, new = plan(ASK, ANSWER, rag="amber"), plan(ASK, rag="green", confidence=0.5)
        old.owner("a" * 16 + ":a2", "QA Group")
        old.document("gone.pdf", "b")
        new.document("new.pdf", "c")
        return old.write(tmp_path / "old").name, new.write(tmp_path / "new").name

    def test_prints_counts_and_what_changed_in_each_document(self, safeplans, two):
        output = safeplans(*two).output
        assert "1 document in both, 1 in OLD only, 1 in NEW only" in output
        assert [line.split() for line in output.splitlines() if line.startswith("  actions ")] == [
            ["actions", "0", "1", "1", "0", "0", "0", "1", "0"]
        ]
        assert "1 document in OLD only\n  gone.pdf" in output
        assert "plan.pdf  2 gone, 1 changed\n" in output
        assert "rag: amber → green" in output
        assert "confidence: " not in output
        assert "--all shows every difference, with the 1 row whose place, confidence or method differs" in output

    def test_owners_are_told_with_the_row_that_is_gone(self, safeplans, two):
        output = " ".join(safeplans(*two).output.split())
        assert f"gone “{ANSWER}” with 1 owner" in output
        assert "QA Group" not in output

    @pytest.mark.parametrize("width", [50, 72, 160])
    def test_keeps_to_the_width_of_a_terminal(self, two, width):
        console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
        print_differences(diff(*two), console, everything=True)
        assert max(map(len, console.file.getvalue().splitlines())) <= min(width, 100)

    def test_all_shows_confidence_too(self, safeplans, two):
        assert "confidence: 1 → 0.5" in safeplans(*two, "--all").output

    def test_says_when_nothing_differs(self, safeplans, two):
        assert safeplans(two[0], two[0]).output.endswith("\nNothing differs.\n")

    def test_what_is_not_shown_is_counted_with_what_to_do(self, safeplans, tmp_path):
        old, new = Made(), Made()
        for at in range(12):
            for made in (old, new):
                document = made.document(f"{at:02}.pdf", "0123456789abcdef"[at])
                for word in "one two three four five six seven eight nine ten eleven twelve".split():
                    made.action(f"{word} {word if made is old else 'other ' + 3 * word}", document=document)
        old.write(tmp_path / "old"), new.write(tmp_path / "new")
        output = safeplans("old", "new").output
        assert output.count("    … and 14 more") == 10
        assert "… and 2 more documents" in output
        assert "--all shows every difference" in output
        assert "more" not in safeplans("old", "new", "--all").output.replace("most", "")

    def test_rows_that_moved_alike_share_a_line(self, safeplans, tmp_path):
        plan(ASK, ANSWER).write(tmp_path / "old")
        new = Made()
        new.document()
        under = new.objective(SAFE)
        new.action(ASK, under), new.action(ANSWER, under)
        new.write(tmp_path / "new")
        output = " ".join(safeplans("old", "new").output.split())
        assert f"moved 2 actions objective: {HEARD} → {SAFE}" in output

    def test_of_long_values_the_part_that_differs_is_shown(self, safeplans, tmp_path):
        begins = "Practitioners in every agency of the partnership know how to "
        plan(ASK, progress_text=begins + "refer").write(tmp_path / "old")
        plan(ASK, progress_text=begins + "ask").write(tmp_path / "new")
        assert "know how to refer → …" in " ".join(safeplans("old", "new").output.split())

    def test_only_keeps_one_table_and_the_documents_of_one_side(self, safeplans, two):
        said = safeplans(*two, "--only", "owners", "--format", "csv").output
        rows = list(csv.DictReader(io.StringIO(said)))
        assert [(row["table"], row["change"]) for row in rows] == [
            ("documents", "gone"), ("documents", "new"), ("owners", "gone"),
        ]  # fmt: skip
        assert "\n  actions " not in safeplans(*two, "--only", "owners").output

    def test_csv_has_one_row_a_difference_which_no_spreadsheet_runs(self, safeplans, tmp_path):
        plan(ASK, owner_text="=1+1", themes=["neglect", "education"]).write(tmp_path / "old")
        plan(ASK, owner_text=None).write(tmp_path / "new")
        said = safeplans("old", "new", "--format", "csv").output
        rows = list(csv.DictReader(io.StringIO(said)))
        assert tuple(rows[0]) == COLUMNS
        assert [(row["column"], row["old"], row["new"]) for row in rows] == [
            ("owner_text", "'=1+1", ""), ("themes", "neglect; education", ""),
        ]  # fmt: skip

    def test_json_has_counts_and_all_differences_and_cannot_steer_a_terminal(self, safeplans, tmp_path):
        plan("\x9b2J", rag="red").write(tmp_path / "old")
        plan(published=None).write(tmp_path / "new")
        output = safeplans("old", "new", "--format", "json").output
        said = json.loads(output)
        assert output.isascii()
        assert said["counts"]["actions"] == {"gone": 1}
        assert [(row["change"], row["old"], row["new"]) for row in said["differences"]] == [("gone", "\x9b2J", None)]

    def test_names_and_words_cannot_steer_the_terminal(self, safeplans, tmp_path):
        old, new = plan("Ask \x1b[31m [bold]them[/]"), Made()
        new.document("\x1b]0;owned\x07.pdf", "b")
        old.write(tmp_path / "old"), new.write(tmp_path / "new")
        output = safeplans("old", "new").output
        assert not set(output) & {"\x1b", "\x07"}
        output = safeplans("new", "old").output
        assert not set(output) & {"\x1b", "\x07"}

    @pytest.mark.parametrize(
        ("changed", "status"),
        [({}, 0), ({"confidence": 0.3}, 0), ({"method": "list"}, 0), ({"rag": "red"}, 1), ({"page": 3}, 1)],
    )
    def test_fail_exits_with_1_if_more_than_confidence_or_method_differs(self, safeplans, tmp_path, changed, status):
        plan(ASK).write(tmp_path / "old")
        plan(ASK, **changed).write(tmp_path / "new")
        assert safeplans("old", "new", "--fail").exit_code == status
        assert safeplans("old", "new").exit_code == 0

    def test_an_error_is_one_message(self, safeplans, two):
        result = safeplans(two[0], "nowhere")
        assert result.exit_code == 2
        assert "safeplans run DOCUMENTS --output nowhere" in result.output


class TestLongTables:
    @staticmethod
    def side(texts: list[str]) -> Rows:
        return Rows(texts, texts, [()] * len(texts), [[] for _ in texts])

    def test_not_all_pairs_are_compared(self, monkeypatch):
        calls = []
        monkeypatch.setattr(meeting, "likeness", lambda one, other: calls.append(0) or likeness(one, other))
        texts = [f"Figure {at} for the ward was reported in the year to the board" for at in range(1000)]
        met = meet(self.side(texts), self.side([f"{text} then" for text in texts]))
        assert met == {at: at for at in range(1000)}
        assert len(calls) <= 20 * 1000

    def test_many_rows_of_one_text_meet_in_their_order(self):
        rows = self.side(["To be confirmed"] * 2000)
        assert meet(rows, rows) == {at: at for at in range(2000)}

    @given(
        st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=6, max_size=12).map(" ".join), max_size=8, unique=True)
    )
    def test_no_pair_that_is_alike_is_missed(self, texts):
        changed = [text.replace("a b", "b", 1).replace("h", "k", 1) for text in texts]
        found = set(meeting._candidates(dict(enumerate(texts)), dict(enumerate(changed))))
        alike = {
            (at, to)
            for at, one in enumerate(texts)
            for to, other in enumerate(changed)
            if likeness(one, other) >= LEAST
        }
        assert alike <= found

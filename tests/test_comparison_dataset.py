"""The tables of a comparison beside those of their dataset: written, loaded, checked, removed."""

from __future__ import annotations

import ast
import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from fake_extractor import FAKE
from frictionless import Package

from safeplans import DatasetError, compare, load, run
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.comparison import comparing, making, stored
from safeplans.pipeline.comparison.comparing import comparison_of
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.fields import ALL_TABLES, TABLES
from safeplans.pipeline.store import storage
from safeplans.pipeline.store.comparison_stamp import Stamp, rule_files
from safeplans.pipeline.store.dataset import COMPLETE, settle

DAY = dt.date(2025, 1, 1)
OWN = [table.name for table in TABLES]
COMPARED = [table.name for table in COMPARISON_TABLES]


@pytest.fixture
def dataset(plans, make) -> Path:
    return Path(make(plans).output)


@pytest.fixture
def compared(dataset) -> Path:
    compare(dataset, as_of=DAY)
    return dataset


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def said(directory: Path | str) -> list[str]:
    return [str(violation) for violation in check(directory)]


def edit_first(directory: Path, table: str, **values: object) -> None:
    """Change columns of a table's first row, and keep what the file says of itself."""
    path = directory / f"{table}.parquet"
    data = pq.read_table(path)
    rows = data.to_pylist()
    rows[0].update(values)
    pq.write_table(pa.Table.from_pylist(rows, schema=data.schema), path)


class TestCompare:
    def test_writes_every_table_and_describes_it(self, compared):
        held = json.loads((compared / "datapackage.json").read_text())
        assert [resource["name"] for resource in held["resources"]] == [*OWN, *COMPARED]
        for table in COMPARISON_TABLES:
            resource = next(each for each in held["resources"] if each["name"] == table.name)
            file = pq.ParquetFile(compared / table.file_name)
            assert resource["rowCount"] == file.metadata.num_rows
            assert file.schema_arrow.metadata[b"title"].decode() == table.title
        assert list(Package.metadata_validate(held)) == []

    def test_what_it_wrote_keeps_the_contract(self, compared):
        assert said(compared) == []

    def test_gives_what_it_wrote(self, dataset, plans):
        (plans / "empty.txt").write_text("")
        out = run(plans, dataset, workers=0, stages=FAKE).output
        summary = compare(out, as_of=DAY)
        assert (summary.place, summary.as_of, summary.failed) == (dataset, DAY, ("empty.txt",))
        assert {name: len(rows) for name, rows in summary.rows.items()} == {
            name: len(frame) for name, frame in load(dataset, COMPARED).items()
        }

    def test_a_second_comparison_gives_the_same_bytes(self, compared):
        before = contents(compared)
        compare(compared, as_of=DAY)
        assert contents(compared) == before

    def test_overdue_is_judged_on_the_day(self, dataset):
        for day, overdue in ((dt.date(2024, 6, 30), 0), (DAY, 4)):
            compare(dataset, as_of=day)
            quality = load(dataset, ["planning_quality"])["planning_quality"]
            assert quality["overdue"].sum() == overdue
            assert set(quality["as_of"].dt.date) == {day}

    def test_the_day_is_today_by_default(self, dataset):
        assert compare(dataset).as_of == dt.date.today()

    def test_a_comparison_that_is_stopped_leaves_the_old_one(self, compared, monkeypatch):
        before = contents(compared)

        def stopped(*arguments):
            raise KeyboardInterrupt

        monkeypatch.setattr(stored, "put_in_place", stopped)
        with pytest.raises(KeyboardInterrupt):
            compare(compared, as_of=dt.date(2020, 1, 1))
        assert contents(compared) == before

    def test_a_move_that_was_interrupted_is_finished(self, compared, monkeypatch):
        """The machine stops when some of the new files, their descriptor among them, are in place."""
        replace, left = Path.replace, iter(range(3))

        def interrupted(self: Path, target: Path) -> Path:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return replace(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", interrupted)
            with pytest.raises(KeyboardInterrupt):
                compare(compared, as_of=dt.date(2020, 1, 1))
        assert (compared / COMPLETE).is_dir()
        assert said(compared) == []
        assert {Stamp.of(pq.read_schema(compared / f"{name}.parquet")).as_of for name in COMPARED} == {
            dt.date(2020, 1, 1)
        }

    def test_tables_that_another_run_replaced_meanwhile_are_not_described_wrongly(self, dataset, plans, monkeypatch):
        rows = comparing._rows

        def slow(*arguments):
            made = rows(*arguments)
            (plans / "a.txt").write_text("action Another\n")
            run(plans, dataset, workers=0, stages=FAKE)
            return made

        monkeypatch.setattr(comparing, "_rows", slow)
        with pytest.raises(DatasetError, match=r"replaced by another run .* Compare again"):
            compare(dataset)
        assert list(load(dataset)) == OWN
        assert said(dataset) == []

    @pytest.mark.parametrize("moved", ["all", "some"])
    def test_tables_that_are_replaced_while_they_are_read_are_told(self, dataset, plans, monkeypatch, moved):
        read = comparing.read_corpus

        def slow(directory):
            corpus = read(directory)
            (plans / "a.txt").write_text("action Another\n")
            if moved == "all":
                run(plans, dataset, workers=0, stages=FAKE)
            else:
                edit_first(dataset, "actions", text="Another")
            return corpus

        monkeypatch.setattr(comparing, "read_corpus", slow)
        monkeypatch.setattr(comparing, "_rows", None)
        with pytest.raises(DatasetError, match="replaced by another run"):
            compare(dataset)

    def test_tables_that_another_run_replaces_at_the_last_moment_stay(self, dataset, plans, monkeypatch):
        """The run comes between the comparison's last look at the tables and its files' move."""
        put = stored.put_in_place

        def late(staging, directory):
            (plans / "a.txt").write_text("action Another\n")
            run(plans, dataset, workers=0, stages=FAKE)
            put(staging, directory)

        monkeypatch.setattr(stored, "put_in_place", late)
        with pytest.raises(DatasetError, match="replaced by another run"):
            compare(dataset)
        assert "Another" in set(load(dataset)["actions"]["text"])
        assert said(dataset) == []

    def test_what_is_no_dataset_is_told_with_what_to_do(self, dataset, tmp_path):
        with pytest.raises(DatasetError, match=r"no dataset .*safeplans run"):
            compare(tmp_path / "nowhere")
        edit_first(dataset, "actions", text="Another")
        with pytest.raises(DatasetError, match=r"describes others than actions\.parquet"):
            compare(dataset)
        (dataset / "datapackage.json").unlink()
        with pytest.raises(DatasetError, match=r"datapackage\.json is missing.* safeplans run"):
            compare(dataset)

    def test_a_folder_that_cannot_be_written_to_is_told(self, dataset, monkeypatch):
        def refused(directory):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(stored, "open_staging", refused)
        with pytest.raises(DatasetError, match=r"Permission denied.* Compare a copy"):
            compare(dataset)


class TestRun:
    def test_two_processes_may_finish_the_same_move(self, dataset, plans, monkeypatch):
        """A reader that comes in the middle of a run's move finishes it; the run goes on to the end."""
        replace, seen = Path.replace, []

        def meanwhile(self: Path, target: Path) -> Path:
            if not seen and self.parent.name == COMPLETE:
                seen.append(self)
                settle(dataset)
            return replace(self, target)

        (plans / "a.txt").write_text("action Another\n")
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", meanwhile)
            run(plans, dataset, workers=0, stages=FAKE)
        assert seen
        assert "Another" in set(load(dataset)["actions"]["text"])
        assert said(dataset) == []

    def test_a_run_that_is_done_while_another_moves_its_files_lets_these_go_first(self, dataset, plans, monkeypatch):
        rename, seen = Path.rename, []

        def meanwhile(self: Path, target: Path) -> Path:
            if not seen and target.name == COMPLETE:
                seen.append(self)
                shutil.copytree(self, target)
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", meanwhile)
        run(plans, dataset, workers=0, stages=FAKE)
        assert seen and not (dataset / COMPLETE).exists()
        assert said(dataset) == []

    def test_a_new_run_removes_the_comparison_of_the_old_one_and_leaves_other_files(self, compared, plans, make):
        (compared / "notes.txt").write_text("mine")
        make(plans)
        assert set(contents(compared)) == {
            *(table.file_name for table in TABLES),
            "datapackage.json",
            "notes.txt",
        }


class TestLoad:
    def test_gives_the_comparison_with_the_other_tables(self, compared):
        tables = load(compared)
        assert list(tables) == [*OWN, *COMPARED]
        neglect = tables["theme_profile"].query("theme == 'neglect'")
        assert neglect["actions"].sum() == 4
        assert tables["theme_profile"]["theme"].cat.categories.size > 30

    def test_gives_single_tables(self, compared):
        assert list(load(compared, ["theme_profile"])) == ["theme_profile"]

    def test_without_a_comparison_only_the_tables_of_the_run(self, dataset):
        assert list(load(dataset)) == OWN
        with pytest.raises(DatasetError, match=r"theme_profile\.parquet is missing.* safeplans compare"):
            load(dataset, ["theme_profile"])

    def test_a_comparison_of_other_tables_is_not_given(self, compared, plans, make):
        old = (compared / "theme_profile.parquet").read_bytes()
        (plans / "a.txt").write_text("action Another\n")
        make(plans)
        (compared / "theme_profile.parquet").write_bytes(old)
        assert list(load(compared)) == OWN
        with pytest.raises(DatasetError, match=r"made of other tables .* safeplans compare"):
            load(compared, ["theme_profile"])


class TestCheck:
    @pytest.mark.parametrize(
        ("table", "values", "message"),
        [
            ("theme_profile", {"theme": "gardening"}, "theme_profile: theme holds 'gardening', which is not one of"),
            ("theme_profile", {"action_share": 1.5}, "action_share holds 1.5, which is above 1"),
            ("theme_profile", {"year": "2024"}, "year holds '2024', which does not have the form"),
            ("theme_profile", {"partnership_key": "x"}, "not in compared_partnerships.partnership_key"),
            ("planning_quality", {"document_id": "0" * 16}, "document_id is not in documents.document_id"),
            ("compared_partnerships", {"period_start": dt.date(2099, 1, 1), "period_end": DAY}, "is after period_end"),
        ],
    )
    def test_a_broken_value_is_found(self, compared, table, values, message):
        edit_first(compared, table, **values)
        assert any(message in violation for violation in said(compared)), said(compared)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({}, None),
            ({"subject_id": "0" * 16 + ":o1"}, "subject_id is not in objectives"),
            ({"later_id": "0" * 16 + ":a1"}, "later_id is not in actions"),
            ({"later_document_id": "0" * 16}, "later_document_id is not in documents"),
        ],
        ids=["sound", "subject", "later row", "later document"],
    )
    def test_a_row_that_points_to_nothing_is_found(self, dataset, monkeypatch, values, message):
        tables = load(dataset, ["actions", "objectives", "documents"])
        action, objective = tables["actions"].iloc[0], tables["objectives"].iloc[0]
        row = {
            "follow_through_id": "f1",
            "partnership_key": f"document:{objective['document_id']}",
            "document_id": objective["document_id"],
            "subject": "objective",
            "subject_id": objective["objective_id"],
            "quote": "Neglect",
            "later_document_id": action["document_id"],
            "outcome": "done",
            "later_subject": "action",
            "later_id": action["action_id"],
            "later_quote": "Train staff",
            "similarity": 0.5,
            "method": "test",
            "confidence": 0.5,
            **values,
        }
        monkeypatch.setattr(making, "follow_through_rows", lambda corpus: [row])
        compare(dataset)
        found = said(dataset)
        assert any(message in violation for violation in found) if message else found == []

    def test_a_comparison_of_other_tables_is_told(self, compared, plans, make):
        old = contents(compared)
        (plans / "a.txt").write_text("action Another\n")
        make(plans)
        for table in COMPARISON_TABLES:
            (compared / table.file_name).write_bytes(old[table.file_name])
        violations = said(compared)
        for name in COMPARED:
            assert any(
                violation.startswith(f"{name}: was made of other tables than are there now. Compare")
                for violation in violations
            )

    def test_a_missing_table_and_a_count_that_differs_are_told(self, compared):
        (compared / "like_groups.parquet").unlink()
        path = compared / "owner_profile.parquet"
        data = pq.read_table(path)
        pq.write_table(data.slice(1), path)
        first, second = said(compared)
        assert first.startswith(f"owner_profile: holds {len(data) - 1} rows, but datapackage.json says {len(data)}")
        assert second.startswith("like_groups: like_groups.parquet is missing from the dataset. Compare the dataset")


class TestComparisonOf:
    @pytest.fixture
    def counted(self, monkeypatch) -> list[dt.date]:
        """The days for which rows are made anew."""
        days: list[dt.date] = []
        rows = comparing._rows
        monkeypatch.setattr(comparing, "_rows", lambda corpus, day: days.append(day) or rows(corpus, day))
        return days

    def test_rows_come_from_the_files_that_belong_to_the_dataset(self, compared, counted):
        held = comparison_of(compared)
        assert comparison_of(compared, DAY) == held
        assert counted == []
        assert comparing._rows(comparing.read_corpus(compared), DAY) == held, "to the last digit"

    def test_they_are_made_for_another_day(self, compared, counted):
        assert comparison_of(compared, dt.date(2024, 1, 1))["planning_quality"][0]["overdue"] == 0
        assert counted == [dt.date(2024, 1, 1)]

    def test_they_are_made_where_there_are_no_files_and_nothing_is_written(self, dataset, counted):
        before = contents(dataset)
        assert list(comparison_of(dataset)) == COMPARED
        assert counted == [dt.date.today()]
        assert contents(dataset) == before

    def test_files_of_other_tables_other_rules_or_two_comparisons_are_not_used(self, compared, counted, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(stored, "rules_hash", lambda: "other rules")
            comparison_of(compared, DAY)
        old = (compared / "like_groups.parquet").read_bytes()
        compare(compared, as_of=dt.date(2020, 1, 1))
        counted.clear()
        (compared / "like_groups.parquet").write_bytes(old)
        comparison_of(compared, DAY)
        assert counted == [DAY]


def test_rules_are_all_modules_outside_the_tables_that_a_comparison_uses():
    folder = Path(making.__file__).parent
    imports = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("safeplans.extractors.")
    }
    files = {path.relative_to(folder.parents[2]).as_posix() for path in rule_files()}
    assert {f"{module.replace('.', '/')}.py" for module in imports} <= files
    assert {path.relative_to(folder.parents[2]).as_posix() for path in folder.rglob("*.toml")} <= files


class TestAtAUrl:
    @pytest.fixture
    def there(self, plans) -> Iterator[str]:
        """A dataset in the store behind memory:// URLs."""
        store = fsspec.filesystem("memory")
        store.store.clear()
        yield str(run(plans, "memory://box/tables", workers=0, stages=FAKE).output)
        store.store.clear()

    @staticmethod
    def names() -> set[str]:
        return {name.rpartition("/")[2] for name in fsspec.filesystem("memory").find("/box/tables")}

    def test_the_comparison_is_uploaded_as_it_is_locally(self, there, compared):
        compare(there, as_of=DAY)
        store = fsspec.filesystem("memory")
        assert {name: store.cat(f"/box/tables/{name}") for name in self.names()} == contents(compared)
        assert list(load(there)) == [*OWN, *COMPARED]
        assert check(there) == []

    @pytest.mark.parametrize("uploads", [0, 1, 5, len(COMPARISON_TABLES) + 1])
    def test_an_upload_cut_short_leaves_the_dataset_whole(self, there, monkeypatch, uploads):
        compare(there, as_of=DAY)
        upload, left = storage.upload, iter(range(uploads))

        def cut_short(file: Path, folder: str) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            upload(file, folder)

        with monkeypatch.context() as patch:
            patch.setattr(storage, "upload", cut_short)
            with pytest.raises(KeyboardInterrupt):
                compare(there, as_of=dt.date(2020, 1, 1))
        assert list(load(there)) == ([*OWN, *COMPARED] if uploads == 0 else OWN)
        assert check(there) == []

    def test_a_new_run_removes_the_comparison(self, there, plans):
        compare(there, as_of=DAY)
        run(plans, there, workers=0, stages=FAKE)
        assert self.names() == {*(table.file_name for table in TABLES), "datapackage.json"}


class TestCommand:
    @staticmethod
    def safeplans(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    def test_prints_counts_each_with_its_table(self, dataset):
        result = self.safeplans("compare", dataset, "--as-of", "2025-01-01")
        assert result.exit_code == 0
        assert result.output.startswith("3 partnerships, 3 documents (3 plans, 0 reports)\n")
        for name in ("planning_quality", "like_groups", "follow_through", "plan_changes"):
            assert f"({name})" in result.output
        assert "  plan                 3        4  100%  100%       0%        0%     100%\n" in result.output
        assert "3 documents without a period" in result.output
        assert "alone (a.txt, b.md, north/c.txt)" in result.output
        assert "safeplans check" in result.output
        assert (dataset / "theme_profile.parquet").is_file()

    def test_is_plain_and_narrow_when_piped(self, dataset):
        output = self.safeplans("compare", dataset).output.split("\nThe tables of the comparison are in")[0]
        assert "\x1b" not in output
        assert 60 < max(map(len, output.splitlines())) <= 100

    def test_documents_that_were_not_read_are_named_safely(self, dataset, plans):
        try:
            (plans / "\x1b[31mred.txt").write_text("")
        except OSError:
            pytest.skip("this file system refuses such names")
        run(plans, dataset, workers=0, stages=FAKE)
        output = self.safeplans("compare", dataset).output
        assert "1 document could not be read" in output
        assert "\x1b" not in output

    def test_a_missing_dataset_and_a_wrong_day_are_told(self, dataset):
        missing = self.safeplans("compare", "nowhere")
        assert (missing.exit_code, "safeplans run DOCUMENTS --output nowhere" in missing.output) == (2, True)
        wrong = self.safeplans("compare", dataset, "--as-of", "30/06/2024")
        assert (wrong.exit_code, "in the form 2024-06-30" in wrong.output) == (2, True)


def test_the_dictionary_sets_the_comparison_apart():
    text = CliRunner().invoke(main, ["tables"]).output
    own, compared = text.split("\n## Tables of a comparison, made by `safeplans compare`\n")
    for table in ALL_TABLES:
        assert f"## {table.name}\n" in (own if table.name in OWN else compared)
    assert CliRunner().invoke(main, ["tables", "theme_profile"]).output.startswith("## theme_profile\n")

"""`check` finds each way in which a dataset can break its contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safeplans.pipeline.running.checking import check

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def dataset(plans, make) -> Path:
    return make(plans).output


def edit_first(dataset: Path, table: str, **values: Any) -> list[str]:
    """Change columns of a table's first row; what `check` then says."""
    path = dataset / f"{table}.parquet"
    data = pq.read_table(path)
    schema = pa.schema([field.with_nullable(True) for field in data.schema])
    rows = data.to_pylist()
    rows[0].update(values)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return [str(violation) for violation in check(dataset)]


def test_a_fresh_dataset_holds(dataset):
    assert check(dataset) == []


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        ("actions", {"rag": "purple"}, "actions: rag holds 'purple', which is not one of: red"),
        ("actions", {"themes": ["neglect", "gardening"]}, "themes holds 'gardening'"),
        ("actions", {"text": None}, "text is empty, but every row needs a value there"),
        ("actions", {"confidence": 1.5}, "confidence holds 1.5, which is above 1"),
        ("actions", {"objective_id": "0000000000000000:o1"}, "objective_id is not in objectives.objective_id"),
        ("owners", {"subject_id": "0000000000000000:a1"}, "subject_id is not in actions"),
        ("owners", {"document_id": "0000000000000000"}, "document_id is not in documents.document_id"),
        ("actions", {"action_id": "0000000000000000:a1"}, "action_id does not begin with its document_id"),
        ("actions", {"line_end": 1}, "line_start is after line_end"),
        ("actions", {"line_start": 0}, "line_start holds 0, which is below 1"),
        ("actions", {"page": 1}, "page is given, but the document has none"),
        ("documents", {"page_count": 3}, "page is missing, but the document has pages"),
        ("actions", {"bbox": [1.0, 2.0, 3.0]}, "bbox does not have four numbers"),
        ("actions", {"bbox": [90.0, 2.0, 3.0, 4.0]}, "bbox is no box on a page"),
        ("actions", {"bbox": [0.0, 0.0, 3e6, 4.0]}, "bbox is no box on a page"),
        (
            "dates",
            {"start": dt.date(2025, 1, 1)},
            "start is after end, e.g. 2025-01-01 > 2024-06-30",
        ),
        ("dates", {"month": 13}, "month holds 13, which is above 12"),
        ("dates", {"recurrence": "quarterly"}, "recurrence holds 'quarterly'"),
        ("documents", {"action_count": 7}, "action_count does not agree with actions, e.g. 7 against 2"),
        ("documents", {"problem_count": 0}, "problem_count does not agree with problems"),
        ("documents", {"doubt_count": 2}, "doubt_count does not agree with problems, e.g. 2 against 0"),
        ("problems", {"code": "placeholder"}, "fault_count does not agree with problems, e.g. 0 against 1"),
        ("documents", {"blocks_placed": 1}, "block_count is not the sum"),
        ("documents", {"set_aside": []}, "blocks_set_aside is not the sum of set_aside"),
        ("documents", {"sha256": "0" * 64}, "document_id is not the beginning of sha256"),
        ("documents", {"status": "ok"}, "status is ok, but problems tells of something that was not read"),
        ("documents", {"status": "failed"}, "status is failed, but problems holds no error"),
        ("problems", {"severity": "info"}, "status is partial, but problems tells of nothing that was not read"),
        ("problems", {"page": 2}, "page is given, but the document has none"),
        ("actions", {"objective_id": "0000000000000000:o1"}, "objective_id does not begin with its document_id"),
        ("documents", {"partnership_id": "atlantis-scp"}, "partnership_id is not in partnerships.partnership_id"),
    ],
)
def test_a_broken_value_is_found(dataset, table, values, said):
    violations = edit_first(dataset, table, **values)
    assert any(said in violation for violation in violations), violations


def test_a_page_beyond_the_last_is_found(dataset):
    edit_first(dataset, "documents", page_count=3)
    assert any(
        "page is beyond the document's last, e.g. page 4 of 3" in v for v in edit_first(dataset, "actions", page=4)
    )


def test_a_key_that_stands_twice_is_found(dataset):
    second = pq.read_table(dataset / "actions.parquet").to_pylist()[1]["action_id"]
    assert any("action_id is not unique" in v for v in edit_first(dataset, "actions", action_id=second))


def test_many_rows_with_one_fault_are_one_line_with_their_count(dataset):
    path = dataset / "actions.parquet"
    data = pq.read_table(path)
    column = pa.array([0.5, 2.0, 2.0, 2.0], pa.float32())
    index = data.schema.get_field_index("confidence")
    pq.write_table(data.set_column(index, data.schema.field(index), column), path)
    assert next(str(v) for v in check(dataset)).endswith("(3 rows)")
    assert len(check(dataset)) == 1


def test_missing_unknown_and_mistyped_columns_are_found(dataset):
    path = dataset / "terms.parquet"
    data = pq.read_table(path)
    pq.write_table(data.drop_columns(["quote"]).append_column("extra", pa.array([1])), path)
    said = [str(v) for v in check(dataset)]
    assert said == ["terms: column quote is missing", "terms: column extra is unknown"]
    index = data.schema.get_field_index("page")
    pq.write_table(data.set_column(index, "page", pa.array(["1"])), path)
    assert [str(v) for v in check(dataset)] == ["terms: column page is string, but should be int32"]


def test_missing_and_broken_files_are_told_plainly(dataset):
    (dataset / "terms.parquet").unlink()
    (dataset / "dates.parquet").write_bytes(b"no parquet")
    said = [str(v) for v in check(dataset)]
    assert len(said) == 2
    assert "dates.parquet is no readable Parquet file" in said[0]
    assert "terms.parquet is missing" in said[1]

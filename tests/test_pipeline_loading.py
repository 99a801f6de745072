"""A dataset in pandas and DuckDB."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from safeplans import DatasetError, load, read_views
from safeplans.pipeline.comparison.corpus import read_corpus
from safeplans.pipeline.schema.fields import TABLES


@pytest.fixture
def tables(plans, make):
    return load(make(plans).output)


def test_every_table_is_a_frame_with_its_columns(tables):
    for table in TABLES:
        assert tuple(tables[table.name].columns) == table.columns


def test_dates_are_dates(tables):
    start = tables["dates"]["start"]
    assert pd.api.types.is_datetime64_dtype(start)
    assert set(start.dt.year) == {2024}
    assert pd.api.types.is_datetime64_dtype(tables["measures"]["period_start"]), "also in an empty table"
    assert tables["documents"]["published"].isna().all()


def test_categories_know_the_whole_closed_list(tables):
    assert list(tables["actions"]["rag"].cat.categories) == ["red", "amber", "green", "blue", "grey"]
    assert list(tables["measures"]["kind"].cat.categories) == ["success", "evidence", "figure"]
    assert set(tables["actions"]["standing"]) == {"planned"}


def test_missing_is_missing(tables):
    actions = tables["actions"]
    assert actions["rag"].isna().all()
    assert actions["page"].isna().all()
    assert actions["page"].dtype == "Int32"
    assert actions["bbox"].isna().all()
    assert actions["objective_id"].isna().sum() == 1


def test_lists_are_lists(tables):
    assert tables["actions"]["themes"][0] == ["neglect"]
    assert tables["objectives"]["themes"][0] == []
    camden = tables["partnerships"].set_index("partnership_id").loc["camden-scp"]
    assert [authority["name"] for authority in camden["authorities"]] == ["Camden"]


def test_actions_join_their_objectives_and_dates(tables):
    joined = tables["actions"].merge(tables["objectives"], on="objective_id", suffixes=("", "_objective"))
    assert len(joined) == 3
    due = tables["dates"].merge(tables["actions"], left_on="subject_id", right_on="action_id")
    assert len(due) == 4


def test_some_tables_only(plans, make):
    assert list(load(make(plans).output, ["terms"])) == ["terms"]


def test_one_table_by_its_name_is_its_frame(plans, make):
    out = make(plans).output
    pd.testing.assert_frame_equal(load(out, "actions"), load(out)["actions"])
    with pytest.raises(KeyError, match=r"no table 'acts'; there are: documents, "):
        load(out, "acts")


def test_duckdb_reads_the_files(plans, make):
    out = make(plans).output
    found = duckdb.sql(
        f"select a.text, d.start from '{out}/actions.parquet' a join '{out}/dates.parquet' d "
        "on d.subject_id = a.action_id where list_contains(a.themes, 'neglect') order by a.action_id"
    ).fetchall()
    assert len(found) == 4


def test_what_is_no_dataset_is_told_with_what_to_do(tmp_path, plans, make):
    with pytest.raises(DatasetError, match=r"no dataset .*safeplans run"):
        load(tmp_path / "nowhere")
    out = make(plans).output
    (out / "terms.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(DatasetError, match=r"terms\.parquet is no readable Parquet"):
        load(out)
    (out / "terms.parquet").unlink()
    with pytest.raises(DatasetError, match=r"terms\.parquet is missing"):
        load(out)


def test_a_dataset_of_another_version_is_told_with_what_to_do(plans, make):
    out = make(plans).output
    path = out / "actions.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["locator"]), path)
    for reading in (load, read_corpus, read_views):
        with pytest.raises(DatasetError, match=r"actions has no column locator: .*another version.*safeplans run"):
            reading(out)

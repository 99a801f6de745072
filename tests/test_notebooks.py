"""The notebooks and the SQL of the docs run as they stand, over the samples compared."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
QUERIES = re.findall(r"^## (.+?)$|^```sql\n(.*?)^```", (ROOT / "docs/sql.md").read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end_and_draws(
    path: Path, compared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEPLANS_DATASET", str(compared))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)

    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()

    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3
    assert not [output for output in outputs if output.get("name") == "stderr"]


def sql_blocks() -> list[tuple[str, str]]:
    title, blocks = "", []
    for heading, query in QUERIES:
        title = heading or title
        if query:
            blocks.append((title, query))
    return blocks


@pytest.mark.parametrize(("title", "query"), sql_blocks(), ids=lambda text: text.split("\n")[0][:40])
def test_a_query_of_the_docs_finds_rows(title: str, query: str, compared: Path) -> None:
    with duckdb.connect() as connection:
        assert connection.execute(query.replace("'tables/", f"'{compared}/")).fetchall(), title

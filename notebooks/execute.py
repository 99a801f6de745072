"""Execute the notebooks of this folder in place, with their outputs (`.venv/bin/python notebooks/execute.py`)."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent


def execute(path: Path) -> None:
    """Run one notebook and write it back with its outputs, without times of day, so that nothing else changes."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, record_timing=False, resources={"metadata": {"path": str(FOLDER)}}).execute()
    book.metadata.pop("language_info", None)
    nbformat.write(book, path)


if __name__ == "__main__":
    for notebook in sorted(FOLDER.glob("*.ipynb")):
        execute(notebook)

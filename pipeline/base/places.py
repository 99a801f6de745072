"""Where a run reads and writes when it is not told."""

from __future__ import annotations

from pathlib import Path

DEFAULT_INPUT = Path("data/raw")
DEFAULT_OUTPUT = Path("data/processed")

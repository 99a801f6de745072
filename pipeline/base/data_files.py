"""The data files that lie beside the code: words, labels, codes, columns."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def data_file(package: str, name: str) -> dict[str, Any]:
    """A TOML file of a package, parsed. Raises FileNotFoundError when there is none."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))

"""Words of the field as data: column headings, roles, groups, time words, themes, the register."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def load_toml(name: str) -> dict[str, Any]:
    """One vocabulary file of this folder, parsed. `name` without its ending.

    Raises FileNotFoundError when there is no such file.
    """
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_WORD = re.compile(r"[^\W_]+|#")


def plain(text: str) -> str:
    """A heading reduced to what is compared: lower case, letters and digits, single blanks."""
    return " ".join(_WORD.findall(text.casefold().replace("’", "'").replace("'s ", "s ")))

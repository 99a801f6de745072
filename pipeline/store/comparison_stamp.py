"""To which tables a file of a comparison belongs: told in its Parquet metadata.

A comparison is made of the tables of one run. Beside the tables of another its counts would be wrong, and look right.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa

from safeplans.extractors.assembly import same_words
from safeplans.extractors.lexicon import forms, language
from safeplans.pipeline.base import slugs
from safeplans.pipeline.schema import comparison_fields, datapackage, field_parts
from safeplans.pipeline.schema.fields import TABLES

_CODE = (".py", ".toml", ".csv", ".txt")
_LIBRARIES = ("numpy", "scikit-learn", "scipy")
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a comparison was made of.

    dataset: `dataset_hash` of the tables. rules: `rules_hash` of the code. as_of: the day on which overdue was judged.
    """

    dataset: str
    rules: str
    as_of: datetime.date

    def on(self, schema: pa.Schema) -> pa.Schema:
        """The schema with this in its metadata."""
        told = {"dataset": self.dataset, "comparison_rules": self.rules, "as_of": self.as_of.isoformat()}
        return schema.with_metadata({**(schema.metadata or {}), **told})

    @classmethod
    def of(cls, schema: pa.Schema) -> Stamp | None:
        """The stamp in a schema's metadata; None when there is none."""
        held = schema.metadata or {}
        try:
            dataset, rules = held[b"dataset"].decode(), held[b"comparison_rules"].decode()
            return cls(dataset, rules, datetime.date.fromisoformat(held[b"as_of"].decode()))
        except (KeyError, ValueError):
            return None


def dataset_hash(described: Mapping[str, Any] | None) -> str | None:
    """One hash over those of a dataset's own tables in its descriptor; None when it does not tell them all."""
    held = datapackage.resources(described or {})
    hashes = [held.get(table.name, {}).get("hash") for table in TABLES]
    if not all(isinstance(each, str) for each in hashes):
        return None
    return hashlib.sha256("\n".join(map(str, hashes)).encode()).hexdigest()


def belongs(schema: pa.Schema, directory: Path) -> bool:
    """Was the file with this schema made of the tables that a directory's descriptor tells of?"""
    stamp = Stamp.of(schema)
    return stamp is not None and stamp.dataset == dataset_hash(datapackage.read(directory))


@functools.cache
def rules_hash() -> str:
    """One hash over what decides what a comparison finds: files made by other rules are not used again.

    That is the code and word lists of comparison, the modules and libraries that find like words for it, and the list
    of themes.
    """
    found = hashlib.sha256()
    for path in rule_files():
        found.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _LIBRARIES:
        found.update(f"{name}={metadata.version(name)}\0".encode())
    return found.hexdigest()[:24]


def rule_files() -> list[Path]:
    """The files that decide what a comparison finds."""
    folder = _ROOT / "pipeline" / "comparison"
    own = (path for path in folder.rglob("*") if path.suffix in _CODE)
    used = (comparison_fields, field_parts, forms, language, same_words, slugs)
    return sorted([*own, *(Path(str(module.__file__)) for module in used)])

"""The Frictionless descriptor of a dataset, generated from `schema.fields`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from safeplans.pipeline.base.version import pipeline_version
from safeplans.pipeline.schema.field_parts import Field, Table, Type
from safeplans.pipeline.schema.fields import SCHEMA_VERSION, TABLES

FILE_NAME = "datapackage.json"


@dataclass(slots=True)
class Inputs:
    """What became of the names that a run found: the property `inputs` of `datapackage.json`.

    found: names of documents met; each is one of the next three: documents (rows of that table), duplicates (of
    another's bytes) and refused (nothing could be opened; a problem without a document).
    ignored: files of other kinds in searched folders, by suffix.
    """

    found: int = 0
    documents: int = 0
    duplicates: int = 0
    refused: int = 0
    ignored: dict[str, int] = field(default_factory=dict)


_TYPES = {
    Type.TEXT: "string",
    Type.CATEGORY: "string",
    Type.DATE: "date",
    Type.TIMESTAMP: "datetime",
    Type.INT8: "integer",
    Type.INT32: "integer",
    Type.INT64: "integer",
    Type.FLOAT32: "number",
    Type.FLOAT64: "number",
    Type.TEXTS: "array",
    Type.BOX: "array",
    Type.STRUCTS: "array",
}


def descriptor(
    written: Mapping[str, int] | None = None, files: Path | None = None, inputs: Inputs | None = None
) -> dict[str, Any]:
    """The descriptor of all tables (Data Package v1).

    written: rows by table, told as `rowCount`; files: directory with the Parquet files, for their size and hash;
    inputs: told as the property of that name.
    """
    accounts = {} if inputs is None else {"inputs": asdict(inputs)}
    return {
        "profile": "tabular-data-package",
        "name": "safeplans",
        "title": "Objectives, actions, owners and dates of safeguarding partnerships' published plans",
        "version": SCHEMA_VERSION,
        "sources": [{"title": f"safeplans {pipeline_version()}, from published documents"}],
        **accounts,
        "resources": [_resource(table, written or {}, files) for table in TABLES],
    }


def write(directory: Path, written: Mapping[str, int], inputs: Inputs | None = None) -> None:
    """Write `datapackage.json` beside the Parquet files of a directory."""
    save(directory, descriptor(written, directory, inputs))


def save(directory: Path, described: Mapping[str, Any]) -> None:
    """Write a descriptor as a directory's `datapackage.json`."""
    text = json.dumps(described, ensure_ascii=False, indent=2)
    (directory / FILE_NAME).write_text(text + "\n", encoding="utf-8")


def described_beside(
    described: Mapping[str, Any], tables: Iterable[Table], written: Mapping[str, int], files: Path
) -> dict[str, Any]:
    """A descriptor as it was read, with `tables` described after its others; what it said of them is replaced.

    written: rows by table; files: directory with their Parquet files.
    """
    added = [_resource(table, written, files) for table in tables]
    names = {resource["name"] for resource in added}
    kept = [resource for name, resource in resources(described).items() if name not in names]
    return {**described, "resources": [*kept, *added]}


def read(directory: Path) -> dict[str, Any] | None:
    """The descriptor in a directory; None when there is none that can be read."""
    try:
        held = json.loads((directory / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None


def resources(described: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The resources of a descriptor as it was read, by name; what has not their form is left out."""
    held = described.get("resources")
    if not isinstance(held, list):
        return {}
    return {str(each.get("name")): each for each in held if isinstance(each, dict)}


def file_hash(path: Path) -> str:
    """The hash of a file as a resource has it."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _resource(table: Table, written: Mapping[str, int], files: Path | None) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": table.file_name,
        "profile": "tabular-data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }
    if files is not None:
        path = files / table.file_name
        resource["bytes"] = path.stat().st_size
        resource["hash"] = file_hash(path)
    if table.name in written:
        resource["rowCount"] = written[table.name]
    resource["schema"] = {
        "fields": [_field(table, field) for field in table.fields],
        "primaryKey": [table.key],
        "foreignKeys": [
            {"fields": [f.name], "reference": {"resource": resource_name, "fields": [column]}}
            for f in table.fields
            if f.reference
            for resource_name, column in [f.reference.split(".")]
        ],
    }
    if not resource["schema"]["foreignKeys"]:
        del resource["schema"]["foreignKeys"]
    return resource


def _field(table: Table, field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES[field.type],
        "description": field.description,
    }
    constraints: dict[str, Any] = {}
    if not field.nullable:
        constraints["required"] = True
    if field.name == table.key:
        constraints["unique"] = True
    if field.allowed and field.type is Type.CATEGORY:
        constraints["enum"] = list(field.allowed)
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    if field.maximum is not None:
        constraints["maximum"] = field.maximum
    if field.pattern is not None:
        constraints["pattern"] = field.pattern
    if constraints:
        described["constraints"] = constraints
    if field.type is Type.TEXTS:
        item: dict[str, Any] = {"type": "string"}
        if field.allowed:
            item["constraints"] = {"enum": list(field.allowed)}
        described["arrayItem"] = item
    elif field.type is Type.BOX:
        described["arrayItem"] = {"type": "number"}
    elif field.type is Type.STRUCTS:
        described["arrayItem"] = {"type": "object"}
    return described

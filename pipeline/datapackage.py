"""The Frictionless descriptor of a dataset, generated from `pipeline.fields`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.fields import SCHEMA_VERSION, TABLES, Field, Table, Type
from pipeline.version import pipeline_version

FILE_NAME = "datapackage.json"

_TYPES = {
    Type.TEXT: "string",
    Type.CATEGORY: "string",
    Type.DATE: "date",
    Type.INT8: "integer",
    Type.INT32: "integer",
    Type.INT64: "integer",
    Type.FLOAT32: "number",
    Type.FLOAT64: "number",
    Type.TEXTS: "array",
    Type.BOX: "array",
    Type.STRUCTS: "array",
}


def descriptor(written: Mapping[str, int] | None = None, files: Path | None = None) -> dict[str, Any]:
    """The descriptor of all tables (Data Package v1).

    written: rows by table, told as `rowCount`; files: directory with the Parquet files, for their size and hash.
    """
    return {
        "profile": "tabular-data-package",
        "name": "safeplans",
        "title": "Objectives, actions, owners and dates of safeguarding partnerships' published plans",
        "version": SCHEMA_VERSION,
        "sources": [{"title": f"safeplans {pipeline_version()}, from published documents"}],
        "resources": [_resource(table, written or {}, files) for table in TABLES],
    }


def write(directory: Path, written: Mapping[str, int]) -> None:
    """Write `datapackage.json` beside the Parquet files of a directory."""
    text = json.dumps(descriptor(written, directory), ensure_ascii=False, indent=2)
    (directory / FILE_NAME).write_text(text + "\n", encoding="utf-8")


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
        content = (files / table.file_name).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
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

"""Arrow schemas generated from `schema.fields`."""

from __future__ import annotations

import json

import pyarrow as pa

from safeplans.pipeline.base.version import pipeline_version
from safeplans.pipeline.schema.field_parts import Field, Table, Type
from safeplans.pipeline.schema.fields import SCHEMA_VERSION

_ARROW = {
    Type.TEXT: pa.string(),
    Type.CATEGORY: pa.dictionary(pa.int32(), pa.string()),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("ms", tz="UTC"),
    Type.INT8: pa.int8(),
    Type.INT32: pa.int32(),
    Type.INT64: pa.int64(),
    Type.FLOAT32: pa.float32(),
    Type.FLOAT64: pa.float64(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.BOX: pa.list_(pa.float32()),
}


def arrow_type(field: Field) -> pa.DataType:
    """The Arrow type of a column."""
    if field.type is Type.STRUCTS:
        return pa.list_(pa.struct([pa.field(part.name, arrow_type(part)) for part in field.parts]))
    return _ARROW[field.type]


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table.

    Its metadata hold the keys `title`, `description`, `columns` (JSON: column name to
    description), `schema_version` and `pipeline_version`; each field carries its `description` too.
    """
    fields = [
        pa.field(f.name, arrow_type(f), nullable=f.nullable, metadata={"description": f.description})
        for f in table.fields
    ]
    return pa.schema(
        fields,
        metadata={
            "title": table.title,
            "description": table.description,
            "columns": json.dumps({f.name: f.description for f in table.fields}, ensure_ascii=False),
            "schema_version": SCHEMA_VERSION,
            "pipeline_version": pipeline_version(),
        },
    )

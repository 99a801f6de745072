"""One definition of the fields, and what is generated from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from frictionless import Package

from safeplans.pipeline.schema.datapackage import descriptor
from safeplans.pipeline.schema.dictionary import markdown
from safeplans.pipeline.schema.field_parts import RECURRENCE_PATTERN, Type
from safeplans.pipeline.schema.fields import ALL_TABLES, SCHEMA_VERSION, TABLES, table
from safeplans.pipeline.schema.schemas import arrow_schema

PLACED = ("page", "line_start", "line_end", "bbox", "locator", "quote", "method", "confidence")
"""What every extracted row ends with."""
DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("each", ALL_TABLES, ids=lambda each: each.name)
class TestEveryTable:
    def test_its_key_is_a_column_that_is_never_null(self, each):
        assert not each.field(each.key).nullable

    def test_its_references_lead_to_the_key_of_a_table(self, each):
        for field in each.fields:
            if field.reference:
                target, column = field.reference.split(".")
                assert table(target).key == column

    def test_its_subjects_are_the_allowed_ones(self, each):
        if each.subjects:
            assert {subject for subject, _ in each.subjects} == set(each.field("subject").allowed)

    def test_each_column_is_described_in_the_arrow_schema(self, each):
        schema = arrow_schema(each)
        described = json.loads(schema.metadata[b"columns"])
        assert schema.metadata[b"title"].decode() == each.title
        assert schema.metadata[b"schema_version"].decode() == SCHEMA_VERSION
        assert schema.metadata[b"pipeline_version"]
        for field in each.fields:
            assert described[field.name] == field.description
            assert schema.field(field.name).metadata[b"description"].decode() == field.description
            assert field.description.endswith(".")

    def test_what_was_extracted_says_where_it_stood(self, each):
        if each in TABLES and each.name not in ("documents", "partnerships", "problems", "corrections", "sources"):
            assert each.columns[-8:] == PLACED


def test_columns_have_the_types_of_the_contract():
    actions, dates = arrow_schema(table("actions")), arrow_schema(table("dates"))
    assert actions.field("themes").type == pa.list_(pa.string())
    assert actions.field("rag").type == pa.dictionary(pa.int32(), pa.string())
    assert actions.field("confidence").type == pa.float32()
    assert actions.field("bbox").type == pa.list_(pa.float32())
    assert dates.field("start").type == pa.date32()
    assert dates.field("month").type == pa.int8()
    authorities = arrow_schema(table("partnerships")).field("authorities").type
    assert authorities == pa.list_(pa.struct([("code", pa.string()), ("name", pa.string())]))


@pytest.mark.parametrize("duration", ["P3M", "P6M", "P4M", "P1M", "P2M", "P1W", "P1Y", "P2Y", "P1Y6M"])
def test_a_recurrence_is_an_iso_duration(duration):
    assert re.fullmatch(RECURRENCE_PATTERN, duration)


@pytest.mark.parametrize("wrong", ["P", "3M", "PT3M", "quarterly", ""])
def test_what_is_no_duration_is_no_recurrence(wrong):
    assert not re.fullmatch(RECURRENCE_PATTERN, wrong)


def test_the_frictionless_descriptor_is_valid():
    made = descriptor({each.name: 0 for each in TABLES})
    assert list(Package.metadata_validate(made)) == []
    package = Package.from_descriptor(made)
    assert [resource.name for resource in package.resources] == [each.name for each in TABLES]
    rag = package.get_resource("actions").schema.get_field("rag")
    assert rag.constraints["enum"] == list(table("actions").field("rag").allowed)


def test_every_type_has_a_frictionless_and_an_arrow_type():
    used = {field.type for each in TABLES for field in each.fields}
    assert used == set(Type)


def test_the_data_dictionary_in_docs_is_up_to_date():
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == markdown() + "\n", "run: make docs"


def test_the_dictionary_names_every_column_and_allowed_value():
    text = markdown()
    for each in ALL_TABLES:
        assert f"## {each.name}" in text
        for field in each.fields:
            assert f"| `{field.name}` |" in text
            assert all(value in text for value in field.allowed)

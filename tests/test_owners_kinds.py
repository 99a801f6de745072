"""Of which kind and sector owners are, as the trained models judge them, and what they leave to the vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.kinds import judged, name_cues
from safeplans.extractors.ownership.owners import owners_in_cell
from safeplans.pipeline.schema.field_parts import SECTORS


@given(st.text(max_size=60))
def test_every_name_has_a_kind_and_a_sector_of_the_closed_lists(name: str) -> None:
    kind, sector = judged(name, name)
    assert kind in {"group", "role", "agency", "partnership", "person"}
    assert sector in SECTORS


@pytest.mark.parametrize(
    ("name", "kind", "sector"),
    [
        ("Fire Safety", "group", "other"),
        ("Housing Options Manager", "role", "local_authority"),
        ("Named Midwife", "role", "health"),
        ("Virtual School Head", "role", "education"),
        ("West Midlands Police", "agency", "police"),
        ("All partners", "partnership", "partnership"),
        ("Performance Sub-group", "group", "partnership"),
    ],
)
def test_words_of_a_name_tell_its_kind_and_sector(name: str, kind: str, sector: str) -> None:
    assert judged(name, name) == (kind, sector)


def test_a_person_has_no_sector_by_name() -> None:
    person, _ = owners_in_cell("Jane Okafor, Head of Safeguarding", Abbreviations())
    assert (person.kind, person.sector) == ("person", "other")


def test_a_group_that_the_document_describes_is_one_whatever_its_name_looks_like() -> None:
    [owner] = owners_in_cell("Safeguarding Adults Board", Abbreviations(), ["Safeguarding Adults Board"])
    assert owner.kind == "group"


def test_what_a_name_stands_for_is_noticed_beside_it() -> None:
    assert "same" in name_cues("QAG", "QAG")
    assert "as last=group" in name_cues("QAG", "Quality Assurance Group")

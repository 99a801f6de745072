"""Names that the code may give are those of the vocabularies and of the output tables, neither more nor fewer."""

from __future__ import annotations

import typing

import pytest

from safeplans.extractors.base import closed
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.pipeline.schema.fields import TABLES

VOCABULARIES = {
    "Role": set(load_toml("columns")),
    "Section": set(load_toml("sections")),
    "IntroRole": {entry["role"] for entry in load_toml("intros")["intro"]},
    "ObjectiveKind": {entry["kind"] for entry in load_toml("statements")["statement"]},
    "Rating": set(load_toml("states")["colours"]),
}
COLUMNS = {
    "ObjectiveKind": ("objectives", "kind"),
    "OwnerKind": ("owners", "kind"),
    "Relation": ("owners", "relation"),
    "DateKind": ("dates", "kind"),
    "Rating": ("actions", "rag"),
    "Standing": ("actions", "standing"),
}


def allowed(table: str, column: str) -> set[str | None]:
    return set(next(f.allowed for t in TABLES if t.name == table for f in t.fields if f.name == column))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_each_list_is_that_of_its_vocabulary(name: str) -> None:
    assert set(typing.get_args(getattr(closed, name))) == VOCABULARIES[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_each_list_is_that_of_its_column(name: str) -> None:
    assert set(typing.get_args(getattr(closed, name))) == allowed(*COLUMNS[name])


def test_every_list_is_held_by_a_vocabulary_or_a_column_but_for_the_settings() -> None:
    assert set(closed.__all__) - VOCABULARIES.keys() - COLUMNS.keys() == {"Setting"}

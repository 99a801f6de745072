"""Lead cells as officers write them, with the owners they name: ``wild/leads_*.txt``.

The lists of mending and measuring were written before the code was looked at.
Rules were mended by `mending` and `more`; the other half, drawn by chance beforehand, only measures.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import OwnerMention, owners_in_cell

KINDS = {"g": "group", "r": "role", "a": "agency", "p": "person", "P": "partnership"}
DEFINED = Abbreviations(
    [
        Definition("BMG", "Business Management Group", "group"),
        Definition("QA", "Quality Assurance Subgroup", "glossary"),
    ]
)
# Two careful readers could differ, or nothing in print says where one name ends.
NOT_YET = {
    "All boards",
    "Members",
    "QA Group Members",
    "QA Sub Group Members",
    "Vice Chair of QA and Chair",
    "QA & L&D Subgroups",
    "Service Manager (MASH)",
    "Education, Skills and Inclusion",
    "Health Police",
    "The Partnership",
    "Police Health LA",
    "Director of Nursing, ICB",
}


@dataclass(frozen=True)
class Named:
    """kind, canonical: None where not asked for."""

    name: str
    relation: str
    kind: str | None
    canonical: str | None


def cases(name: str) -> list[tuple[str, list[Named]]]:
    """Cells, lines of one parted by `¶`, and who they name: `name k=canonical`, `>` before who receives the report."""
    found = []
    for line in (Path(__file__).parent / "wild" / f"leads_{name}.txt").read_text(encoding="utf-8").splitlines():
        printed, rows = line.split(" | ")
        named = []
        for row in rows.split("; "):
            if row != "none" and (m := re.fullmatch(r"(>?)(.*) ([graPp?])(?:=(.*))?", row)):
                named.append(Named(plain(m[2]), "reports_to" if m[1] else "lead", KINDS.get(m[3]), m[4]))
        found.append((printed, named))
    return found


def plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold().replace("’", "'")))


def owners(printed: str) -> list[OwnerMention]:
    lines = printed.split("¶")
    return owners_in_cell(lines if len(lines) > 1 else printed, DEFINED)


MENDED = [c for name in ("mending", "more") for c in cases(name) if c[0] not in NOT_YET]


@pytest.mark.parametrize(("printed", "named"), MENDED, ids=[c[0] for c in MENDED])
def test_a_lead_cell_names_its_owners(printed: str, named: list[Named]) -> None:
    found = {(plain(m.name), m.relation): m for m in owners(printed)}
    assert set(found) == {(n.name, n.relation) for n in named}
    for want in named:
        got = found[want.name, want.relation]
        assert want.kind in (None, got.kind)
        assert want.canonical in (None, got.canonical)


def test_names_of_cells_that_no_rule_was_mended_by_are_mostly_right() -> None:
    right = wanted = given = 0
    for printed, named in cases("measuring"):
        found = Counter((plain(m.name), m.relation) for m in owners(printed))
        asked = Counter((n.name, n.relation) for n in named)
        right, wanted, given = right + (found & asked).total(), wanted + asked.total(), given + found.total()
    assert right / given >= 0.9
    assert right / wanted >= 0.88

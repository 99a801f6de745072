"""The register covers England and Wales: no authority missing, none doubled, every id by its rule."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.about.partnerships import ADULTS, CHILDREN, identify, load_authorities, load_register
from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place

ENGLISH_REGIONS = {
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
}
NOW = dt.date(2026, 1, 1)


def english_codes(day: dt.date) -> set[str]:
    return {a.code for a in load_authorities() if a.code.startswith("E") and a.valid_on(day)}


def coverage(day: dt.date, without: str) -> Counter[str]:
    """How many lasting partnerships of the other kinds cover each code on a day."""
    return Counter(
        code
        for p in load_register(day)
        if p.country == "England" and p.kind != without and p.valid_on(day)
        for code, _ in p.authorities
    )


def test_list_of_authorities_is_complete() -> None:
    assert len(english_codes(NOW)) == 153
    assert sum(a.code.startswith("W") for a in load_authorities()) == 22
    assert {a.region for a in load_authorities()} == ENGLISH_REGIONS | {"Wales"}
    prefixes = Counter(code[:3] for code in english_codes(NOW))
    assert prefixes == {"E06": 63, "E08": 36, "E09": 33, "E10": 21}


@pytest.mark.parametrize(
    ("year", "authorities"), [(2018, 152), (2019, 151), (2020, 151), (2021, 152), (2023, 153), (2025, 153)]
)
def test_reorganisations_change_the_number_of_authorities(year: int, authorities: int) -> None:
    assert len(english_codes(dt.date(year, 5, 1))) == authorities


@pytest.mark.parametrize("without", [CHILDREN, ADULTS])
@pytest.mark.parametrize("day", [dt.date(2025, 5, 1), NOW])
def test_every_authority_has_one_childrens_partnership_and_one_adults_board(without: str, day: dt.date) -> None:
    counted = coverage(day, without)
    assert {code for code in english_codes(day) if counted[code] != 1} == set()


def test_welsh_boards_cover_wales_once() -> None:
    boards = [p for p in load_register() if p.country == "Wales"]
    assert len(boards) == 6
    covered = Counter(code for p in boards for code, _ in p.authorities)
    assert set(covered.values()) == {1}
    assert len(covered) == 22


def test_codes_are_known_and_ids_unique() -> None:
    known = {a.code for a in load_authorities()}
    register = load_register()
    assert len(known) == len(load_authorities())
    assert {code for p in register for code in p.codes} == known
    assert max(Counter(p.partnership_id for p in register).values()) == 1
    assert all(p.authorities for p in register)
    assert {p.region for p in register if p.country == "England"} == ENGLISH_REGIONS


def test_ids_follow_the_rule() -> None:
    endings = {"children": "-scp", "adults": "-sab", "joint": "-sp"}
    for p in load_register():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", p.partnership_id)
        assert p.partnership_id.endswith(endings[p.kind])
        printed = re.sub(r"[^a-z]+", "-", " ".join((p.name, *p.aliases)).casefold().replace("&", "and"))
        if not p.partnership_id.startswith("city-"):
            printed = re.sub(r"\b(city-of|city|borough)-", "", printed)
        area = p.partnership_id.rsplit("-", 1)[0]
        # MK Together names no area that a slug could be made of: there the authority does.
        assert area in printed or p.partnership_id == "milton-keynes-sp", (p.partnership_id, printed)


def test_every_name_and_alias_is_read_as_its_own_partnership() -> None:
    for p in load_register():
        for name in (p.name, *(a for a in p.aliases if " " in a)):
            assert any(p.partnership_id in m.ids for m in find_names(name)), (p.partnership_id, name)


def test_every_partnership_is_identified_by_its_name_on_a_cover() -> None:
    for p in load_register():
        place = Place(None, 1, 1)
        title = Block(BlockKind.HEADING, (Para(f"{p.name} Annual Report 2022-23", place),), place, level=1)
        found = identify(Document("text/plain", (title,), (p.name,)))
        assert (found.partnership_id, found.name) == (p.partnership_id, p.name)


def test_codes_of_a_day() -> None:
    def codes(partnership_id: str, day: dt.date | None) -> set[str]:
        return {c for p in load_register(day) if p.partnership_id == partnership_id for c, _ in p.authorities}

    assert codes("northamptonshire-scp", None) == {"E06000061", "E06000062"}
    assert codes("northamptonshire-scp", dt.date(2020, 6, 1)) == {"E10000021"}
    assert codes("cumbria-scp", None) == {"E06000063", "E06000064"}
    assert codes("cumbria-scp", dt.date(2022, 1, 1)) == {"E10000006"}
    assert codes("barnsley-scp", dt.date(2024, 1, 1)) == {"E08000016"}
    assert codes("barnsley-scp", None) == {"E08000038"}

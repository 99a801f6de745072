"""Confidence: what is weighed, in which direction, and that rows of a higher band are right more often."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.extractors.base.document import Block, BlockKind, Document, Page, Para, Place
from safeplans.extractors.base.facts import Action, Date, Facts, Source
from safeplans.extractors.base.methods import METHODS
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.confidence import (
    BANDS,
    TABLES,
    Evidence,
    band,
    features,
    settle,
    settled,
    share_torn,
    signs_of,
)
from safeplans.extractors.extract import facts_of, unsettled_facts
from safeplans.extractors.reading import read

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "extractors" / "vocabulary" / "confidence.toml"
FIRST_SIGHT = ROOT / "benchmarks" / "first_sight.csv"

SURE = Evidence("table_row", 0.95, 1.0, signs=("numbered", "complete"))


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What ``benchmarks/confidence.py`` prints; in this process, which has the vocabularies already."""
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import confidence  # type: ignore[import-not-found]

    def _benchmark(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["confidence.py", *arguments])
        capsys.readouterr()
        confidence.main()
        return capsys.readouterr().out

    return _benchmark


BY_CHANCE = 3  # rows of a band of some 170


class TestMeasured:
    """The bands against documents whose answers are known."""

    def test_a_higher_band_of_the_samples_is_not_right_less_often(self, benchmark: Callable[..., str]) -> None:
        told = json.loads(benchmark("data/raw:tests/samples", "--json"))
        assert set(told) == {*TABLES, "all"}
        assert all(told["all"][name]["rows"] > 0 for name in BANDS)
        for table, bands in told.items():
            populated = [bands[name] for name in BANDS if bands[name]["rows"]]
            for higher, lower in zip(populated, populated[1:], strict=False):
                # few rows: some that are wrong by chance prove nothing
                assert (higher["right"] + BY_CHANCE) / higher["rows"] >= lower["precision"], table

    def test_the_weights_are_those_of_the_rows_kept_at_first_sight(self, benchmark: Callable[..., str]) -> None:
        made, packaged = tomllib.loads(benchmark("--fit", str(FIRST_SIGHT))), tomllib.loads(WEIGHTS.read_text())
        assert made.keys() == packaged.keys() == {"bands", *TABLES}
        for table in TABLES:
            for name, weight in made[table].items():
                assert packaged[table][name] == pytest.approx(weight, abs=0.02), (table, name)

    def test_rows_are_kept_as_numbers_without_text(self, tmp_path: Path, benchmark: Callable[..., str]) -> None:
        name = "westerley-business-plan-2023-26"
        for folder, ending, target in (("data/raw", ".txt", "plans"), ("tests/samples", ".json", "gold")):
            (tmp_path / target).mkdir()
            shutil.copy(ROOT / folder / (name + ending), tmp_path / target)
        kept = tmp_path / "kept.csv"
        benchmark(f"{tmp_path / 'plans'}:{tmp_path / 'gold'}", "--keep", str(kept))
        rows = list(csv.DictReader(kept.read_text(encoding="utf-8").splitlines()))
        assert rows[0].keys() == next(csv.DictReader(FIRST_SIGHT.read_text(encoding="utf-8").splitlines())).keys()
        assert {row["table"] for row in rows} == set(TABLES)
        actions = {row["key"] for row in rows if row["table"] == "actions"}
        assert {row["subject"] for row in rows if row["table"] == "dates" and row["subject"].startswith("a")} <= actions

    def test_at_first_sight_precision_rises_with_the_band(self) -> None:
        """As written beside the thresholds: each document weighed by the others."""
        shares: dict[tuple[str, str], tuple[int, int]] = {}
        for name in BANDS:
            (line,) = re.findall(rf"^# {name}: (.*)$", WEIGHTS.read_text(), re.MULTILINE)
            for table, right, rows in re.findall(r"(\w+) (\d+)/(\d+) right", line):
                shares[name, table] = int(right), int(rows)
        for name, least in (("high", 0.9), ("medium", 0.65)):
            right, rows = (sum(v[i] for (b, _), v in shares.items() if b == name) for i in (0, 1))
            assert right / rows >= least
        for table in ("actions", "owners", "dates"):
            precision = [right / rows for right, rows in (shares[name, table] for name in BANDS)]
            assert precision == sorted(precision, reverse=True), table


class TestBands:
    @pytest.mark.parametrize(
        ("confidence", "name"),
        [(1, "high"), (0.94, "high"), (0.9396, "high"), (0.939, "medium"), (0.75, "medium"), (0, "low")],
    )
    def test_thresholds(self, confidence: float, name: str) -> None:
        assert band(confidence) == name

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_more_confidence_is_never_a_lower_band(self, one: float, other: float) -> None:
        low, high = sorted((one, other))
        assert BANDS.index(band(high)) <= BANDS.index(band(low))


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, Evidence]:
    """A table, and evidence of a row of it."""
    table = draw(st.sampled_from(TABLES))
    signs = st.lists(st.sampled_from(["fragment", "short", "numbered", "unknown", "part", "complete"]), unique=True)
    share = st.floats(0, 1)
    method = draw(st.sampled_from(sorted(METHODS[table]))) + draw(st.sampled_from(["", "+shared-year"]))
    return table, Evidence(
        method, draw(share), draw(share), draw(st.booleans()), tuple(draw(signs)), draw(st.none() | share), draw(share)
    )


class TestWeighing:
    @given(rows())
    def test_any_evidence_gives_a_share(self, row: tuple[str, Evidence]) -> None:
        table, evidence = row
        assert 0.02 <= settled(table, evidence) <= 0.99

    @given(rows(), st.floats(0, 1))
    def test_less_sure_pieces_never_make_a_row_surer(self, row: tuple[str, Evidence], other: float) -> None:
        table, evidence = row
        whole = settled(table, evidence)
        assert settled(table, replace(evidence, own=min(evidence.own, other))) <= whole
        assert settled(table, replace(evidence, block=min(evidence.block, other))) <= whole
        assert settled(table, replace(evidence, torn=max(evidence.torn, other))) <= whole
        assert settled(table, replace(evidence, recognised=True)) <= whole
        if evidence.subject is not None:
            assert settled(table, replace(evidence, subject=min(evidence.subject, other))) <= whole

    def test_a_clean_row_is_high_a_torn_one_is_not(self) -> None:
        assert band(settled("actions", SURE)) == "high"
        assert band(settled("actions", replace(SURE, signs=("fragment", "unled"), block=0.85))) != "high"

    def test_what_follows_a_plus_is_no_method_of_its_own(self) -> None:
        assert features(Evidence("date:month+typo", 0.9)) == features(Evidence("date:month", 0.9))


class TestSigns:
    @pytest.mark.parametrize(
        ("table", "text", "given", "signs"),
        [
            ("actions", "Audit twenty cases of neglect.", {}, ()),
            ("actions", "of neglect cases and", {}, ("fragment",)),
            ("actions", "Audit cases (with partners", {}, ("fragment",)),
            ("actions", "Neglect audit", {"number": "1.2"}, ("short", "numbered")),
            ("actions", "Audit twenty cases now", {"cells": ("QA Group", "June 2025")}, ("complete",)),
            ("actions", "Audit twenty cases now", {"cells": (None, "June 2025")}, ("unled",)),
            ("actions", "Audit twenty cases now", {"cells": ("QA Group", None)}, ("undated",)),
            ("owners", "Manager", {"kind": "role"}, ("bare",)),
            ("owners", "BMG", {"kind": "group", "quote": "BMG"}, ()),
            ("owners", "Young Advisers", {"kind": "role"}, ("plural",)),
            ("owners", "QA Group", {"kind": "group", "quote": "QA Group / Police"}, ("part",)),
            ("owners", "Harbour Lantern", {"sector": "other"}, ("unknown",)),
            ("measures", "Fewer repeat referrals to the front door", {"kind": "success", "loose": True}, ("loose",)),
            ("measures", "312 referrals were made", {"kind": "figure", "loose": True}, ("figure",)),
            ("dates", "by June 2025", {"kind": "due"}, ()),
            ("dates", "quarterly", {"kind": "recurring"}, ("recurring",)),
        ],
    )
    def test_words_tell(self, table: str, text: str, given: dict[str, object], signs: tuple[str, ...]) -> None:
        assert signs_of(table, text, **given) == signs  # type: ignore[arg-type]

    def test_a_plan_cut_wrongly_shows_in_some_rows(self) -> None:
        assert share_torn([]) == 0
        assert share_torn([("fragment",), ("numbered",), ("short", "fragment"), ()]) == 0.5


class TestSettling:
    def document(self, *confidences: float, recognised: bool = False) -> Document:
        """One block for each confidence, on lines 1, 2, …; all on page 1."""
        blocks = tuple(
            Block(BlockKind.PARAGRAPH, (Para("Words.", Place(1, n, n)),), Place(1, n, n), confidence=c)
            for n, c in enumerate(confidences, 1)
        )
        page = Page(1, 595, 842, "ocr" if recognised else "digital")
        return Document("application/pdf", blocks, ("Words.",) * len(blocks), (page,))

    def facts(self, line: int = 1) -> Facts:
        facts = Facts("application/pdf", "digital", 1, "ok")
        source = Source(Place(1, line, line), "Audit twenty cases.", "list_item", 0.8)
        facts.actions = [Action("a1", "Audit twenty cases of neglect.", source)]
        said = Source(Place(1, line, line), "June 2025", "date:month", 0.97)
        facts.dates = [
            Date("d1", "action", "a1", "June 2025", "due", said, dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
            Date("d2", "group", "g1", "June 2025", "due", said),
        ]
        return facts

    def settled(self, facts: Facts, document: Document) -> tuple[float, float]:
        settle(facts, document)
        return facts.actions[0].source.confidence, facts.dates[0].source.confidence

    def test_a_doubtful_block_lowers_what_hangs_under_it_and_never_raises_the_row(self) -> None:
        sure, doubtful = (self.settled(self.facts(), self.document(c)) for c in (1.0, 0.6))
        assert doubtful[0] <= sure[0]
        assert doubtful[1] < sure[1]

    def test_only_the_blocks_it_stands_in_count(self) -> None:
        assert self.settled(self.facts(2), self.document(0.5, 1.0, 0.5)) == self.settled(
            self.facts(), self.document(1.0)
        )

    def test_a_recognised_page_lowers_it(self) -> None:
        digital, scanned = (self.settled(self.facts(), self.document(1.0, recognised=r)) for r in (False, True))
        assert scanned[0] < digital[0]

    def test_extraction_settles_every_row_once(self) -> None:
        data = (ROOT / "data/raw/westerley-business-plan-2023-26.txt").read_bytes()
        document = read(data, "westerley.txt")
        made, raw = facts_of(document, Settings()), unsettled_facts(document, Settings())
        settle(raw, document)
        for table in TABLES:
            rows = getattr(made, table)
            assert rows
            assert [r.source.confidence for r in rows] == [r.source.confidence for r in getattr(raw, table)]
            assert all(0.02 <= r.source.confidence <= 0.99 for r in rows)

"""What the benchmark of reading at first sight takes for right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

AUDIT = "Audit forty case files of children known for neglect"
TRAIN = "Train the staff of every school in the new threshold"
STATEMENT = "Children who are neglected are seen sooner and helped for longer"


@pytest.fixture
def scoring(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import scoring  # type: ignore[import-not-found]

    return scoring


@pytest.fixture
def firstsight(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import firstsight  # type: ignore[import-not-found]

    return firstsight


def answer(text: str = AUDIT, **more: Any) -> dict[str, Any]:
    return {"text": text, "number": None, "objective": None, "rag": None, "owners": [], "dates": []} | more


def gold(*actions: dict[str, Any], objectives: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"objectives": list(objectives), "actions": list(actions)}


class Found(dict[str, list[dict[str, Any]]]):
    """Rows as a reading gives them; each method adds one."""

    def __init__(self) -> None:
        super().__init__({table: [] for table in ("objectives", "actions", "owners", "dates", "problems")})

    def _add(self, table: str, row: dict[str, Any]) -> Found:
        made = {"confidence": 0.9, "confidence_band": "high", f"{table[:-1]}_id": f"{table}{len(self[table])}"}
        self[table].append(made | row)
        return self

    def objective(self, text: str | None, title: str | None = None, key: str = "O1") -> Found:
        return self._add("objectives", {"objective_id": key, "text": text, "title": title})

    def action(self, text: str = AUDIT, key: str = "A1", **more: Any) -> Found:
        row = {"action_id": key, "text": text, "number": None, "objective_id": None, "rag": None}
        return self._add("actions", row | more)

    def owner(self, name: str, key: str = "A1", subject: str = "action", canonical: str | None = None) -> Found:
        return self._add(
            "owners", {"subject": subject, "subject_id": key, "name": name, "canonical": canonical or name}
        )

    def date(self, start: str | None, end: str | None, key: str = "A1", **more: Any) -> Found:
        day = [dt.date.fromisoformat(d) if d else None for d in (start, end)]
        row = {"subject": "action", "subject_id": key, "start": day[0], "end": day[1], "month": None}
        return self._add("dates", row | {"recurrence": None} | more)

    def unread(self, quote: str, code: str = "plan_not_read") -> Found:
        self["problems"].append({"code": code, "quote": quote})
        return self


OBJECTIVE = {"key": "p1", "text": STATEMENT, "title": "Neglect"}
CHAIR = {"name": "Chair", "canonical": "Chair of the Board"}
JUNE = {"start": "2025-06-01", "end": "2025-06-30", "month": None, "recurrence": None}


def full() -> tuple[dict[str, Any], Found]:
    """A document with one objective and one action, and a reading that has all of it right."""
    told = answer(number="1.1", objective="p1", rag="green", owners=[CHAIR], dates=[JUNE])
    found = Found().objective(STATEMENT).owner("Chair").date("2025-06-01", "2025-06-30")
    return gold(told, objectives=(OBJECTIVE,)), found.action(number="1.1", objective_id="O1", rag="green")


# ---- plan F1 ----------------------------------------------------------------------------------------


def test_nothing_found_where_there_is_nothing_is_right(scoring: ModuleType) -> None:
    assert scoring.score(gold(), Found()).plan_f1 == 1


def test_something_found_where_there_is_nothing_is_wrong(scoring: ModuleType) -> None:
    assert scoring.score(gold(), Found().action()).plan_f1 == 0


def test_nothing_found_where_there_is_something_is_wrong(scoring: ModuleType) -> None:
    assert scoring.score(gold(answer()), Found()).plan_f1 == 0


def test_all_found_is_one(scoring: ModuleType) -> None:
    made = scoring.score(*full())
    assert made.plan_f1 == 1
    assert made.gold == made.found == made.matched == {"objectives": 1, "actions": 1, "owners": 1, "dates": 1}


def test_f1_counts_the_rows_of_all_four_tables(scoring: ModuleType) -> None:
    told, found = full()
    found["dates"].clear()
    assert scoring.score(told, found).plan_f1 == pytest.approx(2 * 3 / (4 + 3))


def test_a_row_that_is_found_twice_is_right_once(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer()), Found().action().action(key="A2"))
    assert (made.found["actions"], made.matched["actions"]) == (2, 1)


def test_most_of_the_words_are_enough_and_half_are_not(scoring: ModuleType) -> None:
    most, half = AUDIT.rsplit(" ", 2)[0], " ".join(AUDIT.split()[:4])
    assert scoring.score(gold(answer()), Found().action(most)).matched["actions"] == 1
    assert scoring.score(gold(answer()), Found().action(half)).matched["actions"] == 0


def test_the_same_words_in_another_order_are_not_the_same(scoring: ModuleType) -> None:
    assert scoring.score(gold(answer()), Found().action(" ".join(reversed(AUDIT.split())))).matched["actions"] == 0


def test_an_objective_may_be_given_by_its_title(scoring: ModuleType) -> None:
    told = gold(objectives=(OBJECTIVE,))
    assert scoring.score(told, Found().objective(None, "Neglect")).matched["objectives"] == 1
    assert scoring.score(told, Found().objective("Neglect")).matched["objectives"] == 1
    assert scoring.score(told, Found().objective("Exploitation")).matched["objectives"] == 0


def test_a_title_is_not_taken_from_the_objective_that_says_the_same(scoring: ModuleType) -> None:
    two = gold(objectives=(OBJECTIVE, {"key": "p2", "text": "Neglect", "title": None}))
    found = Found().objective("Neglect").objective(STATEMENT, "Neglect", key="O2")
    assert scoring.score(two, found).matched["objectives"] == 2


# ---- owners and dates -------------------------------------------------------------------------------


def test_an_owner_is_known_by_either_of_its_names(scoring: ModuleType) -> None:
    told = gold(answer(owners=[CHAIR]))
    assert scoring.score(told, Found().action().owner("Chair of the Board")).matched["owners"] == 1
    assert scoring.score(told, Found().action().owner("CB", canonical="Chair of the Board")).matched["owners"] == 1


def test_a_date_is_right_with_its_span_its_month_and_its_recurrence(scoring: ModuleType) -> None:
    yearly = {"start": None, "end": None, "month": 6, "recurrence": "P1Y"}
    told = gold(answer(dates=[JUNE, yearly]))
    found = Found().action().date("2025-06-01", "2025-06-30").date(None, None, month=6, recurrence="P1Y")
    assert scoring.score(told, found).matched["dates"] == 2
    other = Found().action().date("2025-06-01", "2025-06-01").date(None, None, month=6, recurrence="P3M")
    assert scoring.score(told, other).matched["dates"] == 0


def test_owners_and_dates_of_a_missed_action_are_missed_too(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer(owners=[CHAIR], dates=[JUNE])), Found())
    assert made.gold == {"objectives": 0, "actions": 1, "owners": 1, "dates": 1}


def test_owners_of_an_action_that_is_none_are_wrong(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer(owners=[CHAIR])), Found().action(TRAIN).owner("Chair"))
    assert (made.found["owners"], made.matched["owners"]) == (1, 0)


def test_owners_of_objectives_are_not_judged(scoring: ModuleType) -> None:
    assert scoring.score(gold(answer()), Found().action().owner("Chair", subject="objective")).found["owners"] == 0


def test_every_found_row_is_told_with_its_band_and_whether_it_is_right(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer()), Found().action().owner("Chair"))
    assert made.rows == [("actions", 0.9, "high", True), ("owners", 0.9, "high", False)]


# ---- whole actions ----------------------------------------------------------------------------------


def test_an_action_that_is_right_in_all_is_whole(scoring: ModuleType) -> None:
    assert scoring.score(*full()).whole == 1


SPOILT: dict[str, Callable[[Found], object]] = {
    "wrong owner": lambda found: found["owners"][0].update(name="DCS", canonical="DCS"),
    "owner missed": lambda found: found["owners"].clear(),
    "one owner too many": lambda found: found.owner("DCS"),
    "wrong date": lambda found: found["dates"][0].update(end=dt.date(2025, 7, 31)),
    "date missed": lambda found: found["dates"].clear(),
    "one date too many": lambda found: found.date("2025-09-01", "2025-09-30"),
    "wrong number": lambda found: found["actions"][0].update(number="1.2"),
    "no number": lambda found: found["actions"][0].update(number=None),
    "wrong rating": lambda found: found["actions"][0].update(rag="amber"),
    "no objective": lambda found: found["actions"][0].update(objective_id=None),
    "another objective": lambda found: found["actions"][0].update(objective_id="O2"),
    "objective missed": lambda found: found["objectives"].clear(),
    "a word of the next cell": lambda found: found["actions"][0].update(text=f"{AUDIT} QA Group"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_an_action_that_is_wrong_in_one_thing_is_not_whole(scoring: ModuleType, what: str) -> None:
    told, found = full()
    SPOILT[what](found)
    made = scoring.score(told, found)
    assert made.matched["actions"] == 1
    assert made.whole == 0


def test_an_action_under_no_objective_is_whole_under_none(scoring: ModuleType) -> None:
    assert scoring.score(gold(answer()), Found().action()).whole == 1
    assert scoring.score(gold(answer()), Found().objective(STATEMENT).action(objective_id="O1")).whole == 0


def test_punctuation_of_a_number_is_no_matter(scoring: ModuleType) -> None:
    assert scoring.score(gold(answer(number="1.1")), Found().action(number="1.1.")).whole == 1


# ---- told and untold --------------------------------------------------------------------------------


def test_an_action_that_is_neither_found_nor_told_is_untold(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer(), answer(TRAIN)), Found().action())
    assert (made.untold, made.told, made.needless) == (1, 0, 0)


def test_a_missed_action_whose_words_are_told_is_not_untold(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer()), Found().unread(f"1.1 {AUDIT} QA Group June 2025"))
    assert (made.untold, made.told, made.needless) == (0, 1, 0)


def test_half_of_its_words_are_enough_and_less_is_not(scoring: ModuleType) -> None:
    half, less = (" ".join(AUDIT.split()[:n]) for n in (5, 4))
    assert scoring.score(gold(answer()), Found().unread(half)).untold == 0
    assert scoring.score(gold(answer()), Found().unread(less)).untold == 1


def test_a_whole_page_tells_of_no_action(scoring: ModuleType) -> None:
    page = " ".join(f"word{i}" for i in range(60))
    made = scoring.score(gold(answer()), Found().unread(f"{AUDIT} {page}"))
    assert (made.untold, made.needless) == (1, 1)


def test_one_row_may_tell_of_several_actions(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer(), answer(TRAIN)), Found().unread(f"{AUDIT} {TRAIN}"))
    assert (made.untold, made.needless) == (0, 0)


def test_a_row_that_tells_of_what_was_found_is_needless(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer()), Found().action().unread(AUDIT).unread("Call us on a weekday"))
    assert (made.untold, made.told, made.needless) == (0, 2, 2)


def test_other_problems_tell_of_nothing(scoring: ModuleType) -> None:
    made = scoring.score(gold(answer()), Found().unread(AUDIT, code="duplicate_number"))
    assert (made.untold, made.told) == (1, 0)


# ---- figures of many documents ----------------------------------------------------------------------


def test_a_family_counts_once_however_many_documents_it_has(scoring: ModuleType, firstsight: ModuleType) -> None:
    right, wrong = scoring.score(gold(answer()), Found().action()), scoring.score(gold(answer()), Found())
    reads = [firstsight.Read(f"a-{i}", "a", {}, right) for i in range(3)] + [firstsight.Read("b-1", "b", {}, wrong)]
    told = firstsight.figures(reads)
    assert (told.documents, told.families, told.f1, told.worst) == (4, 2, 0.5, 0)
    assert told.pooled == pytest.approx(2 * 3 / (4 + 3))
    assert (told.whole, told.untold) == (0.75, 0.25)


def test_confidence_that_keeps_its_word_costs_nothing(scoring: ModuleType, firstsight: ModuleType) -> None:
    made = scoring.Score(rows=[("actions", 0.75, "high", i < 3) for i in range(4)])
    told = firstsight.figures([firstsight.Read("a-1", "a", {}, made)])
    assert told.calibration == pytest.approx(0)
    assert told.bands == {"high": (4, 0.75)}

"""What was found in one document against what a careful reader takes from it.

A found row and a gold row match when 80 % of their words are the same, in order (Dice over the longest matching
blocks); each is matched at most once, best pairs first. Owners and dates are compared inside matched actions, so those
of a missed action are missed too. An action is whole with its text, number, objective, owners, dates and rating right.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching import likeness, pairs, words

Row = Mapping[str, Any]

PLAN = ("objectives", "actions", "owners", "dates")
_KEYS = {"objectives": "objective_id", "actions": "action_id", "owners": "owner_id", "dates": "date_id"}
ALIKE, NAME_ALIKE, TITLE_ALIKE, WHOLE_ALIKE = 0.8, 0.75, 0.9, 0.98
TOLD_SHARE = 0.5  # of a missed action's words that a row of `plan_not_read` must hold …
TOLD_OTHERS = 60  # … with fewer other words than this


@dataclass(slots=True)
class Score:
    """gold, found, matched: rows by table.

    rows: (table, confidence, band, right) of each found row; right: ids of those. untold: gold actions that were
    neither found nor told. needless: rows of `plan_not_read` that hold no missed action.
    """

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    rows: list[tuple[str, float, str, bool]] = field(default_factory=list)
    right: set[str] = field(default_factory=set)
    untold: int = 0
    told: int = 0
    needless: int = 0

    @property
    def plan_f1(self) -> float:
        """F1 over objectives, actions, owners and dates together; 1 where there is nothing and nothing was found."""
        both = sum(self.gold[t] + self.found[t] for t in PLAN)
        return 2 * sum(self.matched[t] for t in PLAN) / both if both else 1.0


def score(gold: Row, found: Mapping[str, Sequence[Row]]) -> Score:
    """found: rows by table, as columns of the dataset; those of the document only."""
    made = Score()
    objectives = pairs(gold["objectives"], found["objectives"], lambda r: [r.get("text") or r.get("title")])
    objectives |= _by_title(gold["objectives"], found["objectives"], objectives)
    _count(made, "objectives", gold["objectives"], found["objectives"], set(objectives))
    objective_of = {gold["objectives"][g]["key"]: found["objectives"][f]["objective_id"] for f, g in objectives.items()}
    actions = pairs(gold["actions"], found["actions"], lambda r: [r.get("text")])
    _count(made, "actions", gold["actions"], found["actions"], set(actions))
    parts = {table: defaultdict(list) for table in ("owners", "dates")}
    for table, rows in parts.items():
        for row in found[table]:
            if row["subject"] == "action":
                rows[row["subject_id"]].append(row)
    for f, row in enumerate(found["actions"]):
        answer = gold["actions"][actions[f]] if f in actions else None
        owners, dates = parts["owners"][row["action_id"]], parts["dates"][row["action_id"]]
        right_owners = right_named(answer["owners"], owners) if answer else set()
        right_dates = right_dated(answer["dates"], dates) if answer else set()
        _count(made, "owners", answer["owners"] if answer else [], owners, right_owners)
        _count(made, "dates", answer["dates"] if answer else [], dates, right_dates)
        if answer is not None:
            made.whole += (
                likeness(answer["text"], row["text"]) >= WHOLE_ALIKE
                and len(right_owners) == len(owners) == len(answer["owners"])
                and len(right_dates) == len(dates) == len(answer["dates"])
                and _same(answer["number"], row["number"])
                and _same(answer["rag"], row["rag"])
                and row["objective_id"] == objective_of.get(answer["objective"])
                and (answer["objective"] is None or answer["objective"] in objective_of)
            )
    _missed(made, gold, found, set(actions.values()))
    return made


def _missed(made: Score, gold: Row, found: Mapping[str, Sequence[Row]], matched: set[int]) -> None:
    told = [Counter(words(r["quote"])) for r in found["problems"] if r["code"] == "plan_not_read"]
    useful: set[int] = set()
    for g, answer in enumerate(gold["actions"]):
        if g in matched:
            continue
        made.gold["owners"] += len(answer["owners"])
        made.gold["dates"] += len(answer["dates"])
        wanted = Counter(words(answer["text"]))
        holding = [
            i
            for i, row in enumerate(told)
            if (wanted & row).total() >= TOLD_SHARE * wanted.total()
            and row.total() - (wanted & row).total() < TOLD_OTHERS
        ]
        useful.update(holding)
        if not holding:
            made.untold += 1
    made.told = len(told)
    made.needless = len(told) - len(useful)


def _count(made: Score, table: str, gold: Sequence[Row], found: Sequence[Row], right: set[int]) -> None:
    made.gold[table] += len(gold)
    made.found[table] += len(found)
    made.matched[table] += len(right)
    made.right |= {found[i][_KEYS[table]] for i in right}
    made.rows += [(table, r["confidence"], r["confidence_band"], i in right) for i, r in enumerate(found)]


def _by_title(gold: Sequence[Row], found: Sequence[Row], known: Mapping[int, int]) -> dict[int, int]:
    """A statement that is given by its title alone still names the same objective."""
    left_f = [i for i in range(len(found)) if i not in known]
    left_g = [i for i in range(len(gold)) if i not in set(known.values())]
    more = pairs(
        [gold[i] for i in left_g], [found[i] for i in left_f], lambda r: [r.get("title"), r.get("text")], TITLE_ALIKE
    )
    return {left_f[f]: left_g[g] for f, g in more.items()}


def right_named(answers: Sequence[Row], rows: Sequence[Row]) -> set[int]:
    """Places of the owners that the answers name, by printed or spelt out name."""
    return set(pairs(answers, rows, lambda r: [r.get("name"), r.get("canonical")], NAME_ALIKE))


def right_dated(answers: Sequence[Row], rows: Sequence[Row]) -> set[int]:
    """Places of the dates whose span (or month) and recurrence the answers give."""
    left = Counter(_when(a) for a in answers)
    right = set()
    for index, row in enumerate(rows):
        if left[_when(row)] > 0:
            left[_when(row)] -= 1
            right.add(index)
    return right


def _when(row: Row) -> tuple[object, ...]:
    start, end = (v.isoformat() if isinstance(v, dt.date) else v for v in (row.get("start"), row.get("end")))
    return start, end, row.get("month"), row.get("recurrence")


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return words(str(one)) == words(str(other))

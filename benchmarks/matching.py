"""Which rows of a dataset a careful reader gave too: found rows against the answers of a gold file.

Gold files are JSON, one a document, in the form of ``tests/samples``. A row is right when it can be put to one row of
the gold that no other row took:

- objectives, actions: at least 80 % of the words are the same, in order (an objective also by its title).
- owners: on the same action, with the same name (three words of four), relation and kind.
- dates: on the same action or group, with the same span, month and recurrence.
- measures: at least 80 % of the words; a figure also by its value.

Rows on which the gold is silent (owners of objectives, dates of anything else, figures where it lists no measures)
are not judged.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

ALIKE = 0.8
NAME_ALIKE = 0.75


def judge(gold: Row, found: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row, bool]]:
    """(table, row, right) for each row of one document that the gold can judge.

    found: rows by table, as columns of the dataset; those of the document only.
    """
    objectives = pairs(gold.get("objectives", []), found["objectives"], _objective_texts)
    if "objectives" in gold:
        yield from _told("objectives", found["objectives"], set(objectives))
    actions = pairs(gold.get("actions", []), found["actions"], lambda r: [r.get("text")])
    if "actions" in gold:
        yield from _told("actions", found["actions"], set(actions))
        matched = {found["actions"][f]["action_id"]: gold["actions"][g] for f, g in actions.items()}
        for table, right in (("owners", _right_owners), ("dates", _right_dates)):
            by_action: dict[str, list[Row]] = defaultdict(list)
            for row in found[table]:
                if row["subject"] == "action":
                    by_action[row["subject_id"]].append(row)
            for key, rows in by_action.items():
                answers = matched[key].get(table, []) if key in matched else []
                yield from _told(table, rows, right(answers, rows))
    if "groups" in gold:
        yield from _group_dates(gold["groups"], found)
    if "measures" in gold:
        yield from _told("measures", found["measures"], _right_measures(gold["measures"], found["measures"]))


def likeness(one: str | None, other: str | None) -> float:
    """Share of the words of two texts that are the same and in the same order, 0 to 1 (Dice)."""
    a, b = words(one), words(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if 2 * (Counter(a) & Counter(b)).total() / (len(a) + len(b)) < 0.5:
        return 0.0
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def words(text: str | None) -> list[str]:
    """The words of a text for comparison: lower case, no punctuation."""
    return re.findall(r"\w+", (text or "").casefold().replace("’", "'"))


def _told(table: str, rows: Sequence[Row], right: set[int]) -> Iterator[tuple[str, Row, bool]]:
    for index, row in enumerate(rows):
        yield table, row, index in right


def pairs(
    gold: Sequence[Row], found: Sequence[Row], texts: Callable[[Row], list[str | None]], least: float = ALIKE
) -> dict[int, int]:
    """Found index to gold index, best pairs first, each used once."""
    scored = []
    for g, answer in enumerate(gold):
        for f, row in enumerate(found):
            best = max((likeness(a, b) for a in texts(answer) for b in texts(row)), default=0.0)
            if best >= least:
                scored.append((-best, abs(g - f), f, g))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, f, g in sorted(scored):
        if f not in paired and g not in taken:
            paired[f] = g
            taken.add(g)
    return paired


def _objective_texts(row: Row) -> list[str | None]:
    return [row.get("text"), row.get("title")]


def _right_owners(answers: Sequence[Row], rows: Sequence[Row]) -> set[int]:
    right: set[int] = set()
    for relation in ("lead", "reports_to"):
        asked = [a for a in answers if a.get("relation") == relation]
        places = [i for i, r in enumerate(rows) if r["relation"] == relation]
        given = [rows[i] for i in places]
        names = pairs(asked, given, lambda r: [r.get("name"), r.get("canonical")], NAME_ALIKE)
        right |= {places[f] for f, g in names.items() if asked[g].get("kind") == given[f]["kind"]}
    return right


def _when(row: Row) -> tuple[object, ...]:
    start, end = (v.isoformat() if isinstance(v, dt.date) else v for v in (row.get("start"), row.get("end")))
    month = row.get("month")
    # gold files of months without a year may leave the number out
    fixed = start is not None or month is not None or row.get("precision") == "month"
    return start, end, "month" if fixed and start is None else month, row.get("recurrence")


def _right_dates(answers: Sequence[Row], rows: Sequence[Row]) -> set[int]:
    left = Counter(_when(a) for a in answers)
    right: set[int] = set()
    for index, row in enumerate(rows):
        if left[_when(row)] > 0:
            left[_when(row)] -= 1
            right.add(index)
    return right


def _group_dates(groups: Sequence[Row], found: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row, bool]]:
    named = pairs(groups, found["groups"], lambda r: [r.get("name"), r.get("abbreviation")])
    recurrence = {found["groups"][f]["group_id"]: groups[g].get("recurrence") for f, g in named.items()}
    for row in found["dates"]:
        if row["subject"] == "group":
            said = row["recurrence"] is not None and recurrence.get(row["subject_id"]) == row["recurrence"]
            yield "dates", row, said


def _right_measures(answers: Sequence[Row], rows: Sequence[Row]) -> set[int]:
    """Each value apart, so that two figures of one sentence are not taken for each other."""

    def sort_of(row: Row) -> tuple[bool, object]:
        figure = row["kind"] == "figure"
        return figure, row.get("value") if figure else None

    right: set[int] = set()
    for wanted in {sort_of(answer) for answer in answers}:
        asked = [answer for answer in answers if sort_of(answer) == wanted]
        places = [i for i, row in enumerate(rows) if sort_of(row) == wanted]
        paired = pairs(asked, [rows[i] for i in places], lambda r: [r.get("text")])
        right |= {places[f] for f in paired}
    return right

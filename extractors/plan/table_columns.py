"""What the columns of a plan table mean: by the vocabulary of headings, then by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.document import Block, Row
from safeplans.extractors.lexicon import months
from safeplans.extractors.lexicon.columns import RoleMatch, looks_like_header, role_of_misread
from safeplans.extractors.lexicon.rag import colour_name, rating_word
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.ownership.owners import classify
from safeplans.extractors.reading.markers import is_number, leading_number
from safeplans.extractors.time.dates import dates_in_timescale

_MONTH = re.compile(rf"^\W*{months.BEGUN}\W*(?:[/&,–-]|and|\s|$)", re.IGNORECASE)


@dataclass(slots=True)
class Columns:
    """roles by grid column; headings as printed; times: columns whose heading is itself a time (``Q1``)."""

    roles: list[str | None]
    headings: list[str]
    times: dict[int, str] = field(default_factory=dict)
    plans_in_times: bool = False  # the cells under the times are themselves the actions
    figures: bool = False  # the cells under the times are numbers: a table of figures
    agreement: float = 1.0  # share of headings that the vocabulary knew

    def of(self, *roles: str) -> list[int]:
        return [i for i, r in enumerate(self.roles) if r in roles]

    @property
    def is_plan(self) -> bool:
        """An action column, or an aim column beside leads or dates; and something that makes it a plan."""
        if self.of("group", "term", "member", "chair"):
            return False
        if self.figures:
            return False
        if self.of("achieved", "next") or self.plans_in_times:
            return True
        helpers = (
            self.of(
                "lead",
                "due",
                "success",
                "evidence",
                "progress",
                "rag",
                "outcome",
                "reference",
                "priority",
                "start",
                "title",
            )
            or self.times
        )
        return bool(self.of("action")) and bool(helpers)


def with_headers(table: Block) -> Block:
    """The table with its header rows marked, where the reader could not tell but their words do."""
    if any(r.header for r in table.rows):
        return table
    last = -1
    for index, row in enumerate(table.rows[:3]):
        cells = [c.text for c in row.cells]
        timed = sum(_is_time(t) for t in cells if t)
        if looks_like_header(cells) or timed and index == 0 and any(role_of_misread(t) for t in cells if t):
            last = index
    if last < 0:
        return table
    return replace(table, rows=tuple(replace(r, header=True) if i <= last else r for i, r in enumerate(table.rows)))


def columns_of(table: Block) -> Columns:
    """Roles of a table's columns: by the vocabulary of headings, then by what stands in them."""
    headers = [r for r in table.rows if r.header]
    body = [r for r in table.rows if not r.header]
    headings = [""] * table.columns
    for row in headers:
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                if cell.text and not headings[column].endswith(cell.text):
                    headings[column] = f"{headings[column]} {cell.text}".strip()
    roles: list[str | None] = [None] * table.columns
    matches: list[RoleMatch | None] = [role_of_misread(h) if h else None for h in headings]
    if headers:
        last = headers[-1]
        for column in range(table.columns):
            under = last.cell(column)
            if under is not None and under.text and matches[column] is None:
                matches[column] = role_of_misread(under.text)
    roles = [m.role if m else None for m in matches]
    times = {i: h for i, h in enumerate(headings) if roles[i] in (None, "due") and h and _is_time(h)}
    for i in times:
        roles[i] = None
    known = sum(r is not None for r in roles) + len(times)
    named = sum(bool(h) for h in headings)
    columns = Columns(roles, headings, times if len(times) >= 2 else {}, agreement=known / named if named else 0.6)
    _timed_cells(columns, body)
    _one_of_each(columns, matches)
    _by_content(columns, body)
    _settle(columns, body)
    return columns


def _is_time(heading: str) -> bool:
    found = dates_in_timescale(heading)
    return bool(
        re.fullmatch(r"\W*(?:Q(?:tr|uarter)?\s*[1-4]|[A-Z][a-z]{2,8}|20\d\d(?:[/–-]\d\d)?|year\s*\d)\b.{0,24}", heading)
    ) and bool(found)


def _timed_cells(columns: Columns, body: Sequence[Row]) -> None:
    """Under headings that are times stand ticks, numbers (then the table reports figures) or the actions themselves."""
    values = [v for i in columns.times for v in _values(body, i)]
    if not values:
        return
    columns.figures = sum(bool(re.match(r"^\W*[£]?\d[\d,.]*\s*%?\W*$", v)) for v in values) * 2 > len(values)
    if not columns.figures and not any(r == "action" for r in columns.roles):
        columns.plans_in_times = sum(len(v.split()) >= 4 for v in values) * 2 > len(values)


def _one_of_each(columns: Columns, matches: list[RoleMatch | None]) -> None:
    """Two columns of one role: leads and progress both count, of actions only the surer, of numbers the first."""
    for role in ("action", "reference", "rag"):
        held = columns.of(role)
        if len(held) > 1:
            best = max(held, key=lambda i: (matches[i].score if matches[i] else 0.0, -i))  # type: ignore[union-attr]
            for i in held:
                if i != best:
                    columns.roles[i] = {
                        "action": "outcome" if i < best else "success",
                        "reference": None,
                        "rag": "progress",
                    }[role]


def _values(body: Sequence[Row], column: int) -> list[str]:
    return [c.text for r in body if (c := r.cell(column)) is not None and c.colspan == 1 and c.text]


def _by_content(columns: Columns, body: Sequence[Row]) -> None:
    """A column without a known heading is what stands in it: numbers, dates, ratings, leads, or the longest text."""
    if not columns.of("due"):  # a column of dates is a due column whatever its heading says
        for i, role in enumerate(columns.roles):
            values = _values(body, i)
            if (
                role in ("success", "title", "resource", "outcome")
                and len(values) > 1
                and sum(_timed(v) for v in values) * 1.3 > len(values)
            ):
                columns.roles[i] = "due"
                break
    unknown = [i for i, r in enumerate(columns.roles) if r is None and i not in columns.times]
    for i in unknown:
        values = _values(body, i)
        fills = [colour_name(c.fill) for r in body if (c := r.cell(i)) is not None and c.colspan == 1]
        if len([f for f in fills if f]) * 2 > len(body) and len({f for f in fills if f}) > 1 and not columns.of("rag"):
            columns.roles[i] = "rag"
        elif not values:
            continue
        elif sum(is_number(v) for v in values) * 1.5 > len(values):
            if not columns.of("reference"):
                columns.roles[i] = "reference"
        elif sum(bool(rating_word(v)) and len(v.split()) <= 3 for v in values) * 1.5 > len(values) and not columns.of(
            "rag"
        ):
            columns.roles[i] = "rag"
        elif sum(_timed(v) for v in values) * 1.6 > len(values) and not columns.of("due"):
            columns.roles[i] = "due"
        elif (
            not columns.headings[i]
            and not columns.of("lead")
            and sum(len(v.split()) <= 12 and classify(v, v)[0] in ("group", "role", "agency") for v in values) * 1.6
            > len(values)
            and sum(starts_with_verb(v) for v in values) * 3 < len(values)
        ):
            columns.roles[i] = "lead"
    if not columns.of("action"):
        rest = [i for i, r in enumerate(columns.roles) if r is None and i not in columns.times and _values(body, i)]
        if rest:
            longest = max(rest, key=lambda i: sum(len(v) for v in _values(body, i)))
            wordy = sum(len(v.split()) for v in _values(body, longest)) >= 3 * len(_values(body, longest))
            if wordy and (
                not columns.headings[longest]
                or sum(starts_with_verb(v) for v in _values(body, longest)) * 2 >= len(_values(body, longest))
            ):
                columns.roles[longest] = "action"


def _timed(value: str) -> bool:
    found = dates_in_timescale(value) if len(value.split()) <= 10 else []
    return sum(d.end_char - d.start_char for d in found) * 2 >= len(value) > 0


def _settle(columns: Columns, body: Sequence[Row]) -> None:
    """What a role means beside the others: outcomes behind the action measure it, aims without actions are it."""
    actions = columns.of("action")
    if actions:
        for i in columns.of("achieved", "next"):
            columns.roles[i] = "progress"
        for i in columns.of("outcome"):
            if (
                i > actions[0]
                and re.search(r"outcome|impact|purpose", columns.headings[i], re.IGNORECASE)
                and not _merged(body, i)
            ):
                columns.roles[i] = "success"
    elif columns.of("lead", "due") or columns.times:
        candidates = columns.of("title", "priority", "outcome", "success")
        for i in candidates:
            values = _values(body, i)
            if values and sum(starts_with_verb(v) or len(v.split()) > 5 for v in values) * 2 >= len(values):
                columns.roles[i] = "action"
                break
    if not columns.of("reference") and columns.of("action"):
        first = columns.of("action")[0]
        if (
            first == 1
            and columns.roles[0] in ("title", None)
            and all(leading_number(v) or is_number(v) for v in _values(body, 0)[:6])
        ):
            columns.roles[0] = "reference"
    # a calendar: months down one side, bodies in a column that is called something else
    dues = columns.of("due")
    if dues and not columns.of("lead"):
        months = _values(body, dues[0])
        if months and sum(bool(_MONTH.match(m)) for m in months) * 1.5 > len(months):
            for i, role in enumerate(columns.roles):
                values = _values(body, i)
                if role in ("resource", None) and values and max(len(v.split()) for v in values) <= 4:
                    columns.roles[i] = "lead"


def _merged(body: Sequence[Row], column: int) -> bool:
    return any((c := r.cell(column)) is not None and c.rowspan_from is not None for r in body)


def is_calendar(table: Block, columns: Columns) -> bool:
    """Months without years down one column: the same each year."""
    dues = columns.of("due")
    if not dues:
        return False
    values = _values([r for r in table.rows if not r.header], dues[0])
    return len(values) >= 4 and sum(bool(_MONTH.match(v)) and not re.search(r"\d{2}", v) for v in values) * 1.4 > len(
        values
    )

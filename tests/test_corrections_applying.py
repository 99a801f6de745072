"""What becomes of each answer of a reviewer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fake_extractor import fake_extract, fake_read

from safeplans.extractors.about.register import load_register
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.pipeline.corrections.applying import Corrections
from safeplans.pipeline.corrections.cells import printed_rows, quote_cell, row_id_of, words_cell
from safeplans.pipeline.corrections.correctable import reviewed_tables
from safeplans.pipeline.corrections.document_review import Unapplied
from safeplans.pipeline.corrections.reading import Answer
from safeplans.pipeline.corrections.values import DateOrder, shown
from safeplans.pipeline.running.running import RunSummary
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import keep
from safeplans.pipeline.schema.rows import FileIdentity, Rows, document_rows
from safeplans.pipeline.show.reporting import summary_text

TEXT = b"objective Children are heard\nobjective Neglect is seen\naction Ask them\naction Answer them\n"
FILE = FileIdentity.of("plan.txt", TEXT)
ID = FILE.document_id
KHAN = {"reviewer": "A. Khan", "reviewed": dt.date(2026, 11, 2), "reason": "misread"}


def facts() -> Facts:
    settings = Settings("plan.txt")
    return fake_extract(fake_read(TEXT, settings, lambda page: None), settings)


def rows_of(found: Facts | None = None) -> Rows:
    return document_rows(found or facts(), FILE)


def answer(rows: Rows, table: str, position: int, field: str, corrected: str, **other: Any) -> Answer:
    """The answer of a reviewer who saw these rows: the one at `position` of a table."""
    reviewed = reviewed_tables()[table]
    row = rows[table][position]
    same_quote = [each for each in rows[table] if quote_cell(each) == quote_cell(row)]
    places = dict(zip(map(id, same_quote), printed_rows(same_quote), strict=True)) if table != "documents" else {}
    made = Answer(
        file="corrections.csv",
        number=2,
        document="plan.txt",
        table=table,
        row_id=row_id_of(row[reviewed.table.key]),
        field=field,
        row=words_cell(reviewed, row),
        quote=quote_cell(row),
        lines=places[id(row)].cell if places else "",
        seen=shown(reviewed.table.field(field), row[field]),
        corrected=corrected,
        order=DateOrder.UNKNOWN,
        **KHAN,
    )
    return dataclasses.replace(made, **other)


def applied(rows: Rows, *answers: Answer) -> list[dict[str, Any]]:
    """Apply answers to rows and give the rows of `corrections`; all rows keep their contract."""
    Corrections(answers, load_register()).apply(rows)
    for name, made in rows.items():
        for row in made:
            keep(fields.table(name), row, "plan.txt")
    document, problems = rows["documents"][0], rows["problems"]
    assert document["problem_count"] == len(problems)
    assert document["status"] == "ok"  # what is told of corrections is of nothing that was not read
    return rows["corrections"]


def told(rows: Rows) -> list[tuple[str, str]]:
    return [(row["severity"], row["code"]) for row in rows["problems"] if row["stage"] == "review"]


class TestApplied:
    def test_the_value_stands_in_the_row_and_the_original_beside_it(self):
        rows = rows_of()
        (record,) = applied(rows, answer(rows, "owners", 0, "sector", "health"))
        assert rows["owners"][0]["sector"] == "health"
        assert rows["owners"][0]["corrected"] == ["sector"]
        assert rows["owners"][1]["corrected"] == []
        assert record == {
            "correction_id": f"{ID}:k1",
            "document_id": ID,
            "table": "owners",
            "row_id": f"{ID}:w1",
            "field": "sector",
            "original": "partnership",
            "corrected": "health",
            "seen": "partnership",
            "outcome": "applied",
            "why": None,
            "row_key": None,
            **KHAN,
        }
        assert told(rows) == []

    @pytest.mark.parametrize(
        ("table", "field", "cell", "value"),
        [
            ("documents", "title", "Our Plan", "Our Plan"),
            ("documents", "partnership_id", "camden-scp", "camden-scp"),
            ("documents", "partnership_id", "«camden safeguarding childrens partnership»", "camden-scp"),
            ("documents", "partnership_id", "Camden Safeguarding Children Board", "camden-scp"),
            ("documents", "partnership_id", "Camden SCP", "camden-scp"),
            ("documents", "published", "30/06/2024", dt.date(2024, 6, 30)),
            ("objectives", "themes", "neglect; education", ["neglect", "education"]),
            ("actions", "text", "«Ask all of them»", "Ask all of them"),
            ("actions", "objective_id", "o1", f"{ID}:o1"),
            ("actions", "objective_id", f"{ID}:o1", f"{ID}:o1"),
            ("actions", "objective_id", "(none)", None),
            ("actions", "themes", "(none)", []),
            ("dates", "month", "6", 6),
        ],
    )
    def test_for_every_kind_of_column(self, table, field, cell, value):
        rows = rows_of()
        (record,) = applied(rows, answer(rows, table, 0, field, cell))
        assert (record["outcome"], rows[table][0][field]) == ("applied", value)

    def test_what_follows_from_it_is_made_anew(self):
        rows = rows_of()
        rows["owners"][0]["canonical_function"] = "training"
        applied(rows, answer(rows, "owners", 0, "name", "Audit and Quality Assurance Subgroup"))
        assert rows["owners"][0]["canonical_function"] == "quality_assurance"
        assert rows["owners"][0]["corrected"] == ["name"]

    def test_both_ends_of_a_span_may_move_at_once(self):
        rows = rows_of()
        applied(
            rows,
            answer(rows, "dates", 0, "start", "2030-01-01"),
            answer(rows, "dates", 0, "end", "2030-01-31", number=3),
        )
        assert rows["dates"][0]["corrected"] == ["start", "end"]


class TestConfirmed:
    @pytest.mark.parametrize("cell", ["(same)", "(Same)", "«Ask them»", "Ask them"])
    def test_the_row_stays_as_it_is(self, cell):
        rows = rows_of()
        (record,) = applied(rows, answer(rows, "actions", 0, "text", cell))
        assert (record["outcome"], record["corrected"], record["why"]) == ("confirmed", "Ask them", None)
        assert rows["actions"][0]["corrected"] == []

    def test_that_nothing_should_stand_there(self):
        rows = rows_of()
        records = applied(
            rows, answer(rows, "actions", 0, "rag", "(none)"), answer(rows, "actions", 1, "rag", "(same)", number=3)
        )
        assert [record["outcome"] for record in records] == ["confirmed", "confirmed"]

    def test_against_what_a_spreadsheet_made_of_the_original(self):
        rows = rows_of()
        seen = answer(rows, "dates", 0, "start", "(same)", seen="01/06/2024", order=DateOrder.DAY_FIRST)
        assert applied(rows, seen)[0]["outcome"] == "confirmed"


class TestRulesHaveChanged:
    """The reviewer saw the rows of an earlier version."""

    def test_what_is_extracted_now_is_what_the_reviewer_has(self):
        rows = rows_of()
        rows["owners"][0]["sector"] = "health"
        (record,) = applied(rows, answer(rows_of(), "owners", 0, "sector", "health"))
        assert (record["outcome"], record["original"], record["seen"]) == ("agreed", "health", "partnership")
        assert rows["owners"][0]["corrected"] == [] and told(rows) == []

    @pytest.mark.parametrize("cell", ["health", "(same)"])
    def test_something_else_is_extracted_now_and_the_reviewers_word_stands(self, cell):
        rows = rows_of()
        rows["owners"][0]["sector"] = "police"
        (record,) = applied(rows, answer(rows_of(), "owners", 0, "sector", cell))
        assert (record["outcome"], record["original"]) == ("applied", "police")
        assert rows["owners"][0]["sector"] == {"health": "health", "(same)": "partnership"}[cell]
        assert told(rows) == [("warning", "correction_original_changed")]
        assert "extracted now as «police», and was «partnership»" in rows["problems"][0]["message"]

    def test_the_row_has_another_id_now(self):
        found = facts()
        found.actions[0].key, found.actions[1].key = "a2", "a1"
        found.owners, found.dates = [], []
        rows = rows_of(found)
        (record,) = applied(rows, answer(rows_of(), "actions", 0, "standing", "done"))
        assert rows["actions"][0]["text"] == "Ask them" and rows["actions"][0]["standing"] == "done"
        assert (record["row_id"], record["why"]) == (f"{ID}:a2", f"the row was {ID}:a1 when reviewed")

    def test_no_row_stands_for_the_words_any_more(self):
        rows = rows_of()
        rows["actions"][0]["quote"] = "action Ask somebody"
        (record,) = applied(rows, answer(rows_of(), "actions", 0, "standing", "done"))
        assert (record["outcome"], record["original"], record["corrected"]) == ("not_applied", None, "done")
        assert rows["actions"][0]["standing"] == "planned"
        assert told(rows) == [("warning", "correction_row_changed")]

    def test_of_rows_with_the_same_words_printed_the_one_that_goes_by_the_same_name(self):
        before = rows_of(several_owners("Police", "QA Group"))
        rows = rows_of(several_owners("Police", "QA Group", first=5))
        (record,) = applied(rows, answer(before, "owners", 1, "sector", "health"))
        assert (record["row_id"], record["why"]) == (f"{ID}:w6", f"the row was {ID}:w2 when reviewed")
        assert [row["sector"] for row in rows["owners"]] == ["partnership", "health"]

    def test_of_rows_that_go_by_the_same_words_the_one_in_the_same_lines_whatever_its_id_is_now(self):
        """A rule finds one more lead before the others: the id that was reviewed is another row's now."""
        before = rows_of(several_owners("QA Group", "QA Group", "QA Group", quote="QA Group", lines=[4, 8, 12]))
        now = several_owners(*["QA Group"] * 4, quote="QA Group", lines=[2, 4, 8, 12])
        for position in range(3):
            rows = rows_of(now)
            (record,) = applied(rows, answer(before, "owners", position, "sector", "health"))
            assert record["row_id"] == f"{ID}:w{position + 2}"
            assert [row["line_start"] for row in rows["owners"] if row["sector"] == "health"] == [4 + 4 * position]

    @pytest.mark.parametrize("lines", [[4, 4, 4], [14, 14, 14]], ids=["in one cell", "in other lines now"])
    def test_of_rows_that_nothing_else_tells_apart_the_one_whose_turn_it_is(self, lines):
        before = rows_of(several_owners(*["QA Group"] * 3, quote="QA Group", lines=[4, 4, 4]))
        rows = rows_of(several_owners(*["QA Group"] * 3, quote="QA Group", lines=lines, first=5))
        (record,) = applied(rows, answer(before, "owners", 1, "sector", "health"))
        assert record["row_id"] == f"{ID}:w6"

    @pytest.mark.parametrize(
        ("names", "lines"),
        [
            (["QA Group"], [8]),
            (["QA Group"] * 4, [1, 2, 3, 5]),
            (["Police", "QA Group", "QA Group"], [1, 2, 3]),
            (["Police"], [4]),
        ],
        ids=["one of several is left", "one more", "another in its turn", "under another name"],
    )
    def test_of_rows_that_are_not_certainly_the_one_none(self, names, lines):
        before = rows_of(several_owners(*["QA Group"] * 3, quote="QA Group", lines=[4, 8, 12]))
        rows = rows_of(several_owners(*names, quote="QA Group", lines=lines))
        (record,) = applied(rows, answer(before, "owners", 0, "sector", "health"))
        assert (record["outcome"], record["original"]) == ("not_applied", None)
        assert {row["sector"] for row in rows["owners"]} == {"partnership"}
        assert told(rows) == [("warning", "correction_row_changed")]

    def test_the_only_row_of_its_quote_goes_by_other_words_now(self):
        rows = rows_of()
        rows["actions"][0].update(text="Ask all", line_start=9, line_end=9)
        (record,) = applied(rows, answer(rows_of(), "actions", 0, "standing", "done"))
        assert (record["outcome"], record["why"]) == ("applied", "it went by «Ask them» when reviewed")


def several_owners(
    *names: str, quote: str = "Police, QA Group", lines: list[int] | None = None, first: int = 1
) -> Facts:
    """Facts with owners of the first action, printed in the same words."""
    found = facts()
    owner = found.owners[0]
    found.owners = [
        dataclasses.replace(
            owner,
            key=f"w{first + at}",
            name=name,
            source=dataclasses.replace(
                owner.source,
                quote=quote,
                place=dataclasses.replace(owner.source.place, line_start=line, line_end=line),
            ),
        )
        for at, (name, line) in enumerate(zip(names, lines or [3] * len(names), strict=True))
    ]
    return found


class TestNotApplied:
    @pytest.mark.parametrize(
        ("table", "field", "cell", "said"),
        [
            ("actions", "standing", "doing", "holds 'doing', which is not one of: planned"),
            ("actions", "text", "(none)", "every row needs a value"),
            ("actions", "objective_id", "o7", "'o7', which is not in objectives.objective_id"),
            ("documents", "partnership_id", "atlantis-scp", "no id and no name in the table partnerships"),
            ("documents", "partnership_id", "CSCP", "several are called: .*-scp.* and others. Write the id of one"),
            ("dates", "end", "2024-01-01", "start, 2024-06-01, would be after end, 2024-01-01"),
            (
                "dates",
                "end",
                "03/04/2026",
                "could be exchanged. Write 2026-04-03 if the day stands first, 2026-03-04 if",
            ),
        ],
    )
    def test_a_value_that_may_not_stand_there(self, table, field, cell, said):
        rows, before = rows_of(), rows_of()
        (record,) = applied(rows, answer(rows, table, 0, field, cell))
        assert (record["outcome"], record["corrected"]) == ("not_applied", cell)
        assert rows[table][0][field] == before[table][0][field]
        assert rows[table][0]["corrected"] == []
        assert told(rows) == [("warning", "correction_invalid")]
        (problem,) = rows["problems"]
        assert re.search(said, problem["message"])
        words = {"documents": "plan.txt", "dates": "June 2024"}.get(table, "Ask them")
        key = before[table][0][reviewed_tables()[table].table.key]
        named = f"Row 2 of corrections.csv was not applied: plan.txt, «{words}», {field} ({table} {key}): "
        assert problem["message"].startswith(named)

    @pytest.mark.parametrize("field", ["confidence", "quote", "ordinal", "action_id", "page", "nonsense"])
    def test_a_column_that_may_not_be_corrected(self, field):
        rows = rows_of()
        given = dataclasses.replace(answer(rows, "actions", 0, "text", "1"), field=field)
        assert applied(rows, given)[0]["outcome"] == "not_applied"
        assert told(rows) == [("warning", "correction_invalid")]

    def test_a_table_that_is_not_there(self):
        rows = rows_of()
        applied(rows, dataclasses.replace(answer(rows, "actions", 0, "text", "1"), table="deeds"))
        assert "deeds.text is no column that can be corrected" in rows["problems"][0]["message"]

    @pytest.mark.parametrize(
        ("cell", "nearest"),
        [
            ("camden", "camden-scp"),
            ("Camdem Safeguarding Children Partnership", "camden-scp"),
            ("Esex SAB", "essex-sab"),
        ],
    )
    def test_a_partnership_that_is_not_quite_named_is_refused_with_the_nearest(self, cell, nearest):
        rows = rows_of()
        (record,) = applied(rows, answer(rows, "documents", 0, "partnership_id", cell))
        assert record["outcome"] == "not_applied" and "Nearest: " in record["why"]
        assert nearest in record["why"]

    def test_of_a_partnership_that_nothing_is_near_to(self):
        rows = rows_of()
        (record,) = applied(rows, answer(rows, "documents", 0, "partnership_id", "?"))
        assert record["why"].endswith("See the column partnership_id of that table")

    def test_each_is_given_with_its_reason(self):
        rows = rows_of()
        lost = answer(rows, "actions", 0, "standing", "done", quote="«other»", number=3)
        corrections = Corrections([answer(rows, "actions", 0, "standing", "doing"), lost], [])
        corrections.apply(rows)
        assert [(each.answer.number, each.why) for each in corrections.not_applied] == [
            (row["number"], row["why"])
            for row in (
                {"number": 2, "why": rows["corrections"][0]["why"]},
                {"number": 3, "why": "no row stands now for the words that were reviewed"},
            )
        ]


class TestANumberWithItsSign:
    def measured(self, unit: str | None, field: str, cell: str) -> tuple[str, float, str | None]:
        rows = rows_of()
        source = {
            name: rows["actions"][0][name]
            for name in ("document_id", "page", "line_start", "line_end", "locator", "quote")
        }
        measure = dict.fromkeys(reviewed_tables()["measures"].table.columns)
        measure |= {**source, "measure_id": f"{ID}:m1", "ordinal": 1, "kind": "figure", "text": "Spent", "value": 9.0}
        measure |= {"method": "fake", "confidence": 0.5, "confidence_band": "low", "corrected": [], "unit": unit}
        rows["measures"] = [measure]
        record = applied(rows, answer(rows, "measures", 0, field, cell))[0]
        return record["outcome"], rows["measures"][0][field], record["why"]

    @pytest.mark.parametrize(
        ("unit", "field", "cell", "value"),
        [
            ("£", "value", "£1,200", 1200.0),
            ("£", "value", "£ 1200.50", 1200.5),
            ("%", "value", "45%", 45.0),
            ("referrals", "value", "1,200", 1200.0),
            ("referrals", "change", "-4.5 %", -4.5),
        ],
    )
    def test_is_read_where_the_sign_is_its_unit(self, unit, field, cell, value):
        assert self.measured(unit, field, cell) == ("applied", value, None)

    @pytest.mark.parametrize(
        ("unit", "cell", "said"),
        [
            ("referrals", "£1,200", "£ is not its unit, which is «referrals». Write the number without £"),
            (None, "45%", "% is not its unit, which is nothing"),
            ("£", "£1.2m", "is no number. Write digits alone, such as 1204 or 17.5"),
        ],
    )
    def test_is_refused_where_it_says_something_else(self, unit, cell, said):
        outcome, value, why = self.measured(unit, "value", cell)
        assert (outcome, value) == ("not_applied", 9.0) and said in (why or "")


class TestALineWithoutAValue:
    def test_is_told_and_does_nothing(self):
        rows = rows_of()
        line = answer(rows, "actions", 0, "standing", "")
        corrections = Corrections([line], [])
        corrections.apply(rows)
        assert (rows["corrections"], corrections.without_value, corrections.not_applied) == ([], [line], [])
        assert told(rows) == [("info", "correction_without_value")]
        assert "the first is row 2. Write (same) in corrected if" in rows["problems"][0]["message"]
        assert (rows["documents"][0]["status"], rows["documents"][0]["problem_count"]) == ("ok", 1)

    def test_of_a_document_that_did_not_come_is_not_told(self):
        made = Corrections([answer(rows_of(), "actions", 0, "standing", "")], []).unused()
        assert made == {"corrections": [], "problems": []}


class TestTwoAnswersForOneCell:
    def two(self, rows: Rows, first: str, second: str, *days: dt.date | None) -> list[Answer]:
        return [
            answer(rows, "actions", 0, "standing", cell, number=number, reviewed=day)
            for number, cell, day in zip((2, 3), (first, second), days, strict=True)
        ]

    def test_the_later_one_stands(self):
        rows = rows_of()
        later, earlier = applied(rows, *self.two(rows, "done", "in_progress", dt.date(2026, 2, 1), dt.date(2026, 1, 1)))
        assert rows["actions"][0]["standing"] == "done" and later["outcome"] == "applied"
        assert (earlier["outcome"], earlier["why"]) == ("not_applied", "row 2 of corrections.csv is the later answer")
        assert told(rows) == []

    @pytest.mark.parametrize("days", [(None, None), (dt.date(2026, 1, 1), None), (dt.date(2026, 1, 1),) * 2])
    def test_none_stands_where_it_cannot_be_told_which_is_the_later(self, days):
        rows = rows_of()
        records = applied(rows, *self.two(rows, "done", "in_progress", *days))
        assert [record["outcome"] for record in records] == ["not_applied"] * 2
        assert rows["actions"][0]["standing"] == "planned"
        assert ("warning", "correction_conflict") in told(rows)

    def test_that_agree_are_one(self):
        rows = rows_of()
        records = applied(rows, *self.two(rows, "done", "Done", None, None))
        assert [record["outcome"] for record in records] == ["not_applied", "applied"]
        assert records[0]["why"] == "row 3 of corrections.csv says the same"
        assert rows["actions"][0]["standing"] == "done"


def test_who_and_when_are_asked_for_where_they_are_missing():
    rows = rows_of()
    applied(rows, answer(rows, "actions", 0, "standing", "done", reviewer=None))
    assert rows["actions"][0]["standing"] == "done"
    assert told(rows) == [("info", "correction_unsigned")]
    assert rows["documents"][0]["status"] == "ok"


class TestADocumentThatDidNotCome:
    def unused(self, *answers: Answer, seen: Rows | None = None) -> Rows:
        corrections = Corrections(answers, [])
        if seen is not None:
            corrections.apply(seen)
        made = corrections.unused()
        for name, rows in made.items():
            for row in rows:
                keep(fields.table(name), row, "plan.txt")
        return made

    def test_is_told_and_its_answers_are_kept(self):
        given = answer(rows_of(), "actions", 0, "standing", "done", row_id="f" * 16 + ":a1", document="other.pdf")
        made = self.unused(given, seen=rows_of())
        (record,), (problem,) = made["corrections"], made["problems"]
        assert (record["document_id"], record["row_id"], record["corrected"]) == (None, given.row_id, "done")
        assert (problem["severity"], problem["code"], problem["source"]) == ("info", "correction_unused", "other.pdf")

    def test_is_told_to_have_changed_where_the_file_has_other_content(self):
        given = answer(rows_of(), "actions", 0, "standing", "done", row_id="f" * 16 + ":a1")
        (problem,) = self.unused(given, seen=rows_of())["problems"]
        assert "other content now" in problem["message"]

    def test_a_line_that_names_no_document_is_told(self):
        given = answer(rows_of(), "actions", 0, "standing", "done", row_id="1.23E+15")
        made = self.unused(given)
        assert made["problems"][0]["code"] == "correction_invalid"
        assert made["corrections"][0]["outcome"] == "not_applied"

    def test_nothing_is_told_of_answers_that_were_applied(self):
        rows = rows_of()
        assert self.unused(answer(rows, "actions", 0, "standing", "done"), seen=rows)["problems"] == []


def test_the_summary_names_ten_answers_that_were_not_applied_and_counts_the_others():
    rows = rows_of()
    left = [
        Unapplied(
            answer(rows, "actions", 0, "standing", "done", number=number, row="«\x1b[2J" + "w" * 90 + "»"), "gone"
        )
        for number in range(14, 2, -1)
    ]
    summary = RunSummary(Path("out"), corrections=Counter(applied=1, not_applied=12), not_applied=left)
    lines = summary_text(summary).splitlines()
    start = lines.index("Corrections: 1 applied, 12 not applied")
    assert lines[start + 1] == f"  row 3 of corrections.csv: plan.txt, «\ufffd[2J{'w' * 35}…», standing: gone"
    assert lines[start + 10].startswith("  row 12 of ")
    assert lines[start + 11].startswith("  … and 2 more. ")

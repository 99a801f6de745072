"""The questions of a panel, each with its answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
from dataclasses import replace

import compared_rows
import pytest
from click.testing import CliRunner
from compared_rows import HOSTILE, NEW, OLD

from safeplans.pipeline.commands import cli
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus
from safeplans.pipeline.comparison.likeness import not_found_share
from safeplans.pipeline.questions import Answer, QuestionError, answer, ask, questions
from safeplans.pipeline.questions.answers import ANSWERS
from safeplans.pipeline.questions.choosing import chosen_theme, chosen_year, not_there
from safeplans.pipeline.questions.rendering import WIDEST, csv_answer, json_answer, table_lines
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import Views, _statement, well_covered


@pytest.fixture(scope="module")
def views() -> Views:
    return compared_rows.views()


@pytest.fixture(scope="module")
def asked(views):
    def _asked(question: str, **filters: str) -> Answer:
        return answer(views, question, **filters)

    return _asked


COPY = "f" * 16


def copy_of(document: ComparedDocument) -> ComparedDocument:
    """The same document in another file."""
    return replace(document, row={**document.row, "document_id": COPY, "source": "copy.pdf"})


def of(found: Answer, *names: str) -> list:
    """The values of some columns, row by row; of one column, bare."""
    rows = [tuple(row[name] for name in names) for row in found.rows]
    return [row[0] for row in rows] if len(names) == 1 else rows


class TestQuestions:
    def test_each_has_an_answer(self):
        assert questions().keys() == ANSWERS.keys()

    @pytest.mark.parametrize("name", list(questions()))
    def test_each_table_is_made_of_columns_of_the_answer(self, name):
        question = questions()[name]
        held = {column.name for column in question.columns}
        assert {column for part in question.table for column in part.of} <= held
        assert all(column.description for column in question.columns)

    @pytest.mark.parametrize("name", list(questions()))
    def test_each_answer_has_its_columns_and_says_its_limits(self, asked, name):
        found = asked(name, year="2023-24") if name == "alike" else asked(name)
        assert found.rows
        assert list(found.frame().columns) == [column.name for column in found.columns]
        assert len(found.frame()) == len(found.rows)
        said = {"as_of": "2024-10-01", "not_found": labels.label("not_mentioned", "caveat")}
        assert found.notes[-1] == questions()[name].limits.format(**said)
        assert "{" not in found.title + "".join(found.notes)


class TestPriorities:
    def test_are_those_that_carry_the_theme(self, asked):
        found = asked("priorities", theme="neglect")
        assert found.title == "Who has neglect as a priority in 2024-25"
        assert of(found, "partnership_key", "document", "place") == [("northwold-scp", "new.pdf", "p. 2")]
        assert found.notes[0] == "1 of 2 partnerships with a document for 2024-25 have such a priority."
        assert "No document for 2024-25: Southam Safeguarding Adults Board." in found.notes

    def test_of_a_year_are_taken_from_its_plan_and_not_from_its_report_too(self, asked):
        found = asked("priorities", theme="neglect", year="2023-24", partnership="northwold")
        assert of(found, "document", "publication") == [("old.pdf", "plan")]

    def test_are_taken_from_the_report_where_there_is_no_plan(self, views):
        documents = {key: document for key, document in views.corpus.documents.items() if key != OLD}
        kept = {key: row for key, row in views.corpus.objectives.items() if row["document_id"] != OLD}
        comparison = {
            **views.comparison,
            "theme_profile": [
                row
                for row in views.comparison["theme_profile"]
                if (row["partnership_key"], row["year"], row["publication"]) != ("northwold-scp", "2023-24", "plan")
            ],
        }
        without = Views(replace(views.corpus, documents=documents, objectives=kept), comparison)
        found = answer(without, "priorities", theme="neglect", year="2023-24", partnership="northwold")
        assert of(found, "document", "publication") == [("report.pdf", "report")]


class TestGapsAndThemes:
    def test_gaps_name_who_has_no_priority_and_whether_an_action_has_it(self, asked):
        found = asked("gaps", theme="neglect")
        assert of(found, "partnership_key", "lacking", "in_actions") == [("easton-scp", ["neglect"], ["neglect"])]
        assert of(found, "documents") == [["easton.txt"]]

    def test_gaps_without_a_theme_name_all_that_each_lacks(self, asked):
        (easton, northwold) = asked("gaps").rows
        assert "online_safety" not in easton["lacking"] and "online_safety" in northwold["lacking"]

    def test_themes_come_with_the_most_common_first(self, asked):
        found = asked("themes", year="2023-24")
        assert of(found, "theme", "partnerships", "share", "objectives") == [("neglect", 2, 1.0, 2)]


class TestDocumentsWithoutAPeriod:
    @pytest.fixture
    def undated(self, views) -> Views:
        """Northwold's old plan, with priorities for neglect, prints no period; its new plan has none for it."""
        documents = {**views.corpus.documents, OLD: replace(views.corpus.documents[OLD], years=())}
        new = {**views.corpus.objectives[f"{NEW}:o1"], "themes": []}
        objectives = {**views.corpus.objectives, f"{NEW}:o1": new}
        return Views(replace(views.corpus, documents=documents, objectives=objectives), views.comparison)

    @pytest.mark.parametrize("question", ["priorities", "gaps", "leads", "due", "themes", "quality"])
    def test_are_named_under_every_answer(self, undated, question):
        said = "1 document of Northwold Safeguarding Children Partnership prints no period and is not counted: old.pdf."
        assert said in answer(undated, question, year="2024-25").notes
        assert said not in answer(undated, question, year="2024-25", partnership="easton").notes

    def test_a_partnership_that_may_have_a_priority_in_one_is_apart_from_those_that_have_none(self, undated):
        found = answer(undated, "gaps", theme="neglect", year="2024-25")
        assert of(found, "partnership_key", "lacking", "in_undated") == [
            ("easton-scp", ["neglect"], []), ("northwold-scp", [], ["neglect"]),
        ]  # fmt: skip
        assert found.notes[0] == (
            "1 of 2 partnerships with a document for 2024-25 have none. Listed apart, since a plan that prints no "
            "period has it: Northwold Safeguarding Children Partnership."
        )

    def test_a_report_without_a_period_says_nothing_of_a_priority(self, undated):
        documents = {**undated.corpus.documents, OLD: replace(undated.corpus.documents[OLD], publication="report")}
        found = answer(Views(replace(undated.corpus, documents=documents), undated.comparison), "gaps", theme="neglect")
        assert of(found, "in_undated") == [[], []]


def test_files_that_may_be_one_document_are_named_where_rows_are_of_them(views):
    documents = {
        key: replace(document, row={**document.row, "title": "Plan"})
        for key, document in {**views.corpus.documents, COPY: copy_of(views.corpus.documents[NEW])}.items()
    }
    copied = Views(replace(views.corpus, documents=documents), views.comparison)
    said = "Counted 2 times if they are one document: new.pdf; copy.pdf."
    for question in ("priorities", "gaps", "due", "changes"):
        assert said in answer(copied, question, year="2024-25").notes
        assert said not in answer(views, question, year="2024-25").notes
    assert not any("Counted" in note for note in answer(copied, "priorities", year="2023-24", kind="adults").notes)


class TestLeadsAndDates:
    def test_leads_are_who_leads_and_not_who_is_told(self, asked):
        found = asked("leads", theme="neglect")
        assert of(found, "name", "printed_name", "sector", "place") == [("Designated Nurse", "DN", "health", "p. 3")]

    def test_due_sorts_by_day_and_marks_what_is_overdue(self, asked):
        found = asked("due")
        assert of(found, "last_day", "overdue") == [
            (dt.date(2024, 6, 30), "yes"), (None, "unknown"), (None, "unknown"),
        ]  # fmt: skip
        assert found.notes[0] == "3 actions: 1 overdue, 2 without a fixed due day."

    def test_due_counts_each_action_once(self, asked):
        for year in ("2023-24", "2024-25"):
            found = asked("due", year=year)
            total, *parts = map(int, re.findall(r"(?<![(\d])\d+", found.notes[0]))
            assert total == len(found.rows) == sum(parts)
        assert "1 done, as its own document says" in asked("due", year="2023-24").notes[0]

    def test_due_tells_what_a_later_report_says(self, asked):
        found = asked("due", year="2023-24", theme="neglect")
        assert of(found, "overdue", "later_outcome", "later_place") == [("yes", "done", "p. 3")]
        assert found.notes[0] == "1 action: 1 overdue (1 of them done, as a later report says)."
        assert "0.90" in "\n".join(table_lines(found))

    def test_what_one_report_tells_the_silence_of_the_next_does_not_undo(self, views):
        """Nor does a report that only names the action; one that says how it stands does."""
        told, *others = views.comparison["follow_through"]
        for outcome, last in (("not_mentioned", "done"), ("mentioned", "done"), ("in_progress", "in_progress")):
            later = {**told, "outcome": outcome, "later_document_id": NEW}
            rows = Views(views.corpus, {**views.comparison, "follow_through": [later, told, *others]}).actions()
            assert {row["action_id"]: row["later_outcome"] for row in rows}[told["subject_id"]] == last

    def test_the_evidence_of_a_lead_is_where_the_lead_is_printed(self, views):
        """Which may be another page than that of the action."""
        for row in views.leads():
            assert row["evidence"].endswith("#" + row["owner_id"].partition(":")[2])

    def test_owners_are_counted_by_sector_and_function(self, asked, views):
        found = asked("owners")
        assert of(found, "relation", "sector", "actions") == [("lead", "health", 1), ("reports_to", "partnership", 1)]
        profile = [row for row in views.comparison["owner_profile"] if row["year"] == "2024-25"]
        assert sum(of(found, "owners")) == sum(row["owners"] for row in profile)

    def test_quality_is_that_of_the_comparison(self, asked, views):
        found = asked("quality")
        held = {row["document_id"]: row for row in views.comparison["planning_quality"]}
        assert of(found, "document", "lead_share", "overdue") == [
            ("easton.txt", 0.0, 0), ("new.pdf", held[NEW]["lead_share"], 1),
        ]  # fmt: skip


class TestTwoDocuments:
    def test_outcomes_show_both_quotes_with_their_places(self, asked):
        found = asked("outcomes")
        assert found.year == "2023-24"
        assert of(found, "outcome", "later_quote", "place", "later_document", "later_place") == [
            ("done", "The neglect tool is in use", "p. 3", "report.pdf", "p. 3"),
            ("not_mentioned", None, "p. 3", "report.pdf", None),
        ]
        assert found.notes[0] == "2 planned: 1 done, 1 not found in the report."

    def test_outcomes_of_a_theme(self, asked):
        assert of(asked("outcomes", theme="education"), "subject_id") == [f"{OLD}:a2"]

    def test_changes_are_those_of_plans_for_the_year(self, asked):
        assert of(asked("changes"), "change", "later_place") == [("kept", "p. 2"), ("dropped", None), ("new", "p. 3")]
        assert asked("changes", year="2023-24").rows == []

    def test_alike_keeps_groups_of_several_partnerships(self, asked):
        found = asked("alike", year="2023-24")
        assert of(found, "like_group_id", "partnership_key") == [("g1", "northwold-scp"), ("g1", "southam-sab")]
        assert asked("alike", year="2024-25").rows == []


class TestChoosing:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [("neglect", "neglect"), ("Voice of the child", "voice_of_child"), ("domestic", "domestic_abuse")],
    )
    def test_a_theme_is_found_by_name_or_part(self, said, meant):
        assert chosen_theme(said) == meant

    @pytest.mark.parametrize(
        ("said", "told"),
        [("hats", "no theme “hats”. The"), ("", "“”. The"), ("neglekt", "“neglekt”. Did you mean neglect\\? The")],
    )
    def test_an_unknown_theme_is_answered_with_the_nearest_and_the_list(self, said, told):
        with pytest.raises(QuestionError, match=f"(?s){told} themes are:\n  neglect\n  .*allegations"):
            chosen_theme(said)

    def test_part_of_the_names_of_several_themes_is_answered_with_these(self):
        with pytest.raises(QuestionError, match="^“abuse” may be physical_abuse or [^\n]*abuse\\.$"):
            chosen_theme("abuse")

    @pytest.mark.parametrize("said", ["2024-25", "2024/25", "2024-2025", "2024", " 2024–25 "])
    def test_a_year_may_be_written_in_several_ways(self, said):
        assert chosen_year(said, ["2023-24", "2024-25"]) == "2024-25"

    @pytest.mark.parametrize("said", ["2019-20", "2024-26", "this year", ""])
    def test_an_unknown_year_is_answered_with_the_list(self, said):
        with pytest.raises(QuestionError, match="They cover 2023-24, 2024-25"):
            chosen_year(said, ["2023-24", "2024-25"])

    def test_the_usual_year_is_not_the_last_of_one_long_strategy(self):
        assert well_covered(["2023-24"] * 10 + ["2024-25"] * 9 + ["2025-26"] * 5) == "2024-25"
        assert well_covered([]) is None

    def test_a_partnership_is_found_by_key_or_part_of_its_name(self, asked):
        for said in ("northwold-scp", "NORTHWOLD", "wold safeguarding"):
            assert set(of(asked("priorities", partnership=said), "partnership_key")) == {"northwold-scp"}
        with pytest.raises(QuestionError, match="called “x”. There are:\n  Easton"):
            asked("priorities", partnership="x")
        with pytest.raises(QuestionError, match="“Northwald”. Did you mean Northwold Safeguarding Children"):
            asked("priorities", partnership="Northwald")

    def test_a_long_list_of_names_is_not_told(self):
        names = [f"Name {at}" for at in range(41)]
        assert (
            not_there("No Nome 1.", ["Name 1"], "There are:", names) == "No Nome 1. Did you mean Name 1? There are 41."
        )

    def test_a_kind_of_partnership(self, asked):
        assert of(asked("priorities", kind="adults", year="2023-24"), "partnership_key") == ["southam-sab"]
        with pytest.raises(QuestionError, match="of the kind joint"):
            asked("priorities", kind="joint")

    def test_a_question_that_has_no_theme_says_which_have(self, asked):
        with pytest.raises(QuestionError, match="not asked of a theme. Those that are: priorities, gaps, leads"):
            asked("quality", theme="neglect")

    def test_an_unknown_question_is_answered_with_the_list(self):
        with pytest.raises(QuestionError, match="no question “weather”. There are:\n  priorities"):
            ask("nowhere", "weather")
        with pytest.raises(QuestionError, match="“outcome”. Did you mean outcomes\\? There"):
            ask("nowhere", "outcome")

    def test_a_dataset_without_documents_is_told(self):
        tables = ("compared_partnerships", "theme_profile", "planning_quality", "follow_through", "plan_changes")
        nothing = Views(Corpus({}, {}, {}, {}, (), (), ()), dict.fromkeys(tables, ()))
        with pytest.raises(QuestionError, match="nothing to ask"):
            answer(nothing, "priorities")

    def test_documents_without_a_period_answer_for_no_year(self, views):
        documents = {key: replace(document, years=()) for key, document in views.corpus.documents.items()}
        undated = Views(
            replace(views.corpus, documents=documents),
            {**views.comparison, "theme_profile": [{**row, "year": None} for row in views.comparison["theme_profile"]]},
        )
        found = answer(undated, "priorities")
        assert (found.year, found.rows) == (None, [])
        assert found.notes[0] == "No objective or priority for any year carries the theme."

    def test_an_empty_answer_says_why(self, asked):
        found = asked("priorities", theme="allegations")
        assert found.rows == []
        assert found.notes[0] == "No objective or priority for 2024-25 carries the theme."


def test_the_caveat_tells_the_share_that_the_confidence_goes_by():
    silent, found = map(int, re.search(r"(\d+) of (\d+)", labels.label("not_mentioned", "caveat")).groups())
    assert silent / found == pytest.approx(not_found_share(), abs=0.005)


class TestRendering:
    @pytest.mark.parametrize("name", list(questions()))
    @pytest.mark.parametrize("width", [60, 100, 300])
    def test_a_table_keeps_to_the_width(self, asked, name, width):
        lines = list(table_lines(asked(name), width))
        assert max(map(len, lines)) <= min(width, WIDEST)

    @pytest.mark.parametrize("width", [60, 80, 100])
    def test_names_of_files_break_at_hyphens_and_dots(self, asked, width):
        found = asked("priorities")
        row = {**found.rows[0], "document": "two-years/brackenfold-and-hythewater-plan-2024.pdf", "place": "p. 12"}
        text = "\n".join(table_lines(replace(found, rows=[row]), width))
        assert all(word in text for word in ("brackenfold-", "and-", "hythewater-", "plan-", "2024", ".pdf", "p. 12"))

    def test_a_table_shortens_text_and_says_so(self, asked):
        text = "\n".join(table_lines(asked("due")))
        assert "…" in text and "are shortened" in text and "p. 3" in text
        assert "shortened" not in "\n".join(table_lines(asked("quality")))

    @pytest.mark.parametrize(
        ("name", "year", "column", "words"),
        [
            ("leads", "2024-25", "confidence", "Designated Nurse ?"),
            ("due", "2024-25", "confidence", "Meet ?"),
            ("due", "2023-24", "later_confidence", "0.30 ?"),
            ("outcomes", "2023-24", "confidence", "0.30 ?"),
            ("alike", "2023-24", "confidence", "Neglect is seen early ?"),
            ("changes", "2024-25", "confidence", "0.30 ?"),
        ],
    )
    def test_what_is_of_low_confidence_is_marked(self, asked, name, year, column, words):
        found = asked(name, year=year)
        assert " ?" not in "\n".join(table_lines(found))
        doubted = replace(found, rows=[{**row, column: 0.3} for row in found.rows])
        lines = list(table_lines(doubted))
        assert words in re.sub(r"\s+", " ", "\n".join(lines))
        assert "What ends in ? was read or found with low confidence; --format csv has the numbers." in lines
        assert " ?" not in csv_answer(doubted)

    def test_csv_holds_whole_texts_that_are_no_formulas(self, asked):
        rows = list(csv.DictReader(io.StringIO(csv_answer(asked("outcomes")))))
        assert rows[0]["quote"] == "'" + HOSTILE
        assert rows[0]["confidence"] == "0.9"
        due = list(csv.DictReader(io.StringIO(csv_answer(asked("due")))))
        assert due[0]["statement"].endswith("and neglect ")
        assert due[0]["last_day"] == "2024-06-30"

    def test_json_holds_what_was_asked_and_found(self, asked):
        said = json.loads(json_answer(asked("due", theme="neglect")))
        assert (said["question"], said["year"], said["theme"]) == ("due", "2024-25", "neglect")
        assert said["rows"][0]["last_day"] == "2024-06-30"
        assert said["rows"][0]["themes"] == ["neglect"]

    def test_nothing_steers_the_terminal(self, asked):
        found = asked("priorities")
        steering = "\x1b[31mred\x9b2J\u202e\u2066"
        hostile = replace(found, rows=[{**found.rows[0], "statement": steering, "document": steering}])
        whole = json_answer(hostile)
        for text in ("".join(table_lines(hostile)), whole.replace("\n", "")):
            assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in text)
        assert json.loads(whole)["rows"][0]["statement"] == steering


class TestCommand:
    @pytest.fixture
    def call(self, views, monkeypatch):
        monkeypatch.setattr("safeplans.pipeline.questions.asking.read_views", lambda dataset, as_of=None: views)
        return lambda *arguments: CliRunner().invoke(cli.main, ["ask", *arguments])

    def test_prints_a_table(self, call):
        result = call("tables/", "leads", "--theme", "neglect")
        assert result.exit_code == 0
        assert result.output.startswith("Who leads on neglect in 2024-25\n")
        assert "Designated Nurse" in result.output

    def test_takes_the_usual_dataset_if_none_is_named(self, call):
        assert call("leads", "--theme", "neglect").output == call("data/processed", "leads", "-t", "neglect").output

    def test_help_lists_the_questions(self, call):
        output = call("--help").output
        assert all(question.help.split(";")[0].split(":")[0] in output for question in questions().values())

    @pytest.mark.parametrize("arguments", [(), ("a", "b", "c"), ("tables/", "weather"), ("leads", "-t", "hats")])
    def test_says_what_can_be_asked(self, call, arguments):
        result = call(*arguments)
        assert result.exit_code == 2
        assert "neglect" in result.output or "priorities" in result.output

    def test_lists_names_one_a_line(self, call):
        assert call("tables/", "outcome\x1b").output.splitlines()[:2] == [
            "Error: There is no question “outcome\ufffd”. Did you mean outcomes? There are:", "  priorities",
        ]  # fmt: skip

    def test_says_when_there_is_no_dataset(self):
        result = CliRunner().invoke(cli.main, ["ask", "nowhere/", "leads"])
        assert result.exit_code == 2
        assert "There is no dataset" in result.output

    def test_prints_json_and_csv(self, call):
        assert json.loads(call("leads", "--format", "json").output)["question"] == "leads"
        assert call("leads", "--format", "csv").output.splitlines()[0].startswith("partnership,partnership_key,")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"number": "1", "title": "Neglect", "text": "We see neglect sooner"}, "1 Neglect: We see neglect sooner"),
        ({"title": "Neglect", "text": "Neglected children are heard"}, "Neglect: Neglected children are heard"),
        ({"title": "Neglect", "text": "Neglect is everyone's concern"}, "Neglect: Neglect is everyone's concern"),
        ({"title": "Neglect", "text": "NEGLECT – seen sooner"}, "NEGLECT – seen sooner"),
        ({"title": "Neglect", "text": "Neglect: seen sooner"}, "Neglect: seen sooner"),
        ({"title": "Multi", "text": "Multi-agency work"}, "Multi: Multi-agency work"),
        ({"title": "Neglect", "text": "neglect"}, "neglect"),
        ({"title": None, "text": "See neglect"}, "See neglect"),
    ],
)
def test_a_short_name_is_left_out_only_where_the_words_begin_with_it_as_a_label(row, said):
    assert _statement(row) == said

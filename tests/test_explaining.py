"""Why a row is as it is: the readings, the cues, and what is printed of them. What the models weigh may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import safeplans
from safeplans.extractors import explaining, extract
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice import choosing
from safeplans.extractors.choice.choosing import NOTHING, WALK
from safeplans.extractors.explaining import Explanation, RowError, explain, in_words
from safeplans.extractors.labelling.cues import piece_cues, places_of, word_cues
from safeplans.extractors.reading import ReadingError, read
from safeplans.extractors.views.pieces import block_view
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.schema.rows import FileIdentity

ROOT = Path(__file__).parent.parent
PLAN = b"""\
# Lower Wendle Safeguarding Children Partnership: Business Plan 2024-26

## Priority 1: Neglect is recognised early and acted on together

| Action | Lead | By when |
| --- | --- | --- |
| Train three hundred practitioners in the neglect toolkit. | Quality Assurance Group | March 2025 |
| Publish a guide for parents on [bold]safer sleep[/]. | Communications Group | June 2025 |
| Audit forty cases of neglect and report on what was found. | Performance Group | September 2025 |

## Glossary

QA: Quality Assurance
"""
NAME = "plan.md"
Choose = Callable[..., None]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Have a reading chosen, and another come next, whatever the models of the day say."""
    real = choosing.choose

    def prefer(first: str, second: str, change: Callable[[choosing.Reading], None] | None = None) -> None:
        def choose(found, document, metadata):
            real(found, document, metadata)
            for reading in found:
                reading.score = {first: 0.9, second: 0.8}.get(reading.name, 0.1)
                if change and reading.name == second:
                    change(reading)
            return next(r for r in found if r.name == first)

        monkeypatch.setattr(extract, "choose", choose)
        monkeypatch.setattr(explaining, "choose", choose)

    return prefer


def why(row: str, data: bytes = PLAN, name: str = NAME) -> Explanation:
    return explain(data, row, Settings(name))


class TestLabelledRow:
    def test_tells_the_readings_the_cues_and_the_labels(self, chosen):
        chosen("blocks", WALK)
        told = why("a1")
        assert told.asked is told.subject
        assert told.subject.text.startswith("Train three hundred")
        assert (told.reading, told.score, told.margin) == ("blocks", 0.9, 0.1)
        assert told.following is not None
        assert (told.following.name, told.following.score) == (WALK, 0.8)
        assert told.following.statement.text == told.subject.text
        assert told.label == "ACT"
        weights = [cue.weight for cue in told.cues]
        assert len(weights) == 5
        assert weights == sorted(weights, reverse=True)
        assert weights[-1] > 0
        assert len(told.against) <= 2
        assert all(cue.weight < 0 for cue in told.against)
        assert told.views == ()
        mine = next(run for run in told.runs if run.label == "ACT")
        assert mine.words.startswith("Train three hundred")
        assert mine.own
        assert 0 < mine.odds <= 1

    def test_an_objective_too(self, chosen):
        chosen("blocks", WALK)
        told = why("o1")
        assert told.label in ("OBJ", "OTIT")
        assert any(run.own and "Neglect" in run.words for run in told.runs)

    @pytest.mark.parametrize("row", ["w2", "d2"])
    def test_an_owner_or_a_date_explains_what_it_belongs_to(self, chosen, row):
        chosen("blocks", WALK)
        told = why(row)
        assert told.asked.key == row
        assert told.asked.source.method
        assert told.subject.key == told.asked.subject_key == "a2"
        assert len(told.cues) == 5

    def test_tells_what_the_next_best_reading_has_instead(self, chosen):
        def change(reading):
            reading.plan.actions[0].text = "Train three hundred practitioners"

        chosen("blocks", "lines")
        assert why("a1").following.name == "lines"
        chosen("blocks", WALK, change)
        found = why("a1").following.statement
        assert (found.kind, found.text) == ("action", "Train three hundred practitioners")
        assert 0.4 < found.alike < 1

    def test_nothing_there(self, chosen):
        chosen("blocks", NOTHING)
        assert why("a3").following.statement is None

        def without(reading):
            reading.plan.actions.clear()
            reading.plan.objectives.rows.clear()

        chosen("lines", "blocks", without)
        following = why("o1").following
        assert following.statement is None
        assert following.label is not None
        assert 0 < following.odds <= 1

    def test_the_same_document_gives_the_same_explanation(self):
        assert why("a1") == why("a1")


class TestRowOfTheWalk:
    def test_has_a_rule_and_no_labels_and_tells_what_the_views_have(self, chosen):
        chosen(WALK, "blocks")
        told = why("a1")
        assert told.reading == WALK
        assert told.subject.source.method
        assert (told.label, told.cues, told.against, told.runs) == (None, (), (), ())
        assert {"blocks", "lines"} <= {view.name for view in told.views}
        assert NOTHING not in {view.name for view in told.views}
        assert all(view.label is not None for view in told.views)
        assert told.following == told.views[0]


class TestUnknownRow:
    @pytest.mark.parametrize(("row", "nearest"), [("a99", "a3"), ("action 2", "a2"), ("A0", "a1"), ("2", "a2")])
    def test_proposes_the_nearest(self, chosen, row, nearest):
        chosen("blocks", WALK)
        with pytest.raises(RowError) as raised:
            why(row)
        assert raised.value.nearest == nearest
        assert f"no row {row} " in str(raised.value)

    def test_terms_and_what_a_document_says_of_itself_are_made_by_no_reading(self, chosen):
        chosen("blocks", WALK)
        with pytest.raises(RowError, match="whichever reading"):
            why("t1")

    def test_a_document_without_rows(self):
        with pytest.raises(RowError, match="no objective and no action"):
            why("a1", b"Minutes of the lunch club. Tea was served.\n", "minutes.txt")

    def test_a_file_that_cannot_be_read(self):
        with pytest.raises(ReadingError):
            why("a1", b"")


class TestFromPython:
    def test_takes_a_path_or_bytes_a_key_or_an_id(self, tmp_path):
        path = tmp_path / NAME
        path.write_bytes(PLAN)
        known = FileIdentity.of("", PLAN).document_id
        told = safeplans.explain(path, "a1")
        assert told == safeplans.explain(PLAN, f"{known}:a1", Settings(NAME)) == safeplans.explain(str(path), " A1 ")

    def test_an_id_of_another_document_is_refused(self):
        with pytest.raises(RowError, match="another document"):
            safeplans.explain(PLAN, "0123456789abcdef:a1")


class TestWords:
    @pytest.mark.parametrize(
        ("cue", "words"),
        [
            ("w=review", "the word «review»"),
            ("w=|", "the word «|»"),
            ("column=action", "heading of its column: action"),
            ("column=-", "stands in no table"),
            ("above=section_next_steps", "section above: heading of next steps"),
            ("unheard=of", "unheard=of"),
        ],
    )  # fmt: skip
    def test_cues_are_put_in_words(self, cue, words):
        assert in_words(cue) == words

    @pytest.mark.parametrize("path", ["westerley-business-plan-2023-26.txt", "harrowmere-business-plan-2024-26.pdf"])
    def test_every_cue_of_a_document_has_words(self, path):
        data = (ROOT / "data" / "raw" / path).read_bytes()
        view = block_view(read(data, path))
        names = {cue for told in piece_cues(view) for cue in told.cues} | {c for t in view.tokens for c in word_cues(t)}
        names |= {place for piece in view.pieces for place in places_of(piece)}
        assert [name for name in sorted(names) if in_words(name) == name] == []


class TestCommand:
    @pytest.fixture
    def show(self, tmp_path, monkeypatch):
        (tmp_path / NAME).write_bytes(PLAN)
        monkeypatch.chdir(tmp_path)

        def call(*arguments: object) -> Result:
            result = CliRunner().invoke(main, ["show", *map(str, arguments)])
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
            return result

        return call

    def test_prints_why_a_row_is_as_it_is(self, show, chosen):
        chosen("blocks", WALK)
        output = show(NAME, "--why", "w2", "--width", 100).output
        for said in (
            "w2  Communications Group", "It belongs to a2:", "a2  Publish a guide for parents on [bold]safer sleep[/].",
            "line 8", "confidence 0.", "Reading    the paragraphs and tables", "expected score 0.900",
            "Next best  the walk over", "expected score 0.800, 0.100 less",
            "In that place: the same words, as an action.", "What spoke for «action»", "+0.",
        ):  # fmt: skip
            assert said in output

    def test_a_row_of_the_walk(self, show, chosen):
        chosen(WALK, NOTHING)
        output = show(NAME, "--why", "a1", "--width", 100).output
        assert "made this row; no labels did." in output
        assert "In that place: nothing there." in output
        assert "Besides    the paragraphs and tables" in output
        assert "spoke for" not in output

    def test_a_pdf_has_pages(self, show):
        path = ROOT / "data" / "raw" / "harrowmere-business-plan-2024-26.pdf"
        result = show(path, "--why", "a2")
        assert result.exit_code == 0
        assert "action · p. " in result.output

    def test_lists_the_keys(self, show, chosen):
        chosen("blocks", WALK)
        lines = show(NAME, "--why", "list", "--width", 100).output.splitlines()
        assert [line.split()[0] for line in lines if not line.startswith(" ")][:4] == ["o1", "a1", "a2", "a3"]
        assert any(line.startswith("w1 ") and "(of a1)" in line for line in lines)

    @pytest.mark.parametrize("width", [40, 72])
    def test_keeps_to_the_width(self, show, width):
        assert max(map(len, show(NAME, "--why", "a1", "--width", width).output.splitlines())) <= width

    def test_an_unknown_row_is_told_with_what_to_do(self, show, chosen):
        chosen("blocks", WALK)
        result = show(NAME, "--why", "a9\x1b")
        assert result.exit_code == 2
        assert "The nearest is a3, «Audit forty cases" in result.output
        assert f"safeplans show {NAME} --why list prints all keys" in result.output
        assert "\x1b" not in result.output

    def test_what_cannot_be_read_exits_with_1(self, show, tmp_path):
        (tmp_path / "empty.txt").write_text("")
        for row in ("a1", "list"):
            result = show("empty.txt", "--why", row)
            assert result.exit_code == 1
            assert "The file is empty" in result.output

    def test_goes_without_layout(self, show):
        assert show(NAME, "--why", "a1", "--layout", "x.png").exit_code == 2

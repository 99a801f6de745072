"""The codes of problems: a closed list, explained, and no other code anywhere in the source."""

from __future__ import annotations

import ast
import fnmatch
import functools
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from safeplans import extractors, load, pipeline
from safeplans.extractors.base.facts import Problem
from safeplans.extractors.lexicon.codes import ABOUT, RETRIES, SEVERITIES, STAGES, code, codes
from safeplans.extractors.reading.errors import CODES as READING_CODES
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.schema.contract import ContractError
from safeplans.pipeline.schema.dictionary import codes_markdown
from safeplans.pipeline.schema.fields import PROBLEMS
from safeplans.pipeline.schema.rows import problem_row

DOCS = Path(__file__).parent.parent / "docs"
SOURCES = sorted(
    path for package in (extractors, pipeline) for path in Path(package.__file__ or "").parent.rglob("*.py")
)
MAKERS = {
    "Problem": ("stage", "severity", "code"),
    "ReadingProblem": ("code", "message", "severity"),
    "ReadingError": ("code", "message"),
    "self._problem": ("code", "message", "place", "severity"),
    "_problem": ("severity", "code", "message"),
}
"""What makes a problem, with its parameters in order."""


def made(tree: ast.AST) -> Iterator[tuple[int, str, dict[str, ast.expr]]]:
    """Every call that makes a problem: its line, the maker and the arguments by name."""
    for node in ast.walk(tree):
        maker = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and maker in MAKERS:
            given = dict(zip(MAKERS[maker], node.args, strict=False))
            yield node.lineno, maker, given | {k.arg: k.value for k in node.keywords if k.arg}


def wording(value: ast.expr | None) -> str | None:
    """A text in the source as a pattern (`unplaced_*` for an f-string); None where it is handed on from elsewhere."""
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in value.values)
    return None


@functools.cache
def written() -> list[tuple[str, str, dict[str, ast.expr]]]:
    """Place, pattern of the code and arguments of every problem whose code is written out in the source."""
    found = []
    for path in SOURCES:
        for line, maker, given in made(ast.parse(path.read_text(encoding="utf-8"))):
            pattern = wording(given.get("code"))
            if pattern is None:
                handed = ast.unparse(given["code"]).split(".")[-1]
                assert handed in ("code", "name"), f"{path}:{line}: {maker} with a code that the source does not show"
            else:
                found.append((f"{path}:{line}", pattern, given))
    return found


def test_every_code_in_the_source_is_in_the_list():
    assert len(written()) > 30
    for place, pattern, _ in written():
        assert fnmatch.filter(codes(), pattern), f"{place}: {pattern} is not in extractors/vocabulary/codes.toml"


def test_every_code_in_the_list_is_in_the_source():
    used = {name for _, pattern, _ in written() for name in fnmatch.filter(codes(), pattern)}
    assert used == set(codes())


def test_every_problem_in_the_source_has_a_stage_and_severity_that_its_code_allows():
    for place, pattern, given in written():
        for name in fnmatch.filter(codes(), pattern):
            stage, severity = wording(given.get("stage")), wording(given.get("severity"))
            assert stage is None or stage in code(name).stages, f"{place}: {stage}"
            assert severity is None or severity in code(name).severities, f"{place}: {severity}"


def test_what_a_reader_refuses_is_in_the_list():
    for name in READING_CODES:
        assert "error" in code(name).severities and "reading" in code(name).stages


@pytest.mark.parametrize("each", codes().values(), ids=lambda each: each.name)
class TestEveryCode:
    def test_its_words_are_of_the_closed_lists(self, each):
        assert each.about in ABOUT and each.retry in RETRIES
        assert each.stages and set(each.stages) <= set(STAGES)
        assert each.severities and set(each.severities) <= set(SEVERITIES)

    def test_it_says_what_happened_in_one_line(self, each):
        assert each.what.endswith(".") and "\n" not in each.what

    def test_its_advice_is_short_and_there_where_a_retry_can_help(self, each):
        assert len(each.advice) <= 54 and "\n" not in each.advice
        assert each.advice or each.retry == "no"

    def test_what_is_missing_is_never_without_advice(self, each):
        assert each.advice or "error" not in each.severities

    def test_it_is_explained_in_the_documentation(self, each):
        assert f"| `{each.name}` |" in codes_markdown()


def test_a_code_that_is_not_listed_is_refused():
    with pytest.raises(ContractError, match=r"a\.pdf: problems\.code holds 'mystery'"):
        problem_row("a.pdf", None, "s1", Problem("reading", "error", "mystery", "Nobody knows."))
    with pytest.raises(KeyError, match=r"codes\.toml"):
        code("mystery")


def test_a_row_says_whether_a_retry_can_help():
    rows = [
        problem_row("a.pdf", None, "s1", Problem("reading", "error", name, "Said."))
        for name in ("changed", "timeout", "duplicate")
    ]
    assert [row["retry"] for row in rows] == ["same", "changed", "no"]


def test_the_tables_hold_listed_codes_and_their_retries(plans, make, tmp_path):
    (plans / "empty.txt").write_text("")
    make(plans)
    assert check(tmp_path / "out") == []
    problems = load(tmp_path / "out")["problems"]
    assert list(problems["code"].cat.categories) == list(PROBLEMS.field("code").allowed) == list(codes())
    assert dict(zip(problems["code"], problems["retry"], strict=True)) == {"plan_not_read": "no", "empty": "changed"}


def test_check_finds_a_code_and_a_retry_that_are_not_listed(plans, make, tmp_path):
    make(plans)
    path = tmp_path / "out" / "problems.parquet"
    problems = pq.read_table(path)
    for column, other in (("code", "mystery"), ("retry", "perhaps")):
        values = pa.array([other] * len(problems)).dictionary_encode()
        index = problems.schema.get_field_index(column)
        pq.write_table(problems.set_column(index, problems.schema.field(column), values), path)
        (said,) = (
            each.message for each in check(tmp_path / "out") if each.table == "problems" and column in each.message
        )
        assert said.startswith(f"{column} holds '{other}', which is not one of: ")


def test_the_page_in_docs_is_up_to_date():
    assert (DOCS / "problems.md").read_text(encoding="utf-8") == codes_markdown() + "\n", "run: make docs"


def test_the_command_explains_one_code():
    result = CliRunner().invoke(main, ["codes", "timeout"])
    assert result.exit_code == 0
    assert "| `timeout` | error |" in result.output and "empty" not in result.output
    assert CliRunner().invoke(main, ["codes", "mystery"]).exit_code == 2

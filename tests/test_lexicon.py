"""The words of the field have one door, one list of months, and a named form for each way of comparing them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from safeplans.extractors.lexicon import forms, months
from safeplans.extractors.lexicon.language import stem
from safeplans.extractors.lexicon.loading import load_rows, load_toml

ROOT = Path(__file__).parent.parent
EXTRACTORS = ROOT / "extractors"
LEXICON = EXTRACTORS / "lexicon"
WALK = EXTRACTORS / "plan"  # the rules of the first round, which will leave


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(EXTRACTORS.rglob("*.py")):
        if not path.is_relative_to(LEXICON) and not path.is_relative_to(WALK):
            yield path.relative_to(EXTRACTORS).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_only_the_lexicon_opens_files_of_the_vocabulary():
    readers = {"tomllib", "csv", "importlib.resources"}
    opening = {name for name, tree in modules() if imported(tree) & readers}
    # neither the models nor what users sent is vocabulary
    assert opening <= {"base/models.py", "reading/sheets/delimited.py", "reading/typed_cells.py"}


def test_no_module_lists_the_months_again():
    """No list of them is without the second one, and no module has another reason to spell it."""
    second = re.compile(r"\bfeb(?:ruary)?\b", re.IGNORECASE)
    again = {
        path.relative_to(ROOT).as_posix()
        for folder in (EXTRACTORS, ROOT / "pipeline")
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and second.search(node.value)
    }
    assert again == set()


@pytest.mark.parametrize("name", ["time", "owners", "columns", "confidence"])
def test_a_vocabulary_file_is_read_once(name):
    assert load_toml(name) is load_toml(name)


def test_a_vocabulary_that_is_not_there_is_told():
    with pytest.raises(FileNotFoundError):
        load_toml("no_such_words")
    with pytest.raises(FileNotFoundError):
        load_rows("no_such_rows")


@pytest.mark.parametrize(
    ("form", "printed", "compared"),
    [
        (forms.word_form, "Children’s", "children's"),
        (forms.bare_word, "(Co-Chair’s)", "co-chair's"),
        (forms.phrase_form, " Plan on\n a  Page: ", "plan on a page:"),
        (forms.name_form, "• Children’s  Lead/Deputy (North–East).", "children's lead/deputy (north-east)"),
        (forms.heading_form, "Children’s  outcomes – #1", "childrens outcomes # 1"),
        (forms.words_form, "Neglect: children’s voice", "neglect children s voice"),
        (forms.letters_form, "1.(a)", "1a"),
        (forms.same_length_form, "The Board’s", "the board's"),
        (forms.same_length_form, "İ", "İ"),
    ],
)  # fmt: skip
def test_what_each_form_keeps(form: Callable[[str], str], printed: str, compared: str):
    assert form(printed) == compared
    assert form(compared) == compared  # what is compared is in its form already


def test_a_word_printed_with_a_ligature_is_the_word():
    assert forms.words_in("Short ﬁlms") == ["short", "films"]
    assert stem("ﬁlms") == stem("films")


def test_months_are_twelve_in_order_and_known_by_what_they_are_shortened_to():
    assert months.NAMES[0] == "january"
    assert months.NAMES[11] == "december"
    assert len(months.NAMES) == 12
    assert {months.spellings()[word] for word in ("sep", "sept", "september")} == {9}
    assert [months.number_of(word) for word in ("Jan.", "MAY", "Sept", "december")] == [1, 5, 9, 12]
    with pytest.raises(ValueError, match="tuple"):
        months.number_of("Spring")


def test_a_slip_in_a_long_name_is_that_month_and_in_a_short_one_another_word():
    assert months.misspelt()["ocober"] == 10
    assert "marhc" not in months.misspelt()  # listed, since the name is short
    assert "match" not in {*months.misspelt(), *months.spellings()}

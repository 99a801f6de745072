"""What looks like plan and is in no row: told once, with its words and its place."""

from __future__ import annotations

from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Action, Facts, Measure, Objective, Problem, Source
from safeplans.extractors.choice.choosing import Reading
from safeplans.extractors.choice.telling import LONGEST, not_read, passages, read_share
from safeplans.extractors.drafting.drafts import Placement, Plan
from safeplans.extractors.drafting.objectives import Objectives
from safeplans.extractors.labelling.scores import Labelled
from safeplans.extractors.views.pieces import Piece, View

AUDIT = "Audit forty case files of neglect"
TRAIN = "Train all staff in the schools"
ASK = "Ask children what they think of us"
SOURCE = Source(Place(None, 1, 1), "", "test", 1.0)
LIKELY, UNLIKELY = 0.8, 0.1


def view(*printed: str) -> View:
    """Lines of a document, each a piece; ``*`` before one says that a blank line stands before it."""
    pieces = []
    for number, line in enumerate(printed, 1):
        words = line.lstrip("*- ")
        marker = "-" if line.startswith("-") else None
        place = Place(None, number, number)
        pieces.append(Piece(words, words.split(), "line", place, marker=marker, gap=line.startswith("*")))
    return View("lines", pieces)


def odds_of(seen: View, *likely: str) -> list[float]:
    """High odds for the words of the lines that are named, low ones for the others."""
    return [LIKELY if p.text in likely else UNLIKELY for p in seen.pieces for _ in p.tokens]


def reading(seen: View, odds: list[float], name: str = "lines") -> Reading:
    return Reading(name, empty(), seen, Labelled(["O"] * len(odds), [1.0] * len(odds), odds))


def empty() -> Plan:
    return Plan(Objectives(), [], [], [], [], {}, Placement())


def facts(*actions: str, objectives: tuple[str, ...] = (), measures: tuple[str, ...] = ()) -> Facts:
    its = Facts("text/plain", "text", None, "ok")
    its.actions = [Action(f"a{n}", text, SOURCE) for n, text in enumerate(actions, 1)]
    its.objectives = [Objective(f"o{n}", "priority", text, SOURCE) for n, text in enumerate(objectives, 1)]
    its.measures = [Measure(f"m{n}", "success", text, SOURCE) for n, text in enumerate(measures, 1)]
    return its


def told(its: Facts, *found: Reading) -> list[str | None]:
    return [p.quote for p in not_read(its, found)]


# ---- what is told -----------------------------------------------------------------------------


def test_what_looks_like_plan_and_is_in_no_row_is_told_with_its_words_and_its_place():
    seen = view("*" + AUDIT, "*" + TRAIN, "*We met twice in the year")
    (problem,) = not_read(facts(AUDIT), [reading(seen, odds_of(seen, AUDIT, TRAIN))])
    assert problem == Problem(
        "extraction",
        "warning",
        "plan_not_read",
        f"This looks like part of the plan and is in no row: «{TRAIN}»",
        None,
        Place(None, 2, 2),
        TRAIN,
    )


def test_what_is_in_a_row_is_not_told():
    seen = view("*" + AUDIT, "*" + TRAIN)
    assert told(facts(AUDIT, TRAIN), reading(seen, odds_of(seen, AUDIT, TRAIN))) == []


def test_rows_are_actions_objectives_and_measures():
    seen = view("*" + AUDIT, "*" + TRAIN, "*" + ASK)
    its = facts(AUDIT, objectives=(TRAIN,), measures=(ASK,))
    assert told(its, reading(seen, odds_of(seen, AUDIT, TRAIN, ASK))) == []


def test_a_title_a_comment_and_an_owner_are_in_a_row_too():
    title, comment, owner = "Forty audits in a year", "Half of them were done", "Head of Service for Children"
    seen = view("*" + title, "*" + comment, "*" + owner)
    its = facts(AUDIT)
    its.actions[0].title, its.actions[0].progress_text, its.actions[0].owner_text = title, comment, owner
    assert told(its, reading(seen, odds_of(seen, title, comment, owner))) == []


def test_case_signs_and_line_ends_make_no_difference():
    seen = view("*Audit forty case", "files of NEGLECT.")
    assert told(facts(AUDIT), reading(seen, [LIKELY] * 6)) == []


def test_most_of_a_passage_in_rows_is_enough():
    seen = view("*Audit forty case files of neglect quickly")
    assert told(facts(AUDIT), reading(seen, [LIKELY] * 7)) == []


def test_narrative_is_not_told():
    seen = view("*" + AUDIT, "*We met twice in the year")
    assert told(facts(AUDIT), reading(seen, odds_of(seen, AUDIT))) == []


def test_a_few_words_are_no_statement():
    seen = view("*" + AUDIT, "*Train all staff")
    assert told(facts(AUDIT), reading(seen, [LIKELY] * 9)) == []


# ---- once -------------------------------------------------------------------------------------


def test_two_readings_that_see_the_same_tell_it_once():
    seen, other = view("*" + AUDIT, "*" + TRAIN), view("*" + AUDIT, "*Train all staff", "in the schools")
    found = [reading(seen, [LIKELY] * 12), reading(other, [LIKELY] * 12, "blocks")]
    assert told(facts(AUDIT), *found) == [TRAIN]


def test_what_only_one_reading_sees_is_told():
    seen = view("*" + AUDIT, "*" + TRAIN)
    found = [reading(seen, odds_of(seen, AUDIT)), reading(seen, odds_of(seen, AUDIT, TRAIN))]
    assert told(facts(AUDIT), *found) == [TRAIN]


def test_a_passage_that_is_printed_twice_is_told_once():
    seen = view("*" + AUDIT, "*" + TRAIN, "*" + TRAIN)
    assert told(facts(AUDIT), reading(seen, odds_of(seen, TRAIN))) == [TRAIN]


def test_a_reading_without_a_view_tells_nothing():
    assert told(facts(AUDIT), Reading("walk", empty())) == []


# ---- documents without a plan -----------------------------------------------------------------


def test_a_document_with_hardly_anything_that_looks_like_plan_tells_nothing():
    seen = view("*" + AUDIT, "*" + TRAIN, "*" + ASK)
    assert told(facts(), reading(seen, [LIKELY] * len(seen.tokens))) == []


def test_a_document_with_much_that_looks_like_plan_and_no_rows_tells_all_of_it():
    others = [
        "Write down what each agency does when a child is missing from home",
        "Hold two days in the spring for carers and for those who work with them",
        "Publish a short guide about safe sleep that midwives hand to parents",
    ]
    seen = view(*(f"*{text}" for text in (AUDIT, TRAIN, ASK, *others)))
    assert told(facts(), reading(seen, [LIKELY] * len(seen.tokens))) == [AUDIT, TRAIN, ASK, *others]


def test_with_rows_even_little_is_told():
    seen = view("*" + TRAIN)
    assert told(facts(AUDIT), reading(seen, [LIKELY] * 6)) == [TRAIN]


# ---- passages ---------------------------------------------------------------------------------


def runs(seen: View, odds: list[float]) -> list[str]:
    return [p.text for p in passages(seen, odds)]


def test_a_passage_runs_over_lines():
    seen = view("*Audit forty case", "files of neglect")
    (passage,) = passages(seen, [LIKELY] * 6)
    assert (passage.text, passage.place, round(passage.odds, 6)) == (AUDIT, Place(None, 1, 2), LIKELY)


def test_a_blank_line_a_bullet_and_a_full_stop_begin_another():
    assert runs(view("*" + AUDIT, "*" + TRAIN), [LIKELY] * 12) == [AUDIT, TRAIN]
    assert runs(view("-" + AUDIT, "-" + TRAIN), [LIKELY] * 12) == [AUDIT, TRAIN]
    assert runs(view(AUDIT + ".", TRAIN), [LIKELY] * 12) == [AUDIT + ".", TRAIN]
    assert runs(view(AUDIT, TRAIN), [LIKELY] * 12) == [f"{AUDIT} {TRAIN}"]


def test_narrative_between_parts_two_passages():
    seen = view(f"{AUDIT} as we said before {TRAIN}")
    odds = [LIKELY] * 6 + [UNLIKELY] * 4 + [LIKELY] * 6
    assert runs(seen, odds) == [AUDIT, TRAIN]


def test_a_long_run_is_told_in_parts():
    seen = view(" ".join(f"word{n}" for n in range(LONGEST + 10)))
    assert [len(text.split()) for text in runs(seen, [LIKELY] * (LONGEST + 10))] == [LONGEST, 10]


def test_a_view_without_words_has_no_passages():
    assert passages(View("lines", []), []) == []


# ---- the share that was read ------------------------------------------------------------------


def test_the_share_of_what_looks_like_plan_that_is_in_rows():
    seen = view("*" + AUDIT, "*" + TRAIN, "*We met twice in the year")
    found = [reading(seen, odds_of(seen, AUDIT, TRAIN))]
    assert read_share(facts(AUDIT, TRAIN), found) == 1.0
    assert read_share(facts(AUDIT), found) == 0.5
    assert read_share(facts(), found) == 0.0


def test_likelier_words_count_for_more():
    seen = view("*" + AUDIT, "*" + TRAIN)
    share = read_share(facts(AUDIT), [reading(seen, [0.9] * 6 + [0.45] * 6)])
    assert share == 0.667


def test_where_nothing_looks_like_plan_there_is_no_share():
    seen = view("*We met twice in the year")
    assert read_share(facts(AUDIT), [reading(seen, odds_of(seen))]) is None
    assert read_share(facts(AUDIT), []) is None
    assert read_share(facts(AUDIT), [Reading("walk", empty())]) is None


def test_the_first_reading_with_a_view_counts():
    seen = view("*" + AUDIT, "*" + TRAIN)
    found = [Reading("walk", empty()), reading(seen, odds_of(seen, AUDIT)), reading(seen, odds_of(seen, TRAIN))]
    assert read_share(facts(AUDIT), found) == 1.0

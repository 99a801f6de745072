"""The same question gives the same number wherever it is asked: heat map, partnership's page, search, workbook, `ask`.

Over all samples, each number counted anew from what a reader of that place sees.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from safeplans.pipeline.base.links import overview_page, partnership_page, theme_anchor, theme_page
from safeplans.pipeline.questions import answer
from safeplans.pipeline.schema.field_parts import THEMES
from safeplans.pipeline.site.contents import Contents, contents_of
from safeplans.pipeline.site.overview import write_overview
from safeplans.pipeline.site.partnerships import write_partnerships
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.site.search import write_search
from safeplans.pipeline.site.themes import write_themes
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import Views, read_views
from safeplans.pipeline.workbook.sheets import sheets

CELL = re.compile(r'href="[^"]*partnerships/([\w-]+)\.html#theme-(\w+)-([\w-]+)-(\w+)"><b>(\d+)</b>')


@dataclass
class Pages:
    """The pages that count, on disk."""

    folder: Path
    contents: Contents

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def partnership(self, key: str) -> str:
        return self.text(partnership_page(key))

    def search_data(self, name: str) -> Any:
        text = self.text(f"assets/data-{name}.js")
        return json.loads(text.splitlines()[1].partition(" = ")[2].rstrip(";"))

    @cached_property
    def found(self) -> list[dict[str, Any]]:
        """What the search has, by name: as `assets/search.js` reads it."""
        index = self.search_data("index")
        rows = [row for number in range(index["files"]) for row in self.search_data(str(number))]
        return [
            {
                "document": index["documents"][row[1]][3],
                "partnership": index["partnerships"][index["documents"][row[1]][0]][4],
                "publication": index["publications"][index["documents"][row[1]][2]][0],
                "themes": [index["themes"][theme][0] for theme in row[5]],
                "years": index["years"][row[6]] or ["no-year"],
                "action": index["kinds"][row[0]][0] == "action",
                "overdue": ("no", "yes", "unknown")[row[13]],
                "later": index["later"][row[14]][0],
            }
            for row in rows
        ]

    @cached_property
    def cells(self) -> dict[tuple[str, str, str, str], int]:
        """The numbers of all heat maps, by the name of the partnership's page, theme, year and publication."""
        texts = [path.read_text(encoding="utf-8") for path in (self.folder / "overview").iterdir()]
        found = [cell for text in (self.text("index.html"), *texts) for cell in CELL.findall(text)]
        cells = {(page, theme, year, publication): int(count) for page, theme, year, publication, count in found}
        assert len(cells) == len(found)
        return cells


@pytest.fixture(scope="module")
def views(compared: Path) -> Views:
    return read_views(compared)


@pytest.fixture(scope="module")
def pages(views: Views, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    contents = contents_of(views, ())
    site = Site(tmp_path_factory.mktemp("site"), labels.day(views.as_of))
    write_overview(site, contents, None)
    write_partnerships(site, contents)
    write_search(site, contents)
    write_themes(site, contents)
    return Pages(site.folder, contents)


@pytest.fixture(scope="module")
def sheet(views: Views) -> Any:
    made = {each.name: each for each in sheets(views)}
    return lambda name: made[name].rows()


def named(key: str) -> str:
    return Path(partnership_page(key)).stem


class TestThemes:
    def test_a_cell_of_a_heat_map_counts_what_the_table_the_search_and_the_page_of_the_partnership_have(
        self, pages, views
    ):
        table: Counter[tuple[str, ...]] = Counter()
        for row in views.comparison["theme_profile"]:
            slot = named(row["partnership_key"]), row["theme"], row["year"] or "no-year", row["publication"]
            table[slot] += row["objectives"] + row["actions"]
        assert pages.cells == +table
        assert pages.cells == Counter(
            (named(row["partnership"]), theme, year, row["publication"])
            for row in pages.found
            for theme in row["themes"]
            for year in row["years"]
        )
        for key in pages.contents.partnerships:
            listed = {}
            for part in pages.partnership(key).split('<div class="carrying">')[1:]:
                anchors = re.findall(r'class="anchor" id="([^"]+)"', part)
                listed.update(dict.fromkeys(anchors, part.split("</ul>")[0].count("<li>")))
            assert listed == {
                theme_anchor(theme, publication, None if year == "no-year" else year): count
                for (page, theme, year, publication), count in pages.cells.items()
                if page == named(key)
            }

    def test_the_foot_of_a_heat_map_counts_its_columns(self, pages, views):
        year = views.usual_year()
        foot = pages.text("index.html").split("<tfoot>")[1]
        having, lacking = (list(map(int, re.findall(r"<td>(\d+)</td>", row))) for row in foot.split("</tr>")[:2])
        pairs = {(page, theme) for page, theme, of, publication in pages.cells if (of, publication) == (year, "plan")}
        assert having == [sum(theme == each for _, theme in pairs) for each in THEMES]
        rows = {row["partnership_key"] for row in views.themes() if (row["year"], row["publication"]) == (year, "plan")}
        assert {some + none for some, none in zip(having, lacking, strict=True)} == {len(rows)}

    @pytest.mark.parametrize("year", ["2023-24", "2024-25"])
    def test_the_answers_are_those_of_the_table_and_of_the_workbook(self, views, sheet, year):
        common = {row["theme"]: row for row in answer(views, "themes", year=year).rows}
        matrix = views.matrix(year)
        if year == views.usual_year():
            assert sheet("Themes") == matrix
        for theme in THEMES:
            having = {row["partnership_key"] for row in matrix if row[theme]}
            rows = answer(views, "priorities", theme=theme, year=year).rows
            gaps = {row["partnership_key"] for row in answer(views, "gaps", theme=theme, year=year).rows}
            assert {row["partnership_key"] for row in rows} == having
            assert gaps == {row["partnership_key"] for row in matrix} - having
            assert len(rows) == sum(row[theme] for row in matrix)
            if having:
                assert (common[theme]["partnerships"], common[theme]["objectives"]) == (len(having), len(rows))
            else:
                assert theme not in common

    def test_the_page_of_a_theme_counts_what_the_answers_have(self, pages, views):
        index = pages.text("themes/index.html")
        for theme in THEMES:
            asked = {name: answer(views, name, theme=theme) for name in ("priorities", "gaps", "due", "outcomes")}
            rows = {name: each.rows for name, each in asked.items()}
            overdue = sum(row["overdue"] == "yes" for row in rows["due"])
            having = len({row["partnership_key"] for row in rows["priorities"]})
            line = index.split(f"{labels.label(theme, 'theme')}</a>")[1].split("</tr>")[0]
            shown = [having, len(rows["gaps"]), len(rows["priorities"]), len(rows["due"]), overdue]
            assert list(map(int, re.findall(r">(\d+)<", line))) == shown
            text = pages.text(theme_page(theme))
            assert f"{having} of {len(views.speaking(asked['gaps'].year))} partnerships" in text
            for section, name in (("priorities", "priorities"), ("actions", "due"), ("followed", "outcomes")):
                table = text.split(f'<h2 id="{section}">')[1].split("</section>")[0]
                left_out = sum(map(int, re.findall(r">(\d+) more of \d+", table)))
                assert table.count('<th scope="row" ') + left_out == len(rows[name]), theme


class TestPlanning:
    def test_overdue_is_counted_alike_in_table_rows_search_page_and_workbook(self, pages, views, sheet):
        table = {
            row["document_id"]: (row["overdue"], row["due_unknown"]) for row in views.comparison["planning_quality"]
        }
        assert sum(overdue for overdue, _ in table.values()) > 20
        for rows, document in ((pages.found, "document"), (views.actions(), "document_id")):
            held = Counter((row[document], row["overdue"]) for row in rows if row.get("action", True))
            assert {key: (held[key, "yes"], held[key, "unknown"]) for key in table} == table
        assert sheet("Actions") == views.actions()
        done = Counter(
            row["document_id"] for row in views.actions() if (row["overdue"], row["later_outcome"]) == ("yes", "done")
        )
        for key, documents in pages.contents.documents.items():
            ids = [each.document_id for each in documents]
            assert quality(pages.partnership(key), "Overdue by its own words") == [table[each][0] for each in ids]
            if "Overdue, but done" in pages.partnership(key):
                said = "Overdue, but done as a later report says (inferred)"
                assert quality(pages.partnership(key), said) == [done[each] for each in ids]
            else:
                assert not any(done[each] for each in ids)
        assert done

    def test_the_answer_and_the_page_of_the_partnership_give_the_same_quality(self, pages, views):
        asked = {row["document_id"]: row for row in answer(views, "quality", year="2024-25").rows}
        assert len(asked) > 10
        for key, documents in pages.contents.documents.items():
            text = pages.partnership(key)
            lines = (("All", "actions"), ("Lead, date and measure", "complete"), ("Said to be done", "done"))
            for name, column in lines:
                for document, shown in zip(documents, quality(text, name), strict=True):
                    if document.document_id in asked:
                        assert asked[document.document_id][column] == shown

    def test_due_says_what_is_overdue_as_the_rows_do(self, views):
        asked = answer(views, "due", year="2023-24")
        ids = {row["action_id"] for row in asked.rows}
        overdue = sum(row["overdue"] == "yes" for row in views.actions() if row["action_id"] in ids)
        assert overdue and f" {overdue} overdue" in asked.notes[0]


class TestTwoDocuments:
    def test_what_came_of_plans_is_counted_alike(self, pages, views, sheet):
        table = Counter((row["partnership_key"], row["outcome"]) for row in views.comparison["follow_through"])
        assert Counter((row["partnership_key"], row["outcome"]) for row in sheet("Follow-through")) == table
        for key in pages.contents.partnerships:
            section = pages.partnership(key).split('id="followed"')[1].split('id="changed"')[0]
            shown: Counter[str] = Counter()
            for count, outcome in re.findall(r"<li><b>(\d+)</b> ([^<]+)</li>", section):
                shown[outcome] += int(count)
            assert +shown == Counter(
                {labels.label(name, "outcome").lower(): n for (whose, name), n in table.items() if whose == key}
            )

    def test_the_search_says_of_an_action_what_the_workbook_says(self, pages, sheet):
        assert Counter(row["later"] for row in pages.found if row["action"]) == Counter(
            row["later_outcome"] or "none" for row in sheet("Actions")
        )

    def test_a_group_has_the_statements_that_are_listed(self, views, sheet):
        members = Counter(row["like_group_id"] for row in sheet("Like objectives") if row["like_group_id"])
        assert members == {row["like_group_id"]: row["statements"] for row in views.comparison["like_groups"]}


def quality(page: str, name: str) -> list[int]:
    """A line of a partnership's table of planning quality."""
    line = page.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
    return list(map(int, re.findall(r"<td>(\d+)", line)))


def test_every_heat_map_has_its_page(pages, views):
    held = {(row["publication"], row["year"]) for row in views.comparison["theme_profile"]}
    there = {path.relative_to(pages.folder).as_posix() for path in (pages.folder / "overview").iterdir()}
    assert there | {overview_page("plan", views.usual_year())} == {overview_page(*each) for each in held}

"""The pages of the report, read without a browser: links, counts, escapes, and how they come into place."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from safeplans import run
from safeplans.extractors.choice.confidence import BANDS
from safeplans.extractors.lexicon.codes import ABOUT, SEVERITIES
from safeplans.pipeline.base.links import evidence_link, partnership_page, statement_anchor, theme_anchor, theme_page
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.comparison.comparing import compare
from safeplans.pipeline.comparison.likeness import Method
from safeplans.pipeline.questions import answer
from safeplans.pipeline.schema.comparison_fields import CHANGES, COMPARED_PARTNERSHIPS, OUTCOMES, PUBLICATIONS
from safeplans.pipeline.schema.field_parts import RELATIONS, SECTORS, THEMES
from safeplans.pipeline.schema.fields import DATES, DOCUMENTS, MEASURES, OWNERS, PARTNERSHIPS
from safeplans.pipeline.site import building, overview, themes
from safeplans.pipeline.site.building import MARKER, ReportError, ReportSummary, fresh_folder, write_report
from safeplans.pipeline.site.contents import contents_of
from safeplans.pipeline.site.rendering import Site, printed, script
from safeplans.pipeline.site.search import KINDS, STANDINGS
from safeplans.pipeline.site.search import _when as dated
from safeplans.pipeline.store.dataset import DatasetError
from safeplans.pipeline.views import labels
from safeplans.pipeline.views.views import Views, read_views

AS_OF = dt.date(2024, 10, 1)
HOSTILE = '<script>alert("1")</script>'

PLAN = """\
# {name} Business Plan {year}

Priority 1: Neglect is recognised early

| No | Action | Lead | By when | Measure of success |
| --- | --- | --- | --- | --- |
| 1.1 | Train staff {hostile} to recognise neglect | Head of Service | June {begins} | 200 are trained |
| 1.2 | Audit "twenty" cases of neglect | Quality Assurance Subgroup | quarterly | |
{more}
Priority 2: Children are safe online

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 2.1 | Teach parents about safety online | | TBC |
"""
REPORT = """\
# {name} Annual Report 2023-24

This report tells what the partnership did for each of its priorities.

Priority 1: Neglect is recognised early

What we did

- We trained 214 staff to recognise neglect.
- We published a guide to neglect for parents.

Next steps

- We will audit twenty cases of neglect by March 2025.
"""
NORTH, SOUTH = "Northfield Safeguarding Children Partnership", "Southfield & Moor Safeguarding Children Partnership"


@dataclass
class Page(HTMLParser):
    """What a page holds."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    headings: list[int] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif given.get("src") or given.get("href"):
            self.loaded.append(given.get("src") or given["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    more = "| 1.3 | Ask families what neglect means to them | Chair of the Board | 31 March 2025 | |\n"
    for file, name, year, added in (
        ("old.md", NORTH, 2023, ""),
        ("new.md", NORTH, 2024, more),
        ("south.md", SOUTH, 2024, more),
    ):
        years = f"{year}-{year - 1999}"
        text = PLAN.format(name=name, year=years, begins=year, hostile=HOSTILE, more=added)
        (folder / file).write_text(text, encoding="utf-8")
    (folder / "report.md").write_text(REPORT.format(name=NORTH), encoding="utf-8")
    (folder / "empty <b>.md").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dataset(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    run(documents, folder, workers=0, cache=False)
    compare(folder, as_of=AS_OF)
    return folder


@pytest.fixture(scope="module")
def views(dataset: Path) -> Views:
    return read_views(dataset, AS_OF)


@pytest.fixture(scope="module")
def site(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "site"
    summary = write_report(dataset, folder, pictures=False)
    assert (summary.partnerships, summary.pages) == (2, len(list(folder.rglob("*.html"))))
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*.html"))}


def value(text: str) -> object:
    """What the script of data sets."""
    return json.loads(text.splitlines()[1].partition(" = ")[2].rstrip(";"))


def partnership(pages: dict[str, Page], views: Views, name: str) -> tuple[str, Page]:
    key = next(row["partnership_key"] for row in views.partnerships() if row["name"] == name)
    return partnership_page(key), pages[partnership_page(key)]


class TestEveryPage:
    def test_leads_only_to_what_is_there(self, site, pages):
        for path, page in pages.items():
            for link in (*page.links, *page.loaded):
                if link == "data:,":
                    continue
                assert not re.match(r"[a-z]+:|//", link), f"{path}: {link} leads out of the report"
                target, _, anchor = link.partition("#")
                found = (site / path).parent / unquote(target) if target else site / path
                assert found.is_file(), f"{path}: {link}"
                if anchor and found.name != "search.html" and found.suffix == ".html":
                    assert anchor in read(found.resolve()).ids, f"{path}: {link}"

    def test_has_no_anchor_twice(self, pages):
        for path, page in pages.items():
            assert [each for each, count in Counter(page.ids).items() if count > 1] == [], path

    def test_has_one_heading_a_title_and_landmarks(self, pages, site):
        for path, page in pages.items():
            assert page.headings.count(1) == 1 and page.headings[0] == 1, path
            assert [page.tags[tag] for tag in ("title", "main", "header", "footer")] == [1, 1, 1, 1], path
            assert page.links[0] == "#main" and "main" in page.ids, path
            assert (site / path).read_text().startswith('<!DOCTYPE html>\n<html lang="en-GB">'), path

    def test_leaves_out_no_level_of_heading(self, pages):
        for path, page in pages.items():
            assert all(later - first <= 1 for first, later in zip(page.headings, page.headings[1:], strict=False)), path

    def test_shows_hostile_text_as_text(self, pages, site):
        assert sum(HOSTILE in page.text for page in pages.values()) >= 4
        for path in (*site.rglob("*.html"), *site.rglob("*.js")):
            assert "<script>alert" not in path.read_text(encoding="utf-8"), path
        assert "empty <b>.md" in pages["problems.html"].text

    def test_says_only_in_scripts_what_scripts_do(self, pages):
        """Search and filters apart, pages are whole without scripts."""
        assert [path for path, page in pages.items() if page.tags["noscript"]] == ["search.html"]


class TestOverview:
    def test_shows_the_latest_well_covered_year_first(self, pages):
        assert "Themes by partnership: plans for 2024-25" in pages["index.html"].text
        assert {path for path in pages if path.startswith("overview/")} == {
            "overview/2023-24-plan.html",
            "overview/2023-24-report.html",
        }

    def test_a_number_counts_the_statements_to_which_it_leads(self, views, site):
        """As many as `theme_profile` has; a zero leads nowhere."""
        cells = {
            (row["partnership_key"], row["theme"]): row["objectives"] + row["actions"]
            for row in views.comparison["theme_profile"]
            if (row["year"], row["publication"]) == ("2024-25", "plan")
        }
        assert len(cells) == 2 * len(THEMES) and 0 in cells.values() and 5 > max(cells.values()) > 1
        heat = (site / "index.html").read_text(encoding="utf-8")
        for (key, theme), count in cells.items():
            page, anchor = partnership_page(key), theme_anchor(theme, "plan", "2024-25")
            shown = re.search(rf'href="{page}#{anchor}"><b>(\d+)</b>', heat)
            assert (int(shown[1]) if shown else 0) == count, (key, theme)
            if count:
                listed = (site / page).read_text(encoding="utf-8").split(f'id="{anchor}"')[1].split("</ul>")[0]
                assert listed.count("<li>") == count, (key, theme)

    def test_tells_none_from_no_document(self, site):
        old = (site / "overview/2023-24-plan.html").read_text(encoding="utf-8")
        south = old.split("Southfield &amp; Moor")[1].split("</tr>")[0]
        north = old.split("Northfield")[1].split("</tr>")[0]
        assert "No such document was read" in south and '<td class="h0">0</td>' not in south
        assert "No such document was read" not in north and '<td class="h0">0</td>' in north

    def test_a_document_that_prints_no_period_is_not_called_missing(self, documents, tmp_path):
        for name in ("new.md", "south.md"):
            text = (documents / name).read_text(encoding="utf-8")
            (tmp_path / name).write_text(text.replace(" 2024-25", "") if name == "south.md" else text, encoding="utf-8")
        run(sorted(tmp_path.glob("*.md")), tmp_path / "tables", workers=0, cache=False)
        write_report(tmp_path / "tables", tmp_path / "site", pictures=False, as_of=AS_OF)
        heat = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
        south = heat.split("Southfield &amp; Moor")[1].split("</tr>")[0]
        assert "Its document prints no period" in south and 'href="overview/no-year-plan.html#themes"' in south
        assert "No such document was read" not in heat
        none = read(tmp_path / "site" / theme_page("neglect")).text.split("Who has none")[-1]
        assert SOUTH in none.split("With a document that prints no period")[1]

    def test_the_quality_figures_are_of_the_plans_that_speak_for_the_year(self, pages, views):
        planned = [
            row
            for row in views.comparison["planning_quality"]
            if row["publication"] == "plan" and "2024-25" in row["current_years"]
        ]
        assert 0 < len(planned) < sum(row["publication"] == "plan" for row in views.comparison["planning_quality"])
        share = labels.percent(sum(row["overdue"] for row in planned) / sum(row["actions"] for row in planned))
        said = " ".join(pages["index.html"].text.split())
        assert "of the actions in plans for 2024-25 name a lead" in said
        assert re.search(rf"of them are overdue on 1 October 2024 by the words of their plan[^%]*{share}", said)

    def test_counts_who_has_a_theme_and_who_has_none(self, pages, site):
        foot = (site / "index.html").read_text(encoding="utf-8").split("<tfoot>")[1]
        have, lack = (re.findall(r"<td>(\d+)</td>", row) for row in foot.split("</tr>")[:2])
        assert (have[THEMES.index("neglect")], lack[THEMES.index("neglect")]) == ("2", "0")
        assert (have[THEMES.index("radicalisation")], lack[THEMES.index("radicalisation")]) == ("0", "2")

    @pytest.mark.parametrize(
        ("share", "level"), [(0.0, 0), (0.001, 1), (0.05, 1), (0.06, 2), (0.2, 3), (0.35, 4), (0.36, 5), (1.0, 5)]
    )
    def test_shades_go_by_the_share(self, share, level):
        assert overview.level(share) == level

    def test_offers_the_workbook(self, pages, site):
        assert "comparison.xlsx" in pages["index.html"].links
        assert (site / "comparison.xlsx").stat().st_size > 5_000


class TestThemePages:
    def test_the_heat_map_of_the_year_and_the_navigation_lead_to_them(self, pages):
        assert {theme_page(theme) for theme in THEMES} <= set(pages["index.html"].links)
        assert {f"../{theme_page(theme)}" for theme in THEMES} <= set(pages["themes/index.html"].links)
        assert all("themes/index.html" in "".join(page.links) for page in pages.values())

    @pytest.mark.parametrize("theme", THEMES)
    def test_each_row_of_the_answers_stands_there_with_its_evidence(self, pages, views, theme):
        page = pages[theme_page(theme)]
        for question in ("priorities", "due", "outcomes"):
            for row in answer(views, question, theme=theme).rows:
                assert f"../{row['evidence']}" in page.links, question
                if question == "outcomes" and row["later_quote"]:
                    assert f"../{row['later_evidence']}" in page.links
                    assert row["quote"] in page.text and row["later_quote"] in page.text
        lacking = page.text.split("Who has none")[-1]
        gaps = {row["partnership"] for row in answer(views, "gaps", theme=theme).rows}
        assert {name for name in (NORTH, SOUTH) if name in lacking} == gaps

    def test_says_who_leads_by_when_and_what_is_overdue(self, pages):
        said = " ".join(pages[theme_page("neglect")].text.split())
        assert "Head of Service" in said and "June 2024 until 30 June 2024" in said and "every 3 months" in said
        assert "Overdue on 1 October 2024 by the words of this document" in said

    def test_what_a_long_page_leaves_out_is_told_and_linked(self, monkeypatch, views, tmp_path):
        monkeypatch.setattr(themes, "ROWS", 1)
        site = Site(tmp_path, "1 October 2024")
        themes.write_themes(site, contents_of(views, ()))
        page = read(tmp_path / theme_page("neglect"))
        key = next(row["partnership_key"] for row in views.partnerships() if row["name"] == SOUTH)
        every = [row for row in answer(views, "due", theme="neglect").rows if row["partnership_key"] == key]
        assert len(every) > 1 and f"{len(every) - 1} more of {len(every)}" in page.text
        assert f"../{partnership_page(key)}#{theme_anchor('neglect', 'plan', '2024-25')}" in page.links


class TestPartnership:
    def test_shows_each_row_with_its_evidence(self, pages, views):
        corpus = views.corpus
        tables = {
            "objective_id": corpus.objectives.values(), "action_id": corpus.actions.values(), "owner_id": corpus.owners,
            "date_id": corpus.dates, "measure_id": corpus.measures,
        }  # fmt: skip
        for column, rows in tables.items():
            assert rows
            for row in rows:
                page = pages[partnership_page(corpus.documents[row["document_id"]].partnership_key)]
                assert f"../{evidence_link(row[column], row['page'])}" in page.links, row[column]

    def test_shows_print_and_what_was_understood_beside_it(self, pages, views):
        _, page = partnership(pages, views, NORTH)
        said = " ".join(page.text.split())
        assert "June 2024 due 1 to 30 June 2024" in said
        assert "quarterly every 3 months" in said
        assert "TBC no day fixed" in said
        assert "Head of Service post" in said
        assert "No one named" in said
        assert "Overdue on 1 October 2024 by the words of this document" in said

    def test_counts_of_planning_quality_are_those_of_the_table(self, views, site):
        key = next(row["partnership_key"] for row in views.partnerships() if row["name"] == SOUTH)
        (row,) = [row for row in views.comparison["planning_quality"] if row["partnership_key"] == key]
        text = (site / partnership_page(key)).read_text(encoding="utf-8")
        for name, column in (("All", "actions"), ("Name a lead", "with_lead"), ("Overdue by its own words", "overdue")):
            assert f'<th scope="row">{name}</th>\n<td>{row[column]}' in text

    def test_shows_what_came_of_a_plan_with_both_quotes(self, pages, views):
        _, page = partnership(pages, views, NORTH)
        rows = [row for row in views.follow_through() if row["outcome"] == "done"]
        assert rows
        for row in rows:
            assert row["quote"] in page.text and row["later_quote"] in page.text
            assert {f"../{row['evidence']}", f"../{row['later_evidence']}"} <= set(page.links)
        assert "Inferred" in page.text
        assert labels.label("not_mentioned", "caveat") in page.text

    def test_says_beside_an_overdue_action_what_a_later_report_says(self, pages, views):
        (row,) = [row for row in views.actions() if (row["overdue"], row["later_outcome"]) == ("yes", "done")]
        _, page = partnership(pages, views, NORTH)
        said = " ".join(page.text.split())
        assert re.search(r"by the words of this document later report: done, as printed, of: .* \(inferred, ", said)
        assert f"../{row['later_evidence']}" in page.links
        assert re.search(r"Overdue, but done as a later report says \(inferred\) 1\b", said)

    def test_shows_what_changed_between_plans(self, pages, views):
        _, page = partnership(pages, views, NORTH)
        changed = page.text.split("Changes between plans")[-1]
        (new,) = [row for row in views.changes() if row["change"] == "new"]
        assert new["later_quote"] in changed
        _, south = partnership(pages, views, SOUTH)
        assert "no two plans" in south.text

    def test_has_a_name_that_any_disk_takes(self):
        long = [partnership_page("name:" + "a-very-long-name-" * 20 + end) for end in ("x", "y")]
        assert len(set(long)) == 2 and all(len(Path(each).name) <= 105 for each in long)
        assert partnership_page("name:a-b-scp") == "partnerships/name-a-b-scp.html"


class TestLikeObjectives:
    def test_a_group_lists_its_statements_with_leads_and_dates(self, pages, views):
        groups = views.comparison["like_groups"]
        assert groups
        for group in groups:
            page = pages[f"groups/{group['like_group_id']}.html"]
            members = [row for row in views.alike() if row["like_group_id"] == group["like_group_id"]]
            assert len(members) == group["statements"]
            for row in members:
                assert f"../{row['evidence']}" in page.links
                for action in views.actions():
                    if action["objective_id"] == row["objective_id"]:
                        assert any(link.endswith(f"#{statement_anchor(action['action_id'])}") for link in page.links)
            assert "Head of Service" in page.text or "No one named" in page.text
            assert f"groups/{group['like_group_id']}.html" in [
                f"groups/{Path(link).name}" for link in pages["groups/index.html"].links
            ]


class TestSearch:
    @staticmethod
    def data(site: Path, name: str) -> object:
        return value((site / "assets" / f"data-{name}.js").read_text(encoding="utf-8"))

    def test_has_every_objective_and_action(self, site, views):
        index, rows = self.data(site, "index"), self.data(site, "0")
        found = {f"{index['documents'][row[1]][3]}:{row[2]}": row for row in rows}
        corpus = views.corpus
        assert set(found) == {*corpus.objectives, *corpus.actions}
        for key, row in found.items():
            statement = corpus.objectives.get(key) or corpus.actions[key]
            assert statement["text"] in row[4]
            assert [index["themes"][theme][0] for theme in row[5]] == statement["themes"]
            leads = [o["name"] for o in corpus.owners if o["subject_id"] == key and o["relation"] == "lead"]
            assert [index["owners"][owner][0] for owner in row[7]] == leads

    def test_tells_when_something_begins_from_until_when_it_lasts(self):
        def date(kind: str, start: dt.date | None, end: dt.date | None) -> dict[str, object]:
            return {"kind": kind, "text": kind, "start": start, "end": end, "recurrence": None, "month": None}

        begins = date("start", dt.date(2026, 1, 1), dt.date(2026, 1, 31))
        assert dated([begins]) == ("start", "2026-01-01/")
        assert dated([begins, date("due", None, dt.date(2026, 3, 31))]) == ("start; due", "2026-03-31")

    def test_tells_a_rhythm_from_no_date(self, site):
        rows = {row[4].split()[0]: row for row in self.data(site, "0") if row[9]}
        assert [rows[number][10] for number in ("1.1", "1.2", "2.1")] == ["2024-06-30", "-", ""]

    def test_leads_to_pages_that_are_there(self, site, pages):
        index = self.data(site, "index")
        assert all(each[3] in pages for each in index["partnerships"])
        assert index["files"] == len(list(site.glob("assets/data-[0-9]*.js"))) == 1

    def test_knows_what_links_to_it_ask_for(self, site, pages):
        """Columns of the heat maps of other years, and the pages of themes, ask for a theme and more."""
        text = (site / "search.html").read_text(encoding="utf-8")
        asked = [link.partition("#")[2] for page in pages.values() for link in page.links if "search.html#" in link]
        other_maps, of_a_theme_page = 2, 3  # of 2023-24; for all years and each of two
        assert len(asked) == (other_maps + of_a_theme_page) * len(THEMES)
        for pair in {pair for query in asked for pair in query.split("&")}:
            name, value = pair.split("=")
            options = text.split(f'<select id="{name}"')[1].split("</select>")[0]
            assert f'value="{value}"' in options


class TestProblems:
    def test_are_listed_by_document(self, pages, views):
        page = pages["problems.html"]
        for row in views.problems():
            assert row["message"] in page.text and row["source"] in page.text
            assert labels.label(row["about"], "about") in page.text

    def test_documents_that_are_not_found_are_named(self, dataset, documents, tmp_path):
        moved = tmp_path / "elsewhere" / "deep"
        moved.mkdir(parents=True)
        shutil.copy(documents / "old.md", moved / "renamed.md")
        done = CliRunner().invoke(
            main, ["report", str(dataset), "-o", str(tmp_path / "site"), "-d", str(tmp_path / "elsewhere")]
        )
        assert done.exit_code == 0, done.output
        assert "south.md is not shown" in done.output and "old.md is not shown" not in done.output
        assert "2 partnerships compared" in done.output
        assert "south.md" in read(tmp_path / "site" / "problems.html").text.split("Documents whose pages")[1]


def test_a_dataset_of_which_nothing_could_be_read_has_a_report_that_says_so(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "empty.md").write_text("")
    run(tmp_path / "plans", tmp_path / "tables", workers=0, cache=False)
    summary = write_report(tmp_path / "tables", tmp_path / "site", as_of=AS_OF)
    assert summary.partnerships == 0
    assert "No document of the dataset was read" in read(tmp_path / "site" / "index.html").text
    assert "empty.md" in read(tmp_path / "site" / "problems.html").text
    assert "partnerships/index.html" in read(tmp_path / "site" / "search.html").links


class TestPlace:
    def test_the_same_dataset_gives_the_same_bytes(self, site, dataset, tmp_path):
        write_report(dataset, tmp_path / "again", pictures=False, as_of=AS_OF)
        assert digests(tmp_path / "again") == digests(site)

    def test_a_report_replaces_a_report_as_a_whole(self, tmp_path):
        for name in ("first.html", "second.html"):
            with fresh_folder(tmp_path / "site") as folder:
                (folder / name).write_text("page")
        assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MARKER, "second.html"]
        assert [path.name for path in tmp_path.iterdir()] == ["site"]

    def test_an_error_leaves_the_former_report(self, tmp_path):
        with fresh_folder(tmp_path / "site") as folder:
            (folder / "first.html").write_text("page")
        with pytest.raises(ReportError, match="No space.*what was there is unchanged"), fresh_folder(tmp_path / "site"):
            raise OSError(28, "No space left on device")
        assert (tmp_path / "site" / "first.html").is_file()
        assert [path.name for path in tmp_path.iterdir()] == ["site"]

    def test_a_report_that_cannot_be_put_in_place_leaves_the_former(self, monkeypatch, tmp_path):
        with fresh_folder(tmp_path / "site") as folder:
            (folder / "first.html").write_text("page")
        rename = Path.rename

        def refuse(path: Path, target: Path) -> Path:
            if path.name.endswith("-former") or path.name == "site":
                return rename(path, target)
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(ReportError, match="Permission denied"), fresh_folder(tmp_path / "site"):
            pass
        assert (tmp_path / "site" / "first.html").is_file()
        assert [path.name for path in tmp_path.iterdir()] == ["site"]

    def test_a_folder_with_other_files_is_refused(self, dataset, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")
        done = CliRunner().invoke(main, ["report", str(dataset), "--output", str(tmp_path)])
        assert done.exit_code == 2 and "holds files that are no report" in done.output
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_a_report_that_holds_what_it_is_made_of_is_not_replaced(self, tmp_path):
        with fresh_folder(tmp_path / "site") as folder:
            (folder / "inside").mkdir()
        inside, outside = tmp_path / "site" / "inside", tmp_path / "outside"
        for dataset, documents in ((inside, outside), (outside, inside)):
            with pytest.raises(ReportError, match="inside' lies in .* which the report replaces"):
                write_report(dataset, tmp_path / "site", documents=[documents])
        assert inside.is_dir()

    @pytest.mark.parametrize(
        "path", ["../evil.html", "evidence/../../x", "a:b.html", "/etc/x", "c\\d.html", "a//b", ".x"]
    )
    def test_an_id_that_is_none_leads_to_no_file(self, tmp_path, path):
        with pytest.raises(DatasetError, match="an id of the dataset is wrong"):
            Site(tmp_path, "1 April 2025").place(path)
        assert list(tmp_path.iterdir()) == []

    def test_a_file_is_refused(self, tmp_path):
        (tmp_path / "site").write_text("mine")
        with pytest.raises(ReportError, match="is a file"), fresh_folder(tmp_path / "site"):
            pytest.fail("nothing must be written")

    def test_no_dataset_is_told_and_leaves_nothing(self, tmp_path):
        done = CliRunner().invoke(main, ["report", str(tmp_path / "none"), "--output", str(tmp_path / "site")])
        assert done.exit_code == 2 and "There is no dataset" in done.output
        assert list(tmp_path.iterdir()) == []

    def test_documents_are_looked_for_where_run_reads_them(self, monkeypatch, tmp_path):
        asked = []
        monkeypatch.setattr(
            building, "write_report", lambda *_, **given: asked.append(given) or ReportSummary(1, 1, ())
        )
        monkeypatch.chdir(tmp_path)
        Path("data/raw/plans").mkdir(parents=True)
        for name in (".gitkeep", "plans/a.PDF"):
            Path("data/raw", name).write_text("")
            CliRunner().invoke(main, ["report", "tables", "--output", "site"])
        CliRunner().invoke(main, ["report", "tables", "--output", "site", "-d", "mine", "-d", "s3://archive/plans"])
        told = CliRunner().invoke(main, ["report", "tables", "--output", "site"]).output
        assert "No documents are shown" not in told and asked.pop()
        Path("data/raw/plans/a.PDF").unlink()
        told = CliRunner().invoke(main, ["report", "tables", "--output", "site"]).output
        assert (
            "No documents are shown: data/raw holds none. Name their folder with --documents." in told and asked.pop()
        )
        assert [given["documents"] for given in asked] == [
            (), (Path("data/raw"),), (Path("mine"), "s3://archive/plans"),
        ]  # fmt: skip

    def test_the_terminal_names_some_documents_that_are_not_shown_and_counts_the_others(self, monkeypatch, tmp_path):
        unseen = tuple((f"{at}.pdf", "no file has its content") for at in range(25))
        monkeypatch.setattr(building, "write_report", lambda *_, **__: ReportSummary(1, 1, unseen))
        said = CliRunner().invoke(main, ["report", "tables", "--output", str(tmp_path)]).output
        assert said.count("is not shown") == 20 and "and 5 more" in said


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class TestWords:
    @pytest.mark.parametrize(
        ("start", "end", "said"),
        [
            ((2024, 4, 1), (2024, 4, 1), "1 April 2024"),
            ((2024, 9, 1), (2024, 9, 30), "1 to 30 September 2024"),
            ((2024, 3, 1), (2024, 5, 31), "1 March to 31 May 2024"),
            ((2024, 4, 1), (2025, 3, 31), "1 April 2024 to 31 March 2025"),
            ((2024, 4, 1), None, "from 1 April 2024"),
            (None, (2024, 4, 1), "until 1 April 2024"),
            (None, None, ""),
        ],
    )
    def test_a_span_says_once_what_both_days_share(self, start, end, said):
        assert labels.span(start and dt.date(*start), end and dt.date(*end)) == said

    @pytest.mark.parametrize(
        ("share", "said"),
        [(None, "–"), (0.0, "0%"), (0.001, "<1%"), (0.126, "13%"), (0.999, ">99%"), (1.0, "100%")],
    )
    def test_a_share_is_never_rounded_to_none_or_all(self, share, said):
        assert labels.percent(share) == said

    @pytest.mark.parametrize(
        ("value", "said"), [(0.0, "0.00"), (0.004, "<0.01"), (0.57, "0.57"), (0.9969, ">0.99"), (1.0, ">0.99")]
    )
    def test_a_confidence_is_never_rounded_to_none_or_certain(self, value, said):
        assert labels.score(value) == said

    @pytest.mark.parametrize(("value", "said"), [(8202.0, "8,202"), (17.5, "17.5"), (1e6 / 3, "333,333.3333")])
    def test_a_figure_has_no_more_digits_than_it_needs(self, value, said):
        assert labels.amount(value) == said

    def test_every_theme_has_a_name(self):
        assert tuple(labels.labels("theme")) == THEMES

    @pytest.mark.parametrize(
        ("values", "category"),
        [
            (PUBLICATIONS, "publication"),
            (PUBLICATIONS, "one"),
            (OUTCOMES, "outcome"),
            (CHANGES, "change"),
            (SECTORS, "sector"),
            (RELATIONS, "relation"),
            (SEVERITIES, "severity"),
            (ABOUT, "about"),
            (BANDS, "band"),
            (tuple(Method), "method"),
            (COMPARED_PARTNERSHIPS.field("recognised_by").allowed, "recognised_by"),
            (DATES.field("kind").allowed, "date_kind"),
            (DOCUMENTS.field("document_type").allowed, "document_type"),
            (DOCUMENTS.field("status").allowed, "status"),
            (DOCUMENTS.field("text_origin").allowed, "text_origin"),
            (MEASURES.field("kind").allowed, "measure"),
            (OWNERS.field("kind").allowed, "owner_kind"),
            (PARTNERSHIPS.field("kind").allowed, "kind"),
            (KINDS, "statement"),
            (STANDINGS, "standing"),
        ],
    )
    def test_every_value_of_a_closed_list_has_a_name(self, values, category):
        assert set(labels.labels(category)) == set(values)

    def test_words_between_back_quotes_are_code(self):
        assert printed("In `a<b>` & more") == "In <code>a&lt;b&gt;</code> &amp; more"

    def test_data_cannot_end_their_script(self):
        text = script("rows", [HOSTILE, "line\u2028break"])
        assert "<" not in text and "\u2028" not in text
        assert text.splitlines()[1].startswith("safeplans.rows = ")
        assert value(text) == [HOSTILE, "line\u2028break"]

"""The report in a real browser: from the overview to the printed words, by mouse and by keyboard, on desk and phone.

Needs Playwright and a Chromium that is installed already (or named by SAFEPLANS_CHROMIUM); without them it is skipped.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from printed_words import letters, text_within

from safeplans import run
from safeplans.pipeline.base.links import evidence_link
from safeplans.pipeline.site.building import write_report

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra: test)")
axe_playwright = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)"
)

ROOT = Path(__file__).parent.parent
DESK, PHONE, LOW = (1280, 900), (320, 640), (320, 256)
"""The last is what a window of 1280 by 1024 has at 400 %."""
WIDTH = "document.documentElement.scrollWidth"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

SAMPLES = (
    "harrowmere-business-plan-2024-26.pdf",
    "lower-wendle-business-plan-2025-27.pdf",
    "orrindale-sab-strategic-plan-2024-27.txt",
    "two-years/kestermouth-plan-2023.pdf",
    "two-years/kestermouth-plan-2024.txt",
    "two-years/kestermouth-report-2023.txt",
)
LOST = "harrowmere-business-plan-2024-26.pdf"
"""Its rows are in the dataset, but it is not where the report looks for documents."""


@dataclass(frozen=True)
class Made:
    """A report on disk, with the documents that it shows and its dataset."""

    site: Path
    documents: Path
    dataset: Path

    def document(self, source: str) -> str:
        return next(row["document_id"] for row in self.rows("documents") if row["source"] == source)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return pq.read_table(self.dataset / f"{table}.parquet").to_pylist()

    def kinds(self) -> dict[str, str]:
        """A page of each kind, with what stands behind #."""
        shown, text, lost = (self.document(Path(SAMPLES[at]).name) for at in (1, 2, 0))
        group = min(self.site.glob("groups/g*.html"))
        partnership = next(self.site.glob("partnerships/*kestermouth*.html"))
        return {
            "overview": "index.html",
            "partnerships": "partnerships/index.html",
            "partnership": f"partnerships/{partnership.name}",
            "themes": "themes/index.html",
            "theme": "themes/neglect.html",
            "groups": "groups/index.html",
            "group": f"groups/{group.name}",
            "search": "search.html#q=neglect",
            "problems": "problems.html",
            "about": "about.html",
            "dictionary": "dictionary.html",
            "evidence on a page": f"evidence/{shown}/page-2.html#a1",
            "evidence in a text": f"evidence/{text}/lines.html#a1",
            "evidence without its file": self._first_action(lost),
        }

    def _first_action(self, document_id: str) -> str:
        action = next(row for row in self.rows("actions") if row["document_id"] == document_id)
        return evidence_link(action["action_id"], action["page"])


KINDS = (
    "overview", "partnerships", "partnership", "themes", "theme", "groups", "group", "search", "problems", "about",
    "dictionary", "evidence on a page", "evidence in a text", "evidence without its file",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("report")
    documents, there = folder / "documents", folder / "there"
    documents.mkdir()
    there.mkdir()
    for name in SAMPLES:
        copied = shutil.copy(ROOT / "data" / "raw" / name, documents)
        if name != LOST:
            shutil.copy(copied, there)
    run(documents, folder / "tables", workers=0, cache=False)
    write_report(folder / "tables", folder / "site", documents=[there])
    return Made(folder / "site", there, folder / "tables")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import chromium  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    if chromium.executable() is None:
        pytest.skip(chromium.MISSING)
    with chromium.browser() as started:
        yield started


@dataclass
class Visitor:
    """Opens pages of a report in one tab, and notes what should not be: requests for other files, errors of scripts."""

    browser: Any
    site: str
    complaints: list[str] = field(default_factory=list)
    tabs: dict[bool, Any] = field(default_factory=dict)
    """With scripts and without."""

    def open(self, path: str, size: tuple[int, int] = DESK, *, scripts: bool = True) -> Any:
        if scripts not in self.tabs:
            self.tabs[scripts] = self._tab(scripts)
        page = self.tabs[scripts]
        page.goto("about:blank")  # the next page may differ behind # alone
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="light")
        page.goto(f"{self.site}/{path}")
        return page

    def _tab(self, scripts: bool) -> Any:
        page = self.browser.new_context(offline=True, java_script_enabled=scripts).new_page()
        page.set_default_timeout(5_000)
        page.on("request", self._asked)
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", lambda said: self.complaints.append(f"console: {said.text}"))
        return page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "about:blank")):
            self.complaints.append(f"asked for {request.url}")


@pytest.fixture(scope="module")
def visitor(browser: Any, made: Made) -> Visitor:
    return Visitor(browser, made.site.as_uri())


@pytest.fixture
def visit(visitor: Visitor) -> Iterator[Callable[..., Any]]:
    visitor.complaints.clear()
    yield visitor.open
    assert visitor.complaints == []


def place_on_sheet(page: Any, mark: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark as drawn, in shares of the picture as drawn."""
    sheet, box = page.locator(".sheet img").bounding_box(), mark.bounding_box()
    left, top = (box["x"] - sheet["x"]) / sheet["width"], (box["y"] - sheet["y"]) / sheet["height"]
    return left, top, left + box["width"] / sheet["width"], top + box["height"] / sheet["height"]


def printed_in(made: Made, page: Any, mark: Any) -> str:
    """The letters that PDFium has where a mark is drawn, without blanks."""
    document_id, number = re.search(r"evidence/(\w+)/page-(\d+)\.html", page.url).groups()
    source = next(row["source"] for row in made.rows("documents") if row["document_id"] == document_id)
    return text_within(letters(made.documents / source, int(number)), *place_on_sheet(page, mark))


def squeezed(text: str) -> str:
    return "".join(text.split())


class TestTheWayToTheWords:
    def test_from_a_cell_of_the_heat_map_to_the_box_over_the_words(self, made, visit):
        page = visit("index.html")
        row = page.locator("table.heat tr", has_text="Lower Wendle")
        row.locator("td a").first.click()
        assert "/partnerships/" in page.url and "#" in page.url
        assert 0 <= page.locator(":target").bounding_box()["y"] < DESK[1]
        page.locator(":target").locator("xpath=following::a[contains(@href, '/page-')][1]").click()
        chosen = page.locator(".spot[aria-current]")
        assert chosen.count() == 1 and chosen.is_visible()
        entry = page.locator(f"#row-{page.url.partition('#')[2]}")
        assert entry.get_attribute("aria-current") == "true"
        words = entry.locator(".words").first.text_content()
        assert squeezed(words) in printed_in(made, page, chosen)

    @pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
    def test_every_box_lies_over_its_words_at_any_size(self, made, visit, size):
        document_id = made.document("lower-wendle-business-plan-2025-27.pdf")
        page = visit(f"evidence/{document_id}/page-2.html", size)
        actions = [row for row in made.rows("actions") if (row["document_id"], row["page"]) == (document_id, 2)]
        assert len(actions) >= 4
        for row in actions:
            mark = page.locator(f"#{row['action_id'].partition(':')[2]}")
            assert squeezed(row["quote"]) in printed_in(made, page, mark)
        width, height = page.locator(".sheet img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
        shown = page.locator(".sheet img").bounding_box()
        assert shown["width"] / shown["height"] == pytest.approx(width / height, rel=0.01)

    @pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
    @pytest.mark.parametrize("kind", ["evidence on a page", "evidence in a text", "evidence without its file"])
    def test_the_chosen_box_is_in_view(self, made, visit, kind, size):
        page = visit(made.kinds()[kind], size)
        box = page.locator(".spot[aria-current], .entry[aria-current]").first.bounding_box()
        assert 0 <= box["y"] < size[1] and 0 <= box["x"] < size[0]

    def test_the_marks_of_a_text_lie_over_their_lines(self, made, visit):
        document_id = made.document("orrindale-sab-strategic-plan-2024-27.txt")
        page = visit(f"evidence/{document_id}/lines.html")
        for row in made.rows("actions"):
            if row["document_id"] != document_id:
                continue
            mark = page.locator(f"#{row['action_id'].partition(':')[2]}").bounding_box()
            numbers = page.locator(".line-number")
            first = numbers.get_by_text(str(row["line_start"]), exact=True).bounding_box()
            last = numbers.get_by_text(str(row["line_end"]), exact=True).bounding_box()
            assert mark["y"] == pytest.approx(first["y"], abs=1)
            assert mark["y"] + mark["height"] == pytest.approx(last["y"] + last["height"], abs=1)

    def test_without_scripts_the_boxes_stand_and_the_address_marks_one(self, made, visit):
        page = visit(made.kinds()["evidence on a page"], scripts=False)
        chosen = page.locator(".spot:target")
        assert chosen.is_visible() and page.locator(".spot").count() > 4
        assert printed_in(made, page, chosen)
        weights = page.eval_on_selector_all(
            ".spot", "all => all.map(spot => parseFloat(getComputedStyle(spot).outlineWidth))"
        )
        assert sorted(weights)[-1] > sorted(weights)[-2]
        assert page.locator(".entry").first.is_visible()


class TestKeyboard:
    def test_a_link_leads_past_the_boxes_to_what_was_found(self, made, visit):
        page = visit(made.kinds()["evidence on a page"].partition("#")[0])
        page.locator(".skip[href='#found']").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**#found")
        assert page.evaluate("document.activeElement.id") == "found"

    def test_from_the_overview_to_a_row_and_its_box(self, made, visit):
        page = visit("index.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        self.tab_to(page, "table.heat td a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/partnerships/**")
        self.tab_to(page, "main a[href*='/page-']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/evidence/**")
        assert page.evaluate("document.activeElement.classList.contains('spot')")
        assert page.locator("#selected").text_content().startswith("Selected: ")
        suffix = page.url.partition("#")[2]
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.classList.contains('entry')")
        assert page.evaluate("document.activeElement.id") == f"row-{suffix}"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.classList.contains('spot')")

    @staticmethod
    def tab_to(page: Any, selector: str) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"{selector} is not reached by the Tab key")


class TestSearch:
    def test_finds_words_and_narrows_by_a_filter(self, visit):
        page = visit("search.html")
        everything = self.count(page)
        page.fill("#q", "neglect")
        page.wait_for_function("count => document.getElementById('count').textContent !== count", arg=everything)
        some = self.count(page)
        page.select_option("#row", "objective")
        page.wait_for_function("count => document.getElementById('count').textContent !== count", arg=some)
        assert 0 < self.number(page) < int(some.split()[0]) < int(everything.split()[0])
        for statement in page.locator("#results tbody tr").all():
            assert "neglect" in statement.text_content().lower()
        page.locator("#results a[href*='evidence/']").first.click()
        assert page.locator(".spot[aria-current]").is_visible()

    def test_a_query_stands_in_the_address(self, visit):
        page = visit("search.html#q=neglect")
        assert page.input_value("#q") == "neglect"
        assert self.number(page) > 0

    def test_a_link_into_the_page_keeps_the_query(self, visit):
        page = visit("search.html#q=neglect&row=nonsense")
        some = self.number(page)
        assert some > 0 and page.input_value("#row") == ""
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html#main")
        assert page.input_value("#q") == "neglect" and self.number(page) == some

    def test_says_on_paper_what_was_asked(self, visit):
        page = visit("search.html#q=neglect&row=objective")
        assert not page.locator("#asked").is_visible()
        page.emulate_media(media="print")
        shown = page.locator("#asked")
        assert shown.is_visible() and "words: neglect; Objective or action: Objectives" in shown.text_content()
        page.emulate_media(media="screen")

    def test_does_not_call_a_priority_without_owners_of_its_own_one_without_a_lead(self, visit):
        page = visit("search.html#row=objective&lead=no")
        assert self.number(page) > 0
        page.wait_for_selector("#results tbody tr")
        said = page.locator("#results").text_content()
        assert "None of its own" in said and "No one named" not in said and "No date given" not in said

    @staticmethod
    def count(page: Any) -> str:
        return str(page.locator("#count").text_content())

    def number(self, page: Any) -> int:
        return int(self.count(page).split()[0].replace(",", ""))


class TestAccess:
    """Every kind of page; axe looks at WCAG 2.0 to 2.2, levels A and AA."""

    SHORTEN = """() => {
      const repeated = "li, dt, dd, tr, .priority, .carrying, section section, .columns > *";
      for (const list of document.querySelectorAll("main :is(section, ul, ol, dl, tbody)"))
        for (const more of Array.from(list.children).filter(each => each.matches(repeated)).slice(4)) more.remove();
      for (const row of document.querySelectorAll(".heat tr"))
        for (const more of Array.from(row.children).slice(12)) more.remove();
      for (const more of Array.from(document.querySelectorAll(".lines > span")).slice(24)) more.remove();
    }"""
    """The end of a long list is like its beginning, and axe takes its time for each colour."""

    SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }"""
    """What a reader may set (WCAG 1.4.12)."""

    ON_A_PHONE = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
    """Rules whose answer depends on colours or places; the page is the same otherwise."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_violations(self, made, visit, kind):
        page = visit(made.kinds()[kind])
        assert page.evaluate(WIDTH) <= DESK[0]
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert page.evaluate(WIDTH) <= PHONE[0]
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.evaluate(self.SHORTEN)
        assert (kind == "overview") == page.locator("table.heat tbody td a").first.is_visible()
        assert self.violations(page, {"type": "tag", "values": WCAG}) == []
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.emulate_media(color_scheme="dark")
        assert self.violations(page, {"type": "rule", "values": list(self.ON_A_PHONE)}) == []
        page.add_style_tag(content=self.SPACING)
        assert page.evaluate(WIDTH) <= PHONE[0]
        assert page.evaluate(self.CUT) == []

    CUT = """() => Array.from(document.querySelectorAll("main a, main button, .tag, th, td, dt, dd"))
      .filter(each => getComputedStyle(each).overflow !== "visible" || each.matches(".heat thead a"))
      .filter(each => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
      .map(each => each.outerHTML.slice(0, 200))"""
    """Text that its box cuts off or that runs out of it."""

    @pytest.mark.parametrize("size", [DESK, LOW], ids=["desk", "at 400 percent"])
    def test_nothing_hides_what_has_the_focus(self, visit, size):
        """WCAG 2.4.11: neither the headings of the heat map nor the foot of an evidence page, which stay in view."""
        page = visit("index.html", size)
        cells = page.locator("table.heat td a")
        assert cells.count() > 20
        for at in (-1, 0, cells.count() // 2, -1):
            cells.nth(at).focus()
            assert page.evaluate(
                """() => {
                  const cell = document.activeElement, box = cell.getBoundingClientRect();
                  return cell.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
                }"""
            ), cells.nth(at).get_attribute("href")

    @staticmethod
    def violations(page: Any, only: dict[str, Any]) -> list[str]:
        # Preloading would ask for the style sheets again, which a page from disk may not.
        found = axe_playwright.Axe().run(
            page, options={"runOnly": only, "preload": False, "resultTypes": ["violations"]}
        )
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
            # Boxes are as large as the words that they show, which WCAG 2.5.8 allows where size and place are the
            # information; the list has a larger link for each.
            if not (violation["id"] == "target-size" and node["html"].startswith('<a class="spot"'))
        ]

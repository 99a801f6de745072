"""Evidence pages: each row is marked on its page where its words are printed."""

from __future__ import annotations

import datetime
import html
import io
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from PIL import Image
from printed_words import letters, text_within
from reportlab.pdfgen.canvas import Canvas

from safeplans import run
from safeplans.extractors.assembly.locating import SLIDES, WEB
from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Action, Facts, Source
from safeplans.pipeline.base.links import evidence_link, evidence_page
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, read_corpus
from safeplans.pipeline.schema.rows import FileIdentity, document_rows
from safeplans.pipeline.site import evidence
from safeplans.pipeline.site.drawing import HIGHEST, WIDEST, Order, answers
from safeplans.pipeline.site.evidence import Evidence, write_evidence
from safeplans.pipeline.site.evidence_rows import TABLES, entries_by_page
from safeplans.pipeline.site.pictures import Shown, Wanted, show
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.site.source_files import find_sources
from safeplans.pipeline.store.discovery import InputError, discover

LAYOUTS = Path(__file__).parent / "layouts"
PDFS = ("turned-page.pdf", "sideways.pdf", "merged-over-pages.pdf", "page-boxes.pdf")
"""A page that is turned and cropped, one with its text sideways, a table over two pages, a page that lies."""

TEXT = f"""\
# Northfield Safeguarding Children Partnership Business Plan 2024-25

Priority 1: Neglect is <b>recognised</b> early & often

| No | Action | Lead | By when |
| --- | --- | --- | --- |
| 1 | Train staff <script>alert(1)</script> to recognise neglect | Head of Service | June 2024 |
| 2 | Audit twenty cases of neglect | Quality Assurance Subgroup | ongoing |
{"The partnership covers two districts and their coast." + chr(10) * 400}
## Abbreviations

QA: Quality Assurance
"""

SPOT = re.compile(
    r'<a class="spot" data-table="(?P<table>\w+)" id="(?P<first>\w+)" href="#row-(?P<entry>\w+)"'
    r' style="(?P<style>[^"]*)" title="(?P<label>[^"]*)"[^>]*>(?P<others>.*?)</a>'
)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for name in PDFS:
        shutil.copy(LAYOUTS / name, folder)
    (folder / "plan.md").write_text(TEXT)
    return folder


@pytest.fixture(scope="module")
def dataset(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    run(documents, folder, workers=0, cache=False)
    return folder


def report(dataset: Path, folder: Path, places: Sequence[Path] = (), **options: bool) -> Evidence:
    corpus = read_corpus(dataset)
    names = {document.partnership_key: "A Partnership" for document in corpus.documents.values()}
    folder.mkdir()
    return write_evidence(Site(folder, "1 April 2025"), dataset, corpus, names, places, workers=1, **options)


@pytest.fixture(scope="module")
def site(dataset: Path, documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "site"
    made = report(dataset, folder, [documents])
    assert (made.pages, made.pictures, made.failures) == (6, 5, ())
    return folder


@pytest.fixture(scope="module")
def bare(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report made where the documents are not."""
    folder = tmp_path_factory.mktemp("report") / "site"
    report(dataset, folder)
    return folder


def rows(dataset: Path, name: str) -> list[dict]:
    return pq.read_table(dataset / f"{name}.parquet").to_pylist()


def placed(dataset: Path) -> list[tuple[str, dict]]:
    """Every row that has a place in print, with its id."""
    keys = {name: f"{name.removesuffix('s')}_id" for name in TABLES}
    return [(row[keys[name]], row) for name in TABLES for row in rows(dataset, name)]


def document_id(dataset: Path, source: str) -> str:
    return next(row["document_id"] for row in rows(dataset, "documents") if row["source"] == source)


def spots(page: Path) -> dict[str, re.Match[str]]:
    """The mark of each row on a page, by the row's suffix."""
    found = {}
    for spot in SPOT.finditer(page.read_text()):
        for suffix in (spot["first"], *re.findall(r'id="(\w+)"', spot["others"])):
            assert suffix not in found
            found[suffix] = spot
    return found


def box(spot: re.Match[str]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark in shares of the page."""
    style = dict(part.split(":") for part in spot["style"].split(";"))
    left, top, width, height = (float(style[name].rstrip("%")) / 100 for name in ("left", "top", "width", "height"))
    return left, top, left + width, top + height


class TestMarks:
    def test_every_row_has_its_place_where_links_lead(self, dataset, site):
        assert len(placed(dataset)) > 60
        for row_id, row in placed(dataset):
            path, _, suffix = evidence_link(row_id, row["page"]).partition("#")
            assert suffix in spots(site / path), row_id

    @pytest.mark.parametrize("source", PDFS)
    def test_the_box_of_a_row_holds_its_words(self, dataset, documents, site, source):
        checked = 0
        for row_id, row in placed(dataset):
            if row["document_id"] != document_id(dataset, source):
                continue
            path, _, suffix = evidence_link(row_id, row["page"]).partition("#")
            printed = text_within(letters(documents / source, row["page"]), *box(spots(site / path)[suffix]))
            words = next(row[column] for column in ("text", "name", "term") if column in row)
            first = "".join(words.split()[:3])
            assert first in printed, row_id
            checked += 1
        assert checked >= 2

    def test_a_box_holds_no_words_of_its_neighbours(self, dataset, documents, site):
        source = "merged-over-pages.pdf"
        for row in rows(dataset, "actions"):
            if row["document_id"] == document_id(dataset, source):
                path, _, suffix = evidence_link(row["action_id"], row["page"]).partition("#")
                printed = text_within(letters(documents / source, row["page"]), *box(spots(site / path)[suffix]))
                assert len(printed) <= len("".join(row["quote"].split())) + 3

    def test_rows_of_one_place_share_a_mark_that_names_the_first(self, dataset, site):
        page = site / "evidence" / document_id(dataset, "plan.md") / "lines.html"
        marked = spots(page)
        first = marked["a1"]
        assert first is marked["w1"] is marked["d1"]
        assert first["table"] == "actions"
        assert html.unescape(first["label"]).startswith("Action 1: Train staff <script>")
        assert first["label"].endswith("(and 2 more)")

    def test_small_boxes_lie_above_large_ones(self, site, dataset):
        layers = []
        for spot in spots(site / "evidence" / document_id(dataset, "merged-over-pages.pdf") / "page-1.html").values():
            left, top, right, bottom = box(spot)
            layers.append(((right - left) * (bottom - top), -int(spot["style"].rpartition("z-index:")[2])))
        assert sorted(layers) == sorted(layers, key=lambda layer: (layer[1], layer[0]))


class TestPictures:
    def test_show_the_page_as_its_boxes_count(self, dataset, documents, site):
        """Ink where PDFium says that letters are, on a page that is turned and cropped."""
        picture = Image.open(site / "evidence" / document_id(dataset, "turned-page.pdf") / "page-1.webp").convert("L")
        assert picture.width > picture.height
        found = letters(documents / "turned-page.pdf", 1)
        assert len(found) > 30
        for letter in found:
            x, y = letter.x * picture.width, letter.y * picture.height
            assert picture.crop((int(x) - 5, int(y) - 7, int(x) + 5, int(y) + 7)).getextrema()[0] < 128

    def test_are_described_and_keep_the_shape_of_the_page(self, dataset, site):
        page = (site / "evidence" / document_id(dataset, "turned-page.pdf") / "page-1.html").read_text()
        assert 'style="aspect-ratio:782.00/555.00;' in page
        assert re.search(r'<img src="page-1.webp" alt="Picture of page 1 of [^"]+">', page)

    def test_huge_pages_are_drawn_small(self):
        for width, height in ((14_000, 100), (100, 14_000)):
            data = io.BytesIO()
            canvas = Canvas(data, pagesize=(width, height))
            canvas.drawString(10, 10, "Plan")
            canvas.save()
            (answer,) = answers(Order(data.getvalue(), "huge.pdf", (1,)))
            with Image.open(io.BytesIO(answer.picture)) as picture:
                assert picture.width <= WIDEST + 1 and picture.height <= HIGHEST + 1
            assert (answer.width, answer.height) == (width, height)

    def test_what_cannot_be_drawn_costs_no_other_document(self, documents, tmp_path):
        (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
        shutil.copy(documents / "turned-page.pdf", tmp_path)
        broken, whole = discover([tmp_path]).files
        drawn = []
        shown = show(
            [Wanted("b", broken, (1, 2)), Wanted("w", whole, (1, 7))], 1, lambda name, page, data: drawn.append(name)
        )
        assert drawn == ["w"]
        assert shown["b"].failure is not None and "page 1: the PDF cannot be opened" in shown["b"].failure
        assert shown["w"].failure == "page 7: there is no such page"
        assert list(shown["w"].sizes) == [1]

    def test_a_page_that_takes_too_long_is_given_up(self, documents):
        file = next(file for file in discover([documents]).files if file.name == "merged-over-pages.pdf")
        shown = show([Wanted("d", file, (1, 2))], 1, lambda *_: None, seconds=0.001)["d"]
        assert shown.failure == "page 1: it took more than 0.001 seconds, and the pages after it are left out"
        assert not shown.sizes

    def test_a_process_that_breaks_down_costs_the_pages_to_come(self, documents):
        files = {file.name: file for file in discover([documents]).files}

        def store(document: str, page: int, picture: bytes) -> None:
            if document == "first":
                for process in psutil.Process().children():
                    process.kill()
                    process.wait()

        many = (1, *(2,) * 40)
        wanted = [Wanted("first", files["merged-over-pages.pdf"], many), Wanted("next", files["turned-page.pdf"], (1,))]
        shown = show(wanted, 1, store)
        assert shown["first"].failure is not None and "broke down" in shown["first"].failure
        assert shown["next"].failure is None and list(shown["next"].sizes) == [1]


class TestTexts:
    def test_lines_are_marked_from_first_to_last(self, dataset, site):
        page = site / "evidence" / document_id(dataset, "plan.md") / "lines.html"
        assert spots(page)["a2"]["style"] == "grid-row:8/9"
        assert 'style="grid-row:8" aria-hidden="true">8</span>' in page.read_text()
        assert '<span class="line" style="grid-row:8">| 2 | Audit twenty cases' in page.read_text()

    def test_their_words_are_no_markup(self, dataset, site):
        page = (site / "evidence" / document_id(dataset, "plan.md") / "lines.html").read_text()
        assert "alert(1)" in page and "<script>alert" not in page
        assert "&lt;b&gt;recognised&lt;/b&gt; early &amp; often" in page

    def test_long_stretches_without_rows_are_left_out(self, dataset, site):
        page = (site / "evidence" / document_id(dataset, "plan.md") / "lines.html").read_text()
        lines = TEXT.split("\n")
        left_out = lines.index("QA: Quality Assurance") - 8 - 2 * 30
        assert re.findall(r"(\d+) lines that gave no rows", page) == [str(left_out)]
        assert page.count('class="line"') == len(lines) - left_out > 60


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPOTTED = ("Action plan!A1", "Action plan!A4", "Action plan!B4", "Action plan!B4", "Notes!A1")
LINES = ("Northfield action plan", "Train staff <b>now</b>", "Head of Service", "and deputies", "Nothing")


class TestSourcesWithoutPictures:
    """Word, web pages, spreadsheets and slides: their text, with the places of its lines, and the rows marked."""

    def view(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, media_type: str, page: int | None = None, **document: str
    ) -> str:
        """The evidence page of a document with one action, printed on lines 2 to 4."""
        place = Place(page, 2, 4)
        spots = () if page else SPOTTED
        found = Facts(media_type, "text", 9 if page else None, "ok", spots=spots)
        found.actions = [Action("a1", "Train staff <b>now</b>", Source(place, "Train staff <b>now</b>", "cell", 0.9))]
        tables = document_rows(found, FileIdentity.of("plan.xlsx", b"plan"))
        row = tables["documents"][0] | document
        corpus = Corpus(
            {}, {row["document_id"]: ComparedDocument(row, "northfield", "plan", ())}, {},
            {each["action_id"]: each for each in tables["actions"]}, (), (), (),
        )  # fmt: skip
        asked: list[Wanted] = []

        def drawn(wanted: Iterable[Wanted], *_: object) -> dict[str, Shown]:
            asked.extend(wanted)
            return {row["document_id"]: Shown({}, LINES, spots)}

        monkeypatch.setattr(evidence, "show", drawn)
        monkeypatch.setattr(evidence, "find_sources", lambda *_: {row["document_id"]: None})
        monkeypatch.setattr(evidence, "read_rows", lambda *_: [])
        site = Site(tmp_path, "1 April 2025")
        made = write_evidence(site, tmp_path, corpus, {"northfield": "A Partnership"}, [tmp_path], pictures=False)
        assert (made.pages, made.pictures, made.failures) == (1, 0, ())
        assert [each.pages for each in asked] == [()], "its lines are wanted, not pictures"
        return (tmp_path / evidence_page(row["document_id"], page)).read_text()

    def test_lines_stand_with_their_places_and_rows_are_marked(self, monkeypatch, tmp_path):
        page = self.view(monkeypatch, tmp_path, SHEET)
        assert '<div class="lines flowing spotted"' in page
        told = re.findall(r'<span class="line-number"[^>]*>([^<]*)</span><span class="line"[^>]*>([^<]*)', page)
        assert [(spot, html.unescape(text)) for spot, text in told] == [
            ("Action plan!A1", LINES[0]),
            ("Action plan!A4", LINES[1]),
            ("Action plan!B4", LINES[2]),
            ("", LINES[3]),
            ("Notes!A1", LINES[4]),
        ]
        assert 'href="#row-a1" style="grid-row:2/5"' in page
        assert "Action\N{NO-BREAK SPACE}plan!A4:B4" in page
        assert "There is no picture" not in page and "<img" not in page

    def test_slides_are_told_by_their_number(self, monkeypatch, tmp_path):
        page = self.view(monkeypatch, tmp_path, SLIDES, page=4)
        assert "Slide 4 of 9" in page and "Found on this slide" in page
        assert 'href="#row-a1" style="grid-row:2/5"' in page and "slide\N{NO-BREAK SPACE}4" in page
        assert "There is no picture" not in page

    def test_a_row_of_a_web_page_leads_to_its_words_there(self, monkeypatch, tmp_path):
        address = "https://northfield.example/plan"
        page = self.view(monkeypatch, tmp_path, WEB, source_url=f"{address}#top")
        assert f'href="{address}#:~:text=Train%20staff%20%3Cb%3Enow%3C%2Fb%3E"' in page
        assert f'href="{address}">' in page and "lines\N{NO-BREAK SPACE}2–4" in page

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://northfield.example/plan", ""])
    def test_an_address_that_is_none_of_the_web_is_no_link(self, monkeypatch, tmp_path, address):
        page = self.view(monkeypatch, tmp_path, WEB, source_url=address)
        assert "on the page that it was read from" not in page and "javascript:" not in page


class TestEntries:
    def test_owners_and_dates_stand_under_their_action(self, dataset, site):
        page = (site / "evidence" / document_id(dataset, "plan.md") / "lines.html").read_text()
        entry = page[page.index('<li id="row-a1"') : page.index('<li id="row-a2"')]
        for words in (
            "Who leads",
            "Head of Service",
            "June 2024",
            "1 to 30 June 2024",
            "% sure of words and place (",
        ):
            assert words in entry
        assert re.search(r"by rule <code>\w+", entry)
        assert entry.index('id="row-a1"') < entry.index('<ul class="parts">') < entry.index('id="row-w1"')

    def test_when_a_group_meets_stands_under_the_group(self, dataset):
        place = {
            "page": None,
            "line_start": 3,
            "line_end": 3,
            "bbox": None,
            "locator": "line 3",
            "quote": "Executive: monthly",
            "method": "x",
        }
        group = {
            **dict.fromkeys(("abbreviation", "chair", "focus", "meets_text", "recurrence")), **place,
            "group_id": "0123456789abcdef:g1", "name": "Executive", "confidence": 0.9,
        }  # fmt: skip
        date = {
            **dict.fromkeys(("start", "end", "month", "precision")), **place, "date_id": "0123456789abcdef:d1",
            "subject": "group", "subject_id": group["group_id"], "text": "monthly", "kind": "recurring",
            "recurrence": "P1M", "confidence": 0.9, "confidence_band": "high",
        }  # fmt: skip
        ((entry,),) = entries_by_page({"groups": [group], "dates": [date]}).values()
        assert [part.suffix for part in entry.parts] == ["d1"]
        assert entry.parts[0].details == (("Understood", "every month"),)

    def test_an_action_names_the_objective_that_it_hangs_under(self, dataset, site):
        page = (site / "evidence" / document_id(dataset, "merged-over-pages.pdf") / "page-2.html").read_text()
        owner = document_id(dataset, "merged-over-pages.pdf")
        assert re.search(rf'<dt>Under</dt><dd><a href="../../evidence/{owner}/page-\d.html#o\d">', page)

    def test_all_rows_are_listed_once(self, dataset, site):
        listed = sum(page.read_text().count('class="entry"') for page in site.rglob("*.html"))
        assert listed == len(placed(dataset))

    def test_what_reviewers_said_stands_with_the_row(self, dataset):
        actions = [row for row in rows(dataset, "actions") if row["document_id"] == document_id(dataset, "plan.md")]
        said = {
            "row_id": actions[0]["action_id"], "field": "owner_text", "original": "Head",
            "corrected": "Head of Service", "reviewer": "A. Khan", "reviewed": datetime.date(2026, 11, 2),
            "reason": "cut off", "why": "gone",
        }  # fmt: skip
        outcomes = ("applied", "confirmed", "not_applied")
        (entries,) = entries_by_page({"actions": actions}, [{**said, "outcome": each} for each in outcomes]).values()
        assert entries[0].reviews == (
            "Corrected by A. Khan on 2 November 2026, owner text: extracted was “Head” (cut off)",
            "Confirmed by A. Khan on 2 November 2026, owner text (cut off)",
            "Not applied, a correction by A. Khan on 2 November 2026 of owner text: gone (cut off)",
        )
        assert entries[1].reviews == ()

    def test_pages_lead_to_the_ones_before_and_after_and_to_the_partnership(self, dataset, site):
        folder = site / "evidence" / document_id(dataset, "merged-over-pages.pdf")
        assert '<a rel="next" href="page-2.html">' in (folder / "page-1.html").read_text()
        last = (folder / "page-2.html").read_text()
        assert '<a rel="prev" href="page-1.html">' in last and 'rel="next"' not in last
        assert "Page 2 of 2" in last and 'href="../../partnerships/' in last


class TestMissingFiles:
    def test_the_place_is_outlined_on_an_empty_sheet(self, dataset, site, bare):
        for _, row in placed(dataset):
            assert (
                row["page"] is None or (bare / "evidence" / row["document_id"] / f"page-{row['page']}.html").is_file()
            )
        name = Path("evidence") / document_id(dataset, "merged-over-pages.pdf") / "page-1.html"
        assert "<img" not in (bare / name).read_text()
        assert "no folder with the documents was given" in (bare / name).read_text()
        for suffix, spot in spots(bare / name).items():  # A4, as the page is
            assert box(spot) == pytest.approx(box(spots(site / name)[suffix]), abs=0.002)

    def test_a_sheet_lies_when_its_boxes_do(self, dataset, bare):
        page = (bare / "evidence" / document_id(dataset, "page-boxes.pdf") / "page-1.html").read_text()
        assert 'style="aspect-ratio:842.00/595.00;' in page

    def test_rows_of_a_text_keep_their_words_and_anchors(self, dataset, bare):
        page = (bare / "evidence" / document_id(dataset, "plan.md") / "lines.html").read_text()
        assert "The lines of this text cannot be shown" in page
        assert '<span id="a2"></span>' in page and "Audit twenty cases of neglect" in page

    def test_the_file_that_is_missing_is_named(self, dataset, documents, tmp_path):
        (tmp_path / "some").mkdir()
        (tmp_path / "some" / "sideways.md").write_text("Something else")
        made = report(dataset, tmp_path / "site", [tmp_path / "some"])
        assert sorted(source for source, _ in made.failures) == sorted([*PDFS, "plan.md"])
        page = tmp_path / "site" / "evidence" / document_id(dataset, "sideways.pdf") / "page-1.html"
        assert "no file with the content of sideways.pdf is in the folders given" in page.read_text()

    def test_without_pictures_nothing_is_drawn_and_pages_that_could_be_are_no_failure(
        self, dataset, documents, tmp_path
    ):
        made = report(dataset, tmp_path / "site", [documents / name for name in PDFS], pictures=False)
        assert made.pictures == 0 and [source for source, _ in made.failures] == ["plan.md"]
        assert not list((tmp_path / "site").rglob("*.webp"))


class TestSourceFiles:
    def test_are_found_by_their_content(self, dataset, documents, tmp_path):
        shutil.copy(documents / "plan.md", tmp_path / "renamed.txt")
        (tmp_path / "plan.md").write_text("Something else\n")
        found = find_sources(rows(dataset, "documents"), [tmp_path])
        assert {key: file.name for key, file in found.items()} == {document_id(dataset, "plan.md"): "renamed.txt"}

    def test_a_place_that_is_not_there_is_told(self, dataset, tmp_path):
        with pytest.raises(InputError, match="no file or folder"):
            find_sources(rows(dataset, "documents"), [tmp_path / "nowhere"])


def test_same_dataset_same_bytes(dataset, documents, site, tmp_path):
    report(dataset, tmp_path / "site", [documents])
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(tmp_path / "site") for p in (tmp_path / "site").rglob("*") if p.is_file())
    assert [name for name in files if (site / name).read_bytes() != (tmp_path / "site" / name).read_bytes()] == []

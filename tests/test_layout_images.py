"""`safeplans show --layout`: what the reader saw, on pictures of the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Page, Para, Place, RejectedGrid, Row
from safeplans.extractors.reading import read
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.show.layout_images import (
    COLOURS,
    HEADER_COLOUR,
    REJECTED_COLOUR,
    LayoutError,
    draw_page,
    marks_of,
    write_layout,
)

LAYOUTS = Path(__file__).parent / "layouts"
TABLE = LAYOUTS / "word-header-shaded.pdf"
SCALE = 110 / 72


def show(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["show", *map(str, arguments)])


def pdf(path: Path) -> tuple[bytes, Document]:
    data = path.read_bytes()
    return data, read(data, path.name)


def block(kind: BlockKind, page: int, box: tuple[float, float, float, float], reason: str | None = None) -> Block:
    place = Place(page, 1, 1, box)
    return Block(kind, (Para("Text", place),), place, reason=reason)


def document(*blocks: Block, pages: int = 1) -> Document:
    sheets = tuple(Page(n, 595, 842) for n in range(1, pages + 1))
    return Document("application/pdf", blocks, ("Text",), sheets)


class TestMarks:
    def test_number_the_blocks_of_the_text_and_not_the_furniture(self):
        read_ = document(
            block(BlockKind.FURNITURE, 1, (50, 10, 90, 20), "running_header"),
            block(BlockKind.HEADING, 1, (50, 50, 200, 70)),
            block(BlockKind.PARAGRAPH, 1, (50, 80, 400, 120)),
        )
        assert [(m.kind, m.order) for m in marks_of(read_, 1)] == [
            (BlockKind.FURNITURE, None),
            (BlockKind.HEADING, 1),
            (BlockKind.PARAGRAPH, 2),
        ]
        assert marks_of(read_, 1)[0].label == "running_header"

    def test_go_on_counting_over_pages(self):
        read_ = document(
            block(BlockKind.PARAGRAPH, 1, (50, 50, 90, 60)), block(BlockKind.PARAGRAPH, 2, (50, 50, 90, 60)), pages=2
        )
        assert [m.order for m in marks_of(read_, 2)] == [2]

    def test_show_a_table_on_each_of_its_pages_with_the_rows_there(self):
        def row(page: int, top: float, header: bool = False) -> Row:
            place = Place(page, 1, 1, (50, top, 500, top + 20))
            return Row((Cell((Para("Text", place),), 0), Cell((), 1)), place, header)

        whole = Place(1, 1, 1, (50, 700, 500, 740))
        rows = (row(1, 700, header=True), row(1, 720), row(2, 60))
        read_ = document(Block(BlockKind.TABLE, (), whole, rows=rows, columns=2), pages=2)
        first, second = marks_of(read_, 1), marks_of(read_, 2)
        assert [m.part for m in first] == ["", "header", "row", "header", "cell"]
        assert [m.part for m in second] == ["", "row", "cell"]
        assert (second[0].order, second[0].label, second[0].box) == (1, "table 3 x 2, goes on", (50, 60, 500, 80))

    def test_a_merged_cell_is_shown_once(self):
        place, below = Place(1, 1, 1, (50, 50, 90, 60)), Place(1, 1, 1, (50, 70, 90, 80))
        paras = (Para("Text", place),)
        rows = (Row((Cell(paras, 0),), place), Row((Cell(paras, 0, rowspan_from=0),), below))
        marks = marks_of(document(Block(BlockKind.TABLE, (), place, rows=rows, columns=1)), 1)
        assert [m.part for m in marks] == ["", "row", "row", "cell"]


class TestPictures:
    def test_has_the_size_of_the_page_and_a_strip_below(self, tmp_path):
        data, read_ = pdf(TABLE)
        (path,) = write_layout(data, read_, tmp_path / "page.png", page=1)
        with Image.open(path) as picture:
            page = read_.pages[0]
            assert abs(picture.width - page.width * SCALE) <= 1
            assert 15 <= picture.height - page.height * SCALE <= 30

    @pytest.mark.parametrize("name", ["word-header-shaded.pdf", "turned-page.pdf", "sideways.pdf"])
    def test_boxes_of_blocks_are_drawn_where_they_stand(self, name):
        data, read_ = pdf(LAYOUTS / name)
        picture = draw_page(data, read_, 1)
        drawn = 0
        for mark in marks_of(read_, 1):
            x0, top, x1, bottom = (round(value * SCALE) for value in mark.box)
            colour = HEADER_COLOUR if mark.part == "header" else COLOURS[mark.kind]
            edge = [picture.getpixel((x, y)) for x in (x0, x1) for y in range(top, bottom)]
            drawn += edge.count(colour) > 0.3 * len(edge)
        assert drawn >= 0.8 * len(marks_of(read_, 1)) > 0

    def test_furniture_is_greyed(self):
        data, read_ = pdf(LAYOUTS / "draft-watermark.pdf")
        marks = [m for m in marks_of(read_, 1) if m.kind is BlockKind.FURNITURE]
        assert any(m.label == "watermark" for m in marks)
        picture = draw_page(data, read_, 1)
        x0, top, x1, _ = (round(value * SCALE) for value in marks[0].box)
        assert COLOURS[BlockKind.FURNITURE] in [picture.getpixel((x, top)) for x in range(max(x0, 0), x1)]

    def test_rejected_grids_are_drawn_where_they_are_asked_for(self):
        data, read_ = pdf(TABLE)
        grid = RejectedGrid(
            1, (100, 300, 400, 500), ((250, 300, 250, 500),), "ruled", 0.32, ("borders run through words",)
        )
        read_ = replace(read_, rejected=(grid,))
        plain, drawn = draw_page(data, read_, 1), draw_page(data, read_, 1, rejected=True)
        edges = [(round(x * SCALE), y) for x in (100, 250, 400) for y in range(round(400 * SCALE), round(500 * SCALE))]
        assert sum(drawn.getpixel(at) == REJECTED_COLOUR for at in edges) > 0.4 * len(edges)
        assert not any(plain.getpixel(at) == REJECTED_COLOUR for at in edges)

    def test_a_page_that_is_not_there(self):
        data, read_ = pdf(TABLE)
        with pytest.raises(LayoutError, match=r"no page 99"):
            draw_page(data, read_, 99)


class TestCommand:
    def test_writes_one_picture_for_each_page_into_a_folder(self, tmp_path):
        _, read_ = pdf(TABLE)
        result = show(TABLE, "--layout", tmp_path / "pages")
        assert result.exit_code == 0, result.output
        assert sorted(p.name for p in (tmp_path / "pages").iterdir()) == [
            f"page-{page.number:03d}.png" for page in read_.pages
        ]
        assert result.output.count("page-") == len(read_.pages)

    def test_one_page_into_a_folder(self, tmp_path):
        assert show(TABLE, "--layout", tmp_path / "pages", "--page", 1).exit_code == 0
        assert [p.name for p in (tmp_path / "pages").iterdir()] == ["page-001.png"]

    def test_one_name_for_many_pages_is_refused(self, tmp_path):
        many = next(path for path in sorted(LAYOUTS.glob("*.pdf")) if "merged-over-pages" in path.name)
        result = show(many, "--layout", tmp_path / "page.png")
        assert result.exit_code == 2
        assert "--page" in result.output and "folder" in result.output
        assert not list(tmp_path.iterdir())

    def test_a_text_file_has_no_pages(self, tmp_path):
        plan = tmp_path / "plan.txt"
        plan.write_text("# Plan\n\nWe will listen to children.\n")
        result = show(plan, "--layout", tmp_path / "page.png")
        assert result.exit_code == 2
        assert "plan.txt: Only a PDF has pages" in result.output

    def test_a_page_beyond_the_last_one(self, tmp_path):
        result = show(TABLE, "--layout", tmp_path / "page.png", "--page", 99)
        assert result.exit_code == 2
        assert "There is no page 99" in result.output

    def test_rejected_grids_without_layout_are_refused(self):
        assert show(TABLE, "--rejected").exit_code == 2

    def test_rejected_grids_in_a_picture(self, tmp_path):
        assert show(TABLE, "--layout", tmp_path / "page.png", "--page", 1, "--rejected").exit_code == 0

    def test_page_without_layout_is_refused(self):
        assert show(TABLE, "--page", 1).exit_code == 2

    def test_what_cannot_be_read_is_told(self, tmp_path):
        broken = tmp_path / "plan.pdf"
        broken.write_bytes(b"%PDF-1.7 and nothing else")
        result = show(broken, "--layout", tmp_path / "pages")
        assert result.exit_code == 1
        assert "plan.pdf: " in result.output and "Traceback" not in result.output

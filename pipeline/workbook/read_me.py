"""The first sheet of the workbook: what it holds, its limits, and every column explained."""

from __future__ import annotations

from collections.abc import Sequence

import xlsxwriter

from safeplans.pipeline.base.version import pipeline_version
from safeplans.pipeline.views.labels import day, label
from safeplans.pipeline.views.views import Views
from safeplans.pipeline.workbook.cells import height, lines
from safeplans.pipeline.workbook.sheets import Sheet, words

_WIDTHS = (24, 26, 110)


class ReadMe:
    """The sheet Read me. Made before the others, so that it is the first; written after them, when all is known."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._page = book.add_worksheet("Read me")
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._heading = book.add_format({"bold": True, "font_size": 12})
        self._bold = book.add_format({"bold": True, "valign": "top", "bottom": 1})
        self._number = book.add_format({"align": "left", "valign": "top", "num_format": "#,##0"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._link = book.add_format({"font_color": "#0B4FA3", "underline": 1, "valign": "top"})
        self._row = 0

    def write(self, views: Views, sheets: Sequence[Sheet], counts: Sequence[int], lost: Sequence[str]) -> None:
        """counts: of each sheet's rows. lost: sentences about what the workbook could not hold."""
        said = words()["read_me"]
        page = self._page
        for at, width in enumerate(_WIDTHS):
            page.set_column(at, at, width)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        self._line(said["title"], self._title)
        for text in said["about"]:
            self._wide(text, 0)
        self._facts(views)
        self._line("Limits", self._heading)
        for text in [*said["limits"], label("not_mentioned", "caveat"), *lost]:
            self._wide(text, 0)
        self._row += 1
        self._line("Sheets", self._heading)
        self._contents(said["contents"], sheets, counts)
        self._line("Columns", self._heading)
        self._cells(said["columns"], bold=True)
        for sheet in sheets:
            for column in sheet.columns:
                self._cells((sheet.name, column.title, column.description))

    def _facts(self, views: Views) -> None:
        documents = views.documents()
        years = views.years()
        failed = [row["source"] for row in views.corpus.failed]
        facts = [
            ("Overdue judged on", day(views.as_of)),
            ("Documents", f"{len(documents)} read, {len(failed)} not"),
            ("Partnerships", str(len(views.comparison["compared_partnerships"]))),
            ("Years", ", ".join(f"{year} ({held})" for year, held in years.items()) or "none printed"),
            ("Made by", f"safeplans {pipeline_version()}"),
        ]
        if failed:
            facts.insert(2, ("Not read", ", ".join(failed)))
        if again := views.corpus.told_again():
            facts.insert(-1, ("Counted once", "; ".join(" and ".join(sources) for sources in again)))
        if twins := views.corpus.twins():
            facts.insert(-1, ("Twice if one", "; ".join(" and ".join(sources) for sources in twins)))
        if years:
            facts.insert(-1, ("", "In brackets: partnerships with a plan for the year."))
        for name, text in facts:
            self._page.write_string(self._row, 0, name, self._bold)
            self._wide(text, 1)
        self._row += 1

    def _contents(self, headings: Sequence[str], sheets: Sequence[Sheet], counts: Sequence[int]) -> None:
        self._cells(headings, bold=True)
        for sheet, count in zip(sheets, counts, strict=True):
            self._page.write_url(self._row, 0, f"internal:'{sheet.name}'!A1", self._link, sheet.name)
            self._page.write_number(self._row, 1, count, self._number)
            self._cells((sheet.about,), first=2)
        self._row += 1

    def _line(self, text: str, style: xlsxwriter.format.Format) -> None:
        self._page.write_string(self._row, 0, text, style)
        self._row += 1

    def _wide(self, text: str, first: int) -> None:
        """Text across the columns from `first` on; a merged row does not grow by itself, so its height is set."""
        self._page.set_row(self._row, height(lines(text, sum(_WIDTHS[first:]))))
        self._page.merge_range(self._row, first, self._row, len(_WIDTHS) - 1, text, self._text)
        self._row += 1

    def _cells(self, texts: Sequence[str], *, first: int = 0, bold: bool = False) -> None:
        for at, text in enumerate(texts, first):
            self._page.write_string(self._row, at, text, self._bold if bold else self._text)
        self._page.set_row(self._row, height(lines(texts[-1], _WIDTHS[-1])))
        self._row += 1

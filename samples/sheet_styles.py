"""House styles of plans that are workbooks, comma-separated text and slides; each gives the bytes of one file.

The files are the same whenever they are made: dates of creation are fixed, and so are the times in their archives.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

Source = dict[str, Any]
HEADINGS = ["Ref", "Action", "Lead", "Due"]
RAG = {"red": "#FF0000", "amber": "#FFC000", "green": "#00B050", "blue": "#0070C0"}
_WHEN = datetime.datetime(2025, 4, 1)
_STAMP = (2025, 4, 1, 0, 0, 0)


def _actions(source: Source) -> Iterator[tuple[Source, list[Source]]]:
    for objective in source["objectives"]:
        yield objective, objective["a"]


def _stated(objective: Source) -> str:
    return f"Priority {objective['n']}: {objective['text']}"


def _settled(data: bytes) -> bytes:
    """An archive with its members' times fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            method = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(info.filename, _STAMP), old.read(info), method)
    return out.getvalue()


def workbook_with_bands(source: Source) -> bytes:
    """One sheet: a title merged over the columns, headings below, a band for each priority, days and ratings."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": source["doc"]["title"], "created": _WHEN})
    sheet = book.add_worksheet("Action plan")
    title, framed = book.add_format({"bold": True, "font_size": 16}), book.add_format({"border": 1, "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
    band = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
    day = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 4, source["doc"]["title"], title)
    sheet.write(1, 0, source["intro"][0])
    sheet.write_row(3, 0, [*HEADINGS, "RAG"], head)
    sheet.freeze_panes(4, 0)
    row = 4
    for objective, actions in _actions(source):
        sheet.merge_range(row, 0, row, 4, _stated(objective), band)
        row += 1
        for action in actions:
            sheet.write_row(row, 0, [action["n"], action["t"], action["lead"]], framed)
            sheet.write_datetime(row, 3, datetime.datetime.strptime(action["by"], "%d/%m/%Y"), day)
            sheet.write_blank(row, 4, None, book.add_format({"border": 1, "bg_color": RAG[action["rag"]]}))
            row += 1
    book.close()
    return out.getvalue()


def workbook_with_a_sheet_a_priority(source: Source) -> bytes:
    """A sheet with the title, and one for each priority: its statement, a blank row, headings; one sheet is hidden."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": source["doc"]["title"], "created": _WHEN})
    cover = book.add_worksheet("Cover")
    bold = book.add_format({"bold": True, "font_size": 14})
    head, month = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "mmm-yy"})
    cover.write(1, 1, source["doc"]["title"], bold)
    cover.write(3, 1, source["intro"][0])
    for objective, actions in _actions(source):
        sheet = book.add_worksheet(f"Priority {objective['n']}")
        sheet.write(0, 0, _stated(objective), bold)
        sheet.write_row(2, 0, HEADINGS, head)
        for row, action in enumerate(actions, 3):
            sheet.write_row(row, 0, [action["n"], action["t"], action["lead"]])
            sheet.write_datetime(row, 3, datetime.datetime.strptime(action["by"], "%b-%y"), month)
        sheet.autofilter(2, 0, 2 + len(actions), 3)
    lists = book.add_worksheet("Lists")
    lists.write_column(0, 0, ["Not started", "Under way", "Done"])
    lists.hide()
    book.close()
    return out.getvalue()


def ods_with_bands(source: Source) -> bytes:
    """A sheet of LibreOffice: title, headings and a band for each priority."""
    return _ods(source, bands=True)


def ods_with_merged_priorities(source: Source) -> bytes:
    """A sheet of LibreOffice whose first column holds each priority, merged over its rows."""
    return _ods(source, bands=False)


def _ods(source: Source, *, bands: bool) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TextProperties
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    bold = Style(name="bold", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    book.automaticstyles.addElement(bold)
    table = Table(name="Plan")

    def add(cells: list[str], *, style: Any = None, across: int = 1, first: tuple[str, int] | None = None) -> None:
        row = TableRow()
        if first is not None:
            if first[1]:
                cell = TableCell(valuetype="string", numberrowsspanned=first[1], numbercolumnsspanned=1)
                cell.addElement(P(text=first[0]))
            else:
                cell = CoveredTableCell()
            row.addElement(cell)
        for text in cells:
            told: dict[str, Any] = {"valuetype": "string"}
            if style is not None:
                told["stylename"] = style
            if across > 1:
                told |= {"numbercolumnsspanned": across, "numberrowsspanned": 1}
            cell = TableCell(**told)
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)

    add([source["doc"]["title"]], style=bold)
    add([source["intro"][0]])
    table.addElement(TableRow())
    add(HEADINGS if bands else ["Priority", *HEADINGS], style=bold)
    for objective, actions in _actions(source):
        if bands:
            add([_stated(objective)], style=bold, across=len(HEADINGS))
        for index, action in enumerate(actions):
            cells = [action["n"], action["t"], action["lead"], action["by"]]
            add(cells, first=None if bands else (_stated(objective), 0 if index else len(actions)))
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return _settled(out.getvalue())


def csv_with_bands(source: Source) -> bytes:
    """As Excel saves a sheet as CSV: titles above, priorities in rows of their own."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[source["doc"]["title"], "", "", ""], [source["intro"][0], "", "", ""], [""] * 4, HEADINGS])
    for objective, actions in _actions(source):
        writer.writerow([_stated(objective), "", "", ""])
        writer.writerows([a["n"], a["t"], a["lead"], a["by"]] for a in actions)
    return out.getvalue().encode("utf-8-sig")


def csv_with_a_column_of_priorities(source: Source) -> bytes:
    """As a database prints it: semicolons, Windows-1252, the priority again in each row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[source["doc"]["title"]], [source["intro"][0]], [], ["Priority", *HEADINGS]])
    for objective, actions in _actions(source):
        writer.writerows([_stated(objective), a["n"], a["t"], a["lead"], a["by"]] for a in actions)
    return out.getvalue().encode("cp1252")


def slides_with_tables(source: Source) -> bytes:
    """A title slide, and a slide with a table for each priority."""
    deck = _deck(source)
    from pptx.util import Inches

    for objective, actions in _actions(source):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = _stated(objective)
        shape = slide.shapes.add_table(len(actions) + 1, 4, Inches(0.5), Inches(2), Inches(9), Inches(3))
        rows = [HEADINGS, *([a["n"], a["t"], a["lead"], a["by"]] for a in actions)]
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                shape.table.cell(row, column).text = text
    return _saved(deck)


def slides_with_bullets(source: Source) -> bytes:
    """A title slide, and a slide with a bullet for each action; lead and time in brackets behind it."""
    deck = _deck(source)
    for objective, actions in _actions(source):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = _stated(objective)
        frame = slide.placeholders[1].text_frame
        for index, action in enumerate(actions):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.text = f"{action['n']} {action['t']} (Lead: {action['lead']}, by {action['by']})"
        slide.notes_slide.notes_text_frame.text = "Thank the leads."
    return _saved(deck)


def _deck(source: Source) -> Any:
    from pptx import Presentation

    deck = Presentation()
    properties = deck.core_properties
    properties.title, properties.created, properties.modified = source["doc"]["title"], _WHEN, _WHEN
    properties.last_modified_by = properties.author = ""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = source["doc"]["title"], source["intro"][0]
    return deck


def _saved(deck: Any) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return _settled(out.getvalue())

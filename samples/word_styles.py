"""House styles of sample documents that are files of word processors: Word and OpenDocument text.

Each function gives the file's bytes, the same each time.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from plan_source import measure_text

Source = dict[str, Any]
_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can tell


def undated(data: bytes) -> bytes:
    """An archive whose members tell no moment at which they were written."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as file, zipfile.ZipFile(made, "w") as target:
        for member in file.infolist():
            told = zipfile.ZipInfo(member.filename, _FIRST)
            told.compress_type = member.compress_type
            target.writestr(told, file.read(member.filename))
    return made.getvalue()


def _saved(document: Any) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def _begun(source: Source) -> Any:
    """A Word file with the title and the introduction of a document."""
    import docx

    document = docx.Document()
    document.core_properties.title = source["doc"]["title"]
    document.core_properties.author = ""
    document.add_heading(source["doc"]["title"], 0)
    document.add_heading("Introduction", 1)
    for text in source["intro"]:
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].text = source["doc"]["title"]
    return document


def word_table_with_bands(source: Source) -> bytes:
    """Word: one table in a style of Word's own, a merged row for each priority, its head repeated on each page."""
    from docx.oxml import OxmlElement

    document = _begun(source)
    document.add_heading("Action plan", 1)
    grid = document.add_table(1, 5, style="Light Grid Accent 1")
    head = ("Ref", "Action", "Lead", "By when", "How we will know")
    for cell, text in zip(grid.rows[0].cells, head, strict=True):
        cell.text = text
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for objective in source["objectives"]:
        band = grid.add_row().cells
        band[0].merge(band[-1]).text = f"Priority {objective['n']} – {objective['text']}"
        for action in objective["a"]:
            words = (action["n"], action["t"], action["lead"], action["by"], measure_text(action["m"]))
            for cell, text in zip(grid.add_row().cells, words, strict=True):
                cell.text = text
    return _saved(document)


def word_label_tables(source: Source) -> bytes:
    """Word: headings by style, each action a small table of labels and values."""
    document = _begun(source)
    for objective in source["objectives"]:
        document.add_heading(f"Priority {objective['n']}: {objective['title']}", 1)
        document.add_paragraph(objective["text"])
        for action in objective["a"]:
            labels = (("Action", action["t"]), ("Lead", action["lead"]), ("By when", action["by"]),
                      ("Success measure", measure_text(action["m"])))  # fmt: skip
            grid = document.add_table(len(labels), 2, style="Table Grid")
            for row, (label, text) in zip(grid.rows, labels, strict=True):
                row.cells[0].paragraphs[0].add_run(label).bold = True
                row.cells[1].text = text
            document.add_paragraph()
    return _saved(document)


class _Odt:
    """An OpenDocument text with the title and the introduction of a document."""

    def __init__(self, source: Source) -> None:
        from odf import dc, style, text
        from odf.opendocument import OpenDocumentText

        self.file = OpenDocumentText()
        self.file.meta.addElement(dc.Title(text=source["doc"]["title"]))
        for name, size in (("Title", "26pt"), ("Heading", "16pt"), ("Loud", "11pt")):
            made = style.Style(name=name, family="paragraph")
            made.addElement(style.TextProperties(fontsize=size, fontweight="bold"))
            self.file.styles.addElement(made)
        dots = text.ListStyle(name="Dots")
        dots.addElement(text.ListLevelStyleBullet(level=1, bulletchar="•"))
        self.file.styles.addElement(dots)
        self.file.text.addElement(text.P(stylename="Title", text=source["doc"]["title"]))
        self.heading("Introduction")
        for told in source["intro"]:
            self.paragraph(told)

    def heading(self, told: str) -> None:
        from odf import text

        self.file.text.addElement(text.H(outlinelevel=1, stylename="Heading", text=told))

    def paragraph(self, told: str) -> None:
        from odf import text

        self.file.text.addElement(text.P(text=told))

    def bytes(self) -> bytes:
        buffer = BytesIO()
        self.file.write(buffer)
        return undated(buffer.getvalue())


def odt_merged_priorities(source: Source) -> bytes:
    """OpenDocument: one table, each priority in a cell merged over its actions."""
    from odf import table, text

    made = _Odt(source)
    made.heading("What we will do")
    grid = table.Table(name="plan")
    grid.addElement(table.TableColumn(numbercolumnsrepeated=6))
    top = table.TableHeaderRows()
    grid.addElement(top)

    def row(words: tuple[str, ...], holder: Any, style: str = "") -> Any:
        line = table.TableRow()
        for word in words:
            cell = table.TableCell()
            cell.addElement(text.P(text=word, **({"stylename": style} if style else {})))
            line.addElement(cell)
        holder.addElement(line)
        return line

    row(("Priority", "No.", "Action", "Lead", "By when", "Success measure"), top, "Loud")
    for objective in source["objectives"]:
        for index, action in enumerate(objective["a"]):
            words = (action["n"], action["t"], action["lead"], action["by"], measure_text(action["m"]))
            line = row(words, grid)
            first = table.CoveredTableCell() if index else table.TableCell(numberrowsspanned=len(objective["a"]))
            if not index:
                first.addElement(text.P(text=objective["text"]))
            line.insertBefore(first, line.childNodes[0])
    made.file.text.addElement(grid)
    return made.bytes()


def odt_bullets_with_tails(source: Source) -> bytes:
    """OpenDocument: headings, and bullets with `(Lead: …; by: …)` behind them."""
    from odf import text

    made = _Odt(source)
    for objective in source["objectives"]:
        made.heading(f"Priority {objective['n']}: {objective['title']}")
        made.paragraph(objective["text"])
        made.paragraph("We will:")
        listed = text.List(stylename="Dots")
        for action in objective["a"]:
            item = text.ListItem()
            item.addElement(text.P(text=f"{action['t']} (Lead: {action['lead']}; by: {action['by']})"))
            listed.addElement(item)
        made.file.text.addElement(listed)
    return made.bytes()

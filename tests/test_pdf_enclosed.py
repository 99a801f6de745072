"""Files attached to a PDF, and forms whose pages are not the form: told, never passed over."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.pdf import read_pdf

COVER = "For the best experience, open this PDF portfolio in Acrobat X or Adobe Reader X, or later."
SHELL = "Please wait... If this message is not eventually replaced by the proper contents of the document"


def carrying(text: str, *names: str) -> bytes:
    """A PDF of one page with `text` and attached files of these names."""
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(600, 400), invariant=1)
    canvas.drawString(40, 300, text)
    canvas.save()
    pdf = pdfium.PdfDocument(page.getvalue())
    for name in names:
        pdf.new_attachment(name).set_data(b"what is in it")
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


def xfa_form(text: str) -> bytes:
    """A dynamic XFA form (ISO 32000-1, 12.7.8), of the few objects that make one; PDFium mends the missing table."""
    content = f"BT /F1 12 Tf 40 300 Td ({text}) Tj ET" if text else ""
    xml = '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"></xdp:xdp>'
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA 6 0 R >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(xml)} >>\nstream\n{xml}\nendstream",
    )
    body = "".join(f"{number} 0 obj\n{item}\nendobj\n" for number, item in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n".encode()


def problems(data: bytes) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in read_pdf(data).problems]


def test_an_attached_plan_is_a_warning_that_names_it() -> None:
    document = read_pdf(carrying("Our plan for children", "Appendix 1.docx", "logo.png"))
    assert document.lines == ("Our plan for children",)
    (problem,) = document.problems
    assert isinstance(problem, ReadingProblem)
    assert (problem.code, problem.severity) == ("attachments", "warning")
    assert "«Appendix 1.docx»" in problem.message and "logo.png" not in problem.message


def test_attached_data_of_no_plan_is_worth_knowing_only() -> None:
    assert problems(carrying("Our plan for children", "metadata.xml")) == [("attachments", "info")]


def test_many_attachments_are_counted() -> None:
    (problem,) = read_pdf(carrying("Our plan", *(f"part {n}.pdf" for n in range(8)))).problems
    assert "8 files" in problem.message and "and 3 more" in problem.message


@pytest.mark.parametrize("cover", [COVER, ""])
def test_a_portfolio_is_no_plan_but_names_the_files_in_it(cover: str) -> None:
    with pytest.raises(ReadingError, match="portfolio.*«plan.pdf»") as raised:
        read_pdf(carrying(cover, "plan.pdf", "report.pdf"))
    assert raised.value.code == "unsupported"


def test_a_page_that_only_mentions_portfolios_is_read() -> None:
    assert problems(carrying(COVER)) == []


@pytest.mark.parametrize("shell", [SHELL, ""])
def test_the_shell_of_an_xfa_form_is_no_plan(shell: str) -> None:
    with pytest.raises(ReadingError, match="XFA form.*print it to a new PDF") as raised:
        read_pdf(xfa_form(shell))
    assert raised.value.code == "unsupported"


def test_an_xfa_form_with_pages_of_its_own_is_read_with_a_warning() -> None:
    assert problems(xfa_form("Our plan for children")) == [("xfa_form", "warning")]

"""Three invented sites on this machine, for the excerpt of a collection in README.md: samples of data/raw, and pages.

Names that end in `.example` lead to this machine while the sites are served; the reserved ending means that no real
host is asked.
"""

from __future__ import annotations

import http.server
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PAGES = {
    "www.harrowmere-scp.example/plans.html": """<title>Harrowmere Safeguarding Children Partnership</title>
<h1>Plans and reports</h1>
<h2>Business plan</h2>
<a href="harrowmere-business-plan-2024-26.pdf">Business plan 2024-26 (PDF)</a>
<h2>For families</h2>
<a href="leaflet.pdf">Leaflet: who can help</a>""",
    "democracy.eastmarch.example/ieListMeetings.aspx": """<title>Browse meetings - Children's Scrutiny</title>
<a href="ieListDocuments.aspx?MId=11">12 Sep 2024 2.00 pm</a>
<a href="ieListDocuments.aspx?MId=12">7 Nov 2024 2.00 pm</a>""",
    "democracy.eastmarch.example/ieListDocuments.aspx?MId=11": """<title>Agenda for Children's Scrutiny</title>
<p class="mgAiTitleTxt">Eastmarch Safeguarding Children Partnership annual report 2023-24</p>
<a href="documents/s101/Covering report.pdf">Covering report PDF 90 KB</a>
<a href="documents/s102/eastmarch-annual-report-2023-24.pdf">Appendix A PDF 80 KB</a>
<p class="mgAiTitleTxt">School places</p>
<a href="documents/s103/School places strategy.pdf">School places strategy PDF 2 MB</a>""",
    "democracy.eastmarch.example/ieListDocuments.aspx?MId=12": """<title>Agenda for Children's Scrutiny</title>
<p class="mgAiTitleTxt">Budget</p><a href="documents/s110/Budget.pdf">Budget PDF 1 MB</a>""",
    "www.lower-wendle.example/about.html": """<title>Lower Wendle Safeguarding Children Partnership</title>
<p>We bring together all who keep children safe.</p>""",
}
PLAN = "harrowmere-business-plan-2024-26.pdf"
REPORT = "eastmarch-annual-report-2023-24.pdf"
DOCUMENTS = {
    f"www.harrowmere-scp.example/{PLAN}": PLAN,
    f"democracy.eastmarch.example/documents/s102/{REPORT}": REPORT,
}
SOURCES = """url
http://www.harrowmere-scp.example{port}/plans.html
http://democracy.eastmarch.example{port}/ieListMeetings.aspx
http://www.lower-wendle.example{port}/about.html
http://www.lower-wendle.example{port}/business-plan-2025-27.pdf
"""


class _Sites(http.server.SimpleHTTPRequestHandler):
    """Files of a folder for each host; a question mark in an address is part of the file's name."""

    def translate_path(self, path: str) -> str:
        host = self.headers.get("Host", "").partition(":")[0]
        return str(Path(self.directory) / host / path.lstrip("/").replace("?", "@").replace("%20", " "))

    def guess_type(self, path: Any) -> str:
        return "application/pdf" if str(path).endswith(".pdf") else "text/html; charset=utf-8"

    def log_message(self, *said: object) -> None:
        pass


@contextmanager
def served(folder: Path, samples: Path) -> Iterator[int]:
    """Serve the sites out of a folder, which is filled; gives the port."""
    for name, page in PAGES.items():
        target = folder / name.replace("?", "@")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
    for name, sample in DOCUMENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(samples / sample, folder / name)

    def handler(*arguments: Any) -> _Sites:
        return _Sites(*arguments, directory=str(folder))

    real = socket.getaddrinfo
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, _led_here(real):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()


@contextmanager
def _led_here(real: Callable[..., Any]) -> Iterator[None]:
    """Names that end in `.example` lead to this machine."""

    def found(host: Any, *arguments: Any, **options: Any) -> Any:
        here = isinstance(host, str | bytes) and (host if isinstance(host, str) else host.decode()).endswith(".example")
        return real("127.0.0.1" if here else host, *arguments, **options)

    socket.getaddrinfo = found
    try:
        yield
    finally:
        socket.getaddrinfo = real

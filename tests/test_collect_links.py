"""Which links of a page lead to a plan or report; what bytes are; which addresses are asked."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplans.pipeline.collection.addresses import AddressError, is_private, normal
from safeplans.pipeline.collection.archive import FOLDER
from safeplans.pipeline.collection.files import stem
from safeplans.pipeline.collection.links import Listing, is_meeting_list, look_through
from safeplans.pipeline.collection.media import kind_of_answer
from safeplans.pipeline.collection.pages import same_words
from safeplans.pipeline.collection.state import State, source_id
from safeplans.pipeline.schema.failures import causes
from safeplans.pipeline.schema.source_fields import SOURCES
from safeplans.pipeline.store.collected import Collected

DOCS = Path(__file__).parent.parent / "docs"
OWN = "<title>Ashcombe Vale Safeguarding Children Partnership</title>"
COUNCIL = "<title>Plans of the council - Ashcombe Vale Council</title>"
PAGE = httpx.URL("https://www.ashcombe-vale.example/about/reports")


def listed(html: str, page: httpx.URL = PAGE, **options: object) -> Listing:
    return look_through(html.encode(), page, **options)  # type: ignore[arg-type]


def documents(html: str, page: httpx.URL = PAGE) -> list[str]:
    return [link.url.path.rpartition("/")[2] for link in listed(html, page).documents]


class TestWords:
    @pytest.mark.parametrize(
        "link",
        [
            '<a href="x.pdf">Annual Report 2024/25</a>',
            '<a href="x.pdf">Our yearly reports, 2024</a>',
            '<a href="x.docx">Business Plan 2024-26 (Word, 300KB)</a>',
            '<a href="x.pdf">Neglect strategy</a>',
            '<a href="x.pdf">Multi-agency safeguarding arrangements</a>',
            '<a href="x.pdf"><span>Strategic</span> <b>priorities</b></a>',
            '<a href="AVSCP-AnnualReport2024.pdf">Download</a>',
            '<a href="avscp_business_plan_24.pdf"><img alt=""></a>',
            '<a href="x.pdf" title="Annual report 2024"></a>',
            '<h3>Annual reports</h3><a href="x.pdf">2024-25</a>',
            '<h3>Business plan</h3><p>Text</p><a href="x.pdf">Read the document here (PDF, 2 MB, opens in new tab)</a>',
            "<button class='accordion'>Annual reports</button><a href='x.pdf'>Ashcombe Vale 2023</a>",
            '<table><caption>Annual reports</caption><tr><td><a href="x.pdf">2024</a></table>',
            '<a href="/downloads/file/1234/annual-report">Annual report</a>',
            '<a href="/media/77/download?inline">Annual report</a>',
            '<a href="/?wpdmdl=77">Annual report</a>',
            '<iframe title="Annual report" src="x.pdf"></iframe>',
        ],
    )
    def test_a_plan_or_report(self, link):
        assert len(listed(OWN + link).documents) == 1

    @pytest.mark.parametrize(
        ("link", "why"),
        [
            ('<a href="x.pdf">Minutes of the board, annual report agreed</a>', "«minute»"),
            ('<a href="x.pdf">Privacy notice</a>', "«privacy notice»"),
            ('<a href="x.pdf">Seven-minute briefing: our priorities</a>', "«seven minute briefing»"),
            ('<a href="x.pdf">Action plan template</a>', "«template»"),
            ('<h3>Newsletters</h3><a href="x.pdf">May 2024</a>', "«newsletter»"),
            ('<h3>Annual reports</h3><a href="x.pdf">Who can help me?</a>', "it is not called a plan or report"),
        ],
    )
    def test_what_is_passed_over(self, link, why):
        found = listed(OWN + link)
        assert found.documents == []
        assert [reason for _, reason in found.passed] == [why]

    def test_on_a_council_page_it_must_be_about_safeguarding(self):
        html = (
            f'{COUNCIL}<a href="a.pdf">Safeguarding Adults Board annual report</a><a href="b.pdf">Annual report</a>'
            '<h2>Safeguarding children</h2><a href="c.pdf">Business plan</a><h2>Parks</h2><a href="d.pdf">Strategy</a>'
        )
        assert documents(html) == ["a.pdf", "c.pdf"]

    def test_on_a_site_in_the_register_it_need_not(self):
        page = httpx.URL("https://cscp.org.uk/about")
        assert documents('<title>About us</title><a href="b.pdf">Annual report</a>', page) == ["b.pdf"]

    def test_a_heading_holds_until_the_next(self):
        html = f'{OWN}<h2>Annual reports</h2><a href="a.pdf">2024</a><h2>Posters</h2><a href="b.pdf">2024</a>'
        assert documents(html) == ["a.pdf"]

    def test_a_link_twice_is_one_link(self):
        html = (
            f'{OWN}<a href="a.pdf"><img></a><a href="a.pdf">Annual report</a><a href="a.pdf#page=2">Annual report</a>'
        )
        assert documents(html) == ["a.pdf"]
        assert listed(html).passed == []

    def test_addresses_are_those_of_the_page_or_its_base(self):
        found = listed(f'{OWN}<base href="/files/"><a href="annual report.pdf">Annual report</a>')
        assert [str(link.url) for link in found.documents] == [
            "https://www.ashcombe-vale.example/files/annual%20report.pdf"
        ]

    @pytest.mark.parametrize(
        "href", ["mailto:a@b.example", "javascript:void(0)", "http://[bad/annual-report.pdf", "#top"]
    )
    def test_what_is_no_address_is_left_out(self, href):
        assert listed(f'{OWN}<a href="{href}">Annual report</a>') == Listing()


class TestHosts:
    @pytest.mark.parametrize(
        "host",
        [
            "ashcombe-vale.example",
            "files.ashcombe-vale.example",
            "www.ashcombe.gov.uk",
            "ashcombe.icb.nhs.uk",
            "assets.ctfassets.net",
            "cscp.org.uk",
            "known.example",
        ],
    )
    def test_known(self, host):
        html = f'{OWN}<a href="https://{host}/a.pdf">Annual report</a>'
        assert len(listed(html, own_hosts=["known.example"]).documents) == 1

    @pytest.mark.parametrize(
        "host", ["other.example", "notgov.uk", "gov.uk.other.example", "ashcombe-vale.example.org"]
    )
    def test_not_known(self, host):
        found = listed(f'{OWN}<a href="https://{host}/a.pdf">Annual report</a>')
        assert found.documents == []
        assert len(found.elsewhere) == 1


class TestPages:
    def test_pages_that_may_list_plans_are_of_the_same_site(self):
        html = (
            f'{OWN}<a href="/publications">Publications</a>'
            '<a href="https://www.ashcombe.gov.uk/plans">Business plan</a>'
            '<a href="/news">News</a><a href="/policies">Policies and strategies</a>'
        )
        assert [link.url.path for link in listed(html).pages] == ["/publications"]

    def test_meetings_are_followed_from_their_list_alone(self):
        meetings = httpx.URL("https://democracy.ashcombe.example/ieListMeetings.aspx?CId=1")
        meeting = httpx.URL("https://democracy.ashcombe.example/ieListDocuments.aspx?MId=1")
        html = '<title>Committee</title><a href="ieListDocuments.aspx?MId=2">7 May</a>'
        assert is_meeting_list(meetings)
        assert not is_meeting_list(meeting)
        assert len(listed(html, meetings).pages) == 1
        assert listed(html, meeting).pages == []

    def test_the_licence_is_the_one_that_the_page_names(self):
        licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
        assert listed(f'{OWN}<a href="{licence}">OGL</a>').licence == licence
        assert (
            listed(f'{OWN}<link rel="license" href="/licence">').licence == "https://www.ashcombe-vale.example/licence"
        )
        assert listed(OWN).licence is None

    @pytest.mark.parametrize("title", ["Page not found - Ashcombe", "404", "Error 404: no such page"])
    def test_a_title_may_say_that_there_is_no_page(self, title):
        assert listed(f"<title>{title}</title>").missing

    @pytest.mark.parametrize("html", ["", " ", "<", "\x00", "no html at all", "<!-- only a comment -->"])
    def test_what_is_hardly_html_lists_nothing(self, html):
        assert listed(html) == Listing()

    def test_the_encoding_is_that_of_the_header_or_the_page(self):
        html = f'{OWN}<a href="a.pdf">Café annual report</a>'
        for data, header in (
            (html.encode("latin-1"), "text/html; charset=ISO-8859-1"),
            (b'<meta charset="utf-8">' + html.encode(), "text/html"),
            (html.encode(), "text/html; charset=utf-8"),
        ):
            assert look_through(data, PAGE, header).documents[0].text == "Café annual report"
        assert look_through(html.encode(), PAGE, "text/html; charset=nonsense").documents


def office(member: str, mimetype: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        archive.writestr(member, "<x/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("body", "header", "name", "suffix"),
    [
        (b"\n\n%PDF-1.4 x", "text/html", "page.html", ".pdf"),
        (b"<!DOCTYPE HTML><p>", "application/pdf", "plan.pdf", ".html"),
        (office("word/document.xml"), "application/octet-stream", "get", ".docx"),
        (office("xl/workbook.xml"), "application/zip", "get", ".xlsx"),
        (office("ppt/presentation.xml"), "", "get", ".pptx"),
        (office("content.xml", "application/vnd.oasis.opendocument.text"), "", "get", ".odt"),
        (b"{\\rtf1 plan}", "application/msword", "plan.doc", ".rtf"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "application/msword", "get", ".doc"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "application/octet-stream", "plan.xls", ".xls"),
        (b"# Plan", "text/plain", "plan.md", ".md"),
        (b"Plan", "text/plain; charset=utf-8", "get", ".txt"),
        (b"a,b", "text/csv", "get", ".csv"),
        (office("evil.exe"), "application/pdf", "plan.pdf", None),
        (b"\x00\x01\x02", "text/plain", "plan.txt", None),
        (b"words", "application/pdf", "plan.pdf", None),
        (b"{}", "application/json", "get", None),
        (b"  \n", "text/plain", "plan.txt", None),
    ],
)
def test_bytes_are_what_they_are_whatever_they_are_called(tmp_path, body, header, name, suffix):
    (tmp_path / "body").write_bytes(body)
    kind = kind_of_answer(tmp_path / "body", header, name)
    assert (kind and kind.suffix) == suffix


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://Plans.Example", "https://plans.example/"),
        ("https://plans.example:443/a b?c=d#e", "https://plans.example/a%20b?c=d"),
        (" http://plans.example/x ", "http://plans.example/x"),
    ],
)
def test_an_address_has_one_form(given, asked):
    assert str(normal(given)) == asked


@pytest.mark.parametrize(
    "given", ["plans.example", "ftp://plans.example/", "https://", "https://me@plans.example/", "http://["]
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(AddressError):
        normal(given)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("[::1]", True),
        ("::ffff:192.168.0.1", True),
        ("localhost", True),
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", False),
        ("no-such-host.invalid", False),
    ],
)
def test_addresses_that_are_not_of_the_public_web(host, private):
    assert is_private(host) is private


@pytest.mark.parametrize(
    ("url", "file_name", "text", "heading", "name"),
    [
        ("https://x.example/Annual%20Report%202024.pdf", None, "Download", None, "annual-report-2024"),
        ("https://x.example/get?id=1", "Plan 24.pdf", "Download", None, "plan-24"),
        ("https://x.example/9f86d081884c7d65.pdf", None, "Business plan", None, "business-plan"),
        ("https://x.example/12345.pdf", None, "2023-24", "Annual reports", "annual-reports-2023-24"),
        ("https://x.example/12345.pdf", None, None, None, "12345"),
        ("https://x.example/", None, None, None, "document"),
        ("https://x.example/Über%20uns.pdf", None, None, None, "uber-uns"),
        ("https://x.example/ieListDocuments.aspx", None, None, None, "ielistdocuments"),
    ],
)
def test_files_have_names_that_people_can_read(url, file_name, text, heading, name):
    assert stem(httpx.URL(url), file_name, text, heading) == name


@given(st.text(), st.none() | st.text(), st.none() | st.text())
def test_whatever_a_host_calls_a_file_its_name_is_safe(file_name, text, heading):
    name = stem(httpx.URL("https://x.example/"), file_name, text, heading)
    assert re.fullmatch(r"[a-z0-9]+(?:-+[a-z0-9]+)*", name)
    assert len(name) <= 85
    assert name not in ("con", "nul", "aux", "prn", "com1", "lpt1")


TAGS = st.sampled_from(
    [
        "<a href='",
        "'>",
        "</a>",
        "<h2>",
        "<base href='",
        "<meta charset=",
        "<title>",
        "annual report",
        ".pdf",
        "http://[",
        "\0",
        "&#x",
    ]
)


@given(st.lists(TAGS | st.text(max_size=5)).map("".join) | st.binary(), st.text(max_size=20))
def test_no_page_ends_the_looking(page, content_type):
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    look_through(data, PAGE, content_type)
    assert same_words(data, data) in (True, False)


def test_the_document_and_its_words_are_named_where_a_run_knows_them(tmp_path):
    (tmp_path / FOLDER).mkdir()
    now = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
    held = {"url": "https://x.example/a.pdf", "kind": "document", "sha256": "b" * 64, "outcome": "fetched"}
    times = dict.fromkeys(("first_seen", "last_seen", "looked"), now)
    state = State(tmp_path)
    state.put({**dict.fromkeys(SOURCES.columns), "source_id": source_id(held["url"]), **held, **times})
    state.save()
    collected = Collected([tmp_path])
    (joined,) = collected.rows({"b" * 64: {"document_id": "b" * 16, "content_id": "c" * 16}})
    assert (joined["document_id"], joined["content_id"]) == ("b" * 16, "c" * 16)
    (alone,) = collected.rows({})
    assert (alone["document_id"], alone["content_id"]) == (None, None)


def test_each_cause_of_a_failure_is_explained():
    page = (DOCS / "collect.md").read_text(encoding="utf-8")
    for cause in causes().values():
        assert f"| `{cause.name}` | {cause.what} | {cause.advice}" in page

"""`collect` against a real server on this machine: what is fetched, what is told, what is left alone."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from loopback import Handler, Page, Site, SleeplessClock, served
from warcio.archiveiterator import ArchiveIterator

from safeplans import CollectSummary, InputError, Manners, collect
from safeplans.pipeline.collection import collecting as collecting_module
from safeplans.pipeline.collection import fetching as fetching_module
from safeplans.pipeline.collection.archive import FOLDER, Archive, archived_body
from safeplans.pipeline.collection.collecting import Look
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.store.dataset import DatasetError

TITLE = "<title>Ashcombe Vale Safeguarding Children Partnership</title>"


def pdf(words: str) -> bytes:
    """Bytes that are a PDF by their mark; what they hold is no matter here."""
    return b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Site]:
    with served() as found:
        yield found


class Collecting:
    """A list of sources and the folder that they are collected into."""

    def __init__(self, folder: Path, clock: SleeplessClock) -> None:
        self.folder = folder / "raw"
        self.list = folder / "sources.csv"
        self.clock = clock
        self.looks: list[Look] = []

    def __call__(self, *rows: str, manners: Manners = Manners(), **options: object) -> CollectSummary:  # noqa: B008
        head = "url,kind,partnership_id,seen_at"
        self.list.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        self.looks = []
        arguments = {"manners": manners, "clock": self.clock, "progress": self.looks.append, **options}
        return collect(self.list, self.folder, **arguments)  # type: ignore[arg-type]

    def rows(self) -> list[Row]:
        found: list[Row] = pq.read_table(self.folder / "sources.parquet").to_pylist()
        return found

    def row(self, end: str) -> Row:
        """The latest row of the address that ends so."""
        (found,) = (row for row in self.rows() if row["url"].endswith(end) and row["superseded_by"] is None)
        return found

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in paths
            if path.name != "sources.parquet"
        }

    def records(self, kind: str) -> list[tuple[str, str, bytes]]:
        """Address, status and bytes of the records of a kind in all archives."""
        found = []
        for path in sorted((self.folder / FOLDER).glob("*.warc.gz")):
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    if record.rec_type == kind:
                        url = record.rec_headers.get_header("WARC-Target-URI")
                        found.append((url, record.http_headers.get_statuscode(), record.content_stream().read()))
        return found


@pytest.fixture
def collecting(tmp_path: Path) -> Collecting:
    return Collecting(tmp_path, SleeplessClock())


LANDING = f"""{TITLE}
<h2>Annual reports</h2>
<a href="/files/AVSCP%20Annual%20Report%202024-25.pdf">Annual report 2024-25 (PDF, 1MB)</a>
<a href="/files/12345678.pdf">2023-24</a>
<h2>Leaflets</h2>
<a href="/files/leaflet.pdf">Leaflet for parents</a>
<a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">Licence</a>
"""


@pytest.fixture
def listed(site: Site) -> Site:
    """A page with two reports and a leaflet."""
    site["/reports"] = LANDING
    site["/files/AVSCP%20Annual%20Report%202024-25.pdf"] = pdf("report 2024-25")
    site["/files/12345678.pdf"] = pdf("report 2023-24")
    site["/files/leaflet.pdf"] = pdf("leaflet")
    return site


class TestPage:
    def test_its_plans_and_reports_are_fetched_and_nothing_else(self, listed, collecting):
        summary = collecting(f"{listed.url}/reports,landing,camden-scp,https://seen.example/")
        assert collecting.files() == {
            "camden-scp/avscp-annual-report-2024-25.pdf": pdf("report 2024-25"),
            "camden-scp/annual-reports-2023-24.pdf": pdf("report 2023-24"),
        }
        assert "/files/leaflet.pdf" not in listed.asked
        assert summary.outcomes == {"fetched": 3}
        assert summary.new == 2
        page, report = collecting.row("/reports"), collecting.row("2024-25.pdf")
        assert (page["kind"], page["listed"], page["seen_at"]) == ("landing", 2, "https://seen.example/")
        assert report["landing_url"] == page["url"]
        assert report["link_text"] == "Annual report 2024-25 (PDF, 1MB)"
        assert report["partnership_id"] == "camden-scp"
        assert report["media_type"] == "application/pdf"
        assert report["licence"] == page["licence"]
        assert page["licence"].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence")

    def test_what_is_passed_over_is_told_with_the_reason(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,")
        assert collecting.looks[0].passed == [("Leaflet for parents", "«leaflet»")]

    def test_one_that_lists_none_is_a_row(self, site, collecting):
        site["/"] = f"{TITLE}<p>We keep children safe.</p>"
        assert collecting(f"{site.url}/,,,").outcomes == {"none_listed": 1}
        assert collecting.row("/")["listed"] == 0
        assert collecting.files() == {}

    def test_deeper_pages_are_named_and_looked_through_when_asked_for(self, listed, collecting):
        listed["/"] = f'{TITLE}<a href="/reports">Reports and plans</a> <a href="/news">News</a>'
        summary = collecting(f"{listed.url}/,,,")
        assert summary.outcomes == {"none_listed": 1}
        assert "--depth 2" in collecting.row("/")["message"]
        assert "/reports" in collecting.row("/")["message"]
        summary = collecting(f"{listed.url}/,,,", manners=Manners(depth=2))
        assert summary.new == 2
        assert "/news" not in listed.asked
        assert collecting.row("/")["message"] is None

    def test_with_too_many_links_it_is_told(self, site, collecting, monkeypatch):
        most = 12
        monkeypatch.setattr("safeplans.pipeline.collection.collecting.MOST_LINKS", most)
        links = "".join(f'<a href="/a{n}.pdf">Annual report {n}</a>' for n in range(most + 3))
        site["/"] = TITLE + links
        collecting(f"{site.url}/,,,")
        assert str(most + 3) in collecting.row("/")["message"]
        assert len(collecting.rows()) == most + 1

    def test_documents_on_unknown_hosts_are_told_and_not_fetched(self, site, collecting):
        site["/"] = f'{TITLE}<a href="http://files.unknown.example/report.pdf">Annual report</a>'
        collecting(f"{site.url}/,,,")
        row = collecting.row("report.pdf")
        assert (row["outcome"], row["failure"]) == ("refused", "other_site")
        assert "files.unknown.example" in row["message"]

    def test_a_committee_site_is_followed_from_its_meetings_to_their_papers(self, site, collecting):
        head = "<title>Agenda for Children's Scrutiny</title>"
        site["/ieListMeetings.aspx?CommitteeId=7"] = (
            "<title>Browse meetings</title>"
            '<a href="ieListDocuments.aspx?CId=7&amp;MId=1">3 June</a>'
            '<a href="ieListDocuments.aspx?CId=7&amp;MId=2">9 July</a>'
            '<a href="mgMemberIndex.aspx">Councillors</a>'
        )
        site["/ieListDocuments.aspx?CId=7&MId=1"] = (
            f"{head}<p class='mgAiTitleTxt'>Ashcombe Vale Safeguarding Children Partnership Annual Report 2024-25</p>"
            '<a href="documents/s11/Covering%20report.pdf">Covering report PDF 80 KB</a>'
            '<a href="documents/s12/Appendix%20A.pdf">Appendix A PDF 2 MB</a>'
            "<p class='mgAiTitleTxt'>Pension fund</p>"
            '<a href="documents/s13/Annual%20report.pdf">Pension fund annual report PDF 2 MB</a>'
            '<a href="ieListDocuments.aspx?CId=7&amp;MId=99">Next meeting</a>'
        )
        site["/ieListDocuments.aspx?CId=7&MId=2"] = (
            f'{head}<a href="mgConvert2PDF.aspx?ID=5">Safeguarding Business Plan</a>'
        )
        site["/documents/s12/Appendix%20A.pdf"] = pdf("report")
        site["/mgConvert2PDF.aspx?ID=5"] = pdf("plan")
        summary = collecting(f"{site.url}/ieListMeetings.aspx?CommitteeId=7,landing,,")
        assert summary.outcomes == {"fetched": 5}
        assert sorted(collecting.files()) == ["127-0-0-1/appendix-a.pdf", "127-0-0-1/safeguarding-business-plan.pdf"]
        assert not [
            path for path in site.asked if "s11" in path or "s13" in path or "MId=99" in path or "Member" in path
        ]

    def test_a_committee_without_papers_of_ours_lists_none(self, site, collecting):
        site["/ieListMeetings.aspx?CommitteeId=7"] = '<a href="ieListDocuments.aspx?MId=1">3 June</a>'
        site["/ieListDocuments.aspx?MId=1"] = "<title>Agenda</title><a href='documents/s1/Budget.pdf'>Budget PDF</a>"
        assert collecting(f"{site.url}/ieListMeetings.aspx?CommitteeId=7,,,").outcomes == {"none_listed": 2}

    def test_one_linked_twice_is_fetched_once(self, listed, collecting):
        listed["/too"] = LANDING
        collecting(f"{listed.url}/reports,,,", f"{listed.url}/too,,,")
        assert max(Counter(listed.asked).values()) == 1


class TestSecondCollection:
    def test_fetches_nothing_that_has_not_changed(self, listed, collecting):
        collecting(f"{listed.url}/reports,,camden-scp,")
        before, files = {row["url"]: row for row in collecting.rows()}, collecting.files()
        listed.forget()
        collecting.clock.passed += 3600
        summary = collecting(f"{listed.url}/reports,,camden-scp,")
        assert summary.outcomes == {"unchanged": 3}
        assert listed.sent == []
        assert len(listed.asked) == 3
        assert collecting.files() == files
        for row in collecting.rows():
            old = before[row["url"]]
            assert row["last_seen"] > old["last_seen"]
            assert [row[name] for name in ("first_seen", "retrieved", "sha256", "archive", "path")] == [
                old[name] for name in ("first_seen", "retrieved", "sha256", "archive", "path")
            ]
            assert row["http_status"] == 304

    def test_the_same_bytes_again_are_unchanged_where_the_host_knows_no_tags(self, site, collecting):
        site["/plan.pdf"] = Page(pdf("plan"), "application/pdf", etag=False)
        collecting(f"{site.url}/plan.pdf,,,")
        archive = collecting.row("plan.pdf")["archive"]
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"unchanged": 1}
        assert collecting.row("plan.pdf")["archive"] == archive
        assert [url for url, _, _ in collecting.records("revisit")] == [f"{site.url}/plan.pdf"]

    def test_a_changed_document_is_a_new_version_beside_the_old_one(self, listed, collecting):
        collecting(f"{listed.url}/reports,,camden-scp,")
        collecting.clock.passed += 86_400
        listed["/files/12345678.pdf"] = pdf("report 2023-24, corrected")
        summary = collecting(f"{listed.url}/reports,,camden-scp,")
        assert summary.outcomes == {"fetched": 1, "unchanged": 2}
        assert collecting.files()["camden-scp/annual-reports-2023-24.pdf"] == pdf("report 2023-24")
        assert collecting.files()["camden-scp/annual-reports-2023-24~2026-12-01.pdf"] == pdf(
            "report 2023-24, corrected"
        )
        new = collecting.row("12345678.pdf")
        (old,) = (row for row in collecting.rows() if row["superseded_by"] == new["source_id"])
        assert new["source_id"] == f"{old['source_id']}-2"
        assert old["path"] == "camden-scp/annual-reports-2023-24.pdf"
        assert archived_body(collecting.folder, old["archive"]) == pdf("report 2023-24")
        assert archived_body(collecting.folder, new["archive"]) == pdf("report 2023-24, corrected")

    def test_a_web_page_is_a_new_version_only_if_its_words_are_new(self, site, collecting):
        page = "<title>Plan</title><script>token = {0}</script><p data-at={0}>Our <b>priority</b> is neglect {1}</p>"
        for token, words, outcome in ((1, "", "fetched"), (2, "", "unchanged"), (3, "and more", "fetched")):
            site["/plan"] = page.format(token, words)
            assert collecting(f"{site.url}/plan,document,,").outcomes == {outcome: 1}
        assert sorted(collecting.files()) == ["127-0-0-1/plan.html", "127-0-0-1/plan~2026-11-30.html"]
        assert len([url for url, _, _ in collecting.records("response") if url.endswith("/plan")]) == 3

    def test_a_vanished_document_is_told_and_its_file_stays(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,")
        del listed.pages["/files/12345678.pdf"]
        assert collecting(f"{listed.url}/reports,,,").outcomes == {"not_found": 1, "unchanged": 2}
        row = collecting.row("12345678.pdf")
        assert (row["http_status"], row["failure"]) == (404, None)
        assert (collecting.folder / row["path"]).read_bytes() == pdf("report 2023-24")

    def test_a_link_that_is_gone_is_seen_by_last_seen(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,")
        collecting.clock.passed += 3600
        listed["/reports"] = LANDING.replace("12345678", "other")
        listed["/files/other.pdf"] = pdf("other")
        collecting(f"{listed.url}/reports,,,")
        assert collecting.row("12345678.pdf")["last_seen"] < collecting.row("/reports")["last_seen"]

    def test_a_file_that_was_removed_here_is_fetched_again(self, site, collecting):
        site["/plan.pdf"] = pdf("plan")
        collecting(f"{site.url}/plan.pdf,,,")
        (path,) = collecting.files()
        (collecting.folder / path).unlink()
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.files() == {path: pdf("plan")}
        assert len(collecting.rows()) == 1

    def test_a_page_whose_answer_is_lost_is_fetched_again(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,")
        for path in (collecting.folder / FOLDER).glob("*.warc.gz"):
            path.unlink()
        listed.forget()
        summary = collecting(f"{listed.url}/reports,,,")
        assert listed.sent == ["/robots.txt", "/reports"] or listed.sent == ["/reports"]
        assert summary.outcomes == {"unchanged": 3}

    def test_what_failed_is_tried_again(self, site, collecting):
        site["/plan.pdf"] = Page(status=500)
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"failed": 1}
        site["/plan.pdf"] = pdf("plan")
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"fetched": 1}
        assert collecting.row("plan.pdf")["failure"] is None


class TestFiles:
    def test_the_same_bytes_at_two_addresses_are_one_file(self, site, collecting):
        site["/a.pdf"] = pdf("plan")
        site["/b.pdf"] = pdf("plan")
        collecting(f"{site.url}/a.pdf,,,", f"{site.url}/b.pdf,,,")
        assert len(collecting.files()) == 1
        assert collecting.row("a.pdf")["path"] == collecting.row("b.pdf")["path"]

    def test_names_that_meet_are_numbered(self, site, collecting):
        site["/one/plan.pdf"], site["/two/plan.pdf"] = pdf("one"), pdf("two")
        collecting(f"{site.url}/one/plan.pdf,,,", f"{site.url}/two/plan.pdf,,,")
        assert sorted(collecting.files()) == ["127-0-0-1/plan-2.pdf", "127-0-0-1/plan.pdf"]

    def test_a_file_of_the_users_own_is_never_written_over(self, site, collecting):
        mine = collecting.folder / "127-0-0-1" / "plan.pdf"
        mine.parent.mkdir(parents=True)
        mine.write_text("mine")
        site["/plan.pdf"] = pdf("plan")
        collecting(f"{site.url}/plan.pdf,,,")
        assert mine.read_text() == "mine"
        assert collecting.row("plan.pdf")["path"] == "127-0-0-1/plan-2.pdf"

    @pytest.mark.parametrize(
        ("disposition", "path"),
        [
            ('attachment; filename="Annual Report \'25.pdf"', "annual-report-25.pdf"),
            ("attachment; filename*=UTF-8''Jahres%C3%BCbersicht%202025.pdf", "jahresubersicht-2025.pdf"),
            ('attachment; filename="../../../etc/passwd"', "etc-passwd.pdf"),
            ('attachment; filename="CON.pdf"', "con-file.pdf"),
            (f'attachment; filename="{"long " * 90}.pdf"', f"{'long-' * 15}long.pdf"),
        ],
    )
    def test_the_hosts_name_for_it_is_made_safe(self, site, collecting, disposition, path):
        site["/get?id=1"] = Page(pdf("x"), "application/octet-stream", headers={"Content-Disposition": disposition})
        collecting(f"{site.url}/get?id=1,,,")
        assert list(collecting.files()) == [f"127-0-0-1/{path}"]

    def test_the_suffix_says_what_the_bytes_are(self, site, collecting):
        word = io.BytesIO()
        with zipfile.ZipFile(word, "w") as archive:
            archive.writestr("word/document.xml", "<document/>")
        site["/plan.pdf"] = Page(word.getvalue(), "application/pdf")
        site["/text"] = Page(b"Business plan", "text/plain")
        site["/page"] = Page(f"{TITLE}<p>Our plan".encode())
        collecting(f"{site.url}/plan.pdf,,,", f"{site.url}/text,,,", f"{site.url}/page,document,,")
        assert {Path(path).suffix for path in collecting.files()} == {".docx", ".txt", ".html"}
        assert collecting.row("plan.pdf")["media_type"].endswith("wordprocessingml.document")


class TestAnswers:
    def test_redirects_are_followed_and_both_addresses_kept(self, site, other, collecting):
        site["/old"] = Page(status=301, headers={"Location": "/older"})
        site["/older"] = Page(status=302, headers={"Location": f"{other.url}/plan.pdf"})
        other["/plan.pdf"] = pdf("plan")
        collecting(f"{site.url}/old,,,")
        row = collecting.row("/old")
        assert (row["outcome"], row["final_url"]) == ("fetched", f"{other.url}/plan.pdf")
        assert "/robots.txt" in other.asked
        assert [(url, status) for url, status, _ in collecting.records("response") if "robots" not in url] == [
            (f"{site.url}/old", "301"),
            (f"{site.url}/older", "302"),
            (f"{other.url}/plan.pdf", "200"),
        ]

    @pytest.mark.parametrize(
        ("location", "failure"),
        [
            ("/round", "redirects"),
            ("ftp://127.0.0.1/plan.pdf", "redirect_refused"),
            ("file:///etc/hosts", "redirect_refused"),
        ],
    )
    def test_redirects_without_end_or_out_of_the_web_fail(self, site, collecting, location, failure):
        site["/round"] = Page(status=302, headers={"Location": location})
        collecting(f"{site.url}/round,,,")
        assert collecting.row("/round")["failure"] == failure

    def test_a_public_page_leads_to_no_private_address(self, site, other, collecting, monkeypatch):
        """The list's own host counts as public here, `localhost` does not."""
        hidden = other.url.replace("127.0.0.1", "localhost")
        site["/"] = TITLE + f'<a href="{hidden}/plan.pdf">Business plan</a><a href="/away.pdf">Annual report</a>'
        site["/away.pdf"] = Page(status=302, headers={"Location": f"{hidden}/plan.pdf"})
        other["/plan.pdf"] = pdf("secret")
        for module in (collecting_module, fetching_module):
            monkeypatch.setattr(module, "is_private", lambda host: host == "localhost")
        monkeypatch.setattr(fetching_module, "is_private_number", lambda number: False)
        collecting(f"{site.url}/,,,")
        assert collecting.row("/away.pdf")["failure"] == "redirect_refused"
        assert collecting.row("localhost:" + other.url.rpartition(":")[2] + "/plan.pdf")["failure"] == "other_site"
        assert other.asked == []

    def test_a_name_that_leads_to_a_private_address_when_asked_again_gives_nothing(self, site, collecting, monkeypatch):
        site["/plan.pdf"] = pdf("secret")
        for module in (collecting_module, fetching_module):
            monkeypatch.setattr(module, "is_private", lambda host: False)
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.files() == {}
        assert "/plan.pdf" not in site.sent

    @pytest.mark.parametrize(
        ("status", "outcome", "failure"),
        [
            *((status, "not_found", None) for status in (404, 410)),
            *((status, "refused", "forbidden") for status in (401, 403, 451)),
            (500, "failed", "server_error"),
            (400, "failed", "client_error"),
            (429, "failed", "busy"),
        ],
    )
    def test_each_status_has_its_outcome(self, site, collecting, status, outcome, failure):
        site["/plan.pdf"] = Page(status=status)
        collecting(f"{site.url}/plan.pdf,,,")
        row = collecting.row("/plan.pdf")
        assert (row["outcome"], row["failure"], row["http_status"]) == (outcome, failure, status)

    def test_a_host_that_is_busy_is_waited_for_as_it_asks(self, site, collecting):
        later = Page(status=429, headers={"Retry-After": "90"})

        def busy_once(handler: Handler) -> None:
            site["/plan.pdf"] = pdf("plan")
            handler.answer(later)

        site["/plan.pdf"] = Page(play=busy_once)
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"fetched": 1}
        assert max(collecting.clock.slept) == 90

    def test_one_that_asks_for_more_is_left_alone_until_then(self, site, collecting):
        site["/plan.pdf"] = Page(status=503, headers={"Retry-After": "Mon, 30 Nov 2026 12:00:00 GMT"})
        collecting(f"{site.url}/plan.pdf,,,")
        assert site.asked.count("/plan.pdf") == 1
        site["/plan.pdf"] = pdf("plan")
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"failed": 1}
        assert site.asked.count("/plan.pdf") == 1
        assert "2026-11-30 12:00" in collecting.row("/plan.pdf")["message"]
        collecting.clock.passed += 4 * 3600
        assert collecting(f"{site.url}/plan.pdf,,,").outcomes == {"fetched": 1}

    def test_its_other_places_are_left_alone_as_well(self, site, other, collecting):
        site["/a.pdf"] = Page(status=429, headers={"Retry-After": "7200"})
        site["/b.pdf"] = pdf("plan")
        other["/c.pdf"] = pdf("plan")
        collecting(*(f"{url},,," for url in (f"{site.url}/a.pdf", f"{site.url}/b.pdf", f"{other.url}/c.pdf")))
        assert "/b.pdf" not in site.asked
        assert collecting.row("/b.pdf")["not_before"] == collecting.row("/a.pdf")["not_before"] is not None
        assert collecting.row("/c.pdf")["outcome"] == "fetched"

    def test_a_host_without_any_answer_is_given_up(self, site, collecting):
        def hang_up(handler: Handler) -> None:
            handler.close_connection = True

        for number in range(5):
            site[f"/{number}.pdf"] = Page(play=hang_up)
        collecting(*(f"{site.url}/{number}.pdf,,," for number in range(5)), manners=Manners(tries=1))
        assert {row["failure"] for row in collecting.rows()} == {"connection"}
        assert [path for path in site.asked if path != "/robots.txt"] == ["/0.pdf", "/1.pdf", "/2.pdf"]

    def test_faults_of_the_host_are_tried_again_with_growing_pauses(self, site, collecting):
        site["/plan.pdf"] = Page(status=502)
        collecting(f"{site.url}/plan.pdf,,,")
        assert site.asked.count("/plan.pdf") == 3
        assert [slept for slept in collecting.clock.slept if slept >= 5] == [5, 10]

    def test_a_cut_off_answer_is_broken_and_what_came_is_kept(self, site, collecting):
        def cut(handler: Handler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/pdf")
            handler.send_header("Content-Length", "5000")
            handler.end_headers()
            handler.wfile.write(pdf("half of it"))
            handler.close_connection = True

        site["/plan.pdf"] = Page(play=cut)
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.row("/plan.pdf")["failure"] == "broken"
        assert collecting.files() == {}
        assert pdf("half of it") in [body for _, _, body in collecting.records("response")]

    def test_no_answer_at_all_is_a_failed_connection(self, site, collecting):
        def hang_up(handler: Handler) -> None:
            handler.close_connection = True

        site["/plan.pdf"] = Page(play=hang_up)
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.row("/plan.pdf")["failure"] == "connection"

    def test_a_silent_host_is_given_up(self, site, collecting):
        site["/"] = TITLE
        collecting(f"{site.url}/,,,")  # its robots.txt is known then, and need not come in so short a time
        site["/plan.pdf"] = Page(play=lambda handler: site.stop.wait())
        collecting(f"{site.url}/plan.pdf,,,", manners=Manners(silence=0.2, tries=1))
        assert collecting.row("/plan.pdf")["failure"] == "timeout"

    def test_an_answer_that_drips_without_end_is_given_up(self, site, collecting):
        def drip(handler: Handler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
            while not site.stop.is_set():
                collecting.clock.passed += 50
                handler.wfile.write(b"%PDF-1.7\n")
                handler.wfile.flush()
                site.stop.wait(0.01)

        site["/plan.pdf"] = Page(play=drip)
        collecting(f"{site.url}/plan.pdf,,,", manners=Manners(tries=1))
        assert collecting.row("/plan.pdf")["failure"] == "timeout"

    @pytest.mark.parametrize("packed", [False, True])
    def test_one_that_is_too_large_is_not_taken(self, site, collecting, packed):
        body = pdf("x" * 100_000)
        headers = {"Content-Encoding": "gzip"} if packed else {}
        site["/plan.pdf"] = Page(gzip.compress(body) if packed else body, "application/pdf", headers=headers)
        collecting(f"{site.url}/plan.pdf,,,", manners=Manners(max_bytes=50_000))
        row = collecting.row("/plan.pdf")
        assert row["failure"] == "too_large"
        assert "--max-size" in row["message"]

    def test_a_packed_answer_is_unpacked_for_the_file_and_kept_packed(self, site, collecting):
        packed = gzip.compress(pdf("plan"))
        site["/plan.pdf"] = Page(packed, "application/pdf", headers={"Content-Encoding": "gzip"})
        collecting(f"{site.url}/plan.pdf,,,")
        assert list(collecting.files().values()) == [pdf("plan")]
        row = collecting.row("/plan.pdf")
        assert archived_body(collecting.folder, row["archive"]) == pdf("plan")
        site["/plan.pdf"] = Page(b"no gzip", "application/pdf", headers={"Content-Encoding": "gzip"})
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.row("/plan.pdf")["failure"] == "broken"

    def test_a_page_in_place_of_a_document_is_told(self, listed, collecting):
        listed["/files/12345678.pdf"] = "<title>Welcome</title><p>We have moved."
        listed["/plan.pdf"] = "<title>Page not found</title>"
        collecting(f"{listed.url}/reports,,,", f"{listed.url}/plan.pdf,,,", f"{listed.url}/nothing,,,")
        assert collecting.row("12345678.pdf")["failure"] == "not_a_document"
        assert collecting.row("plan.pdf")["failure"] == "soft_not_found"
        assert collecting.row("/nothing")["outcome"] == "not_found"
        assert len(collecting.files()) == 1

    @pytest.mark.parametrize("path", ["/plan.pdf", "/plan"])
    def test_a_page_that_stays_in_place_of_a_document_is_told_each_time(self, site, collecting, path):
        site[path] = pdf("plan")
        collecting(f"{site.url}{path},,,")
        site[path] = "<title>Welcome</title><p>We have moved."
        for _ in range(2):
            assert collecting(f"{site.url}{path},,,").outcomes == {"failed": 1}
        row = collecting.row(path)
        assert row["failure"] == "not_a_document"
        assert (collecting.folder / row["path"]).read_bytes() == pdf("plan")
        site[path] = pdf("plan")
        assert collecting(f"{site.url}{path},,,").outcomes == {"unchanged": 1}

    @pytest.mark.parametrize("body", [b"", b"\x00\x01binary", b"PK\x03\x04no zip"])
    def test_what_is_no_document_is_not_kept_as_one(self, site, collecting, body):
        site["/plan.pdf"] = Page(body, "application/pdf")
        collecting(f"{site.url}/plan.pdf,,,")
        assert collecting.row("plan.pdf")["failure"] == "unknown_type"
        assert collecting.files() == {}

    def test_a_host_that_is_not_there(self, collecting, tmp_path):
        with served() as gone:
            pass
        collecting(f"{gone.url}/plan.pdf,,,")
        assert collecting.row("plan.pdf")["failure"] == "robots_unreachable"


class TestManners:
    def test_robots_are_heeded_and_asked_for_once_a_day(self, listed, collecting):
        listed["/robots.txt"] = Page(b"User-agent: safeplans\nDisallow: /files/1\n", "text/plain")
        collecting(f"{listed.url}/reports,,,")
        row = collecting.row("12345678.pdf")
        assert (row["outcome"], row["failure"]) == ("refused", "robots")
        assert "/files/12345678.pdf" not in listed.asked
        collecting(f"{listed.url}/reports,,,")
        assert listed.asked.count("/robots.txt") == 1
        collecting.clock.passed += 86_400
        collecting(f"{listed.url}/reports,,,")
        assert listed.asked.count("/robots.txt") == 2

    def test_nothing_is_asked_of_a_host_whose_robots_cannot_be_had(self, listed, collecting):
        listed["/robots.txt"] = Page(status=500)
        collecting(f"{listed.url}/reports,,,")
        assert collecting.row("/reports")["failure"] == "robots_unreachable"
        assert set(listed.asked) == {"/robots.txt"}
        del listed["/robots.txt"]
        assert collecting(f"{listed.url}/reports,,,").new == 2

    def test_there_is_a_pause_between_two_requests_to_a_host(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,", manners=Manners(pause=7))
        assert collecting.clock.slept == [7] * (len(listed.asked) - 1)
        assert listed.most_at_once == 1

    def test_a_longer_pause_is_kept_where_robots_ask_for_it(self, listed, collecting):
        listed["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 30\n", "text/plain")
        collecting(f"{listed.url}/reports,,,")
        assert collecting.clock.slept == [30, 30, 30]

    def test_who_asks_for_a_day_between_requests_is_left_alone(self, listed, collecting):
        listed["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 86400\n", "text/plain")
        collecting(f"{listed.url}/reports,,,")
        assert collecting.row("/reports")["outcome"] == "refused"
        assert collecting.clock.slept == []

    def test_the_pause_of_one_host_is_spent_with_another(self, listed, other, collecting):
        other["/plan.pdf"] = pdf("plan")
        collecting(f"{listed.url}/reports,,,", f"{other.url}/plan.pdf,,,", manners=Manners(pause=10))
        assert len(collecting.clock.slept) == 3

    def test_the_hosts_are_told_who_asks(self, listed, collecting):
        collecting(f"{listed.url}/reports,,,", manners=Manners(contact="https://university.example/plans"))
        (agent,) = listed.agents
        assert agent.startswith("safeplans/")
        assert "+https://university.example/plans" in agent


class TestStopping:
    @pytest.mark.parametrize("after", [1, 2])
    def test_a_stopped_collection_goes_on_where_it_was(self, listed, collecting, after):
        def stop(look: Look) -> None:
            collecting.looks.append(look)
            if len(collecting.looks) == after:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            collecting(f"{listed.url}/reports,,,", progress=stop)
        assert len(collecting.rows()) == after
        listed.forget()
        summary = collecting(f"{listed.url}/reports,,,")
        assert summary.kept == after
        assert len(listed.asked) == 3 - after
        assert len(collecting.files()) == 2
        listed.forget()
        collecting(f"{listed.url}/reports,,,")
        assert len(listed.asked) == 3

    def test_a_file_that_was_written_before_its_row_is_the_same_file(self, site, collecting, monkeypatch):
        from safeplans.pipeline.collection.state import State

        site["/plan.pdf"] = pdf("plan")
        with monkeypatch.context() as patched:
            patched.setattr(State, "save", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                collecting(f"{site.url}/plan.pdf,,,")
        assert len(collecting.files()) == 1
        collecting(f"{site.url}/plan.pdf,,,")
        assert list(collecting.files()) == ["127-0-0-1/plan.pdf"]

    def test_a_record_that_was_written_in_part_is_cut_off(self, site, collecting):
        site["/plan.pdf"] = pdf("plan")
        collecting(f"{site.url}/plan.pdf,,,")
        (path,) = (collecting.folder / FOLDER).glob("*.warc.gz")
        whole = path.read_bytes()
        for torn in (whole[:200], whole[:5], b"\x1f\x8bgarbage"):
            path.write_bytes(whole + torn)
            with Archive(collecting.folder, collecting.clock.now(), "test"):
                pass
            assert path.read_bytes() == whole

    def test_two_at_once_are_not_let_into_a_folder(self, site, collecting):
        site["/"] = TITLE

        def again(look: Look) -> None:
            with pytest.raises(DatasetError, match="under way"):
                collect(collecting.list, collecting.folder, clock=collecting.clock)
            collecting.looks.append(look)

        collecting(f"{site.url}/,,,", progress=again)
        assert len(collecting.looks) == 1

    def test_the_lock_of_a_killed_collection_is_no_lock(self, site, collecting):
        site["/"] = TITLE
        (collecting.folder / FOLDER).mkdir(parents=True)
        (collecting.folder / FOLDER / "collecting.pid").write_text("99999999")
        assert collecting(f"{site.url}/,,,").outcomes == {"none_listed": 1}


class TestList:
    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (",,,", "row 2: it has no url"),
            ("plans.example/x,,,", "row 2: 'plans.example/x' is no address of the web"),
            ("https://me:secret@plans.example/,,,", "row 2: an address with a login"),
            ("https://plans.example/,page,,", "row 2: kind is 'page'"),
            ("https://plans.example/,,camden-spc,", "Is it camden-scp?"),
            ("https://[plans/,,,", "row 2: 'https://[plans/' is no address"),
        ],
    )
    def test_a_wrong_row_is_told_with_its_number(self, collecting, row, said):
        with pytest.raises(InputError) as error:
            collecting(row + "x" if row == ",,," else row)
        assert said in str(error.value)

    def test_an_address_twice_is_told_with_both_rows(self, collecting):
        with pytest.raises(InputError, match="row 3: https://plans.example/ is in row 2 already"):
            collecting("https://plans.example/,,,", "https://PLANS.example,,,")

    def test_an_empty_or_missing_list_is_told(self, collecting, tmp_path):
        with pytest.raises(InputError, match="lists nothing"):
            collecting()
        with pytest.raises(InputError, match="Check the name"):
            collect(tmp_path / "none.csv", tmp_path / "raw")
        (tmp_path / "other.csv").write_text("address\nhttps://plans.example/\n")
        with pytest.raises(InputError, match="has no column url"):
            collect(tmp_path / "other.csv", tmp_path / "raw")

    def test_the_tables_of_a_run_are_not_collected_over(self, collecting):
        collecting.folder.mkdir()
        (collecting.folder / "datapackage.json").write_text("{}")
        with pytest.raises(DatasetError, match="holds the tables of a run"):
            collecting("https://plans.example/,,,")

"""From addresses to a report: collect, run, report; the command; a collection that is killed."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from loopback import START, Page, Site, SleeplessClock, served

from safeplans import InputError, Manners, collect, load, report, run
from safeplans.pipeline.collection import collecting
from safeplans.pipeline.collection.source_list import read_source_list
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.store.dataset import DatasetError

PLAN = """\
Ashcombe Vale Safeguarding Children Partnership
Business Plan 2024-26

Priority 1: Neglect

| Action | Lead | By when |
|---|---|---|
| Audit forty case files of children | QA Group | September 2024 |
| Train all staff in the new assessment | Learning Group | March 2025 |
"""
REPORT = """\
Ashcombe Vale Safeguarding Children Partnership
Annual Report 2023-24

Priority 1: Neglect

- We audited forty case files of children.
"""
LANDING = """\
<title>Ashcombe Vale Safeguarding Children Partnership</title><h2>Plans and reports</h2>
<a href="business-plan.md">Business plan 2024-26</a> <a href="annual-report.txt">Annual report 2023-24</a>
<a href="lost.pdf">Strategic plan</a>
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as found:
        found["/"] = LANDING
        found["/business-plan.md"] = Page(PLAN.encode(), "text/markdown")
        found["/annual-report.txt"] = Page(REPORT.encode(), "text/plain")
        yield found


@pytest.fixture
def collected(site: Site, tmp_path: Path) -> Path:
    (tmp_path / "sources.csv").write_text(f"url,partnership_id\n{site.url}/,camden-scp\n")
    collect(tmp_path / "sources.csv", tmp_path / "raw", clock=SleeplessClock())
    return tmp_path / "raw"


def test_what_is_collected_is_read_with_where_it_is_from(site, collected, tmp_path):
    tables = tmp_path / "tables"
    (collected / "own.txt").write_text("Lower Wendle Safeguarding Adults Board\nStrategic Plan 2024-27\n")
    run(collected, tables, workers=0, cache=False)
    assert check(tables) == []
    documents = load(tables)["documents"].set_index("source")
    plan = documents.loc["camden-scp/business-plan.md"]
    assert plan["source_url"] == f"{site.url}/business-plan.md"
    assert plan["retrieved"].to_pydatetime().astimezone(datetime.UTC) >= START
    assert (collected / plan["archive"].partition("#")[0]).is_file()
    assert documents.loc["own.txt", ["source_url", "retrieved", "archive"]].isna().all()
    sources = load(tables)["sources"].set_index("url")
    assert sources.loc[f"{site.url}/business-plan.md", "document_id"] == plan["document_id"]
    assert sources.loc[f"{site.url}/lost.pdf", "outcome"] == "not_found"
    assert (
        sources.loc[f"{site.url}/", "document_id"] is None or sources.loc[[f"{site.url}/"], "document_id"].isna().all()
    )
    assert len(sources) == 4
    report(tables, tmp_path / "site", documents=[collected])
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_second_collection_and_run_find_everything_as_it_was(site, collected, tmp_path):
    run(collected, tmp_path / "tables", workers=0, cache=False)
    site.forget()
    summary = collect(tmp_path / "sources.csv", collected, clock=SleeplessClock(START + datetime.timedelta(hours=2)))
    assert site.sent == ["/lost.pdf"] or "/lost.pdf" not in site.pages
    assert summary.outcomes == {"unchanged": 3, "not_found": 1}
    assert summary.new == 0
    run(collected, tmp_path / "again", workers=0, cache=False)
    for name in ("documents", "objectives", "actions"):
        assert (tmp_path / "again" / f"{name}.parquet").read_bytes() == (
            tmp_path / "tables" / f"{name}.parquet"
        ).read_bytes()


def test_a_file_that_was_moved_is_known_by_its_bytes(collected, tmp_path):
    (collected / "moved.md").write_bytes((collected / "camden-scp" / "business-plan.md").read_bytes())
    (collected / "camden-scp" / "business-plan.md").unlink()
    run(collected, tmp_path / "tables", workers=0, cache=False)
    documents = load(tmp_path / "tables")["documents"].set_index("source")
    assert documents.loc["moved.md", "source_url"].endswith("/business-plan.md")


def test_the_tables_are_not_put_over_what_was_collected(collected):
    with pytest.raises(DatasetError, match="holds what `safeplans collect` fetched"):
        run(collected, collected, workers=0, cache=False)


def test_a_table_of_sources_that_cannot_be_read_is_told_and_stops_nothing(collected, tmp_path):
    (collected / "sources.parquet").write_bytes(b"broken")
    run(collected, tmp_path / "tables", workers=0, cache=False)
    tables = load(tmp_path / "tables")
    assert "collection_unreadable" in set(tables["problems"]["code"])
    assert len(tables["documents"]) == 2
    assert check(tmp_path / "tables") == []
    with pytest.raises(DatasetError, match="Move the file away"):
        collect(tmp_path / "sources.csv", collected, clock=SleeplessClock())


class TestCommand:
    @pytest.fixture
    def safeplans(self, monkeypatch, tmp_path):
        real = collecting.collect

        def without_pauses(*arguments, **options):
            return real(*arguments, **{**options, "clock": SleeplessClock()})

        monkeypatch.setattr(collecting, "collect", without_pauses)
        monkeypatch.chdir(tmp_path)

        def call(*arguments: str) -> Result:
            result = CliRunner().invoke(main, arguments)
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
            return result

        return call

    def test_tells_each_place_and_what_to_do(self, safeplans, site, tmp_path):
        site["/business-plan.md"] = Page(status=500)
        (tmp_path / "sources.csv").write_text(f"url\n{site.url}/\n")
        result = safeplans("collect", "sources.csv")
        assert result.exit_code == 0
        lines = result.output.splitlines()
        assert lines[0] == f"fetched     {site.url}/, 3 documents"
        assert "fetched     127-0-0-1/annual-report.txt" in lines
        assert f"failed      {site.url}/business-plan.md (server_error)" in lines
        assert "4 places looked at" in lines
        assert "  safeplans run data/raw" in lines
        assert (tmp_path / "data" / "raw" / "127-0-0-1" / "annual-report.txt").is_file()
        again = safeplans("collect", "sources.csv", "--strict")
        assert again.exit_code == 1
        assert f"not_found   {site.url}/lost.pdf" in again.output

    def test_no_other_command_waits_for_the_client(self):
        code = "import sys, safeplans.pipeline.commands.cli; print(*sys.modules)"
        root = str(Path(__file__).parent.parent)
        environment = {**os.environ, "PYTHONPATH": root}
        loaded = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout.split()
        assert not {"httpx", "lxml", "warcio", "protego"} & set(loaded)

    def test_a_wrong_list_is_told_without_a_traceback(self, safeplans, tmp_path):
        (tmp_path / "sources.csv").write_text("url,kind\nhttps://plans.example/,leaf\n")
        result = safeplans("collect", "sources.csv")
        assert result.exit_code == 2
        assert "row 2: kind is 'leaf'" in result.output
        assert safeplans("collect").exit_code == 2
        result = safeplans("collect", "sources.csv", "--contact", "me\r\nX-Other: yes")
        assert result.exit_code == 2
        assert "plain letters" in result.output

    def test_the_starting_list_is_written_once_and_can_be_used(self, safeplans, tmp_path):
        assert safeplans("collect", "--starter", "mine.csv").exit_code == 0
        assert len(read_source_list(tmp_path / "mine.csv")) >= 40
        again = safeplans("collect", "--starter", "mine.csv")
        assert again.exit_code == 2
        assert "is there already" in again.output


def test_each_row_of_the_starting_list_says_where_it_was_seen():
    from importlib import resources

    with resources.as_file(resources.files("safeplans.extractors.vocabulary").joinpath("sources.csv")) as path:
        sources = read_source_list(path)
    assert [source.row for source in sources if not (source.seen_at or "").startswith("http")] == []


KILLED = """
import sys
from safeplans import Manners, collect
collect(sys.argv[1], sys.argv[2], manners=Manners(pause=0), progress=lambda look: print(look.row["url"], flush=True))
"""


def test_a_killed_collection_loses_nothing_and_goes_on(site, tmp_path):
    """The second document hangs until the process has been killed."""
    served_before = site.pages["/annual-report.txt"]
    site["/annual-report.txt"] = Page(play=lambda handler: site.stop.wait())
    (tmp_path / "sources.csv").write_text(f"url\n{site.url}/\n")
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "sources.csv"), str(tmp_path / "raw")],
        env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(2)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert told == [f"{site.url}/", f"{site.url}/business-plan.md"]
    site["/annual-report.txt"] = served_before
    site.forget()
    summary = collect(tmp_path / "sources.csv", tmp_path / "raw", manners=Manners(pause=0))
    assert summary.kept == 2
    assert site.asked == ["/annual-report.txt", "/lost.pdf"]
    assert (tmp_path / "raw" / "127-0-0-1" / "business-plan.md").read_text() == PLAN
    assert (tmp_path / "raw" / "127-0-0-1" / "annual-report.txt").read_text() == REPORT


def test_a_list_that_is_no_file_is_told(tmp_path):
    with pytest.raises(InputError):
        collect(tmp_path / "none.csv", tmp_path / "raw")

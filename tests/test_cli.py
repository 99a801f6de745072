"""The commands as a user types them, with the stand-in for extraction."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from fake_extractor import FAKE

from safeplans.pipeline.commands import cli
from safeplans.pipeline.running import running
from safeplans.pipeline.schema.fields import TABLES

ROOT = Path(__file__).parent.parent


@pytest.fixture
def safeplans(monkeypatch, tmp_path):
    real = running.run

    def in_this_process(*inputs, **options):
        return real(*inputs, **{**options, "workers": 0, "stages": FAKE})

    monkeypatch.setattr("safeplans.pipeline.running.running.run", in_this_process)
    monkeypatch.setattr(
        "safeplans.extractors.extract.extract",
        lambda data, settings: FAKE.extract(FAKE.read(data, settings, lambda page: None), settings),
    )
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        result = CliRunner().invoke(cli.main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return call


class TestRun:
    def test_ends_with_a_summary(self, safeplans, plans):
        (plans / "empty.txt").write_text("")
        (plans / "old.png").write_text("")
        result = safeplans("run", plans, "--output", "out")
        assert result.exit_code == 0
        assert "4 documents in" in result.output
        assert "2 ok, 1 partial, 1 failed" in result.output
        for table in TABLES:
            assert f"\n  {table.name} " in result.output
        assert "not read    empty          1" in result.output
        assert "empty.txt: The file is empty. Fetch it again." in result.output
        assert "1 file of other kinds (.png 1)" in result.output
        assert "safeplans compare out" in result.output

    def test_prints_plain_lines_where_there_is_no_terminal(self, safeplans, plans):
        output = safeplans("run", plans).output
        assert output.startswith("[1/3] partial a.txt\n[2/3] ok      b.md\n[3/3] ok      north/c.txt\n")
        assert "\x1b" not in output
        assert "\r" not in output

    def test_reads_data_raw_and_writes_data_processed_by_default(self, safeplans, tmp_path):
        (tmp_path / "data" / "raw").mkdir(parents=True)
        (tmp_path / "data" / "raw" / "a.txt").write_text("objective One\n")
        assert safeplans("run").exit_code == 0
        assert (tmp_path / "data" / "processed" / "objectives.parquet").is_file()

    def test_strict_exits_with_1_and_still_writes(self, safeplans, plans, tmp_path):
        assert safeplans("run", plans, "-o", "out", "--strict").exit_code == 0
        (plans / "empty.txt").write_text("")
        result = safeplans("run", plans, "-o", "out", "--strict")
        assert result.exit_code == 1
        assert "1 failed" in result.output
        assert safeplans("check", "out").exit_code == 0

    def test_a_run_that_could_read_nothing_at_all_exits_with_1_and_says_so(self, safeplans, tmp_path):
        (tmp_path / "old").mkdir()
        (tmp_path / "old" / "plan.txt").write_text("")
        result = safeplans("run", "old", "-o", "out")
        assert result.exit_code == 1
        assert "Nothing could be read; the table problems in out says why." in result.output
        assert "safeplans compare" not in result.output
        assert safeplans("check", "out").exit_code == 0

    def test_tracebacks_are_for_verbose_only(self, safeplans, plans):
        (plans / "bad.txt").write_text("raise\n")
        quiet, verbose = safeplans("run", plans), safeplans("run", plans, "--verbose")
        assert "Traceback" not in quiet.output
        assert "--verbose shows where" in quiet.output
        assert "Traceback" in verbose.output

    def test_a_missing_input_is_told_without_a_traceback(self, safeplans):
        result = safeplans("run", "nowhere")
        assert result.exit_code == 2
        assert result.output.startswith("Error: There is no file or folder 'nowhere'")

    def test_an_output_that_cannot_be_written_is_told(self, safeplans, plans, tmp_path):
        (tmp_path / "file").write_text("")
        result = safeplans("run", plans, "--output", "file/out")
        assert result.exit_code == 2
        assert "Give another folder with --output" in result.output

    def test_an_interrupt_says_that_the_old_tables_are_unchanged(self, safeplans, plans, monkeypatch):
        def interrupted(*inputs, **options):
            raise KeyboardInterrupt

        monkeypatch.setattr("safeplans.pipeline.running.running.run", interrupted)
        result = safeplans("run", plans)
        assert result.exit_code == 1
        assert "is unchanged" in result.output

    def test_names_of_files_cannot_steer_the_terminal(self, safeplans, plans):
        try:
            (plans / "\x1b[31mred.txt").write_text("")
        except OSError:
            pytest.skip("this file system refuses such names")
        assert "\x1b" not in safeplans("run", plans).output


class TestShow:
    def test_prints_what_was_found_with_its_lines(self, safeplans, plans):
        result = safeplans("show", plans / "a.txt", "--width", "80")
        assert result.exit_code == 0
        for said in ("Children are heard", "Ask them", "QA Group", "June 2024 [2024-06-01 – 2024-06-30]", "neglect"):
            assert said in result.output
        assert "line 2" in result.output
        assert "QA: Quality Assurance" in result.output
        assert "plan_not_read: Something was not read." in result.output

    def test_counts_doubts_and_faults_beside_the_status(self, safeplans, tmp_path):
        (tmp_path / "faulty.txt").write_text("action Meet\nfault\nfault\ndoubt\n")
        assert "business plan · ok · 1 doubt · 2 faults\n" in safeplans("show", "faulty.txt").output

    @pytest.mark.parametrize("width", [40, 72, 160])
    def test_keeps_to_the_width(self, safeplans, tmp_path, width):
        (tmp_path / "long.txt").write_text(f"objective {'safe ' * 60}\naction {'x' * 300}\n")
        lines = safeplans("show", "long.txt", "--width", width).output.splitlines()
        assert max(map(len, lines)) <= width

    def test_is_safe_for_the_terminal(self, safeplans, tmp_path):
        (tmp_path / "evil.txt").write_bytes(
            b"objective \x1b]0;owned\x07 [bold red]not markup[/]\naction \x9b2J\n".decode("latin-1").encode()
        )
        output = safeplans("show", "evil.txt").output
        assert not set(output) & {"\x1b", "\x07", "\x9b"}
        assert "[bold red]not markup[/]" in output

    def test_a_document_that_cannot_be_read_exits_with_1(self, safeplans, tmp_path):
        (tmp_path / "empty.txt").write_text("")
        result = safeplans("show", "empty.txt")
        assert result.exit_code == 1
        assert "The file is empty" in result.output

    def test_an_unexpected_error_is_a_message(self, safeplans, tmp_path):
        (tmp_path / "bad.txt").write_text("raise\n")
        result = safeplans("show", "bad.txt")
        assert result.exit_code == 1
        assert "unexpected error (RuntimeError: out of cheese)" in result.output
        assert "Traceback" not in result.output
        assert "Traceback" in safeplans("show", "bad.txt", "--verbose").output

    def test_a_folder_or_a_missing_file_is_told_with_what_to_do(self, safeplans, plans):
        assert "safeplans run" in safeplans("show", plans).output
        result = safeplans("show", "nowhere.pdf")
        assert result.exit_code == 2
        assert "Check the name" in result.output


class TestCheck:
    def test_says_that_the_contract_holds(self, safeplans, plans):
        safeplans("run", plans, "-o", "out")
        result = safeplans("check", "out")
        assert result.exit_code == 0
        assert "keep their contract" in result.output

    def test_lists_what_does_not_hold(self, safeplans, plans, tmp_path):
        safeplans("run", plans, "-o", "out")
        (tmp_path / "out" / "terms.parquet").unlink()
        result = safeplans("check", "out")
        assert result.exit_code == 1
        assert "1 violation:" in result.output
        assert "terms.parquet is missing" in result.output

    def test_a_missing_dataset_is_told_with_what_to_do(self, safeplans):
        result = safeplans("check", "nowhere")
        assert result.exit_code == 2
        assert "safeplans run DOCUMENTS --output nowhere" in result.output


def test_without_a_command_the_help_stands_in_its_own_lines(safeplans):
    result = safeplans()
    assert (result.exit_code, result.output.startswith("Usage:")) == (2, True)
    assert "\n  compare " in result.output


class TestTables:
    def test_prints_the_dictionary(self, safeplans):
        assert safeplans("tables").output == (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")

    def test_prints_single_tables(self, safeplans):
        output = safeplans("tables", "terms").output
        assert output.startswith("## terms")
        assert "## actions" not in output

    def test_names_the_tables_when_one_is_unknown(self, safeplans):
        result = safeplans("tables", "deeds")
        assert result.exit_code == 2
        assert "'actions'" in result.output


def test_python_m_pipeline_is_the_command():
    done = subprocess.run([sys.executable, "-m", "safeplans", "--version"], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith("safeplans")
    assert done.returncode == 0


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_is_documented(name):
    command = cli.main.commands[name]
    help_text = command.get_help(click.Context(command, info_name=f"safeplans {name}"))
    assert "Examples:" in help_text
    assert f"safeplans {name}" in help_text.split("Examples:")[1]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"## safeplans {name}\n")[1].split("\n## ")[0]
    assert "From Python" in section
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}" in section, f"{name}: {parameter.opts[0]} is not in docs/commands.md"
    assert f"safeplans {name}" in (ROOT / "README.md").read_text(encoding="utf-8")

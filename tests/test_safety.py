"""What docs/security.md promises: no network, no pickle from disk, no name or text that steers a terminal."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas
from rich.console import Console

from safeplans import extractors, load, pipeline, run
from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import Accounting, Action, Facts, Metadata, Problem, Source
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.schema.fields import table
from safeplans.pipeline.schema.rows import FileIdentity, document_rows
from safeplans.pipeline.schema.schemas import arrow_schema
from safeplans.pipeline.show.reporting import progress_to, summary_text
from safeplans.pipeline.show.showing import show

ROOT = Path(__file__).parent.parent

ESCAPES = "\x1b]0;owned\x07\x1b[2J"
REORDERED = "\u202egnp.exe\u202c"
FORMULA = '=HYPERLINK("http://example.invalid/?"&A1,"Audit")'
HTML = "<script>alert(1)</script>"
SURROGATE = "half \ud835 a letter"

PLAN = f"""\
Larkshire Safeguarding Children Partnership
Business Plan 2024-25

Priority 1: Neglect – Children’s needs are met
• Audit {FORMULA} forty files by September 2024
• The QA Group will {ESCAPES}audit cases by March 2025
• Train every {REORDERED} worker by March 2025
• Review the {HTML} threshold document by May 2025
"""

NAMES = [
    b"line\nbreak.txt",
    f"{ESCAPES.replace('/', '')}.txt".encode(),
    f"{REORDERED}.txt".encode(),
    b"=cmd|' C calc'!A0.txt",
    b"caf\xe9.txt",
    b"[bold red]markup[bold].txt",
    b"--output.txt",
    b"%s{0}$HOME`id`.txt",
    b"n" * 251 + b".txt",
    "zero\u200bwidth\u00ad.txt".encode(),
    b"\r\nok      forged.txt",
]


def steers(text: str) -> list[str]:
    """The characters of a text that a terminal would not print as they are, line ends aside."""
    return [char for char in text if not char.isprintable() and char != "\n"]


def call(*arguments: str) -> str:
    """What a command says, on either stream."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


# ---- no network, no other program, no pickle from disk ------------------------------------------

WATCH = """\
import os, socket, sys

OUTWARD = ("connect", "bind", "listen", "sendto", "sendmsg")

def tell(said):
    target = os.open(os.environ["SAFETY_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(target, (said + "\\n").encode("utf-8", "replace"))
    os.close(target)

def watch(event, args):
    if event == "socket.bind" and args[1][0] == "::1":
        pass  # urllib3, which spaCy imports, asks on import whether this machine knows IPv6; nothing leaves it
    elif event.startswith("socket.") and event.split(".")[1] in OUTWARD and args[0].family != socket.AF_UNIX:
        tell(f"{event} {args[1:]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"):
        tell(f"{event} {args}")
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn") and os.fsdecode(args[0]) != sys.executable:
        tell(f"{event} {args[0]}")
    elif event == "os.system":
        tell(f"{event} {args}")
    elif event == "open" and str(args[0]).endswith((".pickle", ".pkl", ".pickle.gz", ".joblib")):
        tell(f"{event} {args[0]}")

tell(f"watching {os.getpid()}")
sys.addaudithook(watch)
"""


@pytest.fixture
def watched(tmp_path):
    """Runs Python with every process of it watched from its start; returns what was told: processes, then offences."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    log = tmp_path / "watch" / "log"

    def _run(*arguments: str) -> tuple[list[str], list[str]]:
        paths = os.pathsep.join([str(tmp_path / "watch"), str(ROOT)])
        environment = {**os.environ, "PYTHONPATH": paths, "SAFETY_LOG": str(log)}
        done = subprocess.run(
            [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        told = log.read_text().splitlines()
        return [line for line in told if line.startswith("watching")], [
            line for line in told if not line.startswith("watching")
        ]

    return _run


def test_the_watch_sees_what_it_should(watched, tmp_path):
    (tmp_path / "made.pickle").write_bytes(b"")
    offences = (
        f"import socket, subprocess, contextlib; open({str(tmp_path / 'made.pickle')!r}).close()\n"
        "with contextlib.suppress(OSError): socket.create_connection(('127.0.0.1', 9), timeout=1)\n"
        "socket.socket().bind(('127.0.0.1', 0))\n"
        "subprocess.run(['true'])"
    )
    _, told = watched("-c", offences)
    assert {line.split()[0] for line in told} >= {
        "open", "socket.getaddrinfo", "socket.connect", "socket.bind", "subprocess.Popen"
    }  # fmt: skip


def test_a_run_needs_no_network_starts_no_other_program_and_opens_no_pickle(watched, tmp_path):
    (tmp_path / "in").mkdir()
    for name in (
        "data/raw/harrowmere-business-plan-2024-26.pdf",
        "data/raw/tarnborough-arrangements-2024-25.txt",
        "tests/layouts/scan-shaded.pdf",  # text recognition, where it is installed
    ):
        (tmp_path / "in" / Path(name).name).write_bytes((ROOT / name).read_bytes())
    out = str(tmp_path / "out")
    processes, offences = watched("-m", "safeplans", "run", str(tmp_path / "in"), "--output", out, "--workers", "1")
    assert len(processes) >= 2, "the worker process was not watched"
    assert offences == []
    assert len(load(out)["actions"]) > 10


def ours() -> Iterator[tuple[Path, ast.Module]]:
    for package in (extractors, pipeline):
        for path in sorted(Path(package.__file__ or "").parent.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_module_runs_what_it_reads():
    """Pickles pass between the processes of one run only: `pickle.loads` of a pipe's bytes, never a file's."""
    forbidden_modules = {"marshal", "shelve", "dill", "joblib", "cloudpickle", "dbm"}
    forbidden_calls = {"eval", "exec", "compile", "__import__"}
    forbidden_names = {"pickle.load", "pickle.Unpickler", "read_pickle", "to_pickle", "unsafe_load", "allow_pickle"}
    for path, tree in ours():
        for node in ast.walk(tree):
            said = f"{path}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = {alias.name.split(".")[0] for alias in node.names}
                assert not (named | {getattr(node, "module", None)}) & forbidden_modules, said
                assert getattr(node, "module", None) != "pickle", f"{said}: import pickle, so that its use is seen"
            elif isinstance(node, ast.Call):
                assert not (isinstance(node.func, ast.Name) and node.func.id in forbidden_calls), said
                assert not any(keyword.arg in forbidden_names for keyword in node.keywords), said
            elif isinstance(node, ast.Attribute):
                assert ast.unparse(node) not in forbidden_names and node.attr not in forbidden_names, said
                if ast.unparse(node) == "pickle.loads":
                    assert path.name == "child.py", f"{said}: only the pipe between our own processes carries pickles"


# ---- file names ---------------------------------------------------------------------------------


def written_as(name: bytes) -> str:
    """A file name in the dataset: as it is, bytes that are no UTF-8 as escapes."""
    return name.decode("utf-8", "backslashreplace")


@pytest.fixture
def oddly_named(tmp_path) -> Path:
    """A folder of documents whose names attack terminals, shells and spreadsheets; each has a text of its own."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        text = f"Larkshire Safeguarding Children Partnership\nBusiness Plan {number}\n"
        (folder / os.fsdecode(name)).write_text(text)
    (folder / f"{ESCAPES} empty.txt").write_bytes(b"")
    (folder / f"{ESCAPES} twin.txt").write_bytes(b"")
    (folder / "[red]blank[red].txt").write_bytes(b"\n")
    (folder / f"a{ESCAPES}.png").write_bytes(b"")
    return folder


def test_no_file_name_steers_the_terminal_and_each_is_in_the_dataset(oddly_named, tmp_path):
    out = tmp_path / f"out{ESCAPES}"
    said = call("run", str(oddly_named), "--output", str(out), "--workers", "0", "--verbose")
    assert steers(said) == []
    assert "\nok      forged" not in said
    assert check(out) == [] and steers(call("check", str(out))) == []
    tables = load(out)
    told = {*tables["documents"]["source"], *tables["problems"]["source"]}
    assert told == {*map(written_as, NAMES), f"{ESCAPES} empty.txt", f"{ESCAPES} twin.txt", "[red]blank[red].txt"}


def test_no_file_name_steers_the_terminal_from_the_progress_bar(oddly_named, tmp_path):
    stream = io.StringIO()
    with progress_to(Console(file=stream, force_terminal=True, width=100)) as shown:
        summary = run(oddly_named, tmp_path / "out", workers=0, progress=shown.progress, watch=shown.watch)
    drawn = stream.getvalue()
    assert "\x1b]0;" not in drawn and "\x1b[2J" not in drawn and "\x07" not in drawn and "\u202e" not in drawn
    assert "failed  [red]blank[red].txt: The file is empty." in drawn
    assert steers(summary_text(summary, verbose=True)) == []


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_file_name_steers_the_terminal_from_show(name, oddly_named):
    said = call("show", str(oddly_named / os.fsdecode(name)))
    assert "Business Plan" in said
    assert steers(said) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", f"gone{ESCAPES}.txt"),
        ("show", f"--{ESCAPES}"),
        ("show", "a.txt", f"b{ESCAPES}.txt"),
        ("run", f"gone{ESCAPES}.txt"),
        ("run", f"--workers={ESCAPES}"),
        ("check", f"gone{ESCAPES}"),
        ("tables", ESCAPES),
        (ESCAPES,),
        ("show", "caf\udce9.txt"),
    ],
    ids=ascii,
)
def test_no_argument_steers_the_terminal(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert steers(result.output) == []


def test_an_unexpected_error_that_quotes_the_document_does_not_steer_the_terminal(tmp_path, monkeypatch):
    def fails(*_: object) -> None:
        raise RuntimeError(f"cannot read {ESCAPES}{REORDERED}")

    monkeypatch.setattr("safeplans.extractors.extract.extract", fails)
    (tmp_path / "a.txt").write_text(PLAN)
    said = call("show", str(tmp_path / "a.txt"), "--verbose")
    assert "cannot read" in said and "RuntimeError" in said
    assert steers(said) == []


# ---- text of documents --------------------------------------------------------------------------


def test_text_is_stored_as_printed_and_shown_without_its_power(tmp_path):
    (tmp_path / "in").mkdir()
    plan = tmp_path / "in" / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    said = call("run", str(plan), "--output", str(tmp_path / "out"), "--workers", "0")
    texts = list(load(tmp_path / "out")["actions"]["text"])
    assert len(texts) == 4
    for part, text in zip((FORMULA, ESCAPES, REORDERED, HTML), texts, strict=True):
        assert part in text
    assert check(tmp_path / "out") == []
    shown = call("show", str(plan))
    assert "=HYPERLINK" in shown and "alert(1)" in shown
    assert steers(said) == steers(shown) == []


def test_what_a_pdf_says_of_itself_and_carries_has_no_power(tmp_path):
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setTitle(f"Larkshire{ESCAPES} Business Plan")
    canvas.setAuthor(f"{REORDERED}{FORMULA}")
    for line, text in enumerate(["Larkshire Business Plan 2024-25", "Author: Board Team", "Priority 1: Neglect"]):
        canvas.drawString(72, 760 - 30 * line, text)
    canvas.save()
    pdf = pdfium.PdfDocument(made.getvalue())
    pdf.new_attachment(f"plan{ESCAPES}{REORDERED}.docx").set_data(b"what is in it")
    pdf.save(tmp_path / "a.pdf")
    pdf.close()
    ran = call("run", str(tmp_path / "a.pdf"), "--output", str(tmp_path / "out"), "--workers", "0")
    shown = call("show", str(tmp_path / "a.pdf"))
    assert "attachments" in ran and "attachments" in shown
    assert steers(ran) == steers(shown) == []
    assert check(tmp_path / "out") == []


def hostile_facts() -> Facts:
    """Facts whose every printed text carries what should have no power."""
    text = f"{ESCAPES}{REORDERED}{SURROGATE}[bold]{FORMULA}{HTML}\x00\x9b31m"
    source = Source(Place(None, 1, 1), text, "rule", 0.5)
    facts = Facts("text/plain", "text", None, "partial", Metadata(title=text, author=text, version=text))
    facts.spots = (f"{text}!A1",)  # the name of a sheet
    facts.metadata.document_type = "business_plan"
    facts.metadata.partnership_name = facts.metadata.partnership_evidence = text
    facts.actions.append(Action("a1", text, source, number=text, title=text, owner_text=text, progress_text=text))
    facts.problems.append(Problem("reading", "warning", "garbled", text))
    facts.accounting = Accounting(placed=1)
    return facts


def test_parquet_keeps_every_character_that_utf_8_can_hold():
    facts = hostile_facts()
    rows = document_rows(facts, FileIdentity.of("a.txt", b""))
    for name, column in (("actions", "text"), ("actions", "quote"), ("documents", "title"), ("problems", "message")):
        stored = pa.Table.from_pylist(rows[name], schema=arrow_schema(table(name))).column(column).to_pylist()
        assert stored == [facts.actions[0].text.replace("\ud835", "\ufffd")]


@pytest.mark.parametrize("terminal", [True, False])
def test_show_prints_no_character_of_a_document_that_steers(terminal):
    stream = io.StringIO()
    show(hostile_facts(), f"a{ESCAPES}.txt", Console(file=stream, force_terminal=terminal, no_color=True, width=400))
    drawn = stream.getvalue()
    assert "alert(1)" in drawn and "[bold]=HYPERLINK" in drawn
    for power in ("\x1b]0;", "\x1b[2J", "\x07", "\x00", "\x9b", "\u202e", "\u202c", "\ud835"):
        assert power not in drawn
    if not terminal:
        assert steers(drawn) == []


# ---- files that are not what they seem ----------------------------------------------------------


def test_links_in_a_circle_end_and_are_told(tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "plan.txt").write_text(PLAN)
    (folder / "deep" / "round").symlink_to(folder, target_is_directory=True)
    (folder / "self.pdf").symlink_to("self.pdf")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")
    (folder / "deep" / "again.txt").symlink_to(folder / "plan.txt")
    call("run", str(folder), "--output", str(tmp_path / "out"), "--workers", "0")
    assert check(tmp_path / "out") == []
    tables = load(tmp_path / "out")
    assert list(tables["documents"]["source"]) == ["deep/again.txt"]
    problems = tables["problems"].set_index("source")["code"]
    assert {source: problems[source] for source in ("self.pdf", "one.txt", "two.txt", "plan.txt")} == {
        "self.pdf": "unreadable", "one.txt": "unreadable", "two.txt": "unreadable", "plan.txt": "duplicate"
    }  # fmt: skip


@pytest.mark.parametrize("change", ["written to", "cut off", "removed", "made a folder"])
def test_a_file_that_changes_under_way_is_accounted_for_once(change, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Larkshire Safeguarding Children Partnership\n")
    later = folder / "b.txt"
    later.write_text(PLAN)

    def meddle(step: object) -> None:
        if later.is_file():
            if change == "written to":
                later.write_text(PLAN + "• Hold a summit by June 2025\n")
            elif change == "cut off":
                later.write_text(PLAN[:60])
            else:
                later.unlink()
                if change == "made a folder":
                    later.mkdir()

    summary = run(folder, tmp_path / "out", workers=0, progress=meddle)
    assert sum(summary.documents.values()) == 2
    assert check(tmp_path / "out") == []
    problems = load(tmp_path / "out")["problems"].query("source == 'b.txt'")
    assert list(problems["code"]) == ["changed" if change in ("written to", "cut off") else "unreadable"]

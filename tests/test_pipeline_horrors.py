"""A folder of files that cannot be read, or hardly: a dataset all the same, and each is told with what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from safeplans import load
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.checking import check

PLAN = """\
Larkshire Safeguarding Children Partnership
Business Plan 2024-25

Priority 1: Neglect – Children’s needs are met
• The QA Group will audit £5 of every £10 spent by September 2024
• Training on neglect in each café and school by March 2025
"""


def pdf(**options: object) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True, **options)  # type: ignore[arg-type]
    for line, text in enumerate(PLAN.splitlines()):
        canvas.drawString(72, 760 - 16 * line, text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture(scope="module")
def horrors(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("horrors") / "plans"
    folder.mkdir()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "latin.txt").write_bytes(PLAN.replace("’", "'").replace("–", "-").replace("•", "-").encode("latin-1"))
    (folder / "truncated.pdf").write_bytes(pdf()[:400])
    (folder / "password.pdf").write_bytes(pdf(encrypt=pdfencrypt.StandardEncryption("open sesame", canPrint=0)))
    photo = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(photo, "JPEG")
    (folder / "photo.pdf").write_bytes(photo.getvalue())
    (folder / "x.pdf").mkdir()
    return folder


@pytest.fixture(scope="module")
def dataset(horrors, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("horrors") / "tables"
    result = CliRunner().invoke(main, ["run", str(horrors), "--output", str(out), "--workers", "2"])
    assert result.exit_code == 0, result.output
    return out


def test_the_dataset_keeps_its_contract(dataset):
    assert check(dataset) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("empty.pdf", "empty"),
        ("truncated.pdf", "damaged"),
        ("password.pdf", "encrypted"),
        ("photo.pdf", "unsupported"),
        ("x.pdf", "not_a_file"),
    ],
)
def test_each_is_told_with_what_to_do(dataset, source, code):
    problems = load(dataset)["problems"].set_index("source").loc[[source]]
    assert code in set(problems["code"])
    assert len(problems["message"].iloc[0].split()) > 8


def test_two_empty_files_are_one_document(dataset):
    problems = load(dataset)["problems"].set_index("source")
    assert problems.loc["empty.txt", "code"] == "duplicate"


def test_files_that_cannot_be_read_are_failed_documents(dataset):
    documents = load(dataset)["documents"].set_index("source")
    for source in ("empty.pdf", "truncated.pdf", "password.pdf", "photo.pdf"):
        assert documents.loc[source, "status"] == "failed"
        assert documents.loc[source, "document_type"] is None or documents.loc[[source], "document_type"].isna().all()


def test_a_text_in_latin_1_just_reads(dataset):
    tables = load(dataset)
    assert tables["documents"].set_index("source").loc["latin.txt", "status"] != "failed"
    assert any("£5 of every £10" in text for text in tables["actions"]["text"])
    assert any("café" in text for text in tables["actions"]["text"])


def test_strict_exits_with_1(horrors, tmp_path):
    result = CliRunner().invoke(main, ["run", str(horrors), "--output", str(tmp_path), "--workers", "1", "--strict"])
    assert result.exit_code == 1
    assert "failed" in result.output

"""Which kind of file some bytes are, and what is said of those that are not read."""

from __future__ import annotations

import io
import zipfile

import pytest

from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import ReadingError, archive, read
from safeplans.extractors.reading.kinds import KINDS, kind_of, zip_suffix

OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def packed(**members: str | bytes) -> bytes:
    """A ZIP archive; in the names of its members ``__`` stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def old(stream: str) -> bytes:
    return OLE2 + stream.encode("utf-16-le") + bytes(100)


def refusal(data: bytes, file_name: str | None = None) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(data, file_name)
    return caught.value


def test_no_suffix_and_no_media_type_belongs_to_two_kinds():
    suffixes = [suffix for kind in KINDS for suffix in kind.suffixes]
    types = [kind.media_type for kind in KINDS]
    assert len(set(suffixes)) == len(suffixes) and len(set(types)) == len(types)


@pytest.mark.parametrize(
    ("members", "suffix"),
    [
        ({"[Content_Types].xml": "", "word__document.xml": ""}, ".docx"),
        ({"xl__workbook.xml": "", "docProps__core.xml": ""}, ".xlsx"),
        ({"ppt__presentation.xml": ""}, ".pptx"),
        ({"WORD\\document.xml": ""}, ".docx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text\n", "content.xml": ""}, ".odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, ".ods"),
        ({"mimetype": "application/vnd.oasis.opendocument.presentation"}, ".odp"),
        ({"mimetype": "application/epub+zip"}, None),
        ({"plan.pdf": "%PDF-1.7"}, None),
        ({}, None),
    ],
)
def test_an_archive_is_told_by_its_members(members, suffix):
    assert zip_suffix(packed(**members)) == suffix


def test_a_document_inside_an_archive_does_not_make_the_archive_that_document():
    error = refusal(packed(**{"plan.pdf": "%PDF-1.7"}), "plans.docx")
    assert error.code == "unsupported" and "plan.pdf" in error.message and "Unpack it" in error.message


def test_an_archive_of_documents_is_told_with_their_names_and_how_to_read_them():
    error = refusal(packed(**{f"{i}.docx": "x" for i in range(7)}, notes="x"), "plans.zip")
    assert "7 documents: 0.docx, 1.docx" in error.message and "and 2 more" in error.message
    assert "safeplans show" in error.message and "documents_in" in error.message
    assert "none of the files" in refusal(packed(**{"scan.png": "x"}), "plans.zip").message


@pytest.mark.parametrize("name", ["scan.png", "scan.pdf", "scan.docx", "scan.txt", None])
@pytest.mark.parametrize(
    ("begins", "called"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF")],
)
def test_a_picture_is_told_as_one_whatever_its_name(begins, called, name):
    error = refusal(begins + bytes(99), name)
    assert error.code == "unsupported" and f"({called})" in error.message and "save it as PDF" in error.message


@pytest.mark.parametrize("text", ["BM is a bank. The plan follows.", "GIFs are no plan", "II* see the note"])
def test_a_text_that_begins_like_a_picture_is_a_text(text):
    assert kind_of(text.encode(), "plan.txt").suffixes == (".txt",)


@pytest.mark.parametrize(
    ("data", "file_name", "says"),
    [
        (old("WordDocument"), "plan.doc", "a Word file of before 2007"),
        (old("WordDocument"), "plan.docx", "save it as .docx or PDF"),
        (old("Workbook"), "plan.xls", "save it as .xlsx or PDF"),
        (old("PowerPoint Document"), "plan.ppt", "save it as .pptx or PDF"),
        (OLE2, "plan.xls", "an Excel file of before 2007"),
        (OLE2, "plan", "an old Office format"),
        (rb"{\rtf1\ansi Neglect}", "plan.doc", "an RTF file"),
        (b"\r\n{\\rtf1 Neglect}", "plan.txt", "save it as .docx or PDF"),
    ],
)
def test_old_formats_are_refused_by_their_bytes_with_what_to_do(data, file_name, says):
    error = refusal(data, file_name)
    assert error.code == "unsupported" and says in error.message


def test_an_office_file_under_a_password_is_told_as_such():
    assert refusal(old("EncryptedPackage"), "plan.docx").code == "encrypted"


def test_a_text_that_was_named_like_an_old_word_file_is_read():
    assert kind_of(b"Priority 1: Neglect\n", "plan.doc").media_type == "text/plain"


def test_the_facts_of_a_refused_file_carry_the_media_type_of_its_name():
    facts = extract(old("WordDocument"), Settings("plan.doc"))
    assert (facts.status, facts.media_type) == ("failed", "application/msword")


def test_an_archive_that_is_cut_off_is_damaged():
    whole = packed(**{"word__document.xml": "<a/>" * 500})
    assert refusal(whole[: len(whole) // 2], "plan.docx").code == "damaged"


class TestArchive:
    def test_members_are_found_in_any_case_and_with_any_slash(self):
        opened = archive.Archive(packed(**{"Word\\Document.xml": "x"}))
        assert opened.read("word/document.xml") == b"x"
        assert "word/document.xml" in opened and "word/styles.xml" not in opened

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        bomb = packed(**{"word__document.xml": bytes(4 * archive.SMALL)})
        with pytest.raises(ReadingError, match=r"larger than any plan .*word/document\.xml: 4 MiB"):
            archive.Archive(bomb)

    def test_a_blank_picture_may_be_packed_as_far_as_it_likes(self):
        assert "word/media/a.bmp" in archive.Archive(packed(**{"word__media__a.bmp": bytes(4 * archive.SMALL)}))

    def test_what_is_read_ends_where_the_list_says_that_it_ends(self):
        whole = packed(**{"word__document.xml": b"neglect " * 1000})
        size = (8000).to_bytes(4, "little")
        assert whole.count(size) == 2
        lying = whole.replace(size, (8).to_bytes(4, "little"))
        with pytest.raises(ReadingError) as caught:
            archive.Archive(lying).read("word/document.xml")
        assert caught.value.code == "damaged"

    def test_many_members_are_refused(self, monkeypatch):
        monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
        with pytest.raises(ReadingError, match="holds 4 parts"):
            archive.Archive(packed(**{f"word__{i}.xml": "" for i in range(4)}))

    def test_a_long_list_of_members_is_refused_before_it_is_read(self, monkeypatch):
        monkeypatch.setattr(archive, "MOST_LISTED", 100)
        with pytest.raises(ReadingError, match="too many parts"):
            archive.Archive(packed(**{f"word__{i}.xml": "" for i in range(4)}))

    def test_the_members_together_are_bounded(self, monkeypatch):
        monkeypatch.setattr(archive, "MOST_UNPACKED", 100)
        with pytest.raises(ReadingError, match="larger than any plan"):
            archive.Archive(packed(**{"word__a.png": bytes(60), "word__b.png": bytes(60)}))

    def test_a_name_that_leads_out_of_the_archive_is_refused(self):
        with pytest.raises(ReadingError, match="leads out of it"):
            archive.Archive(packed(**{"word__..__..__etc__passwd": "x", "word__document.xml": ""}))

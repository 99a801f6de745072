"""Results kept between runs: nothing is read twice, and nothing that is kept is ever out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_extractor import FAKE

from extractors.document import Document
from extractors.extract import facts_of
from extractors.reading import read
from extractors.settings import Settings
from pipeline import run
from pipeline.cache import Cache, cache_size, clear_cache, default_cache
from pipeline.limits import Limits
from pipeline.stages import own_stages, reading_sources

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "raw").glob("*"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_second_run_reads_nothing_and_gives_the_same_files(plans, make):
    first = make(plans)
    before = files_of(first.output)
    again = make(plans, stages=replace(FAKE, read=None, extract=None))
    assert (first.kept, again.kept) == (0, 3)
    assert files_of(again.output) == before


def test_one_new_file_costs_one_file(plans, make):
    make(plans)
    (plans / "new.txt").write_text("action Go\n")
    assert make(plans).kept == 3


def test_a_renamed_file_is_told_under_its_new_name(plans, make):
    make(plans)
    (plans / "north" / "c.txt").rename(plans / "north" / "z.txt")
    summary = make(plans)
    assert [row["source"] for row in rows(summary, "documents")] == ["a.txt", "b.md", "north/z.txt"]


def rows(summary, table: str) -> list[dict]:
    import pyarrow.parquet as pq

    return pq.read_table(summary.output / f"{table}.parquet").to_pylist()


def test_changed_rules_use_what_was_read(plans, make):
    make(plans)
    changed = replace(FAKE, extraction_version="fake extraction 2", read=None)
    assert make(plans, stages=changed).kept == 0
    assert make(plans, stages=changed).kept == 3


def test_a_changed_reader_reads_anew(plans, make):
    make(plans)
    read_again = []

    def reader(data, settings, on_page):
        read_again.append(settings.file_name)
        return FAKE.read(data, settings, on_page)

    make(plans, stages=replace(FAKE, read=reader, reading_version="2", extraction_version="2"))
    assert read_again == ["a.txt", "b.md", "c.txt"]


def test_settings_are_part_of_the_result(plans, make):
    make(plans)
    assert make(plans, limits=Limits(pages=7)).kept == 0


def test_without_a_cache_nothing_is_kept(plans, make):
    make(plans, cache=False)
    assert cache_size(default_cache()).facts == 0
    assert make(plans).kept == 0


def test_stages_without_a_version_keep_nothing(plans, make):
    bare = replace(FAKE, reading_version="", extraction_version="")
    make(plans, stages=bare)
    assert make(plans, stages=bare).kept == 0


def test_an_interrupted_run_goes_on_where_it_stopped(plans, make):
    def stop(step):
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(plans, progress=stop)
    summary = make(plans)
    assert summary.kept == 2
    assert files_of(summary.output) == files_of(make(plans, cache=False).output)


def test_a_damaged_entry_is_made_anew(plans, make):
    make(plans)
    for path in (default_cache() / "facts").glob("??/*"):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    assert make(plans).kept == 0
    assert make(plans).kept == 3


def test_a_pickle_in_the_cache_is_never_loaded(plans, make, tmp_path):
    import pickle

    class Bomb:
        def __reduce__(self):
            return Path.touch, (tmp_path / "boom",)

    make(plans)
    for path in default_cache().glob("*/??/*"):
        path.write_bytes(pickle.dumps(Bomb()))
    make(plans)
    assert not (tmp_path / "boom").exists()


def test_a_cache_that_cannot_be_written_is_told_and_costs_nothing(plans, make, tmp_path):
    (tmp_path / "file").write_text("in the way")
    summary = make(plans, cache=tmp_path / "file")
    assert "could not be kept" in summary.not_kept
    assert summary.failed == 0


def test_failures_of_the_document_are_kept_and_those_of_the_machine_are_not(plans, tmp_path):
    (plans / "empty.txt").write_text("")
    (plans / "d.txt").write_text("die\n")
    first = run(plans, tmp_path / "out", workers=1, stages=FAKE)
    again = run(plans, tmp_path / "out", workers=1, stages=FAKE)
    assert (first.failed, again.failed, again.kept) == (2, 2, 4)


def test_size_and_clearing(plans, make):
    make(plans)
    size = cache_size(default_cache())
    assert (size.documents, size.facts) == (3, 3) and size.byte_size > 300
    assert clear_cache(default_cache(), older_than=3600).facts == 0
    assert clear_cache(default_cache()) == size
    assert cache_size(default_cache()).byte_size == 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_documents_and_facts_come_back_as_they_were(path, tmp_path):
    data = path.read_bytes()
    document = read(data, path.name)
    facts = facts_of(document, Settings(path.name))
    cache = Cache(tmp_path, own_stages())
    settings = Settings(path.name)
    assert cache.keep_document("0" * 64, settings, document) is None
    assert cache.keep_facts("0" * 64, settings, facts) is None
    found: Document | None = cache.document("0" * 64, settings)
    assert found == document
    assert cache.facts("0" * 64, settings) == facts
    assert cache.facts("1" * 64, settings) is None
    assert cache.facts("0" * 64, replace(settings, file_name="other.pdf")) is None


def test_the_readers_version_knows_what_reading_depends_on():
    names = {path.name for path in reading_sources()}
    assert {"pdfium.py", "text.py", "columns.py", "columns.toml", "line_end_hyphens.toml", "document.py"} <= names
    assert not {"themes.py", "themes.toml", "owners.toml", "partnerships.csv", "confidence.py"} & names
    assert own_stages().reading_version != own_stages().extraction_version

"""Results kept between runs: nothing is read twice, and nothing that is kept is ever out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_extractor import FAKE

from safeplans import run
from safeplans.extractors.base.document import Document, ReadingProblem
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.extract import facts_of
from safeplans.extractors.reading import read
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.limits import Limits
from safeplans.pipeline.store import stages as stages_module
from safeplans.pipeline.store.cache import Cache, cache_size, clear_cache, default_cache
from safeplans.pipeline.store.stages import own_stages, reading_sources

SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "data" / "raw").iterdir() if path.is_file())


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


def test_no_cache_holds_whatever_folder_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Priority 1: Neglect\n")
    command = ["run", str(tmp_path / "a.txt"), "--output", str(tmp_path / "out"), "--workers", "0", "--no-cache"]
    assert CliRunner().invoke(main, [*command, "--cache", str(tmp_path / "cache")]).exit_code == 0
    assert not (tmp_path / "cache").exists()


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


def test_a_page_for_which_memory_did_not_suffice_is_read_again(plans, make):
    """The limit of memory is no setting of the result, so none that it shaped may be kept."""

    def starved(data, settings, on_page):
        problem = ReadingProblem("too_large", "Page 1 needs more memory than there is.", "error", 1)
        return replace(FAKE.read(data, settings, on_page), problems=(problem,))

    first = make(plans, stages=replace(FAKE, read=starved))
    assert first.partial == 3
    again = make(plans)
    assert (again.kept, again.ok, again.partial) == (0, 2, 1)


def test_clearing_leaves_what_is_somebody_elses(plans, make, tmp_path):
    """A folder named with --cache may have a folder `documents` of its own."""
    folder = tmp_path / "archive"
    theirs = [folder / "documents" / "plan.pdf", folder / "documents" / "ab" / "photo.jpg", folder / "facts" / "a.txt"]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    make(plans, cache=folder)
    assert cache_size(folder).facts == 3
    assert clear_cache(folder).facts == 3
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(theirs)


def test_what_a_killed_process_left_unfinished_is_cleared_too(plans, make):
    make(plans)
    entry = next((default_cache() / "facts").glob("??/*"))
    (entry.parent / ".safeplans-k3j2h1").write_bytes(b"half")
    assert clear_cache(default_cache()).facts == 4
    assert list(default_cache().rglob("*")) == []


def test_the_versions_know_whether_text_is_recognised_and_the_python_behind_it(monkeypatch):
    before = stages_module._reading_version(), stages_module._extraction_version()
    monkeypatch.setattr(stages_module, "find_spec", lambda name: None)
    without = stages_module._reading_version(), stages_module._extraction_version()
    monkeypatch.setattr(stages_module.sys, "version_info", (3, 99))
    after = stages_module._reading_version(), stages_module._extraction_version()
    assert len({*before, *without, *after}) == 6


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

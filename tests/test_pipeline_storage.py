"""Inputs and outputs at URLs, and an account of every input."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from fake_extractor import FAKE

from safeplans import DatasetError, InputError, RunSummary, load, run
from safeplans.extractors.base.facts import Problem
from safeplans.pipeline.commands.cli import main
from safeplans.pipeline.running.checking import check
from safeplans.pipeline.schema.fields import TABLES
from safeplans.pipeline.schema.rows import problem_row
from safeplans.pipeline.store import storage
from safeplans.pipeline.store.dataset import DatasetWriter
from safeplans.pipeline.store.discovery import discover
from safeplans.pipeline.store.storage import SourceFile, StorageError, location, read_bytes

FILES = {*(table.file_name for table in TABLES), "datapackage.json"}


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    """The store behind memory:// URLs, empty."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    yield store
    store.store.clear()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[fsspec.AbstractFileSystem]:
    """A server on this machine that speaks S3, with an empty bucket ``archive``."""
    pytest.importorskip("s3fs", reason="the extra s3 is not installed")
    server_of = pytest.importorskip("moto.server", reason="moto and Flask are not installed (the extra test)")
    server = server_of.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()  # all servers of a process share their store
    # As a user gives them: in the environment, which worker processes share.
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "TOPSECRET",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    store = fsspec.filesystem("s3")
    store.mkdir("archive")
    yield store
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def run_fake(inputs: object, output: object, **options: object) -> RunSummary:
    return run(inputs, output, **{"workers": 0, "stages": FAKE, "cache": False, **options})  # type: ignore[arg-type]


def tables_of(dataset: Path | str) -> dict[str, list[dict[str, object]]]:
    frames = {name: frame.astype(object).where(frame.notna(), None) for name, frame in load(dataset).items()}
    return {name: frame.to_dict("records") for name, frame in frames.items()}


# ---- what a URL is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("plans", Path("plans")),
        (Path("plans"), Path("plans")),
        ("C://plans", Path("C://plans")),
        ("file:///a/my%20plans", Path("/a/my plans")),
        ("file://localhost/a", Path("/a")),
        ("S3://archive/Plans", "s3://archive/Plans"),
        ("az://box/plans", "az://box/plans"),
    ],
)
def test_a_place_is_a_path_or_a_url(given, place):
    assert location(given) == place


@pytest.mark.parametrize(
    ("given", "said"),
    [("http://example.org/plan.pdf", "begins with one of file://, s3://"), ("file://server/a", "three slashes")],
)
def test_other_urls_are_refused_with_what_can_be_done(given, said):
    with pytest.raises(StorageError, match=said):
        location(given)
    with pytest.raises(InputError, match=said):
        discover([given])


def test_a_url_with_a_password_is_refused_without_printing_it():
    with pytest.raises(InputError) as raised:
        discover(["s3://me:TOPSECRET@archive/plans"])
    assert "TOPSECRET" not in str(raised.value)


def test_a_url_that_became_a_path_is_told():
    with pytest.raises(InputError, match="give it as text"):
        discover([Path("s3://archive/plans")])


def test_a_missing_extra_is_named_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "adlfs", None)
    with pytest.raises(InputError, match=r"pip install '\.\[azure\]'"):
        discover(["az://box/plans"])


def test_what_a_library_says_is_told_without_secrets(memory, monkeypatch):
    def fails(*args: object, **options: object) -> None:
        raise RuntimeError("GET https://x.example/box?sig=TOPSECRET failed; AccountKey=TOPSECRET; password: TOPSECRET")

    monkeypatch.setattr(type(memory), "info", fails)
    with pytest.raises(InputError, match="RuntimeError: GET https://x.example/box") as raised:
        discover(["memory://plans"])
    assert "TOPSECRET" not in str(raised.value)


# ---- finding and reading ------------------------------------------------------------------------


def test_everything_under_a_url_is_found_by_the_same_rules(memory):
    for name in ("b.txt", "a.PDF", "north/z.md", "north/.hidden.txt", ".git/x.txt", "~$a.txt", "c.png", "odd #1?.txt"):
        memory.pipe(f"/plans/{name}", name.encode())
    memory.pipe("/plans-of-others/b.txt", b"other")
    found = discover(["memory://plans"])
    assert [file.source for file in found.files] == ["a.PDF", "b.txt", "north/z.md", "odd #1?.txt"]
    assert found.ignored == {".png": 1}
    assert [read_bytes(file) for file in found.files] == [b"a.PDF", b"b.txt", b"north/z.md", b"odd #1?.txt"]
    assert found.files[2].name == "z.md"
    assert found.files[2].byte_size == 10


def test_an_object_that_is_named_is_found_and_another_kind_refused(memory):
    memory.pipe("/plans/a.txt", b"a")
    memory.pipe("/plans/b.png", b"b")
    found = discover(["memory://plans/a.txt", "memory://plans/b.png"])
    assert [file.source for file in found.files] == ["a.txt"]
    assert [(refused.source, refused.problem.code) for refused in found.refused] == [("b.png", "unsupported")]


def test_urls_and_paths_go_together(memory, tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text("local")
    (tmp_path / "plans" / "b.txt").write_text("same")
    memory.pipe("/archive/plans/a.txt", b"remote")
    memory.pipe("/archive/plans/c.txt", b"same")
    memory.pipe("/archive/plans/e.txt", b"")
    found = discover([tmp_path / "plans", "memory://archive/plans", (tmp_path / "plans" / "b.txt").as_uri()])
    assert [file.source for file in found.files] == [
        (tmp_path / "plans" / "a.txt").as_posix(), "b.txt", "e.txt", "memory://archive/plans/a.txt",
    ]  # fmt: skip
    assert found.files[1].other_names == ("c.txt",)
    assert [read_bytes(file) for file in found.files] == [b"local", b"same", b"", b"remote"]
    assert found.found == 5


def test_nothing_at_a_url_is_an_error_that_names_it(memory):
    with pytest.raises(InputError, match="nothing at 'memory://nowhere'"):
        discover(["memory://nowhere"])


def test_a_remote_file_travels_to_other_processes(memory):
    memory.pipe("/plans/a.txt", b"text")
    (file,) = discover(["memory://plans"]).files
    again: SourceFile = pickle.loads(pickle.dumps(file))
    assert again == file
    assert again.is_remote
    assert len(pickle.dumps(file)) < 500
    error = pickle.loads(pickle.dumps(StorageError("No right.")))
    assert (str(error), error.strerror) == ("No right.", "No right.")


def test_an_object_that_goes_or_changes_during_the_run_is_told_with_its_other_names(memory, tmp_path):
    for name in ("a", "b", "c", "d"):
        memory.pipe(f"/plans/{name}.txt", b"action Meet" if name in "bd" else name.encode())

    def change(step: object) -> None:
        memory.pipe("/plans/b.txt", b"action Meet twice")
        if memory.exists("/plans/c.txt"):
            memory.rm("/plans/c.txt")

    summary = run_fake("memory://plans", tmp_path / "out", progress=change)
    rows = load(summary.output)["problems"]
    told = {row.source: row.code for row in rows[rows["document_id"].isna()].itertuples()}
    assert told == {"b.txt": "changed", "c.txt": "unreadable", "d.txt": "changed"}
    assert check(summary.output) == []


@pytest.mark.parametrize("place", ["local", "remote"])
def test_a_file_over_the_limit_is_refused_unopened(memory, tmp_path, monkeypatch, place):
    for name, size in (("large", 3 * 1024 * 1024), ("small", 1024)):
        (tmp_path / f"{name}.txt").write_bytes(b"x" * size)
        memory.pipe(f"/plans/{name}.txt", b"x" * size)
    opened = []
    monkeypatch.setattr(storage, "remote_hash", lambda file: opened.append(file.name) or "0" * 64)
    found = discover([tmp_path if place == "local" else "memory://plans"], max_bytes=2 * 1024 * 1024)
    assert [file.source for file in found.files] == ["small.txt"]
    (refused,) = found.refused
    assert (refused.source, refused.problem.code, refused.problem.stage) == ("large.txt", "too_large", "discovery")
    assert "3.0 MiB, more than the limit of 2.0 MiB" in refused.problem.message
    assert "divide the document" in refused.problem.message
    assert opened == ([] if place == "local" else ["small.txt"])


# ---- writing ------------------------------------------------------------------------------------


def test_a_dataset_at_a_url_is_the_local_one(memory, plans, tmp_path):
    local, there = run_fake(plans, tmp_path / "out").output, run_fake(plans, "memory://box/tables").output
    assert there == "memory://box/tables"
    assert {name: memory.cat(f"/box/tables/{name}") for name in FILES} == {
        path.name: path.read_bytes() for path in Path(local).iterdir()
    }
    assert {name.rpartition("/")[2] for name in memory.find("/box/tables")} == FILES
    assert list(load(there, ["actions"])) == ["actions"]
    assert check(there) == []


def test_a_file_url_is_a_folder(plans, tmp_path):
    summary = run_fake(plans.as_uri(), (tmp_path / "my tables").as_uri())
    assert summary.output == tmp_path / "my tables"
    assert check((tmp_path / "my tables").as_uri()) == []


@pytest.mark.parametrize("uploads", range(len(TABLES) + 1))
def test_an_upload_cut_short_leaves_no_dataset(memory, plans, monkeypatch, uploads):
    there = run_fake(plans, "memory://box/tables").output
    (plans / "a.txt").write_text("objective Another\n")
    upload, left = storage.upload, iter(range(uploads))

    def cut_short(file: Path, folder: str) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        upload(file, folder)

    with monkeypatch.context() as patch:
        patch.setattr(storage, "upload", cut_short)
        with pytest.raises(KeyboardInterrupt):
            run_fake(plans, there)
    for reader in (load, check):
        with pytest.raises(DatasetError, match="upload was cut short"):
            reader(there)
    run_fake(plans, there)
    assert check(there) == []


def test_files_of_two_runs_are_no_dataset(memory, plans):
    there = run_fake(plans, "memory://box/tables").output
    (plans / "a.txt").write_text("action Another\n")
    run_fake(plans, "memory://box/others")
    memory.copy("/box/others/actions.parquet", "/box/tables/actions.parquet")
    with pytest.raises(DatasetError, match="do not belong together"):
        load(there)
    assert any(str(violation).startswith("actions: is not the file") for violation in check(there))


def test_a_table_that_is_missing_at_a_url_is_told(memory, plans):
    there = run_fake(plans, "memory://box/tables").output
    memory.rm("/box/tables/terms.parquet")
    assert "terms.parquet is missing" in str(check(there)[0])
    with pytest.raises(DatasetError, match=r"terms\.parquet is missing"):
        load(there)


def test_the_commands_take_urls(memory, plans, tmp_path):
    memory.pipe("/plans/a.txt", b"Priority 1: Neglect\n")
    done = CliRunner().invoke(main, ["run", "memory://plans", "-o", "memory://tables", "--workers", "0", "--no-cache"])
    assert done.exit_code == 0, done.output
    assert "The tables are in memory://tables" in done.output
    done = CliRunner().invoke(main, ["check", "memory://tables"])
    assert (done.exit_code, done.output[:22]) == (0, "memory://tables holds ")
    done = CliRunner().invoke(main, ["run", "http://example.org/", "-o", str(tmp_path)])
    assert done.exit_code == 2
    assert "a URL begins with one of" in done.output


# ---- S3 -----------------------------------------------------------------------------------------


def test_s3_there_and_back_is_as_local(s3, plans, tmp_path):
    s3.put(str(plans), "archive/plans", recursive=True)
    s3.pipe("archive/plans/empty/", b"")
    s3.pipe("archive/plans/nothing.txt", b"")
    (plans / "nothing.txt").write_text("")
    local = run_fake(plans, tmp_path / "out")
    there = run_fake("s3://archive/plans", "s3://archive/tables/2025", workers=1)
    assert there.documents == local.documents
    assert tables_of("s3://archive/tables/2025") == tables_of(tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        assert s3.cat(f"archive/tables/2025/{path.name}") == path.read_bytes(), path.name
    assert check("s3://archive/tables/2025") == []
    assert [file.source for file in discover(["s3://archive/plans/north/c.txt"]).files] == ["c.txt"]


def test_a_bucket_that_is_not_there_is_told(s3, plans):
    with pytest.raises(InputError, match="s3://nowhere/plans"):
        discover(["s3://nowhere/plans"])
    with pytest.raises(DatasetError, match=r"Cannot write to 's3://nowhere/tables'.*--output"):
        run_fake(plans, "s3://nowhere/tables")
    with pytest.raises(DatasetError, match="no dataset at 's3://archive/nothing'"):
        load("s3://archive/nothing")


def test_a_key_without_rights_is_told_without_printing_it(s3, plans, monkeypatch):
    s3.pipe("archive/plans/a.txt", b"text")
    there = run_fake("s3://archive/plans", "s3://archive/tables").output
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)  # from now on the server knows nobody
    for act in (
        lambda: discover(["s3://archive/plans"]),
        lambda: discover(["s3://archive/plans/a.txt"]),
        lambda: run_fake(plans, there),
        lambda: load(there),
    ):
        with pytest.raises((InputError, DatasetError), match=r"No right to use 's3://archive/") as raised:
            act()
        assert "TOPSECRET" not in str(raised.value)
        assert "credentials" in str(raised.value)


# ---- the account of every input -----------------------------------------------------------------


@pytest.fixture
def dataset(plans, tmp_path) -> Path:
    """Three documents, one of them under two names, one refused, two of another kind."""
    (plans / "again.md").write_bytes((plans / "b.md").read_bytes())
    (plans / "gone.pdf").symlink_to(plans / "nowhere")
    (plans / "folder.pdf").mkdir()
    for name in ("x.png", "y.png"):
        (plans / name).write_text(name)
    return Path(run_fake(plans, tmp_path / "out").output)


def test_the_dataset_says_what_became_of_the_inputs(dataset):
    described = json.loads((dataset / "datapackage.json").read_text())
    assert described["inputs"] == {
        "found": 5, "documents": 3, "duplicates": 1, "refused": 1, "ignored": {".png": 2},
    }  # fmt: skip
    assert check(dataset) == []


def drop(dataset: Path, table: str, unless: Callable[[dict[str, object]], bool]) -> list[str]:
    """Take rows out of a table; what `check` then says."""
    path = dataset / f"{table}.parquet"
    data = pq.read_table(path)
    pq.write_table(pa.Table.from_pylist([row for row in data.to_pylist() if unless(row)], schema=data.schema), path)
    return [str(violation) for violation in check(dataset)]


@pytest.mark.parametrize(
    ("table", "unless", "said"),
    [
        ("documents", lambda row: row["source"] != "north/c.txt", "3 of the inputs are documents, but"),
        ("problems", lambda row: row["code"] != "duplicate", "1 of the inputs are duplicates, but"),
        ("problems", lambda row: row["source"] != "gone.pdf", "1 of the inputs are refused, but"),
        ("terms", lambda row: False, "terms: holds 0 rows, but datapackage.json says 1"),
    ],
)
def test_a_row_that_is_lost_is_told(dataset, table, unless, said):
    assert any(said in violation for violation in drop(dataset, table, unless))


def test_a_folder_told_of_is_no_input(dataset):
    said = drop(dataset, "problems", lambda row: row["source"] != "folder.pdf")
    assert said == ["problems: holds 3 rows, but datapackage.json says 4"]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"found": 6, "documents": 3, "duplicates": 1, "refused": 1}, "6 inputs were found, but"),
        (None, "written by an older version"),
        ({"found": "many"}, "written by an older version"),
    ],
)
def test_an_account_that_does_not_add_up_is_told(dataset, inputs, said):
    path = dataset / "datapackage.json"
    described = json.loads(path.read_text())
    path.write_text(json.dumps({**described, "inputs": inputs}))
    (violation,) = check(dataset)
    assert said in str(violation)


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"resources": 1, "inputs": {}}', "[" * 100_000])
def test_a_description_that_is_none_is_told(dataset, text):
    (dataset / "datapackage.json").unlink()
    if text is not None:
        (dataset / "datapackage.json").write_text(text)
    assert any(str(violation).startswith("datapackage.json: ") for violation in check(dataset))


def test_a_name_with_bytes_that_are_no_utf_8_stays_apart_from_its_escapes(tmp_path):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/pl\xe4n.txt"))
    try:
        odd.write_text("one")
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    (tmp_path / "pl\\xe4n.txt").write_text("two")
    found = discover([tmp_path])
    assert len({file.source for file in found.files}) == 2


# ---- memory -------------------------------------------------------------------------------------


def test_few_rows_are_held_and_their_groups_do_not_depend_on_how_they_come(tmp_path):
    problem = problem_row("a.txt", None, "s1", Problem("reading", "error", "empty", "m"))
    long = {**problem, "message": "m" * 1_500_000}
    rows = [problem] * 4_500 + [long] * 7
    for name, at_once in (("one", 1), ("many", 1_000_000)):
        with DatasetWriter(tmp_path / name) as writer:
            for start in range(0, len(rows), at_once):
                writer.add({"problems": rows[start : start + at_once]})
    file = pq.ParquetFile(tmp_path / "one" / "problems.parquet").metadata
    assert [file.row_group(n).num_rows for n in range(file.num_row_groups)] == [2_000, 2_000, 503, 3, 1]
    for each in (tmp_path / "one").iterdir():
        assert each.read_bytes() == (tmp_path / "many" / each.name).read_bytes()

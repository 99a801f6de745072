"""Files of every kind that were made to harm (benchmarks/hostile.py): each is told, and costs itself alone."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from safeplans import Settings, load, run
from safeplans.extractors.reading import ReadingError, archive, read_document
from safeplans.extractors.reading.sheets import delimited, ods, package, xlsx
from safeplans.pipeline.running.checking import check

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import hostile  # noqa: E402

SIZE = replace(hostile.SMALL, members=100, over=True)
MOST_CELLS, MOST_MEMBERS, MOST_SLIDES = 500, 70, 10  # less than `SIZE` has, as the usual limits are less than `BIG`
ATTACKS = [attack for attack in hostile.attacks(SIZE, "", "") if attack != "archives"]


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", MOST_MEMBERS)
    for module in (delimited, ods, package, xlsx):
        monkeypatch.setattr(module, "MOST_CELLS", MOST_CELLS)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The address of a file that nothing may open."""
    (tmp_path / "secret.txt").write_text(hostile.SECRET)
    return (tmp_path / "secret.txt").as_uri()


def end_of(each: hostile.Hostile) -> tuple[hostile.End, str]:
    """What reading makes of a file, as a run would tell it, and all its words."""
    end = hostile.End()
    try:
        document = read_document(each.data, Settings(each.name, max_pages=MOST_SLIDES))
    except ReadingError as error:
        end.status.append("failed")
        end.codes.add(error.code)
        end.errors.append(error.code)
        if len(error.message.split()) < hostile.FEWEST_WORDS:
            end.unhelpful.append(error.message)
        return end, error.message
    words = " ".join(" ".join(document.lines).split())
    end.status.append("ok" if hostile.WORDS in words else "failed")
    end.codes.update(problem.code for problem in document.problems)
    end.errors += ["words lost"] if hostile.WORDS not in words else []
    return end, words


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.usefixtures("lowered")
def test_each_is_read_or_refused_as_is_due_and_nothing_is_opened_or_asked_for(attack: str, secret: str) -> None:
    wrong: list[str] = []
    with hostile.listening() as (address, asked):
        for each in hostile.attacks(SIZE, address, secret)[attack]():
            end, words = end_of(each)
            wrong += [f"{each.name}: {fault}" for fault in hostile.faults(each, end)]
            assert hostile.SECRET not in words, each.name
    assert not wrong
    assert asked == []


def some(address: str, secret: str) -> Iterator[tuple[str, hostile.Hostile]]:
    """A few of each attack, and all archives but those of many documents."""
    for attack, made in hostile.attacks(hostile.SMALL, address, secret).items():
        for each in islice(made(), 0, None, 1 if attack == "archives" else 151):
            if each.name not in ("whole.zip", "members.zip"):
                yield f"{attack}/{each.name}", each


def rows(tables: Path, plans: Iterable[bytes]) -> list[tuple[str, str, str]]:
    """What was read of these plans."""
    ids = {hashlib.sha256(plan).hexdigest()[:16] for plan in plans}
    read = load(tables)["actions"]
    found = zip(read["document_id"], read["text"], read["owner_text"], strict=True)
    return sorted((str(of), text, owner) for of, text, owner in found if str(of) in ids)


def test_a_run_tells_each_and_the_plans_among_them_are_as_they_are_alone(tmp_path: Path, secret: str) -> None:
    alone, among = tmp_path / "alone", tmp_path / "among"
    plans = {kind: hostile.plans()[kind] for kind in (".pdf", ".docx", ".csv")}
    with hostile.listening() as (address, asked):
        due = dict(some(address, secret))
        for kind, data in plans.items():
            for folder in (alone, among):
                folder.mkdir(exist_ok=True)
                (folder / f"plan{kind}").write_bytes(data)
        for name, each in due.items():
            (among / name).parent.mkdir(exist_ok=True)
            (among / name).write_bytes(each.data)
        for folder in (alone, among):
            run(folder, tmp_path / f"{folder.name}-tables", workers=1, cache=False)
    ends = hostile.ends(tmp_path / "among-tables", due)
    wrong = [f"{name}: {fault}" for name, each in due.items() for fault in hostile.faults(each, ends.get(name))]
    assert not wrong
    assert asked == []
    assert check(tmp_path / "among-tables") == []
    found = rows(tmp_path / "among-tables", plans.values())
    assert found == rows(tmp_path / "alone-tables", plans.values())
    assert len(found) == 2 * len(plans)


def test_a_fault_is_seen_where_one_is() -> None:
    due = hostile.Hostile("bomb.docx", b"", frozenset({"unsupported"}), read=False)
    assert list(hostile.faults(due, None)) == ["told nowhere"]
    read = hostile.End(status=["ok"])
    assert list(hostile.faults(due, read)) == ["told as nothing, not as unsupported", "read"]
    ended = hostile.End(["failed"], {"unsupported", "timeout"}, ["timeout"], ["No."])
    assert list(hostile.faults(due, ended)) == ["does not say what to do: No.", "timeout"]

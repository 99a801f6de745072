"""Documents as a reviewer left them, in the form of gold files against which datasets are scored.

One JSON file a document, nested so that a reader can check it in one sitting: owners and dates stand under their
action. Owners and dates of anything else, and what the pipeline doubts (`problems`), have no place in that form.

Gold is only as complete as the review was: what nobody looked at stands there as it was extracted, and a row that the
rules missed is missing from it.
"""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from safeplans.pipeline.corrections.correctable import reviewed_tables, used_columns
from safeplans.pipeline.schema import fields
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.store.dataset import DatasetError, dataset_place, local_copy
from safeplans.pipeline.store.loading import read_rows

_DOCUMENT = (
    *("document_type", "partnership_id", "partnership_name", "title", "period_start", "period_end", "published"),
    *("version", "author"),
)
_OBJECTIVE = ("kind", "number", "title", "text", "standing", "period_start", "period_end", "themes")
_ACTION = ("number", "title", "text", "owner_text", "timescale_text", "rag", "standing", "themes")
_OWNER = ("name", "canonical", "kind", "sector", "relation")
_DATE = ("text", "kind", "start", "end", "month", "precision", "recurrence")
_MEASURE = ("kind", "text", "value", "unit", "change")
_GROUP = ("name", "abbreviation", "chair", "meets_text", "recurrence")
_TERM = ("term", "expansion", "defined_in")
_READ = ("documents", "objectives", "actions", "owners", "dates", "measures", "groups", "terms", "corrections")


class GoldError(DatasetError):
    """Documents cannot be written as gold; the message says what to do."""


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file of gold, and how far its document was reviewed.

    source: the document. reviewed: cells that a reviewer corrected or confirmed. cells: those that a review of all
    bands lists, and any others that were reviewed.
    """

    path: Path
    source: str
    reviewed: int
    cells: int


def write_gold(
    dataset: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    documents: Collection[str] = (),
    overwrite: bool = False,
) -> list[GoldFile]:
    """Write documents of a dataset, corrections and all, as gold files into the folder `output`.

    dataset: a directory, or a URL (`store.storage`). documents: sources, file names or ids; by default those of
    which a reviewer corrected or confirmed anything. overwrite: write over files that are there.

    Returns the files, named after the documents, and how far each was reviewed. Raises GoldError (no such document,
    none reviewed, a file that is there already), DatasetError (no dataset), OSError when a file cannot be written.
    """
    with local_copy(dataset_place(dataset)) as directory:
        rows = {name: read_rows(directory, fields.table(name)) for name in _READ}
    chosen = _named(rows["documents"], documents) if documents else _reviewed(rows)
    folder = Path(output)
    targets = {folder / name: document for document, name in zip(chosen, _file_names(chosen), strict=True)}
    there = next((path for path in targets if path.exists()), None)
    if there is not None and not overwrite:
        raise GoldError(f"{str(there)!r} is there already. Give another folder, or write over it with --overwrite.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, document in targets.items():
        text = json.dumps(gold_of(document, rows), ensure_ascii=False, indent=2, default=datetime.date.isoformat)
        path.write_text(text + "\n", encoding="utf-8")
    return [GoldFile(path, document["source"], *_reach(document, rows)) for path, document in targets.items()]


def gold_of(document: Row, rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """One document in the form of a gold file. rows: of a dataset, by table."""
    own = {name: [row for row in rows[name] if row["document_id"] == document["document_id"]] for name in _READ}
    owners, dates = _of_actions(own["owners"]), _of_actions(own["dates"])
    return {
        "file": PurePosixPath(document["source"]).name,
        "document": _part(document, _DOCUMENT),
        "objectives": [{"key": _key(row["objective_id"]), **_part(row, _OBJECTIVE)} for row in own["objectives"]],
        "actions": [
            {
                "key": _key(row["action_id"]),
                "objective": _key(row["objective_id"]),
                **_part(row, _ACTION),
                "owners": [_part(each, _OWNER) for each in owners[row["action_id"]]],
                "dates": [_part(each, _DATE) for each in dates[row["action_id"]]],
            }
            for row in own["actions"]
        ],
        "measures": [
            {"objective": _key(row["objective_id"]), "action": _key(row["action_id"]), **_part(row, _MEASURE)}
            for row in own["measures"]
        ],
        "groups": [_part(row, _GROUP) for row in own["groups"]],
        "terms": [_part(row, _TERM) for row in own["terms"]],
    }


def _reach(document: Row, rows: Mapping[str, Sequence[Row]]) -> tuple[int, int]:
    """How many cells of a document were reviewed, and how many there are to review."""
    reviewed = {
        (each["table"], each["row_id"], each["field"])
        for each in rows["corrections"]
        if each["document_id"] == document["document_id"] and each["outcome"] != "not_applied"
    }
    cells = set(reviewed)
    for name, each in reviewed_tables().items():
        own = [row for row in rows[name] if row["document_id"] == document["document_id"]]
        columns = used_columns(each, own)[document["document_id"]]
        cells.update((name, row[each.table.key], column) for row in own for column in columns)
    return len(reviewed), len(cells)


def _named(documents: Sequence[Row], names: Collection[str]) -> list[Row]:
    chosen: dict[str, Row] = {}
    for name in names:
        meant = [
            row for row in documents if name in (row["document_id"], row["source"], PurePosixPath(row["source"]).name)
        ]
        if not meant:
            raise GoldError(f"There is no document {name!r} in the dataset. Look into its table documents.")
        chosen.update((row["document_id"], row) for row in meant)
    return list(chosen.values())


def _reviewed(rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    reviewed = {row["document_id"] for row in rows["corrections"] if row["outcome"] != "not_applied"}
    chosen = [row for row in rows["documents"] if row["document_id"] in reviewed]
    if not chosen:
        raise GoldError(
            "No document of the dataset has a correction. Review it (safeplans review), or name with --document those "
            "that are right as they are."
        )
    return chosen


def _file_names(documents: Iterable[Row]) -> list[str]:
    """The documents' names with the ending `.json`; with their ids where two have one name."""
    stems = [(PurePosixPath(row["source"]).stem, row["document_id"]) for row in documents]
    count = Counter(stem.casefold() for stem, _ in stems)
    return [f"{stem}.json" if count[stem.casefold()] == 1 else f"{stem}.{key}.json" for stem, key in stems]


def _of_actions(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["subject"] == "action":
            found[row["subject_id"]].append(row)
    return found


def _part(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns}


def _key(row_id: str | None) -> str | None:
    return None if row_id is None else row_id.split(":")[1]

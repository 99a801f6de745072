#!/usr/bin/env python3
"""What documents say of themselves and how often it is read rightly: by field, part and kind of file, on the corpus.

    python benchmarks/about.py [--fast] [--worst [N]] [--field NAME] [--also DOCUMENTS:GOLD …]

Fields: those of `[document]` in corpus/hand and of the gold of shapes. A title or name is right when 80 % of its words
are the same in order (exact: all of them), every other value when it is the same. Of each field:

printed    documents that print it
right      printed and read, of those that print it or of which one was read (what is neither is not counted)
wrong      read and not what is printed, or nothing is printed; missed: printed and nothing was read

A title or name whose words the print does not hold (a cover that was lost) is not asked for.

`id` counts documents of invented partnerships that were filed under one of the register; in --also its gold holds.
--worst lists failures, N of each field (10), never those of the part `measure`. Titles are weighed
with weights that have not seen the document's fold (--models, by `make train`); rules were made on the part `learn`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from firstsight import CORPUS, FAST, MODELS, corpus_entries, folder_entries, pair
from matching import likeness, words
from scoring import ALIKE

from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading import ReadingError, read_document

FIELDS = ("title", "period", "published", "partnership_name", "id", "document_type", "version", "author")
BY_LIKENESS = frozenset({"title", "partnership_name"})
SHAPES_SILENT = ("published", "partnership_name", "version", "author")
WORST = 10
LINES = 60  # a title set over columns is looked for in so many first lines


@dataclass(frozen=True, slots=True)
class Told:
    """One field of one document: what is printed and what was read, None where nothing. verdict: see the module."""

    name: str
    part: str
    kind: str
    field: str
    printed: str | None
    read: str | None

    @property
    def verdict(self) -> str:
        if self.printed is None:
            return "silent" if self.read is None else "wrong"
        if self.read is None:
            return "missed"
        return "right" if self._same() >= ALIKE else "wrong"

    @property
    def exact(self) -> bool:
        return self.verdict == "right" and self._same() == 1.0

    def _same(self) -> float:
        if self.field in BY_LIKENESS:
            return likeness(self.printed or "", self.read or "")
        if self.field == "version":
            return float(_number(self.printed) == _number(self.read))
        return float(words(self.printed) == words(self.read))


def read_one(entry: Mapping[str, Any], folder: Path) -> list[Told]:
    """Read one document and hold what it says of itself against its gold."""
    path = folder / entry.get("documents", "documents") / entry["file"]
    gold = json.loads((folder / entry.get("gold", "gold") / f"{entry['name']}.json").read_text(encoding="utf-8"))
    printed = gold["document"]
    try:
        document = read_document(path.read_bytes(), Settings(file_name=path.name))
        found, _, _ = metadata(document, model=entry.get("settings", {}).get("model", ""))
    except ReadingError:
        return []
    about = entry["about"]
    lost: set[str] = set()
    values = {
        "title": found.title,
        "period": _span(found.period_start, found.period_end),
        "published": _text(found.published),
        "partnership_name": found.partnership_name,
        "id": found.partnership_id,
        "document_type": found.document_type,
        "version": found.version,
        "author": found.author,
    }
    gold_of = {
        **{name: _text(printed.get(name)) for name in FIELDS},
        "period": _span(printed.get("period_start"), printed.get("period_end")),
        "id": printed.get("partnership_id"),
    }
    for name in BY_LIKENESS:
        if gold_of[name] and not _printed(gold_of[name], document):
            lost.add(name)
    # Gold that does not speak of a field asks nothing; that of shapes is silent where it has no value.
    silent = {f for f in SHAPES_SILENT if about.get("part") == "shapes" and gold_of[f] is None}
    asked = [f for f in FIELDS if (f in printed or f in ("period", "id")) and f not in silent | lost]
    return [Told(entry["name"], about.get("part", "other"), about["kind"], f, gold_of[f], values[f]) for f in asked]


def _number(version: str | None) -> list[str]:
    """A version's words; `v1.2` and `Version 1.2` are 1.2."""
    return words(re.sub(r"\bv(?:ersion)?\.?\s?(?=\d)", "", version or "", flags=re.I))


def _printed(value: str, document: Document) -> bool:
    """Whether the words of a value are in the document: some prints lost their cover, some gold spells a name out."""
    text = " ".join((*document.lines[:LINES], *(b.text for b in document.blocks), document.info.get("Title", "")))
    own = words(value)
    return " ".join(own) in " ".join(words(text)) or (
        len(own) > 1 and set(own) <= set(words(" ".join(document.lines[:LINES])))
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _span(start: object, end: object) -> str | None:
    return f"{start} to {end}" if start is not None or end is not None else None


def read_all(entries: Sequence[Mapping[str, Any]], folder: Path, workers: int) -> list[Told]:
    with ProcessPoolExecutor(workers) as pool:
        return [told for some in pool.map(partial(read_one, folder=folder), entries, chunksize=4) for told in some]


def groups_of(all_told: Sequence[Told]) -> Iterator[tuple[str, list[Told]]]:
    for key in ("part", "kind"):
        groups: dict[str, list[Told]] = defaultdict(list)
        for told in all_told:
            groups[getattr(told, key)].append(told)
        yield from ((f"{key} {name}", some) for name, some in sorted(groups.items()))


def table(all_told: Sequence[Told]) -> list[str]:
    lines = [
        "| | field | printed | right | exact | wrong | missed | share right |",
        "| --- | --- | --: | --: | --: | --: | --: | --: |",
    ]
    for group, some in groups_of(all_told):
        for name in FIELDS:
            own = [t for t in some if t.field == name]
            counts = {v: sum(t.verdict == v for t in own) for v in ("right", "wrong", "missed", "silent")}
            asked = len(own) - counts["silent"]
            share = f"{counts['right'] / asked:.3f}" if asked else "–"
            lines.append(
                f"| {group} | {name} | {sum(t.printed is not None for t in own)} | {counts['right']} | "
                f"{sum(t.exact for t in own)} | {counts['wrong']} | {counts['missed']} | {share} |"
            )
    return lines


def worst(all_told: Sequence[Told], most: int, fields: Sequence[str]) -> list[str]:
    """Failures of each field, one of a family's printings: those by hand first. None of the part `measure`."""
    lines = []
    for name in fields:
        seen: set[tuple[str | None, str | None]] = set()
        own = [t for t in all_told if t.field == name and t.verdict in ("wrong", "missed") and t.part != "measure"]
        for told in sorted(own, key=lambda t: (t.part == "shapes", t.name)):
            if (told.printed, told.read) not in seen and len(seen) < most:
                seen.add((told.printed, told.read))
                lines.append(f"{name} {told.name} ({told.kind}): printed «{told.printed}», read «{told.read}»")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a rendered corpus (corpus/built)")
    parser.add_argument("--models", type=Path, default=MODELS, help="the weights of each fold (corpus/models)")
    parser.add_argument("--fast", action="store_true", help="at most two documents of each family")
    parser.add_argument("--worst", type=int, nargs="?", const=WORST, default=0)
    parser.add_argument("--field", choices=FIELDS, help="list failures of this field only")
    parser.add_argument("--also", type=pair, nargs="*", default=[], metavar="DOCUMENTS:GOLD")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    fields = (asked.field,) if asked.field else FIELDS
    told = read_all(
        corpus_entries(asked.corpus, most=FAST if asked.fast else None, models=asked.models),
        asked.corpus,
        asked.workers,
    )
    for folder in asked.also:
        told += read_all(folder_entries(*folder), folder[0], asked.workers)
    print("\n".join(table(told)))
    print("", *worst(told, asked.worst, fields), sep="\n")


if __name__ == "__main__":
    main()

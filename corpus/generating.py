"""From shape, bank and seed to a labelled document: ``python -m corpus.generating AUTHOR`` tries all of an author."""

from __future__ import annotations

import argparse
import random
import sys

from corpus import gold as golds
from corpus.content import Content, bank_faults, load_bank
from corpus.marks import MarkError, parse, words
from corpus.shapes import Shape, shapes

DOCUMENT_TYPES = {
    "plan": "business_plan", "report": "annual_report", "arrangements": "arrangements", "minutes": "other",
    "web page": "other", "none": "other",
}  # fmt: skip


def generate(shape: Shape, bank: str, safeguards: str, seed: int) -> golds.Source:
    """One document: the same arguments give the same document, on any machine.

    Raises MarkError where the shape prints marks that do not fit.
    """
    chance = random.Random(f"{shape.name}:{bank}:{safeguards}:{seed}")
    content = Content(bank, safeguards, chance, sort=_titles(shape.sort), size=shape.size)
    marked = parse(shape.write(content))
    keys = {k.split("#")[0] for mark in marked.marks for k in mark.keys}
    document = {"document_type": DOCUMENT_TYPES[shape.sort]} | content.document
    return golds.Source(
        shape.sort, safeguards, shape.format, shape.layout, document, marked, content.names(),
        content.period["times"], {k: v for k, v in content.rows.items() if k in keys}, "planned",
        {k: v for k, v in content.themes().items() if k in keys},
    )  # fmt: skip


def _titles(sort: str) -> str:
    return {"web page": "web"}.get(sort, sort)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("author")
    parser.add_argument("--shape", help="print this shape: its text and what it gives")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--safeguards", default="children", choices=("children", "adults"))
    parser.add_argument("--marks", action="store_true", help="with --shape: print the marked text")
    asked = parser.parse_args()
    wrong = 0
    for safeguards in ("children", "adults"):
        for fault in bank_faults(load_bank(asked.author, safeguards)):
            wrong += 1
            print(f"bank {asked.author}/{safeguards}: {fault}")
    for shape in shapes(asked.author):
        if asked.shape not in (None, shape.name):
            continue
        seeds = (asked.seed,) if asked.shape else range(1, 9)
        for seed in seeds:
            for safeguards in (asked.safeguards,) if asked.shape else ("children", "adults"):
                try:
                    source = generate(shape, asked.author, safeguards, seed)
                    rows = golds.gold(source, shape.name)
                except (MarkError, KeyError, IndexError, ValueError, TypeError) as error:
                    wrong += 1
                    print(f"{shape.name}, seed {seed}, {safeguards}: {type(error).__name__}: {error}")
                    continue
                if asked.shape:
                    _show(source, rows, marks=asked.marks)
                elif seed == 1 and safeguards == "children":
                    count = sum(1 for _ in words(source.marked, markup=source.markup))
                    print(
                        f"{shape.name}: {len(rows['objectives'])} objectives, {len(rows['actions'])} actions, "
                        f"{count} words"
                    )
    sys.exit(bool(wrong))


def _show(source: golds.Source, rows: dict[str, object], *, marks: bool) -> None:
    text = source.marked.text
    if marks:
        for mark in source.marked.marks:
            print(mark.label, ",".join(mark.keys), "|", source.marked.words_of(mark, markup=source.markup))
    else:
        print(text)
    print("-" * 40)
    for row in rows["objectives"]:  # type: ignore[attr-defined]
        print(row["key"], row["number"], row["title"], "¦", row["text"])
    for row in rows["actions"]:  # type: ignore[attr-defined]
        print(
            row["key"],
            row["number"],
            row["text"],
            "¦",
            row["owner_text"],
            "¦",
            row["timescale_text"],
            "¦",
            row["rag"],
            row["standing"],
        )


if __name__ == "__main__":
    main()

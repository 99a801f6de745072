#!/usr/bin/env python3
"""What a row says where its words are cut rightly: owners, dates, states, what a document says of itself.

    python benchmarks/facts.py [--worst [N]] [--kind NAME …] [--sure] [--json FILE] [--against FILE] [--no-documents]

Of every document by hand (corpus/hand) the marked words are given to the package as the cells and sentences of its
actions, and what comes out is held against the gold; no reader, no labels and no structure are in between:

leads in cells       owners of a lead cell; leads in sentences: those of the words of an action
times in cells       dates of a due or start cell; times in sentences
states               standing of an action whose progress or rating is printed; ratings: its colour

An owner is right with its name (three words of four), relation and kind, a date with its days, month and recurrence, as
the scorer has it (matching.py), a month without a year also with its inferred days; exact: name, kind and sector, or
kind and precision of the date, are right too.
What a document says of itself (title, period, partnership, document type …) is measured on one print of each
family of the rendered corpus, by benchmarks/about.py, which lists its own mistakes.

Trained models (owners, titles) are those of the fold that holds the document out (corpus/models, by `make train`);
where there are none, the package's, which have learnt from `learn`: the head of the output says so. Rules were made
on `learn`; `measure` is measured and its mistakes are never listed. --worst lists mistakes of each kind, N of them
(20); --sure only those of a confidence of 0.8 and more, surest first, with their number by kind.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import about
from firstsight import CORPUS, MODELS, corpus_entries
from matching import NAME_ALIKE, pairs

from safeplans.extractors.about.meeting_day import told_on
from safeplans.extractors.about.metadata import metadata
from safeplans.extractors.about.titles import WEIGHTS
from safeplans.extractors.assembly.assembling import Assembler
from safeplans.extractors.assembly.groups import find_groups
from safeplans.extractors.assembly.terms import find_terms
from safeplans.extractors.base.document import Cell, Document, Para, Place
from safeplans.extractors.base.facts import Date as FoundDate
from safeplans.extractors.base.facts import Facts, Metadata, Owner
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.drafting.drafts import ActionDraft, Placement, Plan
from safeplans.extractors.drafting.objectives import Objectives
from safeplans.extractors.drafting.states import standing_of_cell, standing_of_sign
from safeplans.extractors.drafting.weighing import whole_names
from safeplans.extractors.labelling.commitments import looks_back
from safeplans.extractors.lexicon.rag import rating_word, standing_of_words
from safeplans.extractors.lexicon.rating_keys import printed_keys
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.ownership.weighed import CELLS
from safeplans.extractors.reading import ReadingError, read_document

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.families import HAND, Family, recorded  # noqa: E402
from corpus.gold import _Gold, in_table, lines_of, load  # noqa: E402
from corpus.marks import Mark, outermost  # noqa: E402

KINDS = (
    "leads in cells", "leads in sentences", "times in cells", "times in sentences", "states", "ratings",
)  # fmt: skip
SURE = 0.8
WORST = 20
NOWHERE = Place(None, 1, 1)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One row that gold or the package has, or both; right: they agree. sure: the confidence of what was found."""

    kind: str
    family: str
    part: str
    fold: int
    words: str
    gold: str | None
    found: str | None
    right: bool
    exact: bool
    sure: float | None


class OneDocument:
    """One document by hand with its gold, and what the package makes of its marked words."""

    def __init__(self, path: Path, family: Family, model: str) -> None:
        self.family = family
        self.source = load(path)
        self.gold = _Gold(self.source)
        self.rows = self.gold.rows(path.name)
        document = read_document(self.source.marked.text.encode(), Settings(file_name=path.name))
        self.facts = Facts("text/plain", "text", None, "ok")
        self.facts.metadata = self._metadata(document, model)
        self.facts.terms, _ = find_terms(document)
        self.facts.groups, _ = find_groups(document)
        drafts = [self._draft(a) for a in self.rows["actions"]]
        key = {colour: said for told in printed_keys(document.blocks).values() for colour, said in told.items()}
        self.plan = Plan(Objectives(), drafts, [], [], [], key, Placement())
        Assembler(self.facts, self.plan, model).run()

    def _metadata(self, document: Document, model: str) -> Metadata:
        """As the gold has it, but for the partnership, which gives its abbreviations, and the day of minutes."""
        told = self.source.document
        read, _, _ = metadata(document, model=model)
        return Metadata(
            told.get("title"), told["document_type"], read.partnership_id, read.partnership_name, None,
            told.get("period_start"), told.get("period_end"), told.get("published"),
            told_on=told_on(document, told.get("published")),
        )  # fmt: skip

    def marks_of(self, key: str, label: str) -> list[Mark]:
        return [m for m in self.gold.by_record.get(key, []) if m.label == label]

    def lines(self, key: str, *labels: str) -> list[str]:
        """The lines of a cell as a reader gives them: those of a table as they are broken, others made whole."""
        outer = outermost([m for label in labels for m in self.marks_of(key, label)])
        return [line for mark in sorted(outer, key=lambda m: m.start) for line in lines_of(self.source, mark)]

    def _draft(self, action: Row) -> ActionDraft:
        """As `weighing.Planner` writes it down from labels that are all right."""
        key = action["key"]
        draft = ActionDraft(action["text"], NOWHERE, action["text"], "grid", 0.9, None, action["number"])
        leads, dues = self.marks_of(key, "lead"), self.marks_of(key, "due")
        if leads:
            lines = self.lines(key, "lead")
            draft.owner_cells = [lines if in_table(self.source, leads[0]) else whole_names(lines)]
            draft.has_lead_cell = True
        if dues:
            draft.timescale_lines, draft.has_due_cell = self.lines(key, "due"), True
        draft.start_text = " ".join(self.lines(key, "start")) or None if not self._starts_inside(key) else None
        draft.progress = " ".join(self.lines(key, "progress")) or None
        for line in self.lines(key, "progress"):
            draft.stated = standing_of_sign(line) or draft.stated
        if ratings := self.marks_of(key, "rag"):
            text = " ".join(self.lines(key, "rag"))
            draft.rag = rating_word(text) or (ratings[0].value if not text else None)
            if in_table(self.source, ratings[0]):
                draft.stated = standing_of_cell(Cell((Para(text, NOWHERE),), 0)) or draft.stated
            draft.stated = standing_of_sign(text) or draft.stated
            draft.status = text if standing_of_words(text) else None
        if self.facts.metadata.document_type == "annual_report":
            later = not looks_back(action["text"]) and starts_with_verb(action["text"])
            draft.setting = "next_steps" if later else "report"
        return draft

    def _starts_inside(self, key: str) -> bool:
        """Whether the start is a word of another cell or of the sentence, and no cell of its own."""
        around = [m for label in ("due", "action") for m in self.marks_of(key, label)]
        return any(o.start <= m.start and m.end <= o.end for m in self.marks_of(key, "start") for o in around)

    def told(self) -> Iterator[Told]:
        for number, action in enumerate(self.rows["actions"], 1):
            key = f"a{number}"
            yield from self._owners(action, [o for o in self.facts.owners if o.subject_key == key])
            own = [d for d in self.facts.dates if d.subject == "action" and d.subject_key == key]
            yield from self._dates(action, own)
            yield from self._state(action, self.facts.actions[number - 1])

    def _one(self, kind: str, words: str, **told: Any) -> Told:
        return Told(kind, self.family.name, self.family.part, self.family.fold, words, **told)

    def _owners(self, action: Row, found: Sequence[Owner]) -> Iterator[Told]:
        cell = " / ".join(self.lines(action["key"], "lead"))
        gold = action["owners"]
        rows = [{"name": o.name, "canonical": o.canonical} for o in found]
        paired: dict[int, int] = {}
        for relation in ("lead", "reports_to"):
            asked = [n for n, g in enumerate(gold) if g["relation"] == relation]
            given = [n for n, o in enumerate(found) if o.relation == relation]
            names = pairs(
                [gold[n] for n in asked], [rows[n] for n in given], lambda r: [r["name"], r["canonical"]], NAME_ALIKE
            )
            paired |= {given[f]: asked[g] for f, g in names.items()}
        in_cell = {_folded(n) for n in self._names_in(action["key"], "lead", {"who", "to"})} if cell else set()

        def told(g: Row | None, owner: Owner | None, in_a_cell: bool) -> Told:
            right = g is not None and owner is not None and g["kind"] == owner.kind
            return self._one(
                "leads in cells" if in_a_cell else "leads in sentences",
                cell if in_a_cell else action["text"],
                gold=_owner_words(g) if g else None,
                found=_owner_words(_as_owner(owner)) if owner else None,
                right=right,
                exact=right and bool(g and owner and _same_owner(g, owner)),
                sure=owner.source.confidence if owner else None,
            )

        for f, owner in enumerate(found):
            g = gold[paired[f]] if f in paired else None
            yield told(g, owner, _folded(g["name"]) in in_cell if g else owner.source.quote != action["text"])
        for n, g in enumerate(gold):
            if n not in paired.values():
                yield told(g, None, _folded(g["name"]) in in_cell)

    def _names_in(self, key: str, cell: str, inner: set[str]) -> list[str]:
        """The gold's words of a cell: the marks inside it, or the whole."""
        words = self.source.marked.words_of
        cells = self.marks_of(key, cell)
        inside = [m for c in cells for m in self.gold._inner(c, inner)]
        grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
        for m in inside:
            part = next((k for k in m.keys if "#" in k), str(m.start))
            grouped[m.label, part].append(words(m, markup=self.source.markup))
        return [" ".join(p) for p in grouped.values()] if inside else [self.gold._words(key, cell) or ""]

    def _dates(self, action: Row, found: Sequence[FoundDate]) -> Iterator[Told]:
        key = action["key"]
        cell = " / ".join(self.lines(key, "due"))
        begin = " ".join(self.lines(key, "start")) if not self._starts_inside(key) else ""
        in_cell = {_folded(t) for t in self._names_in(key, "due", {"when", "start"})} if cell else set()
        if begin:
            in_cell.add(_folded(begin))
        left = list(action["dates"])
        for date in found:
            same = [g for g in left if _when(g) in _readings(date)]
            same.sort(key=lambda g: (g["kind"] != date.kind, _folded(g["text"]) != _folded(date.text)))
            g = same[0] if same else None
            if g is not None:
                left.remove(g)
            printed = g["text"] if g is not None else None
            in_sentence = date.source.quote == action["text"] if printed is None else _folded(printed) not in in_cell
            kind = "times in sentences" if in_sentence else "times in cells"
            yield self._one(
                kind, action["text"] if in_sentence else f"{cell} {begin}".strip(),
                gold=_date_words(g) if g else None, found=_date_words(_as_row(date)), right=g is not None,
                exact=g is not None and g["kind"] == date.kind and g["precision"] == date.precision,
                sure=date.source.confidence,
            )  # fmt: skip
        for g in left:
            in_sentence = _folded(g["text"]) not in in_cell
            yield self._one(
                "times in sentences" if in_sentence else "times in cells",
                action["text"] if in_sentence else f"{cell} {begin}".strip(),
                gold=_date_words(g), found=None, right=False, exact=False, sure=None,
            )  # fmt: skip

    def _state(self, action: Row, found: Any) -> Iterator[Told]:
        printed = " / ".join(self.lines(action["key"], "rag", "progress"))
        if not printed:
            return
        right = action["standing"] == found.standing
        yield self._one(
            "states", f"{printed} [{action['text'][:60]}]", gold=action["standing"], found=found.standing,
            right=right, exact=right, sure=None,
        )  # fmt: skip
        if action["rag"] or found.rag:
            right = action["rag"] == found.rag
            yield self._one(
                "ratings", printed, gold=action["rag"], found=found.rag, right=right, exact=right, sure=None
            )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _as_owner(owner: Owner) -> dict[str, str]:
    return {"name": owner.name, "relation": owner.relation, "kind": owner.kind, "sector": owner.sector}


def _same_owner(row: Row, owner: Owner) -> bool:
    return _folded(row["name"]) == _folded(owner.name) and row["sector"] == owner.sector


def _owner_words(row: Row) -> str:
    return f"{row['name']} ({row['relation']}, {row['kind']}, {row['sector']})"


def _as_row(date: FoundDate) -> dict[str, Any]:
    return {
        "text": date.text, "kind": date.kind, "start": date.start and str(date.start),
        "end": date.end and str(date.end), "precision": date.precision, "recurrence": date.recurrence,
        "month": date.month,
    }  # fmt: skip


def _readings(date: FoundDate) -> tuple[tuple[object, ...], ...]:
    """A date as the scorer compares it; of a month without a year also with the days that are inferred."""
    row = _as_row(date)
    if date.inferred_start is None:
        return (_when(row),)
    days = {"start": str(date.inferred_start), "end": str(date.inferred_end), "month": None, "recurrence": None}
    return _when(row), _when(row | days)


def _date_words(row: Row) -> str:
    told = (row["kind"], row["start"], row["end"], row["precision"], row["recurrence"], row["month"])
    return f"{row['text']} ({' '.join(str(t) for t in told if t)})"


def _when(row: Row) -> tuple[object, ...]:
    """What the scorer compares; a start that lasts has no end, which both sides may leave out."""
    fixed = row["start"] is not None or row["month"] is not None or row["precision"] == "month"
    month = "month" if fixed and row["start"] is None else row["month"]
    nothing = None if row["start"] or row["recurrence"] or month else (row["kind"] == "period")
    return row["start"], row["end"], month, row["recurrence"], nothing


def of_family(job: tuple[Path, Family, str]) -> list[Told]:
    path, family, model = job
    try:
        return list(OneDocument(path, family, model).told())
    except ReadingError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return []


def jobs(models: Path) -> Iterator[tuple[Path, Family, str]]:
    for family in recorded():
        if family.part == "shapes":
            continue
        stem = family.name.removeprefix(f"{family.author}-")
        path = next(iter((HAND / family.part / family.author).glob(f"{stem}.*")), None)
        if path is not None:
            fold = models / str(family.fold)
            own = str(fold) if family.fold and (fold / CELLS).exists() and (fold / WEIGHTS).exists() else ""
            yield path, family, own


def table(told: Sequence[Told], before: Mapping[str, Any]) -> list[str]:
    lines = [
        "| | | printed | found | right | precision | recall | exact | of 0.8 and more: wrong |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind in KINDS:
        for group, some in groups_of([t for t in told if t.kind == kind]):
            f = figures(some)
            old = before.get(f"{kind}, {group}", {})

            def cell(name: str, f: Row = f, old: Row = old) -> str:
                value = f[name]
                text = f"{value:.3f}" if isinstance(value, float) else str(value)
                was = old.get(name)
                return text + ("" if was is None else f" ({was:.3f})" if isinstance(was, float) else f" ({was})")

            shown = " | ".join(
                cell(n) for n in ("printed", "found", "right", "precision", "recall", "exact", "sure_wrong")
            )
            lines.append(f"| {kind} | {group} | {shown} |")
    return lines


def groups_of(told: Sequence[Told]) -> Iterator[tuple[str, list[Told]]]:
    yield "learn", [t for t in told if t.part == "learn"]
    for fold in sorted({t.fold for t in told if t.part == "learn"}):
        yield f"fold {fold}", [t for t in told if t.part == "learn" and t.fold == fold]
    yield "measure", [t for t in told if t.part == "measure"]


def figures(told: Sequence[Told]) -> dict[str, float | int]:
    printed, found = sum(t.gold is not None for t in told), sum(t.found is not None for t in told)
    right = sum(t.right for t in told)
    return {
        "printed": printed, "found": found, "right": right,
        "precision": right / max(found, 1), "recall": right / max(printed, 1),
        "exact": sum(t.exact for t in told) / max(right, 1),
        "sure_wrong": sum(not t.right and t.found is not None and (t.sure or 0) >= SURE for t in told),
    }  # fmt: skip


def worst(told: Sequence[Told], most: int, kinds: Sequence[str], *, sure: bool) -> list[str]:
    """Mistakes of each kind on `learn`, each printing once."""
    lines = []
    for kind in kinds:
        own = [t for t in told if t.kind == kind and not t.right and t.part == "learn"]
        if sure:
            own = sorted((t for t in own if (t.sure or 0) >= SURE), key=lambda t: -(t.sure or 0))
        times = Counter((t.words, t.gold, t.found) for t in own)
        lines += ["", f"{kind}: {len(own)} mistakes, {len(times)} different"]
        seen: set[tuple[object, ...]] = set()
        for t in own:
            if (t.words, t.gold, t.found) in seen or len(seen) >= most:
                continue
            seen.add((t.words, t.gold, t.found))
            often = times[t.words, t.gold, t.found]
            lines.append(
                f"  {t.family}: «{t.words}»\n      printed: {t.gold or '–'}; read: {t.found or '–'}"
                + (f" at {t.sure}" if t.sure is not None else "")
                + (f" ({often} times)" if often > 1 else "")
            )
    return lines


def documents(folder: Path, models: Path, workers: int, most: int) -> list[str]:
    """What documents say of themselves, one print of each family by hand."""
    if not (folder / "manifest.json").exists():
        return [f"There is no rendered corpus in {folder}: documents are not measured (`make corpus` makes it)."]
    own = [e for e in corpus_entries(folder, most=1, models=models) if e["about"]["part"] != "shapes"]
    told = about.read_all(own, folder, workers)
    shown = [line for line in about.table(told) if not line.startswith("| kind")]
    return [*shown, "", *about.worst(told, most, about.FIELDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, nargs="?", const=WORST, default=0)
    parser.add_argument("--kind", nargs="*", choices=KINDS, default=KINDS, help="list mistakes of these kinds only")
    parser.add_argument("--sure", action="store_true", help="list only mistakes of a confidence of 0.8 and more")
    parser.add_argument("--models", type=Path, default=MODELS, help="the models of each fold (corpus/models)")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a rendered corpus, for what documents say")
    parser.add_argument("--no-documents", action="store_true", help="leave out what documents say of themselves")
    parser.add_argument("--json", type=Path, help="write the figures to this file, to be given to --against")
    parser.add_argument("--against", type=Path, help="figures of an earlier run, set beside these")
    parser.add_argument("--every", type=int, default=1, help="only every so manieth document, for a quick look")
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    listed = list(jobs(asked.models))[:: asked.every]
    held_out = sum(bool(model) for _, _, model in listed)
    learnt = sum(f.part == "learn" for _, f, _ in listed)
    print(
        f"{len(listed)} documents; owners by models that have not seen the fold for {held_out} of the {learnt} to "
        "learn from" + ("" if held_out == learnt else ", else by the package's, which have") + ".\n"
    )
    if asked.workers > 1:
        with ProcessPoolExecutor(asked.workers) as pool:
            told = [t for some in pool.map(of_family, listed, chunksize=8) for t in some]
    else:
        told = [t for job in listed for t in of_family(job)]
    before = json.loads(asked.against.read_text(encoding="utf-8")) if asked.against else {}
    print(*table(told, before), sep="\n")
    if asked.worst or asked.sure:
        print(*worst(told, asked.worst or WORST, asked.kind, sure=asked.sure), sep="\n")
    if not asked.no_documents:
        print("", *documents(asked.corpus, asked.models, asked.workers, asked.worst), sep="\n")
    if asked.json:
        by_kind = [(k, g, s) for k in KINDS for g, s in groups_of([t for t in told if t.kind == k])]
        asked.json.write_text(json.dumps({f"{k}, {g}": figures(s) for k, g, s in by_kind}, indent=1) + "\n")


if __name__ == "__main__":
    main()

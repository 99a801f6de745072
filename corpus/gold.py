"""What a careful reader takes from a labelled document: gold, worked out from its marks and its head.

The head is TOML between lines of ``+++``; see MARKS.md. Gold has the form of ``tests/samples``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.marks import Mark, Marked, MarkError, outermost, parse, plain

KINDS = {"p": "priority", "o": "objective", "m": "aim", "t": "theme", "u": "outcome"}
OWNER_KINDS = frozenset({"group", "role", "agency", "partnership", "person"})
SECTORS = frozenset({
    "local_authority", "health", "police", "education", "voluntary", "justice", "scrutiny", "partnership", "other",
})  # fmt: skip
DATE_KINDS = frozenset({"due", "start", "period", "recurring", "event"})
PRECISIONS = frozenset({"day", "month", "quarter", "season", "year", "financial_year", "academic_year"})
DOCUMENT_TYPES = frozenset({"business_plan", "annual_report", "arrangements", "strategy", "other"})
STANDINGS = frozenset({"planned", "in_progress", "done", "current", "previous", "future"})
RAGS = frozenset({"red", "amber", "green", "blue", "grey"})
SORTS = frozenset({"plan", "report", "arrangements", "minutes", "web page", "none"})
FORMATS = frozenset({"txt", "md", "html"})
MARKUP = frozenset({"md", "html"})
_MONTHS = tuple(name.casefold() for name in calendar.month_name[1:])
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_FIXED = re.compile(r"\d|\bend\b", re.IGNORECASE)  # of a month that is printed with a year or a day
_LINE_TAG = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class Source:
    """One labelled document: its head, and its marked text.

    names: printed name to ``kind sector`` or ``kind sector | canonical``; times: printed time to
    ``kind [start end] [precision] [recurrence] [month N]``; rows: key to standing and, if any, other values.
    """

    sort: str
    safeguards: str
    format: str
    layout: str
    document: dict[str, Any]
    marked: Marked
    names: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    standing: str = "planned"
    themes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def markup(self) -> bool:
        return self.format in MARKUP


def load(path: Path) -> Source:
    """Read a labelled document from a file. Raises MarkError that says what is wrong with it."""
    return loads(path.read_text(encoding="utf-8"))


def loads(text: str) -> Source:
    found = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", text, re.DOTALL)
    if not found:
        raise MarkError("a labelled document begins with a head between two lines of +++")
    try:
        head = tomllib.loads(found[1])
    except tomllib.TOMLDecodeError as error:
        raise MarkError(f"the head is no TOML: {error}") from error
    source = Source(
        head.get("sort", ""), head.get("safeguards", ""), head.get("format", ""), head.get("layout", ""),
        head.get("document", {}), parse(found[2]), head.get("names", {}), head.get("times", {}),
        head.get("rows", {}), head.get("standing", "planned"), head.get("themes", {}),
    )  # fmt: skip
    for name, allowed in (("sort", SORTS), ("format", FORMATS)):
        if getattr(source, name) not in allowed:
            raise MarkError(f"{name} is one of {', '.join(sorted(allowed))}, not «{getattr(source, name)}»")
    if source.safeguards not in ("children", "adults", "both"):
        raise MarkError("safeguards is children, adults or both")
    if not source.layout:
        raise MarkError("layout says in a line how the document is laid out")
    return source


def without_article(name: str) -> str:
    """The name of an owner without the article before it, which is none of it."""
    return _ARTICLE.sub("", name)


def lines_of(source: Source, mark: Mark) -> list[str]:
    """The printed lines of a mark: of markup as it breaks them, of a text as it stands."""
    raw = source.marked.text[mark.start : mark.end]
    broken = (_LINE_TAG.sub("\n", raw) if source.markup else raw).split("\n")
    return [line for part in broken if (line := plain(part, markup=source.markup).strip())]


def in_table(source: Source, mark: Mark) -> bool:
    """Whether a mark stands in a cell of a table that the markup says."""
    text = source.marked.text
    if source.format == "html":
        return text.rfind("<t", 0, mark.start) > max(text.rfind(t, 0, mark.start) for t in ("</table", "<p", "<li"))
    return source.format == "md" and text[text.rfind("\n", 0, mark.start) + 1 :].lstrip().startswith("|")


def gold(source: Source, file: str) -> dict[str, Any]:
    """The rows that the marks give. Raises MarkError where a mark and the head do not fit."""
    return _Gold(source).rows(file)


class _Gold:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.names = {_key(k): v for k, v in source.names.items()}
        self.times = {_key(k): v for k, v in source.times.items()}
        self.by_record: dict[str, list[Mark]] = {}
        for mark in source.marked.marks:
            for key in mark.keys:
                self.by_record.setdefault(key.split("#")[0], []).append(mark)
        unknown = sorted(k for k in (*source.rows, *source.themes) if k not in self.by_record)
        if unknown:
            raise MarkError(f"the head speaks of rows that no mark has: {', '.join(unknown)}")

    def rows(self, file: str) -> dict[str, Any]:
        actions = [k for k in self.by_record if "a" in k]
        objectives = [k for k in self.by_record if re.fullmatch(r"[pomtu]\d+[a-z]?", k) and self._is_objective(k)]
        parents = {k.split("/")[0] for k in actions if "/" in k}
        if lost := sorted(parents - set(objectives)):
            raise MarkError(f"actions hang under {', '.join(lost)}, which no mark ⟦objective …⟧ or ⟦title …⟧ prints")
        document = {
            "document_type": None, "partnership_name": None, "title": None, "period_start": None, "period_end": None,
            "published": None, "version": None, "author": None,
        } | self.source.document  # fmt: skip
        if document["document_type"] not in DOCUMENT_TYPES:
            raise MarkError(f"document_type is one of {', '.join(sorted(DOCUMENT_TYPES))}")
        for name in ("period_start", "period_end", "published"):
            if document[name] is not None:
                try:
                    dt.date.fromisoformat(str(document[name]))
                except ValueError:
                    raise MarkError(f"{name} is a day, as 2025-04-01, not «{document[name]}»") from None
                document[name] = str(document[name])
        return {
            "file": file,
            "document": document,
            "objectives": [self._objective(k) for k in objectives],
            "actions": [self._action(k) for k in actions],
            "measures": self._measures(),
            "groups": [self._group(k) for k in self.by_record if k.startswith("g")],
            "terms": [self._term(k) for k in self.by_record if self._labels(k) & {"term"}],
            "problems": [],
        }

    def _is_objective(self, key: str) -> bool:
        return bool(self._labels(key) & {"objective", "title"})

    def _labels(self, key: str) -> set[str]:
        return {m.label for m in self.by_record[key]}

    def _words(self, key: str, label: str, extra: str | None = None) -> str | None:
        """All marks of a label for a record, joined; those that stand inside another of them are not told twice."""
        parts = [m for m in self.by_record.get(key, []) if m.label == label and (extra is None or extra in m.keys)]
        text = " ".join(self.source.marked.words_of(m, markup=self.source.markup) for m in outermost(parts))
        return text or None

    def _objective(self, key: str) -> dict[str, Any]:
        title, text = self._words(key, "title"), self._words(key, "objective")
        told = self.source.rows.get(key, "").split()
        standing = next((t for t in told if t in STANDINGS), "current")
        spans = self.source.document
        plan_period = KINDS[key[0]] != "outcome" and standing == "current"
        return {
            "key": key, "kind": KINDS[key[0]], "number": self._number(key), "title": title, "text": text or title,
            "standing": standing,
            "period_start": str(spans["period_start"]) if plan_period and spans.get("period_start") else None,
            "period_end": str(spans["period_end"]) if plan_period and spans.get("period_end") else None,
            "themes": self.source.themes.get(key, []),
        }  # fmt: skip

    def _number(self, key: str) -> str | None:
        number = self._words(key, "number")
        return number.strip(" .:()") if number else None

    def _action(self, key: str) -> dict[str, Any]:
        text = self._words(key, "action")
        if not text:
            raise MarkError(f"no mark ⟦action {key}|…⟧ prints what is to be done")
        told = self.source.rows.get(key, "").split()
        if strange := [t for t in told if t not in STANDINGS | RAGS]:
            raise MarkError(f"{key}: «{strange[0]}» is neither a standing nor a rating")
        rag = next((t for t in told if t in RAGS), None)
        rag = rag or next((m.value for m in self.by_record[key] if m.label == "rag" and m.value in RAGS), None)
        return {
            "key": key, "objective": key.split("/")[0] if "/" in key else None, "number": self._number(key),
            "title": self._words(key, "title"), "text": text, "owner_text": self._words(key, "lead"),
            "timescale_text": self._words(key, "due"), "rag": rag,
            "standing": next((t for t in told if t in STANDINGS), self.source.standing),
            "themes": self.source.themes.get(key, []), "owners": self._owners(key), "dates": self._dates(key),
        }  # fmt: skip

    def _inner(self, outer: Mark, labels: set[str]) -> list[Mark]:
        return [
            m
            for m in self.source.marked.marks
            if m.label in labels and m is not outer and outer.start <= m.start and m.end <= outer.end
        ]

    def _told(self, key: str, cell: str, names: set[str]) -> list[tuple[str, str]]:
        """(label, words) of what a record names: marks inside its cells, or the whole cell; then those in sentences."""
        marks = self.by_record[key]
        cells = [m for m in marks if m.label == cell]
        inside = [m for c in cells for m in self._inner(c, names)]
        told: list[tuple[str, str]] = []
        if cells and not inside:
            told.append((cell, self._words(key, cell) or ""))
        grouped: dict[tuple[str, str], list[str]] = {}
        seen: set[int] = set()
        for mark in (*inside, *(m for m in marks if m.label in names)):
            if id(mark) in seen:
                continue
            seen.add(id(mark))
            part = next((k for k in mark.keys if "#" in k), str(mark.start))
            grouped.setdefault((mark.label, part), []).append(
                self.source.marked.words_of(mark, markup=self.source.markup)
            )
        told += [(label, " ".join(parts)) for (label, _), parts in grouped.items()]
        return [(label, words) for label, words in told if words]

    def _owners(self, key: str) -> list[dict[str, Any]]:
        owners = []
        for label, words in self._told(key, "lead", {"who", "to"}):
            value = self.names.get(_key(words))
            if value is None:
                raise MarkError(f"{key}: [names] does not say what «{words}» is")
            if value == "none":
                continue
            kinds, _, canonical = value.partition("|")
            parts = kinds.split()
            if len(parts) != 2 or parts[0] not in OWNER_KINDS or parts[1] not in SECTORS:
                raise MarkError(f"[names] «{words}»: a kind and a sector, not «{value}»")
            name = without_article(words)
            owners.append({
                "name": name, "canonical": canonical.strip() or name, "kind": parts[0], "sector": parts[1],
                "relation": "reports_to" if label == "to" else "lead",
            })  # fmt: skip
        return _unlike(owners, ("name", "relation"))

    def _dates(self, key: str) -> list[dict[str, Any]]:
        dates = []
        for _, words in self._told(key, "due", {"when", "start"}):
            value = self.times.get(_key(words))
            if value is None:
                raise MarkError(f"{key}: [times] does not say what «{words}» is")
            if value != "none":
                dates.append({"text": words} | _date(words, value))
        # two printings of one day in a cell are one date; a sentence may say again what the cell says
        return _unlike(dates, ("kind", "start", "end", "month", "recurrence")) if self._words(key, "due") else dates

    def _measures(self) -> list[dict[str, Any]]:
        rows = []
        for key, marks in self.by_record.items():
            for label, kind in (("measure", "success"), ("evidence", "evidence")):
                parts = dict.fromkeys(k for m in marks if m.label == label for k in m.keys if k.split("#")[0] == key)
                for part in parts:
                    shared = any(len(m.keys) > 1 for m in marks if m.label == label and part in m.keys)
                    action = key if "a" in key and not shared else None
                    parent = key.split("/")[0] if "/" in key else (None if "a" in key else key)
                    rows.append({
                        "objective": parent, "action": action, "kind": kind, "text": self._words(key, label, part),
                        "value": None, "unit": None, "change": None,
                    })  # fmt: skip
        return _unlike(rows, ("text", "objective", "action"))

    def _group(self, key: str) -> dict[str, Any]:
        return {
            "name": self._words(key, "group"), "abbreviation": self._words(key, "abbreviation"),
            "chair": self._words(key, "chair"), "meets_text": self._words(key, "meets"), "recurrence": None,
        }  # fmt: skip

    def _term(self, key: str) -> dict[str, Any]:
        return {"term": self._words(key, "term"), "expansion": self._words(key, "expansion"), "defined_in": "glossary"}


def _date(words: str, value: str) -> dict[str, Any]:
    told = {"kind": None, "start": None, "end": None, "precision": None, "recurrence": None, "month": None}
    parts = value.split()
    for part in parts:
        if part in DATE_KINDS and told["kind"] is None:
            told["kind"] = part
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", part):
            told["end" if told["start"] else "start"] = part
        elif part in PRECISIONS:
            told["precision"] = part
        elif re.fullmatch(r"P\d+[DWMY]", part):
            told["recurrence"] = part
        elif part.isdigit() and 1 <= int(part) <= 12:
            told["month"] = int(part)
        else:
            raise MarkError(f"[times] «{words}»: «{part}» is neither kind, day, precision, recurrence nor month")
    if told["kind"] is None:
        raise MarkError(f"[times] «{words}» has no kind: due, start, period, recurring or event")
    if told["start"] and not told["recurrence"] and told["kind"] != "start" and (month := _bare_month(words)):
        return told | {"start": None, "end": None, "precision": "month", "recurrence": "P1Y", "month": month}
    if told["start"] and not told["end"]:
        told["end"] = None if told["kind"] == "start" else told["start"]
    return told


def _bare_month(words: str) -> int | None:
    """The month that is printed without a year: which year is meant, a reader infers, and the row does not say."""
    found = _MONTH.findall(words)
    return _MONTHS.index(found[0].casefold()) + 1 if len(found) == 1 and not _FIXED.search(words) else None


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _unlike(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        kept.setdefault(tuple(row[n] for n in names), row)
    return list(kept.values())

"""Reads the source of a sample document (YAML beside this file) and derives its gold answer.

One source holds the words of a plan once; `make_samples.py` prints them in a house style and
`gold` says what a careful reader takes from that print, so that the two cannot drift apart.

Short forms in the sources (every scalar is read as a string):

- owners: ``name ~kind sector [to] [~canonical]``, several joined by `` ; ``.
  Kinds are g(roup), r(ole), a(gency), p(artnership), n(amed person); ``to`` marks who receives the report.
- dates: ``words ~kind span [ISO 8601 recurrence]``, several joined by `` ; ``. A span is a day (2025-06-30), a month
  (2025-06), several months (2025-06..2025-09), a UK quarter (2025Q3 = October to December 2025), a season
  (2025-autumn), a school term (2025-autumnterm), a financial year (2025/26), an academic year (AY2025), a year
  (2025), a month of every year (M06), or ``-`` where nothing is fixed.
- measures: plain words (kind success), ``kind | words``, or a mapping with k(ind), t(ext), v(alue), u(nit), c(hange).
"""

from __future__ import annotations

import calendar
import re
from pathlib import Path
from typing import Any

import yaml

KINDS = {"g": "group", "r": "role", "a": "agency", "p": "partnership", "n": "person"}
SECTORS = {
    "la": "local_authority", "h": "health", "pol": "police", "ed": "education", "vol": "voluntary",
    "jus": "justice", "scr": "scrutiny", "ptn": "partnership", "oth": "other",
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
TERMS = {"springterm": (1, 3), "summerterm": (4, 7), "autumnterm": (9, 12)}


def load(path: Path) -> dict[str, Any]:
    """The source as nested dicts, lists and strings; `path` is a YAML file."""
    source: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return source


def _last(year: int, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def span(code: str) -> tuple[str | None, str | None, str | None, int | None]:
    """(start, end, precision, month) of a span in the short form above; ValueError if it is none."""
    if code == "-":
        return None, None, None, None
    if re.fullmatch(r"M\d\d", code):
        return None, None, "month", int(code[1:])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", code):
        return code, code, "day", None
    if match := re.fullmatch(r"(\d{4})-(\d\d)(?:\.\.(\d{4})-(\d\d))?", code):
        year, month, year2, month2 = (int(g) if g else None for g in match.groups())
        assert year and month
        return f"{year}-{month:02}-01", _last(year2 or year, month2 or month), "month", None
    if match := re.fullmatch(r"(\d{4})Q([1-4])", code):
        year, quarter = int(match[1]), int(match[2])
        first = {1: 4, 2: 7, 3: 10, 4: 1}[quarter]
        year += quarter == 4
        return f"{year}-{first:02}-01", _last(year, first + 2), "quarter", None
    if match := re.fullmatch(r"(\d{4})-([a-z]+)", code):
        year = int(match[1])
        first, last = (SEASONS | TERMS)[match[2]]
        return f"{year}-{first:02}-01", _last(year + (last < first), last), "season", None
    if match := re.fullmatch(r"(\d{4})/\d\d", code):
        return f"{match[1]}-04-01", f"{int(match[1]) + 1}-03-31", "financial_year", None
    if match := re.fullmatch(r"AY(\d{4})", code):
        return f"{match[1]}-09-01", f"{int(match[1]) + 1}-08-31", "academic_year", None
    if re.fullmatch(r"\d{4}", code):
        return f"{code}-01-01", f"{code}-12-31", "year", None
    raise ValueError(f"no span: {code!r}")


def owners(text: str) -> list[dict[str, Any]]:
    """The owners of a short form; an empty string has none."""
    rows = []
    for part in filter(None, text.split(" ; ")):
        name, codes, *rest = (piece.strip() for piece in part.split("~"))
        kind, sector, *relation = codes.split()
        rows.append({
            "name": name, "canonical": rest[0] if rest else name, "kind": KINDS[kind],
            "sector": SECTORS[sector], "relation": "reports_to" if relation else "lead",
        })  # fmt: skip
    return rows


def dates(text: str) -> list[dict[str, Any]]:
    """The dates of a short form; an empty string has none."""
    rows = []
    for part in filter(None, text.split(" ; ")):
        words, codes = (piece.strip() for piece in part.split("~"))
        kind, code, *recurrence = codes.split()
        start, end, precision, month = span(code)
        row: dict[str, Any] = {"text": words, "kind": kind, "start": start, "end": end, "precision": precision,
               "recurrence": recurrence[0] if recurrence else None}  # fmt: skip
        if month:
            row["month"] = month
        rows.append(row)
    return rows


def measure_text(measure: str | dict[str, str]) -> str:
    """The printed words of a measure."""
    if isinstance(measure, dict):
        return measure["t"]
    return measure.split(" | ", 1)[-1]


def _measure(measure: str | dict[str, str], objective: str | None, action: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {"objective": objective, "action": action, "kind": "success", "text": measure_text(measure),
                           "value": None, "unit": None, "change": None}  # fmt: skip
    if isinstance(measure, dict):
        row["kind"] = measure.get("k", "figure")
        for name, key in (("value", "v"), ("change", "c")):
            if key in measure:
                number = float(measure[key])
                row[name] = int(number) if number.is_integer() else number
        row["unit"] = measure.get("u")
    elif " | " in measure:
        row["kind"] = measure.split(" | ")[0]
    return row


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def gold(source: dict[str, Any], file: str) -> dict[str, Any]:
    """What a careful reader takes from the printed document: the JSON shape of tests/samples."""
    doc = source["doc"]
    result: dict[str, Any] = {
        "file": file,
        "document": {
            "document_type": doc["type"], "partnership_id": doc.get("pid") or None, "partnership_name": doc["pname"],
            "title": doc["title"],
            **{k: doc.get(k) or None for k in ("period_start", "period_end", "published", "version", "author")},
        },
        "objectives": [], "actions": [], "measures": [], "groups": [], "terms": [], "problems": [],
    }  # fmt: skip

    def add_action(action: dict[str, Any], objective: str | None) -> None:
        key = f"a{len(result['actions']) + 1}"
        result["actions"].append({
            "key": key, "objective": objective, "number": action.get("n") or None, "title": action.get("title") or None,
            "text": action["t"], "owner_text": action.get("lead") or None, "timescale_text": action.get("by") or None,
            "rag": action.get("rag") or None, "standing": action.get("standing", "planned"),
            "themes": action.get("th", "").split(), "owners": owners(action.get("own", "")),
            "dates": dates(action.get("d", "")),
        })  # fmt: skip
        for measure in _listed(action.get("m")):
            result["measures"].append(_measure(measure, objective, key))

    def add_objective(objective: dict[str, Any]) -> None:
        if "heading" in objective:  # a section of the document that is no objective
            key = None
        else:
            key = f"o{len(result['objectives']) + 1}"
            planned = objective.get("kind") not in ("outcome",)
            period = objective.get("period", f"{doc.get('period_start', '')} {doc.get('period_end', '')}").split()
            start, end = period if planned and len(period) == 2 else (None, None)
            result["objectives"].append({
                "key": key, "kind": objective["kind"], "number": objective.get("n") or None,
                "title": objective.get("title") or None, "text": objective["text"],
                "standing": objective.get("standing", "current"), "period_start": start, "period_end": end,
                "themes": objective.get("th", "").split(),
            })  # fmt: skip
        for action in objective.get("a", []):
            add_action(action, key)
        for measure in _listed(objective.get("m")):
            result["measures"].append(_measure(measure, key, None))
        for child in objective.get("o", []):
            add_objective(child)

    for objective in source["objectives"]:
        add_objective(objective)
    for measure in source.get("figures", []):
        result["measures"].append(_measure(measure, None, None))
    for group in source.get("groups", []):
        name, abbreviation, chair, meets, recurrence = (
            [piece.strip() or None for piece in group.split("|")] + [None] * 5
        )[:5]
        result["groups"].append({"name": name, "abbreviation": abbreviation, "chair": chair, "meets_text": meets,
                                 "recurrence": recurrence})  # fmt: skip
    for term in source.get("terms", []):
        word, expansion, *where = (piece.strip() for piece in term.split("|"))
        result["terms"].append({"term": word, "expansion": expansion, "defined_in": where[0] if where else "glossary"})
    for problem in source.get("problems", []):
        code, quote = (piece.strip() for piece in problem.split("|", 1))
        result["problems"].append({"code": code, "quote": quote})
    return result

"""The search page, and the data that it searches: scripts beside it, for a page from disk cannot fetch."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from safeplans.extractors.choice.confidence import BANDS
from safeplans.pipeline.base import links
from safeplans.pipeline.schema.comparison_fields import OUTCOMES, PUBLICATIONS
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import SECTORS, THEMES
from safeplans.pipeline.schema.fields import ACTIONS, OBJECTIVES
from safeplans.pipeline.site.contents import Contents, statement_id
from safeplans.pipeline.site.rendering import Site, script
from safeplans.pipeline.views import labels

PAGE = "search.html"
ROWS_A_FILE = 2_500

KINDS = (*OBJECTIVES.field("kind").allowed, "action")
STANDINGS = tuple(dict.fromkeys((*ACTIONS.field("standing").allowed, *OBJECTIVES.field("standing").allowed)))
_OVERDUE = ("no", "yes", "unknown")
_LATER = (None, *OUTCOMES)
"""What a later report says; None: there is none."""

_T = TypeVar("_T", bound=Hashable)


class Numbered(Generic[_T]):
    """A number for each different value, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[_T, int] = {}

    def of(self, value: _T) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[_T]:
        return list(self._numbers)


def write_search(site: Site, contents: Contents) -> None:
    """Write the search page and its data.

    The rows, as `assets/search.js` reads them: kind, document, suffix of the id, place (`_printed`), words, themes,
    years, leads and other owners, words and day of the date (`_when`), standing, band, overdue, what a later report
    says. All but words, suffix, page and day are numbers of values in the index.
    """
    partnerships = {key: at for at, key in enumerate(contents.partnerships)}
    documents = {key: at for at, key in enumerate(contents.corpus.documents)}
    owners: Numbered[tuple[str, str, int]] = Numbered()
    years: Numbered[tuple[str, ...]] = Numbered()
    rows = [_entry(contents, row, documents, owners, years) for row in _in_order(contents)]
    files = [rows[at : at + ROWS_A_FILE] for at in range(0, len(rows), ROWS_A_FILE)]
    index = {
        "partnerships": [
            [row["name"], row["region"] or "", row["kind"] or "", links.partnership_page(key), key]
            for key, row in contents.partnerships.items()
        ],
        "documents": [
            [
                partnerships[each.partnership_key],
                each.row["title"] or each.row["source"],
                PUBLICATIONS.index(each.publication),
                each.document_id,
            ]
            for each in contents.corpus.documents.values()
        ],
        "owners": owners.values,
        "years": years.values,
        "files": len(files),
        "themes": _choices(THEMES, "theme"),
        "publications": _choices(PUBLICATIONS, "one"),
        "sectors": _choices(SECTORS, "sector"),
        "kinds": _choices(KINDS, "statement"),
        "standings": _choices(STANDINGS, "standing"),
        "later": [("none", ""), *_choices(OUTCOMES, "outcome")],
        "bands": _choices(BANDS, "band"),
    }
    site.place("assets/data-index.js").write_text(script("index", index), encoding="utf-8", newline="\n")
    for at, some in enumerate(files):
        site.place(f"assets/data-{at}.js").write_text(script(f"rows{at}", some), encoding="utf-8", newline="\n")
    site.write(PAGE, "search.html", title="Search", section=PAGE, files=len(files), filters=_filters(contents))


def _in_order(contents: Contents) -> list[Row]:
    """By partnership and document, objectives each before its actions, as their documents have them."""
    order = {each.document_id: at for at, each in enumerate(contents.views.documents())}
    places = {key: row["ordinal"] for key, row in contents.objectives.items()}

    def place(row: Row) -> tuple[int, float, int]:
        own = row["ordinal"] if "action_id" in row else 0
        return order[row["document_id"]], places.get(row["objective_id"] or "", float("inf")), own

    return sorted(contents.statements(), key=place)


def _entry(
    contents: Contents,
    row: Row,
    documents: dict[str, int],
    owners: Numbered[tuple[str, str, int]],
    years: Numbered[tuple[str, ...]],
) -> list[Any]:
    def numbers(lead: bool) -> list[int]:
        some = (each for each in contents.owners.get(key, ()) if (each["relation"] == "lead") is lead)
        return [owners.of((each["name"], each["canonical"] or "", SECTORS.index(each["sector"]))) for each in some]

    key = statement_id(row)
    is_action = "action_id" in row
    words, day = _when(contents.dates.get(key, ()))
    return [
        KINDS.index("action" if is_action else row["kind"]),
        documents[row["document_id"]],
        key.partition(":")[2],
        _printed(row),
        row["statement"],
        [THEMES.index(theme) for theme in row["themes"]],
        years.of(tuple(row["years"])),
        numbers(lead=True),
        numbers(lead=False),
        words,
        day,
        STANDINGS.index(row["standing"]),
        BANDS.index(row["confidence_band"]),
        _OVERDUE.index(row["overdue"]) if is_action else 0,
        _LATER.index(row["later_outcome"]) if is_action else 0,
    ]


def _printed(row: Row) -> int | list[int | str]:
    """The page; where the place is called otherwise, the page (0 for none) and what it is called."""
    page = row["page"] or 0
    return page if row["place"] == f"p. {page}" else [page, row["place"]]


def _when(dates: Sequence[Row]) -> tuple[str, str]:
    """The printed words of the dates, and the last day that they name.

    Where they only say when something begins, its first day with a stroke behind it ("2026-01-01/"); where they fix
    nothing but a rhythm, "-"; where they fix nothing, "".
    """
    words = "; ".join(date["text"] for date in dates)
    ends = [date["end"] or date["start"] for date in dates if date["kind"] != "start"]
    if known := [end for end in ends if end]:
        return words, max(known).isoformat()
    if begins := [day for date in dates if date["kind"] == "start" and (day := date["start"] or date["end"])]:
        return words, f"{min(begins).isoformat()}/"
    return words, "-" if any(date["recurrence"] or date["month"] for date in dates) else ""


def _choices(values: Sequence[str], category: str) -> list[tuple[str, str]]:
    return [(value, labels.label(value, category)) for value in values]


def _filters(contents: Contents) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name in the page's address, label and values of each list to choose from."""
    partnerships = contents.partnerships.values()
    regions = sorted({row["region"] for row in partnerships if row["region"]})
    return [
        ("theme", "Theme", _choices(THEMES, "theme")),
        ("partnership", "Partnership", [(key, row["name"]) for key, row in contents.partnerships.items()]),
        ("year", "Year", [*((year, year) for year in contents.views.all_years()), ("none", "none said")]),
        ("publication", "Publication", _choices(PUBLICATIONS, "publication")),
        ("row", "Objective or action", [("objective", "Objectives"), ("action", "Actions")]),
        ("sector", "Sector of the lead", _choices(SECTORS, "sector")),
        ("standing", "Standing", _choices(STANDINGS, "standing")),
        ("lead", "Lead", [("yes", "named"), ("no", "none named")]),
        ("date", "Date", [("yes", "fixed"), ("no", "none fixed")]),
        ("overdue", "Overdue by its own words", [("yes", "yes"), ("no", "no"), ("unknown", "cannot be said")]),
        ("later", "Later report (inferred)", [*_choices(OUTCOMES, "outcome"), ("none", "there is none")]),
        ("kind", "Kind of partnership", [*_choices(tuple(labels.labels("kind")), "kind"), ("none", "not recognised")]),
        ("region", "Region", [(region, region) for region in regions]),
        ("band", "Confidence", _choices(BANDS, "band")),
    ]

"""A small corpus with its comparison, for what is made of them: workbook and answers.

Counts are those of the pipeline; likeness, follow-through and changes are given, so that no test waits for them.
Northwold has a plan for two years and a report between them; Easton plans for 2024-25 without neglect; Southam, an
adults' board, planned for 2023-24 only.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from safeplans.pipeline.comparison.compared import partnership_rows
from safeplans.pipeline.comparison.corpus import ComparedDocument, Corpus, financial_years
from safeplans.pipeline.comparison.owner_profile import owner_rows
from safeplans.pipeline.comparison.planning_quality import quality_rows
from safeplans.pipeline.comparison.theme_profile import theme_rows
from safeplans.pipeline.schema.comparison_fields import COMPARISON_TABLES
from safeplans.pipeline.schema.contract import Row, keep
from safeplans.pipeline.views.views import Views

AS_OF = dt.date(2024, 10, 1)
HOSTILE = '=HYPERLINK("http://example.org","Click")'
REGISTER = {
    key: {"partnership_id": key, "name": name, "kind": kind, "region": "North"}
    for key, name, kind in (
        ("easton-scp", "Easton Safeguarding Children Partnership", "children"),
        ("northwold-scp", "Northwold Safeguarding Children Partnership", "children"),
        ("southam-sab", "Southam Safeguarding Adults Board", "adults"),
    )
}
OLD, REPORT, NEW, EASTON, SOUTHAM = (digit * 16 for digit in "abcde")


def views() -> Views:
    """The views of the corpus, judged on `AS_OF`."""
    corpus = _corpus()
    comparison: dict[str, list[Row]] = {
        "compared_partnerships": partnership_rows(corpus),
        "theme_profile": theme_rows(corpus),
        "owner_profile": owner_rows(corpus),
        "planning_quality": quality_rows(corpus, AS_OF),
        **_likeness(),
    }
    for table in COMPARISON_TABLES:
        for row in comparison[table.name]:
            keep(table, row, "test")
    return Views(corpus, comparison, [_problem()])


def _corpus() -> Corpus:
    documents = [
        _document(OLD, "old.pdf", "northwold-scp", "plan", 2023),
        _document(REPORT, "report.pdf", "northwold-scp", "report", 2023),
        _document(NEW, "new.pdf", "northwold-scp", "plan", 2024),
        _document(EASTON, "easton.txt", "easton-scp", "plan", 2024),
        _document(SOUTHAM, "southam.pdf", "southam-sab", "plan", 2023),
    ]
    objectives = [
        _objective(OLD, "Neglect is seen early", ["neglect"], number="1"),
        _objective(REPORT, "Neglect is seen early", ["neglect"]),
        _objective(NEW, "Neglect is seen early, and met", ["neglect"], number="1", title="Neglect"),
        _objective(EASTON, "Young people are safe online", ["online_safety"], page=None),
        _objective(SOUTHAM, "Adults who neglect themselves are met", ["neglect"]),
    ]
    actions = [
        _action(OLD, 1, HOSTILE, ["neglect"], timescale_text="March 2024"),
        _action(OLD, 2, "Train schools", ["education"], standing="done"),
        _action(REPORT, 1, "The neglect tool is in use", ["neglect"], standing="done"),
        _action(NEW, 1, "Audit neglect " + "and neglect " * 30, ["neglect"], timescale_text="June 2024"),
        _action(NEW, 2, "Meet", [], timescale_text="quarterly"),
        _action(EASTON, 1, "Teach parents", ["neglect"], page=None),
    ]
    return Corpus(
        REGISTER,
        {document.document_id: document for document in documents},
        {row["objective_id"]: row for row in objectives},
        {row["action_id"]: row for row in actions},
        (
            _owner(NEW, 1, "action", f"{NEW}:a1", "DN", canonical="Designated Nurse", sector="health"),
            _owner(NEW, 2, "action", f"{NEW}:a1", "Board", sector="partnership", relation="reports_to"),
            _owner(OLD, 1, "action", f"{OLD}:a1", "Neglect Group", sector="partnership", function="neglect"),
        ),
        (
            _date(OLD, 1, f"{OLD}:a1", dt.date(2024, 3, 1), dt.date(2024, 3, 31)),
            _date(NEW, 1, f"{NEW}:a1", dt.date(2024, 6, 1), dt.date(2024, 6, 30)),
            {**_date(NEW, 2, f"{NEW}:a2", None, None), "kind": "recurring", "recurrence": "P3M"},
        ),
        (
            _measure(NEW, f"{NEW}:o1", f"{NEW}:a1", "Forty audits"),
            _measure(NEW, f"{NEW}:o1", None, "Fewer re-referrals"),
        ),
    )


def _document(key: str, source: str, partnership: str, publication: str, year: int) -> ComparedDocument:
    start, end = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    row = {
        "document_id": key,
        "source": source,
        "title": None,
        "partnership_name": REGISTER[partnership]["name"],
        "period_start": start,
        "period_end": end,
    }
    return ComparedDocument(row, partnership, publication, financial_years(start, end))


def _place(quote: str, page: int | None = 2) -> Row:
    return {
        "corrected": [],
        "page": page,
        "line_start": 4,
        "line_end": 5,
        "locator": "lines 4–5" if page is None else f"p. {page}",
        "quote": quote,
        "method": "cell",
        "confidence_band": "high",
        "confidence": 0.9,
    }


def _objective(document: str, text: str, themes: list[str], *, page: int | None = 2, **more: Any) -> Row:
    given = {"kind": "priority", "number": None, "title": None, "standing": "current"}
    row = {"objective_id": f"{document}:o1", "document_id": document, **given, "text": text, "themes": themes}
    return {**row, "period_start": None, "period_end": None, **_place(text, page), **more}


def _action(document: str, at: int, text: str, themes: list[str], *, page: int | None = 3, **more: Any) -> Row:
    nothing = dict.fromkeys(("number", "title", "owner_text", "timescale_text", "progress_text", "rag"))
    row = {"action_id": f"{document}:a{at}", "document_id": document, "objective_id": f"{document}:o1", **nothing}
    return {**row, "standing": "planned", "text": text, "themes": themes, **_place(text, page), **more}


def _owner(
    document: str,
    at: int,
    subject: str,
    subject_id: str,
    name: str,
    *,
    sector: str,
    canonical: str | None = None,
    function: str | None = None,
    relation: str = "lead",
) -> Row:
    return {
        "owner_id": f"{document}:w{at}",
        "document_id": document,
        "subject": subject,
        "subject_id": subject_id,
        "name": name,
        "canonical": canonical,
        "kind": "role",
        "sector": sector,
        "canonical_function": function,
        "relation": relation,
        **_place(name, 3),
    }


def _date(document: str, at: int, action: str, start: dt.date | None, end: dt.date | None) -> Row:
    return {
        "date_id": f"{document}:d{at}",
        "document_id": document,
        "subject": "action",
        "subject_id": action,
        "kind": "due",
        "start": start,
        "end": end,
        "month": None,
        "precision": "month" if end else None,
        "recurrence": None,
    }


def _measure(document: str, objective: str, action: str | None, text: str) -> Row:
    key = f"{document}:m{1 if action else 2}"
    row = {"measure_id": key, "document_id": document, "objective_id": objective, "action_id": action}
    return {**row, "kind": "success", "text": text, "change": None, **_place(text)}


def _likeness() -> dict[str, list[Row]]:
    like = {"similarity": 0.8, "method": "words", "confidence": 0.9}
    alone = {
        "like_group_id": None,
        "nearest_objective_id": None,
        "similarity": None,
        "method": "none",
        "confidence": 0.5,
    }
    return {
        "like_groups": [
            {
                "like_group_id": "g1",
                "label": "Neglect is met",
                "central_objective_id": f"{NEW}:o1",
                "statements": 2,
                "partnerships": 2,
                "themes": ["neglect"],
                **like,
            }
        ],
        "like_statements": [
            _alike(EASTON, "easton-scp", **alone),
            _alike(OLD, "northwold-scp", like_group_id="g1", nearest_objective_id=f"{SOUTHAM}:o1", **like),
            _alike(SOUTHAM, "southam-sab", like_group_id="g1", nearest_objective_id=f"{OLD}:o1", **like),
        ],
        "follow_through": [
            _followed("action", f"{OLD}:a1", HOSTILE, "done", f"{REPORT}:a1", "The neglect tool is in use", like),
            _followed("action", f"{OLD}:a2", "Train schools", "not_mentioned", None, None, like),
        ],
        "plan_changes": [
            _changed("objective", "kept", f"{OLD}:o1", f"{NEW}:o1", like),
            _changed("action", "dropped", f"{OLD}:a2", None, like),
            _changed("action", "new", None, f"{NEW}:a2", like),
        ],
    }


def _alike(document: str, partnership: str, **more: Any) -> Row:
    return {"objective_id": f"{document}:o1", "document_id": document, "partnership_key": partnership, **more}


def _followed(subject: str, key: str, quote: str, outcome: str, later: str | None, said: str | None, like: Row) -> Row:
    return {
        "follow_through_id": f"{key}/{REPORT}",
        "partnership_key": "northwold-scp",
        "document_id": OLD,
        "subject": subject,
        "subject_id": key,
        "quote": quote,
        "later_document_id": REPORT,
        "outcome": outcome,
        "later_subject": later and "action",
        "later_id": later,
        "later_quote": said,
        **like,
    }


def _changed(subject: str, change: str, earlier: str | None, later: str | None, like: Row) -> Row:
    return {
        "plan_change_id": f"{earlier}/{later}",
        "partnership_key": "northwold-scp",
        "subject": subject,
        "change": change,
        "earlier_document_id": OLD,
        "earlier_id": earlier,
        "earlier_quote": earlier and "Words before",
        "later_document_id": NEW,
        "later_id": later,
        "later_quote": later and "Words after",
        **like,
    }


def _problem() -> Row:
    return {
        "document_id": NEW,
        "source": "new.pdf",
        "stage": "extraction",
        "severity": "warning",
        "code": "missing_owner",
        "message": "No lead is printed.",
        "page": 3,
        "line_start": 8,
        "line_end": 8,
        "locator": "p. 3",
    }

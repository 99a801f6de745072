"""A tiny stand-in for extraction: the pipeline is tested by what its text tells it to do.

One instruction a line: `objective TEXT`, `action TEXT`, `problem SEVERITY`; `raise`, `die` and `sleep` go wrong,
`purple` breaks a closed list, `dangling` points to an objective that is not there.
"""

from __future__ import annotations

import datetime as dt
import os
import time

from extractors.document import Place
from extractors.facts import Accounting, Action, Date, Facts, Metadata, Objective, Owner, Problem, Source, Term
from extractors.settings import Settings


def fake_extract(data: bytes, settings: Settings) -> Facts:
    facts = Facts("text/plain", "text", None, "ok", Metadata(title=settings.file_name, document_type="business_plan"))
    if not data:
        facts.status = "failed"
        facts.problems.append(Problem("reading", "error", "empty", "The file is empty. Fetch it again."))
        return facts
    lines = data.decode("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        word, _, rest = line.partition(" ")
        source = Source(Place(None, number, number), line, "fake", 0.5)
        if word == "raise":
            raise RuntimeError("out of cheese")
        if word == "die":
            os._exit(3)
        if word == "sleep":
            time.sleep(60)
        if word == "objective":
            facts.objectives.append(Objective(f"o{len(facts.objectives) + 1}", "priority", rest, source))
        if word in ("action", "purple", "dangling"):
            key = f"a{len(facts.actions) + 1}"
            under = facts.objectives[-1].key if facts.objectives else None
            facts.actions.append(Action(key, rest or "Act", source, objective=under, themes=["neglect"]))
            if word == "purple":
                facts.actions[-1].rag = "purple"
            if word == "dangling":
                facts.actions[-1].objective = "o99"
            owner = f"w{len(facts.owners) + 1}"
            facts.owners.append(Owner(owner, "action", key, "QA Group", "group", "partnership", "lead", source))
            due = dt.date(2024, 6, 1), dt.date(2024, 6, 30)
            facts.dates.append(
                Date(f"d{len(facts.dates) + 1}", "action", key, "June 2024", "due", source, *due, precision="month")
            )
        if word == "term":
            facts.terms.append(Term(*rest.split("=", 1), "glossary", source))
        if word == "problem":
            facts.status = "ok" if rest == "info" else "partial"
            facts.problems.append(Problem("extraction", rest, "placeholder", "A placeholder stands there."))
    facts.lines = tuple(lines)
    facts.accounting = Accounting(placed=len(lines), set_aside={"contents": 2, "footer": 1}, left_over=0)
    return facts

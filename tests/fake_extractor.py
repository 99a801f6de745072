"""Tiny stand-ins for the two stages: the pipeline is tested by what its text tells it to do.

One instruction a line: `objective TEXT`, `action TEXT`, `problem SEVERITY` (something that was not read), `doubt`,
`fault`; `raise`, `die`, `sleep` and `swallow`
(memory) go wrong in extraction, `keep MIB` does not give memory back, `wait` takes its time, `purple` breaks a closed
list, `dangling` points to an objective that is not there. A form feed begins a page; `page-die`, `page-sleep` and
`page-swallow` go wrong while it is read.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable

from safeplans.extractors.assembly.same_words import content_id
from safeplans.extractors.base.document import Block, BlockKind, Document, Page, Para, Place, ReadingProblem
from safeplans.extractors.base.facts import (
    Accounting,
    Action,
    Date,
    Facts,
    Metadata,
    Objective,
    Owner,
    Problem,
    Source,
    Term,
)
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.lexicon.codes import status
from safeplans.extractors.reading import ReadingError
from safeplans.pipeline.store.stages import Stages

_KEPT: list[bytes] = []


def fake_read(data: bytes, settings: Settings, on_page: Callable[[int], None]) -> Document:
    if not data:
        raise ReadingError("empty", "The file is empty. Fetch it again.")
    blocks, lines, problems = [], [], []
    parts = data.decode("utf-8").split("\f")
    for page, part in enumerate(parts, 1):
        if page in settings.skip_pages or page > (settings.last_page or page):
            problems.append(ReadingProblem("page_skipped", f"Page {page} was left out.", "error", page))
            continue
        on_page(page)
        for line in part.splitlines():
            _go_wrong(line.removeprefix("page-") if line.startswith("page-") else "")
            lines.append(line)
            place = Place(page if len(parts) > 1 else None, len(lines), len(lines))
            blocks.append(Block(BlockKind.PARAGRAPH, (Para(line, place),), place))
    on_page(0)
    if not lines and len(parts) == len(problems):
        raise ReadingError("damaged", "No page can be read. Fetch it again.")
    pages = tuple(Page(n + 1, 595, 842) for n in range(len(parts))) if len(parts) > 1 else ()
    return Document("text/plain", tuple(blocks), tuple(lines), pages, "text", {}, tuple(problems))


def _go_wrong(word: str) -> None:
    if word == "die":
        os._exit(3)
    if word == "sleep":
        time.sleep(60)
    if word == "wait":
        time.sleep(0.3)
    if word == "swallow":
        held = []
        while True:
            held.append(bytearray(b"x" * 50_000_000))
            time.sleep(0.02)


def fake_extract(document: Document, settings: Settings) -> Facts:
    count = len(document.pages) or None
    facts = Facts("text/plain", "text", count, "ok", Metadata(title=settings.file_name, document_type="business_plan"))
    facts.content_id = content_id(document)
    facts.problems = [Problem("reading", p.severity, p.code, p.message, p.page) for p in document.problems]
    for block in document.blocks:
        line = block.text
        word, _, rest = line.partition(" ")
        source = Source(block.place, line, "fake", 0.5)
        if word == "raise":
            raise RuntimeError("out of cheese")
        _go_wrong(word)
        if word == "keep":
            _KEPT.append(b"x" * (int(rest) * 1024 * 1024))
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
            facts.problems.append(Problem("extraction", rest, "plan_not_read", "Something was not read."))
        if word in ("doubt", "fault"):
            code = "garbled" if word == "doubt" else "placeholder"
            facts.problems.append(Problem("normalising", "warning", code, f"There is a {word}."))
    facts.status = status((p.code, p.severity) for p in facts.problems)
    facts.accounting = Accounting(placed=len(document.blocks), set_aside={"contents": 2, "footer": 1}, left_over=0)
    return facts


FAKE = Stages(fake_read, fake_extract, "fake reading 1", "fake extraction 1")

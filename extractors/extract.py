"""The heart of the product: one pure function from the bytes of a file to its facts."""

from __future__ import annotations

from extractors.assembling import Assembler
from extractors.confidence import settle
from extractors.document import Block, BlockKind, Document
from extractors.facts import Accounting, Facts, Problem, Term
from extractors.groups import find_groups
from extractors.labels import label_of
from extractors.metadata import metadata as find_metadata
from extractors.plan import PlanReader
from extractors.reading import ReadingError, read_document
from extractors.reported_figures import add_figures
from extractors.settings import Settings
from extractors.statements import statement_of
from extractors.terms import find_terms


def extract(data: bytes, settings: Settings | None = None) -> Facts:
    """Everything that the pipeline takes from one document.

    Pure and picklable: the same bytes and settings give the same facts, on any worker. A file that cannot be
    read gives facts of status ``failed`` with one error problem that says what to do; nothing is raised for it but
    MemoryError.

    >>> extract(b"# Lower Wendle Safeguarding Children Partnership Business Plan 2024-26").metadata.document_type
    'business_plan'
    """
    settings = settings or Settings()
    try:
        document = read_document(data, settings)
    except ReadingError as error:
        return unreadable(error, settings)
    return facts_of(document, settings)


def unreadable(error: ReadingError, settings: Settings) -> Facts:
    """The facts of a document of which nothing could be read: none, and the reason."""
    media_type = "application/pdf" if (settings.file_name or "").casefold().endswith(".pdf") else "text/plain"
    problem = Problem("reading", "error", error.code, error.message)
    origin = "text" if media_type == "text/plain" else "digital"
    return Facts(media_type, origin, None, "failed", problems=[problem])


def facts_of(document: Document, settings: Settings | None = None) -> Facts:
    """The facts of a document that has been read."""
    facts = unsettled_facts(document, settings)
    settle(facts, document)
    return facts


def unsettled_facts(document: Document, settings: Settings | None = None) -> Facts:
    """The same with each rule's own confidence, as `extractors.confidence.settle` takes them."""
    settings = settings or Settings()
    facts = Facts(document.media_type, document.text_origin, len(document.pages) or None, "ok", lines=document.lines)
    facts.problems = [Problem("reading", p.severity, p.code, p.message, p.page) for p in document.problems]
    meta, doubts, used = find_metadata(document, settings.file_name)
    # labels behind the first objective are the plan's own, not the front matter's
    front = next((i for i, b in enumerate(document.blocks) if _begins_plan(b)), len(document.blocks))
    facts.metadata, placed = meta, {i for i in used if i < front and not _belongs_to_action(document.blocks[i])}
    facts.problems += doubts
    facts.terms, glossary = find_terms(document)
    facts.groups, grouped = find_groups(document)
    defined = {t.term.casefold() for t in facts.terms}
    facts.terms += [
        Term(g.abbreviation, g.name, "inline", g.source)
        for g in facts.groups
        if g.abbreviation and g.source.method == "group_list" and g.abbreviation.casefold() not in defined
    ]
    reader = PlanReader(document, meta, {}, placed | glossary | grouped)
    plan = reader.read()
    Assembler(facts, plan).run()
    plan.placement.placed |= add_figures(document, facts, plan.placement.aside, plan.placement.placed)
    _account(document, facts, plan.placement.placed, plan.placement.aside)
    if any(p.severity != "info" for p in facts.problems):
        facts.status = "partial"
    return facts


def _belongs_to_action(block: Block) -> bool:
    label = label_of(block.text) if block.kind is BlockKind.PARAGRAPH else None
    return label is not None and label.role in ("lead", "action", "success")


def _begins_plan(block: Block) -> bool:
    statement = statement_of(block.text) if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) else None
    return statement is not None and statement.number is not None


def _account(document: Document, facts: Facts, placed: set[int], aside: dict[int, str]) -> None:
    """Count where each block ended, and report those that no rule claimed."""
    account = Accounting()
    for index, block in enumerate(document.blocks):
        if index in placed:
            account.placed += 1
        elif index in aside:
            account.set_aside[aside[index]] = account.set_aside.get(aside[index], 0) + 1
        else:
            account.left_over += 1
            what = "table" if block.kind is BlockKind.TABLE else "block"
            facts.problems.append(
                Problem(
                    "extraction",
                    "info",
                    f"unplaced_{what}",
                    f"No rule knows what to make of: «{block.text[:90]}»",
                    block.place.page,
                )
            )
    account.set_aside = dict(sorted(account.set_aside.items()))
    facts.accounting = account

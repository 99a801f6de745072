"""The heart of the product: one pure function from the bytes of a file to its facts."""

from __future__ import annotations

from safeplans.extractors.about.metadata import metadata as find_metadata
from safeplans.extractors.assembly.assembling import Assembler
from safeplans.extractors.assembly.grounding import ground
from safeplans.extractors.assembly.groups import find_groups
from safeplans.extractors.assembly.reported_figures import add_figures
from safeplans.extractors.assembly.same_words import content_id
from safeplans.extractors.assembly.terms import find_terms
from safeplans.extractors.base.collecting import seldom
from safeplans.extractors.base.document import Block, BlockKind, Document
from safeplans.extractors.base.facts import Accounting, Facts, Problem, Term
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.choosing import WALK, Reading, choice, choose, readings
from safeplans.extractors.choice.confidence import settle
from safeplans.extractors.choice.telling import not_read, read_share
from safeplans.extractors.drafting.drafts import Plan
from safeplans.extractors.drafting.states import set_states
from safeplans.extractors.figures import tells_quantity
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.lexicon.codes import status
from safeplans.extractors.lexicon.labels import label_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.plan import PlanReader
from safeplans.extractors.reading import ReadingError, read_document
from safeplans.extractors.reading.kinds import media_type_named


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
    media_type = media_type_named(settings.file_name)
    problem = Problem("reading", "error", error.code, error.message)
    origin = "digital" if media_type == "application/pdf" else "text"
    return Facts(media_type, origin, None, "failed", problems=[problem])


def facts_of(document: Document, settings: Settings | None = None) -> Facts:
    """The facts of a document that has been read."""
    facts = unsettled_facts(document, settings)
    settle(facts, document)
    return facts


@seldom()
def unsettled_facts(document: Document, settings: Settings | None = None) -> Facts:
    """The same with each rule's own confidence, as `extractors.choice.confidence.settle` takes them."""
    settings = settings or Settings()
    return _Extraction(document, settings.file_name, settings.model).facts(None, settings)


def facts_of_plan(document: Document, plan: Plan, file_name: str | None = None, model: str = "") -> Facts:
    """The facts of a document whose plan was read in a given way; confidence settled. For measuring readings."""
    facts = _Extraction(document, file_name, model).facts(plan, Settings(file_name, model=model))
    settle(facts, document)
    return facts


def walked(document: Document, file_name: str | None = None) -> Plan:
    """The plan as the walk over the blocks reads it."""
    return _Extraction(document, file_name).walked()


class _Extraction:
    """One document on its way to facts: what is found before the plan is read, the plan, and what is found after."""

    def __init__(self, document: Document, file_name: str | None, model: str = "") -> None:
        self.document = document
        self.metadata, self.doubts, used = find_metadata(document, file_name, model)
        # labels behind the first objective are the plan's own, not the front matter's
        front = next((i for i, b in enumerate(document.blocks) if _begins_plan(b)), len(document.blocks))
        placed = {i for i in used if i < front and not _belongs_to_action(document.blocks[i])}
        self.terms, glossary = find_terms(document)
        self.groups, grouped = find_groups(document)
        self.placed = placed | glossary | grouped

    def walked(self) -> Plan:
        plan = PlanReader(self.document, self.metadata, {}, set(self.placed)).read()
        plan.actions[:] = [action for action in plan.actions if not tells_quantity(action.text)]
        return plan

    def readings(self, settings: Settings) -> list[Reading]:
        found = readings(self.document, self.metadata, scorer(settings.model))
        return [*found, Reading(WALK, self.walked())]

    def facts(self, plan: Plan | None, settings: Settings) -> Facts:
        """The facts with `plan`; with the reading that is believed most where it is None."""
        document = self.document
        facts = Facts(
            document.media_type,
            document.text_origin,
            len(document.pages) or None,
            "ok",
            lines=document.lines,
            spots=document.spots,
            content_id=content_id(document),
        )
        facts.problems = [Problem("reading", p.severity, p.code, p.message, p.page) for p in document.problems]
        facts.problems += self.doubts
        facts.metadata, facts.terms, facts.groups = self.metadata, list(self.terms), self.groups
        defined = {t.term.casefold() for t in facts.terms}
        facts.terms += [
            Term(g.abbreviation, g.name, "inline", g.source)
            for g in facts.groups
            if g.abbreviation and g.source.method == "group_list" and g.abbreviation.casefold() not in defined
        ]
        found: list[Reading] = []
        best: Reading | None = None
        if plan is None:
            found = self.readings(settings)
            best = choose(found, document, self.metadata)
            plan = best.plan
        plan.placement.placed |= self.placed
        set_states(document, plan.actions)
        Assembler(facts, plan, settings.model).run()
        if best is not None:
            facts.reading = choice(best, found, facts)
        plan.placement.placed |= add_figures(document, facts, plan.placement.aside, plan.placement.placed)
        facts.problems += not_read(facts, found)
        facts.read_share = read_share(facts, found)
        if found and self.metadata.document_type in ("business_plan", "strategy"):
            facts.problems += _without(facts)
        _account(document, facts, plan.placement.placed, plan.placement.aside)
        ground(facts, document)
        facts.status = status((p.code, p.severity) for p in facts.problems)
        return facts


def _without(facts: Facts) -> list[Problem]:
    """A plan without actions, or without objectives, is told: it may be one that was not understood."""
    told = []
    if not facts.actions:
        told.append(Problem("extraction", "warning", "no_actions", "No action was found in this plan."))
    if not facts.objectives:
        told.append(Problem("extraction", "warning", "no_objectives", "No objective was found in this plan."))
    return told


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
                    block.place,
                    block.text,
                )
            )
    account.set_aside = dict(sorted(account.set_aside.items()))
    facts.accounting = account

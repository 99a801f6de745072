"""The heart of the product: one pure function from the bytes of a file to its facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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

Pass = Callable[["Work"], None]


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
    return _passed(Work.begun(document, settings or Settings()), PASSES).facts


def facts_of_plan(document: Document, plan: Plan, file_name: str | None = None, model: str = "") -> Facts:
    """The facts of a document whose plan was read in a given way; confidence settled. For measuring readings."""
    work = Work.begun(document, Settings(file_name, model=model))
    work.plan = plan
    facts = _passed(work, PASSES).facts
    settle(facts, document)
    return facts


def walked(document: Document, file_name: str | None = None) -> Plan:
    """The plan as the walk over the blocks reads it."""
    return _walked(_passed(Work.begun(document, Settings(file_name)), BEFORE_THE_PLAN))


@dataclass(slots=True)
class Work:
    """One document on its way to facts.

    placed: blocks that gave something before the plan was read. plan: given, or that of the reading that is believed,
    `best` of those `found`.
    """

    document: Document
    settings: Settings
    facts: Facts
    placed: set[int] = field(default_factory=set)
    plan: Plan | None = None
    found: list[Reading] = field(default_factory=list)
    best: Reading | None = None

    @classmethod
    def begun(cls, document: Document, settings: Settings) -> Work:
        """With what the reader has to tell."""
        facts = Facts(
            document.media_type, document.text_origin, len(document.pages) or None, "ok",
            lines=document.lines, spots=document.spots, content_id=content_id(document),
        )  # fmt: skip
        facts.problems = [Problem("reading", p.severity, p.code, p.message, p.page) for p in document.problems]
        return cls(document, settings, facts)

    @property
    def read(self) -> Plan:
        """The plan. Raises RuntimeError before it is read."""
        if self.plan is None:
            raise RuntimeError("a pass that needs the plan stands before the one that reads it")
        return self.plan


def _passed(work: Work, passes: Sequence[Pass]) -> Work:
    for one in passes:
        one(work)
    return work


# ---- passes, in their order ---------------------------------------------------------------------------------------


def about_itself(work: Work) -> None:
    """Title, kind, partnership, period and day of publication; labels of the front that were used for them."""
    blocks = work.document.blocks
    work.facts.metadata, doubts, used = find_metadata(work.document, work.settings.file_name, work.settings.model)
    work.facts.problems += doubts
    # labels behind the first objective are the plan's own, not the front matter's
    front = next((i for i, b in enumerate(blocks) if _begins_plan(b)), len(blocks))
    work.placed |= {i for i in used if i < front and not _belongs_to_action(blocks[i])}


def terms(work: Work) -> None:
    """Terms and abbreviations that the document explains."""
    work.facts.terms, glossary = find_terms(work.document)
    work.placed |= glossary


def groups(work: Work) -> None:
    """Groups of the partnership, and the abbreviations that a list of them explains."""
    facts = work.facts
    facts.groups, grouped = find_groups(work.document)
    work.placed |= grouped
    defined = {t.term.casefold() for t in facts.terms}
    facts.terms += [
        Term(g.abbreviation, g.name, "inline", g.source)
        for g in facts.groups
        if g.abbreviation and g.source.method == "group_list" and g.abbreviation.casefold() not in defined
    ]


def plan(work: Work) -> None:
    """The plan as it can be read in several ways, and the reading that is believed most; none where one was given."""
    if work.plan is not None:
        return
    metadata = work.facts.metadata
    work.found = readings(work.document, metadata, scorer(work.settings.model))
    work.found.append(Reading(WALK, _walked(work)))
    work.best = choose(work.found, work.document, metadata)
    work.plan = work.best.plan


def states(work: Work) -> None:
    """Ratings and states of actions from the columns of their tables."""
    work.read.placement.placed |= work.placed
    set_states(work.document, work.read.actions)


def rows(work: Work) -> None:
    """Objectives, actions, owners, dates, themes and measures, each with its doubts; how clear the choice was."""
    Assembler(work.facts, work.read, work.settings.model).run()
    if work.best is not None:
        work.facts.reading = choice(work.best, work.found, work.facts)


def figures(work: Work) -> None:
    """Figures that are reported beside the plan."""
    placement = work.read.placement
    placement.placed |= add_figures(work.document, work.facts, placement.aside, placement.placed)


def left_unread(work: Work) -> None:
    """What looks like plan and ended in no row; a plan without actions or objectives."""
    facts = work.facts
    facts.problems += not_read(facts, work.found)
    facts.read_share = read_share(facts, work.found)
    if work.found and facts.metadata.document_type in ("business_plan", "strategy"):
        facts.problems += _without(facts)


def account(work: Work) -> None:
    """Where each block ended."""
    _account(work.document, work.facts, work.read.placement.placed, work.read.placement.aside)


def places(work: Work) -> None:
    """The box or lines of each row's own words."""
    ground(work.facts, work.document)


def verdict(work: Work) -> None:
    """Whether all was read."""
    work.facts.status = status((p.code, p.severity) for p in work.facts.problems)


BEFORE_THE_PLAN: tuple[Pass, ...] = (about_itself, terms, groups)
PASSES: tuple[Pass, ...] = (
    *BEFORE_THE_PLAN, plan, states, rows, figures, left_unread, account, places, verdict,
)  # fmt: skip
"""What is done with a document that has been read, one after the other. Confidence is settled afterwards (`settle`)."""


def _walked(work: Work) -> Plan:
    walk = PlanReader(work.document, work.facts.metadata, {}, set(work.placed)).read()
    walk.actions[:] = [action for action in walk.actions if not tells_quantity(action.text)]
    return walk


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

"""The state of the walk over a document, and how a statement, an action or a label is put down.

It is what a careful reader keeps in mind: under which objective and section the page is, and what the sentence
before a list said the list would be.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from safeplans.extractors.base.closed import ObjectiveKind, Rating, Setting, Standing
from safeplans.extractors.base.document import Block, Document, Place
from safeplans.extractors.base.facts import Metadata, Objective, Problem
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft, Placement
from safeplans.extractors.drafting.objectives import Objectives, likeness, words_of
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.labels import label_of, split_tail
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import split_title, statement_of
from safeplans.extractors.plan.cell_items import apply_label
from safeplans.extractors.reading.markers import leading_number
from safeplans.extractors.time.dates import PlanPeriod, parse_period

#: Sections whose heading, under an objective, says what the list below it is.
SUB_ROLES = {"actions", "next_steps", "achievements", "success", "evidence", "impact", "outcomes", "background"}
#: Lists and paragraphs of these are set aside under that name.
ASIDE = {"values", "background", "membership", "groups", "glossary", "contents"}
#: Level of an objective that a table states: the next heading of whatever level ends it.
IN_TABLE = 99


_KIND_WORDS: dict[str, ObjectiveKind] = {
    "priorit": "priority", "objective": "objective", "theme": "theme", "aim": "aim", "goal": "aim", "ambition": "aim",
    "outcome": "outcome",
}  # fmt: skip


def kind_word(text: str) -> ObjectiveKind | None:
    """The word in a heading or introduction that names a kind of statement (``priority themes`` are priorities)."""
    found = re.search(rf"\b({'|'.join(_KIND_WORDS)})", text, re.IGNORECASE)
    return _KIND_WORDS[found[1].casefold()] if found else None


class Walk:
    """State and the writing of rows; the modules beside this one read headings, paragraphs, lists and tables."""

    def __init__(self, document: Document, metadata: Metadata, claimed: dict[int, str], placed: set[int]) -> None:
        self.document = document
        self.metadata = metadata
        self.report = metadata.document_type == "annual_report"
        self.arrangements = metadata.document_type == "arrangements"
        self.objectives = Objectives()
        self.actions: list[ActionDraft] = []
        self.measures: list[tuple[str | None, MeasureDraft]] = []
        self.objective_owners: list[tuple[str, str, Place]] = []
        self.objective_dates: list[tuple[str, str, Place]] = []
        self.key: dict[Rating, Standing] = {}
        self.problems: list[Problem] = []
        self.placement = Placement(set(placed), dict(claimed))
        self.consumed: set[int] = set()  # blocks read together with the one before them
        # state of the walk
        self.section: str | None = None  # kind of the section
        self.section_level = 0
        self.reported = False  # the section reports on a finished period's priorities
        self.section_period: tuple[dt.date, dt.date] | None = None
        self.section_kind: ObjectiveKind | None = None  # what the section calls its statements
        self.objective: Objective | None = None
        self.objective_level = 0
        self.outcome: Objective | None = None
        self.fresh: Objective | None = None  # an objective whose heading has just been read
        self.list_role: str | None = None
        self.unknown_part = False  # under a sub-heading of the objective that the vocabulary does not know
        self.open_item: tuple[ActionDraft, int] | None = None  # an item that ends with a colon, and its level
        self.record: ActionDraft | None = None  # the action that labelled lines add to

    def _standing(self, kind: str) -> tuple[str, tuple[dt.date, dt.date] | None]:
        meta = self.metadata
        own = (meta.period_start, meta.period_end) if meta.period_start and meta.period_end else None
        if kind == "outcome":
            return "current", None
        if self.report:
            if self.reported:
                return "previous", own
            period = self.section_period
            if period is None:
                return "current", None
            if (meta.published and period[0] > meta.published) or (
                not meta.published and meta.period_end and period[0] > meta.period_end
            ):
                return "future", period
            if meta.period_end and period[1] <= meta.period_end and self.section != "priorities":
                return "previous", period
            return "current", period
        return (
            "current",
            self.section_period
            if self.section_period and own and self.section_period != own and self.section == "priorities"
            else own,
        )

    def _add(
        self,
        index: int,
        place: Place,
        quote: str,
        kind: ObjectiveKind | None,
        text: str,
        number: str | None,
        method: str,
        confidence: float,
        level: int,
    ) -> None:
        kind = kind or self.section_kind or self.objectives.prevailing_kind() or "priority"
        self.objective = self._put(kind, text, place, quote, method, confidence, number=number)
        self.objective_level = level or self.objective_level or 3
        self.outcome = None
        if self.section in ASIDE:
            self.section = None
        self.fresh = self.objective
        self.list_role = None
        self.placement.placed.add(index)

    def _put(
        self,
        kind: ObjectiveKind,
        text: str,
        place: Place,
        quote: str,
        method: str,
        confidence: float,
        *,
        number: str | None = None,
        title: str | None = None,
    ) -> Objective:
        standing, period = self._standing(kind)
        known = self.objectives.find(text, number, None if kind != "outcome" else kind, standing)
        if known is None and standing == "previous":
            # named before, in the list of the year's priorities
            listed = self.objectives.find(text, number, None if kind != "outcome" else kind, "current")
            if listed is not None and listed.period_end in (None, self.metadata.period_end):
                listed.standing = standing
                listed.period_start, listed.period_end = period or (None, None)
                known = listed
        if known is not None and kind != "outcome":
            kind = known.kind
            if (
                likeness(known.text, text) < 1
                and abs(len(words_of(known.text)) - len(words_of(text))) <= 1
                and len(words_of(text)) > 6
            ):
                self._problem(
                    "garbled", f"«{quote[:80]}» reads like «{known.text[:80]}» but is printed otherwise.", place
                )
                return known
        return self.objectives.add(
            kind, text, place, quote, method, confidence, number=number, title=title, standing=standing, period=period
        )

    def _known(self, text: str) -> Objective | None:
        if len(words_of(text)) < 1:
            return None
        bare = leading_number(text)
        return self.objectives.find(text) or (self.objectives.find(bare[1], bare[0]) if bare else None)

    def _parent(self) -> str | None:
        row = self.outcome or self.objective
        return row.key if row else None

    def _action(
        self,
        index: int,
        block: Block,
        text: str,
        number: str | None,
        method: str,
        confidence: float,
        place: Place | None = None,
    ) -> None:
        statement, labels = split_tail(text)
        draft = ActionDraft(statement, place or block.place, text, method, confidence, self._parent(), number)
        draft.setting = self._setting()
        for label in labels:
            apply_label(draft, label.role, label.value, block.place)
        self.actions.append(draft)
        self.record = draft
        self.placement.placed.add(index)

    def _setting(self) -> Setting:
        if self.list_role == "next_steps" or self.section == "next_steps":
            return "next_steps"
        if self.list_role == "achievements" or (
            self.report
            and self.list_role is None
            and (self.reported or self.objective is not None and self.objective.standing == "previous")
        ):
            return "report"
        return "plan"

    def _report_on(self, objective: Objective) -> None:
        """What was achieved under an objective of a yearly report: it is that finished year's."""
        meta = self.metadata
        if (
            self.report
            and objective.standing == "current"
            and (objective.period_end is None or objective.period_end == meta.period_end)
        ):
            objective.standing = "previous"
            objective.period_start, objective.period_end = meta.period_start, meta.period_end

    def _complete(self, objective: Objective, block: Block) -> None:
        objective.title = objective.title or split_title(objective.text)[0] or objective.text
        inner = statement_of(block.text)
        objective.text = inner.text if inner is not None and inner.number is None and inner.text else block.text
        before = objective.source
        same_page = before.place.page == block.place.page
        place = Place.span([before.place, block.place]) if same_page else block.place
        objective.source = replace(before, place=place, quote=f"{before.quote} {block.text}")

    def _is_statement(self, text: str) -> bool:
        """The one sentence under an objective's heading that states it in full."""
        if self.fresh is None or (self.report and (self.fresh.standing == "previous" or self.section != "priorities")):
            return False
        words = text.split()
        if not 4 <= len(words) <= 55 or text.endswith(":") or label_of(text) is not None:
            return False
        if len(re.findall(r"[.?!](?=\s+[A-Z])", text)) > 0:
            return False
        if len(words_of(self.fresh.text)) > 14:
            return False
        return not re.match(r"^(?:why|what|how|this (?:section|table|priority)|the table)\b", text, re.IGNORECASE)

    def _labelled(self, index: int, block: Block, text: str) -> bool:
        """``Lead: X`` and the like, one a line: they add to the action above, or open a record."""
        used = False
        for para in block.paras:
            statement, tails = split_tail(para.text)
            label = label_of(para.text)
            if label is None:
                continue
            if label.role == "action" and label.value:
                self._action(index, block, label.value, None, "key_value", 0.85, place=para.place)
                self.record = self.actions[-1]
                used = True
                continue
            if label.role in ("reference", "title") and label.value and self.objective is not None:
                continue
            values = [(t.role, t.value) for t in tails] if tails and not statement else [(label.role, label.value)]
            for role, value in values:
                if role in ("success", "evidence", "action") and not value:
                    self.list_role = "actions" if role == "action" else role
                    used = True
                elif (
                    role in ("success", "evidence", "lead", "due", "start", "progress", "rag", "reports_to")
                    and self.record is not None
                    and not (role == "lead" and self.record.owner_lines and self.objective is not None)
                ):
                    apply_label(self.record, role, value, para.place)
                    used = True
                elif role == "lead" and self.objective is not None and value:
                    self.objective_owners.append((self.objective.key, value, para.place))
                    used = True
                elif role == "due" and self.objective is not None and value:
                    self.objective_dates.append((self.objective.key, value, para.place))
                    used = True
                elif role in ("success", "evidence") and self.objective is not None and value:
                    self.measures.append((self._parent(), MeasureDraft(role, value, para.place)))
                    used = True
        if used:
            self.placement.placed.add(index)
        return used

    def _other_section(self, block: Block) -> None:
        text = block.text
        section = section_of(text)
        if section is None and intro_role(text) in ("priorities", "reported_priorities"):
            section = "priorities"
        inside = self.section in ("priorities", "achievements") and block.level > self.section_level
        if section is None and inside:
            self.list_role = None
            return
        self.section = section
        self.section_level = block.level
        self.section_period = parse_period(text)
        self.section_kind = kind_word(text)
        self.reported = section == "achievements" or (
            self.report and bool(re.search(r"progress|last year|previous|review of", text, re.IGNORECASE))
        )
        self.objective = self.outcome = self.fresh = None
        self.list_role = None
        self.record = None

    def _aside_name(self) -> str:
        if self.list_role in ASIDE or self.list_role == "impact":
            return str(self.list_role)
        if self.section in ASIDE:
            return str(self.section)
        return "narrative"

    def _in_aside(self) -> bool:
        return self.section in ("glossary", "contents")

    def _paragraph(self, index: int, block: Block) -> None:
        """Read a paragraph (in `paragraphs`; a heading may turn out to be one)."""
        raise NotImplementedError

    def _period(self) -> PlanPeriod:
        return PlanPeriod(self.metadata.period_start, self.metadata.period_end)

    def _problem(self, code: str, message: str, place: Place, severity: str = "warning") -> None:
        self.problems.append(Problem("extraction", severity, code, message, place.page, place))

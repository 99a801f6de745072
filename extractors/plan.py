"""The plan itself: objectives, and the actions under them, from headings, lists and tables in reading order.

`PlanReader` walks over the blocks once. It keeps what a careful reader keeps in mind: under which objective
and section the page is, and what the sentence before a list said the list would be.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from extractors.dates import PlanPeriod, dates_in_statement, parse_period
from extractors.document import Block, BlockKind, Document, Place
from extractors.drafts import ActionDraft, MeasureDraft
from extractors.facts import Metadata, Objective, Problem
from extractors.intros import intro_role
from extractors.labels import label_of, split_tail
from extractors.objectives import Objectives, likeness, words_of
from extractors.plan_tables import (
    Columns,
    TableRow,
    TableStatement,
    apply_label,
    columns_of,
    is_calendar,
    is_key_value,
    key_value_rows,
    rows_of,
    with_headers,
)
from extractors.rag import read_key, read_key_text
from extractors.reading.markers import bare_number, is_number, leading_number
from extractors.sections import section_of
from extractors.statements import Statement, split_title, statement_of
from extractors.verbs import is_commitment, starts_with_verb

#: Sections whose heading, under an objective, says what the list below it is.
_SUB_ROLES = {"actions", "next_steps", "achievements", "success", "evidence", "impact", "outcomes", "background"}
#: Lists and paragraphs of these are set aside under that name.
_ASIDE = {"values", "background", "membership", "groups", "glossary", "contents"}
#: Level of an objective that a table states: the next heading of whatever level ends it.
_IN_TABLE = 99


@dataclass(slots=True)
class Placement:
    """Where blocks ended: `placed` gave rows, `aside` by the name of the rule that set them aside."""

    placed: set[int] = field(default_factory=set)
    aside: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What the walk found, before words are understood."""

    objectives: Objectives
    actions: list[ActionDraft]
    measures: list[tuple[str | None, MeasureDraft]]  # (objective key, measure)
    objective_owners: list[tuple[str, str, Place]]  # (objective key, printed lead, place)
    objective_dates: list[tuple[str, str, Place]]
    key: dict[str, str]
    problems: list[Problem]
    placement: Placement


def _kind_word(text: str) -> str | None:
    """The word in a heading or introduction that names a kind of statement (``priority themes`` are priorities)."""
    found = re.findall(r"\b(priorit|objective|theme|aim|goal|ambition|outcome)", text, re.IGNORECASE)
    kinds = {"priorit": "priority", "goal": "aim", "ambition": "aim"}
    return kinds.get(found[0].casefold(), found[0].casefold()) if found else None


class PlanReader:
    """Walks over a document once; `read` gives the plan."""

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
        self.key: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.placement = Placement(set(placed), dict(claimed))
        self.consumed: set[int] = set()  # blocks read together with the one before them
        # state of the walk
        self.section: str | None = None  # kind of the section
        self.section_level = 0
        self.reported = False  # the section reports on a finished period's priorities
        self.section_period: tuple[dt.date, dt.date] | None = None
        self.section_kind: str | None = None  # what the section calls its statements
        self.objective: Objective | None = None
        self.objective_level = 0
        self.outcome: Objective | None = None
        self.fresh: Objective | None = None  # an objective whose heading has just been read
        self.list_role: str | None = None
        self.record: ActionDraft | None = None  # the action that labelled lines add to

    def read(self) -> Plan:
        blocks = self.document.blocks
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.FURNITURE:
                self.placement.aside[index] = block.reason or "furniture"
                continue
            if index in self.consumed:
                continue
            if index in self.placement.placed or index in self.placement.aside:
                if block.kind is BlockKind.HEADING:
                    self._other_section(block)
                continue
            if block.kind is BlockKind.HEADING:
                self._heading(index, block)
            elif block.kind is BlockKind.TABLE:
                self._table(index, block)
            elif block.kind is BlockKind.LIST_ITEM:
                self._item(index, block)
            else:
                self._paragraph(index, block)
        return Plan(
            self.objectives, self.actions, self.measures, self.objective_owners, self.objective_dates, self.key,
            self.problems, self.placement,
        )  # fmt: skip

    # ---- headings -------------------------------------------------------------------------------

    def _heading(self, index: int, block: Block) -> None:
        text = block.text
        statement = statement_of(text)
        section = section_of(text)
        self.record = None
        if label_of(text) and not statement:
            self._paragraph(index, block)
            return
        if statement is not None and self._states(statement, text):
            if statement.text and section_of(statement.text) == "contents":
                return
            self._state(index, block, statement)
            return
        if self.fresh is not None and section is None and len(text.split()) >= 5 and (block.confidence < 1 or block.level > self.objective_level) and not leading_number(text) and self._is_statement(text):
            self._complete(self.fresh, block)
            self.placement.placed.add(index)
            self.fresh = None
            return
        known = self._known(text)
        if known is not None and section not in _SUB_ROLES:
            self.objective, self.objective_level, self.outcome = known, block.level, None
            self.fresh, self.list_role = None, None
            self.placement.placed.add(index)
            return
        if section in _SUB_ROLES and self.objective is not None and (block.level > self.objective_level or section in ("actions", "next_steps", "success", "evidence", "outcomes", "impact") or section == "achievements" and block.confidence < 1) and not self._new_part(block, section):
            self.list_role = section
            self.fresh = None
            self.placement.aside[index] = f"heading_{section}"
            if section == "achievements":
                self._report_on(self.objective)
            return
        if intro_role(text) in ("priorities", "reported_priorities") and section is None:
            section = "priorities"
        if self._names_priority(block, section, index):
            self._unnumbered(index, block)
            return
        if self.objective is not None and block.level > self.objective_level and section is None:
            # a sub-heading that says nothing we know: what follows is still the objective's
            self.list_role = None
            self.fresh = None
            self.placement.aside[index] = "sub_heading"
            return
        self._other_section(block)
        self.placement.aside[index] = f"heading_{section}" if section else "heading"

    def _report_on(self, objective: Objective) -> None:
        """What was achieved under an objective of a yearly report: it is that finished year's."""
        meta = self.metadata
        if self.report and objective.standing == "current" and (objective.period_end is None or objective.period_end == meta.period_end):
            objective.standing = "previous"
            objective.period_start, objective.period_end = meta.period_start, meta.period_end

    def _states(self, statement: Statement, text: str) -> bool:
        if statement.number or statement.kind == "outcome":
            return True
        return bool(re.match(r"^\W*(?:our\s+)?[\w -]{3,25}:\s*\S", text)) and len(statement.text.split()) <= 45

    def _new_part(self, block: Block, section: str) -> bool:
        """An action-plan or achievements heading that outranks the objective begins a part of its own."""
        return block.level < self.objective_level and section in ("actions", "achievements", "background")

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
        self.section_kind = _kind_word(text)
        self.reported = section == "achievements" or (self.report and bool(re.search(r"progress|last year|previous|review of", text, re.IGNORECASE)))
        self.objective = self.outcome = self.fresh = None
        self.list_role = None
        self.record = None

    def _known(self, text: str) -> Objective | None:
        if len(words_of(text)) < 1:
            return None
        bare = leading_number(text)
        return self.objectives.find(text) or (self.objectives.find(bare[1], bare[0]) if bare else None)

    def _names_priority(self, block: Block, section: str | None, index: int) -> bool:
        """An unnumbered (or only numbered) heading inside a priorities section names one of them."""
        if self.section not in ("priorities", "achievements") or section in ("contents", "glossary", "groups", "background", "values", "membership") or section in _SUB_ROLES:
            return False
        if block.level <= self.section_level and not (block.confidence < 1 and block.level == self.section_level + 0 and self.list_role in ("priorities", "reported_priorities")):
            return False
        if section == "priorities":
            return False
        following = next((b for b in self.document.blocks[index + 1 :] if b.kind is not BlockKind.FURNITURE), None)
        if following is None or following.kind is BlockKind.HEADING and not section_of(following.text):
            return False
        return self.section == "priorities" or self.reported and self.list_role in ("reported_priorities", "priorities")

    def _unnumbered(self, index: int, block: Block) -> None:
        numbered = leading_number(block.text)
        text = (numbered[1] if numbered else block.text).rstrip(":").strip()
        self._add(index, block.place, block.text, None, text, numbered[0] if numbered else None, "heading_in_priorities", 0.7, block.level)

    def _state(self, index: int, block: Block, statement: Statement) -> None:
        text = statement.text
        if not text:  # "Priority 1" with its statement in the next block
            text = self._next_statement(index) or block.text
        kind: str | None = statement.kind
        if kind == "outcome":
            self.outcome = self._put(kind, text, block.place, block.text, "heading", 0.9, number=statement.number)
            self.list_role = None
            self.fresh = self.outcome
            self.placement.placed.add(index)
            return
        self._add(index, block.place, block.text, kind, text, statement.number, "heading", 0.95, block.level)

    def _next_statement(self, index: int) -> str | None:
        for later, block in enumerate(self.document.blocks[index + 1 : index + 3], index + 1):
            if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and statement_of(block.text) is None and len(block.text.split()) <= 45:
                self.placement.placed.add(later)
                self.consumed.add(later)
                return block.text
        return None

    def _add(self, index: int, place: Place, quote: str, kind: str | None, text: str, number: str | None, method: str, confidence: float, level: int) -> None:
        kind = kind or self.section_kind or self.objectives.prevailing_kind() or "priority"
        self.objective = self._put(kind, text, place, quote, method, confidence, number=number)
        self.objective_level = level or self.objective_level or 3
        self.outcome = None
        self.fresh = self.objective
        self.list_role = None
        self.placement.placed.add(index)

    def _put(self, kind: str, text: str, place: Place, quote: str, method: str, confidence: float, *, number: str | None = None, title: str | None = None) -> Objective:
        standing, period = self._standing(kind)
        known = self.objectives.find(text, number, None if kind != "outcome" else kind, standing)
        if known is not None and kind != "outcome":
            kind = known.kind
            if likeness(known.text, text) < 1 and abs(len(words_of(known.text)) - len(words_of(text))) <= 1 and len(words_of(text)) > 6:
                self._problem("garbled", f"«{quote[:80]}» reads like «{known.text[:80]}» but is printed otherwise.", place)
                return known
        return self.objectives.add(kind, text, place, quote, method, confidence, number=number, title=title, standing=standing, period=period)

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
            if (meta.published and period[0] > meta.published) or (not meta.published and meta.period_end and period[0] > meta.period_end):
                return "future", period
            if meta.period_end and period[1] <= meta.period_end and self.section != "priorities":
                return "previous", period
            return "current", period
        return "current", self.section_period if self.section_period and own and self.section_period != own and self.section == "priorities" else own

    # ---- paragraphs -----------------------------------------------------------------------------

    def _paragraph(self, index: int, block: Block) -> None:
        text = block.text
        label = label_of(text)
        if label is not None and self._labelled(index, block, text):
            return
        statement = statement_of(text)
        if statement is not None and statement.number and len(text.split()) <= 60 and not self._in_aside():
            self._state(index, block, statement)
            return
        if statement is not None and statement.kind == "outcome" and len(text.split()) <= 45 and self.objective is not None:
            self._state(index, block, statement)
            return
        key = read_key_text(text)
        if key is not None:
            self.key.update(key)
            self.placement.aside[index] = "rating_key"
            return
        if self._repeats(text):
            self.placement.aside[index] = "repeated_statement"
            return
        if self._broken_heading(index, block):
            return
        if self.fresh is not None and self._is_statement(text):
            self._complete(self.fresh, block)
            self.placement.placed.add(index)
            self.fresh = None
            return
        if len(text.split()) <= 10 and not re.search(r"[.:;,]$", text) and self._introduces(index, text) and section_of(text):
            # a heading that the print does not set off
            self._heading(index, replace(block, kind=BlockKind.HEADING, level=5, confidence=0.5))
            return
        role = intro_role(text) if self._introduces(index, text) else None
        if role is not None:
            self._introduce(role, text)
            self.fresh = None
            self.placement.aside[index] = f"introduces_{role}"
            if self.report and not self.objective:
                self._prose_commitments(index, block)
            return
        self.fresh = None
        if text.rstrip().endswith(":") and self._introduces(index, text) and self.objective is None:
            self.list_role = "unknown"
        numbered = self._numbered_paragraph(index, block)
        if numbered:
            return
        if self.objective is not None and not self.report and self.list_role in (None, "actions") and re.match(r"^(?:we|the (?:partnership|board|\w{2,6}))\s+(?:will|shall)\b", text, re.IGNORECASE):
            self._action(index, block, text, None, "commitment", 0.7)
            return
        if self.report and self.objective is not None and self.list_role in ("achievements", "next_steps") and len(text.split()) >= 4:
            self._action(index, block, text, None, "paragraph", 0.65)
            return
        if (self.report or self.metadata.document_type in ("arrangements", "other")) and self._prose_commitments(index, block):
            return
        self.placement.aside[index] = self._aside_name()

    def _in_aside(self) -> bool:
        return self.section in ("glossary", "contents")

    def _aside_name(self) -> str:
        if self.list_role in _ASIDE or self.list_role == "impact":
            return str(self.list_role)
        if self.section in _ASIDE:
            return str(self.section)
        return "narrative"

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
                if role in ("success", "evidence", "lead", "due", "start", "progress", "rag", "reports_to") and self.record is not None:
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
                elif role in ("success", "evidence") and not value:
                    self.list_role = role
                    used = True
                elif role == "action" and not value:
                    self.list_role = "actions"
                    used = True
        if used:
            self.placement.placed.add(index)
        return used

    def _repeats(self, text: str) -> bool:
        """Words of an objective printed again by a cut in the page."""
        words = " ".join(words_of(text))
        return len(words.split()) >= 5 and any(words in " ".join(words_of(o.text)) for o in self.objectives.rows)

    def _broken_heading(self, index: int, block: Block) -> bool:
        """A known objective's words run into the first action under it (a table whose rules were lost)."""
        for row in self.objectives.rows:
            if len(words_of(row.text)) >= 6 and block.text.casefold().startswith(row.text.casefold()):
                rest = block.text[len(row.text) :].strip(" .:-–")
                if not rest:
                    break
                self.objective, self.outcome, self.list_role = row, None, None
                number = None
                stray = re.search(r"\s(\d{1,2})\.\s+(?=[a-z])", rest) or re.search(r"\s(\d{1,2})\.$", rest)
                if stray:
                    number = stray.group(1)
                    rest = f"{rest[: stray.start()]} {rest[stray.end() :]}".strip()
                self._action(index, block, rest, number, "broken_table", 0.6)
                self._problem("garbled", f"«{block.text[:90]}»: a heading and the action under it are printed in one line.", block.place)
                return True
        return False

    def _is_statement(self, text: str) -> bool:
        """The one sentence under an objective's heading that states it in full."""
        if self.fresh is None or (self.report and self.fresh.standing == "previous"):
            return False
        words = text.split()
        if not 4 <= len(words) <= 55 or text.endswith(":") or label_of(text) is not None:
            return False
        if len(re.findall(r"[.?!](?=\s+[A-Z])", text)) > 0:
            return False
        if len(words_of(self.fresh.text)) > 14:
            return False
        return not re.match(r"^(?:why|what|how|this (?:section|table|priority)|the table)\b", text, re.IGNORECASE)

    def _complete(self, objective: Objective, block: Block) -> None:
        objective.title = objective.title or split_title(objective.text)[0] or objective.text
        objective.text = block.text
        objective.source = type(objective.source)(
            Place.span([objective.source.place, block.place]) if objective.source.place.page == block.place.page else block.place,
            f"{objective.source.quote} {block.text}", objective.source.method, objective.source.confidence,
        )  # fmt: skip

    def _introduces(self, index: int, text: str) -> bool:
        following = next((b for b in self.document.blocks[index + 1 : index + 4] if b.kind is not BlockKind.FURNITURE), None)
        if following is None:
            return False
        if following.kind is BlockKind.LIST_ITEM:
            return True
        return text.rstrip().endswith(":") and following.kind in (BlockKind.HEADING, BlockKind.TABLE, BlockKind.PARAGRAPH)

    def _introduce(self, role: str, text: str) -> None:
        if role == "reported_priorities":
            self.reported = True
            self.section = "priorities"
        if role == "priorities":
            self.section = "priorities" if self.section in (None, "priorities", "background") else self.section
            self.section_period = parse_period(text) or self.section_period
        if role in ("priorities", "reported_priorities"):
            self.section_kind = _kind_word(text) or self.section_kind
        self.list_role = role

    def _numbered_paragraph(self, index: int, block: Block) -> bool:
        """``1.1 Review the strategy …`` printed as a paragraph under an objective."""
        numbered = leading_number(block.text)
        if numbered is None or self.objective is None and self.section != "actions":
            return False
        if self.list_role not in (None, "actions") or len(numbered[1].split()) < 3:
            return False
        self._action(index, block, numbered[1], numbered[0], "numbered_line", 0.8)
        return True

    def _prose_commitments(self, index: int, block: Block) -> bool:
        """A sentence of a report's prose that promises something by a date."""
        made = False
        if self.section in ("values", "glossary", "membership") or self.list_role == "values":
            pass
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z‘“])", block.text):
            if not re.search(r"\bwill\s+(?:be\s+)?\w+", sentence) or len(sentence.split()) > 60:
                continue
            if not any(d.kind == "due" and d.end is not None for d in dates_in_statement(sentence, self._period())):
                continue
            draft = ActionDraft(sentence, block.place, sentence, "prose_commitment", 0.6, self.objective.key if self.objective else None, setting="next_steps")
            self.actions.append(draft)
            self.placement.placed.add(index)
            self.placement.aside.pop(index, None)
            made = True
        return made

    def _period(self) -> PlanPeriod:
        return PlanPeriod(self.metadata.period_start, self.metadata.period_end)

    # ---- lists ----------------------------------------------------------------------------------

    def _item(self, index: int, block: Block) -> None:
        text = block.text
        statement = statement_of(text)
        if statement is not None and statement.number and not self._in_aside():
            level, role, section = self.objective_level, self.list_role, self.section
            self._add(index, block.place, text, statement.kind, statement.text or text, statement.number, "list", 0.9, level)
            self.list_role, self.section = role, section
            self.fresh = None
            return
        self.fresh = None
        label = label_of(text)
        if label is not None and label.role in ("lead", "due", "success", "evidence", "progress", "rag", "start", "reports_to") and self._labelled(index, block, text):
            return
        role = self.list_role
        if role in ("priorities", "reported_priorities") or role is None and self.section == "priorities" and self.objective is None and (not self.report or self._under_heading(index)):
            self._listed_priority(index, block)
            return
        if role in _ASIDE or role == "impact":
            self.placement.aside[index] = str(role)
            return
        if role in ("success", "evidence") and (self.objective is not None or self.section in ("success", "evidence", "priorities")):
            self._measure(index, block, role)
            return
        if role == "outcomes" and self.objective is not None:
            self._put("outcome", text, block.place, text, "list", 0.75)
            self.placement.placed.add(index)
            return
        if self.objective is not None and role in (None, "actions", "achievements", "next_steps"):
            self._listed_action(index, block, role)
            return
        if role in ("actions", "next_steps") and (self.section in ("actions", "next_steps")) or role is None and self.section in ("actions", "next_steps"):
            self._listed_action(index, block, role)
            return
        self.placement.aside[index] = self._aside_name() if role is None else f"list_{role}"

    def _under_heading(self, index: int) -> bool:
        """Nothing but other items stands between the block and the heading of its section."""
        for block in reversed(self.document.blocks[:index]):
            if block.kind is BlockKind.HEADING:
                return section_of(block.text) == "priorities"
            if block.kind not in (BlockKind.LIST_ITEM, BlockKind.FURNITURE):
                return False
        return False

    def _listed_priority(self, index: int, block: Block) -> None:
        text = block.text
        if len(text.split()) > 70:
            self.placement.aside[index] = "narrative"
            return
        number = bare_number(block.marker)
        kind = self.section_kind or self.objectives.prevailing_kind() or "priority"
        self._put(kind, text, block.place, text, "list_of_priorities", 0.8, number=number)
        self.placement.placed.add(index)

    def _measure(self, index: int, block: Block, role: str) -> None:
        self.measures.append((self._parent(), MeasureDraft(role, block.text, block.place)))
        self.placement.placed.add(index)

    def _parent(self) -> str | None:
        row = self.outcome or self.objective
        return row.key if row else None

    def _listed_action(self, index: int, block: Block, role: str | None) -> None:
        previous = self.actions[-1] if self.actions else None
        if block.level > 1 and previous is not None and previous.text.rstrip().endswith(":") and previous.objective == self._parent():
            previous.text = f"{previous.text} {block.text}"
            previous.quote = f"{previous.quote} {block.text}"
            self.placement.placed.add(index)
            return
        self._action(index, block, block.text, bare_number(block.marker), "list_item", 0.8)

    def _action(self, index: int, block: Block, text: str, number: str | None, method: str, confidence: float, place: Place | None = None) -> None:
        statement, labels = split_tail(text)
        draft = ActionDraft(statement, place or block.place, text, method, confidence, self._parent(), number)
        draft.setting = self._setting()
        for label in labels:
            apply_label(draft, label.role, label.value, block.place)
        self.actions.append(draft)
        self.record = draft
        self.placement.placed.add(index)

    def _setting(self) -> str:
        if self.list_role == "next_steps" or self.section == "next_steps":
            return "next_steps"
        if self.list_role == "achievements" or (self.report and self.list_role is None and (self.reported or self.objective is not None and self.objective.standing == "previous")):
            return "report"
        return "plan"

    # ---- tables ---------------------------------------------------------------------------------

    def _table(self, index: int, block: Block) -> None:
        self.fresh = None
        self.record = None
        key = read_key(block)
        if key is not None:
            self.key.update(key)
            self.placement.aside[index] = "rating_key"
            return
        if is_key_value(block):
            self._take(index, key_value_rows(block), None)
            return
        if self._priority_list(index, block):
            return
        block = with_headers(block)
        columns = columns_of(block)
        if self.section == "membership" or columns.of("member"):
            self.placement.aside[index] = "membership"
            return
        if columns.is_plan or self._bare_plan(block, columns):
            calendar = is_calendar(block, columns)
            self._take(index, rows_of(block, columns, calendar=calendar), columns)
            return
        if self._statements_only(index, block, columns):
            return
        if self._boxed(index, block):
            return
        # what is left: figures, finance, contacts; the caller decides

    def _bare_plan(self, block: Block, columns: Columns) -> bool:
        """No headings at all, under an objective: numbers beside what is to be done."""
        headed = any(r.header for r in block.rows)
        return not headed and self.objective is not None and bool(columns.of("action")) and not (self.report and not columns.of("lead", "due"))

    def _priority_list(self, index: int, block: Block) -> bool:
        """A two-column table of numbers and statements in a priorities section."""
        if self.list_role != "priorities" and self.section != "priorities" or self.objective is not None or any(r.header for r in block.rows):
            return False
        rows = [r.filled for r in block.rows]
        if not all(len(cells) == 2 and is_number(cells[0].text) for cells in rows) or not 2 <= len(rows) <= 12:
            return False
        kind = self.section_kind or self.objectives.prevailing_kind() or "priority"
        for row in block.rows:
            number, statement = row.filled
            self._put(kind, statement.text, row.place, statement.text, "table_of_priorities", 0.9, number=bare_number(number.text))
        self.placement.placed.add(index)
        return True

    def _statements_only(self, index: int, block: Block, columns: Columns) -> bool:
        """A table that lists objectives and no actions."""
        named = columns.of("priority")
        if not named or not any(r.header for r in block.rows) or self.arrangements:
            return False
        for row in rows_of(block, columns):
            for statement in row.statements:
                self._state_row(statement)
            for measure in row.measures:
                self.measures.append((self._parent(), measure))
        self.placement.placed.add(index)
        return True

    def _boxed(self, index: int, block: Block) -> bool:
        """Boxes side by side, each an objective with its bullets (a plan on a page)."""
        found = False
        for row in block.rows:
            for cell in row.cells:
                paras = [p for p in cell.paras if p.text]
                if not paras or cell.rowspan_from is not None:
                    continue
                statement = statement_of(paras[0].text)
                if statement is None or not statement.number:
                    continue
                found = True
                self._add(index, paras[0].place, paras[0].text, statement.kind, statement.text or paras[0].text, statement.number, "box", 0.8, 3)
                rest = paras[1:]
                if rest and rest[0].marker is None and not rest[0].text.endswith(":") and any(p.marker for p in rest) and self._is_statement(rest[0].text):
                    self._complete(self.objective, Block(BlockKind.PARAGRAPH, (rest[0],), rest[0].place))  # type: ignore[arg-type]
                    rest = rest[1:]
                for para in rest:
                    if section_of(para.text) in _SUB_ROLES and para.marker is None:
                        self.list_role = section_of(para.text)
                        continue
                    self._item(index, Block(BlockKind.LIST_ITEM, (para,), para.place, level=1)) if para.marker else self._paragraph(index, Block(BlockKind.PARAGRAPH, (para,), para.place))
        if found:
            self.placement.placed.add(index)
            self.placement.aside.pop(index, None)
        return found

    def _take(self, index: int, rows: list[TableRow], columns: Columns | None) -> None:
        outer = (self.objective, self.outcome)
        for row in rows:
            if row.role and not row.actions and not row.statements and not row.measures:
                continue
            for statement in row.statements:
                self._state_row(statement)
            for draft in row.actions:
                draft.objective = self._parent()
                draft.quote = draft.quote or draft.text
                if self.report and draft.setting == "plan":
                    draft.setting = "report" if self.reported and self.list_role != "next_steps" else "plan"
                self.actions.append(draft)
            if row.supplement is not None and not row.actions and self.actions:
                self._supplement(self.actions[-1], row.supplement, row.measures)
            else:
                parent = self._parent()
                self.measures += [(parent, m) for m in row.measures]
        self.placement.placed.add(index)
        if self.objective is outer[0]:
            self.outcome = outer[1]

    def _state_row(self, statement: TableStatement) -> None:
        kind = statement.kind
        if kind == "outcome":
            self.outcome = self._put(kind, statement.text, statement.place, statement.text, statement.method, 0.9, number=statement.number, title=statement.title)
            return
        known = self.objectives.find(statement.text, statement.number)
        if known is not None and known.kind == "outcome":
            self.outcome = known
            return
        kind = kind or (known.kind if known else None) or self.objectives.prevailing_kind() or "priority"
        if statement.beside:
            self._put(kind, statement.text, statement.place, statement.text, statement.method, 0.75, number=statement.number)
            return
        self.objective = self._put(kind, statement.text, statement.place, statement.text, statement.method, 0.85, number=statement.number, title=statement.title)
        self.objective_level = _IN_TABLE
        self.outcome = None
        for role, value in statement.labels:
            labelled = self.objective_owners if role == "lead" else self.objective_dates
            if all(entry[:2] != (self.objective.key, value) for entry in labelled):
                labelled.append((self.objective.key, value, statement.place))

    @staticmethod
    def _supplement(action: ActionDraft, more: ActionDraft, measures: list[MeasureDraft]) -> None:
        """A row without an action of its own adds its leads, dates and measures to the action above."""
        action.owner_lines += [o for o in more.owner_lines if o not in action.owner_lines]
        action.timescale_lines += more.timescale_lines
        action.owner_place = action.owner_place or more.owner_place
        action.timescale_place = action.timescale_place or more.timescale_place
        action.measures += measures
        action.place = Place.span([action.place, more.place])

    def _problem(self, code: str, message: str, place: Place, severity: str = "warning") -> None:
        self.problems.append(Problem("extraction", severity, code, message, place.page))


__all__ = ["Plan", "PlanReader", "is_commitment", "starts_with_verb"]

"""From drafts to facts: owners, dates, themes and standings put to each action, doubts put to `problems`."""

from __future__ import annotations

import collections
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from safeplans.extractors.about.partnerships import load_register
from safeplans.extractors.assembly.themes import themes_of, titled
from safeplans.extractors.base.closed import DateKind, Standing
from safeplans.extractors.base.document import Place
from safeplans.extractors.base.facts import (
    Action,
    Date,
    Facts,
    Group,
    Measure,
    Metadata,
    Objective,
    Owner,
    Problem,
    Source,
    Term,
)
from safeplans.extractors.drafting.drafts import ActionDraft, MeasureDraft, Plan
from safeplans.extractors.labelling.commitments import still_to_do
from safeplans.extractors.lexicon.forms import words_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.rag import USUAL_KEY, begins_done, offers_choice, standing_of_words
from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import OwnerMention, owners_in_cell, owners_in_measure, owners_in_statement
from safeplans.extractors.time import spans
from safeplans.extractors.time.dates import (
    DateMention,
    PlanPeriod,
    dates_in_calendar,
    dates_in_statement,
    dates_in_timescale,
    parse_day,
    split_time,
)


def _any(name: str, form: str) -> re.Pattern[str]:
    """The words of one list of doubts.toml as a pattern; `form` has a ``%s`` for their alternation."""
    return re.compile(form % "|".join(load_toml("doubts")[name]), re.IGNORECASE)


_EVENT = _any("events", r"\b(?:%s)\b")
_PLACEHOLDER = _any("placeholders", "%s")
_UNFINISHED = _any("unfinished", r"\b(?:%s)\s*$")
_UNDER_WAY = _any("under_way", r"\b(?:%s)\b")
_FINISHED = _any("finished", r"^\W*(?:%s)\b(?!\W*(?:by|before)\b)")
_TBC = _any("to_be_confirmed", r"^\W*(?:%s)\W*$")


class Assembler:
    """Fills `Facts` from a plan, with the document's own abbreviations, groups and period."""

    def __init__(self, facts: Facts, plan: Plan, model: str = "") -> None:
        """model: a folder of models instead of the package's."""
        self.facts = facts
        self.model = model
        self.plan = plan
        meta = facts.metadata
        told_on = None
        if meta.document_type == "other":  # minutes, and the like
            told_on = meta.told_on or meta.published or parse_day(meta.title or "")
        self.period = PlanPeriod(meta.period_start, meta.period_end, told_on)
        self.abbreviations = Abbreviations(_definitions(facts.terms, facts.groups, facts.metadata))
        self.groups = [n for g in facts.groups for n in (g.name, g.abbreviation) if n]

    def run(self) -> None:
        self.facts.objectives = self.plan.objectives.rows
        for objective in self.facts.objectives:
            objective.themes = [h.theme for h in themes_of(objective.text, objective.title, model=self.model)]
        by_key = {o.key: o for o in self.facts.objectives}
        for draft in self.plan.actions:
            self._action(draft, by_key.get(draft.objective or ""))
        for parent, measure in self.plan.measures:
            self._measure(measure, parent, None)
        self._objective_labels()
        self._group_dates()
        self._duplicate_numbers()
        self.facts.problems += self.plan.problems

    # ---- actions --------------------------------------------------------------------------------

    def _action(self, draft: ActionDraft, objective: Objective | None) -> None:
        facts = self.facts
        key = f"a{len(facts.actions) + 1}"
        if draft.setting == "report" and still_to_do(draft.text):
            draft.setting = "next_steps"
        owners = self._owners_of(draft)
        dates = self._dates_of(draft)
        above = [titled(objective.title, objective.text)] if objective else []
        themes = [h.theme for h in themes_of(draft.text, draft.title, context=above, model=self.model)]
        source = Source(draft.place, draft.quote or draft.text, draft.method, draft.confidence)
        action = Action(key, draft.text, source, draft.objective, draft.number, draft.title)
        action.owner_text, action.timescale_text = draft.owner_text, draft.timescale_text
        action.progress_text, action.rag = draft.progress, draft.rag
        action.standing, action.themes = self._standing(draft), themes
        facts.actions.append(action)
        for mention, place, where in owners:
            self._owner("action", key, mention, place, where)
        for date, place, where in dates:
            self._date("action", key, date, place, where)
        for measure in draft.measures:
            self._measure(measure, draft.objective, None if measure.shared else key)
        self._doubts(draft, owners)

    def _owners_of(self, draft: ActionDraft) -> list[tuple[OwnerMention, Place, str]]:
        found: list[tuple[OwnerMention, Place, str]] = []
        seen: set[tuple[str, str]] = set()

        def keep(mentions: Iterable[OwnerMention], place: Place, quote: str) -> None:
            for mention in mentions:
                identity = (words_form(mention.canonical), mention.relation)
                if identity not in seen:
                    seen.add(identity)
                    found.append((mention, place, quote))

        for lines in draft.owner_cells:
            cell = lines if len(lines) > 1 else lines[0]
            keep(
                owners_in_cell(cell, self.abbreviations, self.groups, model=self.model),
                draft.owner_place or draft.place,
                draft.owner_text or "",
            )
        named = bool(found)
        keep(
            owners_in_statement(draft.text, self.abbreviations, self.groups, cell_owners=named, model=self.model),
            draft.place,
            draft.text,
        )
        if not named and (tail := re.search(r"\(([^()]{2,70})\)\W*$", draft.text)):
            name, _ = split_time(tail.group(1))
            if name and (self.abbreviations.expansion(name) or re.search(r"[/,;]", name) or len(name.split()) > 1):
                keep(
                    (
                        m
                        for m in owners_in_cell(name, self.abbreviations, self.groups, model=self.model)
                        if m.kind != "person" and m.sector != "other"
                    ),
                    draft.place,
                    tail.group(1),
                )
        for text in draft.reports_to:
            keep(
                (_receiving(m) for m in owners_in_cell(text, self.abbreviations, self.groups, model=self.model)),
                draft.place,
                text,
            )
        for measure in draft.measures:
            mentions = owners_in_measure(measure.text, self.abbreviations, self.groups, model=self.model)
            keep(mentions, measure.place, measure.text)
        return found

    def _tail_time(self, draft: ActionDraft) -> str | None:
        """The time in a bracket at the end of the statement: ``Hold an event. (HEH, ongoing)``."""
        tail = re.search(r"\(([^()]{2,70})\)\W*$", draft.text)
        return split_time(tail.group(1))[1] if tail else None

    def _dates_of(self, draft: ActionDraft) -> list[tuple[DateMention, Place, str]]:
        found: list[tuple[DateMention, Place, str]] = []
        seen: set[tuple[object, ...]] = set()

        def keep(mentions: Iterable[DateMention], place: Place, quote: str) -> None:
            for m in mentions:
                identity = (
                    m.start,
                    m.end,
                    m.month,
                    m.recurrence,
                    m.kind if not (m.start or m.month or m.recurrence) else "",
                )
                if identity not in seen:
                    seen.add(identity)
                    found.append((m, place, quote))

        where = draft.timescale_place or draft.place
        period = self._period_of(draft)
        if draft.timescale_text:
            reader = dates_in_calendar if draft.setting == "calendar" else dates_in_timescale
            keep(reader(draft.timescale_text, period), where, draft.timescale_text)
        if draft.completed_text:
            keep(
                (_event(m) for m in dates_in_timescale(draft.completed_text, self.period)),
                draft.completed_place or draft.place,
                draft.completed_text,
            )
        if draft.start_text:
            keep(
                (_starting(m) for m in dates_in_timescale(draft.start_text, self.period)), draft.place, draft.start_text
            )
        seen.clear()  # the sentence may say again what the cell says: each printing is a date of its own
        keep(dates_in_statement(draft.text, period, done=draft.setting == "report"), draft.place, draft.text)
        if not found and (behind := self._tail_time(draft)):
            keep(dates_in_timescale(behind, period), draft.place, behind)
        if draft.setting == "calendar" and _EVENT.search(draft.text):
            found = [
                (_event(m), place, quote) if quote == draft.timescale_text else (m, place, quote)
                for m, place, quote in found
            ]
        return found

    def _period_of(self, draft: ActionDraft) -> PlanPeriod:
        """The days within which an action's undated times lie: of what a report still wants done, the year after it."""
        end = self.period.end
        if self.facts.metadata.document_type != "annual_report" or draft.setting != "next_steps" or end is None:
            return self.period
        begin = end + dt.timedelta(days=1)
        return PlanPeriod(begin, spans.nth_year(begin, 1)[1], self.period.told_on)

    def _standing(self, draft: ActionDraft) -> Standing:
        """What is printed counts before the section it is printed in, the timescale last."""
        if draft.stated:
            return draft.stated
        if printed := self._printed_standing(draft):
            return printed
        if draft.setting == "report":
            return "in_progress" if _UNDER_WAY.search(draft.text) else "done"
        if draft.setting == "next_steps":
            return "in_progress" if self._is_told_of(draft) else "planned"
        timescale = draft.timescale_text or ""
        if re.match(r"^\W*on-?\s?going\b", timescale, re.IGNORECASE):
            return "in_progress"
        return "in_progress" if self._is_told_of(draft) else "planned"

    def _printed_standing(self, draft: ActionDraft) -> Standing | None:
        """By the rating as the document's key reads it, by a status in words, by the usual key, by the progress."""
        told = standing_of_words(draft.progress)
        keyed = self.plan.key.get(draft.rag) if draft.rag else None
        if keyed == "in_progress" and (told == "planned" or draft.rag == "green" and begins_done(draft.progress or "")):
            return told  # `At risk: not begun`, `On course: closed in May`
        if keyed:
            return keyed
        if by_status := standing_of_words(draft.status):
            return by_status
        if _FINISHED.match(draft.timescale_text or ""):
            return "done"
        if told == "done" and draft.rag in ("amber", "red"):
            return "in_progress"  # `Two clinics held`, rated amber: there was more to do
        if draft.rag and told is None:
            return "done" if draft.rag == "green" and self._looks_back(draft) else USUAL_KEY[draft.rag]
        return told

    def _looks_back(self, draft: ActionDraft) -> bool:
        """Whether it is rated at the end of a year, on a scale that has no colour beyond green for what is done."""
        if self.facts.metadata.document_type != "annual_report":
            return False
        ahead = draft.setting == "next_steps" and not self._is_told_of(draft)
        return not ahead and not any(action.rag == "blue" for action in self.plan.actions)

    def _is_told_of(self, draft: ActionDraft) -> bool:
        """Whether something has been written about how the action goes."""
        told = draft.progress or ""
        return len(told.split()) > 1 and not _TBC.match(told) and not offers_choice(told)

    def _owner(self, subject: str, key: str, mention: OwnerMention, place: Place, quote: str) -> None:
        ordinal = len(self.facts.owners) + 1
        self.facts.owners.append(
            Owner(
                f"w{ordinal}",
                subject,
                key,
                mention.name,
                mention.kind,
                mention.sector,
                mention.relation,
                Source(place, quote, mention.method, mention.confidence, mention.start_char),
                mention.canonical,
            )  # fmt: skip
        )

    def _date(self, subject: str, key: str | None, mention: DateMention, place: Place, quote: str) -> None:
        ordinal = len(self.facts.dates) + 1
        self.facts.dates.append(
            Date(
                f"d{ordinal}",
                subject,
                key,
                mention.text,
                mention.kind,
                Source(place, quote, mention.method, mention.confidence, mention.start_char),
                mention.start,
                mention.end,
                mention.month,
                mention.precision,
                mention.recurrence,
                mention.inferred[0] if mention.inferred else None,
                mention.inferred[1] if mention.inferred else None,
                mention.inferred_from,
                mention.inferred_confidence,
            )  # fmt: skip
        )
        start = self.period.start
        if (
            start
            and mention.end
            and mention.end < start
            and mention.kind == "due"
            and self.facts.metadata.document_type != "annual_report"
        ):
            self._problem(
                "date_before_period", f"«{mention.text}» is before the plan begins ({start.isoformat()}).", place
            )
        if mention.start is None and "impossible" in mention.method:
            self._problem("impossible_date", f"«{mention.text}» is no date in the calendar.", place)

    # ---- measures, objectives, groups -----------------------------------------------------------

    def _measure(self, draft: MeasureDraft, objective: str | None, action: str | None) -> None:
        before = self.facts.measures[-1].text if self.facts.measures else ""
        if len(draft.text.split()) >= 3 and before != draft.text and before.endswith(draft.text):
            self._problem("garbled", f"«{draft.text[:100]}» repeats the end of the line above.", draft.place)
            return
        ordinal = len(self.facts.measures) + 1
        self.facts.measures.append(
            Measure(
                f"m{ordinal}", draft.kind, draft.text, Source(draft.place, draft.text, "cell", 0.85), objective, action
            )
        )
        if _PLACEHOLDER.search(draft.text) or _UNFINISHED.search(draft.text):
            self._problem("placeholder", f"«{draft.text[:100]}» reads like a note to be finished.", draft.place)

    def _objective_labels(self) -> None:
        for key, text, place in self.plan.objective_owners:
            for mention in owners_in_cell(text, self.abbreviations, self.groups, model=self.model):
                self._owner("objective", key, mention, place, text)
        for key, text, place in self.plan.objective_dates:
            for date in dates_in_timescale(text, self.period):
                self._date("objective", key, date, place, text)

    def _group_dates(self) -> None:
        for group in self.facts.groups:
            for printed in (group.chair, group.meets_text):
                if printed and _TBC.match(printed):
                    self._problem("placeholder", f"«{printed}» is printed for {group.name}.", group.source.place)
            if group.meets_text and group.recurrence:
                mention = DateMention(
                    group.meets_text,
                    0,
                    len(group.meets_text),
                    "recurring",
                    None,
                    None,
                    None,
                    None,
                    group.recurrence,
                    0.85,
                    "meets",
                )
                self._date("group", group.key, mention, group.source.place, group.source.quote)

    # ---- doubts ---------------------------------------------------------------------------------

    def _doubts(self, draft: ActionDraft, owners: list[tuple[OwnerMention, Place, str]]) -> None:
        label = f"action {draft.number}" if draft.number else f"«{draft.text[:70]}»"
        if (
            draft.has_lead_cell
            and not any(m.relation == "lead" for m, *_ in owners)
            and draft.setting in ("plan", "calendar")
        ):
            printed = f" (printed: {draft.owner_text})" if draft.owner_text else ""
            self._problem("missing_owner", f"No lead is named for {label}{printed}.", draft.place)
        if draft.has_due_cell and not draft.timescale_text and draft.setting == "plan":
            self._problem("missing_date", f"No timescale is printed for {label}.", draft.place)
        if _PLACEHOLDER.search(draft.text) and not re.search(r"[^?]\?\s*$", draft.text):
            self._problem("placeholder", f"«{draft.text[:100]}» reads like a note to be finished.", draft.place)

    def _duplicate_numbers(self) -> None:
        seen: dict[tuple[str | None, str], Action] = {}
        counts = collections.Counter((a.objective, a.number) for a in self.facts.actions if a.number)
        for action in self.facts.actions:
            if not action.number:
                continue
            identity = (action.objective, action.number.casefold())
            # bullets of one cell share its number rightly
            elsewhere = identity in seen and seen[identity].source.place != action.source.place
            if elsewhere and counts[(action.objective, action.number)] > 1:
                self._problem(
                    "duplicate_number",
                    f"Number {action.number} is printed for more than one action: «{action.text[:70]}».",
                    action.source.place,
                )
            seen.setdefault(identity, action)

    def _problem(self, code: str, message: str, place: Place, severity: str = "warning") -> None:
        where = f" (line {place.line_start})" if place.page is None else ""
        self.facts.problems.append(Problem("normalising", severity, code, message + where, place.page, place))


def _definitions(terms: list[Term], groups: list[Group], metadata: Metadata) -> list[Definition]:
    found = [Definition(t.term, t.expansion, t.defined_in) for t in terms]
    found += [Definition(g.abbreviation, g.name, "group") for g in groups if g.abbreviation]
    publisher = next((p for p in load_register() if p.partnership_id == metadata.partnership_id), None)
    if publisher is not None and not any(publisher.name.casefold() == d.expansion.casefold() for d in found):
        # the letters of a former name (LSCB) do not stand for the name of today
        ends = ("SCB", "SAB") if publisher.name.endswith("Board") else ("SCP", "SP", "SAP")
        found += [
            Definition(a, publisher.name, "register")
            for a in publisher.aliases
            if re.fullmatch(r"[A-Z&]{3,8}", a) and a.endswith(ends)
        ]
    return found


def _receiving(mention: OwnerMention) -> OwnerMention:
    return type(mention)(
        mention.name,
        mention.canonical,
        mention.kind,
        mention.sector,
        "reports_to",
        mention.start_char,
        mention.end_char,
        mention.confidence,
        mention.method,
    )


def _starting(mention: DateMention) -> DateMention:
    return _with_kind(mention, "start")


def _event(mention: DateMention) -> DateMention:
    return _with_kind(mention, "event")


def _with_kind(m: DateMention, kind: DateKind) -> DateMention:
    return replace(m, kind=kind)

"""Paragraphs: statements in full, labelled lines, introductions to lists, commitments in prose."""

from __future__ import annotations

import re
from dataclasses import replace

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.drafting.drafts import ActionDraft
from safeplans.extractors.drafting.objectives import words_of
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.labels import counted_action, label_of
from safeplans.extractors.lexicon.rating_keys import read_key_text
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import bare_statement, statement_of
from safeplans.extractors.lexicon.verbs import is_commitment, starts_with_verb
from safeplans.extractors.plan.headings import HeadingReading
from safeplans.extractors.plan.key_values import is_labelled, names_lead_or_date
from safeplans.extractors.plan.walk import kind_word
from safeplans.extractors.reading.markers import leading_number
from safeplans.extractors.time.dates import dates_in_statement, parse_period


class ParagraphReading(HeadingReading):
    """Reads paragraphs."""

    def _paragraph(self, index: int, block: Block) -> None:
        text = block.text
        bare = bare_statement(text)
        if bare is not None and not self._in_aside():
            following = self._next_statement(index)
            if following is not None:
                self._add(
                    index, following.place, f"{text} {following.text}", bare, following.text, None, "heading", 0.8, 3
                )
                return
        counted = counted_action(text)
        if counted is not None and not self._in_aside():
            self._action(index, block, counted[1], counted[0], "counted_line", 0.85)
            return
        label = label_of(text)
        if label is not None and self._labelled(index, block, text):
            return
        statement = statement_of(text)
        if statement is not None and statement.number and len(text.split()) <= 60 and not self._in_aside():
            self._state(index, block, statement)
            return
        if (
            statement is not None
            and statement.kind == "outcome"
            and len(text.split()) <= 45
            and self.objective is not None
        ):
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
        if (
            block.kind is BlockKind.PARAGRAPH  # a heading that reads like a label has been there already
            and len(text.split()) <= 10
            and not re.search(r"[.:;,]$", text)
            and self._introduces(index, text)
            and section_of(text)
        ):
            # a heading that the print does not set off
            self._heading(index, replace(block, kind=BlockKind.HEADING, level=5, confidence=0.5))
            return
        role = intro_role(text) if self._introduces(index, text) else None
        if role is None and self.section == "priorities" and self._introduces(index, text):
            said = {intro_role(sentence) for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z‘“])", text)}
            first = not any(o.standing == "current" for o in self.objectives.rows)
            named = first and kind_word(text) is not None and not self.report
            role = "priorities" if named or said & {"priorities", "reported_priorities"} else None
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
        if self._takes_labels(index) and self._card(index, block):
            return
        if (
            self.objective is not None
            and not self.report
            and self.list_role in (None, "actions")
            and re.match(
                r"^(?:we|the (?:partnership|board|(?-i:[A-Z][A-Za-z]*[A-Z])))\s+(?:will|shall)\b", text, re.IGNORECASE
            )
        ):
            self._action(index, block, text, None, "commitment", 0.7)
            return
        quoted = re.match(r"^\W*[“\"‘]", text) is not None
        if (
            self.report
            and not quoted
            and self.objective is not None
            and self.list_role in ("achievements", "next_steps")
            and len(text.split()) >= 4
        ):
            self._action(index, block, text, None, "paragraph", 0.65)
            return
        if (self.report or self.metadata.document_type in ("arrangements", "other")) and self._prose_commitments(
            index, block
        ):
            return
        self.placement.aside[index] = self._aside_name()

    def _card(self, index: int, block: Block) -> bool:
        """What is to be done, with its lead and date as labels below it, perhaps under a heading that is its title."""
        text = block.text
        if self.objective is None or not (starts_with_verb(text) or is_commitment(text)) or len(text.split()) > 60:
            return False
        self._action(index, block, text, None, "card", 0.75)
        above = self.document.preceding(index)
        if (
            above is not None
            and above.kind is BlockKind.HEADING
            and above.level > self.objective_level
            and section_of(above.text) is None
            and statement_of(above.text) is None
        ):
            self.actions[-1].number, self.actions[-1].title = leading_number(above.text) or (None, above.text)
        return True

    def _takes_labels(self, index: int) -> bool:
        """The next block says who leads or by when."""
        following = self.document.following(index)
        if following is None or following.kind is BlockKind.HEADING:
            return False
        if following.kind is BlockKind.TABLE:
            return is_labelled(following)
        return names_lead_or_date(following.text)

    def _repeats(self, text: str) -> bool:
        """Words of an objective printed again by a cut in the page."""
        words = " ".join(words_of(text))
        return len(words.split()) >= 5 and any(words in " ".join(words_of(o.text)) for o in self.objectives.rows)

    def _broken_heading(self, index: int, block: Block) -> bool:
        """A known objective's words run into the first action under it (a table whose rules were lost)."""
        printed = block.text.casefold()
        for row in self.objectives.rows:
            if printed.startswith(row.text.casefold()) and len(words_of(row.text)) >= 6:
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
                self._problem(
                    "garbled",
                    f"«{block.text[:90]}»: a heading and the action under it are printed in one line.",
                    block.place,
                )
                return True
        return False

    def _introduces(self, index: int, text: str) -> bool:
        following = next(
            (b for b in self.document.blocks[index + 1 : index + 4] if b.kind is not BlockKind.FURNITURE), None
        )
        if following is None:
            return False
        if following.kind is BlockKind.LIST_ITEM:
            return True
        if following.kind is BlockKind.HEADING and len(text.split()) <= 40 and intro_role(text) == "priorities":
            return True  # each priority has a heading of its own
        return text.rstrip().endswith(":") and following.kind in (
            BlockKind.HEADING,
            BlockKind.TABLE,
            BlockKind.PARAGRAPH,
        )

    def _introduce(self, role: str, text: str) -> None:
        if role == "reported_priorities":
            self.reported = True
            self.section = "priorities"
        if role == "priorities":
            self.section = (
                "priorities" if self.section in (None, "priorities", "background", "next_steps") else self.section
            )
            self.section_period = parse_period(text) or self.section_period
        if role in ("priorities", "reported_priorities"):
            self.section_kind = kind_word(text) or self.section_kind
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
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z‘“])", block.text):
            if not re.search(r"\bwill\s+(?:be\s+)?\w+", sentence) or len(sentence.split()) > 60:
                continue
            if not any(d.kind == "due" and d.end is not None for d in dates_in_statement(sentence, self._period())):
                continue
            draft = ActionDraft(
                sentence,
                block.place,
                sentence,
                "prose_commitment",
                0.6,
                self.objective.key if self.objective else None,
                setting="next_steps",
            )
            self.actions.append(draft)
            self.placement.placed.add(index)
            self.placement.aside.pop(index, None)
            made = True
        return made

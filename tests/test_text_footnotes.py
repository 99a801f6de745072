"""Footnotes of texts and Markdown explain words of the plan and are no part of it."""

import pytest

from safeplans.extractors.base.document import BlockKind
from safeplans.extractors.extract import extract
from safeplans.extractors.reading import read

PLAN = """# Northmere Safeguarding Children Partnership Business Plan 2025-27

## Priority 1: Neglect

We will recognise neglect early.

| Ref | Action | Lead | Timescale |
| --- | --- | --- | --- |
| 1.1 | Launch the refreshed neglect toolkit in all schools{mark} | Business Manager | March 2026 |
| 1.2 | Audit forty case files of children on a plan | Designated Nurse | June 2026 |

{note} The toolkit will be reviewed by the Police in 2027.
"""


@pytest.mark.parametrize(("mark", "note"), [("[^1]", "[^1]:"), ("¹", "¹"), ("*", "*"), ("†", "† ")])
def test_a_line_that_begins_with_a_mark_that_stands_behind_a_word_is_a_note(mark, note):
    text = PLAN.format(mark=mark, note=note)
    (aside,) = [b for b in read(text.encode(), "plan.md").blocks if b.reason == "footnote"]
    assert aside.kind is BlockKind.FURNITURE
    facts = extract(text.encode())
    assert len(facts.actions) == 2
    assert {owner.name for owner in facts.owners} == {"Business Manager", "Designated Nurse"}


@pytest.mark.parametrize(
    "text",
    [
        "* Audit forty files*\n* Train two hundred practitioners\n",  # bullets
        "Audit forty files.\n\n* Train two hundred practitioners\n",  # nothing refers to it
        "In 2025 we saw 12² cases.\n\nTrain two hundred practitioners\n",
    ],
)
def test_bullets_and_what_nothing_refers_to_are_no_notes(text):
    assert not [b for b in read(text.encode(), "plan.md").blocks if b.reason == "footnote"]

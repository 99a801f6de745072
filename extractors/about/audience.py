"""Whom a document speaks of, children or adults: where the boards of one area are both named, it is one's.

The title tells it (`Children's plan 2025-28`), else the text does where it speaks of one of them alone or nearly so.
Names of partnerships are left out, for it is between them that is asked.
"""

from __future__ import annotations

from collections import Counter

from safeplans.extractors.about.area_names import key
from safeplans.extractors.about.document_kinds import document_type
from safeplans.extractors.about.front_matter import front_blocks, is_title_line
from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.about.register import ADULTS, CHILDREN
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.loading import load_toml

# Lines of a front that may be its title.
_TITLE_LINES = 6
# A plan for children speaks of the adults round them too; one so many times more often than the other is meant.
_CLEARLY = 4
# Where the cover names both boards, the document may be both's: only what is hardly spoken of is not meant.
_HARDLY = 8
_FEWEST = 6


def audience_of(document: Document, *, both_on_cover: bool = False) -> str | None:
    """children or adults, None where the document does not tell. both_on_cover: the cover names the boards of both."""
    lines = [document.blocks[i] for i in front_blocks(document) if is_title_line(document.blocks[i])]
    titles = [b.text for b in lines if document_type(b.text) is not None or b.kind is BlockKind.HEADING]
    named = _counts(titles[:_TITLE_LINES])
    if len(named) == 1:
        return next(iter(named))
    counts = _counts([b.text for b in document.body])
    (most, often), *rest = [*counts.most_common(2), ("", 0)]
    least = (rest[0][1] if rest else 0) * (_HARDLY if both_on_cover else _CLEARLY)
    return most if often >= _FEWEST and often >= least else None


def _counts(texts: list[str]) -> Counter[str]:
    vocabulary = load_toml("documents")["names"]
    words = dict.fromkeys(vocabulary["children"], CHILDREN) | dict.fromkeys(vocabulary["adults"], ADULTS)
    return Counter(words[form] for text in texts for form in key(_without_names(text)) if form in words)


def _without_names(text: str) -> str:
    for mention in reversed(find_names(text)):
        text = text[: mention.start] + text[mention.end :]
    return text

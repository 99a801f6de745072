"""Footnotes of texts and Markdown: lines that begin with a mark that stands behind a word above them.

They explain words of the plan and are no part of it. PDFs and Word files say themselves which lines are notes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from safeplans.extractors.base.document import Block, BlockKind, Document

_MARKDOWN = re.compile(r"^\[\^([\w-]+)\]:")
_RAISED = re.compile(r"^([¹²³⁰⁴-⁹]+|[†‡*]{1,3})\s*(?=\S)")
_SIGNS = frozenset("†‡*")


def with_footnotes(document: Document) -> Document:
    """The same document with its footnotes set aside as furniture (reason ``footnote``)."""
    markers = Counter(block.marker for block in document.blocks if block.marker)
    made: list[Block] = []
    above = ""
    for block in document.blocks:
        mark = _mark(block, markers)
        if mark is not None and _refers(above, mark):
            made.append(replace(block, kind=BlockKind.FURNITURE, reason="footnote", level=0))
        else:
            made.append(block)
            above += f"\n{block.text}"
    return replace(document, blocks=tuple(made)) if made != list(document.blocks) else document


def _mark(block: Block, markers: Counter[str]) -> str | None:
    """The mark with which a note begins; None for what is none. A bullet marks a list, one of its kind a note."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return None
    if found := _MARKDOWN.match(block.text):
        return f"[^{found[1]}]"
    if block.marker is not None:
        return block.marker if block.marker in _SIGNS and markers[block.marker] == 1 else None
    found = _RAISED.match(block.text)
    return found[1] if found else None


def _refers(above: str, mark: str) -> bool:
    """Whether a mark is printed behind a word, not before one."""
    return re.search(rf"[\w).,;:’'\"”]{re.escape(mark)}(?![\w*†‡¹²³⁰⁴-⁹])", above) is not None

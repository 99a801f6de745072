"""The front of a document: its cover, title and the lines about itself that stand before the text."""

from __future__ import annotations

from safeplans.extractors.base.document import Block, BlockKind, Document

# A paragraph of this many characters is running text, not a line of a cover.
LONG = 220
# A cover and the lines under a title are few.
MOST_BLOCKS = 25
MOST_LONG = 2
# A line of a cover that is longer than this is a sentence.
LONGEST_TITLE = 140


def front_blocks(document: Document) -> tuple[int, ...]:
    """Indexes into ``document.blocks`` of the front, running heads left out.

    The front is the first page where that is a cover (no running text on it), and in any case the blocks before
    the second paragraph of running text, at most 25, none behind the second page with text.
    """
    found: list[int] = []
    long_seen = 0
    pages: list[int] = []
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        page = block.place.page
        if page is not None and page not in pages:
            pages.append(page)
            if len(pages) > 2:
                break
        if is_running_text(block):
            long_seen += 1
            if long_seen >= MOST_LONG:
                break
            continue
        found.append(index)
        if len(found) >= MOST_BLOCKS:
            break
    return tuple(found)


def is_running_text(block: Block) -> bool:
    """A paragraph or list item too long for a line of a cover."""
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and len(block.text) > LONG


def is_cover_line(block: Block) -> bool:
    """A heading, short paragraph or lone cell (a box drawn round a title), as titles and names are printed."""
    lone = block.kind is BlockKind.TABLE and sum(len(r.filled) for r in block.rows) == 1
    return (lone or block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)) and 0 < len(block.text) <= LONG


def is_title_line(block: Block) -> bool:
    """A line of a cover that is no sentence."""
    return is_cover_line(block) and len(block.text) <= LONGEST_TITLE and not block.text.rstrip().endswith(".")

"""Keys of ratings: what a document says that its colours mean (``Blue = complete``), in a line, a table or a sentence.

A meaning that leaves it open (``Green: finished or on course``) tells no standing: the colour then says what it says
where no key is printed, and a comment on progress may say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from safeplans.extractors.base.closed import Rating, Standing
from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.lexicon.rag import COLOUR_NAMES, colour_name, rating_word, told

FEWEST = 3  # colours of a key
LONGEST_MEANING = 18  # words: where another colour is further off, it is no entry of the same key
LONGEST_LINE = 60  # words of a line that is a key and nothing else
_MOST_ROWS, _MOST_CELLS = 8, 14  # of a table that is a key
_MOST_WORDS = 25  # of a cell that says what a colour means
_WORD = re.compile(r"\b(?:blue|green|amber|yellow|red|gr[ae]y|purple|orange)\b", re.IGNORECASE)
_LETTER = re.compile(r"(?<![\w&/’'-])[BRAG](?![\w&/’'])(?!-\w)")
_END = re.compile(r"[;|\n]|\.(?=\s|$)")
_BEFORE = re.compile(r"^[\s=:–—,)|*-]+")
_STATES: tuple[Standing, ...] = ("planned", "done", "in_progress")  # `not started` before `started`


def _telling(standing: Standing) -> re.Pattern[str]:
    return told(f"key_{standing}", r"\b(?:%s)\b")


def meaning(words: str) -> Standing | None:
    """The standing that the words of a key tell; None where they tell none, or leave it open between two."""
    found: set[Standing] = set()
    rest = words
    for standing in _STATES:
        pattern = _telling(standing)
        if pattern.search(rest):
            found.add(standing)
        rest = pattern.sub(" ", rest)
    return found.pop() if len(found) == 1 else None


def _says_something(words: str) -> bool:
    return any(_telling(standing).search(words) for standing in _STATES)


def _entries(text: str, name: re.Pattern[str]) -> dict[Rating, str]:
    """The most colours that follow one another in a text, each with the words behind it; `name`: how they are named."""
    best: dict[Rating, str] = {}
    run: dict[Rating, str] = {}
    found = list(name.finditer(text))
    for n, match in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        colour = COLOUR_NAMES[match[0].casefold()]
        if colour in run:  # what stands behind its first mention may still be a key
            run = dict(list(run.items())[list(run).index(colour) + 1 :])
        between = _BEFORE.sub("", text[match.end() : end])
        run[colour] = " ".join(_END.split(between, maxsplit=1)[0].split()[:LONGEST_MEANING])
        best = dict(run) if len(run) > len(best) else best
        if len(between.split()) > LONGEST_MEANING:
            run = {}
    return best


def key_inside(text: str) -> dict[Rating, Standing] | None:
    """The key that a text holds somewhere: ``blue for finished, green for on course …``; None when it holds none."""
    for name in (_WORD, _LETTER):
        entries = _entries(text, name)
        telling = sum(_says_something(words) for words in entries.values())
        if len(entries) >= FEWEST and telling >= FEWEST - 1:
            return {colour: standing for colour, words in entries.items() if (standing := meaning(words))}
    return None


def read_key_text(text: str) -> dict[Rating, Standing] | None:
    """A key printed in a line: ``Blue = complete, Green = on track, …``; None when the line is no key."""
    return key_inside(text) if len(text.split()) <= LONGEST_LINE else None


def read_key(block: Block) -> dict[Rating, Standing] | None:
    """Colours to standings from a printed key (``Blue – completed and embedded``); None when the table is no key."""
    if block.kind is not BlockKind.TABLE or len(block.rows) > _MOST_ROWS:
        return None
    cells = [c for row in block.rows for c in row.cells]
    texts = [c.text for c in cells if c.text]
    named = [c for text in texts if (c := rating_word(text))]
    if len(texts) > _MOST_CELLS or len(named) > len(set(named)):
        return None
    meanings: dict[Rating, str] = {}
    for i, cell in enumerate(cells):
        colour = rating_word(cell.text) or colour_name(cell.fill)
        words = cell.text
        if colour and (not words or words.casefold() in COLOUR_NAMES):
            words = cells[i + 1].text if i + 1 < len(cells) else ""
        if colour and words and len(words.split()) <= _MOST_WORDS:
            meanings.setdefault(colour, words)
    if len(meanings) >= FEWEST:
        return {colour: standing for colour, words in meanings.items() if (standing := meaning(words))}
    return key_inside(" | ".join(texts))


def _lines_of_keys(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Neighbouring blocks that each begin with another colour: a key with a line for each."""
    run: list[int] = []
    colours: set[Rating] = set()
    for index, block in enumerate(blocks):
        colour = _colour_in_front(block.text) if block.kind is not BlockKind.TABLE else None
        if colour is None or colour in colours:
            yield run
            run, colours = [], set()
        if colour is not None:
            run.append(index)
            colours.add(colour)
    yield run


def _colour_in_front(text: str) -> Rating | None:
    """The colour that a line of a key begins with; None when it is no such line."""
    if not 1 < len(text.split()) <= LONGEST_MEANING:
        return None
    found = _WORD.match(text) or _LETTER.match(text)
    return COLOUR_NAMES[found[0].casefold()] if found else None


def printed_keys(blocks: Sequence[Block]) -> dict[int, dict[Rating, Standing]]:
    """The keys that a document prints: index of a block to colours and the standings that they mean."""
    keys: dict[int, dict[Rating, Standing]] = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        key = read_key(block) if block.kind is BlockKind.TABLE else key_inside(block.text)
        if key is not None:
            keys[index] = key
    for run in _lines_of_keys(blocks):
        if len(run) >= FEWEST and (key := key_inside("\n".join(blocks[i].text for i in run))) is not None:
            keys |= dict.fromkeys(run, key)
    return keys

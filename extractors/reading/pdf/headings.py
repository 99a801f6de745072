"""Which lines are headings, and of what level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeplans.extractors.reading.colours import is_coloured
from safeplans.extractors.reading.pdf.lines import Line
from safeplans.extractors.reading.pdf.paragraphs import RawPara, is_imprint

_LARGER = 1.1  # times the body's size
_LONG = 260  # letters: no heading is longer
_MAX_LEVEL = 6
_ENOUGH = 150  # letters outside tables that show what running text looks like
_HEADING_TAG = re.compile(r"^(?:H[1-6]?|Title)$")
_OUTLINE = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s")


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """The style of most of a document's running text."""

    size: float
    colour: str
    bold: bool


def body_style(lines: Iterable[Line], cells: Iterable[Line] = ()) -> BodyStyle:
    """The commonest style of the running text, by letters; 10 points black when there is no text.

    Bold lines are mostly headings and do not count; where a document is nearly all tables, their cells do.
    """
    styles = _styles(line for line in lines if not line.bold)
    if sum(styles.values()) < _ENOUGH:
        styles += _styles(line for line in cells if not line.bold)
    if not styles:
        return BodyStyle(10.0, "#000000", False)
    sizes: Counter[float] = Counter()
    for (size, _), letters in styles.items():
        sizes[size] += letters
    size = sizes.most_common(1)[0][0]
    colour = Counter({c: n for (s, c), n in styles.items() if s == size}).most_common(1)[0][0]
    return BodyStyle(size, colour, False)


def _styles(lines: Iterable[Line]) -> Counter[tuple[float, str]]:
    styles: Counter[tuple[float, str]] = Counter()
    for line in lines:
        styles[(round(line.size * 2) / 2, line.colour)] += len(line.text)
    return styles


def tagged_heading(line: Line) -> bool:
    return line.tag is not None and any(_HEADING_TAG.match(kind) for kind in line.tag.path)


def heading_line(line: Line, body: BodyStyle) -> bool:
    """Does a line, by its looks or its tag, belong to a heading?"""
    if tagged_heading(line):
        return True
    if line.size >= _LARGER * body.size and line.size >= body.size + 0.9:
        return True
    if line.bold and not body.bold and line.size >= 0.93 * body.size:
        return True
    if (
        len(line.words) >= 2
        and line.size >= 0.93 * body.size
        and all(c.isupper() for c in line.text if c.isalpha())
        and sum(map(str.isalpha, line.text)) >= 5
    ):
        return True
    stands_out = is_coloured(line.colour) and line.colour != body.colour and line.size >= 0.98 * body.size
    return (
        stands_out
        and len(line.text) <= 90
        and "@" not in line.text
        and "www" not in line.text
        and "://" not in line.text
    )


def is_heading(para: RawPara, body: BodyStyle) -> bool:
    """Is a whole paragraph a heading?"""
    lines = para.lines
    text = " ".join(line.text for line in lines)
    if not any(c.isalpha() for c in text) or not all(heading_line(line, body) for line in lines):
        return False
    if len(text) > _LONG or is_imprint(text):
        return False
    if para.marker is not None and para.marker.kind == "bullet":
        return False
    if any(tagged_heading(line) for line in lines):
        return True
    if text[0] in '“"‘' and text.rstrip()[-1] in '”"’':
        return False
    size = lines[0].size
    large = size >= 1.25 * body.size
    if text.rstrip().endswith((".", ";", ",")) and not large and (len(text) > 60 or text.rstrip()[-1] in ";,"):
        return False
    if lines[0].italic and not lines[0].bold and size < 1.25 * body.size:
        return False
    if para.marker is not None and para.marker.kind in ("letter", "roman") and not (size >= _LARGER * body.size):
        return False
    if size < _LARGER * body.size and len(lines) > 3:
        return False
    return len(lines) <= 6 and (large or len(text) <= 220)


def style_key(para: RawPara) -> tuple[float, bool, bool, str]:
    """What sets headings of one level apart from those of another: size, weight, capitals, colour."""
    line = para.lines[0]
    letters = [c for line in para.lines for c in line.text if c.isalpha()]
    return (round(line.size * 2) / 2, line.bold, bool(letters) and all(c.isupper() for c in letters), line.colour)


def heading_levels(headings: Sequence[RawPara], title: RawPara | None) -> list[int]:
    """A level from 1 to 6 for each heading: the title 1, then by size, weight and capitals.

    Headings of one style that are numbered to different depths (``2`` and ``2.1``) differ in level by the depth.
    """
    keys = [style_key(para) for para in headings]
    ranks: list[tuple[float, bool, bool]] = sorted({(k[0], k[1], k[2]) for k in keys}, reverse=True)
    level_of = {rank: index for index, rank in enumerate(ranks)}
    offset = 1
    if title is not None:
        top = (style_key(title)[0], style_key(title)[1], style_key(title)[2])
        others = [k for p, k in zip(headings, keys, strict=True) if p is not title]
        if top == ranks[0] and any((k[0], k[1], k[2]) == top for k in others):
            offset = 2
    depths: dict[tuple[float, bool, bool], int] = {}
    for para, key in zip(headings, keys, strict=True):
        depth = _depth(para)
        if depth:
            rank = (key[0], key[1], key[2])
            depths[rank] = min(depths.get(rank, depth), depth)
    levels = []
    for para, key in zip(headings, keys, strict=True):
        if para is title:
            levels.append(1)
            continue
        rank = (key[0], key[1], key[2])
        level = level_of[rank] + offset
        depth = _depth(para)
        if depth:
            level += depth - depths[rank]
        levels.append(max(1, min(_MAX_LEVEL, level)))
    return levels


def _depth(para: RawPara) -> int:
    match = _OUTLINE.match(para.lines[0].text)
    return match.group(1).count(".") + 1 if match else 0


def is_cover(words: int, larger: bool) -> bool:
    """A first page with few words, all set larger than the running text: its lines below the title are no headings."""
    return words <= 90 and larger


def find_title(headings: Sequence[RawPara], first_page: int) -> RawPara | None:
    """The largest heading of the first page with text, unless later headings are set just like it."""
    candidates = [p for p in headings if p.lines[0].page == first_page]
    title = max(candidates, key=lambda p: p.lines[0].size, default=None)
    if title is None or any(p is not title and style_key(p) == style_key(title) for p in headings):
        return None
    return title

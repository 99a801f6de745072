"""The second backend: a PDF's bytes to `PageContent`, page by page, with pdfplumber.

It is some ten times slower than PDFium, so it is asked where PDFium fails on a page or does not know its letters, or
where a user wants it. It does not read filled form fields, and cannot tell invisible text, hidden layers, words under a
bar, comments or pictures with words.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

import pdfplumber

from safeplans.extractors.base.document import BBox
from safeplans.extractors.reading.pdf.content import PageContent, Tag, Word
from safeplans.extractors.reading.pdf.geometry import PageView
from safeplans.extractors.reading.pdf.letters import (
    BOLD,
    DROPPED,
    ITALIC,
    LIGATURES,
    LOST,
    MOST_LETTERS,
    SUBSET,
    Gatherer,
    Run,
    Style,
    right_angle,
    without_doubles,
)
from safeplans.extractors.reading.pdf.pdfium import sideways
from safeplans.extractors.reading.pdf.shapes import FRAME, add_path, on_page

_UNMAPPED = "(cid:"  # what pdfminer writes for a character without a letter
_MOST_ELEMENTS = 20_000  # of a page's structure tree
_MOST_DRAWN = 60_000  # objects
_SAME_LINE = 0.01  # points between baselines that differ by reckoning only
_CURVES = frozenset("cvy")  # operators of a path, PDF 32000-1, 8.5.2
_Object = dict[str, Any]


class PlumberSource:
    """An open PDF. Use as a context manager. Raises whatever pdfminer raises for a file that it cannot read."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pdfplumber.open(io.BytesIO(data))

    def __enter__(self) -> PlumberSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._pdf.close()

    def page(self, number: int) -> PageContent | None:
        """Page `number` (from 1) as the file has it, not turned for its text; None where there is no such page."""
        if not 1 <= number <= len(self._pdf.pages):
            return None
        page = self._pdf.pages[number - 1]
        try:
            return _content(page, number)
        finally:
            page.close()  # what it has parsed


def _content(page: Any, number: int) -> PageContent:
    left, above, right, below = (float(side) for side in page.cropbox)
    view = PageView(left, page.height - below, right, page.height - above)
    content = PageContent(number, *view.size())
    chars = page.chars
    if len(chars) > MOST_LETTERS:
        content.left_out.append(f"{len(chars) - MOST_LETTERS} of its {len(chars)} letters")
        chars = chars[:MOST_LETTERS]
    content.words, content.unmapped = _words(chars, view)
    content.turned = sideways(content)
    if content.turned:
        view = replace(view, turn=content.turned)
        content.width, content.height = view.size()
        content.words, content.unmapped = _words(chars, view)
    drawn = [*page.rects, *page.lines, *page.curves]
    if len(drawn) > _MOST_DRAWN:
        content.left_out.append("part of its drawings")
    for shape, outlines in _drawn_together(drawn[:_MOST_DRAWN]):
        _add_shape(shape, outlines, page.height, view, content)
    content.rules, content.fills = on_page(content.rules, content.fills, *view.size())
    content.images = [_box(image, view) for image in page.images]
    content.tags = _tags(page.structure_tree)
    return content


def _words(chars: Sequence[_Object], view: PageView) -> tuple[list[Word], int]:
    """The words of a page, and how many characters have no known letter."""
    reader = _Letters(view)
    for char in chars:
        reader.add(char)
    return without_doubles(reader.words()), reader.unmapped


class _Letters:
    """pdfplumber's characters to words."""

    def __init__(self, view: PageView) -> None:
        self.unmapped = 0
        self._view = view
        self._gatherer = Gatherer(*view.size())
        self._styles: dict[Style, Style] = {}
        self._run: Run | None = None

    def words(self) -> list[Word]:
        self._gatherer.close()
        return self._gatherer.words

    def add(self, char: _Object) -> None:
        text: str = char["text"]
        if not text.strip():
            self._gatherer.close()
            self._gatherer.blank = True
            return
        if text.startswith(_UNMAPPED) or text == LOST:
            self.unmapped += 1
            text = LOST
        run = self._run_of(char)
        x0, top, x1, bottom = _box(char, self._view)
        along = {90: (-bottom, -top), 180: (-x1, -x0), 270: (top, bottom)}
        start, end = along.get(run.style.angle, (x0, x1))
        for letter in text:  # several where the file has one sign for them
            if ord(letter) not in DROPPED:
                self._gatherer.add(LIGATURES.get(ord(letter), letter), start, end, run)

    def _run_of(self, char: _Object) -> Run:
        a, b, _, _, x, y = char["matrix"]
        angle = right_angle(math.degrees(math.atan2(b, a)) - self._view.turn)
        upright = abs(a) >= abs(b)
        size = char["y1"] - char["y0"] if upright else char["x1"] - char["x0"]
        name = SUBSET.sub("", str(char["fontname"] or ""))
        bold, italic = bool(BOLD.search(name)), bool(ITALIC.search(name))
        colour, artifact = _colour(char["non_stroking_color"]), char["tag"] == "Artifact"
        style = Style(name, round(size, 2) or 1.0, bold, italic, colour, angle, char["mcid"], artifact, False)
        style = self._styles.setdefault(style, style)
        x, y = self._view.seen(x, y)
        across = {90: x, 180: -y, 270: -x}.get(angle, y)
        if self._run is None or self._run.style is not style or abs(self._run.across - across) > _SAME_LINE:
            self._run = Run(style, across)
        return self._run


def _drawn_together(drawn: Sequence[_Object]) -> Iterator[tuple[_Object, list[_Object]]]:
    """Each path with its outlines. pdfminer parts the outlines of a path; of a border painted as an area, the inner
    one follows the outer one."""
    before: _Object | None = None
    for shape in drawn:
        if before is None:
            before = shape
        elif _frames(before, shape):
            yield before, [before, shape]
            before = None
        else:
            yield before, [before]
            before = shape
    if before is not None:
        yield before, [before]


def _frames(outer: _Object, inner: _Object) -> bool:
    painted = outer["fill"] and inner["fill"] and not outer["stroke"] and not inner["stroke"]
    alike = painted and outer["non_stroking_color"] == inner["non_stroking_color"]
    margins = [inner["x0"] - outer["x0"], inner["top"] - outer["top"]]
    margins += [outer["x1"] - inner["x1"], outer["bottom"] - inner["bottom"]]
    return bool(alike) and all(0 <= margin <= FRAME for margin in margins) and any(margins)


def _add_shape(
    shape: _Object, outlines: Sequence[_Object], height: float, view: PageView, content: PageContent
) -> None:
    subpaths = []
    for outline in outlines:
        points = [view.seen(x, height - y) for x, y in outline["pts"]]
        path = outline.get("path") or ()
        closed = outline["object_type"] == "rect" or any(step[0] == "h" for step in path)
        if closed and points and points[0] != points[-1]:
            points.append(points[0])
        if len(points) > 1:
            subpaths.append((points, any(step[0] in _CURVES for step in path)))
    if not subpaths:
        return
    fill = _colour(shape["non_stroking_color"]) if shape["fill"] else None
    stroke = _colour(shape["stroking_color"]) if shape["stroke"] else None
    add_path(subpaths, fill, stroke, float(shape["linewidth"] or 0.0), content.rules, content.fills)


def _box(thing: _Object, view: PageView) -> BBox:
    return view.seen_box(thing["x0"], thing["y0"], thing["x1"], thing["y1"])


def _colour(value: Any) -> str:
    """Grey, RGB or CMYK, parts of 0 to 1, as ``#rrggbb``; black for any other (patterns, named inks)."""
    parts = value if isinstance(value, list | tuple) else (value,)
    if not all(isinstance(part, int | float) for part in parts):
        return "#000000"
    if len(parts) == 1:
        parts = (*parts, *parts, *parts)
    elif len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = tuple((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    if len(parts) != 3:
        return "#000000"
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in parts)


def _tags(tree: list[_Object]) -> dict[int, Tag]:
    """The tag of each marked-content id of a page, from its structure tree."""
    tags: dict[int, Tag] = {}
    waiting: list[tuple[_Object, tuple[str, ...], tuple[int, ...]]] = [(element, (), ()) for element in reversed(tree)]
    counter = 0
    while waiting and counter < _MOST_ELEMENTS:
        element, path, ids = waiting.pop()
        counter += 1
        tag = Tag((*path, str(element.get("type") or "")), (*ids, counter))
        for mcid in element.get("mcids", ()):
            tags[mcid] = tag
        waiting += [(child, tag.path, tag.ids) for child in reversed(element.get("children", ()))]
    return tags

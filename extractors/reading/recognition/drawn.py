"""Lines and shading of a straightened page picture, as the drawing commands of a digital page would give them.

Coordinates are pixels from the top left. Shading is looked for first, in blocks of pixels whose median is not the
paper's; what differs from paper and shading alike is ink, and ink in long thin runs is a drawn line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from safeplans.extractors.reading.recognition.header_bands import header_bands
from safeplans.extractors.reading.recognition.result import Box

Gray = NDArray[np.uint8]
Colours = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_POINTS = 72.0
_SHADE = 10  # levels (of 255) by which shading differs from paper in one channel at least
_ALIKE = 16  # levels within which two blocks have one colour
_NOISE = 8  # levels by which a scan of one colour varies
_FAINT = 16
_INK = 34  # levels by which ink differs from what it is printed on
_LINE_ACROSS = 20.0  # points: no shorter run is a horizontal line
_LINE_DOWN = 13.0  # points; upright lines shorter than a row do not exist, but letters' stems do
_THICK = 5.0  # points: what is thicker is a bar, which shading finds
_FULL = 0.9  # share of a line's pixels that ink must cover
_BESIDE = 0.22  # share of ink just above or below a line; along the feet of letters there is more
_MAX_RUNS = 40_000  # a photograph has more


@dataclass(slots=True)
class Stroke:
    """A drawn line. at: its middle across; start, end: along it; thick: its width; all in pixels."""

    at: float
    start: float
    end: float
    thick: float
    runs: list[tuple[int, int, int]] = field(default_factory=list, repr=False)

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Shade:
    """A box of one colour. exact: a rectangle; else the box around a dot."""

    x0: int
    top: int
    x1: int
    bottom: int
    colour: tuple[int, int, int]
    exact: bool = True


@dataclass(slots=True)
class Lines:
    """The drawn lines; and the colour under the text, for blocks of `side` pixels and for the paper."""

    across: list[Stroke]
    down: list[Stroke]
    blocks: NDArray[np.int16]
    side: int
    paper: NDArray[np.float64]


def find_lines(picture: Colours, dpi: float) -> Lines:
    """The drawn lines of a straightened RGB picture, also those on shading."""
    blocks, side, paper = _ground(picture, dpi)
    gray = np.asarray(Image.fromarray(picture).convert("L")).astype(np.int16)
    under = np.asarray(Image.fromarray(blocks.astype(np.uint8)).convert("L")).astype(np.int16)
    ground = np.repeat(np.repeat(under, side, axis=0), side, axis=1)
    missing = ((0, gray.shape[0] - ground.shape[0]), (0, gray.shape[1] - ground.shape[1]))
    contrast = np.abs(np.pad(ground, missing, mode="edge") - gray)
    # A faint line is told from the paper's grain: four times its usual deviation.
    mask = contrast > min(max(4 * 1.5 * float(np.median(contrast[::3, ::3])), _FAINT), _INK)
    across = _alone(_strokes(mask, _LINE_ACROSS * dpi / _POINTS, dpi), mask, dpi)
    down = _alone(_strokes(mask.T, _LINE_DOWN * dpi / _POINTS, dpi), mask.T, dpi)
    down = [line for line in down if line.length >= 60 * dpi / _POINTS or _meets(line, across, dpi)]
    return Lines(across, down, blocks, side, paper)


def find_shades(picture: Colours, dpi: float, lines: Lines, cells: Sequence[Box]) -> list[Shade]:
    """Shading: the colour of each cell between drawn lines, then boxes and dots of one colour anywhere."""
    found = []
    for x0, top, x1, bottom in [*cells, *header_bands(picture, cells, dpi / _POINTS)]:
        colour = _cell_colour(picture[top + 3 : bottom - 3, x0 + 3 : x1 - 3])
        if colour is not None and np.abs(colour - lines.paper).max() > _SHADE:
            found.append(_shade((x0, top, x1, bottom), colour))
    ruled = [c for c in cells if (c[2] - c[0]) * (c[3] - c[1]) < 0.25 * picture.shape[0] * picture.shape[1]]
    scale = dpi / _POINTS
    shaded = np.abs(lines.blocks - lines.paper).max(axis=2) > _SHADE
    for r0, c0, r1, c1 in _boxes(lines.blocks, shaded):
        box = (c0 * lines.side, r0 * lines.side, c1 * lines.side, r1 * lines.side)
        if box[2] - box[0] < 12 * scale or box[3] - box[1] < 8 * scale or any(_within(box, cell) for cell in ruled):
            continue
        colour = np.median(lines.blocks[r0:r1, c0:c1].reshape(-1, 3), axis=0)
        if np.abs(colour - lines.paper).max() > _SHADE and _ends(lines.blocks, (r0, c0, r1, c1), colour):
            found.append(_refined(picture, box, colour, lines.side))
    found.extend(_dots(picture, lines, scale, found))
    return _of_one_colour(found)


def _of_one_colour(shades: Sequence[Shade]) -> list[Shade]:
    """Colours that differ by the scanner's noise made one: that of the largest box."""
    known: list[tuple[int, int, int]] = []
    found: dict[int, Shade] = {}
    by_size = sorted(
        range(len(shades)), key=lambda i: -(shades[i].x1 - shades[i].x0) * (shades[i].bottom - shades[i].top)
    )
    for index in by_size:
        colour = shades[index].colour
        like = next((k for k in known if max(abs(a - b) for a, b in zip(k, colour, strict=True)) <= _NOISE), None)
        if like is None:
            known.append(colour)
        found[index] = replace(shades[index], colour=like or colour)
    return [found[index] for index in range(len(shades))]


def find_ink(picture: Colours, lines: Lines, shades: Sequence[Shade]) -> Gray:
    """0 (background) to 255 (full contrast with what is under it) for each pixel, drawn lines taken out."""
    ground = np.empty(picture.shape[:2], np.int16)
    ground[:] = _luminance(lines.paper)
    for shade in shades:
        if shade.exact:
            ground[shade.top : shade.bottom, shade.x0 : shade.x1] = _luminance(shade.colour)
    gray = np.asarray(Image.fromarray(picture).convert("L")).astype(np.int16)
    contrast = np.abs(ground - gray).astype(np.int32)
    ink: Gray = np.clip(contrast * 255 // np.maximum(ground, 255 - ground), 0, 255).astype(np.uint8)
    for shade in shades:
        if not shade.exact:  # a dot is no letter; what stands in it may be
            inside = (slice(shade.top - 2, shade.bottom + 2), slice(shade.x0 - 2, shade.x1 + 2))
            off = np.abs(gray[inside] - _luminance(shade.colour)).astype(np.uint8)
            ink[inside] = np.where(off < 2 * _INK, 0, np.minimum(ink[inside], off))
    for strokes, turned in ((lines.across, ink), (lines.down, ink.T)):
        for line in strokes:
            for row, start, end in line.runs:
                turned[max(row - 1, 0) : row + 2, max(start - 2, 0) : end + 2] = 0
    return ink


def _luminance(colour: Sequence[float] | NDArray[np.float64]) -> int:
    return int(0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2])


# --- shading ---------------------------------------------------------------------------------------------------------


def _ground(picture: Colours, dpi: float) -> tuple[NDArray[np.int16], int, NDArray[np.float64]]:
    """The colour under the text by blocks, the blocks' side in pixels, and the paper's colour."""
    side = max(2, round(2.2 * dpi / _POINTS))
    rows, columns = picture.shape[0] // side, picture.shape[1] // side
    blocks = picture[: rows * side, : columns * side].reshape(rows, side, columns, side, 3)
    sample = blocks[:, ::2, :, ::2].transpose(0, 2, 1, 3, 4).reshape(rows, columns, -1, 3)
    middles = np.median(sample, axis=2).astype(np.uint8)
    light = middles.min(axis=2)
    white = light >= max(150, int(np.percentile(light, 60)) - 12)
    paper = np.median(middles[white], axis=0) if white.any() else np.full(3, 255.0)
    return _without_text(sample, middles), side, paper


def _cell_colour(part: Colours) -> NDArray[np.float64] | None:
    """The colour under the text of a cell: that of its lighter half, of its darker half if it is dark on the whole."""
    pixels = part[::2, ::2].reshape(-1, 3)
    if len(pixels) < 20:
        return None
    light = pixels.astype(np.int32).sum(axis=1)
    middle = np.median(light)
    half = light <= middle if middle < 330 else light >= middle
    return np.asarray(np.median(pixels[half], axis=0), np.float64)


def _shade(box: Box, colour: NDArray[np.float64], exact: bool = True) -> Shade:
    red, green, blue = (int(round(v)) for v in colour)
    return Shade(*box, (red, green, blue), exact)


def _within(box: Box, cell: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _without_text(sample: Colours, middles: Colours) -> NDArray[np.int16]:
    """What each block's text is printed on: light blocks lose their dark letters, dark ones their light letters."""
    upper = Image.fromarray(np.percentile(sample, 80, axis=2, method="nearest").astype(np.uint8))
    lower = Image.fromarray(np.percentile(sample, 20, axis=2, method="nearest").astype(np.uint8))
    bright = np.asarray(upper.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.MinFilter(3)))
    dark = np.asarray(lower.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.MaxFilter(3)))
    around = np.asarray(Image.fromarray(middles).convert("L").filter(ImageFilter.MedianFilter(5)))
    return np.where((around < 110)[..., None], dark, bright).astype(np.int16)


@dataclass(slots=True)
class _Open:
    """A box that may grow: its first and last row, first column, column after the last, colour."""

    first: int
    last: int
    start: int
    end: int
    colour: NDArray[np.float64]

    def fits(self, run: tuple[int, int, NDArray[np.float64]]) -> bool:
        ends = abs(run[0] - self.start) <= 1 and abs(run[1] - self.end) <= 1
        return ends and bool(np.abs(run[2] - self.colour).max() <= _ALIKE)


def _boxes(colours: NDArray[np.int16], shaded: Mask) -> list[tuple[int, int, int, int]]:
    """Rectangles (first row, first column, row and column after the last) of blocks of one colour."""
    growing: list[_Open] = []
    done: list[_Open] = []
    for row in range(shaded.shape[0]):
        left = _colour_runs(colours[row], shaded[row])
        for box in growing:
            match = next((place for place, run in enumerate(left) if box.fits(run)), None)
            if match is not None:
                del left[match]
                box.last = row
        done.extend(box for box in growing if row - box.last > 2)
        growing = [box for box in growing if row - box.last <= 2]
        growing.extend(_Open(row, row, start, end, colour) for start, end, colour in left if end - start >= 3)
    return sorted((box.first, box.start, box.last + 1, box.end) for box in [*done, *growing])


def _colour_runs(colours: NDArray[np.int16], shaded: Mask) -> list[tuple[int, int, NDArray[np.float64]]]:
    """Runs of shaded blocks of one colour in one row of blocks; up to two odd blocks (letters) do not part a run."""
    runs: list[tuple[int, int, NDArray[np.float64]]] = []
    places = np.flatnonzero(shaded)
    if not len(places):
        return runs
    start = end = int(places[0])
    row: list[tuple[int, int, int]] = colours.tolist()  # plain numbers: three of them are too few for an array
    colour = row[start]
    for place in places[1:].tolist():
        alike = _alike(row[place], colour)
        if alike and place - end <= 3:
            end = place
            continue
        if not alike and place - end <= 2 and place + 1 < len(shaded):
            ahead = row[place + 1 : place + 3]
            if any(_alike(other, colour) for other in ahead):
                continue
        runs.append((start, end + 1, np.array(colour, np.float64)))
        start = end = place
        colour = row[place]
    runs.append((start, end + 1, np.array(colour, np.float64)))
    return runs


def _alike(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    return abs(a[0] - b[0]) <= _ALIKE and abs(a[1] - b[1]) <= _ALIKE and abs(a[2] - b[2]) <= _ALIKE


def _ends(blocks: NDArray[np.int16], box: Box, colour: NDArray[np.float64]) -> bool:
    """Does the colour end at the borders of a box (in blocks)? That of a patch of a faint larger shade goes on."""
    r0, c0, r1, c1 = box
    rows, columns = blocks.shape[:2]
    sides = [
        blocks[max(r0 - 2, 0), c0:c1],
        blocks[min(r1 + 1, rows - 1), c0:c1],
        blocks[r0:r1, max(c0 - 2, 0)],
        blocks[r0:r1, min(c1 + 1, columns - 1)],
    ]
    return all(np.abs(np.median(side, axis=0) - colour).max() > _NOISE for side in sides)


def _refined(picture: Colours, box: Box, colour: NDArray[np.float64], side: int) -> Shade:
    """The box with its borders moved to the pixel where its colour ends."""
    x0, top, x1, bottom = box
    height, width = picture.shape[:2]
    reach = 2 * side
    down = slice(top + side, max(bottom - side, top + side + 1))
    along = slice(x0 + side, max(x1 - side, x0 + side + 1))

    def reached(part: Colours, axis: int, outwards: int) -> int:
        """How many pixels the colour goes on."""
        off = np.median(np.abs(part.astype(np.float64) - colour).max(axis=2), axis=axis)[::outwards]
        beyond = np.flatnonzero(off > 2 * _ALIKE)
        return int(beyond[0]) if len(beyond) else len(off)

    refined = (
        x0 + side - reached(picture[down, max(x0 - reach, 0) : x0 + side], 0, -1),
        top + side - reached(picture[max(top - reach, 0) : top + side, along], 1, -1),
        x1 - side + reached(picture[down, x1 - side : min(x1 + reach, width)], 0, 1),
        bottom - side + reached(picture[bottom - side : min(bottom + reach, height), along], 1, 1),
    )
    return _shade(refined, colour)


def _dots(picture: Colours, lines: Lines, scale: float, boxes: Sequence[Shade]) -> list[Shade]:
    """Round coloured marks, 5 to 30 points wide."""
    side = lines.side
    rows, columns = lines.blocks.shape[:2]
    colours = picture[side // 2 : rows * side : side, side // 2 : columns * side : side][:rows, :columns].astype(
        np.int16
    )
    strong = (colours.max(axis=2) - colours.min(axis=2) >= 60) & (np.abs(colours - lines.paper).max(axis=2) > 40)
    found: list[Shade] = []
    for r0, c0, r1, c1, count in _components(strong):
        width, height = (c1 - c0) * side / scale, (r1 - r0) * side / scale
        area = (r1 - r0) * (c1 - c0)
        if not (5 <= width <= 30 and 5 <= height <= 30 and 0.6 <= width / height <= 1.7 and count >= 0.55 * area):
            continue
        box = (c0 * side, r0 * side, c1 * side, r1 * side)
        if any(_strong(shade) and _within(box, (shade.x0, shade.top, shade.x1, shade.bottom)) for shade in boxes):
            continue
        margin = max(2, round(0.5 * (c1 - c0)))
        around = strong[max(r0 - 1, 0) : r1 + 1, max(c0 - margin, 0) : c1 + margin]
        if around.sum() > 1.1 * count:  # a letter: others stand beside it
            continue
        inside = colours[r0:r1, c0:c1][strong[r0:r1, c0:c1]]
        found.append(_shade(box, np.median(inside, axis=0), exact=False))
    return found


def _strong(shade: Shade) -> bool:
    return max(shade.colour) - min(shade.colour) >= 60


def _components(mask: Mask) -> list[tuple[int, int, int, int, int]]:
    """Connected groups, at corners too: first row, first column, row and column after the last, and how many blocks."""
    from scipy import ndimage  # 0.2 s and 22 MB, which a process without scans is spared

    numbered, count = ndimage.label(mask, np.ones((3, 3), np.bool_))
    if count > _MAX_RUNS:
        return []
    sizes = np.bincount(numbered.ravel())[1:].tolist()
    boxes = ndimage.find_objects(numbered)
    return [(r.start, c.start, r.stop, c.stop, size) for (r, c), size in zip(boxes, sizes, strict=True)]


# --- lines -----------------------------------------------------------------------------------------------------------


def _strokes(mask: Mask, least: float, dpi: float) -> list[Stroke]:
    """Long thin horizontal runs of a mask (hand in its transpose for upright ones)."""
    length = max(8, round(least))
    if mask.shape[1] <= length:
        return []
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    sums = np.cumsum(wide, axis=1, dtype=np.int32)
    sums = np.concatenate((np.zeros((len(sums), 1), np.int32), sums), axis=1)
    full = (sums[:, length:] - sums[:, :-length]) >= _FULL * length
    marks = np.zeros((len(sums), mask.shape[1] + 1), np.int8)
    marks[:, : full.shape[1]] += full
    marks[:, length : length + full.shape[1]] -= full[:, : marks.shape[1] - length]
    long = np.cumsum(marks, axis=1, dtype=np.int32)[:, :-1] > 0
    long &= mask
    rows, starts, ends = _long_runs(long, length)
    if len(rows) > _MAX_RUNS:
        return []
    return _thin(_bundles(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)), length, dpi)


def _long_runs(mask: Mask, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Runs (row, start, end) of set pixels, gaps of a few pixels closed."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    rows, places = np.nonzero(np.diff(padded, axis=1))
    rows, starts, ends = rows[::2], places[::2], places[1::2]
    if not len(rows):
        return rows, starts, ends
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]) | (starts[1:] - ends[:-1] > 6)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(rows)) - 1
    rows, starts, ends = rows[first], starts[first], ends[last]
    kept = ends - starts >= max(6, length // 4)
    return rows[kept], starts[kept], ends[kept]


def _bundles(runs: Iterable[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Runs of neighbouring rows that overlap."""
    bundles: list[list[tuple[int, int, int]]] = []
    open_bundles: list[list[tuple[int, int, int]]] = []
    for row, start, end in runs:
        open_bundles = [b for b in open_bundles if b[-1][0] >= row - 2]
        home: list[tuple[int, int, int]] | None = None
        for bundle in open_bundles:
            if any(r >= row - 2 and s <= end + 3 and start <= e + 3 for r, s, e in bundle[-12:]):
                if home is None:
                    home = bundle
                    home.append((row, start, end))
                else:
                    home.extend(bundle)
                    home.sort()
                    bundle.clear()
        open_bundles = [b for b in open_bundles if b]
        if home is None:
            bundle = [(row, start, end)]
            bundles.append(bundle)
            open_bundles.append(bundle)
    return [b for b in bundles if b]


def _thin(bundles: Iterable[list[tuple[int, int, int]]], length: int, dpi: float) -> list[Stroke]:
    strokes: list[Stroke] = []
    for runs in bundles:
        start, end = min(r[1] for r in runs), max(r[2] for r in runs)
        area = sum(r[2] - r[1] for r in runs)
        thick = area / max(end - start, 1)
        if end - start < length or thick > _THICK * dpi / _POINTS or thick > 0.2 * (end - start):
            continue
        at = sum((r[0] + 0.5) * (r[2] - r[1]) for r in runs) / area
        strokes.append(Stroke(at, start, end, thick, runs))
    return strokes


def _alone(strokes: Iterable[Stroke], mask: Mask, dpi: float) -> list[Stroke]:
    """The lines with next to no ink along their sides: the feet of letters in a row are no line."""
    kept = []
    point = dpi / _POINTS
    for line in strokes:
        start, end = round(line.start), round(line.end)
        # No text is so long that it looks like a line all along; close to a short one there must be nothing for longer.
        reach = (1.0,) if line.length > 130 * point else (1.0, 1.7, 2.4)
        steps = [line.thick / 2 + max(2.0, step * point) for step in reach]
        rows = [round(line.at - step) for step in steps] + [round(line.at + step) for step in steps]
        if all(mask[row, start:end].mean() < _BESIDE for row in rows if 0 <= row < len(mask)):
            kept.append(line)
    return _rejoined(kept, point)


def _rejoined(strokes: Sequence[Stroke], point: float) -> list[Stroke]:
    """Pieces of one line, which a trace of skew has put on two rows of pixels, made one."""
    joined: list[Stroke] = []
    for line in sorted(strokes, key=lambda s: (s.start, s.at)):
        home = next((o for o in joined if abs(o.at - line.at) <= 1.3 * point and line.start - o.end <= 3 * point), None)
        if home is None:
            joined.append(line)
            continue
        total = home.length + line.length
        home.at = (home.at * home.length + line.at * line.length) / total
        home.end = max(home.end, line.end)
        home.runs = home.runs + line.runs
    return joined


def extend_into(picture: Colours, lines: Lines, shades: Sequence[Shade], dpi: float) -> None:
    """Draw upright lines on through shaded boxes that they lead to, where a faint one shows in the shade.

    The borders of a dark header row are often drawn in a colour that differs little from it.
    """
    near = 4 * dpi / _POINTS
    gray = np.asarray(Image.fromarray(picture).convert("L")).astype(np.float64)
    for shade in shades:
        if not shade.exact:
            continue
        for line in lines.down:
            inside = shade.x0 + near < line.at < shade.x1 - near
            covered = min(line.end, shade.bottom) - max(line.start, shade.top)
            meets = abs(line.start - shade.bottom) <= near or abs(line.end - shade.top) <= near or covered > 0
            if inside and meets and covered < 0.8 * (shade.bottom - shade.top) and _shows(gray, line, shade):
                line.start, line.end = min(line.start, shade.top), max(line.end, shade.bottom)
                column = round(line.at - 0.5)
                line.runs.extend((column + step, shade.top, shade.bottom) for step in (-1, 0, 1))


def _shows(gray: NDArray[np.float64], line: Stroke, shade: Shade) -> bool:
    """Is the shade lighter, or is it darker, all along the line than beside it?"""
    column = round(line.at - 0.5)
    beside = round(line.thick / 2) + 4
    if column - beside - 2 < 0 or column + beside + 3 > gray.shape[1] or shade.bottom - shade.top < 14:
        return False
    part = gray[shade.top + 3 : shade.bottom - 3, column - beside - 2 : column + beside + 3]
    around = np.median(np.concatenate((part[:, :3], part[:, -3:]), axis=1))
    middle = part[:, beside : beside + 5] - around
    across = middle[:, np.argmax(np.abs(middle.mean(axis=0)))]
    smooth = np.convolve(across, np.full(7, 1 / 7), mode="valid")
    mean = float(smooth.mean())
    return abs(mean) >= 5 and float((np.sign(mean) * smooth > 2).mean()) >= 0.85


def _meets(line: Stroke, across: Iterable[Stroke], dpi: float) -> bool:
    """Does an upright line touch a level one? A letter's stem does not."""
    near = 4 * dpi / _POINTS
    return any(
        other.start - near <= line.at <= other.end + near and line.start - near <= other.at <= line.end + near
        for other in across
    )

"""Header rows of scanned tables that end where their colour does, without a line between them and the first row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from safeplans.extractors.reading.recognition.result import Box

_INSET = 3  # pixels of a cell that its border may have
_LEAST = 8.0  # points: no lower row of text exists
_STRONG = 60  # levels by which a header's colour differs from the rest of its cell
_EVEN = 24  # levels within which the colour of a header stays


def header_bands(picture: NDArray[np.uint8], cells: Sequence[Box], scale: float) -> list[Box]:
    """The upper parts of those cells that have another colour than the rest below; cells side by side are of one mind.

    cells: between drawn lines, in pixels. scale: pixels a point. Text covers less than half of each row of pixels, so
    the median of a row is what the text is printed on.
    """
    rows: list[list[Box]] = []
    for cell in sorted(cells, key=lambda c: (c[1], c[3], c[0])):
        if rows and abs(rows[-1][0][1] - cell[1]) <= _INSET and abs(rows[-1][0][3] - cell[3]) <= _INSET:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    found = []
    for row in rows:
        height = _band(picture, row, scale)
        if height:
            found += [(x0, top, x1, top + height) for x0, top, x1, _ in row]
    return found


def _band(picture: NDArray[np.uint8], row: Sequence[Box], scale: float) -> int:
    """The height of the header in some cells side by side, 0 when they have none."""
    top, bottom = max(cell[1] for cell in row), min(cell[3] for cell in row)
    parts = [picture[top:bottom, x0 + _INSET : x1 - _INSET] for x0, _, x1, _ in row if x1 - x0 > 4 * _INSET]
    if not parts or bottom - top < 2 * _LEAST * scale:
        return 0
    middles = np.median(np.concatenate(parts, axis=1), axis=1)  # one colour a row of pixels
    first = np.median(middles[_INSET : round(_LEAST * scale) - _INSET], axis=0)
    alike = np.abs(middles - first).max(axis=1) <= _EVEN
    end = _INSET
    while end < len(alike) and alike[end : end + _INSET].any():  # letters may cover a row of pixels or two
        end += 1
    below = np.median(middles[end + _INSET :], axis=0) if end + 2 * _INSET < len(middles) else first
    strong = np.abs(below - first).max() >= _STRONG
    return end if strong and _LEAST * scale <= end <= bottom - top - _LEAST * scale else 0

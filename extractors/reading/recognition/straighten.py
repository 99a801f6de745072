"""Turning a scanned page upright and level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_MOST = 4.0  # degrees of skew that are looked for
_COARSE = 0.25
_FINE = 0.05
_WIDTH = 1000  # pixels: finer pictures do not tell the angle better


def skew_angle(gray: Image.Image) -> float:
    """By how many degrees a page must be turned counter-clockwise to be level, -4 to 4; 0 for an empty page.

    The upper edges of letters and lines are projected on the left border for each angle; at the right one they fall
    on the fewest rows (Postl's method, US patent 4723297, long expired).
    """
    scale = min(1.0, _WIDTH / max(gray.width, 1))
    small = gray.resize((max(1, round(gray.width * scale)), max(1, round(gray.height * scale))), Image.Resampling.BOX)
    values = np.asarray(small).astype(np.int16)
    if values.shape[0] < 20 or values.shape[1] < 20:
        return 0.0
    edges = (values[:-1] - values[1:]) > 40  # light above dark
    margin = max(2, values.shape[1] // 50)
    edges[:margin] = edges[-margin:] = False
    edges[:, :margin] = edges[:, -margin:] = False
    ys, xs = np.nonzero(edges)
    if len(ys) < 200:
        return 0.0
    centred = xs - values.shape[1] / 2
    coarse = np.arange(-_MOST, _MOST + _COARSE / 2, _COARSE)
    best = _sharpest(ys, centred, coarse)
    angle = _sharpest(ys, centred, np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE))
    return 0.0 if abs(angle) < _FINE or abs(angle) > _MOST - _COARSE else round(float(angle), 2)


def _sharpest(ys: NDArray[np.int64], xs: NDArray[np.float64], angles: NDArray[np.float64]) -> float:
    scores = []
    for angle in angles:
        # The picture turned counter-clockwise by `angle` lifts what stands right of the middle.
        rows = np.round(ys - xs * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        scores.append(int((counts.astype(np.int64) ** 2).sum()))
    return float(angles[int(np.argmax(scores))])


def turned_upright(picture: Image.Image, turn: int) -> Image.Image:
    """The picture turned counter-clockwise by 0, 90, 180 or 270 degrees."""
    if turn == 90:
        return picture.transpose(Image.Transpose.ROTATE_90)
    if turn == 180:
        return picture.transpose(Image.Transpose.ROTATE_180)
    if turn == 270:
        return picture.transpose(Image.Transpose.ROTATE_270)
    return picture


def levelled(picture: Image.Image, angle: float) -> Image.Image:
    """The picture turned counter-clockwise about its middle by a small angle; what comes in from outside is white."""
    if not angle:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")

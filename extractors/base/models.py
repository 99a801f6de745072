"""Where trained models are: files of a folder, or of the package."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TypeVar

MODELS = "model"  # the folder of the package that holds them
Model = TypeVar("Model")


def opened(read: Callable[[Path], Model], folder: str, name: str) -> Model:
    """What `read` makes of the file `name` of a folder, "" for that of the package."""
    if folder:
        return read(Path(folder) / name)
    with resources.as_file(resources.files("safeplans.extractors") / MODELS) as place:
        return read(place / name)

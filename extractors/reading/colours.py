"""Colours as readers tell them: ``#rrggbb``."""

from __future__ import annotations


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0–255) of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def is_white(colour: str) -> bool:
    return min(channels(colour)) >= 250


def is_coloured(colour: str) -> bool:
    """Neither black, white nor a grey."""
    values = channels(colour)
    return max(values) - min(values) >= 40

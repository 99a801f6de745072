"""The version of the installed package."""

from __future__ import annotations

import functools
from importlib import metadata


@functools.cache
def pipeline_version() -> str:
    """Version of the installed `safeplans` package; ``0+unknown`` where it runs without being installed."""
    try:
        return metadata.version("safeplans")
    except metadata.PackageNotFoundError:
        return "0+unknown"

"""Settings of one extraction: everything besides the bytes that a result may depend on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """file_name: a hint where the bytes do not tell text from Markdown, and the last resort for a title."""

    file_name: str | None = None

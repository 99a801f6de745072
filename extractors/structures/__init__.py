"""Structures: how the fields of a region make records. Each proposes; the one leaving them most regular is taken."""

from safeplans.extractors.structures.model import Found, Record

__all__ = ["Found", "Record"]

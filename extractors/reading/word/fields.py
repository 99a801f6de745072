"""Fields of Word: codes whose results are printed (ECMA-376, 17.16). Only results are read; nothing is worked out."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeplans.extractors.reading.safe_xml import Element
from safeplans.extractors.reading.word.wml import W, child, flag, number, value

_CONTENTS = ("TOC", "INDEX")
_CHECKED, _UNCHECKED = "☒", "☐"


@dataclass(slots=True)
class _Field:
    code: str = ""
    printing: bool = False


@dataclass(slots=True)
class Fields:
    """Follows the fields of one story. sound: each that begins ends too; else nothing is taken for a code."""

    sound: bool = True
    _open: list[_Field] = field(default_factory=list)

    @classmethod
    def of(cls, story: Element) -> Fields:
        depth = 0
        for element in story.iter(f"{W}fldChar"):
            kind = element.get(f"{W}fldCharType")
            depth += (kind == "begin") - (kind == "end")
            if depth < 0:
                return cls(sound=False)
        return cls(depth == 0)

    @property
    def printing(self) -> bool:
        """What stands here is printed."""
        return not self.sound or all(f.printing for f in self._open)

    @property
    def contents(self) -> bool:
        """What stands here is a list of contents."""
        return any(f.code.split()[:1] in [[code] for code in _CONTENTS] for f in self._open)

    def code(self, text: str) -> None:
        if self._open:
            self._open[-1].code += text

    def mark(self, element: Element) -> str:
        """Take in ``w:fldChar``; what the field of an old form prints by itself."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(_Field())
            return _old_form(element)
        if kind == "separate" and self._open:
            self._open[-1].printing = True
        elif kind == "end" and self._open:
            self._open.pop()
        return ""


def _old_form(element: Element) -> str:
    """The chosen entry of a drop-down list, or a box with or without its cross."""
    listed = child(element, "ffData", "ddList")
    if listed is not None:
        entries = [e.get(f"{W}val", "") for e in listed.findall(f"{W}listEntry")]
        told = number(value(listed, "result"))
        at = told if told is not None else number(value(listed, "default")) or 0
        return entries[at] if 0 <= at < len(entries) else ""
    box = child(element, "ffData", "checkBox")
    if box is None:
        return ""
    checked = flag(box, "checked")
    return _CHECKED if (flag(box, "default") if checked is None else checked) else _UNCHECKED

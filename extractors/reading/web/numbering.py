"""Markers of list items as a browser prints them: bullets by depth, numbers by type, start and value."""

from __future__ import annotations

from dataclasses import dataclass

from safeplans.extractors.reading.web.elements import Element

_BULLETS = ("•", "◦", "▪")
_NAMED_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_TYPES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_ROMAN = 3999
_FARTHEST = 100_000  # numbers of items beyond it are no list's


@dataclass(slots=True)
class Listing:
    """An open list. bullet: its marker, None for a numbered list; kind: of its numbers. none: it prints no markers."""

    bullet: str | None
    kind: str = "1"
    next: int = 1
    step: int = 1
    none: bool = False

    def marker(self, item: Element, style: str | None) -> str | None:
        """The marker of the next item. style: of the item itself."""
        kind = (style or "").split(" ")[0]
        if self.bullet is not None:
            return None if self.none and kind not in _NAMED_BULLETS else _NAMED_BULLETS.get(kind, self.bullet)
        value = _number(item.get("value"))
        number = self.next if value is None else value
        self.next = number + self.step
        if self.none or kind == "none":
            return None
        return f"{_printed(number, _TYPES.get(kind, self.kind))}."


def listing_of(element: Element, depth: int, style: str | None) -> Listing:
    """depth: lists around this one, 1 for the outermost. style: its ``list-style``."""
    kinds = (style or "").split()
    none = "none" in kinds
    if element.tag == "ol":
        kind = next((_TYPES[k] for k in kinds if k in _TYPES), element.get("type") or "1")
        start, reverse = _number(element.get("start")), element.get("reversed") is not None
        if start is None:
            start = sum(child.tag == "li" for child in element) if reverse else 1
        return Listing(None, kind if kind in "1aAiI" else "1", start, -1 if reverse else 1, none)
    bullet = next((_NAMED_BULLETS[k] for k in kinds if k in _NAMED_BULLETS), None)
    bullet = bullet or _NAMED_BULLETS.get(element.get("type") or "") or _BULLETS[min(depth, len(_BULLETS)) - 1]
    return Listing(bullet, none=none)


def _number(value: str | None) -> int | None:
    try:
        number = int((value or "").strip())
    except ValueError:
        return None
    return number if abs(number) <= _FARTHEST else None


def _printed(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if kind == "A" else letters
    if kind in "iI" and 0 < number <= _MOST_ROMAN:
        letters = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            letters += sign * count
        return letters.upper() if kind == "I" else letters
    return str(number)

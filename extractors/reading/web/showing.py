"""Which elements of a page print, and which are hidden but open when a person asks for them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from safeplans.extractors.reading.web.css import Sheet
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.names import named

#: Elements without words of the page.
UNSEEN = frozenset(
    {
        "applet", "area", "audio", "base", "canvas", "col", "colgroup", "datalist", "embed", "frame", "frameset",
        "head", "iframe", "link", "map", "meta", "noframes", "noscript", "object", "optgroup", "option", "param",
        "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video",
    }
)  # fmt: skip
_ROOTS = frozenset({"html", "body", "main", "article"})
_HEADS = frozenset({"thead", "tr", "th"})  # headings of columns for those who listen serve those who read too
_OPENERS = ("aria-controls", "data-target", "data-bs-target", "data-controls")
_CONTENT = frozenset({"table", "ul", "ol", "h1", "h2", "h3", "h4", "p"})
_ICON_PARTS = 60  # pieces of text of such a part that are looked at
_ICON_WORDS = 12  # words of a part hidden from those who listen: an icon, or a copy of what is said elsewhere


def sheet_of(root: Element) -> Sheet:
    return Sheet.of([element.text or "" for element in root.iter("style")])


@dataclass(slots=True)
class Showing:
    """sheet: the page's rules. opened: ids of the boxes that something on the page opens. tabs: by their ids."""

    sheet: Sheet
    opened: set[str] = field(default_factory=set)
    tabs: dict[str, Element] = field(default_factory=dict)

    @staticmethod
    def of(root: Element) -> Showing:
        showing = Showing(sheet_of(root))
        for element in root.iter("*"):
            for name in _OPENERS:
                for target in (element.get(name) or "").split():
                    showing.opened.add(target.removeprefix("#"))
            toggle = element.get("data-toggle") or element.get("data-bs-toggle") or element.get("role")
            if toggle in ("tab", "pill") and (name := element.get("id") or ""):
                showing.tabs.setdefault(name, element)
            if toggle in ("collapse", "tab", "pill") and (element.get("href") or "").startswith("#"):
                showing.opened.add((element.get("href") or "").removeprefix("#"))
        return showing

    def hidden(self, element: Element) -> bool:
        """Not printed, and not to be opened either."""
        tag = element.tag
        if tag in UNSEEN or not isinstance(tag, str):
            return True
        if tag in _ROOTS:
            return False
        if tag == "dialog" and element.get("open") is None:
            return True
        if tag not in _HEADS and named(element, "unseen", whole=True):
            return True
        if element.get("hidden") is None and element.get("aria-hidden") != "true":
            said = self.sheet.said_of(element)
            if not said or (said.get("display") != "none" and said.get("visibility") != "hidden"):
                return False
        elif element.get("aria-hidden") == "true" and element.get("hidden") is None and self._shown(element):
            return False
        return not self._opens(element)

    def _shown(self, element: Element) -> bool:
        """Hidden from those who listen only: shown, but an icon or a copy unless it holds more than a few words."""
        said = self.sheet.said_of(element)
        if said.get("display") == "none":
            return False
        if element.tag in _CONTENT or next(element.iter(*_CONTENT), None) is not None:
            return True
        return len(" ".join(itertools.islice(element.itertext(), _ICON_PARTS)).split()) > _ICON_WORDS

    def _opens(self, element: Element) -> bool:
        if named(element, "windows") or element.get("role") in ("dialog", "alertdialog", "menu", "navigation"):
            return False
        if element.get("role") == "tabpanel" or element.get("id") in self.opened or named(element, "panels"):
            return True
        parent = element.getparent()
        return parent is not None and (parent.tag == "details" or named(parent, "panels"))

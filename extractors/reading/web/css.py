"""The little of style sheets that says how a page prints: shown or not, bold, size, colours, crossed out.

Only what stands in the page itself is read, in ``style`` elements and attributes; sheets elsewhere are never fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import ImageColor

from safeplans.extractors.reading.web.elements import Element

Declarations = dict[str, str]

KNOWN = frozenset(
    {
        "background", "background-color", "color", "display", "float", "font", "font-size", "font-weight",
        "grid-template-columns", "list-style", "list-style-type", "text-decoration", "text-decoration-line",
        "visibility", "white-space",
    }
)  # fmt: skip
MOST_RULES = 5000  # of one page; a site's whole sheet has some thousand
MOST_TRIED = 300  # rules that are tried on one element
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*\*/")
_PART = re.compile(r"([^{};]*)([{};])")
_COMPOUND = re.compile(
    r"(?P<tag>\*|[a-z][\w-]*)?(?P<marks>(?:[#.][\w-]+)*)(?P<place>:(?:first-child|last-child|nth-child\([^)]*\)))?",
    re.IGNORECASE,
)
_MARK = re.compile(r"([#.])([\w-]+)")
_SCREEN = re.compile(
    r"@media\b(?!.*\b(?:print|speech)\b)(?!.*max-width)|@supports\b|@layer\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Compound:
    """One element in a selector: ``td.rag#x``."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]
    place: str | None

    def fits(self, element: Element) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.id is not None and element.get("id") != self.id:
            return False
        if self.classes:
            own = (element.get("class") or "").split()
            if not all(name in own for name in self.classes):
                return False
        return self.place is None or _stands(element, self.place)

    @property
    def weight(self) -> tuple[int, int, int]:
        return (int(self.id is not None), len(self.classes) + int(self.place is not None), int(self.tag is not None))


def _stands(element: Element, place: str) -> bool:
    if place == "first-child":
        return element.getprevious() is None
    if place == "last-child":
        return element.getnext() is None
    parent = element.getparent()
    at = parent.index(element) + 1 if parent is not None else 1
    if place in ("odd", "2n+1"):
        return at % 2 == 1
    if place in ("even", "2n"):
        return at % 2 == 0
    return place.isdigit() and at == int(place)


@dataclass(frozen=True, slots=True)
class _Rule:
    """parts: compounds from the left, each with what joins it to the one before (`` `` or ``>``)."""

    parts: tuple[tuple[str, _Compound], ...]
    weight: tuple[int, int, int]
    order: int
    said: Declarations

    def fits(self, element: Element) -> bool:
        if not self.parts[-1][1].fits(element):
            return False
        at: Element | None = element
        for number in range(len(self.parts) - 1, 0, -1):
            joined, wanted = self.parts[number][0], self.parts[number - 1][1]
            at = at.getparent() if at is not None else None
            while joined == " " and at is not None and not wanted.fits(at):
                at = at.getparent()
            if at is None or not wanted.fits(at):
                return False
        return True


@dataclass(slots=True)
class Sheet:
    """The rules of a page, found by what the element that they are for must have."""

    by_id: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    by_class: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    by_tag: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    _simple: dict[tuple[str, str | None, str | None], Declarations] = field(default_factory=dict)

    @staticmethod
    def of(texts: Sequence[str]) -> Sheet:
        """texts: what the ``style`` elements hold, in their order."""
        sheet = Sheet()
        order = 0
        for text in texts:
            for selectors, said in _rules(text):
                for selector in selectors.split(","):
                    rule = _rule(selector, order, said)
                    if rule is not None and order < MOST_RULES:
                        sheet._add(rule)
                        order += 1
        return sheet

    def _add(self, rule: _Rule) -> None:
        last = rule.parts[-1][1]
        if last.id is not None:
            self.by_id[last.id].append(rule)
        elif last.classes:
            self.by_class[last.classes[0]].append(rule)
        elif last.tag is not None:
            self.by_tag[last.tag].append(rule)

    def said_of(self, element: Element) -> Declarations:
        """What the rules and the element itself declare, the stronger last word alone."""
        key = (element.tag, element.get("id"), element.get("class"))
        found = self._simple.get(key)
        if found is None:
            rules = self._candidates(key)
            fitting = sorted((r for r in rules if r.fits(element)), key=lambda r: (r.weight, r.order))
            found = {}
            for rule in fitting:
                found |= rule.said
            if all(len(r.parts) == 1 and r.parts[0][1].place is None for r in rules):
                self._simple[key] = found
        own = element.get("style")
        return found | declarations(own) if own else found

    def _candidates(self, key: tuple[str, str | None, str | None]) -> list[_Rule]:
        tag, name, classes = key
        rules = list(self.by_tag.get(tag, ()))
        if name is not None:
            rules += self.by_id.get(name, ())
        for one in dict.fromkeys((classes or "").split()):
            rules += self.by_class.get(one, ())
        return rules[:MOST_TRIED]


def _rules(text: str) -> Iterator[tuple[str, Declarations]]:
    """Selectors and declarations of a sheet; what is for print or small screens alone is passed over."""
    text = _COMMENT.sub("", text).replace("<!--", "").replace("-->", "")
    open_blocks: list[bool] = []  # of each block that holds rules: whether these are for the screen
    selectors: str | None = None
    body: list[str] = []
    for found in _PART.finditer(text):
        words, mark = found[1].strip(), found[2]
        if mark == "{":
            if words.startswith("@"):
                open_blocks.append(bool(_SCREEN.match(words)))
                selectors = None
            else:
                selectors, body = words, []
        elif mark == ";":
            body.append(words)
        elif selectors is not None:
            if all(open_blocks):
                said = declarations(";".join([*body, words]))
                if said:
                    yield selectors, said
            selectors, body = None, []
        elif open_blocks:
            open_blocks.pop()


def _rule(selector: str, order: int, said: Declarations) -> _Rule | None:
    """None for a selector that this small reading does not know; its rule is then none of ours."""
    parts: list[tuple[str, _Compound]] = []
    joined = " "
    for word in selector.replace(">", " > ").split():
        if word == ">":
            joined = ">"
            continue
        found = _COMPOUND.fullmatch(word)
        if found is None or not found[0]:
            return None
        marks = _MARK.findall(found["marks"] or "")
        tag = (found["tag"] or "").casefold()
        place = (found["place"] or "").removeprefix(":").removeprefix("nth-child(").rstrip(")").replace(" ", "")
        parts.append((
            joined,
            _Compound(
                tag if tag not in ("", "*") else None,
                next((name for kind, name in marks if kind == "#"), None),
                tuple(name for kind, name in marks if kind == "."),
                place or None,
            ),
        ))  # fmt: skip
        joined = " "
    if not parts:
        return None
    weights = [compound.weight for _, compound in parts]
    return _Rule(tuple(parts), (sum(w[0] for w in weights), sum(w[1] for w in weights), sum(w[2] for w in weights)),
                 order, said)  # fmt: skip


@lru_cache(maxsize=4096)
def _declared(text: str) -> tuple[tuple[str, str], ...]:
    said: Declarations = {}
    for one in text.split(";"):
        name, colon, value = one.partition(":")
        name = name.strip().casefold()
        if colon and name in KNOWN:
            said[name] = value.replace("!important", "").strip().casefold()
    if "background-color" in said:
        said["background"] = said.pop("background-color")
    return tuple(said.items())


def declarations(text: str) -> Declarations:
    """What of a ``style`` attribute or the body of a rule matters here; names and values in small letters."""
    return dict(_declared(text)) if len(text) < 20_000 else {}


@lru_cache(maxsize=1024)
def colour(value: str) -> str | None:
    """A colour as ``#rrggbb``; None for one that is not seen or not known."""
    value = value.strip().casefold()
    if not value or len(value) > 60 or value in ("transparent", "inherit", "initial", "none"):
        return None
    spaced = re.fullmatch(r"(rgba?)\(\s*(\d+)\s+(\d+)\s+(\d+)\s*(?:/\s*([\d.]+%?)\s*)?\)", value)
    if spaced:
        value = f"rgb({spaced[2]},{spaced[3]},{spaced[4]})" if spaced[5] not in ("0", "0%") else "transparent"
    clear = re.fullmatch(r"(rgb|hsl)a?\(([^()]*),\s*([\d.]+)\s*\)", value) if value.count(",") == 3 else None
    if clear:
        if float(clear[3].strip(".") or 0) == 0:
            return None
        value = f"{clear[1]}({clear[2]})"
    try:
        seen = ImageColor.getrgb(value)
    except ValueError:
        return None
    if len(seen) == 4 and seen[3] == 0:
        return None
    return f"#{min(seen[0], 255):02x}{min(seen[1], 255):02x}{min(seen[2], 255):02x}"


_TOKEN = re.compile(r"[a-z]+\([^()]*\)|#[0-9a-f]+|[a-z]+")


def background_colour(value: str) -> str | None:
    """The colour of a ``background`` with or without a picture; None for a picture or gradient alone."""
    if "gradient" in value:
        return None
    return next((seen for token in _TOKEN.findall(value[:400]) if (seen := colour(token)) is not None), None)

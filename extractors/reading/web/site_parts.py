"""What of a page is the site's and not its content: menus, banners, trails, footers, lists of links elsewhere.

Five signs, the surest first: the element or role that says so (``nav``, ``footer``, ``role=banner``); standing outside
the part that holds the content (``main``), where that holds most of the words; the name of a class or id; lines that no
document prints («Was this page helpful?»); lists that are links and nothing else. What is so found is set aside, not
dropped: it stays in the document as furniture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading.web.elements import Element
from safeplans.extractors.reading.web.names import named
from safeplans.extractors.reading.web.showing import Showing
from safeplans.extractors.reading.web.walking import walk

NAVIGATION = "navigation"

_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "tablist"}
)
_BOXES = frozenset(
    {"div", "section", "ul", "ol", "form", "aside", "header", "footer", "nav", "p", "span", "dialog", "details"}
)
_MAIN_SHARE = 0.5
"""Share of a page's words, menus aside, that its main part must hold: else it is a frame round a picture, say."""
_CUE_SHARE = 0.3
"""Share of a page's words up to which a box is the site's because its class says so; a larger one is misnamed."""
_LINK_SHARE = 0.8
"""Share of the letters of a list that are links, from which it is a list of links."""
_LEAST_LINKS = 3
_LONGEST_LINK = 70  # letters of a link in a menu, on average; longer ones are statements
_LONGEST_PROMPT = 500  # letters of a box round a phrase such as «Was this page helpful?»
_LONGEST_LINE = 160  # letters of a line that is held against the phrases
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WITHIN = frozenset({"article", "section", "main", "blockquote", "details", "td", "li"})
_MOST_ELEMENTS = 200  # in a box round a phrase
_SECTIONS_END = 400  # letters of a part under a heading such as «Related pages» that is no list of links


@dataclass(slots=True)
class _Amount:
    """What an element holds. letters: of its words; linked: of those in links; inward: links to parts of the page."""

    elements: int = 1
    letters: int = 0
    linked: int = 0
    links: int = 0
    inward: int = 0
    headed: bool = False  # it holds an h1
    tables: bool = False

    def add(self, other: _Amount) -> None:
        self.elements += other.elements
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.inward += other.inward
        self.headed |= other.headed
        self.tables |= other.tables


@dataclass(slots=True)
class _Weighed:
    """What each element of a page holds that prints."""

    showing: Showing
    amounts: dict[Element, _Amount] = field(default_factory=dict)
    _open: list[_Amount] = field(default_factory=list)
    _links: int = 0

    def begin(self, element: Element) -> bool:
        if self.showing.hidden(element):
            return False
        amount = _Amount()
        if element.tag == "a" and element.get("href") is not None:
            self._links += 1
            amount.links = 1
            amount.inward = int((element.get("href") or "").startswith("#"))
        elif element.tag == "h1":
            amount.headed = True
        elif element.tag in ("td", "th"):
            amount.tables = True
        self._open.append(amount)
        return True

    def words(self, text: str) -> None:
        letters = len(text) - text.count(" ") - text.count("\n") - text.count("\t")
        self._open[-1].letters += letters
        if self._links:
            self._open[-1].linked += letters

    def end(self, element: Element) -> None:
        amount = self._open.pop()
        if element.tag == "a" and element.get("href") is not None:
            self._links -= 1
        if self._open:
            self._open[-1].add(amount)
        if element.tag not in _CELLS:
            self.amounts[element] = amount


_CELLS = frozenset({"td", "th", "tr"})
_NOTHING = _Amount()


def site_parts(root: Element, showing: Showing) -> dict[Element, str]:
    """The elements that are no content, each with its reason; an empty reason takes back what one above it says."""
    weighed = _Weighed(showing)
    walk(root, weighed)
    return _Page(root, weighed.amounts).parts()


class _Page:
    def __init__(self, root: Element, amounts: dict[Element, _Amount]) -> None:
        self.amounts = amounts
        self.root = root
        self.body = next(root.iter("body"), root)
        self.found: dict[Element, str] = {}

    def parts(self) -> dict[Element, str]:
        sure = [e for e in self.amounts if self._is_sure(e)]
        for element in sure:
            self.found[element] = NAVIGATION
        self.words = max(
            self._amount(self.body).letters - sum(self._amount(e).letters for e in self._outermost(sure)), 1
        )
        main = self._main()
        if main is not None:
            self._outside(main)
        for element in self.amounts:
            if element in self.found or element is main:
                continue
            menu = main is None and self._is_menu(element)
            if menu or self._is_named(element) or self._is_contents(element):
                self.found[element] = NAVIGATION
        self._phrases()
        self._keep_title()
        return self.found

    def _amount(self, element: Element) -> _Amount:
        return self.amounts.get(element, _NOTHING)

    def _outermost(self, elements: list[Element]) -> list[Element]:
        among = set(elements)
        return [e for e in elements if not any(a in among for a in e.iterancestors())]

    def _is_sure(self, element: Element) -> bool:
        """By its element or role."""
        if element is self.body or element is self.root or element.tag == "main":
            return False
        if element.tag == "nav" or element.get("role") in _ROLES:
            return not self._amount(element).tables or element.tag == "nav"
        if element.tag == "footer":
            return not any(a.tag in _WITHIN for a in element.iterancestors())
        if element.tag == "header":
            amount = self._amount(element)
            outer = not any(a.tag in _WITHIN for a in element.iterancestors())
            return outer and not amount.tables and (not amount.headed or 2 * amount.linked > amount.letters)
        if element.tag == "aside":
            amount = self._amount(element)
            return 2 * amount.linked > amount.letters
        return False

    def _main(self) -> Element | None:
        """The part that holds the content, where there is one and it holds most of the words."""
        by_element = [e for e in self.amounts if e.tag == "main" or e.get("role") == "main"]
        articles = [e for e in self.amounts if e.tag == "article"]
        by_name = [e for e in self.amounts if e.tag in ("div", "section") and named(e, "main", whole=True)]
        for group in (by_element, articles, by_name):
            free = [e for e in group if e not in self.found]
            best = max(free, key=lambda e: self._amount(e).letters, default=None)
            if best is not None and self._amount(best).letters >= _MAIN_SHARE * self.words:
                return best
        return None

    def _outside(self, main: Element) -> None:
        """All that stands beside the main part or beside one that holds it."""
        inside = main
        for above in main.iterancestors():
            for child in above:
                if child is not inside and child in self.amounts:
                    self.found.setdefault(child, NAVIGATION)
            inside = above
            if above is self.body:
                break

    def _is_named(self, element: Element) -> bool:
        if element.tag not in _BOXES:
            return False
        amount = self._amount(element)
        if amount.headed or amount.tables or amount.letters > _CUE_SHARE * self.words:
            return False
        return named(element, "aside")

    def _is_menu(self, element: Element) -> bool:
        """A list of links on a page that does not say where its content is."""
        if element.tag not in ("ul", "ol", "div", "p", "table", "td"):
            return False
        return self._is_links(element) and not self._amount(element).headed

    def _is_links(self, element: Element) -> bool:
        amount = self._amount(element)
        return (
            amount.links >= _LEAST_LINKS
            and amount.linked >= _LINK_SHARE * amount.letters
            and amount.linked <= _LONGEST_LINK * amount.links
        )

    def _is_contents(self, element: Element) -> bool:
        """A list of links to the page's own parts."""
        amount = self._amount(element)
        return element.tag in ("ul", "ol", "p", "div") and amount.inward == amount.links and self._is_links(element)

    def _phrases(self) -> None:
        words = load_toml("web_pages")["phrases"]
        lines = frozenset(heading_form(w) for w in words["lines"])
        begins = tuple(sorted({heading_form(w) for w in words["begins"]}))
        sections = frozenset(heading_form(w) for w in words["sections"])
        contents = frozenset(heading_form(w) for w in words["contents"])
        for element in list(self.amounts):
            amount = self._amount(element)
            if not 0 < amount.letters <= _LONGEST_PROMPT or amount.elements > _MOST_ELEMENTS:
                continue
            if element in self.found or amount.tables or element.tag == "h1":
                continue
            text = heading_form(" ".join("".join(element.itertext()).split()))
            if element.tag in _HEADINGS and text in sections | contents:
                self._section(element, contents=text in contents)
            elif text in lines and amount.letters <= _LONGEST_LINE or text.startswith(begins):
                self.found[self._prompt(element)] = NAVIGATION

    def _prompt(self, element: Element) -> Element:
        """The box round a phrase: what asks and what may be answered."""
        box = element
        for above in element.iterancestors():
            amount = self._amount(above)
            if above is self.body or above.tag in ("main", "article", "li", "td", "th", "ul", "ol", "dl"):
                break
            if amount.headed or amount.tables or amount.elements > _MOST_ELEMENTS:
                break
            if amount.letters > min(_LONGEST_PROMPT, _CUE_SHARE * self.words):
                break
            if any(child.tag in _HEADINGS and child is not box for child in above.iter(*_HEADINGS)):
                break
            box = above
        return box

    def _section(self, heading: Element, *, contents: bool) -> None:
        """A heading over links elsewhere (or to parts of the page), with what stands under it."""
        under = list(self._under(heading))
        if contents:
            # the contents of a document without links are the document's own, and the outline knows them
            under = [e for e in under[:1] if self._amount(e).links >= 2]
            if not under:
                return
        elif not all(self._is_links(e) or self._amount(e).letters <= _SECTIONS_END for e in under):
            return
        if sum(self._amount(e).letters for e in under) > _CUE_SHARE * self.words:
            return
        for element in (heading, *under):
            self.found.setdefault(element, NAVIGATION)

    def _under(self, heading: Element) -> Iterator[Element]:
        rank = _HEADINGS.index(heading.tag)
        for element in heading.itersiblings():
            if element.tag in _HEADINGS[: rank + 1]:
                return
            if any(inner.tag in _HEADINGS[: rank + 1] for inner in element.iter(*_HEADINGS)):
                return
            if element in self.amounts:
                yield element

    def _keep_title(self) -> None:
        """The page's only h1 is its title, wherever it stands."""
        heads = [e for e in self.amounts if e.tag == "h1" and self._amount(e).letters]
        if any(not self._is_aside(e) for e in heads):
            return
        for element in heads[:1]:
            if not any(a.tag == "nav" or a.get("role") in ("dialog", "navigation") for a in element.iterancestors()):
                self.found[element] = ""

    def _is_aside(self, element: Element) -> bool:
        return element in self.found or any(a in self.found for a in element.iterancestors())

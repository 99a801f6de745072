"""Terms: the document's own abbreviations, from its glossary and where its text defines them."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place
from safeplans.extractors.base.facts import Source, Term
from safeplans.extractors.base.methods import TermMethod
from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.ownership.abbreviations import inline_definitions

_ABBREVIATION = r"[A-Z0-9][\w&/+.’'-]*[A-Z0-9&+]\w*(?:\s(?:Ops|Board|Group|Panel)\b(?:\s(?:Group|Board|Panel))?)?"
_PARTED = re.compile(
    rf"^(?P<term>{_ABBREVIATION}|[A-Z][\w&/ -]{{0,24}}?)\s*(?:\t|\s[–—=-]+\s|:\s+"
    rf"|\s{{2,}}|\s*[–—]\s*)\s*(?P<expansion>\S.*)$"
)
_SPACED = re.compile(rf"^(?P<term>{_ABBREVIATION})\s+(?P<expansion>[A-Z0-9‘“(].*)$")
_LONGEST_EXPANSION = 14  # words of a block that may spell out the letters before it


def find_terms(document: Document) -> tuple[list[Term], set[int]]:
    """The terms of a document and the indexes of the glossary's blocks.

    A term that a glossary defines is not given again for its inline definition.
    """
    glossary = _Glossary()
    for index, block in enumerate(document.blocks):
        if block.kind is not BlockKind.FURNITURE and glossary.goes_on(index, block):
            glossary.read(index, block)
    _inline(document, glossary.blocks, glossary.terms)
    return list(glossary.terms.values()), glossary.blocks


class _Glossary:
    """The glossary as far as it is read, block by block. terms: by their letters in lower case."""

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.blocks: set[int] = set()
        self._inside, self._level = False, 0
        self._waiting: Block | None = None  # an abbreviation printed alone, its expansion in the next block

    def goes_on(self, index: int, block: Block) -> bool:
        """Whether a block may hold entries; a heading opens or closes the glossary."""
        if block.kind is not BlockKind.HEADING:
            return True
        opens = section_of(block.text) == "glossary"
        if opens or block.level <= self._level or block.confidence == 1.0 or not _entries(block.paras[0]):
            self._inside, self._level = opens, block.level
        if self._inside:
            self.blocks.add(index)
        return self._inside and not opens

    def read(self, index: int, block: Block) -> None:
        """Take the entries of a block."""
        found: list[Term] = []
        if block.kind is BlockKind.TABLE:
            listed = _is_glossary(block)
            if self._inside and not listed and _is_headed(block):
                self._inside = False  # the plan itself, without a heading of its own
            if self._inside or listed:
                found = _table_terms(block)
        elif self._inside:
            found = [term for para in block.paras for term in _entries(para)] or self._pair(block)
            self._waiting = block if not found and re.fullmatch(_ABBREVIATION, block.text) else None
            if self._waiting is not None or not found and _repeats_headings(block):
                self.blocks.add(index)
        if found:
            self.blocks.add(index)
        for term in found:
            self.terms.setdefault(term.term.casefold(), term)

    def _pair(self, block: Block) -> list[Term]:
        """The abbreviation of the block before with this one as its expansion."""
        waiting = self._waiting
        if waiting is None or len(block.text.split()) > _LONGEST_EXPANSION:
            return []
        place = Place.span([waiting.place, block.place]) if waiting.place.page == block.place.page else block.place
        quote = f"{waiting.text} {block.text}"
        return [_term(waiting.text, block.text, "glossary", place, quote, "glossary_pair", 0.8)]


def _repeats_headings(block: Block) -> bool:
    """The headings of a glossary's columns, printed again."""
    return any(role_of(p.text) or all(role_of(w) for w in p.text.split()) for p in block.paras)


def _is_glossary(table: Block) -> bool:
    for row in table.rows[:2]:
        roles = [m.role for c in row.cells if c.text and (m := role_of(c.text)) is not None]
        if "term" in roles and "expansion" in roles:
            return True
    return False


def _is_headed(table: Block) -> bool:
    """The columns have headings of another kind of table."""
    return any(looks_like_header([c.text for c in row.cells]) for row in table.rows[:3])


def _table_terms(table: Block) -> list[Term]:
    made: list[Term] = []
    for row in table.rows:
        cells = [c for c in row.cells if c.text and c.rowspan_from is None]
        roles = [m.role if (m := role_of(c.text)) else None for c in cells]
        if row.header or set(roles) & {"term", "expansion"} and len(cells) >= 2 and all(roles):
            continue
        # two pairs side by side are read as two entries
        for left, right in zip(cells[::2], cells[1::2], strict=False):
            if len(left.text.split()) <= 5:
                made.append(
                    _term(
                        left.text,
                        right.text,
                        "glossary",
                        Place.span(p.place for p in (*left.paras, *right.paras)),
                        f"{left.text} {right.text}",
                        "glossary_table",
                        0.97,
                    )
                )
        if len(cells) == 1:
            made += [t for p in cells[0].paras for t in _entries(p)]
    return made


def _term(
    term: str, expansion: str, defined_in: str, place: Place, quote: str, method: TermMethod, confidence: float
) -> Term:
    return Term(term.strip(" :–-"), expansion.strip(" ;,"), defined_in, Source(place, quote, method, confidence))


def _entries(para: Para) -> list[Term]:
    """The entries printed in one line; two in a line are told apart by the letters that the second stands for."""
    text = para.text
    found = _PARTED.match(text) or _SPACED.match(text)
    if not found or len(found["term"].split()) > 5:
        return []
    method: TermMethod = "glossary_line"
    if _PARTED.match(text):
        return [_term(found["term"], found["expansion"], "glossary", para.place, text, method, 0.93)]
    expansion = found["expansion"]
    for inner in re.finditer(r"(?<=\s)([A-Z][A-Za-z]*[A-Z]{1,})\s+(?=[A-Z])", expansion):
        rest = expansion[inner.end() :]
        letters = inner.group(1).upper()
        words = re.findall(r"[A-Za-z]+", rest)
        stands_for = ("".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w[0].isupper()))
        if any(s.startswith(letters) for s in stands_for) and len(expansion[: inner.start()].split()) >= 1:
            second = _term(inner.group(1), rest, "glossary", para.place, text, method, 0.8)
            return [_term(found["term"], expansion[: inner.start()], "glossary", para.place, text, method, 0.8), second]
    return [_term(found["term"], expansion, "glossary", para.place, text, method, 0.85)]


_MEANS = re.compile(
    r"\b(?P<term>[A-Z][A-Za-z&]*[A-Z]s?)\s+(?:means|stands for|refers to|is short for"
    r"|=)\s+(?P<expansion>[A-Z][^.;,()]{4,70})"
)


def _stands_for(term: str, expansion: str) -> bool:
    """The letters of the term are initials of the expansion's words, in order."""
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", expansion)).casefold()
    at = 0
    for letter in (c for c in term.casefold() if c.isalpha()):
        at = initials.find(letter, at) + 1
        if at == 0:
            return False
    return True


def is_entry(text: str) -> bool:
    """True for a line that says what letters stand for: ``MASH: Multi-Agency Safeguarding Hub``."""
    found = _PARTED.match(text) if len(text.split()) <= 12 else None
    return (
        found is not None
        and bool(re.fullmatch(_ABBREVIATION, found["term"]))
        and _stands_for(found["term"], found["expansion"])
    )


def _inline(document: Document, glossary: set[int], terms: dict[str, Term]) -> None:
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE or index in glossary:
            continue
        paras = (
            block.paras
            if block.kind is not BlockKind.TABLE
            else tuple(p for r in block.rows for c in r.cells if c.rowspan_from is None for p in c.paras)
        )
        for para in paras:
            line = _PARTED.match(para.text) if len(para.text.split()) <= 12 else None
            said = [
                m
                for m in (line, *_MEANS.finditer(para.text))
                if m and re.fullmatch(_ABBREVIATION, m["term"]) and _stands_for(m["term"], m["expansion"])
            ]
            for m in said:
                terms.setdefault(
                    m["term"].casefold(),
                    _term(m["term"], m["expansion"], "inline", para.place, m.group(), "inline_definition", 0.8),
                )
            for term, expansion, start, end in inline_definitions(para.text):
                if term.endswith("s") and term[:-1].casefold() in terms:
                    continue
                terms.setdefault(
                    term.casefold(),
                    _term(term, expansion, "inline", para.place, para.text[start:end], "inline_definition", 0.85),
                )

"""The title that a document prints, and what kind of document it says it is."""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

from safeplans.extractors.area_names import key
from safeplans.extractors.dates import parse_period
from safeplans.extractors.document import BlockKind, Document
from safeplans.extractors.document_labels import Pair
from safeplans.extractors.front_matter import LONGEST_TITLE, front_blocks, is_cover_line
from safeplans.extractors.partnership_names import find_names
from safeplans.extractors.partnerships import names_over_lines
from safeplans.extractors.vocabulary import load_toml

# `APPENDIX 2- `, `Annex B:`, `Agenda item 7 –` before the title that the document itself has.
_PREFIX = re.compile(
    r"^\s*(?:appendix|annexe?|enclosure|agenda item|item|attachment)\s+(?:no\.?\s*)?[0-9A-Z]{1,3}\b[\s.:)–—-]*(?=\w)",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:page\s+)?\d{1,3}\s*[|–—-]?\s+(?=\D)|"
    r"[\s|–—-]*(?:\bv(?:ersion)?\s?\d[\d.]*)?[\s|–—-]*(?:page\s+)?(?<![\d/–—-])\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*$",
    re.I,
)
_UNFINISHED = re.compile(
    r"(?:\b(?:and|of|for|to|the|in|with|safeguarding|children|children['’]s|adults?)|[&:,–—-])\s*$", re.I
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_CONNECTOR = re.compile(r"[:–—|(]|\s-\s|\b(?:and|incorporating|including|with|on|for|to|from|about)\b|&", re.I)
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*"
_PERIOD_ONLY = re.compile(
    rf"^\W*(?:(?:for|period|the|year|years|between|from|to|until|and|ending|ended|{_MONTHS}|\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)?\d\d)\W*)+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed.

    blocks: indexes of the blocks that print it. source: label, cover, table, file, running head or name.
    """

    text: str
    blocks: tuple[int, ...]
    source: str


def find_title(document: Document, pairs: list[Pair]) -> Title | None:
    """The document's own title: a label's value, else the best line of the front, else the file's own title."""
    labelled = sorted((p for p in pairs if p.field == "title"), key=lambda p: p.rank)
    label = next((Title(_tidy(p.value), (p.block,), "label") for p in labelled if len(p.value) > 3), None)
    lines = _cover_lines(document, {p.block for p in pairs})
    broken = [set(over) for _, over in names_over_lines(document)]
    in_names = {i for over in broken for i in over} - {i for i, text in lines if document_type(text)}
    scored = [(_score(document, lines, n) - 12 * (lines[n][0] in in_names), -n) for n in range(len(lines))]
    best = max(scored, default=(0.0, 0))
    cover = _joined(lines, -best[1], broken) if best[0] > 0 else None
    if label is not None:
        # A table of document control may shorten what the cover prints in full.
        fuller = cover is not None and label.text.casefold() in cover.text.casefold()
        return cover if cover is not None and fuller else label
    elsewhere = _title_row(document) or _title_elsewhere(document)
    if cover is not None and (elsewhere is None or _telling(cover.text) or not _telling(elsewhere.text)):
        return cover
    if elsewhere is not None:
        return elsewhere
    for index, text in lines:
        if is_name_only(text):
            return Title(_tidy(text), (index,), "name")
    return None


def _telling(text: str) -> bool:
    """Whether a title says what it is or for when; a cover that is a picture leaves only headings that do not."""
    return document_type(text) not in (None, "other") or parse_period(text) is not None


def _title_row(document: Document) -> Title | None:
    """The title in the first row of the plan's own table, one cell over all columns."""
    first = next((b for b in document.body if b.kind is BlockKind.TABLE), None)
    if first is None or document.body.index(first) > 2 or len(first.rows) < 2 or len(first.rows[0].filled) != 1:
        return None
    text = first.rows[0].filled[0].text
    return Title(_tidy(text), (), "table") if len(text) <= LONGEST_TITLE and _telling(text) else None


def _title_elsewhere(document: Document) -> Title | None:
    """The file's own title, or the running head that says what the document is."""
    own = document.info.get("Title", "").strip()
    if own and not is_junk_title(own):
        return Title(_tidy(own), (), "file")
    heads = Counter(
        _PAGE_NUMBER.sub("", " ".join(b.text.split()))
        for b in document.blocks
        if b.kind is BlockKind.FURNITURE and b.reason in ("running_header", "footer") and len(b.text) < 120
    )
    for head, _ in heads.most_common():
        if document_type(head) not in (None, "other") and len(head.split()) > 2:
            return Title(_tidy(head), (), "running head")
    return None


def document_type(text: str) -> str | None:
    """The kind of document that a title names, None where it names none.

    Of `Annual Report on the Business Plan` the first part decides, of `Business Plan Annual Report` the last noun.
    """
    folded = " ".join(text.casefold().split())
    found = [(m.span(), kind) for kind, pattern in _types() for m in pattern.finditer(folded)]
    if not found:
        return None
    first = min(start for (start, _), _ in found)
    # The `on` of `plan on a page` divides nothing.
    breaks = [m.start() for m in _CONNECTOR.finditer(folded) if m.start() > first]
    end = next((b for b in breaks if all(not start <= b < stop for (start, stop), _ in found)), len(folded))
    return max((stop, stop - start, kind) for (start, stop), kind in found if stop <= end)[2]


@functools.cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")\b"))
        for kind, phrases in load_toml("documents")["types"].items()
    )


def type_in_text(document: Document) -> str | None:
    """The kind that the text calls itself: the phrase most often behind `this` or `our`, twice at least."""
    text = " ".join(b.text for b in document.body).casefold()
    counts = {
        kind: len(re.findall(r"\b(?:this|our|the present)\s+(?:\w+\s+)?(?:" + pattern.pattern + ")", text))
        for kind, pattern in _types()
    }
    kind, most = max(counts.items(), key=lambda item: item[1])
    return kind if most >= 2 else None


def is_junk_title(text: str) -> bool:
    """Whether a file's own title is the name of a file or program (`Microsoft Word - …`, `doc.html`)."""
    folded = text.casefold().strip()
    junk = load_toml("documents")["junk_titles"]
    begins = any(folded == word or folded.startswith(word + " ") for word in junk["begins"] if " " in word)
    whole = folded in junk["begins"] or re.fullmatch(r"[\w-]*\d*", folded) is not None
    return begins or whole or folded.endswith(tuple(junk["ends"])) or "_" in folded


def is_period_only(text: str) -> bool:
    """A line that prints nothing but the span of the document: `2023-24`, `April 2023 to March 2024`."""
    return bool(_YEARS.search(text)) and _PERIOD_ONLY.match(text) is not None and parse_period(text) is not None


def is_name_only(text: str) -> bool:
    """A line that prints nothing but names of partnerships."""
    names = find_names(text)
    if not names:
        return False
    rest = text
    for mention in reversed(names):
        rest = rest[: mention.start] + rest[mention.end :]
    rest = re.sub(r"\([^)]*\)", "", rest)
    return not [w for w in key(rest) if w not in {"the", "and", "of"}]


def _cover_lines(document: Document, labelled: set[int]) -> list[tuple[int, str]]:
    return [
        (i, document.blocks[i].text)
        for i in front_blocks(document)
        if i not in labelled and is_cover_line(document.blocks[i])
    ]


def _score(document: Document, lines: list[tuple[int, str]], number: int) -> float:
    """How much a line of the front looks like the title; what is above 0 is one."""
    index, text = lines[number]
    block = document.blocks[index]
    clean = _PREFIX.sub("", text)
    folded = " ".join(clean.casefold().split()).lstrip("0123456789. ")
    score = 2.0 if number == 0 else 0.0
    score -= 0.4 * number
    if document_type(clean) not in (None, "other"):
        score += 6
    elif document_type(clean):
        score += 3
    if parse_period(clean) is not None:
        score += 4
    elif _YEARS.search(clean):
        score += 2
    if block.kind is BlockKind.HEADING:
        score += {1: 4.0, 2: 3.0}.get(block.level, 2.0)
    elif block.bold or block.kind is BlockKind.TABLE:
        score += 1
    else:
        score -= 3
    if find_names(clean):
        score += 2
    if is_name_only(clean) or is_period_only(clean):
        score -= 12
    if folded.startswith(tuple(load_toml("documents")["sections"]["begins"])):
        score -= 8
    if len(clean) > 120 or clean.rstrip().endswith((".", "?", ";")):
        score -= 5
    if re.search(r"\b(?:is|are|was|were|has|have|will|sets out)\b", folded):
        score -= 5
    if block.marker:
        score -= 3
    first_page = next((document.blocks[i].place.page for i, _ in lines), None)
    if block.place.page != first_page:
        score -= 4
    own = document.info.get("Title", "")
    if own and not is_junk_title(own) and key(own) == key(clean):
        score += 3
    if not re.search(r"[A-Za-z]{3}", clean):
        score -= 10
    return score


def _joined(lines: list[tuple[int, str]], number: int, broken: list[set[int]]) -> Title:
    """The title with the lines that it runs over: an unfinished line before or behind it, its years on a line apart.

    broken: the blocks of each name that is broken over lines.
    """
    blocks = [lines[number][0]]
    text = _PREFIX.sub("", lines[number][1]) if _PREFIX.match(lines[number][1]) else lines[number][1]
    while number and blocks[0] - lines[number - 1][0] == 1:
        before = lines[number - 1]
        if not (_runs_on(before[1]) or any({before[0], blocks[0]} <= over for over in broken)):
            break
        number -= 1
        text = f"{lines[number][1]} {text}"
        blocks.insert(0, lines[number][0])
    after = lines[[i for i, _ in lines].index(blocks[-1]) + 1 :]
    for index, line in after[:2]:
        if index - blocks[-1] != 1:
            break
        if not (_UNFINISHED.search(text) or (is_period_only(line) and not _YEARS.search(text))):
            break
        text = f"{text} {line}"
        blocks.append(index)
    if (
        number
        and not _YEARS.search(text)
        and is_period_only(lines[number - 1][1])
        and blocks[0] - lines[number - 1][0] == 1
    ):
        text = f"{lines[number - 1][1]} {text}"
        blocks.insert(0, lines[number - 1][0])
    return Title(_tidy(text), tuple(blocks), "cover")


def _runs_on(line: str) -> bool:
    """Whether a line cannot end where it is broken: `Keeping children safe:` / `Our strategy`."""
    return not (is_name_only(line) or is_period_only(line)) and _UNFINISHED.search(line) is not None


def _tidy(text: str) -> str:
    text = " ".join(re.sub(r"[*_#`]", "", _PREFIX.sub("", text)).split())
    return text.strip(" |–—-:").strip()

"""Lines of a text file that belong to the page, not to the plan: contents, running headers, page numbers."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence
from dataclasses import replace

from safeplans.extractors.base.document import Block, BlockKind
from safeplans.extractors.lexicon.columns import looks_like_header, role_of
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.reading import markup

_ENTRY = re.compile(r"(?:\t\s*|\.{3,}\s*|(?:\s\.){3,}\s*|\s{3,}|…+\s*)(?:page\s+)?\d{1,3}\s*$", re.IGNORECASE)
_ENTRY_TAIL = 400  # characters at the end of a line in which its dots and page number stand
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|pg|p)\.?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$|^.{0,80}\b(?:page|pg)\.?\s*\|?\s*\d{1,3}"
    r"(?:\s*(?:of|/)\s*\d{1,3})?\W*$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[^\w%£€$]*(?:(?:page|pg|p)\.?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[^\w%]*", re.IGNORECASE)


def contents_lines(printed: list[str]) -> dict[int, str]:
    """Line numbers (from 1) of contents pages: a run of entries that end in a page number, with its heading."""
    found: dict[int, str] = {}
    run: list[int] = []
    gap = 0

    def close() -> None:
        if len(run) < 3:
            return
        numbers = [int(m.group(1)) for n in run if (m := re.search(r"(\d{1,3})\s*$", printed[n - 1]))]
        titled = any(
            section_of(markup.strip(printed[n - 1]).lstrip("# ")) == "contents"
            for n in range(max(run[0] - 4, 1), run[0])
        )
        if not titled and (
            numbers != sorted(numbers) or numbers[:1] > [10] or "..." not in printed[run[0] - 1] and len(run) < 4
        ):
            return  # a table of figures
        for number in range(run[0], run[-1] + 1):
            if printed[number - 1].strip():
                found[number] = "contents"
        for number in range(run[0] - 1, max(run[0] - 4, 0), -1):
            if printed[number - 1].strip():
                if section_of(markup.strip(printed[number - 1]).lstrip("# ")) == "contents":
                    found[number] = "contents"
                break

    for number, raw in enumerate(printed, 1):
        if not raw.strip():
            gap += 1
            continue
        entry = (
            bool(_ENTRY.search(raw[-_ENTRY_TAIL:]))
            and len([c for c in raw.split("\t") if c.strip()]) <= 3
            and not looks_like_header(raw.split("\t"))
        )
        if entry and re.search(r"[A-Za-z]{3}", raw) and not re.search(r"(?:19|20)\d\d\s*$", raw):
            if run and gap > 3:
                close()
                run = []
            run.append(number)
        elif run and number - run[-1] <= 2 and len(raw.split()) <= 12 and gap == 0:
            pass  # a wrapped entry
        else:
            close()
            run = []
        gap = 0
    close()
    return found


def contents_set_aside(blocks: Sequence[Block], lines: Sequence[str]) -> list[Block]:
    """The blocks with headings, paragraphs and list items that are entries of a contents page set aside."""
    entries = contents_lines(list(lines))
    if not entries:
        return list(blocks)
    return [
        replace(b, kind=BlockKind.FURNITURE, reason="contents", level=0)
        if b.kind not in (BlockKind.TABLE, BlockKind.FURNITURE)
        and all(n in entries for n in range(b.place.line_start, b.place.line_end + 1))
        else b
        for b in blocks
    ]


def repeated_lines(printed: list[str]) -> dict[int, str]:
    """Line numbers of page numbers, watermarks and headers or footers that come again and again."""
    words = load_toml("furniture")
    marks = {heading_form(w) for w in words["watermarks"]}
    sign_offs = {heading_form(w) for w in words["sign_off"]}
    found: dict[int, str] = {}
    counts: collections.Counter[str] = collections.Counter()
    alone: dict[str, list[int]] = collections.defaultdict(list)
    for number, raw in enumerate(printed, 1):
        text = markup.strip(raw)
        if not text or "|" in text and text.count("|") > 2:
            continue
        key = re.sub(r"\d+", "#", heading_form(text))
        before = printed[number - 2].strip() if number > 1 else ""
        after = printed[number].strip() if number < len(printed) else ""
        if "\t" not in raw.strip() or _PAGE_NUMBER.match(text):
            isolated = not before or not after
            if heading_form(text) in marks and isolated and len(text.split()) <= 3:
                found[number] = "watermark"
            elif heading_form(text) in sign_offs and isolated and number > 3:
                found[number] = "sign_off"
            elif (
                re.fullmatch(
                    r"[^\w%£€$]*(?:(?:page|pg|p)\.?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[^\w%]*", text, re.IGNORECASE
                )
                and isolated
            ):
                found[number] = "page_number"
            elif not re.search(r"\w", text) and not re.match(r"\s*\+[-=+:]+\+\s*$", raw):
                found[number] = "rule"
        counts[key] += 1
        if (not before or not after or "\f" in raw or "\f" in after) and len(text.split()) <= 14:
            alone[key].append(number)
    for key, numbers in alone.items():
        text = markup.strip(printed[numbers[0] - 1])
        first = printed[numbers[0] - 1].rstrip()
        paged = bool(_PAGE_NUMBER.match(text) or re.search(r"\S\s{4,}\d{1,3}$", first)) and len(text.split()) > 1
        if counts[key] < (2 if paged else 3) or len(numbers) < counts[key] * 0.6:
            continue
        cells = [c for c in printed[numbers[0] - 1].split("\t") if c.strip()]
        known = (
            role_of(text)
            or section_of(text)
            or re.match(r"^\W*(?:lead|by|when|who)\b", text, re.IGNORECASE)
            or re.match(r"^\s*[-*•]", printed[numbers[0] - 1])
        )
        names_publisher = bool(
            re.search(r"\b(?:partnership|board|council|plan|report|strategy|scp|lscp|lscb|sab)\b", text, re.IGNORECASE)
        ) or bool(re.search(r"\b[A-Z]{2,5}(?:SCP|SAB|SCB)\b", text))
        if paged or (names_publisher and not known and len(cells) <= 2 and not re.search(r"[.:;]$", text)):
            # the first printing may be the title itself: keep it
            for number in numbers if paged else numbers[1:]:
                found.setdefault(number, "running_header")
    return found

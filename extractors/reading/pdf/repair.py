"""Printed lines back to running text: line-end hyphens, soft hyphens, slashes, normal form."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeplans.extractors.reading.pdf.words import hyphen_words

_HYPHENS = "-\u2010\u00ad\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W_]+(?:[-\u2010\u2011][^\W_]+)*)[-\u2010\u2011\u00ad]$")
_HEAD = re.compile(r"^([^\W\d_]+)")


@dataclass(slots=True)
class KnownWords:
    """How often each word stands inside the document's lines; the words at line ends are not asked."""

    counts: Counter[str] = field(default_factory=Counter)

    def add_line(self, text: str) -> None:
        ascii_only = text.isascii()
        found = _WORD.findall(text.lower() if ascii_only else text)
        if text and text[-1] in _HYPHENS:
            found = found[:-1]
        if not ascii_only:
            found = [word.lower().replace("\u2010", "-").replace("\u2011", "-") for word in found]
        self.counts.update(found)

    def has(self, word: str) -> bool:
        return self.counts[word.lower()] > 0


def known_words(lines: Iterable[str]) -> KnownWords:
    known = KnownWords()
    for line in lines:
        known.add_line(line)
    return known


def clean(text: str) -> str:
    """Canonical Unicode (NFC), soft hyphens and control characters out, white space to single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def join_lines(lines: Sequence[str], known: KnownWords) -> str:
    """The running text of a paragraph's printed lines."""
    text = ""
    for line in lines:
        line = line.strip()
        if not line:
            continue
        text = _join(text, line, known) if text else line
    return clean(text)


def _join(before: str, after: str, known: KnownWords) -> str:
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if before[-1] in _HYPHENS and len(before) > 1 and not before[-2].isspace():
        return _join_hyphen(before, after, known)
    if before[-1] == "/" and len(before) > 1 and not before[-2].isspace():
        return before + after
    if before[-1] in "–—" and len(before) > 1 and before[-2].isdigit() and after[0].isdigit():
        return before + after
    return f"{before} {after}"


def _join_hyphen(before: str, after: str, known: KnownWords) -> str:
    kept, joined = before + after, before[:-1] + after
    tail, head = _TAIL.search(before), _HEAD.match(after)
    if tail is None or head is None or not head.group(1)[0].islower():
        return kept
    first, second = tail.group(1).lower().replace("\u2010", "-").replace("\u2011", "-"), head.group(1).lower()
    whole = first.rsplit("-", 1)[-1] + second
    if whole in hyphen_words("one_word") or (known.has(whole) and not known.has(f"{first}-{second}")):
        return joined
    if known.has(f"{first}-{second}"):
        return kept
    if "-" in first or any(c.isdigit() for c in first):
        return kept
    if first in hyphen_words("keep_after") or second in hyphen_words("keep_before"):
        return kept
    if known.has(first) and known.has(second) and len(first) > 2 and len(second) > 3:
        return kept
    return joined

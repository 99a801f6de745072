"""Words of names, and the ways to print the area of a partnership.

An area is known by the name of its authority, by what the partnership's own name and aliases print, and with the
words of rank beside it: `Nottingham`, `Nottingham City`, `City of Nottingham`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.about.register import Partnership, load_authorities, load_register
from safeplans.extractors.lexicon.forms import word_form
from safeplans.extractors.lexicon.loading import load_toml

ABBREVIATION = re.compile(r"(?<![\w&])[A-Z][A-Za-z&]*[A-Z](?![\w&])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|&")
# What may stand between two words of one name: no sentence end, no tab, no cell border.
_GAP = re.compile(r"[ \n*_’',\-–—/.]{1,6}|")
_BREAK = re.compile(r"\.\s|\n\s*\n|/ | /|[–—] | [–—-] |, (?=the|in|a)")
_DASH = re.compile(r" [–—-] ")
_ONE_FORM = {"&": "and", "childrens": "children", "adults": "adult", "childs": "child"}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its form for comparing, its place in the text, whether it begins with a capital."""

    form: str
    start: int
    end: int
    capital: bool


def words(text: str) -> list[Word]:
    """The words of a text, compared without case, possessives and the `s` of children's and adults'."""
    return [
        Word(_form(m.group()), m.start(), m.end(), m.group()[0].isupper() or m.group()[0].isdigit())
        for m in _WORD.finditer(text)
    ]


@functools.lru_cache(maxsize=16384)
def _form(word: str) -> str:
    form = word_form(word).removesuffix("'s")
    return _ONE_FORM.get(form, form)


def key(text: str) -> Key:
    """A name's words for comparing."""
    return tuple(w.form for w in words(text))


def joined(text: str, listed: Sequence[Word], start: int, end: int, *, dashes: bool = False) -> bool:
    """Whether the words from start up to end stand together, with nothing between them that ends a name.

    dashes: a dash between blanks ends none, for names known by their every word.
    """
    for left, right in zip(listed[start : end - 1], listed[start + 1 : end], strict=True):
        gap = text[left.end : right.start]
        if left.form == "st":
            gap = gap.lstrip(".")
        if not _GAP.fullmatch(gap) or (_BREAK.search(gap) and not (dashes and _DASH.fullmatch(gap))):
            return False
    return True


def count_areas(text: str) -> dict[str, int]:
    """How often a text names the area of each partnership, by its id; of two names at one place the longer counts."""
    counts: dict[str, int] = {}
    listed = words(text)
    table, longest, firsts = _area_index()
    position = 0
    while position < len(listed):
        step = 1
        if listed[position].capital and listed[position].form in firsts:
            for length in range(min(longest, len(listed) - position), 0, -1):
                ids = table.get(tuple(w.form for w in listed[position : position + length]))
                if ids and joined(text, listed, position, position + length):
                    for partnership_id in ids:
                        counts[partnership_id] = counts.get(partnership_id, 0) + 1
                    step = length
                    break
        position += step
    return counts


def is_abbreviation(name: str) -> bool:
    """One word of capitals, such as CSCP or BwDSCP."""
    return " " not in name and ABBREVIATION.fullmatch(name) is not None


@functools.cache
def areas() -> dict[Key, tuple[tuple[str, int], ...]]:
    """Each way to print an area, and the partnerships of it with a rank, 0 the best.

    Rank 0: the area as the partnership's own name or an alias gives it; 1: the only authority it covers; 2: one of
    several; 3 more for an arrangement that has ended.
    """
    names = {a.code: a.name for a in load_authorities()}
    found: dict[Key, dict[str, int]] = {}

    def put(area: Key, partnership: Partnership, rank: int) -> None:
        if area:
            rank += 3 if partnership.valid_to else 0
            ids = found.setdefault(area, {})
            ids[partnership.partnership_id] = min(rank, ids.get(partnership.partnership_id, rank))

    for partnership in load_register():
        for area in _own_areas(partnership):
            put(area, partnership, 0)
        covered = {names[code] for code in partnership.codes}
        for name in covered:
            for area in _variants(name):
                put(area, partnership, 1 if len(partnership.authorities) == 1 else 2)
    return {area: tuple(sorted(ids.items())) for area, ids in found.items()}


@functools.cache
def _own_areas(partnership: Partnership) -> tuple[Key, ...]:
    """The areas that a partnership's name and current aliases print before or behind their kind."""
    vocabulary = load_toml("documents")["names"]
    kind = {*vocabulary["before"], *vocabulary["after"], *vocabulary["heads"], "safeguarding"}
    found = []
    single = len(partnership.authorities) == 1
    for name in (partnership.name, *(partnership.aliases if single else ())):
        forms = list(key(name))
        if "safeguarding" not in forms or is_abbreviation(name):
            continue
        if forms[0] in kind:
            if "for" in forms:
                area = [f for f in forms[forms.index("for") + 1 :] if f != "the"]
                found.append(tuple(area))
            continue
        end = forms.index("safeguarding")
        while end and forms[end - 1] in kind:
            end -= 1
        found.extend(_variants(" ".join(forms[:end])))
    return tuple(dict.fromkeys(found))


def _variants(area: str) -> list[Key]:
    """The ways to print an area: `Nottingham`, `Nottingham City`, `City of Nottingham`."""
    vocabulary = load_toml("documents")["names"]
    # The ONS prints `Bristol, City of`.
    forms = list(key(area.split(",")[0] if area.endswith(" of") else area))
    for words_before in (p.split() for p in vocabulary["area_prefixes"]):
        if forms[: len(words_before)] == words_before and len(forms) > len(words_before):
            forms = forms[len(words_before) :]
            break
    if len(forms) > 1 and forms[-1] in {"city", "borough"}:
        forms = forms[:-1]
    bare = tuple(forms)
    if not bare:
        return []
    found = [bare]
    for part in vocabulary["area_prefixes"]:
        found.append((*part.split(), *bare))
    for part in vocabulary["area_suffixes"]:
        found.append((*bare, *part.split()))
    return found


@functools.cache
def _area_index() -> tuple[dict[Key, tuple[str, ...]], int, frozenset[str]]:
    """The partnerships of each area, the words of the longest, and the words with which areas begin."""
    table = {area: tuple(i for i, _ in ids) for area, ids in areas().items()}
    return table, max(len(area) for area in table), frozenset(area[0] for area in table)

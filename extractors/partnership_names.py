"""Names of safeguarding partnerships in running text.

A name is read by its grammar, not by a list alone: words of an area, words of a kind (`Local Safeguarding
Children`), a head (`Partnership`, `Board`); brand names (`Keeping Bristol Safe Partnership`) are looked up whole.
So a partnership's former board, its name with `&` for `and`, with `Children's` or with its city's rank is the same
partnership, and a partnership that no register has is still found under its printed name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.register import ADULTS, CHILDREN, JOINT, Partnership, load_authorities, load_register
from extractors.vocabulary import load_toml

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|&")
# What may stand between two words of one name: no sentence end, no tab, no cell border.
_GAP = re.compile(r"[ \n*_’',\-–—/.]{1,6}|")
_BREAK = re.compile(r"\.\s|\n\s*\n|/ | /|[–—] | [–—-] |, (?=the|in|a)")
_ABBREVIATION = re.compile(r"(?<![\w&])[A-Z][A-Za-z&]*[A-Z](?![\w&])")
_MAX_AREA = 9

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its form for comparing, its place in the text, whether it begins with a capital."""

    form: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A printed name of a partnership.

    printed: as printed, white space and markup squeezed. ids: the partnerships of the register that it can mean,
    empty for one that the register lacks. audience: children, adults, joint, or None where the name does not say.
    start, end: characters of the text.
    """

    printed: str
    ids: tuple[str, ...]
    audience: str | None
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text, compared without case, possessives and the `s` of children's and adults'."""
    return [
        Word(_form(m.group()), m.start(), m.end(), m.group()[0].isupper() or m.group()[0].isdigit())
        for m in _WORD.finditer(text)
    ]


def _form(word: str) -> str:
    form = word.casefold().replace("’", "'")
    if form == "&":
        return "and"
    if form.endswith("'s"):
        form = form[:-2]
    return {"childrens": "children", "adults": "adult", "childs": "child"}.get(form, form)


def key(text: str) -> Key:
    """A name's words for comparing."""
    return tuple(w.form for w in words(text))


def find_names(text: str) -> list[Mention]:
    """The full names printed in a text, in order; of two that overlap the longer. An abbreviation is no full name."""
    listed = words(text)
    found = [*_brand_names(text, listed), *_grammatical_names(text, listed), *_short_names(text, listed)]
    found.sort(key=lambda m: (m.start - m.end, not m.ids))
    kept: list[Mention] = []
    for mention in found:
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def find_abbreviations(text: str) -> Iterator[str]:
    """The abbreviations of partnerships printed in a text, general ones such as LSCP left out."""
    known = abbreviations()
    for match in _ABBREVIATION.finditer(text):
        if match.group() in known:
            yield match.group()


def count_areas(text: str) -> dict[str, int]:
    """How often a text names the area of each partnership, by its id; of two names at one place the longer counts."""
    counts: dict[str, int] = {}
    listed = words(text)
    table, longest = _area_index()
    position = 0
    while position < len(listed):
        step = 1
        if listed[position].capital:
            for length in range(min(longest, len(listed) - position), 0, -1):
                ids = table.get(tuple(w.form for w in listed[position : position + length]))
                if ids and _joined(text, listed, position, position + length):
                    for partnership_id in ids:
                        counts[partnership_id] = counts.get(partnership_id, 0) + 1
                    step = length
                    break
        position += step
    return counts


@functools.cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Each abbreviation in the register and the partnerships that print it."""
    general = set(load_toml("documents")["names"]["general_abbreviations"])
    found: dict[str, list[str]] = {}
    for partnership in load_register():
        for alias in partnership.aliases:
            if is_abbreviation(alias) and alias not in general:
                found.setdefault(alias, []).append(partnership.partnership_id)
    return {a: tuple(ids) for a, ids in found.items()}


def is_abbreviation(name: str) -> bool:
    """One word of capitals, such as CSCP or BwDSCP."""
    return " " not in name and _ABBREVIATION.fullmatch(name) is not None


def _joined(text: str, listed: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words from start up to end stand together, with nothing between them that ends a name."""
    for left, right in zip(listed[start : end - 1], listed[start + 1 : end], strict=True):
        gap = text[left.end : right.start]
        if not _GAP.fullmatch(gap) or _BREAK.search(gap):
            return False
    return True


def _squeeze(text: str) -> str:
    return " ".join(re.sub(r"[*_]", "", text).split())


# --- brand names -----------------------------------------------------------------------------------------------


@functools.cache
def _brands() -> dict[str, list[tuple[Key, tuple[str, ...]]]]:
    """Names and aliases of two and more words, by first word, the longest first."""
    ids: dict[Key, list[str]] = {}
    for partnership in load_register():
        for name in (partnership.name, *partnership.aliases):
            if not is_abbreviation(name) or name in {"CYSUR", "CWMPAS"}:
                ids.setdefault(key(name), []).append(partnership.partnership_id)
    found: dict[str, list[tuple[Key, tuple[str, ...]]]] = {}
    for phrase, listed in sorted(ids.items(), key=lambda item: -len(item[0])):
        found.setdefault(phrase[0], []).append((phrase, tuple(dict.fromkeys(listed))))
    return found


def _brand_names(text: str, listed: Sequence[Word]) -> Iterator[Mention]:
    brands = _brands()
    for start, word in enumerate(listed):
        if not word.capital:
            continue
        for phrase, ids in brands.get(word.form, ()):
            end = start + len(phrase)
            if end > len(listed) or tuple(w.form for w in listed[start:end]) != phrase:
                continue
            if not _joined(text, listed, start, end) or not listed[end - 1].capital:
                continue
            printed = _squeeze(text[word.start : listed[end - 1].end])
            yield Mention(printed, _newest(ids), _audience(phrase), word.start, listed[end - 1].end)
            break


def _newest(ids: Sequence[str]) -> tuple[str, ...]:
    """Of arrangements with one name those that last, where there are any."""
    lasting = {p.partnership_id for p in load_register() if p.valid_to is None}
    return tuple(i for i in ids if i in lasting) or tuple(ids)


# --- names by their grammar -------------------------------------------------------------------------------------


def _grammatical_names(text: str, listed: Sequence[Word]) -> Iterator[Mention]:
    vocabulary = load_toml("documents")["names"]
    before, after, heads = set(vocabulary["before"]), set(vocabulary["after"]), set(vocabulary["heads"])
    for pivot, word in enumerate(listed):
        if word.form != "safeguarding" or not word.capital:
            continue
        last = pivot
        for index in range(pivot + 1, min(pivot + 10, len(listed))):
            if listed[index].form not in after | heads or not _joined(text, listed, index - 1, index + 1):
                break
            if listed[index].form in heads and listed[index].capital:
                last = index
        if last == pivot:
            continue
        last = _tail_for_children(text, listed, last)
        first = pivot
        while first and listed[first - 1].form in before and _joined(text, listed, first - 1, first + 1):
            first -= 1
        while listed[first].form == "and":
            first += 1
        kind_words = [w.form for w in listed[first : last + 1]]
        audience = _audience(kind_words)
        ahead = _area_before(text, listed, first)
        # `Derby and Derbyshire` ends before the kind; `Community Safety and Safeguarding` is all kind.
        if ahead is not None:
            start, ids = ahead
            yield Mention(
                _squeeze(text[listed[start].start : listed[last].end]),
                _of_kind(ids, audience),
                audience,
                listed[start].start,
                listed[last].end,
            )
            continue
        behind = _area_behind(text, listed, last)
        if behind is not None:
            end, ids = behind
            yield Mention(
                _squeeze(text[listed[first].start : listed[end].end]),
                _of_kind(ids, audience),
                audience,
                listed[first].start,
                listed[end].end,
            )


def _short_names(text: str, listed: Sequence[Word]) -> Iterator[Mention]:
    """`Ambleshire SCP`: a known area and a general abbreviation."""
    vocabulary = load_toml("documents")["names"]
    audiences = dict.fromkeys(vocabulary["short_children"], CHILDREN) | dict.fromkeys(
        vocabulary["short_adults"], ADULTS
    )
    for index, word in enumerate(listed):
        audience = audiences.get(text[word.start : word.end]) if index else None
        ahead = _area_before(text, listed, index) if audience else None
        if ahead is None or not ahead[1]:
            continue
        start, ids = ahead
        printed = _squeeze(text[listed[start].start : word.end])
        yield Mention(printed, _of_kind(ids, audience), audience, listed[start].start, word.end)


def _tail_for_children(text: str, listed: Sequence[Word], last: int) -> int:
    """The last word of `Safeguarding Partnership for Children and Young People`."""
    tail = {"children", "and", "young", "people", "adult", "families"}
    index = last + 1
    if index + 1 < len(listed) and listed[index].form == "for" and listed[index + 1].form in tail:
        index += 1
        while index < len(listed) and listed[index].form in tail and _joined(text, listed, index - 1, index + 1):
            if listed[index].capital:
                last = index
            index += 1
    return last


def _audience(forms: Sequence[str]) -> str | None:
    vocabulary = load_toml("documents")["names"]
    children = any(f in vocabulary["children"] for f in forms)
    adults = any(f in vocabulary["adults"] for f in forms)
    if children and adults:
        return JOINT
    return CHILDREN if children else ADULTS if adults else None


def _area_before(text: str, listed: Sequence[Word], first: int) -> tuple[int, tuple[tuple[str, int], ...]] | None:
    """The area that ends before word `first`: where it begins and (partnership, rank) of those that have it."""
    lowest = max(0, first - _MAX_AREA)
    table = areas()
    for start in range(lowest, first):
        if not listed[start].capital or not _joined(text, listed, start, first + 1):
            continue
        ids = table.get(tuple(w.form for w in listed[start:first]))
        if ids:
            return _with_area_before(text, listed, start, ids)
    start = _capital_run(text, listed, first)
    return (start, ()) if start < first else None


def _with_area_before(
    text: str, listed: Sequence[Word], start: int, ids: tuple[tuple[str, int], ...]
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Of `Ambleshire and Fenwick Safeguarding Board`, no area of the register, both areas: it may be either's."""
    table = areas()
    if start >= 2 and listed[start - 1].form == "and" and _joined(text, listed, start - 1, start + 1):
        for first in range(max(0, start - _MAX_AREA), start - 1):
            other = table.get(tuple(w.form for w in listed[first : start - 1]))
            if other and listed[first].capital and _joined(text, listed, first, start):
                return first, tuple(dict.fromkeys((*ids, *other)))
    return start, ids


def _capital_run(text: str, listed: Sequence[Word], first: int) -> int:
    """Where a run of capitalised words before `first` begins, words that are of no area's name cut off."""
    vocabulary = load_toml("documents")["names"]
    inside, never = set(vocabulary["inside_area"]), set(vocabulary["not_area"])
    start = first
    while start and _joined(text, listed, start - 1, start + 1) and first - start < _MAX_AREA:
        word = listed[start - 1]
        if word.form in never - inside or not (word.capital or word.form in inside):
            break
        start -= 1
    while start < first and (listed[start].form in inside | never or not listed[start].capital):
        start += 1
    return start


def _area_behind(text: str, listed: Sequence[Word], last: int) -> tuple[int, tuple[tuple[str, int], ...]] | None:
    """The area of `Safeguarding Children Board for Ambleshire`; known areas only."""
    table = areas()
    start = last + 1
    if start < len(listed) and listed[start].form in {"for", "in", "of"}:
        start += 1
        if start < len(listed) and listed[start].form == "the":
            start += 1
    for end in range(min(start + _MAX_AREA, len(listed)) - 1, start - 1, -1):
        ids = table.get(tuple(w.form for w in listed[start : end + 1]))
        if ids and listed[start].capital and _joined(text, listed, last, end + 1):
            return end, ids
    return None


def _of_kind(ids: Sequence[tuple[str, int]], audience: str | None) -> tuple[str, ...]:
    """The partnerships of an area that a name for that audience can mean: the best ranked ones."""
    kinds = {p.partnership_id: p.kind for p in load_register()}
    wanted = {CHILDREN: (CHILDREN, JOINT), ADULTS: (ADULTS, JOINT), JOINT: (JOINT,), None: (JOINT, CHILDREN, ADULTS)}
    fitting = [(i, rank) for i, rank in ids if kinds[i] in wanted[audience]]
    if audience is None and any(kinds[i] == JOINT for i, _ in fitting):
        fitting = [(i, rank) for i, rank in fitting if kinds[i] == JOINT]
    best = min((rank for _, rank in fitting), default=0)
    return tuple(i for i, rank in fitting if rank == best)


# --- areas ------------------------------------------------------------------------------------------------------


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
def _area_index() -> tuple[dict[Key, tuple[str, ...]], int]:
    table = {area: tuple(i for i, _ in ids) for area, ids in areas().items()}
    return table, max(len(area) for area in table)

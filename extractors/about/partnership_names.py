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

from safeplans.extractors.about.area_names import ABBREVIATION, Key, Word, areas, is_abbreviation, joined, key, words
from safeplans.extractors.about.register import ADULTS, CHILDREN, JOINT, load_register
from safeplans.extractors.lexicon.loading import load_toml

_MAX_AREA = 9
_POSSESSIVE = re.compile(r"(?i:(?<=partnership)|(?<=board)|(?<=forum))['’]s$")
# A glossary prints `ASCP Ambleshire Safeguarding Children Partnership`.
_OWN_LETTERS = re.compile(r"[A-Z][A-Za-z&]{0,4}(?:SCP|SCPB|SCB|SAB|SAPB|SP)")


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


def find_names(text: str) -> list[Mention]:
    """The full names printed in a text, in order; of two that overlap the longer. An abbreviation is no full name."""
    return list(_names(text))


@functools.lru_cache(maxsize=2048)
def _names(text: str) -> tuple[Mention, ...]:
    """The same, remembered: a line of a cover is asked of many times."""
    listed = words(text)
    found = [*_brand_names(text, listed), *_grammatical_names(text, listed), *_short_names(text, listed)]
    found.sort(key=lambda m: (m.start - m.end, not m.ids))
    kept: list[Mention] = []
    for mention in found:
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def find_abbreviations(text: str) -> Iterator[str]:
    """The abbreviations of partnerships printed in a text, general ones such as LSCP left out."""
    known = abbreviations()
    for match in ABBREVIATION.finditer(text):
        if match.group() in known:
            yield match.group()


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


def _squeeze(text: str) -> str:
    """A name without markup and without the possessive of its sentence (`the … Partnership’s plan`)."""
    return _POSSESSIVE.sub("", " ".join(re.sub(r"[*_]", "", text).split()))


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
            if not joined(text, listed, start, end, dashes=True) or not listed[end - 1].capital:
                continue
            printed = _squeeze(text[word.start : listed[end - 1].end])
            yield Mention(printed, _newest(ids), audience_named(phrase), word.start, listed[end - 1].end)
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
            if listed[index].form not in after | heads or not joined(text, listed, index - 1, index + 1):
                break
            if listed[index].form in heads and listed[index].capital:
                last = index
        if last == pivot:
            continue
        last = _tail_for_children(text, listed, last)
        first = pivot
        while first and listed[first - 1].form in before and joined(text, listed, first - 1, first + 1):
            first -= 1
        while listed[first].form == "and":
            first += 1
        kind_words = [w.form for w in listed[first : last + 1]]
        audience = audience_named(kind_words)
        ahead = _area_before(text, listed, first)
        # `Derby and Derbyshire` ends before the kind; `Community Safety and Safeguarding` is all kind.
        if ahead is not None:
            first, ids = ahead
        elif (behind := _area_behind(text, listed, last)) is not None:
            last, ids = behind
        else:
            continue
        start, end = listed[first].start, listed[last].end
        yield Mention(_squeeze(text[start:end]), _of_kind(ids, audience), audience, start, end)


@functools.cache
def _short_audiences() -> dict[str, str]:
    vocabulary = load_toml("documents")["names"]
    return dict.fromkeys(vocabulary["short_children"], CHILDREN) | dict.fromkeys(vocabulary["short_adults"], ADULTS)


def _short_names(text: str, listed: Sequence[Word]) -> Iterator[Mention]:
    """`Ambleshire SCP`: an area and a general abbreviation."""
    audiences = _short_audiences()
    for index, word in enumerate(listed):
        audience = audiences.get(text[word.start : word.end]) if index else None
        ahead = _area_before(text, listed, index) if audience else None
        if ahead is None:
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
        while index < len(listed) and listed[index].form in tail and joined(text, listed, index - 1, index + 1):
            if listed[index].capital:
                last = index
            index += 1
    return last


def area_of(name: Sequence[str]) -> frozenset[str]:
    """The words of a name (`area_names.key`) that are its area's; empty for one that says its kind only."""
    vocabulary = load_toml("documents")["names"]
    kind = {*vocabulary["before"], *vocabulary["after"], *vocabulary["heads"], *vocabulary["inside_area"]}
    return frozenset(name) - kind - {"safeguarding"}


def audience_named(forms: Sequence[str]) -> str | None:
    """children, adults or joint by the words of a name (`area_names.key`), None where it does not say."""
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
        if not listed[start].capital or not joined(text, listed, start, first + 1):
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
    if start >= 2 and listed[start - 1].form == "and" and joined(text, listed, start - 1, start + 1):
        for first in range(max(0, start - _MAX_AREA), start - 1):
            other = table.get(tuple(w.form for w in listed[first : start - 1]))
            if other and listed[first].capital and joined(text, listed, first, start):
                return first, tuple(dict.fromkeys((*ids, *other)))
    return start, ids


def _capital_run(text: str, listed: Sequence[Word], first: int) -> int:
    """Where a run of capitalised words before `first` begins, words that are of no area's name cut off."""
    vocabulary = load_toml("documents")["names"]
    inside, never = set(vocabulary["inside_area"]), set(vocabulary["not_area"])
    general = {*vocabulary["general_abbreviations"], *vocabulary["short_children"], *vocabulary["short_adults"]}
    start = first
    while start and joined(text, listed, start - 1, start + 1) and first - start < _MAX_AREA:
        # `Jo Sample, Ambleshire Safeguarding Board`; of `Amble, Fenwick and the Fells` a comma parts areas.
        if "," in text[listed[start - 1].end : listed[start].start] and not _is_list(listed[start:first]):
            break
        word = listed[start - 1]
        if word.form in never - inside or not (word.capital or word.form in inside) or word.form[0].isdigit():
            break
        # `Minutes of the Ambleshire Safeguarding Board`; `Ambleshire and the Fells` goes on.
        if word.form == "the" and start > 1 and listed[start - 2].form in {"of", "for", "to", "by", "in", "on"}:
            break
        if text[word.start : word.end] in general or _OWN_LETTERS.fullmatch(text[word.start : word.end]):
            break
        start -= 1
    # `Priority One Safeguarding Partnership` is no area; `Three Rivers` is one.
    if 0 < start < first and listed[start].form in load_toml("time")["numbers"] and listed[start - 1].form in never:
        start += 1
    while start < first and (listed[start].form in inside | never or not listed[start].capital):
        start += 1
    return start


def _is_list(area: Sequence[Word]) -> bool:
    """Whether words behind a comma go on with `and`, as a list of areas does."""
    return any(w.form == "and" for w in area)


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
        if ids and listed[start].capital and joined(text, listed, last, end + 1):
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

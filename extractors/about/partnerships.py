"""Which partnership published a document, and the evidence for it.

The publisher's full name in the title, in running heads and most often in the text decides; an abbreviation
decides only together with the area's name, for `CSCP` is Camden, Calderdale, Coventry, Croydon and others. Where
two partnerships fit alike there is no answer but both names.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeVar

from safeplans.extractors.about.area_names import count_areas, key
from safeplans.extractors.about.audience import audience_of
from safeplans.extractors.about.document_labels import find_pairs
from safeplans.extractors.about.front_matter import front_blocks, is_title_line
from safeplans.extractors.about.partnership_names import (
    Mention,
    abbreviations,
    area_of,
    audience_named,
    find_abbreviations,
    find_names,
)
from safeplans.extractors.about.register import (
    ADULTS,
    CHILDREN,
    JOINT,
    Authority,
    Partnership,
    load_authorities,
    load_register,
)
from safeplans.extractors.base.document import BlockKind, Document
from safeplans.extractors.lexicon.loading import load_toml

__all__ = [
    "ADULTS",
    "CHILDREN",
    "JOINT",
    "Authority",
    "Identification",
    "Partnership",
    "identify",
    "load_authorities",
    "load_register",
]

# What the first mention weighs by where it stands; n of them weigh the square root of n times that, so that a
# partnership that a long text names often does not outweigh the one on its cover.
_WEIGHT = {
    "title": 14.0,
    "running head": 8.0,
    "web address": 5.0,
    "file information": 3.0,
    "heading": 3.0,
    "text": 2.0,
    "beside another": 0.7,
}
# `shared with the Ambleshire Safeguarding Adults Board`: it is another's document.
_BESIDE = re.compile(r"\b(?:with|alongside|neighbouring)\s+(?:the\s+|our\s+)?$", re.I)
# A second partnership with this share of the first one's weight makes the document ambiguous.
_RIVAL = 0.7
# Below the first of these weights a name says nothing; below the second, where it stands in the text only, it may
# be a neighbour's, and the area that the text speaks of is asked too.
_PASSING = 2.0
_PUBLISHER = 8.0
# An abbreviation printed this often is the document's own.
_OFTEN = 5
_ABBREVIATED = re.compile(r"\b[A-Z][A-Za-z&]{0,4}(?:SCP|SCPB|SCB|SAB|SAPB|SP)\b")
_HOST = re.compile(r"(?:[\w-]+\.)+(?:uk|org|com|info|net|wales|cymru)\b", re.IGNORECASE)


_Name = TypeVar("_Name", str, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Identification:
    """Who published a document.

    partnership_id: in the register; None if not recognised or ambiguous.
    name: the publisher's name as printed, in its fullest printing; an abbreviation where no more is printed.
    evidence: the printed words and where they stand.
    confidence: 0..1.
    ambiguous: ids of the partnerships that fit alike.
    """

    partnership_id: str | None = None
    name: str | None = None
    evidence: str | None = None
    confidence: float = 0.0
    ambiguous: tuple[str, ...] = ()


@dataclass(slots=True)
class _Case:
    """What speaks for one partnership: how often it is named in each kind of place, and with what words."""

    places: Counter[str] = field(default_factory=Counter)
    printed: Counter[str] = field(default_factory=Counter)

    @property
    def weight(self) -> float:
        return sum(_WEIGHT[place] * math.sqrt(n) for place, n in self.places.items())


def identify(document: Document) -> Identification:
    """The partnership that published a document, from its title, running heads, web addresses and text."""
    mentions = list(_mentions(document))
    emphasis = _emphasis(document)
    cases: dict[str, _Case] = {}
    unknown: dict[tuple[str, ...], _Case] = {}
    for place, mention in mentions:
        ids = _one_kind(mention.ids, emphasis)
        for partnership_id in ids:
            case = cases.setdefault(partnership_id, _Case())
            case.places[place] += 1
            case.printed[mention.printed] += 5 if place == "title" else 1
        # Of an area that the register lacks `Ambleshire SCP` is a name on a cover only.
        if not ids and (place == "title" or "safeguarding" in key(mention.printed)):
            case = unknown.setdefault(key(mention.printed), _Case())
            case.places[place] += 1
            case.printed[mention.printed] += 5 if place == "title" else 1
    _add_short_to_full(unknown)
    _add_hosts(document, cases)
    by_name = _decide(document, cases, unknown)
    if by_name is not None and not _in_passing(cases, unknown, by_name):
        return by_name
    by_area = _by_area(document)
    if by_name is None:
        return by_area
    if by_area.partnership_id in (None, by_name.partnership_id):
        return by_name
    # Its own full name, seldom printed, is still its fullest printing.
    own = cases.get(by_area.partnership_id or "")
    name = _printed_name(own, by_area.partnership_id) if own else None
    return replace(by_area, name=name or by_area.name)


def _add_short_to_full(unknown: dict[tuple[str, ...], _Case]) -> None:
    """`Ambleshire SCP` speaks for `Ambleshire Safeguarding Children Partnership` where that is printed too."""
    for short in [k for k in unknown if "safeguarding" not in k]:
        full = next((k for k in unknown if "safeguarding" in k and k[: len(short) - 1] == short[:-1]), None)
        if full is not None:
            case = unknown.pop(short)
            unknown[full].places.update(case.places)
            unknown[full].printed.update(case.printed)


def _in_passing(cases: dict[str, _Case], unknown: dict[tuple[str, ...], _Case], found: Identification) -> bool:
    """Whether a name stands in running text only, and seldom: a neighbour's would look the same."""
    case = cases.get(found.partnership_id or "")
    if case is None:
        case = unknown.get(key(found.name or ""))
    if case is None:
        case = max(cases.values(), key=lambda c: c.weight)
    return set(case.places) <= {"text", "heading", "web address", "beside another"} and case.weight < _PUBLISHER


def _mentions(document: Document) -> list[tuple[str, Mention]]:
    """Every full name with the kind of place where it stands."""
    found: list[tuple[str, Mention]] = []
    front = set(front_blocks(document))
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE:
            place = "running head"
        elif index in front and is_title_line(block):
            place = "title"
        elif block.kind is BlockKind.HEADING:
            place = "heading"
        else:
            place = "text"
        for mention in find_names(block.text):
            beside = _BESIDE.search(block.text[: mention.start])
            found.append(("beside another" if beside else place, mention))
    found.extend(("title", mention) for mention, _ in names_over_lines(document))
    for pair in find_pairs(document):
        if pair.field == "title":
            found.extend(("title", mention) for mention in find_names(pair.value))
    found.extend(("file information", m) for m in find_names(document.info.get("Title", "")))
    return found


def names_over_lines(document: Document) -> list[tuple[Mention, tuple[int, ...]]]:
    """The names that a cover prints over several lines, each with the blocks that it runs over."""
    found: list[tuple[Mention, tuple[int, ...]]] = []
    lines = [i for i in front_blocks(document) if is_title_line(document.blocks[i])]
    runs: list[list[int]] = []
    for index in lines:
        if runs and index - runs[-1][-1] == 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs:
        text, starts = "", []
        for index in run:
            starts.append(len(text))
            text += document.blocks[index].text + "\n"
        for mention in find_names(text):
            over = [i for i, start in zip(run, starts, strict=True) if mention.start <= start < mention.end]
            first = max(n for n, start in enumerate(starts) if start <= mention.start)
            over = sorted({run[first], *over})
            # A line with a whole name of its own continues no other.
            if len(over) > 1 and not any(find_names(document.blocks[i].text) for i in over):
                found.append((mention, tuple(over)))
    return found


def _emphasis(document: Document) -> str:
    """Whether a document speaks more of children or of adults."""
    text = " ".join(b.text for b in document.blocks).casefold()
    return CHILDREN if text.count("child") >= text.count("adult") else ADULTS


def _one_kind(ids: tuple[str, ...], emphasis: str) -> tuple[str, ...]:
    """Of a name that two boards of one area share (`Hillingdon Safeguarding Partnership`) the one that is meant."""
    if len(ids) < 2:
        return ids
    kinds = {p.partnership_id: p.kind for p in load_register()}
    return tuple(i for i in ids if kinds[i] in (emphasis, JOINT)) or ids


def _add_hosts(document: Document, cases: dict[str, _Case]) -> None:
    owners: dict[str, list[str]] = {}
    for partnership in load_register():
        for host in partnership.hosts:
            owners.setdefault(host, []).append(partnership.partnership_id)
    for match in _HOST.finditer("\n".join(b.text for b in document.blocks)):
        host = match.group().casefold().removeprefix("www.")
        for partnership_id in owners.get(host, ()):
            # A site shared by the boards of an area tells nothing between them.
            if len(owners[host]) == 1 or partnership_id in cases:
                cases.setdefault(partnership_id, _Case()).places["web address"] += 1


def _decide(
    document: Document, cases: dict[str, _Case], unknown: dict[tuple[str, ...], _Case]
) -> Identification | None:
    """The partnership with the most weight, the rivals where there is no such one, None where names say nothing.

    Of the children's and the adults' board of one area the one of whose people the document speaks.
    """
    kinds = {p.partnership_id: (p.kind, frozenset(p.codes)) for p in load_register()}
    ranked = sorted(cases.items(), key=lambda item: (-item[1].weight, item[0]))
    ranked = _of_its_audience(document, [(i, c, *kinds[i]) for i, c in ranked])
    strangers = sorted(unknown.items(), key=lambda item: -item[1].weight)
    strangers = _of_its_audience(document, [(k, c, audience_named(k), area_of(k)) for k, c in strangers])
    strange = strangers[0][1] if strangers else None
    best = ranked[0][1] if ranked else None
    if strange is not None and strange.weight >= _PASSING and (best is None or strange.weight > best.weight):
        name = _printed_name(strange, None)
        return Identification(None, name, _evidence(strange, name), 0.6)
    if best is None or best.weight < _PASSING or not (best.printed or best.weight >= 10):
        return None
    rivals = [i for i, case in ranked if case.weight >= best.weight * _RIVAL and _same_rank(case, best)]
    name = _printed_name(best, ranked[0][0])
    if len(rivals) > 1:
        return Identification(None, name, _evidence(best, name), 0.3, tuple(sorted(rivals)))
    second = ranked[1][1].weight if len(ranked) > 1 else 0.0
    confidence = 0.97 if best.places["title"] else 0.92 if best.places["running head"] else 0.85
    if second > best.weight / 3:
        confidence -= 0.1
    return Identification(ranked[0][0], name, _evidence(best, name), round(confidence, 2))


def _of_its_audience(
    document: Document, ranked: list[tuple[_Name, _Case, str | None, frozenset[str]]]
) -> list[tuple[_Name, _Case]]:
    """Cases by weight, each with its audience and area: without the board of the area that the document is not of."""
    kept = [(name, case) for name, case, _, _ in ranked]
    if not ranked:
        return kept
    _, best, kind, area = ranked[0]
    others = [r for r in ranked[1:] if {kind, r[2]} == {CHILDREN, ADULTS} and area & r[3] and r[1].weight >= _PASSING]
    if not others:
        return kept
    on_cover = bool(best.places["title"] and others[0][1].places["title"])
    meant = audience_of(document, both_on_cover=on_cover)
    if meant is None or (meant != kind and not others[0][1].printed):
        return kept
    never = {name for name, _, of, where in ranked if of not in (meant, JOINT, None) and area & where}
    return [(name, case) for name, case in kept if name not in never]


def _same_rank(case: _Case, best: _Case) -> bool:
    """A name that is not in the title is no rival to one that is."""
    return bool(case.places["title"]) or not best.places["title"]


def _printed_name(case: _Case, partnership_id: str | None) -> str | None:
    """The fullest printing: the register's own name before another, partnership before board, often before seldom."""
    known = next((p for p in load_register() if p.partnership_id == partnership_id), None)
    own = key(known.name) if known else ()
    heads = [h for h in load_toml("documents")["names"]["heads"] if h in own]

    def rank(item: tuple[str, int]) -> tuple[object, ...]:
        printed, count = item
        forms = key(printed)
        return (
            # `Ambleshire SCP` is a name, but never the fullest.
            "safeguarding" in forms or bool(own and "safeguarding" not in own),
            forms == own,
            bool(heads) and heads[0] in forms,
            not printed.isupper(),
            count,
            len(printed),
            printed,
        )

    return max(case.printed.items(), key=rank)[0] if case.printed else None


def _evidence(case: _Case, name: str | None) -> str:
    order = [place for place in _WEIGHT if case.places[place]]
    told = ", ".join(f"{place} {case.places[place]}×" for place in order)
    return f"“{name}”: {told}" if name else told


def _by_area(document: Document) -> Identification:
    """No full name is printed: an abbreviation and the area's name together, or the area's name alone."""
    text = "\n".join(b.text for b in document.blocks)
    counts = count_areas(text)
    for partnership_id, n in count_areas(_council_areas(text)).items():
        counts[partnership_id] = counts.get(partnership_id, 0) + n
    printed = Counter(find_abbreviations(text))
    known = abbreviations()
    cover = set(find_abbreviations(_cover(document)))
    candidates = list(dict.fromkeys(i for a, n in printed.most_common() if n >= 2 or a in cover for i in known[a]))
    chosen = _clear_winner(candidates, counts, least=3)
    if chosen:
        abbreviation = next(a for a, _ in printed.most_common() if chosen in known[a])
        told = f"“{abbreviation}” {printed[abbreviation]}× and the area's name {counts[chosen]}×"
        return Identification(chosen, abbreviation, told, 0.7 if counts[chosen] >= 10 else 0.6)
    name = _own_abbreviation(document, text)
    emphasis = _emphasis(document)
    wanted = [p.partnership_id for p in load_register() if p.valid_to is None and p.kind in (emphasis, JOINT)]
    chosen = _clear_winner(wanted, counts, least=8) if _speaks_of_safeguarding(text) or name else None
    if chosen and not (name and printed[name]):
        return Identification(chosen, name, f"the area's name {counts[chosen]}×, no full name of a partnership", 0.5)
    if name is None:
        return Identification()
    rivals = known.get(name, ())
    most = max((counts.get(i, 0) for i in rivals), default=0)
    told = f"“{name}” alone" + (f", the abbreviation of {len(rivals)} in the register" if rivals else "")
    alike = tuple(sorted(i for i in rivals if counts.get(i, 0) == most))
    return Identification(None, name, told, 0.2, alike if len(alike) > 1 else ())


def _cover(document: Document) -> str:
    return "\n".join(document.blocks[i].text for i in front_blocks(document) if is_title_line(document.blocks[i]))


def _own_abbreviation(document: Document, text: str) -> str | None:
    """What the document calls its publisher: an abbreviation of the usual form on the cover, or often in the text."""
    general = set(load_toml("documents")["names"]["general_abbreviations"])
    on_cover: list[str] = [a for a in _ABBREVIATED.findall(_cover(document)) if a not in general]
    if on_cover:
        return on_cover[0]
    often: list[tuple[str, int]] = Counter(a for a in _ABBREVIATED.findall(text) if a not in general).most_common(1)
    return often[0][0] if often and often[0][1] >= _OFTEN else None


def _council_areas(text: str) -> str:
    """The areas in the host names of councils: `Camden` of ``www.camden.gov.uk``."""
    hosts = (m.group().casefold() for m in _HOST.finditer(text))
    return "; ".join(h.removesuffix(".gov.uk").split(".")[-1].title() for h in hosts if h.endswith(".gov.uk"))


def _clear_winner(candidates: list[str] | tuple[str, ...], counts: dict[str, int], least: int) -> str | None:
    """The candidate whose area is named at least `least` times and three times as often as any other's."""
    lasting = {p.partnership_id for p in load_register() if p.valid_to is None}
    ranked = sorted(candidates, key=lambda i: (-counts.get(i, 0), i not in lasting, i))
    if not ranked or counts.get(ranked[0], 0) < least:
        return None
    second = next((counts.get(i, 0) for i in ranked[1:] if i in lasting or counts.get(i, 0) < counts[ranked[0]]), 0)
    return ranked[0] if counts[ranked[0]] >= 3 * second else None


def _speaks_of_safeguarding(text: str) -> bool:
    folded = text.casefold()
    return "safeguarding" in folded and ("partnership" in folded or "board" in folded)

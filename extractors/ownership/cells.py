"""Owners of a lead cell or label: one name or several, split where the print divides them."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from safeplans.extractors.base.closed import Relation
from safeplans.extractors.base.methods import OwnerMethod
from safeplans.extractors.lexicon.forms import name_form, same_length_form
from safeplans.extractors.lexicon.months import NAMED, SHORTENED
from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.bodies import undivided
from safeplans.extractors.ownership.naming import (
    SURNAME_FIRST,
    certainty,
    classify,
    ends_incomplete_role,
    is_acronym,
    is_initials,
    is_owner_name,
    is_person,
    is_surname_first,
    starts_open_role,
    whole_names,
)
from safeplans.extractors.ownership.words import OwnerMention, first_names, words

_SEPARATOR = re.compile(
    r"(?P<strong>\s*(?:^|(?<=\s))\d{1,2}[.)]\s+(?=[A-Z])|\s*[;\n\r•●▪❖✓|]+\s*|(?<=\s)[-–*]\s(?=[A-Z].{0,200}?\s[-–*]\s))"
    r"|(?P<slash>\s*(?<![A-Za-z]\bN)[/\\]\s*)"
    r"|(?P<comma>\s*,\s*(?:and\s+|&\s*)?)"
    r"|(?P<beside>\s+(?:(?:and|&|plus)\s+)?(?:with (?:support|input|help) (?:from|of)"
    r"|in (?:conjunction|collaboration|partnership) with|jointly with|alongside|together with|supported by"
    r"|with)\s+(?!(?:and|&)\s))"
    r"|(?P<joint>\s+(?:and|&|\+|plus)\s+)",
    re.IGNORECASE,
)
_LISTING = frozenset({"comma", "joint", "beside"})
_EDGE = " \t\n\r,;:/.•●▪❖✓*|–—-+&"
_DASH = re.compile(r"\s+[-–—]\s+|\s*:\s+")
_UNFINISHED = re.compile(r"(?:[,/&–-]|\b(?:and|of|for|the|to|in|on))\s*$", re.IGNORECASE)
_GOES_ON = re.compile(r"^\s*(?:[a-z&,/(–-]|and\b|of\b|for\b)")
# The words of a time of the next column that strayed into the cell.
_DATE_WORD = re.compile(
    r"from|by|until|to|end|early|mid|late|in|of|and|six|bi|q[1-4]|\d{1,2}(?:st|nd|rd|th)?|\d{4}"
    rf"|{NAMED}|{SHORTENED}|spring|summer|autumn|winter"
    r"|monthly|quarterly|annually|termly|weekly"
)
_BRACKET = re.compile(r"\s*\(([^()]*)\)?")
_LED_BY = re.compile(
    r"(?:to be )?(?:led|lead|agreed|delivered|supported|overseen|co-?ordinated|managed|completed) by (?:the )?"
    r"|with support from (?:the )?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Namer:
    """Knows the abbreviations and groups of one document."""

    abbreviations: Abbreviations
    groups: Collection[str]

    def canonical(self, name: str) -> str:
        """`name` as the document or the register spells it out, else as printed."""
        printed = re.sub(r"\s+", " ", name).strip()
        spelt = self.abbreviations.spell_out(printed)
        if spelt != printed:
            return spelt
        lowered = name_form(printed)
        if any(name_form(g) == lowered for g in self.groups):
            return printed
        # `Exec` for the one group called Executive, `Network` for the Network Meeting.
        if len(lowered) >= 4 and " " not in lowered:
            longer = {g for g in self.groups if _short_for(lowered, name_form(g))}
            if len(longer) == 1:
                return longer.pop()
        return printed

    @functools.cached_property
    def phrases(self) -> list[str]:
        """Names of several words that the document itself gives, in the form of `plain`, longest first."""
        spelt = [d.expansion for d in self.abbreviations.definitions if is_owner_name(d.expansion)]
        return sorted(
            {p for g in [*self.groups, *spelt] if " " in (p := name_form(g)) and len(p) > 7}, key=len, reverse=True
        )

    def is_group(self, name: str, canonical: str) -> bool:
        """The document describes this body among its groups."""
        known = {name_form(g) for g in self.groups}
        return name_form(name) in known or name_form(canonical) in known

    def knows(self, text: str) -> bool:
        """`text` is an owner's whole name: by vocabulary, by the document's words, or a person's."""
        if is_owner_name(text) or is_person(text):
            return True
        canonical = self.canonical(text)
        if self.is_group(text, canonical):
            return True
        if canonical != text and is_owner_name(canonical):
            return True
        return is_acronym(text) and canonical == text and not is_topic(text)

    def mention(self, name: str, relation: Relation, start: int, sure: float, method: OwnerMethod) -> OwnerMention:
        canonical = self.canonical(name)
        kind, sector = classify(name, canonical)
        if kind == "partnership" and self.is_group(name, canonical):
            kind = "group"
        confidence = round(sure * certainty(name, canonical), 3)
        return OwnerMention(name, canonical, kind, sector, relation, start, start + len(name), confidence, method)


def is_topic(text: str) -> bool:
    """An abbreviation of a subject or a kind of work (`QA`, `CSE`), no body."""
    return name_form(text) in words("topics")


def cell_mentions(text: str | Sequence[str], namer: Namer) -> list[OwnerMention]:
    """The owners of a lead cell, in print order, relation lead."""
    joined, breaks = _join(text, namer)
    found: list[OwnerMention] = []
    for start, end in _split(joined, breaks, namer):
        for piece_start, piece_end in _names(joined, start, end, namer):
            name = joined[piece_start:piece_end]
            found.append(namer.mention(name, "lead", piece_start, 0.98, "owner_cell"))
    return found


def _join(text: str | Sequence[str], namer: Namer) -> tuple[str, set[int]]:
    """The cell as one string, its lines joined by a blank, and the offsets where a line starts a new name."""
    if isinstance(text, str):
        return text, set()
    joined = ""
    breaks: set[int] = set()
    for line in text:
        line = line.strip()
        if not line:
            continue
        if joined:
            if not _is_continuation(joined, line, breaks, namer):
                breaks.add(len(joined))
            joined += " "
        joined += line
    return joined, breaks


def _is_continuation(before: str, line: str, breaks: set[int], namer: Namer) -> bool:
    last = before[max(breaks, default=0) :].strip()
    if _UNFINISHED.search(last) or _GOES_ON.match(line):
        return True
    if _wants_more(last, line, namer):
        return True
    if (
        " " not in last
        and name_form(last) in first_names()
        and re.fullmatch(r"[A-Z][\w’'-]+", line)
        and not namer.knows(line)
    ):
        return True  # a name in a narrow column
    if name_form(line) in words("name_ends") and not is_person(last):
        return True
    first = name_form(line.split(" ")[0])
    if first in {"lead", "leads", "director", "executive", "police", "housing", "education", "probation", "service"}:
        heads = frozenset[str]()  # these start names of their own just as well
    else:
        heads = words("group_heads") | words("role_heads") | words("agency_heads")
    if first in heads and (" " not in line.strip() or not namer.knows(last)) and not is_person(last):
        return True
    if ends_incomplete_role(last) and (not namer.knows(line) or name_form(line) in words("departments")):
        return True
    return name_form(last) in words("shared_modifiers") and len(last.split()) == 1


def _wants_more(last: str, line: str, namer: Namer) -> bool:
    """`last` cannot stand alone and `line` is its end: `CE Strategic` / `Group`, `Head of Early` / `Help`."""
    if namer.knows(last) and not starts_open_role(last):
        return False
    if name_form(line.split(" ")[0]) in words("name_starts") - {"lead", "service", "team", "business"} or is_person(
        line
    ):
        return False
    if starts_open_role(last):
        known = namer.knows(line) and not re.fullmatch(r"(?:service|team|unit|office|centre)s?", name_form(line))
        return len(line.split()) <= 3 and not known and not _is_nobody(line) and not is_acronym(line)
    modifiers = words("plain_modifiers") | words("shared_modifiers") | words("portfolios") | words("topics")
    return all(name_form(w) in modifiers for w in last.split()) and is_owner_name(f"{last} {line}")


def _split(text: str, breaks: set[int], namer: Namer) -> Iterator[tuple[int, int]]:
    """Spans of the names of a cell."""
    shielded = [m.span() for m in re.finditer(r"\([^()]*\)?", text)]
    lowered = same_length_form(text)
    shielded += [m.span() for m in whole_names().finditer(lowered)]
    shielded += [m.span() for m in SURNAME_FIRST.finditer(text) if is_surname_first(m[0])]
    shielded += [span for span, inside in undivided(text, lowered) if not any(namer.knows(i) for i in inside)]
    for name in [*namer.groups, *namer.abbreviations.terms]:
        if re.search(r"[/,&]| and ", name):
            shielded += [m.span() for m in re.finditer(re.escape(name), text, re.IGNORECASE)]
    marks: list[tuple[int, int, str]] = [(at, at + 1, "strong") for at in breaks]
    for match in _SEPARATOR.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in shielded):
            marks.append((match.start(), match.end(), match.lastgroup or "strong"))
    marks.sort()
    atoms: list[tuple[int, int]] = []
    kinds: list[str] = []
    at = 0
    for start, end, kind in marks:
        if start < at:
            continue
        atoms.append((at, start))
        kinds.append(kind)
        at = end
    atoms.append((at, len(text)))
    start, end = atoms[0]
    said = ""
    for index, kind in enumerate(kinds):
        current = text[start:end].strip(_EDGE)
        rest = [text[atoms[index + 1][0] : b] for _, b in atoms[index + 1 : index + 4]]
        run = _run_length(kinds, index, "comma") - is_person(said)  # `Jane Doe, DCI, Moor Police`: one comma is hers
        if not current or _divides(kind, current, rest, run, namer):
            yield start, end
            said = current
            start = atoms[index + 1][0]
        end = atoms[index + 1][1]
    yield start, end


def _run_length(kinds: list[str], index: int, kind: str) -> int:
    """How many separators of this kind the part between strong ones and slashes has."""
    low = high = index
    while low > 0 and kinds[low - 1] in _LISTING:
        low -= 1
    while high + 1 < len(kinds) and kinds[high + 1] in _LISTING:
        high += 1
    return sum(k == kind for k in kinds[low : high + 1])


def _divides(kind: str, left: str, rights: list[str], commas: int, namer: Namer) -> bool:
    """Whether this separator stands between two names rather than inside one.

    rights: what follows, up to the next separator, up to the one after it, and so on.
    commas: how many commas the list has.
    """
    left, rights = _bare(left), [_bare(r) for r in rights]
    nearest = rights[0]
    if kind == "strong" or not nearest:
        return True
    if kind == "beside" and nearest[0].isupper() and left[:1].isupper():
        return name_form(left).split(" ")[-1] not in words("people_with")
    right = next((r for r in rights if namer.knows(r)), None)
    right_kind = classify(right, namer.canonical(right))[0] if right else None
    starts_name = bool(right) and name_form(right or "").split(" ")[0] in words("name_starts")
    if kind == "slash":
        return _slash_divides(left, right, right_kind, starts_name, namer)
    if kind == "comma":
        return _comma_divides(left, nearest, right, right_kind, starts_name, commas, namer)
    return _joint_divides(left, nearest, right, right_kind, starts_name, namer)


def _is_bare(left: str) -> bool:
    """A word that needs the end of another name: `Lead/Deputy Safeguarding Partners`."""
    return name_form(left) in words("shared_modifiers") and " " not in left.strip()


def _slash_divides(left: str, right: str | None, right_kind: str | None, starts_name: bool, namer: Namer) -> bool:
    if right and " " in right and (_is_bare(left) or is_topic(left)):
        return False
    lonely = not namer.knows(left) and " " not in left and not starts_name
    return not (lonely and right_kind in {"role", "group"} and " " in (right or ""))


def _joint_divides(
    left: str, nearest: str, right: str | None, right_kind: str | None, starts_name: bool, namer: Namer
) -> bool:
    bare_left = _is_bare(left)
    if bare_left or not namer.knows(left) or right is None:
        return right is not None and not bare_left and name_form(right) in words("bare_agencies") and _proper(left)
    purposes = words("portfolios") - words("bare_agencies")
    if name_form(nearest) in purposes and "," in left and name_form(left).split(" ")[-1] in purposes:
        return False  # `Deputy Director, Quality & Nursing`
    if starts_open_role(left) and not starts_name:
        return right_kind == "role" or not _belongs_to_post(left, right, right_kind)
    if name_form(left) in words("bare_agencies") and right_kind in {"role", "group"} and " " in right:
        return starts_name
    return True


def _belongs_to_post(left: str, right: str, right_kind: str | None) -> bool:
    """Whether what follows a post is what the post is of: `Head of Housing and Community Services`."""
    bare = name_form(right) in words("bare_agencies") and " " not in right
    general = re.search(r"\b(?:services?|team|unit|housing|education)$", name_form(right)) is not None
    of_body = re.match(r"(?:vice |co-)?chairs? of", name_form(left)) is not None and right_kind == "group"
    return bare or general or of_body


def _bare(text: str) -> str:
    """Without brackets, bullets and stops."""
    return re.sub(r"\s*\([^()]*\)?", "", text).strip(_EDGE)


def _comma_divides(
    left: str, nearest: str, right: str | None, right_kind: str | None, starts_name: bool, commas: int, namer: Namer
) -> bool:
    left_kind, left_sector = classify(left, namer.canonical(left))
    if name_form(left) in words("group_posts") and right_kind == "group":
        return False
    if left_kind == "role" and name_form(nearest) in {"partnership", "partnerships", "partners"}:
        return False  # `Assistant Director - Early Help, Partnership and Planning`
    if name_form(left) in words("role_starts") and right_kind not in {"role", "person"}:
        return False  # `Det Supt, Public Protection Unit`
    if ends_incomplete_role(left):
        return right_kind in {"role", "group", "person"} and namer.knows(nearest)
    if not namer.knows(left):
        # `Policy, Procedure and Practice Subgroup`: no name until its last word.
        return starts_name or right_kind not in {"role", "group"}
    if left_kind != "role":
        return True
    if not namer.knows(nearest):
        return right is not None and starts_name
    ours = commas == 1 and left_sector == "local_authority" and name_form(nearest) in words("departments")
    if ours and " " in nearest and re.search(r"\b(?:manager|officer|co-?ordinator|worker)s?$", name_form(left)):
        return False  # `Transitions Manager, Adult Social Care`
    if right_kind == "agency" and commas == 1 and name_form(nearest) not in words("bare_agencies"):
        sector = classify(nearest, namer.canonical(nearest))[1]  # a post and its employer
        return sector != left_sector and name_form(left) not in words("employer_neutral")
    return True


def _proper(text: str) -> bool:
    """Two or more capitalised words, such as the name of a charity."""
    tokens = text.split()
    return len(tokens) >= 2 and all(t[0].isupper() for t in tokens if t[0].isalpha())


def _names(text: str, start: int, end: int, namer: Namer) -> Iterator[tuple[int, int]]:
    """The owner (or person and post) in one piece of a cell, trimmed of labels, brackets and bullets."""
    start, end = _trim(text, start, end)
    piece = text[start:end]
    label = re.match(r"([A-Za-z -]{2,30}?)\s*(?::|\s[-–—]\s)\s*", piece)
    if label and name_form(label.group(1)) in words("labels"):
        yield from _names(text, start + label.end(), end, namer)
        return
    prefix = _LED_BY.match(piece)
    if prefix:
        yield from _names(text, start + prefix.end(), end, namer)
        return
    bracket = next((m for m in _BRACKET.finditer(piece) if not piece[m.end() :].strip(_EDGE)), None)
    if bracket is not None and bracket.start() == 0:
        inner_start, inner_end = _trim(text, start + bracket.start(1), start + bracket.end(1))
        if namer.knows(text[inner_start:inner_end]):
            yield inner_start, inner_end
        return
    if bracket is not None and _qualifies(piece[: bracket.start()].strip(_EDGE), bracket, namer):
        yield start, end
        return
    if bracket is not None:
        yield from _names(text, start, start + bracket.start(), namer)
        inner_start, inner_end = _trim(text, start + bracket.start(1), start + bracket.end(1))
        inner = text[inner_start:inner_end]
        outer = piece[: bracket.start()].strip(_EDGE)
        stands_for = "".join(w[0] for w in outer.split()).upper()
        if _is_of_a_group(outer, inner, namer):
            yield inner_start, inner_end
            return
        person = is_person(inner) or (is_initials(inner) and inner.upper() not in stands_for)
        if person or (is_person(outer) and inner[:1].isupper() and namer.knows(inner)):
            yield inner_start, inner_end
        return
    if len(run := piece.split()) > 1 and all(name_form(w) in words("one_word_agencies") for w in run):
        yield from ((start + m.start(), start + m.end()) for m in re.finditer(r"\S+", piece))
        return
    everyone = re.search(r"\s[-–—]\s+(?=all\b)", piece, re.IGNORECASE)
    divided = everyone.span() if everyone else _person_and_post(piece)
    if divided is not None:
        yield from _names(text, start, start + divided[0], namer)
        yield from _names(text, start + divided[1], end, namer)
        return
    if piece and not _is_nobody(piece):
        yield start, end


def _is_of_a_group(outer: str, inner: str, namer: Namer) -> bool:
    """`Learning Group (MCA Lead, hospital trust)`: the group, and the post of it that answers."""
    if name_form(inner.split(" ")[0]) in words("bracket_asides"):
        return False
    role = " " in inner and classify(inner, namer.canonical(inner))[0] == "role" and is_owner_name(inner)
    return role and classify(outer, namer.canonical(outer))[0] == "group"


def _qualifies(outer: str, bracket: re.Match[str], namer: Namer) -> bool:
    """The bracket belongs to the name: `Service Manager (Family Help)`, `Fernley Council (Adult Social Care)`.

    It does not where it holds a person, an abbreviation of the name or what the name abbreviates,
    a chair, a date, a list, or words that go on about the body (`including …`).
    """
    inner = bracket.group(1).strip()
    if not bracket.group(0).endswith(")") or not re.match(r"[A-Z][^:;\d/]*$", inner):
        return False
    first = name_form(inner.split(" ")[0])
    if name_form(inner) in words("nobody") or first in words("labels") | words("bracket_asides"):
        return False
    if (
        is_person(inner)
        or is_person(outer)
        or not namer.knows(outer)
        or is_acronym(outer)
        or not splits_whole(inner, namer)
    ):
        return False
    kind = classify(outer, namer.canonical(outer))[0]
    if is_acronym(inner):
        return kind == "role" and name_form(inner) in words("bare_agencies")
    inner_kind = classify(inner, namer.canonical(inner))[0] if namer.knows(inner) else None
    return kind != "partnership" and inner_kind in ({None, "agency"} if kind != "group" else {None})


def _person_and_post(piece: str) -> tuple[int, int] | None:
    """Where a person's name ends and their post begins (or the other way round)."""
    for dash in _DASH.finditer(piece):
        if is_person(piece[: dash.start()]) or is_person(piece[dash.end() :]):
            return dash.start(), dash.end()
    if any(name_form(piece).startswith(s + " ") for s in words("role_starts")) and not is_person(piece):
        return None
    blanks = [m.start() for m in re.finditer(r"\s", piece)]
    for at in blanks[1:4]:
        behind = piece[at:]
        named = is_owner_name(behind) or is_person(behind.strip())
        if "," not in piece[:at] and is_person(piece[:at]) and " " in piece[:at] and named and not is_person(piece):
            return at, at + 1
    return None


def _is_nobody(piece: str) -> bool:
    lowered = name_form(piece)
    if (
        not any(c.isalnum() for c in lowered)
        or lowered in words("nobody")
        or lowered in words("labels") - {"partners", "chair"}
    ):
        return True
    if all(_DATE_WORD.fullmatch(w) for w in re.split(r"[\s,.()\[\]/-]+", lowered) if w):
        return True
    return re.fullmatch(r"(?:n/?a|tb[acd]|\?+|[\d\s/.-]+)", lowered) is not None or len(lowered) < 2


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    lead_in = re.match(r"(?:and|the|with|&)\s+(?=\S)", text[start:end], re.IGNORECASE)
    if lead_in and text[start : start + 3] != "The":
        return _trim(text, start + lead_in.end(), end)
    return start, end


def _short_for(short: str, group: str) -> bool:
    if group == short or not group.startswith(short):
        return False
    rest = group[len(short) :]
    return rest.isalpha() or (rest.startswith(" ") and rest.strip() in words("group_heads"))


def splits_whole(text: str, namer: Namer) -> bool:
    """`text` is one name, not a list of several."""
    return len(list(_split(text, set(), namer))) == 1

"""What a reader notices of words and pieces: the vocabularies as named cues, for a model to weigh.

A cue is a feature of the models, a short string. Those of a word by itself are worked out once and kept
(`word_cues`); its neighbours are the model's to see, and so are those of a piece; `links_of` names the pieces that have
to do with it farther away. The words of a house style are taught in the vocabulary files; no word of a plan stands
here.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.forms import bare_word
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.kin import kin
from safeplans.extractors.lexicon.labels import label_of
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.lexicon.statements import statement_of
from safeplans.extractors.lexicon.verbs import is_commitment, starts_with_verb
from safeplans.extractors.views.pieces import Piece, View

_LONGEST_HEADING = 16  # words; longer pieces are no headings, labels or introductions
_LONGEST_STATEMENT = 60  # words; longer pieces are running text
_SHORT_HEADING = 9  # words of a bare line that may head a section
FULL = 0.8  # of the usual width of a document's lines; a line so long goes on in the next
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_DAY = re.compile(r"^\d{1,2}(?:st|nd|rd|th)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d\d-\d\d$")
_YEAR = re.compile(r"^(?:19|20)\d\d$|^(?:20)?\d\d[/–-]\d\d(?:\d\d)?$")
_QUARTER = re.compile(r"^[qh][1-4]$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?|[A-Z]{1,4}[-./]?\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{1,4})[.):]{0,2}$"
)
_RATINGS = frozenset({"red", "amber", "green", "blue", "grey", "gray", "r", "a", "g", "b", "rag", "brag", "yellow"})
_STATES = frozenset(
    {
        "complete",
        "completed",
        "done",
        "achieved",
        "track",
        "started",
        "progress",
        "underway",
        "delayed",
        "closed",
        "open",
        "overdue",
    }
)


@functools.cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Word to the classes that the vocabularies put it in."""
    classes: dict[str, set[str]] = {}

    def put(words: Sequence[str], name: str, *, last: bool = False) -> None:
        for phrase in words:
            parts = phrase.casefold().split()
            for part in parts[-1:] if last else parts:
                if len(part) > 1:
                    classes.setdefault(part, set()).add(name)

    time, owners = load_toml("time"), load_toml("owners")
    for month, forms in time["months"].items():
        put([month, *forms], "month")
    put([*time["seasons"], *time["terms"]], "season")
    put(list(time["recurrences"]), "recurring")
    put([w for name in time["standing"].values() for w in name], "standing")
    put(owners["role_heads"], "post", last=True)
    put(owners["open_roles"], "post_of")
    put(owners["group_heads"], "body", last=True)
    put(owners["agency_heads"], "agency", last=True)
    put(owners["agency_starts"], "agency")
    put(owners["bare_agencies"], "agency")
    put(owners["departments"], "department")
    put(owners["bare_groups"], "body")
    put(owners["partnership_names"], "partners")
    put(owners["nobody"], "nobody")
    put(owners["labels"], "owner_label")
    put(owners["professions"], "profession")
    put(load_toml("verbs")["imperative"], "verb")
    for entry in load_toml("statements")["statement"]:
        put(entry["words"], "statement")
    for role, lists in load_toml("columns").items():
        put([p for p in lists["exact"] if len(p.split()) <= 2], f"h_{role}")
    return {word: tuple(sorted(names)) for word, names in classes.items()}


@functools.lru_cache(maxsize=65536)
def word_cues(word: str) -> tuple[str, ...]:
    """Features of a word by itself."""
    core = bare_word(word)
    cues = [f"w={core}"] if core else [f"w={word[:3]}"]
    cues.append(f"s={_shape(word)}")
    if len(core) > 4 and core.isalpha():
        cues.append(f"e={core[-3:]}")
    cues += [f"c={name}" for name in word_classes(word)]
    cues += kin_cues(word)
    if word[:1] in '([{“"‘':
        cues.append("open")
    if word[-1:] in ".,;:)]}?!":
        cues.append(f"close={word[-1]}")
    return tuple(cues)


def kin_cues(word: str) -> tuple[str, ...]:
    """The classes of words that mean alike a word is of; none for a rare one."""
    like = kin().of(bare_word(word))
    return (f"k0={like[0]}", f"k1={like[1]}") if like else ()


@functools.lru_cache(maxsize=65536)
def word_classes(word: str) -> tuple[str, ...]:
    """The classes of a word: what the vocabularies and its form make it."""
    core = bare_word(word)
    names = list(_classes().get(core, ()))
    if _YEAR.match(core):
        names.append("year")
    elif _DAY.match(core):
        names.append("day")
    if _QUARTER.match(core):
        names.append("quarter")
    if _REFERENCE.match(word):
        names.append("reference")
    if core in _RATINGS and (len(core) > 1 or word.strip(".,") == core.upper()):
        names.append("rating")
    if core in _STATES:
        names.append("state")
    if len(core) > 5 and core.endswith("ing"):
        names.append("ing")
    if len(core) > 4 and core.endswith("ed"):
        names.append("ed")
    if core in ("will", "shall", "must", "should"):
        names.append("will")
    if 2 <= len(core) <= 6 and word[:1].isupper() and core.upper() == _EDGES.sub("", word):
        names.append("abbreviation")
    return tuple(names)


def _shape(word: str) -> str:
    shape = re.sub(r"[A-Z]", "X", re.sub(r"[a-zß-ÿ]", "x", re.sub(r"\d", "9", word)))
    return re.sub(r"(.)\1{2,}", r"\1\1", shape)[:8]


@dataclass(slots=True)
class PieceCues:
    """kind: its coarse class; cues: what is noticed of it as a whole; heads: it stands over those behind it."""

    kind: str
    cues: tuple[str, ...]
    heads: bool


_TIME = frozenset({"month", "year", "quarter", "season", "recurring", "standing", "day"})
_OWNER = frozenset({"post", "body", "agency", "partners", "abbreviation", "department", "post_of", "profession"})


@functools.lru_cache(maxsize=16384)
def text_cues(text: str, numbered: bool) -> tuple[str, tuple[str, ...]]:
    """Coarse class of a text, and what its words as a whole say."""
    words = text.split()
    count = len(words)
    classes = [word_classes(w) for w in words]
    share_time = sum(bool(_TIME.intersection(c)) for c in classes) / max(count, 1)
    share_owner = sum(bool(_OWNER.intersection(c)) for c in classes) / max(count, 1)
    cues = [f"n={_bucket(count)}", f"end={text[-1] if text[-1:] in '.:;?!,)' else '-'}", *_capital_cues(text, words)]
    cues += [f"time={_share(share_time)}", f"owner={_share(share_owner)}"]
    kind = "long" if count > 25 else "sentence" if count > 7 else "short"
    if starts_with_verb(text):
        cues.append("verb")
        kind = "verb" if count > 2 else kind
    if is_commitment(text):
        cues.append("commitment")
    if count <= _LONGEST_HEADING:
        kind = _named_by_vocabulary(text, count, kind, cues)
    if count <= _LONGEST_STATEMENT:
        kind = _opening(text, kind, cues)
    if count == 1 and "reference" in classes[0] and "year" not in classes[0]:
        kind = "reference"
    elif share_time >= 0.6 and count <= 12:
        kind = "time"
    elif count <= 2 and any("rating" in c for c in classes):
        kind = "rating"
    elif share_owner >= 0.5 and kind in ("short", "sentence"):
        kind = "owner"
    if numbered:
        cues.append("numbered")
    return kind, tuple(cues)


def _capital_cues(text: str, words: Sequence[str]) -> Iterator[str]:
    first = text.lstrip("(“‘\"'*")[:1]
    yield "cap" if first.isupper() else "digit" if first.isdigit() else "lower" if first.islower() else "sign"
    if text.isupper() and len(words) > 1:
        yield "shout"
    if len(words) > 2 and sum(w[:1].isupper() for w in words) / len(words) > 0.7:
        yield "titled"


def _named_by_vocabulary(text: str, count: int, kind: str, cues: list[str]) -> str:
    """Adds what a short text is as a heading of a column or section, or as a label; the class that follows."""
    label, heading, section = label_of(text), role_of(text), section_of(text)
    if heading and heading.score >= 0.75 and not (label and label.value):
        cues.append(f"head={heading.role}{'' if heading.score < 1 else '!'}")
        kind = f"head_{heading.role}" if heading.score >= 0.9 else kind
    if section:
        cues.append(f"section={section}")
        kind = f"section_{section}" if kind in ("short", "sentence") and count < 9 else kind
    if label:
        cues.append(f"label={label.role}{'' if label.value else '!'}")
        kind = f"label_{label.role}" if not label.value or count < 8 else kind
    return kind


def _opening(text: str, kind: str, cues: list[str]) -> str:
    """Adds what a text opens: a statement by its word, or a list; the class that follows."""
    if statement := statement_of(text):
        cues.append(f"statement={statement.kind}{'#' if statement.number else ''}")
        kind = "statement"
    if introduced := intro_role(text):
        cues.append(f"intro={introduced}")
        kind = f"intro_{introduced}" if text.endswith((":", "…")) else kind
    return kind


def _bucket(count: int) -> str:
    return (
        str(count) if count < 4 else "4-6" if count < 7 else "7-12" if count < 13 else "13-25" if count < 26 else "26"
    )


def _share(value: float) -> str:
    return "0" if value == 0 else "low" if value < 0.34 else "mid" if value < 0.67 else "high"


def piece_cues(view: View) -> list[PieceCues]:
    """What is noticed of each piece of a view: by itself, of the heading above it, and of what repeats."""
    pieces = view.pieces
    told = [text_cues(p.text, p.numbered) for p in pieces]
    signatures = [_signature(p, kind) for p, (kind, _) in zip(pieces, told, strict=True)]
    repeats = Counter(signatures)
    texts = Counter(p.text.casefold() for p in pieces)
    above, made = "", []
    width = _width(pieces)
    of_heading: tuple[str, ...] = ()
    for index, piece in enumerate(pieces):
        kind, cues = told[index]
        mine = [f"k={piece.kind}", f"k={piece.kind}|{kind}", *cues, f"kind={kind}", f"above={above}"]
        mine += of_heading
        mine += _place_cues(piece, repeats[signatures[index]], texts[piece.text.casefold()])
        mine.append(f"column={_column_cue(piece)}")
        if index:
            before = pieces[index - 1]
            mine += [f"-1same={before.row == piece.row and before.block == piece.block}"]
            mine += [f"-1sig={signatures[index - 1] == signatures[index]}"]
            if piece.kind == "line":
                mine.append(f"full={before.indent + len(before.text) >= FULL * width}")
                deeper = (piece.indent > before.indent) - (piece.indent < before.indent)
                mine.append(f"dx={deeper}{before.part == piece.part}")
        new = _section_above(piece, kind, cues)
        made.append(PieceCues(kind, tuple(mine), new is not None))
        if new is not None:
            above = new
            of_heading = _heading_cues(piece.text, "h", 8)
    return made


@functools.lru_cache(maxsize=4096)
def _heading_cues(text: str, sign: str, most: int) -> tuple[str, ...]:
    """The first words of a heading, and their like. sign: ``h`` of the heading above, ``c`` of that of the column."""
    words = [bare_word(w) for w in text.split()[:most]]
    likes = (kin().of(w) for w in words)
    return (*(f"{sign}w={w}" for w in words), *(f"{sign}k={like[1]}" for like in likes if like))


def links_of(view: View, cues: Sequence[PieceCues], pieces: slice = slice(None)) -> npt.NDArray[np.int32]:
    """The pieces that each of these is linked with, as indices among them, -1 for none.

    Columns: the one like it before, the one like it behind, the nearest above that heads others, and for a cell the
    first of its column.
    """
    links: list[tuple[int, int, int, int]] = []
    latest: dict[object, int] = {}
    firsts: dict[tuple[int, int], int] = {}
    behind: dict[int, int] = {}
    head = -1
    for index, (piece, told) in enumerate(zip(view.pieces[pieces], cues[pieces], strict=True)):
        like = _like(piece, told.kind)
        before = latest.get(like, -1)
        behind[before] = latest[like] = index
        column = -1
        if piece.kind == "cell":
            column = firsts.setdefault((piece.block, piece.column), index)
        links.append((before, -1, head, column if column != index else -1))
        if told.heads:
            head = index
    made = np.array(links, dtype=np.int32).reshape(-1, 4)
    behind.pop(-1, None)
    made[list(behind), 1] = list(behind.values())
    return made


def _like(piece: Piece, kind: str) -> object:
    """What pieces have in common that are likely to be the same in a document."""
    if piece.kind == "cell":
        return "cell", piece.block, piece.column, piece.header
    marker = "-" if piece.marker is None else "9" if piece.numbered else piece.marker
    return piece.kind, marker, piece.bold, piece.level, piece.part, min(piece.indent // 4, 30), kind


def _width(pieces: Sequence[Piece]) -> int:
    """Characters up to which nine in ten of a text's lines reach; 0 where there are none."""
    reach = sorted(p.indent + len(p.text) for p in pieces if p.kind == "line")
    return reach[len(reach) * 9 // 10] if reach else 0


def _signature(piece: Piece, kind: str) -> tuple[object, ...]:
    marker = None if piece.marker is None else "9" if piece.numbered else piece.marker
    return (
        piece.kind,
        marker,
        piece.bold,
        piece.column,
        kind if kind in ("time", "owner", "reference", "rating") else "",
    )


def _place_cues(piece: Piece, repeats: int, same: int) -> list[str]:
    cues = [f"m={_marker(piece)}", f"rep={_bucket(min(repeats, 30))}", f"gap={piece.gap}", f"part={min(piece.part, 3)}"]
    if same > 1:
        cues.append(f"again={min(same, 4)}")
    if piece.bold:
        cues.append("bold")
    if piece.kind == "heading":
        cues.append(f"level={piece.level}")
    if piece.kind == "cell":
        cues += [f"col={min(piece.column, 7)}", f"cols={min(piece.columns, 8)}", f"row={min(piece.row, 2)}"]
        cues += [f"header={piece.header}", f"merged={piece.merged > piece.row}", f"fill={piece.fill is not None}"]
        cues += _heading_cues(piece.heading, "c", 6)
    if piece.kind == "line":
        cues.append(f"in={'0' if piece.indent == 0 else 'few' if piece.indent < 10 else 'many'}")
    return cues


def _marker(piece: Piece) -> str:
    if piece.marker is None:
        return "-"
    return _shape(piece.marker) if piece.numbered else "bullet"


def _column_cue(piece: Piece) -> str:
    if piece.kind != "cell":
        return "-"
    role = role_of(piece.heading) if piece.heading else None
    return role.role if role and role.score >= 0.5 else "unknown" if piece.heading else "none"


def _section_above(piece: Piece, kind: str, cues: Sequence[str]) -> str | None:
    """What a piece that heads others says of them, None for one that heads none."""
    told = dict(c.split("=", 1) for c in cues if "=" in c)
    short = len(piece.text.split()) <= _SHORT_HEADING
    if kind == "statement":
        return "statement"
    if "intro" in told and piece.text.endswith((":", "…")):
        return f"intro_{told['intro']}"
    if "section" in told and (short or piece.kind == "heading"):
        return f"section_{told['section']}"
    if told.get("label", "").endswith("!"):
        return f"label_{told['label'].rstrip('!')}"
    if "intro" in told and piece.kind == "heading":
        return f"intro_{told['intro']}"
    if piece.kind == "heading":
        return "heading"
    if piece.text.endswith(":") and len(piece.text.split()) <= 30:
        return "colon"
    return None


def places_of(piece: Piece) -> list[str]:
    """For each word of a piece where it stands in it: ``first``, ``1`` to ``3``, ``4`` for all others, ``only``."""
    count = len(piece.tokens)
    if count == 1:
        return ["place=only"]
    return [
        "place=first" if at == 0 else "place=last" if at == count - 1 else f"place={min(at, 4)}" for at in range(count)
    ]

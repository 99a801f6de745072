"""What a name is: a post, a group, an agency, all partners or a person, and of which sector."""

from __future__ import annotations

import functools
import re
import unicodedata

from safeplans.extractors.base.closed import OwnerKind
from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.ownership.bodies import body_sector
from safeplans.extractors.ownership.words import (
    first_names,
    phrase_pattern,
    sector_rules,
    singular,
    titles,
    vocabulary,
    words,
)

# `ASCP`, `NSCB`, `DSAB`: a safeguarding partnership or board of an area.
_BOARD_ACRONYM = re.compile(r"[A-Z&]{0,7}(?:SCP|SCB|SAB|LSCB)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z&]{1,7}s?\d?")
# `JO`: two letters that the document does not spell out; `DMcA`, `PdS`, `CO’D`: those of a name with a particle
_INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?|[A-Z]{1,2}(?:Mc|Mac|O['’]|de|d|van|v)[A-Z]")
_EMAIL = re.compile(
    r"[\w+-]+\.[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)  # `jane.okafor@…`: a name in front, a team's address has none
# `OKAFOR, Jane`, `Okafor, J.`, `OKAFOR Jane`; the name in front is checked by `is_surname_first`
SURNAME_FIRST = re.compile(
    r"(?P<last>[A-ZÀ-Þ][\w’'-]+)(?P<joint>, ?| )(?P<first>[A-ZÀ-Þ][a-zà-þ’'-]+|[A-Z]\.?(?: ?[A-Z]\.)?)(?![\w])"
)
_ALL_PARTNERS = re.compile(
    r"all (?:[\w&'-]+ ){0,3}(?:partners|agencies|organisations|members|services|bodies)(?: (?:and|&|/) [\w' ]{2,30})?"
)
# `Fernley Safeguarding Children Partnership Training Team`: the partnership's own staff.
_PARTNERSHIP_TEAM = re.compile(r"\bsafeguarding (?:\w+ )?(?:partnership|board) (?:[\w&-]+ ){0,3}(?:team|unit|office)$")
_LETTERS = 3  # of capitals that may spell a first name and stand for a body
_WITH_HEADS: tuple[OwnerKind, ...] = ("role", "group", "agency")  # posts before groups before agencies
_UNIT = 4  # letters of a unit that capitals stand for; a surname in capitals has more
_CERTAIN, _LIKELY, _UNSURE = 0.95, 0.8, 0.5


def classify(name: str, canonical: str) -> tuple[OwnerKind, str]:
    """Kind and sector of an owner, both from the closed lists of the owners table.

    kind: group, role, agency, partnership or person. sector: local_authority, health,
    police, education, voluntary, justice, scrutiny, partnership or other.
    """
    kind, _ = kind_of(name, canonical)
    listed = body_sector(canonical) or body_sector(name) if kind == "agency" else None
    return kind, listed or _sector(kind, name_form(canonical), name_form(name))


def tells_sector(kind: str, name: str, canonical: str) -> bool:
    """Whether a word of the name says of which sector it is; else `classify` takes what is usual for its kind."""
    return _sector_by_words(kind, name_form(canonical), name_form(name)) is not None


def certainty(name: str, canonical: str) -> float:
    """How sure the vocabulary is of what `name` is, 0..1."""
    return kind_of(name, canonical)[1]


@functools.lru_cache(maxsize=20_000)
def kind_of(name: str, canonical: str) -> tuple[OwnerKind, float]:
    """Kind and how sure the vocabulary is of it (0..1)."""
    if canonical != name and is_acronym_or_initials(name) and _begins_with_person(canonical):
        return "person", _CERTAIN  # `KF: Kate Fenn, Business Manager` in the list of abbreviations
    for text in dict.fromkeys((canonical, name)):
        kind = _kind_by_words(text)
        if kind is not None:
            return kind, _CERTAIN
    if is_person(name):
        return "person", _LIKELY
    if name_form(canonical) in words("bare_groups") or name_form(name) in words("bare_groups"):
        return "group", _LIKELY
    for rule in sector_rules():
        if (not rule.kinds or "agency" in rule.kinds) and rule.pattern.search(name_form(canonical)):
            return "agency", _LIKELY
    if is_initials(name) and name == canonical:
        return "person", _UNSURE
    if is_acronym(name):
        return "group", _UNSURE
    return "agency", _UNSURE


def is_acronym_or_initials(name: str) -> bool:
    return is_acronym(name) or bool(_INITIALS.fullmatch(name.strip()))


def _begins_with_person(text: str) -> bool:
    first = re.split(r"\s*,\s|\s+[(–—-]", text, maxsplit=1)[0]
    return " " in first and is_person(first) and _kind_by_words(first) is None


def is_initials(name: str) -> bool:
    """`JO`, `J.O.`: a person's, unless two letters are known to stand for something."""
    return bool(_INITIALS.fullmatch(name.strip())) and name_form(name) not in words("two_letters")


def is_acronym(name: str) -> bool:
    """`QAWG`, `SLaM`, `L&D`: one word of mostly capitals."""
    return bool(_ACRONYM.fullmatch(name.strip()))


@functools.lru_cache(maxsize=20_000)
def is_person(name: str) -> bool:
    """A person's name: a title or a common first name, and one to three capitalised words."""
    bare = name.strip(" .,")
    letters = bare.isupper() and len(bare) <= _LETTERS  # `EVA`
    first_only = name_form(bare) in first_names() and not letters
    if _EMAIL.fullmatch(bare) or first_only or is_surname_first(name.strip(" ,")):
        return True
    tokens = [t.strip(".,") for t in bare.split()]
    if not 2 <= len(tokens) <= 6 or any(not t or not re.match(r"[A-ZÀ-Þ][\w’'/.-]*$", t) for t in tokens):
        return False
    lowered = [t.casefold() for t in tokens]
    if _tail_kind(name_form(bare)) is not None or lowered[-1] in words("shared_modifiers") - {"young"}:
        return False  # `CE Strategic` wants a noun
    size = next((n for n in (3, 2, 1) if " ".join(lowered[:n]) in titles()), 0)
    if size:
        unit = len(tokens) > size and all(t.isupper() and 1 < len(t) <= _UNIT for t in tokens[size:])  # `DCI PVP`
        return 1 <= len(lowered) - size <= 3 and not unit and not _names_a_post(lowered[size:])
    if len(tokens) == 4 and lowered[2] in first_names() and lowered[1] not in first_names():
        return False  # two persons that nothing parts
    initials = re.fullmatch(r"(?:[A-Z]\.? ?){1,2}[A-Z][a-z’'-]+", bare)
    first = _without_accents(lowered[0].split("-")[0])
    return len(tokens) <= 4 and (first in first_names() or bool(initials and len(tokens[-1]) > 2))


def _names_a_post(lowered: list[str]) -> bool:
    """Whether words behind a title are those of a post or body: `Dr Safeguarding Lead`."""
    if any(w in words("portfolios") or _tail_kind(w) for w in lowered):
        return True
    return any(rule.pattern.search(" ".join(lowered)) for rule in sector_rules())


def is_surname_first(text: str) -> bool:
    """`OKAFOR, Jane`, `Okafor, J.`, `OKAFOR Jane`: without a comma only where the surname is all capitals."""
    found = SURNAME_FIRST.fullmatch(text)
    if (
        found is None
        or _tail_kind(name_form(found["last"])) is not None
        or name_form(found["last"]) in words("bare_agencies")
    ):
        return False
    if "," not in found["joint"] and not (found["last"].isupper() and len(found["last"]) > 3):
        return False
    known = _without_accents(name_form(found["first"]).split("-")[0]) in first_names()
    return known or (len(found["first"].strip(".")) == 1 and not is_acronym(found["last"]))


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def is_owner_name(text: str) -> bool:
    """The vocabulary knows `text` as a post, a body or all partners, by its own last (or first) words."""
    return _kind_by_words(text) is not None or name_form(text) in words("bare_groups")


def starts_open_role(text: str) -> bool:
    """`Head of …`, `Interim Director for …`: a post that goes on after its first words."""
    return bool(_open_roles().match(name_form(text)))


def is_command(text: str) -> bool:
    """`Confirm delegated partners`, `Set up the reference group`: a verb in the imperative and what it is done to."""
    first, _, rest = text.strip().partition(" ")
    return name_form(first) in words("command_verbs") and bool(rest) and (rest[0].islower() or not rest[0].isalpha())


def ends_incomplete_role(text: str) -> bool:
    """`Head of Service`, `Assistant Director`: a post that wants the words after its comma."""
    lowered = name_form(text)
    return any(lowered == r or lowered.endswith(" " + r) for r in words("incomplete_roles"))


# What may follow the letters of a board that is meant as a whole: `LSCP partners`.
_OF_A_BOARD = frozenset({"", "meeting", "meetings", "partners", "members", "partner agencies"})


@functools.cache
def _open_roles() -> re.Pattern[str]:
    ordered = sorted(words("open_roles"), key=len, reverse=True)
    return re.compile(r"(?:the )?(?:[\w&'/-]+ ){0,3}?(?:" + "|".join(map(re.escape, ordered)) + r")\b")


@functools.cache
def _partnership_endings() -> re.Pattern[str]:
    ordered = sorted(words("partnership_endings"), key=len, reverse=True)
    return re.compile(r"(?:^|.* )(?:" + "|".join(map(re.escape, ordered)) + r")s?(?: meetings?)?$")


def _kind_by_words(text: str) -> OwnerKind | None:
    lowered = re.sub(r"^(?:the|each|every|our) ", "", name_form(re.sub(r"\s*\([^)]*\)", "", text)))
    if not lowered:
        return None
    if listed := _listed_kind(lowered) or _kind_of_board(text.strip(), lowered):
        return listed
    if starts_open_role(lowered) or _is_parted_post(lowered):
        return "role"
    if lowered in words("bare_agencies"):
        return "agency"
    before = re.split(r" (?:for|of|in|at|from|on) ", lowered, maxsplit=1)[0]
    before_kind = _tail_kind(before) if before != lowered else None
    if before_kind == "role" or _begins_as_post(text, lowered) or _post_before_portfolio(lowered):
        return "role"
    kind = _tail_kind(lowered) or before_kind
    if kind != "group" and any(" " in r and lowered.startswith(r + " ") for r in words("incomplete_roles")):
        return "role"
    if kind is None and any(lowered.startswith(a + " ") for a in words("agency_starts")):
        return "agency"
    return kind


def _listed_kind(lowered: str) -> OwnerKind | None:
    """The kind of a whole name that a list holds."""
    if body_sector(lowered):
        return "agency"
    if lowered in words("partnership_names") or _ALL_PARTNERS.fullmatch(lowered):
        return "partnership"
    if lowered in words("group_names") or any(lowered.endswith(" " + r) for r in words("group_names")):
        return "group"
    if lowered in words("role_names") or any(lowered.endswith(" " + r) for r in words("role_names")):
        return "role"
    return None


def _kind_of_board(text: str, lowered: str) -> OwnerKind | None:
    """Partnerships and boards by their abbreviation or ending, their teams and members; the post of an AD."""
    letters = _BOARD_ACRONYM.fullmatch(text.split(" ")[0]) is not None
    tail = lowered.partition(" ")[2]
    if letters and tail in _OF_A_BOARD or _partnership_endings().match(lowered):
        return "partnership"
    if _PARTNERSHIP_TEAM.search(lowered) or (letters and tail.endswith((" team", " unit"))):
        return "group"
    if re.match(r"ADs?[ ,]", text):
        return "role"  # an assistant director; `Ad hoc group` is none
    if lowered.endswith(" members") and re.search(r"\b(?:partnership|board)\b", lowered):
        return "partnership"
    return None


def _is_parted_post(lowered: str) -> bool:
    """`Director, Adult Services`, `Service Manager: Leaving Care`, `Adult Services - Director`."""
    for sign in (", ", ": "):
        head, parted, _ = lowered.partition(sign)
        if parted and _tail_kind(head) == "role":
            return True
    head, dash, rest = lowered.partition(" - ")
    return bool(dash) and "role" in (_tail_kind(head), _tail_kind(rest))


def _begins_as_post(text: str, lowered: str) -> bool:
    undotted = lowered.replace(".", "")  # `Det. Insp. Public Protection`
    return any(undotted.startswith(s.replace(".", "") + " ") for s in words("role_starts")) and not is_person(text)


def _post_before_portfolio(lowered: str) -> bool:
    """`designated nurse safeguarding children`: a post of two words or more, then what it is for."""
    tokens = lowered.split(" ")
    while len(tokens) > 2 and tokens[-1] in words("portfolios"):
        tokens.pop()
    if "and" in tokens or "&" in tokens:
        return False
    return len(tokens) < len(lowered.split(" ")) and _tail_kind(" ".join(tokens)) == "role"


def _tail_kind(lowered: str) -> OwnerKind | None:
    """The kind that the longest known ending of the name gives."""
    tokens = lowered.split(" ")
    for size in range(min(4, len(tokens)), 0, -1):
        ending = " ".join(tokens[-size:])
        forms = {ending, " ".join([*tokens[-size:-1], singular(tokens[-1])]), ending.rstrip("'")}
        for kind in _WITH_HEADS:
            if forms & words(f"{kind}_heads"):
                return kind
    return None


def _sector(kind: str, *lowered: str) -> str:
    if kind == "partnership":
        return "partnership"
    return _sector_by_words(kind, *lowered) or str(vocabulary()["sector_default"][kind])


def _sector_by_words(kind: str, *lowered: str) -> str | None:
    for rule in sector_rules():
        if rule.kinds and kind not in rule.kinds:
            continue
        if any(rule.pattern.search(text) for text in lowered):
            return rule.sector
    return None


@functools.cache
def whole_names() -> re.Pattern[str]:
    """Names with a joining word inside that are never split there."""
    return phrase_pattern(vocabulary()["whole_names"])

"""Owner names in running text: each sentence as a string of words with its lists of names marked.

The grammar of `extractors.ownership.sentences` is written over that string: ``the ⟦0⟧ will
review … and report to ⟦1⟧``, where each mark stands for one name or a list of names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import name_form, word_form
from safeplans.extractors.lexicon.months import NAMED
from safeplans.extractors.ownership.bodies import body_at
from safeplans.extractors.ownership.cells import Namer, is_topic, splits_whole
from safeplans.extractors.ownership.naming import classify, is_acronym, is_owner_name, is_person, starts_open_role
from safeplans.extractors.ownership.words import singular, words

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ0-9]+(?:[’'&–-][A-Za-zÀ-ÿ0-9]+)*[’']?|[^\w\s]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“(])|[;\n\r•●▪❖✓]+|(?<=[a-z])\.(?=[A-Z])")
_JOINERS = frozenset({"and", "&", "of", "for", "on", "in"})
_LIST_WORDS = frozenset(
    {",", "and", "&", "/", "or", "the", "newly", "formed", "both", "new", "our", "plus", "by", "relevant"}
)
# Prepositions after which an article belongs to the name, if both neighbours have capitals.
_INNER = frozenset({"outside", "beyond", "inside"})
_ARTICLES = frozenset({"the", "our", "its", "their", "a", "an", "each", "every", "all"})
_EMPTY = frozenset(
    {
        "sub",
        "group",
        "subgroup",
        "sub-group",
        "subgroups",
        "board",
        "panel",
        "meeting",
        "meetings",
        "members",
        "member",
        "working",
        "task",
    }
)
_BARE = frozenset({"board", "executive", "partnership", "council", "leads", "police"})
_MAX_NAME_TOKENS = 14
_DATE_WORD = re.compile(
    rf"(?:{NAMED}|sept"
    r"|spring|summer|autumn|winter|q[1-4]|(?:19|20)\d\d(?:[-–/]\d{2,4})?)$"
)
# What may stand before `of`, `for` or `in` inside a name.
_OF_HEADS = re.compile(
    r"(?:university|college|office|department|association|centre|diocese|church|borough|isle|academy|city|county|ministry|council|institute|commission|community|society|board|college|service|board)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text. weak: a bare word or unknown abbreviation, to be believed only where the grammar is clear."""

    text: str
    start: int
    end: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence: its words in lower case with the lists of names as ``⟦n⟧``."""

    words: str
    lists: tuple[tuple[Name, ...], ...]

    def names(self, number: str | int) -> tuple[Name, ...]:
        return self.lists[int(number)]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()

    @property
    def lower(self) -> str:
        return word_form(self.text)


@functools.lru_cache(maxsize=16)
def clauses(text: str, namer: Namer) -> tuple[Clause, ...]:
    """The sentences of `text`, names marked. Kept for a while: rules and models ask for the same."""
    return tuple(_clauses(text, namer))


def _clauses(text: str, namer: Namer) -> Iterator[Clause]:
    at = 0
    bounds = [m.span() for m in _SENTENCE_END.finditer(text)] + [(len(text), len(text))]
    for end, following in bounds:
        tokens = [_Token(m.group(), at + m.start(), at + m.end()) for m in _TOKEN.finditer(text[at:end])]
        if tokens:
            yield _clause(text, tokens, namer)
        at = following


def _clause(text: str, tokens: list[_Token], namer: Namer) -> Clause:
    items: list[str] = []
    lists: list[tuple[Name, ...]] = []
    at = 0
    while at < len(tokens):
        found = _name_at(text, tokens, at, namer)
        if found is None:
            items.append(tokens[at].lower)
            at += 1
            continue
        names = [found[0]]
        at = found[1]
        while True:
            after = _after_list_words(tokens, at)
            further = _name_at(text, tokens, after, namer) if after > at else None
            if further is None:
                break
            names.append(further[0])
            at = further[1]
        items.append(f"⟦{len(lists)}⟧")
        lists.append(tuple(names))
    return Clause(" ".join(items), tuple(lists))


def _after_list_words(tokens: list[_Token], at: int) -> int:
    """Past `, and the` between two names of a list; the offset itself where no list goes on."""
    after = at
    if after < len(tokens) and tokens[after].text == "(":
        # `Challenge Panel (including …) and …`
        close = next((i for i in range(after, min(after + 12, len(tokens))) if tokens[i].text == ")"), None)
        if close is not None and close + 1 < len(tokens) and tokens[close + 1].lower in {"and", "/", ",", "&"}:
            after = close + 1
    if after >= len(tokens) or tokens[after].lower not in {",", "and", "&", "/", "or"}:
        return at
    while after < len(tokens) and tokens[after].lower in _LIST_WORDS:
        after += 1
    return after


def _name_at(text: str, tokens: list[_Token], at: int, namer: Namer) -> tuple[Name, int] | None:
    """The longest name that starts with this token, and the index of the token after it."""
    if at >= len(tokens):
        return None
    known = _known_at(text, tokens, at, namer)
    if known is not None:
        return known
    if not _may_start(tokens, at):
        return None
    stop = at
    while stop < len(tokens) and stop - at < _MAX_NAME_TOKENS and _may_continue(tokens, at, stop):
        stop += 1
    if stop < len(tokens) and tokens[stop].text == "(":
        stop = _past_inner_bracket(tokens, at, stop)
    for end in range(stop, at, -1):
        if tokens[end - 1].lower in _JOINERS or not tokens[end - 1].text[0].isalnum():
            continue
        name = Name(text[tokens[at].start : tokens[end - 1].end], tokens[at].start, tokens[end - 1].end, False)
        judged = _judge(name, tokens[at:end], at, tokens, namer)
        if judged is not None:
            return judged, end
    return None


def _known_at(text: str, tokens: list[_Token], at: int, namer: Namer) -> tuple[Name, int] | None:
    """A group that the document describes or a body that it abbreviates, whatever words it is made of."""
    start = tokens[at].start
    if tokens[at].capital and (stop := body_at(text, start, tokens[at].text)) is not None:
        end = next((i for i, t in enumerate(tokens[at:], at + 1) if t.end == stop), None)
        if end is not None and not (end < len(tokens) and tokens[end].lower.strip("s") in words("role_heads")):
            return Name(text[start:stop], start, stop, False), end
    for phrase in namer.phrases:
        stop = start + len(phrase)
        if name_form(text[start:stop]) == phrase:
            end = next((i for i, t in enumerate(tokens[at:], at + 1) if t.end == stop), None)
            follows = tokens[end] if end is not None and end < len(tokens) else None
            if end is None or (follows is not None and follows.lower.strip("s") in words("role_heads") | {"member"}):
                continue
            return Name(text[start:stop], start, stop, False), end
    return None


def _may_start(tokens: list[_Token], at: int) -> bool:
    token = tokens[at]
    if _DATE_WORD.match(token.lower):
        return False
    if token.capital:
        return token.lower not in _ARTICLES | {"all"} or token.lower == "all" or _titled(tokens, at)
    return token.lower in words("plain_modifiers") and token.lower not in {"and", "&"} or token.lower == "all"


def _titled(tokens: list[_Token], at: int) -> bool:
    """`The Children's Society`: an article in the middle of a sentence with a capital."""
    return at > 0 and tokens[at].text == "The" and tokens[at - 1].text not in {".", ":"}


def _may_continue(tokens: list[_Token], first: int, at: int) -> bool:
    token = tokens[at]
    if _DATE_WORD.match(token.lower):
        return False
    if token.capital or token.lower in _JOINERS:
        return True
    if token.lower == "the":  # Risk Outside the Home Subgroup
        before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else None
        return before.capital and before.lower in _INNER and after is not None and after.capital
    if token.text == "/":  # Lead/Deputy Safeguarding Partners
        return at == first + 1 and tokens[first].lower in words("shared_modifiers")
    if token.text == "'" and at > first:
        return True
    lowered = token.lower.rstrip("'")
    heads = words("group_heads") | words("role_heads")
    return (
        lowered in words("plain_modifiers")
        or lowered in words("plain_heads")
        or singular(lowered) in heads
        or lowered in heads
    )


def _past_inner_bracket(tokens: list[_Token], first: int, at: int) -> int:
    """`Vulnerable Adolescent (Risk and Exploitation) Strategy Group`: a bracket inside a name."""
    close = next((i for i in range(at, min(at + 7, len(tokens))) if tokens[i].text == ")"), None)
    if close is None or not tokens[at + 1].text[0].isupper():
        return at
    stop = close + 1
    while stop < len(tokens) and (tokens[stop].capital or tokens[stop].lower in words("plain_heads")):
        stop += 1
    return stop if stop > close + 1 else at


def _judge(name: Name, inside: list[_Token], at: int, tokens: list[_Token], namer: Namer) -> Name | None:
    """The name if it is one, marked weak where only a clear grammar may use it."""
    text = name.text
    canonical = namer.canonical(text)
    single = len(inside) == 1
    if single and (is_topic(text) or name_form(text) in words("professions")):
        return None
    if namer.is_group(text, canonical) and (inside[0].capital or not single):
        return _marked(name, weak=single and not is_acronym(text))
    if is_acronym(text):
        if canonical == text:
            return _marked(name, weak=not is_owner_name(text))
        return name if is_owner_name(canonical) or is_owner_name(text) else None
    if single:
        return _judge_word(name, inside[0], after_article=at > 0 and tokens[at - 1].lower == "the", first=at == 0)
    return _judge_words(name, inside, canonical, namer)


def _marked(name: Name, *, weak: bool) -> Name:
    return Name(name.text, name.start, name.end, weak)


def _judge_word(name: Name, word: _Token, *, after_article: bool, first: bool) -> Name | None:
    """A single word that is no abbreviation: `Police`, `the Board`. first: it begins the sentence."""
    if not word.capital:
        return None
    lowered = name_form(name.text)
    if lowered in words("known_names"):
        return _marked(name, weak=False)
    bare = lowered in words("bare_agencies") | words("bare_groups") | _BARE
    may_stand_alone = after_article or first or lowered not in {"community", "network"}
    return _marked(name, weak=True) if bare and may_stand_alone else None


def _judge_words(name: Name, inside: list[_Token], canonical: str, namer: Namer) -> Name | None:
    """Several words that are no abbreviation."""
    text = name.text
    lowered = name_form(text)
    if lowered in words("partnership_names") and lowered.startswith("all "):
        return _marked(name, weak=True)
    if _says_too_little(inside, lowered) or _runs_together(name, inside, namer):
        return None
    if not is_owner_name(text) and not is_owner_name(canonical):
        named = all(t.capital for t in inside) and classify(text, canonical) == ("agency", "voluntary")
        return _marked(name, weak=True) if named and inside[0].lower not in words("commands") else None
    if classify(text, canonical)[0] == "person" or is_person(text):
        return None
    if len(inside) > 2 and not inside[0].capital and inside[1].capital:
        return None  # `… of learning Strategic Leads`: the name begins with its capital
    if not _spelled_like_a_name(inside, lowered) or _is_command(name, inside, lowered):
        return None
    return name if splits_whole(text, namer) else None


def _says_too_little(inside: list[_Token], lowered: str) -> bool:
    """General words, or words that name nobody who could own anything."""
    if lowered in words("general_names") or all(t.lower in _EMPTY for t in inside) or inside[0].lower in _JOINERS:
        return True
    if lowered in words("never_owners") or _possessor(inside[0]) in words("general_names"):
        return True  # `the Trust's safeguarding team`
    return inside[-1].lower in words("professions") and not any(t.lower in words("post_marks") for t in inside)


def _runs_together(name: Name, inside: list[_Token], namer: Namer) -> bool:
    """Words of two names, or a name with words that are none of it."""
    if all(is_acronym(t.text) for t in inside) and inside[0].lower not in {"nhs", "hm"}:
        return True  # two abbreviations in a row
    if not _of_fits(inside):
        return True
    # a heading run into the abbreviation of another body
    return any(namer.is_group(name.text[: t.start - name.start].strip(), "") and is_acronym(t.text) for t in inside[1:])


def _is_command(name: Name, inside: list[_Token], lowered: str) -> bool:
    """A command with the name after it: `Ensure agencies`; not `Review Group`, nor `Lead Partner`."""
    if inside[0].lower not in words("commands") or (inside[0].lower == "lead" and "partner" in lowered):
        return False
    rest = inside[1:]
    if rest[0].lower in _JOINERS:
        return False
    sensible = name_form(name.text[rest[0].start - name.start :])
    if sensible in words("general_names") and not sensible.endswith("s"):
        return False
    return is_owner_name(sensible) or is_acronym(rest[0].text)


def _possessor(token: _Token) -> str:
    """`trust` for `Trust's`, else nothing."""
    return token.lower.removesuffix("'s") if token.lower.endswith("'s") else ""


def _of_fits(inside: list[_Token]) -> bool:
    """`Head of Service`, `University of …`, not `Use of Network`."""
    for before, token in zip(inside, inside[1:], strict=False):
        if token.lower in {"of", "for", "in", "on"}:
            return starts_open_role(" ".join(t.text for t in inside)) or bool(_OF_HEADS.search(before.lower))
    return True


def _spelled_like_a_name(inside: list[_Token], lowered: str) -> bool:
    """Capitals on the words that make it a name, or all of them from the short list of plain ones."""
    plain_words = all(
        t.lower.rstrip("'") in words("plain_modifiers") or t.lower in words("plain_heads") or t.text in {"/", "-", "'"}
        for t in inside
    )
    if plain_words and (inside[-1].lower in words("plain_heads") or inside[-1].capital):
        return inside[0].capital or inside[-1].capital or lowered not in words("general_names")
    if not inside[0].capital:
        return False
    small = [t for t in inside[1:] if not t.capital and t.lower not in _JOINERS | {"the"} and t.text[0].isalnum()]
    heads = words("group_heads") | words("role_heads") | words("plain_heads") | words("plain_modifiers")
    if any(t.lower.rstrip("'") not in heads and singular(t.lower) not in heads for t in small):
        return False
    # `Through group work`: one capital at the start of a sentence says nothing
    capitals = sum(t.capital for t in inside)
    return capitals >= 2 or inside[-1].lower in words("plain_heads") or singular(inside[-1].lower) in heads

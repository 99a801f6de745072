"""Abbreviations: where a document defines them, and what a name means when they are spelt out.

Plans are full of local abbreviations (a ``BMG`` is a Business Management Group here and a
Brokerage Monitoring Group there), so the document's own words go before any register.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import letters_form, phrase_form, word_form, words_in
from safeplans.extractors.lexicon.loading import load_rows

_RANK = {"glossary": 0, "inline": 1, "group": 2, "register": 3}
_JOINING = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "for",
        "from",
        "in",
        "into",
        "la",
        "le",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "&",
        "+",
        "-",
    ]
)
_TERM = re.compile(r"[A-Z][A-Za-z0-9]*(?:[&/+.’'-][A-Za-z0-9]+)*")
_WORD = re.compile(r"\d+[-–]\d+|[A-Za-zÀ-ÿ0-9]+(?:[’'&/-][A-Za-zÀ-ÿ0-9]+)*[’']?|&|\+")
_PARENTHESIS = re.compile(r"\(([^()]{2,160})\)")
_HEREAFTER = re.compile(
    r"^(?:here(?:in)?after|henceforth|also|abbreviated to|abbreviated as|known as|referred to as|or|the|called)\s+",
    re.IGNORECASE,
)
_QUOTES = "\"'“”‘’ "
_NOT_TERMS = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX"})
_COMPOUND = ("multi", "inter", "anti", "co", "pre", "post", "cross", "sub")
_MAX_WORDS = 16


@dataclass(frozen=True, slots=True)
class Definition:
    """One abbreviation and what it stands for. defined_in: glossary, inline, group or register."""

    term: str
    expansion: str
    defined_in: str


@functools.cache
def common_abbreviations() -> dict[str, Definition]:
    """The field's register of abbreviations that mean the same in every area of England.

    Packaged as ``vocabulary/abbreviations.csv``, each entry with its source in `note`.
    """
    return {
        row["term"].casefold(): Definition(row["term"], row["expansion"], "register")
        for row in load_rows("abbreviations")
    }


class Abbreviations:
    """What local abbreviations stand for.

    The document's glossary goes first, then its inline definitions, the groups that it
    describes, and registers. Where two different expansions of the same rank compete, the
    abbreviation stays as printed: a lower rank does not settle what a higher one disputes.

    The field's register of common abbreviations comes last and speaks for a whole name
    only (``LADO``). Inside a longer name (``MASH Service Manager``) an abbreviation which the
    document leaves undefined is a word of that name and stays as printed.
    """

    def __init__(self, definitions: Iterable[Definition] = ()):
        self._known: dict[str, list[Definition]] = {}
        for definition in definitions:
            if definition.term.strip() and definition.expansion.strip():
                self._known.setdefault(_key(definition.term), []).append(definition)
        self._phrases = sorted((k for k in self._known if " " in k), key=len, reverse=True)

    @property
    def terms(self) -> list[str]:
        """The abbreviations that the document (or its caller) defines, as printed."""
        return [found[0].term for found in self._known.values()]

    @property
    def definitions(self) -> list[Definition]:
        """All definitions given, competing ones included."""
        return [d for found in self._known.values() for d in found]

    def expansion(self, term: str) -> Definition | None:
        """What `term` stands for; None if nothing says so or two expansions compete."""
        if self._lookup(term) is not None or self._disputed(term):
            return self._lookup(term)
        return _fitted(term, lambda key: common_abbreviations().get(key))

    def spell_out(self, name: str) -> str:
        """`name` with its local abbreviations spelt out (``QAWG Chair`` → ``Quality Assurance
        Working Group Chair``); what nothing defines stays as printed."""
        whole = self.expansion(name.strip())
        if whole is not None and _looks_short(name.strip()):
            return whole.expansion
        out: list[str] = []
        at = 0
        for start, end in self._occurrences(name):
            term = name[start:end]
            definition = self._lookup(term)
            if definition is None or definition.expansion.casefold() in name.casefold():
                continue
            out += [name[at:start], definition.expansion]
            at = end
        text = "".join(out) + name[at:]
        return re.sub(r"(?i)\b(group|board|panel|committee|sub-?group|forum|partnership) \1\b", r"\1", text)

    def _occurrences(self, name: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        taken = -1
        for match in re.finditer(r"[A-Za-z0-9][A-Za-z0-9&+.-]*", name):
            if match.start() < taken:
                continue
            end = match.end()
            for phrase in self._phrases:
                stop = match.start() + len(phrase)
                if _key(name[match.start() : stop]) == phrase and not name[stop : stop + 1].isalnum():
                    end = stop
                    break
            if _looks_short(name[match.start() : end]):
                found.append((match.start(), end))
                taken = end
        return found

    def _lookup(self, term: str) -> Definition | None:
        return _fitted(term, self._best)

    def _best(self, key: str) -> Definition | None:
        found = self._known.get(key, [])
        if not found:
            return None
        best = min(_RANK.get(d.defined_in, 3) for d in found)
        ranked = [d for d in found if _RANK.get(d.defined_in, 3) == best]
        return ranked[0] if len({_comparable(d.expansion) for d in ranked}) == 1 else None

    def _disputed(self, term: str) -> bool:
        return any(_key(t) in self._known for t in (term, term.rstrip("s")))


def inline_definitions(text: str) -> list[tuple[str, str, int, int]]:
    """Abbreviations that running text defines, as (term, expansion, start, end).

    ``start``/``end`` are the character offsets of the whole definition in `text`. The
    expansion is exactly the words that the letters stand for, in either order:
    ``Business Management Group (BMG)`` and ``BMG (Business Management Group)``.
    """
    found: list[tuple[str, str, int, int]] = []
    seen: set[tuple[str, str]] = set()
    for match in _PARENTHESIS.finditer(text):
        hit = _after_words(text, match) or _before_words(text, match)
        if hit is not None and (hit[0], hit[1]) not in seen:
            seen.add((hit[0], hit[1]))
            found.append(hit)
    return found


def _key(term: str) -> str:
    return word_form(phrase_form(term)).strip(".")


def _comparable(expansion: str) -> str:
    """Two spellings of one expansion are the same in it: a plural, a possessive, a joining word tell none apart."""
    words = words_in(expansion.replace("&", " and ").replace("’", "").replace("'", ""))
    return " ".join(w.rstrip("s") for w in words if w not in {"and", "the", "of"})


def _looks_short(term: str) -> bool:
    """Two capitals or more in a word: `QAWG`, `L&D`, `SLaM`, `MASH Ops Group`, `DfE`."""
    first = term.split(" ")[0] if term else ""
    return sum(c.isupper() for c in first) >= 2


def _fitted(term: str, look: Callable[[str], Definition | None]) -> Definition | None:
    """Look `term` up as printed, then in the other number: `IDVAs` for `IDVA`, `LSCB` for `LSCBs`."""
    key = _key(term)
    if (found := look(key)) is not None:
        return found
    if key.endswith("s") and len(key) > 3 and (found := look(key[:-1])) is not None:
        spelt = found.expansion if found.expansion.endswith("s") else found.expansion + "s"
        return Definition(found.term, spelt, found.defined_in)
    if (found := look(key + "s")) is not None and found.term.endswith("s"):
        return Definition(found.term, found.expansion.removesuffix("s"), found.defined_in)
    return None


def _as_term(text: str) -> str | None:
    term = _HEREAFTER.sub("", text.strip()).strip(_QUOTES)
    capitals = sum(c.isupper() for c in term)
    if not 2 <= len(term) <= 14 or capitals < 2 or term in _NOT_TERMS or not _TERM.fullmatch(term):
        return None
    return term


def _letters(term: str) -> str:
    return letters_form(re.sub(r"(?<=[A-Z0-9])[’']?s$", "", term))


def _after_words(text: str, match: re.Match[str]) -> tuple[str, str, int, int] | None:
    """`Business Management Group (BMG)`."""
    term = _as_term(match.group(1))
    if term is None:
        return None
    start_at = max(0, match.start() - 240)
    before = text[start_at : match.start()]
    quoted = re.search(r"[‘“\"']([^‘’“”\"]{4,120})[’”\"']\s*$", before)
    if quoted and _WORD.search(quoted.group(1)) and quoted.group(1)[0].casefold() == term[0].casefold():
        return term, quoted.group(1).strip(), start_at + quoted.start(), match.end()
    cut = max((m.end() for m in re.finditer(r"[.;:!?()\[\]•]\s|\n\s*\n|[()\[\]•]", before)), default=0)
    words = list(_WORD.finditer(before, cut))[-_MAX_WORDS:]
    gap = before[words[-1].end() :] if words else ""
    if not words or gap.strip(_QUOTES + "\n\t"):
        return None
    letters = _letters(term)
    index = _first_word([w.group() for w in words], letters)
    if index is None and len(letters) >= 3:
        # "criminal exploitation (CCE)": the word for the first letter stands earlier in the sentence
        index = _first_word([w.group() for w in words], letters[1:], strict=True)
    if index is None:
        return None
    start = words[index].start()
    expansion = re.sub(r"\s+", " ", before[start : words[-1].end()])
    return term, expansion, start_at + start, match.end()


def _before_words(text: str, match: re.Match[str]) -> tuple[str, str, int, int] | None:
    """`BMG (Business Management Group)`."""
    before = re.search(r"([A-Za-z0-9&/+’'-]+)\s*$", text[max(0, match.start() - 24) : match.start()])
    term = _as_term(before.group(1)) if before else None
    inner = match.group(1).strip(_QUOTES)
    words = [w.group() for w in _WORD.finditer(inner)]
    if before is None or term is None or not 2 <= len(words) <= _MAX_WORDS:
        return None
    if _first_word(words, _letters(term)) != 0:
        return None
    start = match.start() - len(before.group(0)) if before else match.start()
    return term, re.sub(r"\s+", " ", inner), start, match.end()


def _first_word(words: Sequence[str], letters: str, strict: bool = False) -> int | None:
    """Index of the word with which the expansion of `letters` starts, if it ends with the last word.

    Every letter is the initial of a word or of a hyphenated part; joining words may be
    passed over, and one other word in the middle of a long name (``NHS``). The reading that
    passes over the fewest words wins. strict: each letter needs a word of its own.
    """
    best: tuple[int, int] | None = None
    spare = 1 if len(letters) >= 4 and not strict else 0
    stack = [(len(words) - 1, len(letters), 0)]
    visited: set[tuple[int, int, int]] = set()
    while stack:
        state = stack.pop()
        if state in visited:
            continue
        visited.add(state)
        at, left, passed = state
        if at < 0:
            continue
        word = words[at]
        for used in _contributions(word, letters[:left]):
            rest = left - used
            if rest == 0:
                if word.casefold() not in _JOINING and (best is None or (passed, -at) < best):
                    best = (passed, -at)
            else:
                stack.append((at - 1, rest, passed))
        if word.casefold() in _JOINING:
            if at != len(words) - 1:
                stack.append((at - 1, left, passed))
        elif passed < spare and left < len(letters):
            stack.append((at - 1, left, passed + 1))
    return -best[1] if best is not None else None


def _contributions(word: str, letters: str) -> set[int]:
    """How many of the last letters one word can stand for: 1 for its initial, more for its parts."""
    lowered = word.casefold()
    found: set[int] = set()
    if not letters:
        return found
    if word.isdigit():
        for size in range(1, len(word) + 1):
            if letters.endswith(word[-size:]):
                found.add(size)
        return found
    if lowered[0] == letters[-1]:
        found.add(1)
    parts = [p for p in re.split(r"[-/&]", lowered) if p]
    for prefix in _COMPOUND:
        if len(parts) == 1 and lowered.startswith(prefix) and len(lowered) > len(prefix) + 2:
            parts = [prefix, lowered[len(prefix) :]]
            break
    initials = "".join(p[0] for p in parts)
    if len(parts) > 1 and letters.endswith(initials):
        found.add(len(initials))
    capitals = "".join(c for c in word if c.isupper()).casefold()
    if len(capitals) > 1 and letters.endswith(capitals):  # "NHS Trust" in "AnNHST"
        found.add(len(capitals))
    return found

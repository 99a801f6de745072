"""Owners in sentences: who leads, does, reviews or reports, and to whom.

The rules are data (``vocabulary/owner_sentences.toml``): patterns over a clause in which
lists of names stand as ``⟦n⟧`` (see `extractors.ownership.chunks`). A rule fires only where
a name is the subject of a verb of leading, stands after ``by``, or receives a report or an
assurance; names in any other place are those of the trained, the attending and the affected.

The forms of the verbs are made here, since a lemmatiser goes the other way, from a form in its sentence to the verb,
and that of spaCy needs tables that are a package of their own. Of the 212 verbs of the lists all forms were read over.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from safeplans.extractors.base.closed import Relation
from safeplans.extractors.base.methods import OwnerMethod, table_method
from safeplans.extractors.lexicon.forms import name_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.ownership.cells import Namer
from safeplans.extractors.ownership.chunks import Clause, Name, clauses
from safeplans.extractors.ownership.naming import classify, is_acronym
from safeplans.extractors.ownership.words import OwnerMention, vocabulary, words

_ARTICLE = (
    r"(?:(?:each|every|the next|a|quarterly|its) (?:quarterly |monthly |next )?meetings? of )?"
    r"(?:(?:the|each|every|both|all|our|relevant|an?) )?"
)
# Where a subject may stand: at the start of a sentence, after a stop, an introduction or a joining word.
_START = (
    rf"(?:^|[.:;,•–—-] |^in (?:[\w-]+ ){{0,3}}\d{{4}}(?:[/-]\d+)? |^(?:this year|during the year) |^\w+ing [^⟦,]*, "
    rf"|\bthat |\bwhen |\bnew ){_ARTICLE}"
)
_ASIDE = (
    r"(?: , who [^⟦,]*(?:⟦\d+⟧)?[^⟦,]* ,| \([^)]*\))?(?: (?:in|of|from|within|at|on) (?:the )?⟦\d+⟧)?"
    r"(?: , (?:with|together with|working with|supported by|alongside|on behalf of|chaired by|led by) [^,.]* ,)?"
)
_ADVERB = (
    r"(?:(?:also|jointly|then|regularly|now|successfully|both|each|together|collectively|routinely|always|further"
    r"|actively|fully) )*"
)
_REPORT_IT = re.compile(r"\breport\w* (?:it|them|these|this)\b")
_GAP = r"(?:(?!to\b|⟦|[.;:])\S+ ){0,%d}?"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``owner_sentences.toml``; the groups of `pattern` are the lists of names that it takes."""

    name: OwnerMethod
    relation: Relation
    pattern: re.Pattern[str]
    confidence: float
    example: str
    weak: bool = False
    clear: bool = False
    bodies: bool = False
    measure: bool = False
    plural: bool = False


def statement_mentions(text: str, namer: Namer, cell_owners: bool) -> list[OwnerMention]:
    """Owners of both relations that the sentences of `text` name, in print order."""
    return list(_mentions(text, namer, cell_owners))


@functools.lru_cache(maxsize=16)  # rules and the model that weighs them ask for the same
def _mentions(text: str, namer: Namer, cell_owners: bool) -> tuple[OwnerMention, ...]:
    chosen = [r for r in rules() if not r.measure and (r.relation == "reports_to" or r.clear or not cell_owners)]
    return tuple(_apply(text, namer, chosen))


def measure_mentions(text: str, namer: Namer) -> list[OwnerMention]:
    """Those to whom a measure says that something is reported."""
    return _apply(text, namer, [r for r in rules() if r.relation == "reports_to"])


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The sentence rules, patterns filled in from the vocabulary.

    Raises ValueError for a rule whose name is not in the list of `extractors.base.methods`.
    """
    entries = load_toml("owner_sentences")["rules"]
    filling = _filling()
    made = []
    for entry in entries:
        pattern = re.sub(r"<([A-Z]+\d*)>", lambda m: filling[m.group(1)], entry["pattern"])
        table_method("owners", entry["name"])
        made.append(Rule(**{**entry, "pattern": re.compile(pattern)}))
    return tuple(made)


def _filling() -> dict[str, str]:
    lead, hand = words("lead_verbs"), words("hand_verbs")
    return {
        "NAMES": r"⟦(\d+)⟧",
        "ANY": r"⟦\d+⟧",
        "START": _START,
        "ASIDE": _ASIDE,
        "ADV": _ADVERB,
        "ADVERBS": r"also|then|now|both|each|together|still|only|often|soon|never|not|no|therefore|\w+ly",
        "ART": _ARTICLE,
        "DO": _any(lead),
        "DOES": _any(_thirds(lead)),
        "DID": _any(_pasts(lead | words("did_verbs"))),
        "DOING": _any(_doings(lead | words("did_verbs"))),
        "HAND": _any({*hand, *_thirds(hand), *_pasts(hand), "reporting", "presenting", "feeding back"}),
        "HANDED": _any(words("handed")),
        "RECEIVED": _any(words("received_by")),
        "DONE": _any(words("done_by")),
        "PASSIVE": _any(words("passive_verbs")),
        "GAP5": _GAP % 5,
        "GAP10": _GAP % 10,
    }


def _apply(text: str, namer: Namer, chosen: Iterable[Rule]) -> list[OwnerMention]:
    found: dict[tuple[int, str], OwnerMention] = {}
    chosen = list(chosen)
    for clause in clauses(text, namer):
        if not clause.lists:
            continue
        for rule in chosen:
            for match in rule.pattern.finditer(clause.words):
                if rule.relation == "reports_to" and _is_referral(match.group(0)):
                    continue
                vague = rule.relation == "reports_to" and _REPORT_IT.search(match.group(0)) is not None
                for name in _taken(rule, clause, match, namer):
                    if vague and classify(name.text, namer.canonical(name.text))[0] not in {"group", "partnership"}:
                        continue  # `report it to the LADO`
                    mention = namer.mention(name.text, rule.relation, name.start, rule.confidence, rule.name)
                    mention = _scrutinised(rule, mention)
                    found.setdefault((name.start, mention.relation), mention)
    return sorted(found.values(), key=lambda m: (m.start_char, m.relation))


def _taken(rule: Rule, clause: Clause, match: re.Match[str], namer: Namer) -> Iterator[Name]:
    for group, number in enumerate(match.groups(), 1):
        if number is None:
            continue
        names = clause.names(number)
        if rule.relation == "reports_to" and _attribute().match(clause.words, match.end(group) + 1):
            names = names[:-1]
        if not rule.weak and all(n.weak for n in names):
            continue
        if rule.plural and len(names) == 1 and not _is_plural(names[0]):
            continue
        for name in names:
            kind, _ = classify(name.text, namer.canonical(name.text))
            if not (rule.bodies and kind == "agency"):
                yield name


def _is_plural(name: Name) -> bool:
    """`Strategic Leads`; bodies and abbreviations that people use with either number count too."""
    last = name_form(name.text).split(" ")[-1]
    return last.endswith("s") and not last.endswith("ss") or last in {"police"} or is_acronym(name.text)


def _scrutinised(rule: Rule, mention: OwnerMention) -> OwnerMention:
    """What scrutineers review is their own work: they lead it."""
    if rule.name == "received_by" and mention.sector == "scrutiny" and mention.kind in {"role", "group"}:
        return replace(mention, relation="lead")
    return mention


def _is_referral(matched: str) -> bool:
    """`report concerns to the LADO` is a referral, no account of the work."""
    if re.search(r"\breport\w* (?:back )?to\b", matched):
        return False
    return _referral().search(matched) is not None


@functools.cache
def _referral() -> re.Pattern[str]:
    return re.compile(rf"\breport\w* (?:\w+ ){{0,3}}?(?:{_any(words('not_handed'))})\b")


@functools.cache
def _attribute() -> re.Pattern[str]:
    """A noun that the name before it only describes: `the Partnership website`."""
    return re.compile(rf" (?:{_any(words('attributes'))})\b")


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


def _thirds(verbs: Iterable[str]) -> set[str]:
    """`reviews`, `carries out`: the third person of the first word."""
    found = set()
    for verb in verbs:
        first, _, rest = verb.partition(" ")
        if re.search(r"(?:s|sh|ch|x|z|o)$", first):
            first += "es"
        elif re.search(r"[^aeiou]y$", first):
            first = first[:-1] + "ies"
        else:
            first += "s"
        found.add(f"{first} {rest}".strip())
    return found


def _doings(verbs: Iterable[str]) -> set[str]:
    """`reviewing`, `carrying out`, `leading`."""
    found = set()
    for verb in verbs:
        first, _, rest = verb.partition(" ")
        if first in words("doubled"):
            first += first[-1]
        elif first.endswith("e") and not first.endswith("ee"):
            first = first[:-1]
        found.add(f"{first}ing {rest}".strip())
    return found


def _pasts(verbs: Iterable[str]) -> set[str]:
    """`reviewed`, `rolled out`, `led`: regular pasts of the first word and the listed irregular ones."""
    irregular: dict[str, str] = vocabulary()["irregular_past"]
    found = set()
    for verb in verbs:
        if verb in irregular:
            found.add(irregular[verb])
            continue
        first, _, rest = verb.partition(" ")
        if first in words("doubled"):
            first += f"{first[-1]}ed"
        elif first.endswith("e"):
            first += "d"
        elif re.search(r"[^aeiou]y$", first):
            first = first[:-1] + "ied"
        else:
            first += "ed"
        found.add(f"{first} {rest}".strip())
    return found

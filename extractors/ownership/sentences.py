"""Owners in sentences: who leads, does, reviews or reports, and to whom.

Each rule is a pattern over a clause (see `extractors.ownership.chunks`) in which lists of
names stand as ``⟦n⟧``. A rule fires only where a name is the subject of a verb of leading,
stands after ``by``, or receives a report or an assurance; names in any other place are
those of the trained, the attending and the affected.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.ownership.cells import Namer
from extractors.ownership.chunks import Clause, Name, clauses
from extractors.ownership.naming import classify
from extractors.ownership.words import OwnerMention, vocabulary, words

_NAMES = r"⟦(\d+)⟧"
_ARTICLE = r"(?:(?:the|each|every|both|all|our|relevant|an?) )?"
# Where a subject may stand: at the start, after a stop or an introduction.
_START = rf"(?:^|[.:;,•–—-] |^in (?:\w+ )?\d{{4}} |^\w+ing (?:[^⟦,]*), ?|\bthat |^when |\bwhen |\bnew ){_ARTICLE}"
_ASIDE = r"(?: , who [^⟦,]*(?:⟦\d+⟧)?[^⟦,]* ,| \([^)]*\))?(?: (?:in|of|from|within|at|on) (?:the )?⟦\d+⟧)?"
_ADVERB = r"(?:(?:also|jointly|then|regularly|now|successfully|both|each|together|collectively|routinely|always|further|actively|fully) )*"
_STOP_VERBS = r"(?!be\b|have\b|been\b)"


@dataclass(frozen=True, slots=True)
class _Rule:
    """group 1 of the pattern is the list of names. weak: takes bare words and unknown abbreviations too.

    clear: holds also where a lead column already names the lead.
    """

    name: str
    relation: str
    pattern: re.Pattern[str]
    confidence: float
    weak: bool = False
    clear: bool = False
    bodies: bool = False  # only groups, partnerships and posts


def statement_mentions(text: str, namer: Namer, cell_owners: bool) -> list[OwnerMention]:
    """Owners of both relations that the sentences of `text` name, in print order."""
    rules = [r for r in _rules() if r.relation == "reports_to" or r.clear or not cell_owners]
    return _apply(text, namer, rules)


def measure_mentions(text: str, namer: Namer) -> list[OwnerMention]:
    """Those to whom a measure says that something is reported."""
    return _apply(text, namer, [r for r in _rules() if r.relation == "reports_to"] + [_handed_on()])


def _apply(text: str, namer: Namer, rules: Iterable[_Rule]) -> list[OwnerMention]:
    found: dict[tuple[int, str], OwnerMention] = {}
    rules = list(rules)
    for clause in clauses(text, namer):
        for rule in rules:
            for match in rule.pattern.finditer(clause.words):
                if rule.relation == "reports_to" and _is_referral(match.group(0)):
                    continue
                for name in _taken(rule, clause, match, namer):
                    mention = namer.mention(name.text, rule.relation, name.start, rule.confidence, rule.name)
                    found.setdefault((name.start, _relation(rule, mention)), _related(rule, mention))
    return sorted(found.values(), key=lambda m: (m.start_char, m.relation))


def _taken(rule: _Rule, clause: Clause, match: re.Match[str], namer: Namer) -> Iterator[Name]:
    for group, number in enumerate(match.groups(), 1):
        if number is None:
            continue
        names = clause.names(number)
        if rule.relation == "reports_to" and _attribute().match(clause.words, match.end(group) + 1):
            names = names[:-1]
        if not rule.weak and all(n.weak for n in names):
            continue
        for name in names:
            kind, _ = classify(name.text, namer.canonical(name.text))
            if rule.bodies and kind == "agency":
                continue
            yield name


def _relation(rule: _Rule, mention: OwnerMention) -> str:
    """Scrutineers do their own work when something is reviewed by them."""
    if rule.name == "received_by" and mention.sector == "scrutiny" and mention.kind in {"role", "group"}:
        return "lead"
    return rule.relation


def _related(rule: _Rule, mention: OwnerMention) -> OwnerMention:
    relation = _relation(rule, mention)
    if relation == mention.relation:
        return mention
    return OwnerMention(
        mention.name, mention.canonical, mention.kind, mention.sector, relation,
        mention.start_char, mention.end_char, mention.confidence, mention.method,
    )  # fmt: skip


def _is_referral(matched: str) -> bool:
    """`report concerns to the LADO` is a referral, no account of the work."""
    return re.search(
        rf"\breport\w* (?:\w+ ){{0,3}}?(?:{_any(words('not_handed'))})\b", matched
    ) is not None and not re.search(r"\breport\w* (?:back )?to\b", matched)


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    lead = words("lead_verbs")
    base = _any(lead)
    past = _any(_pasts(lead))
    third = _any(_thirds(lead))
    gap = r"(?:(?!to\b|⟦|[.;:])\S+ ){0,%d}?"
    handed = _any(words("handed"))
    hand = _any({*words("hand_verbs"), *_thirds(words("hand_verbs"))})
    hand_past = _any(
        {
            *_pasts(words("hand_verbs")),
            "reported",
            "presented",
            "submitted",
            "fed back",
            "escalated",
            "fed",
            "reporting",
            "presenting",
        }
    )
    seek = r"(?:seeks?|gains?|receives?|obtains?|sought|received|gained|seeking|require[sd]?|request(?:s|ed)?)"
    taken_in = r"(?:assurance|reassurance|regular updates|updates|reports?|an? (?:\w+ ){0,3}(?:report|update|briefing|paper)|(?:\w+ ){0,3}(?:reports|updates|feedback|briefings|assurance))"
    to_names = rf"{_ARTICLE}{_NAMES}(?: \( (?:through|via) {_ARTICLE}{_NAMES} \))?"
    return (
        # -- receives
        _rule("seeks_assurance", "reports_to", rf"{_START}{_NAMES}{_ASIDE} (?:(?:will|to|must|should|has|have) )?{_ADVERB}{seek} {taken_in}\b", 0.9, weak=True),
        _rule("seeks_assurance", "reports_to", rf"(?<!with )(?<!from )(?<!by )(?<!to )(?<!for )(?<!of )(?<!the ){_NAMES} (?:will |to )?(?:seeks?|gains?) assurance\b", 0.85),
        _rule("kept_informed", "reports_to", rf"{_START}{_NAMES} (?:is|are|to be|will be) (?:kept informed|updated|briefed|notified|assured|sighted)\b", 0.85, weak=True, bodies=True),
        _rule("oversees", "reports_to", rf"{_START}{_NAMES}{_ASIDE} (?:(?:will|to|must|should) )?(?:review (?:\w+ ){{1,3}}and oversee|oversee|approve|ratify|endorse|sign[ -]off|receive|note|have oversight|have oversight of|hold (?:\S+ ){{1,5}}to account)\b", 0.85, weak=True, bodies=True),
        _rule("oversees", "reports_to", rf"{_START}{_NAMES}{_ASIDE} (?:oversees|approves|ratifies|endorses|signs off|receives|approved|ratified|endorsed|signed off|received|has oversight|have oversight)\b", 0.8, weak=True, bodies=True),
        _rule("judges_assurance", "reports_to", rf"{_START}{_NAMES} (?:assess(?:es)?|review(?:s)?|decide(?:s)?|consider(?:s)?) (?:if|whether) (?:[^.;]{{0,90}})?assurance\b", 0.8, weak=True),
        _rule("has_seen", "reports_to", rf"(?:when|once|until|after) {_ARTICLE}{_NAMES} (?:has|have) (?:seen|received|considered|approved|agreed|signed off|reviewed)\b", 0.85, weak=True, bodies=True),
        _rule("received_by", "reports_to", rf"\b(?:{_any(words('received_by'))}|receive) (?:(?:and|or) \w+(?: off)? )?(?:\w+ly )?by {_ARTICLE}{_NAMES}", 0.85, weak=True, bodies=True),
        _rule("for_approval", "reports_to", rf"\bfor (?:\w+ (?:and|or) )?(?:approval|sign[ -]off|ratification|review|consideration|assurance|oversight|endorsement|scrutiny|agreement|discussion|decision|information) (?:by|at|to|from|with|through) {_ARTICLE}{_NAMES}", 0.85, weak=True, bodies=True),
        _rule("reports_to", "reports_to", rf"\b(?:{hand}|{hand_past}) {gap % 10}(?:back )?(?:directly )?(?:to|into|at) {to_names}", 0.9, weak=True, bodies=True),
        _rule("handed_to", "reports_to", rf"\b(?:{handed})(?: (?:and|&|/|or) (?:{handed}))* {gap % 5}(?:to|into) {to_names}", 0.85, weak=True, bodies=True),
        _rule("report_from", "reports_to", rf"\b(?:report|update|briefing|paper|assurance|feedback|presentation)s? (?:provided )?(?:from|by) {_ARTICLE}⟦\d+⟧(?: and the \w+)? ?,? (?:to|at) {to_names}(?: (?:and|or|/|,| )*to {_ARTICLE}{_NAMES})?", 0.9, weak=True, bodies=True),
        _rule("shared_with", "reports_to", rf"\b(?:share|shared|shares|sharing|discuss|discussed) (?:\w+ ){{0,4}}?(?:{handed}) {gap % 5}with {_ARTICLE}{_NAMES}", 0.8, bodies=True),
        _rule("through", "reports_to", rf"\b(?:monitored|reported|overseen|tracked|governed|report|report back|reporting|reports|escalated|fed back|scrutinised|reviewed) (?:back )?(?:\w+ ){{0,2}}?(?:through|via|at) {_ARTICLE}{_NAMES}", 0.8, weak=True, bodies=True),
        _rule("accountable_to", "reports_to", rf"\b(?:accountable|accountability|answerable|responsible) to {_ARTICLE}{_NAMES}", 0.85, weak=True, bodies=True),
        _rule("monitored_by", "reports_to", rf"\b(?:monitoring|oversight|scrutiny|approval|sign[ -]off|ratification|agreement|endorsement) (?:by|from|of) {_ARTICLE}{_NAMES}", 0.75, bodies=True),
        # -- leads
        _rule("will_do", "lead", rf"{_START}{_NAMES}{_ASIDE} (?:will|shall|must|should|are to|is to|to|are required to|is required to|are asked to|is asked to|agreed to|has agreed to|have agreed to|will continue to|to continue to) {_ADVERB}{_STOP_VERBS}(?:{base})\b(?! (?:(?:\w+ ){{1,3}}and oversee|assurance\b|off by\b))", 0.9, weak=True, clear=True),
        _many_to_do(),
        _rule("dash_does", "lead", rf"(?:^|[.:;] ){_ARTICLE}{_NAMES} [–—:-] (?:{base})\b", 0.85, weak=True),
        _rule("reports", "lead", rf"{_START}{_NAMES}{_ASIDE} (?:reports?|to report|will report|present|presents|feed back|feeds back)(?: back)? (?:directly )?(?:to|through|via|on)\b", 0.9, weak=True),
        _rule("has_done", "lead", rf"{_START}{_NAMES}{_ASIDE} (?:(?:has|have|had) )?{_ADVERB}(?:{past})\b(?! by\b)(?! (?:reports?|assurance) (?:from|by)\b)", 0.8, weak=True),
        _rule("does", "lead", rf"{_START}{_NAMES}{_ASIDE} {_ADVERB}(?:{third})(?= (?:the|a|an|all|any|how|whether|that|their|its|our|to|on|and|for|in|as|with|work|⟦|\w+(?:al|ive|ing|ed|ly|ent)\b))", 0.8),
        _rule("report_from", "lead", rf"\b(?:report|update|briefing|paper|assurance|feedback|presentation)s? (?:provided )?(?:from|by) {_ARTICLE}{_NAMES}(?: and the \w+)? ?,? (?:to|at) {_ARTICLE}⟦", 0.9, weak=True),
        _rule("done_by", "lead", rf"\b(?:{_any(words('done_by'))}) (?:jointly )?by {_ARTICLE}{_NAMES}", 0.85, weak=True),
        _rule("asked_to", "lead", rf"\b(?:ask|asks|asked|task|tasks|tasked|commission|commissions|commissioned|request|requests|invite|require|requires|support) {_ARTICLE}{_NAMES} to (?:{base}|be)\b", 0.75, clear=True, bodies=True),
        _rule("commissioned_to", "lead", rf"^{_ARTICLE}{_NAMES} (?:is|are|was|were) (?:commissioned|tasked|asked|appointed|responsible|accountable)\b", 0.8),
        _rule("reporting_that", "lead", rf"\bassurance (?:through|from|via) {_ARTICLE}{_NAMES} reporting\b", 0.8),
        _rule("only_names", "lead", rf"^{_ARTICLE}{_NAMES}(?: \.)?$", 0.7, clear=True, bodies=True),
        _plural_does(base),
    )  # fmt: skip


@functools.cache
def _attribute() -> re.Pattern[str]:
    """A noun that the name before it only describes: `the Partnership website`."""
    return re.compile(rf" (?:{_any(words('attributes'))})\b")


def _many_to_do() -> _Rule:
    """`SCP/CSAB/CSCP to review …` after a heading: a list of bodies and `to` needs no sentence start."""
    return _rule(
        "listed_to_do",
        "lead",
        rf"{_NAMES} to (?:review|lead|develop|deliver|agree|monitor|undertake)\b(?! (?:\w+ ){{1,3}}and oversee)",
        0.7,
        clear=True,
    )


def _plural_does(present: str) -> _Rule:
    """`Lead Safeguarding Partners and QA Subgroup monitor …`: the plain verb wants a plural subject."""
    return _rule(
        "do",
        "lead",
        rf"{_START}{_NAMES}{_ASIDE} {_ADVERB}(?:{present})\b(?! (?:is|are|was|were|will|has|have|to be|by|from|of|if|whether)\b)",
        0.8,
    )


@functools.cache
def _handed_on() -> _Rule:
    """In a measure, `Children's QA subgroup to BMG` is a report."""
    return _rule(
        "to_body",
        "reports_to",
        rf"^{_ARTICLE}(?:⟦\d+⟧|\w+) to {_ARTICLE}{_NAMES}(?: \.)?$",
        0.8,
        weak=True,
        bodies=True,
    )


def _rule(
    name: str,
    relation: str,
    pattern: str,
    confidence: float,
    *,
    weak: bool = False,
    clear: bool = False,
    bodies: bool = False,
) -> _Rule:
    return _Rule(name, relation, re.compile(pattern), confidence, weak, clear, bodies)


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


def _pasts(verbs: Iterable[str]) -> set[str]:
    """`reviewed`, `rolled out`, `led`: regular pasts of the first word and the listed irregular ones."""
    irregular: dict[str, str] = vocabulary()["irregular_past"]
    found = set()
    for verb in verbs:
        if verb in irregular:
            found.add(irregular[verb])
            continue
        first, _, rest = verb.partition(" ")
        if first.endswith("e"):
            first += "d"
        elif re.search(r"[^aeiou]y$", first):
            first = first[:-1] + "ied"
        elif re.search(r"[^aeiou][aeiou][pgtmn]$", first) and first in {"plan", "map", "set", "submit", "run"}:
            first += first[-1] + "ed"
        else:
            first += "ed"
        found.add(f"{first} {rest}".strip())
    return found

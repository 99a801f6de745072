"""How sure a row is: what the rules know of it, weighed by how often such rows were right.

A rule's own confidence says how well the words fit its pattern. Whether the row is right depends on more: on the
method, on how sure the reader is of the block it stands in, on whether the page was recognised from a picture, on
signs of torn cells, and for an owner, date or measure on its action. `settle` puts the calibrated figure in place of
the rule's own, so that 0.9 means that about nine in ten such rows were right on plans which nobody had looked at.

The weights, the thresholds of the bands, and what was measured stand in ``vocabulary/confidence.toml``, written by
``benchmarks/confidence.py --fit``. See ``docs/confidence.md``.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from safeplans.extractors.base.document import Document, Place
from safeplans.extractors.base.facts import Action, Date, Facts, Measure, Objective, Owner
from safeplans.extractors.base.methods import method_name, table_method
from safeplans.extractors.lexicon.loading import load_toml

__all__ = ["BANDS", "TABLES", "Evidence", "band", "evidence_of", "settle", "settled", "share_torn", "signs_of"]

BANDS = ("high", "medium", "low")
TABLES = ("objectives", "actions", "owners", "dates", "measures")

_HANGING = re.compile(r"(?:[,(&/]|\b(?:and|or|of|the|to|with|for|by|in|a|an|on|at|from))\s*$")
_LEAST, _MOST = 0.02, 0.99


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules know of one row.

    method: as in the row, what follows a `+` apart. own: the rule's own confidence, 0..1. block: the reader's
    confidence in the least sure block that the row stands in, 0..1. recognised: its page was read by optical
    character recognition. signs: names of `signs_of`. subject: settled confidence of the action that it hangs under,
    None for none. torn: share of the document's actions that are fragments or short, 0..1; a plan whose rows were cut
    wrongly shows it in some of them. choice, margin: expected score of the reading that was believed, and what it is
    ahead of the next; None and 0 where none was chosen. agreed: share of the other readings that hold the statement.
    """

    method: str
    own: float
    block: float = 1.0
    recognised: bool = False
    signs: tuple[str, ...] = ()
    subject: float | None = None
    torn: float = 0.0
    choice: float | None = None
    margin: float = 0.0
    agreed: float | None = None


@lru_cache(maxsize=2048)
def band(confidence: float) -> str:
    """high, medium or low. confidence: 0..1, compared to three decimals, as the tables hold it."""
    limits = _weights()["bands"]
    value = round(confidence, 3)
    return next((name for name in BANDS[:2] if value >= limits[name]), BANDS[2])


def settled(table: str, evidence: Evidence) -> float:
    """The confidence of a row of `table` (one of `TABLES`), 0.02 to 0.99, to three decimals: a sum of log-odds."""
    return round(min(max(1 / (1 + math.exp(-sum(terms_of(table, evidence)))), _LEAST), _MOST), 3)


def terms_of(table: str, evidence: Evidence) -> list[float]:
    """What each piece of evidence adds to the log-odds of a row, beginning with the table's base.

    Raises ValueError for a method that is not in the list of `extractors.base.methods`.
    """
    table_method(table, evidence.method)
    weights: dict[str, Any] = _weights()[table]
    terms: list[float] = [weights["base"]]
    for name, value in features(evidence).items():
        kind, _, key = name.partition(":")
        weight = weights.get(kind, {}).get(key, 0.0) if key else weights.get(kind, 0.0)
        terms.append(value * weight)
    return terms


def features(evidence: Evidence) -> dict[str, float]:
    """Evidence as the numbers that are weighed: names of ``confidence.toml``, `method:…` and `sign:…` being 1."""
    found = {
        "own": log_odds(evidence.own) - log_odds(0.9),
        "block": evidence.block - 1,
        "recognised": float(evidence.recognised),
        "torn": evidence.torn,
        "choice": 0.0 if evidence.choice is None else evidence.choice - 0.8,
        "margin": evidence.margin,
        "agreed": 0.0 if evidence.agreed is None else evidence.agreed - 0.5,
        f"method:{method_name(evidence.method)}": 1.0,
    }
    found |= {f"sign:{sign}": 1.0 for sign in evidence.signs}
    if evidence.subject is not None:
        found["subject"] = log_odds(evidence.subject) - log_odds(0.9)
    return found


def log_odds(share: float) -> float:
    """Natural logarithm of the odds; shares beyond 0.02 and 0.99 count as these."""
    share = min(max(share, _LEAST), _MOST)
    return math.log(share / (1 - share))


def signs_of(
    table: str,
    text: str,
    *,
    number: str | None = None,
    kind: str | None = None,
    sector: str | None = None,
    quote: str | None = None,
    loose: bool = False,
    cells: tuple[str | None, str | None] | None = None,
) -> tuple[str, ...]:
    """What the words of a row tell of it, in a fixed order.

    text: of an owner its name. quote: the cell that an owner stands in. loose: a measure hangs under no action.
    cells: of an action the printed owner and timescale.

    fragment: it begins in lower case, ends in a joining word, or opens a bracket that it does not close. short: a
    statement or measure of fewer than four words. wordy: an owner of more than seven. bare: an owner of one word
    that is no abbreviation (`Manager`). plural: a post in the plural, which may be a group (`Young Advisers`). part: an
    owner's cell holds more than its name. numbered: the document numbers it. unknown: an owner that no vocabulary
    places in a sector. loose: a measure of success that hangs under no action. complete, unled, undated: an action
    with owner and timescale printed beside it, or one of them only. figure, evidence: the kind of a measure;
    recurring: of a date.
    """
    words = text.split()
    owner = table == "owners"
    led, timed = (bool(cell) for cell in cells or (None, None))
    marks = {
        "fragment": table != "dates"
        and (text[:1].islower() or bool(_HANGING.search(text)) or text.count("(") != text.count(")")),
        "short": table in ("actions", "measures") and len(words) < 4,
        "wordy": owner and len(words) > 7,
        "bare": owner and len(words) == 1 and any(c.islower() for c in text[1:-1]),
        "plural": owner and kind == "role" and text.endswith("s"),
        "part": owner and quote is not None and quote.strip() != text,
        "numbered": bool(number),
        "complete": led and timed,
        "unled": timed and not led,
        "undated": led and not timed,
        "unknown": sector == "other",
        "recurring": table == "dates" and kind == "recurring",
        "loose": table == "measures" and kind != "figure" and loose,
        "figure": table == "measures" and kind == "figure",
        "evidence": table == "measures" and kind == "evidence",
    }
    return tuple(name for name, seen in marks.items() if seen)


def settle(facts: Facts, document: Document) -> None:
    """Put the settled confidence in place of each rule's own, in all rows of `TABLES`. Once for each `facts`."""
    actions: dict[str, float] = {}
    for table, fact, evidence in evidence_of(facts, document, actions):
        confidence = settled(table, evidence)
        fact.source = replace(fact.source, confidence=confidence)
        if isinstance(fact, Action):
            actions[fact.key] = confidence


Fact = Objective | Action | Owner | Date | Measure


def evidence_of(facts: Facts, document: Document, actions: dict[str, float]) -> Iterable[tuple[str, Fact, Evidence]]:
    """(table, fact, evidence) of each row, actions before what hangs under them.

    actions: settled confidence by action key; looked up as the rows come, so that the caller can fill it meanwhile.
    """
    reading = _Reading(document)
    signs = {
        a.key: signs_of("actions", a.text, number=a.number, cells=(a.owner_text, a.timescale_text))
        for a in facts.actions
    }
    torn = share_torn(signs.values())

    def made(table: str, fact: Fact, seen: tuple[str, ...], subject: str | None = None) -> tuple[str, Fact, Evidence]:
        source = fact.source
        recognised = source.place.page in reading.recognised
        under = None if subject is None else actions.get(subject)
        block = reading.confidence(source.place)
        chosen = facts.reading
        score, margin = (chosen.score, chosen.margin) if chosen else (None, 0.0)
        agreed = chosen.agreed.get(subject or fact.key) if chosen else None
        evidence = Evidence(
            source.method, source.confidence, block, recognised, seen, under, torn, score, margin, agreed
        )  # fmt: skip
        return table, fact, evidence

    for action in facts.actions:
        yield made("actions", action, signs[action.key])
    for objective in facts.objectives:
        yield made("objectives", objective, signs_of("objectives", objective.text, number=objective.number))
    for owner in facts.owners:
        quote = owner.source.quote if owner.source.method == "owner_cell" else None
        yield made(
            "owners",
            owner,
            signs_of("owners", owner.name, kind=owner.kind, sector=owner.sector, quote=quote),
            owner.subject_key,
        )
    for date in facts.dates:
        yield made("dates", date, signs_of("dates", date.text, kind=date.kind), date.subject_key)
    for measure in facts.measures:
        seen = signs_of("measures", measure.text, kind=measure.kind, loose=measure.action is None)
        yield made("measures", measure, seen, measure.action)


def share_torn(signs: Collection[tuple[str, ...]]) -> float:
    """Share of actions, given by their signs, that are fragments or short; 0 where there is none."""
    return sum("fragment" in s or "short" in s for s in signs) / len(signs) if signs else 0.0


class _Reading:
    """How sure the reader is, by place."""

    def __init__(self, document: Document) -> None:
        self.recognised = {page.number for page in document.pages if page.text_origin == "ocr"}
        self._blocks = sorted((b.place.line_start, b.place.line_end, b.confidence) for b in document.blocks)
        self._starts = [start for start, *_ in self._blocks]
        # the furthest line that any block up to here reaches, to know where to stop looking back
        self._reach: list[int] = []
        for _, end, _ in self._blocks:
            self._reach.append(max(end, self._reach[-1] if self._reach else end))

    def confidence(self, place: Place) -> float:
        """The least confidence of the blocks that share a line with `place`; 1 where there is none."""
        least = 1.0
        index = bisect.bisect_right(self._starts, place.line_end) - 1
        while index >= 0 and self._reach[index] >= place.line_start:
            if self._blocks[index][1] >= place.line_start:
                least = min(least, self._blocks[index][2])
            index -= 1
        return least


@cache
def _weights() -> dict[str, Any]:
    return load_toml("confidence")

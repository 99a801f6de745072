"""What a statement of a report says of itself: that it is still to be done, or that it has been."""

from __future__ import annotations

import re

from safeplans.extractors.labelling.cues import word_classes

_AHEAD = re.compile(
    r"\b(?:we|board|partnership|partners|group|it) (?:will|shall)\b|\bplans? to\b|\bgoing to\b"
    r"|(?<!role )(?<!aim )(?<!purpose )(?<!task )(?<!function )(?<!remit )"
    r"\b(?:is|are|needs?|has undertaken|have undertaken|intends?|aims?) to (?!have\b)[a-z]+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|has|have|had|came|took|kept|met|gave|held|ran|stood|sat|led|saw|told|went|made)\b|\b[a-z]{3,}ed\b"
)
_WANTED = re.compile(r"\b(?:will|shall)\s+(?:be\s+)?[a-z]+|\bto be [a-z]+(?:ed|t|n)\b")
_DOER = re.compile(r"((?:[\w’'&,/-]+ ){0,7}?[\w’'-]+) to [a-z-]+")
# `The Board commissions a Scrutineer to …` tells what it does
_SAYS = re.compile(r"\b[a-z]+s (?:an?|the|its|our|their)\b")


def looks_back(text: str) -> bool:
    """A verb in the past, or a participle: `We audited …`, `Training was given …`."""
    return _BEHIND.search(text) is not None


def still_to_do(text: str) -> bool:
    """`We will …`, `Visits to be made twice a year`, `The Sub-group to break down the figures`.

    A verb in the past before it tells of something done (`We agreed how cases are to be told`).
    """
    if _AHEAD.search(text):
        return True
    wanted = _WANTED.search(text)
    if wanted is not None and not looks_back(text[: wanted.start()]):
        return True
    doer = _DOER.match(text)
    if doer is None or _SAYS.search(doer[1]) or looks_back(doer[1]):
        return False
    return bool({"post", "body", "agency"} & set(word_classes(doer[1].split()[-1])))

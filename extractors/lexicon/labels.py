"""Labels printed in a line: ``Lead: QA Group``, ``By when – March 2025``, ``(Lead: X. When: Y)``."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from safeplans.extractors.base.closed import Role
from safeplans.extractors.lexicon.columns import role_of

#: Roles that a label inside or behind a statement may have.
_TAIL_ROLES: frozenset[Role] = frozenset(
    {"lead", "due", "start", "success", "evidence", "progress", "rag", "reports_to", "resource"}
)


class Label(NamedTuple):
    """role: of columns.toml; label: as printed; value: what follows it."""

    role: Role
    label: str
    value: str


_COUNTED = re.compile(
    r"^\W{0,3}(?:key |priority |our )?(?:action|step|task|activity|milestone|deliverable|commitment)\s+"
    r"(?:no\.?\s*)?(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?)\s*(?:[:.)]|\s[–—-])\s+(?P<text>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def counted_action(text: str) -> tuple[str, str] | None:
    """``Action 1.2: Set up …`` as its number and what is to be done; None when it does not begin so."""
    found = _COUNTED.match(text)
    return (found["number"], found["text"].strip()) if found else None


@functools.lru_cache(maxsize=8192)
def label_of(text: str) -> Label | None:
    """A line that begins with a known label: ``Lead: Head of Service``. None otherwise."""
    found = re.match(
        r"^\W{0,2}(?P<label>[A-Za-z][A-Za-z/’'&() -]{0,60}?\??)\s*(?::|\s[–—-]\s)\s*(?P<value>.*)$",
        text.strip(),
        re.DOTALL,
    )
    if not found:
        return None
    match = role_of(found["label"])
    if (
        match is None
        or match.score < 0.85
        or match.role in ("priority", "outcome", "group", "focus", "term", "expansion", "member")
    ):
        return None
    return Label(match.role, found["label"].strip(), found["value"].strip())


_MARK = re.compile(r"(?<=\S)\s*(?::|\s[–—-](?=\s)|[–—](?=\s))\s*(?=\S)")


def split_tail(text: str) -> tuple[str, list[Label]]:
    """Cut labels printed behind a statement from it: the statement, and the labels in their order.

    ``Hold an event. (Lead: QA Group. By: March 2025)`` → ``Hold an event.``, lead and due. A line that begins
    with a label has no statement.
    """
    found: list[tuple[int, int, Role, str]] = []  # start of the label, start of its value, role, label
    for mark in _MARK.finditer(text):
        label = _label_before(text, mark.start(), ":" in mark.group())
        if label is not None and (not found or label[0] >= found[-1][1]):
            found.append((label[0], mark.end(), label[1], text[label[0] : mark.start()]))
    if not found:
        return text, []
    statement = text[: found[0][0]].rstrip(" ([|–—-;,/")
    labels = []
    for here, following in zip(found, [*found[1:], None], strict=True):
        value = text[here[1] : following[0] if following else len(text)].strip(" ;,|([/")
        if value.endswith((")", "]")) and (value.count("(") < value.count(")") or value.count("[") < value.count("]")):
            value = value[:-1].rstrip()
        labels.append(Label(here[2], here[3], value.strip(" ;,|").removesuffix(".").strip()))
    return statement, labels


def _label_before(text: str, end: int, colon: bool) -> tuple[int, Role] | None:
    """The longest run of up to five words before `end` that is a label: its start and role."""
    words = list(re.finditer(r"[A-Za-z/’'&]+\??", text[max(0, end - 70) : end]))[-5:]
    base = max(0, end - 70)
    if not words or base + words[-1].end() != end:
        return None
    for first in words:
        start = base + first.start()
        if start and text[start - 1] not in " ([|;,/.-–—\t":
            continue
        match = role_of(text[start:end])
        if match is None or match.score < 1.0 or match.role not in _TAIL_ROLES:
            continue
        if not text[start].isupper() and not (colon and re.search(r"[;,(\[|/]\s*$", text[:start])):
            continue
        before = text[:start].rstrip()
        stopped = not before or bool(re.search(r"[.;:,()\[\]|?!/–—-]$", before))
        if not stopped and not colon:
            continue
        if not stopped and match.role not in ("lead", "due", "rag", "start"):
            continue  # "… with a measure: the number of …" is part of the sentence
        return start, match.role
    return None

"""Labels printed in a line: ``Lead: QA Group``, ``By when – March 2025``, ``(Lead: X. When: Y)``."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from extractors.columns import role_of

#: Roles that a label inside or behind a statement may have.
_TAIL_ROLES = {"lead", "due", "start", "success", "evidence", "progress", "rag", "reports_to", "resource"}
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z/’'&() -]{0,45}?\??)\s*(?::|\s[–—-]\s|–|—)\s*")


class Label(NamedTuple):
    """role: of columns.toml; label: as printed; value: what follows it."""

    role: str
    label: str
    value: str


@functools.lru_cache(maxsize=8192)
def label_of(text: str) -> Label | None:
    """A line that begins with a known label: ``Lead: Head of Service``. None otherwise."""
    found = re.match(r"^\W{0,2}(?P<label>[A-Za-z][A-Za-z/’'&() -]{0,60}?\??)\s*(?::|\s[–—-]\s)\s*(?P<value>.*)$", text.strip(), re.DOTALL)
    if not found:
        return None
    match = role_of(found["label"])
    if match is None or match.score < 0.85 or match.role in ("priority", "outcome", "group", "focus", "term", "expansion", "member"):
        return None
    return Label(match.role, found["label"].strip(), found["value"].strip())


def split_tail(text: str) -> tuple[str, list[Label]]:
    """Cut labels printed behind a statement from it: the statement, and the labels in their order.

    ``Hold an event. (Lead: QA Group. By: March 2025)`` → ``Hold an event.``, lead and due.
    """
    starts: list[tuple[int, int, str, str]] = []
    for found in re.finditer(r"(?:(?<=[\s(\[;|/,])|^)(?P<label>[A-Z][A-Za-z/’'&-]*(?:\s+[A-Za-z/’'&-]+){0,4}?\??)\s*(?::|\s[–—-]\s|[–—](?=\s))\s*(?=\S)", text):
        match = role_of(found["label"])
        if match is None or match.score < 1.0 or match.role not in _TAIL_ROLES:
            continue
        if found.start() == 0 or ":" not in found.group() and match.role not in ("lead", "due"):
            continue
        before = text[: found.start()].rstrip()
        if before and not re.search(r"[.;:,()\[\]|?!/–—-]$", before) and ":" not in found.group():
            continue
        starts.append((found.start(), found.end(), match.role, found["label"]))
    if not starts:
        return text, []
    statement = text[: starts[0][0]].rstrip(" ([|–—-;,/")
    labels = []
    for here, following in zip(starts, [*starts[1:], (len(text), 0, "", "")], strict=True):
        value = text[here[1] : following[0]].strip()
        value = value.rstrip(" ;,|([/").removesuffix(".") if following[1] else value
        if value.endswith((")", "]")) and value.count("(") < value.count(")") or value.endswith("]"):
            value = value[:-1].rstrip()
        labels.append(Label(here[2], here[3], value.strip(" ;,|").removesuffix(".").strip()))
    if not statement:
        return text, []
    return statement, labels

"""Names that only say which thing is meant: `roll out the toolkit developed by Public Health`.

Whoever made what an action uses does not lead the action. A participle with `by` behind a noun says who made it; in a
statement that commands (`Roll out …`) it is no part of what is commanded, unless a comma parts it (`hold an audit, led
by the Quality Group`) or the thing is new (`hold an audit led by the Quality Group`).
"""

from __future__ import annotations

import functools
import re

from safeplans.extractors.lexicon.forms import same_length_form
from safeplans.extractors.lexicon.verbs import starts_with_verb
from safeplans.extractors.ownership.words import words

_NAME_BEFORE = r"\s+(?:by|from)\s+(?:the\s+|our\s+|each\s+|both\s+|all\s+)?$"
_BE = frozenset({"be", "is", "are", "was", "were", "been", "get", "gets"})
_WHICH = re.compile(r"\b(?:which|that|who)\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?$")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "our", "their", "its", "all", "any", "existing"})
_INDEFINITE = frozenset({"a", "an", "new", "another", "one", "two", "three", "four", "six"})


@functools.cache
def _participle() -> re.Pattern[str]:
    one = "|".join(sorted(words("irregular_participles")))
    return re.compile(rf"(?P<participle>(?:{one}|[\w-]+ed)(?:\s+(?:up|out|on|forward|together))?){_NAME_BEFORE}")


def is_attribute(text: str, start: int) -> bool:
    """Whether the name that begins at a character of a statement only says by whom a thing that it names was made."""
    form = same_length_form(text)
    if not starts_with_verb(text):
        return False
    sentence = re.split(r"[.;:]\s", form[:start])[-1]
    found = _participle().search(sentence)
    if found is None:
        return False
    before = sentence[: found.start()]
    if _WHICH.search(before):
        return True
    near = before.split()
    if not near or before.rstrip().endswith((",", "–", "—", "-", "(")) or _BE.intersection(near[-3:]):
        return False
    named = next((w for w in reversed(near) if w in _DEFINITE | _INDEFINITE), None)
    if " ".join(found["participle"].split()) in words("done_by") | words("received_by"):
        return named in _DEFINITE
    return named not in _INDEFINITE

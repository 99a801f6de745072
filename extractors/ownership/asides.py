"""What stands in a lead cell beside its names: labels, vacancies, telephone numbers, counts, words between names.

It is blanked out, character for character, so that the places of the names stay as they are; semicolons in its
place part the names on either side. The words are data: ``vocabulary/lead_cells.toml``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from safeplans.extractors.lexicon.loading import load_toml

_SQUARE = str.maketrans("[]", ";;")  # `[GT, WD]`: names as an e-mail or a matrix brackets them
_EMAIL = re.compile(r"[<(\[]?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)\]]?")


@dataclass(frozen=True, slots=True)
class NamesOnly:
    """A lead cell without its asides, of the same length. told: where names begin that receive the report."""

    text: str
    told: int | None = None


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in load_toml("lead_cells")[name]), re.IGNORECASE)


@functools.cache
def _labels() -> re.Pattern[str]:
    words = load_toml("lead_cells")
    first, any_place = "|".join(words["labels"]), "|".join(words["parts"])
    return re.compile(
        rf"(?:(?:^|(?<=[;,.])\s*)(?:{first}|{any_place})|(?<![\w-])(?:{any_place}))(?<![-–—])(?:\s*:|\s+[-–—](?=\s))",
        re.IGNORECASE,
    )


def names_only(text: str) -> NamesOnly:
    """The cell with everything blanked that is no name; nothing is left where it names nobody."""
    nobody = _pattern("nobody")
    if nobody.fullmatch(text.strip().rstrip(".,")) or nobody.fullmatch(text.strip()):
        return NamesOnly(";" * len(text))
    if _EMAIL.fullmatch(text.strip()):
        return NamesOnly(text)  # the address is all that is printed of a person
    text = _blank(_EMAIL, text)
    for name in ("contacts", "fillers", "joints"):
        text = _blank(_pattern(name), text)
    text = _blank(_labels(), text)
    text = text.translate(_SQUARE)
    told = None
    if (found := _pattern("reports").search(text)) is not None and text[: found.start()].strip(" ;"):
        told = found.end()
        text = _blank(_pattern("reports"), text)
    if text.count(")") > text.count("("):  # that of a bracket whose opening words were taken out
        text = re.sub(r"\)(\s*)$", r";\1", text)
    return NamesOnly(text, told)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: ";" * len(m[0]), text)

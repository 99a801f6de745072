"""What a question is narrowed to, in the words of whoever asks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeplans.extractors.lexicon.forms import words_form
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.field_parts import THEMES
from safeplans.pipeline.schema.fields import PARTNERSHIPS
from safeplans.pipeline.views.labels import label
from safeplans.pipeline.views.views import Views

KINDS = PARTNERSHIPS.field("kind").allowed
_YEAR = re.compile(r"(?P<first>\d{4})(?:\s*[-/–]\s*(?P<last>\d{2}|\d{4}))?")
_NAMES_TOLD = 40
"""Names listed at most in a message."""
_PROPOSED = 3


class QuestionError(ValueError):
    """A question that cannot be answered as it was asked; the message says what can be asked."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is narrowed to.

    partnerships: keys, in the order of their names. theme: a value of `THEMES`, or None for all. year: a UK financial
    year, None where no document says one. speaking: by which publication each of the partnerships speaks for the
    year (`Views.speaking`).
    """

    views: Views
    partnerships: tuple[str, ...]
    theme: str | None
    year: str | None
    speaking: Mapping[str, str]

    @property
    def silent(self) -> list[str]:
        """Names of the partnerships without any document for the year."""
        return [self.views.name(key) for key in self.partnerships if key not in self.speaking]

    @property
    def undated(self) -> dict[str, list[str]]:
        """Sources of the documents that print no period, by the names of the partnerships that have such."""
        found = {self.views.name(key): self.views.undated(key) for key in self.partnerships}
        return {name: [each.row["source"] for each in documents] for name, documents in found.items() if documents}

    def themed(self, row: Row) -> bool:
        """Does a row carry the theme asked for, if any?"""
        return self.theme is None or self.theme in row["themes"]

    def spoken(self, row: Row) -> bool:
        """Is it from the publication by which its partnership speaks for the year?"""
        return bool(self.speaking.get(row["partnership_key"]) == row["publication"])

    def set_out(self, rows: Iterable[Row]) -> list[Row]:
        """Objectives, actions or owners of the year, by the publication that speaks for it, that carry the theme."""
        return [row for row in rows if self.year in row["years"] and self.spoken(row) and self.themed(row)]


def chosen_theme(asked: str) -> str:
    """The theme that is meant: its name, or a part of it that no other has. Raises QuestionError."""
    wanted = _plain(asked)
    names = {theme: (_plain(theme), _plain(label(theme, "theme"))) for theme in THEMES}
    exact = [theme for theme, said in names.items() if wanted in said]
    near = exact or [theme for theme, said in names.items() if wanted and any(wanted in name for name in said)]
    if len(near) == 1:
        return near[0]
    if near:
        raise QuestionError(f"“{safe(asked)}” may be {' or '.join(near)}.")
    nearest = nearest_of(wanted, {name: theme for theme, said in names.items() for name in said})
    raise QuestionError(not_there(f"There is no theme “{safe(asked)}”.", nearest, "The themes are:", THEMES))


def chosen_year(asked: str, known: Iterable[str]) -> str:
    """The year that is meant: ``2024-25``, ``2024/25``, ``2024-2025`` or ``2024``, which begins in April.

    known: the years that documents cover. Raises QuestionError for another one.
    """
    found = _YEAR.fullmatch(asked.strip())
    years = sorted(set(known))
    if found:
        first = int(found["first"])
        year = f"{first}-{(first + 1) % 100:02}"
        if (found["last"] or year)[-2:] == year[-2:] and year in years:
            return year
    there = f"They cover {', '.join(years)}." if years else "None of them says which years it covers."
    raise QuestionError(f"No document covers a year “{safe(asked)}”. {there}")


def chosen_partnerships(views: Views, asked: str | None, kind: str | None) -> tuple[str, ...]:
    """Keys of the partnerships that are meant: by key, or by a part of the name. Raises QuestionError if none is."""
    rows = views.partnerships()
    if not rows:
        raise QuestionError("No document of this dataset could be read, so that there is nothing to ask.")
    chosen = [row for row in rows if kind is None or row["kind"] == kind]
    if not chosen:
        unknown = sum(row["kind"] is None for row in rows)
        said = f" Of {unknown} the kind is not known, for the register lacks them." if unknown else ""
        raise QuestionError(f"No partnership in this dataset is of the kind {kind}.{said}")
    if asked is not None:
        exact = [row for row in chosen if asked in (row["partnership_key"], row["name"])]
        named = exact or [row for row in chosen if _plain(asked) in _plain(row["name"])]
        if not named:
            names = [safe(row["name"]) for row in chosen]
            nearest = nearest_of(_plain(asked), _names_and_beginnings(names))
            what = f"No partnership here is called “{safe(asked)}”."
            raise QuestionError(not_there(what, nearest, "There are:", names))
        chosen = named
    return tuple(row["partnership_key"] for row in chosen)


def nearest_of(wanted: str, names: Mapping[str, str]) -> list[str]:
    """What may be meant by a name that is not there, the likest first. names: what is meant, by what it is called."""
    return list(dict.fromkeys(names[name] for name in difflib.get_close_matches(wanted, names, _PROPOSED)))


def not_there(what: str, nearest: Sequence[str], heading: str, names: Sequence[str]) -> str:
    """A message about a name that is not there: what is near it, and all there are, one a line, unless too many."""
    proposed = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
    if len(names) > _NAMES_TOLD:
        return f"{what}{proposed} There are {len(names)}."
    return "\n  ".join([f"{what}{proposed} {heading}", *names])


def _names_and_beginnings(names: Iterable[str]) -> dict[str, str]:
    """Names by themselves and by their beginnings of one to three words, which is what people type."""
    found: dict[str, str] = {}
    for name in names:
        words = _plain(name).split()
        for count in (1, 2, 3, len(words)):
            found.setdefault(" ".join(words[:count]), name)
    return found


def _plain(text: str) -> str:
    return words_form(text.replace("_", " "))

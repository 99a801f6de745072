"""What a question is narrowed to, in the words of whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.contract import Row
from pipeline.field_parts import THEMES
from pipeline.fields import PARTNERSHIPS
from pipeline.labels import label
from pipeline.printing import safe
from pipeline.views import Views

KINDS = PARTNERSHIPS.field("kind").allowed
_YEAR = re.compile(r"(?P<first>\d{4})(?:\s*[-/–]\s*(?P<last>\d{2}|\d{4}))?")
_NAMES_TOLD = 30


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
    what = f"“{safe(asked)}” may be {' or '.join(near)}." if near else f"There is no theme “{safe(asked)}”."
    raise QuestionError(f"{what} The themes are: {', '.join(THEMES)}.")


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
            more = f" and {len(names) - _NAMES_TOLD} more" if len(names) > _NAMES_TOLD else ""
            told = "; ".join(names[:_NAMES_TOLD])
            raise QuestionError(f"No partnership here is called “{safe(asked)}”. There are: {told}{more}.")
        chosen = named
    return tuple(row["partnership_key"] for row in chosen)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))

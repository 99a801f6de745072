"""The `Document` of a word processor's file, and what is told of what was met in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from safeplans.extractors.base.document import Document, ReadingProblem
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.left_out import MACROS, parts_not_read
from safeplans.extractors.reading.word.building import Builder
from safeplans.extractors.reading.word.model import Found, Part

_LITTLE_TEXT = 60  # words: a file with pictures and fewer shows its content in these
_TOLD = 160  # letters of crossed-out words that are told
_NAMED = 5  # embedded files that are named


def finished(
    media_type: str,
    before: Sequence[Part],
    body: Sequence[Part],
    after: Sequence[Part],
    found: Found,
    info: Mapping[str, str],
    broken: Sequence[str],
) -> Document:
    """The document of the parts of a file. before, after: its headers and footers. broken: parts that were done
    without.

    Raises ReadingError (`empty`, `no_text`) when there is no text in its body.
    """
    builder = Builder()
    builder.add(before, body, after)
    words = sum(
        len(b.text.split()) for b in builder.blocks if b.reason not in ("running_header", "footer", "page_number")
    )
    if not words:
        raise _nothing(found)
    lines, spots = tuple(builder.ledger.lines), tuple(builder.ledger.spots)
    problems = _problems(found, broken, builder.ledger.shortened)
    if found.pictures and words < _LITTLE_TEXT:
        problems.append(
            ReadingProblem(
                "picture",
                f"The file holds {_counted(found.pictures, 'picture')} and few words; what these show was not read. "
                "If they show the plan, save the file as PDF and run again.",
                "info",
            )
        )
    return Document(
        media_type, tuple(builder.blocks), lines, (), "text", dict(info), tuple(problems), structured=True, spots=spots
    )


def _nothing(found: Found) -> ReadingError:
    if found.pictures:
        return ReadingError(
            "no_text",
            f"The file holds {_counted(found.pictures, 'picture')} and no text. Save it as PDF, whose pages can be "
            "recognised, and run again.",
        )
    return ReadingError("empty", "The file holds no text. Fetch it again from its publisher.")


def _problems(found: Found, broken: Sequence[str], shortened: int) -> list[ReadingProblem]:
    told: list[ReadingProblem] = []
    if broken:
        names = ", ".join(islice(broken, _NAMED))
        message = f"Parts of the file are broken and were done without: {names}. Open it and save it anew."
        told.append(ReadingProblem("damaged", message, "warning"))
    if found.changes:
        counted = _counted(found.changes, "tracked change")
        message = f"{counted} in the file: read as if accepted, what they delete left out."
        told.append(ReadingProblem("tracked_changes", message, "info"))
    told += _left_out(found)
    if found.comments:
        message = f"{_counted(found.comments, 'comment')} in the margin of the file, not read as its text."
        told.append(ReadingProblem("annotation", message, "info"))
    if found.attached:
        names = ", ".join(name.rpartition("/")[2] for name in islice(found.attached, _NAMED))
        message = (
            f"The file holds {_counted(len(found.attached), 'other file')} ({names}), not read. If one may hold a "
            "plan, open it from there and save it as a file of its own."
        )
        told.append(ReadingProblem("attachments", message, "warning"))
    told += parts_not_read({MACROS: found.macros})
    if shortened:
        counted = _counted(shortened, "word or line", "words or lines")
        told.append(ReadingProblem("shortened", f"{counted} longer than any in print, cut or divided.", "info"))
    return told


def _left_out(found: Found) -> list[ReadingProblem]:
    """Words of the file that are not its text."""
    told: list[ReadingProblem] = []
    if found.struck:
        message = f"Crossed out in the file and left out: «{_cut(found.struck)}»."
        told.append(ReadingProblem("struck_out", message, "info"))
    if words := _cut(found.hidden):
        message = f"Hidden in the file, not printed, and left out: «{words}»."
        told.append(ReadingProblem("hidden_text", message, "info"))
    if found.prompts:
        counted = _counted(found.prompts, "field")
        message = f"{counted} of a form not filled in; what they ask for was left out."
        told.append(ReadingProblem("hidden_text", message, "info"))
    return told


def _cut(pieces: Sequence[str]) -> str:
    words = " ".join(" ".join(pieces).split())
    return words if len(words) <= _TOLD else f"{words[:_TOLD].rstrip()}…"


def _counted(count: int, name: str, names: str = "") -> str:
    return f"{count:,} {name if count == 1 else names or f'{name}s'}"

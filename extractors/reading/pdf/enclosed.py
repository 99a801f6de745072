"""What a PDF holds besides its pages: files attached to it, and forms that only one program can draw."""

from __future__ import annotations

from collections.abc import Sequence

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading.errors import ReadingError

_NAMED = 5  # attached files that a message names
_SHORT = 150  # words of a page that may be a stand-in


def enclosed_problems(attached: Sequence[str], dynamic_form: bool) -> list[ReadingProblem]:
    """What to tell of a document whose pages were read.

    attached: file names of the attachments; those that may hold a plan are worth a warning.
    dynamic_form: the PDF is a dynamic XFA form (ISO 32000-1, 12.7.8), whose pages are not the form itself.
    """
    problems = []
    if dynamic_form:
        problems.append(
            ReadingProblem(
                "xfa_form",
                "The PDF is an XFA form, and what is filled in may be missing from its pages. "
                "Open it in Adobe Acrobat Reader, print it to a new PDF and use that.",
            )
        )
    if attached:
        plans = [name for name in attached if _may_hold_a_plan(name)]
        problems.append(
            ReadingProblem(
                "attachments",
                f"The PDF carries {_naming(plans or attached)} as attachments, which were not read. "
                "Save what belongs to the plan as a file of its own and run again with it.",
                "warning" if plans else "info",
            )
        )
    return problems


def refuse_stand_in(text: str, attached: Sequence[str], dynamic_form: bool) -> None:
    """Refuse a PDF whose only page says nothing, or tells the reader to open it in another program.

    text: of the whole document, which may be none.

    Raises ReadingError ``unsupported`` for an XFA form or a portfolio of other files.
    """
    if not (attached or dynamic_form) or len(text.split()) > _SHORT or (text and not _is_stand_in(text)):
        return
    if dynamic_form:
        raise ReadingError(
            "unsupported",
            "The PDF is an XFA form, which only Adobe Acrobat Reader can show. Open it there, print it to a new PDF "
            "and use that.",
        )
    raise ReadingError(
        "unsupported",
        f"The PDF is a portfolio: a cover page around {_naming(attached)}. "
        "Save each of them as a file of its own and run again with these.",
    )


def _is_stand_in(text: str) -> bool:
    printed = f" {heading_form(text)} "
    return any(f" {heading_form(phrase)} " in printed for phrase in load_toml("furniture")["stand_in_pages"])


def _may_hold_a_plan(name: str) -> bool:
    return name.rpartition(".")[2].casefold() in load_toml("furniture")["attached_plans"]


def _naming(names: Sequence[str]) -> str:
    shown = ", ".join(f"«{name[:60]}»" for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{len(names)} {'file' if len(names) == 1 else 'files'} ({shown}{more})"

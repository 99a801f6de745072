"""What of a page is not read as its text, told to people."""

from __future__ import annotations

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.reading.pdf.content import PageContent

_SHOWN = 300  # letters of a message's quotation
_NAMED = 5  # stamps, comments or layers that a message names


def aside_problems(content: PageContent) -> list[ReadingProblem]:
    """One problem for each kind of thing on the page that is kept out of its text."""
    groups: dict[str, list[str]] = {}
    for aside in content.asides:
        groups.setdefault("note" if aside.kind in ("stamp", "comment") else aside.kind, []).append(aside.text)
    page = content.number
    found = []
    if "layer" in groups:
        found.append(
            ReadingProblem(
                "hidden_layer",
                f"Page {page} has a layer that is switched off{_named(groups['layer'])}; what is on it was not read.",
                "info",
                page,
            )
        )
    if "note" in groups:
        count = len(groups["note"])
        lies = "A stamp or comment lies" if count == 1 else f"{count} stamps and comments lie"
        found.append(
            ReadingProblem(
                "annotation", f"{lies} on page {page}{_named(groups['note'])}, not read as its text.", "info", page
            )
        )
    if "struck" in groups:
        words = " ".join(groups["struck"])
        found.append(
            ReadingProblem("struck_out", f"Crossed out on page {page} and left out: «{_cut(words)}».", "info", page)
        )
    if "covered" in groups:
        count = sum(int(text) for text in groups["covered"])
        which = "A word lies" if count == 1 else f"{count} words lie"
        found.append(
            ReadingProblem(
                "covered",
                f"{which} under a drawn bar on page {page}, where nobody can see them, and were left out. The file "
                "still holds them: tell the publisher.",
                "info",
                page,
            )
        )
    return found


def _named(texts: list[str]) -> str:
    names = [f"«{_cut(text)}»" for text in dict.fromkeys(texts) if text]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f" ({', '.join(names[:_NAMED])}{more})" if names else ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"

"""The page of what could not be read, or is doubtful, document by document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from safeplans.extractors.lexicon.codes import ABOUT, codes
from safeplans.pipeline.base import links
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.site.contents import Contents
from safeplans.pipeline.site.rendering import Site
from safeplans.pipeline.views import labels

PAGE = "problems.html"
_FIRST = ("not_read", "doubt", "fault")
"""Classes that are counted though there is none of them."""
_NO_PLURAL = "not_read"


class Told(NamedTuple):
    """A document with its problems. partnership, page: whose it is, and their page; None if nothing was read."""

    document_id: str | None
    source: str
    partnership: str | None
    page: str | None
    problems: Sequence[Row]


def write_problems(site: Site, contents: Contents) -> None:
    """Write the page of problems."""
    found: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row in contents.problems:
        found[row["document_id"], row["source"]].append(row)
    held = Counter(row["about"] for row in contents.problems)
    site.write(
        PAGE,
        "problems.html",
        title="Problems",
        section=PAGE,
        documents=[_told(contents, *key, rows) for key, rows in sorted(found.items(), key=lambda item: item[0][1])],
        counts=[(_called(each, held[each]), held[each]) for each in ABOUT if held[each] or each in _FIRST],
        codes=codes(),
        shown=set(site.written),
        unseen=contents.unseen,
    )


def _called(about: str, count: int) -> str:
    """A class of problems behind a number."""
    return labels.label(about, "about").lower() + ("s" if count != 1 and about != _NO_PLURAL else "")


def _told(contents: Contents, document_id: str | None, source: str, problems: Sequence[Row]) -> Told:
    document = contents.corpus.counted(document_id)
    name = contents.views.name(document.partnership_key) if document else None
    page = links.partnership_page(document.partnership_key) if document else None
    order = sorted(problems, key=lambda row: (ABOUT.index(row["about"]), row["page"] or 0, row["line_start"] or 0))
    return Told(document_id, source, name, page, order)

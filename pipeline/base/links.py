"""Where each page of the report lies, relative to its first page, so that pages and workbook agree."""

from __future__ import annotations

import hashlib

_LONGEST_NAME = 100
"""Characters of a file's name; the names of partnerships are as long as their documents print them."""


def overview_page(publication: str, year: str | None) -> str:
    """The heat map of one kind of publication and year."""
    return f"overview/{year or 'no-year'}-{publication}.html"


def evidence_page(document_id: str, page: int | None) -> str:
    """The page that shows a document's page (from 1); with None, the lines of a document without pages."""
    return f"evidence/{document_id}/" + ("lines.html" if page is None else f"page-{page}.html")


def evidence_link(row_id: str, page: int | None) -> str:
    """The place that shows a row of the dataset where it was printed: its id as in `actions.action_id`, its page."""
    document_id, suffix = row_id.split(":")
    return f"{evidence_page(document_id, page)}#{suffix}"


def partnership_page(partnership_key: str) -> str:
    """The page of a partnership compared."""
    name = partnership_key.replace(":", "-")  # which Windows does not take
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 13]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    return f"partnerships/{name}.html"


def statement_anchor(row_id: str) -> str:
    """Where a partnership's page has an objective or action."""
    return row_id.replace(":", "-")


def theme_anchor(theme: str, publication: str, year: str | None) -> str:
    """Where a partnership's page lists what carries a theme in one kind of publication and year."""
    return f"theme-{theme}-{year or 'no-year'}-{publication}"


def theme_page(theme: str) -> str:
    """The page of a theme."""
    return f"themes/{theme}.html"


def like_group_page(like_group_id: str) -> str:
    """The page of a group of like objectives."""
    return f"groups/{like_group_id}.html"

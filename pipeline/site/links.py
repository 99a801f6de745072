"""Where each page of the report lies, relative to its first page, so that pages and workbook agree."""

from __future__ import annotations


def evidence_page(document_id: str, page: int | None) -> str:
    """The page that shows a document's page (from 1); with None, the lines of a document without pages."""
    return f"evidence/{document_id}/" + ("lines.html" if page is None else f"page-{page}.html")


def evidence_link(row_id: str, page: int | None) -> str:
    """The place that shows a row of the dataset where it was printed: its id as in `actions.action_id`, its page."""
    document_id, suffix = row_id.split(":")
    return f"{evidence_page(document_id, page)}#{suffix}"


def partnership_page(partnership_key: str) -> str:
    """The page of a partnership compared."""
    return f"partnerships/{partnership_key.replace(':', '-')}.html"


def like_group_page(like_group_id: str) -> str:
    """The page of a group of like objectives."""
    return f"groups/{like_group_id}.html"

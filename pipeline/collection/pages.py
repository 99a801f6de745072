"""Web pages as trees and as words."""

from __future__ import annotations

import re
from typing import Any

import lxml.etree
import lxml.html

_UNSEEN = ("script", "style", "noscript", "template", "head")
"""What no reader sees; tokens that differ with each answer stand there, or in attributes."""


def parsed(data: bytes, content_type: str = "") -> Any:
    """The tree of a page; None for one without any element.

    content_type: the header, for the encoding. Anything is taken for HTML, as browsers do.
    """
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    for encoding in (found[1] if found else None, None):
        try:
            return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding=encoding))
        except LookupError:
            continue  # an encoding that nobody knows: as the page itself says
        except (lxml.etree.LxmlError, ValueError):
            return None
    return None


def same_words(one: bytes, other: bytes) -> bool:
    """Do two pages print the same words, whatever else of them differs?"""
    return _words(one) == _words(other) != []


def _words(data: bytes) -> list[str]:
    root = parsed(data)
    if root is None:
        return []
    for element in list(root.iter(*_UNSEEN)):
        element.drop_tree()
    return str(root.text_content()).split()

"""Words without what another edition, program or scan of a text changes of itself: by them a text is known again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from safeplans.extractors.base.document import Document

_RUN = re.compile(r"\d+|[^\W\d_]+|[%£€$]|[^\w\s!-~]")
_TOLD = ("L", "M", "N", "Sc", "So")  # letters, digits, money, and signs such as ticks; no dash, quote or full stop
_BULLETS = frozenset("■□▪▫●○◦◆◇❖►▶➢➤★☆")
_CHARACTERS = 16  # hexadecimal digits of a hash, as in `document_id`


def same_words(text: str) -> str:
    """A text as it is compared: letters and signs run together, numbers apart.

    Compatibility forms and case alike (NFKC, case folding); blanks, hyphens, dashes, quotes and bullets gone, so that a
    word that a line end cut, or an en dash for a hyphen, makes no difference. ``1.5`` is not ``15``.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    runs = [run for run in _RUN.findall(text) if run.isascii() or _tells(run)]
    return "".join(f"|{run}|" if run.isdigit() else run for run in runs)


def words_hash(texts: Iterable[str]) -> str | None:
    """The hash of texts by their words, 16 hexadecimal digits; None where there are none."""
    found = hashlib.sha256()
    empty = True
    for text in texts:
        words = same_words(text)
        if words:
            empty = False
            found.update(words.encode("utf-8", "replace"))
    return None if empty else found.hexdigest()[:_CHARACTERS]


def content_id(document: Document) -> str | None:
    """The hash of a document's words in reading order, furniture left out; None for one without words."""
    return words_hash(block.text for block in document.body)


def _tells(run: str) -> bool:
    return run not in _BULLETS and all(unicodedata.category(char).startswith(_TOLD) for char in run)

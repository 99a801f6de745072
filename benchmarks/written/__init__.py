"""Files of each format that is read, made of pages of the corpus: by libraries, and as other programs write them.

A writer makes files of HTML pages, many at once, since starting an office or a browser takes longer than writing. What
it could not make is b"". Each says in its docstring's first line whose files look like that.
"""

from __future__ import annotations

from written import books, pages, prints, slides, texts
from written.writers import WRITERS, Writer

__all__ = ["WRITERS", "Writer", "books", "pages", "prints", "slides", "texts"]

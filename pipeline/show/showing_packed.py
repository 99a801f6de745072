"""What was found in each document of an archive, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from safeplans.extractors import extract as extracting
from safeplans.extractors.base.facts import Facts
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.reading.kinds import media_type_named
from safeplans.pipeline.base.printing import counted, safe
from safeplans.pipeline.show.showing import put, show
from safeplans.pipeline.store.packed import Named, Packed, listed


def show_all(found: Named, reader: str, console: Console) -> bool:
    """Print the facts of each document of an archive under its name, and what was not read; whether any was read.

    reader: of PDFs, see `Settings`. Raises OSError when the archive cannot be opened.
    """
    status: list[str] = []
    for document in found.documents():
        name = f"{found.place.name}/{document.name}".rstrip("/")
        if status:
            put([Rule(style="bright_black")], console)
        facts = facts_of_packed(document, reader)
        status.append(facts.status)
        show(facts, name, console)
    failed = status.count("failed")
    name = safe(found.place.name)
    told = [Text(f"\n{counted(len(status), 'document')} in {name}: {len(status) - failed} read, {failed} not")]
    if found.others:
        told.append(Text(f"Not read, since of other kinds: {safe(listed(found.others))}"))
    put(told, console)
    return len(status) > failed


def facts_of_packed(document: Packed, reader: str) -> Facts:
    """The facts of a document; of one that its archive does not give out, the reason."""
    if document.problem is None:
        return extracting.extract(document.data, Settings(file_name=document.file_name, reader=reader))
    return Facts(media_type_named(document.file_name), "text", None, "failed", problems=[document.problem])

"""The lines of a document as they are numbered, with the spot of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from safeplans.extractors.base.document import Para, Place
from safeplans.extractors.reading.pdf.repair import clean
from safeplans.extractors.reading.taming import tame_letters, tame_lines, tame_words
from safeplans.extractors.reading.word.lines import Marked


@dataclass(slots=True)
class Ledger:
    """lines, spots: of the `Document`. shortened: words and lines that were too long."""

    lines: list[str] = field(default_factory=list)
    spots: list[str] = field(default_factory=list)
    shortened: int = 0

    @property
    def next_line(self) -> int:
        return len(self.lines) + 1

    def put(self, text: str, spot: str) -> str:
        """Write one line; the line as it was written."""
        tamed, cut = tame_words(tame_letters(text).strip(" \r\v\f"))
        self.shortened += cut
        self.lines.append(tamed)
        self.spots.append(spot)
        return tamed

    def numbered(self, lines: Sequence[Marked], spot: str) -> list[tuple[Marked, Para]]:
        """The lines with text, each written down, and the paragraph that each is."""
        made = []
        for line in lines:
            printed = [text for text in line.text.split("\n") if clean(text)]
            tamed, cut = tame_lines(printed)
            self.shortened += cut
            if not cut:
                made += self._written(replace(line, text="\n".join(tamed)), tamed, spot)
                continue
            for index, part in enumerate(tamed):
                made += self._written(replace(line, text=part, marker=None if index else line.marker), [part], spot)
        return made

    def _written(self, line: Marked, printed: Sequence[str], spot: str) -> list[tuple[Marked, Para]]:
        if not printed:
            return []
        first = self.next_line
        shown = [self.put(f"{line.marker} {printed[0]}" if line.marker else printed[0], spot)]
        shown += [self.put(text, spot) for text in printed[1:]]
        text = " ".join(shown).removeprefix(f"{line.marker} ") if line.marker else " ".join(shown)
        return [(line, Para(clean(text), Place(None, first, len(self.lines)), line.marker, line.look.bold))]

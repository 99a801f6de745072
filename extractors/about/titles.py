"""The title that a document prints: the candidate that learnt weights believe most.

Candidates are cut in `extractors.about.title_candidates`, what is noticed of them stands in
`extractors.about.title_cues`; the weights (``model/titles.json``) are learnt from the corpus by ``corpus.titles``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safeplans.extractors.about.document_kinds import document_type, is_name_only, is_years_only
from safeplans.extractors.about.document_labels import Pair
from safeplans.extractors.about.not_titles import may_be_titles
from safeplans.extractors.about.title_candidates import Candidate, Piece, candidates, pieces, tidy
from safeplans.extractors.about.title_cues import Surroundings, cues
from safeplans.extractors.base.document import Document
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.weights.ranking import ranker

WEIGHTS = "titles.json"
# A name that a mark parts from a title is none of its words.
_PARTED = re.compile(r"^\s*[:–—|>·/(-]|[:–—|>·/-]\s*$")
# `APPENDIX 2- `, `Agenda item 7 –`, `Report title:` before the title that the document itself has.
_PREFIX = re.compile(
    r"^\s*(?:(?:appendix|annexe?|enclosure|agenda item|item|attachment)\s+(?:no\.?\s*)?[0-9A-Z]{1,3}\b[\s.:)–—-]*|"
    r"(?:report |document |paper )?title\s*:\s*)(?=\w)",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed.

    blocks: indexes of the blocks that print it. source: front, head, label or file. odds: how much it is believed.
    """

    text: str
    blocks: tuple[int, ...]
    source: str
    odds: float = 1.0


def find_title(document: Document, pairs: list[Pair], model: str = "") -> Title | None:
    """The document's own title, None where nothing could be one.

    model: folder of the weights, empty for those of the package.
    """
    front = pieces(document)
    listed = candidates(document, pairs, front)
    listed = may_be_titles(listed, front)
    listed = [c for c in listed if c.source != "file" or not is_junk_title(document.info.get("Title", ""))]
    named = [p for p in front if not p.running and document_type(p.text) not in (None, "other")]
    if named:
        # Where a line says what the document is, no sentence does it better.
        running = {p.number for p in front if p.running}
        listed = [c for c in listed if c.pieces is None or not running.intersection(c.pieces)]
    if not listed:
        return None
    around = Surroundings.of(document, front)
    odds = ranker(WEIGHTS, model).odds([cues(c, around) for c in listed])
    chosen = max(range(len(listed)), key=lambda n: odds[n])
    text, blocks = _whole(listed[chosen], front)
    return Title(text, blocks, listed[chosen].source, odds[chosen])


def _whole(candidate: Candidate, front: Sequence[Piece]) -> tuple[str, tuple[int, ...]]:
    """The title with the name that its own line prints, and with years that stand on a line beside it."""
    text, blocks = _PREFIX.sub("", candidate.text), candidate.blocks
    before, behind = candidate.rests
    if is_name_only(before) and not _PARTED.search(before):
        text = f"{before.strip()} {text}"
    if is_name_only(behind) and not _PARTED.search(behind):
        text = f"{text} {behind.strip()}"
    if candidate.pieces is None or _YEAR.search(text):
        return tidy(text), blocks
    first, last = candidate.pieces
    if first and not before and is_years_only(front[first - 1].text):
        return tidy(f"{front[first - 1].text} {text}"), (front[first - 1].block, *blocks)
    if last + 1 < len(front) and not behind and is_years_only(front[last + 1].text):
        return tidy(f"{text} {front[last + 1].text}"), (*blocks, front[last + 1].block)
    return tidy(text), blocks


def is_junk_title(text: str) -> bool:
    """Whether a file's own title is the name of a file or program (`Microsoft Word - …`, `doc.html`)."""
    folded = text.casefold().strip()
    junk = load_toml("documents")["junk_titles"]
    begins = any(folded == word or folded.startswith(word + " ") for word in junk["begins"] if " " in word)
    whole = folded in junk["begins"] or re.fullmatch(r"[\w-]*\d*", folded) is not None
    return begins or whole or folded.endswith(tuple(junk["ends"])) or "_" in folded

"""The language rules as components of a spaCy pipeline.

Registered under the ``spacy_factories`` entry point, so that after installation
``nlp.add_pipe("safeguarding_dates")`` works in any pipeline whose tokeniser is English, without an
import; `spacy.blank("en")` is enough. Each component is a thin wrapper over one pure function of
`extractors`, run over the whole text of a `Doc`. It

- puts a span group into ``doc.spans`` (``span_group``, by default the component's name),
- gives each span a label from a closed list, and
- answers ``span._.NAME`` (``attribute``) with the normalised values: a dictionary of plain values (text, numbers,
  ISO dates, None), so that a `Doc` can be stored, and sent to another process by ``nlp.pipe(n_process=2)``.

Words that do not fall on the borders of tokens (``31/03/2025`` in ``x:31/03/2025``) take the tokens that they touch.
Configuration is plain JSON and is stored with the pipeline by ``nlp.to_disk``; the components hold nothing else.

See ``docs/spacy.md`` for every option.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, get_args

from spacy.language import Language
from spacy.tokens import Doc, Span

from safeplans.extractors.assembly.themes import themes_of
from safeplans.extractors.figures import Figure, figures_in
from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition, inline_definitions
from safeplans.extractors.ownership.owners import (
    OwnerMention,
    owner_function,
    owners_in_cell,
    owners_in_measure,
    owners_in_statement,
)
from safeplans.extractors.time.dates import (
    DateMention,
    PlanPeriod,
    dates_in_calendar,
    dates_in_statement,
    dates_in_timescale,
)

__all__ = ["Component", "make_dates", "make_figures", "make_owners", "make_terms", "make_themes"]

_STORE = "safeguarding"
"""Key of `Doc.user_data` under which the values lie, by the id of their span."""

DateMode = Literal["statement", "report", "timescale", "calendar"]
OwnerMode = Literal["statement", "cell", "measure"]


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """Characters [start, end) of a text, the label of their span and its values."""

    start: int
    end: int
    label: str
    values: dict[str, Any]


class Component:
    """Marks what a function finds in a text; made by the factories below.

    name: of the component in its pipeline; also begins the ids of its spans. find: from a `Doc` to what it holds.

    Raises ValueError when another package has an extension attribute of that name.
    """

    def __init__(self, name: str, span_group: str, attribute: str, find: Callable[[Doc], Iterable[_Found]]) -> None:
        self.name = name
        self.span_group = span_group
        self.attribute = attribute
        self._find = find
        if not Span.has_extension(attribute):
            Span.set_extension(attribute, getter=_values_of)
        elif Span.get_extension(attribute)[2] is not _values_of:
            raise ValueError(f"span._.{attribute} belongs to something else; configure another `attribute` for {name}")

    def __call__(self, doc: Doc) -> Doc:
        """Put the span group into `doc`, in reading order; a group of that name is replaced. Returns `doc`."""
        store = {k: v for k, v in doc.user_data.get(_STORE, {}).items() if not k.startswith(f"{self.name}:")}
        spans: list[Span] = []
        for number, found in enumerate(self._find(doc), 1):
            span = doc.char_span(found.start, found.end, label=found.label, alignment_mode="expand")
            if span is None:  # no characters, or none in a token
                continue
            span.id_ = f"{self.name}:{number}"
            store[span.id_] = found.values
            spans.append(span)
        doc.user_data[_STORE] = store
        doc.spans[self.span_group] = sorted(spans, key=lambda span: (span.start, span.end))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """One `Doc` after another, as they come; nothing is held back. batch_size has no effect."""
        for doc in stream:
            yield self(doc)


def _values_of(span: Span) -> dict[str, Any] | None:
    """What a component stored for a span; None for a span of somebody else."""
    values: dict[str, Any] | None = span.doc.user_data.get(_STORE, {}).get(span.id_)
    return values


@Language.factory(
    "safeguarding_dates",
    default_config={
        "span_group": "safeguarding_dates",
        "attribute": "safeguarding_date",
        "mode": "statement",
        "period_start": None,
        "period_end": None,
    },
)
def make_dates(
    nlp: Language,
    name: str,
    span_group: str,
    attribute: str,
    mode: DateMode,
    period_start: str | None,
    period_end: str | None,
) -> Component:
    """Times; labels due, start, period, recurring, event.

    mode: how a text is read: statement (a planned action), report (what was done), timescale (a cell or label in
    which everything counts), calendar (a month cell of a yearly calendar). period_start, period_end: ISO dates of the
    plan's first and last day, from which a bare `Q2` or `Year 2` counts.

    Raises ValueError for another mode, or a period that is no ISO date.
    """
    read = _by_mode(
        mode,
        get_args(DateMode),
        {
            "statement": dates_in_statement,
            "report": lambda text, period: dates_in_statement(text, period, done=True),
            "timescale": dates_in_timescale,
            "calendar": dates_in_calendar,
        },
    )
    period = PlanPeriod(_day(period_start), _day(period_end))

    def find(doc: Doc) -> Iterator[_Found]:
        mentions: list[DateMention] = read(doc.text, period)
        for m in mentions:
            yield _Found(m.start_char, m.end_char, m.kind, _plain(m, "start_char", "end_char"))

    return Component(name, span_group, attribute, find)


@Language.factory(
    "safeguarding_owners",
    default_config={
        "span_group": "safeguarding_owners",
        "attribute": "safeguarding_owner",
        "mode": "statement",
        "abbreviations": {},
        "groups": [],
        "terms": "safeguarding_terms",
    },
)
def make_owners(
    nlp: Language,
    name: str,
    span_group: str,
    attribute: str,
    mode: OwnerMode,
    abbreviations: dict[str, str],
    groups: list[str],
    terms: str | None,
) -> Component:
    """Owners; labels lead, reports_to.

    mode: how a text is read: statement (the sentences of an action), cell (a lead column or label), measure (a
    measure of success). abbreviations: what the document's abbreviations stand for. groups: names of the groups that
    the document describes. terms: span group of definitions found in the same `Doc` by `safeguarding_terms` earlier
    in the pipeline; None for none.

    Raises ValueError for another mode.
    """
    read = _by_mode(
        mode,
        get_args(OwnerMode),
        {"statement": owners_in_statement, "cell": owners_in_cell, "measure": owners_in_measure},
    )
    glossary = [Definition(term, expansion, "glossary") for term, expansion in abbreviations.items()]
    given = Abbreviations(glossary)

    def find(doc: Doc) -> Iterator[_Found]:
        defined = [
            Definition(values["term"], values["expansion"], "inline")
            for span in (doc.spans.get(terms, []) if terms else [])
            if (values := _values_of(span)) and "term" in values
        ]
        known = Abbreviations([*glossary, *defined]) if defined else given
        mentions: list[OwnerMention] = read(doc.text, known, groups)
        for m in mentions:
            values = _plain(m, "start_char", "end_char")
            values["function"] = owner_function(m.name, m.canonical, m.kind)
            yield _Found(m.start_char, m.end_char, m.relation, values)

    return Component(name, span_group, attribute, find)


@Language.factory(
    "safeguarding_themes",
    default_config={"span_group": "safeguarding_themes", "attribute": "safeguarding_theme", "context": []},
)
def make_themes(nlp: Language, name: str, span_group: str, attribute: str, context: list[str]) -> Component:
    """Themes of safeguarding; labels from the closed list of 36, one span for each of the words that show it.

    context: themes or headings that stand above every text of the stream. A theme that comes from the context alone
    has no words of its own, and so no span.
    """

    def find(doc: Doc) -> Iterator[_Found]:
        for rank, hit in enumerate(themes_of(doc.text, context=context), 1):
            for words in hit.words:
                start = doc.text.find(words)
                values = {"theme": hit.theme, "score": hit.score, "rank": rank}
                yield _Found(start, start + len(words), hit.theme, values)

    return Component(name, span_group, attribute, find)


@Language.factory(
    "safeguarding_figures",
    default_config={"span_group": "safeguarding_figures", "attribute": "safeguarding_figure"},
)
def make_figures(nlp: Language, name: str, span_group: str, attribute: str) -> Component:
    """Figures reported; label figure. The span is the sentence that reports it; one span for each figure."""

    def find(doc: Doc) -> Iterator[_Found]:
        figures: list[Figure] = figures_in(doc.text)
        for f in figures:
            end = f.sentence_start + len(f.sentence)
            yield _Found(f.sentence_start, end, "figure", _plain(f, "sentence", "sentence_start"))

    return Component(name, span_group, attribute, find)


@Language.factory(
    "safeguarding_terms",
    default_config={"span_group": "safeguarding_terms", "attribute": "safeguarding_term"},
)
def make_terms(nlp: Language, name: str, span_group: str, attribute: str) -> Component:
    """Abbreviations that the text defines (`Business Management Group (BMG)`); label term."""

    def find(doc: Doc) -> Iterator[_Found]:
        for term, expansion, start, end in inline_definitions(doc.text):
            yield _Found(start, end, "term", {"term": term, "expansion": expansion})

    return Component(name, span_group, attribute, find)


def _by_mode(mode: str, modes: tuple[str, ...], readers: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    if mode not in readers:
        raise ValueError(f"mode is one of {', '.join(modes)}; it is {mode!r}")
    return readers[mode]


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _plain(mention: DateMention | OwnerMention | Figure, *without: str) -> dict[str, Any]:
    """The fields of a mention as values that JSON knows."""
    values = {f.name: getattr(mention, f.name) for f in dataclasses.fields(mention) if f.name not in without}
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in values.items()}

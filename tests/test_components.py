"""The components of a spaCy pipeline: found by name, configured, stored, streamed; what they answer."""

from __future__ import annotations

import doctest
import itertools
import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import DocBin, Span

from safeplans.extractors.assembly.themes import themes_of
from safeplans.extractors.figures import figures_in
from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.owners import owners_in_statement
from safeplans.extractors.time.dates import dates_in_statement

NAMES = ("terms", "dates", "owners", "themes", "figures")
TEXT = (
    "The Quality Panel (QP) will audit 40 cases of neglect by Sept 2024. Findings are reported to the QP each quarter. "
    "Referrals rose by 12% to 1,204 in 2023-24."
)


def pipeline(*names: str, **config: object) -> Language:
    nlp = spacy.blank("en")
    for name in names or NAMES:
        nlp.add_pipe(f"safeguarding_{name}", config=config)
    return nlp


def values(nlp: Language, text: str, name: str) -> list[dict[str, object]]:
    attribute = f"safeguarding_{name.removesuffix('s')}"
    doc = nlp(text)
    return [getattr(span._, attribute) for span in doc.spans[f"safeguarding_{name}"]]


def test_every_component_is_registered_for_those_who_installed_the_package() -> None:
    registered = {e.name: e.value for e in entry_points(group="spacy_factories") if e.name.startswith("safeguarding_")}
    assert set(registered) == {f"safeguarding_{name}" for name in NAMES}


@pytest.mark.parametrize("name", ["spacy.md"])
def test_the_examples_of_the_documentation_hold(name: str) -> None:
    path = Path(__file__).parent.parent / "docs" / name
    result = doctest.testfile(str(path), module_relative=False)
    assert result.attempted and not result.failed


class TestTheSameAsTheFunctions:
    def test_dates(self) -> None:
        found = values(pipeline("dates"), TEXT, "dates")
        expected = dates_in_statement(TEXT)
        assert [(v["text"], v["kind"], v["recurrence"]) for v in found] == [
            (m.text, m.kind, m.recurrence) for m in expected
        ]
        assert [v["start"] for v in found] == [m.start and m.start.isoformat() for m in expected]

    def test_owners(self) -> None:
        found = values(pipeline("owners"), TEXT, "owners")
        expected = owners_in_statement(TEXT, Abbreviations())
        assert [(v["name"], v["relation"]) for v in found] == [(m.name, m.relation) for m in expected]

    def test_themes(self) -> None:
        found = {v["theme"]: v["score"] for v in values(pipeline("themes"), TEXT, "themes")}
        assert found == {hit.theme: hit.score for hit in themes_of(TEXT) if hit.words}
        assert "neglect" in found

    def test_figures_of_one_sentence_keep_apart(self) -> None:
        found = values(pipeline("figures"), TEXT, "figures")
        assert [(v["value"], v["change"]) for v in found] == [(f.value, f.change) for f in figures_in(TEXT)]
        assert len({json.dumps(v) for v in found}) == len(found) > 0


def test_definitions_found_earlier_spell_out_owners() -> None:
    with_terms = {v["name"]: v["canonical"] for v in values(pipeline("terms", "owners"), TEXT, "owners")}
    alone = {v["name"]: v["canonical"] for v in values(pipeline("owners"), TEXT, "owners")}
    assert (with_terms["QP"], alone["QP"]) == ("Quality Panel", "QP")


def test_configured_abbreviations_and_functions() -> None:
    nlp = pipeline("owners", mode="cell", abbreviations={"QAPG": "Quality Assurance and Performance Group"})
    (owner,) = values(nlp, "QAPG", "owners")
    assert owner["canonical"] == "Quality Assurance and Performance Group"
    assert owner["function"] == "quality_assurance"


def test_words_inside_a_token_take_the_whole_token() -> None:
    nlp = pipeline("dates", mode="timescale")
    doc = nlp("x:31/03/2025 to be confirmed")  # the tokeniser keeps `x:31/03/2025` whole
    span = doc.spans["safeguarding_dates"][0]
    assert span.text == "x:31/03/2025"
    assert span._.safeguarding_date["text"] == "31/03/2025"


def test_names_of_group_and_attribute_can_be_chosen() -> None:
    nlp = pipeline("dates", span_group="when", attribute="when_due")
    doc = nlp(TEXT)
    assert "safeguarding_dates" not in doc.spans
    assert doc.spans["when"][0]._.when_due["start"] == "2024-09-01"


def test_a_taken_attribute_is_refused_not_overwritten() -> None:
    Span.set_extension("somebody_elses", default=1, force=True)
    with pytest.raises(ValueError, match="somebody_elses"):
        pipeline("dates", attribute="somebody_elses")


@pytest.mark.parametrize(
    ("name", "config", "says"),
    [
        ("dates", {"mode": "guess"}, "mode"),
        ("owners", {"mode": "guess"}, "mode"),
        ("dates", {"period_start": "soon"}, "isoformat"),
    ],
)
def test_a_wrong_configuration_is_refused(name: str, config: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pipeline(name, **config)


def test_one_component_stands_twice_in_a_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("safeguarding_dates", name="planned")
    nlp.add_pipe("safeguarding_dates", name="cells", config={"mode": "timescale", "span_group": "cells"})
    doc = nlp("Ongoing, by June 2025")
    assert [s._.safeguarding_date["text"] for s in doc.spans["safeguarding_dates"]] == ["by June 2025"]
    assert [s._.safeguarding_date["text"] for s in doc.spans["cells"]] == ["Ongoing", "by June 2025"]


def test_the_pipeline_is_stored_with_its_configuration(tmp_path: Path) -> None:
    nlp = pipeline("dates", period_start="2024-04-01", mode="timescale")
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.config["components"] == nlp.config["components"]
    assert values(again, "Q2", "dates") == values(nlp, "Q2", "dates") != []


def test_documents_are_stored_with_their_values() -> None:
    nlp = pipeline()
    stored = DocBin(docs=[nlp(TEXT)], store_user_data=True).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    original = nlp(TEXT)
    for group in original.spans:
        assert [s.text for s in doc.spans[group]] == [s.text for s in original.spans[group]]
    assert doc.spans["safeguarding_dates"][0]._.safeguarding_date["start"] == "2024-09-01"


def test_an_endless_stream_is_read_as_it_comes() -> None:
    texts = (f"Audit by June {2024 + n % 10}." for n in itertools.count())
    docs = itertools.islice(pipeline("dates").pipe(texts, batch_size=4), 12)
    assert [d.spans["safeguarding_dates"][0]._.safeguarding_date["start"][:4] for d in docs][:3] == [
        "2024",
        "2025",
        "2026",
    ]


def test_a_second_pass_replaces_the_first() -> None:
    nlp = pipeline("dates")
    doc = nlp(TEXT)
    before = len(doc.user_data["safeguarding"])
    assert len(nlp.get_pipe("safeguarding_dates")(doc).user_data["safeguarding"]) == before


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "☐ ✓ ???", "31 June 2024"])
def test_any_text_goes_through(text: str) -> None:
    doc = pipeline()(text)
    assert set(doc.spans) == {f"safeguarding_{name}" for name in NAMES}

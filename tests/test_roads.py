"""The five roads of CONTRIBUTING: a word, an example, a structure, a format, a column, each added while this runs."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import building, families
from safeplans import check, load, run
from safeplans.extractors.assembly import themes
from safeplans.extractors.base import methods
from safeplans.extractors.base.document import Document
from safeplans.extractors.base.facts import Facts, Metadata
from safeplans.extractors.base.settings import Settings
from safeplans.extractors.choice.choosing import readings
from safeplans.extractors.extract import extract, facts_of_plan
from safeplans.extractors.labelling.scores import scorer
from safeplans.extractors.lexicon import language, loading
from safeplans.extractors.reading import kinds, read_document, text
from safeplans.extractors.structures import flow, reading
from safeplans.extractors.structures.model import Found
from safeplans.pipeline.schema import contract
from safeplans.pipeline.schema.dictionary import markdown
from safeplans.pipeline.schema.field_parts import Field, Type
from safeplans.pipeline.schema.fields import ACTIONS
from safeplans.pipeline.schema.rows import _RowMaker

ROADS = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
PLAN = b"""# Lower Wendle Safeguarding Children Partnership Strategic Plan 2024-26

## Priority 1: Families in the valley

Action: Organise a lantern walk in both villages
Lead: QA Group
By when: June 2024

Action: Train all staff in the toolkit
Lead: Learning Group
By when: July 2024
"""


class TestAWord:
    @pytest.fixture(autouse=True)
    def _vocabulary_read_anew(self) -> Iterator[None]:
        yield
        self.read_anew()

    @staticmethod
    def read_anew() -> None:
        for module in (loading, language, themes):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()

    def test_is_a_line_in_a_file_of_the_vocabulary(self, monkeypatch):
        printed = "Organise a lantern walk in both villages"
        assert "community" not in {hit.theme for hit in themes.themes_of(printed)}
        kept = loading._text

        def with_one_more(name: str) -> str:
            words = kept(name)
            begins = "[themes.community]\ncore = [\n"
            if name == "themes.toml":
                assert begins in words
                words = words.replace(begins, f'{begins}  "lantern walk",\n')
            return words

        monkeypatch.setattr(loading, "_text", with_one_more)
        self.read_anew()
        assert [hit.theme for hit in themes.themes_of(printed)] == ["community"]
        assert "community" in extract(PLAN).actions[0].themes
        monkeypatch.undo()


class TestAnExample:
    EXAMPLE = """\
+++
sort = "plan"
safeguards = "children"
format = "txt"
layout = "two labelled lines under each action"
standing = "planned"
[document]
document_type = "business_plan"
[names]
"QA Group" = "group partnership"
[times]
"June 2025" = "due 2025-06-01 2025-06-30 month"
+++
⟦doctitle|Ashcombe Vale Safeguarding Children Partnership Business Plan⟧

⟦section|Priority⟧ ⟦number p1|1⟧ ⟦title p1|Neglect⟧

⟦action p1/a1|Audit forty case files⟧
⟦label lead|Lead:⟧ ⟦lead p1/a1|QA Group⟧
⟦label due|By:⟧ ⟦due p1/a1|June 2025⟧
"""

    def test_is_a_labelled_document_that_gives_text_gold_and_labels_to_learn_from(self, tmp_path, monkeypatch):
        for module in (families, building):
            monkeypatch.setattr(module, "HAND", tmp_path / "hand")
        monkeypatch.setattr(families, "RECORD", tmp_path / "families.toml")
        place = tmp_path / "hand" / "learn" / "ash"
        place.mkdir(parents=True)
        (place / "99-two-lines.txt").write_text(self.EXAMPLE, encoding="utf-8")
        families.write()
        family = next(f for f in families.recorded() if f.name == "ash-99-two-lines")
        assert (family.part, family.fold, family.format) == ("learn", families.FOLD_OF["ash"], "txt")
        assert families.may_learn(0, family, None, None)
        assert not families.may_learn(family.fold, family, None, None)  # measured by a model that never saw it

        manifest = building.build(tmp_path / "built", only=[family.name])
        (entry,) = manifest["documents"]
        assert entry["aligned"]
        assert "⟦" not in (tmp_path / "built" / "documents" / entry["file"]).read_text("utf-8")
        gold = json.loads((tmp_path / "built" / "gold" / "ash-99-two-lines.json").read_text("utf-8"))
        assert [(a["text"], [o["name"] for o in a["owners"]]) for a in gold["actions"]] == [
            ("Audit forty case files", ["QA Group"])
        ]
        told = json.loads((tmp_path / "built" / "words" / "ash-99-two-lines.json").read_text("utf-8"))
        assert ["Audit", [["action", ["p1/a1"], None]]] in told


class TestAStructure:
    @staticmethod
    def weighed() -> Facts:
        """The facts as the weighed reading gives them, whatever reading is believed."""
        document = read_document(PLAN, Settings("plan.md"))
        found = readings(document, Metadata(), scorer())
        return facts_of_plan(document, next(each.plan for each in found if each.plan.actions))

    def test_is_a_function_in_the_list_and_a_name_among_the_methods(self, monkeypatch):
        assert [a.source.method for a in self.weighed().actions] == ["sequence", "sequence"]

        def by_paragraph(view, segments) -> Found:
            found = flow.behind(view, segments)
            for record in found.records:
                record.structure = "paragraphs"
            return Found("paragraphs", found.records, found.left)

        monkeypatch.setattr(reading, "FLOWS", (by_paragraph, *flow.FLOWS))
        wider = {**methods.METHODS, "actions": methods.METHODS["actions"] | {"paragraphs"}}
        monkeypatch.setattr(methods, "METHODS", wider)
        facts = self.weighed()
        assert [a.source.method for a in facts.actions] == ["paragraphs", "paragraphs"]
        assert [a.owner_text for a in facts.actions] == ["QA Group", "Learning Group"]
        assert all(0 < a.source.confidence < 1 for a in facts.actions)  # without a weight of its own until `make train`


class TestAFormat:
    def test_is_a_line_in_the_list_of_kinds_and_a_module_that_reads(self, tmp_path, monkeypatch):
        module = types.ModuleType("safeplans.extractors.reading.memo")

        def read(data: bytes, settings: Settings, on_page: object = None) -> Document:
            return text.read_text(data.removeprefix(b"MEMO\n"))

        module.read = read  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        memo = kinds.Kind("a memo", "text/plain", (".memo",), "memo", (b"MEMO",))
        monkeypatch.setattr(kinds, "KINDS", (memo, *kinds.KINDS))
        assert kinds.kind_named("plan.memo") is memo
        facts = extract(b"MEMO\n" + PLAN, Settings("plan.memo"))
        assert [a.owner_text for a in facts.actions] == ["QA Group", "Learning Group"]
        assert facts.status != "failed"
        # the bytes decide, whatever the name says
        assert extract(b"MEMO\n" + PLAN, Settings("plan.txt")).actions == facts.actions


class TestAColumn:
    LENGTH = Field("word_count", Type.INT32, "Words of the action.", nullable=False, minimum=1)

    @pytest.fixture
    def _wider(self, monkeypatch) -> Iterator[None]:
        kept, made = ACTIONS.fields, _RowMaker.actions
        object.__setattr__(ACTIONS, "fields", (*kept, self.LENGTH))
        contract._checks.cache_clear()
        monkeypatch.setattr(
            _RowMaker, "actions", lambda self: [row | {"word_count": len(row["text"].split())} for row in made(self)]
        )
        yield
        object.__setattr__(ACTIONS, "fields", kept)
        contract._checks.cache_clear()

    @pytest.mark.usefixtures("_wider")
    def test_is_a_field_in_the_one_definition_and_a_value_in_the_rows(self, tmp_path):
        (tmp_path / "plan.md").write_bytes(PLAN)
        run(tmp_path / "plan.md", tmp_path / "tables", workers=0, cache=False)
        assert list(load(tmp_path / "tables")["actions"]["word_count"]) == [7, 6]
        assert check(tmp_path / "tables") == []
        assert "| `word_count` |" in markdown([ACTIONS])

    @pytest.mark.usefixtures("_wider")
    def test_is_refused_in_a_row_that_does_not_keep_its_contract(self):
        assert contract.fault(replace(self.LENGTH), 0) == "holds 0, which is below 1"


@pytest.mark.parametrize("road", ["word", "example", "structure", "format", "column"])
def test_each_road_names_files_that_are_there(road):
    (line,) = [part for part in ROADS.split("\n| ")[1:] if part.startswith((f"a {road}", f"an {road}"))]
    named = [part.strip("`") for part in line.split("|")[1].replace(",", " ").split() if part.startswith("`")]
    assert named
    for name in named:
        assert (Path(__file__).parent.parent / name).exists(), name

"""What a generated document says: objectives, actions and all around them, drawn from an author's bank of words.

A shape (see SHAPES.md) gets a `Content` and prints it; every method gives words with their marks. What was printed is
remembered, so that the head of the document (names, times, standings) can be written from it.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BANKS = Path(__file__).parent / "banks"

EMPTY_LEAD = 0.05  # how often a lead cell is left empty, as in real plans
OPEN_LEAD = 0.03  # … or holds TBC
EMPTY_DUE = 0.05
SECOND_DUE = 0.08  # how often a time cell holds two times
RATINGS = {"green": "in_progress", "amber": "in_progress", "red": "in_progress", "blue": "done", "grey": "planned"}


def m(label: str, key: str, words: str) -> str:
    """A mark: ``⟦label key|words⟧``; nothing for no words."""
    return f"⟦{label} {key}|{words}⟧" if key else f"⟦{label}|{words}⟧"


@dataclass
class Act:
    """One action of the bank, placed in a document. Each method gives marked words, "" where the plan prints none."""

    c: Content
    key: str
    words: dict[str, Any]
    printed_number: str
    owners: list[dict[str, str]] = field(default_factory=list)
    whens: list[str] = field(default_factory=list)

    def text(self) -> str:
        """What is to be done, as an action cell prints it."""
        return self._told(self.words["text"])

    def will(self) -> str:
        """The same as a commitment in a sentence: ``We will …``."""
        return self._told(self.words["will"])

    def done(self) -> str:
        """The same as a report tells it, done."""
        self.c.rows[self.key] = "done"
        return self._told(self.words["done"])

    def sentence(self) -> str:
        """One sentence with who does it and by when inside."""
        who, when = self.owners[:1], self.whens[:1]
        if not who or not when:
            return self.will()
        text = self.words["sentence"]
        out = text.replace("{who}", m("who", f"{self.key}#1", who[0]["name"])).replace(
            "{when}", m("when", f"{self.key}#1", when[0])
        )
        return self._told(out)

    def number(self) -> str:
        """Its printed number, "" in a plan without numbers."""
        return m("number", self.key, self.printed_number) if self.printed_number else ""

    def lead(self, joiner: str | None = None) -> str:
        """The cell of who leads: one name, several, ``TBC`` or nothing."""
        if not self.owners:
            return m("lead", self.key, self.c.open_lead) if self.c.chance.random() < OPEN_LEAD else ""
        if len(self.owners) == 1:
            return m("lead", self.key, self.owners[0]["name"])
        between = joiner if joiner is not None else self.c.joiner
        return m(
            "lead", self.key, between.join(m("who", f"{self.key}#{i}", o["name"]) for i, o in enumerate(self.owners, 1))
        )

    def due(self, joiner: str = ", ") -> str:
        """The cell of when: one time, two, or nothing."""
        if len(self.whens) < 2:
            return m("due", self.key, self.whens[0]) if self.whens else ""
        return m("due", self.key, joiner.join(m("when", f"{self.key}#{i}", w) for i, w in enumerate(self.whens, 1)))

    def measure(self) -> str:
        """How one will know; "" where the bank has none."""
        return m("measure", self.key, self.words["measure"]) if self.words.get("measure") else ""

    def progress(self) -> str:
        """A comment on progress; its standing goes into the gold."""
        standing = self.c.chance.choice([s for s in ("done", "in_progress") if self.words.get(f"progress_{s}")] or [""])
        if not standing:
            return ""
        self._stand(standing)
        return m("progress", self.key, self.words[f"progress_{standing}"])

    def rag(self, shown: dict[str, str] | None = None) -> str:
        """A rating, printed as a word (``Green``), or as `shown` says for each colour."""
        colour = self.c.chance.choice(("green", "green", "amber", "red", "blue"))
        self.c.rows[self.key] = f"{RATINGS[colour]} {colour}"
        return f"⟦rag {self.key} {colour}|{(shown or {}).get(colour, colour.capitalize())}⟧"

    def _stand(self, standing: str) -> None:
        kept = self.c.rows.get(self.key, "").split()
        if not (set(kept) & set(RATINGS)):
            self.c.rows[self.key] = standing

    def _told(self, words: str) -> str:
        self.c.printed.add(self.key)
        return m("action", self.key, words)


@dataclass
class Obj:
    """One objective of the bank, placed in a document, with its actions."""

    c: Content
    key: str
    words: dict[str, Any]
    printed_number: str
    acts: list[Act] = field(default_factory=list)

    def title(self) -> str:
        """Its short name. A heading that prints the name alone (then the name is the objective)."""
        return m("title", self.key, self.words["title"])

    def statement(self) -> str:
        """Its statement alone, in a paragraph or cell of its own."""
        return m("objective", self.key, self.words["statement"])

    def full(self, between: str = ": ") -> str:
        """Name and statement in one run."""
        return m("objective", self.key, f"⟦title|{self.words['title']}⟧{between}{self.words['statement']}")

    def again(self) -> str:
        """Its name printed once more."""
        return m("again", self.key, self.words["title"])

    def number(self) -> str:
        """Its printed number, "" in a plan without numbers."""
        return m("number", self.key, self.printed_number) if self.printed_number else ""

    def measure(self) -> str:
        """How one will know that it was reached (of the objective, not of an action)."""
        chosen = next((a.words["measure"] for a in self.acts if a.words.get("measure")), "")
        return m("measure", self.key, chosen) if chosen else ""


class Content:
    """One document's worth of words. `chance` is the source of every choice: use it, never `random` itself."""

    def __init__(
        self, author: str, safeguards: str, chance: random.Random, *, sort: str = "plan", size: str = "ordinary"
    ) -> None:
        self.author, self.safeguards, self.chance, self.sort = author, safeguards, chance, sort
        self.bank = load_bank(author, safeguards)
        self.rows: dict[str, str] = {}
        self.printed: set[str] = set()
        self.document: dict[str, Any] = {}
        self.partnership = chance.choice(self.bank["partnerships"])
        self.period_name = chance.choice(sorted(self.bank["periods"]))
        self.period = self.bank["periods"][self.period_name]
        self.joiner = chance.choice(self.bank.get("joiners", [" / ", ", ", " and "]))
        self.open_lead = chance.choice(("TBC", "tbc", "To be confirmed"))
        self._used: dict[str, list[Any]] = {}
        kinds = {"children": "pppoomt", "adults": "ppomto"}[safeguards]
        self.kind = chance.choice(kinds)
        self.kind_word = {
            "p": "Priority", "o": chance.choice(("Objective", "Goal", "Strategic Objective")),
            "m": "Aim", "t": chance.choice(("Theme", "Strand", "Workstream")),
        }[self.kind]  # fmt: skip
        self.numbering = chance.choice(("1.1", "1.1", "1a", "plain", "none", "A1"))
        self.objectives = self._objectives(size)

    # ---- the plan -------------------------------------------------------------------------------

    def _objectives(self, size: str) -> list[Obj]:
        low, high = {"small": (2, 3), "ordinary": (3, 5), "large": (5, 7)}[size]
        bank = self.bank["objectives"]
        chosen = self.chance.sample(bank, min(len(bank), self.chance.randint(low, high)))
        made, count = [], 0
        for index, words in enumerate(chosen, 1):
            key = f"{self.kind}{index}"
            shown = {"A1": chr(64 + index), "none": ""}.get(self.numbering, str(index))
            objective = Obj(self, key, words, shown)
            acts = self.chance.sample(words["actions"], self.chance.randint(2, min(5, len(words["actions"]))))
            for place, act in enumerate(acts, 1):
                count += 1
                number = {
                    "1.1": f"{index}.{place}", "1a": f"{index}{chr(96 + place)}", "plain": str(count), "none": "",
                    "A1": f"{chr(64 + index)}{place}",
                }[self.numbering]  # fmt: skip
                objective.acts.append(
                    Act(self, f"{key}/a{place}", act, number, self._some_owners(), self._some_times())
                )
            made.append(objective)
        return made

    def loose_acts(self, least: int = 3, most: int = 7) -> list[Act]:
        """Actions under no objective. Print these or `objectives`, or both (these are of objectives not used there)."""
        used = {o.words["title"] for o in self.objectives}
        bank = [a for o in self.bank["objectives"] if o["title"] not in used for a in o["actions"]]
        chosen = self.chance.sample(bank, min(len(bank), self.chance.randint(least, most)))
        base = len(self._used.setdefault("loose", []))
        self._used["loose"] += chosen
        return [
            Act(self, f"a{i}", w, "" if self.numbering == "none" else str(i), self._some_owners(), self._some_times())
            for i, w in enumerate(chosen, base + 1)
        ]

    def _some_owners(self) -> list[dict[str, str]]:
        if self.chance.random() < EMPTY_LEAD:
            return []
        return self.chance.sample(self.bank["owners"], self.chance.choice((1, 1, 1, 1, 2, 2, 3)))

    def _some_times(self) -> list[str]:
        if self.chance.random() < EMPTY_DUE:
            return []
        return self.chance.sample(sorted(self.period["times"]), 2 if self.chance.random() < SECOND_DUE else 1)

    # ---- around it ------------------------------------------------------------------------------

    def name(self) -> str:
        """The partnership's name, unmarked."""
        self.document["partnership_name"] = self.partnership["name"]
        return str(self.partnership["name"])

    def short(self) -> str:
        return str(self.partnership["short"])

    def doctitle(self) -> str:
        """The title with the partnership's name and the years, as a cover prints it in one line."""
        title = self.pick(f"titles.{self.sort}").replace("{years}", self.period_name).replace("{short}", self.short())
        if "{name}" in title:
            title = title.replace("{name}", self.name())
        if self.period_name in title:
            self.document["period_start"], self.document["period_end"] = self.period["start"], self.period["end"]
        self.document["title"] = title
        return m("doctitle", "", title)

    def head(self, role: str) -> str:
        """A column heading for number, objective, action, lead, due, measure, progress, rag …"""
        return m("head", role, self.pick(f"heads.{role}"))

    def label(self, role: str) -> str:
        """A label printed before a value, without colon: ``Lead``, ``By when``."""
        return m("label", role, self.pick(f"labels.{role}"))

    def section(self, about: str) -> str:
        """A heading: about `priorities`, `actions` (sub-heading over a list of actions), `measures`, `background`,
        `done`, `next`, `other`."""
        return m("section", "", self.pick(f"sections.{about}"))

    def intro(self, about: str) -> str:
        """A sentence that introduces a list of `priorities`, `actions`, `measures`, `done` or `next`."""
        return m("intro", "", self.pick(f"intros.{about}"))

    def narrative(self, least: int = 1, most: int = 1) -> list[str]:
        """Paragraphs of ordinary text."""
        return self.several("narrative", self.chance.randint(least, most))

    def background(self) -> list[str]:
        """Two or three paragraphs of statutory background or a foreword."""
        return self.several("background", self.chance.randint(1, 3))

    def principles(self) -> tuple[str, list[str]]:
        """A heading and a list of values, duties or principles that are no objectives and no actions."""
        chosen = self.chance.choice(self.bank["principles"])
        return m("section", "", chosen["heading"]), [m("principle", "", item) for item in chosen["items"]]

    def figures(self, least: int = 1, most: int = 3) -> list[str]:
        """Sentences that report figures."""
        return [m("figure", "", f) for f in self.several("figures", self.chance.randint(least, most))]

    def done_narrative(self, least: int = 1, most: int = 2) -> list[str]:
        """Paragraphs that tell what was done, which are no achievement of an objective."""
        return [m("done", "", f) for f in self.several("done", self.chance.randint(least, most))]

    def furniture(self, page: int) -> str:
        """A running head or footer for a page."""
        return m("furniture", "", self.pick("furniture").replace("{page}", str(page)).replace("{short}", self.short()))

    def contents(self) -> list[str]:
        """Lines of a contents page."""
        chosen = self.several("contents", self.chance.randint(4, 7))
        return [m("contents", "", f"{line} {dots} {page}") for page, line, dots in _paged(chosen, self.chance)]

    def groups(self) -> list[dict[str, str]]:
        """Groups as dicts of marked words: name, abbreviation, chair, meets (each may be "")."""
        chosen = self.chance.sample(self.bank["groups"], min(len(self.bank["groups"]), self.chance.randint(2, 5)))
        labels = {"name": "group", "abbreviation": "abbreviation", "chair": "chair", "meets": "meets"}
        return [
            {n: m(labels[n], f"g{i}", g[n]) if g.get(n) else "" for n in labels} for i, g in enumerate(chosen, 1)
        ]  # fmt: skip

    def glossary(self) -> list[tuple[str, str]]:
        """(abbreviation, what it stands for), marked."""
        chosen = self.chance.sample(self.bank["glossary"], min(len(self.bank["glossary"]), self.chance.randint(4, 9)))
        return [
            (m("term", f"x{i}", g["term"]), m("expansion", f"x{i}", g["expansion"])) for i, g in enumerate(chosen, 1)
        ]

    def members(self) -> list[str]:
        """Lines of a list of members or contacts."""
        return [m("person", "", p) for p in self.several("members", self.chance.randint(3, 8))]

    def menu(self) -> list[str]:
        """Words of a web page's menu, cookie banner and foot."""
        return [m("menu", "", w) for w in self.several("menu", self.chance.randint(4, 10))]

    def no_plan(self) -> list[tuple[str, list[str]]]:
        """(heading, lines) of lists that look like plans and are none: reporting a concern, training dates, duties."""
        chosen = self.chance.sample(self.bank["no_plan"], min(len(self.bank["no_plan"]), self.chance.randint(2, 4)))
        return [(m("section", "", n["heading"]), list(n["items"])) for n in chosen]

    def several(self, path: str, number: int) -> list[str]:
        """So many different entries of a list of the bank (used ones last)."""
        bank = self._at(path)
        used = self._used.setdefault(path, [])
        fresh = [e for e in bank if e not in used] or list(bank)
        chosen = self.chance.sample(fresh, min(number, len(fresh)))
        used += chosen
        return chosen

    def pick(self, path: str) -> str:
        """One entry of a list of the bank by its dotted name; a list of heads or labels always gives the same."""
        if path.startswith(("heads.", "labels.", "furniture")):
            kept = self._used.setdefault(path, [])
            if not kept:
                kept.append(self.chance.choice(self._at(path)))
            return str(kept[0])
        return str(self.chance.choice(self._at(path)))

    def _at(self, path: str) -> Sequence[str]:
        found: Any = self.bank
        for part in path.split("."):
            found = found[part]
        return found  # type: ignore[no-any-return]

    # ---- the head of the document ---------------------------------------------------------------

    def names(self) -> dict[str, str]:
        given = {}
        for owner in self.bank["owners"]:
            canonical = f" | {owner['canonical']}" if owner.get("canonical") else ""
            given[owner["name"]] = f"{owner['kind']} {owner['sector']}{canonical}"
        return given | dict.fromkeys(("TBC", "tbc", "To be confirmed"), "none")

    def themes(self) -> dict[str, list[str]]:
        told = {o.key: o.words.get("themes", []) for o in self.objectives}
        return told | {a.key: a.words.get("themes", []) for o in self.objectives for a in o.acts}


def _paged(lines: Sequence[str], chance: random.Random) -> list[tuple[int, str, str]]:
    page, told = 2, []
    for line in lines:
        told.append((page, line, "." * chance.randint(8, 60)))
        page += chance.randint(1, 4)
    return told


_loaded: dict[tuple[str, str], dict[str, Any]] = {}


def load_bank(author: str, safeguards: str) -> dict[str, Any]:
    """One author's words. Raises FileNotFoundError where there is no such bank."""
    if (author, safeguards) not in _loaded:
        text = (BANKS / author / f"{safeguards}.toml").read_text(encoding="utf-8")
        _loaded[author, safeguards] = tomllib.loads(text)
    return _loaded[author, safeguards]


def bank_faults(bank: dict[str, Any]) -> list[str]:
    """What a bank lacks or has wrong, in words; empty for a sound one."""
    faults = []
    least = {
        "partnerships": 4, "objectives": 10, "owners": 36, "narrative": 30, "background": 8, "principles": 5,
        "figures": 10, "done": 10, "furniture": 4, "contents": 10, "groups": 6, "glossary": 12, "members": 10,
        "menu": 14, "no_plan": 6, "periods": 2, "joiners": 3,
    }  # fmt: skip
    faults += [
        f"{n}: {len(bank.get(n, ()))} entries, at least {k} are needed"
        for n, k in least.items()
        if len(bank.get(n, ())) < k
    ]
    for table, roles, number in (
        ("heads", ("number", "objective", "action", "lead", "due", "measure", "progress", "rag"), 5),
        ("labels", ("action", "lead", "due", "measure", "progress", "objective"), 4),
        ("sections", ("priorities", "actions", "measures", "background", "done", "next", "other"), 6),
        ("intros", ("priorities", "actions", "measures", "done", "next"), 4),
        ("titles", ("plan", "report", "minutes", "arrangements", "web", "none"), 3),
    ):
        faults += [
            f"{table}.{r}: at least {number} are needed" for r in roles if len(bank.get(table, {}).get(r, ())) < number
        ]
    for objective in bank.get("objectives", ()):
        faults += [
            f"objective «{objective.get('title')}» lacks {n}" for n in ("title", "statement") if not objective.get(n)
        ]
        if len(objective.get("actions", ())) < 4:
            faults.append(f"objective «{objective.get('title')}» has fewer than four actions")
        for act in objective.get("actions", ()):
            lacks = [n for n in ("text", "will", "done", "sentence") if not act.get(n)]
            faults += [f"action «{act.get('text')}» lacks {n}" for n in lacks]
            if not all(s in act.get("sentence", "") for s in ("{who}", "{when}")):
                faults.append(f"action «{act.get('text')}»: its sentence needs {{who}} and {{when}}")
    for owner in bank.get("owners", ()):
        faults += [f"owner {owner} lacks {n}" for n in ("name", "kind", "sector") if not owner.get(n)]
    for name, period in bank.get("periods", {}).items():
        if len(period.get("times", ())) < 24:
            faults.append(f"periods.{name}: at least 24 times are needed")
    if re.search(r"[⟦⟧]", str(bank)):
        faults.append("words of a bank hold no marks")
    return faults

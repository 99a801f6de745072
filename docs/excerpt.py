"""Write the excerpts in README.md anew: a run over data/raw, its comparison, a collection (`make docs`)."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import collection_site
from click.testing import CliRunner

from safeplans.pipeline.commands.cli import main

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- {name}: written by `make docs` from a run over data/raw; do not edit -->\n"
END = "<!-- end of {name} -->"
SAMPLE = "harrowmere-business-plan-2024-26.pdf"
SHOWN_LINES = 36
SHOWN_DOCUMENTS = 5
"""Lines of progress, one a document, before the rest are left out."""
AS_OF = "2024-10-01"
SHOWN_ANSWER = 18
"""Lines of an answer before the rest are left out; its last lines, which say how much there is, always stand."""
QUESTIONS = (
    ("Who has neglect as a priority this year?", "priorities --theme neglect --year 2024-25"),
    ("Who leads on it?", "leads --theme neglect --year 2024-25"),
    ("By when?", "due --theme neglect --year 2024-25"),
    ("What came of last year's plan?", "outcomes --theme neglect --year 2023-24"),
    ("Who has no priority for it?", "gaps --theme neglect --year 2024-25"),
    ("What do several partnerships set out alike?", "alike --theme neglect --year 2024-25"),
    ("What did the new plans keep, drop and add?", "changes --theme neglect --year 2024-25"),
    ("How good are the plans?", "quality --year 2024-25"),
)


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    if result.exit_code:
        raise SystemExit(result.output)
    return "\n".join(line.rstrip() for line in result.output.splitlines())


def excerpt(folder: str) -> str:
    """What `make run` prints, and one sample as the terminal shows it. folder: is given the dataset."""
    ran = call("run", str(ROOT / "data/raw"), "--output", folder, "--no-cache")
    ran = abbreviated(ran.replace(folder, "data/processed"))
    shown = call("show", str(ROOT / "data/raw" / SAMPLE), "--width", "100").splitlines()
    return (
        f"    $ make run\n{indented(ran)}\n\n"
        f"One of the samples, a plan in a ruled table, as the terminal shows it:\n\n"
        f"    $ safeplans show data/raw/{SAMPLE}\n{indented(chr(10).join(shown[:SHOWN_LINES]))}\n    …\n"
    )


def comparison(folder: str) -> str:
    """What `compare` prints, and the answer to each question of a panel."""
    compared = call("compare", folder, "--as-of", AS_OF).replace(folder, "data/processed")
    parts = [f"    $ safeplans compare --as-of {AS_OF}\n{indented(compared)}\n"]
    for asked, arguments in QUESTIONS:
        answer = call("ask", folder, *arguments.split()).splitlines()
        parts.append(f"{asked}\n\n    $ safeplans ask {arguments}\n{indented(shortened(answer))}\n")
    return "\n".join(parts)


def collection(folder: str) -> str:
    """What a collection from three invented sites prints, a second one, and a run over what was collected."""
    with (
        tempfile.TemporaryDirectory() as served,
        tempfile.TemporaryDirectory() as here,
        contextlib.chdir(here),
        collection_site.served(Path(served), ROOT / "data/raw") as port,
    ):
        sources = collection_site.SOURCES.format(port=f":{port}")
        Path("sources.csv").write_text(sources, encoding="utf-8")
        said = [sources.rstrip()]
        collect = ("collect", "sources.csv", "--pause", "0")
        for arguments in (collect, collect, ("run", "--no-cache"), ("report", "--output", "site/")):
            said.append(call(*arguments))
    head, first, second, ran, reported = (text.replace(f":{port}", "") for text in said)
    ran = ran.partition("\n\n")[0]
    return (
        f"    $ cat sources.csv\n{indented(head)}\n\n"
        f"    $ safeplans collect sources.csv\n{indented(first)}\n\n"
        f"    $ safeplans run\n{indented(ran)}\n    …\n\n"
        f"    $ safeplans report --output site/\n{indented(reported)}\n\n"
        f"A second time nothing is sent that has not changed:\n\n"
        f"    $ safeplans collect sources.csv\n{indented(second)}\n"
    )


def shortened(lines: list[str]) -> str:
    """The beginning of an answer up to an empty line or row, … for the rest of the table, and its notes."""
    ends = [number for number, line in enumerate(lines) if not line]
    notes = ends[-1]
    if notes <= SHOWN_ANSWER + 1:
        return "\n".join(lines)
    return "\n".join([*lines[:SHOWN_ANSWER], " …", *lines[notes:]])


def abbreviated(ran: str) -> str:
    """A run's output with the first lines of progress only, and … for the rest."""
    lines = ran.splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("["))
    return "\n".join([*lines[:SHOWN_DOCUMENTS], "…", *lines[last + 1 :]])


def indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def write() -> None:
    page = ROOT / "README.md"
    text = page.read_text(encoding="utf-8")
    makers: dict[str, Callable[[str], str]] = {"excerpt": excerpt, "comparison": comparison, "collection": collection}
    with tempfile.TemporaryDirectory() as folder:
        for name, made in makers.items():
            begin, end = BEGIN.format(name=name), END.format(name=name)
            pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
            if not pattern.search(text):
                raise SystemExit(f"README.md has no place for {name}: {begin.strip()}")
            between = f"{begin}\n{made(folder)}\n{end}"
            text = pattern.sub(lambda _, between=between: between, text)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()

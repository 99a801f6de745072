"""Write the excerpt in README.md anew from a run over data/raw (`make docs`)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- excerpt: written by `make docs` from a run over data/raw; do not edit -->\n"
END = "<!-- end of excerpt -->"
SAMPLE = "harrowmere-business-plan-2024-26.pdf"
SHOWN_LINES = 36
SHOWN_DOCUMENTS = 5
"""Lines of progress, one a document, before the rest are left out."""


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    if result.exit_code:
        raise SystemExit(result.output)
    return "\n".join(line.rstrip() for line in result.output.splitlines())


def excerpt() -> str:
    with tempfile.TemporaryDirectory() as folder:
        ran = call("run", str(ROOT / "data/raw"), "--output", folder, "--no-cache")
        ran = abbreviated(ran.replace(folder, "data/processed"))
    shown = call("show", str(ROOT / "data/raw" / SAMPLE), "--width", "100").splitlines()
    return (
        f"    $ make run\n{indented(ran)}\n\n"
        f"One of the samples, a plan in a ruled table, as the terminal shows it:\n\n"
        f"    $ safeplans show data/raw/{SAMPLE}\n{indented(chr(10).join(shown[:SHOWN_LINES]))}\n    …\n"
    )


def abbreviated(ran: str) -> str:
    """A run's output with the first lines of progress only, and … for the rest."""
    lines = ran.splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("["))
    return "\n".join([*lines[:SHOWN_DOCUMENTS], "…", *lines[last + 1 :]])


def indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def write() -> None:
    page = ROOT / "README.md"
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{excerpt()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write()

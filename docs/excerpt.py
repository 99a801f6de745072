"""Write the excerpt in README.md anew from a run over data/raw (`make docs`)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- excerpt: written by `make docs` from a run over data/raw; do not edit -->\n"
END = "<!-- end of excerpt -->"
SHOWN_LINES = 40


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    if result.exit_code:
        raise SystemExit(result.output)
    return "\n".join(line.rstrip() for line in result.output.splitlines())


def excerpt() -> str:
    with tempfile.TemporaryDirectory() as folder:
        ran = call("run", str(ROOT / "data/raw"), "--output", folder)
        ran = ran.replace(folder, "data/processed")
    sample = sorted((ROOT / "data/raw").glob("*.pdf"))[0]
    shown = call("show", str(sample), "--width", "100").splitlines()
    return (
        f"    $ make run\n{indented(ran)}\n\n"
        f"One of the samples ({sample.name}), the first lines of what it holds:\n\n"
        f"    $ safeplans show data/raw/{sample.name}\n{indented(chr(10).join(shown[:SHOWN_LINES]))}\n    …\n"
    )


def indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def write() -> None:
    page = ROOT / "README.md"
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{excerpt()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write()

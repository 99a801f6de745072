"""Makes the files of this folder anew from `plan.md` and `plan.fodt`: python tests/word/make_word.py

pandoc (as the extra `corpus` brings it) and LibreOffice write them, not the libraries that the tests write files with.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pypandoc

HERE = Path(__file__).parent


def main() -> None:
    for suffix in ("docx", "odt"):
        pypandoc.convert_file(str(HERE / "plan.md"), suffix, outputfile=str(HERE / f"pandoc.{suffix}"))
        with tempfile.TemporaryDirectory() as folder:
            kind = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}[suffix]
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                 "--outdir", folder, str(HERE / "plan.fodt")],
                check=True, capture_output=True,
            )  # fmt: skip
            (HERE / f"office.{suffix}").write_bytes((Path(folder) / f"plan.{suffix}").read_bytes())


if __name__ == "__main__":
    main()

"""Take the pictures of the report in docs/report.md and README.md anew: python docs/report_pictures.py

Of the report over the samples in data/raw, with the Chromium of this machine.
"""

from __future__ import annotations

import datetime
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from safeplans import compare, run
from safeplans.pipeline.site.building import write_report

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from chromium import browser  # noqa: E402

AS_OF = datetime.date(2024, 10, 1)
SHADES = 96
WIDTH, HEIGHT = 1320, 900


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        tables, site = Path(folder, "tables"), Path(folder, "site")
        run(ROOT / "data/raw", tables)
        compare(tables, as_of=AS_OF)
        write_report(tables, site, documents=[ROOT / "data/raw"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((site / "index.html").as_uri())
        page.locator("table").first.scroll_into_view_if_needed()
        keep(page.screenshot(), "report-overview")
        page.goto((site / "partnerships/index.html").as_uri())
        page.get_by_role("link", name="Aldermarsh").first.click()
        page.get_by_role("link", name="Evidence, p. 2").nth(1).click()
        keep(page.screenshot(), "report-evidence")


def keep(picture: bytes, name: str) -> None:
    """Few colours, so that the files stay small."""
    taken = Image.open(io.BytesIO(picture)).convert("RGB").quantize(SHADES)
    taken.save(ROOT / "docs/images" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""Draw the pictures of docs/layout.md anew: python docs/layout_pictures.py

Each is what `safeplans show FILE --layout page.png --page N` draws, smaller, cut to the part that matters, and with few
colours so that the files stay small.
"""

from __future__ import annotations

from pathlib import Path

from safeplans.extractors.reading import read
from safeplans.pipeline.show.layout_images import draw_page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "ruled": ("data/raw/harrowmere-business-plan-2024-26.pdf", 3, (0.03, 0.11, 0.97, 0.8)),
    "tagged": ("data/raw/castlebridge-and-penfold-strategy-2024-27.pdf", 1, (0.07, 0.06, 1.0, 0.67)),
    "order": ("data/raw/eastmarch-annual-report-2023-24.pdf", 2, (0.05, 0.0, 1.0, 1.0)),
    "aligned": ("tests/layouts/aligned-only.pdf", 1, (0.02, 0.04, 0.98, 0.46)),
}
"""Name, document, page, and the part of the page to show (left, top, right, bottom as shares)."""

DPI, SHADES = 72, 64


def main() -> None:
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    for name, (source, page, part) in PICTURES.items():
        data = (ROOT / source).read_bytes()
        picture = draw_page(data, read(data, source), page, dpi=DPI)
        box = [round(share * length) for share, length in zip(part, picture.size * 2, strict=True)]
        picture.crop(tuple(box)).quantize(SHADES).save(folder / f"layout-{name}.png", optimize=True)


if __name__ == "__main__":
    main()

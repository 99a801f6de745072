"""Make scans out of digital PDFs: pictures of their pages as an office scanner gives them.

Run by hand: ``python tests/layouts/make_scans.py`` makes the ``scan-*.pdf`` of this folder anew;
``python tests/layouts/make_scans.py --all FROM TO`` makes a scan of each PDF of a folder, for measuring.
Each page is slightly skewed, blurred, noisy, specked and saved as JPEG; the same input gives the same output.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scanner:
    """dpi; skew in degrees counter-clockwise; turn: quarter turns clockwise; noise: standard deviation of a pixel in
    levels of 255; blur: radius in pixels; quality of the JPEG; grey: no colours; paper: the paper's level."""

    dpi: int = 200
    skew: float = 0.6
    turn: int = 0
    noise: float = 6.0
    blur: float = 0.6
    quality: int = 60
    grey: bool = False
    paper: int = 246


def scan(data: bytes, scanner: Scanner, pages: slice = slice(None), seed: int = 1) -> bytes:
    """A PDF of pictures of the pages of a PDF; `scanner.skew` alternates in sign from page to page."""
    source = pdfium.PdfDocument(data)
    target = pdfium.PdfDocument.new()
    chance = np.random.default_rng(seed)
    for number in range(len(source))[pages]:
        picture = source[number].render(scale=scanner.dpi / 72).to_pil().convert("RGB")
        skew = scanner.skew * (1 if number % 2 == 0 else -0.7)
        picture = _worn(picture, scanner, skew, chance)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
        width, height = picture.width * 72 / scanner.dpi, picture.height * 72 / scanner.dpi
        page = target.new_page(width, height)
        image = pdfium.PdfImage.new(target)
        buffer.seek(0)
        image.load_jpeg(buffer, inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    target.save(out)
    return out.getvalue()


def _worn(picture: Image.Image, scanner: Scanner, skew: float, chance: np.random.Generator) -> Image.Image:
    picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
    levels = np.asarray(picture).astype(np.float64) * (scanner.paper - 24) / 255 + 24
    levels += chance.normal(0, scanner.noise, (*levels.shape[:2], 1))
    height, width = levels.shape[:2]
    for _ in range(height * width // 90_000):
        y, x = int(chance.integers(2, height - 3)), int(chance.integers(2, width - 3))
        levels[y : y + 2, x : x + int(chance.integers(1, 4))] -= 120
    worn = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    if scanner.grey:
        worn = worn.convert("L")
    return worn.rotate(-90 * scanner.turn, expand=True) if scanner.turn else worn


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--all"]:
        source, target = Path(arguments[1]), Path(arguments[2])
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(source.glob("*.pdf")):
            (target / path.name).write_bytes(scan(path.read_bytes(), Scanner()))
        return
    for name, (origin, scanner, pages) in SCANS.items():
        (HERE / f"scan-{name}.pdf").write_bytes(scan((HERE / f"{origin}.pdf").read_bytes(), scanner, pages))


#: The scans of this folder: which PDF of it is scanned how, and which pages.
SCANS: dict[str, tuple[str, Scanner, slice]] = {
    "sideways": ("word-style", Scanner(skew=1.5, turn=1, quality=45, grey=True), slice(0, 1)),
    "shaded": ("zebra", Scanner(skew=-0.8, quality=45), slice(0, 1)),
}

if __name__ == "__main__":
    main(sys.argv[1:])

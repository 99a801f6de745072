"""The colour of small pictures, such as a rating printed as an image of a dot."""

from __future__ import annotations

import ctypes
from collections import Counter

import pypdfium2.raw as pdfium_c

_SAMPLES = 900
_PLAIN = 40  # difference between the channels below which a pixel is black, white or grey
_SHARE = 0.25  # of the pixels must have a colour


class Icons:
    """The colours of a document's small pictures. One that is drawn again, as marks are, is not unpacked again."""

    def __init__(self) -> None:
        self._known: dict[int, str | None] = {}

    def colour(self, handle: pdfium_c.FPDF_PAGEOBJECT) -> str | None:
        """See `icon_colour`."""
        packed = _packed(handle)
        if packed not in self._known:
            self._known[packed] = icon_colour(handle)
        return self._known[packed]


def _packed(handle: pdfium_c.FPDF_PAGEOBJECT) -> int:
    """A hash of a picture's bytes as they stand in the file, and of what they mean."""
    length = pdfium_c.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    data = ctypes.create_string_buffer(max(length, 1))
    pdfium_c.FPDFImageObj_GetImageDataRaw(handle, data, length)
    told = pdfium_c.FPDF_IMAGEOBJ_METADATA()
    pdfium_c.FPDFImageObj_GetImageMetadata(handle, None, ctypes.byref(told))
    return hash((data.raw, told.width, told.height, told.bits_per_pixel, told.colorspace))


def icon_colour(handle: pdfium_c.FPDF_PAGEOBJECT) -> str | None:
    """The commonest colour of a picture as ``#rrggbb``; None when it is mostly black, white or grey."""
    bitmap = pdfium_c.FPDFImageObj_GetBitmap(handle)
    if not bitmap:
        return None
    try:
        channels = {pdfium_c.FPDFBitmap_BGR: 3, pdfium_c.FPDFBitmap_BGRx: 4, pdfium_c.FPDFBitmap_BGRA: 4}.get(
            pdfium_c.FPDFBitmap_GetFormat(bitmap)
        )
        width, height = pdfium_c.FPDFBitmap_GetWidth(bitmap), pdfium_c.FPDFBitmap_GetHeight(bitmap)
        stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium_c.FPDFBitmap_GetBuffer(bitmap)
        if channels is None or not buffer or width * height == 0:
            return None
        raw = ctypes.string_at(buffer, stride * height)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    step = max(1, int((width * height / _SAMPLES) ** 0.5))
    pixels: Counter[tuple[int, int, int]] = Counter()  # blue, green, red
    for row in range(step // 2, height, step):
        start, end = row * stride + step // 2 * channels, row * stride + width * channels
        pixels.update(zip(*(raw[start + channel : end : step * channels] for channel in range(3)), strict=True))
    coloured = Counter({pixel: count for pixel, count in pixels.items() if max(pixel) - min(pixel) >= _PLAIN})
    if not pixels or coloured.total() < _SHARE * pixels.total():
        return None
    blue, green, red = coloured.most_common(1)[0][0]
    return f"#{red:02x}{green:02x}{blue:02x}"

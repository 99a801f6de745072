"""Text recognition for scanned pages. Needs the extra ``ocr``; without it `recogniser` gives None."""

from safeplans.extractors.reading.recognition.choice import ENGINES, installed, recogniser

__all__ = ["ENGINES", "installed", "recogniser"]

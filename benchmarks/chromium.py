"""The Chromium of this machine, driven by Playwright; none is ever downloaded."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = f"there is no browser: install Chromium ({', '.join(NAMES)}), or name one in SAFEPLANS_CHROMIUM"


def executable() -> str | None:
    """Path of the browser that SAFEPLANS_CHROMIUM names, else of the first that is installed; None without any."""
    named = os.environ.get("SAFEPLANS_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A browser without windows. Raises RuntimeError when there is none on this machine."""
    path = executable()
    if path is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()

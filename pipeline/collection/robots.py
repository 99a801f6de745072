"""What the robots.txt of each host allows (RFC 9309), asked for once and remembered for a day."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import httpx
from protego import Protego

from safeplans.pipeline.collection.addresses import place_of
from safeplans.pipeline.collection.archive import FOLDER
from safeplans.pipeline.collection.clock import Clock
from safeplans.pipeline.collection.settings import ROBOTS_NAME

REMEMBERED = datetime.timedelta(days=1)
"""RFC 9309, 2.4: longer a robots.txt should not be remembered."""
LARGEST = 512 * 1024
"""Bytes that are read of one; RFC 9309, 2.5, asks for at least 500 KiB."""
LONGEST_PAUSE = 300.0
"""Seconds between two requests. Who asks for more, for a day even, is understood as not wanting to be collected."""

Ask = Callable[[httpx.URL], tuple[int, bytes]]
"""Gets the address of a robots.txt: the status of the answer and its bytes. Status 0 where there was none."""


class Robots:
    """The rules of all hosts asked so far."""

    def __init__(self, folder: Path, clock: Clock, ask: Ask) -> None:
        """folder: of the collection, where they are remembered."""
        self._file = folder / FOLDER / "robots.json"
        self._clock = clock
        self._ask = ask
        self._rules: dict[str, Protego | None] = {}
        self._remembered: dict[str, dict[str, str | int]] = {}
        with contextlib.suppress(OSError, ValueError):
            held = json.loads(self._file.read_text(encoding="utf-8"))
            self._remembered = {host: entry for host, entry in held.items() if self._fresh(entry)}

    def allows(self, url: httpx.URL) -> bool | None:
        """May an address be fetched? None where that could not be found out; nothing may be fetched then."""
        rules = self._of(url)
        return None if rules is None else rules.can_fetch(str(url), ROBOTS_NAME)

    def pause(self, url: httpx.URL) -> float:
        """Seconds that a host asks for between requests, 0 if it does not."""
        rules = self._of(url)
        if rules is None:
            return 0.0
        rate = rules.request_rate(ROBOTS_NAME)
        by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(float(rules.crawl_delay(ROBOTS_NAME) or 0.0), by_rate)

    def _of(self, url: httpx.URL) -> Protego | None:
        host = f"{url.scheme}://{place_of(url)}"
        if host not in self._rules:
            self._rules[host] = self._parsed(host, url)
        return self._rules[host]

    def _parsed(self, host: str, url: httpx.URL) -> Protego | None:
        entry = self._remembered.get(host)
        if entry is None:
            status, data = self._ask(url.copy_with(raw_path=b"/robots.txt"))
            if status == 0 or status >= 500:
                return None  # RFC 9309, 2.3.1.4: unreachable, so that all is disallowed
            # 2.3.1.3: with any other status that is no success there are no rules
            text = data[:LARGEST].decode("utf-8", "replace") if 200 <= status < 300 else ""
            entry = {"status": status, "text": text, "asked": self._clock.now().isoformat()}
            self._remembered[host] = entry
            self._save()
        return Protego.parse(str(entry["text"]))

    def _fresh(self, entry: dict[str, str | int]) -> bool:
        age = self._clock.now() - datetime.datetime.fromisoformat(str(entry["asked"]))
        return datetime.timedelta() <= age < REMEMBERED and isinstance(entry["text"], str)

    def _save(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._remembered, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(self._file)

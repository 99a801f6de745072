"""Whose turn it is: places waiting by host, so that the pauses of one host are spent with others."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import httpx

from safeplans.pipeline.collection.addresses import place_of
from safeplans.pipeline.collection.clock import Clock
from safeplans.pipeline.collection.pacing import Pacing


@dataclass(frozen=True, slots=True)
class Task:
    """A place to look at.

    partnership_id, seen_at: as the list gives them. landing: the page that links to it; link_text, licence: of it.
    steps: pages that may be looked through from here on, this one counted. private: may it lead into a network that is
    not public, as the list's own address does? tries: how often it was asked. not_before: when it may be asked
    (`Clock.seconds`).
    """

    url: httpx.URL
    kind: str | None
    partnership_id: str | None
    seen_at: str | None = None
    landing: str | None = None
    link_text: str | None = None
    heading: str | None = None
    licence: str | None = None
    steps: int = 1
    private: bool = False
    tries: int = 0
    not_before: float = float("-inf")


class Turns:
    """The places that wait to be looked at."""

    def __init__(self, clock: Clock, pacing: Pacing) -> None:
        self._clock = clock
        self._pacing = pacing
        self._waiting: dict[str, deque[Task]] = {}

    def add(self, task: Task) -> None:
        self._waiting.setdefault(place_of(task.url), deque()).append(task)

    def next(self) -> Task | None:
        """The place whose host may be asked first, of several the one that was named first; None when none waits.

        Sleeps until the place itself may be asked; the pause of its host is the fetcher's to keep.
        """
        ready = {
            host: max(self._pacing.ready(host), tasks[0].not_before) for host, tasks in self._waiting.items() if tasks
        }
        if not ready:
            return None
        now = self._clock.seconds()
        host = min(ready, key=lambda each: max(ready[each], now))
        task = self._waiting[host].popleft()
        if task.not_before > now:
            self._clock.sleep(task.not_before - now)
        return task

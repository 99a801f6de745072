"""One request at a time to a host, with pauses."""

from __future__ import annotations

from safeplans.pipeline.collection.clock import Clock


class Pacing:
    """Knows when each host may be asked again."""

    def __init__(self, clock: Clock, pause: float) -> None:
        """pause: seconds after the end of a request to a host."""
        self._clock = clock
        self._pause = pause
        self._asked: dict[str, float] = {}
        self._until: dict[str, float] = {}
        self._wishes: dict[str, float] = {}

    def wish(self, host: str, pause: float) -> None:
        """A host asks for at least so many seconds between requests."""
        self._wishes[host] = pause

    def hold(self, host: str, seconds: float) -> None:
        """A host asks not to be asked at all for so many seconds."""
        self._until[host] = max(self._until.get(host, 0.0), self._clock.seconds() + seconds)

    def asked(self, host: str) -> None:
        """A request to a host has ended."""
        self._asked[host] = self._clock.seconds()

    def ready(self, host: str) -> float:
        """When (`Clock.seconds`) a host may be asked; of one that was not asked, the beginning of time."""
        pause = max(self._pause, self._wishes.get(host, 0.0))
        free = self._asked[host] + pause if host in self._asked else float("-inf")
        return max(free, self._until.get(host, float("-inf")))

    def wait(self, host: str) -> None:
        """Sleep until a host may be asked."""
        left = self.ready(host) - self._clock.seconds()
        if left > 0:
            self._clock.sleep(left)

"""Time, as the collection asks for it; another clock may be put in its place."""

from __future__ import annotations

import datetime
import time


class Clock:
    """The machine's clock."""

    def seconds(self) -> float:
        """Seconds that only grow, from an unknown beginning."""
        return time.monotonic()

    def now(self) -> datetime.datetime:
        """The moment in UTC, to the second."""
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

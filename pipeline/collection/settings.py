"""How a collection behaves towards the hosts that it asks, and what it takes from them."""

from __future__ import annotations

from dataclasses import dataclass

from safeplans.pipeline.base.version import pipeline_version

MEBIBYTE = 1024 * 1024
ROBOTS_NAME = "safeplans"
"""The name by which a robots.txt may speak to us."""


@dataclass(frozen=True, slots=True)
class Manners:
    """pause: seconds between the end of one request to a host and the next; a robots.txt may ask for more.

    seconds: time for one answer from its first to its last byte; silence: seconds without any byte after which a
    connection is given up. max_bytes: a larger answer is not taken, as a run would not open it.
    depth: how many pages deep is looked: 1 is the page given, 2 also the pages that it links to. tries: of one
    address in one collection. contact: an address of whoever collects, told to the hosts.
    """

    pause: float = 2.0
    seconds: float = 120.0
    silence: float = 30.0
    max_bytes: int = 256 * MEBIBYTE
    depth: int = 1
    tries: int = 3
    contact: str | None = None

    def __post_init__(self) -> None:
        if self.pause < 0:
            raise ValueError("pause must not be below 0")
        if self.seconds <= 0 or self.silence <= 0:
            raise ValueError("seconds and silence must be above 0")
        if self.max_bytes < 1 or self.depth < 1 or self.tries < 1:
            raise ValueError("max_bytes, depth and tries must be at least 1")
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise ValueError(
                "contact must be a page or an e-mail address in plain letters, for it is sent to each host"
            )

    @property
    def user_agent(self) -> str:
        """Who asks: the program, and who uses it where that was said."""
        about = f"+{self.contact}" if self.contact else "collects published plans of safeguarding partnerships"
        return f"{ROBOTS_NAME}/{pipeline_version()} ({about})"

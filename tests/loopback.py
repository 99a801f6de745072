"""A web server on this machine whose pages a test changes as it likes, and a clock whose sleeping takes no time."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from safeplans.pipeline.collection.clock import Clock

START = datetime.datetime(2026, 11, 30, 9, 0, tzinfo=datetime.UTC)


class SleeplessClock(Clock):
    """Sleeping lets its time go on at once; `slept` says how long each time."""

    def __init__(self, now: datetime.datetime = START) -> None:
        self.begin = now
        self.passed = 0.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self.passed

    def now(self) -> datetime.datetime:
        return self.begin + datetime.timedelta(seconds=int(self.passed))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


@dataclass(slots=True)
class Page:
    """What stands at a path. etag: is the page sent with a tag, and asked for by it?

    play: does what the page does in place of sending it, given the handler.
    """

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True
    play: Callable[[Handler], None] | None = None


class Site:
    """A host of pages by path. asked: paths in the order in which they were; sent: those whose body was."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.stop = threading.Event()
        self.url = ""

    def __setitem__(self, path: str, page: Page | bytes | str) -> None:
        if isinstance(page, str):
            page = Page(page.encode())
        elif isinstance(page, bytes):
            page = Page(page, "application/pdf")
        self.pages[path] = page

    def __delitem__(self, path: str) -> None:
        del self.pages[path]

    def forget(self) -> None:
        """Begin to count anew."""
        self.asked.clear()
        self.sent.clear()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked.append(self.path)
        site.agents.add(self.headers.get("User-Agent", ""))
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            self.answer(site.pages.get(self.path, Page(b"<title>Gone</title>", status=404, etag=False)))
        finally:
            site.at_once -= 1

    def answer(self, page: Page) -> None:
        if page.play is not None:
            page.play(self)
            return
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:8]}"'
        if page.etag and page.status == 200 and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.etag and page.status == 200:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", page.media_type)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)
        self.site.sent.append(self.path)

    def log_message(self, *said: object) -> None:
        pass


@contextmanager
def served() -> Iterator[Site]:
    """A site that is served while the context lasts."""
    site = Site()
    handler = type("SiteHandler", (Handler,), {"site": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.stop.set()
            server.shutdown()
            thread.join()

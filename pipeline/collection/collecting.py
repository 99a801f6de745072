"""A collection: the places of a list looked at one after another, their documents put into a folder."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from safeplans.pipeline.collection import files
from safeplans.pipeline.collection.addresses import is_private, place_of, site_of
from safeplans.pipeline.collection.archive import Archive, ArchiveError, archived_body, archived_type
from safeplans.pipeline.collection.clock import Clock
from safeplans.pipeline.collection.fetch_errors import NOT_FOUND, FetchError
from safeplans.pipeline.collection.fetching import FIRST_WAIT, Answer, Fetcher, Known
from safeplans.pipeline.collection.links import Link, Listing, is_meeting_list, look_through
from safeplans.pipeline.collection.media import MediaKind, document_suffix, kind_of_answer
from safeplans.pipeline.collection.pages import same_words
from safeplans.pipeline.collection.settings import MEBIBYTE, Manners
from safeplans.pipeline.collection.source_list import Source, read_source_list
from safeplans.pipeline.collection.state import Progress, State, held, source_id
from safeplans.pipeline.collection.turns import Task, Turns
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.schema.failures import causes
from safeplans.pipeline.schema.rows import clean
from safeplans.pipeline.schema.source_fields import SOURCES

DEFAULT_OUTPUT = Path("data/raw")
MOST_LINKS = 200
"""Documents that are fetched of one page: ten times what a partnership publishes in all its years. A page with more is
a search or an archive of something else, and is told."""
MOST_PAGES = 60
"""Pages that are looked through below one page: a committee meets ten times a year."""
LARGEST_PAGE = 16 * MEBIBYTE
"""Bytes of a page that is looked through."""
LONGEST_WAIT = 120.0
"""Seconds that a host may ask us to wait within a collection; for longer, the next one looks again."""

GIVEN_UP_AFTER = 3
"""Places of one host, one after another, without any answer; the others are left for the next collection then."""
_NO_ANSWER = ("timeout", "connection")
_PAGE = "text/html"


@dataclass(frozen=True, slots=True)
class Look:
    """One place looked at: told to `progress`. passed: links to documents that are no plans or reports, and why."""

    row: Row
    passed: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class CollectSummary:
    """What a collection did.

    outcomes: places by outcome. rows: of the places that were refused or failed, or have something to tell.
    kept: places that had been looked at before this collection was stopped, and is now gone on with. new: documents
    whose bytes are new.
    """

    output: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)
    kept: int = 0
    new: int = 0

    @property
    def failed(self) -> int:
        return self.outcomes["failed"]


def collect(
    sources: str | os.PathLike[str] | Sequence[Source],
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    *,
    manners: Manners = Manners(),  # noqa: B008 - immutable
    progress: Callable[[Look], None] | None = None,
    clock: Clock | None = None,
) -> CollectSummary:
    """Look at the places of a list, and put their plans and reports into the folder `output`.

    sources: a CSV file (`source_list`), or its rows. manners: how hosts are asked. progress: called after each look.
    clock: another than the machine's.

    The table `sources` in the folder is whole after each look. After a stop the same call goes on. A file that is there
    is never written over.

    Raises SourceListError (the list cannot be used), CollectionError (what was collected before cannot be read),
    DatasetError (the folder cannot be used), OSError (it can no longer be written to).
    """
    listed = list(sources) if isinstance(sources, Sequence) and not isinstance(sources, str) else None
    listed = read_source_list(Path(str(sources))) if listed is None else listed
    folder, clock = Path(output), clock or Clock()
    with held(folder):
        state, now = State(folder), clock.now()
        under_way = Progress(folder, now)
        with (
            Archive(folder, now, manners.user_agent) as archive,
            Fetcher(folder, manners, clock, archive) as fetcher,
        ):
            collection = _Collection(folder, manners, clock, fetcher, state, under_way, progress)
            summary = collection.run(listed)
        under_way.end()
    return summary


class _Collection:
    """Works through the places of a list, and those that their pages lead to."""

    def __init__(
        self,
        folder: Path,
        manners: Manners,
        clock: Clock,
        fetcher: Fetcher,
        state: State,
        under_way: Progress,
        progress: Callable[[Look], None] | None,
    ) -> None:
        self._folder = folder
        self._manners = manners
        self._clock = clock
        self._fetcher = fetcher
        self._state = state
        self._under_way = under_way
        self._progress = progress
        self._turns = Turns(clock, fetcher.pacing)
        self._met: set[str] = set()
        self._hosts: tuple[str, ...] = ()
        self._touched: dict[str, Row] = {}
        self._unanswered: Counter[str] = Counter()
        self._closed: dict[str, tuple[str, str, datetime.datetime | None]] = {}
        self._summary = CollectSummary(folder)

    def run(self, sources: Sequence[Source]) -> CollectSummary:
        self._hosts = tuple({site_of(source.url) for source in sources})
        for source in sources:
            self._met.add(str(source.url))
        for source in sources:
            private = is_private(source.url.host)
            steps = self._manners.depth + is_meeting_list(source.url)
            self._turns.add(
                Task(source.url, source.kind, source.partnership_id, source.seen_at, steps=steps, private=private)
            )
        while (task := self._turns.next()) is not None:
            self._look(task)
        self._tell_empty_lists(sources)
        self._state.save()
        summary = self._summary
        for row in self._touched.values():
            summary.outcomes[row["outcome"]] += 1
            if row["failure"] is not None or row["message"] is not None:
                summary.rows.append(row)
        return summary

    # ---- one place -------------------------------------------------------------------------------

    def _look(self, task: Task) -> None:
        row = self._state.of(str(task.url))
        if row is not None and self._is_done(row):
            self._go_on(task, row)
            return
        row = self._met_again(task, row)
        if row["not_before"] is not None and row["not_before"] > self._clock.now():
            self._failed(row, "busy", f"The host asked to come back after {row['not_before']:%Y-%m-%d %H:%M} UTC.")
            return
        host = place_of(task.url)
        if host in self._closed:
            code, message, until = self._closed[host]
            self._failed({**row, "not_before": until}, code, message)
            return
        try:
            with self._fetcher.get(task.url, self._known(row), private=task.private) as answer:
                self._unanswered[host] = 0
                self._answered(task, row, answer)
        except FetchError as error:
            self._not_answered(task, row, error)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._failed(row, "not_stored", f"What came could not be stored ({reason}).")

    def _is_done(self, row: Row) -> bool:
        """Was it looked at in this collection before it was stopped, without failure?"""
        return self._under_way.resumed and row["looked"] >= self._under_way.began and row["outcome"] != "failed"

    def _go_on(self, task: Task, row: Row) -> None:
        """A place that had been looked at: what a page lists is looked for again, in the archive."""
        self._summary.kept += 1
        self._touched[row["url"]] = row
        if row["kind"] == "landing" and row["archive"] and row["outcome"] in ("fetched", "unchanged"):
            listing = self._archived_listing(row)
            if listing is not None:
                self._follow(task, row, listing)

    def _met_again(self, task: Task, row: Row | None) -> Row:
        """The row of a place, new or as it was, with what the list or page says of it today."""
        now = self._clock.now()
        if row is None:
            row = {**dict.fromkeys(SOURCES.columns), "source_id": source_id(str(task.url))}
            row.update(url=str(task.url), first_seen=now, kind=task.kind)
        return {
            **row,
            "partnership_id": task.partnership_id,
            "landing_url": task.landing,
            "link_text": clean(task.link_text) if task.link_text else None,
            "licence": task.licence or (row["licence"] if task.landing is None else None),
            "seen_at": task.seen_at,
            "last_seen": now,
            "looked": now,
            "failure": None,
            "message": None,
        }

    def _known(self, row: Row) -> Known | None:
        """What is held of a place; None where its bytes are not there any more and must be had anew."""
        if row["sha256"] is None or row["retrieved"] is None:
            return None
        if row["kind"] == "landing":
            if row["archive"] is None or self._archived_listing(row) is None:
                return None
        elif row["path"] is None or not (self._folder / row["path"]).is_file():
            return None
        return Known(row["final_url"] or row["url"], row["sha256"], row["etag"], row["last_modified"], row["retrieved"])

    def _answered(self, task: Task, row: Row, answer: Answer) -> None:
        row = {**row, "final_url": str(answer.url), "http_status": answer.status, "not_before": None}
        if answer.body is None:  # not modified
            row = _tagged(row, answer)
            if row["kind"] == "landing":
                listing = self._archived_listing(row)
                assert listing is not None, "a page that is not in the archive is not asked for with conditions"
                self._listed(task, row, listing, "unchanged")
            else:
                self._put(row, "unchanged")
            return
        name = answer.file_name or answer.url.path
        kind = kind_of_answer(answer.body, answer.content_type, name)
        if kind is None:
            what = "is empty" if answer.byte_size == 0 else f"is no page and no document ({answer.content_type or '?'})"
            self._failed(row, "unknown_type", f"What came {what}.")
        elif kind.document or (task.kind == "document" and not self._promised(task, row)):
            self._document(task, row, answer, kind)
        else:
            self._page(task, row, answer, kind)

    def _promised(self, task: Task, row: Row) -> bool:
        """Was a document promised, so that a page in its place is a fault?

        By a link, by the address's suffix, or by a document that stood there before; not where the list says page.
        """
        linked = task.landing is not None and task.kind == "document"
        before = row["path"] is not None and row["media_type"] != _PAGE and task.kind != "landing"
        return linked or before or document_suffix(task.url.path)

    def _document(self, task: Task, row: Row, answer: Answer, kind: MediaKind) -> None:
        assert answer.body is not None
        changed = row["sha256"] is not None and row["kind"] == "document" and row["sha256"] != answer.sha256
        there = row["path"] is not None and (self._folder / row["path"]).is_file()
        if there and (row["sha256"] == answer.sha256 or (changed and self._says_the_same(row, answer.body, kind))):
            self._put({**_tagged(row, answer), "kind": "document", "media_type": kind.media_type}, "unchanged")
            return
        now = self._clock.now()
        old = self._state.of(row["url"]) if changed else None
        if old is not None:
            new_id = source_id(row["url"], self._state.version(row["url"]) + 1)
            row = {**row, "source_id": new_id, "first_seen": now, "path": None, "superseded_by": None}
        other = self._state.with_bytes(answer.sha256)
        if other is not None and (self._folder / other["path"]).is_file():
            path = other["path"]
        else:
            directory = files.folder_name(row["partnership_id"], httpx.URL(row["url"]))
            name = files.stem(answer.url, answer.file_name, task.link_text, task.heading)
            day = now.date().isoformat() if changed else None
            path = files.store(answer.body, self._folder, directory, name, kind.suffix, day)
        row = self._with_bytes(row, answer, kind, path)
        if old is not None:
            self._state.put({**old, "superseded_by": row["source_id"]})
        self._summary.new += 1
        self._put(row, "fetched")

    def _says_the_same(self, row: Row, body: Path, kind: MediaKind) -> bool:
        """Is a web page the same in words? Many hosts put a token or a time of day into each answer."""
        if row["media_type"] != kind.media_type or kind.document:
            return False
        return same_words((self._folder / row["path"]).read_bytes(), body.read_bytes())

    def _with_bytes(self, row: Row, answer: Answer, kind: MediaKind, path: str | None) -> Row:
        return {
            **_tagged(row, answer),
            "kind": "document" if path is not None else "landing",
            "path": path,
            "retrieved": self._clock.now(),
            "media_type": kind.media_type,
            "byte_size": answer.byte_size,
            "sha256": answer.sha256,
            "archive": answer.archive,
            "listed": None,
        }

    def _page(self, task: Task, row: Row, answer: Answer, kind: MediaKind) -> None:
        assert answer.body is not None
        if answer.byte_size > LARGEST_PAGE:
            self._failed(row, "too_large", f"The page has more than {LARGEST_PAGE // MEBIBYTE} MiB.")
            return
        listing = look_through(answer.body.read_bytes(), answer.url, answer.content_type, self._hosts)
        if listing.missing:
            self._failed(row, "soft_not_found", "The page says by its title that there is none, with status 200.")
            return
        if self._promised(task, row) and not (task.steps > 0 and listing.documents):
            self._failed(row, "not_a_document", f"A page came where a document was promised: {answer.url}")
            return
        same = row["sha256"] == answer.sha256
        row = _tagged(row, answer) if same else self._with_bytes(row, answer, kind, None)
        self._listed(task, {**row, "kind": "landing"}, listing, "unchanged" if same else "fetched")

    def _archived_listing(self, row: Row) -> Listing | None:
        """What a page lists, by its bytes in the archive and the rules of today; None where they are not there."""
        try:
            data, content_type = (read(self._folder, row["archive"]) for read in (archived_body, archived_type))
        except ArchiveError:
            return None
        assert isinstance(data, bytes) and isinstance(content_type, str)
        return look_through(data, httpx.URL(row["final_url"] or row["url"]), content_type, self._hosts)

    def _listed(self, task: Task, row: Row, listing: Listing, outcome: str) -> None:
        row = {**row, "licence": listing.licence, "listed": len(listing.documents)}
        follows = listing.pages if task.steps > 1 else []
        told = []
        if len(listing.documents) > MOST_LINKS:
            told.append(
                f"It lists {len(listing.documents)} plans and reports, of which the first {MOST_LINKS} are fetched."
            )
        if len(follows) > MOST_PAGES:
            told.append(f"It leads to {len(follows)} pages, of which the first {MOST_PAGES} are looked through.")
        if listing.pages and not follows and not listing.documents:
            named = ", ".join(str(link.url) for link in listing.pages[:3])
            told.append(f"Plans may be listed on {named}: look further with --depth {self._manners.depth + 1}.")
        if not listing.documents and not follows:
            outcome = "none_listed"
        passed = [(f"{link.text or link.url}", why) for link, why in listing.passed]
        self._put({**row, "message": " ".join(told) or None}, outcome, passed)
        self._follow(task, row, listing)

    def _follow(self, task: Task, row: Row, listing: Listing) -> None:
        """Queue what a page lists."""
        for link in listing.elsewhere:
            if str(link.url) not in self._met:
                self._met.add(str(link.url))
                other = self._met_again(self._linked(task, row, link, "document", 0), self._state.of(str(link.url)))
                self._failed(other, "other_site", f"It is on {link.url.host}, which is not known.", outcome="refused")
        for link in listing.documents[:MOST_LINKS]:
            self._queue_link(task, row, link, "document", task.steps - 1)
        if task.steps > 1:
            for link in listing.pages[:MOST_PAGES]:
                self._queue_link(task, row, link, "landing", task.steps - 1)

    def _queue_link(self, task: Task, row: Row, link: Link, kind: str, steps: int) -> None:
        if str(link.url) not in self._met:
            self._met.add(str(link.url))
            self._turns.add(self._linked(task, row, link, kind, steps))

    @staticmethod
    def _linked(task: Task, row: Row, link: Link, kind: str, steps: int) -> Task:
        return Task(
            url=link.url,
            kind=kind,
            partnership_id=task.partnership_id,
            landing=row["url"],
            link_text=link.text or None,
            heading=link.heading or None,
            licence=row["licence"],
            steps=steps,
            private=task.private,
        )

    # ---- what comes of it ------------------------------------------------------------------------

    def _not_answered(self, task: Task, row: Row, error: FetchError) -> None:
        row = {**row, "http_status": error.status}
        if error.code == NOT_FOUND:
            self._unanswered[place_of(task.url)] = 0
            self._put({**row, "message": error.message, "not_before": None}, "not_found")
            return
        tries = task.tries + 1
        wait = FIRST_WAIT * 2**task.tries if error.wait is None else error.wait
        if causes()[error.code].again and tries < self._manners.tries and wait <= LONGEST_WAIT:
            if error.code in ("busy", "server_error"):
                self._fetcher.pacing.hold(place_of(task.url), wait)
            self._turns.add(replace(task, tries=tries, not_before=self._clock.seconds() + wait))
            return
        later = self._clock.now() + datetime.timedelta(seconds=error.wait) if error.wait is not None else None
        self._close(place_of(task.url), error, later)
        outcome = "refused" if error.code in ("robots", "forbidden") else "failed"
        self._failed({**row, "not_before": later}, error.code, error.message, outcome=outcome)

    def _close(self, host: str, error: FetchError, later: datetime.datetime | None) -> None:
        """Leave a host alone for the rest of this collection, if it asks for that or does not answer at all."""
        self._unanswered[host] = self._unanswered[host] + 1 if error.code in _NO_ANSWER else 0
        if later is not None and error.code == "busy":
            self._closed[host] = ("busy", f"{host} asked to come back after {later:%Y-%m-%d %H:%M} UTC.", later)
        elif self._unanswered[host] >= GIVEN_UP_AFTER:
            message = f"It was not asked for, since {host} gave no answer for {GIVEN_UP_AFTER} other places."
            self._closed[host] = (error.code, message, None)

    def _failed(self, row: Row, code: str, message: str, *, outcome: str = "failed") -> None:
        advice = causes()[code].advice
        said = f"{message} {advice[0].upper()}{advice[1:]}." if advice else message
        self._put({**row, "failure": code, "message": said}, outcome)

    def _put(self, row: Row, outcome: str, passed: Sequence[tuple[str, str]] = ()) -> None:
        """Keep what came of a look, on disk too, and tell it."""
        row = {**row, "outcome": outcome}
        self._state.put(row)
        self._touched[row["url"]] = row
        self._state.save()
        if self._progress is not None:
            self._progress(Look(row, passed))

    def _tell_empty_lists(self, sources: Sequence[Source]) -> None:
        """A page whose pages list nothing lists nothing: «looked, and none listed» is said of what the list names."""
        below: dict[str, list[Row]] = {}
        for row in self._touched.values():
            if row["landing_url"] is not None:
                below.setdefault(row["landing_url"], []).append(row)
        for source in sources:
            top = self._touched.get(str(source.url))
            if top is None or top["kind"] != "landing" or top["outcome"] not in ("fetched", "unchanged"):
                continue
            found, left = [], [top]
            while left:
                more = below.get(left.pop()["url"], [])
                found += more
                left += more
            if found and all(row["outcome"] == "none_listed" for row in found):
                empty = {**top, "outcome": "none_listed"}
                self._state.put(empty)
                self._touched[empty["url"]] = empty


def _tagged(row: Row, answer: Answer) -> Row:
    """The row with the tags of bytes that are held. Those of an answer that is not taken would ask for it again."""
    return {**row, "etag": answer.etag, "last_modified": answer.last_modified}

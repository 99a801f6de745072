"""A page looked through for plans and reports: which of its links lead to one, and why the others do not.

What a publication is called, and what is not wanted, are phrases in `links.toml`. A link speaks by its words and by the
name of its file; where these say nothing (`Download`, `2023-24`), by the heading above it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import httpx

from safeplans.extractors.about.register import load_register
from safeplans.pipeline.base.data_files import data_file
from safeplans.pipeline.collection.addresses import AddressError, normal, same_site, site_of
from safeplans.pipeline.collection.media import document_suffix
from safeplans.pipeline.collection.pages import parsed

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "dt"))
_TITLE_CLASSES = ("mgaititletxt", "mgsubtitletxt", "accordion", "card-title", "panel-title")
"""Classes of elements that are headings without the name of one: of ModernGov's items, and of folded sections."""
_LINKS = {"a": "href", "area": "href", "iframe": "src", "embed": "src", "object": "data"}
_LICENCES = ("open-government-licence", "creativecommons.org/licenses", "creativecommons.org/publicdomain")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+(?:st|nd|rd|th|kb|mb)?|[ivx]{1,4}|[a-z]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page. text: its words as printed, in one line. heading: nearest above it, "" if there is none."""

    url: httpx.URL
    text: str
    heading: str = ""


@dataclass(slots=True)
class Listing:
    """What a page links to.

    documents: plans and reports. pages: pages that may list some. elsewhere: plans and reports on hosts that are not
    known. passed: other links to documents, with the reason. licence: address of the licence that the page names.
    missing: does the page say by its title that there is no such page?
    """

    documents: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    elsewhere: list[Link] = field(default_factory=list)
    passed: list[tuple[Link, str]] = field(default_factory=list)
    licence: str | None = None
    missing: bool = False


def look_through(data: bytes, url: httpx.URL, content_type: str = "", own_hosts: Iterable[str] = ()) -> Listing:
    """What a page links to.

    data: its HTML. url: its address, after redirects. content_type: the header, for the encoding. own_hosts: hosts
    beside the page's own that are known: those of the list of sources. Anything is taken for HTML, as browsers do.
    """
    root = parsed(data, content_type)
    listing = Listing()
    if root is None:
        return listing
    words = _words()
    title = _plain(_text(next(root.iter("title"), None)))
    listing.missing = any(title == said or title.startswith(f"{said} ") for said in words.missing)
    listing.licence = _licence(root, url)
    first = _plain(_text(next(root.iter("h1"), None)))
    judge = _Judge(words, url, f"{title} {first}", {*own_hosts, *_register_hosts()})
    seen: dict[str, bool] = {}
    for link in _links(root, url):
        verdict = judge.verdict(link)
        key = str(link.url)
        if verdict is None or seen.get(key):
            continue
        group, why = verdict
        if group == "passed":
            listing.passed.append((link, why))
            continue
        seen[key] = True
        getattr(listing, group).append(link)
    listing.passed = [(link, why) for link, why in listing.passed if str(link.url) not in seen]
    return listing


def is_meeting_list(url: httpx.URL) -> bool:
    """Is it a list of meetings of a committee site, which lists no papers itself?"""
    return _last(url) in _words().lists


class _Phrases:
    """Phrases that are looked for in plain words, the `s` of a plural left aside."""

    def __init__(self, phrases: Iterable[str]) -> None:
        singular = sorted({_singular(phrase) for phrase in phrases}, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, singular))})\b")

    def find(self, plain: str) -> str | None:
        found = self._pattern.search(_singular(plain))
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Words:
    cues: _Phrases
    stops: _Phrases
    topic: _Phrases
    pages: _Phrases
    generic: frozenset[str]
    missing: tuple[str, ...]
    lists: frozenset[str]
    meetings: frozenset[str]
    papers: frozenset[str]
    addresses: re.Pattern[str]
    ends: tuple[str, ...]


@functools.cache
def _words() -> _Words:
    data = data_file(__package__, "links.toml")
    committee: dict[str, Any] = data["moderngov"]
    patterns = [*data["addresses"]["documents"], *committee["paths"]]
    return _Words(
        cues=_Phrases(phrase for phrases in data["cues"].values() for phrase in phrases),
        stops=_Phrases(data["stops"]["phrases"]),
        topic=_Phrases(data["topic"]["phrases"]),
        pages=_Phrases(data["pages"]["phrases"]),
        generic=frozenset(map(_singular, data["generic"]["words"])),
        missing=tuple(data["not_found"]["titles"]),
        lists=frozenset(committee["lists"]),
        meetings=frozenset(committee["meetings"]),
        papers=frozenset(committee["documents"]),
        addresses=re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE),
        ends=(*data["hosts"]["ends"], *data["hosts"]["files"]),
    )


class _Judge:
    """Says of each link of one page what it leads to."""

    def __init__(self, words: _Words, page: httpx.URL, about: str, hosts: Iterable[str]) -> None:
        """about: the page's title and first heading, plain. hosts: known ones."""
        self._words = words
        self._page = page
        self._site = site_of(page)
        self._hosts = tuple(hosts)
        own = any(same_site(self._site, host) for host in _register_hosts())
        committee = _last(page) in words.lists | words.meetings
        self._topical = (own or words.topic.find(about) is not None) and not committee
        # on a committee's page the title is of the meeting; elsewhere it tells no two links apart
        self._of_page = frozenset() if committee else frozenset(_singular(about).split())

    def verdict(self, link: Link) -> tuple[str, str] | None:
        """The list of `Listing` that a link belongs to and why; None for one that leads to no document."""
        if str(link.url) == str(self._page):
            return None
        if not self._is_document(link.url):
            return ("pages", "") if self._may_list(link) else None
        said = f"{_plain(link.text)} {_plain(_file_stem(link.url))}"
        silent = not self._telling(_plain(link.text))
        context = f"{said} {_plain(link.heading)}" if silent else said
        stop = self._words.stops.find(context)
        if stop is not None:
            return "passed", f"«{stop}»"
        if self._words.cues.find(context) is None:
            return "passed", "it is not called a plan or report"
        if not self._topical and self._words.topic.find(f"{said} {_plain(link.heading)}") is None:
            return "passed", "it does not say that it is about safeguarding"
        return ("documents" if self._known(link.url) else "elsewhere"), ""

    def _telling(self, plain: str) -> bool:
        """Do the words of a link say what it leads to, apart from what any link, or the page itself, says?"""
        left = [word for word in _singular(plain).split() if word not in self._words.generic | self._of_page]
        return any(not _NUMBER.fullmatch(word) for word in left)

    def _is_document(self, url: httpx.URL) -> bool:
        address = url.raw_path.decode("ascii")
        named = document_suffix(unquote_plus(url.path)) or any(
            document_suffix(value) for _, value in url.params.items()
        )
        return named or _last(url) in self._words.papers or self._words.addresses.search(address) is not None

    def _may_list(self, link: Link) -> bool:
        if not same_site(site_of(link.url), self._site):
            return False
        if _last(link.url) in self._words.meetings:
            return _last(self._page) in self._words.lists  # from a meeting one leads to others, without end
        if _last(self._page) in self._words.lists | self._words.meetings:
            return False
        text = _plain(link.text)
        return self._words.pages.find(text) is not None and self._words.stops.find(text) is None

    def _known(self, url: httpx.URL) -> bool:
        host = site_of(url)
        if same_site(host, self._site) or any(same_site(host, known) for known in self._hosts):
            return True
        return any(host == end or host.endswith(f".{end}") for end in self._words.ends)


def _links(root: Any, url: httpx.URL) -> Iterator[Link]:
    """The links of a page in its order, each with the heading above it."""
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    try:
        start = url if base is None else normal(base, url)
    except AddressError:
        start = url
    heading = ""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        if element.tag in _HEADINGS or _like_heading(element):
            heading = _line(_text(element)) or heading
        name = _LINKS.get(element.tag)
        to = element.get(name) if name is not None else None
        if not to:
            continue
        try:
            target = normal(to, start)
        except AddressError:
            continue  # mailto:, javascript: and what is none
        text = _line(_text(element)) or _line(element.get("title") or element.get("aria-label") or "")
        yield Link(target, text, heading)


def _like_heading(element: Any) -> bool:
    classes = (element.get("class") or "").casefold()
    return element.tag not in ("a", "body", "html") and any(
        each.startswith(_TITLE_CLASSES) for each in classes.split() if len(element) < 4
    )


def _licence(root: Any, url: httpx.URL) -> str | None:
    for element in root.iter("a", "link"):
        to = element.get("href") or ""
        if "license" in (element.get("rel") or "").split() or any(part in to for part in _LICENCES):
            try:
                return str(normal(to, url))
            except AddressError:
                continue
    return None


def _text(element: Any) -> str:
    return "" if element is None else str(element.text_content())


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Words in lower case with single blanks, without punctuation; `2023_24` and `AnnualReport` are divided."""
    divided = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9]{2})", " ", text.replace("’", "").replace("'", ""))
    return " ".join(_WORD.findall(divided.casefold()))


def _singular(plain: str) -> str:
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in plain.split())


def _last(url: httpx.URL) -> str:
    return unquote_plus(url.path).rpartition("/")[2].casefold()


def _file_stem(url: httpx.URL) -> str:
    """The name of the file in an address, without suffix."""
    name = unquote_plus(url.path).rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] if document_suffix(name) else name


@functools.cache
def _register_hosts() -> tuple[str, ...]:
    return tuple({host.removeprefix("www.") for entry in load_register() for host in entry.hosts})

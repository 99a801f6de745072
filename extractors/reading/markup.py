"""Markdown and HTML that a converter left in a text: emphasis out, structure kept as line breaks."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

_BREAKS = re.compile(r"<\s*(?:br|/p|/li|/div|/h[1-6]|/ul|/ol)\s*/?\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?\s*(?:p|div|span|b|i|u|em|strong|sup|sub|ul|ol|font|a|small|h[1-6]|img|section|article|header|footer|center|mark|s|del|ins|tt|code)\b[^<>]*>",
    re.IGNORECASE,
)
# What may stand inside stops where the next of its kind begins: else many openings without an end take square time.
_ATTRIBUTES = re.compile(
    r"(?:(?<!\s)\s+)?\{(?:[#.][\w:-]+|[\w-]{1,80}=\S{1,400})(?:\s+[^{}]*)?\}"
    r"|<a\s+(?:id|name)=[^<>]*>|\[\]\{[^{}]*\}"
)
_COMMENT = re.compile(r"<!--(?:[^<]|<(?!!--))*?-->")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^)\[\]]*\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?:https?|mailto|#|/|www)[^)\[\]]*\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,1500}?)(?<=\S)\1")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(.{1,1500}?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])(.{1,1500}?)(?<=[^\s_])_(?![\w_])"
)


def lines_of(text: str) -> list[str]:
    """One printed line cut where its HTML breaks it; list items get a bullet."""
    text = _ITEM.sub("\n• ", text)
    parts = _BREAKS.sub("\n", text).split("\n")
    kept = [re.sub(r"•\s+(?=[❖•➢✓])", "", p) for p in parts]
    return [p for p in kept if strip(p) not in ("", "•")] or [""]


@functools.lru_cache(maxsize=2048)
def strip(text: str) -> str:
    """The words without markup: emphasis, links, tags, entities; white space made single blanks."""
    text = _TAG.sub(" ", _IMAGE.sub(" ", _ATTRIBUTES.sub("", _COMMENT.sub("", text))))
    text = _LINK.sub(r"\1", text)
    for _ in range(2):
        text = _BOLD.sub(r"\2", text)
    text = _ITALIC.sub(lambda m: m.group(1) or m.group(2), text)
    text = html.unescape(text).replace("\xa0", " ").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip()


_UNSEEN = re.compile(
    r"<(script|style|nav|footer|button|form|svg|noscript|template|title|iframe)\b[^<>]*>", re.IGNORECASE
)
_BANNER = re.compile(r"<(div|section|aside|p)\b([^<>]*)>", re.IGNORECASE)
_BANNER_NAME = re.compile(r"\b(?:cookie|banner|breadcrumb|skip-link|sidebar-nav)", re.IGNORECASE)
_HEAD = re.compile(r"<h([1-6])\b[^<>]*>", re.IGNORECASE)
_DEFINITION = re.compile(
    r"<dt\b[^<>]*>((?:(?!<d[dt]\b).)*?)</dt\s*>\s*<dd\b[^<>]*>((?:(?!<d[dt]\b).)*?)</dd\s*>", re.IGNORECASE | re.DOTALL
)
_PAGE_TAG = re.compile(
    r"<!doctype[^<>]*>|</?(?:html|head|body|main|header|meta|link|dl|dt|dd|article|figure|figcaption|hr)\b[^<>]*>",
    re.IGNORECASE,
)


def page_text(text: str) -> str:
    """A saved web page as lines of text: what a reader of the page does not see left out, each line where it was."""
    if not re.match(r"\s*(?:<!doctype html|<html\b)", text, re.IGNORECASE):
        return text
    text = _replaced(text, _UNSEEN, lambda opening, _: "")
    text = _replaced(text, _BANNER, lambda opening, _: "" if _BANNER_NAME.search(opening[2]) else None, nested=False)
    text = _replaced(text, _HEAD, lambda m, inner: "#" * int(m[1]) + " " + inner.replace("\n", " "), "h", nested=False)
    text = _DEFINITION.sub(lambda m: f"{m[1].strip()}: {m[2].strip()}" + "\n" * m[0].count("\n"), text)
    return _PAGE_TAG.sub("", text)


def _replaced(
    text: str,
    opening: re.Pattern[str],
    replacement: Callable[[re.Match[str], str], str | None],
    prefix: str = "",
    nested: bool = True,
) -> str:
    """Elements put into other words, their line breaks behind them; each stretch of the text is looked at once.

    opening: its first group is the element's name, after `prefix`. replacement: given the opening tag and what the
    element holds; None keeps it. nested: an element of the same name inside does not matter.
    """
    kept: list[str] = []
    done = 0
    missing: set[str] = set()  # names that are closed nowhere further on
    at = opening.search(text)
    while at is not None:
        name = prefix + at[1].casefold()
        end = None
        if name not in missing:
            end = re.compile(rf"</{name}\s*>" if nested else rf"<(?:(/){name}\s*>|{name}\b)", re.IGNORECASE).search(
                text, at.end()
            )
            if end is None:
                missing.add(name)
            elif not nested and not end[1]:
                end = None
        words = replacement(at, text[at.end() : end.start()]) if end is not None else None
        if end is None or words is None:
            at = opening.search(text, at.end())
            continue
        kept += [text[done : at.start()], words, "\n" * text.count("\n", at.start(), end.end())]
        done = end.end()
        at = opening.search(text, done)
    return "".join([*kept, text[done:]])


def is_bold(text: str) -> bool:
    """True when the whole of the text (bullet and closing colon aside) is marked bold."""
    core = re.sub(r"^\s*(?:[-*•]\s+)?|[\s:.]+$", "", text.strip())
    return bool(
        re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1", core)
        or re.fullmatch(r"<(b|strong)\b[^>]*>.*</\1>", core, re.IGNORECASE)
    )


class _TableParser(HTMLParser):
    """The rows of one HTML table; a spanned cell is repeated where it spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, bool, int, int, int]]] = []
        self._cell: list[str] | None = None
        self._spans = (False, 1, 1, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._finish()
            given = dict(attrs)
            self._spans = (tag == "th", _span(given.get("colspan")), _span(given.get("rowspan")), self.getpos()[0])
            self._cell = []
        elif tag == "li" and self._cell is not None:
            self._cell.append("\n• ")
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append("\n")
        elif tag in ("b", "strong") and self._cell is not None:
            pass

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._finish()
        elif tag in ("p", "li", "div") and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(re.sub(r"\s+", " ", data))

    def _finish(self) -> None:
        if self._cell is not None:
            header, columns, rows, line = self._spans
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(("".join(self._cell).strip(), header, columns, rows, line))
            self._cell = None


def _span(value: str | None) -> int:
    return min(int(value), 50) if value and value.isdigit() and int(value) > 0 else 1


def html_table(text: str) -> list[list[tuple[str, bool, int, int, int]]]:
    """Rows of (text, is header, colspan, rowspan, line in `text` from 1) of the HTML table in `text`."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    parser._finish()
    return [row for row in parser.rows if row]

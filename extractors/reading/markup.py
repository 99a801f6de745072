"""Markdown and HTML that a converter left in a text: emphasis out, structure kept as line breaks."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BREAKS = re.compile(r"<\s*(?:br|/p|/li|/div|/h[1-6]|/ul|/ol)\s*/?\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?\s*(?:p|div|span|b|i|u|em|strong|sup|sub|ul|ol|font|a|small|h[1-6]|img|section|article|header|footer|center|mark|s|del|ins|tt|code)\b[^>]*>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\s*\{(?:[#.][\w:-]+|[\w-]+=\S+)(?:\s+[^{}]*)?\}|<a\s+(?:id|name)=[^>]*>|\[\]\{[^}]*\}")
_COMMENT = re.compile(r"<!--.*?-->")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?:https?|mailto|#|/|www)[^)]*\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])"
)


def lines_of(text: str) -> list[str]:
    """One printed line cut where its HTML breaks it; list items get a bullet."""
    text = _ITEM.sub("\n• ", text)
    parts = _BREAKS.sub("\n", text).split("\n")
    kept = [re.sub(r"•\s+(?=[❖•➢✓])", "", p) for p in parts]
    return [p for p in kept if strip(p) not in ("", "•")] or [""]


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
    r"<(script|style|nav|footer|button|form|svg|noscript|template|title|iframe)\b[^>]*>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BANNER = re.compile(
    r"<(div|section|aside|p)\b[^>]*\b(?:cookie|banner|breadcrumb|skip-link|sidebar-nav)[^>]*>(?:(?!<\1\b).)*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_DEFINITION = re.compile(r"<dt\b[^>]*>(.*?)</dt\s*>\s*<dd\b[^>]*>(.*?)</dd\s*>", re.IGNORECASE | re.DOTALL)
_PAGE_TAG = re.compile(
    r"<!doctype[^>]*>|</?(?:html|head|body|main|header|meta|link|dl|dt|dd|article|figure|figcaption|hr)\b[^>]*>",
    re.IGNORECASE,
)


def page_text(text: str) -> str:
    """A saved web page as lines of text: what a reader of the page does not see left out, each line where it was."""
    if not re.match(r"\s*(?:<!doctype html|<html\b)", text, re.IGNORECASE):
        return text

    def blank(found: re.Match[str]) -> str:
        return "\n" * found.group().count("\n")

    text = _BANNER.sub(blank, _UNSEEN.sub(blank, text))
    text = _HEAD.sub(lambda m: "#" * int(m[1]) + " " + m[2].replace("\n", " ") + blank(m), text)
    text = _DEFINITION.sub(lambda m: f"{m[1].strip()}: {m[2].strip()}" + blank(m), text)
    return _PAGE_TAG.sub("", text)


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

"""Markdown and HTML that a converter left in a text: emphasis out, structure kept as line breaks."""

from __future__ import annotations

import functools
import html
import re

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


def is_bold(text: str) -> bool:
    """True when the whole of the text (bullet and closing colon aside) is marked bold."""
    core = re.sub(r"^\s*(?:[-*•]\s+)?|[\s:.]+$", "", text.strip())
    return bool(
        re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1", core)
        or re.fullmatch(r"<(b|strong)\b[^>]*>.*</\1>", core, re.IGNORECASE)
    )

"""Markdown as a page that renderers print, in one of a few looks (`page_styles/`)."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

STYLES = sorted((Path(__file__).parent / "page_styles").glob("*.css"))


def page_of(markdown: str, look: int) -> str:
    """An HTML page of the text. look: any number; each stands for one of the looks."""
    body = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    style = STYLES[look % len(STYLES)].read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><style>{style}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'

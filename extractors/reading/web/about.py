"""What a page says of itself in its head, under the names that a PDF's information dictionary uses."""

from __future__ import annotations

from safeplans.extractors.lexicon.forms import heading_form
from safeplans.extractors.lexicon.loading import load_toml
from safeplans.extractors.reading.web.elements import Element

_LONGEST = 500  # letters of one of them
_FIELDS = {
    "Author": "author", "CreationDate": "created", "ModDate": "modified", "Subject": "subject", "Keywords": "keywords",
    "Producer": "producer",
}  # fmt: skip


def about(root: Element, first_heading: str | None) -> dict[str, str]:
    """Title, Author, CreationDate … as far as the page has them.

    first_heading: the words of its h1; a title that holds them beside the name of the site is the h1 alone. A date is
    the page's own word for when it was made, or changed; it is no day of publication that the document prints.
    """
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        value = " ".join((meta.get("content") or "").split())[:_LONGEST]
        if name and value:
            said.setdefault(name.strip().casefold(), value)
    names = load_toml("web_pages")["about"]
    found: dict[str, str] = {}
    title = _title(root, said, first_heading)
    if title:
        found["Title"] = title
    for field, key in _FIELDS.items():
        told = next((said[name] for name in names[key] if name in said), None)
        if told is not None:
            found[field] = told
    if "CreationDate" not in found and (day := _published(root, names["published_words"])):
        found["CreationDate"] = day
    return found


def _title(root: Element, said: dict[str, str], first_heading: str | None) -> str:
    element = next(root.iter("title"), None)
    text = " ".join("".join(element.itertext()).split())[:_LONGEST] if element is not None else ""
    text = text or next((said[n] for n in ("og:title", "dc.title", "dcterms.title") if n in said), "")
    site = said.get("og:site_name", "")
    separators: list[str] = load_toml("web_pages")["titles"]["separators"]
    for separator in separators:
        parts = text.split(separator)
        if len(parts) < 2:
            continue
        if first_heading and (whole := _of_heading(parts, separator, first_heading)):
            return whole
        if site and heading_form(parts[-1]) == heading_form(site):
            return separator.join(parts[:-1])
    return text


def _of_heading(parts: list[str], separator: str, heading: str) -> str | None:
    """The parts of a title that the first heading prints too."""
    for end in range(len(parts), 0, -1):
        for start in range(end):
            words = separator.join(parts[start:end])
            if heading_form(words) == heading_form(heading):
                return words
    return None


def _published(root: Element, words: list[str]) -> str | None:
    """The day of a ``time`` element beside which the page says that it was published."""
    for element in root.iter("time"):
        day = element.get("datetime")
        parent = element.getparent()
        if not day or parent is None or element.get("itemprop") == "dateModified":
            continue
        before = heading_form(f"{parent.text or ''} {_text_before(element)}")
        if element.get("itemprop") == "datePublished" or before.endswith(tuple(heading_form(w) for w in words)):
            return day[:40]
    return None


def _text_before(element: Element) -> str:
    previous = element.getprevious()
    if previous is None:
        return ""
    return f"{''.join(previous.itertext())[-200:]} {previous.tail or ''}"

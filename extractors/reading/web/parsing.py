"""The bytes of a page to a tree of elements: its encoding, and what a parser needs to bear any page."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from lxml import etree

from safeplans.extractors.base.document import ReadingProblem
from safeplans.extractors.reading.decode import clean, decode
from safeplans.extractors.reading.errors import ReadingError
from safeplans.extractors.reading.web.elements import Element

_DECLARED = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; the standard asks for the first 1,024, and pages keep to it loosely
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # by the encoding standard of the web
# UTF-16 is not among them: a head in which ASCII could be read is in no such encoding.
_OF_PAGES = ("utf-8", "cp12", "iso8859", "ascii", "koi8", "mac", "big5", "gb", "shift_jis", "euc")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{1,100},[^\s\"'<>)]{64,}")
# The parser takes the end of the body for the end of the page; browsers read on.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml\b[^<>]*\?>", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Elements that say nothing of structure by themselves; some pages nest thousands of them.
_HOLLOW = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|small|big|a|section|center|blockquote|o:p)\b[^<>]*>", re.IGNORECASE
)


@dataclass(slots=True)
class Parsed:
    """root: the ``html`` element. problems: what was doubtful about its letters and its nesting."""

    root: Element
    problems: list[ReadingProblem] = field(default_factory=list)


def parse(data: bytes, charset: str | None = None) -> Parsed:
    """The tree of a page.

    charset: as told with the page. Raises ReadingError: ``empty``, ``unsupported`` when the bytes are no text.
    """
    text, encoding = _text(data, charset)
    problems = []
    if encoding:
        problems.append(
            ReadingProblem(
                "encoding",
                f"The page does not tell its encoding; it was read as {encoding}. Check names with accents and dashes.",
                "info",
            )
        )
    if "\ufffd" in text:
        problems.append(ReadingProblem("garbled", "Some characters could not be decoded and stand as �.", "warning"))
    text = _SURROGATES.sub("\ufffd", _ENDS.sub("", _EMBEDDED.sub("data:…", _XML_HEAD.sub("", text))))
    root, whole = tree(text)
    if not whole:
        # what only holds other things goes: the words and the structure stay
        root, whole = tree(_HOLLOW.sub(" ", text))
        problems.append(_too_deep(whole))
    if root is None:
        raise ReadingError("no_text", "There is nothing on the page. Save it again from the publisher's website.")
    return Parsed(root, problems)


def _too_deep(whole: bool) -> ReadingProblem:
    if whole:
        message = "The page nests its elements thousands deep; it was read without those that only hold others."
        return ReadingProblem("shortened", message, "info")
    return ReadingProblem(
        "garbled",
        "The page nests its elements thousands deep, and what stands behind these was not read. Save it again from "
        "the publisher's website, or as PDF.",
        "warning",
    )


def tree(text: str) -> tuple[Element | None, bool]:
    """The elements of some HTML, and whether the parser read it to its end; None where there are none."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, recover=True, no_network=True, remove_comments=True, remove_pis=True,
        collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any("depth" in entry.message.casefold() for entry in parser.error_log)


def _text(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """The page's text, and the encoding where that had to be guessed."""
    if not data.strip(b"\x00 \t\r\n\x0c") or data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return decode(data)[0], None
    beginning = data[:_DECLARED_WITHIN]
    found = _DECLARED.search(beginning) or _XML_DECLARED.search(beginning)
    for name in (charset, found[1].decode("ascii", "replace") if found else None):
        if name is None:
            continue
        try:
            known = codecs.lookup(name).name
            if not known.startswith(_OF_PAGES):
                continue
            return clean(data.decode(_AS_BROWSERS_DO.get(known, known))), None
        except (LookupError, UnicodeError, ValueError, AttributeError, TypeError):
            continue
    text, encoding = decode(data)
    return text, None if encoding in ("utf-8", "utf-8-sig") else encoding

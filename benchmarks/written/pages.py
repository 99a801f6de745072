"""Web pages: as made, as programs save them, and as editors without semantic tags write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree, html

from written.programs import browsed, office
from written.writers import writer

Tree = Any


@writer("html as made", "html")
def as_made(pages: Sequence[str]) -> list[bytes]:
    """As its author wrote it."""
    return [page.encode() for page in pages]


@writer("html by LibreOffice", "html", foreign=True)
def by_libreoffice(pages: Sequence[str]) -> list[bytes]:
    """Writer's web page of its own document."""
    return office([p.encode() for p in pages], "html", "odt", "html")


@writer("html by LibreOffice, of a Word file", "html", foreign=True)
def by_libreoffice_of_word(pages: Sequence[str]) -> list[bytes]:
    """Writer's web page of a Word file."""
    return office([p.encode() for p in pages], "html", "odt", "docx", "html")


@writer("html by Chromium", "html", foreign=True)
def by_chromium(pages: Sequence[str]) -> list[bytes]:
    """What a browser saves once it has built the page."""
    return browsed(pages, lambda tab: tab.content().encode())


@writer("mhtml by Chromium", "mhtml", foreign=True)
def mhtml_by_chromium(pages: Sequence[str]) -> list[bytes]:
    """«Web page, single file» of a browser."""

    def take(tab: Any) -> bytes:
        session = tab.context.new_cdp_session(tab)
        return str(session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]).encode()

    return browsed(pages, take)


@writer("html in a council's page", "html", foreign=True)
def council(pages: Sequence[str]) -> list[bytes]:
    """With banner of cookies, header, menus, trail, related pages and footer round it."""
    body = re.compile(r"(<body[^>]*>)(.*)(</body>)", re.DOTALL | re.IGNORECASE)
    return [body.sub(_in_council, page).encode() for page in pages]


def _in_council(found: re.Match[str]) -> str:
    menu = "".join(f'<li><a href="/{n.lower().replace(" ", "-")}">{n}</a></li>' for n in _MENU)
    return f"""{found[1]}
<div class="cookie-banner" role="region" aria-label="Cookies"><h2>Cookies on this website</h2>
<p>We use some essential cookies to make this website work. We’d like to set additional cookies to understand how you
use it.</p><button>Accept additional cookies</button><button>Reject additional cookies</button></div>
<a class="skip-link" href="#main">Skip to main content</a>
<header class="site-header"><a href="/">Cambermere Council</a><form action="/search"><label>Search this site</label>
<input name="q"><button>Search</button></form></header>
<nav aria-label="Main"><ul>{menu}</ul></nav>
<div class="breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/s">Safeguarding</a></li>
<li><a href="/s/p">Policies and plans</a></li></ol></div>
<main id="main">{found[2]}
<div class="page-feedback"><h2>Was this page helpful?</h2><button>Yes</button><button>No</button></div></main>
<aside class="sidebar"><h2>Related pages</h2><ul>{menu}</ul></aside>
<footer><h2>Contact us</h2><p>Cambermere Council, Guildhall, Cambermere CM1 2AB</p><ul>{menu}</ul>
<p>Page last updated: 3 September 2025</p><p>© 2025 Cambermere Council</p></footer>{found[3]}"""


_MENU = ("Bins and recycling", "Business plans and budgets", "Children and families", "Annual reports", "Housing",
         "Council tax", "Adult social care", "Report abuse", "Jobs", "News")  # fmt: skip


@writer("html without semantic tags", "html", foreign=True)
def google(pages: Sequence[str]) -> list[bytes]:
    """As Google's editor writes: no headings, no header cells, no emphasis by tags, but spans that look like them."""
    return [_rewritten(page, _as_google) for page in pages]


def _as_google(body: Tree) -> None:
    sizes = {"h1": 20, "h2": 16, "h3": 14, "h4": 12, "h5": 11, "h6": 11}
    for element in list(body.iter(*sizes)):
        _wrapped(element, f"font-size:{sizes[element.tag]}pt;font-weight:700")
        element.tag = "p"
    for element in list(body.iter("th")):
        _wrapped(element, "font-weight:700")
        element.tag = "td"
    for element in list(body.iter("b", "strong")):
        element.tag = "span"
        element.set("style", f"font-weight:700;{element.get('style', '')}")
    for element in list(body.iter("s", "del", "strike")):
        element.tag = "span"
        element.set("style", "text-decoration:line-through")
    for element in list(body.iter("thead", "tbody", "tfoot")):
        element.drop_tag()
    for element in list(body.iter("section", "article", "header", "footer", "main", "aside", "figure")):
        element.tag = "div"
    _typed_lists(body, lambda sign: html.fragment_fromstring(f"<span>{sign}&nbsp;&nbsp;</span>"))


@writer("html, Word's filtered", "html", foreign=True)
def filtered(pages: Sequence[str]) -> list[bytes]:
    """Word's «web page, filtered»: paragraphs of classes, bullets typed in symbol letters."""
    return [_rewritten(page, _as_word) for page in pages]


def _as_word(body: Tree) -> None:
    for element in list(body.iter("th")):
        _wrapped(element, "font-weight:bold")
        element.tag = "td"
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>"
    _typed_lists(
        body,
        lambda sign: html.fragment_fromstring(
            f"<span style='font-family:Symbol'>{'·' if sign == '●' else sign}{gap}</span>"
        ),
    )
    for element in list(body.iter("td")):
        if not len(element) or element[0].tag not in ("p", "div", "ul", "table"):
            inner = etree.SubElement(element, "p", {"class": "MsoNormal"})
            inner.text, element.text = element.text, None
            for child in list(element)[:-1]:
                inner.append(child)
    for element in list(body.iter("p")):
        element.set("class", element.get("class") or "MsoNormal")
    for element in list(body.iter("thead", "tbody", "tfoot")):
        element.drop_tag()
    for element in list(body.iter("h1", "h2", "h3", "td", "p")):
        if element.text:
            element.text = element.text.replace(" ", "\n", 1) if len(element.text) > 60 else element.text


def _typed_lists(body: Tree, sign: Callable[[str], Tree]) -> None:
    """Lists as paragraphs with the marker typed into them."""
    for number, element in _numbered(body):
        marker = sign(f"{number}." if number else "●")
        marker.tail, element.text = element.text, None
        element.insert(0, marker)
        element.tag = "p"
        element.set("class", "MsoListParagraph")
        element.set("style", "margin-left:36pt;text-indent:-18pt")
    for element in list(body.iter("ul", "ol")):
        element.drop_tag()


def _numbered(body: Tree) -> list[tuple[int, Tree]]:
    found = []
    for listing in body.iter("ul", "ol"):
        start = int(listing.get("start", "1"))
        for at, item in enumerate([e for e in listing if e.tag == "li"]):
            found.append((start + at if listing.tag == "ol" else 0, item))
    return found


def _wrapped(element: Tree, style: str) -> None:
    inner = etree.Element("span", {"style": style})
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def _rewritten(page: str, change: Callable[[Tree], None]) -> bytes:
    tree = html.document_fromstring(page)
    change(tree.find("body"))
    return b"<!DOCTYPE html>\n" + html.tostring(tree, encoding="utf-8")

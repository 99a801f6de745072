"""The samples that are web pages: a council's content page with all that stands round it, and an accordion."""

from __future__ import annotations

import html
from typing import Any

Source = dict[str, Any]
MENU = ("Bins and recycling", "Business plans", "Children and families", "Annual reports", "Council tax", "Housing")
FILL = {"red": "#d9534f", "amber": "#f0ad4e", "green": "#5cb85c"}


def esc(text: str) -> str:
    return html.escape(text, quote=False)


def links(words: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/{w.lower().replace(" ", "-")}">{esc(w)}</a></li>' for w in words)


def council_page(source: Source) -> bytes:
    """Banner of cookies, menus, trail, contents, one ruled table for each priority, feedback, footer."""
    doc = source["doc"]
    contents = "".join(f'<li><a href="#p{o["n"]}">{esc(o["title"])}</a></li>' for o in source["objectives"])
    sections = "\n".join(_section(objective) for objective in source["objectives"])
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{esc(doc["title"])} | Thrushmoor Council</title>
<meta property="og:site_name" content="Thrushmoor Council">
<style>.visually-hidden {{ position: absolute; clip: rect(0 0 0 0) }} th {{ background: #1f3864; color: #fff }}
{" ".join(f".{name} {{ background: {value} }}" for name, value in FILL.items())}</style>
</head>
<body>
<div class="cookie-banner" role="region" aria-label="Cookies"><h2>Cookies on this website</h2>
<p>We use some essential cookies to make this website work.</p><button>Accept additional cookies</button></div>
<a class="skip-link" href="#content">Skip to main content</a>
<header class="site-header"><a href="/">Thrushmoor Council</a><form action="/search"><label>Search this site <input
name="q"></label><button>Search</button></form></header>
<nav aria-label="Main"><ul>{links(MENU)}</ul></nav>
<div class="breadcrumbs"><ol>{links(("Home", "Adult social care", "Safeguarding adults"))}</ol></div>
<main id="content">
<h1>{esc(doc["title"])}</h1>
{"".join(f"<p>{esc(text)}</p>" for text in source["intro"])}
<div class="on-this-page"><h2>On this page</h2><ul>{contents}</ul></div>
<h2>Our vision</h2><p>{esc(source["vision"])}</p>
{sections}
<div class="page-feedback"><h2>Was this page helpful?</h2><button>Yes</button><button>No</button></div>
</main>
<aside><h2>Related pages</h2><ul>{links(("Report abuse of an adult", "Minutes of the Board"))}</ul></aside>
<footer><p>Page last updated: 3 June 2025</p><ul>{links(("Accessibility", "Privacy", "Contact us"))}</ul>
<p>© Thrushmoor Council</p></footer>
<script>var menu = "<p>Menu</p>";</script>
</body>
</html>
""".encode()


def _section(objective: Source) -> str:
    rows = "\n".join(
        f"<tr><td>{a['n']}</td><td>{esc(a['t'])}</td><td>{esc(a['lead'])}</td><td>{esc(a['by'])}</td>"
        f'<td>{esc(a["m"])}</td><td class="{a["rag"]}"><span class="visually-hidden">Rated </span>'
        f"{a['rag'].title()}</td></tr>"
        for a in objective["a"]
    )
    return f"""<h2 id="p{objective["n"]}">Priority {objective["n"]}: {esc(objective["title"])}</h2>
<p><strong>{esc(objective["text"])}</strong></p>
<table><thead><tr><th scope="col">No.</th><th scope="col">What we will do</th><th scope="col">Led by</th>
<th scope="col">By when</th><th scope="col">How we will know</th><th scope="col">RAG</th></tr></thead>
<tbody>
{rows}
</tbody></table>"""


def accordion(source: Source) -> bytes:
    """A page of a small site: each priority opens, with its actions in a list, lead and time behind each."""
    doc = source["doc"]
    panels = "\n".join(_panel(objective) for objective in source["objectives"])
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{esc(doc["title"])}</title></head>
<body class="page">
<header class="site-header"><p>Keeping children safe together</p><ul>{links(("Home", "News", "Training"))}</ul></header>
<article class="post"><h1>{esc(doc["title"])}</h1>
<div class="entry-content">
{"".join(f"<p>{esc(text)}</p>" for text in source["intro"])}
{panels}
</div></article>
<div class="widget-area"><h2>Recent posts</h2><ul>{links(("Training in the autumn", "A new chair"))}</ul></div>
<footer>Powered by a small site</footer>
</body></html>
""".encode()


def _panel(objective: Source) -> str:
    items = "\n".join(
        f"<li>{esc(a['t'])}<br><b>Lead:</b> {esc(a['lead'])}<br><b>By when:</b> {esc(a['by'])}</li>"
        for a in objective["a"]
    )
    return (
        f"<details><summary>{esc(objective['text'])}</summary>\n<p>What we will do:</p>\n<ul>\n{items}\n</ul></details>"
    )

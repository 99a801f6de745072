"""Layouts of a coastal unitary: strategies, ambitions, pledges, reports and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.content import Act, Content, Obj, m
from corpus.layout import columns, printed_length, wrap
from corpus.shapes import shape

# ---- helpers ------------------------------------------------------------------------------------


def _title(c: Content) -> str:
    """The title; a document that calls itself a strategy is one."""
    title = c.doctitle()
    if c.sort == "plan" and re.search(r"\bstrategy\b", title, re.I):
        c.document["document_type"] = "strategy"
    return title


def _sec(c: Content, *words: str) -> str:
    """A heading that belongs to the layout itself."""
    return m("section", "", c.chance.choice(words))


def _measures(o: Obj, most: int = 4) -> list[str]:
    """How one will know, as a list of the objective's own."""
    told = [a.words["measure"] for a in o.acts if a.words.get("measure")][:most]
    if len(told) == 1:
        return [m("measure", o.key, told[0])]
    return [m("measure", f"{o.key}#{i}", t) for i, t in enumerate(told, 1)]


def _split(c: Content, acts: Sequence[Act]) -> tuple[list[Act], list[Act]]:
    """Some for what was done, the rest (at least one) for what comes next."""
    cut = c.chance.randint(1, max(1, len(acts) - 1))
    return list(acts[:cut]), list(acts[cut:])


def _owner_when(c: Content, a: Act, form: str, label: bool) -> str:
    """Lead and time behind an action in one of several manners; "" where there is neither."""
    lead, due = a.lead(), a.due()
    named = f"{c.label('lead')}: {lead}" if lead and label else lead
    timed = f"{c.label('due')}: {due}" if due and label else due
    parts = [p for p in (named, timed) if p]
    if not parts:
        return ""
    if form == "brackets":
        return f" ({'; '.join(parts)})"
    if form == "square":
        return f" [{', '.join(parts)}]"
    if form == "dash":
        return " – " + ", ".join(parts)
    if form == "bar":
        return " | " + " | ".join(parts)
    return " " + ". ".join(parts)


def _para(text: str, width: int) -> list[str]:
    return wrap(text, width) if width else [text]


def _bullet(text: str, glyph: str, width: int, indent: int = 0, hang: bool = True) -> list[str]:
    """A bullet with its following lines under its words, or flush left as some converters print them."""
    pad = " " * indent
    room = printed_length(glyph) + 1
    lines = wrap(text, width - indent - room) if width else [text]
    behind = pad + " " * room if hang else pad
    return [f"{pad}{glyph} {lines[0]}", *(behind + one for one in lines[1:])]


def _paged(c: Content, lines: Sequence[str], low: int = 32, high: int = 52) -> str:
    """Running heads and page numbers put in wherever a page ends, in the middle of a row too."""
    out: list[str] = []
    page, left = 1, c.chance.randint(low, high)
    blank = c.chance.random() < 0.6
    for line in lines:
        out.append(line)
        left -= 1
        if left <= 0:
            out += ["", c.furniture(page), ""] if blank else [c.furniture(page)]
            page += 1
            left = c.chance.randint(low, high)
    out += ["", c.furniture(page)]
    return "\n".join(out)


def _glossary_txt(c: Content, width: int) -> list[str]:
    way = c.chance.choice((" – ", ": ", "   ", " = "))
    out = [_sec(c, "Words we use", "Glossary", "Useful words and initials", "Abbreviations"), ""]
    for term, expansion in c.glossary():
        out += _para(f"{term}{way}{expansion}", width)
    return [*out, ""]


def _groups_txt(c: Content, width: int) -> list[str]:
    out = [_sec(c, "Who does what", "Our groups", "How the partnership is arranged", "Structure"), ""]
    for g in c.groups():
        text = g["name"]
        if g["abbreviation"]:
            text += f" ({g['abbreviation']})"
        if g["chair"]:
            text += f", chaired by {g['chair']}"
        if g["meets"]:
            text += f", meets {g['meets']}"
        out += _bullet(text, "-", width or 90)
    return [*out, ""]


_PALETTES = (
    ("#0b4f6c", "#e3f1f5", "#f4c95d"),
    ("#1f5f5b", "#e6f2ef", "#f2a65a"),
    ("#3d348b", "#efedf9", "#f7b801"),
    ("#7a1f3d", "#fbeef2", "#c9d6df"),
    ("#274060", "#eef3f8", "#b8d8ba"),
    ("#4a4a4a", "#f2f2ef", "#d9c5a0"),
)


def _html(c: Content, body: Sequence[str], css: str, landscape: bool = False) -> str:
    dark, pale, bright = c.chance.choice(_PALETTES)
    face = c.chance.choice(
        (
            "Arial, Helvetica, sans-serif",
            "Georgia, serif",
            "'DejaVu Sans', sans-serif",
            "Calibri, Carlito, sans-serif",
            "'Liberation Serif', 'Times New Roman', serif",
        )
    )
    size = c.chance.choice(("9.5pt", "10pt", "10.5pt", "11pt"))
    margin = c.chance.choice(("16mm 18mm", "20mm", "14mm 22mm 18mm 16mm"))
    base = (
        f"@page {{ size: A4{' landscape' if landscape else ''}; margin: {margin}; }}\n"
        f"body {{ font-family: {face}; font-size: {size}; line-height: 1.35; color: #222; margin: 0; }}\n"
        "h1 { font-size: 22pt; color: DARK; margin: 0 0 12pt 0; }\nh2 { font-size: 15pt; color: DARK; margin: 14pt 0 6pt 0; }\n"
        "h3 { font-size: 11.5pt; color: DARK; margin: 9pt 0 3pt 0; }\np { margin: 0 0 6pt 0; }\nul, ol { margin: 0 0 8pt 0; padding-left: 16pt; }\n"
        "li { margin-bottom: 3pt; }\ntable { border-collapse: collapse; width: 100%; }\ntd, th { vertical-align: top; text-align: left; padding: 4pt 6pt; }\n"
        ".foot { font-size: 8pt; color: #777; text-align: center; margin: 10pt 0; }\n.new { page-break-before: always; }\n"
    )  # fmt: skip
    style = (base + css).replace("DARK", dark).replace("PALE", pale).replace("BRIGHT", bright)
    text = "\n".join(b for b in body if b)
    text = re.sub(r"(<(?:h[1-3]|li|b|p|td[^>]*)>) +", r"\1", text)
    text = re.sub(r"&(?![a-z#0-9]+;)", "&amp;", text)
    return f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<style>\n{style}</style>\n</head>\n<body>\n{text}\n</body>\n</html>\n'


def _p(texts: Sequence[str], kind: str = "") -> list[str]:
    return [f'<p class="{kind}">{t}</p>' if kind else f"<p>{t}</p>" for t in texts]


def _ul(items: Sequence[str], tag: str = "ul", kind: str = "") -> str:
    if not items:
        return ""
    return (
        f"<{tag}{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>\n"
        + "\n".join(f"<li>{i}</li>" for i in items)
        + f"\n</{tag}>"
    )


def _foot(c: Content, page: int) -> str:
    return f'<div class="foot">{c.furniture(page)}</div>'


def _glossary_html(c: Content) -> list[str]:
    rows = "\n".join(f"<tr><td><b>{t}</b></td><td>{e}</td></tr>" for t, e in c.glossary())
    return [f"<h2>{_sec(c, 'Words we use', 'Glossary', 'Jargon explained')}</h2>", f"<table>\n{rows}\n</table>"]


def _groups_html(c: Content) -> list[str]:
    out = [f"<h2>{_sec(c, 'The groups which do the work', 'Our groups', 'Sub-groups')}</h2>"]
    heads = "".join(f"<th>{m('head', 'other', w)}</th>" for w in ("Group", "Short name", "Chair", "Meets"))
    rows = "\n".join(
        f"<tr><td>{g['name']}</td><td>{g['abbreviation']}</td><td>{g['chair']}</td><td>{g['meets']}</td></tr>"
        for g in c.groups()
    )
    return [*out, f"<table>\n<tr>{heads}</tr>\n{rows}\n</table>"]


def _kind(c: Content, o: Obj) -> str:
    """``Priority 1``, or nothing in a plan without numbers."""
    word = m("section", "", c.kind_word)
    return f"{word} {o.number()}" if o.number() else ""


# ---- html: plans --------------------------------------------------------------------------------


@shape(
    "elder-ambitions",
    format="html",
    size="large",
    layout="long strategy: ambition bands, commitments in a table by milestone, the time one merged cell over its commitments",
)
def ambitions(c: Content) -> str:
    chance = c.chance
    heading, items = c.principles()
    front = [
        f'<div class="cover"><h1>{_title(c)}</h1></div>',
        f"<h2>{_sec(c, 'Contents', 'In this strategy', 'What is inside')}</h2>",
    ]
    front += [f"<div>{line}</div>" for line in c.contents()]
    front += [
        _foot(c, 1),
        f'<h2 class="new">{c.section("background")}</h2>',
        *_p(c.background()),
        *_p(c.narrative(2, 4)),
    ]
    front += [
        f"<h3>{heading}</h3>",
        _ul(items),
        *_p(c.figures(1, 3), "fig"),
        f"<h2>{c.section('other')}</h2>",
        *_p(c.narrative(1, 3)),
    ]
    if chance.random() < 0.7:
        front += [
            f"<h2>{c.section('priorities')}</h2>",
            f"<p>{c.intro('priorities')}</p>",
            _ul([o.again() for o in c.objectives]),
            _foot(c, 2),
        ]
    lead_way = chance.choice(("column", "column", "merged", "brackets"))
    when_first = chance.random() < 0.6
    dated = {w: said.split() for w, said in c.period["times"].items()}
    pool = sorted(w for w, said in dated.items() if said[0] in ("due", "period") and len(said) > 1)
    inside: list[str] = []
    for index, o in enumerate(c.objectives):
        kind = _kind(c, o)
        inside.append(
            f'<div class="band{" new" if index % 2 == 0 else ""}">{f"<span class=kind>{kind}</span> " if kind else ""}<b>{o.title()}</b></div>'
        )
        inside.append(f'<p class="lead">{o.statement()}</p>')
        inside += _p(c.narrative(1, 2))
        inside += [f"<h3>{c.section('actions')}</h3>", f"<p>{c.intro('actions')}</p>" if chance.random() < 0.6 else ""]
        acts, parts = list(o.acts), []
        while acts:
            size = chance.randint(1, 2)
            parts.append(acts[:size])
            acts = acts[size:]
        times = sorted(chance.sample(pool, len(parts)), key=lambda w: dated[w][1])
        if lead_way == "merged":
            owners = o.acts[0].owners[:1] or [chance.choice(c.bank["owners"])]
            for a in o.acts:
                a.owners = owners
        heads = [c.head("due"), c.head("action")] if when_first else [c.head("action"), c.head("due")]
        if lead_way in ("column", "merged"):
            heads.append(c.head("lead"))
        rows, first = ["<tr>" + "".join(f"<th>{h}</th>" for h in heads) + "</tr>"], True
        for part, when in zip(parts, times, strict=True):
            for place, a in enumerate(part):
                a.whens = [when]
                told = f"{a.number()} {a.text()}".strip()
                if lead_way == "brackets" and a.owners:
                    told += f" ({a.lead()})"
                due = (
                    f'<td class="when" rowspan="{len(part)}">{m("due", "+".join(p.key for p in part), when)}</td>'
                    if place == 0
                    else ""
                )
                cells = due + f"<td>{told}</td>" if when_first else f"<td>{told}</td>" + due
                if lead_way == "column":
                    cells += f"<td>{a.lead()}</td>"
                elif lead_way == "merged" and first:
                    cells += f'<td rowspan="{len(o.acts)}">{m("lead", "+".join(x.key for x in o.acts), o.acts[0].owners[0]["name"])}</td>'
                rows.append(f"<tr>{cells}</tr>")
                first = False
        inside.append('<table class="miles">\n' + "\n".join(rows) + "\n</table>")
        told = _measures(o)
        if told and chance.random() < 0.75:
            inside += [f"<h3>{c.section('measures')}</h3>", f"<p>{c.intro('measures')}</p>", _ul(told)]
        if index % 2:
            inside.append(_foot(c, 3 + index))
    back = [f'<h2 class="new">{c.section("other")}</h2>', *_p(c.narrative(2, 3)), *_groups_html(c), *_glossary_html(c)]
    if chance.random() < 0.5:
        back += [f"<h3>{_sec(c, 'Around the table', 'Members of the executive')}</h3>", _ul(c.members())]
    css = (
        ".cover { background: DARK; padding: 60pt 24pt; margin-bottom: 18pt; }\n.cover h1 { color: #fff; font-size: 26pt; }\n"
        ".band { background: DARK; color: #fff; padding: 8pt 10pt; font-size: 14pt; margin-top: 16pt; }\n.kind { color: BRIGHT; }\n"
        ".lead { font-size: 12pt; color: DARK; margin-top: 6pt; }\n.fig { background: PALE; padding: 6pt; }\n"
        ".miles td, .miles th { border: 0.7pt solid DARK; }\n.miles th { background: PALE; }\n.when { width: 22%; }\n"
    )
    return _html(c, [*front, *inside, *back], css)


@shape(
    "elder-four-lists",
    format="html",
    layout="each priority with four headed lists (know, matters, do, how we will know); only one holds actions",
)
def four_lists(c: Content) -> str:
    chance = c.chance
    body = [f"<h1>{_title(c)}</h1>", f"<h2>{c.section('background')}</h2>", *_p(c.background()), *_p(c.narrative(0, 2))]
    if chance.random() < 0.5:
        heading, items = c.principles()
        body += [f"<h3>{heading}</h3>", _ul(items)]
    know = _sec(c, "What we know", "What the data say", "The picture today", "Facts and figures")
    why = _sec(c, "Why it matters", "Why this, why now", "Why we chose it", "The case for change")
    voice = _sec(c, "What people told us", "Voices", "You told us")
    do, signs = c.section("actions"), c.section("measures")
    order = chance.choice(("kwds", "wkds", "kvds", "wdsk", "kwvds"))
    form, label = chance.choice(("brackets", "dash", "square", "run")), chance.random() < 0.6
    told_as = chance.choice(("text", "text", "will"))
    boxed = chance.random() < 0.6
    for o in c.objectives:
        kind = _kind(c, o)
        if chance.random() < 0.5:
            body += [f"<h2>{kind} {o.full(chance.choice((': ', ' – ')))}</h2>"]
        else:
            body += [f"<h2>{kind}{': ' if kind else ''}{o.title()}</h2>", f"<p>{o.statement()}</p>"]
        for which in order:
            if which == "k":
                part = [f"<h3>{know}</h3>", _ul(c.figures(2, 3))]
            elif which == "w":
                part = [
                    f"<h3>{why}</h3>",
                    _ul(c.narrative(1, 3)) if chance.random() < 0.6 else "".join(_p(c.narrative(1, 2))),
                ]
            elif which == "v":
                part = [f"<h3>{voice}</h3>", _ul(c.narrative(1, 2))]
            elif which == "d":
                items = []
                for a in o.acts:
                    tail = _owner_when(c, a, form, label)
                    items.append((a.text() if told_as == "text" else a.will()) + (f"<i>{tail}</i>" if tail else ""))
                part = [
                    f"<h3>{do}</h3>",
                    f"<p>{c.intro('actions')}</p>" if told_as == "text" and chance.random() < 0.4 else "",
                    _ul(items),
                ]
            else:
                told = _measures(o)
                part = [f"<h3>{signs}</h3>", _ul(told)] if told else []
            if part:
                body += [f'<div class="{"box" if boxed else "plain"} b{which}">', *part, "</div>"]
    body += [
        f"<h2>{c.section('other')}</h2>",
        *_p(c.narrative(1, 3)),
        *(_glossary_html(c) if chance.random() < 0.4 else []),
    ]
    css = ".box { border-left: 4pt solid DARK; padding: 2pt 0 2pt 9pt; margin-bottom: 7pt; }\n.bd { background: PALE; }\n.bk { border-color: BRIGHT; }\nh2 { border-bottom: 1pt solid DARK; }\n"
    return _html(c, body, css)


@shape(
    "elder-sidebar",
    format="html",
    layout="actions in the wide column, key facts and sponsors' words in a shaded sidebar beside them (table or float)",
)
def sidebar(c: Content) -> str:
    chance = c.chance
    body = [
        f"<h1>{_title(c)}</h1>",
        *_p(c.narrative(1, 2)),
        f"<h2>{c.section('priorities')}</h2>",
        *_p([c.intro("priorities")]),
    ]
    way, side_left = chance.choice(("table", "table", "float")), chance.random() < 0.35
    facts = ("Key facts", "Did you know?", "In numbers", "At a glance")
    told_as = chance.choice(("will", "text", "sentence"))
    tag = chance.choice(("ul", "ul", "ol", "p"))
    for index, o in enumerate(c.objectives):
        kind = _kind(c, o)
        main = [
            f"<h2>{kind} {o.title()}</h2>",
            f'<p class="st">{o.statement()}</p>',
            f"<h3>{c.section('actions')}</h3>",
        ]
        if chance.random() < 0.3:
            main += _p(c.narrative(1, 1))
        items = []
        for a in o.acts:
            number = "" if tag == "ol" else a.number()
            if told_as == "sentence":
                told = a.sentence()
            else:
                told = a.text() if told_as == "text" else a.will()
                told += _owner_when(c, a, "brackets", False) if told_as == "text" else _owner_when(c, a, "run", True)
            items.append(f"{number} {told}".strip())
        main += _p(items) if tag == "p" else [_ul(items, tag)]
        beside = [f"<h3>{_sec(c, *facts)}</h3>", *_p(c.figures(1, 2))]
        if chance.random() < 0.5:
            beside += [f"<h3>{_sec(c, 'Listening', 'From the workshops', 'In context')}</h3>", *_p(c.narrative(1, 1))]
        told = _measures(o, 2)
        if told and chance.random() < 0.6:
            beside += [f"<h3>{c.section('measures')}</h3>", _ul(told)]
        if way == "float":
            body += [
                f'<div class="row"><div class="fl {"l" if side_left else "r"}">',
                *beside,
                "</div>",
                *main,
                '<div class="clear"></div></div>',
            ]
        else:
            wide, narrow = (
                "<td>" + "\n".join(x for x in main if x) + "</td>",
                '<td class="side">' + "\n".join(x for x in beside if x) + "</td>",
            )
            body += [f'<table class="two"><tr>{narrow + wide if side_left else wide + narrow}</tr></table>']
        if index % 2 and chance.random() < 0.7:
            body.append(_foot(c, index))
    heading, items = c.principles()
    body += [f"<h2>{heading}</h2>", _ul(items), *_p(c.narrative(1, 2))]
    css = (
        ".two { margin-bottom: 10pt; }\n.side { width: 31%; background: PALE; font-size: 90%; border-left: 3pt solid BRIGHT; }\n"
        ".fl { width: 30%; background: PALE; padding: 6pt; font-size: 90%; }\n.fl.r { float: right; margin: 0 0 8pt 12pt; }\n"
        ".fl.l { float: left; margin: 0 12pt 8pt 0; }\n.clear { clear: both; }\n.st { font-style: italic; }\n.row ul, .row ol { overflow: hidden; }\n"
    )
    return _html(c, body, css)


@shape(
    "elder-strips",
    format="html",
    layout="banded rows without any lines, priority as a coloured strip over its rows; columns in many orders; may carry a rating cell",
)
def strips(c: Content) -> str:
    chance = c.chance
    middle = ["action", "lead", "due", "measure"]
    if chance.random() < 0.35:
        middle.remove("measure")
    if chance.random() < 0.3:
        middle = ["action", "due", *[x for x in middle if x not in ("action", "due")]]
    if chance.random() < 0.2:
        middle = ["lead", *[x for x in middle if x != "lead"]]
    roles = (["number"] if c.numbering != "none" and chance.random() < 0.75 else []) + middle
    extra = chance.choice(("", "", "rag", "progress"))
    if extra:
        roles.append(extra)
    once = chance.random() < 0.55
    heads = '<tr class="hd">' + "".join(f"<th>{c.head(r)}</th>" for r in roles) + "</tr>"
    body = [f"<h1>{_title(c)}</h1>", *_p(c.narrative(1, 3)), f"<h2>{c.section('actions')}</h2>", *_p(c.narrative(0, 1))]
    rows: list[str] = [heads] if once else []
    for o in c.objectives:
        kind = _kind(c, o)
        strip = f'<tr class="strip"><td colspan="{len(roles)}">{kind} {o.full(chance.choice((": ", " – ", " | ")))}</td></tr>'
        rows.append(strip)
        if not once:
            rows.append(heads)
        for place, a in enumerate(o.acts):
            cells = ""
            for r in roles:
                if r == "rag":
                    cells += f'<td class="rag">{a.rag()}</td>'
                else:
                    told = {
                        "number": a.number,
                        "action": a.text,
                        "lead": a.lead,
                        "due": a.due,
                        "measure": a.measure,
                        "progress": a.progress,
                    }[r]()
                    cells += f'<td class="{r[:3]}">{told}</td>'
            rows.append(f'<tr class="{"odd" if place % 2 else "even"}">{cells}</tr>')
        if not once:
            body.append("<table>\n" + "\n".join(rows) + "\n</table>")
            rows = []
            if chance.random() < 0.5:
                body += _p(c.narrative(1, 1))
    if rows:
        body.append("<table>\n" + "\n".join(rows) + "\n</table>")
    body += [_foot(c, 2), f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 2))]
    if chance.random() < 0.5:
        body += _groups_html(c)
    css = (
        ".strip td { background: DARK; color: #fff; font-weight: bold; }\n.hd th { color: DARK; font-size: 92%; }\n.even td { background: PALE; }\n.odd td { background: #fff; }\n"
        "td.num { width: 5%; }\ntd.act { width: 38%; }\ntd.due { width: 13%; }\ntable { margin-bottom: 12pt; font-size: 94%; }\n.rag { background: BRIGHT; }\n"
    )
    return _html(c, body, css, landscape=chance.random() < 0.6)


@shape(
    "elder-priorities-only",
    format="html",
    layout="a short prospectus: priorities named and described, no actions at all, with facts and principles around",
)
def priorities_only(c: Content) -> str:
    chance = c.chance
    heading, items = c.principles()
    body = [
        f"<h1>{_title(c)}</h1>",
        *_p(c.background()),
        f"<h2>{heading}</h2>",
        _ul(items),
        *_p(c.narrative(1, 2)),
        f"<h2>{c.section('priorities')}</h2>",
        f"<p>{c.intro('priorities')}</p>",
    ]
    way = chance.choice(("cards", "table", "list", "headings"))
    if way == "cards":
        for o in c.objectives:
            body += [f'<div class="card"><b>{_kind(c, o)} {o.title()}</b><br>{o.statement()}</div>']
    elif way == "table":
        rows = [
            f"<tr><th>{c.head('objective')}</th><th>{_sec(c, 'Why we chose it', 'Background', 'What lies behind it')}</th></tr>"
        ]
        rows += [
            f"<tr><td>{f'<b>{o.number()}</b> ' if o.number() else ''}{o.full()}</td><td>{c.narrative()[0]}</td></tr>"
            for o in c.objectives
        ]
        body.append('<table class="grid">\n' + "\n".join(rows) + "\n</table>")
    elif way == "list":
        body.append(_ul([f"{o.full(chance.choice((' – ', ': ')))}" for o in c.objectives], chance.choice(("ol", "ul"))))
    else:
        for o in c.objectives:
            body += [
                f"<h3>{o.number()} {o.title()}</h3>",
                f"<p>{o.statement()}</p>",
                *_p(c.narrative(1, 2)),
                *_p(c.figures(0, 1)),
            ]
    body += [_foot(c, 1), f"<h2>{c.section('other')}</h2>", *_p(c.narrative(2, 4))]
    body += (
        [f"<h3>{_sec(c, 'The people behind this document', 'Our executive')}</h3>", _ul(c.members())]
        if chance.random() < 0.6
        else _glossary_html(c)
    )
    css = ".card { background: PALE; border-top: 3pt solid BRIGHT; padding: 8pt; margin-bottom: 8pt; }\n.grid td, .grid th { border: 0.6pt solid #999; }\n"
    return _html(c, body, css)


# ---- html: page and report ----------------------------------------------------------------------


@shape(
    "elder-webpage",
    format="html",
    sort="web page",
    layout="a page of the website with cookie banner and menu; ambitions as headings or a definition list with pledges under them",
)
def webpage(c: Content) -> str:
    chance = c.chance
    menu = c.menu()
    cut = chance.randint(1, max(1, len(menu) - 1))
    top = [f'<div class="cookie">{menu[0]}</div>', _ul(menu[1:cut], "ul", "nav"), f"<h1>{_title(c)}</h1>"]
    body = [*top, *_p(c.narrative(1, 2)), f"<p>{c.intro('priorities')}</p>"]
    way = chance.choice(("h2", "h2", "dl"))
    told_as = chance.choice(("will", "will", "sentence"))
    if chance.random() < 0.4:
        body.append(_ul([o.again() for o in c.objectives], "ul", "toc"))
    for o in c.objectives:
        items = [a.will() if told_as == "will" else a.sentence() for a in o.acts]
        if way == "dl":
            body += [
                "<dl>",
                f"<dt>{o.title()}</dt>",
                f"<dd><p>{o.statement()}</p></dd>",
                *(f"<dd>{i}</dd>" for i in items),
                "</dl>",
            ]
        else:
            body += [
                f"<h2>{_kind(c, o)} {o.title()}</h2>",
                f"<p>{o.statement()}</p>",
                *_p(c.narrative(0, 1)),
                f"<p>{c.intro('actions')}</p>" if chance.random() < 0.5 else "",
                _ul(items),
            ]
        if chance.random() < 0.25:
            body.append(
                f'<p class="up">{m("menu", "", chance.choice(("Back to top", "Was this page helpful?", "Read more")))}</p>'
            )
    if chance.random() < 0.6:
        for heading, lines in c.no_plan()[:2]:
            body += [f"<h2>{heading}</h2>", _ul(lines)]
    body.append(_ul(menu[cut:], "ul", "foot"))
    css = ".cookie { background: #333; color: #fff; padding: 6pt; }\n.nav { background: PALE; padding: 4pt 20pt; list-style: none; }\n.foot { list-style: none; text-align: left; }\ndt { font-weight: bold; font-size: 13pt; color: DARK; margin-top: 10pt; }\ndd { margin: 0 0 4pt 12pt; }\n.toc { background: PALE; padding: 6pt 22pt; }\n.up { font-size: 8pt; }\n"
    return _html(c, body, css)


@shape(
    "elder-review",
    format="html",
    sort="report",
    layout="yearly review: a shaded card a priority, achievements in it, difference made in a strip, the coming year in a second box; or a table of commitments with an update",
)
def review(c: Content) -> str:
    chance = c.chance
    body = [
        f"<h1>{_title(c)}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *_p(c.background()),
        *_p(c.done_narrative(1, 2)),
        *_p(c.figures(2, 4), "fig"),
    ]
    table = chance.random() < 0.4
    rate = table and chance.random() < 0.5
    numbers = chance.random() < 0.5
    for index, o in enumerate(c.objectives):
        kind = _kind(c, o)
        body += [
            f'<div class="card"><h2>{kind} {o.title()}</h2>',
            f"<p>{o.statement()}</p>" if chance.random() < 0.7 else "",
            *_p(c.narrative(0, 1)),
        ]
        if table:
            roles = ["action", "rag" if rate else "progress"]
            if numbers and c.numbering != "none":
                roles.insert(0, "number")
            rows = ["<tr>" + "".join(f"<th>{c.head(r)}</th>" for r in roles) + "</tr>"]
            for a in o.acts:
                told = {"action": a.text, "number": a.number, "progress": a.progress, "rag": a.rag}
                rows.append("<tr>" + "".join(f"<td>{told[r]()}</td>" for r in roles) + "</tr>")
            body += ['<table class="grid">\n' + "\n".join(rows) + "\n</table>", *_p(c.done_narrative(0, 1)), "</div>"]
            continue
        past, coming = _split(c, o.acts)
        body += [f"<h3>{c.section('done')}</h3>", f"<p>{c.intro('done')}</p>" if chance.random() < 0.5 else ""]
        body += [_ul([a.done() for a in past])] if chance.random() < 0.7 else _p([a.done() + "." for a in past])
        told = _measures(o, 2)
        if told and chance.random() < 0.5:
            body += [f'<div class="strip"><b>{c.section("measures")}</b>', *_p(told), "</div>"]
        body.append("</div>")
        if coming:
            told_as = chance.choice(("will", "text"))
            body += [
                '<div class="next">',
                f"<h3>{c.section('next')}</h3>",
                f"<p>{c.intro('next')}</p>" if chance.random() < 0.6 else "",
            ]
            body += [
                _ul(
                    [
                        a.will()
                        if told_as == "will"
                        else a.text() + _owner_when(c, a, "brackets", chance.random() < 0.5)
                        for a in coming
                    ]
                ),
                "</div>",
            ]
        if index % 2:
            body.append(_foot(c, index + 2))
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.done_narrative(1, 2)), *_p(c.narrative(1, 2)), *_groups_html(c)]
    if chance.random() < 0.5:
        body += _glossary_html(c)
    css = ".card { background: PALE; padding: 8pt 10pt; margin-top: 10pt; }\n.strip { background: BRIGHT; padding: 4pt 8pt; }\n.next { border: 1pt solid DARK; padding: 4pt 10pt; margin-bottom: 12pt; }\n.fig { font-weight: bold; color: DARK; }\n.grid td, .grid th { border-bottom: 0.6pt solid DARK; background: #fff; }\n"
    return _html(c, body, css)


# ---- txt: plans ---------------------------------------------------------------------------------


@shape(
    "elder-four-lists-txt",
    format="txt",
    layout="each priority with four bulleted lists under headings of their own, only one holds actions; running heads fall into rows",
)
def four_lists_txt(c: Content) -> str:
    chance = c.chance
    width = chance.choice((72, 80, 88, 96))
    glyph = chance.choice(("•", "-", "", "o", "▪", "*", "–"))
    hang = chance.random() < 0.6
    lines = [*wrap(_title(c), width), ""]
    for t in [*c.background(), *c.narrative(1, 2)]:
        lines += [*wrap(t, width), ""]
    heading, items = c.principles()
    lines += [heading, ""]
    for i in items:
        lines += _bullet(i, glyph, width, hang=hang)
    lines.append("")
    know = _sec(c, "What we know", "Where are we now?", "What the evidence tells us")
    why = _sec(c, "Why it matters", "Why is this a priority?", "So what?")
    do, signs = c.section("actions"), c.section("measures")
    form, label = chance.choice(("brackets", "square", "dash", "own")), chance.random() < 0.7
    order = chance.choice(("kwds", "wkds", "kds", "wds", "dskw"))
    caption = chance.random() < 0.4
    for o in c.objectives:
        lines += ["", *wrap(f"{_kind(c, o)} {o.full(chance.choice((' – ', ': ')))}".strip(), width), ""]
        for which in order:
            if which == "k":
                head, items = know, c.figures(1, 3)
            elif which == "w":
                head, items = why, c.narrative(1, 2)
            elif which == "s":
                head, items = signs, _measures(o)
            else:
                head, items = do, []
            if which != "d" and not items:
                continue
            lines.append(head + (":" if caption and not head.endswith("?⟧") else ""))
            for i in items:
                lines += _bullet(i, glyph, width, hang=hang)
            if which == "d":
                if chance.random() < 0.3:
                    lines += wrap(c.intro("actions"), width)
                for a in o.acts:
                    if form == "own":
                        lines += _bullet(a.text(), glyph, width, hang=hang)
                        tail = _owner_when(c, a, "run", True).strip()
                        if tail:
                            lines += ["  " + one for one in wrap(tail, width - 2)]
                    else:
                        lines += _bullet(a.text() + _owner_when(c, a, form, label), glyph, width, hang=hang)
            lines.append("")
    lines += [c.section("other"), ""]
    for t in c.narrative(1, 3):
        lines += [*wrap(t, width), ""]
    if chance.random() < 0.5:
        lines += _glossary_txt(c, width)
    return _paged(c, lines)


@shape(
    "elder-cells", format="txt", layout="a form for each action, its cells one a line, the labels repeated every time"
)
def cells(c: Content) -> str:
    chance = c.chance
    width = chance.choice((0, 0, 70, 84))
    own_line = chance.random() < 0.65
    roles = ["lead", "due", "measure"]
    chance.shuffle(roles)
    if chance.random() < 0.4:
        roles.remove("measure")
    if chance.random() < 0.35:
        roles.append("progress")
    colon = chance.choice((":", ""))
    gap = chance.random() < 0.6
    lines = [*_para(_title(c), width), ""]
    for t in c.narrative(1, 3):
        lines += [*_para(t, width), ""]

    def put(label: str, value: str) -> list[str]:
        if own_line:
            return [label + colon, *(_para(value, width) if value else ([""] if gap else []))]
        return _para(f"{label}: {value}", width) if value else [label + ":"]

    for o in c.objectives:
        lines += ["", *put(c.label("objective"), f"{o.number()} {o.full(chance.choice((': ', ' – ')))}".strip())]
        if chance.random() < 0.3:
            lines += [*_para(c.narrative()[0], width)]
        if gap:
            lines.append("")
        for a in o.acts:
            lines += put(f"{c.label('action')} {a.number()}".strip(), a.text())
            for r in roles:
                lines += put(
                    c.label(r), {"lead": a.lead, "due": a.due, "measure": a.measure, "progress": a.progress}[r]()
                )
            if gap:
                lines.append("")
    lines += ["", c.section("other"), ""]
    for t in c.narrative(1, 2):
        lines += [*_para(t, width), ""]
    return _paged(c, lines, 38, 60)


@shape(
    "elder-key-activity",
    format="txt",
    size="large",
    layout="long plan: unnumbered priorities as bare lines, paragraphs under each, then a bare «Key activity» line and bullets",
)
def key_activity(c: Content) -> str:
    chance = c.chance
    width = chance.choice((76, 84, 92, 100))
    glyph = chance.choice(("•", "", "-", "»", "·"))
    lines = [*wrap(_title(c), width), "", _sec(c, "Contents", "In this plan"), *c.contents(), "", c.furniture(1), ""]
    lines += [c.section("background"), ""]
    for t in [*c.background(), *c.narrative(2, 4), *c.figures(1, 3)]:
        lines += [*wrap(t, width), ""]
    heading, items = c.principles()
    lines += [heading, *(x for i in items for x in _bullet(i, glyph, width)), ""]
    lines += [c.section("priorities"), *wrap(c.intro("priorities"), width)]
    if chance.random() < 0.5:
        lines += [x for o in c.objectives for x in _bullet(o.again(), glyph, width)]
    lines.append("")
    told_as = chance.choice(("sentence", "text", "will"))
    form, label = chance.choice(("dash", "brackets", "bar")), chance.random() < 0.5
    act_head = c.section("actions") if chance.random() < 0.5 else _sec(c, "Key activity", "Key activities", "Activity")
    statement_first = chance.random() < 0.7
    indent = chance.choice((0, 0, 2))
    for o in c.objectives:
        lines += [o.title()]
        told = wrap(o.statement(), width)
        paras = [x for t in c.narrative(1, 2) for x in [*wrap(t, width), ""]]
        lines += [*told, "", *paras] if statement_first else [*paras, *told, ""]
        lines.append(act_head)
        for a in o.acts:
            if told_as == "sentence":
                words = a.sentence()
            elif told_as == "will":
                words = a.will() + _owner_when(c, a, form, True)
            else:
                words = a.text() + _owner_when(c, a, form, label)
            lines += _bullet(words, glyph, width, indent=indent)
        measured = _measures(o, 3)
        if measured and chance.random() < 0.5:
            lines += ["", c.section("measures"), *(x for t in measured for x in _bullet(t, glyph, width))]
        lines.append("")
    lines += [c.section("other"), ""]
    for t in c.narrative(2, 4):
        lines += [*wrap(t, width), ""]
    lines += [*_groups_txt(c, width), *_glossary_txt(c, width), _sec(c, "Members", "Who sits where"), *c.members()]
    return _paged(c, lines, 40, 56)


@shape(
    "elder-pledges",
    format="txt",
    objectives=False,
    layout="pledges listed under each principle; there are no objectives",
)
def pledges(c: Content) -> str:
    chance = c.chance
    width = chance.choice((0, 74, 86))
    glyph = chance.choice(("•", "-", "✓", "*"))
    heading, items = c.principles()
    for _ in range(3):
        if len(items) < 3:
            heading, items = c.principles()
    acts = c.loose_acts(max(5, len(items)), 11)
    lines = [*_para(_title(c), width), ""]
    for t in [*c.background(), *c.narrative(1, 2)]:
        lines += [*_para(t, width), ""]
    lines += [heading, "", *_para(c.intro("actions"), width), ""]
    share = -(-len(acts) // len(items))
    told_as = chance.choice(("will", "will", "sentence", "text"))
    numbers = chance.random() < 0.4
    before = chance.choice(("", "", "under"))
    for place, item in enumerate(items):
        lines += _para(item, width)
        if before:
            lines.append(c.section("actions"))
        for a in acts[place * share : (place + 1) * share]:
            if told_as == "sentence":
                words = a.sentence()
            elif told_as == "will":
                words = a.will()
            else:
                words = a.text() + _owner_when(c, a, "brackets", True)
            mark = a.number() if numbers else ""
            lines += _bullet(words, f"{mark}." if mark else glyph, width)
        lines.append("")
        if chance.random() < 0.4:
            lines += [*_para(c.narrative()[0], width), ""]
    lines += [c.section("other"), ""]
    for t in [*c.narrative(1, 2), *c.figures(0, 2)]:
        lines += [*_para(t, width), ""]
    if chance.random() < 0.6:
        lines += _groups_txt(c, width)
    return _paged(c, lines, 30, 50)


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@shape(
    "elder-lettered",
    format="txt",
    layout="priorities in roman numerals and actions (a) (b) (c), or the other way round; lead and time set in columns, on the next line or in brackets",
)
def lettered(c: Content) -> str:
    chance = c.chance
    width = chance.choice((78, 86, 94))
    way = chance.choice(("ROMAN-a", "roman-a", "a-roman", "1-a", "1-roman"))
    tail = chance.choice(("columns", "next", "brackets", "next"))
    wrapped = chance.choice(("({})", "{})", "({})"))
    run_on = way.endswith("a") and chance.random() < 0.25
    count = 0
    for i, o in enumerate(c.objectives):
        first = way.split("-")[0]
        o.printed_number = {"ROMAN": _ROMAN[i].upper(), "roman": _ROMAN[i], "a": chr(97 + i), "1": str(i + 1)}[first]
        for j, a in enumerate(o.acts):
            place = count if run_on and count < 26 else j
            a.printed_number = _ROMAN[j] if way.endswith("roman") else chr(97 + place)
            count += 1
    lines = [*wrap(_title(c), width), ""]
    for t in [*c.narrative(1, 3)]:
        lines += [*wrap(t, width), ""]
    if chance.random() < 0.5:
        heading, items = c.principles()
        for i, item in enumerate(items):
            lines += _bullet(item, f"({chr(97 + i)})", width) if i else [heading, *_bullet(item, "(a)", width)]
        lines.append("")
    lines += [c.section("priorities"), "", *wrap(c.intro("priorities"), width), ""]
    widths = (max(36, width - 44), 22, 16)
    if tail == "columns":
        lines += columns(["      " + c.head("action"), c.head("lead"), c.head("due")], (widths[0] + 6, *widths[1:]))
        lines.append("")
    for o in c.objectives:
        number = f"({o.number()})" if way.startswith("a") else f"{o.number()}."
        lines += [*_bullet(o.full(chance.choice((": ", ". ", " – "))), number, width), ""]
        if chance.random() < 0.4:
            lines += [*wrap(c.intro("actions"), width), ""]
        for a in o.acts:
            mark = wrapped.format(a.number())
            if tail == "columns":
                lines += columns([mark, a.text(), a.lead(), a.due()], (4, *widths), 2)
            elif tail == "brackets":
                lines += _bullet(
                    a.text() + _owner_when(c, a, "brackets", chance.random() < 0.7), mark, width, 3, hang=False
                )
            else:
                lines += _bullet(a.text(), mark, width, 3, hang=False)
                behind = _owner_when(c, a, "bar", True).removeprefix(" | ")
                if behind:
                    lines += ["       " + x for x in wrap(behind, width - 7)]
        lines.append("")
        if chance.random() < 0.25:
            lines += [*wrap(c.narrative()[0], width), ""]
    lines += [c.section("other"), ""]
    for t in c.narrative(1, 2):
        lines += [*wrap(t, width), ""]
    return _paged(c, lines, 30, 48)


# ---- txt: report, minutes, none -----------------------------------------------------------------


@shape(
    "elder-year",
    format="txt",
    sort="report",
    size="large",
    layout="yearly report: contents, foreword, then under each priority what was achieved and the next steps, as converters print it",
)
def year(c: Content) -> str:
    chance = c.chance
    width = chance.choice((80, 90, 100))
    glyph = chance.choice(("•", "-", "", "➢"))
    lines = [*wrap(_title(c), width), "", _sec(c, "Contents", "Page guide"), *c.contents(), ""]
    lines += [c.section("background"), ""]
    for t in [*c.background(), *c.narrative(1, 3), *c.done_narrative(1, 2)]:
        lines += [*wrap(t, width), ""]
    lines += [
        _sec(c, "The year in numbers", "Our area in figures", "Data"),
        *(x for t in c.figures(3, 5) for x in _bullet(t, glyph, width)),
        "",
    ]
    runs = chance.random() < 0.35
    for o in c.objectives:
        kind = _kind(c, o)
        lines += [*wrap(f"{kind}{' – ' if kind else ''}{o.title()}", width)]
        if chance.random() < 0.6:
            lines += [*wrap(o.statement(), width)]
        lines.append("")
        if chance.random() < 0.5:
            lines += [*wrap(c.narrative()[0], width), ""]
        past, coming = _split(c, o.acts)
        lines.append(c.section("done"))
        if chance.random() < 0.5:
            lines += wrap(c.intro("done"), width)
        if runs:
            lines += [*wrap(" ".join(f"{a.done()}." for a in past), width)]
        else:
            for a in past:
                lines += _bullet(a.done(), glyph, width)
        lines.append("")
        if coming:
            lines.append(c.section("next"))
            if chance.random() < 0.6:
                lines += wrap(c.intro("next"), width)
            told_as = chance.choice(("will", "text", "sentence"))
            for a in coming:
                words = {"will": a.will, "sentence": a.sentence}.get(told_as, a.text)()
                if told_as == "text":
                    words += _owner_when(c, a, "brackets", True)
                lines += _bullet(words, glyph, width)
            lines.append("")
    lines += [_sec(c, "Learning and training", "Our people", "Other news"), ""]
    for t in [*c.done_narrative(2, 3), *c.narrative(1, 2)]:
        lines += [*wrap(t, width), ""]
    lines += [*_groups_txt(c, width), _sec(c, "Membership", "Who we are"), *c.members(), "", *_glossary_txt(c, width)]
    return _paged(c, lines, 40, 58)


@shape(
    "elder-minutes",
    format="txt",
    sort="minutes",
    objectives=False,
    layout="minutes with numbered items, discussion and agreed actions set under the item",
)
def minutes(c: Content) -> str:
    chance = c.chance
    width = chance.choice((0, 78, 88))
    lines = [*_para(_title(c), width), "", _sec(c, "Present", "In attendance", "Members present"), *c.members(), ""]
    acts = c.loose_acts(4, 8)
    topics = [
        "Welcome and apologies",
        "Minutes of the last meeting",
        "Data and performance",
        "Report from the sub-groups",
        "Review of the risk register",
        "Learning from reviews",
        "Voice and engagement",
        "Partner updates",
        "National developments",
        "Budget",
    ]
    chosen = topics[:2] + chance.sample(topics[2:], chance.randint(3, 5)) + ["Any other business"]
    way = chance.choice(("label", "label", "sentence", "bold"))
    count = 0
    for number, topic in enumerate(chosen, 1):
        lines += [f"{number}. {m('section', '', topic)}", ""]
        paras = c.narrative(0 if number == 1 else 1, 2) if chance.random() < 0.6 else c.done_narrative(1, 1)
        for place, t in enumerate(paras, 1):
            lines += [*_para(f"{number}.{place} {t}", width), ""]
        if number == 1:
            continue
        take = acts[count : count + chance.choice((0, 1, 1, 2))] if number < len(chosen) else acts[count:]
        count += len(take)
        for a in take:
            if way == "sentence":
                lines += _para(a.sentence(), width)
            elif way == "label":
                lines += _para(f"{c.label('action')}: {a.text()}", width)
                tail = _owner_when(c, a, "run", True).strip()
                lines += _para(tail, width) if tail else []
            else:
                lines += _para(
                    f"{m('label', 'action', 'ACTION')} {a.number()} {a.text()}{_owner_when(c, a, 'dash', False)}".replace(
                        "  ", " "
                    ),
                    width,
                )
            lines.append("")
    lines += [
        *_para(
            f"The next meeting will be held at {chance.choice(('the Pavilion', 'the civic centre', 'the old customs house'))}.",
            width,
        )
    ]
    return _paged(c, lines, 36, 60)


@shape(
    "elder-guide",
    format="txt",
    sort="none",
    objectives=False,
    layout="a guide with lists that look like plans and are none: how to report, training, duties, groups",
)
def guide(c: Content) -> str:
    chance = c.chance
    width = chance.choice((0, 76, 90))
    lines = [*_para(_title(c), width), ""]
    parts: list[list[str]] = []
    for heading, items in c.no_plan():
        numbered = chance.random() < 0.4
        part = [heading, ""]
        for i, item in enumerate(items, 1):
            part += _bullet(item, f"{i}." if numbered else chance.choice(("•", "•", "-")), width)
        parts.append([*part, ""])
    heading, items = c.principles()
    parts.append([heading, "", *(x for i in items for x in _bullet(i, "•", width)), ""])
    parts.append(_groups_txt(c, width))
    parts.append([_sec(c, "Who sits on the board", "People"), *c.members(), ""])
    parts.append(
        [c.section("other"), "", *(x for t in [*c.narrative(2, 4), *c.figures(0, 2)] for x in [*_para(t, width), ""])]
    )
    parts.append(_glossary_txt(c, width))
    chance.shuffle(parts)
    lines += [c.section("background"), "", *(x for t in c.background() for x in [*_para(t, width), ""])]
    for part in parts[: chance.randint(4, len(parts))]:
        lines += part
    return _paged(c, lines, 34, 60)


# ---- md -----------------------------------------------------------------------------------------


@shape(
    "elder-converted",
    format="md",
    layout="Markdown converted from a PDF: headings broken in two, bold lines as headings, page numbers between, bullets of several kinds",
)
def converted(c: Content) -> str:
    chance = c.chance
    level = chance.choice(("#", "##", "###"))
    broken = chance.randint(18, 34)
    lines = [*(f"# {x}" for x in wrap(_title(c), 40)), ""]
    for t in [*c.background(), *c.narrative(1, 3)]:
        lines += [t, ""]
    head_way = chance.choice(("broken", "bold", "mixed"))
    form = chance.choice(("brackets", "bold-next", "run"))
    glyph = chance.choice(("-", "*", "•", "- •", "-"))
    cut = chance.random() < 0.4
    if chance.random() < 0.4:
        lines += [
            f"**{c.section('priorities')}**",
            "",
            c.intro("priorities"),
            "",
            *(f"- {o.again()}" for o in c.objectives),
            "",
        ]
    for index, o in enumerate(c.objectives):
        kind = _kind(c, o)
        way = chance.choice(("broken", "bold")) if head_way == "mixed" else head_way
        if way == "broken":
            lines += [f"{level} {kind}", ""] if kind else []
            lines += [f"{level} {x}" for x in wrap(o.title(), broken)]
        else:
            lines += [f"**{kind}{' ' if kind else ''}{o.title()}**"]
        lines += ["", o.statement(), "", *[x for t in c.narrative(0, 1) for x in (t, "")]]
        lines += [
            f"**{c.section('actions')}**"
            if way == "bold" or chance.random() < 0.5
            else f"{level}# {c.section('actions')}",
            "",
        ]
        for a in o.acts:
            number = f"{a.number()} " if a.number() else ""
            told = wrap(a.text(), 60) if cut else [a.text()]
            if form == "bold-next":
                lines += [f"{glyph} {number}{told[0]}", *told[1:], ""]
                tail = []
                for label, value in ((c.label("lead"), a.lead()), (c.label("due"), a.due())):
                    if value:
                        tail.append(f"**{label}:** {value}")
                lines += ["  ".join(tail), ""] if tail else []
            else:
                told[-1] += _owner_when(c, a, form, form == "run")
                lines += [f"{glyph} {number}{told[0]}", *told[1:]]
        lines.append("")
        measured = _measures(o, 3)
        if measured and chance.random() < 0.55:
            lines += [f"**{c.section('measures')}**", "", *(f"{glyph} {x}" for x in measured), ""]
        if chance.random() < 0.6:
            lines += [c.furniture(index + 2), ""]
    heading, items = c.principles()
    lines += [f"{level} {heading}", "", *(f"- {i}" for i in items), "", f"**{c.section('other')}**", ""]
    for t in [*c.narrative(1, 3), *c.figures(0, 2)]:
        lines += [t, ""]
    if chance.random() < 0.5:
        rows = [f"| {t} | {e} |" for t, e in c.glossary()]
        lines += [f"{level} {_sec(c, 'Glossary', 'Words we use')}", "", "| | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


@shape(
    "elder-story",
    format="md",
    sort="report",
    layout="yearly report in Markdown told as a story: achievements as sentences run together in paragraphs under bold headings, next steps as a list or a pipe table",
)
def story(c: Content) -> str:
    chance = c.chance
    lines = [f"# {_title(c)}", "", *[x for t in [*c.background(), *c.done_narrative(1, 2)] for x in (t, "")]]
    lines += [f"## {_sec(c, 'The year in numbers', 'Facts and figures')}", "", *(f"- {f}" for f in c.figures(2, 4)), ""]
    bold = chance.random() < 0.5
    table = chance.random() < 0.4
    for o in c.objectives:
        kind = _kind(c, o)
        lines += [f"## {kind}{': ' if kind else ''}{o.full(' – ') if chance.random() < 0.4 else o.title()}", ""]
        if chance.random() < 0.5:
            lines += [c.narrative()[0], ""]
        past, coming = _split(c, o.acts)
        head = c.section("done")
        lines += [f"**{head}**" if bold else f"### {head}", "", " ".join(f"{a.done()}." for a in past), ""]
        if coming:
            head = c.section("next")
            lines += [f"**{head}**" if bold else f"### {head}", ""]
            if table:
                lines += [f"| {c.head('action')} | {c.head('lead')} | {c.head('due')} |", "|---|---|---|"]
                joiner = ", " if c.joiner.strip() == "|" else None
                lines += [f"| {a.text()} | {a.lead(joiner)} | {a.due()} |" for a in coming]
            else:
                lines += [
                    c.intro("next"),
                    "",
                    *(f"* {a.will() if chance.random() < 0.5 else a.sentence()}" for a in coming),
                ]
            lines.append("")
    lines += [
        f"## {c.section('other')}",
        "",
        *[x for t in [*c.done_narrative(1, 2), *c.narrative(1, 2)] for x in (t, "")],
    ]
    lines += [f"## {_sec(c, 'Members', 'Thanks to')}", "", *(f"- {p}" for p in c.members()), ""]
    return "\n".join(lines)

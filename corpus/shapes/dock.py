"""Layouts of a joint partnership of several authorities: committee papers, schedules, logs and what converters make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.content import RATINGS, Act, Content, Obj, m
from corpus.layout import columns, wrap
from corpus.shapes import shape

WORDS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
FONTS = (
    "Arial, sans-serif",
    "Calibri, Carlito, sans-serif",
    "Georgia, serif",
    "Verdana, sans-serif",
    "'Times New Roman', serif",
)
COLOURS = ("#1f3b5c", "#5b2b6b", "#20614a", "#7a2230", "#444444", "#0a6478")


# ---- helpers ------------------------------------------------------------------------------------


def _page(c: Content, body: Sequence[str], *, landscape: bool = False, extra: str = "") -> str:
    colour, font = c.chance.choice(COLOURS), c.chance.choice(FONTS)
    size = c.chance.choice(("9pt", "10pt", "10.5pt", "11pt"))
    css = (
        f"@page {{ size: A4 {'landscape' if landscape else 'portrait'}; margin: 18mm 15mm; }}\n"
        f"body {{ font-family: {font}; font-size: {size}; line-height: 1.3; }}\n"
        f"h1, h2, h3 {{ color: {colour}; margin: 0.8em 0 0.3em 0; }}\n"
        "table { border-collapse: collapse; width: 100%; margin: 6pt 0 10pt 0; }\n"
        "th, td { border: 1px solid #777; padding: 3pt 4pt; vertical-align: top; text-align: left; }\n"
        f"th {{ background: {colour}; color: #ffffff; }}\n"
        "p.foot { font-size: 8pt; color: #666; text-align: center; }\n" + extra
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f"<style>\n{css}</style></head><body>",
            *body,
            "</body></html>",
        ]
    )


def _p(paragraphs: Sequence[str]) -> list[str]:
    return [f"<p>{one}</p>" for one in paragraphs]


def _ul(items: Sequence[str], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{i}</li>" for i in items) + f"</{tag}>"


def _refs(c: Content, style: str | None = None) -> None:
    """References of a house style in place of the usual numbers."""
    style = style or c.chance.choice(("SP", "SP", "roman", "slash", "kept"))
    if style == "kept":
        return
    for i, o in enumerate(c.objectives, 1):
        o.printed_number = {
            "SP": f"SP{i}",
            "roman": ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")[i - 1],
            "slash": f"{i}",
        }[style]
        for j, a in enumerate(o.acts, 1):
            a.printed_number = {
                "SP": f"SP{i}.A{j}",
                "roman": f"{o.printed_number}({chr(96 + j)})",
                "slash": f"{i}/{j:02d}",
            }[style]


def _kind(c: Content, letter: str, word: str) -> None:
    """The document calls its objectives `word`."""
    c.kind, c.kind_word = letter, word
    for i, o in enumerate(c.objectives, 1):
        o.key = f"{letter}{i}"
        for j, a in enumerate(o.acts, 1):
            a.key = f"{o.key}/a{j}"


def _ohead(c: Content) -> str:
    word = c.kind_word
    return m("head", "objective", c.chance.choice((word, word, f"{word} and intention", f"{word} area")))


def _band(c: Content, o: Obj) -> str:
    """`Priority 2 –` before a name."""
    number = o.number()
    word = m("section", "", c.kind_word)
    if not number:
        return f"{word}: " if c._used.setdefault("dock.bare", [c.chance.random() < 0.5])[0] else ""
    kept = c._used.setdefault("dock.band", [c.chance.choice((": ", " – ", ". "))])
    return f"{word} {number}{kept[0]}"


def _first(a: Act) -> str:
    return m("lead", a.key, a.owners[0]["name"]) if a.owners else ""


def _rest(c: Content, a: Act) -> str:
    return m("support", a.key, c.joiner.join(m("who", a.key, o["name"]) for o in a.owners[1:])) if a.owners[1:] else ""


def _rated(c: Content, a: Act, shown: dict[str, str] | None = None) -> tuple[str, str, str]:
    """(comment on progress, rating, colour) that agree with one another."""
    told = a.progress()
    if c.rows.get(a.key) == "done":
        colour = "blue"
    elif told:
        colour = c.chance.choice(("green", "green", "amber", "amber", "red"))
    else:
        colour = c.chance.choice(("green", "amber", "grey"))
    c.rows[a.key] = f"{RATINGS[colour]} {colour}"
    return told, f"⟦rag {a.key} {colour}|{(shown or {}).get(colour, colour.capitalize())}⟧", colour


def _status(c: Content, a: Act, style: int) -> str:
    """A word of status."""
    sets = (
        (
            ("Completed", "done"),
            ("In progress", "in_progress"),
            ("Not started", "planned"),
            ("In progress", "in_progress"),
        ),
        (("Closed", "done"), ("Open", "planned"), ("Open – in hand", "in_progress"), ("Open", "planned")),
        (
            ("Discharged", "done"),
            ("Part complete", "in_progress"),
            ("Outstanding", "planned"),
            ("On track", "in_progress"),
        ),
    )
    word, standing = c.chance.choice(sets[style])
    c.rows[a.key] = standing
    return m("progress", a.key, word)


def _fits(c: Content, a: Act) -> bool:
    """Whether its time reads well behind «by» in a sentence."""
    if not a.whens or not a.owners:
        return False
    when = a.whens[0]
    return str(c.period["times"][when]).startswith("due 20") and not when.lower().startswith(
        ("by", "not ", "no ", "end q")
    )


def _lines(paragraphs: Sequence[str], width: int) -> list[str]:
    out: list[str] = []
    for one in paragraphs:
        out += [*wrap(one, width), ""]
    return out


def _whole(marked: str) -> str:
    """Its names and times held together, so that none of several in a cell is cut by a line break."""
    return re.sub(r"(⟦(?:who|when)[^|⟦⟧]*\|)([^⟦⟧]*)⟧", lambda f: f[1] + f[2].replace(" ", "\ue000") + "⟧", marked)


def _trim(a: Act, lead: int, due: int) -> None:
    """Several names or times in a column only where each finds room in one line of it."""
    if len(a.owners) > 1:
        a.owners = [o for o in a.owners if len(o["name"]) <= lead] or a.owners[:1]
    if len(a.whens) > 1:
        a.whens = [w for w in a.whens if len(w) <= due] or a.whens[:1]


def _flow(marked: str, width: int) -> str:
    """Broken into lines with the marks left running over the breaks."""
    out, length, blank = "", 0, False
    for found in re.finditer(r"⟦[^|⟦⟧]*\||⟧|\s+|[^\s⟦⟧]+", marked):
        token = found[0]
        if token.isspace():
            blank = True
        elif token == "⟧":
            out += token
        else:
            mark = token.startswith("⟦")
            if blank and length:
                following = re.match(r"(?:⟦[^|⟦⟧]*\|)*([^\s⟦⟧]*)", marked[found.start() :])
                need = len(following[1]) if following else 0
                if length + 1 + need > width:
                    out, length = out + "\n", 0
                else:
                    out, length = out + " ", length + 1
            blank = False
            out += token
            length += 0 if mark else len(token)
    return out


def _paged(c: Content, lines: Sequence[str], low: int = 30, high: int = 46) -> list[str]:
    """Running heads and page numbers wherever a page happens to end, in the middle of a row too."""
    out: list[str] = []
    page, left = 1, c.chance.randint(low, high)
    blank = c.chance.random() < 0.6
    for line in lines:
        out.append(line)
        left -= 1
        if left <= 0:
            out += ["", c.furniture(page), ""] if blank else [c.furniture(page)]
            page, left = page + 1, c.chance.randint(low, high)
    return out


def _glossary_txt(c: Content, width: int = 14) -> list[str]:
    return [line for t, e in c.glossary() for line in columns([t, e], [width, 60])]


def _groups_txt(c: Content) -> list[str]:
    out = []
    for g in c.groups():
        line = g["name"]
        if g["abbreviation"]:
            line += f" ({g['abbreviation']})"
        if g["chair"]:
            line += f" – chaired by {g['chair']}"
        if g["meets"]:
            line += f"; meets {g['meets']}"
        out.append(line)
    return out


def _groups_html(c: Content) -> str:
    rows = [
        f"<tr><td>{g['name']}{' (' + g['abbreviation'] + ')' if g['abbreviation'] else ''}</td><td>{g['chair']}</td><td>{g['meets']}</td></tr>"
        for g in c.groups()
    ]
    heads = "".join(
        f"<th>{m('head', 'other', w)}</th>"
        for w in (c.chance.choice(("Body", "Sub-Committee", "Group")), "Chair", "Frequency")
    )
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>"


# ---- html ---------------------------------------------------------------------------------------


@shape(
    "dock-storeys",
    format="html",
    layout="grid with a header of two storeys over sub-columns: responsibility (lead, support), monitoring (due, progress, rating)",
)
def storeys(c: Content) -> str:
    _refs(c)
    numbered = bool(c.objectives[0].acts[0].printed_number)
    banded = c.chance.random() < 0.5
    between = c.chance.choice((": ", " – "))
    support, measured, rated = c.chance.random() < 0.7, c.chance.random() < 0.5, c.chance.random() < 0.7
    shown = c.chance.choice((None, {"green": "G", "amber": "A", "red": "R", "blue": "B", "grey": "N/S"}))
    tints = {"green": "#9fd39a", "amber": "#f6cf7a", "red": "#ec9a94", "blue": "#9dbfe6", "grey": "#dddddd"}
    fixed = ""
    if numbered:
        fixed += f'<th rowspan="2">{c.head("number")}</th>'
    if not banded:
        fixed += f'<th rowspan="2">{_ohead(c)}</th>'
    fixed += f'<th rowspan="2">{c.head("action")}</th>'
    over = m("head", "other", c.chance.choice(("Responsibility", "Accountability", "Ownership")))
    lower = f"<th>{c.head('lead')}</th>"
    if support:
        lower += f"<th>{m('head', 'support', c.chance.choice(('Support', 'In support', 'Contributing', 'With')))}</th>"
    top = fixed + (f'<th colspan="2">{over}</th>' if support else f"<th>{over}</th>")
    monitoring = [f"<th>{c.head('due')}</th>"]
    if measured:
        monitoring.append(f"<th>{c.head('measure')}</th>")
    if rated:
        monitoring += [f"<th>{c.head('progress')}</th>", f"<th>{c.head('rag')}</th>"]
    top += f'<th colspan="{len(monitoring)}">{m("head", "other", c.chance.choice(("Monitoring", "Delivery", "Timescale and reporting")))}</th>'
    lower += "".join(monitoring)
    width = int(numbered) + int(not banded) + 1 + 1 + int(support) + len(monitoring)
    rows = []
    for o in c.objectives:
        if banded:
            rows.append(f'<tr class="band"><td colspan="{width}">{_band(c, o)}{o.full(between)}</td></tr>')
        for i, a in enumerate(o.acts):
            cells = f"<td>{a.number()}</td>" if numbered else ""
            if not banded and i == 0:
                number = f"{o.number()} " if o.printed_number else ""
                cells += f'<td rowspan="{len(o.acts)}">{number}<b>{o.title()}</b><br>{o.statement()}</td>'
            cells += f"<td>{a.text()}</td>"
            cells += f"<td>{_first(a)}</td><td>{_rest(c, a)}</td>" if support else f"<td>{a.lead()}</td>"
            cells += f"<td>{a.due()}</td>"
            if measured:
                cells += f"<td>{a.measure()}</td>"
            if rated:
                told, rating, colour = _rated(c, a, shown)
                cells += f'<td>{told}</td><td style="background:{tints[colour]}">{rating}</td>'
            rows.append(f"<tr>{cells}</tr>")
    body = [f"<h1>{c.doctitle()}</h1>"]
    if c.chance.random() < 0.7:
        body += [f"<h2>{c.section('background')}</h2>", *_p(c.background())]
    body += _p(c.narrative(1, 3))
    if c.chance.random() < 0.4:
        heading, items = c.principles()
        body += [f"<h2>{heading}</h2>", _ul(items)]
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>"]
    body.append(f"<table><thead><tr>{top}</tr><tr>{lower}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 3)), *_p(c.figures(1, 2))]
    if c.chance.random() < 0.4:
        body.append(_groups_html(c))
    body.append(f'<p class="foot">{c.furniture(1)}</p>')
    return _page(c, body, landscape=True, extra="tr.band td { background: #e6e6ee; font-weight: bold; }\n")


@shape(
    "dock-bullets",
    format="html",
    layout="table with one row to an objective, several bullets in the action cell, lead and date shared by them",
)
def bullets(c: Content) -> str:
    if c.chance.random() < 0.4:
        _refs(c, "SP")
    order = c.chance.choice(
        (("lead", "due", "measure"), ("due", "lead", "measure"), ("measure", "lead", "due"), ("lead", "due"))
    )
    nested, apart = c.chance.random() < 0.3, c.chance.random() < 0.6
    tag = c.chance.choice(("ul", "ul", "ol"))
    heads = f"<th>{_ohead(c)}</th><th>{c.head('action')}</th>" + "".join(f"<th>{c.head(h)}</th>" for h in order)
    rows = []
    for o in c.objectives:
        parts = [o.acts]
        if len(o.acts) > 3 and c.chance.random() < 0.6:
            parts = [o.acts[:2], o.acts[2:]]
        for place, acts in enumerate(parts):
            key = "+".join(a.key for a in acts)
            owners, whens = acts[0].owners, acts[0].whens
            bullet = [a.text() for a in acts]
            if nested:
                doing = "<br>".join(f"{chr(8226)} {t}" for t in bullet)
            else:
                doing = _ul(bullet, tag)
            cell = {
                "lead": m(
                    "lead",
                    key,
                    owners[0]["name"] if len(owners) == 1 else c.joiner.join(m("who", key, w["name"]) for w in owners),
                )
                if owners
                else "",
                "due": m("due", key, whens[0] if len(whens) == 1 else ", ".join(m("when", key, w) for w in whens))
                if whens
                else "",
                "measure": "",
            }
            if place == 0:
                told = [a.words["measure"] for a in o.acts if a.words.get("measure")][: c.chance.randint(1, 3)]
                keys = [o.key] if len(told) == 1 else [f"{o.key}#{i}" for i in range(1, len(told) + 1)]
                cell["measure"] = "<br>".join(m("measure", k, w) for k, w in zip(keys, told, strict=True))
            first = ""
            if place == 0:
                number = f"{o.number()}. " if o.printed_number else ""
                name = f"<b>{number}{o.title()}</b><br>{o.statement()}" if apart else f"{number}{o.full()}"
                first = f'<td rowspan="{len(parts)}">{name}</td>' if len(parts) > 1 else f"<td>{name}</td>"
            rows.append("<tr>" + first + f"<td>{doing}</td>" + "".join(f"<td>{cell[h]}</td>" for h in order) + "</tr>")
    body = [f"<h1>{c.doctitle()}</h1>", *_p(c.narrative(1, 2))]
    if c.chance.random() < 0.5:
        body += [f"<h2>{c.section('background')}</h2>", *_p(c.background())]
    if c.chance.random() < 0.5:
        body += [f"<p>{c.intro('priorities')}</p>", _ul([o.again() for o in c.objectives])]
    body += [f"<h2>{c.section('actions')}</h2>"]
    if c.chance.random() < 0.6:
        body.append(f"<p>{c.intro('actions')}</p>")
    body.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    body += _p(c.narrative(1, 2))
    if c.chance.random() < 0.5:
        heading, items = c.principles()
        body += [f"<h3>{heading}</h3>", _ul(items)]
    if c.chance.random() < 0.5:
        body += [f"<h3>{c.section('other')}</h3>", _groups_html(c)]
    return _page(c, body, landscape=c.chance.random() < 0.7, extra="td ul, td ol { margin: 0; padding-left: 12pt; }\n")


@shape(
    "dock-recommendations",
    format="html",
    layout="improvement plan: recommendations under themed bands, response, owner, date and status in columns",
)
def recommendations(c: Content) -> str:
    _refs(c, c.chance.choice(("slash", "kept", "SP")))
    style = c.chance.randint(0, 2)
    answers = c.chance.choice(
        (
            ("Accepted", "Accepted in part"),
            ("Agreed", "Agreed in principle", "Agreed"),
            ("Supported", "Supported subject to resources"),
        )
    )
    rec = m(
        "head",
        "action",
        c.chance.choice(("Recommendation", "Recommendation of the Scrutineer", "Finding and recommendation")),
    )
    response = m("head", "other", c.chance.choice(("Response", "Response of Members", "Management response")))
    commentary = c.chance.random() < 0.6
    single = c.chance.random() < 0.5
    numbered = bool(c.objectives[0].acts[0].printed_number)
    heads = (
        f"<th>{c.head('number')}</th>" if numbered else ""
    ) + f"<th>{rec}</th><th>{response}</th><th>{c.head('lead')}</th><th>{c.head('due')}</th>"
    heads += f"<th>{c.head('progress')}</th>"
    width = heads.count("<th>")
    body = [
        f"<h1>{c.doctitle()}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *_p(c.background()),
        *_p(c.narrative(1, 2)),
    ]
    if c.chance.random() < 0.5:
        body += _p(c.figures(1, 3))
    rows: list[str] = []
    tables: list[str] = []
    for o in c.objectives:
        if single:
            rows.append(f'<tr class="band"><td colspan="{width}">{_band(c, o)}{o.full()}</td></tr>')
        else:
            rows = []
            tables += [f"<h3>{_band(c, o)}{o.title()}</h3>", f"<p>{o.statement()}</p>"]
        for a in o.acts:
            number = f"<td>{a.number()}</td>" if numbered else ""
            action = a.text()
            if commentary:
                told = a.progress() or _status(c, a, style)
            else:
                told = _status(c, a, style)
            rows.append(
                f"<tr>{number}<td>{action}</td><td>{c.chance.choice(answers)}</td><td>{a.lead()}</td><td>{a.due()}</td><td>{told}</td></tr>"
            )
        if not single:
            tables.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
            if c.chance.random() < 0.4:
                tables += _p(c.narrative(1, 1))
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('actions')}</p>"]
    body += [f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"] if single else tables
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 3))]
    if c.chance.random() < 0.5:
        body.append(f"<table>{''.join(f'<tr><td>{t}</td><td>{e}</td></tr>' for t, e in c.glossary())}</table>")
    return _page(
        c, body, landscape=c.chance.random() < 0.6, extra="tr.band td { background: #efe9dc; font-weight: bold; }\n"
    )


@shape(
    "dock-committee",
    format="html",
    size="large",
    layout="committee report with numbered paragraphs, list of priorities, and the schedule of actions in tables of an appendix",
)
def committee(c: Content) -> str:
    _refs(c, c.chance.choice(("SP", "SP", "roman", "slash")))
    year = c.period["start"][:4]
    where = c.chance.choice(
        ("Joint Committee", "Delivery Sub-Committee", "Executive", "Joint Overview and Scrutiny Committee")
    )
    front = [
        ("Report to", where), ("Date of meeting", f"{c.chance.randint(2, 28)} {c.chance.choice(('May', 'June', 'September', 'November'))} {year}"),
        ("Report of", c.chance.choice(("the Secretary", "the Business Unit", "the Independent Chair"))),
        ("Status", c.chance.choice(("For decision", "For information", "Part I – open to the press and public"))),
    ]  # fmt: skip
    body = [f"<h1>{c.doctitle()}</h1>"]
    body.append(
        "<table>"
        + "".join(f"<tr><td><b>{m('label', 'other', k)}</b></td><td>{v}</td></tr>" for k, v in front)
        + "</table>"
    )
    if c.chance.random() < 0.7:
        body += [
            f"<h2>{m('section', '', c.chance.choice(('Contents', 'Contents of this report')))}</h2>",
            "<p>" + "<br>".join(c.contents()) + "</p>",
        ]
    part = 0

    def paragraphs(heading: str, told: Sequence[str]) -> None:
        nonlocal part
        part += 1
        body.append(f"<h2>{part}. {heading}</h2>")
        body.extend(f"<p>{part}.{i} {one}</p>" for i, one in enumerate(told, 1))

    paragraphs(m("section", "", c.chance.choice(("Purpose of report", "Summary", "Introduction"))), c.narrative(1, 2))
    asked = c.chance.choice((
        ("the report be noted", "the schedule at Appendix A be approved"),
        ("Members note the contents of the report", "any comments be conveyed to the Chair", "the appendix be published"),
        ("the plan be received", "delegated authority be given for minor amendments"),
    ))  # fmt: skip
    paragraphs(
        m("section", "", c.chance.choice(("Recommendations", "Decision sought"))),
        [f"It is recommended that {'; and that '.join(asked)}."],
    )
    paragraphs(c.section("background"), [*c.background(), *c.narrative(1, 2)])
    heading, items = c.principles()
    paragraphs(heading, items)
    if c.chance.random() < 0.7:
        paragraphs(m("section", "", "Performance"), [*c.figures(2, 4), *c.narrative(1, 1)])
    paragraphs(
        c.section("priorities"),
        [
            c.intro("priorities") + _ul([o.again() for o in c.objectives], "ol" if c.chance.random() < 0.5 else "ul"),
            *c.narrative(1, 2),
        ],
    )
    if c.chance.random() < 0.7:
        paragraphs(m("section", "", "Sub-Committees"), c.narrative(1, 1))
        body.append(_groups_html(c))
    if c.chance.random() < 0.6:
        paragraphs(c.section("done"), c.done_narrative(1, 2))
    for about in c.several("sections.other", c.chance.randint(2, 3)):
        paragraphs(m("section", "", about), c.narrative(1, 2))
    body.append(f'<p class="foot">{c.furniture(2)}</p>')
    body.append(
        f'<h1 style="page-break-before: always">{m("section", "", c.chance.choice(("Appendix A", "Appendix 1", "Annex A – Schedule")))}</h1>'
    )
    order = c.chance.choice(
        (
            ("lead", "due"),
            ("due", "lead"),
            ("lead", "due", "measure"),
            ("measure", "lead", "due"),
            ("lead", "due", "progress"),
        )
    )
    titled = c.chance.random() < 0.6
    for o in c.objectives:
        body.append(f"<h3>{_band(c, o)}{o.title()}</h3>")
        body.append(f"<p>{(c.label('objective') + ': ') if titled else ''}{o.statement()}</p>")
        heads = f"<th>{c.head('number')}</th><th>{c.head('action')}</th>" + "".join(
            f"<th>{c.head(h)}</th>" for h in order
        )
        rows = []
        for a in o.acts:
            cells = f"<td>{a.number()}</td><td>{a.text()}</td>" + "".join(f"<td>{getattr(a, h)()}</td>" for h in order)
            rows.append(f"<tr>{cells}</tr>")
        body.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
        if "measure" not in order and c.chance.random() < 0.4 and o.measure():
            body.append(f"<p><i>{c.label('measure')}:</i> {o.measure()}</p>")
        if c.chance.random() < 0.25:
            body += _p(c.narrative(1, 1))
    body.append(f"<h2>{m('section', '', c.chance.choice(('Glossary', 'Abbreviations')))}</h2>")
    body.append("<table>" + "".join(f"<tr><td>{t}</td><td>{e}</td></tr>" for t, e in c.glossary()) + "</table>")
    if c.chance.random() < 0.5:
        body += [f"<h2>{m('section', '', 'Members')}</h2>", _ul(c.members())]
    body.append(f'<p class="foot">{c.furniture(3)}</p>')
    return _page(c, body)


@shape(
    "dock-outcomes",
    format="html",
    layout="outcomes framework: outcome and indicators merged down the left, activity and owner row by row",
)
def outcomes(c: Content) -> str:
    _kind(c, "u", c.chance.choice(("Outcome", "Outcome", "Shared outcome")))
    if c.chance.random() < 0.4:
        for i, o in enumerate(c.objectives, 1):
            o.printed_number = f"OC{i}"
    dated, numbered = c.chance.random() < 0.7, c.chance.random() < 0.4 and bool(c.objectives[0].acts[0].printed_number)
    last = c.chance.random() < 0.4
    indicator = m(
        "head", "measure", c.chance.choice(("Indicators", "Indicator", "Population indicator", "Outcome indicators"))
    )
    activity = m("head", "action", c.chance.choice(("Activity", "Activities", "Contributing activity")))
    heads = f"<th>{_ohead(c)}</th>" + ("" if last else f"<th>{indicator}</th>")
    heads += (f"<th>{c.head('number')}</th>" if numbered else "") + f"<th>{activity}</th><th>{c.head('lead')}</th>"
    heads += (f"<th>{c.head('due')}</th>" if dated else "") + (f"<th>{indicator}</th>" if last else "")
    rows = []
    for o in c.objectives:
        told = [a.words["measure"] for a in o.acts if a.words.get("measure")]
        keys = [o.key] if len(told) == 1 else [f"{o.key}#{i}" for i in range(1, len(told) + 1)]
        marked = [m("measure", k, w) for k, w in zip(keys, told, strict=True)]
        shown = _ul(marked) if len(marked) > 1 else "".join(marked)
        for i, a in enumerate(o.acts):
            span = f' rowspan="{len(o.acts)}"'
            cells = ""
            if i == 0:
                number = f"{o.number()}<br>" if o.printed_number else ""
                cells += f"<td{span}>{number}<b>{o.title()}</b><br>{o.statement()}</td>" + (
                    "" if last else f"<td{span}>{shown}</td>"
                )
            cells += f"<td>{a.number()}</td>" if numbered else ""
            cells += f"<td>{a.text()}</td><td>{a.lead()}</td>" + (f"<td>{a.due()}</td>" if dated else "")
            if last and i == 0:
                cells += f"<td{span}>{shown}</td>"
            rows.append(f"<tr>{cells}</tr>")
    body = [f"<h1>{c.doctitle()}</h1>"]
    heading, items = c.principles()
    body += [f"<h2>{heading}</h2>", _ul(items)] if c.chance.random() < 0.7 else _p(c.background())
    body += [
        *_p(c.narrative(1, 3)),
        f"<h2>{c.section('measures')}</h2>",
        *_p([c.intro("measures")]),
        *_p(c.figures(1, 3)),
    ]
    body += [
        f"<h2>{m('section', '', c.chance.choice(('Outcomes framework', 'The framework', 'Framework and activity')))}</h2>"
    ]
    body.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 2))]
    if c.chance.random() < 0.5:
        for heading, items in c.no_plan()[:1]:
            body += [f"<h3>{heading}</h3>", _ul(items)]
    return _page(c, body, landscape=True, extra="td ul { margin: 0; padding-left: 12pt; }\n")


@shape(
    "dock-undertakings",
    format="html",
    sort="report",
    layout="yearly report: for each priority a statement, a two-column table of what was done and what is carried forward",
)
def undertakings(c: Content) -> str:
    _refs(c, c.chance.choice(("SP", "kept", "kept")))
    stacked = c.chance.random() < 0.4
    past_head, next_head = c.section("done"), c.section("next")
    body = [
        f"<h1>{c.doctitle()}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *_p(c.background()),
        *_p(c.narrative(1, 2)),
    ]
    if c.chance.random() < 0.6:
        body += _p(c.done_narrative(1, 2))
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>"]
    if c.chance.random() < 0.5:
        body.append(_ul([o.again() for o in c.objectives]))
    for o in c.objectives:
        body += [f"<h3>{_band(c, o)}{o.title()}</h3>", f"<p>{o.statement()}</p>"]
        cut = (
            len(o.acts) if len(o.acts) < 3 and c.chance.random() < 0.5 else max(1, len(o.acts) - c.chance.randint(1, 2))
        )
        past = [a.done() + ("" if a.words["done"].endswith(".") else ".") for a in o.acts[:cut]]
        to_come = []
        for a in o.acts[cut:]:
            c.rows[a.key] = "planned"
            if _fits(c, a) and c.chance.random() < 0.5:
                to_come.append(a.sentence())
                continue
            line = c.chance.choice((a.will, a.text))()
            if a.owners and c.chance.random() < 0.6:
                line += f" ({c.label('lead')}: {a.lead()}{', ' + a.due() if a.whens else ''})"
            to_come.append(line)
        if stacked or not to_come:
            body += [f"<p><b>{past_head}</b></p>", _ul(past)]
            if to_come:
                body += [f"<p><b>{next_head}</b></p>", _ul(to_come)]
        else:
            body.append(
                f"<table><tr><th>{past_head}</th><th>{next_head}</th></tr>"
                f"<tr><td>{_ul(past)}</td><td>{_ul(to_come)}</td></tr></table>"
            )
        if c.chance.random() < 0.4:
            body += _p(c.narrative(1, 1) if c.chance.random() < 0.5 else c.figures(1, 2))
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 3)), *_p(c.figures(1, 2))]
    if c.chance.random() < 0.5:
        body.append(_groups_html(c))
    body.append(f'<p class="foot">{c.furniture(4)}</p>')
    return _page(c, body, extra="td { width: 50%; } td ul { margin: 0; padding-left: 12pt; }\n")


# ---- plain text ---------------------------------------------------------------------------------


@shape(
    "dock-tabs",
    format="txt",
    layout="spreadsheet copied into text: tabs between cells, empty cells, objective only in its first row",
)
def tabs(c: Content) -> str:
    _refs(c, c.chance.choice(("SP", "kept", "slash")))
    rated = c.chance.random() < 0.6
    shown = c.chance.choice((None, {"green": "G", "amber": "A", "red": "R", "blue": "B", "grey": "-"}))
    order = c.chance.choice((
        ("number", "objective", "action", "lead", "due", "measure"), ("objective", "number", "action", "due", "lead"),
        ("objective", "action", "measure", "lead", "due"), ("number", "action", "lead", "due", "measure", "objective"),
    ))  # fmt: skip
    banded = c.chance.random() < 0.4
    if banded:
        order = tuple(x for x in order if x != "objective")
    if not c.objectives[0].acts[0].printed_number:
        order = tuple(x for x in order if x != "number")
    order += ("progress", "rag") if rated else ()
    quoted = c.chance.random() < 0.4
    again = not banded and c.chance.random() < 0.25
    wide = len(order)
    between, told_number = c.chance.choice((": ", " - ")), c.chance.random() < 0.7
    spare = "\t" * c.chance.randint(0, 2)
    lines = [c.doctitle() + "\t" * (wide - 1), *[n + "\t" * (wide - 1) for n in c.narrative(0, 2)], "\t" * (wide - 1)]
    lines.append("\t".join(_ohead(c) if x == "objective" else c.head(x) for x in order) + spare)
    for o in c.objectives:
        if banded:
            number = f"{o.number()} " if o.printed_number and told_number else ""
            lines.append(f"{number}{o.full(between)}" + "\t" * (wide - 1))
        for i, a in enumerate(o.acts):
            cells = {
                "number": a.number(),
                "action": a.text(),
                "due": a.due(),
                "measure": a.measure() if "measure" in order else "",
            }
            cells["lead"] = a.lead()
            if quoted and len(a.owners) > 1:
                cells["lead"] = '"' + a.lead("\n") + '"'
            cells["objective"] = "" if banded else o.full() if i == 0 else o.again() if again else ""
            if rated:
                cells["progress"], cells["rag"], _ = _rated(c, a, shown)
            lines.append("\t".join(cells[x] for x in order) + spare)
        if c.chance.random() < 0.3:
            lines.append("\t" * (wide - 1))
    lines += ["\t" * (wide - 1), *c.narrative(1, 2)]
    if c.chance.random() < 0.4:
        lines += ["", *[f"{t}\t{e}" for t, e in c.glossary()]]
    if c.chance.random() < 0.3:
        lines += ["", *c.members()]
    return "\n".join(lines)


@shape("dock-pipes", format="txt", layout="rows of plain text, pipes between cells and slashes between lead and date")
def pipes(c: Content) -> str:
    _refs(c)
    numbered = bool(c.objectives[0].acts[0].printed_number)
    slashed = c.chance.random() < 0.6
    edge = c.chance.random() < 0.4
    measured = c.chance.random() < 0.5
    all_slash = c.chance.random() < 0.25
    between = " / " if all_slash else c.chance.choice((" | ", " | ", "|"))
    slashed = slashed and not all_slash
    comma = c.chance.choice((", ", " and ", "; "))

    def row(cells: Sequence[str]) -> str:
        line = between.join(cells)
        return f"| {line} |" if edge and not all_slash else line.rstrip()

    lines = [c.doctitle(), "", *_lines(c.narrative(1, 2), 110)]
    if c.chance.random() < 0.6:
        lines += [c.section("background"), "", *_lines(c.background(), 110)]
    if c.chance.random() < 0.4:
        heading, items = c.principles()
        lines += [heading, *[f"* {i}" for i in items], ""]
    lines += [c.section("priorities"), ""]
    repeat, joined = c.chance.random() < 0.5, c.chance.random() < 0.5
    for index, o in enumerate(c.objectives):
        lines.append(f"{_band(c, o)}{o.full()}" if joined else f"{_band(c, o)}{o.title()}\n{o.statement()}")
        lines.append("")
        if index == 0 or repeat:
            heads = [c.head("number")] if numbered else []
            heads.append(c.head("action"))
            heads += [f"{c.head('lead')} / {c.head('due')}"] if slashed else [c.head("lead"), c.head("due")]
            heads += [c.head("measure")] if measured else []
            lines.append(row(heads))
        for a in o.acts:
            cells = [a.number()] if numbered else []
            cells.append(a.text())
            lead, due = a.lead(comma), a.due()
            cells += [" / ".join(x for x in (lead, due) if x)] if slashed else [lead, due]
            cells += [a.measure()] if measured else []
            lines.append(row(cells))
        lines.append("")
        if c.chance.random() < 0.3:
            lines += _lines(c.narrative(1, 1), 110)
    lines += [c.section("other"), "", *_lines(c.narrative(1, 3), 110)]
    if c.chance.random() < 0.5:
        lines += [*_groups_txt(c), ""]
    lines.append(c.furniture(1))
    return "\n".join(lines)


@shape(
    "dock-actionlog",
    format="txt",
    sort="minutes",
    objectives=False,
    layout="minutes with numbered items, then an action log in columns of wide blanks: number, action, owner, deadline, status",
)
def actionlog(c: Content) -> str:
    style = c.chance.randint(0, 2)
    acts = c.loose_acts(5, 11)
    ref = c.chance.choice(("{n}", "A{n}", "{y}/{n:03d}", "{m}.{n}"))
    meeting = c.chance.randint(3, 40)
    for i, a in enumerate(acts, 1):
        a.printed_number = ref.format(n=i, y=c.period["start"][2:4], m=meeting)
    title = c.chance.choice(("ACTION LOG", "Schedule of actions", "Actions arising", "Record of actions"))
    lines = [
        c.doctitle(),
        "",
        m("section", "", c.chance.choice(("Present", "In attendance", "Members present"))),
        *c.members(),
        "",
    ]
    lines += [
        f"{m('section', '', 'Apologies')}: {c.chance.choice(('none', 'see attendance record', 'as recorded by the Secretary'))}",
        "",
    ]
    width = c.chance.choice((92, 100, 116))
    for i in range(1, c.chance.randint(4, 7)):
        lines += [
            f"{i}. {c.section('other') if i > 1 else m('section', '', 'Minutes of the last meeting and matters arising')}"
        ]
        told = (
            c.narrative(1, 2)
            if i > 1
            else [
                c.chance.choice(
                    (
                        "Approved as a correct record.",
                        "Agreed, subject to a correction to the attendance.",
                        "Taken as read.",
                    )
                )
            ]
        )
        if i > 2 and c.chance.random() < 0.4:
            told += c.figures(1, 2)
        lines += [x for n, one in enumerate(told, 1) for x in wrap(f"{i}.{n} {one}", width)]
        if c.chance.random() < 0.4:
            lines.append(
                c.chance.choice(("RESOLVED: that the report be noted.", "Noted.", "Members noted the position."))
            )
        lines.append("")
    log = [m("section", "", title), ""]
    order = c.chance.choice(
        (
            ("number", "action", "lead", "due", "progress"),
            ("number", "action", "due", "lead", "progress"),
            ("number", "lead", "action", "due", "progress"),
        )
    )
    widths = {
        "number": 8,
        "action": c.chance.choice((40, 48, 56)),
        "lead": c.chance.choice((18, 24)),
        "due": 15,
        "progress": 16,
    }
    log += columns([c.head(x) for x in order], [widths[x] for x in order], 4)
    if c.chance.random() < 0.4:
        log.append("-" * (sum(widths.values()) + 16))
    for a in acts:
        _trim(a, widths["lead"], widths["due"])
        cells = {
            "number": a.number(),
            "action": a.text(),
            "lead": a.lead(),
            "due": a.due(),
            "progress": _status(c, a, style),
        }
        log += columns([cells[x] for x in order], [widths[x] for x in order], 4)
        if c.chance.random() < 0.7:
            log.append("")
    log.append("")
    lines = [*log, *lines] if c.chance.random() < 0.2 else [*lines, *log]
    lines += [
        f"{m('section', '', 'Date of next meeting')}: {c.chance.choice(('to be notified', 'as per the calendar', 'see below'))}",
        "",
    ]
    for heading, items in c.no_plan()[:1]:
        lines += [heading, *items]
    return "\n".join(_paged(c, lines))


@shape(
    "dock-raw",
    format="txt",
    layout="a table as pdftotext -raw gives it: the cells of each row one after another, broken into lines as they were in the cell, page furniture between",
)
def raw(c: Content) -> str:
    _refs(c, c.chance.choice(("SP", "kept", "kept", "slash")))
    order = c.chance.choice((
        ("number", "action", "lead", "due"), ("number", "action", "lead", "due", "measure"), ("action", "lead", "due", "measure"),
        ("number", "action", "measure", "lead", "due"), ("action", "due", "lead"), ("number", "action", "due", "lead", "progress"),
    ))  # fmt: skip
    if not c.objectives[0].acts[0].printed_number:
        order = tuple(x for x in order if x != "number")
    cell = c.chance.random() < 0.5  # the objective in a cell of its own before its first row, else a band
    widths = {
        "number": 10,
        "action": c.chance.choice((34, 42, 60)),
        "lead": c.chance.choice((16, 22)),
        "due": 14,
        "measure": c.chance.choice((24, 32)),
        "progress": 24,
    }
    heads = [*wrap(_ohead(c), 12)] if cell else []
    for x in order:
        heads += wrap(c.head(x), max(9, widths[x] - 6))
    if c.chance.random() < 0.5:
        heads = [" ".join([_ohead(c)] * cell + [c.head(x) for x in order])]
    lines = [*wrap(c.doctitle(), 60), *[x for n in c.narrative(1, 3) for x in wrap(n, 95)], c.section("priorities")]
    table: list[str] = [*heads]
    for o in c.objectives:
        if cell:
            table += [*([o.number()] if o.printed_number else []), *wrap(o.full(), 24)]
        else:
            number = f"{o.number()} " if o.printed_number else ""
            table += wrap(f"{m('section', '', c.kind_word)} {number}{o.full()}", 95)
            if c.chance.random() < 0.3:
                table += heads
        for a in o.acts:
            for x in order:
                got = a.text() if x == "action" else getattr(a, x)()
                if not got:
                    continue
                if x in ("lead", "due") and table and c.chance.random() < 0.25 and len(wrap(got, widths[x])) == 1:
                    table[-1] += f" {got}"  # short cells of one line come out on the line before
                else:
                    table += [_flow(got, widths[x])] if x in ("lead", "due") else wrap(got, widths[x])
    lines += table
    lines += [c.section("other"), *[x for n in c.narrative(1, 3) for x in wrap(n, 95)]]
    if c.chance.random() < 0.5:
        lines += [f"{t} {e}" for t, e in c.glossary()]
    if c.chance.random() < 0.5:
        lines += [x for n in c.figures(1, 3) for x in wrap(n, 95)]
    return "\n".join(_paged(c, lines, 26, 44))


@shape(
    "dock-runon",
    format="txt",
    layout="run-on text of each page: headings, statement, actions and measures follow one another in one long line",
)
def runon(c: Content) -> str:
    wanted = m(
        "label",
        "objective",
        c.chance.choice(("What we want to see", "Desired position", "What this means", "The intention")),
    )
    doing, knowing = c.section("actions"), c.section("measures")
    mark = c.chance.choice(("• ", "", "- ", "o "))
    told_who = c.chance.random() < 0.7
    measured = c.chance.random() < 0.6
    wording = c.chance.choice(("text", "text", "will"))
    numeral = c.chance.random() < 0.7
    width = c.chance.choice((0, 0, 150))
    lines = [" ".join([c.doctitle(), *c.contents()])] if c.chance.random() < 0.4 else [c.doctitle()]
    heading, items = c.principles()
    lines.append(" ".join([c.section("background"), *c.background(), heading, *items]))
    if c.chance.random() < 0.5:
        lines.append(" ".join([c.intro("priorities"), *[o.again() for o in c.objectives]]))
    for i, o in enumerate(c.objectives):
        o.printed_number = WORDS[i] if numeral else str(i + 1)
        run = [m("section", "", c.kind_word), o.number(), o.title(), wanted, o.statement() + ".", doing]
        if c.chance.random() < 0.4:
            run.append(c.intro("actions"))
        for a in o.acts:
            if wording == "will" and _fits(c, a) and c.chance.random() < 0.5:
                run.append(mark + a.sentence())
                continue
            said = mark + getattr(a, wording)()
            if told_who and (a.owners or a.whens):
                inside = [x for x in (a.lead(), a.due()) if x]
                said += f" ({', '.join(inside)})" if inside else ""
            if mark == "":
                said += "."
            run.append(said)
        told = [a.words["measure"] for a in o.acts if a.words.get("measure")][:2]
        if measured and told:
            keys = [o.key] if len(told) == 1 else [f"{o.key}#{n}" for n in range(1, len(told) + 1)]
            run += [knowing, *[mark + m("measure", k, w) for k, w in zip(keys, told, strict=True)]]
        if c.chance.random() < 0.3:
            run += c.narrative(1, 1)
        run.append(c.furniture(i + 2))
        lines.append(" ".join(run))
    lines.append(" ".join([c.section("other"), *c.narrative(1, 3), *c.figures(1, 2)]))
    if width:
        lines = [x for line in lines for x in (_flow(line, width), "")]
    return "\n".join(lines)


@shape(
    "dock-agencies",
    format="txt",
    sort="report",
    layout="multi-agency report, agency by agency: each one's submission, achievements under the priorities, then what it will do next",
)
def agencies(c: Content) -> str:
    pool = [o["name"] for o in c.bank["owners"] if o["kind"] == "agency"]
    chosen = c.chance.sample(pool, c.chance.randint(3, 4))
    given: dict[str, list[tuple[Obj, list[Act]]]] = {n: [] for n in chosen}
    for i, o in enumerate(c.objectives):
        names = [chosen[i % len(chosen)]]
        if len(o.acts) > 3:
            names.append(chosen[(i + 1) % len(chosen)])
        half = len(o.acts) if len(names) == 1 else len(o.acts) // 2
        for n, part in zip(names, (o.acts[:half], o.acts[half:]), strict=False):
            given[n].append((o, part))
    title = c.chance.choice(("Submission of", "Return made by", "Agency", "Statement of"))
    width = c.chance.choice((88, 96, 104))
    bullet = c.chance.choice(("• ", "- ", "\uf0b7 ", "(x) "))
    lines = [
        c.doctitle(),
        "",
        c.section("background"),
        "",
        *_lines(c.background(), width),
        *_lines(c.narrative(1, 2), width),
    ]
    next_head = c.section("next")
    front = c.chance.random() < 0.6
    if front:
        lines += [c.section("priorities"), "", c.intro("priorities")]
        lines += [
            x for o in c.objectives for x in wrap(f"{o.number()}{' ' if o.printed_number else ''}{o.full()}", width)
        ] + [""]
    seen: set[str] = set()
    for name in chosen:
        if not given[name]:
            continue
        acts = [a for _, part in given[name] for a in part]
        lines += [f"{m('label', 'lead', title)}: {m('lead', '+'.join(a.key for a in acts), name)}", ""]
        lines += _lines(c.narrative(1, 1), width)
        if c.chance.random() < 0.4:
            lines += _lines(c.figures(1, 1), width)
        to_come: list[tuple[Obj, Act]] = []
        for o, part in given[name]:
            if front or o.key in seen:
                lines += [o.again()]
            else:
                lines += [o.title(), *wrap(o.statement(), width)]
            seen.add(o.key)
            keep = part if len(part) < 2 else part[: len(part) - c.chance.randint(0, 1)]
            if c.chance.random() < 0.5:
                lines.append(c.intro("done"))
            for n, a in enumerate(keep):
                b = bullet.replace("x", chr(97 + n))
                lines += [
                    b + x if i == 0 else " " * len(b) + x for i, x in enumerate(wrap(a.done() + ".", width - len(b)))
                ]
            lines.append("")
            to_come += [(o, a) for a in part if a not in keep]
        if to_come:
            lines += [next_head]
            for n, (_, a) in enumerate(to_come):
                c.rows[a.key] = "planned"
                b = bullet.replace("x", chr(97 + n))
                said = a.will() + (f" ({a.due()})" if a.whens and c.chance.random() < 0.6 else ".")
                lines += [b + x if i == 0 else " " * len(b) + x for i, x in enumerate(wrap(said, width - len(b)))]
            lines.append("")
    lines += [c.section("other"), "", *_lines(c.narrative(1, 2), width), *_lines(c.done_narrative(1, 1), width)]
    if c.chance.random() < 0.5:
        lines += [*_glossary_txt(c), ""]
    return "\n".join(_paged(c, lines, 34, 52))


@shape(
    "dock-folio",
    format="txt",
    size="large",
    layout="long plan as pdftotext -layout prints it: contents, groups, tables in columns with running heads that cut rows, glossary",
)
def folio(c: Content) -> str:
    _refs(c, c.chance.choice(("SP", "kept", "roman", "slash")))
    numbered = bool(c.objectives[0].acts[0].printed_number)
    order = c.chance.choice(
        (
            ("action", "lead", "due", "measure"),
            ("action", "measure", "lead", "due"),
            ("action", "due", "lead"),
            ("action", "lead", "due", "progress", "rag"),
        )
    )
    widths = {
        "number": 9,
        "action": c.chance.choice((38, 46, 54)),
        "lead": c.chance.choice((17, 22)),
        "due": 13,
        "measure": 28,
        "progress": 26,
        "rag": 7,
    }
    cols = (("number",) if numbered else ()) + order
    sizes = [widths[x] for x in cols]
    gap = c.chance.choice((2, 3, 5))
    indent = " " * c.chance.choice((0, 0, 2, 6))
    width = 108
    lines = [c.doctitle(), "", m("section", "", "Contents"), *c.contents(), ""]
    lines += [c.section("background"), "", *_lines(c.background(), width), *_lines(c.narrative(1, 2), width)]
    heading, items = c.principles()
    lines += [heading, "", *[f"    • {i}" for i in items], ""]
    if c.chance.random() < 0.6:
        lines += [
            m("section", "", c.chance.choice(("Sub-Committees and working parties", "Structure"))),
            "",
            *[x for g in _groups_txt(c) for x in wrap(g, width)],
            "",
        ]
    if c.chance.random() < 0.6:
        lines += _lines(c.figures(2, 4), width)
    if c.chance.random() < 0.5:
        lines += [c.section("done"), "", *_lines(c.done_narrative(1, 2), width)]
    lines += [c.section("priorities"), "", c.intro("priorities"), ""]
    summary, between = c.chance.random() < 0.5, c.chance.choice((": ", " – "))
    if summary:
        lines += [f"    {o.again()}" for o in c.objectives] + [""]
    for i, o in enumerate(c.objectives):
        lines += wrap(f"{_band(c, o)}{o.full(between)}", width)
        lines.append("")
        if c.chance.random() < 0.3:
            lines += _lines(c.narrative(1, 1), width)
        if i == 0 or c.chance.random() < 0.7:
            lines += [indent + x for x in columns([c.head(x) for x in cols], sizes, gap)]
        for a in o.acts:
            _trim(a, widths["lead"], widths["due"])
            cells: dict[str, str] = {"number": a.number(), "action": a.text(), "lead": a.lead(), "due": a.due()}
            if "measure" in cols:
                cells["measure"] = a.measure()
            if "rag" in cols:
                cells["progress"], cells["rag"], _ = _rated(c, a)
            lines += [indent + x for x in columns([cells[x] for x in cols], sizes, gap)]
            if c.chance.random() < 0.6:
                lines.append("")
        lines.append("")
    for about in c.several("sections.other", 2):
        lines += [m("section", "", about), "", *_lines(c.narrative(1, 2), width)]
    for heading, items in c.no_plan()[:1]:
        lines += [heading, *[f"    • {x}" for x in items], ""]
    lines += [m("section", "", c.chance.choice(("Abbreviations", "Glossary of terms"))), "", *_glossary_txt(c), ""]
    if c.chance.random() < 0.6:
        lines += [m("section", "", "Membership"), *c.members()]
    return "\n".join(_paged(c, lines, 34, 50))


@shape(
    "dock-standingorders",
    format="txt",
    sort="none",
    objectives=False,
    layout="constitution and handbook with numbered clauses, functions, groups, diary and members, no plan at all",
)
def standingorders(c: Content) -> str:
    width = c.chance.choice((84, 96))
    lines = [*wrap(c.doctitle(), width), ""]
    if c.chance.random() < 0.5:
        lines += [*c.contents(), ""]
    clause = 0

    def under(heading: str, told: Sequence[str]) -> None:
        nonlocal clause
        clause += 1
        lines.extend([f"{clause}  {heading}", ""])
        for n, one in enumerate(told, 1):
            lines.extend(columns([f"{clause}.{n}", one], [6, width - 8], 2))
        lines.append("")

    under(c.section("background"), [*c.background(), *c.narrative(1, 2)])
    heading, items = c.principles()
    under(heading, items)
    for heading, items in c.no_plan():
        under(heading, items)
        if c.chance.random() < 0.3:
            lines.extend(_lines(c.narrative(1, 1), width))
    under(m("section", "", c.chance.choice(("Bodies established", "Sub-Committees"))), _groups_txt(c))
    under(m("section", "", "Members"), c.members())
    if c.chance.random() < 0.5:
        under(c.section("other"), [*c.narrative(1, 3), *c.figures(1, 1)])
    lines += [m("section", "", "Interpretation"), "", *_glossary_txt(c)]
    return "\n".join(_paged(c, lines))


# ---- markdown -----------------------------------------------------------------------------------


@shape(
    "dock-website",
    format="md",
    sort="web page",
    layout="web page with menu, priorities as headings, commitments as sentences or bullets with who and when in italics behind",
)
def website(c: Content) -> str:
    lines = [
        *[f"- {w}" for w in c.menu()],
        "",
        f"# {c.doctitle()}",
        "",
        *[x for n in c.narrative(1, 2) for x in (n, "")],
    ]
    if c.chance.random() < 0.5:
        heading, items = c.principles()
        lines += [f"## {heading}", "", *[f"* {i}" for i in items], ""]
    lines += [f"## {c.section('priorities')}", "", c.intro("priorities"), ""]
    style = c.chance.choice(("bullets", "sentences", "paragraph"))
    for o in c.objectives:
        number = f"{o.number()}. " if o.printed_number and c.chance.random() < 0.6 else ""
        lines += [f"### {number}{o.title()}", "", f"{o.statement()}.", ""]
        if style == "bullets" and c.chance.random() < 0.7:
            lines += [c.intro("actions"), ""]
        said = []
        for a in o.acts:
            if style != "bullets" and _fits(c, a):
                said.append(a.sentence())
            elif style == "paragraph":
                said.append(a.will() + ".")
            else:
                behind = ", ".join(x for x in (a.lead(), a.due()) if x)
                said.append((a.text() if style == "bullets" else a.will()) + (f" (*{behind}*)" if behind else ""))
        lines += [" ".join(said), ""] if style == "paragraph" else [*[f"* {s}" for s in said], ""]
        if c.chance.random() < 0.25:
            lines += [c.narrative(1, 1)[0], ""]
    for heading, items in c.no_plan()[:2]:
        lines += [f"## {heading}", "", *[f"* {i}" for i in items], ""]
    lines += [" | ".join(c.menu())]
    return "\n".join(lines)


@shape(
    "dock-highlight",
    format="md",
    sort="report",
    layout="highlight report by Sub-Committee: achievements numbered under each objective, a table of next steps at the end of each",
)
def highlight(c: Content) -> str:
    _refs(c, c.chance.choice(("kept", "SP", "kept")))
    numbered = bool(c.objectives[0].acts[0].printed_number) and c.chance.random() < 0.7
    lines = [
        f"# {c.doctitle()}",
        "",
        f"## {c.section('background')}",
        "",
        *[x for n in [*c.background(), *c.narrative(1, 1)] for x in (n, "")],
    ]
    if c.chance.random() < 0.5:
        lines += [*[x for n in c.figures(2, 3) for x in (f"- {n}",)], ""]
    lines += [f"## {c.section('done')}", ""]
    next_head = c.section("next")
    table, joined = c.chance.random() < 0.6, c.chance.random() < 0.4
    for o in c.objectives:
        lines += (
            [f"### {_band(c, o)}{o.full()}", ""]
            if joined
            else [f"### {_band(c, o)}{o.title()}", "", f"*{o.statement()}*", ""]
        )
        if c.chance.random() < 0.5:
            lines += [c.intro("done"), ""]
        cut = max(1, len(o.acts) - c.chance.randint(0, 2))
        for a in o.acts[:cut]:
            number = f"{a.number()} " if numbered else ""
            who = f" ({a.lead()})" if c.chance.random() < 0.3 and a.owners else ""
            lines.append(f"- {number}{a.done()}{who}")
        lines.append("")
        rest = o.acts[cut:]
        for a in rest:
            c.rows[a.key] = "planned"
        if rest and table:
            lines += [
                f"**{next_head}**",
                "",
                f"| {c.head('action')} | {c.head('lead')} | {c.head('due')} |",
                "|---|---|---|",
            ]
            lines += [f"| {a.text()} | {a.lead()} | {a.due()} |" for a in rest]
            lines.append("")
        elif rest:
            lines += [f"**{next_head}**", "", c.intro("next"), ""]
            lines += [f"- {a.sentence() if _fits(c, a) else a.will()}" for a in rest]
            lines.append("")
    lines += [
        f"## {c.section('other')}",
        "",
        *[x for n in [*c.narrative(1, 2), *c.done_narrative(1, 1)] for x in (n, "")],
    ]
    if c.chance.random() < 0.5:
        lines += [*[f"- {g}" for g in _groups_txt(c)], ""]
    return "\n".join(lines)

"""Shapes of the author alder: a northern metropolitan borough's plans, reports, minutes and handbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.content import Act, Content, Obj, m
from corpus.layout import columns, printed_length, wrap
from corpus.shapes import shape

# ---- helpers ------------------------------------------------------------------------------------


def html(title: str, css: str, body: Sequence[str]) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<style>\n'
        + css
        + "\n</style>\n</head>\n<body>\n"
        + title
        + "\n"
        + "\n".join(p for p in body if p)
        + "\n</body>\n</html>\n"
    )


def ps(paragraphs: Sequence[str], css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return "\n".join(f"<p{kind}>{p}</p>" for p in paragraphs)


def ul(items: Sequence[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{i}</li>" for i in items) + "\n</ul>"


def td(words: str, more: str = "") -> str:
    return f"<td{more}>{words or '&nbsp;'}</td>"


def row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(td(one) for one in cells) + "</tr>"


def header(cells: Sequence[str]) -> str:
    return "<thead><tr>" + "".join(f"<th>{one}</th>" for one in cells) + "</tr></thead>"


def value(role: str, act: Act, text: Callable[[Act], str] | None = None) -> str:
    if role == "action":
        return text(act) if text else act.text()
    joined = {"number": act.number, "lead": act.lead, "due": act.due, "measure": act.measure}
    return joined[role]()


def roles_of(c: Content, *, measure: float = 0.6, number: float = 0.8) -> list[str]:
    """Which columns a table has, in which order; the reference stands first where there is one."""
    middle = c.chance.choice((["lead", "due"], ["lead", "due"], ["due", "lead"]))
    found = ["action", *middle]
    if c.chance.random() < measure:
        found.insert(c.chance.choice((1, 3, 3)), "measure")
    if c.numbering != "none" and c.chance.random() < number:
        found.insert(0, "number")
    return found


def kind_no(c: Content, o: Obj, colon: str = ":") -> str:
    """``Priority 1:`` or nothing in a plan without numbers."""
    return f"{m('section', '', c.kind_word)} {o.number()}{colon} " if o.number() else ""


def shared(marked: str, act: Act, keys: Sequence[str]) -> str:
    """The words of a cell that belongs to several rows."""
    return marked.replace(f" {act.key}|", f" {'+'.join(keys)}|")


def bullet(text: str, width: int, sign: str = "•", indent: str = "") -> list[str]:
    size = printed_length(sign)
    lines = wrap(text, width - len(indent) - size - 1)
    return [f"{indent}{sign} {lines[0]}", *[f"{indent}{' ' * size} {one}" for one in lines[1:]]]


def paragraphs(texts: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for text in texts:
        lines += [*wrap(text, width), ""]
    return lines


def paged(c: Content, lines: Sequence[str], every: int, first: int = 1) -> str:
    """Put a page's furniture between lines, wherever the page happens to end."""
    out: list[str] = []
    page, left = first, every + c.chance.randint(-6, 6)
    for line in lines:
        out.append(line)
        left -= 1
        if left <= 0:
            out += ["", c.furniture(page), ""]
            page, left = page + 1, every + c.chance.randint(-6, 6)
    return "\n".join(out).rstrip() + "\n"


def measures_of(o: Obj) -> list[str]:
    """The measures of all its actions as a list that hangs on the objective."""
    words = [a.words["measure"] for a in o.acts if a.words.get("measure")]
    return [m("measure", f"{o.key}#{n}", w) for n, w in enumerate(words, 1)]


def told_whole(a: Act) -> bool:
    """Whether a sentence can hold its time: ``by June 2025``, not ``by ongoing``."""
    return bool(a.owners and a.whens) and a.c.period["times"][a.whens[0]].startswith("due 2")


def group_lines(c: Content) -> list[str]:
    """The groups, one description each."""
    told = []
    for g in c.groups():
        words = g["name"]
        if g["abbreviation"]:
            words += f" ({g['abbreviation']})"
        if g["chair"]:
            words += f", chaired by {g['chair']}"
        if g["meets"]:
            words += f"; meets {g['meets']}"
        told.append(words)
    return told


def rated(c: Content, a: Act, shown: dict[str, str] | None = None) -> tuple[str, str, str]:
    """(progress, rating, colour) that fit each other."""
    progress = a.progress()
    standing = c.rows.get(a.key, "")
    if not progress:
        mark = a.rag(shown)
        return "", mark, c.rows[a.key].split()[-1]
    colour = "blue" if standing == "done" else c.chance.choice(("green", "green", "amber", "amber", "red"))
    c.rows[a.key] = f"{'done' if colour == 'blue' else 'in_progress'} {colour}"
    return progress, f"⟦rag {a.key} {colour}|{(shown or {}).get(colour, colour.capitalize())}⟧", colour


# ---- HTML ---------------------------------------------------------------------------------------

RULED = """@page { size: A4; margin: 18mm 16mm }
body { font-family: Arial, Helvetica, sans-serif; font-size: 10pt; line-height: 1.35 }
h1 { font-size: 20pt; color: #1b3a57 } h2 { font-size: 14pt; color: #1b3a57 }
h3 { font-size: 11.5pt; background-color: #1b3a57; color: #ffffff; padding: 4pt 6pt; margin-bottom: 4pt }
table { border-collapse: collapse; width: 100%; margin-bottom: 14pt }
th, td { border: 1px solid #444444; padding: 3pt 5pt; vertical-align: top; text-align: left }
th { background-color: #d9e2ec } .foot { font-size: 8pt; color: #666666; text-align: right }"""


@shape(
    "alder-ruled",
    format="html",
    layout="a heading bar, statement and ruled table for each priority, measures as a list or column",
)
def ruled(c: Content) -> str:
    chance = c.chance
    roles = roles_of(c)
    listed = "measure" not in roles and chance.random() < 0.6
    body = [ps(c.background()) if chance.random() < 0.7 else ""]
    if chance.random() < 0.6:
        heading, items = c.principles()
        body += [f"<h2>{heading}</h2>", ul(items)]
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>" if chance.random() < 0.7 else ""]
    split = chance.random() < 0.6
    under = chance.random() < 0.5
    for place, o in enumerate(c.objectives):
        if split:
            body += [f"<h3>{kind_no(c, o)}{o.title()}</h3>", f"<p><b>{o.statement()}</b></p>"]
        else:
            body.append(f"<h3>{kind_no(c, o)}{o.full(' – ')}</h3>")
        if chance.random() < 0.5:
            body.append(ps(c.narrative()))
        if under:
            body.append(
                f"<p><i>{c.intro('actions')}</i></p>"
                if chance.random() < 0.6
                else f"<p><b>{c.section('actions')}</b></p>"
            )
        body.append("<table>" + header([c.head(r) for r in roles]) + "<tbody>")
        body += [row([value(r, a) for r in roles]) for a in o.acts]
        body.append("</tbody></table>")
        if listed:
            found = measures_of(o)
            if found:
                body += [f"<p><b>{c.section('measures')}</b></p>", ul(found)]
        if place % 2 and chance.random() < 0.5:
            body.append(f'<p class="foot">{c.furniture(place + 2)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(1, 3))]
    return html(f"<h1>{c.doctitle()}</h1>", RULED, body)


REGISTER = """@page { size: A4 landscape; margin: 12mm }
body { font-family: Calibri, Carlito, sans-serif; font-size: 9pt }
h1 { font-size: 16pt; margin: 0 0 6pt 0 }
table { border-collapse: collapse; width: 100% }
td, th { border: 0.75pt solid #000000; padding: 2pt 4pt; vertical-align: top; text-align: left }
th { background-color: #404040; color: #ffffff } td.band { background-color: #c6d9b7; font-weight: bold }
td.sub { background-color: #eef4e8; font-style: italic } .ref { white-space: nowrap }"""


@shape(
    "alder-register",
    format="html",
    layout="one long ruled table, priorities as section rows over all columns, a reference column, landscape",
)
def register(c: Content) -> str:
    chance = c.chance
    if c.numbering == "none":
        roles = roles_of(c, number=0)
        if chance.random() < 0.5:
            roles.append("progress")
    else:
        roles = roles_of(c, number=1)
        if chance.random() < 0.4:
            roles.append("progress")
    blank = "progress" in roles and chance.random() < 0.5
    heads = [c.head(r) for r in roles]
    body = [ps(c.narrative(1, 2)), "<table>" + header(heads) + "<tbody>"]
    two = chance.random() < 0.5
    between = chance.choice((": ", " – "))
    for o in c.objectives:
        wide = f' class="band" colspan="{len(roles)}"'
        if two:
            body.append(f"<tr>{td(kind_no(c, o) + o.title(), wide)}</tr>")
            body.append(f"<tr>{td(o.statement(), wide.replace('band', 'sub'))}</tr>")
        else:
            body.append(f"<tr>{td(kind_no(c, o, '.') + o.full(between), wide)}</tr>")
        for a in o.acts:
            cells = []
            for r in roles:
                if r == "progress":
                    cells.append("" if blank else a.progress())
                else:
                    cells.append(value(r, a))
            body.append(row(cells))
    body.append("</tbody></table>")
    if chance.random() < 0.6:
        body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(1, 2))]
    if chance.random() < 0.5:
        body.append("<table>" + "".join(row([t, x]) for t, x in c.glossary()) + "</table>")
    if chance.random() < 0.5:
        body.append(f"<p>{c.furniture(1)}</p>")
    return html(f"<h1>{c.doctitle()}</h1>", REGISTER, body)


MERGED = """@page { size: A4 landscape; margin: 14mm 12mm }
body { font-family: Verdana, 'DejaVu Sans', sans-serif; font-size: 8.5pt }
h1 { font-size: 15pt; color: #5b2a68 } h2 { font-size: 11pt; color: #5b2a68 }
table { border-collapse: collapse; width: 100%; border: 1.5pt solid #5b2a68 }
td, th { border: 1pt solid #9c7fa6; padding: 4pt; vertical-align: top; text-align: left }
th { background-color: #5b2a68; color: #ffffff } td.p { background-color: #efe6f2; width: 19% }
td ul { margin: 0; padding-left: 12pt }"""


@shape(
    "alder-merged",
    format="html",
    layout="table whose priority cell, and at times lead and measure, is merged over its actions (rowspan); some cells with bullets",
)
def merged(c: Content) -> str:
    chance = c.chance
    roles = roles_of(c, measure=0.3, number=0.5)
    merged_lead = chance.random() < 0.3
    merged_measure = "measure" not in roles and chance.random() < 0.6
    bullets = not merged_lead and "number" not in roles and "measure" not in roles and chance.random() < 0.6
    inner = [r for r in roles if not (merged_lead and r == "lead")]
    heads = [c.head("objective"), *([c.head("lead")] if merged_lead else []), *[c.head(r) for r in inner]]
    heads += [c.head("measure")] if merged_measure else []
    body = [ps(c.background()) if chance.random() < 0.5 else ps(c.narrative(1, 3))]
    body += [f"<h2>{c.section('priorities')}</h2>" if chance.random() < 0.7 else ""]
    body.append("<table>" + header(heads) + "<tbody>")
    cut = chance.choice(("<br>", ": ", "lone"))
    for o in c.objectives:
        # actions that share a row: in pairs where the cells have bullets
        sets: list[list[Act]] = [[a] for a in o.acts]
        if bullets and len(o.acts) > 2:
            sets = [o.acts[:2], *[[a] for a in o.acts[2:]]]
        span = f' rowspan="{len(sets)}"' if len(sets) > 1 else ""
        name = o.statement() if cut == "lone" and chance.random() < 0.5 else o.full("<br>" if cut == "lone" else cut)
        if o.number() and chance.random() < 0.8:
            name = f"{o.number()}. {name}"
        for place, acts in enumerate(sets):
            first, keys = acts[0], [a.key for a in acts]
            cells = ""
            if not place:
                cells += td(name, f' class="p"{span}')
                if merged_lead:
                    cells += td(shared(first.lead(), first, [a.key for a in o.acts]), span)
            for r in inner:
                if r == "action":
                    cells += td(ul([a.text() for a in acts]) if len(acts) > 1 else first.text())
                else:
                    cells += td(shared(value(r, first), first, keys))
            if not place and merged_measure:
                cells += td(o.measure(), span)
            body.append(f"<tr>{cells}</tr>")
    body.append("</tbody></table>")
    body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(1, 3))]
    if chance.random() < 0.5:
        body += [f"<h2>{c.section('background')}</h2>", ps(c.figures())]
    return html(f"<h1>{c.doctitle()}</h1>", MERGED, body)


SHADED = """@page { size: A4; margin: 22mm 20mm }
body { font-family: Georgia, 'DejaVu Serif', serif; font-size: 10.5pt; line-height: 1.45; color: #222222 }
h1 { font-size: 26pt; margin-top: 60mm; color: #00615b } h2 { font-size: 16pt; color: #00615b; page-break-before: always }
h3 { font-size: 12pt; color: #00615b; margin-bottom: 2pt }
table { width: 100%; border-collapse: collapse; margin: 6pt 0 12pt 0 }
td, th { border: none; padding: 5pt 6pt; text-align: left; vertical-align: top }
th { background-color: #00615b; color: #ffffff; font-family: Arial, sans-serif; font-size: 9.5pt }
tr.z td { background-color: #e9f3f2 } .toc p { margin: 1pt 0 } .foot { font-size: 8pt; color: #777777 }
.lead { font-style: italic }"""


@shape(
    "alder-shaded",
    format="html",
    layout="long plan with cover, contents and foreword; borderless tables with a shaded header under each priority; groups and glossary behind",
    size="large",
)
def shaded(c: Content) -> str:
    chance = c.chance
    page = 2
    body = [f'<div class="toc"><h2>{m("section", "", "Contents")}</h2>', ps(c.contents()), "</div>"]
    body += [f"<h2>{c.section('background')}</h2>", ps(c.background()), ps(c.narrative(2, 4))]
    body += [f"<h3>{m('section', '', 'Key facts')}</h3>", ul(c.figures(2, 4))] if chance.random() < 0.7 else []
    heading, items = c.principles()
    body += [f"<h3>{heading}</h3>", ul(items), f'<p class="foot">{c.furniture(page)}</p>']
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>"]
    again = chance.random() < 0.6
    if again:
        body.append("<ol>" + "".join(f"<li>{o.again()}</li>" for o in c.objectives) + "</ol>")
    body.append(ps(c.narrative(1, 2)))
    order = chance.choice(
        (["action", "lead", "due"], ["due", "action", "lead"], ["action", "due", "lead"], ["lead", "action", "due"])
    )
    if chance.random() < 0.4:
        order = [*order, "measure"]
    zebra = chance.random() < 0.7
    measures = "measure" not in order and chance.random() < 0.7
    title_first = chance.random() < 0.7
    for o in c.objectives:
        page += 1
        if title_first:
            body += [f"<h3>{kind_no(c, o)}{o.title()}</h3>", f'<p class="lead">{o.statement()}</p>']
        else:
            body.append(f"<h3>{kind_no(c, o)}{o.full()}</h3>")
        body.append(ps(c.narrative(0, 2)))
        body.append("<table>" + header([c.head(r) for r in order]) + "<tbody>")
        for place, a in enumerate(o.acts):
            one = row([value(r, a) for r in order])
            body.append(one.replace("<tr>", '<tr class="z">', 1) if zebra and place % 2 else one)
        body.append("</tbody></table>")
        if measures and o.measure():
            body.append(f"<p><b>{c.label('measure')}:</b> {o.measure()}</p>")
        if chance.random() < 0.4:
            body.append(f'<p class="foot">{c.furniture(page)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(2, 4)), ul(group_lines(c))]
    if chance.random() < 0.7:
        body.append(f"<h3>{m('section', '', 'Membership')}</h3>" + ps(c.members()))
    body.append(
        f"<h3>{m('section', '', 'Glossary')}</h3><table>" + "".join(row([t, x]) for t, x in c.glossary()) + "</table>"
    )
    return html(f"<h1>{c.doctitle()}</h1>", SHADED, body)


RAG = """@page { size: A4 landscape; margin: 13mm }
body { font-family: Arial, 'Liberation Sans', sans-serif; font-size: 9pt }
h1 { font-size: 17pt } h2 { font-size: 12pt; border-bottom: 2px solid #7a1f1f; color: #7a1f1f }
table { border-collapse: collapse; width: 100%; margin-bottom: 10pt }
td, th { border: 1px solid #8a8a8a; padding: 3pt 4pt; text-align: left; vertical-align: top }
th { background-color: #f2e4e4 } th.o { background-color: #7a1f1f; color: #ffffff }
td.green { background-color: #63b65a } td.amber { background-color: #ffbf2b } td.red { background-color: #d9352b; color: #ffffff }
td.blue { background-color: #3b74c4; color: #ffffff }"""


@shape(
    "alder-rag",
    format="html",
    sort="report",
    layout="progress report: table for each priority with a band, progress comment and coloured RAG cell",
)
def rag(c: Content) -> str:
    chance = c.chance
    words = chance.choice(
        (
            None,
            {"green": "G", "amber": "A", "red": "R", "blue": "B"},
            {"green": "On track", "amber": "Some slippage", "red": "Off track", "blue": "Complete"},
        )
    )
    order = chance.choice(
        (
            ["action", "lead", "due", "progress", "rag"],
            ["action", "lead", "progress", "rag"],
            ["action", "progress", "rag", "lead"],
            ["rag", "action", "due", "lead", "progress"],
            ["action", "due", "rag", "progress"],
        )
    )
    if c.numbering != "none" and chance.random() < 0.7:
        order = ["number", *order]
    body = [ps(c.narrative(1, 2)), ps(c.done_narrative(1, 2)), ul(c.figures(1, 3)) if chance.random() < 0.6 else ""]
    if chance.random() < 0.6:
        body.append(
            f"<p>{chance.choice(('Key: B complete and evidenced; G on track; A slippage, recoverable; R off track.', 'Ratings were moderated by the business unit at year end.'))}</p>"
        )
    heading_in = chance.random() < 0.6
    for o in c.objectives:
        name = kind_no(c, o) + (o.full() if chance.random() < 0.6 else o.title())
        heads = "".join(f"<th>{c.head(r)}</th>" for r in order)
        if heading_in:
            body.append(
                f'<table><thead><tr><th class="o" colspan="{len(order)}">{name}</th></tr><tr>{heads}</tr></thead><tbody>'
            )
        else:
            body.append(f"<h2>{name}</h2><table><thead><tr>{heads}</tr></thead><tbody>")
        for a in o.acts:
            progress, rating, colour = rated(c, a, words)
            cells = ""
            for r in order:
                if r == "progress":
                    cells += td(progress)
                elif r == "rag":
                    cells += td(rating, f' class="{colour}"')
                else:
                    cells += td(value(r, a))
            body.append(f"<tr>{cells}</tr>")
        body.append("</tbody></table>")
        if chance.random() < 0.4:
            body.append(ps(c.narrative()))
    body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(1, 2))]
    return html(f"<h1>{c.doctitle()}</h1>", RAG, body)


TWOFOLD = """@page { size: A4; margin: 20mm 17mm }
body { font-family: 'Trebuchet MS', 'DejaVu Sans', sans-serif; font-size: 10pt; line-height: 1.4 }
h1 { font-size: 24pt; color: #234f9b } h2 { font-size: 15pt; color: #234f9b; margin-top: 16pt } h3 { font-size: 11pt; margin: 2pt 0 }
table.two { width: 100%; border-collapse: separate; border-spacing: 6pt }
table.two td { width: 50%; vertical-align: top; padding: 6pt; background-color: #eaf0fa; border-top: 3pt solid #234f9b }
table.two td.n { background-color: #fdf3e1; border-top-color: #d98a00 }
div.box { border: 1pt solid #234f9b; padding: 6pt 8pt; margin: 8pt 0 } ul { padding-left: 14pt; margin: 3pt 0 }
table.g td { padding: 2pt 8pt 2pt 0; vertical-align: top } .foot { font-size: 8pt; text-align: center }"""


@shape(
    "alder-twofold",
    format="html",
    sort="report",
    layout="yearly report: under each priority two boxes side by side, bullets of what was done and of what comes next",
    size="large",
)
def twofold(c: Content) -> str:
    chance = c.chance
    body = [ps(c.contents()) if chance.random() < 0.8 else ""]
    body += [f"<h2>{c.section('background')}</h2>", ps(c.background()), ps(c.narrative(1, 3))]
    if chance.random() < 0.6:
        heading, items = c.principles()
        body += [f'<div class="box"><h3>{heading}</h3>', ul(items), "</div>"]
    body += [
        f"<h2>{m('section', '', chance.choice(('The year in numbers', 'Headline data', 'Activity')))}</h2>",
        ul(c.figures(3, 6)),
    ]
    body += [ps(c.done_narrative(2, 3)), f'<p class="foot">{c.furniture(6)}</p>']
    if chance.random() < 0.5:
        body += [
            f"<h2>{c.section('priorities')}</h2>",
            f"<p>{c.intro('priorities')}</p>",
            ul([o.again() for o in c.objectives]),
        ]
    bracketed = chance.random() < 0.6
    stacked = chance.random() < 0.25
    done_heading, next_heading = c.section("done"), c.section("next")
    for page, o in enumerate(c.objectives, 7):
        body.append(f"<h2>{kind_no(c, o)}{o.title()}</h2>")
        body.append(f"<p><b>{o.statement()}</b></p>")
        body.append(ps(c.narrative(0, 1)))
        cut = max(1, chance.randint(1, len(o.acts)))
        past, coming = o.acts[:cut], o.acts[cut:]
        left = f"<h3>{done_heading}</h3>"
        if chance.random() < 0.4:
            left += f"<p>{c.intro('done')}</p>"
        left += ul([a.done() for a in past])
        right = ""
        if coming:
            told = []
            for a in coming:
                words = chance.choice((a.text, a.will))()
                behind = ", ".join(w for w in (a.lead(), a.due()) if w)
                told.append(f"{words} ({behind})" if bracketed and behind else words)
            right = (
                f"<h3>{next_heading}</h3>" + (f"<p>{c.intro('next')}</p>" if chance.random() < 0.4 else "") + ul(told)
            )
        if stacked:
            body += [f'<div class="box">{left}</div>', f'<div class="box">{right}</div>' if right else ""]
        else:
            beside = td(right, ' class="n"') if right else ""
            body.append(f'<table class="two"><tr>{td(left)}{beside}</tr></table>')
        if chance.random() < 0.5:
            body.append(f'<p class="foot">{c.furniture(page)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", ps(c.narrative(1, 3)), ul(group_lines(c))]
    body += [f"<h2>{m('section', '', 'Who sits on the Board')}</h2>", ps(c.members())] if chance.random() < 0.6 else []
    body += ['<table class="g">' + "".join(row([t, x]) for t, x in c.glossary()) + "</table>"]
    return html(f"<h1>{c.doctitle()}</h1>", TWOFOLD, body)


HANDBOOK = """@page { size: A4; margin: 25mm 20mm }
body { font-family: Cambria, 'DejaVu Serif', serif; font-size: 11pt; line-height: 1.4 }
h1 { font-size: 22pt; text-align: center } h2 { font-size: 13pt; background-color: #dddddd; padding: 3pt }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #777777; padding: 4pt; text-align: left; vertical-align: top }"""


@shape(
    "alder-handbook",
    format="html",
    sort="none",
    layout="handbook or terms of reference without a plan: duties, groups, contacts, procedures",
    objectives=False,
)
def handbook(c: Content) -> str:
    chance = c.chance
    blocks = []
    for heading, items in c.no_plan():
        if chance.random() < 0.4:
            inner = "<ol>" + "".join(f"<li>{i}</li>" for i in items) + "</ol>"
        elif chance.random() < 0.4:
            inner = "<table>" + "".join(row([str(n), i]) for n, i in enumerate(items, 1)) + "</table>"
        else:
            inner = ul(items)
        blocks.append(f"<h2>{heading}</h2>\n{inner}")
    for _ in range(chance.randint(1, 2)):
        heading, items = c.principles()
        blocks.append(f"<h2>{heading}</h2>\n{ul(items)}")
    groups = "".join(
        row(
            [
                f"{g['name']} {'(' + g['abbreviation'] + ')' if g['abbreviation'] else ''}".strip(),
                g["chair"],
                g["meets"],
            ]
        )
        for g in c.groups()
    )
    heads = "<tr>" + "".join(f"<th>{m('head', 'other', w)}</th>" for w in ("Group", "Chair", "Frequency")) + "</tr>"
    blocks.append(f"<h2>{m('section', '', 'Meeting structure')}</h2>\n<table>{heads}{groups}</table>")
    blocks.append(f"<h2>{m('section', '', 'Membership')}</h2>\n{ps(c.members())}")
    blocks.append(f"<h2>{c.section('other')}</h2>\n{ps(c.narrative(2, 4))}")
    chance.shuffle(blocks)
    body = [ps(c.background()), *blocks]
    if chance.random() < 0.6:
        body.append(
            f"<h2>{m('section', '', 'Abbreviations')}</h2><table>"
            + "".join(row([t, x]) for t, x in c.glossary())
            + "</table>"
        )
    body.append(f"<p>{c.furniture(3)}</p>")
    return html(f"<h1>{c.doctitle()}</h1>", HANDBOOK, body)


# ---- plain text ---------------------------------------------------------------------------------


@shape(
    "alder-columns",
    format="txt",
    layout="plan as pdftotext -layout prints a table: columns with wrapped cells, page furniture in the middle of rows",
)
def in_columns(c: Content) -> str:
    chance = c.chance
    roles = roles_of(c, measure=0.5)
    widths_of = {
        "number": 5,
        "action": chance.randint(34, 52),
        "lead": chance.randint(14, 22),
        "due": chance.randint(10, 15),
        "measure": chance.randint(22, 32),
    }
    with_priority = chance.random() < 0.35
    widths = [widths_of[r] for r in roles]
    gap = chance.randint(2, 4)
    lines = [f"{' ' * chance.randint(0, 20)}{c.doctitle()}", "", *paragraphs(c.narrative(1, 3), 100)]
    if chance.random() < 0.5:
        heading, items = c.principles()
        lines += [heading, *[x for i in items for x in bullet(i, 90)], ""]
    lines += [c.section("priorities"), ""]
    heads = [c.head(r) for r in roles]
    if with_priority:
        lines += [*columns([c.head("objective"), *heads], [22, *widths], gap), ""]
    for o in c.objectives:
        if with_priority:
            name = f"{o.number()} {o.full()}".strip()
            for place, a in enumerate(o.acts):
                lines += columns([name if not place else "", *[value(r, a) for r in roles]], [22, *widths], gap)
                lines += [""] * chance.choice((0, 0, 1))
            continue
        told = kind_no(c, o) + (o.full() if chance.random() < 0.5 else o.title())
        lines += [*wrap(told, 95), ""]
        if "⟦objective" not in told:
            lines += [*wrap(o.statement(), 95), ""]
        if chance.random() < 0.3:
            lines += paragraphs(c.narrative(), 100)
        lines += columns(heads, widths, gap)
        for a in o.acts:
            lines += columns([value(r, a) for r in roles], widths, gap)
            lines += [""] * chance.choice((0, 1))
        lines.append("")
    lines += ["", c.section("other"), "", *paragraphs(c.narrative(1, 3), 100)]
    return paged(c, lines, 38)


@shape(
    "alder-cells",
    format="txt",
    layout="a table as converters spill it: one cell a line in the order of the columns, without labels",
)
def one_cell_a_line(c: Content) -> str:
    chance = c.chance
    roles = roles_of(c, measure=0.5)
    width = chance.choice((60, 90, 400))
    apart = chance.random() < 0.3
    lines = [c.doctitle(), "", *paragraphs(c.background() if chance.random() < 0.5 else c.narrative(1, 3), 95)]
    if chance.random() < 0.5:
        lines += [c.section("priorities"), c.intro("priorities"), ""]
    heads_once = chance.random() < 0.5
    heads = [c.head(r) for r in roles]
    if heads_once:
        lines += [*heads, ""]
    split = chance.random() < 0.5
    for o in c.objectives:
        if split:
            lines += (
                [kind_no(c, o, "").strip(), o.title(), *wrap(o.statement(), width)]
                if o.number()
                else [o.title(), *wrap(o.statement(), width)]
            )
        else:
            lines += wrap(kind_no(c, o) + o.full(), width)
        if not heads_once:
            lines += heads
        for a in o.acts:
            for r in roles:
                found = value(r, a)
                if found:
                    lines += wrap(found, width)
                    lines += [""] if apart else []
        lines.append("")
    lines += [c.section("other"), *paragraphs(c.narrative(1, 3), 95)]
    if chance.random() < 0.6:
        lines += [f"{t} {x}" for t, x in c.glossary()]
    return paged(c, lines, 42)


@shape(
    "alder-run",
    format="txt",
    layout="table rows whose cells run together in one line, reference in front, lead and date behind",
)
def run_together(c: Content) -> str:
    chance = c.chance
    roles = roles_of(c, measure=0.3, number=1)
    width = chance.choice((95, 110, 600))
    lines = [c.doctitle(), "", *paragraphs(c.narrative(2, 4), 100)]
    if chance.random() < 0.5:
        lines += [c.section("background"), "", *paragraphs(c.figures(1, 3), 100)]
    lines += [c.section("actions"), ""]
    head_each = chance.random() < 0.6
    between = chance.choice((" ", ": ", " - "))
    heads = " ".join(c.head(r) for r in roles)
    if not head_each:
        lines += [heads]
    for o in c.objectives:
        lines += wrap((f"{o.number()} " if o.number() else "") + o.full(between), width)
        if head_each:
            lines.append(heads)
        for a in o.acts:
            lines += wrap(" ".join(w for w in (value(r, a) for r in roles) if w), width)
        lines += [""] * chance.choice((0, 1, 1))
    lines += ["", c.section("other"), "", *paragraphs(c.narrative(1, 3), 100)]
    if chance.random() < 0.5:
        lines += [x for g in group_lines(c) for x in bullet(g, 95, "-")]
    return paged(c, lines, 36)


@shape(
    "alder-brackets",
    format="txt",
    layout="bullets under unnumbered headings, lead and date in brackets behind each, narrative between",
)
def brackets(c: Content) -> str:
    chance = c.chance
    sign = chance.choice(("•", "-", "o", "", "*"))
    form = chance.choice(("round", "labels", "square", "dash"))
    lines = [c.doctitle(), ""]
    lines += paragraphs(c.background(), 90)
    heading, items = c.principles()
    if chance.random() < 0.6:
        lines += [heading, *[x for i in items for x in bullet(i, 90, sign)], ""]
    lines += [c.section("priorities"), "", c.intro("priorities"), ""]
    order = chance.random() < 0.8
    for o in c.objectives:
        lines += [o.title(), "", *wrap(o.statement(), 90), ""]
        lines += paragraphs(c.narrative(0, 1), 90)
        opening = chance.random()
        if opening < 0.4:
            lines += [c.section("actions"), ""]
        elif opening < 0.75:
            lines += [c.intro("actions"), ""]
        for a in o.acts:
            lead, due = a.lead(), a.due()
            if form == "labels":
                lead = f"{c.label('lead')}: {lead}" if lead else ""
                due = f"{c.label('due')}: {due}" if due else ""
            parts = [w for w in ((lead, due) if order else (due, lead)) if w]
            behind = ("; " if form == "labels" else " – " if form == "dash" else ", ").join(parts)
            if behind:
                behind = {"square": f" [{behind}]", "dash": f" ({behind})"}.get(form, f" ({behind})")
            lines += bullet(a.text() + behind, 90, sign, "  ")
        lines.append("")
        measures = measures_of(o)
        if measures and chance.random() < 0.5:
            lines += [c.section("measures"), *[x for w in measures for x in bullet(w, 90, "-", "  ")], ""]
    lines += [c.section("other"), "", *paragraphs(c.narrative(1, 3), 90)]
    return paged(c, lines, 48)


@shape(
    "alder-wewill",
    format="txt",
    layout="list of priorities in front, then a heading and «We will» list for each, some items as sentences with lead and date inside",
)
def we_will(c: Content) -> str:
    chance = c.chance
    full_first = chance.random() < 0.4
    sentences = chance.choice((0.0, 0.3, 0.6, 1.0))
    between = chance.choice((": ", " – "))
    lines = [
        c.doctitle(),
        "",
        *paragraphs(c.narrative(1, 3), 88),
        c.section("priorities"),
        "",
        c.intro("priorities"),
        "",
    ]
    for o in c.objectives:
        told = o.full(between) if full_first else o.again()
        lines += bullet(told, 88, f"{o.number()}." if o.number() and full_first else "•")
    lines.append("")
    if chance.random() < 0.6:
        heading, items = c.principles()
        lines += [heading, "", *[x for i in items for x in bullet(i, 88)], ""]
    lines += [*paragraphs(c.figures(1, 2), 88), c.section("actions"), ""]
    for o in c.objectives:
        if full_first:
            lines += [o.again(), ""]
        else:
            lines += [
                kind_no(c, o, " -") + o.title() if chance.random() < 0.7 else o.title(),
                "",
                *wrap(o.statement(), 88),
                "",
            ]
        if chance.random() < 0.5:
            lines += paragraphs(c.narrative(), 88)
        lines += [c.intro("actions"), ""]
        for a in o.acts:
            lines += bullet(
                a.sentence() if told_whole(a) and chance.random() < sentences else a.will(),
                88,
                "–" if full_first else "•",
                " ",
            )
        if o.measure() and chance.random() < 0.5:
            lines += ["", *wrap(f"{c.label('measure')}: {o.measure()}", 88)]
        lines.append("")
    lines += [
        c.section("other"),
        "",
        *paragraphs(c.narrative(1, 2), 88),
        *[x for g in group_lines(c) for x in bullet(g, 88)],
    ]
    return paged(c, lines, 45)


@shape(
    "alder-minutes",
    format="txt",
    sort="minutes",
    layout="board minutes in two columns, discussion on the left and who and by when on the right",
    objectives=False,
)
def minutes(c: Content) -> str:
    chance = c.chance
    left, right = chance.randint(66, 80), chance.randint(18, 26)
    members = c.members()
    lines = [c.doctitle(), ""]
    lines += [
        m("section", "", chance.choice(("Present", "In attendance", "Attendees"))),
        *members[:-1],
        "",
        m("section", "", "Apologies"),
        *members[-1:],
        "",
    ]
    lines += columns(
        ["", m("section", "", "Item"), c.head("lead") + (" / " + c.head("due") if chance.random() < 0.6 else "")],
        [5, left, right],
    )
    acts = c.loose_acts(5, 9)
    item = 0
    agenda = ["Minutes of the last meeting and matters arising"] + chance.sample(
        (
            "Performance report", "Subgroup highlight reports", "Budget monitoring", "Risk register", "Scrutiny update",
            "Case reviews: position statement", "National developments", "Audit findings", "Partner agency updates",
            "Forward plan", "Feedback from engagement work", "Inspection readiness", "Training report", "Data and dashboard",
        ),
        10,
    )  # fmt: skip
    labelled = chance.random() < 0.5
    while acts:
        item += 1
        heading = m("section", "", agenda[(item - 1) % len(agenda)]) if chance.random() < 0.8 else c.section("other")
        lines += ["", *columns([f"{item}.", heading, ""], [5, left, right])]
        for point, text in enumerate(
            c.narrative(1, 2) if chance.random() < 0.7 else [*c.done_narrative(1, 1), *c.figures(1, 1)], 1
        ):
            lines += columns([f"{item}.{point}", text, ""], [5, left, right])
            lines.append("")
        for a in [acts.pop(0) for _ in range(min(len(acts), chance.choice((0, 1, 1, 2))))]:
            if told_whole(a) and chance.random() < 0.25:
                lines += [*columns(["", a.sentence(), ""], [5, left, right]), ""]
                continue
            words = f"{c.label('action')}: {a.text()}" if labelled else a.text()
            cell = " ".join(w for w in (a.lead(), a.due()) if w)
            lines += [*columns(["", words, cell], [5, left, right]), ""]
    lines += [
        "",
        m("section", "", "Any other business"),
        "",
        *wrap(
            chance.choice(
                ("None raised.", "The Chair thanked members for their attendance and closed the meeting at 12.10.")
            ),
            left,
        ),
    ]
    return paged(c, lines, 44)


@shape(
    "alder-yearend",
    format="txt",
    sort="report",
    layout="report in plain text: achievements in bullets under each priority, next steps with lead and date on lines of their own",
)
def year_end(c: Content) -> str:
    chance = c.chance
    lines = [c.doctitle(), "", *paragraphs(c.background(), 92)]
    if chance.random() < 0.4:
        lines += [*c.contents(), ""]
    lines += [*paragraphs(c.done_narrative(1, 3), 92), *paragraphs(c.figures(1, 3), 92), c.section("priorities"), ""]
    sign = chance.choice(("•", "✓", "-", "➢"))
    done_heading, next_heading = c.section("done"), c.section("next")
    ends = chance.random() < 0.5  # next steps stand together at the end
    coming: list[tuple[Obj, list[Act]]] = []

    def told(acts: Sequence[Act]) -> list[str]:
        out: list[str] = []
        for a in acts:
            out += bullet(chance.choice((a.will, a.text))(), 92, "-")
            lead, due = a.lead(), a.due()
            foot = [f"{c.label('lead')}: {lead}" if lead else "", f"{c.label('due')}: {due}" if due else ""]
            out += [f"  {w}" for part in foot if part for w in wrap(part, 88)]
        return out

    for o in c.objectives:
        cut = max(1, len(o.acts) - chance.randint(0, 2))
        past, later = o.acts[:cut], o.acts[cut:]
        if chance.random() < 0.5:
            lines += [*wrap(kind_no(c, o) + o.full(), 92), ""]
        else:
            lines += [f"{o.number()} {o.title()}".strip(), *wrap(o.statement(), 92), ""]
        if chance.random() < 0.5:
            lines += paragraphs(c.narrative(), 92)
        lines += [done_heading, *([c.intro("done")] if chance.random() < 0.5 else []), ""]
        for a in past:
            lines += bullet(a.done(), 92, sign)
        lines.append("")
        if later and ends:
            coming.append((o, later))
        elif later:
            lines += [next_heading, *told(later), ""]
    if coming:
        lines += [next_heading, c.intro("next"), ""]
        for o, acts in coming:
            lines += [o.again(), *told(acts), ""]
    lines += [c.section("other"), "", *paragraphs(c.narrative(1, 3), 92), *c.members()]
    return paged(c, lines, 46)


# ---- Markdown -----------------------------------------------------------------------------------


@shape(
    "alder-pipes",
    format="md",
    layout="Markdown table with line breaks in cells, priority printed once and empty cells under it, bulleted cells that share lead and date",
)
def pipes(c: Content) -> str:
    chance = c.chance
    order = chance.choice((["action", "lead", "due"], ["action", "due", "lead"], ["lead", "action", "due"]))
    share = chance.random() < 0.6
    extra = [r for r in ("measure",) if chance.random() < 0.5]
    number = c.numbering != "none" and not share and chance.random() < 0.6
    roles = [*(["number"] if number else []), *order, *extra]
    lines = [f"# {c.doctitle()}", "", *[w for n in c.narrative(1, 3) for w in (n, "")]]
    if chance.random() < 0.6:
        heading, items = c.principles()
        lines += [f"## {heading}", "", *[f"- {i}" for i in items], ""]
    lines += [f"## {c.section('priorities')}", ""]
    split = chance.random() < 0.4  # a table for each priority, its name in the first row
    bold = chance.random() < 0.5

    def heads() -> list[str]:
        names = [c.head("objective"), *[c.head(r) for r in roles]]
        return ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]

    if not split:
        lines += heads()
    for o in c.objectives:
        if split:
            lines += ["", *([f"{w}\n" for w in c.narrative(0, 1)]), *heads()]
        name = f"⟦objective {o.key}|⟦title|{'**' if bold else ''}{o.words['title']}{'**' if bold else ''}⟧<br>{o.words['statement']}⟧"
        if o.number():
            name = f"{o.number()}. {name}"
        sets: list[list[Act]] = [[a] for a in o.acts]
        if share and len(o.acts) > 1:
            sets = [o.acts[:2], *[[a] for a in o.acts[2:]]]
        for place, acts in enumerate(sets):
            first, keys = acts[0], [a.key for a in acts]
            cells = [name if not place else ""]
            for r in roles:
                if r == "action":
                    cells.append("<br>".join(f"• {a.text()}" for a in acts) if len(acts) > 1 else first.text())
                elif r == "lead":
                    cells.append(shared(first.lead("<br>"), first, keys))
                elif r == "due":
                    cells.append(shared(first.due("<br>"), first, keys))
                elif r == "measure":
                    cells.append(
                        first.measure().replace(f" {first.key}|", f" {o.key}|") if len(acts) > 1 else first.measure()
                    )
                else:
                    cells.append(value(r, first))
            lines.append("| " + " | ".join(cells) + " |")
    lines += ["", f"## {c.section('other')}", "", *[w for n in c.narrative(1, 3) for w in (n, "")]]
    lines += [f"- {g}" for g in group_lines(c)]
    if chance.random() < 0.5:
        lines += ["", *[f"- {t}: {x}" for t, x in c.glossary()]]
    return "\n".join(lines) + "\n"

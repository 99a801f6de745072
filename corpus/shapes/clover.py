"""Layouts of inner-city partnerships: tick columns, plans on a page, cards, planners, slides, running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.content import Act, Content, Obj, m
from corpus.layout import columns as table_lines
from corpus.layout import wrap as plain_wrap
from corpus.shapes import shape

# ---- shared ------------------------------------------------------------------------------------

_NAME = re.compile(r"⟦(?:who|when)[^|⟦⟧]*\|[^⟦⟧]*⟧")
_GLUE = "\x00"


_BEFORE = re.compile(r"\s+((?:⟦[^|⟦⟧]*\|)+)")
_INSIDE = re.compile(r"((?:⟦[^|⟦⟧]*\|)+) ")


def _plain(marked: str, width: int) -> list[str]:
    """`plain_wrap`, which keeps the first word of a mark on its line whatever the width: the blank goes inside meanwhile."""
    return [_INSIDE.sub(r" \1", x) for x in plain_wrap(_BEFORE.sub(r"\1 ", marked), width)]


def wrap(marked: str, width: int) -> list[str]:
    """Lines as `corpus.layout.wrap` gives them, but a name or time in a sentence or list stays one mark.

    Where such a name runs over a line break, both lines are one entry with the break inside.
    """
    lines = _plain(marked, width)
    if not any("⟦who" in x or "⟦when" in x for x in lines):
        return lines
    marks = len(_NAME.findall(marked))
    if sum(len(_NAME.findall(x)) for x in lines) == marks:
        return lines
    return _kept(
        _NAME.sub(lambda f: f[0][: f[0].index("|")] + f[0][f[0].index("|") :].replace(" ", _GLUE), marked), width
    )


def _kept(glued: str, width: int) -> list[str]:
    out = []
    for line in _plain(glued, width):
        for found in reversed(list(_NAME.finditer(line))):
            before = len(re.sub(r"⟦[^|⟦⟧]*\||⟧", "", line[: found.start()]))
            words = found[0]
            # a name at the end of the line breaks inside, now and then, by where it stands
            if (
                line[found.end() :].strip("⟧.,;) ") == ""
                and before > width // 2
                and words.count(_GLUE) > 1
                and before % 2
            ):
                at = words.rindex(_GLUE)
                line = line[: found.start()] + words[:at] + "\n" + words[at + 1 :] + line[found.end() :]
        out.append(line.replace(_GLUE, " "))
    return out


def columns(cells: Sequence[str], widths: Sequence[int], gap: int = 3) -> list[str]:
    """A row in blanks; names in a cell of several names are not broken."""
    glued = [
        _NAME.sub(lambda f: f[0][: f[0].index("|")] + f[0][f[0].index("|") :].replace(" ", _GLUE), x) for x in cells
    ]
    inside = [_BEFORE.sub(r"\1 ", x) for x in glued]
    return [_INSIDE.sub(r" \1", x).replace(_GLUE, " ") for x in table_lines(inside, widths, gap)]


def _fit(acts: Sequence[Act], lead: int, due: int = 99) -> None:
    """Where several names or times share a cell, only those that fit its width."""
    for a in acts:
        if len(a.owners) > 1:
            a.owners = [o for o in a.owners if len(o["name"]) < lead - 2] or a.owners[:1]
        if len(a.whens) > 1:
            a.whens = [w for w in a.whens if len(w) < due - 1] or a.whens[:1]


def _ends(c: Content, precisions: Sequence[str]) -> list[str]:
    """The period's due times of these precisions, one for each last day, in their order."""
    by_end: dict[str, list[str]] = {}
    styles: dict[str, set[str]] = {}
    for name, said in sorted(c.period["times"].items()):
        parts = said.split()
        if parts[0] == "due" and len(parts) > 2 and parts[-1] in precisions:
            by_end.setdefault(parts[-2], []).append(name)
            styles.setdefault(_style(name), set()).add(parts[-2])
    most = max((len(ends) for ends in styles.values()), default=0)
    style = c.chance.choice([n for n, ends in sorted(styles.items()) if len(ends) >= most - 1] or [""])
    told = []
    for end in sorted(by_end):
        told.append(next((n for n in by_end[end] if _style(n) == style), None) or c.chance.choice(by_end[end]))
    return told


def _style(name: str) -> str:
    """How a time is written: digits and months taken out."""
    return re.sub(r"\d+", "#", re.sub(r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*", "M", name))


def _dated(c: Content, acts: Sequence[Act]) -> None:
    """Before a sentence says ``by …``: a time that can stand there."""
    fixed = [n for n, said in sorted(c.period["times"].items()) if said.startswith("due ") and "20" in said]
    for a in acts:
        if (
            a.whens
            and a.whens[0] not in fixed
            and re.search(r"\b(by|than|in|for|will be|planned for) \{when\}", a.words["sentence"], re.I)
        ):
            a.whens = [c.chance.choice(fixed)]


def _spread(c: Content, times: list[str], number: int) -> list[str]:
    """So many of them, in order."""
    return [times[i] for i in sorted(c.chance.sample(range(len(times)), min(number, len(times))))]


def _schedule(c: Content, acts: Sequence[Act], times: Sequence[str]) -> None:
    """Give every action one of these times as its due time."""
    for a in acts:
        a.whens = [c.chance.choice(times)]


def _held(acts: Sequence[Act], time: str) -> str:
    """A time printed once for all actions that have it."""
    keys = "+".join(a.key for a in acts if time in a.whens)
    return m("due", keys, time) if keys else time


def _all(c: Content) -> list[Act]:
    return [a for o in c.objectives for a in o.acts]


def _one_owner(o: Obj) -> str:
    """One name printed once as lead of all actions of an objective, "" if it has none."""
    first = next((a.owners[:1] for a in o.acts if a.owners), [])
    for a in o.acts:
        a.owners = first
    return m("lead", "+".join(a.key for a in o.acts), first[0]["name"]) if first else ""


def _behind(c: Content, a: Act, lead: str, due: str, style: str) -> str:
    """Lead and time behind an action, in one of several styles; "" where it has neither."""
    who, when = a.lead(), a.due()
    if style == "brackets":
        told = "; ".join(x for x in (f"{lead}: {who}" if who else "", f"{due}: {when}" if when else "") if x)
        return f" ({told})" if told else ""
    if style == "bare":
        told = ", ".join(x for x in (who, when) if x)
        return f" ({told})" if told else ""
    if style == "dash":
        told = " – ".join(x for x in (who, when) if x)
        return f" – {told}" if told else ""
    told = " ".join(x for x in (f"{lead}: {who}." if who else "", f"{due}: {when}." if when else "") if x)
    return f" {told}" if told else ""


def _html(css: str, body: Sequence[str]) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><style>\n'
        + css
        + "\n</style></head>\n<body>\n"
        + "\n".join(x for x in body if x)
        + "\n</body></html>"
    )


def _p(texts: Sequence[str], cls: str = "") -> list[str]:
    return [f'<p class="{cls}">{t}</p>' if cls else f"<p>{t}</p>" for t in texts]


def _ul(items: Sequence[str], tag: str = "ul") -> str:
    return f"<{tag}>\n" + "\n".join(f"<li>{i}</li>" for i in items) + f"\n</{tag}>"


def _row(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{x}</{tag}>" for x in cells) + "</tr>"


def _group_line(g: dict[str, str]) -> str:
    name = f"{g['name']} ({g['abbreviation']})" if g["abbreviation"] else g["name"]
    told = [f"chaired by {g['chair']}" if g["chair"] else "", f"meets {g['meets']}" if g["meets"] else ""]
    return ", ".join(x for x in (name, *told) if x)


def _broken(c: Content, lines: list[str], pages: int, first: int = 2, feed: bool = True) -> list[str]:
    """Put a running foot between lines anywhere, as page ends fall in converted text."""
    out = list(lines)
    if len(out) < 8:
        return out
    places = sorted(c.chance.sample(range(4, len(out)), min(pages, len(out) - 4)))
    for n, place in reversed(list(enumerate(places))):
        out[place:place] = ["", c.furniture(first + n), ""] if feed else [c.furniture(first + n)]
    return out


def _wrapped(texts: Sequence[str], width: int) -> list[str]:
    """Paragraphs, wrapped, a blank line behind each."""
    out: list[str] = []
    for t in texts:
        out += [*wrap(t, width), ""]
    return out


def _hanging(bullet: str, text: str, width: int, indent: int = 2) -> list[str]:
    lines = wrap(text, width - indent - len(bullet) - 1)
    pad = " " * (indent + len(bullet) + 1)
    lines = [x.replace("\n", "\n" + pad) for x in lines]
    return [" " * indent + bullet + " " + lines[0], *[pad + x for x in lines[1:]]]


def _named(c: Content, o: Obj, worded: bool, between: str = ": ") -> str:
    """Kind word, number, name and statement in one run."""
    word = m("section", "", c.kind_word) if worded and o.number() else ""
    return " ".join(x for x in (word, f"{o.number()}." if o.number() else "", o.full(between)) if x)


# ---- tick columns ------------------------------------------------------------------------------


@shape(
    "clover-ticks", format="html", size="large",
    layout="tables with a tick column for each quarter, the quarter in the column head, a key, long document around",
)  # fmt: skip
def ticks(c: Content) -> str:
    times = _ends(c, ("quarter",))
    times = times[:4] if len(times) >= 4 and c.chance.random() < 0.7 else _spread(c, times, 4)
    tick = c.chance.choice(("✓", "X", "●", "✔", "x"))
    one_table = c.chance.random() < 0.4
    shows = c.chance.sample(("measure", "progress"), c.chance.choice((0, 1, 1)))
    lead_last = c.chance.random() < 0.4
    numbered = c.numbering != "none"
    hue = c.chance.choice(("#5b2a86", "#00695c", "#8a1c4a", "#1f4e8c", "#444"))
    css = (
        "@page { size: A4 landscape; margin: 14mm } body { font: 10pt/1.35 Arial, sans-serif }\n"
        f"h1 {{ color: {hue}; font-size: 26pt }} h2 {{ color: {hue} }} .cover, .brk {{ page-break-after: always }}\n"
        "table { border-collapse: collapse; width: 100%; margin-bottom: 5mm } td, th { border: 1px solid #888; padding: 4px; vertical-align: top }\n"
        f"th {{ background: {hue}; color: #fff; text-align: left }} td.t {{ text-align: center; width: 6% }} .band td {{ background: #eee; font-weight: bold }}\n"
        ".foot { font-size: 8pt; color: #666 }"
    )
    body = [f'<div class="cover"><h1>{c.doctitle()}</h1>', *_p([c.furniture(1)], "foot"), "</div>"]
    body += ['<div class="brk">', *_p(c.contents()), "</div>"]
    body += [f"<h2>{c.section('background')}</h2>", *_p(c.background()), *_p(c.narrative(1, 3))]
    heading, items = c.principles()
    body += [f"<h3>{heading}</h3>", _ul(items)]
    if c.chance.random() < 0.6:
        body += [f"<h3>{c.section('other')}</h3>", _ul(c.figures(2, 4)), *_p(c.narrative(1, 2))]
    body += [
        *_p([c.furniture(3)], "foot"),
        f'<h2 style="page-break-before: always">{c.section("priorities")}</h2>',
        f"<p>{c.intro('priorities')}</p>",
    ]
    if c.chance.random() < 0.5:
        body.append(_ul([o.again() for o in c.objectives], "ol" if numbered else "ul"))
    key = f"<p><b>Key</b> {tick} = {c.chance.choice(('we will finish this work in the quarter marked', 'when the work is due to be complete', 'planned quarter'))}.</p>"
    body.append(key)

    def header(acts: Sequence[Act]) -> str:
        cells = [c.head("number")] if numbered else []
        cells += [c.head("action")] + ([] if lead_last else [c.head("lead")])
        cells += [m("head", "due", _held(acts, t)) for t in times] + [c.head(s) for s in shows]
        return _row(cells + ([c.head("lead")] if lead_last else []), "th")

    def line(a: Act) -> str:
        cells = [f"<td>{a.number()}</td>"] if numbered else []
        cells += [f"<td>{a.text()}</td>"] + ([] if lead_last else [f"<td>{a.lead()}</td>"])
        cells += [f'<td class="t">{tick if t in a.whens else ""}</td>' for t in times]
        cells += [f"<td>{a.measure() if s == 'measure' else a.progress()}</td>" for s in shows]
        return "<tr>" + "".join(cells) + (f"<td>{a.lead()}</td>" if lead_last else "") + "</tr>"

    width = len(times) + len(shows) + 2 + numbered
    worded = c.chance.random() < 0.6
    _schedule(c, _all(c), times)
    if one_table:
        rows = [header(_all(c))]
        for o in c.objectives:
            rows.append(f'<tr class="band"><td colspan="{width}">{_named(c, o, worded)}</td></tr>')
            rows += [line(a) for a in o.acts]
        body.append("<table>" + "\n".join(rows) + "</table>")
    else:
        for o in c.objectives:
            body += [f"<h3>{_named(c, o, worded)}</h3>"]
            if c.chance.random() < 0.3:
                body += _p(c.narrative())
            body.append("<table>" + "\n".join([header(o.acts), *[line(a) for a in o.acts]]) + "</table>")
            if c.chance.random() < 0.3:
                body += _p([c.furniture(c.chance.randint(4, 9))], "foot")
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 3)), _ul([_group_line(g) for g in c.groups()])]
    body.append("<table>" + "\n".join(_row(x) for x in c.glossary()) + "</table>")
    body += [*_p([c.furniture(11)], "foot")]
    return _html(css, body)


@shape(
    "clover-terms", format="txt",
    layout="table in blanks with columns short, medium and long term that are ticked; the key says until when each runs",
)  # fmt: skip
def terms(c: Content) -> str:
    times = _spread(c, _ends(c, ("day", "month")), 3)
    words = c.chance.choice(
        (
            ("Short", "Medium", "Long"),
            ("S", "M", "L"),
            ("Now", "Next", "Later"),
            ("Short term", "Mid term", "Long term"),
        )
    )
    tick = c.chance.choice(("X", "x", "✓", "√", "*"))
    acts = _all(c)
    _schedule(c, acts, times)
    numbered = c.numbering != "none"
    measured = c.chance.random() < 0.5
    _fit(acts, 24)
    keyed = [
        f"{w} = {c.chance.choice(('by', 'finished by', 'in place by'))} {_held(acts, t)}"
        for w, t in zip(words, times, strict=False)
    ]
    out = [c.doctitle(), "", *_wrapped(c.background()[:2] + c.narrative(1, 2), 100)]
    heading, items = c.principles()
    if c.chance.random() < 0.6:
        out += [heading, "", *[x for i in items for x in _hanging("•", i, 100)], ""]
    out += [c.section("priorities"), "", *wrap(c.intro("priorities"), 100), ""]
    where = c.chance.choice(("before", "after", "after"))
    key_lines = ["Key", *[f"   {k}" for k in keyed], ""]
    if where == "before":
        out += key_lines
    widths = ([5] if numbered else []) + [46] + [max(len(w), 4) for w in words] + [24] + ([28] if measured else [])
    heads = (
        ([c.head("number")] if numbered else [])
        + [c.head("action")]
        + [m("head", "due", w) for w in words]
        + [c.head("lead")]
    )
    heads += [c.head("measure")] if measured else []
    table: list[str] = []
    worded = c.chance.random() < 0.6
    again = c.chance.random() < 0.5
    for index, o in enumerate(c.objectives):
        table += [*wrap(_named(c, o, worded), 110), ""]
        if again or not index:
            table += [*columns(heads, widths, 2), ""]
        for a in o.acts:
            cells = ([a.number()] if numbered else []) + [a.text()]
            cells += [tick if t in a.whens else "" for t in times] + [a.lead()] + ([a.measure()] if measured else [])
            table += columns(cells, widths, 2)
            table += [""] if c.chance.random() < 0.6 else []
        table.append("")
        if c.chance.random() < 0.25:
            table += _wrapped(c.narrative(), 100)
    out += _broken(c, table, c.chance.randint(1, 2))
    if where == "after":
        out += key_lines
    out += [c.section("other"), "", *_wrapped(c.narrative(1, 3), 100), *[f"{t}   {x}" for t, x in c.glossary()]]
    return "\n".join(out)


# ---- plan on a page ----------------------------------------------------------------------------


@shape(
    "clover-onepage",
    format="html",
    layout="plan on a page: a column for each priority, its bullets below, vision above and measures below",
)
def onepage(c: Content) -> str:
    colours = c.chance.sample(("#f6d55c", "#b9e3c6", "#f2b5a7", "#b7d3f2", "#dcc6ee", "#e8e2d0", "#cfe8e5"), 5)
    with_lead = c.chance.choice(("none", "objective", "action", "action"))
    measured = c.chance.random() < 0.7
    split = c.chance.random() < 0.6  # name and statement in rows of their own
    css = (
        "@page { size: A4 landscape; margin: 8mm } body { font: 8.5pt/1.25 Verdana, Arial, sans-serif } h1 { font-size: 17pt; margin: 0 0 3mm }\n"
        "table.plan { width: 100%; border-collapse: separate; border-spacing: 4px; table-layout: fixed } table.plan td { padding: 5px; vertical-align: top }\n"
        "ul { padding-left: 11pt; margin: 2px 0 } .name { font-weight: bold; font-size: 11pt } .small { font-size: 7.5pt; color: #444 }"
    )
    heading, items = c.principles()
    body = [f"<h1>{c.doctitle()}</h1>", f"<p><b>{heading}</b> {' '.join(items)}</p>"]
    if c.chance.random() < 0.5:
        body += _p(c.narrative())
    body += [f"<p>{c.intro('priorities')}</p>"]
    os = c.objectives

    def cells(texts: Sequence[str], cls: str = "") -> str:
        return (
            "<tr>"
            + "".join(f'<td class="{cls}" style="background: {colours[i % 5]}">{t}</td>' for i, t in enumerate(texts))
            + "</tr>"
        )

    def bullet(a: Act) -> str:
        if with_lead != "action":
            return a.text()
        return a.text() + _behind(c, a, c.label("lead"), c.label("due"), style)

    style = c.chance.choice(("bare", "brackets", "dash"))
    rows = []
    numbers = [f"{o.number()} " if o.number() else "" for o in os]
    if split:
        rows += [
            cells([n + o.title() for n, o in zip(numbers, os, strict=True)], "name"),
            cells([o.statement() for o in os]),
        ]
    else:
        rows.append(
            cells([n + o.full(c.chance.choice((": ", " – "))) for n, o in zip(numbers, os, strict=True)], "name")
        )
    if with_lead == "objective":
        rows.append(cells([f"{c.label('lead')}: {x}" if (x := _one_owner(o)) else "" for o in os], "small"))
    head = c.section("actions")
    inside = c.chance.random() < 0.5
    if not inside:
        rows.append(f'<tr><td colspan="{len(os)}"><b>{head}</b></td></tr>')
    rows.append(cells([(f"<b>{head}</b>" if inside else "") + _ul([bullet(a) for a in o.acts]) for o in os]))
    if measured:
        known = c.section("measures")
        rows.append(f'<tr><td colspan="{len(os)}"><b>{known}</b></td></tr>')
        rows.append(cells([o.measure() for o in os]))
    body.append('<table class="plan">' + "\n".join(rows) + "</table>")
    body += _p(c.narrative(0, 1) + [c.furniture(1)], "small")
    if c.chance.random() < 0.4:
        body += [
            '<div style="page-break-before: always">',
            f"<h2>{c.section('background')}</h2>",
            *_p(c.background()),
            _ul(c.figures()),
            "</div>",
        ]
    return _html(css, body)


@shape(
    "clover-panels",
    format="txt",
    layout="plan on a page as converted to text: narrow columns one after another, name, statement, bullets, measure in each",
)
def panels(c: Content) -> str:
    width = c.chance.choice((26, 30, 34, 40))
    bullet = c.chance.choice(("•", "-", "", "o", "▪"))
    leading = c.chance.choice(("none", "objective", "each"))
    lead_label, due_label = c.label("lead"), c.label("due")
    out = [c.doctitle(), ""]
    heading, items = c.principles()
    out += [heading, *[x for i in items for x in wrap(i, 90)], ""]
    if c.chance.random() < 0.5:
        out += ["", *_wrapped(c.background()[:1], 90)]
    out += [c.section("priorities"), ""]
    body: list[str] = []
    head, known = c.section("actions"), c.section("measures")
    for o in c.objectives:
        name = " ".join(x for x in (m("section", "", c.kind_word) if o.number() else "", o.number(), o.title()) if x)
        body += [*wrap(name, width), *wrap(o.statement(), width), ""]
        if leading == "objective" and (who := _one_owner(o)):
            body += wrap(f"{lead_label}: {who}", width)
        if c.chance.random() < 0.75:
            body += wrap(head, width)
        for a in o.acts:
            told = a.text()
            if leading == "each":
                told += _behind(c, a, lead_label, due_label, c.chance.choice(("bare", "bare", "brackets")))
            body += _hanging(bullet, told, width, 0) if bullet else wrap(told, width)
        if (measure := o.measure()) and c.chance.random() < 0.7:
            body += [*wrap(known, width), *wrap(measure, width)]
        body.append("")
    out += _broken(c, body, 1, 1)
    out += [*_wrapped(c.narrative(1, 3), 90), c.section("other"), *[x for f in c.figures(1, 4) for x in wrap(f, 90)]]
    if c.chance.random() < 0.5:
        out += ["", *[_group_line(g) for g in c.groups()]]
    return "\n".join(out)


# ---- tables as converters spoil them ------------------------------------------------------------


@shape(
    "clover-downwards",
    format="txt",
    layout="tables converted column after column: all actions, then all leads, then all dates, under each priority",
)
def downwards(c: Content) -> str:
    out = [
        c.doctitle(),
        "",
        c.furniture(1),
        "",
        *_wrapped(c.background(), 95),
        c.section("priorities"),
        *wrap(c.intro("priorities"), 95),
        "",
    ]
    if c.chance.random() < 0.5:
        out += [*[f"{o.number()} {o.again()}".strip() for o in c.objectives], ""]
    order = c.chance.choice(
        (
            ("action", "lead", "due"),
            ("action", "due", "lead"),
            ("action", "lead", "due", "measure"),
            ("lead", "action", "due"),
        )
    )
    numbers = c.numbering != "none" and c.chance.random() < 0.7
    apart = c.chance.random() < 0.5  # the numbers are a column too
    heads_first = c.chance.random() < 0.4
    width = c.chance.choice((38, 46, 60))
    gap = c.chance.random() < 0.5
    dash = c.chance.choice(("-", "–", "n/a"))
    worded = c.chance.random() < 0.6
    _fit(_all(c), 26, 14)
    body: list[str] = []

    def cell(a: Act, role: str) -> str:
        if role == "action":
            return f"{a.number()} {a.text()}" if numbers and not apart else a.text()
        return {"lead": a.lead, "due": a.due, "measure": a.measure, "number": a.number}[role]() or dash

    for o in c.objectives:
        body += [*wrap(_named(c, o, worded), 90), ""]
        if c.chance.random() < 0.25:
            body += _wrapped(c.narrative(), 95)
        roles = (("number",) if numbers and apart else ()) + order
        if heads_first:
            body += [*[c.head(r) for r in roles], ""]
        for r in roles:
            if not heads_first:
                body.append(c.head(r))
            for a in o.acts:
                body += wrap(cell(a, r), 14 if r == "due" else 26 if r == "lead" else width)
                if gap and r in ("action", "measure"):
                    body.append("")
            body.append("")
    out += _broken(c, body, c.chance.randint(1, 3))
    out += [
        c.section("other"),
        "",
        *_wrapped(c.narrative(1, 3), 95),
        *c.members(),
        "",
        *[f"{t} – {x}" for t, x in c.glossary()],
    ]
    return "\n".join(out)


# ---- cards --------------------------------------------------------------------------------------


@shape(
    "clover-cards",
    format="html",
    layout="cards without rules: each action a tinted box with its labels in lines below, the priority as a large heading",
)
def cards(c: Content) -> str:
    tint = c.chance.choice(("#f3efe6", "#eaf3f1", "#f5e9f0", "#eef0f8"))
    two = c.chance.random() < 0.5
    order = c.chance.sample(("lead", "due", "measure"), 3)
    order = order if c.chance.random() < 0.6 else [r for r in order if r != "measure"]
    progress = c.chance.random() < 0.35
    labelled = c.chance.random() < 0.35
    css = (
        "@page { size: A4; margin: 16mm } body { font: 10.5pt/1.45 'Trebuchet MS', Arial, sans-serif; color: #222 }\n"
        "h1 { font-size: 22pt } h2 { font-size: 16pt; margin-top: 9mm }\n"
        f".card {{ background: {tint}; padding: 8px 11px; margin: 0 0 7px; page-break-inside: avoid }}\n"
        ".two { display: inline-block; width: 45%; vertical-align: top; margin-right: 2% } .l { font-weight: bold; color: #555 } .say { font-style: italic; font-size: 12pt }"
    )
    body = [f"<h1>{c.doctitle()}</h1>", *_p(c.narrative(1, 2))]
    if c.chance.random() < 0.5:
        heading, items = c.principles()
        body += [f"<h2>{heading}</h2>", _ul(items)]
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>"]
    known = c.section("measures")
    for o in c.objectives:
        n = f"{o.number()} " if o.number() else ""
        if c.chance.random() < 0.25:
            body.append(f"<h2>{n}{o.full(' – ')}</h2>")
        else:
            body += [f"<h2>{n}{o.title()}</h2>", f'<p class="say">{o.statement()}</p>']
        body += _p(c.narrative() if c.chance.random() < 0.3 else [])
        if c.chance.random() < 0.5:
            body.append(f"<p>{c.intro('actions')}</p>")
        for a in o.acts:
            lines = []
            name = f"{c.label('action')} {a.number()}".strip() if labelled else a.number()
            lines.append(f"<div>{f'<b>{name}</b> ' if name else ''}{a.text()}</div>")
            for r in order:
                value = {"lead": a.lead, "due": a.due, "measure": a.measure}[r]()
                if value:
                    lines.append(f'<div><span class="l">{c.label(r)}:</span> {value}</div>')
            if progress and (told := a.progress()):
                lines.append(f'<div><span class="l">{c.label("progress")}:</span> {told}</div>')
            body.append(f'<div class="card{" two" if two else ""}">' + "".join(lines) + "</div>")
        if "measure" not in order and (measure := o.measure()):
            body += [f"<p><b>{known}</b></p>", f"<p>{measure}</p>"]
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 2)), _ul(c.figures()), *_p([c.furniture(4)])]
    return _html(css, body)


# ---- planner, slides ----------------------------------------------------------------------------


@shape(
    "clover-planner",
    format="txt",
    objectives=False,
    layout="year planner: a heading for each quarter, below it the things to be done with who in brackets; no priorities",
)
def planner(c: Content) -> str:
    times = _ends(c, ("quarter",))
    times = _spread(c, times, c.chance.choice((3, 4, 4)))
    acts = c.loose_acts(8, 16)
    _schedule(c, acts, times)
    for n, t in enumerate(times):  # no quarter without work
        acts[n].whens = [t]
    bullet = c.chance.choice(("•", "-", "[ ]", "*", "»"))
    style = c.chance.choice(("brackets", "line", "dash", "front"))
    boxed = c.chance.choice(("=", "-", "", "#"))
    out = [c.doctitle(), "", *_wrapped(c.narrative(1, 2), 88)]
    if c.chance.random() < 0.4:
        heading, items = c.principles()
        out += [heading, *[x for i in items for x in _hanging("-", i, 88)], ""]
    out += [c.section("actions"), "", *wrap(c.intro("actions"), 88), ""]
    body: list[str] = []
    for t in times:
        here = [a for a in acts if t in a.whens]
        line = m("section", "", _held(here, t))
        body += (
            [line]
            if not boxed
            else [f"{boxed * 3} {line} {boxed * 3}"]
            if boxed == "#"
            else [line, boxed * (len(t) + 2)]
        )
        if c.chance.random() < 0.25:
            body += wrap(c.narrative()[0], 88)
        for a in here:
            who = a.lead()
            number = f"{a.number()} " if a.number() and style != "front" else ""
            if style == "brackets":
                body += _hanging(bullet, f"{number}{a.text()}" + (f" ({who})" if who else ""), 88)
            elif style == "dash":
                body += _hanging(bullet, f"{number}{a.text()}" + (f" – {c.label('lead')}: {who}" if who else ""), 88)
            elif style == "front":
                body += _hanging(bullet, (f"{who}: " if who else "") + a.text(), 88)
            else:
                body += _hanging(bullet, f"{number}{a.text()}", 88) + (
                    [f"      {c.label('lead')}: {who}"] if who else []
                )
        body.append("")
    out += _broken(c, body, c.chance.randint(0, 2))
    out += [c.section("other"), "", *_wrapped(c.narrative(1, 2), 88)]
    for heading, items in c.no_plan()[:1]:
        out += [heading, *[f"  {bullet if bullet != '[ ]' else '-'} {i}" for i in items], ""]
    return "\n".join(out)


@shape(
    "clover-slides",
    format="html",
    layout="slides in landscape: one or two for each priority, large bullets, lead and date small behind or below each",
)
def slides(c: Content) -> str:
    ground = c.chance.choice(("#0b3d4f", "#3c1053", "#7a1f2b", "#14532d"))
    small = c.chance.random() < 0.6
    two_slides = c.chance.random() < 0.4
    css = (
        "@page { size: A4 landscape; margin: 12mm } body { font: 15pt/1.35 Calibri, Arial, sans-serif }\n"
        ".slide { page-break-after: always } .n { font-size: 9pt; color: #777 } .s { font-size: 11pt; color: #555 }\n"
        f"h1 {{ font-size: 34pt; color: {ground} }} h2 {{ background: {ground}; color: #fff; padding: 8px 14px; font-size: 22pt }} li {{ margin-bottom: 6px }}"
    )
    page = 1
    body: list[str] = []

    def slide(parts: Sequence[str]) -> None:
        nonlocal page
        body.extend(['<div class="slide">', *parts, f'<p class="n">{c.furniture(page)}</p>', "</div>"])
        page += 1

    slide([f"<h1>{c.doctitle()}</h1>"])
    slide([f"<h2>{c.section('background')}</h2>", *_p(c.narrative(1, 2))])
    heading, items = c.principles()
    slide([f"<h2>{heading}</h2>", _ul(items)])
    if c.chance.random() < 0.5:
        slide([f"<h2>{c.section('other')}</h2>", _ul(c.figures(2, 4))])
    if c.chance.random() < 0.7:
        slide(
            [
                f"<h2>{c.section('priorities')}</h2>",
                f"<p>{c.intro('priorities')}</p>",
                _ul([o.again() for o in c.objectives], "ol"),
            ]
        )
    lead, due = c.label("lead"), c.label("due")
    style = c.chance.choice(("brackets", "bare", "plain"))
    known, will = c.section("measures"), c.section("actions")
    for o in c.objectives:
        n = f"{o.number()}. " if o.number() else ""
        top = [f"<h2>{n}{o.title()}</h2>", f"<p>{o.statement()}</p>"]
        lines = []
        for a in o.acts:
            number = f"{a.number()} " if a.number() else ""
            told = _behind(c, a, lead, due, style)
            lines.append(number + a.text() + (f'<br><span class="s">{told.strip()}</span>' if small and told else told))
        foot = [f"<p><b>{known}</b><br>{x}</p>"] if c.chance.random() < 0.5 and (x := o.measure()) else []
        if two_slides:
            slide([*top, *_p(c.narrative())])
            slide([f"<h2>{will}</h2>", _ul(lines), *foot])
        else:
            slide([*top, f"<p><b>{will}</b></p>", _ul(lines), *foot])
    if c.chance.random() < 0.6:
        slide([f"<h2>{c.section('other')}</h2>", _ul([_group_line(g) for g in c.groups()])])
    return _html(css, body)


# ---- reports ------------------------------------------------------------------------------------


@shape(
    "clover-yousaid",
    format="html",
    sort="report",
    layout="You said / we did / we will: under each priority three blocks or a table of three columns",
)
def yousaid(c: Content) -> str:
    table = c.chance.random() < 0.5
    css = (
        "@page { size: A4; margin: 18mm } body { font: 11pt/1.45 Arial, sans-serif } h1 { font-size: 24pt; color: #a0195b } h2 { color: #a0195b }\n"
        "table { width: 100%; border-collapse: collapse; table-layout: fixed } td, th { border: 2px solid #e4bfd1; padding: 7px; vertical-align: top; text-align: left }\n"
        ".said { background: #fdf1f6; padding: 9px; font-style: italic } .foot { font-size: 8pt; color: #777 } .brk { page-break-after: always }"
    )
    body = [f"<h1>{c.doctitle()}</h1>", *_p([c.furniture(1)], "foot")]
    if c.chance.random() < 0.6:
        body += ['<div class="brk">', *_p(c.contents()), "</div>"]
    body += [
        f"<h2>{c.section('background')}</h2>",
        *_p(c.background()),
        *_p(c.done_narrative(1, 2)),
        _ul(c.figures(1, 3)),
    ]
    body += [f"<h2>{c.section('priorities')}</h2>", f"<p>{c.intro('priorities')}</p>"]
    words = c.chance.choice(
        (
            ("You said", "We did", "We will"),
            ("You told us", "What we did", "What we will do next"),
            ("You said…", "We have…", "Next we will…"),
        )
    )
    lead, due = c.label("lead"), c.label("due")
    style = c.chance.choice(("none", "bare", "brackets"))
    for o in c.objectives:
        cut = c.chance.randint(1, len(o.acts) - 1)
        did = [a.done() for a in o.acts[:cut]]
        will = [a.will() + ("" if style == "none" else _behind(c, a, lead, due, style)) for a in o.acts[cut:]]
        n = f"{o.number()}. " if o.number() else ""
        full = c.chance.random() < 0.3
        body.append(f"<h3>{n}{o.full() if full else o.title()}</h3>")
        if not full and c.chance.random() < 0.7:
            body.append(f"<p>{o.statement()}</p>")
        said = (c.several("said", 1) if "said" in c.bank else c.narrative())[0]
        if table:
            heads = [m("head", "other", words[0]), m("head", "action", words[1]), m("head", "action", words[2])]
            body.append("<table>" + _row(heads, "th") + _row([said, _ul(did), _ul(will)]) + "</table>")
        else:
            body += [f'<div class="said"><b>{m("section", "", words[0])}</b><br>{said}</div>']
            for w, told in ((words[1], did), (words[2], will)):
                body.append(f"<p><b>{m('section', '', w)}</b></p>")
                body += [_ul(told)] if c.chance.random() < 0.7 or len(told) > 2 else _p([f"{t}." for t in told])
    body += [f"<h2>{c.section('other')}</h2>", *_p(c.narrative(1, 2)), *_p(c.members()), *_p([c.furniture(7)], "foot")]
    return _html(css, body)


@shape(
    "clover-yearbook", format="html", sort="report", size="large",
    layout="long yearly report with numbered chapters: done narrative, achievements as bullets under each priority, next steps, groups, glossary",
)  # fmt: skip
def yearbook(c: Content) -> str:
    serif = c.chance.choice(("Georgia, serif", "Arial, sans-serif", "Cambria, serif"))
    css = (
        f"@page {{ size: A4; margin: 22mm 20mm }} body {{ font: 11pt/1.5 {serif} }} h1 {{ font-size: 28pt; margin-top: 60mm }} h2 {{ border-bottom: 3px solid #2a6f6b; color: #2a6f6b }}\n"
        ".brk { page-break-after: always } .foot { font-size: 8.5pt; color: #888; text-align: right } table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #bbb; padding: 5px; text-align: left; vertical-align: top }"
    )
    page = 1
    body: list[str] = []
    chapter = 0

    def foot() -> None:
        nonlocal page
        body.append(f'<p class="foot">{c.furniture(page)}</p>')
        page += 1

    def open_chapter(words: str, new_page: bool = False) -> None:
        nonlocal chapter
        chapter += 1
        body.append(
            f"<h2{' style=' + chr(34) + 'page-break-before: always' + chr(34) if new_page else ''}>{chapter}. {words}</h2>"
        )

    body += ['<div class="brk">', f"<h1>{c.doctitle()}</h1>"]
    foot()
    body += ["</div>", '<div class="brk">', *_p(c.contents())]
    foot()
    body.append("</div>")
    open_chapter(c.section("background"))
    body += [*_p(c.background()), *_p(c.narrative(2, 4))]
    heading, items = c.principles()
    body += [f"<h3>{heading}</h3>", _ul(items)]
    foot()
    open_chapter(c.section("other"), True)
    body += ["<table>" + _row([m("head", "other", x) for x in ("Group", "Chair", "Meets")], "th")]
    body += [
        _row([g["name"] + (f" ({g['abbreviation']})" if g["abbreviation"] else ""), g["chair"], g["meets"]])
        for g in c.groups()
    ]
    body += ["</table>", _ul(c.figures(2, 5))]
    foot()
    open_chapter(c.section("done"), True)
    body += [*_p(c.done_narrative(1, 3)), f"<p>{c.intro('done')}</p>"]
    together = c.chance.random() < 0.4  # next steps in a chapter of their own
    prose = c.chance.random() < 0.3
    next_table = c.chance.random() < 0.5
    done_head, next_head = c.section("done"), c.section("next")
    lead, due = c.label("lead"), c.label("due")
    style = c.chance.choice(("brackets", "plain", "dash"))
    later: list[tuple[Obj, list[Act]]] = []
    for o in c.objectives:
        word = m("section", "", c.kind_word) + " " if o.number() else ""
        n = f"{o.number()}: " if o.number() else ""
        body += [f"<h3>{word}{n}{o.title()}</h3>", f"<p>{o.statement()}</p>"]
        body += _p(c.narrative() if c.chance.random() < 0.5 else [])
        cut = c.chance.randint(1, len(o.acts))
        did = [a.done() for a in o.acts[:cut]]
        body.append(f"<h4>{done_head}</h4>")
        body += [f"<p>{'. '.join(did)}.</p>"] if prose else [_ul(did)]
        body += _p(c.done_narrative(0, 1))
        rest = o.acts[cut:]
        if rest and together:
            later.append((o, rest))
        elif rest:
            body += [f"<h4>{next_head}</h4>", _ul([a.will() + _behind(c, a, lead, due, style) for a in rest])]
        if c.chance.random() < 0.35:
            foot()
    if later:
        open_chapter(next_head, True)
        body.append(f"<p>{c.intro('next')}</p>")
        if next_table:
            body.append("<table>" + _row([c.head(r) for r in ("objective", "action", "lead", "due")], "th"))
            body += [
                _row([o.again() if not i else "", a.text(), a.lead(), a.due()])
                for o, rest in later
                for i, a in enumerate(rest)
            ]
            body.append("</table>")
        else:
            for o, rest in later:
                body += [f"<h4>{o.again()}</h4>", _ul([a.will() + _behind(c, a, lead, due, style) for a in rest])]
    open_chapter(c.section("other"), True)
    body += [*_p(c.narrative(1, 3)), *_p(c.members())]
    body += ["<table>" + "\n".join(_row(x) for x in c.glossary()) + "</table>"]
    foot()
    return _html(css, body)


@shape(
    "clover-lookback",
    format="txt",
    sort="report",
    layout="end of year table in blanks: planned action, what happened, rating in letters or words; then next steps as lines",
)
def lookback(c: Content) -> str:
    letters = c.chance.choice(
        (
            {"green": "G", "amber": "A", "red": "R", "blue": "B"},
            None,
            {"green": "On track", "amber": "Some delay", "red": "Off track", "blue": "Complete"},
        )
    )
    numbered = c.numbering != "none" and c.chance.random() < 0.7
    led = c.chance.random() < 0.5
    out = [
        c.doctitle(),
        "",
        *_wrapped(c.background()[:2] + c.done_narrative(1, 2), 105),
        c.section("done"),
        "",
        *wrap(c.intro("done"), 105),
        "",
    ]
    rated_first = c.chance.random() < 0.3
    roles = (
        (["number"] if numbered else [])
        + (["rag"] if rated_first else [])
        + ["action"]
        + (["lead"] if led else [])
        + ["progress"]
        + ([] if rated_first else ["rag"])
    )
    _fit(_all(c), 20)
    sizes = {"number": 6, "rag": 10, "action": 44, "lead": 20, "progress": 34}
    widths = [sizes[r] for r in roles]
    table: list[str] = []
    worded = c.chance.random() < 0.6
    for index, o in enumerate(c.objectives):
        table += [*wrap(_named(c, o, worded), 110), ""]
        if not index or c.chance.random() < 0.5:
            table += [*columns([c.head(r) for r in roles], widths, 2), ""]
        for a in o.acts:
            made = {"number": a.number, "action": a.text, "lead": a.lead, "progress": a.progress}
            # the rating says how far it is: take it first
            rating = a.rag(letters)
            state = c.rows[a.key].split()[0]
            told = a.words.get(f"progress_{state}", "")
            cells = [
                rating if r == "rag" else (m("progress", a.key, told) if told else "") if r == "progress" else made[r]()
                for r in roles
            ]
            table += [*columns(cells, widths, 2), ""]
        if c.chance.random() < 0.3:
            table += _wrapped(c.done_narrative(), 105)
    out += _broken(c, table, c.chance.randint(1, 3))
    if c.chance.random() < 0.7:
        lead, due = c.label("lead"), c.label("due")
        out += [c.section("next"), "", *wrap(c.intro("next"), 105)]
        out += [
            x for a in c.loose_acts(2, 4) for x in _hanging("-", a.will() + _behind(c, a, lead, due, "brackets"), 105)
        ] + [""]
    out += [c.section("other"), "", *_wrapped(c.figures(2, 4) + c.narrative(1, 2), 105)]
    return "\n".join(out)


# ---- running text -------------------------------------------------------------------------------


@shape(
    "clover-poured", format="txt", size="large",
    layout="hard-wrapped lines without blank lines, bullets lost, headings as mere lines, page feet within sentences",
)  # fmt: skip
def poured(c: Content) -> str:
    width = c.chance.choice((68, 76, 84, 92))
    form = c.chance.choice(("behind", "line", "sentence"))
    lead, due = c.label("lead"), c.label("due")
    will, known = c.section("actions"), c.section("measures")
    texts: list[str] = [c.doctitle(), *c.contents(), c.section("background"), *c.background(), *c.narrative(1, 3)]
    heading, items = c.principles()
    texts += [
        heading,
        *items,
        c.section("other"),
        *c.figures(1, 3),
        *c.narrative(1, 2),
        c.section("priorities"),
        c.intro("priorities"),
    ]
    if c.chance.random() < 0.5:
        texts += [f"{o.number()} {o.again()}".strip() for o in c.objectives]
    style = c.chance.choice(("brackets", "plain", "bare"))
    worded = c.chance.random() < 0.6
    apart = c.chance.random() < 0.6  # name and statement in lines of their own
    _dated(c, _all(c) if form == "sentence" else [])
    for o in c.objectives:
        n = f"{o.number()} " if o.number() else ""
        texts += [n + o.title(), o.statement()] if apart else [_named(c, o, worded, " – ")]
        texts += c.narrative(0, 1)
        texts += [will] if c.chance.random() < 0.6 else [c.intro("actions")]
        for a in o.acts:
            number = f"{a.number()} " if a.number() and c.chance.random() < 0.9 else ""
            if form == "sentence":
                texts.append(number + a.sentence())
            elif form == "behind":
                texts.append(number + a.text() + _behind(c, a, lead, due, style))
            else:
                texts.append(number + a.text())
                texts += [f"{lead}: {x}" for x in (a.lead(),) if x] + [f"{due}: {x}" for x in (a.due(),) if x]
        if (x := o.measure()) and c.chance.random() < 0.5:
            texts += [known, x]
    texts += [
        c.section("other"),
        *c.narrative(1, 3),
        *[_group_line(g) for g in c.groups()],
        *c.members(),
        *[f"{t} {x}" for t, x in c.glossary()],
    ]
    lines = [x for t in texts for x in wrap(t, width)]
    return "\n".join(_broken(c, lines, c.chance.randint(3, 6), 2, feed=False))


@shape(
    "clover-woven", format="txt", sort="arrangements",
    layout="priorities inside one sentence, then paragraphs about each with what will be done in sentences; arrangements around it",
)  # fmt: skip
def woven(c: Content) -> str:
    width = c.chance.choice((80, 96, 110))
    names_are_it = c.chance.random() < 0.5  # the sentence holds the names for good, the paragraphs the statements
    listed = [
        f"{f'({o.number()}) ' if o.number() else ''}{o.title() if names_are_it else o.again()}" for o in c.objectives
    ]
    start = c.chance.choice(
        (
            "For this period we have chosen to work on",
            "The partners will put most of their effort into",
            "Our priorities are",
        )
    )
    sentence = f"{start} {'; '.join(listed[:-1])}; and {listed[-1]}."
    out = [c.doctitle(), "", *_wrapped([c.section("background"), *c.background(), *c.narrative(1, 2)], width)]
    out += [c.section("other"), "", *[x for g in c.groups() for x in wrap(_group_line(g) + ".", width)], ""]
    heading, items = c.principles()
    out += [heading, "", *[x for i in items for x in _hanging("-", i, width)], ""]
    body = [c.section("priorities"), "", *_wrapped([sentence], width)]
    known = c.label("measure")
    between = c.chance.choice((". ", ": "))
    _dated(c, _all(c))
    for o in c.objectives:
        parts = [o.statement() + "."] if names_are_it else [o.full(between) + "."]
        if c.chance.random() < 0.4:
            parts += c.narrative()
        if c.chance.random() < 0.3:
            parts.append(c.intro("actions"))
        for a in o.acts:
            told = a.sentence() if c.chance.random() < 0.65 else a.will()
            parts.append(told if "." in told[-3:] else told + ".")
        if (x := o.measure()) and c.chance.random() < 0.4:
            parts.append(f"{known}: {x}.")
        half = c.chance.randint(2, len(parts) - 1) if c.chance.random() < 0.5 else len(parts)
        body += _wrapped([x for x in (" ".join(parts[:half]), " ".join(parts[half:])) if x], width)
    out += _broken(c, body, c.chance.randint(1, 3), 3)
    for heading, items in c.no_plan()[:2]:
        out += [heading, "", *[x for i in items for x in _hanging("•", i, width)], ""]
    out += [*_wrapped(c.narrative(1, 2), width), *c.members()]
    return "\n".join(out)


# ---- Markdown -----------------------------------------------------------------------------------


@shape(
    "clover-nested",
    format="md",
    layout="Markdown: a heading for each priority, actions as bullets, below each nested bullets with labels for lead, date and measure",
)
def nested(c: Content) -> str:
    bold = c.chance.random() < 0.5
    order = c.chance.sample(("lead", "due", "measure", "progress"), c.chance.choice((2, 3, 3, 4)))
    order = order if {"lead", "due"} & set(order) else ["lead", "due", *order]
    bullet = c.chance.choice(("-", "*", "1."))
    pad = " " * (len(bullet) + 1)

    def label(r: str) -> str:
        return f"**{c.label(r)}:**" if bold else f"{c.label(r)}:"

    out = [
        f"# {c.doctitle()}",
        "",
        *[x for t in c.narrative(1, 3) for x in (t, "")],
        f"## {c.section('background')}",
        "",
        *[x for t in c.background() for x in (t, "")],
    ]
    heading, items = c.principles()
    out += [
        f"## {heading}",
        "",
        *[f"- {i}" for i in items],
        "",
        f"## {c.section('priorities')}",
        "",
        c.intro("priorities"),
        "",
    ]
    will = c.section("actions")
    for o in c.objectives:
        word = m("section", "", c.kind_word) + " " if o.number() else ""
        n = f"{o.number()}: " if o.number() else ""
        out += [f"### {word}{n}{o.title()}", "", f"> {o.statement()}" if c.chance.random() < 0.4 else o.statement(), ""]
        if c.chance.random() < 0.3:
            out += [*c.narrative(), ""]
        out += [f"#### {will}", ""] if c.chance.random() < 0.6 else [c.intro("actions"), ""]
        for a in o.acts:
            number = f"{a.number()} " if a.number() and bullet != "1." else ""
            out.append(f"{bullet} {number}{a.text()}")
            for r in order:
                if x := {"lead": a.lead, "due": a.due, "measure": a.measure, "progress": a.progress}[r]():
                    out.append(f"{pad}- {label(r)} {x}")
        out.append("")
        if "measure" not in order and (x := o.measure()):
            out += [f"{label('measure')} {x}", ""]
    out += [
        f"## {c.section('other')}",
        "",
        *c.figures(1, 3),
        "",
        *[f"- {_group_line(g)}" for g in c.groups()],
        "",
        "| | |",
        "|---|---|",
        *[f"| {t} | {x} |" for t, x in c.glossary()],
    ]
    return "\n".join(out)


@shape(
    "clover-webpage",
    format="md",
    sort="web page",
    layout="web page as saved: menu, priorities as headings with commitments as sentences or bullets, related lists, foot",
)
def webpage(c: Content) -> str:
    menu = c.menu()
    cut = max(2, len(menu) // 2)
    form = c.chance.choice(("will", "sentence", "text"))
    _dated(c, _all(c))
    out = [
        *[f"* {x}" for x in menu[:cut]],
        "",
        f"# {c.doctitle()}",
        "",
        *[x for t in c.narrative(1, 2) for x in (t, "")],
    ]
    out += [f"## {c.section('priorities')}", "", c.intro("priorities"), ""]
    if c.chance.random() < 0.4:
        out += [*[f"- {o.again()}" for o in c.objectives], ""]
    for o in c.objectives:
        n = f"{o.number()}. " if o.number() else ""
        out += [f"### {n}{o.title()}", "", *([o.statement(), ""] if c.chance.random() < 0.8 else [])]
        if c.chance.random() < 0.5:
            out += [c.intro("actions"), ""]
        lines = [{"will": a.will, "sentence": a.sentence, "text": a.text}[form]() for a in o.acts]
        if form != "text" and c.chance.random() < 0.4:
            out += [" ".join(x if x.endswith(".⟧") else x + "." for x in lines), ""]
        else:
            out += [*[f"- {x}" for x in lines], ""]
        if c.chance.random() < 0.4:
            out += [*c.narrative(), ""]
    for heading, items in c.no_plan()[:2]:
        out += [f"## {heading}", "", *[f"- {i}" for i in items], ""]
    return "\n".join([*out, *menu[cut:]])


# ---- minutes, no plan ---------------------------------------------------------------------------


@shape(
    "clover-minutes",
    format="txt",
    sort="minutes",
    objectives=False,
    layout="minutes: members, numbered items of narrative, actions in lines within items or in a log at the end",
)
def minutes(c: Content) -> str:
    acts = c.loose_acts(4, 8)
    log = c.chance.random() < 0.5
    word = m("label", "action", c.chance.choice(("ACTION", "Action", "Agreed", "Action point")))
    lead, due = c.label("lead"), c.label("due")
    style = c.chance.choice(("bare", "brackets", "dash", "plain"))
    out = [
        c.doctitle(),
        "",
        m("section", "", c.chance.choice(("Present", "In the room", "Who was there"))),
        *[f"  {x}" for x in c.members()],
        "",
    ]
    items = c.chance.randint(3, 5)
    waiting = list(acts)
    if not log:
        _dated(c, acts)
    body: list[str] = []
    for n in range(1, items + 1):
        body += [
            f"{n}. {c.section('other' if n > 1 else 'background')}",
            "",
            *_wrapped(c.narrative(1, 2) + (c.figures(0, 1)), 92),
        ]
        if not log:
            share = waiting if n == items else waiting[: c.chance.randint(0, 3)]
            for a in share:
                told = a.sentence() if c.chance.random() < 0.25 else a.text() + _behind(c, a, lead, due, style)
                body += [*wrap(f"{word}: {told}", 92), ""]
            waiting = waiting[len(share) :]
        elif c.chance.random() < 0.4:
            body += _wrapped(c.done_narrative(), 92)
    if log:
        numbered = c.numbering != "none"
        _fit(acts, 22, 16)
        roles = (["number"] if numbered else []) + c.chance.choice(
            (["action", "lead", "due"], ["lead", "action", "due"], ["action", "due", "lead"])
        )
        sizes = [{"number": 6, "action": 44, "lead": 22, "due": 16}[r] for r in roles]
        body += [c.section("actions"), "", *columns([c.head(r) for r in roles], sizes), ""]
        for a in acts:
            cells = [{"number": a.number, "action": a.text, "lead": a.lead, "due": a.due}[r]() for r in roles]
            body += [*columns(cells, sizes), ""]
    out += _broken(c, body, c.chance.randint(1, 2))
    return "\n".join(out)


@shape(
    "clover-guide",
    format="txt",
    sort="none",
    objectives=False,
    layout="a guide without any plan: principles, how-to lists, groups, members, figures, glossary in changing order",
)
def guide(c: Content) -> str:
    width = c.chance.choice((76, 90, 104))
    bullet = c.chance.choice(("•", "-", "*", "o"))
    blocks: list[list[str]] = [
        [heading, "", *[x for i in items for x in _hanging(bullet, i, width)], ""] for heading, items in c.no_plan()
    ]
    heading, items = c.principles()
    blocks.append([heading, "", *[x for i in items for x in _hanging(bullet, i, width)], ""])
    blocks.append([c.section("background"), "", *_wrapped(c.background(), width)])
    blocks.append([c.section("other"), "", *_wrapped(c.narrative(1, 3), width)])
    blocks.append([*[x for g in c.groups() for x in wrap(_group_line(g), width)], ""])
    if c.chance.random() < 0.6:
        blocks.append([*c.members(), ""])
    if c.chance.random() < 0.6:
        blocks.append([*[x for f in c.figures(2, 4) for x in wrap(f, width)], "", *_wrapped(c.done_narrative(), width)])
    c.chance.shuffle(blocks)
    out = [c.doctitle(), "", *_wrapped(c.narrative(), width)]
    out += _broken(c, [x for b in blocks for x in b], c.chance.randint(1, 3), 1)
    return "\n".join([*out, *[f"{t}: {x}" for t, x in c.glossary()]])

"""Layouts of the author «bramble»: a rural county's plans, reports, arrangements, minutes and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.content import Act, Content, Obj, m
from corpus.layout import columns, wrap
from corpus.shapes import shape


def _bare(marked: str) -> str:
    return re.sub(r"⟦[^|⟦⟧]*\||⟧", "", marked)


def _stop(marked: str) -> str:
    """With a full stop, where there is none."""
    return marked if _bare(marked).rstrip().endswith((".", "!", "?", ":")) else marked + "."


def _para(text: str, width: int, indent: int = 0, first: str = "") -> list[str]:
    """A wrapped paragraph; `first` stands before its first line and the others hang under it."""
    hang = indent + len(_bare(first))
    lines = wrap(text, width - hang)
    over = "\n" + " " * hang
    return [(" " * indent + first if not n else " " * hang) + line.replace("\n", over) for n, line in enumerate(lines)]


def _paras(texts: Iterable[str], width: int, indent: int = 0) -> list[str]:
    out: list[str] = []
    for text in texts:
        out += [*_para(text, width, indent), ""]
    return out


def _broken(c: Content, lines: Sequence[str], least: int, most: int, gap: int = 1, page: int = 1) -> list[str]:
    """Page foots between the lines, wherever a page happens to be full, be it within a row."""
    out: list[str] = []
    left = c.chance.randint(least, most)
    for line in lines:
        out.append(line)
        left -= 1
        if left <= 0:
            out += [*[""] * gap, c.furniture(page), *[""] * gap]
            page, left = page + 1, c.chance.randint(least, most)
    return out


def _heading(c: Content, o: Obj, word: bool, between: str = ": ") -> str:
    """«Priority 2: Neglect»."""
    number = o.number()
    if word:
        return f"{m('section', '', c.kind_word)}{' ' + number if number else ''}{between}{o.title()}"
    return f"{number}{'. ' if number else ''}{o.title()}"


def _group_line(g: dict[str, str]) -> str:
    line = g["name"]
    if g["abbreviation"]:
        line += f" ({g['abbreviation']})"
    if g["chair"]:
        line += f", chaired by {g['chair']}"
    if g["meets"]:
        line += f", which meets {g['meets']}"
    return line


def _html(css: str, body: Iterable[str]) -> str:
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8"><style>',
            css,
            "</style></head><body>",
            *body,
            "</body></html>",
        ]
    )


def _ps(texts: Iterable[str], cls: str = "") -> list[str]:
    attribute = f' class="{cls}"' if cls else ""
    return [f"<p{attribute}>{text}</p>" for text in texts]


def _ul(items: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>\n" + "\n".join(f"<li>{item}</li>" for item in items) + f"\n</{tag}>"


# ---- 1 key and value blocks ---------------------------------------------------------------------


@shape(
    "bramble-keyvalue",
    format="txt",
    layout="blocks of key and value: Action, Lead, By on lines of their own, page foots within",
)
def keyvalue(c: Content) -> str:
    width = c.chance.choice((72, 80, 88))
    with_measure, with_progress = c.chance.random() < 0.6, c.chance.random() < 0.35
    own_line = c.chance.random() < 0.3  # value under its key
    aligned = not own_line and c.chance.random() < 0.5
    word, due_first = c.chance.random() < 0.6, c.chance.random() < 0.25
    rule = c.chance.choice(("", "-" * 40, "* * *", "_" * 30))
    keys = ["action", "lead", "due", *(["measure"] if with_measure else []), *(["progress"] if with_progress else [])]
    if due_first:
        keys[1], keys[2] = keys[2], keys[1]
    labels = {k: c.label(k) for k in keys}
    reach = max(len(_bare(v)) for v in labels.values()) + 3

    def entry(key: str, value: str) -> list[str]:
        if not value:
            return [] if key in ("measure", "progress") or c.chance.random() < 0.5 else [f"{labels[key]}:"]
        if own_line:
            return [f"{labels[key]}:", *_para(value, width, 2)]
        if aligned:
            wrapped = [w.replace("\n", "\n" + " " * reach) for w in wrap(value, width - reach)]
            head = f"{labels[key]}:" + " " * (reach - len(_bare(labels[key])) - 1)
            return [head + wrapped[0], *[" " * reach + w for w in wrapped[1:]]]
        return wrap(f"{labels[key]}: {value}", width)

    lines = [c.doctitle(), "", c.section("background"), "", *_paras(c.background(), width)]
    lines += _paras(c.narrative(1, 3), width)
    if c.chance.random() < 0.6:
        heading, items = c.principles()
        lines += [heading, *[x for i in items for x in _para(i, width, 2, "- ")], ""]
    lines += [c.section("priorities"), "", *wrap(c.intro("priorities"), width)]
    if c.chance.random() < 0.5:
        lines += [*[f"   {o.again()}" for o in c.objectives]]
    lines.append("")
    for o in c.objectives:
        lines += [_heading(c, o, word), ""]
        label = f"{c.label('objective')}: " if c.chance.random() < 0.4 else ""
        lines += [*wrap(label + o.statement(), width), ""]
        if c.chance.random() < 0.5:
            lines += _paras(c.narrative(1, 1), width)
        lines += [c.section("actions"), ""]
        for a in o.acts:
            number = a.number()
            told = {"action": a.text(), "lead": a.lead(), "due": a.due()}
            if with_measure:
                told["measure"] = a.measure()
            if with_progress:
                told["progress"] = a.progress()
            if number:
                lines.append(f"({number})")
            for key in keys:
                lines += entry(key, told[key])
            lines += [rule, ""] if rule else [""]
        if c.chance.random() < 0.4:
            lines += [*wrap(c.figures(1, 1)[0], width), ""]
    lines += [c.section("other"), "", *_paras(c.narrative(1, 3), width)]
    if c.chance.random() < 0.5:
        lines += [f"{t}   {x}" for t, x in c.glossary()]
    return "\n".join(_broken(c, lines, 38, 52))


# ---- 2 cards ------------------------------------------------------------------------------------


@shape(
    "bramble-cards",
    format="html",
    layout="a bordered box for each action, small label above each value, boxes under headings",
)
def cards(c: Content) -> str:
    tint, ink = c.chance.choice((("#eef3e8", "#3c5a2a"), ("#f4efe4", "#6a4a1e"), ("#e9eef4", "#26466b")))
    css = f"""@page {{ size: A4; margin: 20mm 18mm }}
body {{ font-family: Georgia, serif; font-size: 10.5pt; color: #222 }}
h1 {{ color: {ink}; font-size: 21pt }} h2 {{ color: {ink}; border-bottom: 1pt solid {ink}; font-size: 14pt; margin-top: 16pt }} h3 {{ font-size: 11.5pt }}
table.card {{ width: 100%; border: 1.2pt solid {ink}; border-collapse: collapse; margin: 0 0 9pt 0; page-break-inside: avoid }}
table.card td {{ padding: 4pt 7pt; vertical-align: top; border-top: 0.4pt solid #bbb }}
div.k {{ font-size: 8pt; color: {ink}; font-weight: bold; font-family: Arial, sans-serif }}
td.top {{ background: {tint} }} p.foot {{ font-size: 8pt; color: #777; text-align: center }}"""
    measures, progress = c.chance.random() < 0.6, c.chance.random() < 0.3
    three = c.chance.random() < 0.5
    title_word, upper = c.chance.random() < 0.7, c.section("actions")
    if c.chance.random() < 0.4:
        css += "\ndiv.k { text-transform: uppercase }"

    def cell(label: str, value: str, span: int = 1, cls: str = "") -> str:
        attributes = (f' colspan="{span}"' if span > 1 else "") + (f' class="{cls}"' if cls else "")
        return f'<td{attributes}><div class="k">{label}</div><div>{value or "&nbsp;"}</div></td>'

    body = [
        f"<h1>{c.doctitle()}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *_ps(c.background()),
        *_ps(c.narrative(1, 2)),
    ]
    if c.chance.random() < 0.7:
        heading, items = c.principles()
        body += [f"<h3>{heading}</h3>", _ul(items)]
    body += [f"<h2>{c.section('priorities')}</h2>", *_ps([c.intro("priorities")])]
    if c.chance.random() < 0.4:
        body.append(_ul((o.again() for o in c.objectives), "ol" if c.numbering == "none" else "ul"))
    for index, o in enumerate(c.objectives, 1):
        body += [f"<h2>{_heading(c, o, title_word)}</h2>", f"<p><i>{o.statement()}</i></p>"]
        if c.chance.random() < 0.5:
            body += _ps(c.narrative())
        body.append(f"<h3>{upper}</h3>")
        for a in o.acts:
            number = a.number()
            label = c.label("action") + (f" {number}" if number else "")
            lead, due, measure = a.lead(), a.due(), a.measure() if measures else ""
            rows = [f"<tr>{cell(label, a.text(), 3 if three else 2, 'top')}</tr>"]
            if three:
                third = cell(c.label("measure"), measure) if measures else ""
                rows.append(
                    f"<tr>{cell(c.label('lead'), lead)}{cell(c.label('due'), due, 1 if third else 2)}{third}</tr>"
                )
            else:
                rows.append(f"<tr>{cell(c.label('lead'), lead)}{cell(c.label('due'), due)}</tr>")
                if measure:
                    rows.append(f"<tr>{cell(c.label('measure'), measure, 2)}</tr>")
            if progress and (told := a.progress()):
                rows.append(f"<tr>{cell(c.label('progress'), told, 3 if three else 2)}</tr>")
            body.append('<table class="card">\n' + "\n".join(rows) + "\n</table>")
        if c.chance.random() < 0.4:
            body += _ps(c.figures(1, 2))
        if c.chance.random() < 0.4:
            body.append(f'<p class="foot">{c.furniture(index + 1)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 3))]
    if c.chance.random() < 0.6:
        body.append(_ul(_group_line(g) for g in c.groups()))
    return _html(css, body)


# ---- 3 bold run-in labels -----------------------------------------------------------------------


@shape(
    "bramble-runin",
    format="html",
    layout="each action a paragraph with bold run-in labels for lead, time and measure in running text",
)
def runin(c: Content) -> str:
    css = """@page { size: A4; margin: 25mm 24mm 22mm 24mm }
body { font-family: "Times New Roman", Times, serif; font-size: 11.5pt; line-height: 1.35; text-align: justify }
h1 { font-size: 19pt; text-align: center; font-variant: small-caps } h2 { font-size: 13pt; margin-top: 15pt } h3 { font-size: 11.5pt; font-style: italic }
p.act { margin: 5pt 0 7pt 9mm } p.foot { font-size: 8.5pt; text-align: right; border-top: 0.5pt solid #888 } p.aim { font-style: italic }"""
    opening = c.chance.choice(("label", "number", "plain"))
    between = c.chance.choice((" ", "; ", " – "))
    measures, progress, word = c.chance.random() < 0.65, c.chance.random() < 0.3, c.chance.random() < 0.5
    one = c.chance.random() < 0.4  # name and statement in one run
    sub, intro = c.section("actions"), c.chance.random() < 0.6
    body = [
        f"<h1>{c.doctitle()}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *_ps(c.background()),
        *_ps(c.narrative(2, 3)),
    ]
    if c.chance.random() < 0.6:
        body += [f"<h2>{c.section('other')}</h2>", *_ps(c.done_narrative()), *_ps(c.figures(1, 3))]
    body += [f"<h2>{c.section('priorities')}</h2>", *_ps([c.intro("priorities")])]
    for page, o in enumerate(c.objectives, 1):
        if one:
            number = o.number()
            body.append(f"<p><b>{m('section', '', c.kind_word)}{' ' + number if number else ''}.</b> {o.full()}.</p>")
        else:
            body += [
                f"<h2>{_heading(c, o, word)}</h2>",
                f'<p class="aim"><b>{c.label("objective")}.</b> {o.statement()}</p>',
            ]
        body += _ps(c.narrative(0, 2))
        body.append(f"<h3>{sub}</h3>")
        if intro:
            body += _ps([c.intro("actions")])
        for a in o.acts:
            number, lead, due = a.number(), a.lead(), a.due()
            start = {
                "label": f"<b>{c.label('action')}{' ' + number if number else ''}:</b> ",
                "number": f"<b>{number}</b> " if number else "",
                "plain": "",
            }[opening]
            parts = [start + (a.text() if between != " " else _stop(a.text()))]
            if lead:
                parts.append(f"<b>{c.label('lead')}:</b> {lead}")
            if due:
                parts.append(f"<b>{c.label('due')}:</b> {due}")
            if between == " ":
                parts = [parts[0], *[p + "." for p in parts[1:]]]
            if measures and (measure := a.measure()):
                parts.append(f"<b>{c.label('measure')}:</b> {measure}")
            if progress and (told := a.progress()):
                parts.append(f"<b>{c.label('progress')}:</b> {told}")
            body.append(f'<p class="act">{between.join(parts)}</p>')
        if c.chance.random() < 0.5:
            body.append(f'<p class="foot">{c.furniture(page + 1)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 3))]
    if c.chance.random() < 0.5:
        body += ["<table>", *[f"<tr><td><b>{t}</b></td><td>{x}</td></tr>" for t, x in c.glossary()], "</table>"]
    return _html(css, body)


# ---- 4 narrative, sentences ---------------------------------------------------------------------


@shape(
    "bramble-sentences",
    format="txt",
    layout="narrative plan; each commitment is a sentence with who and when inside, in paragraphs of prose",
)
def sentences(c: Content) -> str:
    width = c.chance.choice((74, 82, 96))
    style = c.chance.choice(("prose", "prose", "own", "lettered"))
    word, full = c.chance.random() < 0.5, c.chance.random() < 0.4
    lines = [
        c.doctitle(),
        "",
        c.section("background"),
        "",
        *_paras(c.background(), width),
        *_paras(c.narrative(1, 3), width),
    ]
    if c.chance.random() < 0.5:
        lines += [
            *wrap(c.intro("priorities"), width),
            *[x for o in c.objectives for x in _para(o.again(), width, 2, "– ")],
            "",
        ]
    for o in c.objectives:
        if full:
            number = o.number()
            lines += [
                *wrap(f"{number + '  ' if number else ''}{o.full(c.chance.choice(('. ', ': ', ' – ')))}", width),
                "",
            ]
        else:
            lines += [_heading(c, o, word, ". "), "", *wrap(_stop(o.statement()), width), ""]
        story = c.narrative(0, 2)
        lines += _paras(story[:1], width)
        told = [_stop(a.sentence()) for a in o.acts]
        if style == "prose":
            cut = c.chance.randint(1, len(told))
            lines += _paras(
                [" ".join([c.intro("actions"), *told[:cut]]) if c.chance.random() < 0.3 else " ".join(told[:cut])],
                width,
            )
            if told[cut:]:
                lines += _paras([" ".join([*story[1:], *told[cut:]])], width)
        elif style == "own":
            lines += _paras(told, width)
        else:
            lines += [*wrap(c.intro("actions"), width), ""]
            for a, sentence in zip(o.acts, told, strict=True):
                lines += [*_para(sentence, width, 2, f"{a.number()}) " if a.number() else "· "), ""]
        if c.chance.random() < 0.35 and (measure := o.measure()):
            lines += [*wrap(f"{c.intro('measures')} {measure}.", width), ""]
        if c.chance.random() < 0.4:
            lines += _paras(c.figures(1, 2), width)
    lines += [c.section("other"), "", *_paras(c.narrative(1, 3), width)]
    if c.chance.random() < 0.5:
        lines += _paras([" ".join(f"{_group_line(g)}." for g in c.groups())], width)
    return "\n".join(_broken(c, lines, 40, 58) if c.chance.random() < 0.7 else lines)


# ---- 5 numbered paragraphs ----------------------------------------------------------------------


@shape(
    "bramble-paragraphs",
    format="txt",
    size="large",
    layout="paper in numbered paragraphs 1.1, 1.2, some of them actions, the others narrative; contents page and page foots",
)
def paragraphs(c: Content) -> str:
    width = c.chance.choice((78, 84, 90))
    how = c.chance.choice(("sentence", "bracket", "bracket", "closing"))
    pad = 7
    lines: list[str] = []
    chapter = paragraph = 0

    def open_chapter(heading: str, key: str = "") -> None:
        nonlocal chapter, paragraph
        chapter, paragraph = chapter + 1, 0
        number = m("number", key, str(chapter)) if key else m("section", "", f"{chapter}")
        lines.extend([f"{number}.{' ' * (pad - 1 - len(str(chapter)))}{heading}", ""])

    def add(text: str, key: str = "") -> None:
        nonlocal paragraph
        paragraph += 1
        shown = f"{chapter}.{paragraph}"
        first = (m("number", key, shown) if key else shown) + " " * max(1, pad - len(shown))
        lines.extend([*_para(text, width, 0, first), ""])

    def bullets(items: Iterable[str]) -> None:
        for item in items:
            lines.extend(_para(item, width, pad, "• "))
        lines.append("")

    front = [c.doctitle(), "", *c.contents(), "", c.furniture(1), ""]
    open_chapter(c.section("background"))
    for text in [*c.background(), *c.narrative(2, 4)]:
        add(text)
    heading, items = c.principles()
    open_chapter(heading)
    add(c.narrative()[0])
    bullets(items)
    open_chapter(c.section("other"))
    for text in [*c.narrative(1, 2), *c.figures(2, 3), *c.done_narrative(1, 2)]:
        add(text)
    if c.chance.random() < 0.6:
        open_chapter(c.section("priorities"))
        add(c.intro("priorities"))
        bullets(o.again() for o in c.objectives)
    for o in c.objectives:
        open_chapter(o.title(), o.key)
        add(_stop(o.statement()))
        for text in c.narrative(0, 2):
            add(text)
        if c.chance.random() < 0.4:
            add(c.intro("actions"))
        for a in o.acts:
            if how == "sentence":
                add(_stop(a.sentence()), a.key)
            else:
                lead, due = a.lead(), a.due()
                told = [f"{c.label(k)}: {v}" for k, v in (("lead", lead), ("due", due)) if v]
                if how == "bracket":
                    add(f"{a.will()} ({'; '.join(told)})." if told else _stop(a.will()), a.key)
                else:
                    add(f"{_stop(a.will())} {'. '.join(told) + '.' if told else ''}".rstrip(), a.key)
            if c.chance.random() < 0.3:
                add(c.narrative()[0])
        if c.chance.random() < 0.4 and (measure := o.measure()):
            add(f"{c.intro('measures')} {measure}.")
    open_chapter(c.section("other"))
    add(c.narrative()[0])
    bullets(_group_line(g) for g in c.groups())
    for text in c.narrative(1, 2):
        add(text)
    lines += [
        m(
            "section",
            "",
            c.chance.choice(("Annex A: Terms used", "Appendix: abbreviations", "Annex – Explanation of expressions")),
        ),
        "",
    ]
    lines += [f"{t}{' ' * max(2, 12 - len(_bare(t)))}{x}" for t, x in c.glossary()]
    return "\n".join([*front, *_broken(c, lines, 42, 50, page=2)])


# ---- 6 transposed table -------------------------------------------------------------------------


@shape(
    "bramble-transposed",
    format="html",
    layout="table turned on its side for each objective: fields down the left, one column for each action; landscape",
)
def transposed(c: Content) -> str:
    css = """@page { size: A4 landscape; margin: 14mm }
body { font-family: Calibri, Carlito, Arial, sans-serif; font-size: 10pt }
h1 { font-size: 20pt; color: #4a2a5a } h2 { font-size: 13pt; color: #4a2a5a; margin-bottom: 3pt }
table.t { border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 12pt }
table.t th, table.t td { border: 0.8pt solid #6d5a78; padding: 4pt 5pt; vertical-align: top; text-align: left; font-size: 9pt }
table.t th { background: #e7dfee; width: 27mm } td.o { background: #f4f0f7 } p.foot { font-size: 8pt; color: #666 }"""
    fields = ["action", "lead", "due"]
    if c.chance.random() < 0.35:
        fields[1], fields[2] = fields[2], fields[1]
    if c.chance.random() < 0.6:
        fields.append("measure")
    extra = c.chance.choice(("progress", "rag", "", ""))
    if extra:
        fields.append(extra)
    within, word = c.chance.random() < 0.4, c.chance.random() < 0.6  # the objective as the table's first row
    most = c.chance.choice((3, 4, 5))
    body = [f"<h1>{c.doctitle()}</h1>", *_ps(c.background()), *_ps(c.narrative(1, 2))]
    if c.chance.random() < 0.5:
        heading, items = c.principles()
        body += [f"<h2>{heading}</h2>", _ul(items)]
    body += [f"<h2>{c.section('priorities')}</h2>", *_ps([c.intro("priorities")])]
    for page, o in enumerate(c.objectives, 1):
        if not within:
            body += [f"<h2>{_heading(c, o, word)}</h2>", f"<p>{o.statement()}</p>"]
            body += _ps(c.narrative(0, 1))
        for at in range(0, len(o.acts), most):
            acts = o.acts[at : at + most]
            rows = []
            if within and not at:
                number = o.number()
                rows.append(
                    f'<tr><th>{c.head("objective")}</th><td class="o" colspan="{len(acts)}">{number + " " if number else ""}<b>{o.title()}</b><br>{o.statement()}</td></tr>'
                )
            if any(a.number() for a in acts):
                rows.append(
                    f"<tr><th>{c.head('number')}</th>" + "".join(f"<td>{a.number()}</td>" for a in acts) + "</tr>"
                )
            for field in fields:
                cells = []
                for a in acts:
                    value = {
                        "action": a.text,
                        "lead": a.lead,
                        "due": a.due,
                        "measure": a.measure,
                        "progress": a.progress,
                        "rag": a.rag,
                    }[field]()
                    cells.append(f"<td>{value}</td>")
                rows.append(f"<tr><th>{c.head(field)}</th>{''.join(cells)}</tr>")
            body.append('<table class="t">\n' + "\n".join(rows) + "\n</table>")
        if c.chance.random() < 0.5:
            body.append(f'<p class="foot">{c.furniture(page + 1)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 3)), *_ps(c.figures(1, 2))]
    if c.chance.random() < 0.5:
        body.append(_ul(c.members()))
    return _html(css, body)


# ---- 7 report: did, difference, next, one under the other ----------------------------------------


def _shared(c: Content, o: Obj) -> tuple[list[Act], list[Act]]:
    """Which actions the report tells as done, and which as still to be done."""
    cut = c.chance.randint(1, len(o.acts) - 1)
    return o.acts[:cut], o.acts[cut:]


def _next(c: Content, a: Act, how: str) -> str:
    if how == "sentence":
        return _stop(a.sentence())
    if how == "plain":
        return _stop(a.will())
    lead, due = a.lead(), a.due()
    told = "; ".join(x for x in (lead, due) if x)
    return f"{a.text()} ({told})" if told else a.text()


@shape(
    "bramble-account",
    format="html",
    sort="report",
    size="large",
    layout="report: under each priority what was done, what difference it made and what comes next, stacked, with lists",
)
def account(c: Content) -> str:
    css = """@page { size: A4; margin: 22mm 20mm }
body { font-family: Verdana, DejaVu Sans, sans-serif; font-size: 9.5pt; line-height: 1.4 }
h1 { font-size: 22pt; color: #12506b; margin-top: 40pt } h2 { font-size: 14pt; color: #fff; background: #12506b; padding: 5pt 8pt } h3 { font-size: 10.5pt; color: #12506b; margin-bottom: 2pt }
div.box { border-left: 4pt solid #d0902a; padding: 3pt 9pt; margin: 7pt 0; background: #faf4e8 } p.foot { font-size: 8pt; color: #555; text-align: center }
table.g td { padding: 2pt 8pt; border-bottom: 0.5pt solid #ccc } div.contents { page-break-after: always }"""
    did, difference, ahead = c.section("done"), c.section("measures"), c.section("next")
    prose, how = c.chance.random() < 0.3, c.chance.choice(("sentence", "plain", "bracket"))
    word = c.chance.random() < 0.6
    body = [f"<h1>{c.doctitle()}</h1>", '<div class="contents">', *_ps(c.contents()), "</div>"]
    body += [f"<h2>{c.section('background')}</h2>", *_ps(c.background()), *_ps(c.narrative(2, 4))]
    heading, items = c.principles()
    body += [
        f"<h3>{heading}</h3>",
        _ul(items),
        f"<h2>{c.section('other')}</h2>",
        *_ps(c.figures(2, 3)),
        *_ps(c.narrative(1, 2)),
        *_ps(c.done_narrative(1, 2)),
    ]
    for page, o in enumerate(c.objectives, 1):
        past, future = _shared(c, o)
        body += [
            f"<h2>{_heading(c, o, word)}</h2>",
            f"<p><b>{o.statement()}</b></p>",
            *_ps(c.narrative(0, 1)),
            f"<h3>{did}</h3>",
        ]
        if prose:
            body += _ps([" ".join(_stop(a.done()) for a in past)])
        else:
            body += [*(_ps([c.intro("done")]) if c.chance.random() < 0.5 else []), _ul(a.done() for a in past)]
        shown = [x for a in past if (x := a.measure())]
        if shown:
            body += [
                f"<h3>{difference}</h3>",
                '<div class="box">' + "".join(_ps(map(_stop, shown))) + "</div>",
                *_ps(c.figures(0, 1)),
            ]
        body += [
            f"<h3>{ahead}</h3>",
            *(_ps([c.intro("next")]) if c.chance.random() < 0.5 else []),
            _ul(_next(c, a, how) for a in future),
        ]
        if c.chance.random() < 0.5:
            body.append(f'<p class="foot">{c.furniture(page + 3)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 3)), '<table class="g">']
    body += [f"<tr><td>{g['name']}</td><td>{g['chair']}</td><td>{g['meets']}</td></tr>" for g in c.groups()]
    body += ["</table>", _ul(c.members())]
    body += ['<table class="g">', *[f"<tr><td>{t}</td><td>{x}</td></tr>" for t, x in c.glossary()], "</table>"]
    return _html(css, body)


# ---- 8 report: three columns side by side ---------------------------------------------------------


@shape(
    "bramble-threefold",
    format="html",
    sort="report",
    layout="report: for each priority one table row of three cells (done, difference, next), bullets in the cells",
)
def threefold(c: Content) -> str:
    css = """@page { size: A4; margin: 16mm }
body { font-family: "Trebuchet MS", Arial, sans-serif; font-size: 10pt } h1 { font-size: 18pt } h2 { font-size: 12.5pt; margin: 12pt 0 3pt 0 }
table.r { border-collapse: collapse; width: 100% } table.r th { background: #2f5d50; color: #fff; text-align: left }
table.r th, table.r td { border: 0.7pt solid #2f5d50; padding: 5pt; vertical-align: top; width: 33% } table.r ul { margin: 0; padding-left: 12pt } p.foot { font-size: 8pt }"""
    did, difference, ahead = c.section("done"), c.section("measures"), c.section("next")
    word, how = c.chance.random() < 0.6, c.chance.choice(("plain", "bracket", "sentence"))
    joined = c.chance.random() < 0.4  # one table for all priorities, a band for each
    dashes = c.chance.random() < 0.3
    body = [
        f"<h1>{c.doctitle()}</h1>",
        *_ps(c.background()),
        *_ps(c.narrative(1, 2)),
        f"<h2>{c.section('other')}</h2>",
        *_ps(c.figures(2, 3)),
        *_ps(c.done_narrative()),
    ]
    headings = f"<tr><th>{did}</th><th>{difference}</th><th>{ahead}</th></tr>"

    def cell(items: Sequence[str]) -> str:
        if dashes:
            return "<td>" + "<br>".join(f"- {i}" for i in items) + "</td>"
        return "<td>" + (_ul(items) if items else "") + "</td>"

    if joined:
        body += ['<table class="r">', headings]
    for page, o in enumerate(c.objectives, 1):
        past, future = _shared(c, o)
        shown = [x for a in past if (x := a.measure())] + (c.figures(1, 1) if c.chance.random() < 0.4 else [])
        row = "<tr>" + cell([a.done() for a in past]) + cell(shown) + cell([_next(c, a, how) for a in future]) + "</tr>"
        if joined:
            body += [f'<tr><td colspan="3"><b>{_heading(c, o, word)}</b><br>{o.statement()}</td></tr>', row]
        else:
            body += [
                f"<h2>{_heading(c, o, word)}</h2>",
                f"<p>{o.statement()}</p>",
                *_ps(c.narrative(0, 1)),
                '<table class="r">',
                headings,
                row,
                "</table>",
            ]
            if c.chance.random() < 0.4:
                body.append(f'<p class="foot">{c.furniture(page + 1)}</p>')
    if joined:
        body.append("</table>")
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 2))]
    for heading, items in c.no_plan()[:1]:
        body += [f"<h2>{heading}</h2>", _ul(items)]
    body += [f"<h2>{m('section', '', 'Membership')}</h2>", *_ps(c.members())]
    return _html(css, body)


# ---- 9 two-level headings, table of two columns -----------------------------------------------------


@shape(
    "bramble-twocolumns",
    format="html",
    layout="two levels of headings; under them a table of two columns, the action and, in one cell, who and when",
)
def twocolumns(c: Content) -> str:
    css = """@page { size: A4; margin: 20mm 22mm }
body { font-family: Garamond, "EB Garamond", Georgia, serif; font-size: 11pt } h1 { font-size: 22pt; border-bottom: 2pt solid #7a1f2b } h2 { color: #7a1f2b; font-size: 15pt } h3 { font-size: 12pt; font-weight: normal; font-style: italic }
table.w { width: 100%; border-collapse: collapse } table.w td, table.w th { padding: 5pt 6pt; vertical-align: top; border-bottom: 0.7pt solid #aaa; text-align: left } table.w th { border-bottom: 1.5pt solid #7a1f2b }
p.foot { text-align: center; font-size: 9pt; color: #666 }"""
    break_in_cell = c.chance.choice(("<br>", "<br>", ", ", " – "))
    labelled, when_first = c.chance.random() < 0.3, c.chance.random() < 0.25
    word, sub, headed = c.chance.random() < 0.6, c.section("actions"), c.chance.random() < 0.85
    measures, wide = c.section("measures"), c.chance.choice((62, 68, 72))
    show_measures = c.chance.random() < 0.6
    body = [f"<h1>{c.doctitle()}</h1>"]
    if c.chance.random() < 0.4:
        body += _ps(c.contents())
    body += [f"<h2>{c.section('background')}</h2>", *_ps(c.background()), *_ps(c.narrative(1, 2))]
    heading, items = c.principles()
    body += [f"<h3>{heading}</h3>", _ul(items)]
    for page, o in enumerate(c.objectives, 1):
        body += [
            f"<h2>{_heading(c, o, word)}</h2>",
            f"<p>{o.statement()}</p>",
            *_ps(c.narrative(0, 2)),
            f"<h3>{sub}</h3>",
        ]
        if c.chance.random() < 0.3:
            body += _ps([c.intro("actions")])
        body.append('<table class="w">')
        order = ("due", "lead") if when_first else ("lead", "due")
        if headed:
            right = c.chance.choice((" / ", " and ", "; ")).join(c.head(r) for r in order)
            body.append(f'<tr><th style="width:{wide}%">{c.head("action")}</th><th>{right}</th></tr>')
        for a in o.acts:
            number, told = a.number(), {"lead": a.lead(), "due": a.due()}
            parts = [(f"{c.label(r)}: " if labelled else "") + told[r] for r in order if told[r]]
            body.append(
                f"<tr><td>{number + ' ' if number else ''}{a.text()}</td><td>{break_in_cell.join(parts)}</td></tr>"
            )
        body.append("</table>")
        if show_measures and (measure := o.measure()):
            body += [f"<h3>{measures}</h3>", *_ps([c.intro("measures")]), _ul([measure])]
        if c.chance.random() < 0.45:
            body.append(f'<p class="foot">{c.furniture(page + 1)}</p>')
    body += [f"<h2>{c.section('other')}</h2>", *_ps(c.narrative(1, 3))]
    if c.chance.random() < 0.6:
        body.append(_ul(_group_line(g) for g in c.groups()))
    return _html(css, body)


# ---- 10 web page ---------------------------------------------------------------------------------


@shape(
    "bramble-website",
    format="txt",
    sort="web page",
    layout="text of a web page with menu, cookie banner and foot; commitments as bullets under each priority",
)
def website(c: Content) -> str:
    menu = c.menu()
    cut = c.chance.randint(3, len(menu))
    bullet = c.chance.choice(("* ", "• ", "- ", "    * ", ""))
    how = c.chance.choice(("will", "line", "text", "sentence"))
    word, linked = c.chance.random() < 0.35, c.chance.random() < 0.6
    lines = [*menu[:cut], ""] if c.chance.random() < 0.7 else [" | ".join(menu[:cut]), ""]
    lines += [c.doctitle(), ""]
    if c.chance.random() < 0.6:
        lines += [
            m(
                "menu",
                "",
                c.chance.choice(
                    (
                        "Home > About us > Our priorities",
                        "You are here: Home / Plans",
                        "Print this page   Share   Listen",
                    )
                ),
            ),
            "",
        ]
    lines += [*c.narrative(1, 2), "", *c.background()[:1], ""]
    if linked:
        lines += [
            m("menu", "", c.chance.choice(("On this page", "Contents of this page", "Jump to"))),
            *[o.again() for o in c.objectives],
            "",
        ]
    lines += [c.section("priorities"), c.intro("priorities"), ""]
    sub = c.section("actions")
    for o in c.objectives:
        lines += [_heading(c, o, word), "", o.statement(), ""]
        if c.chance.random() < 0.4:
            lines += [c.narrative()[0], ""]
        lines += [sub if c.chance.random() < 0.6 else c.intro("actions"), ""]
        for a in o.acts:
            if how == "sentence":
                lines.append(bullet + _stop(a.sentence()))
            elif how == "will":
                lines.append(bullet + _stop(a.will()))
            else:
                lines.append(bullet + a.text())
                lead, due = a.lead(), a.due()
                if how == "line":
                    lines += [f"{c.label(k)}: {v}" for k, v in (("lead", lead), ("due", due)) if v]
                else:
                    told = ", ".join(x for x in (lead, due) if x)
                    if told:
                        lines[-1] += f" ({told})"
        if c.chance.random() < 0.4 and (measure := o.measure()):
            lines += ["", c.section("measures"), measure]
        lines += ["", *([m("menu", "", "Back to top"), ""] if c.chance.random() < 0.3 else [])]
    if c.chance.random() < 0.7:
        for heading, items in c.no_plan()[:2]:
            lines += [heading, "", *[f"{bullet}{i}" for i in items], ""]
    lines += [
        m(
            "menu",
            "",
            c.chance.choice(
                ("Page last reviewed", "Last updated: see publication scheme", "Is something wrong with this page?")
            ),
        ),
        *menu[cut:],
    ]
    return "\n".join(lines)


# ---- 11 page-prefix transcript --------------------------------------------------------------------


@shape(
    "bramble-transcript",
    format="txt",
    size="large",
    layout="transcript of a PDF with «Page 3:» before each page, the tables' cells one under another or parted by bars",
)
def transcript(c: Content) -> str:
    prefix = c.chance.choice(("Page {}:", "[Page {}]", "--- Page {} ---", "PAGE {}"))
    cells = c.chance.choice(("stacked", "bars", "stacked", "blank"))
    width = c.chance.choice((0, 0, 90))
    roles = ["action", "lead", "due"]
    if c.chance.random() < 0.5:
        roles.append("measure")
    if c.chance.random() < 0.3:
        roles[1], roles[2] = roles[2], roles[1]
    rag = c.chance.random() < 0.25
    foot, word, page = c.chance.random() < 0.6, c.chance.random() < 0.6, 0
    lines: list[str] = []

    def turn() -> None:
        nonlocal page
        if page and foot:
            lines.append(c.furniture(page))
        page += 1
        lines.extend(["", m("furniture", "", prefix.format(page)), ""])

    def say(*texts: str) -> None:
        for text in texts:
            lines.extend(wrap(text, width) if width else [text])

    turn()
    say(c.doctitle())
    turn()
    say(*c.contents())
    turn()
    say(c.section("background"), *c.background(), *c.narrative(2, 4))
    turn()
    heading, items = c.principles()
    say(
        heading,
        *[f"• {i}" for i in items],
        c.section("other"),
        *c.figures(2, 3),
        *c.done_narrative(1, 2),
        *c.narrative(1, 2),
    )
    if c.chance.random() < 0.5:
        say(c.section("priorities"), c.intro("priorities"), *[o.again() for o in c.objectives])
    for o in c.objectives:
        turn()
        say(_heading(c, o, word), o.statement(), *c.narrative(0, 1))
        numbered = any(a.number() for a in o.acts)
        shown = [*(["number"] if numbered else []), *roles, *(["rag"] if rag else [])]
        heads = [c.head(r) for r in shown]
        lines.extend([" | ".join(heads)] if cells == "bars" else heads)
        for place, a in enumerate(o.acts):
            values = [
                {
                    "number": a.number,
                    "action": a.text,
                    "lead": a.lead,
                    "due": a.due,
                    "measure": a.measure,
                    "rag": a.rag,
                }[r]()
                for r in shown
            ]
            if cells == "bars":
                lines.append(" | ".join(values))
            else:
                say(*[v for v in values if v])
                if cells == "blank":
                    lines.append("")
            if place and place + 1 < len(o.acts) and c.chance.random() < 0.3:
                turn()
                if c.chance.random() < 0.5:
                    lines.extend([" | ".join(heads)] if cells == "bars" else heads)
        if c.chance.random() < 0.4:
            say(*c.narrative())
    turn()
    say(c.section("other"), *c.narrative(1, 2), *[_group_line(g) for g in c.groups()])
    turn()
    say(
        m("section", "", c.chance.choice(("Glossary", "Abbreviations", "Terms"))),
        *[f"{t} {x}" for t, x in c.glossary()],
        *c.members(),
    )
    return "\n".join(lines).strip() + "\n"


# ---- 12 arrangements -----------------------------------------------------------------------------


@shape(
    "bramble-arrangements",
    format="txt",
    sort="arrangements",
    objectives=False,
    layout="published arrangements in clauses, groups and members, with a few commitments in clauses of their own",
)
def arrangements(c: Content) -> str:
    width = c.chance.choice((76, 84))
    lettered, where = c.chance.random() < 0.5, c.chance.choice(("schedule", "clauses", "schedule"))
    lines = [c.doctitle(), ""]
    if c.chance.random() < 0.5:
        lines += [*c.contents(), ""]
    clause = 0

    def clauses(heading: str, texts: Iterable[str]) -> None:
        nonlocal clause
        lines.extend([heading, ""])
        for text in texts:
            clause += 1
            lines.extend([*_para(text, width, 0, f"{clause}. " if not lettered else f"§{clause} "), ""])

    clauses(c.section("background"), [*c.background(), *c.narrative(1, 2)])
    heading, items = c.principles()
    lines += [heading, "", *[x for n, i in enumerate(items) for x in _para(i, width, 4, f"({chr(97 + n)}) ")], ""]
    clauses(c.section("other"), c.narrative(2, 3))
    lines += [
        m("section", "", c.chance.choice(("Groups and committees", "Structure beneath the Executive", "Sub-groups"))),
        "",
    ]
    lines += [x for g in c.groups() for x in _para(_group_line(g) + ".", width, 2)]
    lines.append("")
    acts = c.loose_acts(3, 6)
    if where == "clauses":
        texts = []
        for a in acts:
            texts.append(_stop(a.sentence()))
            if c.chance.random() < 0.4:
                texts.append(c.narrative()[0])
        clauses(c.section("next"), texts)
    else:
        lines += [c.section("actions"), "", *wrap(c.intro("actions"), width), ""]
        for a in acts:
            number, lead, due = a.number(), a.lead(), a.due()
            told = "; ".join(f"{c.label(k)}: {v}" for k, v in (("lead", lead), ("due", due)) if v)
            lines += [
                *_para(_stop(a.will()) + (f" [{told}]" if told else ""), width, 2, f"{number}. " if number else "– "),
                "",
            ]
    for heading, items in c.no_plan()[: c.chance.randint(1, 3)]:
        lines += [heading, "", *[x for i in items for x in _para(i, width, 4, "· ")], ""]
    lines += [c.section("other"), "", *_paras(c.narrative(1, 2), width)]
    lines += [
        m("section", "", c.chance.choice(("Signatories", "Membership at the date of publication", "Contacts"))),
        "",
        *c.members(),
    ]
    return "\n".join(_broken(c, lines, 40, 52))


# ---- 13 minutes ----------------------------------------------------------------------------------


@shape(
    "bramble-minutes",
    format="txt",
    sort="minutes",
    objectives=False,
    layout="minutes by numbered items, an action line after an item or a schedule of actions in columns at the end",
)
def minutes(c: Content) -> str:
    width = c.chance.choice((80, 88))
    schedule = c.chance.random() < 0.4
    acts = c.loose_acts(4, 8)
    lines = [c.doctitle(), "", m("section", "", c.chance.choice(("Present", "Members present", "In attendance")))]
    lines += [*c.members(), ""]
    topics = (
        "Apologies and declarations of interest",
        "Minutes of the last meeting",
        "Report of the scrutineer",
        "Performance",
        "Learning from reviews",
        "Budget",
        "Reports of sub-groups",
        "Risk",
        "Any other business",
        "Correspondence",
        "Training",
        "Communications",
    )
    waiting = list(acts)
    for number, topic in enumerate(c.chance.sample(topics, c.chance.randint(6, 9)), 1):
        lines += [m("section", "", f"{number}. {topic}"), ""]
        texts = [
            *c.narrative(1, 2),
            *(c.figures(1, 1) if c.chance.random() < 0.4 else []),
            *(c.done_narrative(1, 1) if c.chance.random() < 0.3 else []),
        ]
        lines += _paras(texts, width, 3)
        if not schedule and waiting and c.chance.random() < 0.75:
            for a in [waiting.pop(0) for _ in range(min(len(waiting), c.chance.randint(1, 2)))]:
                lines += [*_minute(c, a, width), ""]
    if schedule:
        widths = (8, 44, 26, 18) if any(a.number() for a in acts) else (0, 48, 28, 18)
        roles = ("number", "action", "lead", "due")
        use = [n for n, w in enumerate(widths) if w]
        lines += [c.section("actions"), "", *columns([c.head(roles[n]) for n in use], [widths[n] for n in use]), ""]
        for a in acts:
            a.owners, a.whens = a.owners[:1], a.whens[:1]  # several names in a narrow column would be cut in two
            cells = (a.number(), a.text(), a.lead(), a.due())
            lines += [*columns([cells[n] for n in use], [widths[n] for n in use]), ""]
    elif waiting:
        lines += [c.section("actions"), ""]
        for a in waiting:
            lines += [*_minute(c, a, width), ""]
    lines += [
        m("section", "", c.chance.choice(("Close of meeting", "Next meeting", "Date of next meeting"))),
        "",
        *_paras(c.narrative(1, 1), width, 3),
    ]
    return "\n".join(_broken(c, lines, 44, 56) if c.chance.random() < 0.7 else lines)


def _minute(c: Content, a: Act, width: int) -> list[str]:
    number, lead, due = a.number(), a.lead(), a.due()
    label = c.label("action") + (f" {number}" if number else "")
    told = ", ".join(
        f"{c.label(k)}: {v}" if c.chance.random() < 0.2 else v for k, v in (("lead", lead), ("due", due)) if v
    )
    return wrap(f"{label}: {a.text()}{' – ' + told if told else ''}", width)


# ---- 14 Markdown report -----------------------------------------------------------------------------


@shape(
    "bramble-mdreport",
    format="md",
    sort="report",
    layout="Markdown report: achievements as bullets under each priority, next steps in a table or as bullets",
)
def mdreport(c: Content) -> str:
    did, ahead = c.section("done"), c.section("next")
    table, word = c.chance.random() < 0.5, c.chance.random() < 0.6
    how = c.chance.choice(("plain", "sentence", "bracket"))
    mark = c.chance.choice(("- ", "* "))
    lines = [f"# {c.doctitle()}", "", f"## {c.section('background')}", ""]
    for text in [*c.background(), *c.narrative(1, 3), *c.done_narrative(1, 2)]:
        lines += [text, ""]
    lines += [f"## {c.section('other')}", "", *[f"{mark}{f}" for f in c.figures(2, 3)], ""]
    for o in c.objectives:
        past, future = _shared(c, o)
        lines += [
            f"## {_heading(c, o, word)}",
            "",
            f"*{o.statement()}*" if c.chance.random() < 0.4 else o.statement(),
            "",
        ]
        for text in c.narrative(0, 1):
            lines += [text, ""]
        lines += [f"### {did}", ""]
        if c.chance.random() < 0.5:
            lines += [c.intro("done"), ""]
        lines += [*[f"{mark}{_stop(a.done())}" for a in past], "", f"### {ahead}", ""]
        if table:
            lines += [f"| {c.head('action')} | {c.head('lead')} | {c.head('due')} |", "| --- | --- | --- |"]
            lines += [f"| {a.text()} | {a.lead()} | {a.due()} |" for a in future]
        else:
            lines += [f"{mark}{_next(c, a, how)}" for a in future]
        lines.append("")
    lines += [f"## {c.section('other')}", ""]
    for text in c.narrative(1, 2):
        lines += [text, ""]
    lines += [f"{mark}{_group_line(g)}" for g in c.groups()]
    return "\n".join(lines)


# ---- 15 no plan at all ------------------------------------------------------------------------------


@shape(
    "bramble-handbook",
    format="md",
    sort="none",
    objectives=False,
    layout="Markdown handbook without a plan: duties, groups, members, how to report, glossary",
)
def handbook(c: Content) -> str:
    lines = [f"# {c.doctitle()}", ""]
    if c.chance.random() < 0.5:
        lines += [*[f"{line}  " for line in c.contents()], ""]
    lines += [f"## {c.section('background')}", ""]
    for text in [*c.background(), *c.narrative(1, 3)]:
        lines += [text, ""]
    heading, items = c.principles()
    lines += [f"## {heading}", "", *[f"{n}. {i}" for n, i in enumerate(items, 1)], ""]
    blocks = []
    for heading, items in c.no_plan():
        blocks.append([f"## {heading}", "", *[f"- {i}" for i in items], ""])
    blocks.append(
        [f"## {c.section('other')}", "", *[x for t in [*c.narrative(1, 2), *c.done_narrative(1, 2)] for x in (t, "")]]
    )
    blocks.append(
        [
            f"## {m('section', '', c.chance.choice(('Groups', 'Committees and sub-groups', 'Structure')))}",
            "",
            *[f"- {_group_line(g)}" for g in c.groups()],
            "",
        ]
    )
    blocks.append(
        [
            f"## {m('section', '', c.chance.choice(('Figures', 'The county in figures', 'Facts')))}",
            "",
            *[f"- {f}" for f in c.figures(2, 4)],
            "",
        ]
    )
    blocks.append(
        [
            f"## {m('section', '', c.chance.choice(('Members', 'Who we are', 'Contacts')))}",
            "",
            *[f"- {p}" for p in c.members()],
            "",
        ]
    )
    c.chance.shuffle(blocks)
    for block in blocks:
        lines += block
    lines += [
        f"## {m('section', '', c.chance.choice(('Abbreviations', 'Glossary')))}",
        "",
        "| | |",
        "| --- | --- |",
        *[f"| {t} | {x} |" for t, x in c.glossary()],
    ]
    return "\n".join(lines)

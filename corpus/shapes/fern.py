"""Layouts of the author fern: programme offices' delivery plans, their transcripts, and the reports and papers around them."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence

from corpus.content import Act, Content, Obj, m
from corpus.layout import columns, printed_length, wrap
from corpus.shapes import shape

MONTHS = calendar.month_name
STATUSES = (
    {"green": "On track", "amber": "Delayed", "red": "Off track", "blue": "Complete"},
    {"green": "On track", "amber": "At risk", "red": "Delayed", "blue": "Complete"},
    {"green": "In progress - on schedule", "amber": "Slipping", "red": "Overdue", "blue": "Completed"},
    {"green": "G", "amber": "A", "red": "R", "blue": "B"},
    {"green": "Green", "amber": "Amber", "red": "Red", "blue": "Blue"},
)
COLOURS = {"green": "#bfe3b4", "amber": "#ffd98a", "red": "#f2a7a0", "blue": "#b5cdf0"}


# ---- common pieces ------------------------------------------------------------------------------


def firm(c: Content, acts: Iterable[Act], *, prose: bool = False) -> None:
    """Put times that end something where a column of end dates or a sentence asks for them."""
    good = [
        t
        for t, told in sorted(c.period["times"].items())
        if told.startswith("due 2") and (not prose or re.fullmatch(r"(\d{1,2}(st|th)? )?[A-Z]\w+ \d{4}", t))
    ]
    for a in acts:
        told = [c.period["times"][w] for w in a.whens]
        if a.whens and (any(t.startswith("start") for t in told) or (prose and not set(a.whens) <= set(good))):
            a.whens = [c.chance.choice(good)]


def started(c: Content, a: Act, style: str) -> str:
    """The cell of a start date, some months before the end."""
    if c.chance.random() < 0.12:
        return ""
    begins = datetime.date.fromisoformat(c.period["start"])
    told = next((c.period["times"][w].split() for w in a.whens), [])
    end = datetime.date.fromisoformat(told[1]) if len(told) > 2 else begins.replace(month=9)
    months = max(begins.year * 12 + begins.month - 1, end.year * 12 + end.month - 1 - c.chance.randint(1, 6))
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if style == "month":
        shown, told_now = f"{MONTHS[month]} {year}", f"start {year}-{month:02d}-01 {year}-{month:02d}-{last} month"
    elif style == "short":
        shown, told_now = (
            f"{MONTHS[month][:3]}-{year % 100}",
            f"start {year}-{month:02d}-01 {year}-{month:02d}-{last} month",
        )
    else:
        shown, told_now = f"01/{month:02d}/{year}", f"start {year}-{month:02d}-01 day"
    known = c.period["times"].get(shown)
    if known and known != told_now:
        shown, told_now = f"1 {MONTHS[month][:3]} {year}", f"start {year}-{month:02d}-01 day"
        if c.period["times"].get(shown, told_now) != told_now:
            return ""
    c.period = {**c.period, "times": {**c.period["times"], shown: told_now}}
    return m("start", a.key, shown)


def remark(c: Content, a: Act) -> str:
    """A comment on progress that agrees with the rating printed before it."""
    standing = "done" if c.rows.get(a.key, "").startswith("done") else "in_progress"
    words = a.words.get(f"progress_{standing}", "")
    return m("progress", a.key, words) if words else ""


def ended(a: Act) -> str:
    """Its sentence, with an end point where the bank gives none."""
    told = a.sentence()
    return told if re.sub(r"⟧", "", told).endswith(".") else told + "."


def kind(c: Content, o: Obj) -> str:
    """``Priority 2``."""
    return f"{m('section', '', c.kind_word)} {o.number()}".strip()


def every(c: Content) -> list[Act]:
    return [a for o in c.objectives for a in o.acts]


def paged(
    c: Content, lines: Sequence[str], least: int, most: int, head: Sequence[str] = (), feed: bool = True
) -> list[str]:
    """Furniture after so many lines, wherever that falls, as a converter leaves it."""
    out: list[str] = []
    page, left = 1, c.chance.randint(least, most)
    for line in lines:
        if left <= 0:
            out += ["", c.furniture(page), "\f" if feed else "", *head]
            page, left = page + 1, c.chance.randint(least, most)
        out.append(line)
        left -= 1
    return [*out, "", c.furniture(page)]


def flow(paragraphs: Iterable[str], width: int) -> list[str]:
    """Wrapped paragraphs with a blank line behind each."""
    return [line for p in paragraphs for line in [*wrap(p, width), ""]]


def hang(first: str, marked: str, width: int) -> list[str]:
    """Wrapped text behind a bullet, the next lines indented."""
    lines = wrap(marked, max(20, width - printed_length(first)))
    return [first + lines[0], *(" " * printed_length(first) + line for line in lines[1:])]


def document(css: str, body: Iterable[str]) -> str:
    words = "\n".join(b for b in body if b)
    words = re.sub(r"&(?!#?\w+;)", "&amp;", words)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<style>\n'
        + css
        + "\n</style>\n</head>\n<body>\n"
        + words
        + "\n</body>\n</html>"
    )


def ps(paragraphs: Iterable[str], cls: str = "") -> list[str]:
    with_class = f' class="{cls}"' if cls else ""
    return [f"<p{with_class}>{p}</p>" for p in paragraphs if p]


def ul(items: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>" + "".join(f"<li>{i}</li>" for i in items if i) + f"</{tag}>"


def row(cells: Iterable[str], tag: str = "td", cls: str = "") -> str:
    with_class = f' class="{cls}"' if cls else ""
    return f"<tr{with_class}>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def footer(c: Content, page: int) -> str:
    return f'<p class="foot">{c.furniture(page)}</p>'


KINDS = ("text", "principles", "groups", "glossary", "members", "figures", "no_plan")


def fresh(c: Content, least: int, most: int) -> list[str]:
    """Kinds of matter round the plan that this document has not printed yet (groups and terms are keyed once)."""
    used = c._used.setdefault("fern", [])
    left = [k for k in KINDS if k not in used]
    chosen = c.chance.sample(left, min(len(left), c.chance.randint(least, most)))
    used += [k for k in chosen if k not in ("text", "figures")]
    return chosen


def keep(c: Content, *kinds: str) -> None:
    """The shape prints these itself."""
    c._used.setdefault("fern", []).extend(kinds)


def around(c: Content, least: int = 1, most: int = 3) -> list[str]:
    """HTML of what stands round a plan: risk, budget, principles, groups, glossary, members."""
    out: list[str] = []
    for what in fresh(c, least, most):
        if what == "text":
            out += [f"<h2>{c.section('other')}</h2>", *ps(c.narrative(1, 3))]
        elif what == "principles":
            heading, items = c.principles()
            out += [f"<h2>{heading}</h2>", ul(items)]
        elif what == "groups":
            out += [
                f"<h2>{m('section', '', c.chance.choice(('Sub-groups', 'Groups that report to the partners', 'Delivery structure')))}</h2>",
                group_table(c),
            ]
        elif what == "glossary":
            out += [
                f"<h2>{m('section', '', c.chance.choice(('Abbreviations', 'Glossary', 'Terms used')))}</h2>",
                "<table>",
                *(row(g) for g in c.glossary()),
                "</table>",
            ]
        elif what == "members":
            out += [
                f"<h2>{m('section', '', c.chance.choice(('Membership', 'Who attends', 'Contacts')))}</h2>",
                ul(c.members()),
            ]
        elif what == "figures":
            out += [f"<h2>{c.section('measures')}</h2>", *ps(c.figures(1, 3))]
        else:
            heading, items = c.no_plan()[0]
            out += [f"<h2>{heading}</h2>", ul(items)]
    return out


def group_table(c: Content) -> str:
    rows = [row((g["name"], g["abbreviation"], g["chair"], g["meets"])) for g in c.groups()]
    head = row(
        (
            m("head", "other", "Group"),
            m("head", "other", "Short name"),
            m("head", "other", "Chaired by"),
            m("head", "other", "Meets"),
        ),
        "th",
    )
    return "<table>" + head + "".join(rows) + "</table>"


def txt_around(c: Content, width: int, least: int = 1, most: int = 3) -> list[str]:
    """The same in plain text."""
    out: list[str] = []
    for what in fresh(c, least, most):
        if what == "text":
            out += [c.section("other"), "", *flow(c.narrative(1, 3), width)]
        elif what == "principles":
            heading, items = c.principles()
            out += [heading, *(line for i in items for line in hang("• ", i, width)), ""]
        elif what == "groups":
            out += [
                m("section", "", "Sub-groups"),
                *(
                    line
                    for g in c.groups()
                    for line in hang(
                        "- ",
                        " ".join(
                            b
                            for b in (
                                g["name"],
                                f"({g['abbreviation']})" if g["abbreviation"] else "",
                                f"chaired by {g['chair']}" if g["chair"] else "",
                                g["meets"],
                            )
                            if b
                        ),
                        width,
                    )
                ),
                "",
            ]
        elif what == "glossary":
            out += [
                m("section", "", "Abbreviations"),
                *(line for g in c.glossary() for line in columns(g, (12, width - 15))),
                "",
            ]
        elif what == "members":
            out += [m("section", "", "Members"), *c.members(), ""]
        elif what == "figures":
            out += [c.section("measures"), "", *flow(c.figures(1, 3), width)]
        else:
            heading, items = c.no_plan()[0]
            out += [heading, *(line for i in items for line in hang("- ", i, width)), ""]
    return out


BASE = """@page { size: A4; margin: 18mm 16mm; }
body { font-family: Arial, Helvetica, sans-serif; font-size: 10pt; line-height: 1.3; }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 12pt 0; }
td, th { border: 0.6pt solid #777; padding: 3pt 5pt; vertical-align: top; text-align: left; }
h1 { font-size: 20pt; } h2 { font-size: 14pt; } h3 { font-size: 11.5pt; }
.foot { font-size: 7.5pt; color: #555; text-align: center; margin-top: 14pt; }
"""


# ---- tables of workstreams ----------------------------------------------------------------------


@shape("fern-workstream-tables", format="html", size="large",
       layout="one table a workstream with deliverable, milestone, SRO, start and end dates and status, sponsor text between")  # fmt: skip
def workstream_tables(c: Content) -> str:
    keep(c, "principles")
    firm(c, every(c))
    colour = c.chance.choice(("#1d3c5a", "#44325f", "#0b5351", "#333333"))
    css = BASE.replace("size: A4;", "size: A4 landscape;" if c.chance.random() < 0.6 else "size: A4;") + (
        f"th {{ background: {colour}; color: #fff; font-size: 9pt; }} td {{ font-size: 9pt; }} .cover {{ page-break-after: always; }}\n"
        f".name td {{ background: #e4e8ee; font-weight: bold; }} .next {{ page-break-before: always; }} h1 {{ color: {colour}; }}"
    )
    words = c.chance.choice(STATUSES)
    style = c.chance.choice(("month", "short", "day"))
    roles = ["action", "measure", "lead", "start", "due", "rag"]
    if c.chance.random() < 0.3:
        roles = ["action", "lead", "start", "due", "measure", "rag"]
    if c.chance.random() < 0.5:
        roles.insert(0, "number")
    if c.chance.random() < 0.4:
        roles.append("progress")
    if c.chance.random() < 0.25:
        roles.remove("measure")
    start_head = m("head", "start", c.chance.choice(("Start", "Start date", "Begins", "Baseline start")))
    heads = [start_head if r == "start" else c.head(r) for r in roles]
    listed = c.chance.random() < 0.6
    inside = c.chance.random() < 0.5
    body = [
        f'<div class="cover"><h1>{c.doctitle()}</h1>',
        *ps(c.narrative()),
        f"<h2>{m('contents', '', 'Contents')}</h2>",
        *ps(c.contents()),
        footer(c, 1),
        "</div>",
    ]
    body += [f"<h2>{c.section('background')}</h2>", *ps(c.background()), *ps(c.narrative(1, 3))]
    if c.chance.random() < 0.5:
        heading, items = c.principles()
        body += [f"<h2>{heading}</h2>", ul(items)]
    if listed:
        body += [f"<h2>{c.section('priorities')}</h2>", *ps([c.intro("priorities")])]
        body.append(ul(f"{o.number()} {o.full()}".strip() for o in c.objectives))
    body += [footer(c, 2), f'<h2 class="next">{c.section("actions")}</h2>', *ps(c.narrative(1, 2))]
    for index, o in enumerate(c.objectives):
        name = o.again() if listed else o.title()
        label = c.label("objective")
        statement = "" if listed else f"{label}: {o.statement()}"
        if inside:
            body.append("<table>")
            body.append(f'<tr class="name"><td colspan="{len(roles)}">{kind(c, o)} – {name}</td></tr>')
            if statement:
                body.append(f'<tr><td colspan="{len(roles)}">{statement}</td></tr>')
        else:
            body += [f"<h3>{kind(c, o)} – {name}</h3>", *ps([statement]), "<table>"]
        body.append(row(heads, "th"))
        for a in o.acts:
            cells = {"number": a.number(), "action": a.text(), "measure": a.measure(), "lead": a.lead()}
            cells["start"], cells["due"], cells["rag"] = started(c, a, style), a.due(), a.rag(words)
            cells["progress"] = remark(c, a)
            body.append(row(cells[r] for r in roles))
        body.append("</table>")
        if c.chance.random() < 0.45:
            body += ps(c.narrative())
        if index % 2:
            body.append(footer(c, 3 + index // 2))
    body += around(c, 2, 4)
    return document(css, body)


@shape(
    "fern-gantt-rows",
    format="txt",
    layout="project-plan rows of id, task, resource, start and finish, columns by wide blanks, furniture in mid-row",
)
def gantt_rows(c: Content) -> str:
    firm(c, every(c))
    style = c.chance.choice(("day", "day", "short", "month"))
    rated = c.chance.random() < 0.5
    words = c.chance.choice(STATUSES)
    finish_first = c.chance.random() < 0.2
    task = c.chance.choice((42, 48, 56))
    numbered = c.numbering != "none"
    widths = ([6] if numbered else []) + [task, 24, 14, 16] + ([12] if rated else [])
    start_head = m("head", "start", c.chance.choice(("Start", "Start date", "Planned start")))
    times = [c.head("due"), start_head] if finish_first else [start_head, c.head("due")]
    heads = (
        ([c.head("number")] if numbered else [])
        + [c.head("action"), c.head("lead"), *times]
        + ([c.head("rag")] if rated else [])
    )
    gap = c.chance.choice((4, 6, 8))
    top = columns(heads, widths, gap)
    lines = [c.doctitle(), "", *flow(c.narrative(1, 2), 110), *txt_around(c, 110, 0, 1), c.section("actions"), "", *top]
    if c.chance.random() < 0.5:
        lines.append("-" * (sum(widths) + gap * (len(widths) - 1)))
    lead_in = " " * (6 + gap) if numbered else ""
    full = c.chance.random() < 0.5
    for o in c.objectives:
        heading = f"{kind(c, o)}  {o.full(' - ') if full else o.title()}"
        lines += ["", *hang("", heading, 110)]
        if not full and c.chance.random() < 0.6:
            lines += [lead_in + line for line in wrap(o.statement(), 90)]
        for a in o.acts:
            begun = started(c, a, style)
            when = [a.due(), begun] if finish_first else [begun, a.due()]
            cells = ([a.number()] if numbered else []) + [a.text(), a.lead(), *when] + ([a.rag(words)] if rated else [])
            lines += columns(cells, widths, gap)
            if c.chance.random() < 0.25:
                lines.append("")
    lines += ["", *txt_around(c, 110, 1, 2)]
    return "\n".join(paged(c, lines, 26, 44, ["", *top] if c.chance.random() < 0.5 else [""]))


def split_mark(marked: str, c: Content) -> tuple[str, str]:
    """One mark without others inside, cut in two between words."""
    found = re.fullmatch(r"⟦([^|]*)\|([^⟦⟧]*)⟧", marked)
    if not found or len(found[2].split()) < 8:
        return marked, ""
    words = found[2].split(" ")
    at = c.chance.randint(4, len(words) - 3)
    return f"⟦{found[1]}|{' '.join(words[:at])}⟧", f"⟦{found[1]}|{' '.join(words[at:])}⟧"


@shape("fern-running-table", format="html", size="large",
       layout="one landscape table over several pages, column heads repeated and furniture between, rows that break over the page, objectives as rows across")  # fmt: skip
def running_table(c: Content) -> str:
    css = BASE.replace("size: A4;", "size: A4 landscape;") + (
        "td, th { font-size: 8.5pt; } th { background: #d9d9d9; } .across td { background: #f0f0f0; }\n"
        ".page { page-break-before: always; } .headline { font-size: 7.5pt; text-align: right; color: #444; }"
    )
    roles = c.chance.choice(
        (
            ["action", "lead", "due", "measure", "rag"],
            ["action", "measure", "lead", "due"],
            ["lead", "action", "due", "rag", "progress"],
            ["action", "due", "lead", "progress"],
        )
    )
    numbered = c.numbering != "none" and c.chance.random() < 0.7
    roles = (["number"] if numbered else []) + roles
    heads = row((c.head(r) for r in roles), "th")
    words = c.chance.choice(STATUSES)
    body = [f"<h1>{c.doctitle()}</h1>", *ps(c.background()), f"<h2>{c.section('other')}</h2>", *ps(c.narrative(2, 4))]
    if c.chance.random() < 0.5:
        body += [f"<h2>{m('contents', '', 'In this document')}</h2>", *ps(c.contents())]
    body += around(c, 1, 2)
    body += [footer(c, 1), f'<h2 class="page">{c.section("actions")}</h2>', *ps([c.intro("actions")]), "<table>", heads]
    page, left = 2, c.chance.randint(4, 6)

    def turn() -> list[str]:
        nonlocal page, left
        page, left = page + 1, c.chance.randint(5, 8)
        return [
            "</table>",
            footer(c, page - 1),
            f'<p class="headline page">{m("furniture", "", c.short())}</p>',
            "<table>",
            heads,
        ]

    style = c.chance.choice(("full", "statement", "title"))
    for o in c.objectives:
        if left <= 1:
            body += turn()
        named = (
            o.full()
            if style == "full"
            else f"<b>{o.title()}</b><br>{o.statement()}"
            if style == "statement"
            else o.title()
        )
        body.append(f'<tr class="across"><td colspan="{len(roles)}">{kind(c, o)}: {named}</td></tr>')
        for a in o.acts:
            cells = {"number": a.number(), "action": a.text(), "measure": a.measure(), "lead": a.lead(), "due": a.due()}
            if "rag" in roles:
                cells["rag"] = a.rag(words)
                cells["progress"] = remark(c, a)
            elif "progress" in roles:
                cells["progress"] = a.progress()
            left -= 1
            if left <= 0:
                first, rest = split_mark(cells["action"], c) if c.chance.random() < 0.5 else (cells["action"], "")
                body.append(row({**cells, "action": first}[r] for r in roles))
                body += turn()
                if rest:
                    body.append(row(rest if r == "action" else "" for r in roles))
            else:
                body.append(row(cells[r] for r in roles))
    body += ["</table>", *ps(c.narrative(1, 2)), *around(c, 1, 3), footer(c, page)]
    return document(css, body)


@shape("fern-running-transcript", format="txt", size="large",
       layout="transcript of a long table, objective in a merged first column, heads repeated on each page, page breaks inside rows")  # fmt: skip
def running_transcript(c: Content) -> str:
    rated, measured = c.chance.random() < 0.6, c.chance.random() < 0.6
    words = c.chance.choice(STATUSES)
    first, gap = c.chance.choice((22, 26, 30)), 2
    order = ["action", "lead", "due"] if c.chance.random() < 0.6 else ["action", "due", "lead"]
    order += ["measure"] if measured else []
    order += ["rag"] if rated else []
    width = {"action": c.chance.choice((36, 44)), "lead": 20, "due": 15, "measure": 24, "rag": 11}
    widths = [width[r] for r in order]
    top = columns([c.head("objective"), *(c.head(r) for r in order)], [first, *widths], gap)
    numbered = c.chance.random() < 0.6
    before = [
        c.doctitle(),
        "",
        *c.contents(),
        "",
        c.section("background"),
        "",
        *flow(c.background(), 120),
        *flow(c.narrative(1, 3), 120),
    ]
    before += txt_around(c, 120, 1, 3)
    lines = [*before, c.section("priorities"), *wrap(c.intro("actions"), 120), "", *top]
    full = c.chance.random() < 0.6
    for o in c.objectives:
        left = wrap(f"{kind(c, o)} {o.full(' ')}" if full else f"{kind(c, o)} {o.title()}", first)
        right: list[str] = []
        for a in o.acts:
            cells = {
                "lead": a.lead(),
                "due": a.due(),
                "measure": a.measure() if measured else "",
                "rag": a.rag(words) if rated else "",
            }
            cells["action"] = f"{a.number()} {a.text()}".strip() if numbered else a.text()
            right += columns([cells[r] for r in order], widths, gap)
            if c.chance.random() < 0.3:
                right.append("")
        for i in range(max(len(left), len(right))):
            one, two = left[i] if i < len(left) else "", right[i] if i < len(right) else ""
            lines.append((one + " " * (first + gap - printed_length(one)) + two).rstrip() if two else one)
        lines.append("")
    lines += [*flow(c.narrative(1, 2), 120), *txt_around(c, 120, 1, 3)]
    return "\n".join(
        paged(c, lines, 30, 52, ["", *top] if c.chance.random() < 0.75 else [""], feed=c.chance.random() < 0.7)
    )


# ---- other tables -------------------------------------------------------------------------------


@shape(
    "fern-centred",
    format="html",
    layout="cells centred or at the foot of their rows with hardly a rule, owner before the task",
)
def centred(c: Content) -> str:
    where = c.chance.choice(("bottom", "middle"))
    css = BASE.replace("td, th { border: 0.6pt solid #777; padding: 3pt 5pt; vertical-align: top; text-align: left; }",
                       f"td, th {{ border: none; padding: 7pt 10pt; vertical-align: {where}; text-align: center; }}") + (
        "th { border-bottom: 1.2pt solid #000; font-weight: normal; font-style: italic; } h1, h2, h3 { text-align: center; font-weight: normal; }\n"
        "body { font-family: Georgia, 'Times New Roman', serif; } .say { text-align: center; font-style: italic; }"
    )  # fmt: skip
    roles = c.chance.choice(
        (
            ["lead", "action", "due"],
            ["due", "action", "lead"],
            ["lead", "due", "action", "measure"],
            ["action", "lead", "due", "progress"],
        )
    )
    numbered = c.numbering not in ("none", "plain") and c.chance.random() < 0.5
    roles = (["number"] if numbered else []) + roles
    body = [f"<h1>{c.doctitle()}</h1>", *ps(c.background(), "say")]
    if c.chance.random() < 0.6:
        body += around(c, 1, 1)
    single = c.chance.random() < 0.35
    heads = row((c.head(r) for r in roles), "th")
    body += [f"<h2>{c.section('priorities')}</h2>"]
    if single:
        body += ["<table>", heads]
    for o in c.objectives:
        if single:
            body.append(
                f'<tr><td colspan="{len(roles)}"><b>{o.number()} {o.title()}</b></td></tr>'.replace("<b> ", "<b>")
            )
            body.append(f'<tr><td colspan="{len(roles)}"><i>{o.statement()}</i></td></tr>')
        else:
            body += [
                f"<h3>{kind(c, o)}</h3>",
                f"<h3>{o.title()}</h3>",
                f'<p class="say">{o.statement()}</p>',
                "<table>",
                heads,
            ]
        for a in o.acts:
            cells = {
                "number": a.number(),
                "action": a.text(),
                "lead": a.lead("<br>") if c.chance.random() < 0.3 else a.lead(),
                "due": a.due(),
            }
            cells["measure"] = a.measure() if "measure" in roles else ""
            cells["progress"] = a.progress() if "progress" in roles else ""
            body.append(row(cells[r] for r in roles))
        if not single:
            body.append("</table>")
            if c.chance.random() < 0.35:
                body += ps(c.narrative(), "say")
    if single:
        body.append("</table>")
    body += [*around(c, 1, 2), footer(c, 2)]
    return document(css, body)


@shape(
    "fern-record-cards",
    format="html",
    layout="a form for each action: one table an action, label in the left cell, value in the right",
)
def record_cards(c: Content) -> str:
    css = (
        BASE
        + "table { page-break-inside: avoid; margin-bottom: 16pt; } td.l { width: 27%; background: #eef2f4; font-weight: bold; }"
    )
    style = c.chance.choice(("heading", "inside"))
    rated, words = c.chance.random() < 0.7, c.chance.choice(STATUSES)
    order = c.chance.choice(
        (
            ["action", "lead", "due", "measure", "rag", "progress"],
            ["lead", "action", "measure", "due", "progress", "rag"],
            ["action", "due", "lead", "rag"],
        )
    )
    status = m("label", "rag", c.chance.choice(("Status", "RAG", "Delivery status")))
    shows_empty = c.chance.random() < 0.6
    ref = m("label", "number", c.chance.choice(("Ref", "Deliverable no.", "Record")))
    body = [
        f"<h1>{c.doctitle()}</h1>",
        f"<h2>{c.section('background')}</h2>",
        *ps(c.background()),
        *ps(c.narrative(0, 2)),
        *around(c, 0, 1),
        f"<h2>{c.section('actions')}</h2>",
    ]
    count = 0
    for o in c.objectives:
        if style == "heading":
            body += [f"<h3>{kind(c, o)}: {o.title()}</h3>", *ps([o.statement()])]
            if c.chance.random() < 0.4:
                body += ps(c.narrative())
        for place, a in enumerate(o.acts):
            count += 1
            rating = a.rag(words) if rated else ""
            cells = {
                "action": (c.label("action"), a.text()), "lead": (c.label("lead"), a.lead()), "due": (c.label("due"), a.due()),
                "measure": (c.label("measure"), a.measure()), "rag": (status, rating),
                "progress": (c.label("progress"), remark(c, a) if rated else a.progress() if "progress" in order else ""),
            }  # fmt: skip
            rows = [(ref, a.number())] if a.printed_number else []
            if style == "inside":
                rows.append((c.label("objective"), f"{o.number()} {o.full()}".strip() if place == 0 else o.again()))
            rows += [cells[r] for r in order if r != "rag" or rated]
            body.append(
                "<table>"
                + "".join(f'<tr><td class="l">{k}</td><td>{v}</td></tr>' for k, v in rows if v or shows_empty)
                + "</table>"
            )
            if count % 5 == 0:
                body.append(footer(c, 1 + count // 5))
    return document(css, [*body, *around(c, 1, 2)])


@shape(
    "fern-merged-cells",
    format="html",
    layout="landscape table, objective and success measure in cells merged over its deliverables, sometimes one merged lead cell",
)
def merged_cells(c: Content) -> str:
    css = (
        BASE.replace("size: A4;", "size: A4 landscape;")
        + "th { background: #003f46; color: white; } td, th { font-size: 9pt; } td.o { background: #e7f1f1; width: 20%; }"
    )
    measured, right = c.chance.random() < 0.7, c.chance.random() < 0.5
    one_lead = c.chance.random() < 0.45
    heads = [c.head("objective"), c.head("action")]
    heads += [c.head("lead"), c.head("due")] if right else [c.head("due"), c.head("lead")]
    heads += [c.head("measure")] if measured else []
    body = [
        f"<h1>{c.doctitle()}</h1>",
        *ps(c.narrative(1, 2)),
        *around(c, 1, 2),
        f"<h2>{c.section('priorities')}</h2>",
        *ps([c.intro("priorities")]),
    ]
    body += ["<table>", row(heads, "th")]
    for o in c.objectives:
        span = f' rowspan="{len(o.acts)}"'
        shared = one_lead and c.chance.random() < 0.6 and bool(o.acts[0].owners)
        for place, a in enumerate(o.acts):
            out = "<tr>"
            if place == 0:
                out += f'<td class="o"{span}>{o.number()} <b>{o.title()}</b><br>{o.statement()}</td>'.replace(
                    "> <b>", "><b>"
                )
            out += f"<td>{(a.number() + ' ' if a.printed_number else '')}{a.text()}</td>"
            if shared and place == 0:
                lead = f"<td{span}>{m('lead', '+'.join(x.key for x in o.acts), a.owners[0]['name'])}</td>"
            else:
                lead = "" if shared else f"<td>{a.lead()}</td>"
            due = f"<td>{a.due()}</td>"
            out += lead + due if right else due + lead
            if measured and place == 0:
                out += f"<td{span}>{o.measure()}</td>"
            body.append(out + "</tr>")
    body += ["</table>", *ps(c.narrative(0, 2)), *around(c, 1, 2), footer(c, 3)]
    return document(css, body)


# ---- reports ------------------------------------------------------------------------------------


@shape("fern-last-year", format="html", sort="report", size="large",
       layout="report with a table of last year's actions (action, progress, status Complete, On track, Delayed), narrative, then what is carried forward")  # fmt: skip
def last_year(c: Content) -> str:
    css = (
        BASE
        + "th { background: #5b2a4c; color: #fff; } h1 { color: #5b2a4c; } .box { border: 1pt solid #5b2a4c; padding: 6pt; } .cover { page-break-after: always; }"
    )
    words = c.chance.choice(STATUSES[:3])
    led, one_table, coloured = c.chance.random() < 0.5, c.chance.random() < 0.4, c.chance.random() < 0.5
    numbered = c.numbering != "none" and c.chance.random() < 0.6
    roles = (["number"] if numbered else []) + ["action"] + (["lead"] if led else []) + ["progress", "rag"]
    heads = row((c.head(r) for r in roles), "th")
    body = [
        f'<div class="cover"><h1>{c.doctitle()}</h1>',
        *ps(c.background()),
        *ps(c.contents()),
        footer(c, 1),
        "</div>",
    ]
    body += [
        f"<h2>{c.section('background')}</h2>",
        *ps(c.narrative(1, 3)),
        *[f'<p class="box">{f}</p>' for f in c.figures(2, 4)],
    ]
    body += [f"<h2>{c.section('done')}</h2>", *ps(c.done_narrative(1, 3)), *around(c, 0, 1)]
    later: list[tuple[Obj, Act]] = []
    if one_table:
        body += ["<table>", heads]
    for o in c.objectives:
        if one_table:
            body.append(f'<tr><td colspan="{len(roles)}"><b>{kind(c, o)} – {o.title()}</b></td></tr>')
        else:
            body += [
                f"<h3>{kind(c, o)} – {o.title()}</h3>",
                *ps([o.statement()] if c.chance.random() < 0.7 else []),
                *ps(c.done_narrative(0, 1)),
                "<table>",
                heads,
            ]
        told = o.acts[:-1] if c.chance.random() < 0.6 else o.acts
        later += [(o, a) for a in o.acts[len(told) :]]
        for a in told:
            rating = a.rag(words)
            colour = COLOURS[rating.split("|")[0].split()[-1]]
            cells = {"number": a.number(), "action": a.text(), "lead": a.lead(), "progress": remark(c, a)}
            line = "<tr>" + "".join(f"<td>{cells[r]}</td>" for r in roles if r != "rag")
            body.append(line + (f'<td style="background: {colour}">' if coloured else "<td>") + rating + "</td></tr>")
        if not one_table:
            body.append("</table>")
    if one_table:
        body.append("</table>")
    body += [*around(c, 1, 3), footer(c, 7)]
    if later:
        body += [f"<h2>{c.section('next')}</h2>", *ps([c.intro("next")])]
        if c.chance.random() < 0.5:
            body += ["<table>", row([c.head("objective"), c.head("action"), c.head("lead"), c.head("due")], "th")]
            body += [row([o.again(), a.text(), a.lead(), a.due()]) for o, a in later] + ["</table>"]
        else:
            body.append(ul(f"{a.will()}{bracket(a)}" for _, a in later))
    return document(css, [*body, *ps(c.narrative())])


def bracket(a: Act, between: str = ", ") -> str:
    """``(lead, time)`` or nothing."""
    inside = between.join(w for w in (a.lead(), a.due()) if w)
    return f" ({inside})" if inside else ""


@shape(
    "fern-dashboard",
    format="txt",
    sort="report",
    size="small",
    layout="pages of figures and a scorecard by quarter, between them a handful of achievements and next steps",
)
def dashboard(c: Content) -> str:
    width = c.chance.choice((88, 96, 110))
    heads = [m("head", "other", w) for w in ("Indicator", "Q1", "Q2", "Q3", "Q4", "Target", "Trend")]
    names = [
        "Concerns and contacts received",
        "Proportion leading to further enquiry (%)",
        "Decision within timescale (%)",
        "Training places filled",
        "Attendance at partnership meetings (%)",
        "Multi-agency audits graded good or better (%)",
        "Repeat contacts (%)",
    ]

    def scorecard() -> list[str]:
        out = ["", *columns(heads, [46, 6, 6, 6, 6, 7, 6])]
        for name in c.chance.sample(names, c.chance.randint(3, 6)):
            low = c.chance.randint(8, 70) if "%" in name else c.chance.randint(180, 1400)
            values = [m("figure", "", str(low + c.chance.randint(0, max(9, low // 4)))) for _ in range(4)]
            out += columns(
                [
                    m("figure", "", name),
                    *values,
                    m("figure", "", str(low + 15)),
                    m("figure", "", c.chance.choice(("up", "down", "=", "n/a"))),
                ],
                [46, 6, 6, 6, 6, 7, 6],
            )
        return [*out, ""]

    lines = [
        c.doctitle(),
        "",
        *flow(c.background()[:2], width),
        c.section("measures"),
        *scorecard(),
        *flow(c.figures(2, 4), width),
    ]
    bullet = c.chance.choice(("• ", "- ", "✓ ", "> "))
    close = c.chance.random() < 0.5
    later: list[Act] = []
    for o in c.objectives:
        lines += ["", *wrap(f"{kind(c, o)}: {o.title()}", width)]
        if c.chance.random() < 0.5:
            lines += wrap(o.statement(), width)
        lines += ["", *flow(c.figures(1, 2), width)]
        if c.chance.random() < 0.5:
            lines += scorecard()
        lines += wrap(c.intro("done"), width)
        for a in o.acts[: c.chance.randint(1, 3)]:
            lines += hang(bullet, a.done(), width)
        rest = [a for a in o.acts if a.key not in c.printed][:2]
        if close:
            later += rest
        elif rest:
            lines += [
                "",
                c.section("next"),
                *(line for a in rest for line in hang(bullet, a.will() + bracket(a), width)),
            ]
        lines += ["", *flow(c.done_narrative(0, 1), width)]
    if later:
        lines += [c.section("next"), *wrap(c.intro("next"), width)]
        for a in later:
            lines += hang(bullet, a.will() + bracket(a, " - "), width)
    lines += ["", *txt_around(c, width, 1, 2)]
    return "\n".join(paged(c, lines, 34, 56))


@shape(
    "fern-assurance-report",
    format="md",
    sort="report",
    layout="Markdown report: heading a priority, quoted statement, achievements in bullets, residual actions with bold leads",
)
def assurance_report(c: Content) -> str:
    lines = [
        f"# {c.doctitle()}",
        "",
        f"## {c.section('background')}",
        "",
        *(w for p in c.background() for w in (p, "")),
    ]
    lines += [f"- {f}" for f in c.figures(2, 4)]
    heading, items = c.principles()
    lines += [
        "",
        f"## {heading}",
        "",
        *(f"* {i}" for i in items),
        "",
        f"## {c.section('done')}",
        "",
        *c.done_narrative(1, 2),
        "",
    ]
    quoted = c.chance.random() < 0.6
    numbered_list = c.chance.random() < 0.3
    for o in c.objectives:
        lines += [f"### {kind(c, o)}: {o.title()}", ""]
        lines += [f"> {o.statement()}" if quoted else f"*{o.statement()}*", ""]
        if c.chance.random() < 0.5:
            lines += [*c.done_narrative(1, 1), ""]
        lines += [c.intro("done"), ""]
        told = o.acts[: max(1, len(o.acts) - c.chance.randint(0, 2))]
        lines += [f"{i}. {a.done()}" if numbered_list else f"- {a.done()}" for i, a in enumerate(told, 1)]
        rest = o.acts[len(told) :]
        if rest:
            lines += ["", f"**{c.section('next')}**", "", c.intro("next"), ""]
            for a in rest:
                lead, due = a.lead(), a.due()
                lines.append(
                    f"- {a.will()}"
                    + (f" **{c.label('lead')}:** {lead}" if lead else "")
                    + (f" **{c.label('due')}:** {due}" if due else "")
                )
        lines += ["", *(c.figures(1, 1) if c.chance.random() < 0.4 else []), ""]
    lines += [f"## {m('section', '', 'Members')}", "", *(f"- {p}" for p in c.members()), "", *c.narrative()]
    return "\n".join(lines)


# ---- plain text ---------------------------------------------------------------------------------


@shape(
    "fern-commitments",
    format="txt",
    sort="arrangements",
    objectives=False,
    layout="table of two columns (commitment; who and when) run together by the converter, inside published arrangements",
)
def commitments(c: Content) -> str:
    width = c.chance.choice((90, 100, 112))
    keep(c, "principles")
    lines = [c.doctitle(), "", c.section("background"), "", *flow(c.background(), width), *txt_around(c, width, 2, 4)]
    heading, items = c.principles()
    lines += [
        heading,
        *(line for i in items for line in hang("- ", i, width)),
        "",
        c.section("actions"),
        *wrap(c.intro("actions"), width),
        "",
    ]
    form = c.chance.choice(("line", "under", "same"))
    lines.append(f"{c.head('action')} {c.head('lead')} / {c.head('due')}")
    for a in c.loose_acts(6, 11):
        lead, due = a.lead(), a.due()
        both = (
            c.chance.choice((" ", ", ", " / ")).join(w for w in (lead, due) if w)
            if form != "under"
            else " ".join(w for w in (lead, due) if w)
        )
        told = a.will() if c.chance.random() < 0.75 else a.text()
        if form == "under":
            lines += [*wrap(told, width), *([both] if both else [])]
        elif form == "line":
            lines += wrap(f"{told} {both}", width)
        else:
            lines += [f"{told} {both}".rstrip()]
        if c.chance.random() < 0.12:
            lines.append("")
    lines += ["", c.section("other"), "", *flow(c.narrative(2, 3), width), *txt_around(c, width, 1, 2)]
    return "\n".join(paged(c, lines, 20, 42))


@shape(
    "fern-email", format="txt", layout="plan pasted into an e-mail: tabs and dashes, action – lead – date on one line"
)
def email(c: Content) -> str:
    keep(c, "members", "no_plan")
    members = c.members()
    dash = c.chance.choice((" – ", " - ", " -- "))
    when_first = c.chance.random() < 0.25
    mark = c.chance.choice(("\t- ", "\t– ", "\t• ", "- ", "\t"))
    lines = ["From: Business Support", f"To: {members[0]}; {members[1]}", f"Subject: {c.doctitle()}", ""]
    lines += [
        c.chance.choice(("Dear all", "Hello everyone,", "Colleagues,", "Good morning all")),
        "",
        *[w for p in c.narrative(1, 3) for w in (p, "")],
        c.intro("priorities" if c.chance.random() < 0.5 else "actions"),
        "",
    ]
    second, numbered = c.chance.random() < 0.6, c.chance.random() < 0.5
    for o in c.objectives:
        number = f"{o.number()}) " if o.printed_number else "** "
        lines.append(f"{number}{o.full(dash)}" if not second else f"{number}{o.title()}")
        if second and c.chance.random() < 0.7:
            lines.append(f"\t{o.statement()}")
        for a in o.acts:
            lead, due = a.lead(), a.due()
            tail = [due, lead] if when_first else [lead, due]
            front = f"{a.number()}\t" if a.printed_number and numbered else ""
            lines.append(mark + front + dash.join([a.text(), *(w for w in tail if w)]))
        lines.append("")
        if c.chance.random() < 0.3:
            lines += [*c.narrative(), ""]
    if c.chance.random() < 0.5:
        heading, items = c.no_plan()[0]
        lines += [heading, *(f"\t{i}" for i in items), ""]
    lines += [
        *c.narrative(1, 2),
        "",
        c.chance.choice(("Kind regards", "Best wishes", "Many thanks,")),
        "",
        members[-1],
        c.short(),
        "",
        c.furniture(1),
    ]
    return "\n".join(lines)


@shape(
    "fern-footnotes",
    format="txt",
    layout="numbered actions with lead and date lines, footnotes and notes standing between the rows",
)
def footnotes(c: Content) -> str:
    width = c.chance.choice((80, 92, 100))
    lines = [
        *wrap(c.doctitle(), width),
        "",
        c.section("background"),
        "",
        *flow(c.background(), width),
        *flow(c.narrative(1, 2), width),
    ]
    keep(c, "glossary")
    terms = c.glossary()
    note, page = 0, 1
    style = c.chance.choice(("[{}]", "({})", "{}"))
    beside = c.chance.random() < 0.5
    waiting: list[str] = []
    lines += [c.section("priorities"), ""]
    for o in c.objectives:
        lines += wrap(f"{kind(c, o)}: {o.title()}", width)
        lines += [
            *wrap(f"{c.label('objective')} - {o.statement()}" if c.chance.random() < 0.4 else o.statement(), width),
            "",
        ]
        for a in o.acts:
            told = a.text()
            if c.chance.random() < 0.45:
                note += 1
                told += " " + style.format(note)
                if terms and c.chance.random() < 0.6:
                    term, expansion = terms.pop()
                    waiting.append(f"{style.format(note)} {term}: {expansion}")
                else:
                    waiting.append(f"{style.format(note)} {c.narrative()[0]}")
            lines += hang(f"{a.number()}  " if a.printed_number else "-  ", told, width)
            lead, due = a.lead(), a.due()
            parts = [f"{c.label('lead')}: {lead}" if lead else "", f"{c.label('due')}: {due}" if due else ""]
            if beside:
                lines += wrap("     ".join(p for p in parts if p), width + 40) if any(parts) else []
            else:
                lines += [f"      {p}" for p in parts if p]
            if c.chance.random() < 0.3 and a.words.get("measure"):
                lines += wrap(f"{c.label('measure')}: {a.measure()}", width)
            if waiting and c.chance.random() < 0.5:
                lines += ["_" * 20, *(line for w in waiting for line in wrap(w, width)), c.furniture(page), ""]
                waiting, page = [], page + 1
            elif c.chance.random() < 0.2:
                lines += [*wrap(f"Note: {c.narrative()[0]}", width), ""]
        lines.append("")
    lines += [line for w in waiting for line in wrap(w, width)]
    return "\n".join([*lines, "", *txt_around(c, width, 1, 3), c.furniture(page)])


@shape(
    "fern-subgroup-plans",
    format="txt",
    layout="work plans of the sub-groups one after another, each with remit, objective, lettered tasks and the responsible below",
)
def subgroup_plans(c: Content) -> str:
    width = c.chance.choice((84, 96, 108))
    keep(c, "groups")
    groups = c.groups()
    lines = [*wrap(c.doctitle(), width), "", *flow(c.narrative(1, 3), width)]
    if c.chance.random() < 0.5:
        lines += [*c.contents(), ""]
    share: list[list[Obj]] = [[] for _ in groups]
    for i, o in enumerate(c.objectives):
        share[i % len(groups)].append(o)
    table = c.chance.random() < 0.35
    rated, words = c.chance.random() < 0.3, c.chance.choice(STATUSES)
    for place, (g, objectives) in enumerate(zip(groups, share, strict=True)):
        if not objectives:
            continue
        lines += ["=" * 30, f"{g['name']}{' (' + g['abbreviation'] + ')' if g['abbreviation'] else ''}"]
        lines += [f"{m('label', 'other', 'Chair')}: {g['chair']}"] if g["chair"] else []
        lines += [f"{m('label', 'other', 'Meets')}: {g['meets']}"] if g["meets"] else []
        lines += ["", *flow(c.narrative(0, 1), width)]
        for o in objectives:
            lines += wrap(f"{kind(c, o)} {o.full(' – ')}", width)
            lines += ["", c.section("actions") if c.chance.random() < 0.5 else c.intro("actions")]
            if table:
                lines += columns([c.head("action"), c.head("lead"), c.head("due")], [width - 46, 24, 18])
            for i, a in enumerate(o.acts):
                if table:
                    lines += columns([a.text(), a.lead(), a.due()], [width - 46, 24, 18])
                    continue
                lines += hang(f"{a.number()} " if a.printed_number else f"({chr(97 + i)}) ", a.text(), width)
                lead, due = a.lead(), a.due()
                bits = [f"{c.label('lead')}: {lead}" if lead else "", f"{c.label('due')}: {due}" if due else ""]
                if rated:
                    bits.append(f"{m('label', 'rag', 'Status')}: {a.rag(words)}")
                lines += ["    " + "   ".join(b for b in bits if b)] if any(bits) else []
            lines.append("")
        if c.chance.random() < 0.4:
            lines += [c.section("measures"), *flow(c.figures(1, 2), width)]
        if place % 2:
            lines += [c.furniture(place + 1), ""]
    return "\n".join(paged(c, [*lines, *txt_around(c, width, 1, 2)], 40, 58, feed=c.chance.random() < 0.5))


@shape(
    "fern-delivery-statement",
    format="txt",
    layout="continuous numbered paragraphs of a committee paper, each commitment a sentence with its owner and date inside",
)
def delivery_statement(c: Content) -> str:
    firm(c, every(c), prose=True)
    width = c.chance.choice((82, 94))
    lines = [*wrap(c.doctitle(), width), ""]
    section, para = 1, 0

    def numbered(words: str) -> list[str]:
        nonlocal para
        para += 1
        return [*hang(f"{section}.{para}  ", words, width), ""]

    lines += [f"{section}.  {c.section('background')}", ""]
    for p in [*c.background(), *c.narrative(1, 2)]:
        lines += numbered(p)
    joined = c.chance.random() < 0.5
    for o in c.objectives:
        section, para = section + 1, 0
        lines += [f"{section}.  {m('section', '', c.kind_word)}: {o.title()}", ""]
        lines += numbered(o.statement())
        if c.chance.random() < 0.5:
            lines += numbered(c.narrative()[0])
        if joined:
            lines += numbered(" ".join([c.intro("actions"), *(ended(a) for a in o.acts)]))
        else:
            for a in o.acts:
                lines += numbered(ended(a))
    section, para = section + 1, 0
    lines += [f"{section}.  {c.section('other')}", ""]
    for p in [*c.figures(1, 2), *c.narrative(1, 3)]:
        lines += numbered(p)
    return "\n".join(paged(c, lines, 36, 50))


# ---- no plan, minutes, web page ---------------------------------------------------------------------


@shape(
    "fern-terms",
    format="html",
    sort="none",
    objectives=False,
    layout="terms of reference or policy in numbered clauses with lists, membership and groups; no plan in it",
)
def terms(c: Content) -> str:
    css = (
        BASE
        + "body { font-family: Calibri, Carlito, Arial, sans-serif; } ol { margin-left: 8pt; } th { background: #eee; }"
    )
    body = [
        f"<h1>{c.doctitle()}</h1>",
        f'<p class="foot">{c.furniture(1)}</p>',
        f"<h2>1. {c.section('background')}</h2>",
        *ps(c.background()),
    ]
    heading, items = c.principles()
    blocks: list[list[str]] = [[heading, ul(items, c.chance.choice(("ul", "ol")))]]
    for title, lines in c.no_plan():
        blocks.append([title, ul(lines, c.chance.choice(("ul", "ol")))])
    blocks.append(
        [
            m("section", "", "Membership"),
            "<table>" + "".join(row(p_cells) for p_cells in ([p] for p in c.members())) + "</table>",
        ]
    )
    blocks.append([m("section", "", "Sub-groups"), group_table(c)])
    blocks.append([c.section("other"), "".join(ps(c.narrative(2, 4)))])
    if c.chance.random() < 0.5:
        blocks.append([m("section", "", "Reporting period in figures"), "".join(ps(c.figures(1, 3)))])
    c.chance.shuffle(blocks)
    for number, (title, words) in enumerate(blocks, 2):
        body += [f"<h2>{number}. {title}</h2>", words]
        if c.chance.random() < 0.3:
            body += ps(c.narrative())
        if number % 3 == 0:
            body.append(footer(c, number // 3 + 1))
    body += [f"<h2>{m('section', '', 'Abbreviations')}</h2>", "<table>", *(row(g) for g in c.glossary()), "</table>"]
    return document(css, body)


@shape(
    "fern-programme-minutes",
    format="md",
    sort="minutes",
    objectives=False,
    layout="minutes of a programme board: discussion, actions at the end of items, a table of open actions with status",
)
def programme_minutes(c: Content) -> str:
    acts = c.loose_acts(5, 10)
    cut = c.chance.randint(2, len(acts) - 2)
    here, log = acts[:cut], acts[cut:]
    word = c.chance.choice(("ACTION", "Action", "Action agreed", "AP"))
    lines = [f"# {c.doctitle()}", "", f"**{m('section', '', 'Present')}**", "", *(f"- {p}" for p in c.members()), ""]
    topics = c.chance.sample(
        (
            "Welcome and declarations",
            "Notes of the last meeting",
            "Highlight report",
            "Scorecard",
            "Risk and issue log",
            "Workforce",
            "Update from the scrutineer",
            "Communications",
            "Finance",
        ),
        c.chance.randint(4, 7),
    )
    style = c.chance.choice(("bold", "line"))
    for number, topic in enumerate(topics, 1):
        lines += [f"## {number}. {m('section', '', topic)}", "", *(w for p in c.narrative(1, 2) for w in (p, ""))]
        lines += [*c.done_narrative(1, 1), ""] if c.chance.random() < 0.4 else []
        lines += [*c.figures(1, 1), ""] if c.chance.random() < 0.3 else []
        for _ in range(c.chance.randint(0, 2) if number < len(topics) else len(here)):
            if not here:
                break
            a = here.pop(0)
            lead, due = a.lead(), a.due()
            if style == "bold":
                lines += [
                    f"**{m('label', 'action', word)}:** {a.text()}"
                    + (f" **{lead}**" if lead else "")
                    + (f" ({due})" if due else ""),
                    "",
                ]
            else:
                lines += [
                    f"{m('label', 'action', word)}: {a.text()}",
                    *([f"{c.label('lead')}: {lead}"] if lead else []),
                    *([f"{c.label('due')}: {due}"] if due else []),
                    "",
                ]
    words = c.chance.choice(STATUSES)
    numbered = c.numbering != "none"
    heads = ([c.head("number")] if numbered else []) + [c.head("action"), c.head("lead"), c.head("due"), c.head("rag")]
    lines += [f"## {c.section('actions')}", "", "| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for a in log:
        cells = ([a.number()] if numbered else []) + [a.text(), a.lead(), a.due(), a.rag(words)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *c.narrative()])


@shape(
    "fern-priorities-page",
    format="html",
    sort="web page",
    layout="web page of priorities with menu and cookie banner, commitments as sentences or bullets under each heading",
)
def priorities_page(c: Content) -> str:
    css = (
        BASE
        + ".menu { font-size: 8.5pt; } .menu li { display: inline; margin-right: 8pt; } h2 { border-bottom: 2pt solid #00703c; } .panel { background: #f3f2f1; padding: 6pt 10pt; margin: 6pt 0; }"
    )
    sentences = c.chance.random() < 0.5
    firm(c, every(c), prose=sentences)
    body = ['<div class="menu">', ul(c.menu()), "</div>", f"<h1>{c.doctitle()}</h1>", *ps(c.background()[:2])]
    listed = c.chance.random() < 0.5
    if listed:
        body += [f"<p>{c.intro('priorities')}</p>", ul((o.again() for o in c.objectives), "ol")]
    for o in c.objectives:
        body += [
            f"<h2>{kind(c, o) + ': ' if c.chance.random() < 0.5 or o.printed_number else ''}{o.title()}</h2>",
            f"<p>{o.statement()}</p>",
        ]
        if c.chance.random() < 0.4:
            body += ps(c.narrative())
        body += [f"<h3>{c.section('actions')}</h3>"] if c.chance.random() < 0.5 else [f"<p>{c.intro('actions')}</p>"]
        if sentences:
            told = [ended(a) for a in o.acts]
            body.append(ul(told) if c.chance.random() < 0.6 else "".join(ps(told)))
        else:
            body.append(ul(a.will() + bracket(a) for a in o.acts))
        if c.chance.random() < 0.3:
            body.append("".join(f'<div class="panel">{f}</div>' for f in c.figures(1, 2)))
    heading, items = c.no_plan()[0]
    body += [f"<h2>{heading}</h2>", ul(items), '<div class="menu">', ul(c.menu()), "</div>"]
    return document(css, body)

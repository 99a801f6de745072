"""Makes the two-year corpus in data/raw/two-years: plans and reports of ten invented partnerships, for comparisons.

    python samples/make_two_years.py [--check] [NAME …]

The sources lie in samples/two-years; TRUTH.md there says what they hold and what is true when they are compared. Each
source names its house style. ``--check`` writes nothing and fails if a document is not made of what its source gives
now (a PDF carries a digest of the page it was printed from as its identifier) or has no source.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from make_samples import RAG_FILL, columns, esc, measures
from plan_source import load

ROOT = Path(__file__).resolve().parent.parent
SOURCES, RAW = ROOT / "samples" / "two-years", ROOT / "data" / "raw" / "two-years"
Source = dict[str, Any]

TEXT_WIDTH = 92
PLAN_COLUMNS = {"n": "Ref", "t": "Action", "lead": "Lead", "by": "By when", "m": "How we will know"}
RAG_COLUMNS = PLAN_COLUMNS | {"p": "Progress", "rag": "RAG"}
RAG_KEY = {"blue": "Complete", "green": "On track", "amber": "Some delay", "red": "Not started"}
STATUS = {"done": "Complete", "in_progress": "In progress", "planned": "Not started"}


# --- What the styles share -------------------------------------------------------------------------------------------


def published(source: Source) -> str:
    """`Published 18 May 2023`."""
    day = datetime.date.fromisoformat(source["doc"]["published"])
    return f"Published {day.day} {day:%B %Y}"


def heading(objective: Source) -> str:
    """`Priority 1: Neglect`."""
    return f"{objective['kind'].capitalize()} {objective['n']}: {objective['title']}"


def value(item: Source, key: str) -> str:
    """The printed words of one field of an item; empty where the source leaves it out."""
    if key == "m":
        return "; ".join(measures(item))
    return str(item.get(key, ""))


def split_by_standing(objective: Source) -> tuple[list[str], list[str]]:
    """What a report's items tell was done or begun, and what they say comes next."""
    told = [item["t"] for item in objective["a"] if item["is"] != "planned"]
    return told, [item["t"] for item in objective["a"] if item["is"] == "planned"]


# --- PDF styles ------------------------------------------------------------------------------------------------------


def element(tag: str, words: str, attributes: str = "") -> str:
    """An HTML element of plain words, which are escaped; `attributes` stand as they are."""
    return f"<{tag} {attributes}>{esc(words)}</{tag}>" if attributes else f"<{tag}>{esc(words)}</{tag}>"


def elements(tag: str, texts: Iterable[str]) -> str:
    return "".join(element(tag, text) for text in texts)


def bullets(title: str, texts: list[str]) -> str:
    """A heading and a list; nothing where there is nothing to list."""
    return f"{element('h3', title)}<ul>{elements('li', texts)}</ul>" if texts else ""


def cover(source: Source) -> str:
    """Name, title, publication and version, on a page of their own."""
    doc = source["doc"]
    name = "" if doc["title"].startswith(doc["pname"]) else element("p", doc["pname"], "class=name")
    version = element("p", f"Version {doc['version']}") if "version" in doc else ""
    return f"<div class=cover>{name}{element('h1', doc['title'])}{element('p', published(source))}{version}</div>"


def opening(source: Source) -> str:
    return cover(source) + element("h2", "Introduction") + elements("p", source["intro"])


def page(source: Source, body: str, colour: str, font: str, landscape: bool = False) -> str:
    """The document as HTML to print on A4, with running title and page numbers."""
    doc = source["doc"]
    style = f"""@page {{ size: A4 {"landscape" if landscape else "portrait"}; margin: 18mm;
    @top-left {{ content: "{doc["pname"]}"; font-size: 8pt }}
    @bottom-right {{ content: counter(page); font-size: 9pt }} }}
    @page :first {{ @top-left {{ content: none }} @bottom-right {{ content: none }} }}
    body {{ font: 10.5pt/1.4 "{font}", sans-serif }} h1 {{ font-size: 26pt; color: {colour} }}
    h2 {{ font-size: 16pt; color: {colour}; break-after: avoid }} h3 {{ font-size: 12pt; break-after: avoid }}
    .cover {{ padding-top: {35 if landscape else 75}mm; break-after: page }} .name {{ font-size: 16pt }}
    .lead {{ font-weight: bold }} table {{ border-collapse: collapse; width: 100%; margin-bottom: 12pt }}
    td, th {{ border: 0.7pt solid #666; padding: 4pt 5pt; text-align: left; vertical-align: top }}
    thead th {{ background: {colour}; color: white }} tr {{ break-inside: avoid }}
    .band {{ background: #e6e6e6; font-weight: bold }} .key td {{ width: 25% }}
    tbody th {{ width: 24%; background: #eee }} li {{ margin-bottom: 4pt }}"""
    return f"<html lang=en-GB><title>{esc(doc['title'])}</title><style>{style}</style>{body}"


def identifier(html: str) -> bytes:
    """What a PDF printed from this page carries, so that `--check` knows it again."""
    return hashlib.sha256(html.encode()).hexdigest().encode()


def pdf(html: str) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=html).write_pdf(pdf_identifier=identifier(html)))


def head_row(titles: Iterable[str]) -> str:
    return f"<thead><tr>{elements('th', titles)}</tr></thead>"


def ruled_table(source: Source) -> str:
    """A ruled table for each priority, its statement above it."""
    parts = [opening(source)]
    for objective in source["objectives"]:
        rows = "".join(
            f"<tr>{elements('td', (value(item, key) for key in PLAN_COLUMNS))}</tr>" for item in objective["a"]
        )
        parts += [element("h2", heading(objective)), element("p", objective["text"], "class=lead"),
                  f"<table>{head_row(PLAN_COLUMNS.values())}<tbody>{rows}</tbody></table>"]  # fmt: skip
    return page(source, "".join(parts), "#1f4e5f", "DejaVu Sans", landscape=True)


def filled(rating: str) -> str:
    """The attribute that colours a cell; none without a rating."""
    return f"style='background:{RAG_FILL[rating]}'" if rating else ""


def rag_table(source: Source) -> str:
    """One table over all priorities, with bands, progress and coloured ratings, and a key to them."""
    key = "".join(
        f"<tr>{element('td', colour.capitalize(), filled(colour))}{element('td', words)}</tr>"
        for colour, words in RAG_KEY.items()
    )
    rows = []
    for objective in source["objectives"]:
        band = f"{objective['kind'].capitalize()} {objective['n']} – {objective['title']}: {objective['text']}"
        rows.append(f"<tr>{element('td', band, f'class=band colspan={len(RAG_COLUMNS)}')}</tr>")
        for item in objective["a"]:
            words = elements("td", (value(item, name) for name in RAG_COLUMNS if name != "rag"))
            rating = value(item, "rag")
            rows.append(f"<tr>{words}{element('td', rating.capitalize(), filled(rating))}</tr>")
    body = (
        f"{opening(source)}<h3>Key to RAG rating</h3><table class=key>{key}</table>{element('h2', 'Action plan')}"
        f"<table>{head_row(RAG_COLUMNS.values())}<tbody>{''.join(rows)}</tbody></table>"
    )
    return page(source, body, "#5a2a6b", "Liberation Sans", landscape=True)


def sections(source: Source) -> str:
    """Headed sections; each action a bullet with lines for who, when and how anyone would know."""
    labels = {"lead": "Lead", "by": "By", "m": "Measure"}
    parts = [opening(source)]
    for objective in source["objectives"]:
        parts += [element("h2", heading(objective)), element("p", objective["text"]), "<h3>What we will do</h3><ul>"]
        for item in objective["a"]:
            lines = [f"<br>{esc(f'{label}: {value(item, key)}')}" for key, label in labels.items() if value(item, key)]
            parts.append(f"<li>{esc(item['t'])}{''.join(lines)}</li>")
        parts.append("</ul>")
    return page(source, "".join(parts), "#8a3b12", "Liberation Serif")


def key_values(source: Source) -> str:
    """Each action a small table of labels and values."""
    labels = {"n": "Action number", "t": "We will", "lead": "Who leads", "by": "When", "m": "How we will know"}
    parts = [opening(source)]
    for objective in source["objectives"]:
        parts += [element("h2", heading(objective)), element("p", objective["text"], "class=lead")]
        for item in objective["a"]:
            rows = "".join(
                f"<tr>{element('th', label, 'scope=row')}{element('td', value(item, key))}</tr>"
                for key, label in labels.items()
                if value(item, key)
            )
            parts.append(f"<table><tbody>{rows}</tbody></table>")
    return page(source, "".join(parts), "#07575b", "Liberation Serif")


def figures(source: Source) -> list[str]:
    return [figure["t"] for figure in source.get("figures", [])]


def prose_report(source: Source) -> str:
    """A report: under each priority what was done and what comes next, as bullets."""
    parts = [opening(source), bullets("The year in figures", figures(source)),
             element("h2", "Progress against our priorities")]  # fmt: skip
    for objective in source["objectives"]:
        told, coming = split_by_standing(objective)
        parts += [element("h2", heading(objective)), bullets("What we did", told),
                  bullets("What difference it made", objective.get("impact", [])),
                  bullets("What we will do next", coming)]  # fmt: skip
    return page(source, "".join(parts), "#14506e", "DejaVu Sans")


def table_report(source: Source) -> str:
    """A report: a table for each priority, with the status of each piece of work."""
    parts = [opening(source), bullets("The year in figures", figures(source)),
             element("h2", "How the plan was carried out")]  # fmt: skip
    for objective in source["objectives"]:
        rows = "".join(f"<tr>{elements('td', (item['t'], STATUS[item['is']]))}</tr>" for item in objective["a"])
        parts += [element("h2", heading(objective)),
                  f"<table>{head_row(['Action', 'Status'])}<tbody>{rows}</tbody></table>",
                  bullets("What difference it made", objective.get("impact", []))]  # fmt: skip
    return page(source, "".join(parts), "#3b5323", "Liberation Sans")


# --- Text styles -----------------------------------------------------------------------------------------------------


def text_opening(source: Source) -> list[str]:
    doc = source["doc"]
    lines = [doc["pname"].upper(), "", doc["title"], "=" * len(doc["title"]), published(source), ""]
    if "version" in doc:
        lines += [f"Version {doc['version']}", ""]
    for text in source["intro"]:
        lines += [*textwrap.wrap(text, TEXT_WIDTH), ""]
    return lines


def underlined(words: str, rule: str = "-") -> list[str]:
    return [words, rule * len(words), ""]


def text_bullets(title: str, texts: list[str]) -> Iterator[str]:
    """A heading and a list; nothing where there is nothing to list."""
    if texts:
        yield from (title, "")
        for text in texts:
            yield from textwrap.wrap(text, TEXT_WIDTH, initial_indent="- ", subsequent_indent="  ")
        yield ""


def columns_text(source: Source) -> str:
    """A plan in columns set off by blanks."""
    widths = [4, 42, 24, 16, 36]
    lines = text_opening(source)
    for objective in source["objectives"]:
        lines += [*underlined(heading(objective)), *textwrap.wrap(objective["text"], TEXT_WIDTH), ""]
        lines += [*columns(list(PLAN_COLUMNS.values()), widths), ""]
        for item in objective["a"]:
            lines += [*columns([value(item, key) for key in PLAN_COLUMNS], widths), ""]
        lines.append("")
    return "\n".join(lines)


def plain_report(source: Source) -> str:
    """A report with headings and bullets."""
    lines = [*text_opening(source), *text_bullets("The year in figures", figures(source))]
    for objective in source["objectives"]:
        told, coming = split_by_standing(objective)
        lines += [*underlined(heading(objective)), *text_bullets("What we did", told),
                  *text_bullets("Impact", objective.get("impact", [])),
                  *text_bullets("Next steps", coming)]  # fmt: skip
    return "\n".join(lines)


STYLES: dict[str, tuple[str, Callable[[Source], str]]] = {
    "ruled-table": ("pdf", ruled_table),
    "rag-table": ("pdf", rag_table),
    "sections": ("pdf", sections),
    "key-values": ("pdf", key_values),
    "prose-report": ("pdf", prose_report),
    "table-report": ("pdf", table_report),
    "columns-text": ("txt", columns_text),
    "plain-report": ("txt", plain_report),
}


def stale(target: Path, made: str) -> bool:
    """Whether a document is missing or was not made of this text or page."""
    if not target.exists():
        return True
    data = target.read_bytes()
    return identifier(made) not in data if target.suffix == ".pdf" else data != made.encode()


def main() -> int:
    """Writes (or with --check compares) every document; returns the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    parser.add_argument("names", nargs="*", help="only these documents, such as aldermarsh-plan-2023")
    options = parser.parse_args()
    RAW.mkdir(parents=True, exist_ok=True)
    sources = {path.stem: load(path) for path in sorted(SOURCES.glob("*.yaml"))}
    wrong = sorted(path for path in RAW.iterdir() if path.stem not in sources)
    for name, source in sources.items():
        if options.names and name not in options.names:
            continue
        suffix, style = STYLES[source["doc"]["style"]]
        target, made = RAW / f"{name}.{suffix}", style(source)
        if not options.check:
            data = pdf(made) if suffix == "pdf" else made.encode()
            target.write_bytes(data)
            print(f"{target.name}: {len(data):,} bytes")
        elif stale(target, made):
            wrong.append(target)
    for path in wrong:
        print(f"{path.relative_to(ROOT)}: not what its source gives; run samples/make_two_years.py", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Pages from templates: what every page of the report shares, and where its files go."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from safeplans.extractors.choice.confidence import band
from safeplans.pipeline.base import links
from safeplans.pipeline.site.contents import statement_id
from safeplans.pipeline.store.dataset import DatasetError
from safeplans.pipeline.views import labels

NAVIGATION = (
    ("Overview", "index.html"),
    ("Partnerships", "partnerships/index.html"),
    ("Themes", "themes/index.html"),
    ("Like objectives", "groups/index.html"),
    ("Search", "search.html"),
    ("Problems", "problems.html"),
    ("About", "about.html"),
)
"""Name and page of each section. A page belongs to the section that its `section` names."""

_NAME = re.compile(r"\w[\w-]*(\.[a-z]+)?", re.ASCII)
"""A folder or file that all systems take; without dots at its beginning, blanks, colons."""

Crumb = tuple[str, str]
"""Name of a page above, and its path from the report's first page."""


@dataclass(frozen=True, slots=True)
class Site:
    """The folder that a report is written to.

    folder: where it lies; it exists. as_of: the day on which overdue is judged, as pages print it.
    written: the pages written so far, as their paths from `folder`, with `/`.
    """

    folder: Path
    as_of: str
    written: list[str] = field(default_factory=list)

    def write(
        self, path: str, template: str, *, title: str, section: str = "", crumbs: Sequence[Crumb] = (), **values: Any
    ) -> None:
        """Write a page.

        path: from the report's first page, such as ``groups/g1.html``. template: a file of `templates/` that extends
        ``base.html``. title: heading and title of the page. section: the page of its section (of `NAVIGATION`).
        crumbs: the pages above it, below the overview. values: for the template, beside `root`, which leads
        from this page to the first (``../``), and the functions and filters of `environment`.
        """
        shared = {"root": "../" * path.count("/"), "path": path, "title": title, "section": section}
        page = environment().get_template(template).render(shared, crumbs=crumbs, as_of=self.as_of, **values)
        self.place(path).write_text(page, encoding="utf-8", newline="\n")
        self.written.append(path)

    def place(self, path: str) -> Path:
        """Where a file of the report lies on disk; its folder is made. path: from the first page, with `/`.

        Raises DatasetError for a path that leads elsewhere: ids are part of it, and a dataset may come from anyone.
        """
        if not all(map(_NAME.fullmatch, path.split("/"))):
            raise DatasetError(f"No page can be called {path!r}: an id of the dataset is wrong. See: safeplans check")
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def copy_assets(self) -> None:
        """Write style sheet and scripts."""
        for asset in sorted(resources.files(__package__).joinpath("assets").iterdir(), key=lambda each: each.name):
            if asset.name.endswith((".css", ".js")):
                self.place(f"assets/{asset.name}").write_bytes(asset.read_bytes())


def printed(text: str) -> Markup:
    """Text of the house, whose words between back-quotes are code."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))


def script(name: str, value: Any) -> str:
    """A script that makes `value` the member `name` of the page's `safeplans`; pages from disk cannot fetch data.

    The text can stand in a file or in a `script` element: it holds no `<`, and no line break that only JSON knows.
    """
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        data = data.replace(char, f"\\u{ord(char):04x}")
    return f"self.safeplans = self.safeplans || {{}};\nsafeplans.{name} = {data};\n"


@functools.cache
def environment() -> jinja2.Environment:
    """Where templates are found, with the functions and filters that they may use."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("safeplans.pipeline.site"),
        autoescape=True,  # all text from documents is untrusted
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        navigation=NAVIGATION,
        evidence_link=links.evidence_link,
        partnership_page=links.partnership_page,
        like_group_page=links.like_group_page,
        statement_anchor=links.statement_anchor,
        theme_anchor=links.theme_anchor,
        theme_page=links.theme_page,
        band=band,
        id_of=statement_id,
        span=labels.span,
        where=labels.where,
    )
    made.filters.update(
        amount=labels.amount,
        label=labels.label,
        printed=printed,
        signed=labels.signed,
        understood=labels.understood,
        day=labels.day,
        percent=labels.percent,
        score=labels.score,
        year=labels.year,
    )
    return made
